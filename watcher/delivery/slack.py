"""Slack's incoming webhooks: Block Kit. Pure.

Limits (Block Kit reference): 50 blocks a message, 3,000 characters a section, 150 a header; the
whole is kept under the undocumented size at which Slack answers ``msg_blocks_too_long``.
"""

from collections.abc import Sequence

from watcher.delivery.glance import Line
from watcher.delivery.pages import Json, Kind, Row, Service, bodies, calm, len16, safe_url
from watcher.model.deliveries import Message
from watcher.text import shorten

MAX_BLOCKS = 50
MAX_SECTION = 3000
MAX_HEADER = 150
MAX_WHOLE = 12_000


def slack_bodies(message: Message) -> list[bytes]:
    return bodies(message, _SERVICE)


def _text(text: str) -> str:
    """Slack's three escapes: without ``<`` there is no ``<!channel>``, ``<@user>`` or link."""
    return calm(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _linked(label: str, url: str) -> str:
    target = safe_url(url)
    return f"<{target.replace('&', '&amp;').replace('|', '%7C')}|{_text(label)}>" if target else _text(label)


def _line(line: Line) -> str:
    lead = f"*{_text(line.lead)}* " if line.lead else ""
    title = _linked(line.title, line.url) if line.url else _text(line.title)
    return f"• {lead}{title}" + (f" — {_text(line.detail)}" if line.detail else "")


def _build(title: str, rows: Sequence[Row], link: str | None) -> Json:
    plain = calm(title).replace("<", "<\u200b")  # plain text takes no escapes; so it holds no <!channel> either
    fitting = plain if len16(plain) <= MAX_HEADER else shorten(plain, MAX_HEADER // 2)
    header = {"type": "plain_text", "text": fitting, "emoji": False}
    sections = [
        {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}} for text in _sections(rows)
    ]
    # ``text`` is what notifications show.
    return {
        "text": _text(title),
        "blocks": [{"type": "header", "text": header}, *sections],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _sections(rows: Sequence[Row]) -> list[str]:
    """Rows of one heading together, as long as one section takes them."""
    texts: list[str] = []
    for row in rows:
        text = f"*{row.text}*" if row.kind is Kind.HEADING else row.text
        joined = f"{texts[-1]}\n{text}" if texts else text
        if texts and row.kind is Kind.LINE and len16(joined) <= MAX_SECTION:
            texts[-1] = joined
        else:
            texts.append(text)
    return texts


def _fits(message: Json) -> bool:
    blocks = message["blocks"]
    whole = sum(len16(block["text"]["text"]) for block in blocks)
    return len(blocks) <= MAX_BLOCKS and whole <= MAX_WHOLE


_SERVICE = Service(_line, _text, _linked, MAX_SECTION - 100, _build, _fits)
