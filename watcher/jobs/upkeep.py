"""What keeps a long-running store in order."""

from datetime import datetime

from watcher.settings import Settings
from watcher.store import deliveries, feeds
from watcher.store.database import Database


def upkeep(database: Database, settings: Settings, now: datetime) -> None:
    """Drop what is older than ``retention`` from the logs of polls and of settled deliveries."""
    before = now - settings.retention
    with database.begin() as session:
        feeds.prune_polls(session, before)
        deliveries.prune(session, before)
