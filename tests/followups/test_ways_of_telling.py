"""What a second story makes of a promise, in the ordinary ways newsrooms have of telling it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from lives import Life, Story, changes, dates, show

from watcher.model.followups import Change

PROMISES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "ways_of_telling.yaml").read_text(encoding="utf-8")
)
LETTERS = {
    Change.ANNOUNCED: "A",
    Change.CONFIRMED: "",
    Change.MOVED: "M",
    Change.POSTPONED: "P",
    Change.CANCELLED: "X",
    Change.HELD: "H",
    Change.CONFLICTING: "D",
}


@pytest.mark.parametrize(
    ("promise", "told"),
    [
        pytest.param(each["promise"], told, id=f"{number} {told['title']}")
        for number, each in enumerate(PROMISES)
        for told in each["told"]
    ],
)
def test_the_register_ends_as_the_second_story_tells(promise: dict[str, str], told: dict[str, str]) -> None:
    life = Life().tell(Story(**promise), Story(told["day"], "Second Post", told["title"], told["text"]))
    records = sorted(
        "".join(LETTERS[one] for one in changes(record)) + f":{dates(record)[1]}" for record in life.records
    )
    assert " ".join(records) == told["records"], show(life)
