"""What the client sends and how it follows redirects, seen in the request log."""

import asyncio
import gzip
import zlib
from dataclasses import replace

import brotli
import pytest
import zstandard
from asking import failure, get, loopback
from scripted_server import Connection, Recorded, Reply, ScriptedServer

from watcher import __version__
from watcher.http_client import HttpClient
from watcher.settings import DEFAULT_USER_AGENT

pytestmark = pytest.mark.usefixtures("impatient")


def test_a_plain_answer_comes_with_its_address_headers_and_body(server: ScriptedServer) -> None:
    answer = get(server.feed("/a.xml", "<rss/>", headers={"X-Served-By": "edge", "x-served-by": "origin"}))
    assert (answer.status, answer.url, answer.body) == (200, server.url("/a.xml"), b"<rss/>")
    assert answer.headers["x-served-by"] == "edge, origin"
    assert answer.moved_to is None


def test_the_request_names_its_program_and_nothing_else(server: ScriptedServer) -> None:
    """No cookies, no referrer, no made-up conditions; one honest User-Agent."""
    get(server.feed("/a.xml", "<rss/>", headers={"Set-Cookie": "id=7; Path=/"}), server.url("/a.xml"))
    for request in server.requests:
        assert set(request.headers) == {"host", "accept", "accept-encoding", "user-agent"}
        assert request.headers["user-agent"] == DEFAULT_USER_AGENT
    assert len(server.requests) == 2


def test_the_default_user_agent_has_product_version_and_contact() -> None:
    product, _, comment = DEFAULT_USER_AGENT.partition(" ")
    assert product == f"Watcher/{__version__}"
    assert "postmaster@" in comment


def test_user_agent_is_overridden_for_one_request(server: ScriptedServer) -> None:
    server.redirect("/old.xml", "/a.xml", 302)
    server.feed("/a.xml", "<rss/>")
    get(server.url("/old.xml"), user_agent="Ministry Reader/2 (desk@ministry.example)")
    assert {request.headers["user-agent"] for request in server.requests} == {
        "Ministry Reader/2 (desk@ministry.example)"
    }


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstandard.compress)],
)
def test_each_announced_coding_is_understood(server: ScriptedServer, encoding: str, pack: object) -> None:
    def answer(request: Recorded) -> Reply:
        offered = [name.strip() for name in request.headers["accept-encoding"].split(",")]
        assert callable(pack)
        return Reply(200, pack(b"<rss/>"), {"Content-Encoding": encoding}) if encoding in offered else Reply(406)

    assert get(server.handler("/a.xml", answer)).body == b"<rss/>"


def test_a_connection_is_kept_for_the_next_request_to_the_host(server: ScriptedServer) -> None:
    server.handler("/a", lambda request: Reply(200, b"x"))
    get(server.url("/a"), server.url("/a"))
    assert len(server.requests) == 2
    assert server.connections == 1


def test_a_kept_connection_that_the_server_closed_is_replaced(server: ScriptedServer) -> None:
    """The second request meets a closed connection: it is asked once more on a new one, and answered."""
    server.handler("/a", lambda request: Reply(200, b"first"))
    server.raw("/b", lambda connection: connection.served or connection.send(b"HTTP/1.0 200 OK\r\n\r\nsecond"))
    assert get(server.url("/a"), server.url("/b")).body == b"second"
    assert [request.path for request in server.requests] == ["/a", "/b", "/b"]


def test_a_new_connection_that_is_closed_at_once_is_not_asked_again(server: ScriptedServer) -> None:
    server.raw("/dead", lambda connection: None)
    assert str(failure(server.url("/dead"))) == "127.0.0.1 closed the connection before answering"
    assert len(server.requests) == 1


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [([301], True), ([308], True), ([301, 308], True), ([302], False), ([307], False), ([303], False),
     ([301, 302], False), ([302, 301], False)],
)  # fmt: skip
def test_only_a_chain_of_permanent_redirects_is_a_move(
    server: ScriptedServer, statuses: list[int], permanent: bool
) -> None:
    for step, status in enumerate(statuses):
        server.redirect(f"/{step}", f"/{step + 1}", status)
    end = server.feed(f"/{len(statuses)}", "<rss/>")
    answer = get(server.url("/0"))
    assert (answer.status, answer.url, answer.body) == (200, end, b"<rss/>")
    assert answer.moved_to == (end if permanent else None)


def test_five_redirects_are_followed_and_a_sixth_is_not(server: ScriptedServer) -> None:
    for step in range(6):
        server.redirect(f"/{step}", f"/{step + 1}", 302)
    server.feed("/6", "<rss/>")
    assert get(server.url("/1")).body == b"<rss/>"
    server.requests.clear()
    told = failure(server.url("/0"))
    assert told.kind == "redirects"
    assert "more than 5 times" in str(told)
    assert str(told).count(" -> ") == 6
    assert server.url("/0") in str(told)
    assert [request.path for request in server.requests] == [f"/{step}" for step in range(6)]


def test_a_circle_is_told_with_its_chain(server: ScriptedServer) -> None:
    server.redirect("/a", "/b", 302)
    server.redirect("/b", "/a", 302)
    told = failure(server.url("/a"))
    assert str(told) == f"redirected in a circle: {server.url('/a')} -> {server.url('/b')} -> {server.url('/a')}"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://files.example/a", "javascript:alert(1)", "http://[::", "gopher://x"]
)
def test_a_redirect_to_no_web_address_is_refused(server: ScriptedServer, target: str) -> None:
    server.redirect("/a", target, 301)
    told = failure(server.url("/a"))
    assert told.kind == "redirects"
    assert "not a web address" in str(told)


def test_a_failure_behind_a_redirect_tells_the_way_there(server: ScriptedServer) -> None:
    server.redirect("/a", "http://127.0.0.1:1/b", 302)
    told = failure(server.url("/a"))
    assert str(told) == f"127.0.0.1 refused the connection (redirected: {server.url('/a')} -> http://127.0.0.1:1/b)"


def test_a_redirect_without_a_target_is_an_answer(server: ScriptedServer) -> None:
    answer = get(server.fail("/a", 301))
    assert (answer.status, answer.moved_to) == (301, None)


def test_the_body_of_a_redirect_is_not_waited_for(server: ScriptedServer) -> None:
    server.drip("/slow", b"x", every=0.01, head=b"HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n")
    server.feed("/a", "<rss/>")
    assert get(server.url("/slow")).body == b"<rss/>"


def test_a_location_in_utf8_leads_where_it_says(server: ScriptedServer) -> None:
    server.handler("/a", lambda _: Reply(302, b"", {"Location": "/fl\xc3\xbc.xml"}))
    server.feed("/fl%C3%BC.xml", "<rss/>")
    assert get(server.url("/a")).url == server.url("/fl%C3%BC.xml")


def test_headers_for_one_address_go_to_no_other(server: ScriptedServer) -> None:
    server.redirect("/a", "/b", 302)
    server.feed("/b", "<rss/>")
    get(
        server.url("/a"), headers_at={server.url("/b"): {"If-None-Match": '"b"'}, "http://elsewhere/": {"X-Other": "1"}}
    )
    assert "if-none-match" not in server.asked("/a")[0].headers
    assert server.asked("/b")[0].headers["if-none-match"] == '"b"'
    assert "x-other" not in server.asked("/b")[0].headers


def test_a_password_in_the_address_goes_to_its_own_host_alone(server: ScriptedServer) -> None:
    with ScriptedServer() as other:
        server.redirect("/a", "/b", 302)
        server.redirect("/b", other.url("/c"), 302)
        other.feed("/c", "<rss/>")
        get(server.url("/a").replace("//", "//reader:s3cret@"))
        assert [request.headers.get("authorization") for request in server.requests] == [
            "Basic cmVhZGVyOnMzY3JldA=="
        ] * 2
        assert "authorization" not in other.requests[0].headers


def test_no_message_shows_a_password(server: ScriptedServer) -> None:
    server.redirect("/a", "/a", 302)
    assert "s3cret" not in str(failure(server.url("/a").replace("//", "//reader:s3cret@")))
    assert "s3cret" not in str(failure("ftp://reader:s3cret@files.example/"))


# ---------------------------------------------------------------- addresses as written


@pytest.mark.parametrize(
    "url", ["nonsense", "", "ftp://files.example/a", "http://", "http:///a", "http://[::1", "//a/b", "http://./"]
)
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    assert failure(url).kind == "url"


@pytest.mark.parametrize("path", ["/a b", "/ü", "/%7Euser?q=a&b=%2F", "/a?x=1#part"])
def test_the_address_of_an_answer_can_be_asked_again_and_is_the_same(server: ScriptedServer, path: str) -> None:
    """Validators are kept for an address: it must not change its spelling from poll to poll."""
    first = get(server.url(path))
    assert get(first.url).url == first.url
    assert "#" not in first.url


# ---------------------------------------------------------------- post


def post(url: str, body: bytes = b"{}", **headers: str) -> tuple[int, bytes]:
    async def send() -> tuple[int, bytes]:
        async with HttpClient(loopback(allow_private_addresses=False)) as client:
            answer = await client.post(url, body, headers, timeout=2, allow_private=True)
            return answer.status, answer.body

    return asyncio.run(send())


def test_post_sends_the_bytes_and_headers_and_hands_back_the_answer(server: ScriptedServer) -> None:
    server.handler("/hook", lambda request: Reply(202, b"thanks"))
    assert post(server.url("/hook"), b'{"a": 1}', **{"Content-Type": "application/json"}) == (202, b"thanks")
    (request,) = server.requests
    assert (request.method, request.body, request.headers["content-type"]) == ("POST", b'{"a": 1}', "application/json")


def test_post_does_not_follow_a_redirect(server: ScriptedServer) -> None:
    server.redirect("/hook", "/elsewhere", 307)
    assert post(server.url("/hook"))[0] == 307
    assert len(server.requests) == 1


def test_post_counts_as_answered_once_the_status_is_there(server: ScriptedServer) -> None:
    """A receiver that never ends its answer has taken the message: sending it again would double it."""

    def endless(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while connection.send(b"x" * 65536):
            pass

    server.raw("/hook", endless)
    status, body = post(server.url("/hook"))
    assert status == 200
    assert len(body) == 65536


def test_private_addresses_are_refused_for_posts_that_may_not_reach_them(server: ScriptedServer) -> None:
    async def send() -> str:
        async with HttpClient(replace(loopback(), allow_private_addresses=False)) as client:
            address = server.feed("/a", "x")
            await client.post(address, b"", {}, timeout=2, allow_private=True)  # leaves an open connection behind
            try:
                await client.post(server.url("/a"), b"", {}, timeout=2, allow_private=False)
            except Exception as error:  # noqa: BLE001 - looked at below
                return str(error)
            return "sent"

    assert "loopback" in asyncio.run(send())
    assert [request.method for request in server.requests] == ["POST"]
