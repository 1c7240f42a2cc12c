"""One record through a follow-up's life: which record a mention belongs to, and what it changes. Persists nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from watcher.followups.changes import line_of, told
from watcher.followups.identity import MOST_NAMES, keys_of_texts, names_beside
from watcher.followups.matching import best
from watcher.followups.mentions import Mention, mentions_of
from watcher.followups.places import in_english
from watcher.model.followups import Change, FollowUp, Kind, Status
from watcher.model.period import Period, Precision

__all__ = ["Mention", "keys", "keys_of", "mentions_of", "status", "track"]

DUE_BEFORE_END = timedelta(days=30)
MOST_DAYS = 5  # that a period may have to be found by its days


def status(followup: FollowUp, today: date) -> Status:
    """Where the follow-up stands on ``today`` by the evidence and the clock (contract, JSON shapes)."""
    period = followup.period
    if followup.outcome is not None:
        return followup.outcome
    if period.end is None or period.precision is Precision.NONE:
        return Status.UPCOMING
    if today > period.end and (other := _other_date(followup, today)) is not None:
        period = other
    if period.end is None or today > period.end:
        return Status.PASSED if followup.self_settling else Status.OVERDUE
    start = period.start or period.end - DUE_BEFORE_END
    return Status.DUE if today >= start else Status.UPCOMING


def _other_date(followup: FollowUp, today: date) -> Period | None:
    """The date still ahead that a source set against the one gone by, where nobody has settled which it is."""
    for line in reversed(followup.history):
        if line.change is not Change.CONFLICTING:
            return None
        if line.period.end is not None and line.period.end >= today:
            return line.period
    return None


def keys(mention: Mention) -> frozenset[str]:
    """Words and days by which candidates are looked up: records of which ``keys_of`` shares one or more.

    The more shared, the likelier; a few hundred of the best are enough. A mention of a configured event finds its
    records by the key ``event:SLUG`` alone.
    """
    found = mention.found
    words = keys_of_texts(found.event_slug, (found.event, found.text), (found.context, mention.source.title))
    return words | _days(found.period)


def keys_of(followup: FollowUp) -> frozenset[str]:
    """The keys of a record; recompute them after every ``track`` and every person's word."""
    titles = [source.title for source in followup.sources[:3]]
    words = keys_of_texts(followup.event_slug, (followup.event, followup.text), titles)
    designations = {name for name in followup.names if name[-1].isdigit()}  # "reefsat-1"; other names find too much
    return words | designations | _days(followup.period)


def _days(period: Period) -> frozenset[str]:
    """Keys of the days of a period of at most five: what took place then may be told in other words altogether."""
    if period.end is None:
        return frozenset()
    start = period.start or period.end
    if (period.end - start).days >= MOST_DAYS:
        return frozenset()
    return frozenset(f"on:{start + timedelta(days=day)}" for day in range((period.end - start).days + 1))


def track(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
    """The candidate the mention belongs to, updated; a new record with id 0; or None: a report of nothing known.

    ``candidates`` are records that share keys with the mention, whatever their status. A mention of an entry that a
    record already has changes nothing, except where the entry was edited and now says something else.
    """
    place = mention.found.place
    if place is not None:  # a record names its place in one language, whatever the stories are written in
        mention = replace(mention, found=replace(mention.found, place=in_english(place)))
    known = best(mention, candidates)
    if known is None:
        return _new(mention) if mention.found.report is Change.ANNOUNCED else None
    made = told(_as_limit(mention, known), known)
    names = made.names | names_beside(mention.found)
    return replace(made, names=names) if len(names) <= MOST_NAMES and names != made.names else made


def _as_limit(mention: Mention, known: FollowUp) -> Mention:
    """A last day told as a day: comments known to be open "by 14 May" and "now due on 30 May" are open by 30 May.

    What somebody "must file by 14 May" is another's "14 May deadline".
    """
    period, found = known.period, mention.found
    limited = Kind.DEADLINE in {known.kind, found.kind} and period.start is None and period.end is not None
    if not limited or found.report is not Change.ANNOUNCED or found.period.precision is not Precision.DAY:
        return mention
    return replace(mention, found=replace(found, period=replace(found.period, start=None)))


def _new(mention: Mention) -> FollowUp:
    found = mention.found
    return FollowUp(
        id=0,
        event=found.event,
        event_slug=found.event_slug,
        period=found.period,
        place=found.place,
        kind=found.kind,
        text=found.text,
        first_mentioned_at=mention.seen_at,
        updated_at=mention.seen_at,
        edition=found.edition,
        self_settling=found.self_settling,
        names=frozenset(sorted(names_beside(found))[:MOST_NAMES]),
        history=(line_of(mention, Change.ANNOUNCED, found.period, found.place),),
        sources=(mention.source,),
    )
