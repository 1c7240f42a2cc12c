"""The weekday on which they met and agreed: "agreed to share data at a meeting in Batam on Thursday". English.

Such a day stands where that of a promise would, beside a verb that looks ahead. No period is judged here.
"""

import re

from watcher.followups.expressions import expression
from watcher.followups.hits import PeriodHit
from watcher.followups.verbs import VerbGroup

_AGREED_TO_IT = expression(  # "agreed to the new dates on | Tuesday"
    r"\bagreed\s+to\s+(?:the|an?|its|their|his|her)\s+(?!(?:meet|hold|host|talk)\b)[^,;.]{2,60}\son\s+\Z"
)
_AGREED_ON = expression(
    r"\bagreed\s+on\s+(?!\w+day\b)(?:an?|the|its|their|how|what|common|joint)\s[^,;]{3,90}?\s(?=(?:at|during|after)\s)"
)
_ADOPTED = expression(  # "adopted a plan to count fish in Suva on | Thursday"
    r"\b(?:adopted|approved|passed|backed|endorsed|signed|unveiled|presented|rejected)\s+(?:an?|the|its|their)\s+(?:[\w’'-]+\s+){0,4}?"
    r"(?:plan|proposal|bill|motion|resolution|deal|law|measure|rules?|order|decision|roadmap|strategy|framework|agreement|pact|memorandum)"
    r"\s+(?P<to>to)\s+[^,;]+\son\s+\Z"
)
_SAT_THEN = expression(r"(?:\s+(?:afternoon|morning|evening|night))?\s+(?:has|have|had)\s+\w+")
_DUE_ON = expression(
    r"\b(?:due|planned|scheduled|set|expected|billed|slated|booked|fixed|promised|announced|meant)\s+(?:\w+\s+){0,5}\Z",
    re.IGNORECASE,
)


def was_decided_then(sentence: str, before: str, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """Whether a weekday is the one on which they met and agreed, wherever the sentence names it."""
    if (agreed := _AGREED_ON.search(before)) and _AT_GATHERING.search(before, agreed.end()):
        return True
    if _AGREED_TO_IT.search(before) or _is_of_their_meeting(sentence, before):
        return True
    if (plan := _ADOPTED.search(before)) and not _GATHERS.match(before, plan.end("to")):
        return True
    if _SAT_THEN.match(sentence, hit.end) and not _DUE_ON.search(before):
        return True
    if sentence.startswith(("this", "This", "coming"), hit.start):
        return False
    behind = _ITS_GATHERING.match(sentence, hit.end) is not None and _AT_THE.search(before) is not None
    return was_agreed_there(before, group) or (behind and was_agreed(before, group))


_AGREED_TO = expression(
    r"(?:(?:has|have|had)\s+)?(?:agreed|vowed|pledged|promised|decided|resolved|undertook|offered|refused|committed(?:\s+themselves)?)\b(?:\s+\w+ly)?\s+(?:not\s+)?to\Z"
)
_AT_GATHERING = expression(
    r"\b(?:at|after|during|following|in|as)\s+(?:(?:the|an?|their|its|his|her|this|that)\s+)?(?:[\w’'&-]+\s+){0,8}?"
    r"(?i:meetings?|talks|summit|forum|dialogue|conference|consultations|negotiations|roundtable|workshop|symposium|congress"
    r"|session|gathering|plenary|hearing|ceremony|council|ministerial|visit)\b[^,;]{0,60}?(?:\son)?\s+\Z"
)
_GATHERS = expression(
    r"\s*(?:hold|meet|host|convene|gather|attend|speak|sign|discuss|present|open\s+talks|talk|decide|vote)\b"
)


def was_agreed_there(before: str, group: VerbGroup | None) -> bool:
    """ "agreed to enlarge the park at a meeting in Batam on | Thursday": the day on which they met."""
    return group is not None and was_agreed(before, group) and _AT_GATHERING.search(before, group.end) is not None


def was_agreed(before: str, group: VerbGroup | None) -> bool:
    """ "agreed to share their data", not "agreed to meet": what follows may tell where and when it was agreed."""
    if group is None or _AGREED_TO.match(group.words) is None:
        return False
    return _GATHERS.match(before, group.end) is None


# "agreed to share their data at | Thursday | 's committee meeting"
_AT_THE = expression(r"\b(?:at|during|after|following)\s+(?:last\s+)?\Z")
_ITS_GATHERING = expression(
    r"['’]s\s+(?:[\w’'&-]+\s+){0,5}?"
    r"(?i:meetings?|talks|summit|forum|dialogue|conference|consultations|negotiations|roundtable|workshop|symposium|congress"
    r"|session|gathering|plenary|hearing|ceremony|council|ministerial|visit|committee)\b"
)


def _is_of_their_meeting(sentence: str, before: str) -> bool:
    """ "At their summit in Brussels on | Thursday, the two sides agreed to work on tests": the day of the summit."""
    meeting = _AT_THEIR_MEETING.search(before)
    ahead = meeting is not None and _TO_GATHER.search(before, 0, meeting.start()) is not None
    return meeting is not None and not ahead and _DECIDED_THERE.search(sentence) is not None


_TO_GATHER = expression(
    r"\b(?:to|will|would|shall)\s+(?:meet|gather|convene|speak|sign|discuss|present|open|talk|decide|vote|be|join|attend|come\s+together|launch|unveil|announce)"
    r"\b[^,;]{0,40}\Z"
)
_AT_THEIR_MEETING = expression(
    r"\b(?i:at|after|during|following)\s+(?:their|its|the|a|an)\s+(?:[\w’'&-]+\s+){0,8}?"
    r"(?i:meeting|talks|summit|forum|dialogue|conference|consultations|negotiations|roundtable|workshop|symposium|congress|session|council|committee|ministerial)\b"
    r"(?:\s+(?:in|at|of|on)\s+[^,;]{2,40}?)?\s+(?:on\s+)?\Z"
)
_DECIDED_THERE = expression(
    r"\b(?:agreed|signed|decided|vowed|pledged|promised|resolved|adopted|endorsed|launched|announced|said|told|approved|welcomed|discussed|backed)\b"
)
