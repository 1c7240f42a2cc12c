"""What the service does under one configuration. Each duty asks the database what is due and does that.

A reload makes new duties and lets these end: their HTTP client is closed when their last work is done.
"""

import asyncio
import contextlib
import functools
import logging
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from watcher.app import App
from watcher.delivery.sender import Sender
from watcher.http_client import HttpClient, Response
from watcher.jobs.alerts import raise_due
from watcher.jobs.articles import PageReader
from watcher.jobs.deliver import deliver_due
from watcher.jobs.digest import compose_due
from watcher.jobs.poll import Poller
from watcher.jobs.retag import retag_untold, retagged_words
from watcher.jobs.rules import keywords_changed
from watcher.jobs.settle import FeedOutcome
from watcher.jobs.upkeep import upkeep
from watcher.service.metrics import Meter
from watcher.service.ticks import Tick, Ticks
from watcher.service.trouble import Trouble
from watcher.settings import Polling
from watcher.store import feeds as feed_store
from watcher.store import outbox

log = logging.getLogger(__name__)

SEND = "send"  # to one channel: work that the tick "deliver" starts, named as ticks are


class StoppedError(Exception):
    """Long work gives way to the end of the service or to a newer configuration; it is taken up again."""


class Duties:
    """The work of one configuration.

    ``stopping`` says whether long work should give way, ``ending`` whether that is for the end of the service.
    """

    def __init__(
        self,
        app: App,
        ticks: Ticks,
        meter: Meter,
        trouble: Trouble,
        stopping: Callable[[], bool],
        ending: Callable[[], bool],
    ) -> None:
        self.app = app
        self._ticks = ticks
        self._meter = meter
        self._trouble = trouble
        self._stopping = stopping
        self._ending = ending
        self._http = _TimedClient(app.settings.polling, meter.fetch_seconds.observe)
        self._senders: Mapping[str, Sender] = app.senders(self._http)
        self._poller = Poller(app.database, app.settings, lambda: app.tagger, self._http, app.clock)
        self._pages = PageReader(app.database, app.settings, app.tagger, self._http, app.clock)
        self._feeds = [feed.url for feed in app.settings.feeds if feed.enabled]
        self._known = False
        self._sending: set[str] = set()
        plan = self._plan()
        for name in (*(tick.name for tick in plan), SEND):
            meter.failures.labels(name)  # at 0 from the start: the first failure is an increase too
        self.generation = self._ticks.plan(plan)

    def _plan(self) -> list[Tick]:
        return [
            Tick("retag", 3600, self.retag),
            Tick("poll", 5, self.poll),
            Tick("pages", 10, self.read_pages),
            Tick("compose", 10, self.compose),
            Tick("alerts", 10, self.alert),
            Tick("deliver", 5, self.deliver),
            Tick("operator", 60, self.tell_operator, first=10),
            Tick("upkeep", 3600, self.upkeep, first=60),
        ]

    async def end(self) -> bool:
        """Wait for the work under way under this configuration, and close; whether there was any."""
        worked = await self._ticks.finished(self.generation)
        await self.close()
        return worked

    async def close(self) -> None:
        await self._http.__aexit__(None, None, None)

    async def retag(self, *, anyway: bool = False) -> None:
        """Where other rules than these tagged the untold stories (a new file, an interrupted run): tag them anew."""
        app = self.app
        if not (anyway or await asyncio.to_thread(keywords_changed, app.database, app.settings)):
            return

        def progress(_done: int, _total: int) -> None:
            if self._stopping():
                raise StoppedError

        with contextlib.suppress(StoppedError):
            done = await asyncio.to_thread(retag_untold, app.database, app.settings, app.tagger, app.clock(), progress)
            if done.tags.entries:
                log.info("the keyword file has changed: %s", retagged_words(done))

    async def poll(self) -> None:
        if not self._known or await asyncio.to_thread(self._any_due):
            self._known = True
            with contextlib.suppress(StoppedError):
                await self._poller.poll(progress=self._polled)

    def _any_due(self) -> bool:
        with self.app.database.reading() as connection:
            return feed_store.any_due(connection, self._feeds, self.app.clock())

    def _polled(self, _done: int, _total: int, outcome: FeedOutcome) -> None:
        self._meter.polls.labels(outcome.outcome).inc()
        self._trouble.heard(outcome.error or "")
        if self._ending():  # what has answered and is not stored stays due: storing it all may take minutes
            raise StoppedError

    async def read_pages(self) -> None:
        await self._pages.read_due()

    async def compose(self) -> None:
        """Close the windows whose time has come, one digest after another; one that fails keeps no other from it."""
        app, failed = self.app, []
        for digest in app.settings.digests:
            try:
                closed = await asyncio.to_thread(
                    compose_due, app.database, app.settings, self._senders, app.clock(), (digest.name,)
                )
            except Exception as problem:  # noqa: BLE001 - raised again below, after the other digests
                failed.append((digest.name, problem))
                continue
            for one in closed:
                said = "skipped, nothing to tell" if one.skipped else f"stories={len(one.digest.stories)}"
                log.info("digest name=%s id=d%d %s", one.digest.name, one.digest.id, said)
        for name, error in failed[1:]:
            log.error("digest name=%s failed: %s: %s", name, type(error).__name__, error)
        if failed:
            raise failed[0][1]

    async def alert(self) -> None:
        await asyncio.to_thread(raise_due, self.app.database, self.app.settings, self._senders, self.app.clock())

    async def deliver(self) -> None:
        """Start sending on every channel that has something due; one that is slow keeps no other waiting."""
        for channel in await asyncio.to_thread(self._channels_due):
            if channel not in self._sending and not self._stopping():
                self._sending.add(channel)
                work = functools.partial(self._send, channel)
                _detached(self._ticks.spawn(SEND, work, self.generation))

    def _channels_due(self) -> list[str]:
        with self.app.database.reading() as connection:
            return outbox.due_channels(connection, self.app.clock())

    async def _send(self, channel: str) -> None:
        try:
            await deliver_due(self.app.database, self._senders, self.app.clock, channels=(channel,))
        finally:
            self._sending.discard(channel)

    async def tell_operator(self) -> None:
        self._ticks.follow_clock()  # first: a night's sleep of the machine is no silence of the feeds
        await self._trouble.tell(self.app, self._senders)

    async def upkeep(self) -> None:
        kept = await asyncio.to_thread(upkeep, self.app.database, self.app.settings, self.app.clock())
        if kept.entries:
            log.info("upkeep let go of stories=%d entries=%d", kept.stories, kept.entries)


class _TimedClient(HttpClient):
    """Says how long each request for a feed or a page took, waiting for its turn included."""

    def __init__(self, polling: Polling, took: Callable[[float], None]) -> None:
        super().__init__(polling)
        self._took = took

    async def get(self, url: str, **how: Any) -> Response:
        started = time.monotonic()
        try:
            return await super().get(url, **how)
        finally:
            self._took(time.monotonic() - started)


_running: set[asyncio.Task[None]] = set()  # the loop itself holds tasks weakly


def _detached(work: Coroutine[None, None, None]) -> None:
    task = asyncio.create_task(work)
    _running.add(task)
    task.add_done_callback(_running.discard)
