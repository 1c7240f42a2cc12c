"""What an answer to a poll means, in words a person understands."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from asking import fetched, loopback
from scripted_server import Connection, ScriptedServer

from watcher.feeds.fetch import bot_wall, retry_after
from watcher.model.fetching import Failed, Fetched, NotModified, Validators

pytestmark = pytest.mark.usefixtures("impatient")
PAGE = b"<!DOCTYPE html><html><head><title>%s</title></head><body>%s</body></html>"


def failed(url: str, **options: object) -> Failed:
    answer = fetched(url, **options)  # type: ignore[arg-type]  # the options are the test's responsibility
    assert isinstance(answer, Failed), answer
    return answer


def test_a_feed_comes_with_everything_the_next_stages_need(server: ScriptedServer) -> None:
    answer = fetched(server.feed("/a.xml", "<rss/>", headers={"Cache-Control": "max-age=600"}))
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.status, answer.body) == (server.url("/a.xml"), 200, b"<rss/>")
    assert answer.headers["cache-control"] == "max-age=600"
    assert answer.moved_to is None


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "content-type", "application/octet-stream"])
def test_the_content_type_is_not_believed(server: ScriptedServer, content_type: str) -> None:
    assert isinstance(fetched(server.feed("/a.xml", "<rss/>", content_type=content_type)), Fetched)


def test_feeds_are_asked_for_by_their_types_and_anything_is_taken(server: ScriptedServer) -> None:
    fetched(server.feed("/a.xml", "<rss/>"), user_agent="Desk/1 (desk@paper.example)")
    (request,) = server.requests
    assert "application/rss+xml" in request.headers["accept"]
    assert "*/*" in request.headers["accept"]
    assert request.headers["user-agent"] == "Desk/1 (desk@paper.example)"


@pytest.mark.parametrize("body", [b"", b" \r\n\t ", b"\xef\xbb\xbf\n", b"\x00\x00"])
def test_an_empty_answer_is_a_failure_and_not_an_empty_feed(server: ScriptedServer, body: bytes) -> None:
    answer = failed(server.feed("/a.xml", body, etag='"1"'))
    assert (answer.kind, answer.status, answer.error) == ("empty", 200, "answered with an empty body")


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (204, "empty", "empty body"),
        (206, "status", "no feed"),
        (301, "status", "redirected without saying where to"),
        (400, "status", "refuses the request"),
        (401, "blocked", "asks for a user and a password"),
        (403, "blocked", "forbids access"),
        (404, "not-found", "nothing at this address"),
        (410, "gone", "gone for good"),
        (429, "rate-limited", "too many requests"),
        (451, "blocked", "legal reasons"),
        (500, "status", "fault of its own"),
        (503, "status", "not available just now"),
        (599, "status", "fault of its own"),
    ],
)
def test_each_status_is_told_in_words_with_its_number(
    server: ScriptedServer, status: int, kind: str, words: str
) -> None:
    answer = failed(server.fail("/a.xml", status, body=b"" if status == 204 else b"<html>sorry</html>"))
    assert (answer.status, answer.kind, answer.gone) == (status, kind, status == 410)
    assert words in answer.error
    assert f"(HTTP {status})" in answer.error


def test_a_status_is_judged_before_the_body_is(server: ScriptedServer) -> None:
    """An error page in the form of a feed is an error page."""
    assert failed(server.fail("/a.xml", 500, body=b"<rss><channel/></rss>")).status == 500


def test_there_is_no_answer_at_all(server: ScriptedServer) -> None:
    def hang_up(connection: Connection) -> None:
        connection.reset()

    url = server.raw("/a.xml", hang_up)
    assert failed(url) == Failed("127.0.0.1 broke off the connection", kind="closed", url=url)
    assert failed("http://nowhere.invalid/feed").kind == "dns"
    assert failed("not an address").kind == "url"
    assert failed("http://127.0.0.1/", polling=loopback(allow_private_addresses=False)).kind == "address"


# ---------------------------------------------------------------- pauses


@pytest.mark.parametrize("status", [429, 503, 403])
def test_retry_after_is_heard_with_every_refusal(server: ScriptedServer, status: int) -> None:
    answer = failed(server.fail("/a.xml", status, {"Retry-After": "120"}))
    assert answer.retry_after == 120


def test_a_pause_asked_for_is_told(server: ScriptedServer) -> None:
    answer = failed(server.fail("/a.xml", 429, {"Retry-After": "5400"}))
    assert answer.error == "too many requests, the server asks for a pause (HTTP 429), ask again in 2 hours"
    assert failed(server.fail("/a.xml", 503, {"Retry-After": "60"})).error.endswith("ask again in 1 minute")
    assert failed(server.fail("/a.xml", 503, {"Retry-After": "7"})).error.endswith("ask again in 7 s")


def test_zero_is_an_answer(server: ScriptedServer) -> None:
    answer = failed(server.fail("/a.xml", 429, {"Retry-After": "0"}))
    assert answer.retry_after == 0
    assert answer.retry_after is not None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "60"}, 60),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "9" * 400}, 366 * 86400),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 03 Jan 2024 12:02:00 GMT", "date": "Wed, 03 Jan 2024 12:00:00 GMT"}, 120),
        ({"retry-after": "Wed, 03 Jan 2024 11:00:00 GMT", "date": "Wed, 03 Jan 2024 12:00:00 GMT"}, 0),
        ({"retry-after": "Wed, 03 Jan 2024 11:00:00 GMT"}, 0),
        ({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "245"}, 245),
        ({"x-ratelimit-remaining": "12", "x-ratelimit-reset": "245"}, None),
        ({"retry-after": "3", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "245"}, 3),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(headers: dict[str, str], expected: float | None) -> None:
    assert retry_after(headers) == expected


def test_a_date_without_the_servers_clock_is_measured_by_ours() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    wait = retry_after({"retry-after": later})
    assert wait is not None
    assert 3500 < wait <= 3600


# ---------------------------------------------------------------- bot walls


@pytest.mark.parametrize(
    ("headers", "page", "name"),
    [
        ({"cf-mitigated": "challenge"}, b"", "Cloudflare"),
        ({"x-amzn-waf-action": "captcha"}, b"", "AWS"),
        ({}, PAGE % (b"Just a moment...", b"Checking"), "Cloudflare"),
        ({}, PAGE % (b"Paper", b'<script src="/cdn-cgi/challenge-platform/h/b/x.js"></script>'), "Cloudflare"),
        ({}, PAGE % (b"Access denied - Sucuri Website Firewall", b""), "Sucuri"),
        ({}, PAGE % (b"Access Denied", b"Reference &#35;18 https://errors.edgesuite.net/18"), "Akamai"),
        ({}, PAGE % (b"", b'<iframe src="/_Incapsula_Resource?x=1"></iframe>'), "Imperva"),
        ({}, PAGE % (b"paper.example", b'<script src="https://ct.captcha-delivery.com/c.js"></script>'), "DataDome"),
        ({}, PAGE % (b"", b'<div id="px-captcha"></div>'), "HUMAN"),
        ({}, b"\n\xef\xbb\xbf<HTML><title>Making sure you&#39;re not a bot!</title>", "Anubis"),
        ({}, PAGE % (b"One more step", b'<div class="g-recaptcha" data-sitekey="x"></div>'), "a captcha"),
    ],
)
def test_a_challenge_page_is_known_by_its_maker(headers: dict[str, str], page: bytes, name: str) -> None:
    assert bot_wall(headers, page) == name


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel><item><title>Just a moment... why captchas fail</title></item></channel></rss>",
        PAGE % (b"Sorry", b"The page was not found"),
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "px-captcha"}',
    ],
)
def test_what_only_speaks_of_challenges_is_none(body: bytes) -> None:
    assert bot_wall({}, body) is None


@pytest.mark.parametrize("status", [200, 403, 429, 503])
def test_a_bot_wall_is_told_as_such_whatever_its_status(server: ScriptedServer, status: int) -> None:
    answer = failed(server.fail("/a.xml", status, body=PAGE % (b"Just a moment...", b"")))
    assert (answer.kind, answer.status) == ("blocked", status)
    assert "blocked by bot protection (Cloudflare" in answer.error


# ---------------------------------------------------------------- moves


@pytest.mark.parametrize(("status", "moves"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_a_permanent_redirect_is_reported_and_a_temporary_one_is_not(
    server: ScriptedServer, status: int, moves: bool
) -> None:
    server.redirect("/old.xml", "/new.xml", status)
    server.feed("/new.xml", "<rss/>", etag='"1"')
    first = fetched(server.url("/old.xml"))
    assert isinstance(first, Fetched)
    assert first.moved_to == (server.url("/new.xml") if moves else None)
    second = fetched(server.url("/old.xml"), first.validators)
    assert isinstance(second, NotModified)
    assert second.moved_to == first.moved_to


def test_a_permanent_redirect_to_a_failure_moves_nothing(server: ScriptedServer) -> None:
    server.redirect("/old.xml", "/login", 301)
    server.fail("/login", 403)
    assert isinstance(fetched(server.url("/old.xml")), Failed)


def test_redirects_without_end_are_told_with_their_chain(server: ScriptedServer) -> None:
    server.redirect("/a", "/b", 301)
    server.redirect("/b", "/a", 301)
    answer = failed(server.url("/a"), validators=Validators('"1"', None, server.url("/a")))
    assert (answer.kind, answer.status) == ("redirects", 301)
    assert f"{server.url('/a')} -> {server.url('/b')}" in answer.error
