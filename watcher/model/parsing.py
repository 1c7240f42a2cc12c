"""A feed and its items as their document gives them, cleaned."""

from dataclasses import dataclass
from datetime import datetime


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
