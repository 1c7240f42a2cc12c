"""A person's word on grouping and relevance: kept as it was said, and above what the machine decides."""

from collections.abc import Sequence
from datetime import datetime

from watcher.errors import UsageError
from watcher.jobs.set_aside import set_aside_with, take_up
from watcher.jobs.stories import refresh
from watcher.store import digests as digest_store
from watcher.store import entries as entry_store
from watcher.store import stories as story_store
from watcher.store import tags
from watcher.store.database import Connection, Database


def merge(database: Database, one: int, other: int, now: datetime) -> int:
    """Make two stories one; the older id stays, the other goes on answering. The id that stays."""
    with database.writing() as connection:
        kept, joined = sorted((_existing(connection, one), _existing(connection, other)))
        if kept == joined:
            raise UsageError(f"s{one} and s{other} are one story already (s{kept})")
        moved = [entry.id for entry in story_store.members(connection, [joined]).get(joined, [])]
        story_store.correct(connection, "merge", kept, [joined, *moved], now)
        entry_store.change(connection, [{"id": entry, "story_id": kept} for entry in moved])
        digest_store.share_told(connection, joined, kept)
        story_store.change(connection, [{"id": joined, "merged_into": kept, "relevant": False, "arrived_at": None}])
        refresh(connection, [kept], now, late=True)
    return kept


def split(database: Database, story: int, entries: Sequence[int], now: datetime) -> int:
    """Take entries out of a story into one of their own; its id. What was told of them counts as told."""
    with database.writing() as connection:
        old = _existing(connection, story)
        members = {entry.id: entry for entry in story_store.members(connection, [old]).get(old, [])}
        strangers = [entry for entry in entries if entry not in members]
        if strangers:
            raise UsageError(f"e{strangers[0]} is not in s{old}; `watcher explain s{old}` lists its entries")
        if len(set(entries)) == len(members):
            raise UsageError(f"that is every entry of s{old}; leave at least one in it")
        new = story_store.create(connection, min(members[entry].dated_at for entry in entries))
        story_store.correct(connection, "split", old, [new, *entries], now)
        evidence = {"kind": "person", "score": 1.0, "apart": [old]}
        entry_store.change(
            connection, [{"id": entry, "story_id": new, "grouping": evidence} for entry in dict.fromkeys(entries)]
        )
        digest_store.share_told(connection, old, new)
        refresh(connection, [old, new], now, late=True)
    return new


def judge(database: Database, story: int, verdict: str, now: datetime) -> int:
    """Dismiss a story as not relevant, or restore it as relevant; the id it answers to.

    Follow-ups that nothing else tells of go with it, and come back with it.
    """
    with database.writing() as connection:
        found = _existing(connection, story)
        story_store.correct(connection, verdict, found, [], now)
        story_store.change(connection, [{"id": found, "verdict": verdict}])
        refresh(connection, [found], now, late=True)
        if verdict == story_store.DISMISSED:
            set_aside_with(connection, [found], now)
        else:
            take_up(connection, tags.told_by_story(connection, found), now)
    return found


def _existing(connection: Connection, story: int) -> int:
    found = story_store.resolve(connection, story)
    if found is None:
        raise UsageError(f"there is no story s{story}; `watcher stories --all` lists them")
    return found
