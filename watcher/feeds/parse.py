"""A feed's bytes to values. Pure; runs in worker processes.

The way of a document: ``decoding`` (bytes to clean text), then a reader (``xmlfeed`` for plain well-formed
RSS and Atom, ``jsonfeed``, feedparser for everything else), then ``entries`` (values to ``ParsedEntry``).
feedparser is known here alone. It is given bytes in a ``BytesIO`` (a string would be opened as a file or
an address) and no location (it would rewrite guids against it); links are resolved in ``entries``.
"""

from io import BytesIO

import feedparser

from watcher.errors import FeedError
from watcher.feeds.decoding import Document, read_document
from watcher.feeds.discovery import feed_links
from watcher.feeds.entries import parsed_feed
from watcher.feeds.jsonfeed import read_json
from watcher.feeds.raw import Markup, RawFeed, RawItem, RawLink
from watcher.feeds.xmlfeed import hints_of, read_xml
from watcher.model import ParsedFeed

_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_KINDS = {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "html"}


def parse(body: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """Read a feed that was fetched from ``url``.

    Raises FeedError with a sentence for a person: empty, a web page, no feed, too large.
    """
    document = read_document(body, content_type)
    if document.is_json:
        return parsed_feed(read_json(document.text), url, document.warnings)
    if document.is_html:
        raise FeedError(_page_found(body, url))
    raw = read_xml(document.text) if document.root in _FEED_ROOTS else None
    if raw is None:
        raw = read_with_feedparser(document)
    return parsed_feed(raw, url, document.warnings)


def _page_found(body: bytes, url: str) -> str:
    links = feed_links(body, url)
    hint = f"; the page names this feed: {links[0]}" if links else ""
    return f"got a web page instead of a feed{hint}"


def read_with_feedparser(document: Document) -> RawFeed:
    """Whatever feedparser makes of a document: malformed XML and the dialects that ``xmlfeed`` leaves alone."""
    source = BytesIO(b"<?xml version='1.0' encoding='utf-8'?>\n" + document.text.encode("utf-8", "replace"))
    found = feedparser.parse(
        source,
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not found.entries and not found.version and document.root not in _FEED_ROOTS:
        raise FeedError(f"the answer is XML, but no feed (its first element is <{document.root}>)")
    feed = found.feed
    return RawFeed(
        title=_markup(feed, "title"),
        links=_links(feed),
        language=feed.get("language") or "",
        hints=hints_of(document.text),
        items=[_item(entry) for entry in found.entries],
    )


def _item(entry: feedparser.FeedParserDict) -> RawItem:
    detail = entry.get("title_detail") or entry.get("summary_detail") or (entry.get("content") or [{}])[0]
    return RawItem(
        guid=_string(entry, "id"),
        guid_is_link=True,
        title=_markup(entry, "title"),
        links=_links(entry),
        original_link=_string(entry, "feedburner_origlink") or _string(entry, "pheedo_origlink"),
        texts=_texts(entry),
        published=_string(entry, "published"),
        created=_string(entry, "created"),
        updated=_string(entry, "updated") if "updated" in entry else "",
        source=_source(entry),
        language=detail.get("language") or "",
        base=detail.get("base") or "",
    )


def _string(values: feedparser.FeedParserDict, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _markup(values: feedparser.FeedParserDict, key: str) -> Markup:
    detail = values.get(f"{key}_detail")
    kind = _KINDS.get(detail.get("type", ""), "") if detail else ""
    return Markup(_string(values, key), kind)


def _texts(entry: feedparser.FeedParserDict) -> list[Markup]:
    texts = [
        Markup(part.get("value") or "", _KINDS.get(part.get("type", ""), "")) for part in entry.get("content") or ()
    ]
    texts.append(_markup(entry, "summary"))
    return [text for text in texts if text.value]


def _links(values: feedparser.FeedParserDict) -> list[RawLink]:
    links = [
        RawLink(link["href"], link.get("rel") or "alternate", link.get("type") or "")
        for link in values.get("links") or ()
        if link.get("href")
    ]
    link = _string(values, "link")
    return [RawLink(link), *links] if link else links


def _source(entry: feedparser.FeedParserDict) -> str:
    source = entry.get("source")
    named = _string(source, "title") if isinstance(source, feedparser.FeedParserDict) else ""
    return named or _string(entry, "news_source")
