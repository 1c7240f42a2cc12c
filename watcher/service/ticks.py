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

SAID = 600.0  # seconds in which a tick that fails again and again in the same words says so once
JUMP = 2.0  # seconds by which the wall clock may differ from the steady one between two looks
Work = Callable[[], Awaitable[None]]
Failed = Callable[[str, Exception], None]
Jumped = Callable[[float], None]


class Tick:
    """One kind of work, every so many seconds, for the first time after ``first``."""

    def __init__(self, name: str, seconds: float, work: Work, first: float = 0.05) -> None:
        self.name = name
        self.seconds = seconds
        self.work = work
        self.first = first


class Ticks:
    """The scheduler and the work under way.

    ``failed`` hears of every tick that raised, ``jumped`` of every jump of the wall clock (in seconds).
    """

    def __init__(self, failed: Failed, jumped: Jumped = lambda _: None) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._failed = failed
        self._jumped = jumped
        self._said: dict[str, tuple[str, float]] = {}  # the last failure of each kind of tick, and when it was said
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
            if self._said.pop(name, None):
                log.info("%s works again", name)
        except asyncio.CancelledError:
            log.info("%s stopped half-way; what is due stays due", name)
        except Exception as error:  # noqa: BLE001 - said below: one failing tick stops no other, the next tries again
            self._say(name, error)
            self._failed(name, error)
        finally:
            del self._working[task]

    def _say(self, name: str, error: Exception) -> None:
        """Log a failure; the same one again only now and then, so that a full disk is not filled with its story."""
        words, now = f"{type(error).__name__}: {error}", time.monotonic()
        before, at = self._said.get(name, ("", 0.0))
        again = words == before and now - at < SAID
        if not again:
            self._said[name] = (words, now)
        if isinstance(error, WatcherError):
            log.log(logging.DEBUG if again else logging.ERROR, "%s failed: %s", name, error)
        else:
            log.log(logging.DEBUG if again else logging.ERROR, "%s failed unexpectedly", name, exc_info=error)

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
        self._jumped(jump)
        return jump

    def working(self, generation: int | None = None) -> set[asyncio.Task[None]]:
        """Work under way, of one plan or of all."""
        return {task for task, of in self._working.items() if generation in (None, of)}

    async def finished(self, generation: int) -> bool:
        """Wait for the end of a plan's work, and of what that still starts; whether there was any."""
        any_at_all = False
        while working := self.working(generation):
            any_at_all = True
            await asyncio.wait(working)
            await asyncio.sleep(0)  # what it started comes to its first step, and so into ``working``
        return any_at_all

    async def stop(self, grace: float) -> None:
        """No tick any more; the work under way gets half of ``grace`` seconds to end, then is cancelled."""
        self._scheduler.pause()  # its shutdown cancels the work under way at once
        loop = asyncio.get_running_loop()
        until = loop.time() + grace / 2
        if self.working():
            log.info("stopping: waiting for the work under way")
        while (working := self.working()) and (left := until - loop.time()) > 0:
            await asyncio.wait(working, timeout=left)
            await asyncio.sleep(0)  # as above
        if late := self.working():
            for task in late:
                task.cancel()
            await asyncio.wait(late, timeout=grace / 2)
        self._scheduler.shutdown(wait=False)
