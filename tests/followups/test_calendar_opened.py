"""The calendar file opened by vobject: an iCalendar reader that shares no code with the library that wrote it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import vobject

from watcher.followups.calendar import to_ics
from watcher.followups.history import apply
from watcher.model.followups import Change, FollowUp, FollowUpChange, Kind
from watcher.model.period import UNDATED, Period, Precision
from watcher.model.stories import Source

NOW = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
WEEK = Period(date(2025, 6, 17), date(2025, 6, 19), Precision.RANGE)
TEXT = "The ports' dialogue, their fourth; it will be held in Singapore from 17 to 19 June: 新加坡主办。"


def follow_up(number: int, period: Period) -> FollowUp:
    line = FollowUpChange(NOW, period, "Singapore", Change.ANNOUNCED, "source", TEXT, None, number)
    return FollowUp(
        id=number,
        event="ports' dialogue; fourth round, with a long name that must be folded over two lines at least",
        event_slug=None,
        period=period,
        place="Singapore",
        kind=Kind.MEETING,
        text=TEXT,
        first_mentioned_at=NOW,
        updated_at=NOW,
        history=(line,),
        sources=(Source(number, "Harbour Wire", "Dialogue", f"https://example.org/{number}?a=1,2;b", NOW),),
    )


def told(known: FollowUp, change: Change, period: Period) -> FollowUp:
    at = datetime(2025, 4, 1, 8, 0, tzinfo=UTC)
    return apply(known, FollowUpChange(at, period, known.place, change, "source", "News of it.", None, 99))


def opened(follow_ups: Iterable[FollowUp]) -> list[Any]:
    """The events of the file, checked against RFC 5545's required properties while they are read."""
    calendar = vobject.readOne(to_ics(follow_ups, NOW).decode())
    calendar.validate(raiseException=True)
    return list(getattr(calendar, "vevent_list", []))


def test_days_are_all_day_spans_whose_end_is_exclusive() -> None:
    (event,) = opened([follow_up(1, WEEK)])
    assert (event.dtstart.value, event.dtend.value) == (date(2025, 6, 17), date(2025, 6, 20))
    assert type(event.dtstart.value) is date  # no time of day, no zone


def test_the_sentence_and_the_link_come_through_whole() -> None:
    (event,) = opened([follow_up(1, WEEK)])
    assert event.description.value.split("\n") == [TEXT, "https://example.org/1?a=1,2;b"]
    assert event.summary.value == follow_up(1, WEEK).event
    assert event.location.value == "Singapore"


def test_a_move_keeps_the_uid_and_raises_the_sequence() -> None:
    first = follow_up(1, WEEK)
    later = Period(date(2025, 9, 2), date(2025, 9, 2), Precision.DAY)
    (before,), (after,) = opened([first]), opened([told(first, Change.MOVED, later)])
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert (after.dtstart.value, after.dtend.value) == (date(2025, 9, 2), date(2025, 9, 3))


def test_a_confirmation_that_changes_nothing_keeps_the_sequence() -> None:
    first = follow_up(1, WEEK)
    (before,), (after,) = opened([first]), opened([told(first, Change.CONFIRMED, WEEK)])
    assert after.sequence.value == before.sequence.value


def test_what_is_called_off_is_cancelled_under_the_same_uid() -> None:
    first = follow_up(1, WEEK)
    (event,) = opened([told(first, Change.CANCELLED, WEEK)])
    assert event.status.value == "CANCELLED"
    assert event.uid.value == opened([first])[0].uid.value
    assert int(event.sequence.value) == 1


def test_two_follow_ups_have_two_uids_and_the_undated_none() -> None:
    events = opened([follow_up(1, WEEK), follow_up(2, WEEK), follow_up(3, UNDATED)])
    assert len({event.uid.value for event in events}) == len(events) == 2


def test_an_empty_calendar_still_opens() -> None:
    calendar = vobject.readOne(to_ics([], NOW).decode())
    assert calendar.prodid.value
    assert not hasattr(calendar, "vevent")
