"""TLS on loopback: certificates that are right, and every usual way in which they are not."""

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import trustme
from asking import failure, get, loopback
from scripted_server import Connection, ScriptedServer

from watcher.connecting import system_trust
from watcher.http_client import HttpClient
from watcher.settings import Secret

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[ScriptedServer]:
    with ScriptedServer(tls=serving(authority.issue_cert("paper.example", "127.0.0.1"))) as running:
        running.feed("/a", "<rss/>")
        yield running


def test_the_certificate_is_checked_against_the_name_and_not_the_address(
    secure: ScriptedServer, trust: ssl.SSLContext
) -> None:
    answer = get(secure.url("/a", "paper.example"), tls=trust, resolve=here)
    assert answer.body == b"<rss/>"
    assert secure.requests[0].headers["host"] == f"paper.example:{secure.port}"


def test_an_address_has_its_certificate_too(secure: ScriptedServer, trust: ssl.SSLContext) -> None:
    assert get(secure.url("/a"), tls=trust).body == b"<rss/>"


def test_a_certificate_for_another_name_is_told_in_words(secure: ScriptedServer, trust: ssl.SSLContext) -> None:
    told = failure(secure.url("/a", "other.example"), tls=trust, resolve=here)
    assert (told.kind, str(told)) == ("tls", "the certificate of other.example is for another name (TLS)")
    assert secure.requests == []


def test_an_authority_that_nobody_knows_is_told_in_words(secure: ScriptedServer) -> None:
    told = failure(secure.url("/a"))
    assert told.kind == "tls"
    assert "authority that is not trusted here" in str(told)


def test_an_expired_certificate_is_told_in_words(authority: trustme.CA, trust: ssl.SSLContext) -> None:
    expired = authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1))
    with ScriptedServer(tls=serving(expired)) as server:
        told = failure(server.url("/a"), tls=trust)
    assert (told.kind, str(told)) == ("tls", "the certificate of 127.0.0.1 has expired (TLS)")


def test_a_server_without_tls_is_told_in_words(server: ScriptedServer, trust: ssl.SSLContext) -> None:
    told = failure(server.url("/a").replace("http:", "https:"), tls=trust)
    assert (told.kind, "does not speak TLS" in str(told)) == ("tls", True)


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x03\xff\xff" + b"\x00" * 5000,
        b"\x00" * 300,
        b"220 mail ready\r\n",
        b"\x15\x03\x03\x00\x02\x02\x28",
        b"",
    ],
)
def test_garbage_in_the_handshake_ends_in_words(trust: ssl.SSLContext, garbage: bytes) -> None:
    with ScriptedServer() as server:
        server.greet(garbage)
        told = failure(server.url("/a").replace("http:", "https:"), tls=trust)
    assert told.kind in {"tls", "connect", "closed"}
    assert "127.0.0.1" in str(told)


def test_a_handshake_that_never_ends_meets_the_deadline(trust: ssl.SSLContext) -> None:
    with ScriptedServer() as server:
        server.greet(b"\x16\x03\x03\x40\x00", lambda connection: connection.pause(5))
        short = loopback(timeout=timedelta(seconds=0.3))
        told = failure(server.url("/").replace("http:", "https:"), tls=trust, polling=short)
    assert told.kind == "timeout"


def test_a_connection_cut_inside_tls_is_told_in_words(authority: trustme.CA, trust: ssl.SSLContext) -> None:
    def cut(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
        connection.reset()

    with ScriptedServer(tls=serving(authority.issue_cert("127.0.0.1"))) as server:
        server.raw("/cut", cut)
        told = failure(server.url("/cut"), tls=trust)
    assert told.kind in {"closed", "tls"}


# ---------------------------------------------------------------- trust


def test_the_systems_certificate_file_is_trusted(
    secure: ScriptedServer, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    assert get(secure.url("/a")).body == b"<rss/>"


def test_where_the_system_has_no_certificates_a_bundled_list_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert system_trust().cert_store_stats()["x509_ca"] > 50


def test_a_systems_folder_of_certificates_is_enough(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are read one by one when needed: none is loaded yet, and the bundled list is not added to them."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert system_trust().cert_store_stats()["x509_ca"] == 0


# ---------------------------------------------------------------- through a proxy


async def tunnel(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, seen: list[str], done: asyncio.Event
) -> None:
    """One CONNECT, to ``port`` of this machine whatever is asked for."""
    seen.append((await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[0])
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
        sink.close()
        await sink.wait_closed()

    await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
    done.set()


def test_https_goes_through_the_proxys_tunnel_and_is_checked_end_to_end(
    secure: ScriptedServer, trust: ssl.SSLContext
) -> None:
    seen: list[str] = []

    async def public(host: str, port: int) -> list[str]:
        return ["93.184.215.14"]

    async def ask() -> bytes:
        done = asyncio.Event()
        serve = partial(tunnel, port=secure.port, seen=seen, done=done)
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as proxy:
            address = Secret(f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}")
            polling = loopback(proxy=address, allow_private_addresses=False)
            async with HttpClient(polling, resolve=public, tls=trust) as client:
                body = (await client.get("https://paper.example/a")).body
            await done.wait()
        return body

    assert asyncio.run(ask()) == b"<rss/>"
    assert seen == ["CONNECT paper.example:443 HTTP/1.1"]
