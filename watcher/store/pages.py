"""Queries on the linked pages of entries: which are due, what came of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from watcher.model import Entry
from watcher.store.database import Session
from watcher.store.entries import entry as stored_entry
from watcher.store.tables import EntryRow, FeedRow

MOST = 2_000


def due(session: Session, now: datetime) -> list[Entry]:
    """Entries whose page is to be read, newest first: what the next digest may tell."""
    query = (
        select(EntryRow, FeedRow.url)
        .join(FeedRow, FeedRow.id == EntryRow.feed_id)
        .where(EntryRow.page_due_at <= now)
        .order_by(EntryRow.dated_at.desc(), EntryRow.id.desc())
        .limit(MOST)
    )
    return [stored_entry(row, feed_url, ()) for row, feed_url in session.execute(query)]


def read(session: Session, entry_id: int, text: str, found: Mapping[str, Any]) -> None:
    """Keep a page's text and what was found in it."""
    values = {"page_text": text, "full_text": "page", "page_due_at": None, "page_note": None, **found}
    session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(**values))


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
