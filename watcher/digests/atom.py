"""Digests as an Atom feed (RFC 4287), for readers who rather follow than get mail. Pure.

Built from what was kept of each digest, so the feed says what every other channel said.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from watcher.digests.shapes import DIGEST, instant, letter_id, page_url
from watcher.digests.words import plain

_ATOM = "http://www.w3.org/2005/Atom"
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
# RFC 4287 wants ids that never change, wherever the feed is served from.
_IDENTITY = uuid.UUID("6f1d1c0e-3f6c-4d0a-9a53-0d9a7b1d2c11")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class KeptDigest:
    """What the store keeps of a digest: its number, name, subject line, HTML page and when it was made."""

    id: int
    name: str
    subject: str
    html: str
    generated_at: datetime


def atom(digests: Sequence[KeptDigest], *, name: str, now: datetime, public_url: str | None = None) -> bytes:
    """The digests of one name, newest first, as an Atom document in UTF-8. ``now`` dates a feed without any."""
    ordered = sorted(digests, key=lambda digest: (digest.generated_at, digest.id), reverse=True)
    feed = ET.Element(_tag("feed"))
    _add(feed, "id", _identity(name))
    _add(feed, "title", f"Watcher: {plain(name)}")
    _add(feed, "updated", str(instant(ordered[0].generated_at if ordered else now)))
    _add(feed, "generator", "Watcher")
    author = ET.SubElement(feed, _tag("author"))
    _add(author, "name", "Watcher")
    if public_url:
        ET.SubElement(feed, _tag("link"), {"rel": "alternate", "href": public_url})
    for digest in ordered:
        _add_entry(feed, digest, public_url)
    ET.register_namespace("", _ATOM)
    ET.indent(feed)
    document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _add_entry(feed: ET.Element, digest: KeptDigest, public_url: str | None) -> None:
    entry = ET.SubElement(feed, _tag("entry"))
    _add(entry, "id", _identity(digest.name, letter_id(DIGEST, digest.id)))
    _add(entry, "title", digest.subject)
    _add(entry, "updated", str(instant(digest.generated_at)))
    _add(entry, "published", str(instant(digest.generated_at)))
    if url := page_url(public_url, DIGEST, digest.id):
        ET.SubElement(entry, _tag("link"), {"rel": "alternate", "type": "text/html", "href": url})
    body = _BODY.search(digest.html)
    _add(entry, "content", body[1].strip() if body else digest.html).set("type", "html")


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, _tag(name))
    child.text = _NOT_XML.sub("", text)
    return child


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _identity(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_IDENTITY, '/'.join(parts))}"
