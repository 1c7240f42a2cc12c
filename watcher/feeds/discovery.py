"""Which feeds a web page names: autodiscovery by ``<link rel="alternate">`` (RFC 4287's companion habit)."""

import html
import re

from watcher.feeds.decoding import decode
from watcher.feeds.links import resolve

_WINDOW = 300_000  # characters of a page that are searched; such links stand in its head
_LINK = re.compile(r"<(?P<name>link|a|base)\b(?P<rest>(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/x.atom+xml",
        "application/x-atom+xml",
        "text/xml",
        "application/xml",
        "application/json",
    }
)
_COMMENTS = re.compile(r"comments?\b", re.IGNORECASE)
_FEEDISH = re.compile(
    r"(?:/feeds?/?|/rss/?|/atom/?|(?:rss|atom|feed|index)\.(?:xml|rss|rdf|atom|json))(?:\?[^#]*)?$", re.IGNORECASE
)


def feed_links(page: bytes, url: str) -> tuple[str, ...]:
    """Addresses of the feeds that a page names, declared ones first, comment feeds last."""
    text = decode(page)[:_WINDOW]
    base, declared, mentioned = url, [], []
    for tag in _LINK.finditer(text):
        attributes = _attributes(tag["rest"])
        href = attributes.get("href", "")
        name = tag["name"].lower()
        if name == "base" and href:
            base = resolve(href, url) or url
        elif name == "link" and _is_feed(attributes):
            declared.append(
                (bool(_COMMENTS.search(href + " " + attributes.get("title", ""))), resolve(href, base, url))
            )
        elif name == "a" and _FEEDISH.search(href):
            mentioned.append(resolve(href, base, url))
    ordered = [address for _, address in sorted(declared, key=lambda each: each[0])] + mentioned
    return tuple(dict.fromkeys(address for address in ordered if address))


def _is_feed(attributes: dict[str, str]) -> bool:
    kind = attributes.get("type", "").split(";")[0].strip().lower()
    rel = attributes.get("rel", "").lower().split()
    return bool(attributes.get("href")) and kind in _FEED_TYPES and ("alternate" in rel or "feed" in rel)


def _attributes(rest: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(double or single or bare).strip()
        for name, double, single, bare in _ATTRIBUTE.findall(rest)
    }
