"""Lives written before the engine had seen their sentences: each ends with its records and no others."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from lives import Life, Story, show

from watcher.model.followups import Change, FollowUp

HERE = Path(__file__).parent
LIVES: dict[str, Any] = {
    name: life
    for file in (
        "more_lives.yaml",
        "strangers_lives.yaml",
        "blind_lives.yaml",
        "newsroom_lives.yaml",
        "desk_lives.yaml",
    )
    for name, life in yaml.safe_load((HERE / file).read_text(encoding="utf-8")).items()
}
EVENTS = [
    ("cet-dialogue", r"CET Dialogue|Critical and Emerging Technology Dialogue"),
    ("strategic-partnership-dialogue", r"Strategic Partnership Dialogue"),
    ("cybersecurity-dialogue", r"US-Singapore Cyber Dialogue"),
    ("singapore-airshow", r"Singapore Airshow"),
]
LETTERS = {
    Change.ANNOUNCED: "A",
    Change.CONFIRMED: "C",
    Change.MOVED: "M",
    Change.POSTPONED: "P",
    Change.CANCELLED: "X",
    Change.HELD: "H",
    Change.CONFLICTING: "D",
}


def lived(name: str) -> Life:
    return Life(EVENTS).tell(*(Story(**story) for story in LIVES[name]["stories"]))


def shape(record: FollowUp) -> tuple[str, date | None, date | None, str | None]:
    letters = "".join(LETTERS[line.change] for line in record.history)
    return letters, record.period.start, record.period.end, record.place


@pytest.mark.parametrize("name", LIVES)
def test_a_life_ends_with_its_records_and_no_others(name: str) -> None:
    life = lived(name)
    expected = [(each["changes"], each["start"], each["end"], each["place"]) for each in LIVES[name]["records"]]
    assert sorted(map(shape, life.records), key=str) == sorted(expected, key=str), show(life)


@pytest.mark.parametrize("name", LIVES)
def test_every_phrase_is_two_to_ten_words_that_begin_and_end_whole(name: str) -> None:
    for record in lived(name).records:
        words = record.event.split()
        assert 2 <= len(words) <= 10 or not record.event.isascii(), record.event
        assert words[-1].casefold() not in {"the", "a", "of", "to", "in", "and", "with", "its", "will"}, record.event


@pytest.mark.parametrize("name", LIVES)
def test_every_line_quotes_its_story_word_for_word(name: str) -> None:
    stories = [Story(**story) for story in LIVES[name]["stories"]]
    for record in lived(name).records:
        for line in record.history:
            story = stories[(line.entry or 1) - 1]
            assert line.text in story.title or line.text in story.text
