"""Compose digests: preview any window, or close one for real with its deliveries in the same commit."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from watcher.delivery.sender import Sender
from watcher.digests import notices
from watcher.digests.compose import Material, compose, worth_sending
from watcher.digests.render import digest_message, render
from watcher.digests.windows import due_window, local_date, open_window
from watcher.followups import history, tracking
from watcher.jobs.alerts import raise_due
from watcher.jobs.coverage import coverage_of
from watcher.jobs.developments import announced, developments
from watcher.jobs.grouping import group
from watcher.jobs.stories import as_known, dismissed_since
from watcher.model.digests import Digest, EventStanding, Window
from watcher.model.followups import FollowUp
from watcher.model.stories import Story
from watcher.settings import DigestSettings, Settings
from watcher.store import alerts as alert_store
from watcher.store import deliveries as delivery_store
from watcher.store import digests as digest_store
from watcher.store import followups as followup_store
from watcher.store import notes
from watcher.store import signatures as signature_store
from watcher.store import stories as story_store
from watcher.store.database import Connection, Database
from watcher.store.locks import hold

log = logging.getLogger(__name__)

INSTANT = timedelta(microseconds=1)
ZONES = timedelta(days=2)  # no two of them are farther apart
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Closed:
    """A window that was closed for real; ``deliveries`` is empty where nothing was sent."""

    digest: Digest
    deliveries: tuple[int, ...]
    skipped: bool


def preview(database: Database, settings: Settings, digest: DigestSettings, window: Window, now: datetime) -> Digest:
    """What a digest over ``window`` tells; marks nothing. Stories told in windows before it are left out."""
    with database.reading() as connection:
        return _composed(connection, settings, digest, window, now, told_by=window.start)


def compose_due(
    database: Database,
    settings: Settings,
    senders: Mapping[str, Sender],
    now: datetime,
    names: Collection[str] | None = None,
) -> list[Closed]:
    """Close every window whose time has come, each in a transaction of its own.

    A digest that cannot be composed stops no other; its trouble surfaces when the others are done.
    """
    closed: list[Closed] = []
    trouble: Exception | None = None
    for digest in settings.digests:
        if names is not None and digest.name not in names:
            continue
        try:
            one = _close_if_due(database, settings, digest, senders, now)
        except Exception as error:  # noqa: BLE001 - raised again once the other digests are done
            log.error("digest %s could not be composed: %s: %s", digest.name, type(error).__name__, error)
            trouble = trouble or error
            continue
        if one is not None:
            closed.append(one)
    if trouble is not None:
        raise trouble
    return closed


def _close_if_due(
    database: Database, settings: Settings, digest: DigestSettings, senders: Mapping[str, Sender], now: datetime
) -> Closed | None:
    known = _known_since(database, digest, now)
    with database.reading() as connection:  # nothing to do is the rule: it takes no lock
        last_end = digest_store.last_window_end(connection, digest.name)
        if due_window(digest, last_end, now, known_since=known) is None:
            return None
    group(database, settings.grouping_window, now)  # a poll under way or cut short leaves entries waiting
    raise_due(database, settings, senders, now)  # first, so that what an alert tells is not told here too
    with database.writing() as connection:
        _alone(connection, digest)
        # Another worker may have closed it meanwhile.
        last_end = digest_store.last_window_end(connection, digest.name)
        window = due_window(digest, last_end, now, known_since=known)
        return _close(connection, settings, digest, window, now, senders) if window else None


def _alone(connection: Connection, digest: DigestSettings) -> None:
    """Wait for whoever closes a window of this digest, and for entries that have arrived but are not committed yet."""
    hold(connection, f"digest:{digest.name}")
    signature_store.lock(connection)


def _known_since(database: Database, digest: DigestSettings, now: datetime) -> datetime:
    """When this database first knew the digest: it closes its first window at its first time after that."""
    key = f"digest:{digest.name}"
    with database.reading() as connection:
        known = notes.time(connection, key)
    if known is None:
        with database.writing() as connection:
            hold(connection, key)
            known = notes.first_time(connection, key, now)
    return known


def close_open_window(
    database: Database, settings: Settings, digest: DigestSettings, now: datetime, senders: Mapping[str, Sender]
) -> Closed:
    """Close the window that is open now, whatever the schedule says: the real thing."""
    group(database, settings.grouping_window, now)
    with database.writing() as connection:
        _alone(connection, digest)
        window = open_window(digest, digest_store.last_window_end(connection, digest.name), now)
        return _close(connection, settings, digest, window, now, senders)


def close_window(
    database: Database,
    settings: Settings,
    digest: DigestSettings,
    window: Window,
    now: datetime,
    senders: Mapping[str, Sender],
) -> Closed:
    """Close a window that the caller has chosen; the caller alone works on this database."""
    with database.writing() as connection:
        return _close(connection, settings, digest, window, now, senders)


def _close(
    connection: Connection,
    settings: Settings,
    digest: DigestSettings,
    window: Window,
    now: datetime,
    senders: Mapping[str, Sender],
) -> Closed:
    """Decide and render one digest: what it told, and a delivery a channel with its rendered payload."""
    composed = _composed(connection, settings, digest, window, now, told_by=None)
    sent = worth_sending(composed, digest)
    values = {"name": digest.name, "window_start": window.start, "window_end": window.end, "generated_at": now}
    digest_id = digest_store.save(connection, {**values, "skipped": not sent})
    composed = replace(composed, id=digest_id)
    _mark(connection, composed, digest_id)
    message = digest_message(composed)
    kept = {"subject": message.subject, "text": message.text, "html": message.html, "body": dict(message.body)}
    digest_store.set_content(connection, digest_id, {**kept, "markdown": render(composed, "markdown")})
    deliveries = [
        delivery_store.enqueue(connection, message, name, senders[name].render(message), now, digest_id=digest_id)
        for name in (digest.channels if sent else ())
    ]
    return Closed(composed, tuple(deliveries), skipped=not sent)


def _mark(connection: Connection, digest: Digest, digest_id: int) -> None:
    name, until = digest.name, digest.window.end
    told = {story.id: len(story.sources) for story in (*digest.stories, *digest.alerted_stories)}
    digest_store.mark_told(connection, name, digest_id, told, announced(connection, told, until), until)
    developed = {item.story.id: item.correction for item in digest.developments}
    digest_store.mark_developed(connection, name, digest_id, developed, until)
    noticed = [(notice.followup.id, notice.key) for notice in digest.notices]
    digest_store.mark_noticed(connection, name, digest_id, noticed)


def _composed(
    connection: Connection,
    settings: Settings,
    digest: DigestSettings,
    window: Window,
    now: datetime,
    told_by: datetime | None,
) -> Digest:
    material = gather(connection, settings, digest, window, now, told_by)
    return compose(digest, window, now, material, tracking.status, public_url=settings.web.public_url)


def gather(
    connection: Connection,
    settings: Settings,
    digest: DigestSettings,
    window: Window,
    now: datetime,
    told_by: datetime | None,
) -> Material:
    """Everything known at the window's end that the digest may tell. ``told_by``: count only what was told by then."""
    followups = known_followups(connection, window, digest.followups.overdue)
    # For real: also the alert that a story raised between the window's end and now.
    alerted_stories, alerted_followups = alert_store.carried(connection, window.end if told_by else now + INSTANT)
    today = local_date(window.end, digest.timezone)
    return Material(
        stories=_untold(connection, digest, window, told_by, {followup.id for followup in followups}),
        area_names={area.slug: area.name for area in settings.keywords.focus_areas},
        followups=followups,
        followup_areas=digest_store.followup_areas(connection, [followup.id for followup in followups]),
        told=_told_notices(connection, digest, followups, window, told_by),
        events=standings(settings, followups, today),
        developments=developments(connection, digest.name, window, followups, told_by),
        alerted=frozenset(alerted_stories),
        alerted_followups=alerted_followups,
        coverage=coverage_of(connection, settings, window, now),
        quiet_since=digest_store.quiet_since(connection, digest.name, told_by),
    )


def _untold(
    connection: Connection, digest: DigestSettings, window: Window, told_by: datetime | None, followups: Collection[int]
) -> list[Story]:
    """The stories that arrived in the window, as they were known at its end."""
    arrived = story_store.arrived(connection, window.start, window.end)
    judged_later = dismissed_since(connection, window) if told_by else {}
    arrived += judged_later
    told = digest_store.told_stories(connection, digest.name, arrived, told_by)
    known = as_known(connection, [story for story in arrived if story not in told], window.end)
    stood = [judged_later.get(story.id, story) for story in known]
    return [replace(story, followups=tuple(one for one in story.followups if one in followups)) for story in stood]


def _told_notices(
    connection: Connection,
    digest: DigestSettings,
    followups: Sequence[FollowUp],
    window: Window,
    told_by: datetime | None,
) -> dict[int, frozenset[str]]:
    """The notices given; what only entries too old for any digest said is set aside."""
    told = digest_store.told_notices(connection, digest.name, told_by)
    fresh = [
        (followup, place, [line.entry] if place else [source.entry for source in followup.sources])
        for followup in followups
        for place, line in enumerate(followup.history)
        if line.entry is not None and window.start <= line.seen_at < window.end
    ]
    old = digest_store.too_old(connection, {entry or 0 for _, _, entries in fresh for entry in entries})
    for followup, place, entries in fresh:
        if old.issuperset(entries):
            told[followup.id] = told.get(followup.id, frozenset()) | {notices.aside_key(place)}
    return told


def known_followups(connection: Connection, window: Window, chased: timedelta) -> list[FollowUp]:
    """The follow-ups of which this window may tell something, as they stood just before its end."""
    first_day = (window.start - min(chased, window.start - EPOCH)).date() - ZONES
    ids = followup_store.alive(connection, window.start, first_day)
    stood = (history.as_of(followup, window.end - INSTANT) for followup in followup_store.listing(connection, ids))
    return [followup for followup in stood if followup is not None]


def standings(settings: Settings, followups: Sequence[FollowUp], today: date) -> list[EventStanding]:
    return [history.standing(event, followups, today) for event in settings.keywords.events]
