"""A feed document as it was read, before any cleaning: what the readers hand to ``feeds.entries``.

Three readers make these values: ``xmlfeed`` (well-formed XML), ``parse`` (feedparser, everything
else) and ``jsonfeed``. No cleaning happens here and no rule lives here.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from watcher.model.parsing import FeedHints


class Markup(NamedTuple):
    """A text with what its document says of it: "text", "html", or "" where it may be either (RSS)."""

    value: str
    kind: str = ""


NO_MARKUP = Markup("")


class RawLink(NamedTuple):
    href: str
    rel: str = "alternate"
    kind: str = ""


@dataclass(slots=True)
class RawItem:
    """One item. Links are resolved against xml:base alone (they may be relative), dates are the document's own words.

    ``has_more``: it says something, if nothing that has a field here (an author, a category).
    """

    guid: str = ""
    title: Markup = NO_MARKUP
    links: list[RawLink] = field(default_factory=list)
    original_link: str = ""
    texts: list[Markup] = field(default_factory=list)
    published: str = ""
    created: str = ""
    updated: str = ""
    source: str = ""
    language: str = ""
    has_more: bool = False


@dataclass(slots=True)
class RawFeed:
    title: Markup = NO_MARKUP
    links: list[RawLink] = field(default_factory=list)
    language: str = ""
    hints: FeedHints = field(default_factory=FeedHints)
    items: list[RawItem] = field(default_factory=list)
