"""Connections by themselves, to a plain server on loopback that does as a test says."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable

import httpcore
import pytest

from watcher import wires

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Client = Callable[[wires.Wire], Awaitable[None]]


def meet(serve: Serve, client: Client) -> None:
    """Run a client over a wire to a server; both have ended afterwards."""

    async def once() -> None:
        served: list[asyncio.Task[None]] = []

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            served.append(asyncio.current_task())  # type: ignore[arg-type]  # it is one
            with contextlib.suppress(ConnectionError):
                await serve(reader, writer)
            writer.close()

        async with await asyncio.start_server(accept, "127.0.0.1", 0) as server:
            wire = await wires.connect("127.0.0.1", server.sockets[0].getsockname()[1])
            try:
                await client(wire)
            finally:
                await wire.aclose()
            await asyncio.wait(served, timeout=5)

    asyncio.run(once())


async def read_all(wire: wires.Wire, at_most: int = 65536) -> bytes:
    body = b""
    while piece := await wire.read(at_most):
        assert len(piece) <= at_most
        body += piece
    return body


def test_bytes_come_in_order_in_pieces_no_larger_than_asked_for_and_then_the_end() -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(bytes(range(256)) * 40)
        await writer.drain()

    async def client(wire: wires.Wire) -> None:
        assert await read_all(wire, 100) == bytes(range(256)) * 40
        assert await wire.read(100) == b""
        assert wire.get_extra_info("is_readable")

    meet(serve, client)


def test_a_server_that_sends_more_than_is_taken_is_made_to_wait() -> None:
    """Eight MiB for a reader that takes its time: no more than some of it is ever held."""
    sent = []

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(128):
            writer.write(b"x" * 65536)
            await writer.drain()
            sent.append(65536)

    async def client(wire: wires.Wire) -> None:
        assert await wire.read(1) == b"x"
        before = -1
        while before != len(sent):
            before = len(sent)
            for _ in range(100):
                await asyncio.sleep(0)
        assert before < 128
        assert len(await read_all(wire)) == 128 * 65536 - 1

    meet(serve, client)


def test_a_client_that_sends_more_than_is_taken_waits() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = await reader.readexactly(8 * 1024 * 1024)
        writer.write(b"%d" % len(body))
        await writer.drain()

    async def client(wire: wires.Wire) -> None:
        await wire.write(b"x" * 8 * 1024 * 1024)
        assert await wire.read(100) == b"8388608"

    meet(serve, client)


def test_a_kept_connection_knows_that_it_has_ended() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)

    async def client(wire: wires.Wire) -> None:
        assert not wire.get_extra_info("is_readable")
        await wire.write(b"!")
        assert await wire.read(1) == b""
        assert wire.get_extra_info("is_readable")

    meet(serve, client)


def test_what_comes_too_late_or_not_at_all_is_told_in_httpcores_words() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.transport.abort()

    async def client(wire: wires.Wire) -> None:
        with pytest.raises(httpcore.ReadTimeout):
            await wire.read(1, timeout=0.01)
        await wire.aclose()
        with pytest.raises(httpcore.WriteError):
            await wire.write(b"!")

    meet(serve, client)


def test_a_connection_that_is_reset_is_told_in_httpcores_words() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)  # what else came is never read: closing resets
        writer.transport.abort()

    async def client(wire: wires.Wire) -> None:
        await wire.write(b"!" * 1000)
        with contextlib.suppress(httpcore.ReadError):  # the reset may be seen as an end
            assert await wire.read(1) == b""
        assert wire.get_extra_info("is_readable")

    meet(serve, client)


def test_nobody_there_is_told_in_httpcores_words() -> None:
    async def dial() -> None:
        with pytest.raises(httpcore.ConnectError):
            await wires.connect("127.0.0.1", 9)

    asyncio.run(dial())


def test_a_handshake_that_fails_closes_the_connection() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"this is no TLS\r\n" * 10)
        await writer.drain()

    async def client(wire: wires.Wire) -> None:
        with pytest.raises(httpcore.ConnectError):
            await wire.start_tls(ssl.create_default_context(), "example.org")
        assert wire.get_extra_info("is_readable")

    meet(serve, client)


def test_a_handshake_that_does_not_come_to_an_end_is_given_up() -> None:
    async def serve(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async def client(wire: wires.Wire) -> None:
        with pytest.raises(httpcore.ConnectTimeout):
            await wire.start_tls(ssl.create_default_context(), "example.org", timeout=0.05)
        assert wire.get_extra_info("is_readable")

    meet(serve, client)
