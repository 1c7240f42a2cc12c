"""What a window brought, what was set aside, and which feeds gave nothing: said in every digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.feeds import cadence
from watcher.model import Coverage, FeedNote, FeedState, Window
from watcher.settings import FeedSettings, Settings
from watcher.store import deliveries as delivery_store
from watcher.store import entries as entry_store
from watcher.store import feeds as feed_store
from watcher.store import stories as story_store
from watcher.store.database import Session

GAP_TOLD = timedelta(days=7)  # how long a gap in a feed is mentioned


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How one configured feed is doing; ``note`` says what is wrong, None where nothing is."""

    url: str
    name: str
    state: str
    newest_entry_at: datetime | None
    note: str | None


def feed_health(session: Session, settings: Settings, now: datetime) -> list[FeedHealth]:
    """Every feed of ``feeds.yaml``, in its order."""
    states = feed_store.states(session, [feed.url for feed in settings.feeds])
    newest = feed_store.newest_entries(session)
    enabled = [feed for feed in settings.feeds if feed.enabled]
    notes = {note.url: note.note for note in silent(session, enabled, states, now)}
    notes |= {note.url: note.note for note in failing(enabled, states)}
    found = []
    for feed in settings.feeds:
        state = states.get(feed.url)
        asked = state is not None and state.last_polled_at is not None
        note = notes.get(feed.url) if asked or not feed.enabled else "not asked yet"
        if note is None and state is not None and state.gap_at is not None and now - state.gap_at < GAP_TOLD:
            note = f"entries were probably missed before {state.gap_at.date().isoformat()}: none of the known was left"
        found.append(
            FeedHealth(
                feed.url,
                name_of(feed, state),
                (state.state if state else "active") if feed.enabled else "disabled",
                newest.get(state.id) if state else None,
                note,
            )
        )
    return found


def coverage_of(session: Session, settings: Settings, window: Window, now: datetime) -> Coverage:
    """Counts over the window; feeds and deliveries as they stand now."""
    enabled = [feed for feed in settings.feeds if feed.enabled]
    states = feed_store.states(session, [feed.url for feed in enabled])
    answered = feed_store.answered(session, window.start, window.end)
    entries, aside, too_old = entry_store.arrivals(session, window.start, window.end)
    return Coverage(
        entries=entries,
        stories=story_store.count(session, window.start, window.end),
        not_relevant=aside,
        too_old=too_old,
        feeds_polled=sum(1 for state in states.values() if state.id in answered),
        feeds_total=len(enabled),
        feeds_failing=failing(enabled, states),
        feeds_silent=silent(session, enabled, states, now),
        deliveries_failing=delivery_store.failing(session, window.start),
    )


def failing(feeds: Sequence[FeedSettings], states: Mapping[str, FeedState]) -> tuple[FeedNote, ...]:
    """Feeds whose last asking failed, with the reason in words."""
    return tuple(
        FeedNote(name_of(feed, state), feed.url, state.last_error or state.state)
        for feed in feeds
        if (state := states.get(feed.url)) is not None and state.state in ("failing", "gone")
    )


def silent(
    session: Session, feeds: Sequence[FeedSettings], states: Mapping[str, FeedState], now: datetime
) -> tuple[FeedNote, ...]:
    """Feeds that answer and yet bring nothing: none ever, or none for far longer than their habit."""
    notes = []
    for feed in feeds:
        state = states.get(feed.url)
        if state is None or state.state != "active" or state.last_success_at is None:
            continue
        note = _silence(feed_store.recent_dates(session, state.id), now)
        if note:
            notes.append(FeedNote(name_of(feed, state), feed.url, note))
    return tuple(notes)


def name_of(feed: FeedSettings, state: FeedState | None) -> str:
    """The outlet's name: the configured one, else the feed's own title, else its address."""
    return feed.name or (state.title if state else None) or feed.url


def _silence(dates: Sequence[datetime], now: datetime) -> str | None:
    if not dates:
        return "answers, but has never given an entry"
    return f"nothing new since {max(dates).date().isoformat()}" if cadence.stale(dates, now) else None
