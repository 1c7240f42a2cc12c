"""Titles as plain text: what a publisher meant, whatever mix of escaping the document holds.

A tag counts as markup when it is a known element that is closed, void, or carries attributes; a lone
"<a>" in a headline about HTML is text and stays.
"""

import html
import re

from watcher.feeds.raw import Markup
from watcher.text import html_to_text, one_line, shorten

LENGTH_FROM_TEXT = 80  # characters of the text that stand in for a missing title
_LONGEST = 5_000

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:\s[^<>]*)?)/?>")
_VOID = frozenset("br hr img wbr input link meta source embed area".split())
_INLINE = frozenset(
    "a abbr acronym b big blockquote body center cite code dd del dfn div dl dt em fieldset figure font form h1 h2 h3 "
    "h4 h5 h6 html i iframe ins kbd label li mark nobr object ol p pre q s samp script section select small span "
    "strike strong style sub sup svg table tbody td th time title tr tt u ul var video wbr".split()
)
_DROPPED = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)


def plain_title(title: Markup) -> str:
    """One line of plain text: unescaped once, tags stripped, unescaped again only where entities remain."""
    value = title.value[:_LONGEST]
    if "<" not in value and "&" not in value:
        return one_line(value)
    if title.kind == "html":
        # html_to_text unescapes after stripping, so "&lt;a&gt;" inside stays as the text "<a>"
        value = html_to_text(value).replace("\n", " ") if "<" in value else html.unescape(value)
    else:
        value = strip_tags(value)
        value = html.unescape(value) if title.kind != "text" and _ENTITY.search(value) else value
    if _ENTITY.search(value):
        value = html.unescape(value)
    return one_line(strip_tags(value))


def title_of(text: str) -> str:
    """The start of a text, for an item without title."""
    return shorten(strip_tags(text.split("\n", 1)[0]), LENGTH_FROM_TEXT)


def strip_tags(value: str) -> str:
    """Without the tags that are markup; what merely looks like a tag stays."""
    if "<" not in value:
        return value
    value = _DROPPED.sub(" ", value)
    closed = {tag["name"].lower() for tag in _TAG.finditer(value) if tag["end"]}
    return _TAG.sub(lambda tag: _replacement(tag, closed), value)


def _replacement(tag: re.Match[str], closed: set[str]) -> str:
    name = tag["name"].lower()
    known = name in _INLINE or name in _VOID
    if not known or not (tag["end"] or name in closed or name in _VOID or "=" in tag["rest"]):
        return tag[0]
    return " " if name in {"br", "p", "div", "li", "tr", "td", "hr"} else ""
