"""A database with one feed, and polls that bring made-up entries into it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session

from watcher.jobs.grouping import EntryToPlace, group_some, wait
from watcher.store import signature_tables  # noqa: F401 - its tables join the metadata
from watcher.store.tables import Base, EntryRow, FeedRow, StoryRow

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
        Base.metadata.create_all(engine)
        with Session(engine) as session, session.begin():
            session.execute(insert(FeedRow).values(id=1, url="https://example.org/feed"))
        engine.dispose()

    def session(self) -> Session:
        return Session(create_engine(f"sqlite:///{self.path}"))

    def poll(self, *entries: EntryToPlace) -> list[int]:
        """The entries' ids."""
        ids = self.arrive(*entries)
        self.group()
        return ids

    def arrive(self, *entries: EntryToPlace) -> list[int]:
        """What a feed's transaction does: each new entry waits in a story of its own."""
        with self.session() as session, session.begin():
            ids = [_new_entry(session, _new_story(session, entry), entry) for entry in entries]
            wait(session, [replace(entry, entry=number) for entry, number in zip(entries, ids, strict=True)])
            session.get_bind().dispose()  # type: ignore[union-attr] # an engine: the session was made with one
        return ids

    def group(self) -> None:
        """What the end of a poll does."""
        with self.session() as session, session.begin():
            group_some(session, self.window, START)
            session.get_bind().dispose()  # type: ignore[union-attr] # as above

    def story(self, entry: int) -> int:
        with self.session() as session:
            found = session.scalar(select(EntryRow.story_id).where(EntryRow.id == entry))
        assert found is not None
        return found

    def groups(self) -> list[list[str]]:
        """The titles of each story, in order of arrival."""
        found: dict[int, list[str]] = {}
        with self.session() as session:
            for story, title in session.execute(select(EntryRow.story_id, EntryRow.title).order_by(EntryRow.id)):
                found.setdefault(story, []).append(title)
            session.get_bind().dispose()  # type: ignore[union-attr] # as above
        return list(found.values())


def _new_story(session: Session, entry: EntryToPlace) -> int:
    values: dict[str, object] = {
        "title": "",
        "summary": "",
        "published_at": entry.published_at,
        "updated_at": entry.published_at,
    }
    return int(session.execute(insert(StoryRow).values(**values).returning(StoryRow.id)).scalar_one())


def _new_entry(session: Session, story: int, entry: EntryToPlace) -> int:
    at = entry.published_at
    row = {"feed_id": 1, "story_id": story, "guid": entry.title, "title": entry.title, "summary": "", "text": ""}
    row |= {"content_hash": "", "outlet": entry.outlet, "dated_at": at, "first_seen_at": at, "arrived_at": at}
    return int(session.execute(insert(EntryRow).values(**row).returning(EntryRow.id)).scalar_one())
