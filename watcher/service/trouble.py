"""What the operator should hear of: a full disk, and a long time without a successful poll.

Deliveries that were given up are found by ``jobs.operator`` itself.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from watcher.app import App
from watcher.delivery.sender import Sender
from watcher.errors import StoreError, WatcherError
from watcher.jobs.operator import AT_MOST_EVERY, operator_message, tell_operator
from watcher.store import feeds as feed_store
from watcher.store.database import DISK_FULL

log = logging.getLogger(__name__)

SILENCE = timedelta(hours=6)


class Trouble:
    """Collects over the life of a service, whatever its configuration; tells at most once a day."""

    def __init__(self, started_at: datetime) -> None:
        self._started_at = started_at
        self._disk_full = False
        self._told_directly_at: datetime | None = None

    def start_over(self, now: datetime) -> None:
        """The clock was set, or the machine slept: nobody could answer meanwhile, silence counts from now."""
        self._started_at = now
        if self._told_directly_at is not None:
            self._told_directly_at = min(self._told_directly_at, now)

    def heard(self, words: str) -> None:
        """An error of the store, in its own words."""
        self._disk_full = self._disk_full or DISK_FULL in words

    async def tell(self, app: App, senders: Mapping[str, Sender]) -> None:
        """Put what there is to tell into the outbox; where the store takes nothing any more, send it at once."""
        channel = app.settings.operator
        if channel is None:
            return
        now = app.clock()
        reasons = self._full()
        try:
            reasons += await asyncio.to_thread(self._silent, app, now)
            told = await asyncio.to_thread(
                tell_operator, app.database, channel, senders[channel], reasons, now, app.settings.web.public_url
            )
            if told is not None:
                self._disk_full = False
        except StoreError as error:
            self.heard(str(error))
            reasons = [f"The database takes nothing at the moment: {error}."]
            due = self._told_directly_at is None or now - self._told_directly_at >= AT_MOST_EVERY
            if due and await self._send(senders[channel], reasons, now, app.settings.web.public_url):
                self._told_directly_at = now

    def _full(self) -> list[str]:
        return ["The disk was full: what could not be stored was not lost, and is tried again."] * self._disk_full

    def _silent(self, app: App, now: datetime) -> list[str]:
        """A sentence where no feed has answered for hours while the service ran."""
        feeds = [feed.url for feed in app.settings.feeds if feed.enabled]
        if not feeds or now - self._started_at < SILENCE:
            return []
        with app.database.reading() as connection:
            states = feed_store.states(connection, feeds)
        successes = [state.last_success_at for state in states.values() if state.last_success_at]
        last = max(successes, default=None)
        if last is not None and now - last < SILENCE:
            return []
        since = f"since {last:%d %b %Y %H:%M} UTC" if last else "so far"
        return [f"No feed of {len(feeds)} has answered {since}."]

    async def _send(self, sender: Sender, reasons: list[str], now: datetime, public_url: str | None) -> bool:
        """Past the outbox: the operator hears of it where the store cannot keep a delivery. Whether it was taken."""
        try:
            await sender.send(sender.render(operator_message(reasons, now, public_url)))
        except WatcherError as error:
            log.error("the operator could not be told: %s", error)
            return False
        return True
