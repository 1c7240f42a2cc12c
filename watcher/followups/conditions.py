"""What takes a date out of the running: questions, conditions, polls, forecasts, what was issued or said that day."""

import re
from dataclasses import dataclass
from datetime import date

from watcher.followups import cues
from watcher.followups.background import is_background
from watcher.followups.expressions import expression
from watcher.followups.hits import PeriodHit
from watcher.followups.verbs import Tense, VerbGroup, bounds


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence with what was found in it; ``headline``: it is the entry's title."""

    text: str
    published: date
    groups: list[VerbGroup]
    headline: bool = False


def ruled_out(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    if cues.QUESTION.search(clause.text) or (group is not None and _is_open(clause.text, group)):
        return True
    if _is_todays(clause, hit, group) or (group is not None and _counts_years(clause.text, group)):
        return True
    missed = _MISSED.match(clause.text, hit.end) or _GONE.match(clause.text, hit.end)
    if missed or SHORT_OF.search(clause.text[: hit.start]):
        return True
    if (
        _is_only_possible(clause, hit, group)
        or _WAITS.search(clause.text, hit.end)
        or (group is not None and _is_put_off(clause.text, hit, group))
    ):
        return True
    if hit.name == "weekday" and _ISSUED.search(clause.text[: hit.start]):
        return True
    if hit.yearless and (_JUST_DONE.search(clause.text[: hit.start]) or _OF_A_PAPER.search(clause.text[: hit.start])):
        return True
    if (
        _COMPARED.search(clause.text[: hit.start])
        or _is_learned(clause, hit)
        or _is_of_the_old_year(clause, hit, group)
    ):
        return True
    if (
        _COUNTS_DELAYS.match(clause.text)
        or _EVERYDAY.match(clause.text)
        or (any(map(clause.text.__contains__, _PLAYED)) and _MATCH.search(clause.text))
        or _IN_A_CASE.match(clause.text)
        or _is_denied(clause.text, hit)
        or is_of_earlier_version(clause.text, hit.start)
        or _on_condition(clause.text, hit)
        or _is_of_the_past(clause, hit, group)
    ):
        return True
    if _QUOTED_EARLIER.search(clause.text) or (hit.name == "which" and _COUNTED.search(clause.text[: hit.start])):
        return True
    around = clause.text[max(0, hit.start - 40) : hit.end + 40]
    if cues.REGULARLY.search(around):
        return True
    low, high = bounds(clause.text, hit.start, hit.end)
    if group is not None:
        low, high = min(low, group.start), max(high, group.end)
    return cues.is_forecast(clause.text[low:high]) or is_background(
        clause.text, hit, group, clause.published, headline=clause.headline
    )


_YEARS_LONG = expression(
    r"\s+(?:have\s+been\s+(?:in|at|on|under|an?|the)\b|(?:be|turn)\s+\d{1,3}(?=\s*(?:[,.;]|\Z|(?:on|in|this|next)\b)))"
)


def _counts_years(sentence: str, group: VerbGroup) -> bool:
    """ "will have been in force for ten years in 2027", "will be 70 on 4 July": nobody's promise."""
    return group.words.casefold().endswith("will") and _YEARS_LONG.match(sentence, group.end) is not None


def _is_only_possible(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "Data stolen today can be read tomorrow", "the engineers that plants will need by 2035"."""
    if hit.name == "dayword" and group is not None and _ABLE.match(group.words):
        return True
    if hit.by and _AT_ONCE.search(clause.text, hit.start, hit.end):
        return True  # "pledged to warn each other of attacks within a day"
    if hit.name == "given" and _MORE.search(clause.text[: hit.start]):
        return True  # "another 30 days to comment": from the old last day, which the sentence does not tell
    before = clause.text[: hit.start]
    return _NEEDED.search(before) is not None or ("eplac" in before and _REPLACED.search(before) is not None)


_AT_ONCE = expression(
    r"\bwithin\s+(?:an?|one|24|48|72|(?:\w+\s+)?(?=hours|minutes))\s*(?:day|hours?|minutes?)\b", re.IGNORECASE
)
_MORE = expression(r"\b(?:another|extra|further|additional)\s+\Z", re.IGNORECASE)
_ABLE = expression(r"(?:can|could)\b", re.IGNORECASE)
_NEEDED = expression(  # "the engineers that plants will need by | 2035", "will lack 8,400 engineers by"
    r"\b(?:that|which|what)\s+[^,;]{2,50}\s+will\s+(?:need|require|use|consume)\s+(?:(?:by|in)\s+)?\Z"
    r"|\b(?:will|would|could|may)\s+(?:lack|run\s+out\s+of)\s[^;]{2,60}\s(?:(?:by|in)\s+)?\Z"
    r"|\bshort\s+of\s[^;]{2,60}\s(?:(?:by|in)\s+)?\Z"
)
# "signed a memorandum, replacing one that was to lapse | this year"
_REPLACED = expression(
    r"\b(?:replac(?:ing|es|ed)|in\s+place\s+of)\s+(?:an?|the|one|its|their|those)\b[^;.]{0,60}?\b(?:that|which|due|expiring|set|to)\b[^;.]{0,40}\Z",
    re.IGNORECASE,
)
_JUST_DONE = expression(r"\b(?:agreed|decided|ruled|resolved|voted|decreed)\s+(?:at\s+[^,;]{1,30}\s+)?on\s+\Z")
_COMPARED = expression(  # "500 traineeships, up from 320 in FY2025"
    r"\b(?:(?:up|down)\s+from|compared\s+(?:with|to)|versus|vs\.?)\s+[^,;]{0,40}?\b(?:in|for|of|during)\s+\Z|\b(?:up|down)\s+from\s+\Z"
    r"|\b(?:[Ss]imilar\s+to|[Uu]nlike)\s+\Z|\bsince\s+\Z"
    # "as long as the one for | April"
    r"|\b(?:as|than)\s+(?:the\s+ones?|that|those)\s+(?:\w+\s+)?(?:for|in|of|on|from)\s+\Z"
)
_AND_ON = expression(r"\band\s+(?:then\s+)?(?:on\s+)?\Z")
_THAT = expression(r"\s+that\b")


def _is_learned(clause: Clause, hit: PeriodHit) -> bool:
    """ "learned on 9 April that ..., and on 14 April that the rule would hold": when it was learned."""
    return (
        hit.yearless
        and _THAT.match(clause.text, hit.end) is not None
        and _AND_ON.search(clause.text[: hit.start]) is not None
        and bool(clause.groups)
        and clause.groups[0].tense in {Tense.PAST, Tense.REPORT}
    )


_OF_A_PAPER = expression(  # "the order of 23 July sets a deadline"
    r"\b(?:order|decree|memorandum|memo|letter|notice|statement|ruling|directive|circular|communiqu[eé]|filing|judgment)\s+"
    r"(?:of|dated)\s+\Z",
    re.IGNORECASE,
)
_CONDITION = expression(r"(?:\A\W*|,\s+)(?:if|unless|had|were)\s[^,;]*\Z", re.IGNORECASE)
_EVERYDAY = expression(  # the weather, the roads, the exchange, the box office, the stars, the paper's own readers
    r"\A\W*(?:(?:(?:the|an?|heavy|light|more|global|average|daily)\s+){0,2}(?:(?:rain(?:fall)?|showers|snow(?:fall)?|thunderstorms?|temperatures|humidity"
    r"|(?:cold|warm)\s+(?:front|snap|spell)|heat\s?wave|hail|frost|fog|winds|stocks|futures|equities|stock\s+market|wall\s+street|traffic|film|movie)"
    r"\s+(?:will|is|are)\b|shares?\s+(?:(?:in|of)\s+(?:[\w’'&-]+\s+){1,5}?)?(?:will|are)\s+(?:open|trade|start|close)\b)|subscribe\s+by\b"
    r"|expect\s+(?:\w+\s+)?(?:delays|queues|jams|congestion|rain|snow|showers|sunshine|storms)\b|our\s+offices?\s+(?:will|are|is)\b"
    r"|(?:aries|taurus|gemini|leo|virgo|libra|scorpio|sagittarius|capricorn|aquarius|pisces):\s)",
    re.IGNORECASE,
)
_COUNTS_DELAYS = expression(  # "It is the second postponement for the satellite, after a problem in February"
    r"\A\W*(?:it|this|that|(?:the|this)\s+\w+)\s+(?:is|was|marks?|marked|comes\s+as|would\s+be)\s+(?:already\s+)?(?:the|its|their)\s+(?:\w+\s+)?(?:second|third|fourth|fifth|latest|first|\w+th)\s+(?:such\s+)?"
    r"(?:postponement|delay|extension|setback|change|deferral|slip|cancellation|missed\s+\w+)\b",
    re.IGNORECASE,
)
_PLAYED = (" play ", " face ", " take on ", " match", " meet ", "derby")
_MATCH = expression(  # "will face Arsenal on Saturday", "will play its first match": no news of any field but sport
    r"\b(?:(?:will|to)\s+(?:play|face|host|meet|take\s+on)\s+(?:[\w’'-]+\s+){0,4}?(?:match|matches|fixture|derby|semi-?finals?|quarter-?finals?|play-?offs?)\b"
    r"|(?:will|to)\s+play\s+(?:against\s+)?(?-i:[A-Z])\w+\s+(?:on|in|at|this|next)\b"
    r"|(?:will|to)\s+(?:face|take\s+on|meet)\s+(?-i:[A-Z])\w+\s+(?:(?:on\s+)?(?:Satur|Sun)day|this\s+weekend)\b)",
    re.IGNORECASE,
)
_IN_A_CASE = expression(  # "Should talks fail, duties will rise in May"
    r"\A\W*(?:should\s+(?!the\s+\w+\s+be\b)(?:[\w’'-]+\s+){1,6}?[\w’'-]+|in\s+(?:the\s+event|case)\s+(?:that|of)\b[^,;]+|provided\s+(?:that\s+)?[^,;]+"
    r"|if\s+(?!you\b|your\b|interested|eligible|confirmed|approved|passed|successful|all\s+goes)[^,;]+),",
    re.IGNORECASE,
)
_ATTRIBUTE = expression(r"\b(?:in|on|by|for|from|until|till|through|before|after|since|to|and|or|between)\s+\Z|\A\W*\Z")
_NAMED_MONTHS = frozenset({"month", "season"})
_NEARER_BACK = 183  # days


def _is_todays(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "Wednesday's order covers chips": the day qualifies what is there."""
    words = clause.text[hit.start : hit.end].casefold()
    if hit.name not in {"weekday", "dayword"} or words.startswith("tom"):
        return False
    if hit.name == "weekday" and _is_of_its_saying(clause, hit):
        return True
    owns = re.match(r"['’]s\s", clause.text[hit.end :]) is not None
    if owns and words.startswith("today"):
        return True
    return owns and (group is None or group.tense in {Tense.PRESENT, Tense.PAST, Tense.REPORT})


_THE = expression(r"\b(?:the|an?)\s+\Z", re.IGNORECASE)
_A_PAPER = expression(
    r"\s+(?:(?:morning|afternoon|evening|night)\s+)?(?:[\w-]+\s+)?(?:release|statement|report|letter|memo|notice|order|filing|ruling|briefing|speech|post|address|article|decision)\b"
)


def _is_of_its_saying(clause: Clause, hit: PeriodHit) -> bool:
    """ "The | Thursday | evening statement said"."""
    paper = _A_PAPER.match(clause.text, hit.end)
    if paper is None or _THE.search(clause.text[: hit.start]) is None:
        return False
    following = next((group for group in clause.groups if group.start >= paper.end()), None)
    return following is not None and following.tense in {Tense.PAST, Tense.REPORT}


_TURN_OF_YEAR = expression(r"(?:the\s+)?(?:end|turn|close)\s+of\s+the\s+year|year[-\s]end", re.IGNORECASE)
_EARLY_IN_YEAR = 2  # months


def _is_of_the_old_year(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "reported a slump at | the end of the year |", told in January: of the one that is over."""
    if hit.by or clause.published.month > _EARLY_IN_YEAR or (group is not None and group.tense not in _TOLD_AS_IT_IS):
        return False
    return _TURN_OF_YEAR.search(clause.text, hit.start, hit.end) is not None


_TOLD_AS_IT_IS = frozenset({Tense.PAST, Tense.PRESENT, Tense.REPORT})
_MISSED = expression(  # "although the 31 March target passed five weeks ago"
    r"\s+(?:target|goal|deadline|date)\s+(?:(?:has|had|was|were|is)\s+(?:been\s+)?)?(?:passed|expired|lapsed|missed|gone|came\s+and\s+went)\b"
)
_GONE = expression(  # "Year-end passed, the grant has not arrived", "May came and went"
    r"\s+(?:(?:has|have|had|is|are)\s+)?(?:now\s+|already\s+)?(?:passed|lapsed|elapsed|expired|over|(?:come|came|gone)\s+and\s+(?:gone|went))"
    r"\b(?!\s+(?:by|to|over|in)\b)"
)
SHORT_OF = expression(
    r"\b(?:short\s+of|miss(?:ed|es|ing)?|behind|past)\s+(?:the|its|their|a)\s+(?:own\s+)?\Z"
    r"|\b(?:g[ia]ven?\s+up|abandon(?:ed|s)?|walk(?:ed|s)\s+back|water(?:ed|s)\s+down)\s+(?:on\s+)?(?:the|its|their|an?)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:goal|target|ambition|aim|objective)\b[^,;]*\Z",
    re.IGNORECASE,
)
# "Those expecting the report at the end of May have been told to wait until July."
_WAITS = expression(r"[^,;]*\b(?:ha(?:ve|s|d)|must|will|are|is|were|was)\s+(?:\w+\s+){0,4}wait\s+(?:until|till)\b")
_WAS_TO = expression(r"(?:was|were)\s+(?:due\s+|set\s+|scheduled\s+)?to\b", re.IGNORECASE)
_CALLED_OFF = expression(
    r"\b(?:cancel(?:s|led|ed)?|scrap(?:s|ped)|called\s+off|calls\s+off|abandon(?:s|ed)|axed|shelved|dropped|drops)\s[^;]*,\s+(?:which|that)\s+\Z",
    re.IGNORECASE,
)
_PUTS_OFF = expression(r"\b(?:put\s+off|postpon|defer|delay|cancel|shelv|drop|scrap|call(?:s|ed)\s+off)", re.IGNORECASE)


def _is_put_off(sentence: str, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "has put off next week's trip": the old date."""
    if _WAS_TO.match(group.words) and _CALLED_OFF.search(sentence, 0, group.start):
        return True  # "said it had cancelled the show, which was to open on 20 October"
    owns = re.match(r"['’]s?\s", sentence[hit.end :]) is not None
    return owns and _PUTS_OFF.search(sentence[group.start : hit.start]) is not None


def _is_denied(sentence: str, hit: PeriodHit) -> bool:
    """ "denied that the opening will be delayed until June": nobody promises June."""
    return cues.DENYING.search(sentence, 0, hit.start) is not None


def _on_condition(sentence: str, hit: PeriodHit) -> bool:
    """ "If you had booked a flight for late September, call your airline"."""
    return (
        _CONDITION.search(sentence[: hit.start]) is not None
        and re.match(r"[^;]{0,60},", sentence[hit.end :]) is not None
    )


def _is_of_the_past(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "Ministry publishes minutes of June session": a month that qualifies a noun is the nearest."""
    if group is None or group.tense is not Tense.PRESENT or hit.name not in _NAMED_MONTHS or not hit.yearless:
        return False
    if hit.period is None or hit.period.start is None or group.start > hit.start:
        return False
    if _ATTRIBUTE.search(clause.text[: hit.start]) is not None or not clause.headline:
        return False
    return (hit.period.start - clause.published).days > _NEARER_BACK


_QUOTED_EARLIER = expression(  # a correction says what an article had said
    r"\b(?:an?|our|the|this)\s+(?:\w+\s+){0,2}(?:article|story|report|version|headline|post|(?:news)?paper|site|website|blog"
    r"|newsletter|bulletin|news\s+agency|magazine)\b[^;]{0,60}?"
    r"\b(?:said|wrote|stated|reported|claimed|suggested)\b[^;]{0,80}\bwould\b|\b(?:wrongly|incorrectly|mistakenly"
    r"|erroneously)\s+(?:said|stated|reported)\b(?!.*\b(?:it\s+is|in\s+fact|correct)\b)"
    r"|\bwe\s+(?:had\s+)?(?:reported|stated|wrote)\s+that\b|\b(?:denied|denies|dismissed|rejected)\s+(?:an?|the)\s+(?:\w+\s+){0,3}"
    r"(?:report|reports|claim|claims|story|rumou?rs?)\s+that\b",
    re.IGNORECASE,
)
# "An earlier version of this story said the two will sign a pact": what follows held until the correction.
EARLIER_VERSION = expression(
    r"\b(?:earlier|previous|prior|original|first|initial)\s+(?:online\s+)?(?:version|edition|draft|copy|article|story|report|item)s?\b[^.;]{0,60}?"
    r"\b(?:said|says|stated|states|reported|wrote|claimed|suggested|gave|listed|had)\s+(?:incorrectly\s+|wrongly\s+)?(?:that\s+)?(?:the\s+)?(?P<claim>[^,;.]+)",
    re.IGNORECASE,
)
_IN_FACT = expression(
    r"[;—]|,\s+(?:it|the|they|which|when|but)\b|\bbut\b|\bin\s+fact\b|\brather\s+than\b|\binstead\s+of\b"
)


def is_of_earlier_version(sentence: str, position: int) -> bool:
    """Whether what stands at a position is what an article had said before it was corrected."""
    if " version" not in sentence and "revious" not in sentence and "arlier" not in sentence:
        return False
    told = EARLIER_VERSION.search(sentence, 0, position + 1)
    return told is not None and _IN_FACT.search(sentence, told.start("claim"), position) is None


_ISSUED = expression(  # "will need a licence under a rule published by the Bureau on Monday"
    r"(?<!\bbe)(?<!\bis)\s(?:published|issued|released|announced|signed|unveiled|adopted|passed"
    r"|(?<=,\s)(?:handed|submitted|presented|delivered|sent|shown)(?=\s+to\b))\s+(?:(?:by|to)\s+[^,;]{1,60}\s+)?"
    r"(?:on\s+)?\Z",
    re.IGNORECASE,
)
_COUNTED = expression(  # "the second delay this year" counts what has happened
    r"(?:\b(?:is|are|was|were|marks?)\s+|,\s+)(?:the|its|their|his|her)\s+(?:\w+\s+)?(?:first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|latest|\w+est)\s+(?:(?:\w+\s+){1,4}"
    r"|(?:[\w’'-]+\s+){1,4}to\s+(?:be|have\s+been)\s+(?!held|hosted|staged|convened|organi[sz]ed|opened|launched|published|signed)\w+\s+(?:[\w’'-]+\s+){0,4})\Z",
    re.IGNORECASE,
)
_OPEN_QUESTION = expression(
    r"(?:\A\W*(?:what|whether|how|who|when\s+and\s+where)\b|\b(?:whether|unclear\s+(?:when|if|how|what)"
    r"|unknown\s+(?:when|if)))[^,;]{0,80}\Z",
    re.IGNORECASE,
)
_SUPPOSING = expression(r"\A\W*(?:were|had|should)\s[^,]*,|\b(?:if|unless|should\s+\w+\s+fail)\b", re.IGNORECASE)
_NOBODY = expression(
    r"(?:\A\W*|[,;]\s+|\b(?:and|but|that)\s+)(?:no|none|neither|nobody|no\s+one|nothing)\b[^,;]{0,50}\Z", re.IGNORECASE
)
_NO_LONGER = expression(r"\b(?:no\s+longer|hardly|scarcely)\s+\Z")
_PROPOSAL = r"(?:proposals?|plans?|bids?|calls?|requests?|motions?|offers?|suggestions?|demands?|invitations?|ideas?)"
# "Critics fear that", "stopped short of saying that", "rejected a proposal": what follows nobody promises.
_DOUBTED = expression(
    r"(?:\b(?:fear|worry|worries|worried|doubt|question)(?:s|ed|ing)?\s+(?:that\b|(?=the\b|an?\b|its\b|it\b|they\b|whether\b))"
    r"|\bfears?\s+that\b|\b(?:sceptical|skeptical|doubtful|unlikely|unconvinced|not\s+(?:clear|certain|sure|convinced|confident|guaranteed))\s+that\b"
    r"|\bno\s+(?:guarantee|certainty|assurance|evidence|sign|indication|suggestion|proof)\s+(?:that\b|of\b)"
    r"|\b(?:stop(?:s|ped)?|f[ae]ll(?:s)?)\s+short\s+of\s+\w+ing\b|\btoo\s+(?:early|soon)\s+to\s+(?:say|tell)\b"
    rf"|\b(?:reject(?:s|ed)|rebuff(?:s|ed)|veto(?:es|ed)|oppos(?:es|ed)|turn(?:s|ed)\s+down|vot(?:es|ed)\s+(?:down|against))\s+"
    rf"(?:an?|the|all|any|its|their|his|her)\s+(?:[\w’'-]+\s+){{0,3}}?{_PROPOSAL}\b)"
    r"(?:(?!\band\s+(?:(?:has|have|is|are|was|were|will|would|said|plans?|hopes?|expects?|intends?|aims?)\b|[a-z]+ed\b)|\bwhich\b|\bbut\b)[^,;])*\Z",
    re.IGNORECASE,
)
# One of them stands in every match of _DOUBTED: a look that costs little.
_DOUBTS = (
    "fear|Fear|worr|Worr|doubt|Doubt|question|keptic|ceptic|nconvinced|likely that|no guar|no cert|no assur|no evid"
    "|no sign|no indic|no sugg|no proof|not clear|not cert|not sure|not conv|not conf|not guar|short of|oo early"
    "|oo soon|ejects|ejected|ebuff|eto|ppose|down|oted ag|otes ag"
).split("|")
_POLLED = expression(r"(?:per\s?cent|percent|%)\s+of\b[^,;]{0,60}\Z|\brespondents\b[^,;]{0,40}\Z", re.IGNORECASE)


def _is_open(sentence: str, group: VerbGroup) -> bool:
    """ "whether the plant will open", "would expire if", "40 per cent of firms expect": nobody promises."""
    before, words = sentence[: group.start], group.words.casefold()
    if _NOBODY.search(before) or _NO_LONGER.search(before):
        return True
    if words.endswith("ruled") and sentence.startswith(" out ", group.end):
        return True
    doubted = any(map(sentence.__contains__, _DOUBTS)) and _DOUBTED.search(sentence[: group.end])
    if doubted and not words.startswith("due"):
        return True
    if _OPEN_QUESTION.search(before) or (words.startswith("would") and _SUPPOSING.search(sentence)):
        return True
    return words.startswith(("expect", "plan", "aim", "intend", "hope")) and _POLLED.search(before) is not None
