"""The migrations make what the tables say, keep a copy of what they change, and change it whole or not at all."""

import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from watcher.errors import StoreError
from watcher.store import delivery_tables, schema, signature_tables  # noqa: F401 - their tables join the metadata
from watcher.store.database import Database
from watcher.store.locks import ProcessLock
from watcher.store.tables import METADATA

NEXT = '''"""A change of the schema."""

from alembic import op

revision = "9002"
down_revision = "{before}"


def upgrade() -> None:
    op.execute("CREATE TABLE later (id INTEGER)")
    op.execute("{statement}")
'''


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    yield opened
    opened.close()


@pytest.fixture
def with_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program with one migration more; where it lies."""
    migrations = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    version = migrations / "versions" / "9002_next.py"
    version.write_text(NEXT.format(before=schema.HEAD, statement="INSERT INTO later VALUES (1)"))
    monkeypatch.setattr(schema, "MIGRATIONS", migrations)
    monkeypatch.setattr(schema, "HEAD", "9002")
    return version


def made_by(database: Database) -> dict[str, list[str]]:
    """Every table and index with the parts of its definition; the order of foreign keys means nothing."""
    with database.reading() as connection:
        made = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'"
        )
        return {
            name: sorted(part.strip(" \n\t)") for part in sql.split(","))
            for name, sql in made
            if not_of_the_search_index(name)
        }


def not_of_the_search_index(name: str | None, *_: object) -> bool:
    """The full-text index is FTS5's own set of tables, which SQLAlchemy cannot describe; see ``test_search``."""
    return not (name or "").startswith("entry_search")


def test_the_migrations_make_exactly_what_the_tables_say(database: Database, tmp_path: Path) -> None:
    """A change of a table without its migration fails here."""
    schema.prepare(database)
    with database.engine.connect() as connection:
        compared = {"compare_type": True, "compare_server_default": True, "include_name": not_of_the_search_index}
        context = MigrationContext.configure(connection, opts=compared)
        assert compare_metadata(context, METADATA) == []
    direct = Database(f"sqlite:///{tmp_path / 'direct.db'}")
    METADATA.create_all(direct.engine)
    assert made_by(database) == made_by(direct)
    direct.close()


def test_the_newest_migration_is_what_the_program_expects() -> None:
    versions = sorted(path.name.split("_")[0] for path in (schema.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert versions[-1] == schema.HEAD


def test_a_migration_keeps_a_private_copy_of_what_it_changes(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    schema.prepare(database)
    before = schema.HEAD
    request.getfixturevalue("with_next")
    assert schema.prepare(database) == before
    assert database.revision() == "9002"
    copy = tmp_path / "watcher.db.before-9002"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(before,)]
    assert schema.prepare(database) is None, "and only once"


def test_a_migration_that_fails_changes_nothing(database: Database, request: pytest.FixtureRequest) -> None:
    schema.prepare(database)
    before, definitions = schema.HEAD, made_by(database)
    version: Path = request.getfixturevalue("with_next")
    version.write_text(NEXT.format(before=before, statement="INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(StoreError, match="nowhere"):
        schema.prepare(database)
    assert database.revision() == before
    assert made_by(database) == definitions


def test_a_database_that_a_service_is_using_is_not_migrated_under_it(
    database: Database, request: pytest.FixtureRequest
) -> None:
    schema.prepare(database)
    before = schema.HEAD
    request.getfixturevalue("with_next")
    service = ProcessLock(database, "run")
    assert service.acquire()
    with pytest.raises(StoreError, match="stop that one first"):
        schema.prepare(database)
    assert database.revision() == before
    service.release()
    assert schema.prepare(database) == before


def test_of_two_commands_at_once_the_second_finds_it_upgraded(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.prepare(database)
    before = schema.HEAD
    request.getfixturevalue("with_next")
    first = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    really_wait, told = ProcessLock.wait, list[str | None]()

    def wait(lock: ProcessLock) -> None:
        if not told:
            told.append("the first one upgrades now")
            told.append(schema.prepare(first))
        really_wait(lock)

    monkeypatch.setattr(ProcessLock, "wait", wait)
    assert schema.prepare(database) is None
    assert told[1:] == [before]
    assert database.revision() == schema.HEAD
    with sqlite3.connect(tmp_path / "watcher.db.before-9002") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(before,)]
    first.close()


def test_a_lock_is_waited_for(database: Database) -> None:
    schema.prepare(database)
    first, second, order = ProcessLock(database, "upgrade"), ProcessLock(database, "upgrade"), list[str]()
    first.wait()

    def come_second() -> None:
        second.wait()
        order.append("second")

    thread = threading.Thread(target=come_second)
    thread.start()
    order.append("first")
    first.release()
    thread.join()
    assert order == ["first", "second"]
    assert not first.acquire()
    second.release()


def test_a_database_of_a_later_program_is_refused(database: Database) -> None:
    schema.prepare(database)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9003'")
    with pytest.raises(StoreError, match="newer Watcher"):
        schema.prepare(database)


def test_where_the_copy_cannot_be_made_nothing_is_changed(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    schema.prepare(database)
    before = schema.HEAD
    request.getfixturevalue("with_next")
    (tmp_path / "watcher.db.before-9002").mkdir()
    with pytest.raises(StoreError, match="nothing was changed"):
        schema.prepare(database)
    assert database.revision() == before
