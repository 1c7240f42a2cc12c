"""Let go of what is older than ``retention`` and that nothing points to: the caller's batches, one transaction each.

A story goes with all its entries, or stays with all of them. It stays where a digest or an alert told it, where a
follow-up rests on one of its entries, and where a person corrected it. The identities of entries that go are kept:
a feed that still lists them brings nothing new.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, exists, or_, select, update

from watcher.store import search_index
from watcher.store.feeds import chunks
from watcher.store.tables import (
    ALERTS,
    CORRECTIONS,
    ENTRIES,
    ENTRY_KEYS,
    FOLLOWUP_CHANGES,
    MENTIONS,
    STORIES,
    TOLD_STORIES,
)


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many stories and entries one batch let go."""

    stories: int = 0
    entries: int = 0


def prune_stories(connection: Connection, before: datetime, limit: int = 200) -> Pruned:
    """Drop up to ``limit`` stories, all of whose entries arrived before; nothing found: done."""
    corrected = _corrected(connection)
    query = (
        select(STORIES.c.id)
        .where(
            STORIES.c.updated_at < before,
            STORIES.c.verdict.is_(None),
            STORIES.c.merged_into.is_(None),
            STORIES.c.id.not_in(select(TOLD_STORIES.c.story_id)),
            STORIES.c.id.not_in(select(ALERTS.c.story_id).where(ALERTS.c.story_id.is_not(None))),
            STORIES.c.id.not_in(_followed()),
            ~exists().where(ENTRIES.c.story_id == STORIES.c.id, ENTRIES.c.arrived_at >= before),
        )
        .order_by(STORIES.c.id)
    )
    old: list[int] = []
    for story in connection.scalars(query):
        if story not in corrected:
            old.append(story)
        if len(old) == limit:
            break
    entries = [
        entry
        for part in chunks(old)
        for entry in connection.scalars(select(ENTRIES.c.id).where(ENTRIES.c.story_id.in_(part)))
    ]
    for part in chunks(entries):
        connection.execute(update(ENTRY_KEYS).where(ENTRY_KEYS.c.entry_id.in_(part)).values(entry_id=None))
        search_index.remove(connection, part)
        connection.execute(delete(ENTRIES).where(ENTRIES.c.id.in_(part)))
    for part in chunks(old):
        connection.execute(delete(STORIES).where(STORIES.c.id.in_(part)))
    return Pruned(len(old), len(entries))


def prune_pages(connection: Connection, before: datetime) -> int:
    """Drop the text of linked pages that is older, also of entries that stay; how many."""
    dropped = connection.scalars(
        update(ENTRIES)
        .where(ENTRIES.c.arrived_at < before, ENTRIES.c.page_text.is_not(None))
        .values(page_text=None)
        .returning(ENTRIES.c.id)
    ).all()
    search_index.renew(connection, dropped)
    return len(dropped)


def _followed() -> Select[int]:
    """Stories on an entry of which a follow-up rests."""
    mentioned = select(MENTIONS.c.entry_id).where(MENTIONS.c.followup_id.is_not(None))
    changed = select(FOLLOWUP_CHANGES.c.entry_id).where(FOLLOWUP_CHANGES.c.entry_id.is_not(None))
    return select(ENTRIES.c.story_id).where(or_(ENTRIES.c.id.in_(mentioned), ENTRIES.c.id.in_(changed)))


def _corrected(connection: Connection) -> set[int]:
    """Ids of stories that a person's corrections name, or one of whose entries they name.

    ``other`` holds stories or entries, by the kind of correction: each number counts as both.
    """
    stories: set[int] = set()
    entries: set[int] = set()
    for story, other in connection.execute(select(CORRECTIONS.c.story_id, CORRECTIONS.c.other)):
        stories |= {story, *other}
        entries |= set(other)
    for part in chunks(sorted(entries)):
        stories |= set(connection.scalars(select(ENTRIES.c.story_id).where(ENTRIES.c.id.in_(part))))
    return stories
