"""Dates that look ahead and tell nothing, and dates that tell something though they do not look it."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model import Change

PUBLISHED = date(2025, 7, 29)


def ends(text: str) -> list[date | None]:
    return [one.period.end for one in find("", text, PUBLISHED) if one.report is Change.ANNOUNCED]


@pytest.mark.parametrize(
    "text",
    [
        "Today's rule tightens the limits set on 7 October 2022.",
        "Forecasters predict that such chips would be sold 2 billion times by 2030.",
        "The order of 3 June sets limits on exports.",
    ],
)
def test_what_dates_a_paper_or_is_reckoned_is_no_follow_up(text: str) -> None:
    assert ends(text) == []


def test_what_is_delayed_but_for_the_date_leaves_it_standing() -> None:
    assert ends("The rule is effective 20 November 2025, except one part that is delayed.") == [date(2025, 11, 20)]


def test_a_year_set_as_a_target_is_told() -> None:
    assert ends("The ministry has set 2035 as the deadline for safe keys.") == [date(2035, 12, 31)]


def test_a_second_clause_tells_what_its_own_subject_aims_at() -> None:
    found = find("", "The board will vote next week, and the works council aims to answer by October.", PUBLISHED)
    assert [one.event for one in found][1].startswith("works council")
