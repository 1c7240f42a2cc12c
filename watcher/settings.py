"""Typed, frozen settings of a validated configuration. Read once by ``config.load``, handed over in parts.

Defaults live here and nowhere else; ``config/`` shows them. Secrets are ``Secret`` so that no
``repr``, log line or traceback prints one.
"""

import platform
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from watcher import __version__

UTC = ZoneInfo("UTC")
# Until an operator names an address, the one that every host must have (RFC 5321, 4.5.1).
_HOST = platform.node()
DEFAULT_CONTACT = f"postmaster@{_HOST if '.' in _HOST else 'localhost'}"
DEFAULT_USER_AGENT = f"Watcher/{__version__} (self-hosted news monitor; {DEFAULT_CONTACT})"


class Secret(str):
    """A string that prints as dots."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'•••'"


@dataclass(frozen=True, slots=True)
class Polling:
    """Times are ``timedelta``, sizes are bytes."""

    interval: timedelta = timedelta(minutes=30)
    min_interval: timedelta = timedelta(minutes=10)
    max_interval: timedelta = timedelta(hours=24)
    concurrency: int = 32
    per_host: int = 2
    host_delay: timedelta = timedelta(0)
    timeout: timedelta = timedelta(seconds=20)
    max_body: int = 10 * 1024 * 1024
    user_agent: str = DEFAULT_USER_AGENT
    allow_private_addresses: bool = False
    proxy: Secret | None = None
    max_entry_age: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Web:
    bind: str = "127.0.0.1:8080"
    password: Secret | None = None
    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class Log:
    level: str = "info"
    format: str = "text"


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """One line of ``feeds.yaml``. ``name`` None: the feed's own title serves.

    ``shown`` is the address as people and programs may see it, where that is not ``url`` itself: as it stands in the
    file, with its ``${...}`` and without a login.
    """

    url: str
    name: str | None = None
    interval: timedelta | None = None
    implies: tuple[str, ...] = ()
    full_text: str = "auto"  # auto | always | never
    timezone: ZoneInfo | None = None
    user_agent: str | None = None
    enabled: bool = True
    shown: str = ""

    @property
    def label(self) -> str:
        """The address as it may be shown."""
        return self.shown or self.url

    def without_secrets(self, text: str) -> str:
        """A message about this feed, with its address as it may be shown."""
        if not self.shown:
            return text
        split = urlsplit(self.url)
        text = text.replace(self.url, self.shown)
        for part in (
            split.query,
            split.path if "${" in urlsplit(self.shown).path else "",
            split.password,
            split.username,
        ):
            text = text.replace(part, "•••") if part and len(part) > 1 else text
        return text


@dataclass(frozen=True, slots=True)
class Term:
    """One term of ``keywords.yaml`` as written: ``text``, or ``near`` words at most ``within`` apart.

    ``line`` is where it stands, for messages; it does not take part in comparisons.
    """

    text: str = ""
    weight: float = 1.0
    near: tuple[str, ...] = ()
    within: int = 0
    line: int = field(default=0, compare=False)

    @property
    def label(self) -> str:
        """The term as evidence names it."""
        return self.text or f"{' ~ '.join(self.near)} (within {self.within})"


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FocusArea:
    slug: str
    name: str
    terms: tuple[Term, ...]
    exclude: tuple[Term, ...] = ()
    threshold: float = 1.0
    match: tuple[Example, ...] = ()
    ignore: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class RelevanceGroup:
    """In the file a plain list of terms, or ``{terms: [...], exclude: [...]}``."""

    slug: str
    terms: tuple[Term, ...]
    exclude: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class LastHeld:
    date: date
    place: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class EventSettings:
    slug: str
    name: str
    terms: tuple[Term, ...]
    last: LastHeld | None = None


@dataclass(frozen=True, slots=True)
class Keywords:
    """``keywords.yaml``. An entry must name every group and ``minimum_focus_areas`` areas."""

    groups: tuple[RelevanceGroup, ...] = ()
    minimum_focus_areas: int = 1
    general_terms: tuple[Term, ...] = ()
    focus_areas: tuple[FocusArea, ...] = ()
    events: tuple[EventSettings, ...] = ()


@dataclass(frozen=True, slots=True)
class FileChannel:
    name: str
    dir: Path


@dataclass(frozen=True, slots=True)
class Smtp:
    """``tls``: "starttls" (wherever offered), "tls" (from the first byte, smtps), "none"."""

    host: str
    port: int
    user: str | None = None
    password: Secret | None = None
    tls: str = "starttls"


@dataclass(frozen=True, slots=True)
class EmailChannel:
    name: str
    to: tuple[str, ...]
    sender: str  # ``from`` in the file
    smtp: Smtp
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """``url`` is a secret too: chat services put their token into it."""

    name: str
    url: Secret
    format: str = "json"  # json | slack | discord | teams
    secret: Secret | None = None
    allow_private: bool = False


Channel = FileChannel | EmailChannel | WebhookChannel


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    ahead: timedelta = timedelta(days=180)
    overdue: timedelta = timedelta(days=90)
    show: str = "changes"  # changes | all


@dataclass(frozen=True, slots=True)
class DigestSettings:
    name: str
    schedule: str = "0 7 * * mon-fri"
    timezone: ZoneInfo = UTC
    focus_areas: tuple[str, ...] = ()
    clocks: tuple[ZoneInfo, ...] = ()
    followups: FollowUpRules = field(default_factory=FollowUpRules)
    first_window: timedelta = timedelta(days=7)
    max_stories: int = 40
    when_empty: str = "skip"  # skip | send
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` to ``end``, local time; over midnight where start is after end."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class AlertSettings:
    name: str
    events: tuple[str, ...] = ()
    focus_areas: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    quiet_hours: QuietHours | None = None
    timezone: ZoneInfo = UTC
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole validated configuration. ``directory`` is where the four files lie."""

    directory: Path
    database: Secret
    timezone: ZoneInfo = UTC
    polling: Polling = field(default_factory=Polling)
    grouping_window: timedelta = timedelta(days=7)
    retention: timedelta = timedelta(days=365)
    web: Web = field(default_factory=Web)
    log: Log = field(default_factory=Log)
    operator: str | None = None
    feeds: tuple[FeedSettings, ...] = ()
    keywords: Keywords = field(default_factory=Keywords)
    channels: tuple[Channel, ...] = ()
    digests: tuple[DigestSettings, ...] = ()
    alerts: tuple[AlertSettings, ...] = ()
