"""When each duty is done: APScheduler ticks, and the work that they started.

Ticks of one kind never overlap and missed ones are made up for by one. APScheduler goes by the wall clock; when
that is set, every tick is due at once, so that none waits for hours that are not there any more.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from watcher.errors import WatcherError

log = logging.getLogger(__name__)

JUMP = 2.0  # seconds by which the wall clock may differ from the steady one between two looks
Work = Callable[[], Awaitable[None]]
Failed = Callable[[str, Exception], None]


class Tick:
    """One kind of work, every so many seconds, for the first time after ``first``."""

    def __init__(self, name: str, seconds: float, work: Work, first: float = 0.05) -> None:
        self.name = name
        self.seconds = seconds
        self.work = work
        self.first = first


class Ticks:
    """The scheduler and the work under way. ``failed`` hears of every tick that raised."""

    def __init__(self, failed: Failed) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._failed = failed
        self._plan: list[str] = []
        self._generation = 0
        self._working: dict[asyncio.Task[None], int] = {}
        self._clocks = (time.time(), time.monotonic())

    def start(self) -> None:
        self._scheduler.start()

    def plan(self, ticks: Sequence[Tick]) -> int:
        """Tick these from now on, in the place of what was planned before; the number of this plan.

        Work under way goes on: it does not keep the new ticks waiting.
        """
        for job in self._plan:
            self._scheduler.remove_job(job)
        self._generation += 1
        self._plan = [f"{tick.name}-{self._generation}" for tick in ticks]
        now = datetime.now(UTC)
        for job, tick in zip(self._plan, ticks, strict=True):
            self._scheduler.add_job(
                self.spawn,
                "interval",
                args=(tick.name, tick.work, self._generation),
                seconds=tick.seconds,
                id=job,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
                next_run_time=now + timedelta(seconds=tick.first),
            )
        return self._generation

    async def spawn(self, name: str, work: Work, generation: int) -> None:
        """Do one piece of work of a plan to its end; what it raises ends here."""
        task = asyncio.current_task()
        assert task is not None
        self._working[task] = generation
        try:
            await work()
        except asyncio.CancelledError:
            log.info("%s stopped half-way; what is due stays due", name)
        except Exception as error:
            # One failing tick must stop no other; the next one tries again.
            if isinstance(error, WatcherError):
                log.error("%s failed: %s", name, error)
            else:
                log.exception("%s failed unexpectedly", name)
            self._failed(name, error)
        finally:
            del self._working[task]

    def follow_clock(self) -> float:
        """Look at both clocks; after a jump of the wall clock every tick is due. By how many seconds it jumped."""
        wall, steady = time.time(), time.monotonic()
        jump = (wall - self._clocks[0]) - (steady - self._clocks[1])
        self._clocks = (wall, steady)
        if abs(jump) < JUMP:
            return 0.0
        log.warning("the clock was set %+.0f s; everything that is due by it is done now", jump)
        for job in self._plan:
            self._scheduler.modify_job(job, next_run_time=datetime.now(UTC))
        return jump

    def working(self, generation: int | None = None) -> set[asyncio.Task[None]]:
        """Work under way, of one plan or of all."""
        return {task for task, of in self._working.items() if generation in (None, of)}

    async def stop(self, grace: float) -> None:
        """No tick any more; the work under way gets half of ``grace`` seconds to end, then is cancelled."""
        self._scheduler.pause()  # its shutdown cancels the work under way at once
        if working := self.working():
            log.info("stopping: waiting for the work under way")
            _, late = await asyncio.wait(working, timeout=grace / 2)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=grace / 2)
        self._scheduler.shutdown(wait=False)
