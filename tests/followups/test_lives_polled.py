"""What the engine finds the program finds: lives told feed by feed, polled at their times, read back from the store."""

from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
import yaml
from house import EVERYTHING, House, Item, rss
from lives import Life, Story, changes, dates
from scripted_server import ScriptedServer

from watcher.app import App

LIVES = yaml.safe_load((Path(__file__).parent / "more_lives.yaml").read_text(encoding="utf-8"))
POLLED = ["year month day held", "moved twice then cancelled", "two sources disagree", "postponed then dated"]


@pytest.mark.parametrize("name", POLLED)
def test_the_program_ends_with_the_engines_records(
    name: str, tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [Story(**story) for story in LIVES[name]["stories"]]
    clock = {"now": datetime(2023, 1, 1, tzinfo=UTC)}
    monkeypatch.setitem(App.__init__.__kwdefaults__, "clock", lambda: clock["now"])
    outlets = sorted({story.outlet for story in stories})
    feeds = [{"url": server.url(f"/{number}.xml"), "name": outlet} for number, outlet in enumerate(outlets)]
    house = House(tmp_path, feeds=feeds, keywords=EVERYTHING)
    published: dict[str, list[Item]] = {outlet: [] for outlet in outlets}
    for story in stories:
        clock["now"] = datetime.fromisoformat(story.day).replace(hour=9, tzinfo=UTC)
        link = f"https://{len(published[story.outlet])}.example.org/{outlets.index(story.outlet)}"
        item = Item(story.title, story.text, link, link, format_datetime(clock["now"]))
        published[story.outlet].insert(0, item)
        for number, outlet in enumerate(outlets):
            server.feed(f"/{number}.xml", rss(*published[outlet], title=outlet))
        assert house.poll()["failed"] == 0
    polled = [
        ([line["change"] for line in found["history"]], found["start"], found["end"], found["place"])
        for found in house.run("followups", "--json", "--as-of", stories[-1].day).records
    ]
    told = [([c.value for c in changes(each)], *dates(each), each.place) for each in Life().tell(*stories).records]
    assert sorted(map(str, polled)) == sorted(map(str, told))
