"""Lives told in one database, day by day, as a reader of many feeds has them: few of them get in each other's way."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from lives import Life, Story

from watcher.model.followups import FollowUp

HERE = Path(__file__).parent
FILES = ("more_lives.yaml", "strangers_lives.yaml", "blind_lives.yaml", "newsroom_lives.yaml")
LIVES: dict[str, Any] = {
    f"{file}: {name}": life
    for file in FILES
    for name, life in yaml.safe_load((HERE / file).read_text(encoding="utf-8")).items()
}
# All are of one beat and of two years, many of one month and town: far denser than what any fifty feeds bring.
MOST_CHANGED = 18  # of 89, which is what was measured; fewer are welcome


def _shape(record: FollowUp) -> tuple[date | None, date | None, str | None, tuple[str, ...]]:
    return record.period.start, record.period.end, record.place, tuple(line.change.value for line in record.history)


def test_lives_told_beside_each_other_end_as_they_do_alone() -> None:
    alone = {name: sorted((_shape(one) for one in Life().tell(*_stories(name)).records), key=str) for name in LIVES}
    together, teller = Life(), {}
    told = sorted(((story.day, name, story) for name in LIVES for story in _stories(name)), key=lambda row: row[:2])
    for _, name, story in told:
        together.tell(story)
        teller[together.entries] = name
    ends = defaultdict(list)
    for record in together.records:
        ends[teller[record.history[0].entry or 0]].append(_shape(record))
    changed = [name for name in LIVES if sorted(ends[name], key=str) != alone[name]]
    assert len(changed) <= MOST_CHANGED, changed


def _stories(name: str) -> list[Story]:
    return [Story(**story) for story in LIVES[name]["stories"]]
