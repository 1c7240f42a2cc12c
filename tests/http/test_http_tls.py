"""TLS on loopback: certificates that are right, and every usual way in which they are not."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from asking import failure, get, loopback
from scripted_server import Connection, ScriptedServer

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
