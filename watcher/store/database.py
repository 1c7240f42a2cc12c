"""The engine, transactions, and the schema's revision. One writer at a time; readers never wait (WAL).

Errors of the database leave here as ``StoreError`` with one sentence: locked, full, read-only, damaged.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from watcher.errors import StoreError

__all__ = ["Connection", "Database"]  # the type of a transaction too, for those who may not import SQLAlchemy

BUSY_SECONDS = 30
LOG_PAGES = 8_000  # 32 MiB of log before it is copied into the file: a poll writes the same pages many times
_WRITE_AHEAD_LOG = "PRAGMA journal_mode=WAL"
_WRITTEN = "writing transactions"  # of this connection, counted
DISK_FULL = "the disk is full"  # stands in every error of that kind


class Database:
    """A store behind an address (``sqlite:///file`` or ``postgresql+psycopg://...``). Opened lazily."""

    def __init__(self, url: str) -> None:
        try:
            self.url: URL = make_url(url)
        except ArgumentError as error:
            raise StoreError(
                "the database address cannot be read; accepted: sqlite:///FILE or postgresql+psycopg://..."
            ) from error
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None  # device and inode of the SQLite file that is open

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on a server."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @property
    def label(self) -> str:
        """The address for people, without its password."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=True)

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            self._engine = self._create_engine()
        return self._engine

    def _create_engine(self) -> Engine:
        if not self.is_sqlite:
            try:
                return create_engine(self.url, pool_pre_ping=True)
            except ImportError as error:  # not installed, or without the client library it is made for
                raise StoreError(
                    f"PostgreSQL needs its driver, which cannot be loaded ({str(error).partition(chr(10))[0]}): "
                    "pip install 'watcher[postgres]'"
                ) from error
        path = self.path
        assert path is not None
        _make_private_file(path)
        self._file = _identity(path)
        arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        # The connection used last has the pages at hand that are needed next.
        engine = create_engine(self.url, pool_use_lifo=True, connect_args=arguments)
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One writing transaction: commits at the end, rolls back on any exception.

        SQLite takes its write lock at once, so a transaction never fails half-way for want of it.
        """
        with (
            self._wrapped(),
            self.engine.connect().execution_options(watcher_write=True) as connection,
            connection.begin(),  # begins now: what the caller's clock says next is later than every earlier commit
        ):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view for reading."""
        with self._wrapped(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _wrapped(self) -> Iterator[None]:
        self._check_place()
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"database {self.label}: {_reason(str(error.orig))}") from error
        except sqlite3.Error as error:  # from the pragmas, before SQLAlchemy wraps anything
            raise StoreError(f"database {self.label}: {_reason(str(error))}") from error
        except SQLAlchemyError as error:
            raise StoreError(f"database {self.label}: {error}") from error

    def _check_place(self) -> None:
        """Refuse to work on where the open file has lost its name: what was written would be lost with it."""
        if self._engine is not None and self.path is not None and _identity(self.path) != self._file:
            raise StoreError(
                f"database {self.path}: the file was removed or replaced while it was in use; put it back, "
                "or stop the program and start it again (`watcher db restore` brings back a backup)"
            )

    def revision(self) -> str | None:
        """The schema revision found, None where the schema was never made."""
        with self._wrapped(), self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
            self._file = None


def mark(connection: Connection, *, transactions: int = 0) -> object | None:
    """What a writing transaction knows its place by: how many others committed before it.

    What the next one finds is this with one of the ``transactions`` more, unless anybody else writes in between.
    None where that cannot be told: on PostgreSQL.
    """
    if connection.dialect.name != "sqlite":
        return None
    version = connection.exec_driver_sql("PRAGMA data_version").scalar()  # changes with what other connections commit
    return connection.connection.driver_connection, version, connection.info.get(_WRITTEN, 0) + transactions


def dialect_of(connection: Connection) -> ModuleType:
    """SQLAlchemy's module of the engine in use, for what its SQL has of its own (``insert ... on conflict``)."""
    name = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    # Not imported at the top: PostgreSQL's takes a quarter of a second, for those alone who use it.
    return import_module(f"sqlalchemy.dialects.{name}")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_private_file(path: Path) -> None:
    """Create the file readable by its owner alone; WAL files inherit its mode from SQLite."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(f"database {path} cannot be opened for writing: {error.strerror}") from error


def _configure_sqlite(dbapi_connection: object, _record: object) -> None:
    cursor = dbapi_connection.cursor()  # type: ignore[attr-defined]  # the driver's connection has no common type
    # Transactions are begun by ``_begin_sqlite``: the driver's own rules would begin them too late.
    dbapi_connection.isolation_level = None  # type: ignore[attr-defined]
    _use_write_ahead_log(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.close()


def _use_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    """Waits for another process that makes the same change to a new file.

    SQLite itself doesn't: a reader that wants the whole file is refused at once, whatever its timeout, lest two of
    them wait for each other (https://www.sqlite.org/c3ref/busy_handler.html).
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute(_WRITE_AHEAD_LOG)
            return
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() >= until:
                raise
        time.sleep(0.02)


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # the rest tells which kind of busy


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("watcher_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
    if write:
        connection.info[_WRITTEN] = connection.info.get(_WRITTEN, 0) + 1


def _reason(message: str) -> str:
    found = message.strip().splitlines()[0] if message.strip() else "failed without a reason"
    plain = {
        "database is locked": "locked by another program for too long",
        "database or disk is full": f"{DISK_FULL}; nothing of this step was kept",
        "attempt to write a readonly database": "not writable",
        "file is not a database": "the file is not a Watcher database",
        "unable to open database file": "cannot be opened",
        "no such module: fts5": "this Python's SQLite is built without FTS5 (full-text search), which Watcher needs",
        "database disk image is malformed": "the file is damaged; restore a backup",
    }
    return next((words for sign, words in plain.items() if sign in found), found)
