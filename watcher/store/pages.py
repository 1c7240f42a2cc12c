"""Queries on the linked pages of entries: which are due, what came of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from watcher.model import Entry
from watcher.store import search_index
from watcher.store.database import Session
from watcher.store.entries import entry as stored_entry
from watcher.store.feeds import chunks
from watcher.store.tables import EntryRow, FeedRow


def waiting(session: Session, feeds: Sequence[str], now: datetime) -> dict[str, datetime | None]:
    """The feeds among these (addresses) that have a page due, and when each was last polled."""
    found: dict[str, datetime | None] = {}
    for part in chunks(list(feeds)):
        due = select(EntryRow.feed_id).where(EntryRow.page_due_at <= now)
        query = select(FeedRow.url, FeedRow.last_polled_at).where(FeedRow.url.in_(part), FeedRow.id.in_(due))
        found |= dict(session.execute(query).all())
    return found


def claim(session: Session, most: Mapping[str, int], now: datetime, until: datetime) -> list[Entry]:
    """Entries whose page is to be read, newest first: what the next digest may tell. ``most``: of each feed's address.

    They fall due again at ``until``, should this worker die.
    """
    known = {
        feed_id: url
        for part in chunks(list(most))
        for feed_id, url in session.execute(select(FeedRow.id, FeedRow.url).where(FeedRow.url.in_(part)))
    }
    place = func.row_number().over(
        partition_by=EntryRow.feed_id, order_by=(EntryRow.dated_at.desc(), EntryRow.id.desc())
    )
    ids: list[int] = []
    for part in chunks(list(known)):
        due = (
            select(EntryRow.id, EntryRow.feed_id, place.label("place"))
            .where(EntryRow.page_due_at <= now, EntryRow.feed_id.in_(part))
            .subquery()
        )
        query = select(due.c.id, due.c.feed_id, due.c.place).where(due.c.place <= max(most.values()))
        ids += [entry_id for entry_id, feed_id, nth in session.execute(query) if nth <= most[known[feed_id]]]
    entries: list[Entry] = []
    for part in chunks(ids):
        still_due = select(EntryRow).where(EntryRow.id.in_(part), EntryRow.page_due_at <= now)
        rows = session.scalars(still_due.with_for_update(skip_locked=True))
        entries += [stored_entry(row, known[row.feed_id], ()) for row in rows]
    _set_due(session, [entry.id for entry in entries], until)
    return sorted(entries, key=lambda entry: (entry.dated_at, entry.id), reverse=True)


def give_back(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Claimed pages that were not come to are due as before."""
    _set_due(session, ids, now)


def make_due(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Entries whose page was not thought worth reading before."""
    for part in chunks(list(ids)):
        session.execute(
            update(EntryRow)
            .where(EntryRow.id.in_(part), EntryRow.full_text == "feed")
            .values(full_text="pending", page_due_at=now)
        )


def texts(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The page texts of those of the entries whose page was read."""
    found: dict[int, str] = {}
    for part in chunks(list(ids)):
        query = select(EntryRow.id, EntryRow.page_text).where(EntryRow.id.in_(part), EntryRow.full_text == "page")
        found.update({entry_id: text for entry_id, text in session.execute(query) if text is not None})
    return found


def read(session: Session, entry_id: int, text: str, found: Mapping[str, Any]) -> None:
    """Keep a page's text and what was found in it."""
    values = {"page_text": text, "full_text": "page", "page_due_at": None, "page_note": None, **found}
    session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(**values))
    search_index.renew(session, [entry_id])


def failed(session: Session, entry_id: int, reason: str, retry_at: datetime | None, attempts: int) -> None:
    """A page that could not be had; with no ``retry_at`` it is given up."""
    session.execute(
        update(EntryRow)
        .where(EntryRow.id == entry_id)
        .values(
            page_note=reason,
            page_due_at=retry_at,
            page_attempts=attempts,
            full_text="pending" if retry_at else "unavailable",
        )
    )


def _set_due(session: Session, ids: Sequence[int], at: datetime) -> None:
    for part in chunks(list(ids)):
        session.execute(
            update(EntryRow).where(EntryRow.id.in_(part), EntryRow.page_due_at.is_not(None)).values(page_due_at=at)
        )
