"""Dates are what the feed says or nothing."""

from datetime import UTC, datetime

import pytest

from watcher.feeds.dates import parse_date


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("Fri, 13 Oct 2023 07:30:00 GMT", "2023-10-13T07:30"),
        ("Fri, 13 Oct 2023 07:30:00 +0800", "2023-10-12T23:30"),
        ("13 Oct 23 07:30 EDT", "2023-10-13T11:30"),
        ("Fri, 13 Jan 2023 07:30:00 EDT", "2023-01-13T11:30"),
        ("Fri, 13 Oct 2023 07:30:00 EST (Eastern)", "2023-10-13T12:30"),
        ("Friday, October 13, 2023 7:30 PM SGT", "2023-10-13T11:30"),
        ("13 octobre 2023 07:30:00 +0200", "2023-10-13T05:30"),
        ("2023-10-13T07:30:00Z", "2023-10-13T07:30"),
        ("2023-10-13T07:30:00.123456+08:00", "2023-10-12T23:30"),
        ("2023-10-13 07:30:00 -0400", "2023-10-13T11:30"),
        ("2023-10-13+08:00", "2023-10-12T16:00"),
        ("20231013T073000Z", "2023-10-13T07:30"),
        ("Fri Oct 13 07:30:00 UTC 2023", "2023-10-13T07:30"),
        ("2023-10-13T24:00:00Z", "2023-10-14T00:00"),
        ("Fri, 13 Oct 2023 24:00:00 GMT", "2023-10-14T00:00"),
        ("Fri, 13 Oct 2023 07:30:00 -0030", "2023-10-13T08:00"),
        ("2023年10月13日 07:30 +0800", "2023-10-12T23:30"),
        ("13.10.2023 07:30 CEST", "2023-10-13T05:30"),
        ("12:30 AM", None),
    ],
)
def test_clear_dates_are_read_with_their_zone(words: str, instant: str | None) -> None:
    found = parse_date(words)
    expected = (datetime.fromisoformat(instant).replace(tzinfo=UTC), False) if instant else None
    assert found == expected


@pytest.mark.parametrize(
    "words",
    ["2023-10-13", "13 Oct 2023 00:00", "2023/10/13", "13.10.2023", "13/10/2023", "13 Oct 2023 00:00 XYZ"],
)
def test_a_date_without_a_known_zone_is_taken_as_utc_and_flagged(words: str) -> None:
    assert parse_date(words) == (datetime(2023, 10, 13, tzinfo=UTC), True)


@pytest.mark.parametrize(
    "words",
    ["", "yesterday", "2023", "2023-10", "Oct 2023", "18/01/30", "03/04/2023", "32 Oct 2023", "2023-13-01",
     "13 Foo 2023", "1023-10-13",
     "9999-01-01", "13 Oct 2023 25:00", "13 Oct 2023 13:00 PM", "x" * 500, "Fri, 13 Oct 2023 noon"],
)  # fmt: skip
def test_nothing_is_invented(words: str) -> None:
    assert parse_date(words) is None


def test_an_impossible_offset_is_no_zone() -> None:
    assert parse_date("2023-10-13T07:30:00+99:00") == (datetime(2023, 10, 13, 7, 30, tzinfo=UTC), True)


@pytest.mark.parametrize("seconds", range(0, 2_000_000_000, 86_399_999))
@pytest.mark.parametrize("zone", ["+00:00", "-03:30", "+14:00"])
def test_an_odd_blank_changes_no_date(seconds: int, zone: str) -> None:
    told = datetime.fromtimestamp(seconds, UTC)
    for words in (told.strftime("%a, %d %b %Y %H:%M:%S ") + zone.replace(":", ""), told.strftime("%FT%T") + zone):
        found = parse_date(words)
        assert found == parse_date(" " + words.replace(" ", "  "))
        assert found is not None
        assert found == (datetime.fromisoformat(told.strftime("%FT%T") + zone), False)


def test_the_year_first_with_slashes_is_never_month_last() -> None:
    assert parse_date("2020/1/10") == (datetime(2020, 1, 10, tzinfo=UTC), True)
