"""Rows of a chat message, and how they are dealt out over numbered messages. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from json import dumps
from typing import Any
from urllib.parse import quote, urlsplit

from watcher.delivery.glance import STORIES, Glance, Line, glance
from watcher.model.deliveries import Message
from watcher.text import one_line, shorten

LONGEST_URL = 1000  # a longer one would fill the message of ten stories; its title stands without it
LONGEST_TITLE = 130  # with the number of a part it fits the shortest place for one, Slack's header
_MENTION = re.compile(r"(?<!\w)@(?=\w)|@(?=everyone|here|channel)", re.IGNORECASE)
_DIRECTION = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_SAFE_IN_URL = "!#$%&'*+,-./:;=?@_~[]"
# Most wanted first: (stories, follow-ups) that one message with a link may hold.
_SMALLER = ((STORIES, None), (7, None), (5, 30), (5, 15), (5, 8), (3, 5), (2, 3), (1, 1), (0, 0))

Json = dict[str, Any]


class Kind(Enum):
    HEADING = "heading"
    LINE = "line"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, written in the service's own markup."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Service:
    """How one service writes a row and a message, and what it takes.

    ``build`` makes a message of (title, rows, link); ``fits`` says whether the service takes it.
    """

    line: Callable[[Line], str]
    text: Callable[[str], str]
    linked: Callable[[str, str], str]
    row_limit: int
    build: Callable[[str, Sequence[Row], str | None], Json]
    fits: Callable[[Json], bool]


def bodies(message: Message, service: Service) -> list[bytes]:
    """The requests that carry a message: one where there is a page with the rest, else as many as it takes."""
    if message.kind != "digest" or not message.body.get("url"):
        return [_encoded(page) for page in _pages(glance(message), service)]
    for stories, followups in _SMALLER:
        pages = _pages(glance(message, stories, followups), service)
        if len(pages) == 1:
            break
    return [_encoded(page) for page in pages]


def _pages(seen: Glance, service: Service) -> list[Json]:
    title = shorten(seen.title, LONGEST_TITLE)
    dealt = _deal(_rows(seen, service), lambda rows: service.fits(service.build(f"{title} (99/99)", rows, seen.link)))
    if len(dealt) == 1:
        return [service.build(title, dealt[0], seen.link)]
    return [service.build(f"{title} ({n}/{len(dealt)})", page, seen.link) for n, page in enumerate(dealt, start=1)]


def _rows(seen: Glance, service: Service) -> list[Row]:
    rows = [Row(Kind.NOTE, service.text(part)) for part in _chunks(seen.intro, service.row_limit // 6)]
    for section in seen.sections:
        if section.heading:
            rows.append(Row(Kind.HEADING, service.text(section.heading)))
        rows += [Row(Kind.LINE, _fitted(line, service)) for line in section.lines]
    if seen.more:
        rows.append(Row(Kind.NOTE, service.linked(seen.more, seen.link) if seen.link else service.text(seen.more)))
    elif seen.link:
        rows.append(Row(Kind.NOTE, service.linked("Read it all", seen.link)))
    return rows


def _deal(rows: Sequence[Row], fits: Callable[[Sequence[Row]], bool]) -> list[list[Row]]:
    """Fill one page after the other. A section that goes on is headed anew; no heading ends a page."""
    pages: list[list[Row]] = []
    page: list[Row] = []
    heading: Row | None = None
    for row in rows:
        if page and not fits([*page, row]):
            carried = [page.pop()] if page[-1].kind is Kind.HEADING else []
            pages.append(page)
            page = carried
            if not carried and heading is not None and row.kind is Kind.LINE:
                page = [replace(heading, text=f"{heading.text} (continued)")]
        if row.kind is Kind.HEADING:
            heading = row
        page.append(row)
    return [*pages, page]


def _fitted(line: Line, service: Service) -> str:
    """The line; where markup and escapes make it longer than a row may be, in fewer words, at last without its link."""
    for width in (300, 150, 80):
        title, detail = shorten(line.title, width), shorten(line.detail, 2 * width)
        text = service.line(replace(line, title=title, detail=detail))
        if len16(text) <= service.row_limit:
            return text
    return service.line(Line(shorten(line.title, 80), None, line.lead, ""))


def _chunks(text: str, size: int) -> Iterable[str]:
    return (text[start : start + size] for start in range(0, len(text), size))


# ---------------------------------------------------------------- what services share


def calm(text: str) -> str:
    """One line that calls nobody: an invisible mark parts each @ from the name after it."""
    return _MENTION.sub("@\u200b", one_line(text.translate(_DIRECTION)))


def safe_url(url: str | None) -> str | None:
    """A web address with nothing in it that ends a link early; None for anything else."""
    if not url or urlsplit(url).scheme.lower() not in {"http", "https"}:
        return None
    safe = quote(one_line(url).encode("utf-8", "replace").decode(), safe=_SAFE_IN_URL)
    return safe if len(safe) <= LONGEST_URL else None


def len16(text: str) -> int:
    """Length in UTF-16 units, the strictest way the services count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _encoded(message: Json) -> bytes:
    return dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
