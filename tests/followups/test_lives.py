"""Follow-ups through their lives: story after story, one record with the right history."""

from datetime import date

import life_stories as stories
import pytest
from lives import CET, Life, Story, changes, dates, show

from watcher.followups.tracking import status
from watcher.model.followups import Change, FollowUp, Status

A, C, M, P, X, H, D = (
    Change.ANNOUNCED,
    Change.CONFIRMED,
    Change.MOVED,
    Change.POSTPONED,
    Change.CANCELLED,
    Change.HELD,
    Change.CONFLICTING,
)
PGI = ("pgi", r"Partnership for Growth and Innovation|\bPGI\b")


def only_record(*told: Story) -> FollowUp:
    life = Life().tell(*told)
    assert len(life.records) == 1, show(life)
    return life.records[0]


def test_the_cet_dialogue_from_announced_to_held() -> None:
    life = Life([CET]).tell(*stories.CET_DIALOGUE)
    (record,) = life.of("cet-dialogue")
    assert changes(record) == [A, C, C, C, C, C, C, C, H, C], show(life)
    spans = [(str(line.period.start), str(line.period.end)) for line in record.history]
    assert spans[0] == ("2024-01-01", "2024-12-31")
    assert ("2024-07-01", "2024-07-31") in spans
    assert spans[-1] == ("2024-07-31", "2024-07-31")
    assert (record.place, record.outcome) == ("Singapore", Status.HELD)
    assert len(record.sources) >= 8


@pytest.mark.parametrize(
    ("known", "today", "expected"),
    [(1, "2023-10-20", "upcoming"), (4, "2024-03-01", "due"), (7, "2024-07-20", "upcoming"), (9, "2024-08-02", "held")],
)
def test_the_dialogues_status_after_so_many_feed_states(known: int, today: str, expected: str) -> None:
    life = Life([CET]).tell(*stories.CET_DIALOGUE[:known])
    (record,) = life.of("cet-dialogue")
    assert status(record, date.fromisoformat(today)).value == expected


def test_moved_twice_then_cancelled() -> None:
    record = only_record(*stories.MOVED_TWICE_THEN_CANCELLED)
    assert changes(record) == [A, C, M, M, X]
    assert [str(line.period.start) for line in record.history] == [
        "2025-05-12",
        "2025-05-12",
        "2025-06-09",
        "2025-09-15",
        "2025-09-15",
    ]
    assert (record.outcome, record.sequence) == (Status.CANCELLED, 3)


def test_overdue_and_then_reported_late() -> None:
    before = only_record(*stories.OVERDUE_THEN_LATE[:3])
    assert status(before, date(2024, 12, 5)) is Status.OVERDUE
    record = only_record(*stories.OVERDUE_THEN_LATE)
    assert changes(record) == [A, C, H]
    assert dates(record) == ("2025-02-10", "2025-02-10")


def test_two_sources_that_disagree_stand_side_by_side() -> None:
    record = only_record(*stories.TWO_SOURCES_DISAGREE)
    assert changes(record) == [A, D, C, H]
    assert str(record.history[1].period.start) == "2025-04-21"
    assert dates(record) == ("2025-04-14", "2025-04-14")


def test_two_editions_of_one_series_at_once() -> None:
    life = Life().tell(*stories.TWO_EDITIONS)
    assert [(dates(record), record.place, record.outcome) for record in life.records] == [
        (("2025-05-20", "2025-05-20"), "Singapore", Status.HELD),
        (("2026-06-09", "2026-06-11"), "Montreal", Status.HELD),
    ], show(life)


def test_a_deadline_is_extended() -> None:
    record = only_record(*stories.DEADLINE_EXTENDED)
    assert changes(record) == [A, C, M, C]
    assert record.period.end is not None
    assert (str(record.period.end), record.self_settling) == ("2025-08-29", True)
    assert status(record, record.period.end.replace(month=9)) is Status.PASSED


def test_two_meetings_of_the_same_ministers_stay_two() -> None:
    life = Life().tell(*stories.TWO_MEETINGS)
    assert [(dates(record), record.place, record.outcome) for record in life.records] == [
        (("2025-05-06", "2025-05-06"), "Washington", Status.HELD),
        (("2025-05-22", "2025-05-22"), "Jeju", Status.HELD),
    ], show(life)


def test_a_promise_repeated_for_a_year_is_one() -> None:
    record = only_record(*stories.REPEATED_FOR_A_YEAR)
    assert changes(record) == [A, C, C, C, C]
    assert len(record.sources) == 5


def test_a_retracted_report_is_cancelled() -> None:
    record = only_record(*stories.RETRACTED)
    assert changes(record) == [A, C, X]


def test_postponed_without_a_date_and_dated_again() -> None:
    record = only_record(*stories.POSTPONED_THEN_DATED)
    assert changes(record) == [A, P, M, H]
    assert record.history[1].period.end is None


def test_refined_by_headline_and_body() -> None:
    record = only_record(*stories.REFINED_TO_A_MONTH)
    assert changes(record) == [A, C, C, H]
    assert dates(record) == ("2026-04-01", "2026-04-30")


def test_the_dialogue_told_mostly_in_headlines() -> None:
    life = Life([CET]).tell(*stories.CET_IN_HEADLINES)
    first, second = life.of("cet-dialogue")
    assert (dates(first), first.outcome) == (("2024-07-31", "2024-07-31"), Status.HELD), show(life)
    assert (dates(second), second.place, second.edition) == (("2025-01-01", "2025-12-31"), "Washington", 3)


@pytest.mark.parametrize(
    ("life", "history", "last"),
    [
        (stories.KNOWN_BY_ITS_ACRONYM, [A, C, M, H], ("2025-09-22", "2025-09-26")),
        (stories.AGREEMENT_SIGNED_LATE, [A, C, H], ("2025-03-03", "2025-03-03")),
        (stories.FUNDING_OVER_YEARS, [A, C, C], ("2024-05-07", "2028-05-07")),
        (stories.RULE_WITHDRAWN, [A, C, X, C], ("2025-05-15", "2025-05-15")),
        (stories.VAGUE_TO_EXACT, [A, C, C, M, H], ("2025-09-05", "2025-09-05")),
        (stories.PLACES_DISAGREE, [A, D, H], ("2025-06-04", "2025-06-04")),
        (stories.BROUGHT_FORWARD, [A, M, C], (None, "2031-12-31")),
        (stories.PILOT_MOVED, [A, M, M, C, H], ("2026-02-02", "2026-02-02")),
        (stories.UNDATED_THEN_DATED, [A, C, H], ("2025-04-10", "2025-04-10")),
        (stories.PLANT_SCRAPPED, [A, C, M, X], ("2030-01-01", "2030-12-31")),
        (stories.VISIT_PUT_OFF, [A, C, P, M, H], ("2025-07-07", "2025-07-08")),
        (stories.CASE_ADJOURNED, [A, M, H], ("2025-08-22", "2025-08-22")),
        (stories.MONTHS_DISAGREE, [A, D, M, H], ("2026-08-19", "2026-08-19")),
        (stories.CALL_EXTENDED, [A, C, M], ("2025-11-14", "2025-11-14")),
    ],
)
def test_a_life_ends_as_one_record(
    life: tuple[Story, ...], history: list[Change], last: tuple[str | None, str | None]
) -> None:
    record = only_record(*life)
    assert changes(record) == history
    assert dates(record) == last


def test_two_events_in_one_story_keep_their_dates() -> None:
    life = Life([CET, PGI]).tell(*stories.TWO_EVENTS)
    (pgi,), (cet,) = life.of("pgi"), life.of("cet-dialogue")
    assert (dates(pgi), pgi.outcome) == (("2024-06-05", "2024-06-05"), Status.HELD)
    assert (dates(cet), cet.place) == (("2024-07-01", "2024-07-31"), "Singapore")


def test_a_yearly_report_is_a_new_record_each_year() -> None:
    life = Life().tell(*stories.YEARLY_REPORT)
    assert [(dates(record), record.outcome) for record in life.records] == [
        (("2024-07-30", "2024-07-30"), Status.HELD),
        (("2025-08-28", "2025-08-28"), Status.HELD),
    ], show(life)


def test_the_same_ministers_twice_in_a_month_stay_two() -> None:
    life = Life().tell(*stories.MINISTERS_TWICE)
    assert [(dates(record), record.place, record.outcome) for record in life.records] == [
        (("2025-09-04", "2025-09-04"), "Singapore", Status.HELD),
        (("2025-09-25", "2025-09-25"), "Honolulu", Status.HELD),
    ], show(life)


def test_the_third_dialogue_slips_and_is_dated_again() -> None:
    (record,) = Life([CET]).tell(*stories.DIALOGUE_SLIPS).of("cet-dialogue")
    assert changes(record) == [A, P, M, C, H]
    assert (dates(record), record.edition) == (("2026-03-12", "2026-03-12"), 3)


def test_two_plants_of_one_firm_stay_two() -> None:
    life = Life().tell(*stories.TWO_PLANTS)
    assert [dates(record) for record in life.records] == [("2026-04-01", "2026-06-30"), ("2027-01-01", "2027-12-31")]
