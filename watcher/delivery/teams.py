"""Microsoft Teams through Workflows ("when a webhook request is received"): one Adaptive Card a message. Pure.

Limit: 28 KB a message. Office 365 connectors, which took another format, were retired.
"""

import re
from collections.abc import Sequence
from json import dumps

from watcher.delivery.glance import Line
from watcher.delivery.pages import Json, Kind, Row, Service, bodies, calm, safe_url
from watcher.model.deliveries import Message

MAX_BYTES = 28 * 1024
_ROOM = 26 * 1024  # what a message may weigh here: the workflow wraps it in a few bytes of its own
_MARKUP = re.compile(r"([\\*_~`\[\]])")


def teams_bodies(message: Message) -> list[bytes]:
    return bodies(message, _SERVICE)


def _text(text: str) -> str:
    """The Markdown of a TextBlock escaped; no ``<at>`` survives, which is how Teams writes a mention."""
    return _MARKUP.sub(r"\\\1", calm(text)).replace("<", "<\u200b")


def _linked(label: str, url: str) -> str:
    target = safe_url(url)
    return f"[{_text(label)}]({target})" if target else _text(label)


def _line(line: Line) -> str:
    lead = f"**{_text(line.lead)}** " if line.lead else ""
    title = _linked(line.title, line.url) if line.url else _text(line.title)
    return f"{lead}{title}" + (f" — {_text(line.detail)}" if line.detail else "")


def _block(text: str, **more: object) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **more}


def _build(title: str, rows: Sequence[Row], link: str | None) -> Json:
    styles: dict[Kind, Json] = {
        Kind.HEADING: {"weight": "Bolder", "spacing": "Large"},
        Kind.LINE: {"spacing": "Small"},
        Kind.NOTE: {"spacing": "Medium"},
    }
    card: Json = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": _text(title),
        "msteams": {"width": "Full"},
        "body": [
            _block(_text(title), size="Large", weight="Bolder", style="heading"),
            *(_block(row.text, **styles[row.kind]) for row in rows),
        ],
    }
    if target := safe_url(link):
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open in Watcher", "url": target}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _fits(message: Json) -> bool:
    return len(dumps(message, ensure_ascii=False).encode("utf-8", "replace")) <= _ROOM


_SERVICE = Service(_line, _text, _linked, 2000, _build, _fits)
