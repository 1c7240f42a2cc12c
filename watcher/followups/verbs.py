"""Tense and commitment: which verb groups of a sentence look ahead, look back, or only suppose. English.

Positions, no meaning: ``verb_groups`` marks them; which one governs a date is ``governing``'s decision.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from watcher.followups.expressions import expression
from watcher.followups.words import is_headline


class Tense(Enum):
    FUTURE = auto()  # will, plans to, is due
    PRESENT = auto()  # opens, is releasing, can: ahead only with a date that is
    PAST = auto()
    REPORT = auto()  # said, announced: its own date is when it was said
    SUPPOSED = auto()  # could, may, might
    DENIED = auto()  # will not, no plans to
    FORMER = auto()  # was earlier planned, had been due
    INFINITIVE = auto()


@dataclass(frozen=True, slots=True)
class VerbGroup:
    start: int
    end: int
    tense: Tense
    words: str


_ADVERBS = (
    r"(?:\s+(?:\w+ly|also|then|now|soon|again|both|each|together|still|next|first|all|once|instead|tentatively"
    r"|already)\b)*"
)
_READY = (
    r"(?:set|due|scheduled|slated|planned|expected|poised|going|likely|hoping|aiming|planning|preparing|looking"
    r"|seeking|about"
    r"|intended|targeted|targeting|projected|anticipated|required|bound|ready|gearing\s+up|tentatively"
    r"|pencill?ed(?:\s+in)?"
    r"|earmarked|billed|working|committed|eyeing|obliged|meant|invited|booked|fixed|confirmed|timed|proposed"
    r"|promised(?=\s+(?:for|by\s+(?:the\s+end|mid|early|late))\b)|announced(?=\s+for\b)"
    r"|proposing|on\s+(?:track|course|schedule|target)"
    r"|to\b(?!\s+(?:the|a|an|its|be\s+seen|date)\b))"
)
_WANT = (
    r"(?:plans?|hopes?|intends?|aims?|expects?|wants?|seeks?|pledge[sd]?|vow(?:s|ed)?|promise[sd]?|agree[sd]?"
    r"|commit(?:s|ted)?|undertakes?"
    r"|undertook|decide[sd]?|resolved?|resolves|propose[sd]?|needs?|has|have|prepare[sd]?|prepares|threaten(?:s"
    r"|ed)?|offer(?:s|ed)?"
    r"|choose|chose|elected|aspires?|arranged?|contracted|ordered|told|asked|asks|directed|directs|instructed"
    r"|requires?|required|mandates?|mandated|calls?\s+for|gearing\s+up|look(?:s|ing)?|"
    r"plan(?:ned|ning)|bids?|set|sets|deal|deals|agreement|ambition|goal|target|mission|commitment|pledge|proposal"
    r"|effort|move|intention|decision|obligation)"
)
# Behind "to", what begins a noun phrase or a date.
_NO_VERB = (
    r"the|an?|its|their|his|her|our|your|my|this|that|these|those|each|all|both|any|such|which|whom|whose|what|other|another"
    r"|every|him|them|us|me|you|it|one|two|three|four|five|six|seven|eight|nine|ten|date|end|early|late|mid|next|last|some|about"
    r"|roughly|people|global|foreign|local|private|(?:more|higher|greater)(?=\s+than)|(?:nearly|almost|around)(?=\s+\S*\d)"
    r"|(?-i:January|February|March|April|May|June|July|August|September|October|November|December|[A-Z]\w+day)"
)
_GROUPS = expression(
    rf"""
  (?:(?:(?<![-‐])|(?<=\bco-)|(?<=\bre-))\b(?=[a-z])|(?=['’]))(?:  # verb groups begin with a letter or an apostrophe
  (?P<denied>\b(?:will|would|shall|does|do|did|is|are|was|were|has|have|had|can|could|should|must)(?:\s+(?:still|so\s+far|again))?(?:\s+not\b
      |n['’]t\b|\s+no\s+longer\b|\s+never\b)(?!\s+only\b)(?:\s+(?:yet\s+)?(?:be\s+)?\w+)?|\bwon['’]t\b(?:\s+\w+)?
      |\bcannot\b
    |\b(?:no|any)\s+(?:plans?|intention|decision|date|timeline)\b|\bdecision\s+not\s+to\b|\brefus\w+\s+to\b|\bdeclin\w+\s+to\b|\bfail(?:s
      |ed)?\s+to\b|\brul(?:es|ed)\s+out\b|\bden(?:ies|ied)\b|\bnever\b|\binstead\s+of\b
    |\b(?:has|have|had|is|are|was|were)\s+yet\s+to\b)
| (?P<former>\b(?:was|were|had\s+been|have\s+been|has\s+been)\s+(?:originally|initially|earlier|previously|first
      |once|supposed|meant|to\s+have|at\s+first)(?:\s+(?:scheduled|planned|due|set|slated|expected|to))?
    |\bhad\s+(?:been\s+)?(?:planned|hoped|intended|expected|scheduled|aimed|wanted|set|slated|due|promised
      |said\s+it\s+would)\b
    |\b(?:originally|initially|previously|earlier)\s+(?:\w+\s+)?(?:scheduled|planned|due|set|slated|expected
      |intended|announced|proposed|targeted|aiming|aimed)\b|\bwould\s+have\b|\bshould\s+have\b)
| (?P<allowed>\b(?:may|can|could)\s+(?:\w+ly\s+|also\s+|still\s+|now\s+)?(?:be\s+)?(?:submit(?:ted)?|appl(?:y|ied)
      |comment
      |respond|register|nominate|lodge|file|send|sent|enter|reply|bid)\b)
| (?P<supposed>\b(?:could|might)\b|\b(?-i:may)\b|\bmay\s+(?=(?:be|not|also|yet)\b)|\bwould\s+(?:like|love
      |prefer|rather|sooner|want|welcome)\b|\b(?:(?:is|are|was|were|seems?)\s+)?(?:very\s+|most\s+)?unlikely\b(?:\s+to\b)?
    |\bat\s+risk\s+of\b)
| (?P<future>(?:\b(?:will|shall)\b(?!-|\s+of\b|\s+power)|['’]ll\b){_ADVERBS}
    |\bwould\b(?!-){_ADVERBS}|\bmust\b|\bshould\b|\bought\s+to\b
    |(?:\b(?:is|are|am|be|been|being|remains?|was|were|still)|['’](?:s|re|m)){_ADVERBS}\s+{_READY}(?!\s+up\b)
    |\b(?:has|have)\s+been\s+(?:scheduled|slated|arranged|pencill?ed\s+in|(?:set|fixed)(?=\s*(?:[.,;]|for\b|\Z)))
    |\b(?:is|are|was|were|been)\s+(?:chosen|picked|selected|named|tapped|hired|appointed|contracted)\s+to\b
    |(?=[acbdefpst])(?<!\bit\s)(?<!\bthey\s)(?<!\bhe\s)(?<!\bshe\s)(?<!\bwe\s)\b(?:scheduled|slated|pencill?ed\s+in|earmarked|due|(?<!\bthan\s)(?:expected|planned)|billed|tentatively|slotted|targeted
      |anticipated|estimated|set|(?:confirmed(?!\s+to\b)|proposed)(?!\s+on\s+\w+day\b)|timed|booked|fixed|penned\s+in)\s+(?:to|for|on|in|by|before
      |at|from|next|this|later|early|late|mid|some\s*time|tomorrow|between|around|about|during|within|no\s+(?:earlier|later)\s+than|as\s+(?:early|soon)\s+as)\b
    |\b{_WANT}\s+(?:(?!up\s)\w+\s+)?(?:(?:forward\s+)?to)\b(?!\s+(?:the|a|an|\d+\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*|(?-i:January|February|March|April|May|June|July|August|September|October|November|December))\b)
    |(?=still\s|aimed\s|planned\s|intended\s)(?:(?<=\b(?:they|that)\s)|(?<=\b(?:it|he)\s))(?:still\s+)?(?:aimed|planned|intended)\s+to\b
    |\b(?:target(?:s|ing)?(?!\s+(?:was|were|is|are|has|had|of|for|date|group|audience|market|price)\b)|(?<!\bthe\s)(?<!\bhis\s)(?<!\bher\s)(?<!\bits\s)(?<!\btheir\s)(?<!\bour\s)eye(?:s|ing)?|aim(?:s|ing)?\s+(?:for|at)|plan(?:s|ning)?\s+(?:for|on|an?\b)|hope(?=\s+for\s+(?:an?\s+|the\s+)?(?:\d|(?-i:[A-Z])|autumn|spring|summer|winter))|hop(?:es
      |ing)\s+(?:for|that)?|expect(?:s|ing)?|anticipat(?:es|ing)|foresees?|envisag(?:es|ing)|envision(?:s|ing)?
      |plans?(?=\s+(?:next|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b)|schedules(?=\s+(?:an?|the|its|their|his|her|two|three|(?-i:[A-Z]))\b)|prepar(?:es|ing)\s+for|look(?:s|ing)?\s+ahead|awaits?|pencils?)\b
    |\b(?:upcoming|forthcoming|deadline(?!\s+(?:has\s+|have\s+|had\s+)?(?:passed|expired|ended|lapsed|went|came)\b)|due\s+date|closing\s+date|opening\s+date|target\s+date|start\s+date
      |launch\s+date|release\s+date|(?<!\bto\sthe\s)(?<!ed\sthe\s)(?:new|fresh|third|firm|final)\s+(?:dates?|slot))\b(?:\s+(?:is|was|of|for|to|on|has\s+been\s+set)\b)?
    |\b(?:open|opened|running|runs|valid|available|accepting|accepts?|accepted|welcom(?:es
      |ing))\b(?:\s+\w+){{0,8}}?\s+(?:until|till|through)\b
    |\b(?:have|has|give[sn]?|giving|gave|granted|until)\s+(?!(?:been\s+|now\s+|again\s+)*(?:delay|postpon|defer|push|put|mov|extend|adjourn|shift|suspend)\w*)(?:\w+\s+){{0,4}}?until\b
    |\b(?:effective|commencing|starting|beginning|with\s+effect)\b(?=\s+(?:from|on|in|as\s+of|next|(?-i:[A-Z]|\d)))
    |\b(?:submit|register|apply|sign\s+up|rsvp|join\s+us|save\s+the\s+date|mark\s+your\s+calendars?|nominate
      |respond|send\s+(?:us|in|your)|enter\s+(?:your|by)|email\s+us|stay\s+tuned|be\s+sure\s+to|make\s+sure\s+to
      |let\s+us\s+know|book\s+your|don['’]t\s+miss)\b)
| (?P<report>\b(?:said|says|say|told|announc(?:ed|es|ing)|added|adds|noted|reported|reports|wrote|writes|stated
      |confirm(?:ed|s)|reveal(?:ed|s)|disclosed|according\s+to|declared|insisted|argued|warned|explained|tweeted
      |posted|saying|quoted)\b)
| (?P<past>\b(?:was|were|had|did|has\s+been|have\s+been|has|(?<!\bto\s)have
      |['’]ve)\b{_ADVERBS}(?:\s+been)?(?:\s+(?:\w+ed|held|met|made|set|put|begun|taken|given|seen|built|won|sent
      |brought|gone|come|become|led|paid|signed|run|grown|risen|fallen|drawn|written|shown|known|chosen))?
    |\b(?:managed|began|continued|helped|started|used|came|went)\s+to\b
    |\bagreed(?=\s+(?:by|between|an?|the|its|their|that)\b)|(?<=,\s)agreed(?=\s+(?:on|in|at|last|earlier|this)\b)
    |set\b(?:(?<=\bit\sset)|(?<=\bthey\sset)|(?<=\bhe\sset)|(?<=\bshe\sset)|(?<=\bwe\sset))
    |\b(?:upset|held|heard|met|began|took|came|made|went|gave|grew|rose|fell|sent|built|won|saw|led|left|found|brought|bought
      |sold|spent|became|kept|(?-i:[Rr]an)|drew|spoke|kicked\s+off|wrapped\s+up|stood|got|put|sat|flew|drove|chose|cut|hit
      |lost|paid|taught|thought|understood|broke|fought|caught|sought|withdrew|struck|swore|ate|awoke|bent|bit|bled|blew
      |bred|clung|crept|dealt|dug|drank|fed|fled|flung|forbade|foresaw|forgot|forgave|froze|hung|hid|knew|laid|lay
      |leapt|lent|meant|mistook|overcame|oversaw|overtook|rang|rode|sank|sang|shook|shone|shot|shrank|slept|slid|spun
      |sprang|stole|stuck|strode|strove|swam|swept|swung|threw|trod|underwent|upheld|wore|wove|withheld|withstood
      |arose|bore|felt|knelt|learnt|lit|rebuilt|repaid|rewrote|spilt|spoilt|spread|stung|thrust|tore|undid|woke|beat|shed|shut|quit|burst|split|cost|dates?\s+from|dates?\s+back)\b
    |(?=[psiacdlu])(?<!\ba\s)(?<!\ban\s)(?<!\bthe\s)(?<!\bits\s)(?<!\btheir\s)(?<!\bof\s)\b(?:proposed|shared|increased|advanced|dedicated
      |combined|integrated|distributed|limited|detailed|united|linked)(?=\s+(?:the|an?|its|their|his|her|that)\b)
    |(?<!\ba\s)(?<!\ban\s)(?<!\bthe\s)(?<!\bits\s)(?<!\btheir\s)(?<!\bof\s)(?<!\bnew\s)\b(?!(?:need|indeed|exceed
      |proceed|speed|feed|seed|breed|succeed|agreed|united|unmanned|uncrewed|advanced|limited|related|based
      |so-called|detailed|combined|embed|hundred|sacred|naked|skilled|distributed|integrated|dedicated|trusted
      |shared|sophisticated|crewed|increased|proposed|interested|concerned|wicked|linked|un(?!der|veil|lock|leash|fold|earth|load|seal)[a-z]+ed)\b)[a-z]+(?<!e)ed\b)
| (?P<present>\b(?:returns?|opens?|starts?|begins?|meets?|takes?\s+(?:place|effect|office|over)|kicks?\s+off|runs
      |closes?|close|ends?|expires?|launch(?:es)?|visits?|heads|travels|arrives?|hosts?|holds?|convenes?
      |goes\s+(?:\w+wide\b|on\s+sale|live|into\s+effect|into\s+force|to)|comes?\s+into\s+(?:force|effect)
      |enters?\s+into\s+force|becomes?|joins|speaks|(?:receives|greets)(?=\s+(?:(?:her|his|its)\s|(?-i:[A-Z])))|gathers?|resumes?|concludes?|lands|debuts?|ships?|welcomes?
      |votes?|decides|applies|leaves|steps\s+down|retires|lapses?|falls\s+due|remains\s+open|sunsets?|unveils?|releases?
      |publish(?:es)?|signs?|delivers?|completes?|moves|brings?|phases?|rolls?\s+out|introduces?|deploys?|builds?
      |invests?|stands|follows?|reconvenes?|celebrates?|marks|gets?\s+(?:under\s*way|going|together)|kicks?\s+in
      |comes?\s+(?:on\s+stream|online|together|up|out)|(?:lifts?|blasts?|takes?)\s+off|sets?\s+(?:sail|off)
      |sits?(?:\s+down)?\s+(?=in\b|on\b|at\b|this\b|next\b)|starts?\s+up|goes\s+(?:up|ahead|public)|assembles?|delay(?:s|ing)?|postpones?|pushes|extends?|reschedules?)\b
    |\b(?:is|are|am|(?:it|he|she|we|they|you|I|that|there|who)['’](?:s|re|m)){_ADVERBS}\s+\w+ing\b|\b(?:is|are|can)\b)
| (?P<infinitive>\bto\s+(?:jointly\s+|also\s+|formally\s+|officially\s+|again\s+|soon\s+|co-)?(?!(?:{_NO_VERB})\b
      |be\s+held\s+in\s+line|(?-i:[A-Z]{{2}}))(?-i:[a-z]{{2,}}|[A-Z][a-z]+)\b(?!\s*\d))
)
""",
    re.VERBOSE | re.IGNORECASE,
)
_TENSES = {
    "denied": Tense.DENIED, "former": Tense.FORMER, "supposed": Tense.SUPPOSED, "future": Tense.FUTURE,
    "allowed": Tense.FUTURE, "report": Tense.REPORT, "past": Tense.PAST, "present": Tense.PRESENT,
    "infinitive": Tense.INFINITIVE,
}  # fmt: skip

_BOUNDARY = expression(
    r";|—|\s–\s|(?<=\bcomes\s)(?:as|while|amid)\b|(?<=\bcame\s)(?:as|while|amid)\b|\bbut\b|\bwhile\b|\bwhereas\b|\balthough\b|\bthough\b|,\s+(?:which|who|whose|where|when|with|after"
    r"|following|having|(?:on|for|in|by|at|under|during)\s+which)\b|,\s+and\s+(?=\w+(?:\s+\w+){0,6}\s+(?:will|would|is|are|was|were|has|have|plans?|hopes?"
    r"|expects?|wants?|aims?|intends?|seeks?|must|should|goes|starts|opens|begins|follows|ends|closes|takes|comes|enters)\b|[a-z]+\s+wants?\b)|[:(]\s"
)


@lru_cache(maxsize=16)
def _boundaries(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _BOUNDARY.finditer(sentence))


def bounds(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The clause around ``start:end``."""
    marks = _boundaries(sentence)
    low = max((stop for _, stop in marks if stop <= start), default=0)
    return low, min((begin for begin, _ in marks if begin >= end), default=len(sentence))


def verb_groups(sentence: str) -> list[VerbGroup]:
    """The verb groups in order; a main verb belongs to the auxiliary before it ("will be | held" is one)."""
    found: list[VerbGroup] = []
    for match in _GROUPS.finditer(sentence):
        tense = _TENSES[match.lastgroup or "present"]
        if (
            tense is Tense.FUTURE
            and _PROPOSED.match(match.group())
            and _THAT_SOMEONE.search(sentence, 0, match.start())
        ):
            found.append(VerbGroup(match.start(), match.start() + len("proposed"), Tense.PAST, "proposed"))
            continue
        ambiguous = tense is Tense.PRESENT or (tense is Tense.PAST and match.group().casefold() in _SAME_FORMS)
        if ambiguous and _NOUN_BEFORE.search(sentence[max(0, match.start() - 24) : match.start()]):
            continue
        if tense is Tense.PRESENT and (
            _is_of_a_phrase(sentence, match) or _is_its_noun(sentence, match) or _is_second_of_two(sentence, match)
        ):
            continue
        if tense is Tense.FUTURE and _REGISTER.fullmatch(match.group()) and _is_its_noun(sentence, match):
            continue
        if tense is Tense.INFINITIVE and _is_no_verb(sentence, match):
            continue
        if (
            _is_counted_or_told(sentence, found, match)
            or _is_a_plan(sentence, match)
            or _is_measure(sentence, found, match)
        ):
            continue
        if found and _is_complement(sentence, found[-1], match.start(), tense):
            continue
        if found and found[-1].tense is Tense.PAST and _reports_of(sentence, found[-1], match):
            continue
        if tense is Tense.PAST and _AS_PLANNED.search(sentence, max(0, match.start() - 20), match.end()):
            continue
        if found and tense is Tense.PAST and _is_attribute(sentence, found[-1], match):
            continue
        tense = Tense.FUTURE if tense is Tense.PAST and _is_to_be_too(sentence, found, match) else tense
        found.append(VerbGroup(match.start(), match.end(), tense, match.group()))
    return found


def _is_to_be_too(sentence: str, found: list[VerbGroup], match: re.Match[str]) -> bool:
    """ "will be written over the summer and | published | in the autumn"."""
    before = found[-1] if found else None
    if (
        before is None
        or before.tense is not Tense.FUTURE
        or " " in match.group()
        or before.words.split()[0].casefold() not in _WILL
    ):
        return False
    return _BE_AND.fullmatch(sentence, before.end, match.start()) is not None


_WILL = frozenset({"will", "would", "is", "are", "must", "should"})
_BE_AND = expression(
    r"(?:\s+to)?\s+be\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|t|de|ld)\b(?:(?!,\s+(?!and\b|then\b))[^;:.]){0,60}?(?:,\s+|\s)(?:and|then|or)\s+(?:then\s+)?"
)


_PROPOSED = expression(r"proposed\b")
_THAT_SOMEONE = expression(  # "the plant that Canada | proposed in May"
    r"\b(?:that|which)\s+(?:(?:the|its|their)\s+)?(?:(?!is\b|was\b|are\b|were\b|has\b|had\b|have\b)[\w’'&-]+\s+){1,4}\Z"
)


def _is_of_a_phrase(sentence: str, match: re.Match[str]) -> bool:
    """ "said in a press | release": no subject of one takes the bare form."""
    before = sentence[max(0, match.start() - 40) : match.start()]
    return _ONE_OF.fullmatch(match.group()) is not None and _IN_A.search(before) is not None


def _is_its_noun(sentence: str, match: re.Match[str]) -> bool:
    """ "a cable repair | ship": the bare form behind one thing is no verb."""
    before = sentence[max(0, match.start() - 48) : match.start()]
    if _BARE.fullmatch(match.group()) is None:
        return False
    noun = _NOUNS_TOO.fullmatch(match.group()) is not None and _THE_THING.search(before) is not None
    return noun or _ONE_THING.search(before) is not None


_NOUNS_TOO = expression(r"ship|launch|visit|release|vote|return|debut|start|register", re.IGNORECASE)
_AS_PLANNED = expression(  # "will not open in June, | as promised |, but in October"
    r"\bas\s+(?:\w+ly\s+|first\s+)?(?:planned|promised|scheduled|announced|expected|foreseen|intended|hoped|agreed)\Z",
    re.IGNORECASE,
)
_REGISTER = expression(r"register", re.IGNORECASE)  # "agreed on a common fish register"
_THE_THING = expression(r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Tt]his)\s+(?:[\w.-]+\s+){1,3}(?<!s\s)\Z")
_ONE_THING = expression(r"\b[Aa]n?\s+(?:[a-z][\w-]*\s+){1,3}(?<!s\s)\Z")


def _is_second_of_two(sentence: str, match: re.Match[str]) -> bool:
    """ "continued to expand and | become": in the tense of the verb that "to" hangs on."""
    bare = _BARE.fullmatch(match.group()) is not None
    return bare and _TO_AND.search(sentence, max(0, match.start() - 50), match.start()) is not None


def _is_counted_or_told(sentence: str, found: list[VerbGroup], match: re.Match[str]) -> bool:
    """ "needed 60 | votes", "in a procedural | vote", "told | host Ann Lee": nouns."""
    word = match.group().casefold()
    if word in {"vote", "votes"}:
        return _SUCH_A.search(sentence, max(0, match.start() - 40), match.start()) is not None
    told = word == "host" and bool(found) and found[-1].words.casefold() == "told"
    return told and _SPACE.fullmatch(sentence, found[-1].end, match.start()) is not None


def _is_measure(sentence: str, found: list[VerbGroup], match: re.Match[str]) -> bool:
    """ "will begin a week | earlier than planned |, on 24 November": what it begins earlier than."""
    if not found or found[-1].tense is not Tense.FUTURE:
        return False
    than = _THAN.search(sentence, max(0, match.start() - 24), match.start())
    return than is not None or _THAN_PLANNED.fullmatch(match.group()) is not None


_THAN = expression(r"\b(?:earlier|later|sooner|longer|shorter)\s+than\s+(?:\w+\s+)?\Z", re.IGNORECASE)
_THAN_PLANNED = expression(r"(?:earlier|later|sooner|longer|shorter)\s+than\s+\w+(?:\s+\w+)?", re.IGNORECASE)


def _is_a_plan(sentence: str, match: re.Match[str]) -> bool:
    """ "announced the | plan on | Thursday": no one plans on anything."""
    if _PLAN_ON.fullmatch(match.group()) is None:
        return False
    return _SUCH_A.search(sentence, max(0, match.start() - 60), match.start()) is not None


_PLAN_ON = expression(r"plans?\s+on", re.IGNORECASE)
_SUCH_A = expression(
    r"(?:\b(?:an?|the|this|that|its|their|his|her)\s+(?:(?!to\b)[\w-]+\s+){0,3}|\b\d[\d.,]*\s+)\Z", re.IGNORECASE
)
_BARE = expression(r"[a-z]+(?<!s)", re.IGNORECASE)
_TO_AND = expression(r"\bto\s+[a-z]+\s+(?:[\w’'-]+\s+){0,4}?and\s+\Z")


def _is_no_verb(sentence: str, match: re.Match[str]) -> bool:
    """ "sold to customers", "a trip to Tulsa": a noun behind "to"."""
    word = match.group().rsplit(None, 1)[-1]
    if word[0].isupper():
        return not is_headline(sentence)
    return _PLURAL.fullmatch(word) is not None


_PLURAL = expression(r"\w{2,}(?<!s)(?<!u)(?<!focu)(?<!bia)s")
_ONE_OF = expression(r"release|launch|visit|vote|return")
_IN_A = expression(r"\b(?:in|by|via|through|with)\s+(?:an?|its|their|his|her)\s+(?:[\w-]+\s+){1,2}\Z")


def _is_attribute(sentence: str, before: VerbGroup, match: re.Match[str]) -> bool:
    """ "to block | spoofed calls": a participle between a verb and its object."""
    if before.tense not in {Tense.FUTURE, Tense.INFINITIVE} or " " in match.group():
        return False
    between = _ONE_VERB if before.words.endswith(("to", "will", "shall", "must", "should", "would")) else _SPACE
    return between.fullmatch(sentence, before.end, match.start()) is not None and (
        _NOUN_AFTER.match(sentence, match.end()) is not None
    )


def _reports_of(sentence: str, before: VerbGroup, match: re.Match[str]) -> bool:
    """ "has cut | reported piracy": what was reported, no report."""
    return match.group().casefold() == "reported" and (
        _SPACE.fullmatch(sentence, before.end, match.start()) is not None
        and _NOUN_AFTER.match(sentence, match.end()) is not None
    )


_SPACE = expression(r"\s+")
_ONE_VERB = expression(r"\s+(?!be\b|been\b|being\b|get\b)[a-z]+\s+")
_NOUN_AFTER = expression(
    r"\s+(?!by\b|in\b|on\b|at\b|to\b|from\b|with\b|for\b|as\b|and\b|or\b|until\b|before\b|after\b|during\b|the\b|an?\b"
    r"|its\b|their\b|this\b|next\b|that\b)[a-z]"
)
_SAME_FORMS = frozenset("beat bore burst cost cut hit put quit shed shut split spread upset".split())  # nouns too
_NOUN_BEFORE = expression(  # "a visit", "its launches": what reads like a verb is a noun
    r"(?:\b(?:an?|the|its|his|her|their|our|this|next|first|second|third|state|official|upcoming|(?-i:[a-z]+-[a-z]+)"
    r"|despite|after|amid|without|of|long|further|more|repeated|several|many|few|lengthy)|['’]s)\s+\Z",
    re.IGNORECASE,
)
_COMPLEMENT = expression(
    r"\s*(?:(?:be|been|being|have|also|then|again|jointly|to|soon|now|co-?|both|each|formally|next|\w+ly)\s*)*\Z"
)
_AUXILIARY = expression(r"\b(?:is|are|am|be|being|can|\w+ing|to\s+be|to\s+have)\Z", re.IGNORECASE)


def _is_complement(sentence: str, before: VerbGroup, start: int, tense: Tense) -> bool:
    if tense is Tense.FORMER:
        return False  # "the deadline | originally set for 12 May"
    if tense is Tense.FUTURE and re.match(
        r"(?:deadline|upcoming|forthcoming|will\b|shall\b)", sentence[start : start + 12], re.IGNORECASE
    ):
        return False
    if start - before.end > 40 or not _COMPLEMENT.match(sentence[before.end : start]):
        return False
    if before.tense in {Tense.FUTURE, Tense.SUPPOSED, Tense.DENIED, Tense.FORMER}:
        return True
    return _AUXILIARY.search(before.words) is not None and tense in {Tense.PAST, Tense.PRESENT, Tense.REPORT}
