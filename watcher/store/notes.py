"""Small facts that the program keeps about itself, by name."""

from datetime import datetime

from sqlalchemy import insert, update

from watcher.store.database import Session
from watcher.store.tables import NoteRow


def get(session: Session, key: str) -> str | None:
    row = session.get(NoteRow, key)
    return row.value if row else None


def put(session: Session, key: str, value: str) -> None:
    if session.get(NoteRow, key) is None:
        session.execute(insert(NoteRow).values(key=key, value=value))
    else:
        session.execute(update(NoteRow).where(NoteRow.key == key).values(value=value))


def time(session: Session, key: str) -> datetime | None:
    """The instant kept under ``key``."""
    known = get(session, key)
    return datetime.fromisoformat(known) if known else None


def first_time(session: Session, key: str, now: datetime) -> datetime:
    """When this was first asked for ``key``: ``now`` the first time, the same instant ever after."""
    known = time(session, key)
    if known is None:
        put(session, key, now.isoformat())
    return known or now
