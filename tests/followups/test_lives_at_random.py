"""Of lives put together at random nearly all end with one record, the right end and the right history."""

import itertools

import pytest

from tests.followups import random_lives
from tests.followups.lives import Life, Story, show
from watcher.model.followups import Change, FollowUp, Status

LIVES = 400
MOST_WRONG = 4  # 1 when this was written
AT_ONCE = 12  # things, in each of 8 databases
# Of 96; 5 when this was written: two things due on one day, told with the same other sentences.
MOST_WRONG_AT_ONCE = 8
LETTERS = {"A": "announced", "C": "confirmed", "M": "moved", "P": "postponed", "X": "cancelled", "H": "held"}
NEARER = {"Y": "announced", "Q": "announced", "N": "confirmed", "D": "confirmed"}  # year, quarter, month, day


def lived(seed: int) -> tuple[random_lives.Life, Life]:
    drawn, life = random_lives.drawn(seed), Life()
    for story in drawn.stories:
        life.tell(story)
    return drawn, life


def fault(drawn: random_lives.Life, records: tuple[FollowUp, ...]) -> str:
    """What is wrong with what the life ended with, "" where nothing is."""
    if len(records) != 1:
        return f"{len(records)} records"
    (record,) = records
    cancelled = drawn.plan.endswith("X")
    if record.outcome is not (Status.CANCELLED if cancelled else Status.HELD):
        return f"outcome {record.outcome}"
    if not cancelled and record.period.end != drawn.day:
        return f"ends on {record.period.end}"
    told = [line.change for line in record.history]
    return (
        ""
        if told == [Change((LETTERS | NEARER)[step]) for step in drawn.plan]
        else f"history {[str(one) for one in told]}"
    )


def test_nearly_all_end_with_one_record_and_the_right_history() -> None:
    wrong = []
    for seed in range(LIVES):
        drawn, life = lived(seed)
        if said := fault(drawn, tuple(life.records)):
            wrong.append(f"seed {seed} {drawn.plan}: {said}\n{show(life)}")
    assert len(wrong) <= MOST_WRONG, "\n".join(wrong)


def in_one_database(seed: int) -> list[str]:
    """What is wrong with lives of ``AT_ONCE`` different things whose stories come in the order of their days."""
    by_thing: dict[str, random_lives.Life] = {}
    for number in itertools.count(seed * 1000):
        drawn = random_lives.drawn(number)
        by_thing.setdefault(drawn.thing.full, drawn)
        if len(by_thing) == AT_ONCE:
            break
    lives = list(by_thing.values())
    told = sorted(((story.day, index, story) for index, each in enumerate(lives) for story in each.stories), key=_order)
    life, whose = Life(), {}
    for number, (_, index, story) in enumerate(told, start=1):
        life.tell(story)
        whose[number] = index
    found: list[list[FollowUp]] = [[] for _ in lives]
    for record in life.records:
        found[whose[record.history[0].entry or 1]].append(record)
    return [said for each, records in zip(lives, found, strict=True) if (said := fault(each, tuple(records)))]


def _order(told: tuple[str, int, Story]) -> tuple[str, int]:
    return told[:2]


def test_nearly_all_do_beside_many_others() -> None:
    wrong = [said for seed in range(8) for said in in_one_database(seed)]
    assert len(wrong) <= MOST_WRONG_AT_ONCE, wrong


@pytest.mark.parametrize("seed", range(20))
def test_a_seed_draws_the_same_life_again(seed: int) -> None:
    assert random_lives.drawn(seed) == random_lives.drawn(seed)
    assert len(random_lives.drawn(seed).stories) == len(random_lives.drawn(seed).plan)
