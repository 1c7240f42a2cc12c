"""The contract's table of periods, row by row, and what must not be taken for a date."""

from datetime import date

import pytest

from watcher.followups.hits import PeriodHit
from watcher.followups.periods import find_periods
from watcher.model.period import Precision

PUBLISHED = date(2025, 3, 12)  # a Wednesday


def only(text: str) -> PeriodHit:
    hits = [hit for hit in find_periods(text, PUBLISHED) if hit.period is not None]
    assert len(hits) == 1, hits
    return hits[0]


def told(text: str) -> tuple[str, str, str]:
    period = only(text).period
    assert period is not None
    return (str(period.start), str(period.end), period.precision.value)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        # a day
        ("on 8 November", "2025-11-08", "2025-11-08", "day"),
        ("prices should fall next year", "2026-01-01", "2026-12-31", "year"),
        ("on Friday", "2025-03-14", "2025-03-14", "day"),
        ("on Wednesday", "2025-03-12", "2025-03-12", "day"),
        ("tomorrow", "2025-03-13", "2025-03-13", "day"),
        ("the day after tomorrow", "2025-03-14", "2025-03-14", "day"),
        ("effective 1 July", "2025-07-01", "2025-07-01", "day"),
        ("from Jul. 8, 2026", "2026-07-08", "2026-07-08", "day"),
        ("on September 5th", "2025-09-05", "2025-09-05", "day"),
        ("on the 3rd of May 2026", "2026-05-03", "2026-05-03", "day"),
        ("on Friday, September 5", "2025-09-05", "2025-09-05", "day"),
        ("on 10 March", "2026-03-10", "2026-03-10", "day"),
        ("on 2025-06-30", "2025-06-30", "2025-06-30", "day"),
        ("on 30/06/2025", "2025-06-30", "2025-06-30", "day"),
        ("on 06/30/2025", "2025-06-30", "2025-06-30", "day"),
        ("on 15.06.2025", "2025-06-15", "2025-06-15", "day"),
        ("on 29 February", "2028-02-29", "2028-02-29", "day"),
        ("next Friday", "2025-03-21", "2025-03-21", "day"),
        ("this Friday", "2025-03-14", "2025-03-14", "day"),
        ("120 days after publication", "2025-07-10", "2025-07-10", "day"),
        # months, quarters, halves, years
        ("in September 2026", "2026-09-01", "2026-09-30", "month"),
        ("in September", "2025-09-01", "2025-09-30", "month"),
        ("in March", "2025-03-01", "2025-03-31", "month"),
        ("in February", "2026-02-01", "2026-02-28", "month"),
        ("next month", "2025-04-01", "2025-04-30", "month"),
        ("in June next year", "2026-06-01", "2026-06-30", "month"),
        ("next June", "2025-06-01", "2025-06-30", "month"),
        ("at a July summit", "2025-07-01", "2025-07-31", "month"),
        ("in Q1 2026", "2026-01-01", "2026-03-31", "quarter"),
        ("in 1Q26", "2026-01-01", "2026-03-31", "quarter"),
        ("in the third quarter of 2025", "2025-07-01", "2025-09-30", "quarter"),
        ("in the second quarter", "2025-04-01", "2025-06-30", "quarter"),
        ("next year's first quarter", "2026-01-01", "2026-03-31", "quarter"),
        ("next quarter", "2025-04-01", "2025-06-30", "quarter"),
        ("in the second half of 2028", "2028-07-01", "2028-12-31", "half"),
        ("in H1 2027", "2027-01-01", "2027-06-30", "half"),
        ("in the first half of next year", "2026-01-01", "2026-06-30", "half"),
        ("in 2026", "2026-01-01", "2026-12-31", "year"),
        ("planned for 2026", "2026-01-01", "2026-12-31", "year"),
        ("next year", "2026-01-01", "2026-12-31", "year"),
        ("around 2030", "2030-01-01", "2030-12-31", "year"),
        # limits: no start
        ("by 30 June", "None", "2025-06-30", "day"),
        ("on or before August 19, 2025", "None", "2025-08-19", "day"),
        ("no later than Jan. 31, 2026", "None", "2026-01-31", "day"),
        ("until May 2026", "None", "2026-05-31", "month"),
        ("through October 2025", "None", "2025-10-31", "month"),
        ("by 2030", "None", "2030-12-31", "year"),
        ("by the end of the year", "None", "2025-12-31", "year"),
        ("by the year end", "None", "2025-12-31", "year"),
        ("by end-2026", "None", "2026-12-31", "year"),
        ("by the end of May", "None", "2025-05-31", "month"),
        ("by the end of the week", "None", "2025-03-16", "range"),
        ("by next week", "None", "2025-03-23", "range"),
        ("by early next year", "None", "2026-04-30", "range"),
        ("by mid-April", "None", "2025-04-20", "range"),
        ("by the summer", "None", "2025-08-31", "range"),
        ("by the September 2026 deadline", "None", "2026-09-30", "month"),
        ("before the fiscal year deadline on Sept. 30", "None", "2025-09-30", "day"),
        ("within 60 days", "None", "2025-05-11", "day"),
        ("within the next three to four years", "None", "2029-03-12", "range"),
        ("a 90-day comment period", "None", "2025-06-10", "day"),
        ("by FY2026", "None", "2026-09-30", "year"),
        ("in FY2026", "None", "2026-09-30", "year"),
        ("in FY2026 Singapore spends more", "None", "2027-03-31", "year"),
        # later this ...
        ("later this month", "2025-03-12", "2025-03-31", "month"),
        ("later this year", "2025-03-12", "2025-12-31", "year"),
        ("later this week", "2025-03-12", "2025-03-16", "range"),
        # thirds
        ("in early 2026", "2026-01-01", "2026-04-30", "range"),
        ("in mid-2026", "2026-05-01", "2026-08-31", "range"),
        ("in late 2026", "2026-09-01", "2026-12-31", "range"),
        ("at the end of 2026", "2026-09-01", "2026-12-31", "range"),
        ("early next year", "2026-01-01", "2026-04-30", "range"),
        ("in early January", "2026-01-01", "2026-01-10", "range"),
        ("in mid-June 2025", "2025-06-11", "2025-06-20", "range"),
        ("in late February 2028", "2028-02-21", "2028-02-29", "range"),
        ("in the first week of June", "2025-06-01", "2025-06-07", "range"),
        ("in the last week of June", "2025-06-24", "2025-06-30", "range"),
        ("mid-to-late 2026", "2026-05-01", "2026-12-31", "range"),
        ("in the early 2030s", "2030-01-01", "2033-12-31", "range"),
        ("in the first half of May", "2025-05-01", "2025-05-15", "range"),
        # seasons and weeks
        ("this summer", "2025-06-01", "2025-08-31", "range"),
        ("in spring 2026", "2026-03-01", "2026-05-31", "range"),
        ("next spring", "2026-03-01", "2026-05-31", "range"),
        ("this fall", "2025-09-01", "2025-11-30", "range"),
        ("in winter 2026", "2026-12-01", "2027-02-28", "range"),
        ("next week", "2025-03-17", "2025-03-23", "range"),
        ("the week of April 14", "2025-04-14", "2025-04-20", "range"),
        # spans
        ("from 31 May to 2 June", "2025-05-31", "2025-06-02", "range"),
        ("June 4-5", "2025-06-04", "2025-06-05", "range"),
        ("from January 12-16, 2026", "2026-01-12", "2026-01-16", "range"),
        ("from December 30 to January 2, 2026", "2025-12-30", "2026-01-02", "range"),
        ("on April 24 and 25", "2025-04-24", "2025-04-25", "range"),
        ("from 2026 to 2028", "2026-01-01", "2028-12-31", "range"),
        ("between March and June 2026", "2026-03-01", "2026-06-30", "range"),
        ("from November to February", "2025-11-01", "2026-02-28", "range"),
        ("in late 2026 or early 2027", "2026-09-01", "2027-04-30", "range"),
        ("from now till Dec 18", "2025-03-12", "2025-12-18", "range"),
        ("over the next four years", "2025-03-12", "2029-03-12", "range"),
        ("in the next six months", "2025-03-12", "2025-09-12", "range"),
        ("over the next month", "2025-03-12", "2025-04-12", "range"),
        # the one that holds the day
        ("in a fortnight", "2025-03-24", "2025-03-30", "range"),
        ("a fortnight from now", "2025-03-24", "2025-03-30", "range"),
        ("within a fortnight", "None", "2025-03-26", "range"),
        ("in the new year", "2026-01-01", "2026-04-30", "range"),
        ("early in the new year", "2026-01-01", "2026-04-30", "range"),
        ("before the new year", "None", "2025-12-31", "year"),
        ("in two weeks", "2025-03-24", "2025-03-30", "range"),
        ("in three months", "2025-06-01", "2025-06-30", "month"),
        ("in two years' time", "2027-01-01", "2027-12-31", "year"),
        ("a year from now", "2026-01-01", "2026-12-31", "year"),
        # no date at all
        ("in the coming weeks and months", "None", "None", "none"),
        ("in the next few months", "None", "None", "none"),
        ("will come soon", "None", "None", "none"),
    ],
)
def test_an_expression_gives_its_period(text: str, start: str, end: str, precision: str) -> None:
    assert told(text) == (start, end, precision)


@pytest.mark.parametrize(
    "text",
    [
        "it may march to the second car",
        "Theresa May spoke",
        "version 2.0 and 10.15",
        "the 2024 Act",
        "open 24/7",
        "on 03/04/2025",
        "30 February 2026",
        "2025 Market Street",
        "$2030 and 2,030 people",
        "the highest in three years ago",
        "the year has been good",
        "Black Friday sales",
        "a second half-hearted try",
        "COVID-2019",
        "Tonika 18 May See A Sharp Rise",
        "This May Be the One",
        "a dictator's rise and fall in Oslo",
        "Four Feet of Snow Set To Fall",
    ],
)
def test_what_only_looks_like_a_date_is_left(text: str) -> None:
    assert [hit for hit in find_periods(text, PUBLISHED) if hit.period is not None] == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on Tuesday", "2025-03-11", "2025-03-11"),
        ("on 20 February", "2025-02-20", "2025-02-20"),
        ("in February", "2025-02-01", "2025-02-28"),
        ("last month", "2025-02-01", "2025-02-28"),
        ("yesterday", "2025-03-11", "2025-03-11"),
        ("last Friday", "2025-03-07", "2025-03-07"),
        ("last summer", "2024-06-01", "2024-08-31"),
    ],
)
def test_a_date_has_a_reading_seen_backward(text: str, start: str, end: str) -> None:
    (hit,) = find_periods(text, PUBLISHED)
    assert hit.past is not None
    assert (str(hit.past.start), str(hit.past.end)) == (start, end)


@pytest.mark.parametrize("text", ["two weeks ago", "since 2020", "after 2030", "following May 2024"])
def test_what_is_only_behind_or_open_has_no_reading_ahead(text: str) -> None:
    assert all(hit.period is None for hit in find_periods(text, PUBLISHED))


def test_the_old_date_of_something_moved_is_marked() -> None:
    old, new = find_periods("has been moved from 12 May to 9 June", PUBLISHED)
    assert (old.replaced, new.replaced) == (True, False)
    assert new.period is not None
    assert str(new.period.start) == "2025-06-09"


def test_postponed_until_is_no_limit() -> None:
    assert told("has been postponed until 2026") == ("2026-01-01", "2026-12-31", "year")
    assert told("will not be ready until 2027") == ("2027-01-01", "2027-12-31", "year")


def test_the_following_month_counts_from_the_date_before() -> None:
    _, following = find_periods("by 2 May and again the following month", PUBLISHED)
    assert following.period is not None
    assert (str(following.period.start), following.period.precision) == ("2025-06-01", Precision.MONTH)


def test_opening_hours_are_no_period() -> None:
    assert find_periods("open from 8 a.m. to 8 p.m., Monday through Friday", PUBLISHED) == []
