"""Queries on stories: their faces, their areas, what a person said of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from watcher.model import Entry, Source, Story
from watcher.store import bulk
from watcher.store import entries as entry_store
from watcher.store.feeds import chunks
from watcher.store.ids import reserve
from watcher.store.tables import Base, CorrectionRow, EntryRow, FeedRow, MentionRow, StoryRow

DISMISSED, RESTORED = "dismissed", "restored"

# Core on the tables: these run once a feed (see ``store.entries``).
_STORIES, _ENTRIES = (Base.metadata.tables[row.__tablename__] for row in (StoryRow, EntryRow))


def new_ids(session: Session, count: int) -> list[int]:
    """Ids for stories that this transaction adds, ascending."""
    return reserve(session, StoryRow, count)


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert stories under ids from ``new_ids``; all rows have the same keys."""
    if rows:
        bulk.insert(session.connection(), _STORIES, rows)


def create(session: Session, published: datetime) -> int:
    """A new, faceless story; ``jobs.stories.refresh`` gives it a face in the same transaction."""
    (story_id,) = new_ids(session, 1)
    blank = {"title": "", "summary": "", "relevant": False, "areas": [], "events": [], "why": []}
    add(session, [{"id": story_id, **blank, "published_at": published, "updated_at": published}])
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
_KNOWN = select(_STORIES.c.id, _STORIES.c.arrived_at, _STORIES.c.verdict).where(
    _STORIES.c.id.in_(bindparam("wanted", expanding=True))
)
_MEMBERS = (
    select(
        *(
            _ENTRIES.c[name]
            for name in "id story_id outlet url title summary dated_at arrived_at language relevant too_old areas "
            "events why".split()
        ),
        func.substr(_ENTRIES.c.text, 1, OPENING).label("text"),
    )
    .where(_ENTRIES.c.story_id.in_(bindparam("wanted", expanding=True)))
    .order_by(_ENTRIES.c.dated_at, _ENTRIES.c.id)
)


def standings(session: Session, story_ids: Iterable[int]) -> dict[int, Standing]:
    """What each of these stories is made from; those without entries are left out."""
    found: dict[int, Standing] = {}
    connection = session.connection()
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


def members(session: Session, story_ids: Iterable[int]) -> dict[int, list[Entry]]:
    """Every entry of these stories, by story, in order of publication."""
    found: dict[int, list[Entry]] = {}
    for part in chunks(list(story_ids)):
        query = (
            select(EntryRow, FeedRow.url)
            .join(FeedRow, FeedRow.id == EntryRow.feed_id)
            .where(EntryRow.story_id.in_(part))
            .order_by(EntryRow.dated_at, EntryRow.id)
        )
        for row, feed_url in session.execute(query):
            found.setdefault(row.story_id, []).append(entry_store.entry(row, feed_url, ()))
    return found


def verdicts(session: Session, story_ids: Iterable[int]) -> dict[int, str | None]:
    """What a person said of each story's relevance."""
    found: dict[int, str | None] = {}
    for part in chunks(list(story_ids)):
        found.update(session.execute(select(StoryRow.id, StoryRow.verdict).where(StoryRow.id.in_(part))).all())
    return found


def change(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update stories by ``id``; all rows have the same keys."""
    if rows:
        bulk.update(session.connection(), _STORIES, rows)


def resolve(session: Session, story_id: int) -> int | None:
    """The story that answers to this id now (merged ones answer as what they became), None where there is none."""
    seen: set[int] = set()
    current: int | None = story_id
    while current is not None and current not in seen:
        seen.add(current)
        row = session.execute(select(StoryRow.id, StoryRow.merged_into).where(StoryRow.id == current)).first()
        if row is None:
            return None
        if row.merged_into is None:
            return current
        current = row.merged_into
    return None


def listing(
    session: Session, *, since: datetime | None = None, focus: str | None = None, everything: bool = False
) -> Iterable[Story]:
    """Stories, newest first; relevant ones unless ``everything``."""
    query = select(StoryRow).where(StoryRow.merged_into.is_(None))
    if since is not None:
        query = query.where(StoryRow.updated_at >= since)
    if not everything:
        query = query.where(StoryRow.relevant.is_(True))
    query = query.order_by(StoryRow.published_at.desc(), StoryRow.id.desc())
    rows = list(session.scalars(query))
    if focus is not None:
        rows = [row for row in rows if any(area[0] == focus for area in row.areas)]
    for part in chunks(rows):
        yield from _stories(session, part)


def load(session: Session, story_ids: Iterable[int]) -> dict[int, Story]:
    found: dict[int, Story] = {}
    for part in chunks(list(story_ids)):
        rows = session.scalars(select(StoryRow).where(StoryRow.id.in_(part)).order_by(StoryRow.id)).all()
        found.update({story.id: story for story in _stories(session, rows)})
    return found


def arrived(session: Session, since: datetime, until: datetime) -> list[int]:
    """Relevant stories whose first relevant entry arrived in the window."""
    query = select(StoryRow.id).where(
        StoryRow.relevant.is_(True),
        StoryRow.merged_into.is_(None),
        StoryRow.arrived_at >= since,
        StoryRow.arrived_at < until,
    )
    return list(session.scalars(query.order_by(StoryRow.arrived_at, StoryRow.id)))


def count(session: Session, since: datetime, until: datetime) -> int:
    """How many stories, relevant or not, have an entry that arrived in the window."""
    query = select(func.count(func.distinct(EntryRow.story_id))).where(
        EntryRow.arrived_at >= since, EntryRow.arrived_at < until
    )
    return session.scalar(query) or 0


def count_all(session: Session) -> int:
    """How many stories there are, relevant or not."""
    return session.scalar(select(func.count()).select_from(StoryRow).where(StoryRow.merged_into.is_(None))) or 0


def correct(session: Session, action: str, story_id: int, other: Sequence[int], now: datetime) -> None:
    """Keep a person's word."""
    session.execute(insert(CorrectionRow).values(at=now, action=action, story_id=story_id, other=list(other)))


def corrections(session: Session, story_ids: Sequence[int]) -> list[CorrectionRow]:
    query = select(CorrectionRow).where(CorrectionRow.story_id.in_(story_ids)).order_by(CorrectionRow.id)
    return list(session.scalars(query))


def dismissed_after(session: Session, instant: datetime) -> list[int]:
    """Stories that a person has dismissed, and had not yet dismissed at an instant."""
    query = (
        select(CorrectionRow)
        .join(StoryRow, StoryRow.id == CorrectionRow.story_id)
        .where(StoryRow.verdict == DISMISSED, CorrectionRow.action.in_((DISMISSED, RESTORED)))
        .order_by(CorrectionRow.id)
    )
    then: dict[int, str] = {}
    now: dict[int, str] = {}
    for row in session.scalars(query):
        now[row.story_id] = row.action
        if row.at <= instant:
            then[row.story_id] = row.action
    return [story for story, action in now.items() if action == DISMISSED and then.get(story) != DISMISSED]


def _stories(session: Session, rows: Sequence[StoryRow]) -> list[Story]:
    ids = [row.id for row in rows]
    sources: dict[int, list[Source]] = {}
    query = (
        select(EntryRow.story_id, EntryRow.id, EntryRow.outlet, EntryRow.title, EntryRow.url, EntryRow.dated_at)
        .where(EntryRow.story_id.in_(ids))
        .order_by(EntryRow.dated_at, EntryRow.id)
    )
    for story_id, entry_id, outlet, title, url, dated_at in session.execute(query):
        sources.setdefault(story_id, []).append(Source(entry_id, outlet, title, url, dated_at))
    followups = _followups(session, ids)
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


def _followups(session: Session, story_ids: Sequence[int]) -> dict[int, list[int]]:
    query = (
        select(EntryRow.story_id, MentionRow.followup_id)
        .join(MentionRow, MentionRow.entry_id == EntryRow.id)
        .where(EntryRow.story_id.in_(story_ids), EntryRow.relevant.is_(True))
        .order_by(EntryRow.dated_at, EntryRow.id, MentionRow.position)
    )
    found: dict[int, list[int]] = {}
    for story_id, followup_id in session.execute(query):
        known = found.setdefault(story_id, [])
        if followup_id is not None and followup_id not in known:
            known.append(followup_id)
    return found
