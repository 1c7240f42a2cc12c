"""Stored entries with their tags, read in parts for tagging them anew; which stories digests have told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from watcher.store.tables import EntryRow, FeedRow, FollowUpChangeRow, MentionRow, ToldStoryRow


@dataclass(frozen=True, slots=True)
class TaggedEntry:
    """What an entry is judged by, and how it was. ``page`` is the text of its page where that was read.

    ``areas`` are as the store keeps them: ``[slug, score, [term]]``, strongest first.
    """

    id: int
    story: int
    feed: str
    outlet: str
    title: str
    text: str
    page: str | None
    language: str | None
    published_at: datetime | None
    dated_at: datetime
    arrived_at: datetime
    relevant: bool
    areas: list[Any]
    events: list[Any]
    why: list[Any]


_PAGE = case((EntryRow.full_text == "page", EntryRow.page_text), else_=None)


def count(session: Session, since: datetime | None = None, *, untold: bool = False) -> int:
    """How many entries arrived since; ``untold``: only those of stories that no digest has told."""
    return session.scalar(_wanted(select(func.count(EntryRow.id)), since, untold)) or 0


def part(
    session: Session, after: int, size: int, since: datetime | None = None, *, untold: bool = False
) -> list[TaggedEntry]:
    """The next ``size`` entries with an id above ``after``."""
    query = _wanted(_entries().where(EntryRow.id > after), since, untold)
    return [TaggedEntry(*row) for row in session.execute(query.order_by(EntryRow.id).limit(size))]


def load(session: Session, ids: Sequence[int]) -> dict[int, TaggedEntry]:
    """These entries as they stand now; no more than one ``IN`` takes (500)."""
    return {row[0]: TaggedEntry(*row) for row in session.execute(_entries().where(EntryRow.id.in_(ids)))}


def _entries() -> Select[Any]:
    return select(
        EntryRow.id,
        EntryRow.story_id,
        FeedRow.url,
        EntryRow.outlet,
        EntryRow.title,
        EntryRow.text,
        _PAGE,
        EntryRow.language,
        EntryRow.published_at,
        EntryRow.dated_at,
        EntryRow.arrived_at,
        EntryRow.relevant,
        EntryRow.areas,
        EntryRow.events,
        EntryRow.why,
    ).join(FeedRow, FeedRow.id == EntryRow.feed_id)


def _wanted(query: Select[Any], since: datetime | None, untold: bool) -> Select[Any]:
    if since is not None:
        query = query.where(EntryRow.arrived_at >= since)
    if untold:
        query = query.where(EntryRow.story_id.not_in(select(ToldStoryRow.story_id)))
    return query


def told_by_entry(session: Session, entry_id: int) -> dict[str, int]:
    """The follow-ups whose histories have a line of this entry, by the sentence told."""
    query = select(FollowUpChangeRow.text, FollowUpChangeRow.followup_id).where(FollowUpChangeRow.entry_id == entry_id)
    rows = session.execute(query.order_by(FollowUpChangeRow.id)).all()
    return {row.text: row.followup_id for row in rows}


def without_relevant_source(session: Session, followup_ids: Sequence[int]) -> list[int]:
    """Those of these follow-ups (at most 500) that no entry mentions, and every known teller of which is not relevant.

    A teller that retention has dropped speaks for its follow-up: nobody can say that it is not relevant.
    """
    mentioned = set(session.scalars(select(MentionRow.followup_id).where(MentionRow.followup_id.in_(followup_ids))))
    query = (
        select(FollowUpChangeRow.followup_id)
        .outerjoin(EntryRow, EntryRow.id == FollowUpChangeRow.entry_id)
        .where(FollowUpChangeRow.followup_id.in_(followup_ids), FollowUpChangeRow.by == "source")
        .where(EntryRow.id.is_(None) | EntryRow.relevant.is_(True))
    )
    spoken_for = set(session.scalars(query))
    return [followup for followup in followup_ids if followup not in mentioned and followup not in spoken_for]
