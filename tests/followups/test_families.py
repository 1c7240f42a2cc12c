"""Families of small lives: disputes, reports of the outcome in other words, dates given up, things told together."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from lives import CET, Life, Story, changes, dates, show

from watcher.model.followups import Change

FAMILIES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "families.yaml").read_text(encoding="utf-8")
)
LIVES = {f"{family}: {life['name']}": life for family, lives in FAMILIES.items() for life in lives}
LETTERS = {
    Change.ANNOUNCED: "A",
    Change.CONFIRMED: "C",
    Change.MOVED: "M",
    Change.POSTPONED: "P",
    Change.CANCELLED: "X",
    Change.HELD: "H",
    Change.CONFLICTING: "D",
}


@pytest.mark.parametrize("name", LIVES)
def test_a_small_life_ends_with_its_records(name: str) -> None:
    life = Life([CET]).tell(*(Story(**story) for story in LIVES[name]["stories"]))
    told = " ".join(
        "".join(LETTERS[one] for one in changes(record)) + f":{dates(record)[1]}" for record in life.records
    )
    assert told == LIVES[name]["records"], show(life)
