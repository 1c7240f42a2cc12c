"""The standing answer of a watched event in words: when was the last, when is the next, since when no date. Pure."""

from datetime import date

from watcher.digests import words
from watcher.digests.shapes import FOLLOWUP, letter_id
from watcher.model.digests import EventStanding
from watcher.model.followups import FollowUp


def is_known(event: EventStanding) -> bool:
    """Whether there is anything to say of it; a reader needs no line for each event nobody has heard of yet."""
    return event.last is not None or event.next is not None or event.silent_since is not None


def standing_words(event: EventStanding, today: date) -> str:
    """``last Thu 12 Oct 2023, Washington; next 2024, Singapore (f17)``."""
    parts = []
    if event.last:
        parts.append(f"last {words.period_words(event.last)}{_at(event.last_place)}")
    if event.next:
        parts.append(_next(event.next, today))
    elif event.silent_since:
        parts.append(f"no date found since {words.day_words(event.silent_since)}")
    return "; ".join(parts)


def _next(followup: FollowUp, today: date) -> str:
    period = followup.period
    number = letter_id(FOLLOWUP, followup.id)
    if period.end is not None and period.end < today:
        return f"was {words.expected(period)}{_at(followup.place)} ({number}); {words.NO_NEWS}"
    return f"next {words.period_words(period)}{_at(followup.place)} ({number})"


def _at(place: str | None) -> str:
    return f", {words.plain(place)}" if place else ""
