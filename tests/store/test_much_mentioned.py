"""One follow-up that very many entries name: what one more of them costs the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from watcher.jobs.tracking import Following
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.period import Period, Precision
from watcher.model.stories import Source
from watcher.store import entries as entry_store
from watcher.store import feeds as feed_store
from watcher.store import followups as followup_store
from watcher.store import stories as story_store
from watcher.store.database import Connection, Database
from watcher.store.followups import ROOM
from watcher.store.schema import prepare

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = Period(date(2026, 9, 14), date(2026, 9, 14), Precision.DAY)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    prepare(database)
    with database.writing() as connection:
        feed_store.sync(connection, ["https://gazette.example/feed"])
        yield connection
    database.close()


def entries(connection: Connection, count: int) -> list[Source]:
    """Stored entries of one feed, an hour apart."""
    ids = entry_store.new_ids(connection, count)
    stories = [story_store.create(connection, FIRST) for _ in ids]
    sources = [
        Source(entry, "Gazette", f"Forum on harbours, report {entry}", None, FIRST + timedelta(hours=entry))
        for entry in ids
    ]
    rows = [
        {"id": source.entry, "feed_id": 1, "story_id": story, "guid": str(source.entry), "title": source.title}
        | {"outlet": source.outlet, "dated_at": source.published_at, "arrived_at": source.published_at}
        | {"first_seen_at": FIRST, "summary": "", "text": "", "content_hash": "", "areas": [], "events": [], "why": []}
        | {"relevant": True, "too_old": False, "full_text": "feed", "page_attempts": 0}
        for source, story in zip(sources, stories, strict=True)
    ]
    entry_store.add(connection, rows)
    return sources


def says(source: Source) -> list[FoundFollowUp]:
    text = f"The harbour forum will be held in Lisbon on 14 September 2026, minister {source.entry} said."
    return [FoundFollowUp("harbour forum", None, DAY, "Lisbon", Kind.MEETING, text, Change.ANNOUNCED)]


@dataclass
class Work:
    """Statements asked for, and rows written, since it was last read."""

    connection: Connection
    statements: int = 0
    rows: int = 0

    def __post_init__(self) -> None:
        event.listen(self.connection, "after_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.statements += 1

    def done(self) -> tuple[int, int]:
        changes = int(self.connection.exec_driver_sql("SELECT total_changes()").scalar_one())
        told = (self.statements - 1, changes - self.rows)
        self.statements, self.rows = 0, changes
        return told


def test_one_more_mention_costs_what_the_one_before_did(connection: Connection) -> None:
    sources = entries(connection, 120)
    following, work, costs = Following(connection), Work(connection), []
    for source in sources:
        work.done()
        following.follow(source, says(source), source.published_at, is_new=True)
        costs.append(work.done())
    (followup,) = followup_store.listing(connection)
    assert len(followup.history) == len(followup.sources) == 120
    assert max(costs[100:]) <= max(costs[5:15])


def test_mentions_that_arrive_in_any_order_move_no_others(connection: Connection) -> None:
    sources = entries(connection, 200)
    following, work, written = Following(connection), Work(connection), []
    for source in [*sources[::2], *sources[1::2]]:  # each of the later ones goes between two others
        work.done()
        following.follow(source, says(source), source.published_at, is_new=True)
        written.append(work.done()[1])
    (followup,) = followup_store.listing(connection)
    assert [line.entry for line in followup.history] == [source.entry for source in sources]
    assert max(written[110:]) <= max(written[5:15])


def test_lines_without_room_between_them_move_apart_once(connection: Connection) -> None:
    sources = entries(connection, 40)
    following = Following(connection)
    for source in [sources[0], *sources[:0:-1]]:  # each goes right behind the first
        following.follow(source, says(source), source.published_at, is_new=True)
    (followup,) = followup_store.listing(connection)
    assert [line.entry for line in followup.history] == [source.entry for source in sources]
    kept = followup_store.stored(connection, [followup.id])[followup.id].positions
    assert list(kept) == sorted(set(kept))
    assert kept[-1] >= ROOM * 10
