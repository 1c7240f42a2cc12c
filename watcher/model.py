"""Values that the stages hand to each other; the stage is in the type's name.

``Fetched`` -> ``ParsedFeed``/``ParsedEntry`` -> ``Analysis`` (tags, follow-ups found) -> ``Story``,
``FollowUp`` (what the store keeps) -> ``Digest`` -> ``Payload`` -> ``Delivery``. All are frozen and
picklable: they cross process borders. Instants are aware datetimes in UTC, dates are calendar dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

# ---------------------------------------------------------------- periods


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RANGE = "range"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of calendar dates, both ends included. ``start`` None with an end: "by" that end.

    Never an invented day: "2024" is 1 January to 31 December with precision YEAR.
    Both None exactly when the precision is NONE.
    """

    start: date | None = None
    end: date | None = None
    precision: Precision = Precision.NONE


UNDATED = Period()

# ---------------------------------------------------------------- fetching


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave for conditional requests (RFC 9110, 8.8), verbatim, and for which address."""

    etag: str | None = None
    last_modified: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A 200 with a body. ``headers`` have lower-case names; ``body`` is decompressed.

    ``moved_to``: where a chain made of 301 and 308 alone leads; None when nothing moved for good.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    validators: Validators
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    url: str
    headers: Mapping[str, str]
    validators: Validators
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A request that brought nothing. ``error`` is a sentence for a person; ``retry_after`` in seconds.

    ``kind`` sorts failures for people and for back-off: "blocked", "rate-limited", "not-found", "gone", "empty",
    "status" (any other), or that of ``errors.HttpFailure`` where there was no answer at all. ``url`` is the address
    that failed, at the end of its redirects, where known.
    """

    error: str
    status: int | None = None
    retry_after: float | None = None
    gone: bool = False
    kind: str = "status"
    url: str | None = None


# ---------------------------------------------------------------- parsing


@dataclass(frozen=True, slots=True)
class FeedHints:
    """What a feed says about how often to ask: seconds, hours 0-23 (GMT), days "monday".. ."""

    ttl: int | None = None
    update_period: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One item as its document gives it, cleaned: plain-text title and text, absolute http(s) links.

    ``guid`` is "" where the feed has none (or an empty one). ``published_at`` is what the feed
    says, never invented, None where it says nothing readable. ``date_assumed_utc``: the date had
    no zone. ``outlet`` is the publisher named by the item itself (an aggregator's ``<source>``).
    ``text`` is the longest plain text of the item, paragraphs parted by blank lines; ``summary`` is for showing.
    ``content_hash`` covers title, text and link: it changes when the item was edited.
    """

    guid: str
    url: str | None
    canonical_url: str | None
    title: str
    summary: str
    text: str
    published_at: datetime | None = None
    updated_at: datetime | None = None
    date_assumed_utc: bool = False
    outlet: str | None = None
    language: str | None = None
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    title: str
    site_url: str | None
    language: str | None
    hints: FeedHints
    entries: tuple[ParsedEntry, ...]
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- tagging


@dataclass(frozen=True, slots=True)
class TermHit:
    """One place where a term of ``keywords.yaml`` was found: ``start``/``end`` are offsets in ``where``."""

    term: str
    matched: str
    where: str  # "title" | "text"
    start: int
    end: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class AreaTag:
    slug: str
    score: float
    hits: tuple[TermHit, ...]

    @property
    def matched(self) -> tuple[str, ...]:
        """The distinct terms found, strongest evidence first."""
        return tuple(dict.fromkeys(hit.term for hit in self.hits))


@dataclass(frozen=True, slots=True)
class GroupTag:
    """A relevance group that is named; ``implied``: by the feed (``implies``) and not by words."""

    slug: str
    hits: tuple[TermHit, ...]
    implied: bool = False


@dataclass(frozen=True, slots=True)
class EventTag:
    slug: str
    hits: tuple[TermHit, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the keyword file says of one text, with its evidence.

    ``areas`` reached their threshold, ``nearly`` had hits but did not. ``missing`` are the groups
    not named, plus "focus-area" where too few areas were found.
    """

    relevant: bool
    areas: tuple[AreaTag, ...] = ()
    nearly: tuple[AreaTag, ...] = ()
    groups: tuple[GroupTag, ...] = ()
    general: tuple[TermHit, ...] = ()
    events: tuple[EventTag, ...] = ()
    missing: tuple[str, ...] = ()
    excluded: tuple[TermHit, ...] = ()


# ---------------------------------------------------------------- follow-ups


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
class Source:
    """One entry of a story or follow-up, as the contract's JSON prints it."""

    entry: int
    outlet: str
    title: str
    url: str | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpChange:
    """One line of a follow-up's history: what it was from ``seen_at`` on, and who said so."""

    seen_at: datetime
    period: Period
    place: str | None
    change: Change
    by: str  # "source" | "person"
    text: str
    url: str | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A tracked follow-up: one record through its life, whoever mentions, moves or reports it.

    ``outcome`` is what evidence or a person said of its end: HELD, CANCELLED, DISMISSED or None.
    The status by the clock is ``followups.tracking.status``. ``sequence`` rises with every change of
    period, place or outcome (RFC 5545 SEQUENCE). ``settled_by_person``: no story may overwrite it.
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
    history: tuple[FollowUpChange, ...] = ()
    sources: tuple[Source, ...] = ()


# ---------------------------------------------------------------- stories


@dataclass(frozen=True, slots=True)
class AreaScore:
    slug: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One news event with everything a digest or a page needs to tell it.

    ``areas`` are strongest first. ``sources`` are in order of publication. ``why`` are the words
    that made it relevant. ``arrived_at`` is when its first relevant entry arrived (None: not relevant).
    """

    id: int
    title: str
    summary: str
    language: str | None
    url: str | None
    published_at: datetime
    updated_at: datetime
    relevant: bool
    areas: tuple[AreaScore, ...]
    sources: tuple[Source, ...]
    followups: tuple[int, ...] = ()
    events: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    arrived_at: datetime | None = None


# ---------------------------------------------------------------- digests


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


# ---------------------------------------------------------------- deliveries


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Payload:
    """What is sent, rendered once and kept: a retry sends the same bytes under the same ``message_id``.

    ``parts`` are the bodies in order: an e-mail has one (the whole message, RFC 5322, without the
    recipient's own headers), a file channel one a file, a webhook one a request.
    """

    message_id: str
    parts: tuple["PayloadPart", ...]


@dataclass(frozen=True, slots=True)
class PayloadPart:
    name: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One digest, alert or test message on its way to one channel, as the outbox holds it.

    ``accepted`` are the recipients (or parts) that already have it, ``refused`` those refused for good: a
    retry leaves both out. ``step`` is the place in the retry schedule. ``kind`` and ``name`` are the message's.
    """

    id: int
    channel: str
    digest: int | None
    alert: int | None
    state: DeliveryState
    attempts: int
    created_at: datetime
    payload: Payload
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    last_error: str | None = None
    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    step: int = 0
    kind: str = "digest"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is asked to carry, already rendered for each kind of channel.

    ``kind``: "digest", "alert" or "test". ``id``: the letter id of the digest or alert ("d88").
    ``body``: the contract's JSON object. ``created_at`` becomes the mail's Date.
    """

    kind: str
    id: str
    name: str
    subject: str
    text: str
    html: str
    body: Mapping[str, object]
    created_at: datetime
    public_url: str | None = None


# ---------------------------------------------------------------- feeds as the store keeps them


@dataclass(frozen=True, slots=True)
class FeedState:
    """What asking one feed has taught so far. ``url`` is the configured address, ``current_url`` where it moved."""

    id: int
    url: str
    current_url: str | None = None
    current_checked_at: datetime | None = None
    title: str | None = None
    validators: Validators = Validators()
    body_hash: str | None = None
    hints: FeedHints = FeedHints()
    state: str = "active"  # active | failing | gone
    failures: int = 0
    not_modified_streak: int = 0
    last_full_at: datetime | None = None
    first_success_at: datetime | None = None
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    next_poll_at: datetime | None = None
    last_status: int | None = None
    last_error: str | None = None
    interval_seconds: int | None = None
    entries: int = 0
    items: int = 0
    gap_at: datetime | None = None


# ---------------------------------------------------------------- entries as the store keeps them


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
