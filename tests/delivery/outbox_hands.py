"""Puts messages into an outbox the way the digest job does, and looks at what became of them."""

from datetime import datetime

from digest_bodies import digest

from watcher.delivery.sender import Sender
from watcher.model.deliveries import Delivery, Message
from watcher.store import deliveries
from watcher.store.database import Database


def put(database: Database, sender: Sender, channel: str, now: datetime, what: Message | None = None) -> int:
    message = what or digest()
    with database.writing() as connection:
        return deliveries.enqueue(connection, message, channel, sender.render(message), now)


def stored(database: Database, delivery_id: int) -> Delivery:
    with database.reading() as connection:
        found = deliveries.get(connection, delivery_id)
    assert found is not None
    return found


def log_of(database: Database, delivery_id: int) -> list[tuple[int, str | None, str]]:
    """(attempt, recipient, outcome) of every line."""
    with database.reading() as connection:
        return [(line.number, line.recipient, line.outcome) for line in deliveries.attempts(connection, delivery_id)]
