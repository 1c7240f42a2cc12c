"""What a subscriber is told: digests with their parts, and alerts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from watcher.model.followups import FollowUp, FollowUpChange, Status
from watcher.model.period import Period
from watcher.model.stories import Source, Story


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open: ``start`` belongs to it, ``end`` does not. Both UTC."""

    start: datetime
    end: datetime


class Notice(StrEnum):
    """Why a follow-up is told in a digest."""

    NEW = "new"
    CHANGED = "changed"
    COMING = "coming"  # 30 or 7 days before the start or the end, or ``show: all``
    DUE = "due"
    OVERDUE = "overdue"
    NO_LONGER_CHASED = "no-longer-chased"


@dataclass(frozen=True, slots=True)
class FollowUpNotice:
    """A follow-up told in a digest. ``status`` as of the digest; ``key`` makes the telling unique."""

    followup: FollowUp
    status: Status
    notice: Notice
    key: str
    was: FollowUpChange | None = None


@dataclass(frozen=True, slots=True)
class DigestArea:
    """``stories`` stand in full here; ``see`` are (story, slug of the area where it stands in full)."""

    slug: str
    name: str
    stories: tuple[Story, ...] = ()
    see: tuple[tuple[Story, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EventStanding:
    """When was the last, when is the next, or since when no date was found.

    ``last_on`` is a day or, where only that much was told, a period.
    """

    slug: str
    name: str
    last: Period | None = None
    last_place: str | None = None
    last_source: str | None = None
    next: FollowUp | None = None
    silent_since: date | None = None


@dataclass(frozen=True, slots=True)
class Development:
    """What a story told before (in digest ``since``) has gained."""

    story: Story
    since: int
    new_sources: tuple[Source, ...] = ()
    correction: str | None = None
    new_followups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedNote:
    name: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the window brought and what it may have missed."""

    entries: int = 0
    stories: int = 0
    not_relevant: int = 0
    too_old: int = 0
    feeds_polled: int = 0
    feeds_total: int = 0
    feeds_failing: tuple[FeedNote, ...] = ()
    feeds_silent: tuple[FeedNote, ...] = ()
    deliveries_failing: tuple[FeedNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """What a subscriber gets for one window, decided once; rendering only lays it out.

    ``id`` is None for a preview. ``unlisted_stories``/``unlisted_followups`` count what was left out
    (``max_stories``; follow-ups with nothing to tell). ``still_watching``: a digest skipped for a week
    that only says it is alive. ``alerted_stories`` and ``alerted_followups`` were told by an alert: one line
    each, not repeated.
    """

    id: int | None
    name: str
    window: Window
    generated_at: datetime
    timezone: str
    clocks: tuple[str, ...]
    areas: tuple[DigestArea, ...] = ()
    notices: tuple[FollowUpNotice, ...] = ()
    events: tuple[EventStanding, ...] = ()
    developments: tuple[Development, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    alerted: tuple[int, ...] = ()
    unlisted_stories: int = 0
    unlisted_followups: int = 0
    public_url: str | None = None
    still_watching: bool = False
    alerted_stories: tuple[Story, ...] = ()
    alerted_followups: tuple[FollowUp, ...] = ()

    @property
    def stories(self) -> tuple[Story, ...]:
        """Every story told in full, in the order told."""
        return tuple(story for area in self.areas for story in area.stories)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell. What an alert told is said too: the digest may have readers of its own."""
        alerted = self.alerted_stories or self.alerted_followups
        return not (self.stories or self.developments or self.notices or alerted)


@dataclass(frozen=True, slots=True)
class Alert:
    """One story or follow-up told at once to the channels of an alert rule.

    ``was``: how the follow-up stood before the change that is told.
    """

    id: int | None
    name: str
    story: Story | None
    followup: FollowUp | None
    created_at: datetime
    timezone: str
    public_url: str | None = None
    was: FollowUpChange | None = None
