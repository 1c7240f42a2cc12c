"""The iCalendar file, read back by a parser of another make."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from watcher.followups import person
from watcher.followups.calendar import to_ics, uid
from watcher.followups.history import apply
from watcher.model.followups import Change, FollowUp, FollowUpChange, Kind, Status
from watcher.model.period import UNDATED, Period, Precision
from watcher.model.stories import Source

NOW = datetime(2024, 7, 1, 8, 0, tzinfo=UTC)


def follow_up(period: Period, outcome: Status | None = None) -> FollowUp:
    line = FollowUpChange(NOW, period, "Singapore", Change.ANNOUNCED, "source", "It will be held.", None, 1)
    return FollowUp(
        id=17,
        event="second CET Dialogue",
        event_slug="cet-dialogue",
        period=period,
        place="Singapore",
        kind=Kind.MEETING,
        text="The second CET Dialogue, planned with care; it will be held in Singapore.",
        first_mentioned_at=NOW,
        updated_at=NOW,
        outcome=outcome,
        sequence=3,
        history=(line,),
        sources=(Source(1, "Harbour Wire", "Dialogue", "https://example.org/a?b=1", NOW),),
    )


DAY = Period(date(2024, 7, 31), date(2024, 7, 31), Precision.DAY)
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR)


def lines_of(body: bytes) -> list[tuple[str, str]]:
    """Content lines as RFC 5545, 3.1 has them: unfolded, name and value, read without the library that wrote them."""
    assert b"\r\n" in body
    unfolded = body.decode().replace("\r\n ", "").replace("\r\n\t", "")
    pairs = [line.partition(":") for line in unfolded.split("\r\n") if line]
    return [(name.split(";")[0], value) for name, _, value in pairs]


def event_of(*follow_ups: FollowUp) -> dict[str, str]:
    pairs = lines_of(to_ics(follow_ups, NOW))
    start = pairs.index(("BEGIN", "VEVENT"))
    return dict(pairs[start + 1 : pairs.index(("END", "VEVENT"))])


def test_a_day_is_an_all_day_event_with_an_exclusive_end() -> None:
    event = event_of(follow_up(DAY))
    assert (event["DTSTART"], event["DTEND"]) == ("20240731", "20240801")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("followup-17@watcher", "3", "CONFIRMED")
    assert event["LOCATION"] == "Singapore"
    assert event["SUMMARY"] == "second CET Dialogue"


def test_the_sentence_and_the_links_stand_in_the_description() -> None:
    description = event_of(follow_up(DAY))["DESCRIPTION"].replace("\\,", ",").replace("\\;", ";").split("\\n")
    assert description == [follow_up(DAY).text, "https://example.org/a?b=1"]


def test_a_year_is_tentative_over_its_whole_span() -> None:
    event = event_of(follow_up(YEAR))
    assert (event["DTSTART"], event["DTEND"], event["STATUS"]) == ("20240101", "20250101", "TENTATIVE")


def test_by_a_day_stands_on_that_day() -> None:
    event = event_of(follow_up(Period(None, date(2024, 8, 29), Precision.DAY)))
    assert (event["DTSTART"], event["DTEND"]) == ("20240829", "20240830")
    assert event["SUMMARY"].startswith("By this day")


@pytest.mark.parametrize(
    ("period", "outcome", "expected"),
    [(DAY, Status.CANCELLED, "CANCELLED"), (YEAR, Status.HELD, "CONFIRMED"), (YEAR, None, "TENTATIVE")],
)
def test_the_status_tells_what_became_of_it(period: Period, outcome: Status | None, expected: str) -> None:
    assert event_of(follow_up(period, outcome))["STATUS"] == expected


def test_what_has_no_date_is_left_out() -> None:
    assert ("BEGIN", "VEVENT") not in lines_of(to_ics([follow_up(UNDATED)], NOW))


def test_what_was_dismissed_is_taken_back_in_calendars_that_have_it() -> None:
    event = event_of(person.dismiss(follow_up(DAY), NOW))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "4")


def test_what_was_put_off_keeps_its_old_place_as_tentative() -> None:
    put_off = apply(
        follow_up(DAY), FollowUpChange(NOW, UNDATED, "Singapore", Change.POSTPONED, "source", "Put off.", None, 2)
    )
    event = event_of(put_off)
    assert (event["DTSTART"], event["STATUS"], event["SEQUENCE"]) == ("20240731", "TENTATIVE", "4")


def test_a_move_raises_the_sequence_and_keeps_the_uid() -> None:
    later = Period(date(2024, 9, 3), date(2024, 9, 3), Precision.DAY)
    moved = apply(follow_up(DAY), FollowUpChange(NOW, later, "Singapore", Change.MOVED, "source", "Moved.", None, 2))
    event = event_of(moved)
    assert (event["UID"], event["SEQUENCE"], event["DTSTART"]) == (uid(follow_up(DAY)), "4", "20240903")


def test_without_place_or_links_it_is_still_an_event() -> None:
    event = event_of(replace(follow_up(DAY), place=None, sources=()))
    assert "LOCATION" not in event
    assert "URL" not in event


def test_the_calendar_names_its_product_and_version() -> None:
    pairs = dict(lines_of(to_ics([follow_up(DAY)], NOW)))
    assert pairs["VERSION"] == "2.0"
    assert pairs["PRODID"]
