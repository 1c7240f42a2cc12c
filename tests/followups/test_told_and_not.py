"""Dates that look ahead and tell nothing, and dates that tell something though they do not look it."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change

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


def test_that_year_is_the_one_named_before_also_in_the_sentence_before() -> None:
    text = "The Delta law takes effect on 1 January 2027. The Omega law, signed in May, follows on 1 May of that year."
    assert ends(text) == [date(2027, 1, 1), date(2027, 5, 1)]


def test_a_figure_to_compare_with_is_none() -> None:
    assert ends("The board will fund 500 traineeships next year, up from 320 in 2025.") == [date(2026, 12, 31)]


def test_when_something_was_learned_is_no_date_of_it() -> None:
    assert ends("Arcus learned on 9 May that it would need a licence, and on 14 May that the rule would stand.") == []


def test_a_participle_before_a_noun_governs_no_date() -> None:
    text = "The board told telcos to block spoofed calls by 30 August, and shops to check sellers within three months."
    assert ends(text) == [date(2025, 8, 30), date(2025, 10, 29)]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Firms have 30 days to respond to the draft.", date(2025, 8, 28)),
        ("The public has 30 days from publication to comment.", date(2025, 8, 28)),
        ("A 2027 launch is planned for the satellite.", date(2027, 12, 31)),
        ("An 9 September hearing has been set.", date(2025, 9, 9)),
        ("October will see the return of the robot fair.", date(2025, 10, 31)),
        ("Hearings are planned for October-November 2025.", date(2025, 11, 30)),
        ("Bids must reach the ministry on Thursday week, 7 August.", date(2025, 8, 7)),
    ],
)
def test_dates_in_other_shapes_are_told(text: str, end: date) -> None:
    assert ends(text) == [end]


@pytest.mark.parametrize(
    "text",
    ["The appeal took 30 days to file.", "Officials said in April 2018 that the tax would start soon after."],
)
def test_time_that_was_taken_is_not_ahead(text: str) -> None:
    assert ends(text) == []
