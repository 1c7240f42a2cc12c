"""Which of a sentence's dates are given up, where a thing is moved, extended or dated anew. English.

"moved from | 3 May | to 9 June", "the talks, due | next week, | will now be held on 20 May", "rather than | in March".
"""

import re
from dataclasses import replace

from watcher.followups.expressions import expression
from watcher.followups.grammar import unit_pattern
from watcher.followups.hits import PeriodHit
from watcher.model.period import Period, Precision

_MOVING = expression(
    r"\b(?:postpone[ds]?|adjourn(?:ed|s)?|postponing|reschedul\w+|moved?|moving|moves|push(?:ed|es|ing)(?!\s+back\s+(?:against|at)\b|\s+back\s+on\s+(?:the|an?|its|their|his|her|claims?|plans?|criticism)\b)|delay(?:ed"
    r"|s|ing)?"
    r"|shift(?:ed|s|ing)?|brought\s+forward|bring(?:s|ing)?\s+forward"
    r"|slip(?:s|ped|ping)?|deferr?(?:ed|s|ing)?|put\s+(?:off|back)|(?:extend|prolong|lengthen)(?:ed|s|ing)?|chang(?:ed|es|ing)"
    r"|revis(?:ed|es|ing)|nudg(?:ed|es|ing)|bump(?:ed|s|ing)|slid(?:es?|ing)?|(?:is|was|were|been|be|to)\s+advanced?"
    r"|off(?=\s+(?:until|till)))\b",
    re.IGNORECASE,
)
_EXTENDED = expression(r"\b(?:exten(?:d|sion)\w*)\b", re.IGNORECASE)


def is_moving(text: str) -> bool:
    """Whether some word of a sentence moves something."""
    return _MOVING.search(text) is not None


def is_given_up(text: str, before: str, hit: PeriodHit, *, moving: bool) -> bool:
    """Whether a date is the old one of two, or one that no longer holds.

    ``before`` are the words right before it, ``moving`` what ``is_moving`` says of the sentence.
    """
    instead = _INSTEAD.search(before)
    spans_days = hit.period is not None and hit.period.start not in {None, hit.period.end}
    if instead is not None and not (spans_days and instead.group().split()[-1] == "from"):
        return True
    if moving and _is_replaced(text, before, hit):
        return True
    if _is_the_old_one(before) and _STANDS.search(text) is None:
        return True
    return _HAD_BEEN.search(before) is not None and _is_dated_anew(text, hit.end)


def until_the_second(text: str, hit: PeriodHit) -> PeriodHit:
    """ "extended the deadline | from 9 to 23 August", "from 9 August to | 6 September": until the second of the two."""
    period = hit.period
    if period is None or period.start is None or period.end is None:
        return hit
    as_range = period.precision is Precision.RANGE and text.startswith("from ", hit.start)
    as_day = period.precision is Precision.DAY and _UP_TO.search(text, max(0, hit.start - _NEAR), hit.start) is not None
    told = _DEADLINE_EXTENDED.search(text, 0, hit.start) or (as_range and _DEADLINE_MOVED.search(text, 0, hit.start))
    if not (as_range or as_day) or not told:
        return hit
    return replace(hit, period=Period(None, period.end, Precision.DAY), by=True)


_DEADLINE_EXTENDED = expression(
    r"\b(?:exten(?:d|sion)|prolong|lengthen)\w*\b[^;]*\b(?:deadline|cut-?off|closing|date|time|period|window|consultation)\b"
    r"|\b(?:deadline|cut-?off|closing\s+date|period|window|consultation)\b[^;,]{0,60}\b(?:extended|prolonged|lengthened)\b",
    re.IGNORECASE,
)
_DEADLINE_MOVED = expression(
    r"\b(?:push|mov|shift|delay|postpon)\w*\b[^;]{0,24}\b(?:deadline|cut-?off|closing\s+date|due\s+date|last\s+day)\b",
    re.IGNORECASE,
)
_UP_TO = expression(r"\b(?:to|until|till|through)\s+\Z")
_NEAR = 12  # characters
_INSTEAD = expression(
    r"(?:\b(?:rather\s+than|instead\s+of|in\s+place\s+of)|(?:,|\band)\s+not"
    r"|[(,–—]\s*(?:previously|formerly|originally|initially|earlier|was|not|up\s+from|from))\s+"
    r"(?:(?:in|on|by|for|at|the|as\s+early\s+as|set\s+for|planned\s+for|due)\s+)*\Z",
    re.IGNORECASE,
)
# "The talks, due | next week, will now be held on 20 May", "The vote, scheduled for | June, will take place in July".
_HAD_BEEN = expression(
    r",\s+(?:(?:which|that)\s+(?:was|were|is|are|had\s+been)\s+)?(?:once\s+|first\s+|until\s+now\s+)?"
    r"(?:due|planned|scheduled|set|slated|expected|billed|meant|pencilled\s+in)\s+(?:(?:for|in|on|at|to\s+\w+)\s+)*(?:the\s+)?\Z",
    re.IGNORECASE,
)
_NOW_IS = expression(
    r"\s*,\s+(?:(?:will|would|is|are|has|have|was|were)\s+(?:\w+\s+){0,2}?(?:now|instead|only)\b"
    r"|(?:will|is\s+to|are\s+to)\s+(?:be\s+held|take\s+place|happen|go\s+ahead)\b)",
    re.IGNORECASE,
)
# "suits exporters better than the original one in April"; not where the original date is kept.
_ORIGINAL = expression(
    r"\b(?:original(?:ly)?|initial|previous|earlier|former|old|abandoned|cancelled|missed|scrapped|discarded"
    r"|first[- ]announced|aborted)\s+"
    r"(?:(?:due|planned|proposed|scheduled|announced|target|opening|start|launch|publication|delivery|completion)\s+)?"
    r"(?:one|ones|dates?|slot|plan|schedule|deadline|target|timing|timetable|time|attempt)\s+"
    r"(?:(?:in|on|of|for|at|was|had\s+been)\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_OLD = ("the original", "the initial", "the previous", "the former", "the old", "the earlier")
_OLD_NOUNS = ("one", "date", "slot", "plan", "schedule", "deadline", "target", "tim", "attempt")


_CALLED_OFF = expression(r"\b(?:postponed|cancelled|canceled|abandoned|scrapped|aborted|scrubbed)\s+\Z", re.IGNORECASE)


def _is_the_old_one(before: str) -> bool:
    if before.rstrip().endswith("ed") and _CALLED_OFF.search(before):
        return True  # "fewer than for the postponed | March | meeting"
    if before.rstrip().endswith(_OLD):
        return True  # "two weeks after the original | 26 July"
    return any(map(before.__contains__, _OLD_NOUNS)) and _ORIGINAL.search(before) is not None


def _is_dated_anew(text: str, end: int) -> bool:
    """Whether behind a date that had been given another one is told: "will now be held in June"."""
    now = _NOW_IS.match(text, end)
    return now is not None and unit_pattern().search(text, now.end()) is not None


_STANDS = expression(
    r"\b(?:stands?|stay(?:s|ed|ing)?|remain(?:s|ed|ing)?|holds|stick(?:s|ing)?|stuck|ke(?:ep|eps|eping|pt)|reverts?|reverted|returns?|returned|back\s+(?:to|on)"
    r"|restor\w+|reinstat\w+|confirm\w*|unchanged|reaffirm\w*|still|after\s+all)\b",
    re.IGNORECASE,
)
_BOTH_DAYS = expression(r"\s(?:to|until|till)\s")


def _is_replaced(text: str, before: str, hit: PeriodHit) -> bool:
    """The old date in "moved from 3 May", "the forum planned for 3 May will be postponed to"."""
    if _EXTENDED.search(text) and hit.by:
        return False
    if _BOTH_DAYS.search(text[hit.start : hit.end]) and hit.period is not None and hit.period.start == hit.period.end:
        return False  # "moved from Monday 24 to Wednesday 26 November" is the 26th
    if not _is_new_span(text, hit) and re.search(
        r"\bfrom(?:\s+(?:the|its|an?|original(?:ly)?|previous(?:ly)?|planned|scheduled|earlier))*\s+\Z",
        before,
        re.IGNORECASE,
    ):
        return True
    moved = [match for match in _MOVING.finditer(text, hit.end) if not _NEW_CLAUSE.search(text, hit.end, match.start())]
    moved = [match for match in moved if not _ELSEWHERE.match(text, match.end())]
    if _TO_MOVE.search(before) and _OWNS.match(text, hit.end) and _TO.search(text, hit.end):
        return True  # "asked them to move | next week's | talks to 20 May"
    if not moved or any(match.end() <= hit.start for match in _MOVING.finditer(text)):
        return False
    between, after = text[hit.end : moved[0].start()], text[moved[0].end() :]
    passive = _PASSIVE.search(between) is not None and len(between) <= 60 and not _BUT_FOR.search(between)
    return passive or re.search(r"\b(?:to|until|till|for|into|on)\b", after, re.IGNORECASE) is not None


_TO_MOVE = expression(
    r"\b(?:move|moved|moves|moving|push(?:ed|es)?|put|postpone[ds]?|delay(?:ed|s)?|shift(?:ed|s)?|reschedule[ds]?|defer(?:red|s)?)\s+(?:back\s+)?\Z",
    re.IGNORECASE,
)
_OWNS = expression(r"['’]s?\s")
_TO = expression(r"\b(?:to|until|till|into)\s+(?=[A-Z\d]|next|early|late|mid|the\s)")
_ELSEWHERE = expression(
    r"\s+(?:online|indoors|outdoors|to\s+(?:an?\s+|the\s+)?(?:virtual|online|larger|smaller|bigger|different|Zoom))\b"
)
_NEW_CLAUSE = expression(r";|,\s+(?:and|but|while)\s+(?:the|its|their|an?|his|her)\s")


def _is_new_span(text: str, hit: PeriodHit) -> bool:
    """ "postponed in May, will now be held from 21 to 25 July": both ends are new, no third date follows."""
    lasts = hit.period is not None and hit.period.start is not None and hit.period.start != hit.period.end
    return (
        lasts and hit.name in {"daymonth", "monthday"} and re.match(r"\s+(?:to|until|till)\b", text[hit.end :]) is None
    )


_BUT_FOR = expression(r"\b(?:except|unless|but|apart\s+from|other\s+than)\b")  # "except one part that is delayed"
_PASSIVE = expression(r"\b(?:is|are|was|were|been|be|being)(?:\s+\w+)?\s+\Z")
