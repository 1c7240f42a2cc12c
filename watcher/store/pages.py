"""Queries on the linked pages of entries: which are due, what came of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from watcher.model.entries import Entry
from watcher.store import search_index
from watcher.store.database import Connection
from watcher.store.entries import entry as stored_entry
from watcher.store.feeds import chunks
from watcher.store.tables import ENTRIES, FEEDS


def waiting(connection: Connection, feeds: Sequence[str], now: datetime) -> dict[str, datetime | None]:
    """The feeds among these (addresses) that have a page due, and when each was last polled."""
    found: dict[str, datetime | None] = {}
    for part in chunks(list(feeds)):
        due = select(ENTRIES.c.feed_id).where(ENTRIES.c.page_due_at <= now)
        query = select(FEEDS.c.url, FEEDS.c.last_polled_at).where(FEEDS.c.url.in_(part), FEEDS.c.id.in_(due))
        found |= dict(connection.execute(query).all())
    return found


def claim(connection: Connection, most: Mapping[str, int], now: datetime, until: datetime) -> list[Entry]:
    """Entries whose page is to be read, newest first: what the next digest may tell. ``most``: of each feed's address.

    They fall due again at ``until``, should this worker die.
    """
    known = {
        feed_id: url
        for part in chunks(list(most))
        for feed_id, url in connection.execute(select(FEEDS.c.id, FEEDS.c.url).where(FEEDS.c.url.in_(part)))
    }
    place = func.row_number().over(
        partition_by=ENTRIES.c.feed_id, order_by=(ENTRIES.c.dated_at.desc(), ENTRIES.c.id.desc())
    )
    ids: list[int] = []
    for part in chunks(list(known)):
        due = (
            select(ENTRIES.c.id, ENTRIES.c.feed_id, place.label("place"))
            .where(ENTRIES.c.page_due_at <= now, ENTRIES.c.feed_id.in_(part))
            .subquery()
        )
        query = select(due.c.id, due.c.feed_id, due.c.place).where(due.c.place <= max(most.values()))
        ids += [entry_id for entry_id, feed_id, nth in connection.execute(query) if nth <= most[known[feed_id]]]
    entries: list[Entry] = []
    for part in chunks(ids):
        still_due = select(ENTRIES).where(ENTRIES.c.id.in_(part), ENTRIES.c.page_due_at <= now)
        rows = connection.execute(still_due.with_for_update(skip_locked=True))
        entries += [stored_entry(row, known[row.feed_id], ()) for row in rows]
    _set_due(connection, [entry.id for entry in entries], until)
    return sorted(entries, key=lambda entry: (entry.dated_at, entry.id), reverse=True)


def give_back(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Claimed pages that were not come to are due as before."""
    _set_due(connection, ids, now)


def make_due(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Entries whose page was not thought worth reading before."""
    for part in chunks(list(ids)):
        connection.execute(
            update(ENTRIES)
            .where(ENTRIES.c.id.in_(part), ENTRIES.c.full_text == "feed")
            .values(full_text="pending", page_due_at=now)
        )


def texts(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The page texts of those of the entries whose page was read."""
    found: dict[int, str] = {}
    for part in chunks(list(ids)):
        query = select(ENTRIES.c.id, ENTRIES.c.page_text).where(ENTRIES.c.id.in_(part), ENTRIES.c.full_text == "page")
        found.update({entry_id: text for entry_id, text in connection.execute(query) if text is not None})
    return found


def read(connection: Connection, entry_id: int, text: str, found: Mapping[str, Any]) -> None:
    """Keep a page's text and what was found in it."""
    values = {"page_text": text, "full_text": "page", "page_due_at": None, "page_note": None, **found}
    connection.execute(update(ENTRIES).where(ENTRIES.c.id == entry_id).values(**values))
    search_index.renew(connection, [entry_id])


def failed(connection: Connection, entry_id: int, reason: str, retry_at: datetime | None, attempts: int) -> None:
    """A page that could not be had; with no ``retry_at`` it is given up."""
    connection.execute(
        update(ENTRIES)
        .where(ENTRIES.c.id == entry_id)
        .values(
            page_note=reason,
            page_due_at=retry_at,
            page_attempts=attempts,
            full_text="pending" if retry_at else "unavailable",
        )
    )


def _set_due(connection: Connection, ids: Sequence[int], at: datetime) -> None:
    for part in chunks(list(ids)):
        connection.execute(
            update(ENTRIES).where(ENTRIES.c.id.in_(part), ENTRIES.c.page_due_at.is_not(None)).values(page_due_at=at)
        )
