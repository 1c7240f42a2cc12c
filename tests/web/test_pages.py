"""The pages, asked over ASGI: what they show, what they refuse, and with which headers."""

import asyncio
import base64
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from house import House, Item, rss
from scripted_server import ScriptedServer
from starlette.types import ASGIApp, Message

from watcher.app import App
from watcher.config.load import load
from watcher.errors import Fault
from watcher.service.metrics import Meter
from watcher.service.reload import Refused
from watcher.settings import Secret
from watcher.web.server import application

RECENT, LATER = (format_datetime(datetime.now(UTC) - timedelta(hours=hours)) for hours in (3, 2))
DEAL = Item(
    "United States & Singapore sign a quantum deal",
    "The two sides will meet again in Washington on 3 March 2031.",
    "https://wire.example/deal?a=1&b=2",
    "deal",
    RECENT,
)
TRAP = Item("US and Singapore AI <script>alert(1)</script>", "Text.", "javascript:alert(1)", "trap", LATER)


class Pages:
    """One app's pages without a socket; ``service`` stands in for the running one."""

    def __init__(self, app: App) -> None:
        self.service: Any = SimpleNamespace(app=app, ready=True, refused=None, meter=Meter(lambda: app))
        self._pages: ASGIApp = application(self.service)

    def get(
        self, path: str, *, headers: Mapping[str, str] | None = None, method: str = "GET", password: str | None = None
    ) -> tuple[int, dict[str, str], str]:
        given = {"host": "localhost:8080", **(headers or {})}
        if password is not None:
            given["authorization"] = "Basic " + base64.b64encode(f"me:{password}".encode()).decode()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path.partition("?")[0],
            "raw_path": path.partition("?")[0].encode(),
            "query_string": path.partition("?")[2].encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "server": ("127.0.0.1", 8080),
            "client": ("127.0.0.1", 1),
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        asyncio.run(self._pages(scope, receive, send))
        answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], answered, b"".join(part.get("body", b"") for part in sent[1:]).decode()

    def use(self, **web: Any) -> None:
        """Other settings of the pages from now on."""
        app = self.service.app
        app.settings = replace(app.settings, web=replace(app.settings.web, **web))


@pytest.fixture
def pages(tmp_path: Path, server: ScriptedServer) -> Iterator[Pages]:
    server.feed("/feed", rss(TRAP, DEAL))
    house = House(
        tmp_path,
        feeds=[{"url": server.url("/feed"), "name": "Harbour Wire"}],
        digests=[{"name": "daily"}],
    )
    house.poll()
    house.run("digest", "daily", "--send")
    app = App(load(house.config, {}))
    yield Pages(app)
    app.close()


def test_today_shows_stories_with_links_to_their_pages_and_what_is_ahead(pages: Pages) -> None:
    status, _, body = pages.get("/")
    assert status == 200
    assert '<a href="/stories/s1">United States &amp; Singapore sign a quantum deal</a>' in body
    assert "Harbour Wire" in body
    assert 'href="/followups/f1"' in body
    assert "3 Mar 2031" in body
    assert 'href="/digests/d1"' in body


def test_a_story_shows_its_sources_areas_and_followups(pages: Pages) -> None:
    status, _, body = pages.get("/stories/s1")
    assert status == 200
    assert 'href="https://wire.example/deal?a=1&amp;b=2"' in body
    assert "Quantum" in body
    assert "1 source" in body
    assert 'href="/followups/f1"' in body


def test_a_followup_shows_its_sentence_its_history_and_its_source(pages: Pages) -> None:
    status, _, body = pages.get("/followups/f1")
    assert status == 200
    assert "<blockquote>The two sides will meet again in Washington on 3 March 2031.</blockquote>" in body
    assert "announced, Mon 3 Mar 2031, Washington" in body
    assert "Harbour Wire" in body


def test_a_digest_is_shown_as_it_was_sent(pages: Pages) -> None:
    status, _, body = pages.get("/digests/d1")
    assert status == 200
    assert "quantum deal" in body


def test_what_a_source_says_is_text_and_never_a_script(pages: Pages) -> None:
    for path in ("/", "/stories/s2", "/digests/d1", "/search?q=AI+OR+script"):
        _, headers, body = pages.get(path)
        assert "<script" not in body
        assert "javascript:" not in body
        assert "script-src" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]


def test_a_search_shows_stories_with_the_place_where_they_were_found(pages: Pages) -> None:
    status, _, body = pages.get("/search?q=quantum+meetings")
    assert status == 200
    assert '<h3><a href="/stories/s1">United States &amp; Singapore sign a quantum deal</a></h3>' in body
    assert "The two sides will <mark>meet</mark> again" in body
    assert 'value="quantum meetings"' in body
    assert "1 story" in body


def test_the_search_box_stands_on_the_page_of_today_and_its_form_may_be_sent(pages: Pages) -> None:
    _, headers, body = pages.get("/")
    assert '<form action="/search" role="search">' in body
    assert "form-action 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", "All words must stand in one entry"),
        ("zeppelin", "No story answers this"),
        ("-quantum", "The query only says what must not be there"),
        ("%22%3E%3Cscript%3E", 'value="&#34;&gt;&lt;script&gt;"'),
        ("%00%ff*(" + "x" * 2000, "characters long"),
    ],
)
def test_whatever_is_asked_is_answered_in_words(pages: Pages, asked: str, told: str) -> None:
    status, _, body = pages.get(f"/search?q={asked}")
    assert status == 200
    assert told in body
    assert "<script" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/stories/s99",
        "/stories/1",
        "/stories/f1",
        "/stories/s",
        "/followups/f99",
        "/digests/d99",
        "/nothing",
        "/stories/s１",
    ],
)
def test_what_is_not_there_is_said_so(pages: Pages, path: str) -> None:
    status, headers, body = pages.get(path)
    assert status == 404
    assert "There is nothing here" in body
    assert headers["x-content-type-options"] == "nosniff"


def test_a_merged_story_answers_as_what_it_became(pages: Pages) -> None:
    path = pages.service.app.database.path
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE stories SET merged_into = 1 WHERE id = 2")
    connection.close()
    assert "quantum deal" in pages.get("/stories/s2")[2]


def test_faults_of_a_refused_configuration_stand_on_the_page(pages: Pages) -> None:
    fault = Fault("feeds.yaml", 3, "feeds[0].url", "'<b>'", "a web address")
    pages.service.refused = Refused(datetime.now(UTC), (fault,) * 25)
    body = pages.get("/")[2]
    assert "feeds.yaml:3: feeds[0].url: found &#39;&lt;b&gt;&#39;; accepted: a web address" in body
    assert "and 5 more" in body


# ---------------------------------------------------------------- health and figures


def test_health_says_live_and_ready_and_nothing_else(pages: Pages) -> None:
    assert pages.get("/healthz")[::2] == (200, '{"live":true,"ready":true}')
    pages.service.ready = False
    assert pages.get("/healthz")[::2] == (503, '{"live":true,"ready":false}')


def test_a_service_whose_store_does_not_answer_is_not_ready(pages: Pages, tmp_path: Path) -> None:
    app = pages.service.app
    app.close()
    (tmp_path / "watcher.db").write_bytes(b"damaged" * 1000)
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"watcher.db{suffix}").unlink(missing_ok=True)
    assert pages.get("/healthz")[0] == 503
    status, _, body = pages.get("/")
    assert status == 503
    assert "not a Watcher database" in body
    assert "watcher_store_up 0.0" in pages.get("/metrics")[2]


def test_figures_count_what_the_store_holds(pages: Pages) -> None:
    pages.service.meter.polls.labels("updated").inc()
    pages.service.meter.fetch_seconds.observe(0.3)
    body = pages.get("/metrics")[2]
    for line in (
        'watcher_polls_total{outcome="updated"} 1.0',
        "watcher_fetch_seconds_count 1.0",
        "watcher_entries 2.0",
        "watcher_stories 2.0",
        "watcher_feeds 1.0",
        "watcher_feeds_due 0.0",
        'watcher_deliveries{state="waiting"} 0.0',
        'watcher_followups{status="upcoming"} 1.0',
        'watcher_followups{status="overdue"} 0.0',
        'watcher_config_reloads_total{result="refused"} 0.0',
    ):
        assert f"\n{line}\n" in body


# ---------------------------------------------------------------- the guard


def test_the_password_is_asked_everywhere_but_at_the_health_check(pages: Pages) -> None:
    pages.use(password=Secret("open sésame: yes"))
    for path in ("/", "/metrics", "/stories/s1", "/digests/d1", "/search?q=quantum", "/nothing"):
        status, headers, body = pages.get(path)
        assert status == 401
        assert headers["www-authenticate"].startswith("Basic ")
        assert "quantum" not in body
        assert pages.get(path, password="open sésame: yes")[0] in (200, 404)
    assert pages.get("/healthz")[0] == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer x", "Basic", "Basic !!!", "Basic " + base64.b64encode(b"x:no").decode()]
)
def test_what_is_not_the_password_is_refused(pages: Pages, header: str) -> None:
    pages.use(password=Secret("open sesame"))
    assert pages.get("/", headers={"authorization": header})[0] == 401


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:8080", 200),
        ("[::1]:8080", 200),
        ("watch.example.org", 200),
        ("192.0.2.7:8080", 200),
        ("attacker.example", 421),
        ("localhost.attacker.example", 421),
        ("", 421),
        ("localhost/../x", 421),
        ("localhost:port", 421),
        ("user@localhost", 421),
    ],
)
def test_without_a_password_only_own_names_are_served(pages: Pages, host: str, status: int) -> None:
    """A stranger's page whose name was made to point here (DNS rebinding) reads nothing."""
    pages.use(public_url="https://watch.example.org/")
    assert pages.get("/", headers={"host": host})[0] == status
    assert pages.get("/metrics", headers={"host": host})[0] == status


def test_with_a_password_any_name_may_ask_for_it(pages: Pages) -> None:
    pages.use(password=Secret("open sesame"))
    assert pages.get("/", headers={"host": "watch.internal"})[0] == 401
    assert pages.get("/", headers={"host": "watch.internal"}, password="open sesame")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_are_for_reading(pages: Pages, method: str) -> None:
    status, headers, _ = pages.get("/", method=method)
    assert status == 405
    assert headers["allow"] == "GET, HEAD"


def test_every_answer_has_the_safe_headers(pages: Pages) -> None:
    for path in ("/", "/healthz", "/metrics", "/nothing"):
        headers = pages.get(path)[1]
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
