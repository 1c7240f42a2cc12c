"""How much there is of what, for whoever watches the watcher."""

from dataclasses import dataclass
from datetime import datetime

from watcher.followups.tracking import status
from watcher.model.deliveries import DeliveryState
from watcher.model.followups import Status
from watcher.settings import Settings
from watcher.store import deliveries as delivery_store
from watcher.store import entries as entry_store
from watcher.store import feeds as feed_store
from watcher.store import followups as followup_store
from watcher.store import stories as story_store
from watcher.store.database import Database


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts at one moment. ``deliveries`` by state, ``followups`` by status: every one, also where it is 0."""

    entries: int
    stories: int
    feeds: int
    feeds_due: int
    feeds_failing: int
    last_success_at: datetime | None
    deliveries: dict[str, int]
    followups: dict[str, int]


def figures(database: Database, settings: Settings, now: datetime) -> Figures:
    """Count everything in one consistent view."""
    feeds = [feed.url for feed in settings.feeds if feed.enabled]
    today = now.astimezone(settings.timezone).date()
    with database.reading() as connection:
        states = feed_store.states(connection, feeds)
        deliveries = {state.value: 0 for state in DeliveryState} | delivery_store.count_by_state(connection)
        followups = {stands.value: 0 for stands in Status}
        for followup in followup_store.listing(connection):
            followups[status(followup, today).value] += 1
        entries, stories = entry_store.count(connection), story_store.count_all(connection)
    asked = [state for state in states.values() if state.state != "gone"]
    return Figures(
        entries=entries,
        stories=stories,
        feeds=len(feeds),
        feeds_due=len(feeds)
        - len(states)
        + sum(1 for state in asked if state.next_poll_at is None or state.next_poll_at <= now),
        feeds_failing=sum(1 for state in states.values() if state.state != "active"),
        last_success_at=max(
            (state.last_success_at for state in states.values() if state.last_success_at), default=None
        ),
        deliveries=deliveries,
        followups=followups,
    )
