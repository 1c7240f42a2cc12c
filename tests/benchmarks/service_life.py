"""Figures of a real `watcher run`: a life in which every feed changes at every poll, and one in which nothing is due.

Run: python tests/benchmarks/service_life.py life [MINUTES] [FEEDS] | idle [MINUTES] [FEEDS] | start
Prints a line every so often: minutes, polls, entries, resident memory (MiB), open files, threads, CPU seconds.
"""

import functools
import itertools
import re
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "service"))

from house import House, Item, rss
from running import Running
from scripted_server import Recorded, Reply, ScriptedServer

SUBJECTS = "quantum AI biotech chips cables batteries satellites vaccines ports grids".split()
ACTS = "sign delay open review fund question publish test move cancel".split()
say = functools.partial(print, flush=True)
SHOWN = 10  # items in each document
NUMBERS = 60  # items of each feed in all: after that many they come again with other words, so the store stops growing


class Changing:
    """A feed that has one item more at each asking, and shows the last few."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._numbers = itertools.count()
        self._items: list[Item] = []

    def __call__(self, _: Recorded) -> Reply:
        n = next(self._numbers)
        subject, act = SUBJECTS[(n + len(self._name)) % 10], ACTS[(n // 10) % 10]
        again, number = divmod(n, NUMBERS)
        title = f"Singapore and the United States {act} {subject} plan {number} of {self._name}, word {again}"
        text = f"{title}. Ministers will meet in Singapore on {1 + number % 28} March 2031."
        link = f"https://{self._name}.example/{number}"
        self._items = [
            Item(title, text, link, f"{self._name}-{number}", format_datetime(datetime.now(UTC))),
            *self._items,
        ]
        self._items = self._items[:SHOWN]
        return Reply(200, rss(*self._items, title=self._name), {"Content-Type": "application/rss+xml"})


def house_of(server: ScriptedServer, feeds: int, *, still: bool) -> House:
    addresses = []
    for number in range(feeds):
        path = f"/feed{number}"
        if still:
            server.feed(path, rss(Item(f"Word {number}", "Text.", guid=str(number))), etag='"1"')
        else:
            server.handler(path, Changing(f"outlet{number}"))
        addresses.append({"url": server.url(path), "name": f"Outlet {number}"})
    server.handler("/hook", lambda _: Reply(204))
    polling = {"per_host": 16, "interval": "1h" if still else "1s"}
    return House(
        Path(tempfile.mkdtemp(prefix="watcher-life-")),
        feeds=addresses,
        polling=polling,
        channels=[
            {"name": "hook", "type": "webhook", "url": server.url("/hook"), "allow_private": True},
            {"name": "folder", "type": "file", "dir": "digests"},
        ],
        digests=[{"name": "minutely", "schedule": "* * * * *", "channels": ["hook", "folder"]}],
    )


def proc(pid: int) -> tuple[float, int, int, float]:
    """Resident MiB, open files, threads, CPU seconds."""
    status = Path(f"/proc/{pid}/status").read_text()
    resident = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]  # Linux has the line
    threads = int(re.search(r"Threads:\s+(\d+)", status)[1])  # type: ignore[index]  # as above
    stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return resident, len(list(Path(f"/proc/{pid}/fd").iterdir())), threads, (int(stat[11]) + int(stat[12])) / 100


def watch(minutes: float, feeds: int, *, still: bool) -> None:
    with ScriptedServer() as server:
        house = house_of(server, feeds, still=still)
        with Running(house) as service:
            service.wait_for("running")
            begun = time.monotonic()
            say("minute   polls entries digests  RSS MiB  files threads  CPU s  database MiB")
            while (passed := time.monotonic() - begun) < minutes * 60 + 1:
                figures = service.get("/metrics")
                polls = sum(
                    figures.metric(f'watcher_polls_total{{outcome="{o}"}}')
                    for o in ("updated", "not_modified", "failed")
                )
                entries = figures.metric("watcher_entries")
                resident, files, threads, cpu = proc(service.process.pid)
                size = house.database.stat().st_size / 2**20
                say(
                    f"{passed / 60:6.1f} {polls:7.0f} {entries:7.0f} {len(server.asked('/hook')):7d} {resident:8.1f} "
                    f"{files:6d} {threads:7d} {cpu:6.1f} {size:9.1f}",
                )
                time.sleep(min(30, max(1, minutes * 60 / 20)))
            code = service.stop()
            say("stopped with", code, *(line for line in service.log if "failed" in line or "ERROR" in line), sep="\n")


def start() -> None:
    """Seconds until the pages answer, and of CPU until then; five times."""
    with ScriptedServer() as server:
        house = house_of(server, 200, still=True)
        house.run("poll", "--all")
        for _ in range(5):
            begun = time.monotonic()
            with Running(house) as service:
                service.wait_for("running")
                took = time.monotonic() - begun
                say(f"running after {took:.2f} s, CPU {proc(service.process.pid)[3]:.2f} s")
                service.stop()


if __name__ == "__main__":
    what, *numbers = sys.argv[1:]
    if what == "start":
        start()
    else:
        given = [float(number) for number in numbers]
        watch(given[0] if given else 10, int(given[1]) if len(given) > 1 else 200, still=what == "idle")
