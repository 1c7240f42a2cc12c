"""Many feeds, several processes, and processes that are stopped: nobody is asked twice, nothing stays claimed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from house import Item, rss
from polls import Polls
from scripted_server import Connection, Recorded, Reply, ScriptedServer

from watcher.errors import StoreError
from watcher.jobs import asking, reading, settle
from watcher.jobs.settle import FeedOutcome
from watcher.model.parsing import ParsedFeed
from watcher.store.locks import ProcessLock


def body(name: str) -> bytes:
    return rss(Item(f"Item of {name}", link=f"https://wire.example{name}", guid=name))


class Gate:
    """A path that answers when it is let; ``asked`` says that somebody waits."""

    def __init__(self, server: ScriptedServer, path: str) -> None:
        self.asked, self.open = threading.Event(), threading.Event()
        server.handler(path, self._answer)
        self._path = path

    def _answer(self, _: Recorded) -> Reply:
        self.asked.set()
        self.open.wait(20)
        return Reply(200, body(self._path))


@contextmanager
def program(polls: Polls, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A ``watcher`` of its own; killed at the end, should it still live."""
    command = [sys.executable, "-m", "watcher", "--config", str(polls.house.config), *arguments]
    where = {"PYTHONPATH": str(Path(__file__).parents[2]), **os.environ}
    process = subprocess.Popen(command, env=where, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def outcomes(said: str) -> dict[str, str]:
    return {feed["name"]: feed["outcome"] for feed in json.loads(said)["feeds"]}


def test_two_processes_at_once_ask_each_feed_once(tmp_path: Path, server: ScriptedServer) -> None:
    gate = Gate(server, "/slow")
    server.feed("/quick", body("/quick"))
    polls = Polls(tmp_path, server, "/slow", "/quick")
    with program(polls, "poll", "--all", "--json") as first:
        assert gate.asked.wait(20)
        with program(polls, "poll", "--all", "--json") as second:
            said, _ = second.communicate(timeout=30)
        gate.open.set()
        mine, _ = first.communicate(timeout=30)
    assert outcomes(said)["/slow"] == "skipped"
    assert outcomes(mine) == {"/slow": "updated", "/quick": "updated"}
    assert len(server.asked("/slow")) == 1
    assert polls.feed("/slow").entries == 1


def test_a_poll_that_finds_every_due_feed_held_says_so(tmp_path: Path, server: ScriptedServer) -> None:
    gate = Gate(server, "/slow")
    polls = Polls(tmp_path, server, "/slow")
    with program(polls, "poll") as first:
        assert gate.asked.wait(20)
        said = polls.house.run("poll")
        gate.open.set()
        assert first.wait(20) == 0
    assert (said.code, said.out.partition(" is being")[0]) == (0, "The one feed that is due")
    assert polls.house.run("poll").out.startswith("No feed is due.")


def test_a_third_process_takes_nothing_from_the_second(tmp_path: Path, server: ScriptedServer) -> None:
    """The first, which knew itself alone, has ended; the second still holds what it claimed."""
    first, second = Gate(server, "/a"), Gate(server, "/b")
    polls = Polls(tmp_path, server, "/a", "/b")
    with program(polls, "poll", "--feed", "/a") as one, program(polls, "poll", "--feed", "/b") as two:
        assert first.asked.wait(20)
        assert second.asked.wait(20)
        first.open.set()
        one.communicate(timeout=30)
        with program(polls, "poll", "--all", "--json") as three:
            said, _ = three.communicate(timeout=30)
        second.open.set()
        two.communicate(timeout=30)
    assert outcomes(said)["/b"] == "skipped"
    assert len(server.asked("/b")) == 1


def test_a_killed_process_leaves_nothing_claimed(tmp_path: Path, server: ScriptedServer) -> None:
    gate = Gate(server, "/slow")
    polls = Polls(tmp_path, server, "/slow")
    with program(polls, "poll", "--all") as process:
        assert gate.asked.wait(20)
        process.kill()
        process.wait(20)
    gate.open.set()
    report = json.loads(polls.house.run("poll", "--all", "--json").out)
    assert [feed["outcome"] for feed in report["feeds"]] == ["updated"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_process_keeps_what_came_and_leaves_the_rest_due(
    tmp_path: Path, server: ScriptedServer, number: signal.Signals
) -> None:
    gate = Gate(server, "/slow")
    server.feed("/quick", body("/quick"))
    polls = Polls(tmp_path, server, "/quick", "/slow")
    with program(polls, "poll") as process:
        assert gate.asked.wait(20)
        wait_for_entry(polls, "/quick")
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    gate.open.set()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert polls.titles() == ["Item of /quick"]
    server.requests.clear()
    report = json.loads(polls.house.run("poll", "--json").out)
    assert [feed["name"] for feed in report["feeds"]] == ["/slow"]


def wait_for_entry(polls: Polls, path: str) -> None:
    turns = threading.Event()
    for _ in range(400):
        if polls.feed(path).entries:
            return
        turns.wait(0.05)
    raise AssertionError(f"{path} was never ingested")


def test_a_poll_that_is_cancelled_gives_back_what_it_claimed(tmp_path: Path, server: ScriptedServer) -> None:
    gate = Gate(server, "/slow")
    polls = Polls(tmp_path, server, "/slow")

    async def cancelled() -> None:
        from watcher.jobs.poll import Poller

        app = polls.app()
        async with app.http_client() as http:
            task = asyncio.create_task(
                Poller(app.database, app.settings, lambda: app.tagger, http, app.clock).poll(everything=True)
            )
            await asyncio.to_thread(gate.asked.wait, 20)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        app.close()

    asyncio.run(cancelled())
    gate.open.set()
    assert polls.due() == ["/slow"]


def test_a_slow_feed_delays_nobody_s_ingestion(tmp_path: Path, server: ScriptedServer) -> None:
    """The first feed answers only after the last one has been ingested."""
    gate = Gate(server, "/0")
    paths = [f"/{number}" for number in range(6)]
    for path in paths[1:]:
        server.feed(path, body(path))
    polls = Polls(tmp_path, server, *paths)
    order: list[str] = []

    def progress(done: int, total: int, outcome: FeedOutcome) -> None:
        order.append(outcome.name)
        if len(order) == 5:
            gate.open.set()

    report = polls.poll(progress=progress)
    assert order == ["/1", "/2", "/3", "/4", "/5", "/0"]
    assert [feed.outcome for feed in report.feeds] == ["updated"] * 6


def test_answers_that_come_in_another_order_are_ingested_in_that_of_the_file(
    tmp_path: Path, server: ScriptedServer
) -> None:
    first = Gate(server, "/0")

    def last(_: Recorded) -> Reply:
        first.open.set()
        return Reply(200, body("/9"))

    paths = [f"/{number}" for number in range(10)]
    for path in paths[1:9]:
        server.feed(path, body(path))
    server.handler("/9", last)
    polls = Polls(tmp_path, server, *paths, polling={"per_host": 32})
    polls.poll()
    assert polls.titles() == [f"Item of {path}" for path in paths]


def test_bodies_waiting_are_bounded_in_bytes(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for one body, each is ingested before the next two are asked for; all are."""
    monkeypatch.setattr(asking, "HELD_BYTES", 1)
    paths = [f"/{number}" for number in range(12)]
    for path in paths:
        server.feed(path, body(path))
    polls = Polls(tmp_path, server, *paths)
    assert [feed.outcome for feed in polls.poll().feeds] == ["updated"] * 12


def test_a_document_that_breaks_our_parser_fails_alone(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.feed("/bad", body("/bad"), etag='"bad"')
    server.feed("/good", body("/good"))
    genuine = reading.parse

    def parse(data: bytes, url: str, kind: str | None = None) -> ParsedFeed:
        if b"/bad" in data:
            raise RecursionError("too deep")
        return genuine(data, url, kind)

    monkeypatch.setattr(reading, "parse", parse)
    polls = Polls(tmp_path, server, "/bad", "/good")
    report = polls.poll()
    assert [feed.outcome for feed in report.feeds] == ["failed", "updated"]
    assert "RecursionError" in (report.feeds[0].error or "")
    assert polls.due() == []
    monkeypatch.setattr(reading, "parse", genuine)
    assert polls.poll(timedelta(hours=1)).feeds[0].outcome == "updated"


def test_hostile_feeds_fail_alone(tmp_path: Path, server: ScriptedServer) -> None:
    def reset(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>")
        connection.reset()

    server.raw("/reset", reset)
    server.drip("/drip", b"<rss", every=0.05)
    server.redirect("/circle", "/circle")
    server.feed("/huge", b"<rss>" + b" " * 2_000_000)
    server.feed("/noise", os.urandom(4000))
    server.feed("/good", body("/good"))
    bad = ["/reset", "/drip", "/circle", "/huge", "/noise"]
    polls = Polls(tmp_path, server, *bad, "/good", polling={"timeout": "2s", "max_body": "1MiB", "per_host": 8})
    report = polls.poll()
    assert [feed.outcome for feed in report.feeds] == ["failed"] * 5 + ["updated"]
    assert all(feed.error for feed in report.feeds[:5])


def test_one_item_that_stands_twice_is_one_entry(tmp_path: Path, server: ScriptedServer) -> None:
    item = Item("Once", "The words.", "https://wire.example/once", "once")
    server.feed("/a", rss(item, item, Item("Other", "More words.", "https://wire.example/other", "other"), item))
    polls = Polls(tmp_path, server, "/a")
    assert polls.poll().feeds[0].entries_new == 2
    assert sorted(polls.titles()) == ["Once", "Other"]
    assert polls.poll(timedelta(hours=1)).feeds[0].entries_new == 0


def test_a_store_that_takes_nothing_ends_the_poll(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: nobody is asked any longer for what cannot be kept, and everything stays due."""
    paths = [f"/{number}" for number in range(200)]
    for path in paths:
        server.feed(path, body(path))
    polls = Polls(tmp_path, server, *paths)

    def full(*_: object) -> None:
        raise StoreError("database x: the disk is full; nothing of this step was kept")

    with monkeypatch.context() as patched:
        patched.setattr(settle.feed_store, "record", full)
        with pytest.raises(StoreError, match="the disk is full"):
            polls.poll()
    assert len(server.requests) < 200
    assert len(polls.due()) == 200


def test_feeds_without_news_are_recorded_together_and_each_as_by_itself(tmp_path: Path, server: ScriptedServer) -> None:
    """What asking taught and when the feed is due: the same, whether fifty answers came at once or one."""
    paths = [f"/{number}" for number in range(50)]
    for path in paths:
        server.feed(path, body(path), etag=f'"{path}"')
    polls, alone = Polls(tmp_path / "a", server, *paths), Polls(tmp_path / "b", server, "/7")
    for some in (polls, alone):
        some.poll()
        assert {feed.outcome for feed in some.poll(timedelta(hours=1)).feeds} == {"not_modified"}
    seventh, only = polls.feed("/7"), alone.feed("/7")
    assert seventh.not_modified_streak == only.not_modified_streak == 1
    assert replace(seventh, id=0) == replace(only, id=0)


def test_where_feeds_without_news_cannot_be_recorded_together_each_is_by_itself(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [f"/{number}" for number in range(30)]
    for path in paths:
        server.feed(path, body(path), etag=f'"{path}"')
    polls = Polls(tmp_path, server, *paths)
    polls.poll()
    failures = iter([StoreError("database x: locked by another program for too long"), TypeError("a fault of ours")])

    def fail(*_: object) -> None:
        raise next(failures, KeyError("another"))

    monkeypatch.setattr(settle.feed_store, "record_many", fail)
    report = polls.poll(timedelta(hours=1))
    assert [feed.outcome for feed in report.feeds] == ["not_modified"] * 30
    assert {polls.feed(path).not_modified_streak for path in paths} == {1}


def test_what_a_restore_keeps_to_itself_is_told(tmp_path: Path, server: ScriptedServer) -> None:
    polls = Polls(tmp_path, server, "/a")
    app = polls.app()
    lock = ProcessLock(app.database, "poll")
    assert lock.acquire()
    with pytest.raises(StoreError, match="try again in a moment"):
        polls.poll()
    lock.release()
    app.close()
    assert server.requests == []
