"""Entries as the store keeps them."""

from dataclasses import dataclass
from datetime import datetime

from watcher.model.followups import FoundFollowUp
from watcher.model.stories import AreaScore


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored item. ``dated_at`` is its publication, clamped to when it was first seen."""

    id: int
    feed: str
    outlet: str
    guid: str
    url: str | None
    canonical_url: str | None
    title: str
    summary: str
    text: str
    published_at: datetime | None
    dated_at: datetime
    first_seen_at: datetime
    arrived_at: datetime
    language: str | None
    story: int
    relevant: bool
    too_old: bool
    areas: tuple[AreaScore, ...]
    full_text: str
    page_text: str | None = None
    page_attempts: int = 0
    followups: tuple[tuple[int | None, FoundFollowUp], ...] = ()
