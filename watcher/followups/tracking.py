"""One record through a follow-up's life: which record a mention belongs to, and what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.model import FollowUp, FoundFollowUp, Precision, Source, Status

DUE_BEFORE_END = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Mention:
    """A follow-up as one entry tells it; ``seen_at`` is when the entry arrived."""

    found: FoundFollowUp
    source: Source
    seen_at: datetime


def status(followup: FollowUp, today: date) -> Status:
    """Where the follow-up stands on ``today`` by the evidence and the clock (contract, JSON shapes)."""
    period = followup.period
    if followup.outcome is not None:
        return followup.outcome
    if period.end is None or period.precision is Precision.NONE:
        return Status.UPCOMING
    if today > period.end:
        return Status.PASSED if followup.self_settling else Status.OVERDUE
    start = period.start or period.end - DUE_BEFORE_END
    return Status.DUE if today >= start else Status.UPCOMING


def keys(mention: Mention) -> frozenset[str]:
    """Words by which candidates are looked up; store ``keys_of(followup)`` in an indexed table."""
    del mention
    return frozenset()


def keys_of(followup: FollowUp) -> frozenset[str]:
    """The words of a record; recompute after every ``track``."""
    del followup
    return frozenset()


def track(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
    """The candidate the mention belongs to, updated; a new record with id 0; or None: nothing to say."""
    del mention, candidates
    return None
