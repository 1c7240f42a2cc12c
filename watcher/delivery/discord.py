"""Discord's webhooks: embeds. Pure.

Limits (Discord's API reference): 2,000 characters of content, 10 embeds, 4,096 a description and
6,000 over all embeds of a message.
"""

import re
from collections.abc import Sequence

from watcher.delivery.glance import Line
from watcher.delivery.pages import Json, Kind, Row, Service, bodies, calm, len16, safe_url
from watcher.model.deliveries import Message

MAX_CONTENT = 2000
MAX_EMBEDS = 10
MAX_DESCRIPTION = 4096
MAX_WHOLE = 6000
_MARKUP = re.compile(r"([\\*_~`|>#<\[\]()])")
_BLUE = 0x2B5797


def discord_bodies(message: Message) -> list[bytes]:
    return bodies(message, _SERVICE)


def _text(text: str) -> str:
    """Discord's markup escaped; ``<@id>`` is markup too."""
    return _MARKUP.sub(r"\\\1", calm(text))


def _linked(label: str, url: str) -> str:
    target = safe_url(url)
    return f"[{_text(label)}]({target})" if target else _text(label)


def _line(line: Line) -> str:
    lead = f"**{_text(line.lead)}** " if line.lead else ""
    title = _linked(line.title, line.url) if line.url else _text(line.title)
    return f"- {lead}{title}" + (f" — {_text(line.detail)}" if line.detail else "")


def _build(title: str, rows: Sequence[Row], link: str | None) -> Json:
    embeds: list[Json] = []
    for row in rows:
        last = embeds[-1] if embeds else None
        if row.kind is Kind.HEADING:
            embeds.append({"title": row.text, "description": "", "color": _BLUE})
        elif last is not None and len16(last["description"]) + len16(row.text) + 1 <= MAX_DESCRIPTION:
            last["description"] = f"{last['description']}\n{row.text}".strip()
        else:
            embeds.append({"description": row.text, "color": _BLUE})
    content = f"**{_text(title)}**"
    # Whatever the text says: nobody is notified.
    return {"content": content, "embeds": embeds, "allowed_mentions": {"parse": []}}


def _fits(message: Json) -> bool:
    embeds = message["embeds"]
    whole = sum(len16(embed.get("title", "")) + len16(embed["description"]) for embed in embeds)
    return len(embeds) <= MAX_EMBEDS and whole <= MAX_WHOLE


_SERVICE = Service(_line, _text, _linked, MAX_DESCRIPTION // 2, _build, _fits)
