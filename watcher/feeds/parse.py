"""A feed's bytes to values. Pure; runs in worker processes.

The way of a document: ``decoding`` (bytes to clean text), then a reader (``xmlfeed`` for plain well-formed
RSS and Atom, ``jsonfeed``, feedparser for everything else), then ``entries`` (values to ``ParsedEntry``).
feedparser is known here alone, and imported when it is needed, which is seldom. It is given bytes in a
``BytesIO`` (a string would be opened as a file or an address) and no location (it would rewrite guids
against it); links are resolved in ``entries``.
"""

from io import BytesIO
from typing import Any

from watcher.errors import FeedError
from watcher.feeds.decoding import Document, read_document
from watcher.feeds.discovery import feed_links
from watcher.feeds.entries import parsed_feed
from watcher.feeds.hints import hints_of
from watcher.feeds.jsonfeed import read_json
from watcher.feeds.raw import Markup, RawFeed, RawItem, RawLink
from watcher.feeds.xmlfeed import read_xml
from watcher.model.parsing import ParsedFeed

_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_PLAIN_ROOTS = _FEED_ROOTS - {"channel"}  # a bare channel is CDF or a fragment
_Values = dict[str, Any]  # feedparser's own dictionary, whose keys depend on the document
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
    raw = read_xml(document.text) if document.root in _PLAIN_ROOTS else None
    if raw is None:
        raw = read_with_feedparser(document)
    return parsed_feed(raw, url, document.warnings)


def _page_found(body: bytes, url: str) -> str:
    links = feed_links(body, url)
    hint = f"; the page names this feed: {links[0]}" if links else ""
    return f"got a web page instead of a feed{hint}"


def read_with_feedparser(document: Document) -> RawFeed:
    """Whatever feedparser makes of a document: malformed XML and the dialects that ``xmlfeed`` leaves alone."""
    import feedparser

    source = BytesIO(b"<?xml version='1.0' encoding='utf-8'?>\n" + document.text.encode("utf-8", "replace"))
    found = feedparser.parse(
        source,
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not found.entries and not found.version and document.root not in _FEED_ROOTS:
        raise FeedError(f"the answer is XML, but no feed (its first element is <{document.root}>)")
    feed, atom = found.feed, found.version.startswith("atom")
    return RawFeed(
        title=_markup(feed, "title", atom=atom),
        links=_links(feed),
        language=feed.get("language") or "",
        hints=hints_of(document.text),
        items=[_item(entry, atom=atom) for entry in found.entries],
    )


def _item(entry: _Values, *, atom: bool) -> RawItem:
    detail = entry.get("title_detail") or entry.get("summary_detail") or (entry.get("content") or [{}])[0]
    return RawItem(
        guid=_string(entry, "id"),
        title=_markup(entry, "title", atom=atom),
        links=_links(entry),
        original_link=_string(entry, "feedburner_origlink") or _string(entry, "pheedo_origlink"),
        texts=_texts(entry, atom=atom),
        published=_string(entry, "published"),
        created=_string(entry, "created"),
        updated=_string(entry, "updated") if "updated" in entry else "",
        source=_source(entry),
        language=detail.get("language") or "",
        has_more=any(entry.values()),
    )


def _string(values: _Values, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _markup(values: _Values, key: str, *, atom: bool) -> Markup:
    detail = values.get(f"{key}_detail")
    return Markup(_string(values, key), _kind(detail, atom=atom))


def _kind(detail: _Values | None, *, atom: bool) -> str:
    """What Atom says of a text. In RSS nothing is said, and feedparser's guess is not kept apart."""
    kind = detail.get("type", "") if detail else ""
    return _KINDS.get(kind, "") if atom or "xhtml" in kind else ""


def _texts(entry: _Values, *, atom: bool) -> list[Markup]:
    texts = [Markup(part.get("value") or "", _kind(part, atom=atom)) for part in entry.get("content") or ()]
    texts.append(_markup(entry, "summary", atom=atom))
    return [text for text in texts if text.value]


def _links(values: _Values) -> list[RawLink]:
    links = [
        RawLink(link["href"], link.get("rel") or "alternate", link.get("type") or "")
        for link in values.get("links") or ()
        if link.get("href")
    ]
    link = "" if values.get("guidislink") else _string(values, "link")  # entries weighs guids itself
    return [RawLink(link), *links] if link else links


def _source(entry: _Values) -> str:
    source = entry.get("source")
    named = _string(source, "title") if isinstance(source, dict) else ""
    return named or _string(entry, "news_source")
