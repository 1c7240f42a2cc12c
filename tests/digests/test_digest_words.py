"""How people read dates, periods, clocks and what became of a follow-up."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from digest_samples import by, followup, line, month, on, year

from watcher.digests import words
from watcher.digests.followup_words import event_title
from watcher.model.followups import Change, FollowUp, Kind, Status
from watcher.model.period import UNDATED, Period, Precision

TODAY = date(2024, 7, 20)


def span(start: date, end: date, precision: Precision = Precision.RANGE) -> Period:
    return Period(start, end, precision)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (year(2024), "2024"),
        (month(2024, 2), "February 2024"),
        (span(date(2024, 7, 1), date(2024, 9, 30), Precision.QUARTER), "Q3 2024"),
        (span(date(2028, 7, 1), date(2028, 12, 31), Precision.HALF), "second half of 2028"),
        (span(date(2025, 1, 1), date(2025, 4, 30)), "early 2025"),
        (span(date(2025, 5, 1), date(2025, 8, 31)), "mid 2025"),
        (span(date(2025, 9, 1), date(2025, 12, 31)), "late 2025"),
        (span(date(2025, 3, 1), date(2025, 5, 31)), "spring 2025"),
        (span(date(2024, 12, 1), date(2025, 2, 28)), "winter 2024-25"),
        (span(date(2025, 3, 21), date(2025, 3, 31)), "late March 2025"),
        (span(date(2025, 3, 1), date(2025, 3, 10)), "early March 2025"),
        (span(date(2024, 6, 2), date(2024, 6, 4)), "2-4 Jun 2024"),
        (span(date(2024, 5, 31), date(2024, 6, 2)), "31 May to 2 Jun 2024"),
        (span(date(2024, 12, 30), date(2025, 1, 2)), "30 Dec 2024 to 2 Jan 2025"),
        (span(date(2024, 1, 1), date(2028, 12, 31)), "2024 to 2028"),
        (span(date(2024, 5, 1), date(2024, 7, 31)), "May to July 2024"),
        (span(date(2024, 11, 1), date(2025, 3, 31)), "November 2024 to March 2025"),
        (on(date(2024, 7, 31)), "Wed 31 Jul 2024"),
        (by(date(2023, 12, 31)), "by 31 Dec 2023"),
        (Period(date(2024, 7, 1), None, Precision.RANGE), "from 1 Jul 2024"),
        (UNDATED, "no date yet"),
    ],
)
def test_a_period_is_no_finer_than_it_was_told(period: Period, expected: str) -> None:
    assert words.period_words(period) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (year(2025), "expected during 2025"),
        (year(2024), "expected during 2024"),
        (month(2024, 7), "this month (July 2024)"),
        (month(2024, 9), "expected in September 2024"),
        (span(date(2024, 7, 1), date(2024, 9, 30), Precision.QUARTER), "expected in Q3 2024"),
        (span(date(2025, 1, 1), date(2025, 6, 30), Precision.HALF), "expected in the first half of 2025"),
        (span(date(2024, 1, 1), date(2028, 12, 31)), "expected from 2024 to 2028"),
        (span(date(2024, 5, 1), date(2024, 8, 31)), "expected in mid 2024 (in 42 days at the latest)"),
        (span(date(2024, 7, 19), date(2024, 7, 22)), "now, 19-22 Jul 2024"),
        (span(date(2024, 7, 19), TODAY), "until today, 19-20 Jul 2024"),
        (span(date(2024, 7, 1), TODAY), "expected 1-20 Jul 2024"),
        (on(TODAY), "today, Sat 20 Jul 2024"),
        (on(date(2024, 7, 21)), "tomorrow, Sun 21 Jul 2024"),
        (on(date(2024, 7, 31)), "Wed 31 Jul 2024 (in 11 days)"),
        (on(date(2025, 7, 31)), "Thu 31 Jul 2025"),
        (by(date(2024, 7, 31)), "by 31 Jul 2024 (in 11 days)"),
        (by(date(2025, 7, 31)), "by 31 Jul 2025"),
        (UNDATED, "no date yet"),
    ],
)
def test_an_expectation_is_read_from_today(period: Period, expected: str) -> None:
    assert words.expectation(period, TODAY) == expected


@pytest.mark.parametrize(
    ("item", "status", "expected"),
    [
        (followup(1, year(2023)), Status.OVERDUE, "was expected during 2023, Singapore; no news of it found"),
        (followup(1, on(date(2024, 7, 1))), Status.OVERDUE,
         "was expected on Mon 1 Jul 2024, Singapore; no news of it found"),
        (followup(1, by(date(2024, 7, 1)), place=None), Status.OVERDUE,
         "was expected by 1 Jul 2024; no news of it found"),
        (followup(1, month(2024, 6), place=" "), Status.OVERDUE, "was expected in June 2024; no news of it found"),
        (followup(1, on(date(2024, 7, 1))), Status.HELD, "held Mon 1 Jul 2024, Singapore"),
        (followup(1, UNDATED, kind=Kind.LAUNCH, place=None), Status.HELD, "launched"),
        (followup(1, month(2024, 6), kind=Kind.REPORT, place=None), Status.HELD, "published June 2024"),
        (followup(1, month(2024, 6), kind=Kind.AGREEMENT, place=None), Status.HELD, "signed June 2024"),
        (followup(1, month(2024, 9)), Status.CANCELLED, "cancelled (was September 2024, Singapore)"),
        (followup(1, UNDATED), Status.CANCELLED, "cancelled"),
        (followup(1, on(date(2024, 7, 1)), place=None), Status.PASSED, "Mon 1 Jul 2024, now past"),
        (followup(1, year(2025)), Status.DISMISSED, "set aside"),
        (followup(1, month(2025, 3), history=(line(year(2025), Change.CANCELLED),)), Status.DISMISSED,
         "withdrawn by its source (was March 2025)"),
        (followup(1, year(2025)), Status.UPCOMING, "expected during 2025, Singapore"),
        (followup(1, year(2025), history=(line(year(2026), Change.CONFLICTING),)), Status.UPCOMING,
         "expected during 2025, Singapore; sources differ: also 2026 (Harbour Wire)"),
        (followup(1, on(date(2024, 7, 1)), history=(line(UNDATED, Change.CONFLICTING),)),
         Status.OVERDUE,
         ("was expected on Mon 1 Jul 2024, Singapore; sources differ: "
          "also “Officials said it is conflicting.” (Harbour Wire)")),
        (replace(followup(1, year(2025)), settled_by_person=True), Status.HELD,
         "marked as done (was expected during 2025, Singapore)"),
        (followup(1, UNDATED, place=None, history=(line(UNDATED, Change.POSTPONED),)), Status.UPCOMING,
         "postponed, no new date yet"),
    ],
)  # fmt: skip
def test_what_became_of_it(item: FollowUp, status: Status, expected: str) -> None:
    assert words.standing(item, status, TODAY) == expected


def test_a_follow_up_without_history_is_read_by_its_period() -> None:
    item = replace(followup(1, year(2025)), history=())
    assert words.standing(item, Status.UPCOMING, TODAY) == "expected during 2025, Singapore"


@pytest.mark.parametrize("kind", Kind)
def test_no_word_for_people_is_the_program_s_due_or_missed(kind: Kind) -> None:
    for status in Status:
        said = words.standing(followup(1, on(date(2024, 7, 1)), kind=kind), status, TODAY)
        assert " due" not in said
        assert "missed" not in said


@pytest.mark.parametrize(
    ("was", "now", "status", "expected"),
    [
        (line(year(2024)), followup(1, month(2024, 7), place=None), Status.UPCOMING, "was 2024"),
        (line(year(2024), place="Washington"), followup(1, year(2024)), Status.UPCOMING, "was Washington"),
        (line(year(2024), place="Washington"), followup(1, year(2025)), Status.UPCOMING, "was 2024, Washington"),
        (line(year(2024)), followup(1, on(date(2024, 7, 1)), place=None), Status.HELD, "expected 2024"),
        (line(year(2024)), followup(1, UNDATED), Status.CANCELLED, ""),
        (line(year(2024)), followup(1, year(2024)), Status.UPCOMING, ""),
    ],
)
def test_a_change_says_what_it_was(was: object, now: FollowUp, status: Status, expected: str) -> None:
    assert words.change_words(was, now, status) == expected  # type: ignore[arg-type] # parametrized


def test_a_moment_is_printed_on_every_clock() -> None:
    at = datetime(2023, 10, 15, 23, tzinfo=UTC)
    assert (
        words.moment(at, ["Asia/Singapore", "America/New_York"])
        == "Mon 16 Oct 2023, 07:00 Singapore (Sun 19:00 New York)"
    )
    assert words.moment(at, ["UTC"]) == "Sun 15 Oct 2023, 23:00 UTC"
    assert words.moment(at, ["Asia/Singapore", "Asia/Tokyo"]) == "Mon 16 Oct 2023, 07:00 Singapore (08:00 Tokyo)"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 7, 19), "yesterday"),
        (date(2024, 7, 17), "3 days ago"),
        (date(2024, 12, 31), "in 5 months"),
        (date(2028, 7, 20), "in 4 years"),
    ],
)
def test_a_distance_is_as_rough_as_it_is_far(day: date, expected: str) -> None:
    assert words.distance(day, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("subsea cable", "subsea cable"),
        ("subsea\n and  cable", "subsea and cable"),
        ("subsea lines, among them the longest ever laid, and a power cable", "subsea lines … and a power cable"),
        ("x" * 50, "xxxxxxxxxxxxxxxxxx … xxxxxxxxxxxxxxxxxx"),
    ],
)
def test_a_match_that_spans_many_words_shows_both_its_ends(text: str, shown: str) -> None:
    assert words.span(text, 40) == shown
    assert len(shown) <= 40


def test_lists_and_counts_read_as_people_write_them() -> None:
    assert [words.listed(list("abcd")[:number]) for number in range(5)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
        "a, b, c and d",
    ]
    assert words.listed(list("abcd"), 2) == "a, b and 2 more"
    assert [words.count(1, "story", "stories"), words.count(2000, "story", "stories")] == ["1 story", "2,000 stories"]


def test_direction_marks_and_controls_leave_foreign_words_as_they_are() -> None:
    assert words.plain("a\u202eb\u2066c\x00\nd سنغافورة 新加坡") == "abc d سنغافورة 新加坡"


def test_width_counts_columns() -> None:
    assert [words.width(text) for text in ("ab", "新加", "e\u0301")] == [2, 4, 1]


class TestEventTitle:
    NAMES = {"cet-dialogue": "CET Dialogue"}  # noqa: RUF012 - never changed

    @pytest.mark.parametrize(
        ("own", "kind", "slug", "title"),
        [
            ("next CET Dialogue", Kind.MEETING, "cet-dialogue", "Next CET Dialogue"),
            ("下一届对话", Kind.MEETING, "cet-dialogue", "CET Dialogue"),
            ("下一届对话", Kind.MEETING, None, "下一届对话"),
            ("发布报告", Kind.REPORT, "cet-dialogue", "发布报告"),
            (" ", Kind.MEETING, None, "(unnamed)"),
        ],
    )
    def test_one_event_has_one_name_in_a_digest(self, own: str, kind: Kind, slug: str | None, title: str) -> None:
        told = replace(followup(1, year(2024), event=own, kind=kind), event_slug=slug)
        assert event_title(told, self.NAMES) == title
