"""The life of one service: it takes the lock, ticks, follows its configuration, and stops in order.

On a signal the ticks stop, the work under way is given a few seconds to end or is cancelled where cancelling loses
nothing, and what is due stays due. Should anything hang all the same, the process ends within the promised time:
every step is a transaction, and one that is cut off never was.
"""

import asyncio
import contextlib
import functools
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from watcher.app import App
from watcher.digests.words import count
from watcher.errors import ConfigError, StoreError, WatcherError
from watcher.service.duties import Duties
from watcher.service.metrics import Meter
from watcher.service.notify import notify, reloading
from watcher.service.reload import ConfigFiles, Refused
from watcher.service.ticks import Ticks
from watcher.service.trouble import Trouble
from watcher.settings import Settings
from watcher.store.locks import ProcessLock

log = logging.getLogger(__name__)

GRACE = 7.0  # seconds for the work under way to end, out of the 10 that are promised
LAST_RESORT = 9.0  # seconds after which the process ends, whatever still hangs
THREADS = 32  # made as they are needed
LOOK = 1.0  # seconds between two looks at the configuration's files and at the clock
Serve = Callable[["Service"], Awaitable[None]]


class Service:
    """One running service. ``serve`` answers web requests until cancelled.

    ``load`` reads the configuration that lies in ``files`` anew, ``applied`` hears of each that is taken; without
    them the one it began with stays.
    """

    def __init__(
        self,
        app: App,
        serve: Serve | None = None,
        *,
        files: ConfigFiles | None = None,
        load: Callable[[], Settings] | None = None,
        applied: Callable[[Settings], None] | None = None,
    ) -> None:
        self.app = app
        self.ready = False
        self.listening = asyncio.Event()  # set by ``serve`` as soon as pages can be asked for
        self.pages = ""  # where: their address, set by ``serve`` before that
        self.refused: Refused | None = None
        self.meter = Meter(lambda: self.app)
        self._serve = serve
        self._load = load
        self._applied = applied
        self._files = files or ConfigFiles(())
        self._lock = ProcessLock(app.database, "run")
        self._stopping = asyncio.Event()
        self._asked = asyncio.Event()
        self._trouble = Trouble(app.clock())
        self._ticks = Ticks(self._tick_failed, lambda _: self._trouble.start_over(app.clock()))
        self._retiring: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        """Stop in order; as the last resort, hard. Called from a signal's handler."""
        if not self._stopping.is_set():
            self._stopping.set()
            end = threading.Timer(LAST_RESORT, _end_hard)
            end.daemon = True
            end.start()

    def reload(self) -> None:
        """Read the configuration at once, changed or not. Called from a signal's handler."""
        self._asked.set()

    async def run(self) -> None:
        """Work until ``stop`` or a signal; raises ``WatcherError`` where another service has this database."""
        if not self._lock.acquire():
            raise WatcherError(f"another `watcher run` is using {self.app.database.label}; stop that one first")
        try:
            await self._live()
        finally:
            self._lock.release()

    async def _live(self) -> None:
        loop = asyncio.get_running_loop()
        # Python's own choice (four more than processors) is used up by a few steps that wait for a lock or a name.
        loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="step"))
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self.reload)
        self._ticks.start()
        self._duties = self._duties_of(self.app)
        web = asyncio.create_task(self._serving())
        heard = asyncio.create_task(self.listening.wait())
        await asyncio.wait({web, heard}, return_when=asyncio.FIRST_COMPLETED)
        following = asyncio.create_task(self._follow())
        waiting = asyncio.create_task(self._stopping.wait())
        if self.listening.is_set():
            self.ready = True
            settings = self.app.settings
            where = f" pages={self.pages}" if self.pages else ""
            log.info("running: feeds=%d digests=%d%s", len(settings.feeds), len(settings.digests), where)
            notify("READY=1")
        done, _ = await asyncio.wait({waiting, web, following}, return_when=asyncio.FIRST_COMPLETED)
        self.stop()
        self.ready = False
        notify("STOPPING=1")
        await self._ticks.stop(GRACE)
        await _cancelled(web, heard, following, waiting, *self._retiring)
        with contextlib.suppress(asyncio.CancelledError):
            await self._duties.close()
        log.info("stopped")
        for task in done - {waiting}:
            task.result()  # what ended the service, where it was no signal

    async def _serving(self) -> None:
        if self._serve:
            await self._serve(self)
        else:
            self.listening.set()
            await self._stopping.wait()

    def _duties_of(self, app: App) -> Duties:
        def give_way() -> bool:
            return self._stopping.is_set() or self.app is not app

        return Duties(app, self._ticks, self.meter, self._trouble, give_way, self._stopping.is_set)

    # ------------------------------------------------------------ following the configuration and the clock

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), LOOK)
            asked = self._asked.is_set()
            self._asked.clear()
            self._ticks.follow_clock()
            if not self._lock.kept():
                where = self.app.database.label
                raise WatcherError(f"another program took {where} for itself when the lock file was removed")
            if "WATCHDOG_USEC" in os.environ:
                notify("WATCHDOG=1")
            if self._load and (asked or self._files.changed()):
                notify(reloading())
                await self._reload(self._load)
                notify("READY=1")

    async def _reload(self, load: Callable[[], Settings]) -> None:
        """Take the files as they are now, or refuse them as a whole and keep the last good ones."""
        try:
            settings = await asyncio.to_thread(self._files.load, load)
            app = self.app.with_settings(self._fixed(settings))
            await asyncio.to_thread(lambda: app.tagger)  # compiles the terms, beside the loop
        except ConfigError as error:
            self._refuse(error)
            return
        except WatcherError as error:
            log.error("the configuration was not reloaded: %s", error)
            self.meter.reloads.labels("refused").inc()
            return
        if self._applied:
            self._applied(app.settings)
        self.refused = None
        self.meter.refused.set(0)
        self.meter.reloads.labels("taken").inc()
        if app.settings == self.app.settings:
            log.info("the configuration was read again; nothing in it has changed")
            return
        old, self.app = self._duties, app
        self._duties = self._duties_of(app)
        retiring = asyncio.create_task(self._retire(old))
        self._retiring.add(retiring)
        retiring.add_done_callback(self._retiring.discard)
        log.info("configuration reloaded: feeds=%d digests=%d", len(app.settings.feeds), len(app.settings.digests))

    def _refuse(self, error: ConfigError) -> None:
        self.refused = Refused(self.app.clock(), error.faults)
        self.meter.refused.set(1)
        self.meter.reloads.labels("refused").inc()
        faults = count(len(error.faults), "fault")
        log.error("the changed configuration is refused (%s); the last good one stays", faults)
        for fault in error.faults:
            log.error("configuration: %s", fault)

    def _fixed(self, settings: Settings) -> Settings:
        """The new settings with what only a start can change as it is."""
        running = self.app.settings
        for what, old, new in (
            ("database", running.database, settings.database),
            ("web.bind", running.web.bind, settings.web.bind),
        ):
            if old != new:
                log.warning("a changed %s takes effect when the service is started again", what)
        return replace(settings, database=running.database, web=replace(settings.web, bind=running.web.bind))

    async def _retire(self, old: Duties) -> None:
        """Close the old duties when their last work is done. What that still tagged by old rules is tagged anew."""
        if await old.end() and old.app.settings.keywords != self.app.settings.keywords:
            await self._ticks.spawn(
                "retag", functools.partial(self._duties.retag, anyway=True), self._duties.generation
            )

    def _tick_failed(self, name: str, error: Exception) -> None:
        self.meter.failures.labels(name).inc()
        if isinstance(error, StoreError):
            self._trouble.heard(str(error))


async def _cancelled(*tasks: asyncio.Task[object]) -> None:
    """Cancel them and wait for their end; what they raise meanwhile was said before or matters no more."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _end_hard() -> None:
    """End the process now: what it was doing is rolled back by the database, and due again."""
    log.warning("stopped hard: a step did not end in time; it is rolled back and stays due")
    sys.stderr.flush()
    os._exit(0)
