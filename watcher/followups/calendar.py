"""Follow-ups as an iCalendar file (RFC 5545): all-day spans with a stable UID. Reads no clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from watcher.model.followups import Change, FollowUp, Status
from watcher.model.period import Precision

_PRODUCT = "-//Watcher//Follow-ups//EN"


def uid(followup: FollowUp) -> str:
    """Stable for the life of the record."""
    return f"followup-{followup.id}@watcher"


def to_ics(followups: Iterable[FollowUp], now: datetime) -> bytes:
    """A calendar of the dated follow-ups; those without a date have no place in one and are left out.

    DTEND is exclusive, as RFC 5545 (3.6.1) has it. "by X" stands on X's last day. One postponed without a new date
    keeps its last known place as TENTATIVE, and one that was dismissed stays as CANCELLED, so that a calendar which has
    it does not go on promising it.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Watcher follow-ups")
    for followup in followups:
        span = _span(followup)
        if span is not None:
            calendar.add_component(_event(followup, span, now))
    return bytes(calendar.to_ical())


def _span(followup: FollowUp) -> tuple[datetime, datetime] | None:
    period = followup.period
    if period.end is None:
        dated = [
            line.period
            for line in followup.history
            if line.period.end is not None and line.change is not Change.CONFLICTING
        ]
        if not dated or not any(line.change is Change.POSTPONED for line in followup.history):
            return None
        period = dated[-1]
    if period.end is None:
        return None
    midnight = datetime.min.time()
    return datetime.combine(period.start or period.end, midnight), datetime.combine(period.end, midnight)


def _event(followup: FollowUp, span: tuple[datetime, datetime], now: datetime) -> Event:
    event = Event()
    event.add("uid", uid(followup))
    event.add("dtstamp", now)
    event.add("dtstart", span[0].date())
    event.add("dtend", (span[1] + timedelta(days=1)).date())
    event.add("sequence", followup.sequence)
    event.add("summary", _summary(followup))
    event.add("status", _status(followup))
    event.add("transp", "TRANSPARENT")  # a follow-up takes nobody's time
    event.add("last-modified", followup.updated_at)
    event.add("created", followup.first_mentioned_at)
    event.add("categories", [followup.kind.value])
    if followup.place:
        event.add("location", followup.place)
    links = [source.url for source in followup.sources if source.url]
    if links:
        event.add("url", links[-1])
    event.add("description", "\n".join([followup.text, *links]))
    return event


def _summary(followup: FollowUp) -> str:
    if followup.period.end is None:
        return f"Postponed, no new date: {followup.event}"
    return f"By this day: {followup.event}" if followup.period.start is None and followup.period.end else followup.event


def _status(followup: FollowUp) -> str:
    """CONFIRMED where a day is known; a month or a year is TENTATIVE, as is what was put off."""
    if followup.outcome in {Status.CANCELLED, Status.DISMISSED}:
        return "CANCELLED"
    exact = followup.period.precision is Precision.DAY or (
        followup.period.start is not None
        and followup.period.end is not None
        and (followup.period.end - followup.period.start).days <= 10
    )
    return "CONFIRMED" if exact or followup.outcome is Status.HELD else "TENTATIVE"
