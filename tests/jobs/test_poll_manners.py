"""How feeds are asked again: conditions, pauses, back-off. Every poll is a program started anew (see ``polls``)."""

from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from house import Item, rss
from polls import Polls
from scripted_server import Recorded, Reply, ScriptedServer

from watcher.feeds import parse as reading

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ONE = rss(Item("One", link="https://wire.example/1", guid="1"))
TWO = rss(Item("Two", link="https://wire.example/2", guid="2"), Item("One", link="https://wire.example/1", guid="1"))


@pytest.fixture
def polls(tmp_path: Path, server: ScriptedServer) -> Polls:
    server.feed("/a.xml", ONE, etag='W/"one"', last_modified="Mon, 16 Oct 2023 07:00:00 GMT")
    return Polls(tmp_path, server, "/a.xml")


def conditions(request: Recorded) -> tuple[str | None, str | None]:
    return request.headers.get("if-none-match"), request.headers.get("if-modified-since")


def test_conditions_outlive_the_program(polls: Polls, server: ScriptedServer) -> None:
    reports = [polls.poll(), polls.poll(HOUR), polls.poll(HOUR)]
    assert [report.feeds[0].outcome for report in reports] == ["updated", "not_modified", "not_modified"]
    first, *later = [conditions(request) for request in server.requests]
    assert first == (None, None)
    assert later == [('W/"one"', "Mon, 16 Oct 2023 07:00:00 GMT")] * 2


def test_validators_that_the_server_drops_are_dropped(polls: Polls, server: ScriptedServer) -> None:
    polls.poll()
    server.feed("/a.xml", TWO)
    polls.poll(HOUR)
    polls.poll(HOUR)
    assert conditions(server.requests[-1]) == (None, None)


def test_validators_are_dropped_with_an_unchanged_body_too(polls: Polls, server: ScriptedServer) -> None:
    polls.poll()
    server.feed("/a.xml", ONE)
    polls.poll(HOUR)
    polls.poll(HOUR)
    assert conditions(server.requests[-1]) == (None, None)


def test_an_unchanged_body_behind_a_200_is_not_parsed(
    polls: Polls, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.handler("/a.xml", lambda _: Reply(200, ONE))
    polls.poll()

    def parse(*_: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(reading, "parse", parse)
    assert polls.poll(HOUR).feeds[0].outcome == "not_modified"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, ONE, {"ETag": '"broken"'}),
        Reply(200, b"", {"ETag": '"nothing"'}),
        Reply(204, b"", {"ETag": '"nothing"'}),
        Reply(200, b"<html><body>back soon</body></html>", {"ETag": '"page"'}),
        Reply(200, b"<rss><channel><title>x</title></channel></rss>", {"ETag": '"emptied"'}),
        Reply(200, ONE[: len(ONE) // 3], {"ETag": '"cut"'}),
    ],
    ids=["failed", "nothing", "no content", "page", "no items", "cut before its first item"],
)
def test_a_failed_or_empty_answer_replaces_neither_validators_nor_entries(
    polls: Polls, server: ScriptedServer, reply: Reply
) -> None:
    polls.poll()
    good = server.script("/a.xml")
    server.handler("/a.xml", lambda _: reply)
    polls.poll(HOUR)
    assert callable(good)
    server.handler("/a.xml", good)
    assert polls.poll(HOUR).feeds[0].outcome == "not_modified"
    assert conditions(server.requests[-1]) == ('W/"one"', "Mon, 16 Oct 2023 07:00:00 GMT")
    assert polls.titles() == ["One"]
    assert polls.feed("/a.xml").entries == 1


def test_a_server_stuck_on_304_is_asked_for_the_whole_once_a_day(polls: Polls, server: ScriptedServer) -> None:
    for _ in range(60):
        polls.poll(HOUR)
    whole = [place for place, request in enumerate(server.requests) if conditions(request) == (None, None)]
    assert whole == [0, 24, 48]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("dated", [False, True])
def test_a_pause_that_was_asked_for_outlives_the_program(
    tmp_path: Path, server: ScriptedServer, status: int, dated: bool
) -> None:
    polls = Polls(tmp_path, server, "/a.xml")
    told = {"Retry-After": "18000"}
    if dated:
        told = {
            "Retry-After": format_datetime(polls.now + 5 * HOUR, usegmt=True),
            "Date": format_datetime(polls.now, usegmt=True),
        }
    server.fail("/a.xml", status, told)
    polls.due()
    server.feed("/a.xml", ONE)
    assert polls.due(5 * HOUR - MINUTE) == []
    assert polls.due(31 * MINUTE) == ["/a.xml"]
    assert polls.titles() == ["One"]


def test_a_pause_is_kept_up_to_the_longest_interval(polls: Polls, server: ScriptedServer) -> None:
    server.fail("/a.xml", 429, {"Retry-After": str(40 * 86400)})
    polls.due()
    assert polls.due(23 * HOUR) == []
    assert polls.due(HOUR) == ["/a.xml"]


def test_failures_back_off_and_one_success_ends_it(polls: Polls, server: ScriptedServer) -> None:
    server.fail("/a.xml", 500)
    waits = []
    for _ in range(8):
        polls.poll()
        feed = polls.feed("/a.xml")
        assert feed.next_poll_at is not None
        waits.append((feed.next_poll_at - polls.now) / HOUR)
        polls.now = feed.next_poll_at
    assert all(later >= sooner * 1.6 for sooner, later in pairwise(waits[1:6]))
    assert max(waits) <= 24
    assert (polls.feed("/a.xml").state, polls.feed("/a.xml").failures) == ("failing", 8)
    server.feed("/a.xml", ONE)
    polls.poll()
    feed = polls.feed("/a.xml")
    assert (feed.state, feed.failures, feed.last_error) == ("active", 0, None)
    assert feed.next_poll_at is not None
    assert feed.next_poll_at - polls.now <= HOUR


def test_what_is_due_is_asked_once_and_what_is_not_is_left(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/often.xml", ONE)
    server.feed("/seldom.xml", TWO)
    polls = Polls(
        tmp_path,
        server,
        "/often.xml",
        "/seldom.xml",
        **{"/often.xml": {"interval": "15m"}, "/seldom.xml": {"interval": "6h"}},
    )
    assert sorted(polls.due()) == ["/often.xml", "/seldom.xml"]
    assert polls.due() == []
    assert polls.due(40 * MINUTE) == ["/often.xml"]


def test_feeds_that_start_together_are_spread(tmp_path: Path, server: ScriptedServer) -> None:
    paths = [f"/{number}.xml" for number in range(40)]
    for path in paths:
        server.feed(path, ONE)
    polls = Polls(tmp_path, server, *paths)
    polls.due()
    dues = [due for path in paths if (due := polls.feed(path).next_poll_at)]
    assert len(dues) == 40
    assert max(dues) - min(dues) > 8 * MINUTE
    in_one_minute = [len([due for due in dues if start <= due < start + MINUTE]) for start in dues]
    assert max(in_one_minute) <= 10


def test_a_program_that_was_off_for_days_does_not_poll_in_step_afterwards(
    tmp_path: Path, server: ScriptedServer
) -> None:
    paths = [f"/{number}.xml" for number in range(20)]
    for path in paths:
        server.feed(path, ONE)
    polls = Polls(tmp_path, server, *paths)
    polls.due()
    assert len(polls.due(10 * DAY)) == 20
    dues = [due for path in paths if (due := polls.feed(path).next_poll_at)]
    assert max(dues) - min(dues) > 5 * MINUTE


def test_two_feeds_of_one_host_keep_its_manners(tmp_path: Path, server: ScriptedServer) -> None:
    """``host_delay`` holds between any two requests to one domain, whichever feeds they are for."""
    paths = [f"/{number}.xml" for number in range(4)]
    for path in paths:
        server.feed(path, ONE)
    polls = Polls(tmp_path, server, *paths, polling={"host_delay": "1s"})
    polls.poll()
    times = [request.time for request in server.requests]
    assert len(times) == 4
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.95


def test_a_feed_with_few_places_is_asked_before_they_are_all_taken(tmp_path: Path, server: ScriptedServer) -> None:
    polls = Polls(tmp_path, server, "/a.xml", polling={"interval": "12h"})
    items = [
        Item(
            f"Item {n}",
            link=f"https://wire.example/{n}",
            guid=str(n),
            date=format_datetime(polls.now - n * 15 * MINUTE),
        )
        for n in range(12)
    ]
    server.feed("/a.xml", rss(*items))
    polls.poll()
    due = polls.feed("/a.xml").next_poll_at
    assert due is not None
    assert due - polls.now < 2 * HOUR


def test_lost_entries_are_told(polls: Polls, server: ScriptedServer) -> None:
    polls.poll()
    assert polls.note("/a.xml") is None
    server.feed("/a.xml", rss(*[Item(f"New {n}", link=f"https://wire.example/n{n}", guid=f"n{n}") for n in range(3)]))
    polls.poll(HOUR)
    assert "entries were probably missed before 2023-10-16" in (polls.note("/a.xml") or "")
    polls.poll(8 * DAY)
    assert "missed" not in (polls.note("/a.xml") or "")


def test_a_feed_that_grew_lost_nothing(polls: Polls, server: ScriptedServer) -> None:
    polls.poll()
    server.feed("/a.xml", TWO)
    polls.poll(HOUR)
    assert polls.note("/a.xml") is None


def test_a_clock_that_ran_ahead_stops_no_feed(polls: Polls) -> None:
    polls.poll()
    polls.now += 400 * DAY
    polls.poll()
    assert polls.due(-400 * DAY) == ["/a.xml"]
    assert polls.due() == []
