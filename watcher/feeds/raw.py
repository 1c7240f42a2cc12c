"""A feed document as it was read, before any cleaning: what the readers hand to ``feeds.entries``.

Three readers make these values: ``xmlfeed`` (well-formed XML), ``parse`` (feedparser, everything
else) and ``jsonfeed``. No cleaning happens here and no rule lives here.
"""

from dataclasses import dataclass, field

from watcher.model import FeedHints


@dataclass(frozen=True, slots=True)
class Markup:
    """A text with what its document says of it: "text", "html", or "" where it may be either (RSS)."""

    value: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RawLink:
    href: str
    rel: str = "alternate"
    kind: str = ""


@dataclass(slots=True)
class RawItem:
    """One item. ``base`` is its stacked xml:base (it may be relative), dates are the document's own words."""

    guid: str = ""
    guid_is_link: bool = False
    title: Markup = field(default_factory=lambda: Markup(""))
    links: list[RawLink] = field(default_factory=list)
    original_link: str = ""
    texts: list[Markup] = field(default_factory=list)
    published: str = ""
    created: str = ""
    updated: str = ""
    source: str = ""
    language: str = ""
    base: str = ""


@dataclass(slots=True)
class RawFeed:
    title: Markup = field(default_factory=lambda: Markup(""))
    links: list[RawLink] = field(default_factory=list)
    language: str = ""
    base: str = ""
    hints: FeedHints = field(default_factory=FeedHints)
    items: list[RawItem] = field(default_factory=list)
