"""Feeds that move, come back, lie about it or are gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from house import Item, rss
from polls import Polls
from scripted_server import Reply, ScriptedServer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE = rss(Item("One", link="https://wire.example/1", guid="1"))
TWO = rss(Item("Two", link="https://wire.example/2", guid="2"), Item("One", link="https://wire.example/1", guid="1"))
PAGE = Reply(200, b"<!doctype html><html><body>Log in to the network</body></html>", {"Content-Type": "text/html"})


@pytest.fixture
def moved(tmp_path: Path, server: ScriptedServer) -> Polls:
    """A feed that moved from /old to /new, polled once, and its log forgotten."""
    server.redirect("/old", "/new", 301)
    server.feed("/new", ONE, etag='"one"')
    polls = Polls(tmp_path, server, "/old")
    polls.poll()
    server.requests.clear()
    return polls


def asked(polls: Polls, later: timedelta = HOUR) -> list[str]:
    """What one more poll asks."""
    before = len(polls.server.requests)
    polls.poll(later)
    return [request.path for request in polls.server.requests[before:]]


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_move_is_adopted_at_once(tmp_path: Path, server: ScriptedServer, status: int) -> None:
    server.redirect("/old", "/new", status)
    server.feed("/new", ONE)
    polls = Polls(tmp_path, server, "/old")
    polls.poll()
    assert polls.feed("/old").current_url == server.url("/new")
    assert asked(polls) == ["/new"]


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_one_is_not_remembered(tmp_path: Path, server: ScriptedServer, status: int) -> None:
    server.redirect("/old", "/new", status)
    server.feed("/new", ONE)
    polls = Polls(tmp_path, server, "/old")
    polls.poll()
    assert polls.feed("/old").current_url is None
    assert asked(polls) == ["/old", "/new"]


def test_validators_of_the_new_place_go_there_alone(moved: Polls, server: ScriptedServer) -> None:
    moved.poll(8 * DAY)
    assert [(request.path, request.headers.get("if-none-match")) for request in server.requests] == [
        ("/old", None),
        ("/new", '"one"'),
    ]


def test_the_configured_address_is_asked_again_now_and_then(moved: Polls) -> None:
    assert [asked(moved, DAY) for _ in range(8)] == [["/new"]] * 6 + [["/old", "/new"], ["/new"]]


def test_a_feed_that_came_back_is_read_where_it_is_configured(moved: Polls, server: ScriptedServer) -> None:
    server.feed("/old", TWO)
    assert asked(moved, 7 * DAY) == ["/old"]
    assert moved.feed("/old").current_url is None
    assert moved.titles() == ["One", "Two"]


@pytest.mark.parametrize("ended", [Reply(404), Reply(410), PAGE, Reply(200), Reply(403)], ids=str)
def test_where_the_new_place_stops_being_a_feed_the_old_one_is_asked_at_once(
    moved: Polls, server: ScriptedServer, ended: Reply
) -> None:
    server.handler("/new", lambda _: ended)
    server.feed("/old", TWO)
    assert asked(moved) == ["/new", "/old"]
    assert moved.titles() == ["One", "Two"]
    feed = moved.feed("/old")
    assert (feed.state, feed.current_url) == ("active", None)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_no_reason_to_look_elsewhere_at_once(
    moved: Polls, server: ScriptedServer, status: int
) -> None:
    server.fail("/new", status)
    assert asked(moved) == ["/new"]
    assert moved.feed("/old").current_url == server.url("/new")


def test_a_new_place_that_is_dead_is_asked_once_a_poll(moved: Polls, server: ScriptedServer) -> None:
    server.fail("/new", 500)
    moved.poll(HOUR)
    assert asked(moved) == ["/old", "/new"]
    assert asked(moved) == ["/old", "/new"]


def test_an_old_place_that_died_does_not_take_the_feed_with_it(moved: Polls, server: ScriptedServer) -> None:
    """The old domain was given up, or somebody else parks a page there."""
    server.handler("/old", lambda _: PAGE)
    server.feed("/new", TWO)
    assert asked(moved, 7 * DAY) == ["/old", "/new"]
    feed = moved.feed("/old")
    assert (feed.state, feed.current_url) == ("active", server.url("/new"))
    assert asked(moved, DAY) == ["/new"]


def test_a_failure_of_both_is_told_of_the_new_place_and_loses_neither(moved: Polls, server: ScriptedServer) -> None:
    server.fail("/old", 403)
    server.fail("/new", 404)
    assert asked(moved) == ["/new", "/old"]
    feed = moved.feed("/old")
    assert feed.last_error is not None
    assert "HTTP 404" in feed.last_error
    assert feed.current_url == server.url("/new")
    server.feed("/new", TWO)
    moved.poll(HOUR)
    assert moved.titles() == ["One", "Two"]


def test_a_feed_that_moves_twice_is_followed(moved: Polls, server: ScriptedServer) -> None:
    server.redirect("/new", "/newest", 308)
    server.feed("/newest", TWO)
    assert asked(moved) == ["/new", "/newest"]
    assert asked(moved) == ["/newest"]


def test_a_feed_that_moves_back_is_at_home(moved: Polls, server: ScriptedServer) -> None:
    server.redirect("/new", "/old", 301)
    server.feed("/old", TWO)
    moved.poll(HOUR)
    assert moved.feed("/old").current_url is None
    assert asked(moved) == ["/old"]


def test_a_captive_portal_takes_no_subscription(tmp_path: Path, server: ScriptedServer) -> None:
    """A hotel's network answers everything with 301 to its own page."""
    paths = ["/a", "/b", "/c"]
    for path in paths:
        server.feed(path, ONE, etag=f'"{path}"')
    server.handler("/portal", lambda _: PAGE)
    polls = Polls(tmp_path, server, *paths)
    polls.poll()
    for path in paths:
        server.redirect(path, "/portal", 301)
    report = polls.poll(HOUR)
    assert {feed.outcome for feed in report.feeds} == {"failed"}
    assert all("web page" in (feed.error or "") for feed in report.feeds)
    assert [polls.feed(path).current_url for path in paths] == [None] * 3
    for path in paths:
        server.feed(path, ONE, etag=f'"{path}"')
    assert {feed.outcome for feed in polls.poll(HOUR).feeds} == {"not_modified"}


def test_a_feed_that_is_gone_is_asked_by_name_alone(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/a", ONE)
    polls = Polls(tmp_path, server, "/a")
    polls.poll()
    server.fail("/a", 410)
    assert polls.poll(HOUR).feeds[0].outcome == "gone"
    server.requests.clear()
    skipped = polls.poll(HOUR).feeds[0]
    assert (skipped.outcome, server.requests) == ("skipped", [])
    assert "--feed" in (skipped.error or "")
    assert polls.due(100 * DAY) == []
    assert "gone for good" in (polls.note("/a") or "")
    server.feed("/a", TWO)
    assert polls.poll(only=("/a",)).feeds[0].outcome == "updated"
    assert polls.feed("/a").state == "active"
    assert polls.due(2 * DAY) == ["/a"]


def test_a_disabled_feed_is_never_asked(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/a", ONE)
    polls = Polls(tmp_path, server, "/a", **{"/a": {"enabled": False}})
    assert polls.poll().feeds == ()
    assert polls.due(DAY) == []
    named = polls.poll(only=("/a",)).feeds[0]
    assert (named.outcome, named.error) == ("skipped", "disabled in feeds.yaml")
    assert server.requests == []
    assert polls.house.run("feeds", "--json").record["state"] == "disabled"
