"""Polls of a house with a told clock, each by a program started anew, and what the store knows afterwards."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from house import EVERYTHING, House
from scripted_server import ScriptedServer

from watcher.app import App
from watcher.config.load import load
from watcher.jobs.articles import PageReader, PageReport
from watcher.jobs.coverage import feed_health
from watcher.jobs.poll import Poller, PollReport
from watcher.model.feeds import FeedState
from watcher.store import feeds as feed_store

START = datetime(2023, 10, 16, 8, 0, tzinfo=UTC)


class Polls:
    """``paths`` of the server are the feeds, by default all with every entry relevant."""

    def __init__(self, root: Path, server: ScriptedServer, *paths: str, **more: Any) -> None:
        self.server = server
        self.house = House(root, feeds=[self._feed(path, more) for path in paths], **{"keywords": EVERYTHING, **more})
        self.now = START

    def _feed(self, path: str, more: dict[str, Any]) -> Mapping[str, Any]:
        own = more.pop(path, {})
        return {"url": self.server.url(path), "name": path, **own}

    def app(self) -> App:
        app = App(load(self.house.config, {}), clock=lambda: self.now)
        app.prepare_database()
        return app

    def poll(self, later: timedelta = timedelta(), **how: Any) -> PollReport:
        """Poll all (unless told otherwise), ``later`` than the last time."""
        self.now += later
        app = self.app()

        async def once() -> PollReport:
            async with app.http_client() as http:
                how.setdefault("everything", not how.get("only"))
                return await Poller(app.database, app.settings, lambda: app.tagger, http, app.clock).poll(**how)

        try:
            return asyncio.run(once())
        finally:
            app.close()

    def due(self, later: timedelta = timedelta()) -> list[str]:
        """Poll what is due; the paths that were asked."""
        before = len(self.server.requests)
        self.poll(later, everything=False)
        return [request.path for request in self.server.requests[before:]]

    def pages(self, later: timedelta = timedelta()) -> PageReport:
        """Read the pages that are due."""
        self.now += later
        app = self.app()

        async def once() -> PageReport:
            async with app.http_client() as http:
                return await PageReader(app.database, app.settings, app.tagger, http, app.clock).read_due()

        try:
            return asyncio.run(once())
        finally:
            app.close()

    def feed(self, path: str) -> FeedState:
        """What the store knows of a feed."""
        app = self.app()
        try:
            with app.database.reading() as connection:
                return feed_store.states(connection, [self.server.url(path)])[self.server.url(path)]
        finally:
            app.close()

    def note(self, path: str) -> str | None:
        """What ``coverage`` says of a feed."""
        app = self.app()
        try:
            with app.database.reading() as connection:
                health = feed_health(connection, app.settings, self.now)
        finally:
            app.close()
        return {feed.name: feed.note for feed in health}[path]

    def titles(self) -> list[str]:
        """The titles of all entries, in the order of arrival."""
        return [entry["title"] for entry in self.house.run("entries", "--json").records]
