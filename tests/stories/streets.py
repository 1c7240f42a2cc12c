"""A database with one feed, and polls that bring made-up entries into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert, select

from watcher.jobs.grouping import EntryToPlace, group_some, wait
from watcher.store import signature_tables  # noqa: F401 - its tables join the metadata
from watcher.store.tables import ENTRIES, FEEDS, METADATA, STORIES

START = datetime(2031, 5, 20, 8, tzinfo=UTC)


def item(
    title: str, text: str = "", *, outlet: str = "Harbour Times", url: str | None = None, hours: float = 0.0
) -> EntryToPlace:
    return EntryToPlace(outlet, title, text, url, START + timedelta(hours=hours))


@dataclass
class Newsroom:
    """``poll`` does what a poll does with new entries; every step opens the file anew."""

    path: Path
    window: timedelta = timedelta(days=7)

    def __post_init__(self) -> None:
        engine = create_engine(f"sqlite:///{self.path}")
        METADATA.create_all(engine)
        with engine.begin() as connection:
            connection.execute(insert(FEEDS).values(id=1, url="https://example.org/feed"))
        engine.dispose()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        engine = create_engine(f"sqlite:///{self.path}")
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def poll(self, *entries: EntryToPlace) -> list[int]:
        """The entries' ids."""
        ids = self.arrive(*entries)
        self.group()
        return ids

    def arrive(self, *entries: EntryToPlace) -> list[int]:
        """What a feed's transaction does: each new entry waits in a story of its own."""
        with self.connection() as connection, connection.begin():
            ids = [_new_entry(connection, _new_story(connection, entry), entry) for entry in entries]
            wait(connection, [replace(entry, entry=number) for entry, number in zip(entries, ids, strict=True)])
        return ids

    def group(self) -> None:
        """What the end of a poll does."""
        with self.connection() as connection, connection.begin():
            group_some(connection, self.window, START)

    def story(self, entry: int) -> int:
        with self.connection() as connection:
            found = connection.scalar(select(ENTRIES.c.story_id).where(ENTRIES.c.id == entry))
        assert found is not None
        return found

    def groups(self) -> list[list[str]]:
        """The titles of each story, in order of arrival."""
        found: dict[int, list[str]] = {}
        with self.connection() as connection:
            for story, title in connection.execute(select(ENTRIES.c.story_id, ENTRIES.c.title).order_by(ENTRIES.c.id)):
                found.setdefault(story, []).append(title)
        return list(found.values())


def _new_story(connection: Connection, entry: EntryToPlace) -> int:
    values: dict[str, object] = {
        "title": "",
        "summary": "",
        "published_at": entry.published_at,
        "updated_at": entry.published_at,
    }
    return int(connection.execute(insert(STORIES).values(**values).returning(STORIES.c.id)).scalar_one())


def _new_entry(connection: Connection, story: int, entry: EntryToPlace) -> int:
    at = entry.published_at
    row = {"feed_id": 1, "story_id": story, "guid": entry.title, "title": entry.title, "summary": "", "text": ""}
    row |= {"content_hash": "", "outlet": entry.outlet, "dated_at": at, "first_seen_at": at, "arrived_at": at}
    return int(connection.execute(insert(ENTRIES).values(**row).returning(ENTRIES.c.id)).scalar_one())
