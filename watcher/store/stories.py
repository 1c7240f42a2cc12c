"""Queries on stories: their faces, their areas, what a person said of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from watcher.model.entries import Entry
from watcher.model.stories import Source, Story
from watcher.store import bulk
from watcher.store import entries as entry_store
from watcher.store.feeds import chunks
from watcher.store.ids import reserve
from watcher.store.tables import CORRECTIONS, ENTRIES, FEEDS, MENTIONS, STORIES

DISMISSED, RESTORED = "dismissed", "restored"


def new_ids(connection: Connection, count: int) -> list[int]:
    """Ids for stories that this transaction adds, ascending."""
    return reserve(connection, STORIES, count)


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert stories under ids from ``new_ids``; all rows have the same keys."""
    if rows:
        bulk.insert(connection, STORIES, rows)


def create(connection: Connection, published: datetime) -> int:
    """A new, faceless story; ``jobs.stories.refresh`` gives it a face in the same transaction."""
    (story_id,) = new_ids(connection, 1)
    blank = {"title": "", "summary": "", "relevant": False, "areas": [], "events": [], "why": []}
    add(connection, [{"id": story_id, **blank, "published_at": published, "updated_at": published}])
    return story_id


@dataclass(frozen=True, slots=True)
class Member:
    """An entry as its story is made from it: ``entry.text`` is its opening; what no story shows is left out."""

    entry: Entry
    events: Sequence[str]
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a story is made from: its entries in order of publication, when it arrived, a person's verdict."""

    members: list[Member]
    arrived_at: datetime | None = None
    verdict: str | None = None


OPENING = 4_000  # characters of an entry's text from which a story's face is chosen
_KNOWN = select(STORIES.c.id, STORIES.c.arrived_at, STORIES.c.verdict).where(
    STORIES.c.id.in_(bindparam("wanted", expanding=True))
)
_MEMBERS = (
    select(
        *(
            ENTRIES.c[name]
            for name in "id story_id outlet url title summary dated_at arrived_at language relevant too_old areas "
            "events why".split()
        ),
        func.substr(ENTRIES.c.text, 1, OPENING).label("text"),
    )
    .where(ENTRIES.c.story_id.in_(bindparam("wanted", expanding=True)))
    .order_by(ENTRIES.c.dated_at, ENTRIES.c.id)
)


def standings(connection: Connection, story_ids: Iterable[int]) -> dict[int, Standing]:
    """What each of these stories is made from; those without entries are left out."""
    found: dict[int, Standing] = {}
    for part in chunks(list(story_ids)):
        known = {row.id: row for row in connection.execute(_KNOWN, {"wanted": part})}
        for row in connection.execute(_MEMBERS, {"wanted": part}).mappings():
            story = found.get(row["story_id"])
            if story is None:
                of = known[row["story_id"]]
                story = found[of.id] = Standing([], of.arrived_at, of.verdict)
            story.members.append(member(row))
    return found


def member(row: Mapping[Any, Any]) -> Member:
    """From the columns of an entry."""
    entry = Entry(
        id=row["id"],
        feed="",
        outlet=row["outlet"],
        guid="",
        url=row["url"],
        canonical_url=None,
        title=row["title"],
        summary=row["summary"],
        text=row["text"][:OPENING],
        published_at=None,
        dated_at=row["dated_at"],
        first_seen_at=row["arrived_at"],
        arrived_at=row["arrived_at"],
        language=row["language"],
        story=row["story_id"],
        relevant=row["relevant"],
        too_old=row["too_old"],
        areas=entry_store.area_scores(row["areas"]),
        full_text="",
    )
    return Member(entry, row["events"], row["why"])


def members(connection: Connection, story_ids: Iterable[int]) -> dict[int, list[Entry]]:
    """Every entry of these stories, by story, in order of publication."""
    found: dict[int, list[Entry]] = {}
    for part in chunks(list(story_ids)):
        query = (
            select(ENTRIES, FEEDS.c.url.label("feed_url"))
            .join(FEEDS, FEEDS.c.id == ENTRIES.c.feed_id)
            .where(ENTRIES.c.story_id.in_(part))
            .order_by(ENTRIES.c.dated_at, ENTRIES.c.id)
        )
        for row in connection.execute(query):
            found.setdefault(row.story_id, []).append(entry_store.entry(row, row.feed_url, ()))
    return found


def verdicts(connection: Connection, story_ids: Iterable[int]) -> dict[int, str | None]:
    """What a person said of each story's relevance."""
    found: dict[int, str | None] = {}
    for part in chunks(list(story_ids)):
        found.update(connection.execute(select(STORIES.c.id, STORIES.c.verdict).where(STORIES.c.id.in_(part))).all())
    return found


def change(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update stories by ``id``; all rows have the same keys."""
    if rows:
        bulk.update(connection, STORIES, rows)


def resolve(connection: Connection, story_id: int) -> int | None:
    """The story that answers to this id now (merged ones answer as what they became), None where there is none."""
    seen: set[int] = set()
    current: int | None = story_id
    while current is not None and current not in seen:
        seen.add(current)
        row = connection.execute(select(STORIES.c.id, STORIES.c.merged_into).where(STORIES.c.id == current)).first()
        if row is None:
            return None
        if row.merged_into is None:
            return current
        current = row.merged_into
    return None


def listing(
    connection: Connection, *, since: datetime | None = None, focus: str | None = None, everything: bool = False
) -> Iterable[Story]:
    """Stories, newest first; relevant ones unless ``everything``."""
    query = select(STORIES).where(STORIES.c.merged_into.is_(None))
    if since is not None:
        query = query.where(STORIES.c.updated_at >= since)
    if not everything:
        query = query.where(STORIES.c.relevant.is_(True))
    query = query.order_by(STORIES.c.published_at.desc(), STORIES.c.id.desc())
    rows = list(connection.execute(query))
    if focus is not None:
        rows = [row for row in rows if any(area[0] == focus for area in row.areas)]
    for part in chunks(rows):
        yield from _stories(connection, part)


def load(connection: Connection, story_ids: Iterable[int]) -> dict[int, Story]:
    found: dict[int, Story] = {}
    for part in chunks(list(story_ids)):
        rows = connection.execute(select(STORIES).where(STORIES.c.id.in_(part)).order_by(STORIES.c.id)).all()
        found.update({story.id: story for story in _stories(connection, rows)})
    return found


def arrived(connection: Connection, since: datetime, until: datetime) -> list[int]:
    """Relevant stories whose first relevant entry arrived in the window."""
    query = select(STORIES.c.id).where(
        STORIES.c.relevant.is_(True),
        STORIES.c.merged_into.is_(None),
        STORIES.c.arrived_at >= since,
        STORIES.c.arrived_at < until,
    )
    return list(connection.scalars(query.order_by(STORIES.c.arrived_at, STORIES.c.id)))


def count(connection: Connection, since: datetime, until: datetime) -> int:
    """How many stories, relevant or not, have an entry that arrived in the window."""
    query = select(func.count(func.distinct(ENTRIES.c.story_id))).where(
        ENTRIES.c.arrived_at >= since, ENTRIES.c.arrived_at < until
    )
    return connection.scalar(query) or 0


def count_all(connection: Connection) -> int:
    """How many stories there are, relevant or not."""
    return connection.scalar(select(func.count()).select_from(STORIES).where(STORIES.c.merged_into.is_(None))) or 0


def correct(connection: Connection, action: str, story_id: int, other: Sequence[int], now: datetime) -> None:
    """Keep a person's word."""
    connection.execute(insert(CORRECTIONS).values(at=now, action=action, story_id=story_id, other=list(other)))


def corrections(connection: Connection, story_ids: Sequence[int]) -> list[Row[Any]]:
    query = select(CORRECTIONS).where(CORRECTIONS.c.story_id.in_(story_ids)).order_by(CORRECTIONS.c.id)
    return list(connection.execute(query))


def dismissed_after(connection: Connection, instant: datetime) -> list[int]:
    """Stories that a person has dismissed, and had not yet dismissed at an instant."""
    query = (
        select(CORRECTIONS)
        .join(STORIES, STORIES.c.id == CORRECTIONS.c.story_id)
        .where(STORIES.c.verdict == DISMISSED, CORRECTIONS.c.action.in_((DISMISSED, RESTORED)))
        .order_by(CORRECTIONS.c.id)
    )
    then: dict[int, str] = {}
    now: dict[int, str] = {}
    for row in connection.execute(query):
        now[row.story_id] = row.action
        if row.at <= instant:
            then[row.story_id] = row.action
    return [story for story, action in now.items() if action == DISMISSED and then.get(story) != DISMISSED]


def _stories(connection: Connection, rows: Sequence[Row[Any]]) -> list[Story]:
    ids = [row.id for row in rows]
    sources: dict[int, list[Source]] = {}
    query = (
        select(ENTRIES.c.story_id, ENTRIES.c.id, ENTRIES.c.outlet, ENTRIES.c.title, ENTRIES.c.url, ENTRIES.c.dated_at)
        .where(ENTRIES.c.story_id.in_(ids))
        .order_by(ENTRIES.c.dated_at, ENTRIES.c.id)
    )
    for story_id, entry_id, outlet, title, url, dated_at in connection.execute(query):
        sources.setdefault(story_id, []).append(Source(entry_id, outlet, title, url, dated_at))
    followups = _followups(connection, ids)
    return [
        Story(
            id=row.id,
            title=row.title,
            summary=row.summary,
            language=row.language,
            url=row.url,
            published_at=row.published_at,
            updated_at=row.updated_at,
            relevant=row.relevant,
            areas=entry_store.area_scores(row.areas),
            sources=tuple(sources.get(row.id, ())),
            followups=tuple(followups.get(row.id, ())),
            events=tuple(row.events),
            why=tuple(row.why),
            arrived_at=row.arrived_at,
        )
        for row in rows
    ]


def _followups(connection: Connection, story_ids: Sequence[int]) -> dict[int, list[int]]:
    query = (
        select(ENTRIES.c.story_id, MENTIONS.c.followup_id)
        .join(MENTIONS, MENTIONS.c.entry_id == ENTRIES.c.id)
        .where(ENTRIES.c.story_id.in_(story_ids), ENTRIES.c.relevant.is_(True))
        .order_by(ENTRIES.c.dated_at, ENTRIES.c.id, MENTIONS.c.position)
    )
    found: dict[int, list[int]] = {}
    for story_id, followup_id in connection.execute(query):
        known = found.setdefault(story_id, [])
        if followup_id is not None and followup_id not in known:
            known.append(followup_id)
    return found
