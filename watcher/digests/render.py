"""Lay out digests and alerts as text, HTML and Markdown; the one place of this stage that speaks Jinja. Pure.

The words come ready from ``view``; what a template adds is layout and escaping. HTML stays under
``HTML_LIMIT`` bytes, because Gmail cuts a mail at 102 KB: what does not fit is told shorter, then counted.
"""

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import jinja2

from watcher.digests import bodies, shapes, words
from watcher.digests.compose import GENERAL_SLUG
from watcher.digests.fitting import ROOMS, fitted
from watcher.digests.followup_words import event_title
from watcher.digests.notices import STANDING
from watcher.digests.page import alert_view, digest_view, quiet_words
from watcher.digests.windows import local_date
from watcher.model.deliveries import Message
from watcher.model.digests import Alert, Digest, FollowUpNotice, Notice
from watcher.model.followups import Status
from watcher.text import shorten

FORMATS = ("text", "html", "markdown")
HTML_LIMIT = 98_000  # bytes
SUBJECT_LIMIT = 78  # characters; RFC 5322 2.1.1 asks for lines no longer
_LINE = 78  # columns of the text format
_SUFFIXES = {"text": "txt", "html": "html", "markdown": "md"}
_MONTHS = "|".join((*calendar.month_abbr[1:], *calendar.month_name[1:]))
_UNBROKEN = re.compile(
    rf"(?:(?:{'|'.join(calendar.day_abbr)}) )?\d{{1,2}} (?:{_MONTHS})\b(?: \d{{4}})?|\([^()]{{1,14}}\)"
)
_MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")


def render(digest: Digest, format: str) -> str:  # noqa: A002 - the contract's word for it
    """The digest as ``text``, ``html`` or ``markdown``."""
    view = digest_view(digest, subject(digest))
    template = _template(f"digest.{_SUFFIXES[format]}")
    if format != "html":
        return template.render(digest=view)
    for room in ROOMS[:-1]:
        page = template.render(digest=fitted(view, room))
        if len(page.encode()) <= HTML_LIMIT:
            return page
    return template.render(digest=fitted(view, ROOMS[-1]))


def subject(digest: Digest) -> str:
    """One line with the one thing that matters: ``3 stories on Quantum; CET Dialogue overdue``."""
    if digest.empty:
        return quiet_words(digest)
    urgent = _most_urgent(digest)
    room = SUBJECT_LIMIT - (len(urgent) + 2 if urgent else 0)
    parts = [_stories_in_short(digest, room), urgent]
    if not any(parts) and digest.developments:
        parts = [f"{words.count(len(digest.developments), 'story', 'stories')} developed further"]
    if not any(parts):
        parts = ["Nothing besides what an alert told"]
    return "; ".join(part for part in parts if part)


def digest_message(digest: Digest) -> Message:
    """The digest ready for any channel. It has its id by now: a preview is not sent."""
    if digest.id is None:
        raise ValueError("a digest is sent under its id")
    return Message(
        kind="digest",
        id=shapes.letter_id(shapes.DIGEST, digest.id),
        name=digest.name,
        subject=subject(digest),
        text=render(digest, "text"),
        html=render(digest, "html"),
        body=bodies.digest_json(digest),
        created_at=digest.generated_at,
        public_url=digest.public_url,
    )


# ---------------------------------------------------------------- alerts and tests


def render_alert(alert: Alert, format: str, status: Status = Status.UPCOMING) -> str:  # noqa: A002 - as ``render``
    """``status``: how the alert's follow-up stood when the alert was made."""
    view = alert_view(alert, alert_subject(alert), status)
    return _template(f"alert.{_SUFFIXES[format]}").render(alert=view)


def alert_subject(alert: Alert) -> str:
    """The follow-up and its date where there is one, else the story's headline."""
    if alert.followup:
        followup = alert.followup
        place = f", {words.plain(followup.place)}" if followup.place else ""
        return shorten(f"{event_title(followup)}: {words.period_words(followup.period)}{place}", SUBJECT_LIMIT)
    title = alert.story.title if alert.story else alert.name
    return shorten(words.plain(title), SUBJECT_LIMIT) or words.plain(alert.name)


def alert_message(alert: Alert, status: Status = Status.UPCOMING) -> Message:
    """The alert ready for any channel. Needs its id, as a digest does."""
    if alert.id is None:
        raise ValueError("an alert is sent under its id")
    return Message(
        kind="alert",
        id=shapes.letter_id(shapes.ALERT, alert.id),
        name=alert.name,
        subject=alert_subject(alert),
        text=render_alert(alert, "text", status),
        html=render_alert(alert, "html", status),
        body=bodies.alert_json(alert, status),
        created_at=alert.created_at,
        public_url=alert.public_url,
    )


def channel_test_message(channel: str, number: str, now: datetime, public_url: str | None = None) -> Message:
    """The marked message of ``channels test``; ``number`` makes its id unique."""
    body = bodies.test_json(channel, now, public_url)
    said = str(body["text"])
    return Message(
        kind="test",
        id=number,
        name=channel,
        subject=f"Test message from Watcher to {words.plain(channel)}",
        text=said + "\n",
        html=_template("test.html").render(text=said),
        body=body,
        created_at=now,
        public_url=public_url,
    )


# ---------------------------------------------------------------- subjects


_OTHERS = "other subjects"


def _stories_in_short(digest: Digest, room: int) -> str:
    """A single story by its headline, several by number and area."""
    stories = digest.stories
    if not stories:
        return ""
    if len(stories) == 1:
        return shorten(words.plain(stories[0].title), max(room, 30))
    areas = [area for area in digest.areas if area.stories]
    told = words.count(len(stories), "story", "stories")
    ranked = sorted(areas, key=lambda area: (area.slug == GENERAL_SLUG, -len(area.stories)))
    names = [_OTHERS if area.slug == GENERAL_SLUG else words.plain(area.name) for area in ranked]
    if names == [_OTHERS]:
        return told
    lines = [f"{told}: {_areas(names, most)}" for most in (3, 2, 1)] + [f"{told} in {words.count(len(names), 'area')}"]
    if len(names) == 1:
        lines = [f"{told} on {names[0]}"]
    return next((line for line in lines if len(line) <= room), told)


def _areas(names: Sequence[str], most: int) -> str:
    """``Quantum and Biotechnology``; beyond ``most`` ``Quantum, Biotechnology and 2 more areas``."""
    if len(names) <= most:
        return words.listed(names)
    return f"{', '.join(names[:most])} and {words.count(len(names) - most, 'more area')}"


_URGENCY = (Notice.OVERDUE, Notice.CHANGED, Notice.DUE, Notice.NEW, Notice.COMING, Notice.NO_LONGER_CHASED)


def _most_urgent(digest: Digest) -> str:
    """The follow-up that matters most: overdue, then changed, then today; one that is only listed again comes last."""
    if not digest.notices:
        return ""
    first = min(digest.notices, key=lambda told: (told.key.startswith(STANDING), _URGENCY.index(told.notice)))
    today = local_date(digest.window.end, ZoneInfo(digest.timezone))
    others = len(digest.notices) - 1
    more = "" if digest.stories or not others else f" and {words.count(others, 'more follow-up')}"
    events = {event.slug: event.name for event in digest.events}
    return f"{shorten(event_title(first.followup, events), 36)} {_in_a_word(first, today)}{more}"


def _in_a_word(told: FollowUpNotice, today: date) -> str:
    period = told.followup.period
    if told.notice is Notice.CHANGED:
        if told.status is Status.HELD:
            return words.held_word(told.followup.kind)
        if told.status is Status.CANCELLED:
            return "cancelled"
        if told.status is Status.DISMISSED:
            return "withdrawn"
        return f"now {words.period_words(period)}" if period.end else "postponed"
    if told.notice is Notice.OVERDUE:
        return "overdue"
    if told.notice is Notice.NO_LONGER_CHASED:
        return "no longer followed up"
    if period.start == period.end == today:
        return "today"
    return words.expected(period) if period.end else "announced"


# ---------------------------------------------------------------- Jinja


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("watcher.digests", "templates"),
        autoescape=jinja2.select_autoescape(["html"], default=False),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "md": markdown_text,
        "mdlink": markdown_link,
        "wrap": wrapped,
        "listed": words.listed,
        "unbroken": lambda text: text.replace(" ", "\u00a0"),
        "whole": whole_dates,
    }
    environment.filters.update(filters)
    return environment


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)


def whole_dates(text: str) -> str:
    """Dates and short remarks in brackets are not broken between two lines."""
    return _UNBROKEN.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def markdown_text(text: str) -> str:
    """Feed text as Markdown that says just that: marks escaped, so that it neither links nor formats."""
    return _MARKDOWN_MARKS.sub(r"\\\1", text)


def markdown_link(text: str, url: str | None) -> str:
    """``[text](<url>)``; the text alone without an address."""
    if not url:
        return markdown_text(text)
    return f"[{markdown_text(text)}](<{url.replace('<', '%3C').replace('>', '%3E')}>)"


def wrapped(text: str, indent: int = 0, first: int | None = None) -> str:
    """``text`` in lines of at most 78 columns (Chinese characters count two), words longer than a line cut.

    Lines after the first start with ``indent`` spaces; ``first`` columns are taken on the first line.
    """
    lines: list[str] = []
    line, used = "", first if first is not None else indent
    for word in _pieces(text, _LINE - indent):
        size = words.width(word)
        if line and used + 1 + size > _LINE:
            lines.append(line)
            line, used = word, indent + size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, used + size)
    lines.append(line)
    return ("\n" + " " * indent).join(lines)


def _pieces(text: str, room: int) -> list[str]:
    """The words of ``text``; a run without spaces that fits no line is cut where the line ends."""
    pieces: list[str] = []
    for word in text.split():
        piece, size = "", 0
        for char in word:
            wide = words.width(char)
            if size + wide > room:
                pieces.append(piece)
                piece, size = "", 0
            piece, size = piece + char, size + wide
        pieces.append(piece)
    return pieces
