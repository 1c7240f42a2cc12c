"""Ask many feeds at once, and hand their answers on in the order of ``feeds.yaml`` as far as slow servers allow.

The order makes the same answers into the same stories; no server may hold the others up for it. What is held in
memory is bounded in number and in bytes. Where a feed moved to, and whether to ask its old address, is decided here.
"""

import asyncio
import hashlib
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from watcher.errors import FeedError
from watcher.feeds import cadence
from watcher.feeds.fetch import fetch
from watcher.http_client import HttpClient
from watcher.model.feeds import FeedState
from watcher.model.fetching import Failed, Fetched, NotModified
from watcher.settings import FeedSettings

if TYPE_CHECKING:
    from watcher.jobs.documents import Reading

log = logging.getLogger(__name__)

Answer = Fetched | NotModified | Failed
Claim = tuple[FeedState, FeedSettings]
Answered = tuple[FeedState, FeedSettings, "Asked"]

LOOKAHEAD = 64  # answers kept waiting for an earlier feed's before they are ingested out of order
PATIENCE = 2.0  # seconds that a feed's answer is waited for before later feeds overtake it
TOGETHER = 100  # answers without anything new that are handed on at once
HELD_BYTES = 64 * 1024 * 1024  # of bodies waiting; beyond it nobody new is asked
ASK_CONFIGURED_AGAIN = timedelta(days=7)  # how often a moved feed's old address is asked
_PASSING = frozenset({"rate-limited", "timeout"})  # failures that say nothing of where the feed lives


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer. ``url`` was asked, before any redirect; ``configured``: whether the configured address was asked.

    ``unchanged``: the server says so, or sent the document again that was read last. ``body_hash`` of a document.
    ``reading``: what a worker made of it, or why it made nothing of it; None where no worker was asked.
    """

    url: str
    answer: Answer
    configured: bool = True
    body_hash: str | None = None
    unchanged: bool = False
    reading: "Reading | Exception | None" = None


class Asker:
    """Asks one feed where it lives."""

    def __init__(self, http: HttpClient, clock: Callable[[], datetime]) -> None:
        self._http = http
        self._clock = clock

    async def ask(self, state: FeedState, feed: FeedSettings) -> Asked:
        """Never raises for what a server did, nor for a fault of ours: that is this feed's failure."""
        try:
            asked = await self._ask(state, feed)
            if not isinstance(asked.answer, Fetched):
                return replace(asked, unchanged=isinstance(asked.answer, NotModified))
            body_hash = _hash(asked.answer)
            known = body_hash == state.body_hash and state.first_success_at is not None
            return replace(asked, body_hash=body_hash, unchanged=known)
        except Exception as error:  # a fault of ours on one feed must not end the poll of the others
            log.exception("polling %s failed unexpectedly", feed.label)
            return Asked(feed.url, Failed(f"unexpected {type(error).__name__} while asking; a fault of Watcher's own"))

    async def _ask(self, state: FeedState, feed: FeedSettings) -> Asked:
        """At one address; a moved feed's other address too, where the first has no feed (any more).

        The configured address is asked first now and then, and after a failure.
        """
        now, current = self._clock(), state.current_url
        if current is None:
            return Asked(feed.url, await self._fetch(feed.url, state, feed, now))
        checked = state.current_checked_at
        settled = checked is not None and abs(now - checked) < ASK_CONFIGURED_AGAIN
        first, second = (current, feed.url) if settled else (feed.url, current)
        answer = await self._fetch(first, state, feed, now)
        if await _is_feed(answer, state):
            return Asked(first, answer, not settled)
        if (settled and _is_passing(answer)) or answer.url == second:
            return Asked(first, answer)
        other = await self._fetch(second, state, feed, now)
        if await _is_feed(other, state):
            return Asked(second, other)
        return Asked(current, answer if first == current else other)

    async def _fetch(self, url: str, state: FeedState, feed: FeedSettings, now: datetime) -> Answer:
        stuck = cadence.unconditional(
            now, last_full_at=state.last_full_at, not_modified_in_a_row=state.not_modified_streak
        )
        return await fetch(self._http, url, None if stuck else state.validators, user_agent=feed.user_agent)


async def _is_feed(answer: Answer, state: FeedState) -> bool:
    if not isinstance(answer, Fetched):
        return isinstance(answer, NotModified)
    if _hash(answer) == state.body_hash:
        return True
    from watcher.feeds.parse import parse

    try:
        await asyncio.to_thread(parse, answer.body, answer.url, answer.headers.get("content-type"))
    except FeedError:
        return False
    return True


def _hash(answer: Fetched) -> str:
    return hashlib.sha256(answer.body).hexdigest()


def _is_passing(answer: Answer) -> bool:
    return isinstance(answer, Failed) and (answer.kind in _PASSING or (answer.status or 0) >= 500)


class _Room:
    """Bounds what is asked and not yet ingested: answers by number, their bodies by bytes."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._bytes = 0

    def enter(self) -> bool:
        """Whether there was a place for one more."""
        if self._places <= 0 or self.is_full:
            return False
        self._places -= 1
        return True

    def keep(self, answer: Answer) -> None:
        self._bytes += _size(answer)

    def leave(self, answer: Answer) -> None:
        self._places += 1
        self._bytes -= _size(answer)

    @property
    def is_full(self) -> bool:
        return self._bytes >= HELD_BYTES


def _size(answer: Answer) -> int:
    return len(answer.body) if isinstance(answer, Fetched) else 0


async def answers(asker: Asker, claimed: Sequence[Claim], concurrency: int) -> AsyncGenerator[list[Answered], None]:
    """Ask them all; answers in the order of ``claimed``, except that the slow are overtaken.

    They come one by one, but for those that brought nothing: as many of these as stand ready in a row come together.
    """
    room = _Room(concurrency + LOOKAHEAD)
    kept: dict[int, Asked] = {}
    begun: dict[int, float] = {}
    arrived = asyncio.Event()
    clock = asyncio.get_running_loop().time
    waiting = deque(range(len(claimed)))
    tasks: set[asyncio.Task[None]] = set()

    async def ask(place: int) -> None:
        begun[place] = clock()
        asked = await asker.ask(*claimed[place])
        room.keep(asked.answer)
        kept[place] = asked
        arrived.set()

    def begin() -> None:
        # A task a place, begun when there is one: tasks that wait for places would all wake for each that is freed.
        while waiting and room.enter():
            task = asyncio.create_task(ask(waiting.popleft()))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    def overtaken(place: int) -> bool:
        return room.is_full or len(kept) > LOOKAHEAD or clock() - begun.get(place, clock()) >= PATIENCE

    todo = dict.fromkeys(range(len(claimed)))
    try:
        while todo:
            begin()
            ready = _next(todo, kept, overtaken)
            if not ready:
                await _wait(arrived, PATIENCE / 4 if kept else None)
                continue
            batch = [(*claimed[place], kept.pop(place)) for place in ready]
            for place in ready:
                del todo[place]
            yield batch
            for _, _, asked in batch:
                room.leave(asked.answer)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _next(todo: Iterable[int], kept: dict[int, Asked], overtaken: Callable[[int], bool]) -> list[int]:
    """The places to go on with: one, or several in a row that brought nothing; none where there is to wait."""
    ready: list[int] = []
    for place in todo:
        if place in kept:
            if ready and not kept[place].unchanged:
                break
            ready.append(place)
            if not kept[place].unchanged or len(ready) == TOGETHER:
                break
        elif not overtaken(place):
            break
    return ready


async def _wait(arrived: asyncio.Event, seconds: float | None) -> None:
    arrived.clear()
    try:
        async with asyncio.timeout(seconds):
            await arrived.wait()
    except TimeoutError:
        return
