"""How long composing a digest takes in a store of thousands of stories, and how much a channel is sent.

Run by hand: ``python tests/benchmarks/digests.py [STORIES]``. Not part of the test run.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import click
from house import House, Item, rss
from scripted_server import ScriptedServer

from watcher.app import App
from watcher.config.load import load
from watcher.digests.windows import open_window
from watcher.jobs.alerts import raise_due
from watcher.jobs.digest import close_open_window, preview

NOW = datetime(2024, 7, 30, 23, 0, tzinfo=UTC)
FEEDS = 20
SUBJECTS = ("quantum", "AI", "biotech", "defense technology", "data governance", "climate resilience")
DIGEST = {"name": "daily", "first_window": "14d", "max_stories": 200, "channels": ["folder"]}


def items(feed: int, number: int, words: list[str], chance: random.Random) -> Iterator[Item]:
    for n in range(number):
        said = " ".join(chance.choice(words) for _ in range(60))
        subject = SUBJECTS[n % len(SUBJECTS)]
        month = chance.choice(["September 2024", "March 2025", "October 2024"])
        yield Item(
            title=f"{' '.join(chance.choice(words) for _ in range(7))} in Singapore",
            text=f"The United States and Singapore {said} {subject}. "
            f"The {chance.choice(words)} {chance.choice(words)} conference will be held in {month} in Singapore.",
            guid=f"{feed}-{n}",
            date=format_datetime(NOW - timedelta(minutes=chance.randrange(60 * 24 * 13))),
        )


@contextmanager
def timed(what: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    click.echo(f"{what:40} {time.perf_counter() - begun:8.2f} s")


def main(stories: int) -> None:
    chance = random.Random(7)
    words = ["".join(chance.choice("bcdfglmnprst") + chance.choice("aeiou") for _ in range(4)) for _ in range(4000)]
    with tempfile.TemporaryDirectory() as folder, ScriptedServer() as server:
        root = Path(folder)
        for feed in range(FEEDS):
            server.feed(f"/{feed}.xml", rss(*items(feed, stories // FEEDS, words, chance)))
        house = House(
            root,
            feeds=[{"url": server.url(f"/{n}.xml"), "name": f"Outlet {n}"} for n in range(FEEDS)],
            channels=[{"name": "folder", "type": "file", "dir": str(root / "out")}],
            digests=[DIGEST],
        )
        with timed(f"poll {stories} entries"):
            house.poll()
        asyncio.run(compose(App(load(house.config, {}), clock=lambda: NOW)))


async def compose(app: App) -> None:
    (digest,) = app.settings.digests
    async with app.http_client() as http:
        senders = app.senders(http)
        with timed("preview of the open window"):
            shown = preview(app.database, app.settings, digest, open_window(digest, None, NOW), NOW)
        click.echo(f"{len(shown.stories)} told, {shown.unlisted_stories} counted, {len(shown.notices)} follow-ups")
        with timed("close it, 200 stories, one channel"):
            close_open_window(app.database, app.settings, digest, NOW, senders)
        with timed("close an empty one a minute later"):
            close_open_window(app.database, app.settings, digest, NOW + timedelta(minutes=1), senders)
        with timed("look for alerts (no rule)"):
            raise_due(app.database, app.settings, senders, NOW)
    app.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
