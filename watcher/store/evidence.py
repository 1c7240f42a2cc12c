"""Reads for ``explain`` alone: an entry's identities, why it joined its story, what was told of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from watcher.store.feeds import chunks
from watcher.store.tables import CORRECTIONS, DIGESTS, ENTRIES, ENTRY_KEYS, TOLD_FOLLOWUPS, TOLD_STORIES


@dataclass(frozen=True, slots=True)
class Identity:
    """A key an entry was seen under ("g:..." and the like, see ``feeds/identity.py``), and when first."""

    key: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class EntryEvidence:
    """What is kept of an entry beside its words. ``grouping`` is the decision that put it into its story."""

    events: tuple[str, ...]
    why: tuple[str, ...]
    changed_at: datetime | None
    page_note: str | None
    grouping: dict[str, Any] = field(default_factory=dict)
    identities: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """One digest that told something. ``key`` is that of a follow-up's notice, "" for a story."""

    digest: int
    name: str
    window_end: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word: merge, split, dismissed or restored; ``other`` are the stories and entries concerned."""

    at: datetime
    action: str
    story: int
    other: tuple[int, ...]


def of_entries(connection: Connection, ids: Iterable[int]) -> dict[int, EntryEvidence]:
    found: dict[int, EntryEvidence] = {}
    for part in chunks(list(ids)):
        keys: dict[int, list[Identity]] = {}
        seen = select(ENTRY_KEYS.c.entry_id, ENTRY_KEYS.c.key, ENTRY_KEYS.c.seen_at).where(
            ENTRY_KEYS.c.entry_id.in_(part)
        )
        for entry_id, key, seen_at in connection.execute(seen.order_by(ENTRY_KEYS.c.seen_at, ENTRY_KEYS.c.key)):
            keys.setdefault(entry_id or 0, []).append(Identity(key, seen_at))
        rows = select(
            ENTRIES.c.id, ENTRIES.c.events, ENTRIES.c.why, ENTRIES.c.changed_at, ENTRIES.c.page_note, ENTRIES.c.grouping
        ).where(ENTRIES.c.id.in_(part))
        for entry_id, events, why, changed_at, page_note, grouping in connection.execute(rows):
            identities = tuple(keys.get(entry_id, ()))
            found[entry_id] = EntryEvidence(
                tuple(events), tuple(why), changed_at, page_note, grouping or {}, identities
            )
    return found


def told_of_story(connection: Connection, story_id: int) -> list[Telling]:
    """The digests that told a story in full, in order."""
    query = (
        select(DIGESTS.c.id, DIGESTS.c.name, DIGESTS.c.window_end)
        .join(TOLD_STORIES, TOLD_STORIES.c.digest_id == DIGESTS.c.id)
        .where(TOLD_STORIES.c.story_id == story_id)
    )
    return [Telling(*row) for row in connection.execute(query.order_by(DIGESTS.c.window_end, DIGESTS.c.id))]


def told_of_followup(connection: Connection, followup_id: int) -> list[Telling]:
    """The notices given of a follow-up, in order."""
    query = (
        select(DIGESTS.c.id, DIGESTS.c.name, DIGESTS.c.window_end, TOLD_FOLLOWUPS.c.key)
        .join(TOLD_FOLLOWUPS, TOLD_FOLLOWUPS.c.digest_id == DIGESTS.c.id)
        .where(TOLD_FOLLOWUPS.c.followup_id == followup_id)
    )
    return [Telling(*row) for row in connection.execute(query.order_by(DIGESTS.c.window_end, DIGESTS.c.id))]


def told_in_digest(connection: Connection, digest_id: int) -> tuple[list[int], list[int]]:
    """Ids of the stories and of the follow-ups that one digest told."""
    stories = select(TOLD_STORIES.c.story_id).where(
        or_(TOLD_STORIES.c.digest_id == digest_id, TOLD_STORIES.c.updated_digest_id == digest_id)
    )
    followups = select(TOLD_FOLLOWUPS.c.followup_id).where(TOLD_FOLLOWUPS.c.digest_id == digest_id)
    return (
        sorted(set(connection.scalars(stories))),
        sorted(set(connection.scalars(followups))),
    )


def corrections(connection: Connection, story_id: int) -> list[Correction]:
    """What persons said of a story, whichever side of a merge or split it was on."""
    return [
        Correction(row.at, row.action, row.story_id, tuple(row.other))
        for row in connection.execute(select(CORRECTIONS).order_by(CORRECTIONS.c.id))
        if row.story_id == story_id or (row.action in ("merge", "split") and row.other[:1] == [story_id])
    ]
