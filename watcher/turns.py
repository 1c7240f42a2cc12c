"""Manners: how many requests run at once, over all and per registered domain, and the pause between two of those."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from watcher.addresses import site

_MOST_SITES = 4096


class Turns:
    """``async with turns.turn(host)`` waits until a request to ``host`` is due and holds its place meanwhile.

    ``concurrency`` over all, ``per_host`` and ``pause`` (seconds) per registered domain; an IP address is its own.
    """

    def __init__(self, concurrency: int, per_host: int, pause: float) -> None:
        self._everywhere = asyncio.Semaphore(concurrency)
        self._per_host = per_host
        self._pause = pause
        self._sites: dict[str, _Site] = {}

    @contextlib.asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        # The site's turn first: whoever holds a place in the whole never waits for anything but the network.
        async with self._site(host).turn(), self._everywhere:
            yield

    def _site(self, host: str) -> "_Site":
        name = site(host)
        if name not in self._sites:
            if len(self._sites) >= _MOST_SITES:
                self._sites = {key: known for key, known in self._sites.items() if not known.idle}
            self._sites[name] = _Site(self._per_host, self._pause)
        return self._sites[name]


class _Site:
    """The turns of one registered domain: so many at once, and a pause after each start and each end."""

    def __init__(self, at_once: int, pause: float) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._next = asyncio.Lock()
        self._pause = pause
        self._quiet_until = 0.0
        self._users = 0

    @property
    def idle(self) -> bool:
        return not self._users and time.monotonic() >= self._quiet_until

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        self._users += 1
        try:
            async with self._slots:
                async with self._next:
                    await self._quiet()
                    self._rest()
                try:
                    yield
                finally:
                    self._rest()
        finally:
            self._users -= 1

    async def _quiet(self) -> None:
        wait = self._quiet_until - time.monotonic()
        while wait > 0:  # a request that ends meanwhile prolongs the pause
            await asyncio.sleep(wait)
            wait = self._quiet_until - time.monotonic()

    def _rest(self) -> None:
        self._quiet_until = time.monotonic() + self._pause
