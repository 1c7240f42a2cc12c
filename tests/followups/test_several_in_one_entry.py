"""Several things in one entry stay several, each under its own name; small words of time are read for what they say."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Metals Conference will be held on 3 March 2027. The Iron Summit will be held on 3 March 2027.",
            ["Metals Conference", "Iron Summit"],
        ),
        (
            "Comments on the AI rule are due on 3 March 2027. Comments on the chip rule are due on 3 March 2027.",
            ["Comments on the AI rule", "Comments on the chip rule"],
        ),
        (
            "President Ho will meet President Xi on 3 March. President Ho will meet Prime Minister Modi on 3 March.",
            ["President Ho will meet President Xi", "President Ho will meet Prime Minister Modi"],
        ),
        (
            "The Dune Forum will be held in Doha in 2027. The Steel Talks will be held in March 2028.",
            ["Dune Forum", "Steel Talks"],
        ),
        (
            "The Lunar Forum will be held in Oslo on 18 May 2027. The Mars Forum will be held in Bonn on 19 May 2027.",
            ["Lunar Forum", "Mars Forum"],
        ),
    ],
)
def test_two_things_on_one_day_stay_two(text: str, names: list[str]) -> None:
    assert [found.event for found in find("", text, FRIDAY)] == names


def test_one_thing_told_in_two_sentences_stays_one() -> None:
    text = "The Metals Conference will be held on 3 March 2027. The conference opens on 3 March 2027 at noon."
    assert len(find("", text, FRIDAY)) == 1


@pytest.mark.parametrize(
    ("text", "event", "start"),
    [
        ("The Solar Forum will be held a week from Friday.", "Solar Forum", date(2026, 11, 27)),
        ("The Solar Forum will be held on the 5th of next month.", "Solar Forum", date(2026, 12, 5)),
        ("The Solar Forum will be held between 3 and 5 December at midnight.", "Solar Forum", date(2026, 12, 3)),
        ("The Solar Forum will be held in Doha at 9 pm on 3 December.", "Solar Forum", date(2026, 12, 3)),
        ("The agency said the tracker would be launched in May 2027.", "tracker would be launched", date(2027, 5, 1)),
    ],
)
def test_times_are_read_and_left_out_of_the_name(text: str, event: str, start: date) -> None:
    (found,) = find("", text, FRIDAY)
    assert (found.event, found.period.start) == (event, start)


@pytest.mark.parametrize(
    "text", ["The treaty will have been in force for ten years in 2027.", "The admiral will be 70 on 4 July 2027."]
)
def test_years_that_are_counted_promise_nothing(text: str) -> None:
    assert not [found for found in find("", text, FRIDAY) if found.report is Change.ANNOUNCED]


def test_what_will_be_done_by_then_is_promised() -> None:
    (found,) = find("", "The second phase will have been completed by March 2027.", FRIDAY)
    assert found.period.end == date(2027, 3, 31)
