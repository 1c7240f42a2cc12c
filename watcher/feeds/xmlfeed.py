"""Plain well-formed RSS, RDF and Atom, read without feedparser: many times faster, with the same result.

``read_xml`` returns None for everything that is not plain, and feedparser reads that: malformed XML, items in
items, base64 content. Element names and their namespaces are feedparser's.
"""

import html
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html.entities import html5
from urllib.parse import urljoin
from xml.etree import ElementTree as ET
from xml.parsers.expat import errors

from watcher.feeds.hints import hints_of
from watcher.feeds.raw import NO_MARKUP, Markup, RawFeed, RawItem, RawLink

_NAMESPACES = {
    "": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss091": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.pheedo.com/namespace/pheedo": "pheedo:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_TEXTS = frozenset(
    "description summary content content:encoded abstract body xhtml:body fullitem dc:description itunes:summary "
    "media:description".split()
)
_DATES = {
    "pubdate": "published",
    "published": "published",
    "issued": "published",
    "dcterms:issued": "published",
    "created": "created",
    "dcterms:created": "created",
    "updated": "updated",
    "modified": "updated",
    "lastbuilddate": "updated",
    "dc:date": "updated",
    "dcterms:modified": "updated",
}
_KINDS = {
    "text": "text",
    "plain": "text",
    "text/plain": "text",
    "html": "html",
    "text/html": "html",
    "xhtml": "html",
    "application/xhtml+xml": "html",
}
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:(?P<name>[a-zA-Z][a-zA-Z0-9]{1,31});)?")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_ENTITY_FAULTS = frozenset(
    {errors.codes[errors.XML_ERROR_UNDEFINED_ENTITY], errors.codes[errors.XML_ERROR_INVALID_TOKEN]}
)
_VOID = frozenset({"br", "hr", "img", "wbr", "input", "source"})
_DEEPEST = 60  # levels of inline markup that are rebuilt; below, only the words count

_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}


class _NotPlainError(Exception):
    """Something that only feedparser knows how to read."""


def read_xml(text: str) -> RawFeed | None:
    """Read plain well-formed RSS, RDF or Atom; None where feedparser must have a look.

    ``text`` comes from ``decoding``: no document type, so no entity can expand.
    """
    try:
        return _feed(_tree(text), text)
    except (ET.ParseError, _NotPlainError):
        return None


def _tree(text: str) -> ET.Element:
    try:
        return ET.fromstring(text)  # noqa: S314 -- entity declarations are gone
    except ET.ParseError as error:
        if error.code not in _ENTITY_FAULTS:
            raise
        return ET.fromstring(_mended(text))  # noqa: S314


def _mended(text: str) -> str:
    """HTML's entities as characters and loose ampersands escaped: the two commonest faults of feeds."""
    pieces = _CDATA.split(text)
    pieces[::2] = [_AMPERSAND.sub(_resolved, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _resolved(found: re.Match[str]) -> str:
    name = found["name"]
    if not name:
        return "&amp;"
    if name in _XML_ENTITIES:
        return found[0]
    return html5.get(name + ";", f"&amp;{name};")


def _feed(root: ET.Element, text: str) -> RawFeed:
    names = _Names()
    atom = names[root.tag] == "feed"
    feed = RawFeed(hints=hints_of(text), language=root.get(_XML + "lang", ""))
    pending: list[tuple[ET.Element, str, str]] = [(root, "", feed.language)]
    while pending:
        parent, base, language = pending.pop(0)
        base, language = _scope(parent, base, language)
        for child in parent:
            match names[child.tag]:
                case "item" | "entry":
                    feed.items.append(_Item(names, base, language, atom=atom).read(child))
                case "channel" | "rss" | "feed":
                    pending.append((child, base, language))
                case "title" | "dc:title" if not feed.title.value:
                    feed.title = _markup(child, "text" if atom else "", names)
                case "link":
                    feed.links[:0] = _links(child, base)
                case "language" | "dc:language" if _text(child):
                    feed.language = language = _text(child)
                case "items" | "image" | "textinput" | "author":
                    pass
                case _ if len(child) and any(names[inner.tag] in {"item", "entry"} for inner in child.iter()):
                    raise _NotPlainError
    if not feed.items:
        raise _NotPlainError
    return feed


class _Names(dict[str, str]):
    """Names of elements as feedparser has them: lower case, a known prefix, "?" for an unknown namespace."""

    def __missing__(self, tag: str) -> str:
        namespace, _, local = tag.rpartition("}")
        namespace = namespace[1:].lower()
        prefix = _NAMESPACES.get(namespace, "bing:" if "//www.bing.com" in namespace else "?")
        name = self[tag] = prefix + local.lower()
        return name


class _Item:
    """Reads one item; of a thing said twice the last counts, as feedparser has it, except for titles."""

    def __init__(self, names: _Names, base: str, language: str, *, atom: bool) -> None:
        self._names, self._base, self._atom = names, base, atom
        self._language = language
        self._item = RawItem()
        self._media_title = NO_MARKUP

    def read(self, element: ET.Element) -> RawItem:
        item, names = self._item, self._names
        self._base, item.language = _scope(element, self._base, self._language)
        item.guid = element.get(_ABOUT, "").strip()
        for child in element:
            name = names[child.tag]
            if take := _TAKEN.get(name):
                take(self, name, child)
        if not item.title.value:
            item.title = self._media_title
        item.has_more = bool(item.title.value) or any(
            child.attrib or len(child) or (child.text and child.text.strip()) for child in element
        )
        return item

    def take_text(self, name: str, child: ET.Element) -> None:
        texts = self._item.texts
        text = _markup(child, self._default(name), self._names)
        texts.insert(0 if name.startswith("content") else len(texts), text)

    def take_date(self, name: str, child: ET.Element) -> None:
        setattr(self._item, _DATES[name], _text(child))

    def take_link(self, _: str, child: ET.Element) -> None:
        base, _ = _scope(child, self._base, "")
        for link in _links(child, base):
            # The last page link wins, as in feedparser: it goes to the front
            page = link.rel == "alternate" and (not link.kind or "html" in link.kind)
            self._item.links.insert(0 if page else len(self._item.links), link)

    def take_guid(self, _: str, child: ET.Element) -> None:
        self._item.guid = _text(child)

    def take_title(self, name: str, child: ET.Element) -> None:
        item = self._item
        if not item.title.value:
            item.title = _markup(child, self._default(name), self._names)
            item.language = child.get(_XML + "lang", item.language)

    def take_rare(self, name: str, child: ET.Element) -> None:
        item = self._item
        match name:
            case "enclosure":
                item.links.append(RawLink(child.get("url") or child.get("href") or "", "enclosure"))
            case "feedburner:origlink" | "pheedo:origlink":
                item.original_link = _text(child)
            case "source":
                item.source = _source(child, self._names)
            case "bing:source":
                item.source = item.source or _text(child)
            case "language" | "dc:language":
                item.language = _text(child) or item.language
            case "media:title":
                self._media_title = _markup(child, "", self._names)
            case "media:group" | "media:content":
                for inner in child:
                    name = self._names[inner.tag]
                    if take := _TAKEN.get(name):
                        take(self, name, inner)
            case "item" | "entry":
                raise _NotPlainError

    def _default(self, name: str) -> str:
        """What a text is where it does not say: plain in Atom, either in RSS."""
        return "text" if self._atom and ":" not in name else ""


_TAKEN: dict[str, Callable[[_Item, str, ET.Element], None]] = {
    **dict.fromkeys(
        "enclosure feedburner:origlink pheedo:origlink source bing:source language dc:language media:title media:group "
        "media:content item entry".split(),
        _Item.take_rare,
    ),
    **dict.fromkeys(_TEXTS, _Item.take_text),
    **dict.fromkeys(_DATES, _Item.take_date),
    **dict.fromkeys(("guid", "id"), _Item.take_guid),
    **dict.fromkeys(("title", "dc:title"), _Item.take_title),
    "link": _Item.take_link,
}


def _scope(element: ET.Element, base: str, language: str) -> tuple[str, str]:
    """xml:base, stacked, and xml:lang as they hold inside ``element``."""
    if not element.attrib:
        return base, language
    own = element.get(_XML + "base")
    return urljoin(base, own.strip()) if own else base, element.get(_XML + "lang", language)


def _links(child: ET.Element, base: str) -> list[RawLink]:
    """The link that an element names, if it names one."""
    href = child.get("href") or child.get("url") or _text(child)
    if not href:
        return []
    rel = child.get("rel", "alternate").lower()
    return [RawLink(_joined(base, href), rel, child.get("type", "").lower())]


def _joined(base: str, href: str) -> str:
    if not base:
        return href
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href


def _source(child: ET.Element, names: _Names) -> str:
    """The name of the feed or outlet that an aggregator took an item from: text in RSS, a title in Atom."""
    if not len(child):
        return _text(child)
    return next((_text(inner) for inner in child if names[inner.tag] == "title"), "")


def _text(element: ET.Element) -> str:
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return _repaired(text.strip())


def _markup(element: ET.Element, default: str, names: _Names) -> Markup:
    if not element.attrib and not len(element):
        return Markup(_repaired((element.text or "").strip()), default)
    said = element.get("type", "").lower().split(";")[0].strip()
    if element.get("mode", "").lower() == "base64" or (said and "/" in said and said not in _KINDS):
        raise _NotPlainError
    if len(element):
        pieces = list(_inline(element, names, 0))
        if "xhtml" not in said:  # escaped markup comes first, elements after it
            pieces[0] = element.text or ""
        return Markup(_repaired("".join(pieces).strip()), "html")
    return Markup(_repaired((element.text or "").strip()), _KINDS.get(said, default) if said else default)


def _inline(element: ET.Element, names: _Names, depth: int) -> Iterator[str]:
    """Markup that stands in a document as elements (XHTML), as an HTML fragment without attributes."""
    if depth > _DEEPEST:
        yield html.escape("".join(element.itertext()), quote=False)
        return
    yield html.escape(element.text or "", quote=False)
    for child in element:
        name = names[child.tag].rpartition(":")[2].lstrip("?")
        yield f"<{name}>"
        if name not in _VOID:
            yield from _inline(child, names, depth + 1)
            yield f"</{name}>"
        yield html.escape(child.tail or "", quote=False)


def _repaired(text: str) -> str:
    """UTF-8 that was taken for Latin-1 and encoded once more; Windows characters under C1 numbers."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text if text.isprintable() else text.translate(_WINDOWS) if _C1.search(text) else text
