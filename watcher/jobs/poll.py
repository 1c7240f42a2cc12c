"""The pipeline, top to bottom: due feeds -> fetch -> parse -> identity -> tag, follow-ups -> group -> store.

Fetching is parallel (``asking``); one writer ingests (``settle``), a feed a transaction. Whatever goes wrong with a
feed is recorded on that feed with its next attempt, and the others go on.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from watcher.errors import StoreError, UsageError
from watcher.http_client import HttpClient
from watcher.jobs.asking import Asker, Claim, answers
from watcher.jobs.feed_names import name_of
from watcher.jobs.readers import Readers
from watcher.jobs.settle import FeedOutcome, Settler
from watcher.model.feeds import FeedState
from watcher.settings import FeedSettings, Settings
from watcher.store import feeds as feed_store
from watcher.store.database import Database
from watcher.store.locks import ProcessLock
from watcher.store.waiting import any_waits

if TYPE_CHECKING:
    from watcher.focus.tagging import Tagger

log = logging.getLogger(__name__)

Progress = Callable[[int, int, FeedOutcome], None]

LEASE = timedelta(minutes=15)  # renewed while the poll lives
UNKEPT = 3  # answers in a row that the store did not take: more are not asked for


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one poll did. ``seconds`` is wall time; ``feeds`` has an outcome for every feed selected.

    ``joined``: stories that were new and became part of others.
    """

    feeds: tuple[FeedOutcome, ...]
    seconds: float
    joined: int = 0

    def count(self, *outcomes: str) -> int:
        return sum(1 for feed in self.feeds if feed.outcome in outcomes)

    @property
    def stories_new(self) -> int:
        """Stories that are there now and were not before."""
        return max(0, sum(feed.stories_new for feed in self.feeds) - self.joined)

    @property
    def polled(self) -> int:
        return len(self.feeds) - self.count("skipped")

    @property
    def all_failed(self) -> bool:
        return self.polled > 0 and self.count("failed", "gone") == self.polled


def select(
    feeds: Sequence[FeedSettings], wanted: Collection[str], *, titles: dict[str, str | None]
) -> list[FeedSettings]:
    """The feeds named by address or name; raises ``UsageError`` for one that is not there."""
    chosen = []
    for want in wanted:
        found = [feed for feed in feeds if want in (feed.url, feed.label, feed.name) or want == titles.get(feed.url)]
        if not found:
            raise UsageError(f"no feed has the address or the name {want!r}; `watcher feeds` lists them")
        chosen += [feed for feed in found if feed not in chosen]
    return chosen


class Poller:
    """Polls feeds and ingests what came. The command and the service use the same one.

    ``tagger`` is asked for when something came: where nothing changed, no term is compiled.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        tagger: Callable[[], "Tagger"],
        http: HttpClient,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._settings = settings
        self._http = http
        self._clock = clock
        self._settler = Settler(database, settings, tagger, clock)

    async def poll(
        self, *, only: Collection[str] = (), everything: bool = False, progress: Progress | None = None
    ) -> PollReport:
        """Poll the feeds that are due; with ``everything`` all enabled ones; with ``only`` those.

        Raises ``StoreError`` where nothing can be stored. Cancelled, it leaves due what was not settled.
        """
        started = time.monotonic()
        claims = _Claims(ProcessLock(self._database, "poll"))
        # One thread writes: SQLite has one writer anyway, and stories are decided one feed after another.
        writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        loop = asyncio.get_running_loop()
        try:
            claimed, skipped = await loop.run_in_executor(writer, self._claim, claims, only, everything)
            outcomes = {outcome.url: outcome for outcome in skipped}
            renewing = asyncio.create_task(self._renew(claims, writer))
            try:
                async with aclosing(self._settled(claimed, claims, writer)) as settled:
                    async for outcome in settled:
                        outcomes[outcome.url] = outcome
                        log.info(outcome.line())
                        if progress:
                            progress(len(outcomes) - len(skipped), len(claimed), outcome)
            finally:
                renewing.cancel()
            joined = await loop.run_in_executor(writer, self._group)
        finally:
            giving_back = asyncio.wrap_future(writer.submit(self._give_back, claims))
            writer.shutdown(wait=False)  # waiting here would stop the loop for as long as another holds the database
            await asyncio.wait({giving_back})
        order = {feed.label: place for place, feed in enumerate(self._settings.feeds)}
        ordered = sorted(outcomes.values(), key=lambda outcome: order.get(outcome.url, 0))
        return PollReport(tuple(ordered), time.monotonic() - started, joined)

    async def _settled(
        self, claimed: Sequence[Claim], claims: "_Claims", writer: Executor
    ) -> AsyncGenerator[FeedOutcome, None]:
        loop = asyncio.get_running_loop()
        asker, unkept = Asker(self._http, self._clock), 0
        readers = Readers(self._database, self._settings.keywords, self._clock, claimed)
        asking = answers(asker, claimed, self._settings.polling.concurrency)
        async with readers, aclosing(readers.read(asking)) as answered:
            async for batch in answered:
                if len(batch) > 1 and (
                    done := await loop.run_in_executor(writer, self._settler.settle_together, batch)
                ):
                    claims.open.difference_update(state.id for state, _, _ in batch)
                    for outcome in done:
                        yield outcome
                    continue
                for state, feed, asked in batch:
                    try:
                        outcome = await loop.run_in_executor(writer, self._settler.settle, state, feed, asked)
                        claims.open.discard(state.id)
                        unkept = 0
                    except StoreError as error:
                        unkept += 1
                        if unkept == UNKEPT:  # nobody is to be asked for what cannot be kept
                            raise
                        outcome = FeedOutcome(feed.label, name_of(feed, state), "failed", error=str(error))
                    yield outcome

    def _group(self) -> int:
        """Bring what is new together with what it belongs to; how many stories became part of others."""
        with self._database.reading() as connection:
            if not any_waits(connection):
                return 0
        from watcher.jobs.grouping import group

        return group(self._database, self._settings.grouping_window, self._clock()).joined

    def _claim(
        self, claims: "_Claims", only: Collection[str], everything: bool
    ) -> tuple[list[Claim], list[FeedOutcome]]:
        feeds = self._settings.feeds
        with self._database.writing() as connection:
            if claims.lock.join():  # alone on this file: what is still claimed was left by a process that died
                feed_store.release_all(connection)
            feed_store.sync(connection, [feed.url for feed in feeds])
            wanted = [feed for feed in feeds if feed.enabled]
            skipped: list[FeedOutcome] = []
            if only or everything:
                states = feed_store.states(connection, [feed.url for feed in feeds])
                wanted, skipped = self._wanted(states, only)
            by_url = {feed.url: feed for feed in wanted}
            held = feed_store.claim(connection, list(by_url), self._clock(), LEASE, only_due=not (everything or only))
        claims.open.update(state.id for state in held)
        if only or everything:
            busy = by_url.keys() - {state.url for state in held}
            skipped += [_skipped(by_url[url], states[url], "another process is polling it now") for url in busy]
        return [(state, by_url[state.url]) for state in held], skipped

    def _wanted(
        self, states: Mapping[str, FeedState], only: Collection[str]
    ) -> tuple[list[FeedSettings], list[FeedOutcome]]:
        """What a person asks for: feeds by name, or all; and of these the ones that are left alone, with the reason."""
        feeds = self._settings.feeds
        if only:
            named = select(feeds, only, titles={url: state.title for url, state in states.items()})
            wanted = [feed for feed in named if feed.enabled]
            off = [feed for feed in named if not feed.enabled]
            return wanted, [_skipped(feed, states[feed.url], "disabled in feeds.yaml") for feed in off]
        wanted = [feed for feed in feeds if feed.enabled and states[feed.url].state != "gone"]
        gone = [feed for feed in feeds if feed.enabled and states[feed.url].state == "gone"]
        return wanted, [_skipped(feed, states[feed.url], "gone (410); `--feed` asks it again") for feed in gone]

    async def _renew(self, claims: "_Claims", writer: Executor) -> None:
        """Hold what is claimed for as long as the poll lives, however slow the servers are."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                await loop.run_in_executor(writer, self._hold, claims)
            except StoreError as error:
                log.warning("claims were not renewed: %s", error)

    def _hold(self, claims: "_Claims") -> None:
        with self._database.writing() as connection:
            feed_store.renew(connection, list(claims.open), self._clock() + LEASE)

    def _give_back(self, claims: "_Claims") -> None:
        """What a stopped poll had claimed and not settled stays due."""
        try:
            if claims.open:
                with self._database.writing() as connection:
                    feed_store.release(connection, list(claims.open))
        except StoreError as error:
            log.warning("claims were not given back and end by themselves: %s", error)
        finally:
            claims.lock.release()


@dataclass(slots=True)
class _Claims:
    """Feeds (ids) that this poll holds and has not settled, and its presence among the pollers of this file."""

    lock: ProcessLock
    open: set[int] = field(default_factory=set)


def _skipped(feed: FeedSettings, state: FeedState, why: str) -> FeedOutcome:
    return FeedOutcome(feed.label, name_of(feed, state), "skipped", error=why)
