"""Worker processes: whose task ends them fails alone, and what they find is what one process finds."""

import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path

import pytest
from house import KEYWORDS, Item, rss
from polls import Polls
from scripted_server import ScriptedServer

from watcher.errors import FeedError, HttpFailure, WorkerError
from watcher.jobs import readers, reading, worker, workers
from watcher.jobs.workers import Workers

NEVER = threading.Event()  # nobody sets it


def begin(word: str) -> None:
    os.environ["WATCHER_TEST_WORD"] = word


def twice(text: str) -> tuple[int, str]:
    return os.getpid(), text * 2 + os.environ["WATCHER_TEST_WORD"]


def environment() -> str:
    return str(dict(os.environ))


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wait() -> None:
    NEVER.wait()


def refuse() -> None:
    raise FeedError("this is no feed")


def refuse_oddly() -> None:
    raise HttpFailure("no answer", kind="dns")  # cannot be made anew from its words alone


@pytest.fixture
def one() -> Iterator[Workers]:
    with Workers(1, begin, ("!",)) as pool:
        yield pool


def test_a_worker_is_begun_once_and_used_again(one: Workers) -> None:
    first, second = one.submit(None, twice, "a").result(30), one.submit(None, twice, "b").result(30)
    assert (first[1], second[1]) == ("aa!", "bb!")
    assert first[0] == second[0] != os.getpid()


def test_a_task_that_ends_its_worker_fails_alone(one: Workers) -> None:
    tasks = [one.submit(None, twice, "a"), one.submit(None, end), one.submit(None, twice, "b")]
    with pytest.raises(WorkerError, match="ended before its time"):
        tasks[1].result(30)
    assert tasks[0].result(30)[1] == "aa!"
    assert tasks[2].result(30)[1] == "bb!"


def test_a_task_that_passes_its_time_fails_alone(one: Workers) -> None:
    tasks = [one.submit(0.05, wait), one.submit(None, twice, "b")]
    with pytest.raises(WorkerError, match=r"longer than 0\.05 seconds"):
        tasks[0].result(30)
    assert tasks[1].result(30)[1] == "bb!"


def test_tasks_that_wait_behind_one_that_ends_its_worker_are_done_by_the_next(one: Workers) -> None:
    for fatal, seconds in ((end, None), (wait, 0.2)):
        failed, *done = one.submit(seconds, fatal), *(one.submit(30, twice, "a") for _ in range(5))
        with pytest.raises(WorkerError):
            failed.result(30)
        assert [future.result(30)[1] for future in done] == ["aa!"] * 5


def test_a_task_waits_behind_a_large_one_and_its_large_answer(one: Workers) -> None:
    text = "a" * 5_000_000
    assert [len(one.submit(60, twice, text).result(60)[1]) for _ in range(2)] == [10_000_001] * 2
    several = [one.submit(60, twice, text) for _ in range(4)]
    assert {len(future.result(60)[1]) for future in several} == {10_000_001}


def test_a_worker_that_was_started_ahead_does_the_first_task(one: Workers) -> None:
    one.start()
    assert one.submit(None, twice, "a").result(30)[1] == "aa!"
    assert len({one.submit(None, twice, "a").result(30)[0] for _ in range(3)}) == 1


def test_two_workers_share_what_there_is_to_do() -> None:
    with Workers(2, begin, ("!",)) as pool:
        pool.submit(None, wait)
        assert {pool.submit(30, twice, "b").result(30)[1] for _ in range(3)} == {"bb!"}


def test_what_a_task_raises_is_raised_with_where_it_was(one: Workers) -> None:
    with pytest.raises(FeedError, match="this is no feed") as raised:
        one.submit(None, refuse).result(30)
    assert "In a worker process:" in raised.value.__notes__[0]


def test_an_error_that_cannot_cross_costs_only_its_worker(one: Workers) -> None:
    with pytest.raises(TypeError):
        one.submit(None, refuse_oddly).result(30)
    assert one.submit(None, twice, "b").result(30)[1] == "bb!"


def test_workers_end_at_once_whatever_they_do() -> None:
    with Workers(1, begin, ("!",)) as pool:
        busy, given, queued = pool.submit(None, wait), pool.submit(None, twice, "a"), pool.submit(None, twice, "b")
        while not given.running():
            pass
    for ended in (busy, given):
        with pytest.raises(WorkerError):
            ended.result(0)
    assert queued.cancelled()


def test_a_worker_knows_no_secret_of_the_one_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHER_SMTP_PASSWORD", "between us")
    with Workers(1, begin, ("!",)) as pool:
        assert "between us" not in pool.submit(None, environment).result(30)


def test_a_worker_that_cannot_begin_is_told_as_one_that_never_was() -> None:
    with Workers(1, end) as pool, pytest.raises(WorkerError, match="before it had begun") as raised:
        pool.submit(None, twice, "a").result(30)
    assert not raised.value.begun


def test_a_worker_whose_asker_was_killed_ends_with_its_task() -> None:
    """The system ends it: nobody is left who could."""
    ours, theirs = Pipe()
    with theirs:
        left = workers._process(theirs)
    ours.send((begin, ("!",)))
    ours.recv()
    ours.send((1 - worker.GRACE, wait, (), {}))
    ours.close()
    assert left.wait(30) == -signal.SIGALRM


def test_a_worker_whose_asker_was_killed_before_it_read_the_answer_ends_without_a_word() -> None:
    """What nobody read makes the end of the other side a reset."""
    ours, theirs = Pipe()
    with theirs:
        left = workers._process(theirs)
    ours.send((begin, ("!",)))
    ours.recv()
    ours.send((None, twice, ("a",), {}))
    assert ours.poll(60)
    ours.close()
    assert left.wait(60) == 0


def test_nor_does_one_whose_asker_was_killed_while_it_handed_over_a_task() -> None:
    ours, theirs = Pipe()
    with theirs:
        left = workers._process(theirs)
    ours.send((begin, ("!",)))
    ours.recv()
    os.write(ours.fileno(), (1000).to_bytes(4, "big") + b"the first part of a task")
    ours.close()
    assert left.wait(60) == 0


def news(number: int, outlet: str) -> Item:
    return Item(
        f"Singapore and US sign quantum pact number {number}",
        f"Officials of the United States met in Singapore on AI, says {outlet}. "
        f"The next CET Dialogue is planned for {2024 + number} in Washington.",
        f"https://wire.example/{outlet}/{number}",
        f"{outlet}-{number}",
    )


def serve(server: ScriptedServer, *paths: str) -> None:
    for path in paths:
        server.feed(path, rss(*(news(number, path.strip("/")) for number in range(4)), title=path))


def told(polls: Polls) -> list[dict[str, object]]:
    """Everything that people and programs see of what was read, but for the addresses of one test's server."""
    house = polls.house
    seen = [
        record
        for command in (["entries"], ["stories", "--all"], ["followups", "--as-of", "2023-10-16"])
        for record in house.run(*command, "--json").records
    ]
    return [{key: value for key, value in record.items() if key != "feed"} for record in seen]


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document goes to a worker."""
    monkeypatch.setattr(readers, "WORTH_BYTES", 0)


def test_workers_find_what_one_process_finds(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for worth in (10**9, 0):
        monkeypatch.setattr(readers, "WORTH_BYTES", worth)
        serve(server, "/a", "/b", "/c")
        polls = Polls(tmp_path / str(worth), server, "/a", "/b", "/c", keywords=KEYWORDS)
        assert [feed.entries_new for feed in polls.poll().feeds] == [4, 4, 4]
        changed = [news(number, "a") for number in range(1, 5)]
        changed[0] = Item(changed[0].title + ", corrected", changed[0].text, changed[0].link, changed[0].guid)
        server.feed("/a", rss(*changed, title="/a"))
        (outcome,) = [feed for feed in polls.poll().feeds if feed.outcome == "updated"]
        assert (outcome.entries_new, outcome.entries_changed) == (1, 1)
        seen.append(told(polls))
    assert len(seen[0]) > 15
    assert seen[0] == seen[1]


def test_a_document_that_ends_its_worker_fails_alone(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, always: None
) -> None:
    serve(server, "/a", "/bad", "/c")
    monkeypatch.setattr("watcher.jobs.documents.work", deadly)
    polls = Polls(tmp_path, server, "/a", "/bad", "/c")
    report = polls.poll()
    assert [feed.outcome for feed in report.feeds] == ["updated", "failed", "updated"]
    assert "ended before its time" in (report.feeds[1].error or "")
    state = polls.feed("/bad")
    assert (state.state, state.failures) == ("failing", 1)
    assert state.next_poll_at is not None
    assert state.next_poll_at > polls.now
    assert polls.due() == []


def test_a_document_that_passes_its_time_fails_alone(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, always: None
) -> None:
    serve(server, "/a", "/bad", "/c")
    monkeypatch.setattr("watcher.jobs.documents.work", endless)
    monkeypatch.setattr(readers, "SECONDS", 3.0)
    report = Polls(tmp_path, server, "/a", "/bad", "/c").poll()
    assert [feed.outcome for feed in report.feeds] == ["updated", "failed", "updated"]
    assert "longer than 3 seconds" in (report.feeds[1].error or "")


def test_a_page_that_is_no_feed_is_told_by_a_worker_as_by_us(
    tmp_path: Path, server: ScriptedServer, always: None
) -> None:
    server.feed("/page", b"<!doctype html><html><body><p>Hello</p></body></html>")
    (outcome,) = Polls(tmp_path, server, "/page").poll().feeds
    assert outcome.error == "got a web page instead of a feed"


def test_a_small_poll_starts_no_worker(tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_process", forbidden)
    serve(server, "/a", "/b")
    polls = Polls(tmp_path, server, "/a", "/b")
    assert [feed.outcome for feed in polls.poll().feeds] == ["updated", "updated"]
    assert [feed.outcome for feed in polls.poll().feeds] == ["not_modified", "not_modified"]


def test_a_large_document_goes_to_a_worker_however_small_the_poll(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watcher.jobs.documents.work", deadly)
    monkeypatch.setattr(readers, "LARGE_BYTES", 3_000)
    serve(server, "/small/bad")
    server.feed("/large/bad", rss(*(news(number, "large") for number in range(20))))
    report = Polls(tmp_path, server, "/small/bad", "/large/bad").poll()
    assert [feed.outcome for feed in report.feeds] == ["updated", "failed"]


def test_where_no_worker_can_be_started_documents_are_read_all_the_same(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, always: None
) -> None:
    def full(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(workers.subprocess, "Popen", full)
    serve(server, "/a", "/b")
    assert [feed.outcome for feed in Polls(tmp_path, server, "/a", "/b").poll().feeds] == ["updated", "updated"]


def forbidden(_: object) -> None:
    raise AssertionError("a worker was started")


def deadly(document: reading.Document) -> reading.Reading:
    if document.url.endswith("/bad"):
        end()
    return reading.read(document)


def endless(document: reading.Document) -> reading.Reading:
    if document.url.endswith("/bad"):
        wait()
    return reading.read(document)
