"""A service that is killed again and again while feeds change, alerts go out and digests are composed.

``Killed`` plays it; ``findings`` says what is wrong afterwards: nothing, where the service keeps its word.
"""

import itertools
import json
import random
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from house import House, Item, rss
from running import Running
from scripted_server import Recorded, Reply, ScriptedServer

FEEDS = 6
SYLLABLES = "ba ke li mo nu ra se ti vo zu".split()


def word(number: int) -> str:
    """A word of its own for each number, like no other: a story each, so that what is counted is exact."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{number * 7919 % 100_000:05d}")


class Growing:
    """A feed that gains a few items at each asking, and keeps all of them."""

    def __init__(self, name: str, numbers: "itertools.count[int]") -> None:
        self.name = name
        self.items: list[Item] = []
        self.growing = True
        self._numbers = numbers

    def __call__(self, _: Recorded) -> Reply:
        for _ in range(3 if self.growing else 0):
            number = next(self._numbers)
            title = " ".join(["Quantum", *(word(number * 4 + place) for place in range(4))])
            text = f"{word(number * 4)} {word(number * 4 + 1)}."
            # Without a date it arrives when it is first seen. One published in a minute whose digest was made before a
            # feed's first poll ended would arrive in that minute, and be told by no digest: by intention, yet no loss.
            self.items.insert(0, Item(title, text, f"https://{self.name}.example/{number}", f"{number}", date=""))
        return Reply(200, rss(*self.items, title=self.name), {"Content-Type": "application/rss+xml"})


class Killed:
    """The stage of one play."""

    def __init__(self, root: Path, server: ScriptedServer, seed: int) -> None:
        numbers = itertools.count()
        self.server = server
        self.feeds = [Growing(f"outlet{n}", numbers) for n in range(FEEDS)]
        for feed in self.feeds:
            server.handler(f"/{feed.name}", feed)
        for hook in ("/digests", "/alerts"):
            server.handler(hook, lambda _: Reply(204))
        self._random = random.Random(seed)
        hooks = [
            {"name": hook, "type": "webhook", "url": server.url(f"/{hook}"), "allow_private": True}
            for hook in ("digests", "alerts")
        ]
        self.house = House(
            root,
            feeds=[{"url": server.url(f"/{feed.name}"), "name": feed.name} for feed in self.feeds],
            polling={"interval": "1s", "per_host": 8},
            channels=hooks,
        )
        areas = "relevance: {groups: {}}\nfocus_areas: [{slug: quantum, name: Quantum, terms: [quantum]}]\n"
        (self.house.config / "keywords.yaml").write_text(areas)
        digest = {"name": "daily", "schedule": "* * * * *", "channels": ["digests"], "max_stories": 1000}
        alert = {"name": "all", "focus_areas": ["quantum"], "channels": ["alerts"]}
        self.house.write("digests.yaml", {"channels": hooks, "digests": [digest], "alerts": [alert]})

    def play(self, kills: int) -> None:
        """So many lives that end by SIGKILL, and one that ends well."""
        for _ in range(kills):
            with Running(self.house) as service:
                service.wait_for("running")
                try:
                    service.process.wait(timeout=self._random.uniform(0.0, 2.5))
                except subprocess.TimeoutExpired:
                    service.process.kill()
        for feed in self.feeds:
            feed.growing = False
        self.house.poll()
        assert self.house.run("digest", "daily", "--send").code == 0
        while self._live() or self._waiting():
            pass  # alerts that it made as it stopped are sent by the next
        self.house.run("digest", "daily", "--send")

    def _live(self) -> bool:
        """A life until nothing waits any more, as far as it knows; whether it sent anything."""
        with Running(self.house) as service:
            service.wait_for("running")
            while waited := self._waiting():
                service.wait_until(lambda before=waited: self._waiting() != before)
            assert service.stop() == 0
        return any("status=sent" in line for line in service.log)

    def _waiting(self) -> int:
        count: int = self.rows("SELECT count(*) FROM deliveries WHERE state = 'waiting'")[0][0]
        return count

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.house.database, timeout=30)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def findings(self) -> list[str]:
        """What was lost, doubled or damaged."""
        served = {item.title for feed in self.feeds for item in feed.items}
        stored = Counter(title for (title,) in self.rows("SELECT title FROM entries"))
        digests = self._told("/digests")
        found = [f"database: {words}" for (words,) in self.rows("PRAGMA integrity_check") if words != "ok"]
        found += [f"foreign key: {row}" for row in self.rows("PRAGMA foreign_key_check")]
        found += [f"lost: {title}" for title in served - stored.keys()]
        found += [f"stored {number} times: {title}" for title, number in stored.items() if number > 1]
        found += [f"told {number} times: {title}" for title, number in digests.items() if number > 1]
        alerts = self._told("/alerts")
        found += [f"alerted {number} times: {title}" for title, number in alerts.items() if number > 1]
        # A digest does not repeat what an alert told: each story is in one of the two.
        found += [f"never told: {title}" for title in served - digests.keys() - alerts.keys()]
        found += [f"half-sent: v{row}" for row in self.rows("SELECT id FROM deliveries WHERE state != 'sent'")]
        return found

    def _told(self, hook: str) -> Counter[str]:
        """Titles of the stories in what arrived; a repeat of the same message counts once, and must be the same."""
        messages: dict[str, bytes] = {}
        for request in self.server.asked(hook):
            known = messages.setdefault(request.headers["webhook-id"], request.body)
            assert known == request.body, "a repeat is the same bytes"
        told: Counter[str] = Counter()
        for body in map(json.loads, messages.values()):
            if body["type"] == "alert":
                told[body["story"]["title"]] += 1
            else:
                told.update(story["title"] for area in body["focus_areas"] for story in area["stories"])
        return told
