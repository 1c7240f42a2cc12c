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


def test_a_list_of_dates_run_together_tells_each_with_its_thing() -> None:
    text = (
        "Key dates: - 15 August: registration opens - 30 September: full papers due - 2-4 December: closing forum, Oslo"
    )
    found = find("", text, PUBLISHED)
    assert [(one.event, one.period.end) for one in found] == [
        ("registration opens", date(2025, 8, 15)),
        ("full papers", date(2025, 9, 30)),
        ("closing forum, Oslo", date(2025, 12, 4)),
    ]
    assert all(one.text in text for one in found)


def test_what_was_pledged_over_the_next_years_is_ahead() -> None:
    assert ends("On Monday three firms pledged 2 billion dollars for chips over the next four years.") == [
        date(2029, 7, 29)
    ]


def test_who_was_chosen_to_do_something_is_to_do_it() -> None:
    assert ends("Lisbon was chosen to host the signing in October.") == [date(2025, 10, 31)]
