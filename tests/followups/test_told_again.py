"""Small lives told in other words: dates behind nouns, headlines, two meetings of one pair, ends and editions."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from lives import CET, Life, Story, changes, dates, show

from watcher.followups.displacement import moved_from
from watcher.followups.extract import find
from watcher.followups.noun_phrases import LEADING, TRAILING, without_lead, without_tail
from watcher.followups.periods import find_periods
from watcher.model.followups import Change, FoundFollowUp
from watcher.model.period import Period, Precision

FAMILIES: dict[str, list[dict[str, Any]]] = {
    family: lives
    for name in ("told_again.yaml", "whole_lives.yaml")
    for family, lives in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8")).items()
}
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
def test_a_life_told_in_other_words_ends_with_its_records(name: str) -> None:
    life = Life([CET]).tell(*(Story(**story) for story in LIVES[name]["stories"]))
    told = " ".join(
        "".join(LETTERS[one] for one in changes(record)) + f":{dates(record)[1]}" for record in life.records
    )
    assert told == LIVES[name]["records"], show(life)


def told(text: str, title: str = "Notes", day: date = date(2026, 6, 10)) -> tuple[FoundFollowUp, ...]:
    return find(title, text, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("the fiscal fourth quarter", date(2026, 7, 1), date(2026, 9, 30)),
        ("the fourth quarter of the U.S. fiscal year", date(2026, 7, 1), date(2026, 9, 30)),
        ("the first fiscal quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("the fourth quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("Three weeks from today", date(2026, 6, 29), date(2026, 7, 5)),
    ],
)
def test_quarters_of_a_fiscal_year_and_weeks_from_today(text: str, first: date, last: date) -> None:
    (hit,) = find_periods(f"The award is due in {text}.", date(2026, 6, 10))
    assert hit.period is not None
    assert (hit.period.start, hit.period.end) == (first, last)


def test_the_end_of_a_fiscal_year_is_nobodys_promise() -> None:
    found = told("The award is due this quarter, before the American fiscal year runs out on 30 September.")
    assert [one.period.end for one in found] == [date(2026, 6, 30)]


@pytest.mark.parametrize(
    "text",
    [
        "There is no ministerial meeting on ferry software in July, the ministry said.",
        "There will not be a Reef Data Forum in Suva in July.",
    ],
)
def test_no_meeting_at_its_time_is_a_cancellation(text: str) -> None:
    assert [one.report for one in told(text)] == [Change.CANCELLED]


@pytest.mark.parametrize(
    "text",
    [
        "There is no meeting of minds on ferry software.",
        "There will be no further meeting in July.",
        "The map of the reef is nowhere to be found, though June has passed.",
    ],
)
def test_what_is_only_missing_is_neither_called_off_nor_held(text: str) -> None:
    assert not {one.report for one in told(text)} & {Change.CANCELLED, Change.HELD}


@pytest.mark.parametrize(
    ("text", "event", "last"),
    [
        (
            "Look for the stand where the hosts of next April's edition in Accra are signing up speakers.",
            "next edition",
            date(2027, 4, 30),
        ),
        (
            "Ship owners want the shortage on the agenda of October's Arctic Cable Summit in Bergen.",
            "Arctic Cable Summit",
            date(2026, 10, 31),
        ),
        (
            "The open points were left for the third round in Lima next year.",
            "third round",
            date(2027, 12, 31),
        ),
        (
            "The space agency has put a date on its Rover Demo Day: Nov. 13 in Oulu, said its head.",
            "Rover Demo Day",
            date(2026, 11, 13),
        ),
    ],
)
def test_a_date_beside_a_gathering_is_the_gatherings(text: str, event: str, last: date) -> None:
    (found,) = told(text)
    assert (found.report, found.event, found.period.end) == (Change.ANNOUNCED, event, last)


def test_the_summit_of_a_month_long_gone_is_not_to_come() -> None:
    found = find("Notes", "The conclusions of November's Cable Summit are still not out.", date(2026, 2, 10))
    assert Change.ANNOUNCED not in [one.report for one in found]


@pytest.mark.parametrize(
    ("words", "known", "new"),
    [
        ("six months later than planned", date(2026, 7, 1), date(2027, 1, 1)),
        ("three extra weeks", date(2026, 5, 8), date(2026, 5, 29)),
        ("a two-week delay", date(2026, 5, 8), date(2026, 5, 22)),
        ("brought forward by a fortnight", date(2026, 5, 22), date(2026, 5, 8)),
    ],
)
def test_a_distance_tells_the_date_that_was_given_up(words: str, known: date, new: date) -> None:
    def day(told: date) -> Period:
        return Period(told, told, Precision.DAY)

    assert moved_from(f"The new day is {words}.", day(new), day(known))
    assert not moved_from(f"The new day is {words}.", day(new), day(known + timedelta(days=20)))
    assert not moved_from("The new day is better.", day(new), day(known))


@pytest.mark.parametrize(
    "phrase",
    [
        "the forum in Oslo",
        "forum on the",
        "are İn",
        "built-in",
        "plans as soon",
        "as soon as",
        "report,",
        "",
        "Riga's",
        "to be",
    ],
)
def test_the_edges_of_a_phrase_are_cut_as_the_expressions_say(phrase: str) -> None:
    assert without_lead(phrase) == LEADING.sub("", phrase)
    assert without_tail(phrase) == TRAILING.sub("", phrase)


def test_a_plan_for_the_third_round_is_named_after_its_series() -> None:
    (found, *_) = find("Egypt, Greece wrap up cable dialogue, plan third in 2027", "", date(2026, 4, 17))
    assert (found.event, found.edition) == ("third cable dialogue", 3)


def test_who_begins_is_told_behind_the_last_and() -> None:
    (found,) = told("The money is there, the jury has made its choice and the first 12 still begin in September.")
    assert found.event == "first 12 still begin"
