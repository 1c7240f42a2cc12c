"""Put a backup back: refused while a service runs, and afterwards nothing already sent is sent again."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from watcher.digests.windows import open_window
from watcher.errors import StoreError
from watcher.jobs.digest import close_window
from watcher.settings import Settings
from watcher.store import backup, sent
from watcher.store import digests as digest_store
from watcher.store.database import Database
from watcher.store.locks import ProcessLock
from watcher.store.schema import prepare


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the past: ``known`` whether the replaced database could say what it had sent.

    ``held`` deliveries wait for a person; ``kept`` names the copy of what was replaced; ``closed`` the digests
    whose open window was composed and kept, but not sent.
    """

    known: bool
    held: int
    closed: tuple[str, ...]
    kept: Path | None


def restore(database: Database, settings: Settings, source: Path, now: datetime) -> Restored:
    """Make the database what the backup ``source`` is, and settle what was sent since. Raises ``StoreError``."""
    path = backup.sqlite_file(database, "restored")
    if not source.is_file():
        raise StoreError(f"there is no backup {source}; nothing was restored")
    if path.exists() and source.samefile(path):
        raise StoreError(f"{source} is the database itself; nothing was restored")
    path.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        _alone(database, held)
        part = path.with_name(path.name + ".restoring")
        held.callback(part.unlink, missing_ok=True)
        restored = _prepared(database, settings, source, part, now)
        kept = None
        if path.exists() and backup.is_sound(path):
            kept = path.with_name(path.name + ".before-restore")
            backup.copy(path, kept)
        backup.put_back(part, database)
    return replace(restored, kept=kept)


def _alone(database: Database, held: ExitStack) -> None:
    for purpose, who in (("run", "`watcher run` is using"), ("poll", "`watcher poll` is writing")):
        lock = ProcessLock(database, purpose)
        if not lock.acquire():
            raise StoreError(f"{who} {database.label}; stop it first, nothing was restored")
        held.callback(lock.release)


def _prepared(database: Database, settings: Settings, source: Path, part: Path, now: datetime) -> Restored:
    """A copy of the backup at ``part``, brought up to date in schema and in what has been sent."""
    backup.copy(source, part)
    if found := backup.damage(part):
        raise StoreError(f"{source} is damaged ({found}); nothing was restored")
    copied = Database(f"sqlite:///{part}")
    try:
        if copied.revision() is None:
            raise StoreError(f"{source} is not a backup of a Watcher database; nothing was restored")
        prepare(copied, keep_copy=False)
        known = _is_later_state(database, copied)
        if known and database.path is not None:
            copied.close()
            sent.carry_over(part, database.path)
        with copied.writing() as connection:
            waiting = 0 if known else sent.hold_waiting(connection, now)
            sent.ask_all_anew(connection, now, [alert.name for alert in settings.alerts])
        closed = () if known else _closed(copied, settings, now)
    finally:
        copied.close()
        for suffix in ("-wal", "-shm"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
    return Restored(known, waiting, closed, None)


def _is_later_state(database: Database, copied: Database) -> bool:
    """Whether the database to be replaced can be read and is the same one as the backup, in this schema."""
    if database.path is None or not database.path.exists():
        return False
    try:
        if database.revision() != copied.revision():
            return False
        with database.reading() as connection, copied.reading() as of_copy:
            return sent.lineage(of_copy) is not None and sent.lineage(connection) == sent.lineage(of_copy)
    except StoreError:
        return False  # too damaged to be asked: what it sent is not known
    finally:
        database.close()


def _closed(copied: Database, settings: Settings, now: datetime) -> tuple[str, ...]:
    """Compose and keep every open window without sending it: it may have been sent by what is lost."""
    names = []
    for digest in settings.digests:
        with copied.reading() as connection:
            last_end = digest_store.last_window_end(connection, digest.name)
        window = open_window(digest, last_end, now)
        if window.start < window.end:
            close_window(copied, settings, replace(digest, channels=()), window, now, {})
            names.append(digest.name)
    return tuple(names)
