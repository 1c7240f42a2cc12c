"""Copies of a SQLite database while it is in use, and putting one back. Readable by their owner alone.

Both directions go through SQLite's online backup, so what still lies in the write-ahead log is part of a copy,
writers go on meanwhile, and a copy is there in full or not at all.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.database import Database

PATIENCE = 30.0  # seconds to wait for somebody who holds the file
# What belongs to a database file, by its name.
BESIDE = ("-wal", "-shm", "-journal", ".run-lock", ".poll-lock", ".upgrade-lock")
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def backup(database: Database, target: Path) -> int:
    """Copy the database to ``target``, which is replaced only by a whole and sound copy; its size in bytes."""
    source = sqlite_file(database, "backed up")
    if not source.is_file():
        raise StoreError(f"there is no database {source} yet; nothing was backed up")
    if target.is_dir():
        raise StoreError(f"{target} is a directory; give the file to write")
    if target.exists() and target.samefile(source):
        raise StoreError(f"{target} is the database itself; give another file")
    if target.resolve() in {real.with_name(real.name + suffix) for real in (source.resolve(),) for suffix in BESIDE}:
        raise StoreError(f"{target} belongs to the database itself; give another file")
    if target.exists() and not target.is_file():
        raise StoreError(f"{target} is a device or the like; give the file to write")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(source, part)
        if found := damage(part):  # better no backup than one that cannot be restored
            raise StoreError(f"the database is damaged ({found}); the backup was not kept")
        part.replace(target)
    except OSError as error:
        raise StoreError(f"the backup {target} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def copy(source: Path, target: Path) -> None:
    """A consistent copy of one SQLite file as one new file; raises ``StoreError``."""
    try:
        target.unlink(missing_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror or error}") from error
    with _errors_of(source, target), opened(source) as old, opened(target) as new:
        _transfer(old, new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    with target.open("rb") as file:
        os.fsync(file.fileno())


def put_back(source: Path, database: Database) -> None:
    """Make the database what ``source`` is, in one transaction of the file: others see the old or the new one.

    A file that is no database any more is moved aside to ``FILE.damaged`` first.
    """
    path = sqlite_file(database, "restored")
    database.close()
    if path.exists() and not is_sound(path):
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + suffix).replace(path.with_name(f"{path.name}.damaged{suffix}"))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with _errors_of(source, path), opened(source) as old, opened(path) as new:
        _transfer(old, new)


def sqlite_file(database: Database, done: str) -> Path:
    """The file behind a database; raises ``StoreError`` for a server, which has tools of its own."""
    if database.path is None:
        raise StoreError(f"{database.label} is a PostgreSQL database, which is {done} with pg_dump and pg_restore")
    return database.path


def is_sound(path: Path) -> bool:
    """Whether a file can be read as a database at all."""
    try:
        with opened(path) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        return False
    return True


def damage(path: Path) -> str:
    """What is wrong inside a file of this database, in SQLite's words; nothing where every page can be read."""
    try:
        with opened(path) as connection:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else " ".join(found.split())


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that is closed at the end, with transactions begun by hand."""
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _transfer(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """All pages in one step: a copy in several would begin anew with every commit of somebody else."""
    deadline = time.monotonic() + PATIENCE

    def waited(status: int, _remaining: int, _total: int) -> None:
        if status in _BUSY and time.monotonic() > deadline:
            raise sqlite3.OperationalError("database is locked")

    old.backup(new, pages=-1, progress=waited, sleep=0.1)


@contextlib.contextmanager
def _errors_of(source: Path, target: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        reason = "the file is not a database" if "not a database" in str(error) else str(error)
        raise StoreError(f"copying {source} to {target} failed: {reason}") from error
