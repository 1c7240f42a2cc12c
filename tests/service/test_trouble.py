"""A full disk, a long silence, a delivery given up: the service goes on, loses nothing, and tells its operator once."""

import asyncio
import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from house import House, Item, rss
from running import Running
from scripted_server import ScriptedServer

from watcher.app import App
from watcher.config.load import load
from watcher.errors import DeliveryError
from watcher.service.trouble import Trouble

Start = Callable[..., Running]


def operated(house: House, database: Path) -> House:
    """The house with a feed that falls due every second and a database elsewhere."""
    polling = {"allow_private_addresses": True, "max_entry_age": "0s", "min_interval": "1s", "interval": "1s"}
    channel = {"name": "ops", "type": "file", "dir": str(house.root / "operator")}
    house.write("digests.yaml", {"channels": [channel], "digests": []})
    house.write("watcher.yaml", {"database": f"sqlite:///{database}", "polling": polling, "operator": "ops"})
    return house


def items(count: int) -> bytes:
    """A feed with long texts: some 5 KB an item."""
    return rss(*(Item(f"Word {n}", f"Sentence {n}. " * 400, f"https://w.example/{n}", str(n)) for n in range(count)))


def entries(database: Path) -> int:
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        count: int = connection.execute("SELECT count(*) FROM entries").fetchone()[0]
        return count
    finally:
        connection.close()


def test_a_quota_that_is_reached_loses_nothing_and_is_over_when_there_is_room_again(
    house: House, server: ScriptedServer, start: Start
) -> None:
    """A file may grow to 700 KB and meets a feed that needs more; the next service may write what it needs."""
    operated(house, house.database)
    house.poll()
    server.feed("/feed", items(300))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))

    service = start(house, before=limit)
    service.wait_for("Harbour Wire.*outcome=failed.*database")
    assert service.get("/healthz").status == 200
    assert service.stop() == 0
    assert entries(house.database) == 1, "all of a document or nothing"

    again = start(house)
    again.wait_for("Harbour Wire.*updated.*new=300")
    assert again.stop() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; only root may make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_stops_nothing_and_the_same_service_goes_on_when_there_is_room(
    house: House, server: ScriptedServer, start: Start, small_disk: Path
) -> None:
    database = small_disk / "watcher.db"
    operated(house, database)
    assert house.run("poll").code == 0
    server.feed("/feed", items(60))
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 1_700_000)
    service = start(house)
    service.wait_for("Harbour Wire.*outcome=failed.*the disk is full")
    assert service.get("/healthz").status == 200
    ballast.unlink()
    service.wait_for_each("Harbour Wire.*updated.*new=60", "delivery id=v1 channel=ops status=sent")
    told = [path.read_text() for path in (house.root / "operator").glob("*.txt")]
    assert any("The disk was full" in text for text in told), "beside what may have been told past the full disk"
    assert service.stop() == 0
    assert entries(database) == 61


# ---------------------------------------------------------------- what the operator is told


class Clock:
    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2024-07-29T08:00:00+00:00")

    def __call__(self) -> datetime:
        return self.now


class Noted:
    """A channel that keeps what it was given."""

    def __init__(self, fails: bool = False) -> None:
        self.sent: list[str] = []
        self._fails = fails

    def render(self, message: Any) -> Any:
        return message

    async def send(self, payload: Any, *_: Any) -> None:
        if self._fails:
            raise DeliveryError("nobody there")
        self.sent.append(payload.text)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(house: House, clock: Clock) -> Iterator[App]:
    operated(house, house.database)
    made = App(load(house.config, {}), clock=clock)
    made.prepare_database()
    yield made
    made.close()


def tell(app: App, trouble: Trouble, sender: Any = None) -> list[str]:
    """Tell once; the texts that wait in the outbox."""
    asyncio.run(trouble.tell(app, {"ops": sender} if sender else app.senders(app.http_client())))
    return waiting(app)


def waiting(app: App) -> list[str]:
    assert app.database.path
    connection = sqlite3.connect(app.database.path)
    try:
        query = "SELECT body FROM delivery_parts WHERE content_type LIKE 'text/plain%'"
        return [body.decode() for (body,) in connection.execute(query)]
    finally:
        connection.close()


def test_a_long_silence_is_told_after_six_hours_and_once_a_day(app: App, clock: Clock) -> None:
    trouble = Trouble(clock())
    told: list[Sequence[str]] = []
    for hours in (5.9, 6.1, 12, 29, 31):
        clock.now = Clock().now + timedelta(hours=hours)
        told.append(tell(app, trouble))
    assert [len(each) for each in told] == [0, 1, 1, 1, 2]
    assert "No feed of 1 has answered so far" in told[1][0]


def test_a_service_that_was_off_for_long_waits_before_it_complains(app: App, clock: Clock, house: House) -> None:
    house.run("poll")
    clock.now = datetime.fromisoformat("2031-01-01T00:00:00+00:00")
    assert tell(app, Trouble(clock())) == []
    trouble = Trouble(clock())
    clock.now += timedelta(hours=7)
    assert "No feed of 1 has answered since" in tell(app, trouble)[0]


def test_hours_that_the_machine_slept_are_no_silence(app: App, clock: Clock) -> None:
    trouble = Trouble(clock())
    clock.now += timedelta(hours=9)
    trouble.start_over(clock())
    assert tell(app, trouble) == []
    clock.now += timedelta(hours=7)
    assert len(tell(app, trouble)) == 1


def test_nothing_wrong_is_nothing_told(app: App, clock: Clock) -> None:
    assert tell(app, Trouble(clock())) == []


def test_where_the_store_takes_nothing_the_message_goes_past_it_once_a_day(app: App, clock: Clock) -> None:
    trouble, sender = Trouble(clock()), Noted()
    assert app.database.path
    app.close()
    app.database.path.unlink()
    app.database.path.mkdir()
    for hours in (0, 1, 25):
        clock.now = Clock().now + timedelta(hours=hours)
        asyncio.run(trouble.tell(app, {"ops": sender}))  # type: ignore[dict-item]  # as much of a sender as is used
    assert len(sender.sent) == 2
    assert "The database takes nothing at the moment" in sender.sent[0]


def test_an_operator_who_cannot_be_reached_stops_nothing(
    app: App, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    trouble = Trouble(clock())
    assert app.database.path
    app.close()
    app.database.path.unlink()
    app.database.path.mkdir()
    asyncio.run(trouble.tell(app, {"ops": Noted(fails=True)}))  # type: ignore[dict-item]  # as above
    assert "the operator could not be told: nobody there" in caplog.text
    reached = Noted()
    asyncio.run(trouble.tell(app, {"ops": reached}))  # type: ignore[dict-item]  # as above
    assert len(reached.sent) == 1, "not told is not told: it is tried again, not a day later"


# ---------------------------------------------------------------- the database's file is gone


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_database_that_is_taken_away_is_told_and_gone_on_with_when_it_is_back(
    house: House, server: ScriptedServer, start: Start, how: str
) -> None:
    """Nothing is written into a file without a name, where it would be lost; nor into another one."""
    operated(house, house.database)
    service = start(house)
    service.wait_for("Harbour Wire.*updated")
    aside = house.database.with_suffix(".aside")
    house.database.rename(aside)
    if how == "replaced":
        house.database.write_bytes(b"something else")
    server.feed("/feed", items(2))
    house.write("feeds.yaml", {"feeds": [{**house.feeds[0], "interval": "2s"}]})  # its ticks begin anew, at once
    service.wait_for("failed: database .* was removed or replaced while it was in use")
    answer = service.get("/healthz")
    assert (answer.status, answer.body) == (503, '{"live":true,"ready":false}')
    assert service.get("/").status == 503
    assert service.get("/metrics").metric("watcher_store_up") == 0
    aside.replace(house.database)
    house.write("feeds.yaml", {"feeds": house.feeds})
    service.wait_for("Harbour Wire.*updated.*new=2")
    assert service.get("/healthz").status == 200
    assert service.stop() == 0
    assert entries(house.database) == 3
