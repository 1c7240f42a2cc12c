"""What keeps a long-running store in order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.settings import Settings
from watcher.store import deliveries, feeds, signatures
from watcher.store.database import Database
from watcher.store.prune import prune_pages, prune_stories

LATEST = timedelta(days=1)  # beyond ``max_interval``, what a clock that ran ahead may have written


@dataclass(frozen=True, slots=True)
class Kept:
    """What upkeep let go."""

    stories: int
    entries: int
    pages: int
    bodies: int


def upkeep(database: Database, settings: Settings, now: datetime) -> Kept:
    """Drop what is older than ``retention`` and that nothing points to; set right what a wrong clock left behind.

    In short transactions, so that nobody waits long for one of them; stopped half-way it goes on the next time.
    """
    before = now - settings.retention
    with database.writing() as connection:
        feeds.pull_back(connection, now, settings.polling.max_interval + LATEST)
        feeds.prune_polls(connection, before)
        bodies = deliveries.prune(connection, before)
        pages = prune_pages(connection, before)
    stories = entries = 0
    while True:
        with database.writing() as connection:
            batch = prune_stories(connection, before)
        stories, entries = stories + batch.stories, entries + batch.entries
        if not batch.stories:
            break
    if entries:
        with database.writing() as connection:
            signatures.prune(connection)
    return Kept(stories, entries, pages, bodies)
