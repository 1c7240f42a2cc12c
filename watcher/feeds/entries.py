"""From a raw item to a ``ParsedEntry``: the pass after parsing, the same for every reader.

Plain text, absolute links, strict dates; nothing invented. An item that says nothing at all is dropped.
"""

import hashlib
import re
from collections.abc import Iterator

from watcher.feeds.canonical import canonical_url
from watcher.feeds.dates import parse_date
from watcher.feeds.links import resolve, unwrap
from watcher.feeds.raw import Markup, RawFeed, RawItem, RawLink
from watcher.feeds.titles import plain_title, title_of
from watcher.model.parsing import ParsedEntry, ParsedFeed
from watcher.text import html_to_text, one_line, shorten

SUMMARY_LENGTH = 500
UNTITLED = "(untitled)"
_MAX_TEXT = 200_000  # characters of one entry's text that are kept
_MAX_MARKUP = 1_000_000  # characters of one entry's markup that are read
_MAX_TITLE = 1_000
_MAX_GUID = 2_000
_NO_ENTRY_LINK = frozenset(
    "self edit hub replies license next prev previous first last related search icon payment via".split()
)
_TAGLIKE = re.compile(
    r"</(?:p|div|a|b|i|em|strong|span|ul|ol|li|h[1-6]|table|blockquote)\s*>|<(?:br|img|p)\b[^<>]*>", re.IGNORECASE
)
_EMPTY_LINE = re.compile(r"\n\s*\n")
_ESCAPED = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_.][A-Za-z0-9_-]+)?$")


def parsed_feed(feed: RawFeed, url: str, warnings: tuple[str, ...] = ()) -> ParsedFeed:
    """Clean a feed that was fetched from ``url``."""
    site = _site(feed, url)
    language = normal_language(feed.language)
    entries = (parsed_entry(item, site, url, language) for item in feed.items)
    return ParsedFeed(
        title=plain_title(feed.title)[:_MAX_TITLE],
        site_url=site,
        language=language,
        hints=feed.hints,
        entries=tuple(entry for entry in entries if entry is not None),
        warnings=warnings,
    )


def parsed_entry(item: RawItem, site: str | None, url: str, language: str | None) -> ParsedEntry | None:
    """One item, or None where it says nothing at all."""
    link = _link(item, site, url)
    text = _longest(item.texts)
    outlet = (plain_title(Markup(item.source))[:200] or None) if item.source else None
    title = _without_outlet(plain_title(item.title), outlet)[:_MAX_TITLE] or title_of(text)
    guid = one_line(item.guid)[:_MAX_GUID]
    if not (title or text or link or guid or item.has_more):
        return None
    published, updated = parse_date(item.published), parse_date(item.updated)
    first = published or parse_date(item.created) or updated
    return ParsedEntry(
        guid=guid,
        url=link,
        canonical_url=canonical_url(link) if link else None,
        title=title or link or plain_title(Markup(guid)) or UNTITLED,
        summary=shorten(text, SUMMARY_LENGTH),
        text=text,
        published_at=first[0] if first else None,
        updated_at=updated[0] if updated else None,
        date_assumed_utc=bool(first and first[1]),
        outlet=outlet,
        language=normal_language(item.language) or language,
        content_hash=content_hash(title, text, link),
    )


def content_hash(title: str, text: str, link: str | None) -> str:
    """Changes when an item was edited; SHA-256 in hex over title, text and link."""
    return hashlib.sha256("\x1f".join((title, text, link or "")).encode("utf-8", "replace")).hexdigest()


def normal_language(code: str) -> str | None:
    """The primary tag of a BCP 47 code, lower case ("en" of "en-US"); None for anything else."""
    match = _LANGUAGE.match(code.strip()) if code else None
    return match[1].lower() if match else None


def _site(feed: RawFeed, url: str) -> str | None:
    for link in sorted(feed.links, key=lambda each: "html" not in each.kind and each.kind != ""):
        if link.rel == "alternate":
            address = resolve(link.href, url)
            if address:
                return address
    return None


def _link(item: RawItem, site: str | None, url: str) -> str | None:
    """The address of the item itself: FeedBurner's original, else the best link, the guid, an enclosure."""
    for link in _by_worth(item):
        address = resolve(link.href, site, url) if link.href.strip() else None
        if address:
            return unwrap(address)
    return None


def _by_worth(item: RawItem) -> Iterator[RawLink]:
    if item.original_link:
        yield RawLink(item.original_link)
    pages = [link for link in item.links if link.rel == "alternate"]
    yield from (link for link in pages if not link.kind or "html" in link.kind)
    yield from pages
    if item.guid.strip()[:8].lower().startswith(("http://", "https://")):
        yield RawLink(item.guid)
    others = [link for link in item.links if link.rel not in _NO_ENTRY_LINK and link.rel != "alternate"]
    yield from sorted(others, key=lambda link: link.rel == "enclosure")


def _longest(texts: list[Markup]) -> str:
    """The longest of an item's texts as plain text; the lengths of the sources decide which are worth reading."""
    best = ""
    for markup in sorted(texts, key=lambda each: len(each.value), reverse=True):
        if len(markup.value) <= len(best):
            break
        text = plain_text(markup)
        best = text if len(text) > len(best) else best
    return best[:_MAX_TEXT]


def plain_text(markup: Markup) -> str:
    """Paragraphs of plain text. Markup that was escaped twice is unpacked twice."""
    value = markup.value[:_MAX_MARKUP]
    if markup.kind == "text" and not _TAGLIKE.search(value) and not _ESCAPED.search(value):
        return "\n".join(line for line in map(one_line, _EMPTY_LINE.split(value)) if line)
    text = html_to_text(value)
    return html_to_text(text) if "<" in text and _TAGLIKE.search(text) else text


def _without_outlet(title: str, outlet: str | None) -> str:
    """Aggregators end a headline with its outlet: "Headline - Outlet"."""
    if outlet and len(title) > len(outlet) + 3:
        head = title[: -len(outlet)].rstrip()
        if title.casefold().endswith(outlet.casefold()) and head.endswith((" -", " –", " —", " |")):
            return head[:-2].rstrip()
    return title
