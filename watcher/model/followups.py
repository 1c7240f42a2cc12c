"""Follow-ups as a sentence tells them, and as they are tracked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.period import Period
from watcher.model.stories import Source


class Kind(StrEnum):
    MEETING = "meeting"
    DEADLINE = "deadline"
    LAUNCH = "launch"
    AGREEMENT = "agreement"
    REPORT = "report"
    FUNDING = "funding"
    OTHER = "other"


class Change(StrEnum):
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"
    CONFLICTING = "conflicting"


class Status(StrEnum):
    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    PASSED = "passed"
    HELD = "held"
    CANCELLED = "cancelled"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class FoundFollowUp:
    """What one sentence says of something ahead, or of what became of it.

    ``report`` is ANNOUNCED for something ahead, else HELD, CANCELLED or POSTPONED. ``text`` is the
    sentence, word for word. ``event`` is 2-10 of its words; ``event_slug`` names an event of the config.
    ``edition`` is the number of a series ("second CET Dialogue" is 2) where told.
    ``self_settling``: what needs nobody's report (comments close, a rule takes effect).
    ``context`` is the sentence before, which tells what "it" is; tracking compares it, nothing shows it.
    """

    event: str
    event_slug: str | None
    period: Period
    place: str | None
    kind: Kind
    text: str
    report: Change = Change.ANNOUNCED
    edition: int | None = None
    self_settling: bool = False
    context: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a follow-up is called: its phrase, and the event of the config that it belongs to."""

    event: str
    event_slug: str | None


@dataclass(frozen=True, slots=True)
class FollowUpChange:
    """One line of a follow-up's history: what it was from ``seen_at`` on, and who said so.

    ``was_called``: its naming until then, where a person gave it another by this line.
    """

    seen_at: datetime
    period: Period
    place: str | None
    change: Change
    by: str  # "source" | "person"
    text: str
    url: str | None = None
    entry: int | None = None
    was_called: Naming | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A tracked follow-up: one record through its life, whoever mentions, moves or reports it.

    ``outcome`` is what evidence or a person said of its end: HELD, CANCELLED, DISMISSED or None.
    The status by the clock is ``followups.tracking.status``. ``sequence`` rises with every change of
    period, place or outcome (RFC 5545 SEQUENCE). ``settled_by_person``: no story may overwrite it.
    ``names`` are those that stood beside the sentences that told it, by which later stories may call it.
    """

    id: int
    event: str
    event_slug: str | None
    period: Period
    place: str | None
    kind: Kind
    text: str
    first_mentioned_at: datetime
    updated_at: datetime
    outcome: Status | None = None
    edition: int | None = None
    self_settling: bool = False
    settled_by_person: bool = False
    sequence: int = 0
    names: frozenset[str] = frozenset()
    history: tuple[FollowUpChange, ...] = ()
    sources: tuple[Source, ...] = ()
