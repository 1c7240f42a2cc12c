"""A person's word on grouping and relevance: kept as it was said, and above what the machine decides."""

from collections.abc import Sequence
from datetime import datetime

from watcher.errors import UsageError
from watcher.jobs.stories import refresh
from watcher.store import digests as digest_store
from watcher.store import entries as entry_store
from watcher.store import stories as story_store
from watcher.store.database import Database, Session


def merge(database: Database, one: int, other: int, now: datetime) -> int:
    """Make two stories one; the older id stays, the other goes on answering. The id that stays."""
    with database.begin() as session:
        kept, joined = sorted((_existing(session, one), _existing(session, other)))
        if kept == joined:
            raise UsageError(f"s{one} and s{other} are one story already (s{kept})")
        moved = [entry.id for entry in story_store.members(session, [joined]).get(joined, [])]
        story_store.correct(session, "merge", kept, [joined, *moved], now)
        entry_store.change(session, [{"id": entry, "story_id": kept} for entry in moved])
        digest_store.share_told(session, joined, kept)
        story_store.change(session, [{"id": joined, "merged_into": kept, "relevant": False, "arrived_at": None}])
        refresh(session, [kept], now, late=True)
    return kept


def split(database: Database, story: int, entries: Sequence[int], now: datetime) -> int:
    """Take entries out of a story into one of their own; its id. What was told of them counts as told."""
    with database.begin() as session:
        old = _existing(session, story)
        members = {entry.id: entry for entry in story_store.members(session, [old]).get(old, [])}
        strangers = [entry for entry in entries if entry not in members]
        if strangers:
            raise UsageError(f"e{strangers[0]} is not in s{old}; `watcher explain s{old}` lists its entries")
        if len(set(entries)) == len(members):
            raise UsageError(f"that is every entry of s{old}; leave at least one in it")
        new = story_store.create(session, min(members[entry].dated_at for entry in entries))
        story_store.correct(session, "split", old, [new, *entries], now)
        evidence = {"kind": "person", "score": 1.0, "apart": [old]}
        entry_store.change(
            session, [{"id": entry, "story_id": new, "grouping": evidence} for entry in dict.fromkeys(entries)]
        )
        digest_store.share_told(session, old, new)
        refresh(session, [old, new], now, late=True)
    return new


def judge(database: Database, story: int, verdict: str, now: datetime) -> int:
    """Dismiss a story as not relevant, or restore it as relevant; the id it answers to."""
    with database.begin() as session:
        found = _existing(session, story)
        story_store.correct(session, verdict, found, [], now)
        story_store.change(session, [{"id": found, "verdict": verdict}])
        refresh(session, [found], now, late=True)
    return found


def _existing(session: Session, story: int) -> int:
    found = story_store.resolve(session, story)
    if found is None:
        raise UsageError(f"there is no story s{story}; `watcher stories --all` lists them")
    return found
