"""A promise, and what one later story tells of it in quite other words: one record, with what became of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from lives import Life, Story, changes, show

from watcher.model.followups import Change

TOLD: list[Any] = yaml.safe_load((Path(__file__).parent / "heard_again.yaml").read_text(encoding="utf-8"))
LETTERS = {
    "A": Change.ANNOUNCED,
    "C": Change.CONFIRMED,
    "M": Change.MOVED,
    "P": Change.POSTPONED,
    "X": Change.CANCELLED,
    "H": Change.HELD,
}


@pytest.mark.parametrize("told", TOLD, ids=[told["stories"][-1]["title"] for told in TOLD])
def test_what_became_of_it_is_heard(told: dict[str, Any]) -> None:
    life = Life().tell(*(Story(outlet=f"Outlet {n}", **story) for n, story in enumerate(told["stories"])))
    assert len(life.records) == 1, show(life)
    [record] = life.records
    expected: tuple[list[Change], date | None] = ([LETTERS[letter] for letter in told["changes"]], told["end"])
    assert (changes(record), record.period.end) == expected, show(life)
