"""The background service: ticks over what the database says is due, until told to stop.

APScheduler only ticks; what is due (feeds, digests, deliveries) is a query. Ticks of one kind never overlap and
missed ones are made up for by one. On a signal the ticks stop, the work under way is given a few seconds to end
or is cancelled where cancelling loses nothing, and what is due stays due.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from watcher.app import App
from watcher.delivery.channels import Sender
from watcher.errors import WatcherError
from watcher.http_client import HttpClient
from watcher.jobs.articles import PageReader
from watcher.jobs.deliver import deliver_due
from watcher.jobs.digest import compose_due
from watcher.jobs.poll import Poller
from watcher.jobs.upkeep import upkeep
from watcher.store.locks import ProcessLock

log = logging.getLogger(__name__)

GRACE = 8.0  # seconds for the work under way to end, out of the 10 that are promised
Serve = Callable[["Service"], Awaitable[None]]


class Service:
    """One running service. ``serve`` answers web requests until cancelled."""

    def __init__(self, app: App, serve: Serve | None = None) -> None:
        self.app = app
        self.started_at = app.clock()
        self.ready = False
        self._serve = serve
        self._stopping = asyncio.Event()
        self._working: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        """Work until ``stop`` or a signal; raises ``WatcherError`` where another service has this database."""
        lock = ProcessLock(self.app.database, "run")
        if not lock.acquire():
            raise WatcherError(f"another `watcher run` is using {self.app.database.label}; stop that one first")
        try:
            async with self.app.http_client() as http:
                senders = self.app.senders(http)
                poller = Poller(self.app.database, self.app.settings, self.app.tagger, http, self.app.clock)
                scheduler = AsyncIOScheduler(timezone="UTC")
                self._tick(scheduler, "poll", 5, partial(self._poll, poller, http))
                self._tick(scheduler, "compose", 10, partial(self._compose, senders))
                self._tick(
                    scheduler, "deliver", 5, lambda: _finish(deliver_due(self.app.database, senders, self.app.clock))
                )
                self._tick(scheduler, "upkeep", 3600, self._upkeep)
                await self._live(scheduler)
        finally:
            lock.release()

    def _tick(self, scheduler: AsyncIOScheduler, name: str, seconds: int, work: Callable[[], Awaitable[None]]) -> None:
        async def tick() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._working.add(task)
            try:
                await work()
            except asyncio.CancelledError:
                log.info("%s stopped half-way; what is due stays due", name)
            except WatcherError as error:
                log.error("%s failed: %s", name, error)
            except Exception as error:
                # One failing tick must stop no other; the next one tries again.
                log.error("%s failed unexpectedly: %s: %s", name, type(error).__name__, error)
                log.debug("%s failed", name, exc_info=True)
            finally:
                self._working.discard(task)

        scheduler.add_job(
            tick,
            "interval",
            seconds=seconds,
            id=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=self.started_at + timedelta(milliseconds=100),
        )

    async def _poll(self, poller: Poller, http: HttpClient) -> None:
        await poller.poll()
        app = self.app
        await PageReader(app.database, app.settings, app.tagger, http, app.clock).read_due()

    async def _compose(self, senders: Mapping[str, Sender]) -> None:
        now = self.app.clock()
        closed = await asyncio.to_thread(compose_due, self.app.database, self.app.settings, senders, now)
        for one in closed:
            said = "skipped, nothing to tell" if one.skipped else f"{len(one.digest.stories)} stories"
            log.info("digest %s closed: %s", one.digest.name, said)

    async def _upkeep(self) -> None:
        await asyncio.to_thread(upkeep, self.app.database, self.app.settings, self.app.clock())

    async def _live(self, scheduler: AsyncIOScheduler) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        web = asyncio.create_task(_finish(self._serve(self))) if self._serve else None
        scheduler.start()
        self.ready = True
        log.info("running: %d feeds, %d digests", len(self.app.settings.feeds), len(self.app.settings.digests))
        waiting = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({waiting, web} if web else {waiting}, return_when=asyncio.FIRST_COMPLETED)
        self.ready = False
        scheduler.shutdown(wait=False)
        await self._drain()
        if web is not None:
            web.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await web
        waiting.cancel()
        log.info("stopped")

    async def _drain(self) -> None:
        working = set(self._working)
        if working:
            log.info("stopping: waiting for the work under way")
            _, late = await asyncio.wait(working, timeout=GRACE / 2)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=GRACE / 2)


async def _finish(work: Awaitable[object]) -> None:
    """Await work whose result says nothing to a tick."""
    await work
