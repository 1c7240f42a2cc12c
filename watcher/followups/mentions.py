"""What one entry says of a follow-up, and whether it tells the date of a record, gives it up or disputes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from watcher.followups import cues
from watcher.followups.expressions import expression
from watcher.followups.identity import kinds_agree
from watcher.followups.periods import find_periods
from watcher.followups.places import same_place
from watcher.followups.relations import days_apart, relation
from watcher.model.followups import Change, FollowUp, FollowUpChange, FoundFollowUp
from watcher.model.period import Period
from watcher.model.stories import Source


@dataclass(frozen=True, slots=True)
class Mention:
    """A follow-up as one entry tells it.

    ``seen_at`` is when the entry arrived; ``ahead`` what it tells of as still to come, beside a deed.
    """

    found: FoundFollowUp
    source: Source
    seen_at: datetime
    ahead: tuple[FoundFollowUp, ...] = ()


def mentions_of(finds: Sequence[FoundFollowUp], source: Source, seen_at: datetime) -> list[Mention]:
    """What one entry tells, in its order. A deed knows what the entry announces beside it: that was not done by it."""
    published = source.published_at.date()
    coming = tuple(
        found
        for found in finds
        if found.report is Change.ANNOUNCED and found.period.end is not None and found.period.end > published
    )
    return [Mention(found, source, seen_at, coming if found.report is Change.HELD else ()) for found in finds]


def told_by(known: FollowUp, mention: Mention) -> bool:
    """Whether the record has this entry already: one entry that tells two dates tells two follow-ups."""
    return mention.source.entry in entries_of(known)


def entries_of(known: FollowUp) -> frozenset[int]:
    """The entries that told the lines of its history."""
    return _lines(known.history).entries


def disputed(known: FollowUp) -> frozenset[Period]:
    """The periods that sources set against what was known."""
    return _lines(known.history).disputed


class _Lines(NamedTuple):
    """What every mention asks of a history, however long."""

    history: tuple[FollowUpChange, ...]
    entries: frozenset[int]
    disputed: frozenset[Period]


def _lines(history: tuple[FollowUpChange, ...]) -> _Lines:
    """Of a history that was looked at lately it is known."""
    lines = _LATELY.get(id(history))
    if lines is None or lines.history is not history:
        if len(_LATELY) >= _REMEMBERED:
            _LATELY.clear()
        entries = frozenset([line.entry for line in history if line.entry is not None])
        disputed = frozenset([line.period for line in history if line.change is Change.CONFLICTING])
        lines = _LATELY[id(history)] = _Lines(history, entries, disputed)
    return lines


_REMEMBERED = 1_024  # what a transaction knows at once, or they would be looked through for every mention
_LATELY: dict[int, _Lines] = {}  # by the identity of a history


def is_precise(period: Period) -> bool:
    return period.start is not None and period.end is not None and (period.end - period.start).days <= 10


def says_moved(found: FoundFollowUp) -> bool:
    return _says_moved(found.text)


@lru_cache(maxsize=64)  # one sentence is held against many records
def _says_moved(text: str) -> bool:
    return cues.MOVED.search(_LIMIT.sub(" by ", text)) is not None


_LIMIT = expression(r"\b(?:no|not)\s+later\s+than\b", re.IGNORECASE)


def tells_of(text: str, period: Period, published: date, *, within: int = 31) -> bool:
    """Whether a date of the text is this period, or days that hold it, at most ``within`` many."""
    if period.end is None:
        return False
    if period.start is None:
        period = replace(period, start=period.end)  # of a limit its last day: "instead of the end of March"
    return any(
        told.end is not None
        and (told.end - (told.start or told.end)).days <= within
        and relation(period, replace(told, start=told.start or told.end)) in _HOLDS
        for told in _dates(text, published)
    )


@lru_cache(maxsize=256)
def _dates(text: str, published: date) -> tuple[Period, ...]:
    return tuple(told for hit in find_periods(text, published) for told in (hit.period, hit.past) if told is not None)


_HOLDS = frozenset({"same", "wider"})


def is_given_up(mention: Mention, known: FollowUp) -> bool:
    """Whether the period is the one that the same story has moved: "up to 31 August (previously 31 July)"."""
    if mention.found.period.end is None or not told_by(known, mention):
        return False
    before: Period | None = None
    for line in known.history:
        if line.change is Change.MOVED and line.entry is not None and line.entry == mention.source.entry:
            return before is not None and relation(before, mention.found.period) in _HELD_IN
        before = line.period
    return False


_DISPUTE = expression(
    r"\b(?:conflicting|contradict\w*|differ(?:s|ing|ent)?|disagree\w*|discrepan\w+|confusion|confus(?:ed|ing)|mix-?up|unclear|at\s+odds"
    r"|two\s+(?:\w+\s+)?dates|which\s+(?:day|date|week)|no\s+agreement\s+on\s+(?:the\s+)?date)\b"
    r"|\b(?:while|but|whereas|although|though|however|yet)\b[^.;]{0,60}\b(?:gives?|puts?|has|have|lists?|says?|shows?|names?)\b",
    re.IGNORECASE,
)


def is_disputed(mention: Mention, known: FollowUp) -> bool:
    """Whether the story that told the record's date sets another beside it as somebody else's: no second thing."""
    found = mention.found
    if known.outcome is not None or not told_by(known, mention) or not kinds_agree(found.kind, known.kind):
        return False
    if not (is_precise(found.period) and is_precise(known.period)) or says_moved(found):
        return False
    if same_place(found.place, known.place) is False:
        return False  # "talks in Honolulu on 5 June, and a forum in Oslo on 24 June"
    if relation(known.period, found.period) != "apart" or days_apart(found.period, known.period) > MOST_DISPUTED:
        return False
    return _DISPUTE.search(f"{mention.source.title} {found.context} {found.text}") is not None


MOST_DISPUTED = 45  # days between two dates that may be taken for each other


_FROM_DAY = expression(
    r"\b(?:moved?|put|pushed|shifted|postponed|delayed|rescheduled|brought)(?:\s+(?:back|forward))?\s+from\s+(?:\w+day,?\s+)?(?P<day>\d{1,2})(?![\d:.])"
)


def is_put_off_here(mention: Mention, known: FollowUp) -> bool:
    """Whether the same sentence told the record's date as the one that gives way: "due 10 June, moves to 24 June"."""
    if len(known.history) < 2:
        return False
    line, begins = known.history[-1], known.period.start
    given_up = _FROM_DAY.search(mention.found.text)
    if given_up and begins is not None and int(given_up["day"]) != begins.day:
        return False  # "The data meeting is on 4 June, and the commission was put back from 23 to 25 June"
    return (
        line.entry == mention.source.entry
        and line.text == mention.found.text
        and line.change is Change.CONFIRMED
        and says_moved(mention.found)
        and kinds_agree(mention.found.kind, known.kind)
        and relation(known.period, mention.found.period) == "apart"
    )


_HELD_IN = frozenset({"same", "narrower", "wider"})
