"""Read the linked pages that are due: a second, later input of an entry, analysed and committed by itself.

The sentence that matters often stands at the end of the article, and the feed gives a teaser. Pages are asked under
the manners of feeds (per host, timeouts, address rules), and only where robots.txt lets us. A page that cannot be
had is tried again later, then given up; the feed's text serves, and the entry says so.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from watcher.errors import HttpFailure, StoreError
from watcher.feeds import article
from watcher.focus.tagging import Tagger
from watcher.http_client import HttpClient
from watcher.jobs.analysis import analyse
from watcher.jobs.pages import with_page
from watcher.jobs.stories import refresh, when_late
from watcher.jobs.tracking import follow
from watcher.model import Entry, Source
from watcher.settings import UTC, FeedSettings, Settings
from watcher.store import pages as page_store
from watcher.store.database import Database

log = logging.getLogger(__name__)

PER_FEED = 8  # pages of one feed a run
ATTEMPTS = 3
RETRY = timedelta(hours=2)  # doubled with each attempt
ROBOTS_LIMIT = 512 * 1024  # RFC 9309, 2.5


@dataclass(frozen=True, slots=True)
class PageReport:
    read: int = 0
    failed: int = 0


class PageReader:
    """Reads pages for one run; remembers each site's robots.txt for as long."""

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
        self._feeds = {feed.url: feed for feed in settings.feeds}
        self._robots: dict[str, asyncio.Task[bytes | None]] = {}

    async def read_due(self) -> PageReport:
        """Read the pages that are due, at most ``PER_FEED`` a feed, for at most ``polling.timeout`` in all.

        What is not done by then stays due.
        """
        due = await asyncio.to_thread(self._due)
        read = failed = 0

        async def line(entries: Sequence[Entry]) -> None:
            nonlocal read, failed
            for entry in entries:
                if await self._read(entry):
                    read += 1
                else:
                    failed += 1

        tasks: list[asyncio.Task[None]] = [asyncio.create_task(line(entries)) for entries in due]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._settings.polling.timeout.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for asking in self._robots.values():
            asking.cancel()
        return PageReport(read, failed)

    def _due(self) -> list[list[Entry]]:
        by_feed: dict[str, list[Entry]] = defaultdict(list)
        with self._database.read() as session:
            for entry in page_store.due(session, self._clock()):
                feed = self._feeds.get(entry.feed)
                if feed and feed.full_text != "never" and len(by_feed[entry.feed]) < PER_FEED:
                    by_feed[entry.feed].append(entry)
        return list(by_feed.values())

    async def _read(self, entry: Entry) -> bool:
        """Whether the page of one entry was read; what came of it is committed either way."""
        feed = self._feeds[entry.feed]
        try:
            found = await self._page(entry, feed)
            await asyncio.to_thread(self._keep, entry, feed, found)
        except StoreError as error:
            log.error("page of e%d could not be kept: %s", entry.id, error)
            return False
        except Exception as error:  # a fault of ours on one page must not end the reading of the others
            log.exception("page of e%d failed unexpectedly", entry.id)
            await asyncio.to_thread(self._keep, entry, feed, article.PageProblem(f"unexpected {type(error).__name__}"))
            return False
        return isinstance(found, article.ArticleText)

    async def _page(self, entry: Entry, feed: FeedSettings) -> article.ArticleText | article.PageProblem:
        assert entry.url is not None
        agent = feed.user_agent or self._settings.polling.user_agent
        try:
            if not await self._allowed(entry.url, agent):
                return article.PageProblem("robots.txt asks not to read it")
            response = await self._http.get(
                entry.url, headers={"Accept": "text/html, */*;q=0.5"}, user_agent=feed.user_agent
            )
        except HttpFailure as failure:
            return article.PageProblem(str(failure), final=False)
        if response.status != 200:
            final = response.status in (401, 402, 403, 404, 410, 451)
            return article.PageProblem(f"the page answered HTTP {response.status}", final=final)
        return await asyncio.to_thread(
            article.extract, response.body, response.url, response.headers.get("content-type")
        )

    async def _allowed(self, url: str, agent: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = asyncio.create_task(self._robots_of(site))
        robots = await asyncio.shield(self._robots[site])
        return robots is not None and article.allowed(robots, url, agent)

    async def _robots_of(self, site: str) -> bytes | None:
        """A site's robots.txt; empty where it has none, None (nothing allowed now) where it cannot be had.

        RFC 9309, 2.3.1.
        """
        try:
            response = await self._http.get(f"{site}/robots.txt", max_body=ROBOTS_LIMIT)
        except HttpFailure:
            return None
        if response.status >= 500 or response.status == 429:
            return None
        return response.body if response.status == 200 else b""

    def _keep(self, entry: Entry, feed: FeedSettings, found: article.ArticleText | article.PageProblem) -> None:
        now = self._clock()
        if isinstance(found, article.PageProblem):
            with self._database.begin() as session:
                last = found.final or entry.page_attempts + 1 >= ATTEMPTS
                retry_at = None if last else now + RETRY * 2**entry.page_attempts
                page_store.failed(session, entry.id, found.reason, retry_at, entry.page_attempts + 1)
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
        with self._database.begin() as session:
            page_store.read(session, entry.id, found.text, analysis.columns)
            refresh(session, [entry.story], now, late=True)
            source = Source(entry.id, entry.outlet, entry.title, entry.url, entry.dated_at)
            follow(session, source, analysis.followups, when_late(session, entry.arrived_at, now))
