"""Who reads the documents of a poll: the process that writes, or worker processes where there is enough to pay for
them.

A worker costs an interpreter with the stages, some 0.3 s and 30 MiB. So a small site, and a poll that brings little,
start none. A large document always goes to one, where its reading has an end whatever it does to us; what a small
one can do is bounded by its size.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from watcher.errors import StoreError, WorkerError
from watcher.jobs.asking import Answered, Asked, Claim
from watcher.model.feeds import FeedState
from watcher.model.fetching import Fetched
from watcher.settings import FeedSettings, Keywords
from watcher.store.database import Database

if TYPE_CHECKING:
    from watcher.jobs.documents import Reading
    from watcher.jobs.workers import Workers

log = logging.getLogger(__name__)

WORTH_BYTES = 1536 * 1024  # of documents in one poll: less is read sooner than workers have started
TYPICAL_BYTES = 32 * 1024  # of a feed's first document, before it came
LARGE_BYTES = 1024 * 1024  # a document of this size goes to a worker in any case
SECONDS = 30.0  # in which a worker has read one document; ten times what the worst known one takes
MOST_WORKERS = 3  # one writer keeps no more of them busy


class Readers:
    """Reads the documents of one poll; use with ``async with``. Entries are judged by ``keywords``."""

    def __init__(
        self,
        database: Database,
        keywords: Keywords,
        clock: Callable[[], datetime],
        claimed: Sequence[Claim],
    ) -> None:
        self._database = database
        self._keywords = keywords
        self._clock = clock
        self._first = sum(1 for state, _ in claimed if state.first_success_at is None)  # first documents to come
        self._bytes = 0
        self._workers: Workers | None = None

    async def __aenter__(self) -> Self:
        if self._first * TYPICAL_BYTES >= WORTH_BYTES:  # a worker is ready by the time the first documents come
            self._start().start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._workers is not None:
            await asyncio.to_thread(self._workers.__exit__, kind, error, trace)

    async def read(self, answered: AsyncGenerator[list[Answered], None]) -> AsyncGenerator[list[Answered], None]:
        """The same answers in the same order; documents come read where a worker reads them, some ahead of time."""
        ahead: asyncio.Queue[list[_Coming] | Exception | None] = asyncio.Queue(MOST_WORKERS + 1)
        feeding = asyncio.create_task(self._feed(answered, ahead))
        try:
            while (batch := await ahead.get()) is not None:
                if isinstance(batch, Exception):
                    raise batch
                yield [await coming.answered() for coming in batch]
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)

    async def _feed(
        self,
        answered: AsyncGenerator[list[Answered], None],
        ahead: "asyncio.Queue[list[_Coming] | Exception | None]",
    ) -> None:
        """Put in what is answered, then None, or what ended it."""
        try:
            async with aclosing(answered):
                async for batch in answered:
                    await ahead.put([_Coming(one, await self._reading(*one)) for one in batch])
        except Exception as error:  # noqa: BLE001 - raised anew by the one who takes
            await ahead.put(error)
        else:
            await ahead.put(None)

    async def _reading(self, state: FeedState, feed: FeedSettings, asked: Asked) -> "Future[Reading] | None":
        """The reading of a document by a worker; None where there is no document, or nothing that pays for one."""
        answer = asked.answer
        if not isinstance(answer, Fetched) or asked.unchanged:
            return None
        self._bytes += len(answer.body)
        self._first -= state.first_success_at is None
        if len(answer.body) < LARGE_BYTES and self._bytes + self._first * TYPICAL_BYTES < WORTH_BYTES:
            return None
        from watcher.jobs.documents import Document, work  # where nothing changed, none of it is needed

        known = await asyncio.to_thread(self._known, state) if state.entries else frozenset()
        content_type = answer.headers.get("content-type")
        document = Document(feed, state.title, answer.body, answer.url, content_type, self._clock(), known)
        return self._start().submit(SECONDS, work, document)

    def _known(self, state: FeedState) -> frozenset[str]:
        """Content of the feed's newest entries, some more of them than its document held; what is missed is read."""
        from watcher.store import entries as entry_store

        try:
            with self._database.reading() as connection:
                return entry_store.newest_hashes(connection, state.id, 2 * state.items + 20)
        except StoreError as error:
            log.debug("%s is read as if it were new: %s", state.url, error)
            return frozenset()

    def _start(self) -> "Workers":
        if self._workers is None:
            from watcher.jobs.documents import begin
            from watcher.jobs.workers import Workers, cores

            self._workers = Workers(max(1, min(cores() - 1, MOST_WORKERS)), begin, (self._keywords,))
        return self._workers


@dataclass(frozen=True, slots=True)
class _Coming:
    """An answer whose document is being read, or is not."""

    asked: Answered
    reading: "Future[Reading] | None"

    async def answered(self) -> Answered:
        if self.reading is None:
            return self.asked
        state, feed, asked = self.asked
        try:
            read: Reading | Exception = await asyncio.wrap_future(self.reading)
        except WorkerError as error:
            if not error.begun:  # then it is read by the process that writes
                log.warning("%s", error)
                return self.asked
            read = error
        except Exception as error:  # noqa: BLE001 - it is this feed's failure, whatever it is
            read = error
        answer = replace(asked.answer, body=b"") if isinstance(asked.answer, Fetched) else asked.answer
        return state, feed, replace(asked, reading=read, answer=answer)
