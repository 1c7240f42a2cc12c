"""Connections to checked addresses alone: names are resolved here, each address is judged, and the very address
that was judged is connected to, so a name that changes its answer (DNS rebinding) gains nothing.

TLS and the Host header keep the name; certificates are checked against the system's trust, or certifi's where
the system has none.
"""

import asyncio
import contextlib
import errno
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterable
from contextvars import ContextVar
from pathlib import Path

import httpcore
import httpx
import tenacity

from watcher import wires
from watcher.addresses import Address, literal, refusal
from watcher.errors import HttpFailure

Resolve = Callable[[str, int], Awaitable[list[str]]]

RETRY_WAIT = 0.25  # seconds before a second try to resolve or connect; tests set it to 0
_ATTEMPTS = 2
_CONNECT_EACH = 5.0  # seconds for one of several addresses (a dead IPv6 route must not eat the deadline)
_IDLE = 8  # connections kept open: each is looked at on every request
_IDLE_SECONDS = 5.0
_TEMPORARY_DNS = {socket.EAI_AGAIN}
_TEMPORARY_CONNECT = {errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE}

opened: ContextVar[list[str] | None] = ContextVar("opened", default=None)
"""A list that the exchange under way puts here gets one line for each connection newly opened for it."""


async def system_resolve(host: str, port: int) -> list[str]:
    """The system's resolver, in a daemon thread: one that hangs holds up neither the loop nor the program's end."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str], error: Exception | None) -> None:
        if not future.done():
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(addresses)

    def look_up() -> None:
        addresses: list[str] = []
        failure: Exception | None = None
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        except (OSError, UnicodeError) as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(settle, addresses, failure)

    threading.Thread(target=look_up, name=f"resolve {host}", daemon=True).start()
    return await future


class CheckedResolver:
    """Names to addresses that may be asked. ``allow_private``: any address may."""

    def __init__(self, resolve: Resolve, allow_private: bool) -> None:
        self._resolve = resolve
        self._allow_private = allow_private

    async def addresses(self, host: str, port: int) -> list[Address]:
        """At least one address, in the resolver's order; raises HttpFailure "dns" or "address"."""
        spelled = literal(host)
        found = [spelled] if spelled is not None else await self._look_up(host, port)
        if self._allow_private:
            return found
        reasons = [refusal(address) for address in found]
        allowed = [address for address, reason in zip(found, reasons, strict=True) if reason is None]
        if not allowed:
            raise HttpFailure(_refused(host, found[0], reasons[0] or ""), kind="address")
        return allowed

    async def _look_up(self, host: str, port: int) -> list[Address]:
        retrying = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(_ATTEMPTS),
            wait=tenacity.wait_random(RETRY_WAIT, 2 * RETRY_WAIT),
            retry=tenacity.retry_if_exception(_is_temporary_dns),
            reraise=True,
        )
        try:
            texts: list[str] = await retrying(self._resolve, host, port)
        except (OSError, UnicodeError) as error:
            known = isinstance(error, socket.gaierror) and error.errno in _TEMPORARY_DNS
            told = "cannot be looked up just now (DNS)" if known else "is not known (DNS)"
            raise HttpFailure(f"the name {host} {told}", kind="dns") from error
        addresses = [address for address in map(literal, texts) if address is not None]
        if not addresses:
            raise HttpFailure(f"the name {host} has no address (DNS)", kind="dns")
        return addresses


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections for httpcore, to checked addresses alone; ``trusted`` is the configured proxy's host."""

    def __init__(self, resolver: CheckedResolver, trusted: str | None = None) -> None:
        self._resolver = resolver
        self._trusted = trusted

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if host == self._trusted:
            targets = [host]
        else:
            targets = [str(address) for address in await self._resolver.addresses(host, port)]
        retrying = tenacity.AsyncRetrying(
            stop=tenacity.stop_after_attempt(_ATTEMPTS),
            wait=tenacity.wait_random(RETRY_WAIT, 2 * RETRY_WAIT),
            retry=tenacity.retry_if_exception(_is_temporary_connect),
            reraise=True,
        )
        stream: httpcore.AsyncNetworkStream = await retrying(self._first_that_answers, targets, port, socket_options)
        log = opened.get()
        if log is not None:
            log.append(host)
        return stream

    async def _first_that_answers(
        self, targets: list[str], port: int, socket_options: Iterable[httpcore.SOCKET_OPTION] | None
    ) -> httpcore.AsyncNetworkStream:
        for target in targets[:-1]:
            try:
                return await wires.connect(target, port, _CONNECT_EACH, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # the next address may answer; the last one's failure is the one told
        named = targets[-1] == self._trusted
        return await wires.connect(targets[-1], port, socket_options=socket_options, is_name=named)


class Transport(httpx.AsyncHTTPTransport):
    """httpx's transport over a pool of checked connections. A certificate store is loaded for https alone."""

    def __init__(self, resolver: CheckedResolver, tls: ssl.SSLContext | None, proxy: str | None) -> None:
        # Not super().__init__(): it would build a pool without the checks, and a certificate store with it.
        if proxy is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=tls,
                max_keepalive_connections=_IDLE,
                keepalive_expiry=_IDLE_SECONDS,
                max_connections=None,
                network_backend=CheckedBackend(resolver),
            )
        else:
            address = httpx.URL(proxy)
            login = (address.username.encode(), address.password.encode()) if address.userinfo else None
            self._pool = httpcore.AsyncHTTPProxy(
                proxy_url=str(address.copy_with(userinfo=b"")),
                proxy_auth=login,
                ssl_context=tls,
                max_keepalive_connections=_IDLE,
                keepalive_expiry=_IDLE_SECONDS,
                max_connections=None,
                network_backend=CheckedBackend(resolver, trusted=address.host),
            )


def system_trust() -> ssl.SSLContext:
    """The system's certificates (SSL_CERT_FILE and SSL_CERT_DIR count), certifi's where there are none.

    Takes some 20 ms.
    """
    context = ssl.create_default_context()
    folder = ssl.get_default_verify_paths().capath  # its certificates are loaded when needed, and not counted here
    if not context.cert_store_stats()["x509_ca"] and not (folder and any(Path(folder).iterdir())):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _refused(host: str, address: Address, reason: str) -> str:
    where = f"{host} is" if literal(host) is not None else f"{host} leads to {address},"
    return f"refused: {where} {reason} (polling.allow_private_addresses permits it)"


def _is_temporary_dns(error: BaseException) -> bool:
    return isinstance(error, socket.gaierror) and error.errno in _TEMPORARY_DNS


def _is_temporary_connect(error: BaseException) -> bool:
    return isinstance(error, httpcore.ConnectError) and cause_errno(error) in _TEMPORARY_CONNECT


def cause_errno(error: BaseException) -> int | None:
    """The system's error number at the bottom of a chain of exceptions."""
    for cause in causes(error):
        if isinstance(cause, OSError) and cause.errno is not None and not isinstance(cause, ssl.SSLError):
            return cause.errno
    return None


def causes(error: BaseException) -> list[BaseException]:
    """``error`` and what it was raised from, outermost first."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    return chain
