"""The scheduler by itself: the end of work that starts more work, and failures that repeat."""

import asyncio
import logging

import pytest

from watcher.errors import StoreError
from watcher.service.ticks import Ticks


class Chain:
    """Work that starts more work as its last step, as the tick that starts sending does."""

    def __init__(self, ticks: Ticks) -> None:
        self.ticks = ticks
        self.ended: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        self.tasks.append(asyncio.create_task(self.ticks.spawn("first", self._first, 1)))

    async def _first(self) -> None:
        await asyncio.sleep(0)
        self.tasks.append(asyncio.create_task(self.ticks.spawn("second", self._second, 1)))
        self.ended.append("first")

    async def _second(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        self.ended.append("second")


def silent(_name: str, _error: Exception) -> None:
    """Nobody who hears of failures."""


def test_a_plan_has_ended_when_what_its_work_started_has() -> None:
    async def play() -> list[str]:
        chain = Chain(Ticks(silent))
        chain.begin()
        await asyncio.sleep(0)
        assert await chain.ticks.finished(1)
        assert not await chain.ticks.finished(1)
        return chain.ended

    assert asyncio.run(play()) == ["first", "second"]


def test_a_stop_waits_for_what_work_under_way_still_started() -> None:
    async def play() -> list[str]:
        chain = Chain(Ticks(silent))
        chain.ticks.start()
        chain.begin()
        await asyncio.sleep(0)
        await chain.ticks.stop(10)
        return chain.ended

    assert asyncio.run(play()) == ["first", "second"]


def test_a_failure_that_repeats_is_logged_once_until_it_is_over(caplog: pytest.LogCaptureFixture) -> None:
    """All are counted: what counts them decides what is too many."""
    words = iter(["the disk is full", "the disk is full", "the disk is full", "locked", "", "", "locked"])
    counted: list[str] = []

    async def work() -> None:
        if said := next(words):
            raise StoreError(said)

    async def play() -> None:
        ticks = Ticks(lambda name, error: counted.append(f"{name}: {error}"))
        for _ in range(7):
            await ticks.spawn("poll", work, 1)

    with caplog.at_level(logging.INFO, logger="watcher.service"):
        asyncio.run(play())
    assert [record.getMessage() for record in caplog.records] == [
        "poll failed: the disk is full",
        "poll failed: locked",
        "poll works again",
        "poll failed: locked",
    ]
    assert len(counted) == 5
