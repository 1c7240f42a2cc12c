"""Compose digests: preview any window, or close one for real with its deliveries in the same commit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from watcher.delivery.sender import Sender
from watcher.digests.compose import Material, compose, worth_sending
from watcher.digests.render import digest_message, render
from watcher.digests.windows import due_window, local_date
from watcher.followups import history, tracking
from watcher.jobs.coverage import coverage_of
from watcher.jobs.stories import as_known
from watcher.model import Development, Digest, EventStanding, FollowUp, Story, Window
from watcher.settings import DigestSettings, Settings
from watcher.store import alerts as alert_store
from watcher.store import deliveries as delivery_store
from watcher.store import digests as digest_store
from watcher.store import followups as followup_store
from watcher.store import notes
from watcher.store import stories as story_store
from watcher.store.database import Database, Session

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Closed:
    """A window that was closed for real; ``deliveries`` is empty where nothing was sent."""

    digest: Digest
    deliveries: tuple[int, ...]
    skipped: bool


def preview(database: Database, settings: Settings, digest: DigestSettings, window: Window, now: datetime) -> Digest:
    """What a digest over ``window`` tells; marks nothing. Stories told in windows before it are left out."""
    with database.read() as session:
        return _composed(session, settings, digest, window, now, told_by=window.start)


def compose_due(
    database: Database,
    settings: Settings,
    senders: Mapping[str, Sender],
    now: datetime,
    names: Collection[str] | None = None,
) -> list[Closed]:
    """Close every window whose time has come, each in a transaction of its own."""
    closed = []
    for digest in settings.digests:
        if names is not None and digest.name not in names:
            continue
        window = _due(database, digest, now)
        if window is not None:
            closed.append(close_window(database, settings, digest, window, now, senders))
    return closed


def _due(database: Database, digest: DigestSettings, now: datetime) -> Window | None:
    """The window to close now. A new digest closes its first at its next time, not at the one before it was known."""
    key = f"digest:{digest.name}"
    with database.read() as session:
        last_end = digest_store.last_window_end(session, digest.name)
        known = notes.time(session, key)
    if known is None:
        with database.begin() as session:
            known = notes.first_time(session, key, now)
    return due_window(digest, last_end, now, known_since=known)


def close_window(
    database: Database,
    settings: Settings,
    digest: DigestSettings,
    window: Window,
    now: datetime,
    senders: Mapping[str, Sender],
) -> Closed:
    """Decide, render and commit one digest: what it told, and a delivery a channel with its rendered payload."""
    with database.begin() as session:
        composed = _composed(session, settings, digest, window, now, told_by=None)
        sent = worth_sending(composed, digest)
        digest_id = digest_store.save(
            session,
            {
                "name": digest.name,
                "window_start": window.start,
                "window_end": window.end,
                "generated_at": now,
                "skipped": not sent,
            },
        )
        composed = replace(composed, id=digest_id)
        _mark(session, composed, digest_id)
        message = digest_message(composed)
        digest_store.set_content(
            session,
            digest_id,
            {
                "subject": message.subject,
                "text": message.text,
                "html": message.html,
                "markdown": render(composed, "markdown"),
                "body": dict(message.body),
            },
        )
        deliveries: list[int] = []
        if sent:
            for name in digest.channels:
                payload = senders[name].render(message)
                deliveries.append(delivery_store.enqueue(session, message, name, payload, now, digest_id=digest_id))
    return Closed(composed, tuple(deliveries), skipped=not sent)


def _mark(session: Session, digest: Digest, digest_id: int) -> None:
    told = {story.id: len(story.sources) for story in digest.stories}
    told |= {story.id: len(story.sources) for story in digest.alerted_stories}
    digest_store.mark_told(session, digest.name, digest_id, told, digest.window.end)
    digest_store.mark_developed(
        session,
        digest.name,
        digest_id,
        [development.story.id for development in digest.developments],
        digest.window.end,
    )
    digest_store.mark_noticed(
        session, digest.name, digest_id, [(notice.followup.id, notice.key) for notice in digest.notices]
    )


def _composed(
    session: Session,
    settings: Settings,
    digest: DigestSettings,
    window: Window,
    now: datetime,
    told_by: datetime | None,
) -> Digest:
    material = gather(session, settings, digest, window, now, told_by)
    return compose(digest, window, now, material, tracking.status, public_url=settings.web.public_url)


def gather(
    session: Session,
    settings: Settings,
    digest: DigestSettings,
    window: Window,
    now: datetime,
    told_by: datetime | None,
) -> Material:
    """Everything known at the window's end that the digest may tell. ``told_by``: count only what was told by then."""
    told = digest_store.told_stories(session, digest.name, told_by)
    arrived = [story for story in story_store.arrived(session, window.start, window.end) if story not in told]
    followups = known_followups(session, window.end)
    # For real: also the alert that a story raised between the window's end and now.
    alerted_stories, alerted_followups = alert_store.carried(session, window.end if told_by else now + INSTANT)
    today = local_date(window.end, digest.timezone)
    return Material(
        stories=as_known(session, arrived, window.end),
        area_names={area.slug: area.name for area in settings.keywords.focus_areas},
        followups=followups,
        followup_areas=digest_store.followup_areas(session, [followup.id for followup in followups]),
        told=digest_store.told_notices(session, digest.name, told_by),
        events=standings(settings, followups, today),
        developments=_developments(session, told, window),
        alerted=frozenset(alerted_stories),
        alerted_followups=alerted_followups,
        coverage=coverage_of(session, settings, window, now),
        quiet_since=digest_store.quiet_since(session, digest.name),
    )


def known_followups(session: Session, end: datetime) -> list[FollowUp]:
    """Every follow-up as it stood just before ``end``."""
    stood = (history.as_of(followup, end - INSTANT) for followup in followup_store.listing(session))
    return [followup for followup in stood if followup is not None]


def standings(settings: Settings, followups: Sequence[FollowUp], today: date) -> list[EventStanding]:
    return [history.standing(event, followups, today) for event in settings.keywords.events]


def _developments(session: Session, told: Mapping[int, digest_store.Told], window: Window) -> list[Development]:
    arrivals = digest_store.arrivals_of(session, told, window.end)
    grown = {
        story_id: found
        for story_id, found in arrivals.items()
        if any(at >= max(window.start, told[story_id].until) for at, _ in found)
    }
    stories: dict[int, Story] = {story.id: story for story in as_known(session, list(grown), window.end)}
    developments = []
    for story_id, found in grown.items():
        since = max(window.start, told[story_id].until)
        known = {source.outlet for at, source in found if at < since}
        fresh = [source for at, source in found if at >= since and source.outlet not in known]
        if story_id in stories and stories[story_id].relevant and fresh:
            first_of_each = {source.outlet: source for source in reversed(fresh)}
            new_sources = tuple(source for source in fresh if first_of_each[source.outlet] is source)
            developments.append(Development(stories[story_id], told[story_id].digest, new_sources))
    return developments
