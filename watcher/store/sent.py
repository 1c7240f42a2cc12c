"""What was sent, kept over the restoring of a backup: the past cannot be unsent.

A backup knows the digests and deliveries of its day. Where the database that it replaces can still be read and is
a later state of the same one, everything told since is carried over. Where it cannot, what was waiting is held.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import update

from watcher.model.deliveries import DeliveryState
from watcher.store import delivery_tables as outbox_tables
from watcher.store import notes
from watcher.store import tables as told_tables
from watcher.store.backup import opened
from watcher.store.database import Connection

LINEAGE = "database"  # the note that names a database for life, given by the first migration
HELD = "held at the restoring of a backup: it may have been sent since; `watcher deliveries retry` sends it"

# In an order that puts what others point to first.
_TABLES = (
    told_tables.DIGESTS,
    told_tables.ALERTS,
    told_tables.TOLD_STORIES,
    told_tables.TOLD_FOLLOWUPS,
    outbox_tables.DELIVERIES,
    outbox_tables.DELIVERY_PARTS,
    outbox_tables.DELIVERY_ATTEMPTS,
)
_POINTS_TO = {"told_stories": ("stories", "story_id"), "told_followups": ("followups", "followup_id")}


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What the replaced database had sent that the backup did not know."""

    digests: int
    deliveries: int


def lineage(connection: Connection) -> str | None:
    return notes.get(connection, LINEAGE)


def carry_over(copy: Path, replaced: Path) -> CarriedOver:
    """Write into ``copy`` what ``replaced``, a later state of the same database with the same schema, has sent."""
    with opened(copy) as connection:
        connection.execute("ATTACH DATABASE ? AS replaced", (str(replaced),))
        connection.execute("BEGIN IMMEDIATE")
        before = _counts(connection)
        connection.execute(f"DELETE FROM deliveries WHERE id IN ({_SAME})")  # noqa: S608 - our own words alone
        for table in _TABLES:
            _copy_rows(connection, table.name, [column.name for column in table.columns])
        held = (DeliveryState.FAILED.value, HELD, DeliveryState.WAITING.value)
        connection.execute(
            "UPDATE deliveries SET state = ?, last_error = ?, next_attempt_at = NULL, ended_at = created_at "
            "WHERE state = ? AND message_id NOT IN (SELECT message_id FROM replaced.deliveries)",
            held,
        )
        _part_alerts(connection)
        _block(connection)
        after = _counts(connection)
        connection.execute("COMMIT")
    return CarriedOver(after[0] - before[0], after[1] - before[1])


_SAME = (
    "SELECT here.id FROM deliveries here JOIN replaced.deliveries there "
    "ON there.id = here.id AND there.message_id = here.message_id"
)


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    digests = connection.execute("SELECT count(*) FROM digests").fetchone()[0]
    sent = connection.execute("SELECT count(*) FROM deliveries WHERE state = 'sent'").fetchone()[0]
    return int(digests), int(sent)


def _copy_rows(connection: sqlite3.Connection, table: str, columns: list[str]) -> None:
    """Rows that the copy has not; of what is told only about stories and follow-ups that it has."""
    names = ", ".join(f'"{column}"' for column in columns)
    condition = ""
    if table in _POINTS_TO:
        other, column = _POINTS_TO[table]
        condition = f" WHERE {column} IN (SELECT id FROM main.{other})"  # noqa: S608 - names from above
    connection.execute(
        f"INSERT OR IGNORE INTO main.{table} ({names}) SELECT {names} FROM replaced.{table}{condition}"  # noqa: S608 - our tables' names
    )


def _part_alerts(connection: sqlite3.Connection) -> None:
    """Alerts about stories that the copy has not keep no id: it will be another story's."""
    connection.execute(
        "UPDATE main.alerts SET subject = 'lost:' || id, story_id = NULL, followup_id = NULL "
        "WHERE story_id NOT IN (SELECT id FROM main.stories) OR followup_id NOT IN (SELECT id FROM main.followups)"
    )


def _block(connection: sqlite3.Connection) -> None:
    """Keep the identities of told entries that would come back as news: no date of their own, or told by their page."""
    connection.execute(
        "INSERT OR IGNORE INTO main.entry_keys (feed_id, key, entry_id, seen_at) "
        "SELECT keys.feed_id, keys.key, NULL, keys.seen_at FROM replaced.entry_keys keys "
        "JOIN replaced.entries entries ON entries.id = keys.entry_id "
        "AND (entries.published_at IS NULL OR entries.page_text IS NOT NULL) "
        "JOIN main.feeds feeds ON feeds.id = keys.feed_id "
        "WHERE entries.story_id IN (SELECT story_id FROM replaced.told_stories) "
        "AND entries.id NOT IN (SELECT id FROM main.entries)"
    )


def hold_waiting(connection: Connection, now: datetime) -> int:
    """Nothing that waits is sent by itself; how much that is."""
    deliveries = outbox_tables.DELIVERIES
    held = connection.scalars(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.WAITING.value)
        .values(
            state=DeliveryState.FAILED.value, last_error=HELD, next_attempt_at=None, leased_until=None, ended_at=now
        )
        .returning(deliveries.c.id)
    )
    return len(held.all())


def ask_all_anew(connection: Connection, now: datetime, alerts: Iterable[str]) -> None:
    """Ask every feed as if for the first time: what the copy does not know then arrives at its publication.

    So it lies in the windows that are closed, and is told by no digest again; nor by the ``alerts``, which look at
    what arrives from now on.
    """
    for alert in alerts:
        notes.put(connection, f"alert:{alert}", now.isoformat())
    row = told_tables.FEEDS
    connection.execute(
        update(row).values(
            first_success_at=None,
            etag=None,
            last_modified=None,
            validators_url=None,
            body_hash=None,
            next_poll_at=now,
            leased_until=None,
        )
    )
