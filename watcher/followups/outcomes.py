"""What took place as a noun tells it: "said after talks in Oslo on Friday", "a report sent to Congress on Monday".

No main verb of such a sentence says that anything was held; what it is and when, its noun and the date behind it tell.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from watcher.followups.decisions import was_agreed, was_agreed_there
from watcher.followups.expressions import expression
from watcher.followups.hits import PeriodHit
from watcher.followups.kinds import edition_of, kind_of
from watcher.followups.subjects import subject_of
from watcher.followups.verbs import Tense, VerbGroup
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.period import UNDATED, Period, Precision

if TYPE_CHECKING:  # its expressions take longer to compile than all that ties a report to its record
    from watcher.followups.whereabouts import PlaceHit

RECENTLY = timedelta(days=45)  # what is older is background
_REACH = 80  # characters between the noun and its date
_LONGEST = 10  # words of what it is
_GATHERING = (
    r"(?:meetings?|talks|summit|ministerial|forum|dialogue|conference|consultations|negotiations|roundtable|workshop|symposium|congress"
    r"|session|gathering|plenary|hearing|exercise|ceremony|inauguration|opening|signing|visit|demonstration|exhibition|hackathon|seminar"
    r"|(?:(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th))\s+(?:annual\s+|yearly\s+)?|annual\s+|yearly\s+)review)"
)
_AT = expression(
    r"\b(?P<at>(?i:after|following|during|at)|from|of|told|addressed)\s+"
    r"(?P<what>(?:(?:the|their|its|an?|his|her|these|two|first|second)\s+)*"
    r"(?:(?!(?:of|the|an?|were|was|is|are|at|on|that)\s|in\s(?![A-Z]))[\w’'&-]+\s+){0,6}?"
    rf"(?i:{_GATHERING})\b(?:\s+(?:of|on|between|with|for)\s+[^,;]{{2,60}}?)?)"
    r"(?=\s+(?:(?:held|hosted|convened|staged)\s+)?(?:(?:in|at|on|here|last|this|earlier|late|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|\Z))"
)
# "the message of doctors at | Friday's | roundtable on ageing in San Diego"
_AT_ITS_DAY = expression(
    r"['’]s\s+(?P<what>(?:[\w’'&-]+\s+){0,4}?"
    rf"(?i:{_GATHERING})\b(?:\s+(?:of|on|between|with|for)\s+[^,;]{{2,60}}?)?)(?=\s+(?:in|at|here|that|which|where)\b|\s*[.,]|\Z)"
)
_AT_THE = expression(r"\b(?:at|during|after|following|from|of)\s+(?:last\s+)?\Z", re.IGNORECASE)
# "agreed on Thursday to pool their data | at the Reef Forum in Suva"
_AT_BEHIND = expression(
    r"\b(?!in\s+(?:its|their|the|an?)\s+(?:\w+\s+){0,2}review\b)(?P<at>at|during|after|following|in)\s+(?P<what>(?:(?:the|their|its|these|two|first|second)\s+(?:[\w’'&-]+\s+){0,6}?"
    rf"(?i:{_GATHERING})\b|(?:(?:the|a|their|its)\s+)?(?:[\w-]+\s+){{0,2}}?(?:tests|trials|exercises?|drills?|demonstration)\b)"
    r"(?:\s+(?:of|on|between|with|for|by)\s+[^,;]{2,60}?)?)(?=\s+(?:in|at|here)\b|\s*[.,]|\Z)"
)
# "said | on Tuesday | at the second forum that tests were on track": whatever was said, it was said there.
_SAID_ON = expression(r"\b(?:said|told\s+[\w’'-]+|agreed|signed|announced|pledged|vowed|promised)\s+(?:on\s+)?\Z")
# "The supply chain council | agreed in San Francisco on | Thursday": a body that decides in a town has met there.
_WHO_DECIDES = (
    r"(?:\b[Tt]he\s+)?(?P<what>(?:[\w’'&-]+\s+){1,7}?(?i:council|committee|commission|ministerial|assembly|working\s+group|dialogue|forum|summit|conference"
    r"|roundtable|congress|plenary)|(?:[\w’'-]+\s+){0,4}?(?i:leaders|ministers|presidents|members|delegates|negotiators|envoys|regulators|sides|delegations|(?<=two\s)(?:countries|governments)|(?<=both\s)(?:countries|governments))(?:\s+(?:of|from)\s+(?:the\s+)?[A-Z][^,;]{1,50}?)?"
    r"|[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,5}\s+and\s+(?:the\s+)?[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,5})"
)
_DECIDES = (
    r"(?P<deed>agreed|decided|resolved|adopted|approved|endorsed|backed|voted|ended|broke\s+up|settled|pledged|vowed"
    r"|promised|undertook|failed|said|announced)"
)
_BODY_DECIDED = expression(
    rf"{_WHO_DECIDES}\s+(?:has\s+|have\s+)?{_DECIDES}\s+"
    r"(?:in|at)\s+(?:the\s+)?[A-Z][^,;]{1,40}?\s+on\s+\Z"
)
# "The two ministers on | Tuesday | agreed in Turku on common rules"
_BODY_THEN = expression(rf"{_WHO_DECIDES}\s+(?:on\s+)?\Z")
_DECIDED_THEN = expression(
    rf"\s+{_DECIDES}\s+(?:at\s+(?:a|the|their)\s+(?:meeting|summit|session|talks)\s+)?(?:in|at)\s+(?:the\s+)?"
    r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3}\s+(?:on|to|that|over|about)\s"
)
# "Reef ministers meeting in Suva on | Friday | agreed"
_THOSE_MEETING = expression(r"(?P<what>(?:[\w’'&-]+\s+){1,5}?meeting)\s+in\s+(?:the\s+)?[A-Z][^,;]{1,40}?\s+on\s+\Z")
_THEN_DECIDED = expression(
    r"\s+(?:agreed|decided|resolved|adopted|approved|endorsed|backed|voted|said|pledged|vowed|called)\b"
)
# "Ministers Lee and Dorn said on | Thursday | after reviewing projects in Bengaluru"
_SAID_THEN = expression(
    r"(?:\A|,\s+)(?:the\s+)?(?P<what>(?:(?!said\b|told\b)[\w.’'&-]+\s+){1,8}?)(?:said|agreed|announced|pledged|told\s+\w+)\s+(?:on\s+)?\Z",
    re.IGNORECASE,
)
_AFTER_DOING = expression(
    r"\s+after\s+(?:meeting|reviewing|touring|chairing|co-chairing|visiting|conferring|talking|huddling|negotiating)\b[^,;.]{0,60}?\s(?:in|at)\s+(?:the\s+)?[A-Z]"
)
# "Rwanda's satellite is circling the Earth after a flawless start on | Thursday"
_AFTER_START = expression(
    r"\W*(?:The\s+|An?\s+)?(?P<what>(?:(?!is\b|are\b|has\b|was\b|were\b)[\w.’'&-]+\s+){2,9}?)(?:is|are|has|was|were|circles|orbits)\b[^;]*?\b(?:after|since|following)\s+"
    r"(?:an?|its|the|their)\s+(?:[\w’'-]+\s+){0,3}?(?:start|launch|lift-?off|landing|debut|opening|(?:maiden|first)\s+flight)(?:\s+(?:from|in|at)\s+[^,;]{2,40}?)?\s+"
    r"(?:on\s+)?\Z"
)
_AHEAD_DEED = expression(
    r"\bto\s+(?:\w+\s+)?(?:meet|gather|convene|reconvene|present|discuss|hold|speak|sign|attend|unveil|launch|announce|raise|take|bring|put|table|show|exhibit"
    r"|decide|vote|adopt|finali[sz]e|return|join)\b"
)
_PAPER = expression(
    r"\b(?P<what>(?:[\w’'&-]+\s+){0,4}(?:understanding|agreement|deal|pact|accord|memorandum|treaty|declaration|report|study"
    r"|review|assessment|white\s+paper|strategy|roadmap|findings)(?:\s+(?:of|on|about)(?:\s+[\w’'-]+){1,5}?)?,?\s+"
    r"(?:reached|struck|signed|sealed|concluded|clinched|sent|handed|submitted|delivered|presented|released|published|issued))\b"
)
# "said on | Tuesday | in its final report, published four months late", "in findings released almost a year late"
_PAPER_BEHIND = expression(
    r"\s+in\s+(?:(?:an?|its|the|their)\s+)?(?P<what>(?:[\w’'&-]+\s+){0,5}?(?:report|study|review|assessment|white\s+paper|strategy|roadmap|findings|survey|paper))"
    r"(?:\s+(?:on|of|about)\s+[^,;]{2,60}?)?,?\s+(?:that\s+was\s+|which\s+was\s+)?(?:sent|handed|submitted|delivered|presented|released|published|issued|made\s+public)\b"
)
_LEADS = expression(
    r"(?:.*\b(?:according\s+to|under|says?|said|in|by|with|showed|shows|finds|found)\s+)?(?:(?:an?|the|its|their)\s+)?",
    re.DOTALL,
)
_GATHERED = ("held", "hosted", "convened", "staged")  # "at a ministerial held in Hanoi on Thursday"
_ARTICLE = expression(r"\A(?:(?:an?|the|its|their|these|his|her)\s+)+", re.IGNORECASE)
_AHEAD = expression(
    r"\b(?:ahead|before|next|coming|upcoming|planned|scheduled|due|eve|start|run-up|preparations?|previous|last)\b[^,;]{0,12}\Z",
    re.IGNORECASE,
)
_ASIDE = expression(r",?\s+(?:that|which|who|where)\s|,\s")
_FORCE = expression(
    r"\b(?:has|have)\s+(?:now\s+)?(?:been\s+(?:in\s+(?:force|effect|operation|service|use)|compulsory|mandatory|obligatory|required|binding"
    r"|live|open|operational|effective|up\s+and\s+running)|had\s+to\b|applied\b)"
    r"|,\s+(?:now\s+)?(?:out|available|online|on\s+sale|open|live|in\s+(?:force|effect|use|service|operation))(?=\s+since\b)"
)


def told_by_noun(
    sentence: str, hits: Sequence[PeriodHit], groups: Sequence[VerbGroup], places: "Sequence[PlaceHit]", published: date
) -> FoundFollowUp | None:
    """A meeting, a signing, a paper of late that the sentence tells in passing; None where it tells none."""
    for hit, period in _lately(hits, published):
        for what, kind in _nouns(sentence, hit, groups):
            if (
                kind is not Kind.LAUNCH
                and what.end() <= hit.start
                and any(
                    what.end("what") <= group.start < hit.start
                    and group.tense not in _PASSED_OVER
                    and not (group.words in _GATHERED and sentence.startswith(f" {group.words} ", what.end("what")))
                    for group in groups
                )
            ):
                continue
            end = max(hit.end, what.end())
            near = (one.name for one in places if what.start("what") <= one.start < end + 40)
            leads = _ARTICLE if kind is Kind.MEETING else _LEADS
            event = leads.sub("", what["what"], count=1)
            return _outcome(sentence, event, period, kind or kind_of(event, event), next(near, None))
    return _in_force(sentence, hits, published)


_BOTH = expression(
    r"(?P<who>[A-Z][\w.’'&-]*(?:\s+[A-Z][\w.’'&-]*){0,3}(?:,\s+|\s+(?:and|&)\s+)[A-Z][\w.’'&-]*(?:\s+[A-Z][\w.’'&-]*){0,3})\s+"
    r"(?P<deed>open|launch|unveil|publish|release|adopt|sign|ink|seal|clinch|conclude|wrap\s+up|inaugurate|hold|convene)\s+(?!talks?\s+on\b)"
)


def is_deed_of_several(headline: str) -> bool:
    return _BOTH.match(headline) is not None


def told_by_headline(headline: str, hits: Sequence[PeriodHit]) -> FoundFollowUp | None:
    """ "Norway, Portugal open laboratory": done, as headlines tell it of several; with a date it may be to come."""
    match = _BOTH.match(headline) if not hits else None
    if match is None:
        return None
    return _outcome(headline, headline[match.start("deed") :], UNDATED, kind_of(headline, headline), None)


# "Officials agreed on Wednesday to test drones together. | The agreement came at their second dialogue."
_CAME_AT = expression(
    r"\W*(?:(?:The|This|That|Their|Both|These)\s+)?(?:[\w-]+\s+){0,3}?(?:came|(?:was|were)\s+(?:reached|announced|made|struck|agreed|signed|unveiled|sealed|taken|given))\s+"
    r"(?:at|during|after|following|as\s+part\s+of)\s+(?P<what>(?:the|their|its|these|two|first|second)\s+(?:[\w’'&.-]+\s+){0,7}?"
    rf"(?i:{_GATHERING})\b(?:\s+(?:of|on|between|with|for)\s+[^,;]{{2,60}}?)?)(?=\s+(?:in|at|here)\b|\s*[.,]|\Z)"
)


# "Trade ministers of the framework agreed on Friday to watch supply chains. | They met in Bangkok."
_THEY_MET = expression(
    r"\W*(?:They|Both|All|The\s+(?:two|ministers|officials|leaders|delegations|sides|two\s+sides|envoys|members))\s+(?:had\s+)?"
    r"(?:met|gathered|convened|were\s+(?:meeting|gathered))\s+in\s+(?:the\s+)?(?P<where>[A-Z][^.,;]{1,40})"
)


_WHO_DECIDED = expression(
    r"(?:The\s+)?(?P<who>[A-Z][^,;:]{3,90}?)\s+(?:have\s+|has\s+)?(?:agreed|decided|resolved|adopted|approved|endorsed|backed|voted|pledged|vowed|called|signed)\b"
)


def may_tell_of_word_before(sentence: str) -> bool:
    """Whether a sentence without a date tells where what the sentence before it tells was said."""
    if " came " in sentence or " was" in sentence or " were " in sentence:
        return _CAME_AT.match(sentence) is not None or _THEY_MET.match(sentence) is not None
    return (" met " in sentence or " gathered " in sentence) and _THEY_MET.match(sentence) is not None


def told_of_word_before(sentence: str, before: str, hits: Sequence[PeriodHit], published: date) -> FoundFollowUp | None:
    """The gathering at which the word of the sentence before, with its dates, was given."""
    day = next((period for _, period in _lately(hits, published)), None)
    if day is None:
        return None
    if met := _THEY_MET.match(sentence):
        decided = _WHO_DECIDED.match(before)
        who = " ".join((decided["who"] if decided else subject_of(before)).split()[: _LONGEST - 1])
        return _outcome(sentence, f"{who} met", day, Kind.MEETING, met["where"]) if who else None
    came = _CAME_AT.match(sentence)
    if came is None:
        return None
    return _outcome(sentence, _ARTICLE.sub("", came["what"], count=1), day, Kind.MEETING, None)


def is_told_by_noun(sentence: str) -> bool:
    """Whether a noun of the sentence may tell what took place."""
    return any(pattern.search(sentence) for pattern in (_AT, _AT_BEHIND, _PAPER, _FORCE, _BOTH))


def _lately(hits: Sequence[PeriodHit], published: date) -> Iterator[tuple[PeriodHit, Period]]:
    for hit in hits:
        past = hit.past
        if past is None or past.end is None or hit.by or hit.vague or hit.replaced or hit.open_ended:
            continue
        if timedelta(0) <= published - past.end <= RECENTLY:
            yield hit, past


def _nouns(sentence: str, hit: PeriodHit, groups: Sequence[VerbGroup]) -> Iterator[tuple[re.Match[str], Kind | None]]:
    low = max(0, hit.start - 240)
    for match in _AT.finditer(sentence, low, hit.start):
        begins = max(sentence.rfind(mark, 0, match.start()) for mark in ",;—:")
        ahead = any(
            group.tense in _NOT_DONE
            and begins < group.start < hit.start
            and not was_agreed_there(sentence[: hit.start], group)
            for group in groups
        )
        done = match["at"].casefold() in {"after", "following"} or not ahead
        if done and _is_near(sentence, match, hit) and not _AHEAD.search(sentence[: match.start("what")]):
            yield match, Kind.MEETING
    its_day = _AT_ITS_DAY.match(sentence, hit.end) if _AT_THE.search(sentence, 0, hit.start) else None
    if its_day and not any(group.tense in _NOT_DONE and not was_agreed(sentence, group) for group in groups):
        yield its_day, Kind.MEETING
    for match in _AT_BEHIND.finditer(sentence, hit.end, hit.end + 160):
        between = sentence[hit.end : match.start()]
        done = match["at"].casefold() in {"after", "following"} or _SAID_ON.search(sentence, low, hit.start) is not None
        later = not done and any(group.tense in _NOT_DONE and group.start >= hit.end for group in groups)
        if not (later or (not done and _AHEAD_DEED.search(between)) or ";" in between):
            yield match, Kind.MEETING
    yield from ((body, Kind.MEETING) for body in _who_met(sentence, hit))
    if started := _AFTER_START.match(sentence, 0, hit.start):
        yield started, Kind.LAUNCH
    if behind := _PAPER_BEHIND.match(sentence, hit.end):
        yield behind, Kind.REPORT
    for match in _PAPER.finditer(sentence, low, hit.start):
        if _is_near(sentence, match, hit):
            yield match, None


def _who_met(sentence: str, hit: PeriodHit) -> Iterator[re.Match[str]]:
    if body := _BODY_DECIDED.search(sentence, 0, hit.start):
        yield body
    if (body := _BODY_THEN.search(sentence, 0, hit.start)) and _DECIDED_THEN.match(sentence, hit.end):
        yield body
    who = _SAID_THEN.search(sentence, 0, hit.start)
    if who and _AFTER_DOING.match(sentence, hit.end):
        yield who
    if (those := _THOSE_MEETING.search(sentence, 0, hit.start)) and _THEN_DECIDED.match(sentence, hit.end):
        yield those


_PASSED_OVER = frozenset({Tense.INFINITIVE, Tense.REPORT})  # "the ministers said on Thursday"
_NOT_DONE = frozenset({Tense.FUTURE, Tense.SUPPOSED, Tense.DENIED})


def _is_near(sentence: str, match: re.Match[str], hit: PeriodHit) -> bool:
    between = sentence[match.end("what") : hit.start]
    return len(between) <= _REACH and ";" not in between


def _in_force(sentence: str, hits: Sequence[PeriodHit], published: date) -> FoundFollowUp | None:
    """ "has been compulsory since Monday": what was to begin then has begun."""
    match = _FORCE.search(sentence)
    since = next((hit for hit in hits if hit.open_ended and match and hit.start >= match.end()), None)
    if match is None or since is None or since.past is None or since.past.end is None:
        return None
    if not timedelta(0) <= published - since.past.end <= RECENTLY:
        return None
    before = sentence[: match.start()]
    what = " ".join((before if match.group().startswith(",") else _ASIDE.split(before)[0]).split()[-_LONGEST:])
    period = since.past if since.past.precision is Precision.DAY else UNDATED
    return _outcome(sentence, what or sentence[match.start() :], period, Kind.OTHER, None)


def _outcome(sentence: str, what: str, period: Period, kind: Kind, place: str | None) -> FoundFollowUp:
    event = " ".join(what.split()[:_LONGEST])
    return FoundFollowUp(event, None, period, place, kind, sentence, Change.HELD, edition_of(what))
