"""Read the linked pages that are due: a second, later input of an entry, analysed and committed by itself.

The sentence that matters often stands at the end of the article, and the feed gives a teaser. Pages are asked under
the manners of feeds (per host, timeouts, address rules), and only where robots.txt lets us. A page that cannot be
had is tried again later, then given up; the feed's text serves, and the entry says so.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.errors import HttpFailure, StoreError
from watcher.feeds import article
from watcher.feeds.fetch import retry_after
from watcher.focus.tagging import Tagger
from watcher.http_client import HttpClient
from watcher.jobs.analysis import analyse
from watcher.jobs.pages import with_page
from watcher.jobs.robots import Robots, site_of
from watcher.jobs.stories import refresh, when_late
from watcher.jobs.tracking import follow
from watcher.model.entries import Entry
from watcher.model.stories import Source
from watcher.settings import UTC, FeedSettings, Settings
from watcher.store import pages as page_store
from watcher.store.database import Database

log = logging.getLogger(__name__)

PER_FEED = 8  # pages of one feed between two polls of it; of a run that asks no feed, in the run
ATTEMPTS = 3
RETRY = timedelta(hours=2)  # doubled with each attempt
LONGEST_WAIT = timedelta(days=2)  # that a site may ask for
FROM_THE_START = 0.1  # of the time for all: a page begun earlier and not had by the end has failed
_HOPELESS = frozenset({"url", "address", "too-large", "redirects"})  # failures that asking again will not mend
_REFUSED = frozenset({401, 402, 403, 404, 410, 451})

Found = article.ArticleText | article.PageProblem


@dataclass(frozen=True, slots=True)
class PageReport:
    read: int = 0
    failed: int = 0
    left: int = 0


class PageReader:
    """Reads pages; one for the life of a client, so that robots.txt is not asked for again and again."""

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
        self._tagger = tagger
        self._http = http
        self._clock = clock
        self._feeds = {feed.url: feed for feed in settings.feeds if feed.enabled and feed.full_text != "never"}
        self._robots = Robots(http, clock)
        self._had: dict[str, tuple[datetime | None, int]] = {}  # pages of each feed since it was polled at that time

    async def read_due(self) -> PageReport:
        """Read the pages that are due, at most ``PER_FEED`` a feed, for at most ``polling.timeout`` in all.

        What is not done by then stays due.
        """
        due = await asyncio.to_thread(self._claim)
        if not due:
            return PageReport()
        run = _Run(self._settings.polling.timeout.total_seconds(), self._settings.polling.per_host)
        tasks = {asyncio.create_task(self._read(entry, run)): entry for entry in due}
        try:
            await asyncio.wait(tasks, timeout=run.seconds)
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            self._robots.forget_unanswered()
            left = [entry for entry, outcome in zip(tasks.values(), outcomes, strict=True) if not _is_done(outcome)]
            await asyncio.to_thread(self._leave, left, run)
        return PageReport(outcomes.count(True), outcomes.count(False), len(left))

    def _claim(self) -> list[Entry]:
        now = self._clock()
        with self._database.reading() as connection:
            waiting = page_store.waiting(connection, list(self._feeds), now)
        most = {}
        for url, polled_at in waiting.items():
            before, had = self._had.get(url, (None, 0))
            self._had[url] = (polled_at, had if before == polled_at else 0)
            most[url] = PER_FEED - self._had[url][1]
        most = {url: count for url, count in most.items() if count > 0}
        if not most:
            return []
        until = now + 2 * self._settings.polling.timeout + timedelta(minutes=1)
        with self._database.writing() as connection:
            claimed = page_store.claim(connection, most, now, until)
        for entry in claimed:
            polled_at, had = self._had[entry.feed]
            self._had[entry.feed] = (polled_at, had + 1)
        return claimed

    def _leave(self, entries: Sequence[Entry], run: "_Run") -> None:
        """Pages that were not had in time: one that had all of it failed, the others keep their turn."""
        slow = [entry for entry in entries if run.had_all_the_time(entry)]
        for entry in slow:
            problem = article.PageProblem("the page did not come in time", final=False)
            self._keep(entry, self._feeds[entry.feed], problem)
        rest = [entry.id for entry in entries if entry not in slow]
        if rest:
            with self._database.writing() as connection:
                page_store.give_back(connection, rest, self._clock())

    async def _read(self, entry: Entry, run: "_Run") -> bool:
        """Whether the page of one entry was read; what came of it is committed either way."""
        feed = self._feeds[entry.feed]
        try:
            found, wait = await self._page(entry, feed, run)
            await asyncio.to_thread(self._keep, entry, feed, found, wait)
        except StoreError as error:
            log.error("page of e%d could not be kept: %s", entry.id, error)
            return False
        except Exception as error:  # a fault of ours on one page must not end the reading of the others
            log.exception("page of e%d failed unexpectedly", entry.id)
            await asyncio.to_thread(self._keep, entry, feed, article.PageProblem(f"unexpected {type(error).__name__}"))
            return False
        return isinstance(found, article.ArticleText)

    async def _page(self, entry: Entry, feed: FeedSettings, run: "_Run") -> tuple[Found, float]:
        """What the page gave, and the seconds that its site asks to be left alone."""
        assert entry.url is not None
        agent = feed.user_agent or self._settings.polling.user_agent
        async with run.turn(entry):
            verdict = await self._robots.verdict(entry.url, agent)
            if verdict.problem:
                return verdict.problem, 0
            if not verdict.delay:
                return await self._ask(entry.url, feed, agent)
            async with run.one_by_one(entry):
                answer = await self._ask(entry.url, feed, agent)
                await asyncio.sleep(verdict.delay)
                return answer

    async def _ask(self, url: str, feed: FeedSettings, agent: str) -> tuple[Found, float]:
        try:
            response = await self._http.get(
                url,
                headers={"Accept": "text/html, */*;q=0.5"},
                user_agent=feed.user_agent,
                max_body=min(article.MAX_PAGE, self._settings.polling.max_body),
            )
        except HttpFailure as failure:
            return article.PageProblem(str(failure), final=failure.kind in _HOPELESS), 0
        if response.status != 200:
            reason = f"the page answered HTTP {response.status}"
            return article.PageProblem(reason, final=response.status in _REFUSED), retry_after(response.headers) or 0
        if response.url != url and (elsewhere := await self._robots.verdict(response.url, agent)).problem:
            return elsewhere.problem, 0
        found = await asyncio.to_thread(
            article.extract, response.body, response.url, response.headers.get("content-type")
        )
        return found, 0

    def _keep(self, entry: Entry, feed: FeedSettings, found: Found, wait: float = 0) -> None:
        now = self._clock()
        if isinstance(found, article.PageProblem):
            with self._database.writing() as connection:
                last = found.final or entry.page_attempts + 1 >= ATTEMPTS
                pause = max(RETRY * 2**entry.page_attempts, timedelta(seconds=wait))
                retry_at = None if last else now + min(pause, LONGEST_WAIT)
                page_store.failed(connection, entry.id, found.reason, retry_at, entry.page_attempts + 1)
            return
        text = with_page(entry.text, found.text)
        analysis = analyse(
            self._tagger,
            entry.title,
            text,
            dated_at=entry.dated_at,
            zone=feed.timezone or UTC,
            language=entry.language,
            implies=feed.implies,
        )
        with self._database.writing() as connection:
            page_store.read(connection, entry.id, found.text, analysis.columns)
            refresh(connection, [entry.story], now, late=True)
            source = Source(entry.id, entry.outlet, entry.title, entry.url, entry.dated_at)
            follow(connection, source, analysis.followups, when_late(connection, entry.arrived_at, now))


class _Run:
    """The time of one reading, and whose turn it is at each site."""

    def __init__(self, seconds: float, per_site: int) -> None:
        self.seconds = seconds
        self._clock = asyncio.get_running_loop().time
        self._started = self._clock()
        self._begun: dict[int, float] = {}
        self._turns: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(per_site))
        self._slow: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, entry: Entry) -> AsyncIterator[None]:
        async with self._turns[site_of(entry.url or "")]:
            self._begun[entry.id] = self._clock() - self._started
            yield

    def one_by_one(self, entry: Entry) -> asyncio.Lock:
        """For sites that ask for a pause between two pages."""
        return self._slow[site_of(entry.url or "")]

    def had_all_the_time(self, entry: Entry) -> bool:
        """Whether the page was asked for from the start of a reading that lasted to its end."""
        late = self._clock() - self._started >= self.seconds
        return late and self._begun.get(entry.id, self.seconds) < self.seconds * FROM_THE_START


def _is_done(outcome: object) -> bool:
    return isinstance(outcome, bool)
