"""What a writer remembers of follow-ups between two transactions, and when it forgets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.jobs.remembered import Remembered
from watcher.jobs.tracking import Following
from watcher.store import notes
from watcher.store.database import Database
from watcher.store.schema import prepare


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    prepare(database)
    yield database
    database.close()


def once(database: Database, remembered: Remembered) -> Following:
    """What one transaction that tells of follow-ups works with."""
    with database.writing() as connection:
        remembered.begin(connection)
        following = remembered.following(connection)
        notes.put(connection, "told", "once")
        left = remembered.end(connection)
    remembered.committed(left)
    return following


def test_the_next_transaction_goes_on_with_what_the_last_one_knew(database: Database) -> None:
    remembered = Remembered()
    first = once(database, remembered)
    assert once(database, remembered) is first
    with database.reading():
        pass
    assert once(database, remembered) is first


def test_what_this_process_writes_elsewhere_makes_it_forget(database: Database) -> None:
    remembered = Remembered()
    first = once(database, remembered)
    with database.writing() as connection:
        notes.put(connection, "told", "elsewhere")
    assert once(database, remembered) is not first


def test_what_another_process_writes_makes_it_forget(database: Database) -> None:
    remembered = Remembered()
    first = once(database, remembered)
    other = Database(database.url.render_as_string())
    with other.writing() as connection:
        notes.put(connection, "told", "by another")
    other.close()
    assert once(database, remembered) is not first


def fail(database: Database, remembered: Remembered) -> None:
    with database.writing() as connection:
        remembered.begin(connection)
        remembered.following(connection)
        raise KeyError("a fault in the middle of a feed")


def test_a_transaction_that_was_not_committed_is_forgotten(database: Database) -> None:
    remembered = Remembered()
    first = once(database, remembered)
    with pytest.raises(KeyError):
        fail(database, remembered)
    assert once(database, remembered) is not first
