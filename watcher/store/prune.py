"""Let go of what is older than ``retention`` and that nothing points to: the caller's batches, one transaction each.

A story goes with all its entries, or stays with all of them. It stays where a digest or an alert told it, where a
follow-up rests on one of its entries, and where a person corrected it. The identities of entries that go are kept:
a feed that still lists them brings nothing new.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from watcher.store import search_index
from watcher.store.feeds import chunks
from watcher.store.tables import (
    AlertRow,
    CorrectionRow,
    EntryKeyRow,
    EntryRow,
    FollowUpChangeRow,
    MentionRow,
    StoryRow,
    ToldStoryRow,
)


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many stories and entries one batch let go."""

    stories: int = 0
    entries: int = 0


def prune_stories(session: Session, before: datetime, limit: int = 200) -> Pruned:
    """Drop up to ``limit`` stories, all of whose entries arrived before; nothing found: done."""
    corrected = _corrected(session)
    query = (
        select(StoryRow.id)
        .where(
            StoryRow.updated_at < before,
            StoryRow.verdict.is_(None),
            StoryRow.merged_into.is_(None),
            StoryRow.id.not_in(select(ToldStoryRow.story_id)),
            StoryRow.id.not_in(select(AlertRow.story_id).where(AlertRow.story_id.is_not(None))),
            StoryRow.id.not_in(_followed()),
            ~exists().where(EntryRow.story_id == StoryRow.id, EntryRow.arrived_at >= before),
        )
        .order_by(StoryRow.id)
    )
    old: list[int] = []
    for story in session.scalars(query):
        if story not in corrected:
            old.append(story)
        if len(old) == limit:
            break
    entries = [
        entry
        for part in chunks(old)
        for entry in session.scalars(select(EntryRow.id).where(EntryRow.story_id.in_(part)))
    ]
    for part in chunks(entries):
        session.execute(update(EntryKeyRow).where(EntryKeyRow.entry_id.in_(part)).values(entry_id=None))
        search_index.remove(session, part)
        session.execute(delete(EntryRow).where(EntryRow.id.in_(part)))
    for part in chunks(old):
        session.execute(delete(StoryRow).where(StoryRow.id.in_(part)))
    return Pruned(len(old), len(entries))


def prune_pages(session: Session, before: datetime) -> int:
    """Drop the text of linked pages that is older, also of entries that stay; how many."""
    dropped = session.scalars(
        update(EntryRow)
        .where(EntryRow.arrived_at < before, EntryRow.page_text.is_not(None))
        .values(page_text=None)
        .returning(EntryRow.id)
    ).all()
    search_index.renew(session, dropped)
    return len(dropped)


def _followed() -> Select[int]:
    """Stories on an entry of which a follow-up rests."""
    mentioned = select(MentionRow.entry_id).where(MentionRow.followup_id.is_not(None))
    changed = select(FollowUpChangeRow.entry_id).where(FollowUpChangeRow.entry_id.is_not(None))
    return select(EntryRow.story_id).where(or_(EntryRow.id.in_(mentioned), EntryRow.id.in_(changed)))


def _corrected(session: Session) -> set[int]:
    """Ids of stories that a person's corrections name, or one of whose entries they name.

    ``other`` holds stories or entries, by the kind of correction: each number counts as both.
    """
    stories: set[int] = set()
    entries: set[int] = set()
    for story, other in session.execute(select(CorrectionRow.story_id, CorrectionRow.other)):
        stories |= {story, *other}
        entries |= set(other)
    for part in chunks(sorted(entries)):
        stories |= set(session.scalars(select(EntryRow.story_id).where(EntryRow.id.in_(part))))
    return stories
