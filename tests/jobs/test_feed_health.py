"""How feeds are doing, in words for people: in ``watcher feeds``, ``watcher coverage`` and the digest's foot."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from house import Item, rss
from polls import Polls
from scripted_server import Reply, ScriptedServer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE = rss(
    *[
        Item(f"Day {n}", link=f"https://w.example/{n}", guid=str(n), date=f"{n} Oct 2023 12:00 GMT")
        for n in (13, 14, 15)
    ]
)
EMPTY = b"<rss version='2.0'><channel><title>x</title></channel></rss>"
PAGE = b"<!doctype html><html><body>hello</body></html>"


def health(polls: Polls, path: str) -> tuple[str, str | None]:
    """The word and the note that ``watcher coverage`` has, at the told time."""
    from watcher.jobs.coverage import feed_health

    app = polls.app()
    with app.database.reading() as connection:
        found = {feed.name: feed for feed in feed_health(connection, app.settings, polls.now)}
    app.close()
    return found[path].health, found[path].note


@pytest.mark.parametrize(
    ("reply", "word", "note"),
    [
        (Reply(200, PAGE), "not a feed", "got a web page instead of a feed"),
        (Reply(404), "not found", "HTTP 404"),
        (Reply(403), "blocked", "HTTP 403"),
        (Reply(401), "blocked", "HTTP 401"),
        (Reply(429, b"", {"Retry-After": "60"}), "rate-limited", "ask again in 1 minute"),
        (Reply(500), "failing", "HTTP 500"),
        (Reply(410), "gone", "gone since 2023-10-16: the feed is gone for good"),
        (Reply(503, b"<html><title>Just a moment...</title></html>"), "blocked", "bot protection"),
        (Reply(200, EMPTY), "empty", "has never given an entry"),
        (Reply(200, ONE), "ok", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_makes_a_health(
    tmp_path: Path, server: ScriptedServer, reply: Reply, word: str, note: str | None
) -> None:
    server.handler("/a", lambda _: reply)
    polls = Polls(tmp_path, server, "/a")
    polls.poll()
    found = health(polls, "/a")
    assert found[0] == word
    assert found[1] is None if note is None else note in (found[1] or "")


def test_a_failure_says_since_when_and_how_often(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/a", ONE)
    polls = Polls(tmp_path, server, "/a")
    polls.poll()
    server.fail("/a", 500)
    for _ in range(3):
        polls.poll(DAY)
    assert (health(polls, "/a")[1] or "").startswith("failing since 2023-10-17 (3 times in a row): ")
    server.feed("/a", ONE)
    polls.poll(DAY)
    assert health(polls, "/a") == ("ok", None)


def test_other_states(tmp_path: Path, server: ScriptedServer) -> None:
    for path in ("/moved", "/emptied", "/off"):
        server.feed(path, ONE)
    server.redirect("/moving", "/moved", 301)
    polls = Polls(tmp_path, server, "/moving", "/emptied", "/off", **{"/off": {"enabled": False}})
    assert health(polls, "/moving") == ("not asked yet", "not asked yet")
    polls.poll()
    server.feed("/emptied", EMPTY)
    polls.poll(HOUR)
    assert health(polls, "/moving") == ("moved", None)
    assert health(polls, "/emptied") == ("empty", "answers, but its document has no entries any more")
    assert health(polls, "/off") == ("disabled", None)
    polls.now += 30 * DAY
    assert health(polls, "/moving") == ("stale", "nothing new since 2023-10-15")


def test_the_commands_and_the_digest_say_it(tmp_path: Path, server: ScriptedServer) -> None:
    server.feed("/good", ONE)
    server.handler("/page", lambda _: Reply(200, PAGE))
    polls = Polls(tmp_path, server, "/good", "/page", digests=[{"name": "daily", "when_empty": "send"}])
    polls.house.run("poll", "--all")
    listed = {feed["name"]: feed for feed in polls.house.run("feeds", "--json").records}
    covered = {feed["name"]: feed for feed in polls.house.run("coverage", "--json").record["feeds"]}
    assert listed["/page"]["health"] == covered["/page"]["health"] == "not a feed"
    assert listed["/page"]["note"] == covered["/page"]["note"]
    table = polls.house.run("feeds").out
    assert "not a feed" in next(line for line in table.splitlines() if line.startswith("/page"))
    foot = polls.house.run("digest", "daily", "--format", "json").record["coverage"]
    assert [feed["name"] for feed in foot["feeds_failing"]] == ["/page"]


def test_every_entry_has_one_fate_and_the_sums_agree(tmp_path: Path, server: ScriptedServer) -> None:
    paths = ["/a", "/b", "/c"]
    for place, path in enumerate(paths):
        found = [
            Item(f"{path} {n}", f"Text {n} of {path}.", f"https://w.example{path}{n}", f"{path}{n}")
            for n in range(7 + place)
        ]
        server.feed(path, rss(*found, found[0]))
    digest: dict[str, Any] = {"name": "daily", "first_window": "30d"}
    polls = Polls(tmp_path, server, *paths, digests=[digest])
    report = polls.house.poll()
    fates = polls.house.run("coverage", "--json").record["entries"]
    assert report["entries_new"] == sum(fates.values()) == len(polls.titles()) == 24
    window = ("digest", "daily", "--since", "2023-10-01", "--until", "2023-11-01", "--format", "json")
    foot = polls.house.run(*window).record["coverage"]
    assert (foot["entries"], foot["feeds_polled"]) == (24, 3)
