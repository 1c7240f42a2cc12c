"""The pages for people: today, a search, a story, a follow-up, a digest. Each reads the store and returns HTML.

They are plain: no script, no picture, no font from elsewhere; what came from a source is text, and links lead out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import jinja2

from watcher.digests import words
from watcher.digests.followup_words import event_title
from watcher.digests.shapes import DIGEST, FOLLOWUP, STORY, parse_id
from watcher.digests.story_words import safe_link
from watcher.errors import UsageError
from watcher.followups.tracking import status
from watcher.jobs.coverage import failing
from watcher.model.followups import FollowUp, Status
from watcher.model.stories import Story
from watcher.store import digests as digest_store
from watcher.store import feeds as feed_store
from watcher.store import followups as followup_store
from watcher.store import stories as story_store
from watcher.store.search import Found, find
from watcher.store.search_words import parse
from watcher.store.snippets import parts
from watcher.text import shorten

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.service.reload import Refused

DAY = timedelta(hours=24)
DIGESTS = 10  # kept ones that are looked through for the page of today
ANSWERS = 50  # stories that one search shows
AT_MOST = 200  # stories, and follow-ups, on the page of today

_OPEN = (Status.OVERDUE, Status.DUE, Status.UPCOMING)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and when a page is read: dates are those of ``zone``."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def day(self, instant: datetime) -> str:
        return words.day_words(instant.astimezone(self.zone).date(), near=self.today)

    def moment(self, instant: datetime) -> str:
        return words.moment(instant, [str(self.zone)])


def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"link": safe_link, "period": words.period_words, "count": words.count, "parts": parts}
    return made


_TEMPLATES = _templates()


def message(text: str) -> str:
    """A page that says one sentence."""
    return _TEMPLATES.get_template("message.html").render(text=text, title="Watcher", refused=None)


def today(app: "App", refused: "Refused | None") -> str:
    """The relevant stories of the last 24 hours, what is ahead, which feeds are not heard."""
    place = _place(app)
    enabled = [feed for feed in app.settings.feeds if feed.enabled]
    with app.database.reading() as connection:
        stories = list(story_store.listing(connection, since=place.now - DAY))
        followups = followup_store.listing(connection)
        states = feed_store.states(connection, [feed.url for feed in enabled])
        digests = [made for made in digest_store.kept(connection, limit=DIGESTS) if made.state != "skipped"]
    ahead = [(followup, stands) for followup in followups if (stands := status(followup, place.today)) in _OPEN]
    ahead.sort(key=lambda pair: (pair[0].period.end is None, pair[0].period.end or place.today, pair[0].id))
    return _TEMPLATES.get_template("today.html").render(
        title="Today",
        place=place,
        refused=refused,
        stories=stories[:AT_MOST],
        more=max(0, len(stories) - AT_MOST),
        names=_area_names(app),
        followups=_followup_lines(ahead[:AT_MOST], place),
        failing=failing(enabled, states),
        digests=digests,
        feeds=len(enabled),
        answered=sum(1 for state in states.values() if state.last_success_at),
    )


def search(app: "App", refused: "Refused | None", asked: str) -> str:
    """The stories that answer a query, with the place in each; without one, how to ask."""
    place = _place(app)
    found, fault = Found((), 0), ""
    if asked.strip():
        try:
            query = parse(asked)
            with app.database.reading() as connection:
                found = find(connection, query, place.now, limit=ANSWERS)
        except UsageError as error:
            fault = str(error)
    return _TEMPLATES.get_template("search.html").render(
        title="Search",
        place=place,
        refused=refused,
        asked=shorten(asked, 1_000),
        fault=fault,
        found=found,
        names=_area_names(app),
    )


def story(app: "App", refused: "Refused | None", letter_id: str) -> str | None:
    """One story with its sources and the follow-ups it speaks of; None where there is none of that id."""
    number = _number(letter_id, STORY)
    place = _place(app)
    with app.database.reading() as connection:
        resolved = story_store.resolve(connection, number) if number is not None else None
        found: Story | None = story_store.load(connection, [resolved]).get(resolved) if resolved is not None else None
        followups = followup_store.listing(connection, found.followups) if found else []
    if found is None:
        return None
    pairs = [(followup, status(followup, place.today)) for followup in followups]
    return _TEMPLATES.get_template("story.html").render(
        title=found.title,
        place=place,
        refused=refused,
        story=found,
        names=_area_names(app),
        followups=_followup_lines(pairs, place),
    )


def followup(app: "App", refused: "Refused | None", letter_id: str) -> str | None:
    """One follow-up with its history and sources."""
    number = _number(letter_id, FOLLOWUP)
    if number is None:
        return None
    place = _place(app)
    with app.database.reading() as connection:
        found = followup_store.listing(connection, [number])
    if not found:
        return None
    stands = status(found[0], place.today)
    return _TEMPLATES.get_template("followup.html").render(
        title=event_title(found[0]),
        place=place,
        refused=refused,
        followup=found[0],
        stands=stands,
        standing=words.standing(found[0], stands, place.today),
        names={event.slug: event.name for event in app.settings.keywords.events},
    )


def digest(app: "App", refused: "Refused | None", letter_id: str) -> str | None:
    """One digest, exactly as it was sent."""
    number = _number(letter_id, DIGEST)
    if number is None:
        return None
    with app.database.reading() as connection:
        found = digest_store.find(connection, number)
        return found.html if found and found.html else None


def _place(app: "App") -> _Place:
    digests = app.settings.digests
    return _Place(app.clock(), digests[0].timezone if digests else app.settings.timezone)


def _area_names(app: "App") -> dict[str, str]:
    return {area.slug: area.name for area in app.settings.keywords.focus_areas}


def _followup_lines(pairs: Sequence[tuple[FollowUp, Status]], place: _Place) -> list[dict[str, object]]:
    return [
        {
            "id": followup.id,
            "title": event_title(followup),
            "standing": words.standing(followup, stands, place.today),
            "late": stands is Status.OVERDUE,
        }
        for followup, stands in pairs
    ]


def _number(text: str, letter: str) -> int | None:
    """The number of an id in an address; a bare number is none."""
    try:
        return parse_id(text, letter)[1] if text[:1] == letter else None
    except UsageError:
        return None
