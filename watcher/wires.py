"""TCP and TLS connections for httpcore, on asyncio alone. They judge nothing: whom to connect to is told to them.

httpcore brings connections of its own (anyio's), which cost half of a request: several tasks to connect, a cancel
scope a read, and system calls to learn whether a connection that was kept is still good. These know it.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

_MOST_WAITING = 256 * 1024  # bytes that came and are not taken yet: beyond it the server is made to wait
_NEXT_ADDRESS = 0.25  # seconds after which a name's next address is tried too (RFC 8305)


async def connect(
    host: str,
    port: int,
    timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
    socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    *,
    is_name: bool = False,
) -> "Wire":
    """Connect to an address, or to a name's addresses; raises httpcore's ConnectError and ConnectTimeout."""
    loop = asyncio.get_running_loop()
    delay = _NEXT_ADDRESS if is_name else None
    with _told_as(httpcore.ConnectError, httpcore.ConnectTimeout):
        async with asyncio.timeout(timeout):
            transport, line = await loop.create_connection(_Line, host, port, happy_eyeballs_delay=delay)
    for option in socket_options or ():
        transport.get_extra_info("socket").setsockopt(*option)
    return Wire(transport, line)


class Wire(httpcore.AsyncNetworkStream):
    """One connection. Closing it does not wait for the other side, so it may be closed while work is cancelled."""

    def __init__(self, transport: asyncio.Transport, line: "_Line") -> None:
        self._transport = transport
        self._line = line

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's interface
        with _told_as(httpcore.ReadError, httpcore.ReadTimeout):
            if self._line.must_wait:
                async with asyncio.timeout(timeout):
                    await self._line.wait_for_data()
            return self._line.take(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as above
        with _told_as(httpcore.WriteError, httpcore.WriteTimeout):
            if self._transport.is_closing():
                raise ConnectionResetError("the connection was closed")
            self._transport.write(buffer)
            if self._line.is_full:
                async with asyncio.timeout(timeout):
                    await self._line.wait_for_room()

    async def aclose(self) -> None:
        self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - as above
    ) -> httpcore.AsyncNetworkStream:
        """Go on with TLS over this connection, which is closed where that fails or is given up."""
        loop = asyncio.get_running_loop()
        try:
            with _told_as(httpcore.ConnectError, httpcore.ConnectTimeout):
                async with asyncio.timeout(timeout):
                    secure = await loop.start_tls(
                        self._transport, self._line, ssl_context, server_hostname=server_hostname
                    )
                if secure is None:  # closed in the very moment in which it was ready
                    raise ConnectionResetError("the connection was closed")
        except BaseException:
            self._transport.abort()
            raise
        self._line.connection_made(secure)  # what is held back from now on is held back there
        return Wire(secure, self._line)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks for: whether a kept connection has ended (or says something unasked), TLS, addresses."""
        if info == "is_readable":
            return self._transport.is_closing() or not self._line.must_wait
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._transport.get_extra_info(names.get(info, info))


class _Line(asyncio.Protocol):
    """What comes in, kept until it is taken; whether more may go out."""

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._waiting = 0
        self._held = False
        self._ended = False
        self._error: Exception | None = None
        self._come: asyncio.Future[None] | None = None
        self._room: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport
        self.is_full = False

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._pieces.append(data)
        self._waiting += len(data)
        if self._waiting > _MOST_WAITING and not self._held:
            self._held = True
            self._transport.pause_reading()
        _wake(self._come)

    def eof_received(self) -> None:
        self._ended = True
        _wake(self._come)

    def connection_lost(self, error: Exception | None) -> None:
        self._ended = True
        self._error = error
        _wake(self._come)
        _wake(self._room)

    def pause_writing(self) -> None:
        self.is_full = True

    def resume_writing(self) -> None:
        self.is_full = False
        _wake(self._room)

    # What a wire asks.

    @property
    def must_wait(self) -> bool:
        """Whether nothing came that is not taken, and more may come."""
        return not self._pieces and not self._ended

    async def wait_for_data(self) -> None:
        self._come = asyncio.get_running_loop().create_future()
        try:
            await self._come
        finally:
            self._come = None

    async def wait_for_room(self) -> None:
        self._room = asyncio.get_running_loop().create_future()
        try:
            await self._room
        finally:
            self._room = None
        if self._ended and self._error is not None:
            raise self._error

    def take(self, at_most: int) -> bytes:
        """What came first; empty at the end. Raises what broke the connection."""
        if not self._pieces:
            if self._error is not None:
                raise self._error
            return b""
        piece = self._pieces.popleft()
        if len(piece) > at_most:
            self._pieces.appendleft(piece[at_most:])
            piece = piece[:at_most]
        self._waiting -= len(piece)
        if self._held and not self._pieces:
            self._held = False
            self._transport.resume_reading()
        return piece


def _wake(waiter: "asyncio.Future[None] | None") -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)


@contextmanager
def _told_as(broken: type[Exception], late: type[Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except OSError as error:  # TLS errors are among them
        raise broken(str(error)) from error
