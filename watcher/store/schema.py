"""The schema's migrations, applied by themselves. Alembic is imported only when there is something to do."""

from pathlib import Path

from watcher.errors import StoreError
from watcher.store.backup import backup
from watcher.store.database import Database
from watcher.store.locks import ProcessLock

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0003"


def prepare(database: Database, *, keep_copy: bool = True) -> str | None:
    """Bring the schema to ``HEAD``; return the revision it was migrated from, None where nothing was done.

    A SQLite file that holds an older schema is copied to ``FILE.before-REVISION`` first (not without
    ``keep_copy``). A database that is newer than the program is refused and left unchanged, and so is one that a
    service, of the version before, is using.
    """
    found = database.revision()
    if found == HEAD:
        return None
    if found is not None and found not in _revisions():
        raise StoreError(
            f"database {database.label} has revision {found}, made by a newer Watcher than this one ({HEAD}); "
            "install that version, or restore the copy made before the upgrade"
        )
    if not keep_copy or found is None or database.path is None:
        _upgrade(database)
        return found
    upgrade = ProcessLock(database, "upgrade")
    upgrade.wait()  # of two commands at once, the second finds it done
    try:
        if database.revision() == HEAD:
            return None
        _upgrade_with_copy(database, database.path, found)
    finally:
        upgrade.release()
    return found


def _upgrade_with_copy(database: Database, path: Path, found: str) -> None:
    lock = ProcessLock(database, "run")
    if not lock.acquire():
        raise StoreError(
            f"database {database.label} has to be upgraded (revision {found} to {HEAD}), and a `watcher run` of the "
            "version before is using it; stop that one first, nothing was changed"
        )
    try:
        target = path.with_name(f"{path.name}.before-{HEAD}")
        try:
            backup(database, target)
        except StoreError as error:
            raise StoreError(f"the copy {target} before the upgrade failed ({error}); nothing was changed") from error
        _upgrade(database)
    finally:
        lock.release()


def _revisions() -> set[str]:
    return {path.name.split("_", 1)[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def _upgrade(database: Database) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
