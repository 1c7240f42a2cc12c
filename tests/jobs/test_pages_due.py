"""Which pages are read, when, how many, and what is remembered of those that could not be had."""

import threading
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from article_shapes import END, READABLE, TEASER, reply
from house import KEYWORDS, Item, rss
from polls import Polls
from scripted_server import Recorded, Reply, ScriptedServer

HOUR = timedelta(hours=1)
PAGE = READABLE["blog"]


def items(server: ScriptedServer, count: int, text: str = TEASER) -> bytes:
    """A feed of so many teasers, each of a page of its own that is there."""
    found = []
    for place in range(count):
        url = server.handler(f"/p{place}", reply(PAGE))
        found.append(Item(f"Talks, part {place}", text, url, str(place), f"Fri, 13 Oct 2023 12:{59 - place:02}:00 GMT"))
    return rss(*found)


def make(root: Path, server: ScriptedServer, *, full_text: str = "auto", **polling: Any) -> Polls:
    return Polls(root, server, "/feed", keywords=KEYWORDS, polling=polling, **{"/feed": {"full_text": full_text}})


def entry(polls: Polls) -> dict[str, Any]:
    return polls.house.run("entries", "--json").record


def states(polls: Polls) -> list[str]:
    return [found["full_text"] for found in polls.house.run("entries", "--json").records]


def pages_asked(server: ScriptedServer) -> list[str]:
    return [request.path for request in server.requests if request.path.startswith("/p")]


def test_the_entry_is_there_before_its_page_is_asked(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 1))
    polls = make(tmp_path, server)
    polls.poll()
    assert (entry(polls)["full_text"], entry(polls)["relevant"], entry(polls)["followups"]) == ("pending", True, [])
    assert pages_asked(server) == []
    assert polls.pages().read == 1
    assert entry(polls)["full_text"] == "page"
    assert [found["text"] for found in entry(polls)["followups"]] == [END]


@pytest.mark.parametrize(
    ("full_text", "text", "expected"),
    [
        ("auto", TEASER, "pending"),
        ("auto", "The CET Dialogue took place.", "pending"),
        ("auto", "Singapore funds quantum computing.", "pending"),
        ("auto", "Singapore opens a bridge.", "feed"),
        ("auto", "A bridge opens in Lisbon.", "feed"),
        ("auto", TEASER + " More was said of the weather." * 30, "feed"),
        ("always", "A bridge opens in Lisbon.", "pending"),
        ("always", TEASER + " More was said of the weather." * 30, "pending"),
        ("never", TEASER, "feed"),
    ],
)
def test_pages_fall_due_as_the_feed_is_configured(
    tmp_path: Path, server: ScriptedServer, full_text: str, text: str, expected: str
) -> None:
    server.feed("/feed", rss(Item("News", text, server.handler("/p0", reply(PAGE)), "1")))
    polls = make(tmp_path, server, full_text=full_text)
    polls.poll()
    assert states(polls) == [expected]


def test_an_entry_without_a_link_has_no_page(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", rss(Item("News", TEASER, guid="1")))
    polls = make(tmp_path, server, full_text="always")
    polls.poll()
    assert states(polls) == ["feed"]


def test_at_most_eight_a_feed_and_poll_the_newest_first(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 11))
    polls = make(tmp_path, server)
    assert polls.house.run("poll", "--all").code == 0
    assert sorted(pages_asked(server)) == sorted(f"/p{place}" for place in range(8))
    assert sorted(states(polls)) == ["page"] * 8 + ["pending"] * 3
    polls.house.run("poll", "--all")
    assert states(polls) == ["page"] * 11


def test_the_service_reads_no_more_between_two_polls(tmp_path: Path, server: ScriptedServer) -> None:
    """One reader, asked again and again: eight pages, and eight more once the feed has been polled again."""
    import asyncio

    from watcher.jobs.articles import PageReader
    from watcher.jobs.poll import Poller

    server.feed("/feed", items(server, 20))
    polls = make(tmp_path, server)
    read: list[int] = []

    async def run() -> None:
        app = polls.app()
        async with app.http_client() as http:
            poller = Poller(app.database, app.settings, lambda: app.tagger, http, app.clock)
            reader = PageReader(app.database, app.settings, app.tagger, http, app.clock)
            await poller.poll(everything=True)
            read.extend([(await reader.read_due()).read for _ in range(3)])
            polls.now += HOUR
            await poller.poll(everything=True)
            read.extend([(await reader.read_due()).read for _ in range(2)])
        app.close()

    asyncio.run(run())
    assert read == [8, 0, 0, 8, 0]
    assert len(server.asked("/robots.txt")) == 1


def test_failures_are_remembered_and_given_up_in_the_end(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 1))
    server.fail("/p0", 500)
    polls = make(tmp_path, server)
    polls.poll()
    assert polls.pages().failed == 1
    assert states(polls) == ["pending"]
    assert polls.pages(HOUR).failed == 0
    assert polls.pages(HOUR).failed == 1
    assert polls.pages(4 * HOUR).failed == 1
    assert states(polls) == ["unavailable"]
    assert polls.pages(1000 * HOUR).failed == 0
    assert len(pages_asked(server)) == 3


def test_a_page_that_comes_back_is_read(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 1))
    server.fail("/p0", 503)
    polls = make(tmp_path, server)
    polls.poll()
    polls.pages()
    server.handler("/p0", reply(PAGE))
    assert polls.pages(2 * HOUR).read == 1
    assert states(polls) == ["page"]


def test_a_pause_that_a_site_asks_for_is_kept(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 1))
    server.fail("/p0", 429, {"Retry-After": "36000"})
    polls = make(tmp_path, server)
    polls.poll()
    polls.pages()
    assert polls.pages(9 * HOUR).failed == 0
    assert polls.pages(HOUR).failed == 1


def test_rules_that_cannot_be_had_allow_nothing_now_and_are_asked_again(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 1))
    server.fail("/robots.txt", 503)
    polls = make(tmp_path, server)
    polls.poll()
    assert polls.pages().failed == 1
    assert pages_asked(server) == []
    assert states(polls) == ["pending"]
    server.fail("/robots.txt", 404)
    assert polls.pages(2 * HOUR).read == 1


def test_a_pause_between_pages_that_robots_txt_asks_for_is_kept(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 4))
    server.handler("/robots.txt", lambda _: Reply(200, b"User-agent: *\nCrawl-delay: 1\n"))
    polls = make(tmp_path, server, timeout="3s")
    polls.poll()
    report = polls.pages()
    times = [request.time for request in server.requests if request.path.startswith("/p")]
    assert 2 <= len(times) <= 3
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.95
    assert report.left >= 1


def test_what_is_not_had_in_time_stays_due(tmp_path: Path, server: ScriptedServer) -> None:
    """A page that had the whole time has failed; those that waited behind it are read the next time."""
    released = threading.Event()

    def slow(_: Recorded) -> Reply:
        released.wait(20)
        return Reply(200, PAGE)

    server.feed("/feed", items(server, 3))
    server.handler("/p0", slow)
    polls = make(tmp_path, server, timeout="1s", per_host=1)
    polls.poll()
    report = polls.pages()
    assert (report.read, report.left) == (0, 3)
    assert states(polls) == ["pending"] * 3
    assert polls.pages().read == 2
    released.set()
    assert sorted(states(polls)) == ["page", "page", "pending"]


def test_pages_of_a_feed_that_was_turned_off_or_removed_are_left(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 2))
    polls = make(tmp_path, server)
    polls.poll()
    for feeds in ([{"url": server.url("/feed"), "enabled": False}], []):
        polls.house.write("feeds.yaml", {"feeds": feeds})
        assert polls.pages().read == 0
    assert pages_asked(server) == []


def test_private_addresses_are_not_read(tmp_path: Path, server: ScriptedServer) -> None:
    """A feed may link to whatever it likes: the address rules hold for pages as for feeds."""
    server.feed("/feed", items(server, 1))
    polls = make(tmp_path, server)
    polls.poll()
    polls.house.write(
        "watcher.yaml",
        {"database": f"sqlite:///{polls.house.database}", "polling": {"allow_private_addresses": False}},
    )
    assert polls.pages().failed == 1
    assert pages_asked(server) == []
    assert server.asked("/robots.txt") == []


def test_two_readers_at_once_read_a_page_once(tmp_path: Path, server: ScriptedServer) -> None:
    inner: list[int] = []
    server.feed("/feed", items(server, 1))
    polls = make(tmp_path, server)
    polls.poll()

    def while_read(_: Recorded) -> Reply:
        inner.append(polls.pages().read)
        return Reply(200, PAGE)

    server.handler("/p0", while_read)
    assert polls.pages().read == 1
    assert inner == [0]


def test_a_reader_that_died_leaves_its_pages_due_soon(tmp_path: Path, server: ScriptedServer) -> None:
    from watcher.store import pages as page_store

    server.feed("/feed", items(server, 1))
    polls = make(tmp_path, server)
    polls.poll()
    app = polls.app()
    with app.database.writing() as connection:
        assert page_store.claim(connection, {server.url("/feed"): 8}, polls.now, polls.now + timedelta(minutes=2))
    app.close()
    assert polls.pages().read == 0
    assert polls.pages(timedelta(minutes=2)).read == 1


def test_what_a_page_said_outlives_an_edit_of_its_teaser(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 1))
    polls = make(tmp_path, server)
    polls.poll()
    polls.pages()
    server.feed("/feed", items(server, 1, TEASER + " Updated."))
    assert polls.poll(HOUR).feeds[0].entries_changed == 1
    assert [found["text"] for found in entry(polls)["followups"]] == [END]
    assert entry(polls)["full_text"] == "page"


def test_an_edit_that_makes_an_entry_promising_makes_its_page_due(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/feed", items(server, 1, "A bridge opens in Lisbon."))
    polls = make(tmp_path, server)
    polls.poll()
    assert states(polls) == ["feed"]
    server.feed("/feed", items(server, 1))
    polls.poll(HOUR)
    assert states(polls) == ["pending"]
    assert polls.pages().read == 1
