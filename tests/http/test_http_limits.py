"""Hostile and broken servers: every exchange ends, within its limits, in words; the others go on."""

import asyncio
import gzip
import threading
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from asking import failure, get, loopback
from scripted_server import Connection, Reply, ScriptedServer

from watcher.errors import HttpFailure
from watcher.exchange_errors import explain
from watcher.http_client import HttpClient

pytestmark = pytest.mark.usefixtures("impatient")
SHORT = loopback(timeout=timedelta(seconds=0.3))
MIB = 1024 * 1024


def test_a_body_of_one_byte_at_a_time_meets_the_deadline_of_the_whole(server: ScriptedServer) -> None:
    told = failure(server.drip("/slow", b"<rss/>", every=0.02), polling=SHORT)
    assert (told.kind, str(told)) == (
        "timeout",
        "too slow: the answer of 127.0.0.1 was not complete after 0.3 s (timeout)",
    )


def test_a_header_of_one_byte_at_a_time_meets_it_too(server: ScriptedServer) -> None:
    told = failure(server.drip("/slow", b"x", every=0.02, head=b"HTTP/1.1 200 OK\r\nX-A: "), polling=SHORT)
    assert (told.kind, str(told)) == ("timeout", "no answer from 127.0.0.1 within 0.3 s (timeout)")


def test_a_server_that_says_nothing_meets_it_too(server: ScriptedServer) -> None:
    server.raw("/mute", lambda connection: connection.pause(5))
    assert failure(server.url("/mute"), polling=SHORT).kind == "timeout"


def test_interim_answers_without_end_meet_it_too(server: ScriptedServer) -> None:
    def interim(connection: Connection) -> None:
        while connection.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 50):
            pass

    server.raw("/interim", interim)
    assert failure(server.url("/interim"), polling=SHORT).kind == "timeout"


def test_the_deadline_spans_all_redirects_together(server: ScriptedServer) -> None:
    def linger(connection: Connection) -> None:
        connection.pause(0.12)
        connection.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /b?%d\r\n\r\n" % time.monotonic_ns())

    server.raw("/a", linger)
    server.raw("/b", linger)
    told = failure(server.url("/a"), polling=SHORT)
    assert told.kind == "timeout"
    assert "redirected:" in str(told)


def test_a_body_over_the_limit_is_refused_as_such(server: ScriptedServer) -> None:
    server.feed("/big", b"x" * (MIB + 1))
    told = failure(server.url("/big"), polling=loopback(max_body=MIB))
    assert (told.kind, str(told)) == ("too-large", "too large: the answer is over 1 MiB (max_body)")
    assert len(get(server.url("/big"), polling=loopback(max_body=MIB + 1)).body) == MIB + 1


def test_a_body_without_an_end_is_stopped_at_the_limit(server: ScriptedServer) -> None:
    def endless(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while connection.send(b"x" * 65536):
            pass

    server.raw("/endless", endless)
    assert failure(server.url("/endless"), polling=loopback(max_body=MIB)).kind == "too-large"


def test_a_smaller_limit_can_be_asked_for(server: ScriptedServer) -> None:
    server.feed("/robots.txt", b"x" * 2000)
    assert failure(server.url("/robots.txt"), max_body=1000).kind == "too-large"


def test_a_gzip_bomb_is_stopped_with_flat_memory(server: ScriptedServer) -> None:
    """A GiB packed into a MiB: no more is held than the limit and what arrives at a time."""
    packed = gzip.compress(bytes(16 * MIB)) * 64
    server.feed("/bomb", packed, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        told = failure(server.url("/bomb"), polling=loopback(max_body=4 * MIB))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert told.kind == "too-large"
    assert peak < 16 * MIB


def test_gzip_members_of_nothing_without_end_are_stopped(server: ScriptedServer) -> None:
    """Nothing comes out, so what comes in must be counted too."""

    def empty(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
        while connection.send(gzip.compress(b"") * 500):
            pass

    server.raw("/empty", empty)
    assert failure(server.url("/empty"), polling=loopback(max_body=100_000)).kind == "too-large"


@pytest.mark.parametrize("line", [b"x" * 4096, b"X-Filler: " + b"y" * 4096 + b"\r\n"])
def test_a_header_without_end_is_stopped(server: ScriptedServer, line: bytes) -> None:
    def header(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n")
        while connection.send(line):
            pass

    server.raw("/header", header)
    told = failure(server.url("/header"))
    assert (told.kind, str(told)) == ("too-large", "the header of 127.0.0.1's answer is too large")


def test_a_damaged_gzip_body_is_told_as_such(server: ScriptedServer) -> None:
    server.feed("/cut", gzip.compress(b"<rss/>" * 100)[:-12], headers={"Content-Encoding": "gzip"})
    told = failure(server.url("/cut"))
    assert (told.kind, str(told)) == ("encoding", "the answer cannot be unpacked: its compressed data ends early")


def reset(connection: Connection) -> None:
    connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
    connection.reset()


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        (reset, "closed", "127.0.0.1 broke off the connection"),
        (lambda connection: connection.reset(), "closed", "127.0.0.1 broke off the connection"),
        (lambda connection: None, "closed", "127.0.0.1 closed the connection before answering"),
        (
            lambda connection: connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab"),
            "closed",
            "127.0.0.1 closed the connection in the middle of its answer",
        ),
        (
            lambda connection: connection.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
            "closed",
            "127.0.0.1 closed the connection in the middle of its answer",
        ),
        (
            lambda connection: connection.send(b"SSH-2.0-banner\r\n\r\n"),
            "protocol",
            "the answer of 127.0.0.1 is not HTTP",
        ),
        (
            lambda connection: connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
            "protocol",
            "the answer of 127.0.0.1 is not HTTP",
        ),
    ],
    ids=["reset in the middle", "reset", "closed", "cut short", "chunk cut short", "banner", "bad length"],
)
def test_a_broken_exchange_is_told_in_words(
    server: ScriptedServer, script: Callable[[Connection], object], kind: str, words: str
) -> None:
    server.raw("/broken", script)
    told = failure(server.url("/broken"))
    assert told.kind == kind
    assert words in str(told)


def test_a_closed_port_is_told_in_words() -> None:
    told = failure("http://127.0.0.1:1/feed")
    assert (told.kind, str(told)) == ("connect", "127.0.0.1 refused the connection")


def test_a_header_that_cannot_be_sent_is_told_in_words(server: ScriptedServer) -> None:
    told = failure(server.url("/a"), user_agent="two\r\nlines")
    assert told.kind == "protocol"
    assert "cannot be asked" in str(told)
    assert server.requests == []


def test_an_error_page_is_read_as_far_as_it_explains(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status counts: a page that is huge, damaged or never ends does not hide it."""
    monkeypatch.setattr("watcher.answers._PAGE_SECONDS", 0.1)
    server.drip("/drip", b"x", every=0.02, head=b"HTTP/1.1 404 Not Found\r\n\r\n")
    server.fail("/huge", 410, body=b"x" * 300_000)
    server.fail("/bad", 503, {"Content-Encoding": "gzip"}, body=b"\x1f\x8b damaged")
    server.raw("/cut", lambda connection: connection.send(b"HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\nWe"))
    assert get(server.url("/huge")).status == 410
    assert len(get(server.url("/huge")).body) == 65536
    assert (get(server.url("/bad")).status, get(server.url("/bad")).body) == (503, b"")
    assert (get(server.url("/cut")).status, get(server.url("/cut")).body) == (403, b"We")
    assert get(server.url("/drip")).status == 404


def test_hostile_servers_do_not_hold_up_the_others(server: ScriptedServer) -> None:
    """Two dozen dripping, flooding and silent servers beside fifty good feeds: the good ones are all read."""
    server.drip("/drip", b"x", every=0.02)
    server.raw("/mute", lambda connection: connection.pause(5))
    server.feed("/bomb", gzip.compress(bytes(8 * MIB)) * 8, headers={"Content-Encoding": "gzip"})
    server.handler("/spin", lambda _: Reply(302, b"", {"Location": f"/spin?{time.monotonic_ns()}"}))
    hostile = [server.url(path) for path in ("/drip", "/mute", "/bomb", "/spin")] * 6
    good = [server.feed(f"/{number}.xml", f"<rss>{number}</rss>") for number in range(50)]

    async def poll() -> list[object]:
        settings = loopback(timeout=timedelta(seconds=1), max_body=MIB, per_host=100, concurrency=32)
        async with HttpClient(settings) as client:
            return list(await asyncio.gather(*map(client.get, hostile + good), return_exceptions=True))

    answers = asyncio.run(poll())
    assert [type(answer) for answer in answers[: len(hostile)]] == [HttpFailure] * len(hostile)
    bodies = [answer.body for answer in answers[len(hostile) :]]  # type: ignore[attr-defined]  # a Response
    assert bodies == [b"<rss>%d</rss>" % number for number in range(50)]


def test_a_request_given_up_hangs_up(server: ScriptedServer) -> None:
    """The connection is closed while the client lives on, so slow servers cannot pile them up."""
    hung_up = threading.Event()

    def drip(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while connection.pause(0.01) and connection.send(b"x"):
            pass
        hung_up.set()

    async def poll() -> bool:
        async with HttpClient(SHORT) as client:
            with pytest.raises(HttpFailure, match="too slow"):
                await client.get(server.url("/drip"))
            return await asyncio.to_thread(hung_up.wait, 5)

    server.raw("/drip", drip)
    assert asyncio.run(poll())


def test_a_failure_that_nobody_foresaw_is_told_with_what_is_known() -> None:
    told = explain(httpx.ReadTimeout(""), "paper.example")
    assert (told.kind, str(told)) == ("protocol", "paper.example could not be asked: ReadTimeout")
