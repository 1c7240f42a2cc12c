"""Small facts that the program keeps about itself, by name."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, update

from watcher.store.poll_tables import NOTES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def get(session: "Session | Connection", key: str) -> str | None:
    return session.scalar(select(NOTES.c.value).where(NOTES.c.key == key))


def put(session: "Session | Connection", key: str, value: str) -> None:
    if get(session, key) is None:
        session.execute(insert(NOTES).values(key=key, value=value))
    else:
        session.execute(update(NOTES).where(NOTES.c.key == key).values(value=value))


def time(session: "Session | Connection", key: str) -> datetime | None:
    """The instant kept under ``key``."""
    known = get(session, key)
    return datetime.fromisoformat(known) if known else None


def first_time(session: "Session | Connection", key: str, now: datetime) -> datetime:
    """When this was first asked for ``key``: ``now`` the first time, the same instant ever after."""
    known = time(session, key)
    if known is None:
        put(session, key, now.isoformat())
    return known or now
