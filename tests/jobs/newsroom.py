"""A whole Watcher with a clock of its own: items are published, read, told, at the moments a test says."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from house import KEYWORDS, House, Item, Said, rss
from scripted_server import ScriptedServer

from watcher.app import App
from watcher.config.load import load
from watcher.jobs.alerts import Raised, raise_due
from watcher.jobs.articles import PageReader
from watcher.jobs.deliver import Report, deliver_due
from watcher.jobs.digest import Closed, compose_due

DAILY = {
    "name": "daily",
    "schedule": "0 7 * * *",
    "timezone": "Asia/Singapore",
    "clocks": ["Asia/Singapore", "America/New_York"],
    "channels": ["folder"],
}


def moment(text: str) -> datetime:
    """An instant as a test writes it; without an offset it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Newsroom:
    """``at`` sets the clock that every command and job then reads."""

    def __init__(
        self,
        root: Path,
        server: ScriptedServer,
        monkeypatch: pytest.MonkeyPatch,
        *,
        digests: Sequence[Mapping[str, Any]] = (DAILY,),
        alerts: Sequence[Mapping[str, Any]] = (),
        channels: Sequence[Mapping[str, Any]] = (),
        feeds: Sequence[Mapping[str, Any]] = ({},),
        keywords: str = KEYWORDS,
        polling: Mapping[str, Any] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self.now = moment("2024-01-01T00:00:00")
        self._server = server
        self._published: dict[str, list[Item]] = {}
        named = [{"url": server.url(f"/{n}.xml"), "name": OUTLETS[n], **feed} for n, feed in enumerate(feeds)]
        self.house = House(
            root, feeds=named, keywords=keywords, polling=polling or {}, digests=digests, extra=extra or {}
        )
        self.channels = [{"name": "folder", "type": "file", "dir": str(root / "out")}, *channels]
        self.configure(digests, alerts)
        for number in range(len(feeds)):
            self._show(number)
        # Commands make their App with the system's clock; here they make it with this one.
        monkeypatch.setitem(App.__init__.__kwdefaults__, "clock", lambda: self.now)

    def configure(self, digests: Sequence[Mapping[str, Any]], alerts: Sequence[Mapping[str, Any]] = ()) -> None:
        document = {"channels": self.channels, "digests": list(digests), "alerts": list(alerts)}
        self.house.write("digests.yaml", document)

    def at(self, text: str) -> "Newsroom":
        self.now = moment(text)
        return self

    def url(self, path: str) -> str:
        return self._server.url(f"/{path}")

    def publish(self, *items: Item, feed: int = 0) -> None:
        """Put items on top of a feed, dated now unless they have a date of their own."""
        dated = [item if item.date else replace(item, date=format_datetime(self.now)) for item in items]
        known = {item.guid for item in dated}
        older = [item for item in self._published.get(str(feed), []) if item.guid not in known]
        self._published[str(feed)] = [*dated, *older]
        self._show(feed)

    def _show(self, feed: int) -> None:
        self._server.feed(f"/{feed}.xml", rss(*self._published.get(str(feed), []), title=OUTLETS[feed]))

    def read(self, *items: Item, feed: int = 0) -> None:
        """Publish and poll, at this moment."""
        self.publish(*items, feed=feed)
        assert self.house.poll()["failed"] == 0

    def run(self, *arguments: str) -> Said:
        return self.house.run(*arguments)

    def digest(self, *arguments: str, name: str = "daily") -> dict[str, Any]:
        """A digest as its JSON."""
        said = self.run("digest", name, "--format", "json", *arguments)
        assert said.code == 0, said.err
        return said.record

    def app(self) -> App:
        app = App(load(self.house.config, {}))
        app.prepare_database()
        return app

    def tick(self) -> tuple[list[Raised], list[Closed], Report]:
        """What the service does every few seconds: alerts, then digests, then what is due to be sent."""

        async def run() -> tuple[list[Raised], list[Closed], Report]:
            async with app.http_client() as http:
                senders = app.senders(http)
                raised = raise_due(app.database, app.settings, senders, self.now)
                closed = compose_due(app.database, app.settings, senders, self.now)
                return raised, closed, await deliver_due(app.database, senders, app.clock)

        app = self.app()
        try:
            return asyncio.run(run())
        finally:
            app.close()

    def alerts(self) -> list[str]:
        """Headlines (and events) of the alerts that come up now."""
        return [words(one) for one in self.tick()[0]]

    def told(self) -> list[str]:
        """Titles of the stories in the digests that close now."""
        return [story.title for closed in self.tick()[1] for story in closed.digest.stories]

    def read_pages(self) -> None:
        async def run() -> None:
            async with app.http_client() as http:
                await PageReader(app.database, app.settings, app.tagger, http, app.clock).read_due()

        app = self.app()
        try:
            asyncio.run(run())
        finally:
            app.close()


def words(raised: Raised) -> str:
    alert = raised.alert
    return alert.story.title if alert.story else alert.followup.event if alert.followup else ""


def titles(digest: Mapping[str, Any]) -> list[str]:
    """Titles of the stories told in full, in the order told."""
    return [s["title"] for area in digest["focus_areas"] for s in area["stories"] if "see" not in s]


OUTLETS = ("Harbour Wire", "Quay Review", "Potomac Letter")

QUANTUM = Item(
    guid="quantum",
    date="",
    title="Washington and Singapore open a shared quantum testbed",
    text="Laboratories in the United States and Singapore now run quantum links over one fibre, the two sides said.",
)
BIOTECH = Item(
    guid="biotech",
    date="",
    title="Singapore vaccine maker buys a Boston biotech plant",
    text="The purchase in the United States gives the Singapore firm its first biotech factory abroad.",
)
AI_CODE = Item(
    guid="ai-code",
    date="",
    title="Singapore bank regulator and U.S. Treasury compare AI audit notes",
    text="Auditors of both sides will read each other's artificial intelligence checklists for lenders.",
)
DATA = Item(
    guid="data",
    date="",
    title="Data governance pact between Washington and Singapore lapses",
    text="No successor to the data governance arrangement of the United States and Singapore is in sight.",
)
CLIMATE = Item(
    guid="climate",
    date="",
    title="U.S. engineers map flood walls for Singapore's east coast",
    text="The climate resilience survey was paid for by Singapore and drawn up by engineers from the United States.",
)
DEFENSE = Item(
    guid="defense",
    date="",
    title="Defense technology fair brings U.S. drone makers to Singapore",
    text="Forty makers from the United States show defense technology at the Singapore grounds.",
)
DIALOGUE = Item(
    guid="dialogue",
    date="",
    title="Ministers promise another round of U.S.-Singapore technology talks",
    text="Artificial intelligence filled most of the day. The next CET Dialogue is planned for 2024 in Singapore.",
)
EVERY = (QUANTUM, BIOTECH, AI_CODE, DATA, CLIMATE, DEFENSE)
