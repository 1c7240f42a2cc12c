"""Operating-system locks beside a SQLite file: they end with their process, however it ends."""

import contextlib
import fcntl
import os
from pathlib import Path

from sqlalchemy import Connection, func, select

from watcher.errors import StoreError
from watcher.store.database import Database


class ProcessLock:
    """One lock of a database file, by purpose ("run", "poll"). Not for a server: there leases in rows do it.

    ``acquire`` takes it for one process alone, ``join`` beside others; neither waits, as ``wait`` does.
    """

    def __init__(self, database: Database, purpose: str) -> None:
        path = database.path.resolve() if database.path else None  # by whichever link: one file, one lock
        self._label = database.label
        self._database = path
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

    def wait(self) -> None:
        """Take it for one process alone, as soon as whoever has it gives it back or ends."""
        if self._path is None:
            return
        file = self._open(self._path)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except BaseException:  # Ctrl-C while it waits
            os.close(file)
            raise
        self._file = file

    def kept(self) -> bool:
        """Whether what ``acquire`` took still keeps others out. A lock file that was removed is made anew."""
        if self._path is None or self._file is None or _names(self._path, self._file):
            return True
        nameless, self._file = self._file, None
        try:
            kept = self.acquire()
        except StoreError:
            self._file = nameless  # there is no place for a lock file any more: for nobody else's either
            return True
        os.close(nameless)
        return kept

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
            file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(f"lock file {path} cannot be opened: {error.strerror}") from error
        if os.geteuid() == 0 and self._database is not None:
            _give(file, self._database)
        return file

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would race with another process."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _names(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _give(file: int, database: Path) -> None:
    """To the database's owner, as SQLite does with its own: a command that root runs must not lock the service out."""
    with contextlib.suppress(OSError):
        owner = database.stat()
        if (owner.st_uid, owner.st_gid) != (os.fstat(file).st_uid, os.fstat(file).st_gid):
            os.fchown(file, owner.st_uid, owner.st_gid)


def _lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def hold(connection: Connection, purpose: str) -> None:
    """Until this transaction ends, nobody else holds ``purpose``. For a server; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(purpose, 0))))
