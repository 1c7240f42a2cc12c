"""The wall clock is set, forward and back: ticks go on, nothing is told twice, a time that never was is forgotten."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from house import House, Item, rss
from running import DEAL, PATIENCE, Running
from scripted_server import ScriptedServer

from watcher.app import App
from watcher.config.load import load
from watcher.jobs.upkeep import upkeep
from watcher.service.ticks import Tick, Ticks

Start = Callable[..., Running]

# Adds the seconds in a file to the wall clock of one process.
SHIFTED = """
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <sys/syscall.h>
int clock_gettime(clockid_t id, struct timespec *t) {
    int done = syscall(SYS_clock_gettime, id, t);
    const char *path = getenv("CLOCK_FILE");
    FILE *file;
    long seconds = 0;
    if (id != CLOCK_REALTIME || !path || !(file = fopen(path, "r"))) return done;
    if (fscanf(file, "%ld", &seconds) == 1) t->tv_sec += seconds;
    fclose(file);
    return done;
}
"""


@pytest.fixture(scope="session")
def shifted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that shifts the clock of whoever loads it."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler to make a shifted clock with")
    folder = tmp_path_factory.mktemp("clock")
    (folder / "shifted.c").write_text(SHIFTED)
    command = [compiler, "-shared", "-fPIC", "-o", str(folder / "shifted.so"), str(folder / "shifted.c")]
    subprocess.run(command, check=True)
    return folder / "shifted.so"


@pytest.mark.parametrize("hours", [-9, 9])
def test_a_service_goes_on_when_the_clock_is_set(
    house: House, server: ScriptedServer, start: Start, shifted: Path, hours: int
) -> None:
    """Set back, no tick waits for the hours to come again; set forward, all is done once, and nobody is alarmed."""
    clock = house.root / "clock"
    clock.write_text("0")
    out = house.root / "out"
    digest = {"name": "daily", "schedule": "* * * * *", "channels": ["folder"], "first_window": "400d"}
    folder = {"name": "folder", "type": "file", "dir": str(out)}
    house.write("digests.yaml", {"channels": [folder], "digests": [digest]})
    document = json.loads((house.config / "watcher.yaml").read_text())
    polling = {**document["polling"], "timeout": "1s"}
    house.write("watcher.yaml", {**document, "polling": polling, "operator": "folder"})
    service = start(house, LD_PRELOAD=str(shifted), CLOCK_FILE=str(clock))
    service.wait_for("outcome=updated")
    server.raw("/feed", lambda connection: connection.pause(60))
    clock.write_text(str(hours * 3600))
    service.wait_for("the clock was set")
    server.feed("/second", rss(Item("Second word", "Text.", guid="2"), title="Second"))
    house.write("feeds.yaml", {"feeds": [*house.feeds, {"url": server.url("/second"), "name": "Second"}]})
    service.wait_for("Second.*updated")
    clock.write_text("0")
    service.wait_for("the clock was set")
    assert service.get("/healthz").status == 200
    assert service.stop() == 0
    with sqlite3.connect(house.database) as connection:
        alarms = connection.execute("SELECT count(*) FROM deliveries WHERE kind = 'operator'").fetchone()
    connection.close()
    assert alarms == (0,), "while the machine slept nobody could answer"
    told = [path.read_text() for path in out.glob("*.txt")]
    assert sum(DEAL.title in text for text in told) <= 1


def test_a_jump_makes_every_tick_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told to a scheduler whose next tick is an hour away; a clock that runs true makes none due."""
    ran: list[str] = []
    jumps: list[float] = []

    async def play() -> None:
        done = asyncio.Event()

        async def work() -> None:
            ran.append("work")
            done.set()

        ticks = Ticks(lambda _name, _error: None, jumps.append)
        ticks.start()
        ticks.plan([Tick("work", 3600, work, first=3600)])
        assert ticks.follow_clock() == 0.0
        assert ran == []
        with monkeypatch.context() as patched:
            wall = time.time() - 7200
            patched.setattr("watcher.service.ticks.time.time", lambda: wall)
            assert ticks.follow_clock() == pytest.approx(-7200, abs=60)
        await asyncio.wait_for(done.wait(), PATIENCE)
        await ticks.stop(1)

    asyncio.run(play())
    assert ran == ["work"]
    assert jumps == [pytest.approx(-7200, abs=60)]


def test_what_a_clock_that_ran_ahead_left_behind_is_due_again(house: House) -> None:
    """A poll in the year 2090 wrote when to ask next; back in our time the feed is not left alone until then."""
    house.poll()
    with sqlite3.connect(house.database) as connection:
        connection.execute(
            "UPDATE feeds SET next_poll_at = '2090-01-01 00:00:00', leased_until = '2090-01-01 00:00:00'"
        )
    connection.close()
    app = App(load(house.config, {}))
    now = datetime.now(UTC)
    upkeep(app.database, app.settings, now)
    app.close()
    (feed,) = house.run("feeds", "--json").records
    assert datetime.fromisoformat(feed["next_poll_at"]) <= now + timedelta(seconds=1)
    assert house.run("poll", "--json").record["polled"] == 1
