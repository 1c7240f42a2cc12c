"""What sites' robots.txt let us read (RFC 9309), remembered for a while."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from watcher.errors import HttpFailure
from watcher.feeds import article
from watcher.http_client import HttpClient

LARGEST = 512 * 1024  # bytes that are read of it (2.5)
KEPT = timedelta(hours=24)  # 2.4
KEPT_UNREACHABLE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``problem``: why a page is not to be read, None where it may be. ``delay``: seconds between two pages."""

    problem: article.PageProblem | None = None
    delay: float = 0.0


_FORBIDDEN = Verdict(article.PageProblem("robots.txt asks not to read it"))
_UNREACHABLE = Verdict(article.PageProblem("the site's robots.txt could not be had", final=False))


class Robots:
    """Asks each site once for its rules; a rule that cannot be had allows nothing for now (2.3.1.4)."""

    def __init__(self, http: HttpClient, clock: Callable[[], datetime]) -> None:
        self._http = http
        self._clock = clock
        self._asked: dict[str, tuple[datetime, asyncio.Task[bytes | None]]] = {}

    async def verdict(self, url: str, agent: str) -> Verdict:
        rules = await asyncio.shield(self._rules(site_of(url)))
        if rules is None:
            return _UNREACHABLE
        if not article.allowed(rules, url, agent):
            return _FORBIDDEN
        return Verdict(delay=article.crawl_delay(rules, agent))

    def _rules(self, site: str) -> asyncio.Task[bytes | None]:
        at, asking = self._asked.get(site, (None, None))
        if at is None or asking is None or self._is_stale(at, asking):
            asking = asyncio.create_task(self._ask(site))
            self._asked[site] = (self._clock(), asking)
        return asking

    def _is_stale(self, at: datetime, asking: asyncio.Task[bytes | None]) -> bool:
        if not asking.done():
            return False
        if asking.cancelled() or asking.exception() is not None:
            return True
        return self._clock() - at > (KEPT if asking.result() is not None else KEPT_UNREACHABLE)

    async def _ask(self, site: str) -> bytes | None:
        """The rules; empty where there are none, None where they cannot be had now."""
        try:
            response = await self._http.get(f"{site}/robots.txt", max_body=LARGEST)
        except HttpFailure as failure:
            # Rules too long to be taken are no rules to us; a site that leads in circles has none either (2.3.1.2).
            return b"" if failure.kind in {"too-large", "redirects"} else None
        if response.status >= 500 or response.status == 429:
            return None
        return response.body if response.status == 200 else b""

    def forget_unanswered(self) -> None:
        """Stop asking; to be called before the client goes."""
        for _, asking in self._asked.values():
            asking.cancel()


def site_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
