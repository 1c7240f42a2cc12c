"""Small facts that the program keeps about itself, by name."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from watcher.store.tables import NOTES


def get(connection: Connection, key: str) -> str | None:
    return connection.scalar(select(NOTES.c.value).where(NOTES.c.key == key))


def put(connection: Connection, key: str, value: str) -> None:
    if get(connection, key) is None:
        connection.execute(insert(NOTES).values(key=key, value=value))
    else:
        connection.execute(update(NOTES).where(NOTES.c.key == key).values(value=value))


def time(connection: Connection, key: str) -> datetime | None:
    """The instant kept under ``key``."""
    known = get(connection, key)
    return datetime.fromisoformat(known) if known else None


def first_time(connection: Connection, key: str, now: datetime) -> datetime:
    """When this was first asked for ``key``: ``now`` the first time, the same instant ever after."""
    known = time(connection, key)
    if known is None:
        put(connection, key, now.isoformat())
    return known or now
