"""A person's word on a follow-up: it stands above the machine's and outlives later polls."""

from dataclasses import replace
from datetime import datetime

from watcher.followups.history import AMENDED, PERSON, REOPENED, apply, before_its_end
from watcher.followups.kinds import edition_of, kind_of, settles_itself
from watcher.model.followups import Change, FollowUp, FollowUpChange, Kind, Naming, Status
from watcher.model.period import Period


def add(
    text: str,
    period: Period,
    place: str | None,
    event_slug: str | None,
    url: str | None,
    now: datetime,
) -> FollowUp:
    """A person's own entry, with id 0; later stories confirm or contradict it."""
    line = FollowUpChange(now, period, place, Change.ANNOUNCED, PERSON, text, url)
    return FollowUp(
        id=0,
        event=" ".join(text.split()[:10]),
        event_slug=event_slug,
        period=period,
        place=place,
        kind=Kind.MEETING if event_slug else kind_of(text, text),
        text=text,
        first_mentioned_at=now,
        updated_at=now,
        edition=edition_of(text),
        self_settling=not event_slug and settles_itself(text),
        history=(line,),
    )


def done(followup: FollowUp, now: datetime, text: str = "took place") -> FollowUp:
    """It took place."""
    return _settle(followup, now, Change.HELD, text)


def dismiss(followup: FollowUp, now: datetime, text: str = "dismissed") -> FollowUp:
    """It never was a follow-up."""
    return _settle(followup, now, Change.CANCELLED, text)


def reopen(followup: FollowUp, now: datetime) -> FollowUp:
    """Neither: the clock decides again, and the stories published from now on.

    What a story had reported as held is awaited when it was to be before that; what a story dated anew while the
    follow-up was dismissed, on that date.
    """
    before = before_its_end(followup)
    period = followup.period if before is None or followup.settled_by_person else before.period
    if followup.outcome is Status.DISMISSED:
        period = _dated_meanwhile(followup) or period
    return apply(followup, FollowUpChange(now, period, followup.place, Change.CONFIRMED, PERSON, REOPENED))


def _dated_meanwhile(followup: FollowUp) -> Period | None:
    """The last date that a source gave after a person had dismissed it."""
    for line in reversed(followup.history):
        if line.change is Change.CONFLICTING and line.period.end is not None:
            return line.period
        if line.by == PERSON:
            return None
    return None


def _settle(followup: FollowUp, now: datetime, change: Change, text: str) -> FollowUp:
    return apply(followup, FollowUpChange(now, followup.period, followup.place, change, PERSON, text))


def amend(
    followup: FollowUp,
    now: datetime,
    *,
    text: str | None = None,
    period: Period | None = None,
    place: str | None = None,
    event_slug: str | None = None,
    url: str | None = None,
) -> FollowUp:
    """The follow-up with what a person set; None leaves a field as it is, an empty string clears it.

    Where the date was not set, later stories go on dating it.
    """
    amended = followup
    new_place = followup.place if place is None else place or None
    called = None if text is None and event_slug is None else Naming(followup.event, followup.event_slug)
    if period is not None and (period != followup.period or (text is None and new_place == followup.place)):
        change = Change.CONFIRMED if period == followup.period else Change.MOVED
        line = FollowUpChange(now, period, new_place, change, PERSON, text or followup.text, url)
    else:
        if period is not None:  # it is right, and what else is set is a line of its own
            said = FollowUpChange(now, period, followup.place, Change.CONFIRMED, PERSON, followup.text, url)
            amended = apply(followup, said)
        other = text or (followup.text if new_place != followup.place else AMENDED)
        line = FollowUpChange(now, amended.period, new_place, Change.CONFIRMED, PERSON, other, url)
    amended = apply(amended, replace(line, was_called=called))
    if text:
        amended = replace(amended, event=" ".join(text.split()[:10]))
    if event_slug is not None:
        amended = replace(amended, event_slug=event_slug or None)
    return amended
