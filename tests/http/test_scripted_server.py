"""The scripted server itself: what other tests build on."""

import urllib.error
import urllib.request

import pytest
from scripted_server import Connection, Reply, ScriptedServer


def _get(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_feed_answers_304_to_its_own_validators_alone(server: ScriptedServer) -> None:
    url = server.feed("/a.xml", "<rss/>", etag='"1"', last_modified="Mon, 01 Jan 2024 00:00:00 GMT")
    assert _get(url) == (200, b"<rss/>")
    assert _get(url, **{"If-None-Match": '"1"'}) == (304, b"")
    assert _get(url, **{"If-None-Match": '"2"'}) == (200, b"<rss/>")
    assert _get(url, **{"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}) == (304, b"")


def test_the_log_keeps_what_was_asked_in_order(server: ScriptedServer) -> None:
    server.feed("/a.xml", "<rss/>")
    server.handler("/post", lambda request: Reply(201, request.body))
    server.redirect("/old", "/a.xml", 302)
    _get(server.url("/old"))
    urllib.request.urlopen(urllib.request.Request(server.url("/post?x=1"), data=b"body"), timeout=5).close()
    assert [(seen.method, seen.path) for seen in server.requests] == [
        ("GET", "/old"),
        ("GET", "/a.xml"),
        ("POST", "/post?x=1"),
    ]
    assert server.asked("/post?x=1")[0].body == b"body"


def test_fail_answers_with_status_and_headers(server: ScriptedServer) -> None:
    assert _get(server.fail("/x", 503, {"Retry-After": "3"}, b"later")) == (503, b"later")
    assert _get(server.url("/unknown"))[0] == 404


def test_raw_writes_what_it_likes(server: ScriptedServer) -> None:
    def reset(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab")
        connection.reset()

    with pytest.raises(OSError, match=r"reset|closed|incomplete|timed"):
        _get(server.raw("/reset", reset))
