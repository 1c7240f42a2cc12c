"""`watcher poll` over 200 feeds of 30 entries, beside the program `reader` and plain httpx + feedparser.

    python tests/benchmarks/poll.py [--rounds 3] [--only main late thousand stored] [--reader PYTHON]

A server on loopback (polling_site.py) in a process of its own shows made-up feeds, each at an address of its own.
Every figure is that of a command as a person runs it: process start, all its processes. The store exists and knows
its feeds (ours: the schema) before the first poll. Rounds are interleaved, each in fresh stores; medians are printed.

    cold        nothing is known                     304         nothing has changed, and validators say so
    5pct        one feed in twenty has 3 new entries same-200    the same bodies again, from servers without validators
    late        as cold and 304, 50 ms a request     thousand    as cold and 304, of 1,000 feeds
    stored      as cold and 5pct, into a store that holds 100,000 entries of other feeds

`reader` (PyPI, 10 workers, its search off) is optional: `--reader` names a Python that has it.
"""

import argparse
import importlib.util
import json
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from polling_measured import Cost, measure
from polling_site import make_site, urls

FEEDS, ENTRIES, CHANGED = 200, 30, 0.05
MANY = 1_000
LATE = 0.05  # seconds
STORED_FEEDS, STORED_ENTRIES, STORED_SPAN = 1_000, 100, timedelta(days=100)
HERE = Path(__file__).resolve().parent
say = partial(print, flush=True)

READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
for url in sys.argv[2:]:
    reader.add_feed(url)
if not sys.argv[2:]:
    answered = reader.update_feeds_iter(workers=10, scheduled=False)
    failed = [result for result in answered if isinstance(result.value, Exception)]
    print(reader.get_entry_counts().total, "entries,", len(failed), "failed")
"""
RAW = """
import asyncio, io, sys
import feedparser, httpx
async def main():
    entries, turns = 0, asyncio.Semaphore(32)
    async with httpx.AsyncClient() as client:
        async def ask(url):
            async with turns:
                return await client.get(url)
        for answer in asyncio.as_completed([asyncio.create_task(ask(url)) for url in sys.argv[1:]]):
            entries += len(feedparser.parse(io.BytesIO((await answer).content)).entries)
    print(entries, "entries")
asyncio.run(main())
"""


class Contender(Protocol):
    name: str

    def poll(self) -> Cost: ...


class Watcher:
    """``watcher poll`` with the starter's keywords; ``full_text: never``. ``database``: a store to start from."""

    name = "watcher"

    def __init__(self, folder: Path, feeds: Sequence[str], database: Path | None = None) -> None:
        self._run = [sys.executable, "-m", "watcher", "--config", str(folder / "config")]
        self.database = folder / "watcher.db"
        _quietly([*self._run[:-2], "init", str(folder / "config")])
        documents = {
            "watcher": {
                "database": f"sqlite:///{self.database}",
                "polling": {"allow_private_addresses": True},
            },
            "feeds": {"feeds": [{"url": url, "full_text": "never"} for url in feeds]},
            "digests": {"channels": [], "digests": []},
        }
        for name, document in documents.items():
            (folder / "config" / f"{name}.yaml").write_text(_yaml(document), encoding="utf-8")
        if database is not None:
            shutil.copyfile(database, self.database)
        _quietly([*self._run, "db", "upgrade"])

    def poll(self) -> Cost:
        return measure([*self._run, "poll", "--all"])


class Reader:
    name = "reader"

    def __init__(self, python: str, folder: Path, feeds: Sequence[str]) -> None:
        self._run = [python, "-c", READER, str(folder / "reader.db")]
        _quietly([*self._run, *feeds])

    def poll(self) -> Cost:
        return measure(self._run)


class Raw:
    """The bytes fetched and parsed, and nothing kept."""

    name = "httpx + feedparser"

    def __init__(self, feeds: Sequence[str]) -> None:
        self._run = [sys.executable, "-c", RAW, *feeds]

    def poll(self) -> Cost:
        return measure(self._run)


def _yaml(value: object, indent: str = "") -> str:
    """Block style, as people write it."""
    if isinstance(value, dict):
        return "".join(f"{indent}{key}:{_below(part, indent)}" for key, part in value.items())
    assert isinstance(value, list)
    return "".join(f"{indent}- {_yaml(part, indent + '  ').lstrip()}" for part in value)


def _below(value: object, indent: str) -> str:
    if isinstance(value, (dict, list)) and value:
        return "\n" + _yaml(value, indent + "  ")
    return f" {json.dumps(value)}\n"


def _quietly(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[:6]} failed: {done.stdout[-500:]}{done.stderr[-1500:]}")


@dataclass
class Served:
    """A running server and its feeds' addresses."""

    port: int
    feeds: list[str]

    def set(self, *, edition: int = 0, validators: bool = True, latency: float = 0.0) -> None:
        told = json.dumps({"edition": edition, "validators": validators, "latency": latency}).encode()
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}/set", told).close()


@contextmanager
def served(feeds: int, entries: int, *, first: int = 0, span: timedelta | None = None) -> Iterator[Served]:
    now = datetime.now(UTC).replace(microsecond=0)
    site = make_site(feeds, entries, CHANGED, now, first=first, **({"span": span} if span else {}))
    say(f"serving {feeds:,} feeds of {entries} entries, {site.size / 1e6:.1f} MB")
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(pickle.dumps(site))
        server = subprocess.Popen(
            [sys.executable, str(HERE / "polling_site.py"), file.name], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        try:
            port = int(server.stdout.readline())
            yield Served(port, urls(feeds, port, first))
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()


@dataclass
class Figures:
    """Costs by mode and contender, a list of rounds each."""

    costs: dict[tuple[str, str], list[Cost]] = field(default_factory=lambda: defaultdict(list))

    def take(self, mode: str, contender: Contender) -> None:
        cost = contender.poll()
        self.costs[mode, contender.name].append(cost)
        words = cost.said.strip().splitlines()
        told = words[-1][:110] if words else ""
        say(f"  {mode:14} {contender.name:18} {cost.wall:6.2f} s {cost.cpu:6.2f} s CPU {cost.peak:5.0f} MiB  {told}")
        if cost.code:
            raise SystemExit(f"{contender.name} ended with {cost.code}: {cost.said}")

    def median(self, mode: str, name: str, what: str) -> float | None:
        known = self.costs.get((mode, name))
        return statistics.median(getattr(cost, what) for cost in known) if known else None

    def ratio(self, mode: str, name: str, other_mode: str, other: str, what: str) -> float | None:
        """The median of the ratios within one round."""
        ours, theirs = self.costs.get((mode, name)), self.costs.get((other_mode, other))
        if not ours or not theirs:
            return None
        return statistics.median(
            getattr(one, what) / getattr(two, what) for one, two in zip(ours, theirs, strict=False)
        )


def run_main(figures: Figures, rounds: int, reader: str | None) -> None:
    with served(FEEDS, ENTRIES) as site:
        for _ in range(rounds):
            for make in _contenders(site.feeds, reader):
                with tempfile.TemporaryDirectory() as folder:
                    site.set()
                    contender = make(Path(folder))
                    figures.take("cold", contender)
                    if isinstance(contender, Raw):
                        continue
                    figures.take("304", contender)
                    site.set(edition=1)
                    figures.take("5pct", contender)
                    site.set(edition=1, validators=False)
                    figures.take("same-200", contender)


def _contenders(feeds: Sequence[str], reader: str | None) -> list[Callable[[Path], Contender]]:
    made: list[Callable[[Path], Contender]] = [lambda folder: Watcher(folder, feeds)]
    if reader:
        made.append(lambda folder: Reader(reader, folder, feeds))
    made.append(lambda _: Raw(feeds))
    return made


def run_late(figures: Figures, rounds: int, _: str | None) -> None:
    with served(FEEDS, ENTRIES) as site:
        for _ in range(rounds):
            for latency, mode in ((0.0, "prompt"), (LATE, "late")):
                with tempfile.TemporaryDirectory() as folder:
                    site.set(latency=latency)
                    watcher = Watcher(Path(folder), site.feeds)
                    figures.take(f"cold {mode}", watcher)
                    figures.take(f"304 {mode}", watcher)


def run_thousand(figures: Figures, rounds: int, _: str | None) -> None:
    with served(MANY, ENTRIES) as site:
        for _ in range(rounds):
            for count in (FEEDS, MANY):
                with tempfile.TemporaryDirectory() as folder:
                    watcher = Watcher(Path(folder), site.feeds[:count])
                    figures.take(f"cold {count}", watcher)
                    figures.take(f"304 {count}", watcher)


def run_stored(figures: Figures, rounds: int, _: str | None) -> None:
    with tempfile.TemporaryDirectory() as filled:
        with served(STORED_FEEDS, STORED_ENTRIES, first=STORED_FEEDS, span=STORED_SPAN) as other:
            full = Watcher(Path(filled), other.feeds)
            figures.take("filling", full)
        _quietly([sys.executable, "-c", CHECKPOINT, str(full.database)])
        with served(FEEDS, ENTRIES) as site:
            for _ in range(rounds):
                for mode, database in (("empty", None), ("stored", full.database)):
                    with tempfile.TemporaryDirectory() as folder:
                        site.set()
                        watcher = Watcher(Path(folder), site.feeds, database)
                        figures.take(f"cold {mode}", watcher)
                        site.set(edition=1)
                        figures.take(f"5pct {mode}", watcher)


CHECKPOINT = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)')"
PARTS = {"main": run_main, "late": run_late, "thousand": run_thousand, "stored": run_stored}


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked: a figure of ours beside another figure (of reader, or of ours in another mode), or a bound."""

    words: str
    of: Callable[[Figures], float | None]
    most: float


def _beside(mode: str, what: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.ratio(mode, "watcher", mode, "reader", what)


def _grown(mode: str, other: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.ratio(mode, "watcher", other, "watcher", "cpu")


def _peak(mode: str) -> Callable[[Figures], float | None]:
    return lambda figures: figures.median(mode, "watcher", "peak")


def _later(mode: str) -> Callable[[Figures], float | None]:
    def seconds(figures: Figures) -> float | None:
        late, prompt = (figures.median(f"{mode} {when}", "watcher", "wall") for when in ("late", "prompt"))
        return None if late is None or prompt is None else late - prompt

    return seconds


TARGETS = (
    Target("cold: CPU beside reader", _beside("cold", "cpu"), 0.8),
    Target("cold: wall beside reader", _beside("cold", "wall"), 0.5),
    Target("304: CPU beside reader", _beside("304", "cpu"), 1.2),
    Target("304: wall beside reader", _beside("304", "wall"), 1.2),
    Target("5pct: CPU beside reader", _beside("5pct", "cpu"), 1.2),
    Target("5pct: wall beside reader", _beside("5pct", "wall"), 1.2),
    Target("same-200: CPU beside reader", _beside("same-200", "cpu"), 0.15),
    Target("same-200: wall beside reader", _beside("same-200", "wall"), 0.15),
    Target("cold: peak MiB", _peak("cold"), 110),
    Target("cold, 1,000 feeds: peak MiB", _peak(f"cold {MANY}"), 150),
    Target("cold: seconds more at 50 ms latency", _later("cold"), 0.5),
    Target("304: seconds more at 50 ms latency", _later("304"), 0.5),
    Target("cold: CPU of 1,000 feeds beside 200", _grown(f"cold {MANY}", f"cold {FEEDS}"), 5.5),
    Target("304: CPU of 1,000 feeds beside 200", _grown(f"304 {MANY}", f"304 {FEEDS}"), 3),
    Target("cold: CPU into 100,000 entries beside empty", _grown("cold stored", "cold empty"), 1.15),
    Target("5pct: CPU into 100,000 entries beside empty", _grown("5pct stored", "5pct empty"), 1.15),
)


def tell(figures: Figures) -> None:
    say("\nmedians        contender            wall s    CPU s  peak MiB   wall and CPU beside reader")
    for mode, name in figures.costs:
        wall, cpu, peak = (figures.median(mode, name, what) for what in ("wall", "cpu", "peak"))
        beside = [figures.ratio(mode, name, mode, "reader", what) for what in ("wall", "cpu")]
        words = "  ".join("" if ratio is None else f"{ratio:6.2f}" for ratio in beside)
        say(f"{mode:14} {name:18} {wall:8.2f} {cpu:8.2f} {peak:9.0f}   {words}")
    say("\ntargets                                        measured   at most")
    for target in TARGETS:
        found = target.of(figures)
        if found is not None:
            verdict = "" if found <= target.most else "   MISSED"
            say(f"{target.words:46} {found:8.2f}  {target.most:8.2f}{verdict}")


def find_reader(given: str | None) -> str | None:
    if given or importlib.util.find_spec("reader"):
        return given or sys.executable
    say("`reader` is not installed: nothing to compare with (pip install reader somewhere, then --reader ITS-PYTHON)")
    return None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--reader", metavar="PYTHON")
    options = parser.parse_args()
    figures, reader = Figures(), find_reader(options.reader)
    for part in options.only:
        PARTS[part](figures, options.rounds, reader)
    tell(figures)


if __name__ == "__main__":
    main()
