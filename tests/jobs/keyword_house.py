"""One configuration and one feed on loopback, with the program run over them as a person runs it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from scripted_server import ScriptedServer

from watcher.cli.main import main
from watcher.config.load import load
from watcher.settings import Settings
from watcher.store.database import Database

KEYWORDS = """
relevance:
  groups:
    united-states: [United States, U.S., US, Washington]
    singapore: [Singapore, IMDA]
  general_terms: [critical and emerging technolog*]
focus_areas:
  - slug: artificial-intelligence
    name: Artificial intelligence
    terms: [artificial intelligence, AI, machine learning]
    exclude: [AI Weekly]
  - slug: quantum
    name: Quantum
    terms: [quantum computing, {term: qubit, weight: 0.5}]
events:
  - slug: cet-dialogue
    name: CET Dialogue
    terms: [CET Dialogue]
"""


@dataclass(frozen=True)
class Item:
    """One item of the feed, published ``days`` before now."""

    guid: str
    title: str
    text: str
    days: float = 1.0


class House:
    """Verbs of a person: write a file, publish items, run a command."""

    def __init__(self, folder: Path, server: ScriptedServer, capsys: pytest.CaptureFixture[str]) -> None:
        self.config = folder / "config"
        self.config.mkdir()
        self._server, self._capsys, self._folder = server, capsys, folder
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.write("watcher", f"database: sqlite:///{folder / 'live.db'}\npolling: {{allow_private_addresses: true}}\n")
        self.feeds({"/one.xml": "Harbour Times"})
        self.write("keywords", KEYWORDS)
        self.write(
            "digests",
            f"channels:\n  - {{name: folder, type: file, dir: '{folder / 'digests'}'}}\n"
            "digests:\n  - {name: daily, channels: [folder]}\n",
        )

    def write(self, name: str, text: str) -> None:
        (self.config / f"{name}.yaml").write_text(text, encoding="utf-8")

    def feeds(self, names: dict[str, str], more: str = "") -> None:
        lines = [
            f"  - {{url: '{self._server.url(path)}', name: {name}, full_text: never{more}}}\n"
            for path, name in names.items()
        ]
        self.write("feeds", "feeds:\n" + "".join(lines))

    def publish(self, *items: Item, path: str = "/one.xml") -> None:
        written = "".join(
            f"<item><guid isPermaLink='false'>{item.guid}</guid><title>{escape(item.title)}</title>"
            f"<link>https://news.example.org{path}/{item.guid}</link><description>{escape(item.text)}</description>"
            f"<pubDate>{format_datetime(self.now - timedelta(days=item.days))}</pubDate></item>"
            for item in items
        )
        self._server.feed(path, f"<rss version='2.0'><channel><title>A feed</title>{written}</channel></rss>")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["--config", str(self.config), *arguments])
        out, err = self._capsys.readouterr()
        return int(ended.value.code or 0), out, err

    def said(self, *arguments: str) -> str:
        """Standard output of a command that must succeed."""
        code, out, err = self.run(*arguments)
        assert code == 0, err
        return out

    def json(self, *arguments: str) -> Any:
        return json.loads(self.said(*arguments, "--json"))

    def lines(self, *arguments: str) -> list[Any]:
        """JSON Lines."""
        return [json.loads(line) for line in self.said(*arguments, "--json").splitlines()]

    def poll(self, *items: Item, path: str = "/one.xml") -> None:
        self.publish(*items, path=path)
        self.said("poll", "--all")

    def settings(self) -> Settings:
        return load(self.config, {})

    def database(self) -> Database:
        return Database(self.settings().database)
