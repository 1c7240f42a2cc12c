"""Reads for ``explain`` alone: an entry's identities, why it joined its story, what was told of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from watcher.store.feeds import chunks
from watcher.store.tables import CorrectionRow, DigestRow, EntryKeyRow, EntryRow, ToldFollowUpRow, ToldStoryRow


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


def of_entries(session: Session, ids: Iterable[int]) -> dict[int, EntryEvidence]:
    found: dict[int, EntryEvidence] = {}
    for part in chunks(list(ids)):
        keys: dict[int, list[Identity]] = {}
        seen = select(EntryKeyRow.entry_id, EntryKeyRow.key, EntryKeyRow.seen_at).where(EntryKeyRow.entry_id.in_(part))
        for entry_id, key, seen_at in session.execute(seen.order_by(EntryKeyRow.seen_at, EntryKeyRow.key)):
            keys.setdefault(entry_id or 0, []).append(Identity(key, seen_at))
        rows = select(
            EntryRow.id, EntryRow.events, EntryRow.why, EntryRow.changed_at, EntryRow.page_note, EntryRow.grouping
        ).where(EntryRow.id.in_(part))
        for entry_id, events, why, changed_at, page_note, grouping in session.execute(rows):
            identities = tuple(keys.get(entry_id, ()))
            found[entry_id] = EntryEvidence(
                tuple(events), tuple(why), changed_at, page_note, grouping or {}, identities
            )
    return found


def told_of_story(session: Session, story_id: int) -> list[Telling]:
    """The digests that told a story in full, in order."""
    query = (
        select(DigestRow.id, DigestRow.name, DigestRow.window_end)
        .join(ToldStoryRow, ToldStoryRow.digest_id == DigestRow.id)
        .where(ToldStoryRow.story_id == story_id)
    )
    return [Telling(*row) for row in session.execute(query.order_by(DigestRow.window_end, DigestRow.id))]


def told_of_followup(session: Session, followup_id: int) -> list[Telling]:
    """The notices given of a follow-up, in order."""
    query = (
        select(DigestRow.id, DigestRow.name, DigestRow.window_end, ToldFollowUpRow.key)
        .join(ToldFollowUpRow, ToldFollowUpRow.digest_id == DigestRow.id)
        .where(ToldFollowUpRow.followup_id == followup_id)
    )
    return [Telling(*row) for row in session.execute(query.order_by(DigestRow.window_end, DigestRow.id))]


def told_in_digest(session: Session, digest_id: int) -> tuple[list[int], list[int]]:
    """Ids of the stories and of the follow-ups that one digest told."""
    stories = select(ToldStoryRow.story_id).where(
        or_(ToldStoryRow.digest_id == digest_id, ToldStoryRow.updated_digest_id == digest_id)
    )
    followups = select(ToldFollowUpRow.followup_id).where(ToldFollowUpRow.digest_id == digest_id)
    return (
        sorted(set(session.scalars(stories))),
        sorted(set(session.scalars(followups))),
    )


def corrections(session: Session, story_id: int) -> list[Correction]:
    """What persons said of a story, whichever side of a merge or split it was on."""
    return [
        Correction(row.at, row.action, row.story_id, tuple(row.other))
        for row in session.scalars(select(CorrectionRow).order_by(CorrectionRow.id))
        if row.story_id == story_id or (row.action in ("merge", "split") and row.other[:1] == [story_id])
    ]
