"""Whatever the service is doing: told to stop it ends in time, nothing is half-done, and what is due stays due."""

import os
import signal
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from house import KEYWORDS, House, Item, rss
from running import DEAL, PATIENCE, Running
from scripted_server import Connection, Raw, Recorded, Reply, ScriptedServer

from watcher.service.running import GRACE, LAST_RESORT
from watcher.store.database import Database
from watcher.store.locks import ProcessLock

Start = Callable[..., Running]
LONG_AGO = "2024-01-01T00:00:00+00:00"


def rows(house: House, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(house.database, timeout=30)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def hanging(begun: threading.Event) -> Raw:
    """A server that takes the connection and never answers."""

    def hang(connection: Connection) -> None:
        begun.set()
        connection.pause(120)

    return hang


def overdue_digest(house: House, **channel: Any) -> None:
    """One story, and a digest of it that is due as soon as a service runs, on one channel."""
    house.poll()
    digest = {"name": "daily", "schedule": "* * * * *", "channels": ["desk"], "first_window": "400d"}
    house.write("digests.yaml", {"channels": [{"name": "desk", **channel}], "digests": [digest]})
    with sqlite3.connect(house.database) as connection:
        connection.execute("INSERT OR REPLACE INTO notes VALUES ('digest:daily', ?)", (LONG_AGO,))
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_polling_slow_servers(house: House, server: ScriptedServer, start: Start, number: signal.Signals) -> None:
    slow = [{"url": server.raw(f"/slow{n}", hanging(threading.Event())), "full_text": "never"} for n in range(5)]
    house.write("feeds.yaml", {"feeds": [*house.feeds, *slow]})
    service = start(house)
    service.wait_for("Harbour Wire.*updated")
    service.signal(number)
    assert service.ended() == 0
    assert service.log[-1].endswith("stopped")
    due = rows(house, "SELECT next_poll_at, leased_until, failures FROM feeds WHERE url LIKE '%slow%'")
    assert due == [(None, None, 0)] * 5, "not asked to the end: due as before, and held by nobody"


def test_storing_what_many_feeds_answered(house: House, server: ScriptedServer, start: Start) -> None:
    """The feed in hand is stored; the others are as due as they were, though their answers are there."""
    many = range(20)
    for feed in many:
        items = [Item(f"Word {feed} of {n}", f"Sheet {n}, feed {feed}.", guid=f"{feed}-{n}") for n in range(40)]
        server.feed(f"/many{feed}", rss(*items))
    house.write("feeds.yaml", {"feeds": [{"url": server.url(f"/many{feed}"), "full_text": "never"} for feed in many]})
    service = start(house)
    service.wait_for("outcome=updated")
    assert service.stop() == 0
    told = next(at for at, line in enumerate(service.log) if "stopping" in line)
    assert len([line for line in service.log[told:] if "outcome=updated" in line]) <= 1
    assert service.log[-1].endswith("stopped")
    states = rows(house, "SELECT last_success_at IS NULL, leased_until, next_poll_at IS NULL FROM feeds")
    assert {(1, None, 1), (0, None, 0)} == set(states), "asked and stored, or due as before; held by nobody"
    assert house.run("poll", "--json").record["entries_new"] == 40 * sum(new for new, _, _ in states)


def test_sending_to_a_slow_mail_server(house: House, start: Start) -> None:
    begun = threading.Event()
    with ScriptedServer() as mail:
        mail.greeting = hanging(begun)
        address = {"to": ["ana@example.org"], "from": "watcher@example.org"}
        overdue_digest(house, type="email", smtp=f"smtp://127.0.0.1:{mail.port}", **address)
        service = start(house)
        assert begun.wait(PATIENCE)
        assert service.stop() == 0
    ((state, leased, due),) = rows(house, "SELECT state, leased_until, next_attempt_at FROM deliveries")
    assert (state, leased) == ("waiting", None)
    assert datetime.fromisoformat(due).replace(tzinfo=UTC) <= datetime.now(UTC), "due at once"
    assert "ana@example.org" not in "".join(service.log)


def test_sending_to_a_slow_webhook_which_gets_the_same_bytes_after_all(
    house: House, server: ScriptedServer, start: Start
) -> None:
    begun = threading.Event()
    overdue_digest(house, type="webhook", url=server.raw("/hook", hanging(begun)), allow_private=True)
    service = start(house)
    assert begun.wait(PATIENCE)
    assert service.stop() == 0
    server.handler("/hook", lambda _: Reply(204))
    again = start(house)
    again.wait_for("delivery id=v1 channel=desk status=sent")
    assert again.stop() == 0
    first, second = (request for request in server.asked("/hook"))
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_writing_while_the_database_is_held_by_another(house: House, start: Start) -> None:
    """No step can end: the process ends in time all the same, and no trace of a step is left."""
    overdue_digest(house, type="file", dir=str(house.root / "out"))
    holder = sqlite3.connect(house.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        service = start(house)
        service.wait_for("running")
        assert [service.get("/healthz").status for _ in range(20)] == [200] * 20, "reading goes on"
        assert service.stop() == 0
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert rows(house, "SELECT count(*) FROM digests") == [(0,)]
    assert rows(house, "PRAGMA integrity_check") == [("ok",)]
    assert house.run("digest", "daily", "--send").code == 0
    assert rows(house, "SELECT id, state FROM deliveries") == [(1, "sent")]


def test_reading_a_slow_page_which_is_read_after_all(house: House, server: ScriptedServer, start: Start) -> None:
    begun = threading.Event()
    page = Item(DEAL.title, DEAL.text, server.raw("/deal", hanging(begun)), DEAL.guid, DEAL.date)
    server.feed("/feed", rss(page))
    feed = {"url": server.url("/feed"), "full_text": "always"}
    house.write("feeds.yaml", {"feeds": [feed]})
    service = start(house)
    service.wait_for("outcome=updated")
    house.write("feeds.yaml", {"feeds": [{**feed, "interval": "1h"}]})  # its ticks begin anew, at once
    assert begun.wait(PATIENCE)
    assert service.stop() == 0
    ((state, due, attempts),) = rows(house, "SELECT full_text, page_due_at, page_attempts FROM entries")
    assert (state, attempts) == ("pending", 0)
    assert datetime.fromisoformat(due).replace(tzinfo=UTC) <= datetime.now(UTC), "due at once"

    def answer(_: Recorded) -> Reply:
        words = "Ministers spoke of quantum networks at length on Monday afternoon. " * 20
        html = f"<html><body><article><h1>{DEAL.title}</h1><p>{words}</p></article></body></html>"
        return Reply(200, html.encode(), {"Content-Type": "text/html"})

    server.handler("/deal", answer)
    again = start(house)
    again.wait_until(lambda: rows(house, "SELECT full_text FROM entries") == [("page",)])
    assert again.stop() == 0


def test_tagging_everything_anew_which_the_next_start_takes_up(
    house: House, server: ScriptedServer, start: Start
) -> None:
    """A retag is told of its end where it began: the entries of one part have the new tags, or none of them has."""
    many = [Item(f"United States, Singapore: quantum paper {n}", f"Sheet {n}.", guid=str(n)) for n in range(600)]
    server.feed("/feed", rss(*many))
    house.poll()
    service = start(house)
    service.wait_for("running")
    holder = sqlite3.connect(house.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")  # its first part is written when it was told to stop, however fast it is
    (house.config / "keywords.yaml").write_text(KEYWORDS.replace("quantum", "photonics"))
    service.wait_for("configuration reloaded")
    service.signal(signal.SIGTERM)
    service.wait_for("stopp")
    holder.execute("ROLLBACK")
    holder.close()
    assert service.ended() == 0
    assert not [line for line in service.log if "failed" in line]
    ((left,),) = rows(house, "SELECT count(*) FROM entries WHERE relevant")
    assert left > 0
    again = start(house)
    again.wait_for(f"keyword file has changed.* {left} are no longer")
    assert again.stop() == 0
    assert rows(house, "SELECT count(*) FROM entries WHERE relevant") == [(0,)]


def test_the_ten_seconds_of_a_stop_are_kept_by_the_services_own_clock() -> None:
    """Work that can end in order has most of them; what hangs all the same is cut off before they are over."""
    assert GRACE < LAST_RESORT < 10


def test_a_signal_while_it_starts_is_heard(house: House, start: Start) -> None:
    """Also as process 1 of a container, where what has no handler is lost: the kernel has a list of what is caught."""

    def hears(service: Running, number: signal.Signals) -> bool:
        caught = Path(f"/proc/{service.process.pid}/status").read_text().split("SigCgt:")[1].split()[0]
        return bool(int(caught, 16) >> (number - 1) & 1)

    stopped, asked = start(house), start(house)
    while not hears(stopped, signal.SIGTERM):
        assert stopped.process.poll() is None
    assert stopped.stop() == 0
    assert "Traceback" not in "".join(stopped.log)
    while not hears(asked, signal.SIGHUP):
        assert asked.process.poll() is None
    asked.signal(signal.SIGHUP)
    asked.wait_for("read again; nothing in it has changed")
    assert asked.stop() == 0


def test_a_second_signal_changes_nothing(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    service.signal(signal.SIGINT)
    service.signal(signal.SIGTERM)
    assert service.ended() == 0


# ---------------------------------------------------------------- one service, and others beside it


def test_a_second_service_is_refused_and_other_commands_run_beside_it(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    second = start(house)
    assert second.ended() == 1
    assert "another `watcher run` is using" in second.log[-1]
    for command in (["poll", "--all"], ["entries"], ["db", "backup", str(house.root / "copy.db")], ["db", "stats"]):
        said = house.run(*command)
        assert said.code == 0, said.err
        assert "locked" not in said.err
    assert house.run("db", "restore", str(house.root / "copy.db")).code == 1
    assert service.stop() == 0


def test_a_second_service_is_refused_by_whichever_link_it_comes(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("running")
    link = house.root / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(house.database)
    house.write("watcher.yaml", {"database": f"sqlite:///{link}"})
    second = start(house)
    assert second.ended() == 1
    assert "another `watcher run` is using" in second.log[-1]


def test_a_lock_file_that_was_removed_is_made_anew(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    held, other = ProcessLock(database, "run"), ProcessLock(database, "run")
    file = tmp_path / "watcher.db.run-lock"
    assert held.acquire()
    file.unlink()
    assert held.kept()
    assert not other.acquire()
    file.unlink()
    assert other.acquire(), "somebody was faster"
    assert not held.kept()


def test_a_service_ends_where_another_took_its_place(house: House, start: Start) -> None:
    """Its lock file was removed, and before it could make it anew somebody else had."""
    service = start(house)
    service.wait_for("outcome=updated")
    other = ProcessLock(Database(f"sqlite:///{house.database}"), "run")
    while not other.acquire():
        (house.root / "watcher.db.run-lock").unlink(missing_ok=True)
    assert service.ended() == 1
    assert "took" in service.log[-1]
    other.release()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can work for another")
def test_what_root_locks_the_owner_of_the_database_can_lock_too(tmp_path: Path) -> None:
    path = tmp_path / "watcher.db"
    path.touch()
    os.chown(path, 12345, 12346)
    lock = ProcessLock(Database(f"sqlite:///{path}"), "poll")
    assert lock.acquire()
    made = (tmp_path / "watcher.db.poll-lock").stat()
    lock.release()
    assert (made.st_uid, made.st_gid) == (12345, 12346)


def test_a_port_that_is_taken_is_told_in_one_sentence(house: House, start: Start, server: ScriptedServer) -> None:
    service = start(house, port=server.port)
    assert service.ended() == 1
    assert "pages cannot be served on 127.0.0.1" in service.log[-1]
    assert "Traceback" not in "".join(service.log)


def test_a_poll_that_hangs_and_a_digest_that_fails_stop_nothing_else(
    house: House, server: ScriptedServer, start: Start
) -> None:
    """A hanging feed, a channel that hangs, and a digest that cannot be composed, beside one that can."""
    begun = threading.Event()
    house.poll()
    slow_hook = server.raw("/hook", hanging(begun))
    channels = [
        {"name": "slow", "type": "webhook", "url": slow_hook, "allow_private": True},
        {"name": "folder", "type": "file", "dir": str(house.root / "out")},
    ]
    always = {"schedule": "* * * * *", "first_window": "400d"}
    digests = [
        {"name": "broken", "channels": ["folder"], **always},
        {"name": "hanging", "channels": ["slow"], **always},
        {"name": "good", "channels": ["folder"], **always},
    ]
    house.write("digests.yaml", {"channels": channels, "digests": digests})
    house.write("feeds.yaml", {"feeds": [{"url": server.raw("/never", hanging(threading.Event())), "name": "Never"}]})
    with sqlite3.connect(house.database) as connection:
        for digest in digests:
            connection.execute("INSERT INTO notes VALUES (?, ?)", (f"digest:{digest['name']}", LONG_AGO))
        connection.execute("UPDATE notes SET value = 'no time at all' WHERE key = 'digest:broken'")
    connection.close()
    service = start(house)
    assert begun.wait(PATIENCE)
    service.wait_for_each("channel=folder status=sent", "compose failed")
    assert service.get("/healthz").status == 200
    figures = service.get("/metrics")
    assert figures.metric('watcher_tick_failures_total{tick="compose"}') >= 1
    assert figures.metric('watcher_tick_failures_total{tick="poll"}') == 0, "there before the first of its kind fails"
    assert service.stop() == 0
    assert rows(house, "SELECT name FROM digests ORDER BY name") == [("good",), ("hanging",)]
