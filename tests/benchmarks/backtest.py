"""What a back-test costs over a large store: 100,000 generated entries by the shipped keyword file. Run by hand:

    python tests/benchmarks/backtest.py [--entries 100000] [--alone]

The store is written once, by plain inserts, into a temporary folder. Then the command runs as a person runs it, in
a process of its own; its wall time and the largest memory of it and of its workers are printed. ``--alone`` judges
in one process, and says how much of the time the processor was ours.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import insert

from watcher.config.shipped import starter
from watcher.store.database import Database
from watcher.store.schema import prepare
from watcher.store.tables import ENTRIES, FEEDS, STORIES

FEED = "https://news.example.org/feed.xml"
WORDS = (
    "the a of in to and for on with from by at is was will are has officials said new plan report market city school "
    "season team water road price trade growth bank energy court health travel music minister council project year "
    "month week people company group house river festival library budget safety training design test launch study"
).split()
SUBJECTS = (
    "Singapore", "United States", "U.S.", "Washington", "Japan", "France", "artificial intelligence", "AI", "quantum",
    "semiconductor", "cybersecurity", "satellite", "biotech", "climate", "data centre", "research", "universities",
)  # fmt: skip


def texts(random_: random.Random) -> tuple[str, str]:
    """A title and a text: mostly teasers, some articles."""
    length = random_.choice((40, 60, 80, 120, 400))
    words = random_.choices(WORDS, k=length)
    for _ in range(random_.randint(0, 6)):
        words[random_.randrange(length)] = random_.choice(SUBJECTS)
    for place in range(11, length, 12):
        words[place] += "."
    return " ".join(words[:9]).rstrip("."), " ".join(words)


def rows(count: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    random_ = random.Random(5)
    now = datetime.now(UTC)
    shared = {"summary": "", "areas": [], "events": [], "why": [], "relevant": False}
    for number in range(1, count + 1):
        title, text = texts(random_)
        at = now - timedelta(minutes=5 * number)
        yield (
            {"id": number, "title": title, "published_at": at, "updated_at": at, **shared},
            {
                "id": number, "feed_id": 1, "story_id": number, "guid": str(number), "title": title, "text": text,
                "content_hash": "", "outlet": "Harbour Times", "dated_at": at, "first_seen_at": at, "arrived_at": at,
                "too_old": False, "full_text": "feed", "page_attempts": 0, **shared,
            },
        )  # fmt: skip


def fill(database: Database, count: int) -> None:
    prepare(database)
    made = rows(count)
    with database.writing() as connection:
        connection.execute(insert(FEEDS).values(id=1, url=FEED, state="active"))
    while part := [row for _, row in zip(range(5000), made, strict=False)]:
        with database.writing() as connection:
            connection.execute(insert(STORIES), [story for story, _ in part])
            connection.execute(insert(ENTRIES), [entry for _, entry in part])


def measure(config: Path, *arguments: str) -> tuple[float, str]:
    """Seconds, and standard output, of one command."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "watcher", "--config", str(config), *arguments], check=True, stdout=subprocess.PIPE
    )
    return time.perf_counter() - began, done.stdout.decode()


def main() -> None:
    parser = argparse.ArgumentParser(description="Back-test a generated store.")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--alone", action="store_true", help="judge in one process")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder)
        for name in ("keywords.yaml", "digests.yaml"):
            (config / name).write_bytes((starter() / name).read_bytes())
        (config / "watcher.yaml").write_text(f"database: sqlite:///{config / 'bench.db'}\n", encoding="utf-8")
        (config / "feeds.yaml").write_text(f"feeds: [{{url: '{FEED}'}}]\n", encoding="utf-8")
        began = time.perf_counter()
        database = Database(f"sqlite:///{config / 'bench.db'}")
        fill(database, options.entries)
        database.close()
        click.echo(f"{options.entries:,} entries written in {time.perf_counter() - began:.1f} s")
        if options.alone:
            alone(config)
            return
        seconds, said = measure(config, "backtest", "--json")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        click.echo(f"backtest, {os.cpu_count()} cores: {seconds:.1f} s, {json.loads(said)['totals']}")
        click.echo(f"largest process: {memory:.0f} MB")
        seconds, said = measure(config, "retag")
        click.echo(f"retag: {seconds:.1f} s. {said.strip()}")
        seconds, said = measure(config, "backtest")
        click.echo(f"backtest after it: {seconds:.1f} s. {said.strip()}")


def alone(config: Path) -> None:
    from watcher.config.load import load
    from watcher.focus.tagging import Tagger
    from watcher.jobs import judging
    from watcher.jobs.backtest import backtest

    judging.WORTH_PROCESSES = sys.maxsize
    settings = load(config, {})
    began, worked = time.perf_counter(), time.process_time()
    made = backtest(Database(settings.database), settings, Tagger(settings.keywords))
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    click.echo(f"backtest, one process: {seconds:.1f} s, {worked:.1f} s of them at work, {made.counts}")


if __name__ == "__main__":
    main()
