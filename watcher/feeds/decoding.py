"""From the bytes of a feed to text that a parser can read: the pass before parsing.

In order: size, gzip by its magic, charset, control characters, the document type with its
entities, junk around the root. What the bytes say wins over what was said about them
(BOM > valid UTF-8 > HTTP > declaration). A document that is no feed is named for what it is.
"""

import re
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup
from dataclasses import dataclass

from watcher.errors import FeedError

MAX_DOCUMENT = 64 * 1024 * 1024  # bytes after inflating; the HTTP client's own limit is lower
_MAX_ENTITY_TEXT = 64 * 1024  # characters that the entities of a document may add to it

_BOMS = (
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0 appendix F: how "<?" or "<r" looks in encodings that are not ASCII at their base
_SHAPES = (
    (re.compile(rb"<\0\0\0[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# Text in these is plain ASCII to the eye of a UTF-8 decoder
_ESCAPED = re.compile(r"iso-?2022|utf-?7|hz", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932"}

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_CHARACTERS = [chr(code) for code in range(32) if chr(code) not in "\t\n\r"] + ["\ufffe", "\uffff"]
_CONTROL_REFS = re.compile(r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE)

_DOCTYPE_WINDOW = 20_000
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DOCTYPE_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?-->|[\[\]>]", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"&%<]*|&\#\w+;)\"|'([^'&%<]*|&\#\w+;)')\s*>")
_ROOT = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?:rss|feed|rdf|channel))(?=[\s>/])", re.IGNORECASE)
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_FIRST_TAG = re.compile(r"<(?P<name>[\w.:-]{1,60})")
_LAST_CLOSE = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_HTML_ROOTS = frozenset(
    {"html", "head", "body", "title", "meta", "script", "link", "div", "p", "center", "h1", "h2", "table"}
)


@dataclass(frozen=True, slots=True)
class Document:
    """Clean text of a document. ``root`` is its first element's local name, lower case ("" for JSON)."""

    text: str
    root: str
    warnings: tuple[str, ...] = ()

    @property
    def is_json(self) -> bool:
        return not self.root

    @property
    def is_html(self) -> bool:
        return self.root in _HTML_ROOTS


def read_document(body: bytes, content_type: str | None = None, limit: int = MAX_DOCUMENT) -> Document:
    """Decode, clean and cut the body of a feed; the content type serves for its charset alone.

    Raises FeedError for what is empty, too large, broken gzip, or no markup at all.
    """
    warnings: list[str] = []
    text = decode(inflate(body, limit, warnings), content_type, warnings)
    if not _is_clean(text):
        text = _CONTROLS.sub("", text)
    if "&#" in text:
        text = _CONTROL_REFS.sub("", text)
    text = text.strip().lstrip("\ufeff").lstrip()
    if not text:
        raise FeedError("the answer is empty")
    if text[0] in "{[":
        return Document(text, "", tuple(warnings))
    text = _without_doctype(text)
    return _cut(text, warnings)


def _is_clean(text: str) -> bool:
    """Whether nothing in it is a control: looked for one by one, they are not found in a fifth of the time."""
    if any(map(text.__contains__, _CONTROL_CHARACTERS)):
        return False
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def inflate(body: bytes, limit: int, warnings: list[str]) -> bytes:
    """``body`` itself, or what its gzip holds (servers compress and forget to say so)."""
    for _ in range(2):
        if not body.startswith(b"\x1f\x8b"):
            break
        inflater = zlib.decompressobj(wbits=31)
        try:
            body = inflater.decompress(body, limit + 1)
        except zlib.error as error:
            raise FeedError(f"the answer is broken gzip: {error}") from error
        if not inflater.eof and len(body) <= limit:
            warnings.append("the gzip data ends too early")
    if len(body) > limit:
        raise FeedError(f"the document is too large: more than {limit // 1024} KiB")
    return body


def decode(body: bytes, content_type: str | None = None, warnings: list[str] | None = None) -> str:
    """Text of a document by BOM > valid UTF-8 > HTTP charset > its own declaration > Windows-1252."""
    warnings = [] if warnings is None else warnings
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    start = body[:64].lstrip(b"\r\n\t ")
    for shape, encoding in _SHAPES:
        if shape.match(start):
            return body[len(body) - len(body.lstrip(b"\r\n\t ")) :].decode(encoding, "replace")
    said = [_codec(name) for name in (_http_charset(content_type), _declared(body)) if name]
    named = [name for name in said if name]
    if named and _ESCAPED.match(named[0]):
        return body.decode(named[0], "replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_broken(body, named, warnings)
    if not text.isascii() and any(name not in {"utf-8", "cp1252"} for name in named):
        warnings.append(f"declared as {named[0]}, but the text is UTF-8")
    return text


def _decode_broken(body: bytes, named: list[str], warnings: list[str]) -> str:
    """Not quite UTF-8: bad bytes in a UTF-8 text are replaced one by one, any other text by what was said of it.

    One bad byte must not turn every accent of the text into mojibake.
    """
    as_utf8 = body.decode("utf-8", "replace")
    bad = as_utf8.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    good = len(as_utf8) - len(as_utf8.encode("ascii", "ignore")) - bad
    says_utf8 = not named or named[0] == "utf-8"
    if good >= bad if says_utf8 else good > 4 * bad:
        warnings.append(f"{bad} bytes are not valid UTF-8")
        return as_utf8
    for name in (*named, "cp1252"):
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        if name not in named[:1]:
            warnings.append(f"not valid {named[0] if named else 'utf-8'}: read as {name}")
        return text
    warnings.append("the charset is unclear")
    return body.decode(next((name for name in named if name != "utf-8"), "cp1252"), "replace")


def _codec(name: str) -> str:
    """Python's name for a text encoding, widened to what is really sent under it; "" for an unknown one."""
    try:
        found = lookup(name)
    except LookupError:
        return ""
    if not found._is_text_encoding:  # noqa: SLF001 -- the only way to tell "utf-8" from "zip"
        return ""
    return _WIDER.get(found.name, found.name)


def _http_charset(content_type: str | None) -> str:
    found = _HTTP_CHARSET.search(content_type or "")
    return found[1] if found else ""


def _declared(body: bytes) -> str:
    found = _DECLARED.search(body[:1024])
    return found[1].decode("ascii") if found else ""


def _without_doctype(text: str) -> str:
    """Without its document type; entities that are plain short text are put in place, all others stay unread.

    No parser ever sees an entity declaration, so none can expand without bound or reach a file.
    """
    found = _DOCTYPE.search(text, 0, _DOCTYPE_WINDOW)
    if not found:
        return text
    end = _doctype_end(text, found.end())
    rest = text[: found.start()] + text[end:]
    entities = {name: double or single for name, double, single in _ENTITY.findall(text, found.end(), end)}
    if not entities or len(entities) > 500:
        return rest
    added = sum(len(value) * rest.count(f"&{name};") for name, value in entities.items())
    if added > _MAX_ENTITY_TEXT:
        return rest
    return re.sub(r"&([\w.-]+);", lambda ref: entities.get(ref[1], ref[0]), rest)


def _doctype_end(text: str, start: int) -> int:
    within = False  # the internal subset, between brackets
    for token in _DOCTYPE_TOKEN.finditer(text, start, start + _DOCTYPE_WINDOW):
        if token[0] == "[":
            within = True
        elif token[0] == "]":
            within = False
        elif token[0] == ">" and not within:
            return token.end()
    return max(text.find(">", start) + 1, start)


def _cut(text: str, warnings: list[str]) -> Document:
    """Cut what stands before the root (PHP warnings, blank lines) and after its end."""
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    first = _FIRST_TAG.match(text, start)
    name = _local(first["name"]) if first else ""
    if not first or (name in _HTML_ROOTS or name in {"br", "b"}):
        root = _ROOT.search(text, start)
        if root and not _looks_like_page(text[start : root.start()]):
            warnings.append("there is other text before the feed")
            start, name = root.start(), _local(root["name"])
        elif not name:
            raise FeedError("the answer is neither XML nor JSON")
    if name in {"rss", "feed", "rdf", "channel"}:
        close = text.rfind("</")
        end = _LAST_CLOSE.match(text, close) if close > start else None
        if end and end.end() < len(text):
            text = text[: end.end()]
        elif not end:
            closes = [found.end() for found in _LAST_CLOSE.finditer(text, start)]
            if closes and not re.search(r"<(?:item|entry)\b", text[closes[-1] :], re.IGNORECASE):
                warnings.append("there is other text after the feed")
                text = text[: closes[-1]]
    return Document(text[start:], name, tuple(warnings))


def _looks_like_page(before: str) -> bool:
    return bool(re.search(r"<(?:html|body|head)\b|<!doctype\s+html", before, re.IGNORECASE))


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
