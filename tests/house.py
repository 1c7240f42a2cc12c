"""A whole Watcher in a test's own folder: a configuration, a database, and its commands run in this process."""

import contextlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from watcher.cli.main import main

KEYWORDS = """
relevance:
  groups:
    united-states: [United States, U.S., US, Washington, White House]
    singapore: [Singapore, 新加坡]
  general_terms: [critical and emerging technolog*]
focus_areas:
  - {slug: artificial-intelligence, name: Artificial intelligence, terms: [AI, artificial intelligence, 人工智能]}
  - {slug: quantum, name: Quantum, terms: [quantum]}
  - {slug: biotechnology, name: Biotechnology, terms: [biotech*]}
  - {slug: defense-technology, name: Defense technology, terms: [defense technology]}
  - {slug: data-governance, name: Data governance, terms: [data governance]}
  - {slug: climate-resilience, name: Climate resilience, terms: [climate resilience]}
events:
  - slug: cet-dialogue
    name: U.S.-Singapore Critical and Emerging Technology Dialogue
    terms: [CET Dialogue, Critical and Emerging Technology Dialogue]
"""
EVERYTHING = "relevance: {groups: {}, minimum_focus_areas: 0}\nfocus_areas: []\n"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]

    @property
    def record(self) -> dict[str, Any]:
        (only,) = self.records
        return only


@dataclass(frozen=True, slots=True)
class House:
    """Four files and a database in ``root``; feeds may live on loopback."""

    root: Path
    feeds: Sequence[Mapping[str, Any]] = ()
    keywords: str = KEYWORDS
    polling: Mapping[str, Any] = field(default_factory=dict)
    channels: Sequence[Mapping[str, Any]] = ()
    digests: Sequence[Mapping[str, Any]] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.config.mkdir(parents=True, exist_ok=True)
        polling = {"allow_private_addresses": True, "max_entry_age": "0s", "min_interval": "1s", **self.polling}
        self.write("watcher.yaml", {"database": f"sqlite:///{self.database}", "polling": polling, **self.extra})
        self.write("feeds.yaml", {"feeds": [{"full_text": "never", **feed} for feed in self.feeds]})
        self.write("digests.yaml", {"channels": list(self.channels), "digests": list(self.digests)})
        (self.config / "keywords.yaml").write_text(self.keywords, encoding="utf-8")

    @property
    def config(self) -> Path:
        return self.root / "config"

    @property
    def database(self) -> Path:
        return self.root / "watcher.db"

    def write(self, name: str, document: Mapping[str, Any]) -> None:
        """JSON is YAML."""
        (self.config / name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    def run(self, *arguments: str) -> Said:
        """Run one command in this process."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(["--config", str(self.config), *arguments])
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 1
            else:
                code = 0
        return Said(code, out.getvalue(), err.getvalue())

    def poll(self) -> dict[str, Any]:
        """Poll every feed now; the contract's object."""
        return self.run("poll", "--all", "--json").record


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an RSS feed; an empty field is left out of the document."""

    title: str
    text: str = ""
    link: str = ""
    guid: str = ""
    date: str = "Fri, 13 Oct 2023 12:00:00 GMT"


def rss(*items: Item, title: str = "Harbour Wire") -> bytes:
    """A feed of these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://wire.example/</link><description>news</description>"
        + "".join(map(_item, items))
        + "</channel></rss>"
    ).encode()


def _item(item: Item) -> str:
    fields = [
        ("title", "", item.title),
        ("link", "", item.link),
        ("guid", ' isPermaLink="false"', item.guid),
        ("pubDate", "", item.date),
        ("description", "", item.text),
    ]
    return "<item>" + "".join(f"<{tag}{more}>{escape(text)}</{tag}>" for tag, more, text in fields if text) + "</item>"
