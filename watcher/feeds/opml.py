"""OPML in and out (opml.org, versions 1.0 and 2.0): lists of feeds as other readers keep them."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from watcher.errors import FeedError
from watcher.feeds.decoding import read_document
from watcher.feeds.links import resolve
from watcher.text import one_line, strip_controls


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    title: str
    url: str


def read(data: bytes) -> tuple[OpmlFeed, ...]:
    """Feeds of an OPML file in its order, folders flattened, each address once.

    Raises FeedError where the file is no OPML. Entity declarations are never read.
    """
    document = read_document(data)
    if document.root != "opml":
        raise FeedError(
            f"this is no OPML file (its first element is <{document.root}>)"
            if document.root
            else "this is no OPML file"
        )
    try:
        tree = ET.fromstring(document.text)  # noqa: S314 -- read_document took out every entity declaration
    except ET.ParseError as error:
        raise FeedError(f"the OPML file is broken: {error}") from error
    feeds: dict[str, OpmlFeed] = {}
    for outline in tree.iter():
        if _local(outline.tag) != "outline":
            continue
        values = {_local(name).lower(): value for name, value in outline.attrib.items()}
        address = resolve(values.get("xmlurl", ""))
        if address:
            title = one_line(values.get("title") or values.get("text") or "")
            feeds.setdefault(address, OpmlFeed(title or address, address))
    return tuple(feeds.values())


def write(feeds: Iterable[OpmlFeed], title: str) -> bytes:
    """An OPML 2.0 document that other readers import."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_escaped(title)}</title></head>",
        "  <body>",
        *(f"    {_outline(feed)}" for feed in feeds),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def _outline(feed: OpmlFeed) -> str:
    title = _quoted(feed.title)
    return f'<outline type="rss" text={title} title={title} xmlUrl={_quoted(feed.url)}/>'


def _quoted(value: str) -> str:
    return quoteattr(one_line(strip_controls(value)))


def _escaped(value: str) -> str:
    return _quoted(value)[1:-1]


def _local(name: str) -> str:
    return name.rpartition("}")[2]
