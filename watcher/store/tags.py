"""Stored entries with their tags, read in parts for tagging them anew; which stories digests have told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select, union

from watcher.store.stories import DISMISSED
from watcher.store.tables import ENTRIES, FEEDS, FOLLOWUP_CHANGES, MENTIONS, STORIES, TOLD_STORIES


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


_PAGE = case((ENTRIES.c.full_text == "page", ENTRIES.c.page_text), else_=None)


def count(connection: Connection, since: datetime | None = None, *, untold: bool = False) -> int:
    """How many entries arrived since; ``untold``: only those of stories that no digest has told."""
    return connection.scalar(_wanted(select(func.count(ENTRIES.c.id)), since, untold)) or 0


def part(
    connection: Connection, after: int, size: int, since: datetime | None = None, *, untold: bool = False
) -> list[TaggedEntry]:
    """The next ``size`` entries with an id above ``after``."""
    query = _wanted(_entries().where(ENTRIES.c.id > after), since, untold)
    return [TaggedEntry(*row) for row in connection.execute(query.order_by(ENTRIES.c.id).limit(size))]


def load(connection: Connection, ids: Sequence[int]) -> dict[int, TaggedEntry]:
    """These entries as they stand now; no more than one ``IN`` takes (500)."""
    return {row[0]: TaggedEntry(*row) for row in connection.execute(_entries().where(ENTRIES.c.id.in_(ids)))}


def _entries() -> Select[Any]:
    return select(
        ENTRIES.c.id,
        ENTRIES.c.story_id,
        FEEDS.c.url,
        ENTRIES.c.outlet,
        ENTRIES.c.title,
        ENTRIES.c.text,
        _PAGE,
        ENTRIES.c.language,
        ENTRIES.c.published_at,
        ENTRIES.c.dated_at,
        ENTRIES.c.arrived_at,
        ENTRIES.c.relevant,
        ENTRIES.c.areas,
        ENTRIES.c.events,
        ENTRIES.c.why,
    ).join(FEEDS, FEEDS.c.id == ENTRIES.c.feed_id)


def _wanted(query: Select[Any], since: datetime | None, untold: bool) -> Select[Any]:
    if since is not None:
        query = query.where(ENTRIES.c.arrived_at >= since)
    if untold:
        query = query.where(ENTRIES.c.story_id.not_in(select(TOLD_STORIES.c.story_id)))
    return query


def told_by_entry(connection: Connection, entry_id: int) -> dict[str, int]:
    """The follow-ups whose histories have a line of this entry, by the sentence told."""
    query = select(FOLLOWUP_CHANGES.c.text, FOLLOWUP_CHANGES.c.followup_id).where(
        FOLLOWUP_CHANGES.c.entry_id == entry_id
    )
    rows = connection.execute(query.order_by(FOLLOWUP_CHANGES.c.id)).all()
    return {row.text: row.followup_id for row in rows}


def told_by_story(connection: Connection, story: int) -> list[int]:
    """The follow-ups that entries of this story tell of, or told a line of."""
    own = select(ENTRIES.c.id).where(ENTRIES.c.story_id == story).scalar_subquery()
    query = union(
        select(MENTIONS.c.followup_id).where(MENTIONS.c.entry_id.in_(own), MENTIONS.c.followup_id.is_not(None)),
        select(FOLLOWUP_CHANGES.c.followup_id).where(FOLLOWUP_CHANGES.c.entry_id.in_(own)),
    )
    return sorted(connection.scalars(query))


def untold(connection: Connection, followup_ids: Sequence[int]) -> list[int]:
    """Those of these follow-ups (at most 500) that no entry mentions any more.

    A teller that retention has dropped speaks for its follow-up, and so does one whose page it has dropped.
    """
    forgotten = ENTRIES.c.id.is_(None) | ((ENTRIES.c.full_text == "page") & ENTRIES.c.page_text.is_(None))
    query = union(
        select(MENTIONS.c.followup_id).where(MENTIONS.c.followup_id.in_(followup_ids)),
        select(FOLLOWUP_CHANGES.c.followup_id)
        .outerjoin(ENTRIES, ENTRIES.c.id == FOLLOWUP_CHANGES.c.entry_id)
        .where(FOLLOWUP_CHANGES.c.followup_id.in_(followup_ids), FOLLOWUP_CHANGES.c.entry_id.is_not(None), forgotten),
    )
    told = set(connection.scalars(query))
    return [followup for followup in followup_ids if followup not in told]


def without_relevant_source(connection: Connection, followup_ids: Sequence[int]) -> list[int]:
    """Those of these follow-ups (at most 500) that nothing relevant tells of: no mention and no teller of a line that
    stands in a story which is not dismissed, and no teller that is relevant itself.

    A teller that retention has dropped speaks for its follow-up: nobody can say that it is not relevant.
    """
    mentioned = (
        select(MENTIONS.c.followup_id)
        .join(ENTRIES, ENTRIES.c.id == MENTIONS.c.entry_id)
        .join(STORIES, STORIES.c.id == ENTRIES.c.story_id)
        .where(MENTIONS.c.followup_id.in_(followup_ids), _NOT_DISMISSED)
    )
    told = (
        select(FOLLOWUP_CHANGES.c.followup_id)
        .outerjoin(ENTRIES, ENTRIES.c.id == FOLLOWUP_CHANGES.c.entry_id)
        .outerjoin(STORIES, STORIES.c.id == ENTRIES.c.story_id)
        .where(FOLLOWUP_CHANGES.c.followup_id.in_(followup_ids), FOLLOWUP_CHANGES.c.entry_id.is_not(None))
        .where(ENTRIES.c.id.is_(None) | (ENTRIES.c.relevant.is_(True) & _NOT_DISMISSED))
    )
    spoken_for = set(connection.scalars(union(mentioned, told)))
    return [followup for followup in followup_ids if followup not in spoken_for]


_NOT_DISMISSED = STORIES.c.verdict.is_(None) | (STORIES.c.verdict != DISMISSED)
