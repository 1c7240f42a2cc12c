"""Operating-system locks beside a SQLite file: they end with their process, however it ends."""

import fcntl
import os
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.database import Database


class ProcessLock:
    """One lock of a database file, by purpose ("run", "poll"). Not for a server: there leases in rows do it."""

    def __init__(self, database: Database, purpose: str) -> None:
        path = database.path
        self._path: Path | None = path.with_name(f"{path.name}.{purpose}-lock") if path else None
        self._file: int | None = None

    def acquire(self) -> bool:
        """Whether the lock is ours now. Always so on a database server."""
        if self._path is None:
            return True
        try:
            file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise StoreError(f"lock file {self._path} cannot be opened: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would race with another process."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
