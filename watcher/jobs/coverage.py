"""What a window brought, what was set aside, and which feeds gave nothing: said in every digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.feeds import cadence
from watcher.jobs.feed_names import name_of
from watcher.model.digests import Coverage, FeedNote, Window
from watcher.model.feeds import FeedState
from watcher.settings import FeedSettings, Settings
from watcher.store import deliveries as delivery_store
from watcher.store import entries as entry_store
from watcher.store import feeds as feed_store
from watcher.store import stories as story_store
from watcher.store.database import Connection

GAP_TOLD = timedelta(days=7)  # how long a gap in a feed is mentioned


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How one configured feed is doing.

    ``health`` is one of: ok, not asked yet, empty, stale, moved, not a feed, not found, blocked, rate-limited, failing,
    gone, disabled. ``note`` says in words what is wrong, None where nothing is.
    """

    url: str
    name: str
    state: str
    newest_entry_at: datetime | None
    note: str | None
    health: str


def feed_health(connection: Connection, settings: Settings, now: datetime) -> list[FeedHealth]:
    """Every feed of ``feeds.yaml``, in its order."""
    states = feed_store.states(connection, [feed.url for feed in settings.feeds])
    newest = feed_store.newest_entries(connection)
    since = feed_store.failing_since(connection)
    found = []
    for feed in settings.feeds:
        state = states.get(feed.url)
        if not feed.enabled:
            shown, health, note = "disabled", "disabled", None
        elif state is None or state.last_polled_at is None:
            shown, health, note = "active", "not asked yet", "not asked yet"
        else:
            shown = state.state
            health, note = _health(connection, state, since.get(state.id), now)
        found.append(
            FeedHealth(feed.label, name_of(feed, state), shown, newest.get(state.id) if state else None, note, health)
        )
    return found


def _health(connection: Connection, state: FeedState, since: datetime | None, now: datetime) -> tuple[str, str | None]:
    if state.state in ("failing", "gone"):
        began = f" since {since.date().isoformat()}" if since else ""
        often = f" ({state.failures} times in a row)" if state.failures > 1 else ""
        if state.state == "gone":
            return "gone", f"gone{began}: {state.last_error}"
        return _failure(state), f"failing{began}{often}: {state.last_error}"
    health, note = _silence(connection, state, now)
    if note is None and state.gap_at is not None and now - state.gap_at < GAP_TOLD:
        note = f"entries were probably missed before {state.gap_at.date().isoformat()}: none of the known was left"
    return ("moved" if health == "ok" and state.current_url else health), note


def _failure(state: FeedState) -> str:
    """A word for the last failure; its own sentence is in the note."""
    if (state.last_error or "").startswith("blocked"):
        return "blocked"
    words = {200: "not a feed", 203: "not a feed", 204: "empty", 404: "not found", 429: "rate-limited"}
    words |= dict.fromkeys((401, 402, 403, 451), "blocked")
    return words.get(state.last_status or 0, "failing")


def coverage_of(connection: Connection, settings: Settings, window: Window, now: datetime) -> Coverage:
    """Counts over the window; feeds and deliveries as they stand now."""
    enabled = [feed for feed in settings.feeds if feed.enabled]
    states = feed_store.states(connection, [feed.url for feed in enabled])
    answered = feed_store.answered(connection, window.start, window.end)
    entries, aside, too_old = entry_store.arrivals(connection, window.start, window.end)
    return Coverage(
        entries=entries,
        stories=story_store.count(connection, window.start, window.end),
        not_relevant=aside,
        too_old=too_old,
        feeds_polled=sum(1 for state in states.values() if state.id in answered or _as_read(state, window)),
        feeds_total=len(enabled),
        feeds_failing=failing(enabled, states),
        feeds_silent=silent(connection, enabled, states, now),
        deliveries_failing=delivery_store.failing(connection, window.start),
    )


def _as_read(state: FeedState, window: Window) -> bool:
    """Whether a feed that was not asked in a short window had nothing to be asked for: it answered, and is not due."""
    answered, due = state.last_success_at, state.next_poll_at
    return state.state == "active" and answered is not None and due is not None and answered < window.end < due


def failing(feeds: Sequence[FeedSettings], states: Mapping[str, FeedState]) -> tuple[FeedNote, ...]:
    """Feeds whose last asking failed, with the reason in words."""
    return tuple(
        FeedNote(name_of(feed, state), feed.label, state.last_error or state.state)
        for feed in feeds
        if (state := states.get(feed.url)) is not None and state.state in ("failing", "gone")
    )


def silent(
    connection: Connection, feeds: Sequence[FeedSettings], states: Mapping[str, FeedState], now: datetime
) -> tuple[FeedNote, ...]:
    """Feeds that answer and yet bring nothing: none ever, or none for far longer than their habit."""
    notes = []
    for feed in feeds:
        state = states.get(feed.url)
        if state is None or state.state != "active" or state.last_success_at is None:
            continue
        _, note = _silence(connection, state, now)
        if note:
            notes.append(FeedNote(name_of(feed, state), feed.label, note))
    return tuple(notes)


def _silence(connection: Connection, state: FeedState, now: datetime) -> tuple[str, str | None]:
    """Whether a feed that answers gives anything: a word for it, and a clause where it does not."""
    dates = feed_store.recent_dates(connection, state.id)
    if not dates:
        return "empty", "answers, but has never given an entry"
    if not state.items:
        return "empty", "answers, but its document has no entries any more"
    if cadence.stale(dates, now):
        return "stale", f"nothing new since {max(dates).date().isoformat()}"
    return "ok", None
