"""Queries on stories: their faces, their areas, what a person said of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from watcher.model import Entry, Source, Story
from watcher.store import entries as entry_store
from watcher.store.feeds import chunks
from watcher.store.tables import CorrectionRow, EntryRow, FeedRow, MentionRow, StoryRow

DISMISSED, RESTORED = "dismissed", "restored"


def create(session: Session, published: Sequence[datetime]) -> list[int]:
    """New, faceless stories, one a date; ``jobs.stories.refresh`` gives them faces in the same transaction."""
    if not published:
        return []
    blank = {"title": "", "summary": "", "relevant": False, "areas": [], "events": [], "why": []}
    rows = [{**blank, "published_at": date, "updated_at": date} for date in published]
    return list(session.scalars(insert(StoryRow).returning(StoryRow.id, sort_by_parameter_order=True), rows))


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


def events_and_why(session: Session, story_ids: Iterable[int]) -> dict[int, tuple[list[str], list[str]]]:
    """Slugs of the events, and the words that made it relevant, over the relevant entries of each story."""
    found: dict[int, tuple[list[str], list[str]]] = {}
    for part in chunks(list(story_ids)):
        query = (
            select(EntryRow.story_id, EntryRow.events, EntryRow.why)
            .where(EntryRow.story_id.in_(part), EntryRow.relevant.is_(True))
            .order_by(EntryRow.dated_at, EntryRow.id)
        )
        for story_id, events, why in session.execute(query):
            slugs, words = found.setdefault(story_id, ([], []))
            slugs += [slug for slug in events if slug not in slugs]
            words += [word for word in why if word not in words]
    return found


def arrivals(session: Session, story_ids: Iterable[int]) -> dict[int, datetime | None]:
    found: dict[int, datetime | None] = {}
    for part in chunks(list(story_ids)):
        found.update(session.execute(select(StoryRow.id, StoryRow.arrived_at).where(StoryRow.id.in_(part))).all())
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
        session.execute(update(StoryRow), [dict(row) for row in rows])


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
