"""Programs that start at once on a database nobody has made yet: each waits for the other, none is turned away."""

import sqlite3
from pathlib import Path

import pytest

from watcher.errors import StoreError
from watcher.store import database, schema
from watcher.store.database import Database


def someone_writes(file: Path) -> sqlite3.Connection:
    """Another program in the midst of making the file, before it has a write-ahead log."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE begun (id INTEGER)")
    other.execute("BEGIN IMMEDIATE")
    return other


def test_who_comes_second_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = someone_writes(tmp_path / "watcher.db")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            other.rollback()

    monkeypatch.setattr("time.sleep", wait)
    store = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    schema.prepare(store)
    assert store.revision() == schema.HEAD
    assert len(waits) == 3
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    store.close()
    other.close()


def test_one_who_never_ends_is_named_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    other = someone_writes(tmp_path / "watcher.db")
    store = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    with pytest.raises(StoreError, match=r"watcher\.db: locked by another program for too long$"):
        schema.prepare(store)
    store.close()
    other.close()
