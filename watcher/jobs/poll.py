"""The pipeline, top to bottom: due feeds -> fetch -> parse -> identity -> tag, follow-ups -> group -> store.

Fetching is parallel; one writer ingests, a feed a transaction, in the order of ``feeds.yaml`` as far as slow
servers allow, so that the same answers make the same stories. Whatever goes wrong with a feed is recorded on
that feed with its next attempt, and the others go on.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.errors import UsageError
from watcher.feeds import cadence
from watcher.feeds.fetch import fetch
from watcher.focus.tagging import Tagger
from watcher.http_client import HttpClient
from watcher.jobs.coverage import name_of
from watcher.jobs.settle import FeedOutcome, Settler
from watcher.model import Failed, FeedState, Fetched, NotModified
from watcher.settings import FeedSettings, Settings
from watcher.store import feeds as feed_store
from watcher.store.database import Database
from watcher.store.locks import ProcessLock

log = logging.getLogger(__name__)

Answer = Fetched | NotModified | Failed
Progress = Callable[[int, int, FeedOutcome], None]

LEASE = timedelta(minutes=15)
LOOKAHEAD = 64  # answers kept waiting for an earlier feed's before they are ingested out of order
ASK_CONFIGURED_AGAIN = timedelta(days=7)  # how often a moved feed's old address is asked


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one poll did. ``seconds`` is wall time; ``feeds`` has an outcome for every feed selected."""

    feeds: tuple[FeedOutcome, ...]
    seconds: float

    def count(self, *outcomes: str) -> int:
        return sum(1 for feed in self.feeds if feed.outcome in outcomes)

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
        found = [feed for feed in feeds if want in (feed.url, feed.name) or want == titles.get(feed.url)]
        if not found:
            raise UsageError(f"no feed has the address or the name {want!r}; `watcher feeds` lists them")
        chosen += [feed for feed in found if feed not in chosen]
    return chosen


class Poller:
    """Polls feeds and ingests what came. The command and the service use the same one."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        tagger: Tagger,
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
        """Poll the feeds that are due; with ``everything`` all enabled ones; with ``only`` those."""
        started = time.monotonic()
        # One thread writes: SQLite has one writer anyway, and stories are decided one feed after another.
        lock = ProcessLock(self._database, "poll")
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer") as writer:
            loop = asyncio.get_running_loop()
            # Alone on this file, whatever is still claimed was left by a process that died.
            alone = await loop.run_in_executor(writer, lock.acquire)
            claimed, skipped = await loop.run_in_executor(writer, self._claim, only, everything, alone)
            outcomes = {outcome.url: outcome for outcome in skipped}
            open_claims = {state.id for state, _ in claimed}
            try:
                async for state, feed, answer in self._answers(claimed):
                    outcome = await loop.run_in_executor(writer, self._settler.settle, state, feed, answer)
                    open_claims.discard(state.id)
                    outcomes[feed.url] = outcome
                    log.info(outcome.line())
                    if progress:
                        progress(len(claimed) - len(open_claims), len(claimed), outcome)
            finally:
                writer.submit(self._give_back, open_claims, lock)
        ordered = sorted(outcomes.values(), key=lambda outcome: self._order.get(outcome.url, 0))
        return PollReport(tuple(ordered), time.monotonic() - started)

    @property
    def _order(self) -> dict[str, int]:
        return {feed.url: place for place, feed in enumerate(self._settings.feeds)}

    def _claim(
        self, only: Collection[str], everything: bool, alone: bool
    ) -> tuple[list[tuple[FeedState, FeedSettings]], list[FeedOutcome]]:
        feeds = self._settings.feeds
        with self._database.begin() as session:
            feed_store.sync(session, [feed.url for feed in feeds])
            states = feed_store.states(session, [feed.url for feed in feeds])
            if only:
                wanted = select(feeds, only, titles={url: state.title for url, state in states.items()})
            else:
                wanted = [feed for feed in feeds if feed.enabled]
            skipped = []
            if everything and not only:
                gone = [feed for feed in wanted if states[feed.url].state == "gone"]
                skipped = [self._skipped(feed, states[feed.url], "gone (410); `--feed` asks it again") for feed in gone]
                wanted = [feed for feed in wanted if feed not in gone]
            by_url = {feed.url: feed for feed in wanted}
            claimed = feed_store.claim(session, list(by_url), self._clock(), LEASE, only_due=not (everything or only))
        if everything or only:
            held = by_url.keys() - {state.url for state in claimed}
            skipped += [self._skipped(by_url[url], states[url], "another process is polling it now") for url in held]
        return [(state, by_url[state.url]) for state in claimed], skipped

    def _give_back(self, feed_ids: Collection[int], lock: ProcessLock) -> None:
        """What a stopped poll had claimed and not settled stays due."""
        try:
            if feed_ids:
                with self._database.begin() as session:
                    feed_store.release(session, list(feed_ids))
        finally:
            lock.release()

    def _skipped(self, feed: FeedSettings, state: FeedState, why: str) -> FeedOutcome:
        return FeedOutcome(feed.url, name_of(feed, state), "skipped", error=why)

    async def _answers(
        self, claimed: Sequence[tuple[FeedState, FeedSettings]]
    ) -> AsyncIterator[tuple[FeedState, FeedSettings, Answer]]:
        """Answers in the order of ``claimed``; one that keeps more than ``LOOKAHEAD`` others waiting is overtaken."""
        answered: asyncio.Queue[tuple[int, Answer]] = asyncio.Queue()
        # Bounds the bodies held: in flight, and waiting for their turn.
        room = asyncio.Semaphore(self._settings.polling.concurrency + LOOKAHEAD)

        async def ask(place: int) -> None:
            await room.acquire()
            await answered.put((place, await self._ask(*claimed[place])))

        tasks = [asyncio.create_task(ask(place)) for place in range(len(claimed))]
        waiting: dict[int, Answer] = {}
        todo, received = deque(range(len(claimed))), 0
        try:
            while todo:
                while todo[0] not in waiting and len(waiting) <= LOOKAHEAD and received < len(claimed):
                    place, answer = await answered.get()
                    waiting[place] = answer
                    received += 1
                place = todo[0] if todo[0] in waiting else min(waiting)
                todo.remove(place)
                room.release()
                yield *claimed[place], waiting.pop(place)
        finally:
            for task in tasks:
                task.cancel()

    async def _ask(self, state: FeedState, feed: FeedSettings) -> Answer:
        """Ask a feed where it lives now; where that fails, or now and then, where it is configured to live."""
        try:
            now = self._clock()
            stuck = cadence.unconditional(
                now, last_full_at=state.last_full_at, not_modified_in_a_row=state.not_modified_streak
            )
            validators = None if stuck else state.validators
            checked = state.current_checked_at
            moved = state.current_url is not None and checked is not None and now - checked < ASK_CONFIGURED_AGAIN
            target = state.current_url if moved and state.current_url else feed.url
            answer = await fetch(self._http, target, validators, user_agent=feed.user_agent)
            if isinstance(answer, Failed) and target != feed.url:
                again = await fetch(self._http, feed.url, validators, user_agent=feed.user_agent)
                return answer if isinstance(again, Failed) else again
            return answer
        except Exception as error:  # a fault of ours on one feed must not end the poll of the others
            log.exception("polling %s failed unexpectedly", feed.url)
            return Failed(f"unexpected {type(error).__name__} while asking; a fault of Watcher's own")
