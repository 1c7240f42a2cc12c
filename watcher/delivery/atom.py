"""Digests as an Atom feed (RFC 4287), so that a feed reader is a channel too. No files here.

An entry is rendered once, with its digest; a feed is put together of entries as they are.
"""

import logging
import re
import uuid
from collections.abc import Sequence
from datetime import UTC
from xml.etree import ElementTree as ET

from watcher.model.deliveries import Message
from watcher.text import one_line

log = logging.getLogger(__name__)

LONGEST = 30  # entries a feed keeps
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def entry(message: Message, identity: str, page: str) -> bytes:
    """An Atom entry document. ``page`` is where the HTML lies beside the feed, for where there is no public page."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}entry")
    moment = message.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    _add(root, "id", _urn(identity))
    _add(root, "title", one_line(message.subject))
    _add(root, "updated", moment)
    _add(root, "published", moment)
    _add(root, "link", rel="alternate", type="text/html", href=str(message.body.get("url") or page))
    _add(root, "content", message.html, type="html")
    return _document(root)


def feed(name: str, entries: Sequence[bytes]) -> bytes:
    """The feed of the digests called ``name``; ``entries`` newest first, at least one."""
    ET.register_namespace("", _ATOM)
    parsed = [found for body in entries if (found := _parsed(body)) is not None]
    parsed.sort(key=lambda found: found.findtext(f"{{{_ATOM}}}updated", ""), reverse=True)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", _urn(f"feed of {name}"))
    _add(root, "title", f"Watcher: {name}")
    _add(root, "updated", next((found.findtext(f"{{{_ATOM}}}updated", "") for found in parsed), ""))
    _add(_add(root, "author"), "name", "Watcher")
    root.extend(parsed)
    return _document(root)


def _parsed(body: bytes) -> ET.Element | None:
    try:
        return ET.fromstring(body)  # noqa: S314 - written by ``entry``, read from our own folder
    except ET.ParseError as error:
        log.warning("an entry of the Atom feed was damaged and is left out: %s", error)
        return None


def _document(root: ET.Element) -> bytes:
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + ET.tostring(root, encoding="unicode").encode("utf-8")


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    found.text = None if text is None else _NOT_XML.sub("\ufffd", text)
    return found


def _urn(words: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"watcher {words}").urn
