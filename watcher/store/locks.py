"""Operating-system locks beside a SQLite file: they end with their process, however it ends."""

import fcntl
import os
from pathlib import Path

from sqlalchemy import func, select

from watcher.errors import StoreError
from watcher.store.database import Database, Session


class ProcessLock:
    """One lock of a database file, by purpose ("run", "poll"). Not for a server: there leases in rows do it.

    ``acquire`` takes it for one process alone, ``join`` beside others; neither waits.
    """

    def __init__(self, database: Database, purpose: str) -> None:
        path = database.path
        self._label = database.label
        self._path: Path | None = path.with_name(f"{path.name}.{purpose}-lock") if path else None
        self._file: int | None = None

    def acquire(self) -> bool:
        """Whether the lock is ours now. Always so on a database server."""
        if self._path is None:
            return True
        file = self._open(self._path)
        if not _lock(file, fcntl.LOCK_EX):
            os.close(file)
            return False
        self._file = file
        return True

    def join(self) -> bool:
        """Be one of those that hold the lock together; whether nobody else is. Never so on a database server.

        To be called inside a writing transaction: it keeps another process from joining between the two steps.
        Raises ``StoreError`` where a process holds the lock for itself.
        """
        if self._path is None:
            return False
        file = self._open(self._path)
        alone = _lock(file, fcntl.LOCK_EX)
        if not _lock(file, fcntl.LOCK_SH):
            os.close(file)
            raise StoreError(f"another process keeps {self._label} to itself just now; try again in a moment")
        self._file = file
        return alone

    def _open(self, path: Path) -> int:
        try:
            return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"lock file {path} cannot be opened: {error.strerror}") from error

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would race with another process."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def hold(session: Session, purpose: str) -> None:
    """Until this transaction ends, nobody else holds ``purpose``. For a server; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(purpose, 0))))
