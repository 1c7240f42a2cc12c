"""When digests run and what their windows cover, over both daylight-saving changes and the date line of the beat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from digest_samples import DAILY, NEW_YORK, SINGAPORE
from hypothesis import given
from hypothesis import strategies as st

from watcher.digests.windows import due_window, last_run, next_run, open_window, parse_time, placed, schedule_fault
from watcher.errors import UsageError
from watcher.model.digests import Window


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def runs(schedule: str, zone: ZoneInfo, start: str, number: int) -> list[str]:
    found, at = [], utc(start)
    for _ in range(number):
        at = next_run(schedule, zone, at)
        found.append(f"{at:%m-%dT%H:%M}")
    return found


@pytest.mark.parametrize(
    ("schedule", "start", "expected"),
    [
        pytest.param(
            "0 7 * * *", "2024-03-09T00:00", ["03-09T12:00", "03-10T11:00", "03-11T11:00"], id="seven-stays-seven"
        ),
        pytest.param(
            "30 2 * * *", "2024-03-09T12:00", ["03-10T07:00", "03-11T06:30"], id="no-such-time-runs-at-the-next"
        ),
        pytest.param("30 2 10 3 *", "2024-03-09T12:00", ["03-10T07:00", "03-10T06:30"], id="also-once-a-year"),
        pytest.param(
            "30 * * * *", "2024-03-10T06:00", ["03-10T06:30", "03-10T07:00", "03-10T07:30"], id="hourly-in-spring"
        ),
    ],
)
def test_in_spring_a_time_that_does_not_exist_runs_at_the_next_that_does(
    schedule: str, start: str, expected: list[str]
) -> None:
    assert runs(schedule, NEW_YORK, start, len(expected)) == expected


@pytest.mark.parametrize(
    ("schedule", "start", "expected"),
    [
        pytest.param(
            "0 7 * * *", "2024-11-02T00:00", ["11-02T11:00", "11-03T12:00", "11-04T12:00"], id="seven-stays-seven"
        ),
        pytest.param("30 1 * * *", "2024-11-02T12:00", ["11-03T05:30", "11-04T06:30"], id="twice-runs-at-the-first"),
        pytest.param("30 * * * *", "2024-11-03T04:45", ["11-03T05:30", "11-03T07:30"], id="hourly-too"),
        pytest.param("*/30 1 * * *", "2024-11-03T04:45", ["11-03T05:00", "11-03T05:30", "11-04T06:00"], id="steps-too"),
    ],
)
def test_in_autumn_a_time_that_occurs_twice_runs_at_the_first(schedule: str, start: str, expected: list[str]) -> None:
    assert runs(schedule, NEW_YORK, start, len(expected)) == expected


@pytest.mark.parametrize("weekday", ["0", "7", "sun", "SUN"])
def test_weekdays_0_and_7_are_sunday(weekday: str) -> None:
    assert runs(f"0 7 * * {weekday}", SINGAPORE, "2024-07-01T00:00", 2) == ["07-06T23:00", "07-13T23:00"]


def test_a_range_may_end_on_sunday() -> None:
    assert len({run[:5] for run in runs("0 0 * * mon-sun", ZoneInfo("UTC"), "2024-07-01T00:00", 7)}) == 7


def test_day_of_month_and_weekday_together_match_either() -> None:
    expected = ["07-01T00:00", "07-05T00:00", "07-12T00:00", "07-15T00:00"]
    assert runs("0 0 1,15 * fri", ZoneInfo("UTC"), "2024-06-30T00:00", 4) == expected


@pytest.mark.parametrize("zone", [NEW_YORK, SINGAPORE, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Africa/Cairo")])
@pytest.mark.parametrize("schedule", ["0 7 * * *", "30 1 * * *", "30 2 * * *", "0 0 * * *", "15 * * * *"])
def test_the_last_run_before_a_next_run_is_the_one_before_it(schedule: str, zone: ZoneInfo) -> None:
    """Forward and backward see the same runs through a whole year."""
    at = utc("2024-01-01T00:00")
    step = 50 if schedule.startswith("15") else 400
    for _ in range(step):
        run = next_run(schedule, zone, at)
        assert run > at
        assert last_run(schedule, zone, run) == run
        assert last_run(schedule, zone, run - timedelta(seconds=1)) <= at or at == utc("2024-01-01T00:00")
        at = run


def test_a_run_of_the_first_hour_is_the_last_one_during_the_second() -> None:
    assert last_run("45 1 * * *", NEW_YORK, utc("2024-11-03T06:10")) == utc("2024-11-03T05:45")


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.sampled_from(["Asia/Singapore", "America/New_York"])
)
def test_no_run_lies_between_the_last_and_the_next(now: datetime, zone: str) -> None:
    at = now.replace(tzinfo=UTC)
    before, after = last_run("0 7 * * *", ZoneInfo(zone), at), next_run("0 7 * * *", ZoneInfo(zone), at)
    assert before <= at < after
    assert next_run("0 7 * * *", ZoneInfo(zone), before) == after


@pytest.mark.parametrize(
    "schedule", ["", "0 7 * *", "0 0 7 * * *", "61 7 * * *", "0 7 * * noday", "0 0 31 2 *", "a b c d e"]
)
def test_a_bad_schedule_is_told(schedule: str) -> None:
    assert schedule_fault(schedule)


def test_a_good_schedule_has_no_fault() -> None:
    assert schedule_fault("0 7 * * mon-fri") is None


@pytest.mark.parametrize("ask", [next_run, last_run])
def test_a_bad_schedule_raises_a_clear_error(ask) -> None:  # type: ignore[no-untyped-def] # two functions of one shape
    with pytest.raises(UsageError, match="cannot be read"):
        ask("61 7 * * *", SINGAPORE, utc("2024-01-01T00:00"))


# ---------------------------------------------------------------- windows


def test_the_first_window_reaches_back_first_window() -> None:
    now = utc("2023-10-16T00:30")
    assert due_window(DAILY, None, now) == Window(utc("2023-10-08T23:00"), utc("2023-10-15T23:00"))


def test_a_digest_that_was_just_configured_waits_for_its_first_run() -> None:
    born, run = utc("2023-10-16T00:30"), utc("2023-10-16T23:00")
    assert due_window(DAILY, None, born, known_since=born) is None
    assert due_window(DAILY, None, run, known_since=born) == Window(run - timedelta(days=7), run)


def test_nothing_is_due_twice() -> None:
    run = utc("2023-10-15T23:00")
    assert due_window(DAILY, run, run) is None
    assert due_window(DAILY, run, run + timedelta(hours=23, minutes=59)) is None


def test_missed_runs_are_made_up_for_by_one_window_over_the_gap() -> None:
    last = utc("2023-10-08T23:00")
    assert due_window(DAILY, last, utc("2023-10-19T05:00")) == Window(last, utc("2023-10-18T23:00"))


def test_after_a_digest_sent_by_hand_the_next_one_begins_there() -> None:
    by_hand = utc("2023-10-16T05:12")
    assert due_window(DAILY, by_hand, utc("2023-10-16T06:00")) is None
    assert due_window(DAILY, by_hand, utc("2023-10-16T23:00")) == Window(by_hand, utc("2023-10-16T23:00"))


@pytest.mark.parametrize("zone", [NEW_YORK, SINGAPORE])
@pytest.mark.parametrize("schedule", ["0 7 * * *", "30 2 * * *", "30 1 * * *", "0 * * * *", "0 7 * * mon-fri"])
@pytest.mark.parametrize("start", ["2024-03-06T00:00", "2024-10-30T00:00"])
def test_windows_follow_each_other_without_gap_or_overlap(schedule: str, zone: ZoneInfo, start: str) -> None:
    """Asked every 41 minutes over both changes of the clocks: each window begins where the last one ended."""
    settings = replace(DAILY, schedule=schedule, timezone=zone)
    last, seen = utc(start), 0
    for tick in range(280):
        now = utc(start) + timedelta(minutes=41) * tick
        window = due_window(settings, last, now)
        if window:
            assert window.start == last
            assert last < window.end <= now
            last, seen = window.end, seen + 1
    assert seen >= 5


def test_a_digest_at_half_past_midnight_in_singapore_covers_the_day_before() -> None:
    settings = replace(DAILY, schedule="30 0 * * *")
    window = due_window(settings, utc("2023-10-14T16:30"), utc("2023-10-15T16:31"))
    assert window == Window(utc("2023-10-14T16:30"), utc("2023-10-15T16:30"))


def test_the_open_window_runs_from_the_last_end_to_now() -> None:
    last, now = utc("2023-10-15T23:00"), utc("2023-10-16T05:12")
    assert open_window(DAILY, last, now) == Window(last, now)
    assert open_window(DAILY, None, now) == Window(now - timedelta(days=7), now)
    assert open_window(DAILY, now + timedelta(hours=1), now) == Window(now, now)


def test_a_first_window_beyond_all_news_begins_with_the_epoch() -> None:
    endless = replace(DAILY, first_window=timedelta(days=99_999_999))
    assert open_window(endless, None, utc("2023-10-16T00:00")).start == utc("1970-01-01T00:00")


# ---------------------------------------------------------------- times on the command line


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2023-10-12", SINGAPORE, "2023-10-11T16:00"),
        ("2023-10-12", NEW_YORK, "2023-10-12T04:00"),
        ("2024-04-26", ZoneInfo("Africa/Cairo"), "2024-04-25T22:00"),
        ("2023-10-12T07:00:00+08:00", NEW_YORK, "2023-10-11T23:00"),
        ("2023-10-12t07:00:00z", NEW_YORK, "2023-10-12T07:00"),
        ("2023-10-12 07:00:00.5Z", NEW_YORK, "2023-10-12T07:00:00.500"),
        ("7d", NEW_YORK, "2023-10-09T00:00"),
        (" 36h ", NEW_YORK, "2023-10-14T12:00"),
    ],
)
def test_a_time_is_a_date_an_rfc_3339_time_or_a_duration_back(text: str, zone: ZoneInfo, expected: str) -> None:
    assert parse_time(text, zone, utc("2023-10-16T00:00")) == utc(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2023-13-01",
        "2023-02-30",
        "2023-10-12T07:00:00",
        "2023-10-12T25:00:00Z",
        "999999999w",
        "-7d",
        "0001-01-01",
    ],
)
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        parse_time(text, SINGAPORE, utc("2023-10-16T00:00"))


def test_a_wall_time_in_a_zone_of_fixed_offset_is_placed_as_it_is() -> None:
    zone = timezone(timedelta(hours=8))
    assert placed(datetime(2024, 1, 1, 7), zone) == utc("2023-12-31T23:00")
