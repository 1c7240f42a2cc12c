"""Dates that only tell when something was said, done or named so, beside dates that are promised."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model import Change

PUBLISHED = date(2025, 7, 15)  # a Tuesday


def ends(text: str, title: str = "") -> list[str]:
    return [str(one.period.end) for one in find(title, text, PUBLISHED) if one.report is Change.ANNOUNCED]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The Reef Data Forum will be held on March 18 and 19 next year.", "2026-03-19"),
        ("The Reef Data Forum will be held on 18-19 March next year, the bureau said.", "2026-03-19"),
        ("The sensor rule takes effect on 1 November this year.", "None"),
        ("The lab will open in the fall.", "2025-11-30"),
        ("The lab will open this fall.", "2025-11-30"),
        ("The hearing will be held on Monday.", "2025-07-21"),
    ],
)
def test_a_day_takes_the_year_that_stands_behind_it(text: str, end: str) -> None:
    assert ends(text) == ([end] if end != "None" else ["2025-11-01"])


@pytest.mark.parametrize(
    "text",
    [
        "It is a year ago this week that the commissioner unveiled the lab, and nobody has moved it.",
        "The fair shut a month ago today.",
        "The forum was moved so as not to fall in the fasting month.",
        "Prices will not fall by half.",
        "The fall of the old pier will be remembered.",
        "The factory is ready to fall.",
        "He set out the plan in an article in the Sunday Herald.",
        "Delegates to the Spring Festival will travel by train.",
    ],
)
def test_words_of_the_calendar_that_name_no_date_ahead(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "She is the first premier to visit Tonga in six years.",
        "The drought is the worst that growers have seen in ten years.",
        "Vendors said they would rather wait for the sixth forum next April.",
        "The ministry would prefer to meet in September.",
    ],
)
def test_what_has_not_been_for_years_and_what_one_would_like_are_no_promises(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The first phase will be finished in two years.", "2027-12-31"),
        ("The premier is to travel to Tonga to sell grain to buyers by 30 August.", "2025-08-30"),
    ],
)
def test_what_is_to_be_first_or_sold_to_somebody_is_one(text: str, end: str) -> None:
    assert ends(text) == [end]
