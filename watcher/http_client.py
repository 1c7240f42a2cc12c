"""The guarded HTTP client: everything Watcher asks of other people's servers goes through here.

It knows manners (how many at once, per site, with what pause), limits (one deadline for the whole exchange, sizes
before and after decompression), redirects and the address rules (``connecting.py``), and tells every failure as
an ``HttpFailure`` in plain words. It knows nothing of feeds: statuses are the caller's to judge.
"""

import asyncio
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

import watcher.plain_httpx  # noqa: F401 - it does its work before httpx is imported

# isort: split
import httpx

from watcher import connecting
from watcher.answers import REDIRECTS, Answer, Budget, receive
from watcher.errors import HttpFailure
from watcher.exchange_errors import explain
from watcher.settings import Polling
from watcher.turns import Turns

MAX_REDIRECTS = 5
_PERMANENT = {301, 308}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer with any status. ``url`` gave it; ``headers`` have lower-case names; ``body`` is decompressed.

    ``moved_to``: where a chain made of 301 and 308 alone leads, None when there was none.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None


class HttpClient:
    """An async context manager; one for the life of a run. ``resolve`` and ``tls`` replace the system's own.

    ``polling`` gives limits, manners, proxy and address rule. Cookies are not kept, no referrer is sent, and the
    environment's proxies and netrc are not read.
    """

    def __init__(
        self,
        polling: Polling,
        *,
        resolve: connecting.Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._polling = polling
        self._resolve = resolve or connecting.system_resolve
        self._tls = tls
        self._turns = Turns(polling.concurrency, polling.per_host, polling.host_delay.total_seconds())
        self._transports: dict[tuple[bool, bool], connecting.Transport] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        headers_at: Mapping[str, Mapping[str, str]] | None = None,
        user_agent: str | None = None,
        max_body: int | None = None,
        timeout: timedelta | float | None = None,  # noqa: ASYNC109 - of the whole exchange, waiting for a turn left out
    ) -> Response:
        """Ask for ``url`` and follow its redirects; ``headers_at`` are further headers for one address alone.

        Raises HttpFailure. ``timeout`` in seconds, ``max_body`` in bytes after decompression; the defaults are
        the configuration's.
        """
        polling = self._polling
        budget = Budget(_seconds(timeout or polling.timeout), max_body or polling.max_body)
        common = {**_FIXED, "User-Agent": user_agent or polling.user_agent, **(headers or {})}
        target = _parse(url)
        chain = [target]
        statuses: list[int] = []
        while True:
            asked = {**common, **((headers_at or {}).get(str(target)) or {})}
            try:
                async with self._turns.turn(target.raw_host.decode("ascii")):
                    answer = await self._exchange("GET", target, asked, b"", budget, polling.allow_private_addresses)
            except HttpFailure as failure:
                raise _with_chain(failure, chain) from failure
            location = answer.headers.get("location", "").strip()
            if answer.status not in REDIRECTS or not location:
                moved = str(target) if statuses and _PERMANENT.issuperset(statuses) else None
                return Response(answer.status, str(target), answer.headers, answer.body, moved)
            statuses.append(answer.status)
            target = _next_target(chain, location, answer.status)
            chain.append(target)

    async def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        timeout: timedelta | float,  # noqa: ASYNC109 - of the whole exchange
        allow_private: bool,
    ) -> Response:
        """Send ``body`` once; a redirect is an answer like any other. Raises HttpFailure.

        Not subject to the pauses between requests: those are for reading other people's sites.
        """
        budget = Budget(_seconds(timeout), self._polling.max_body)
        sent = {**_FIXED, "User-Agent": self._polling.user_agent, **headers}
        target = _parse(url)
        private = allow_private or self._polling.allow_private_addresses
        answer = await self._exchange("POST", target, sent, body, budget, private)
        return Response(answer.status, str(target), answer.headers, answer.body)

    async def _exchange(
        self, method: str, target: httpx.URL, headers: Mapping[str, str], body: bytes, budget: Budget, private: bool
    ) -> Answer:
        started = time.monotonic()
        budget.received = 0
        opened: list[str] = []
        token = connecting.opened.set(opened)
        try:
            async with asyncio.timeout(budget.seconds):
                await self._check_proxied(target, private)
                transport = self._transport(target.scheme == "https", private)
                request = httpx.Request(method, target, headers=_login(target, headers), content=body or None)
                try:
                    return await receive(transport, request, budget)
                except (httpx.RemoteProtocolError, httpx.ReadError):
                    if opened or budget.received or method != "GET":
                        raise
                    # A connection kept from before had been closed by the server meanwhile: ask on a new one.
                    return await receive(transport, request, budget)
        except TimeoutError as error:
            raise HttpFailure(_late(target, budget, bool(opened)), kind="timeout") from error
        except httpx.HTTPError as error:
            raise explain(error, target.host, proxied=self._polling.proxy is not None) from error
        finally:
            connecting.opened.reset(token)
            budget.seconds -= time.monotonic() - started

    async def _check_proxied(self, target: httpx.URL, private: bool) -> None:
        """Behind a proxy it is the proxy that connects: judge the name here. One unknown here may be known there."""
        if self._polling.proxy is None or private:
            return
        try:
            await self._resolver(private).addresses(target.raw_host.decode("ascii"), target.port or 80)
        except HttpFailure as failure:
            if failure.kind != "dns":
                raise

    def _resolver(self, private: bool) -> connecting.CheckedResolver:
        return connecting.CheckedResolver(self._resolve, private)

    def _transport(self, secure: bool, private: bool) -> connecting.Transport:
        """Made when first needed. Connections made under one address rule are not used under the other."""
        known = self._transports.get((secure, private))
        if known is None:
            if secure and self._tls is None:
                self._tls = connecting.system_trust()
            proxy = self._polling.proxy
            known = connecting.Transport(
                self._resolver(private), self._tls if secure else None, str(proxy) if proxy is not None else None
            )
            self._transports[secure, private] = known
        return known


_FIXED = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate, br, zstd"}


def _login(target: httpx.URL, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers as bytes, with the address's own user and password where it carries them."""
    raw = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
    if target.userinfo:
        login = httpx.BasicAuth(target.username, target.password)
        signed = next(login.auth_flow(httpx.Request("GET", target)))
        raw.append((b"Authorization", signed.headers["Authorization"].encode("latin-1")))
    return raw


def _parse(url: str) -> httpx.URL:
    shown = repr(re.sub(r"//[^/@]*@", "//", url)[:200])
    try:
        parsed = httpx.URL(url.strip())
    except httpx.InvalidURL as error:
        raise HttpFailure(f"{shown} is not a web address", kind="url") from error
    if parsed.scheme not in {"http", "https"}:
        why = f"only http and https are asked, not {parsed.scheme!r}" if parsed.scheme else "it lacks its http://"
        raise HttpFailure(f"{shown} is not a web address: {why}", kind="url")
    if not parsed.host.strip("."):
        raise HttpFailure(f"{shown} names no host", kind="url")
    return parsed.copy_with(host=parsed.host.rstrip("."), fragment=None)


def _next_target(chain: list[httpx.URL], location: str, status: int) -> httpx.URL:
    try:
        target = _parse(str(chain[-1].join(location.encode("latin-1").decode("utf-8", "replace"))))
    except (HttpFailure, httpx.InvalidURL) as error:
        raise HttpFailure(
            f"redirected to {location[:200]!r}, which is not a web address", kind="redirects", status=status
        ) from error
    if (target.host, target.port) != (chain[-1].host, chain[-1].port):
        target = target.copy_with(userinfo=b"")
    elif chain[-1].userinfo:
        target = target.copy_with(userinfo=chain[-1].userinfo)
    if target in chain:
        raise HttpFailure(f"redirected in a circle: {_told([*chain, target])}", kind="redirects", status=status)
    if len(chain) > MAX_REDIRECTS:
        told = f"redirected more than {MAX_REDIRECTS} times: {_told([*chain, target])}"
        raise HttpFailure(told, kind="redirects", status=status)
    return target


def _told(chain: list[httpx.URL]) -> str:
    return " -> ".join(str(url.copy_with(userinfo=b""))[:200] for url in chain)


def _with_chain(failure: HttpFailure, chain: list[httpx.URL]) -> HttpFailure:
    if len(chain) == 1:
        return failure
    told = f"{failure} (redirected: {_told(chain)})"
    return HttpFailure(told, kind=failure.kind, status=failure.status, url=str(chain[-1]))


def _late(target: httpx.URL, budget: Budget, connected: bool) -> str:
    after = f"{budget.total:.4g} s (timeout)"
    if budget.received:
        return f"too slow: the answer of {target.host} was not complete after {after}"
    missed = "answer from" if connected else "connection to"
    return f"no {missed} {target.host} within {after}"


def _seconds(duration: timedelta | float) -> float:
    return duration.total_seconds() if isinstance(duration, timedelta) else duration
