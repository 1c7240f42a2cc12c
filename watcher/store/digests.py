"""Queries on digests: their windows, what each told, and what has happened to it since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, insert, select, update

from watcher.model.digests import Window
from watcher.model.stories import Source
from watcher.store.delivery_tables import DELIVERIES
from watcher.store.feeds import chunks
from watcher.store.tables import DIGESTS, ENTRIES, MENTIONS, TOLD_FOLLOWUPS, TOLD_STORIES

CORRECTED_WITHIN = timedelta(days=60)  # after it was last told of


@dataclass(frozen=True, slots=True)
class Told:
    """How far a story has been told by one digest: ``digest`` is the one that last told something of it.

    ``correction``: what its outlets were known to have corrected by then.
    """

    story: int
    digest: int
    until: datetime
    correction: str | None = None


def last_window_end(connection: Connection, name: str) -> datetime | None:
    end: datetime | None = connection.scalar(select(func.max(DIGESTS.c.window_end)).where(DIGESTS.c.name == name))
    return end


def closed_until(connection: Connection) -> datetime | None:
    """The end of the latest closed window of any digest."""
    end: datetime | None = connection.scalar(select(func.max(DIGESTS.c.window_end)))
    return end


def quiet_since(connection: Connection, name: str, closed_by: datetime | None = None) -> datetime | None:
    """End of the last window that was sent; where none ever was, of the first; None before the first.

    ``closed_by``: as it was then.
    """
    own = [DIGESTS.c.name == name, *([DIGESTS.c.window_end <= closed_by] if closed_by else [])]
    sent = connection.scalar(select(func.max(DIGESTS.c.window_end)).where(*own, DIGESTS.c.skipped.is_(False)))
    quiet: datetime | None = sent or connection.scalar(select(func.min(DIGESTS.c.window_end)).where(*own))
    return quiet


def told_stories(
    connection: Connection, name: str, story_ids: Iterable[int], closed_by: datetime | None = None
) -> dict[int, Told]:
    """Which of these stories digests of this name have told; ``closed_by``: whose window had ended then."""
    found: dict[int, Told] = {}
    for part in chunks(list(story_ids)):
        query = _told(name, closed_by).where(TOLD_STORIES.c.story_id.in_(part))
        found.update({row.story_id: _as_told(row) for row in connection.execute(query)})
    return found


def told_and_touched(
    connection: Connection, name: str, window: Window, closed_by: datetime | None = None
) -> dict[int, Told]:
    """Stories told before, with an entry that arrived in the window or was edited in it."""
    arrived = _told(name, closed_by).where(
        TOLD_STORIES.c.story_id.in_(
            select(ENTRIES.c.story_id).where(ENTRIES.c.arrived_at >= window.start, ENTRIES.c.arrived_at < window.end)
        )
    )
    # From the told side: entries have no index by change, and nobody corrects what is months old.
    changed = (
        _told(name, closed_by)
        .where(TOLD_STORIES.c.told_until >= window.start - CORRECTED_WITHIN)
        .where(
            exists().where(
                ENTRIES.c.story_id == TOLD_STORIES.c.story_id,
                ENTRIES.c.changed_at >= window.start,
                ENTRIES.c.changed_at < window.end,
            )
        )
    )
    return {row.story_id: _as_told(row) for query in (arrived, changed) for row in connection.execute(query)}


def _told(name: str, closed_by: datetime | None) -> Select[Any]:
    query = select(TOLD_STORIES).where(TOLD_STORIES.c.digest_name == name)
    if closed_by is None:
        return query
    return query.join(DIGESTS, DIGESTS.c.id == TOLD_STORIES.c.digest_id).where(DIGESTS.c.window_end <= closed_by)


def _as_told(row: Row[Any]) -> Told:
    return Told(row.story_id, row.updated_digest_id or row.digest_id, row.told_until, row.correction)


def words_of(connection: Connection, story_ids: Iterable[int], until: datetime) -> dict[int, list[tuple[str, str]]]:
    """Title and text of every entry of these stories that had arrived by ``until``, the latest edit first."""
    found: dict[int, list[tuple[str, str]]] = {}
    for part in chunks(list(story_ids)):
        query = (
            select(ENTRIES.c.story_id, ENTRIES.c.title, ENTRIES.c.text)
            .where(ENTRIES.c.story_id.in_(part), ENTRIES.c.arrived_at < until)
            .order_by(func.coalesce(ENTRIES.c.changed_at, ENTRIES.c.arrived_at).desc(), ENTRIES.c.id)
        )
        for story_id, title, text in connection.execute(query):
            found.setdefault(story_id, []).append((title, text))
    return found


def told_notices(connection: Connection, name: str, closed_by: datetime | None = None) -> dict[int, frozenset[str]]:
    """Keys of the notices given, by follow-up."""
    query = (
        select(TOLD_FOLLOWUPS.c.followup_id, TOLD_FOLLOWUPS.c.key)
        .join(DIGESTS, DIGESTS.c.id == TOLD_FOLLOWUPS.c.digest_id)
        .where(TOLD_FOLLOWUPS.c.digest_name == name)
    )
    if closed_by is not None:
        query = query.where(DIGESTS.c.window_end <= closed_by)
    found: dict[int, set[str]] = {}
    for followup_id, key in connection.execute(query):
        found.setdefault(followup_id, set()).add(key)
    return {followup_id: frozenset(keys) for followup_id, keys in found.items()}


def arrivals_of(
    connection: Connection, story_ids: Iterable[int], until: datetime
) -> dict[int, list[tuple[datetime, Source]]]:
    """Every entry of these stories that had arrived by ``until``, with its arrival, in that order."""
    found: dict[int, list[tuple[datetime, Source]]] = {}
    for part in chunks(list(story_ids)):
        query = (
            select(
                ENTRIES.c.story_id,
                ENTRIES.c.arrived_at,
                ENTRIES.c.id,
                ENTRIES.c.outlet,
                ENTRIES.c.title,
                ENTRIES.c.url,
                ENTRIES.c.dated_at,
            )
            .where(ENTRIES.c.story_id.in_(part), ENTRIES.c.arrived_at < until)
            .order_by(ENTRIES.c.arrived_at, ENTRIES.c.id)
        )
        for story_id, arrived_at, entry_id, outlet, title, url, dated_at in connection.execute(query):
            found.setdefault(story_id, []).append((arrived_at, Source(entry_id, outlet, title, url, dated_at)))
    return found


def followup_areas(connection: Connection, followup_ids: Iterable[int]) -> dict[int, list[str]]:
    """Slugs of the focus areas of the entries each follow-up was taken from."""
    found: dict[int, list[str]] = {}
    for part in chunks(list(followup_ids)):
        query = (
            select(MENTIONS.c.followup_id, ENTRIES.c.areas)
            .join(ENTRIES, ENTRIES.c.id == MENTIONS.c.entry_id)
            .where(MENTIONS.c.followup_id.in_(part))
        )
        for followup_id, areas in connection.execute(query):
            known = found.setdefault(followup_id or 0, [])
            known += [area[0] for area in areas if area[0] not in known]
    return found


def too_old(connection: Connection, entry_ids: Iterable[int]) -> set[int]:
    """Those of these entries that were too old for any digest when they were first seen."""
    found: set[int] = set()
    for part in chunks(list(entry_ids)):
        found.update(
            connection.scalars(select(ENTRIES.c.id).where(ENTRIES.c.id.in_(part), ENTRIES.c.too_old.is_(True)))
        )
    return found


def save(connection: Connection, values: Mapping[str, Any]) -> int:
    """A composed digest's row; its id. The window is unique in the database: a second worker's insert fails."""
    return int(connection.execute(insert(DIGESTS).values(**values).returning(DIGESTS.c.id)).scalar_one())


def set_content(connection: Connection, digest_id: int, values: Mapping[str, Any]) -> None:
    connection.execute(update(DIGESTS).where(DIGESTS.c.id == digest_id).values(**values))


def mark_told(
    connection: Connection,
    name: str,
    digest_id: int,
    stories: Mapping[int, int],
    corrections: Mapping[int, str],
    until: datetime,
) -> None:
    """Stories told in full, with the number of their sources and what their outlets have corrected already."""
    rows = [
        {
            "digest_name": name,
            "story_id": story,
            "digest_id": digest_id,
            "sources": count,
            "told_until": until,
            "correction": corrections.get(story),
        }
        for story, count in stories.items()
    ]
    if rows:
        connection.execute(insert(TOLD_STORIES), rows)


def share_told(connection: Connection, story: int, other: int) -> None:
    """What digests told of ``story`` counts as told of ``other`` too."""
    known = set(connection.scalars(select(TOLD_STORIES.c.digest_name).where(TOLD_STORIES.c.story_id == other)))
    rows = [
        {
            "digest_name": row.digest_name,
            "story_id": other,
            "digest_id": row.digest_id,
            "sources": row.sources,
            "updated_digest_id": row.updated_digest_id,
            "told_until": row.told_until,
            "correction": row.correction,
        }
        for row in connection.execute(select(TOLD_STORIES).where(TOLD_STORIES.c.story_id == story))
        if row.digest_name not in known
    ]
    if rows:
        connection.execute(insert(TOLD_STORIES), rows)


def mark_developed(
    connection: Connection, name: str, digest_id: int, stories: Mapping[int, str | None], until: datetime
) -> None:
    """Stories told before of which a development was told, each with the correction that was among it."""
    for story, correction in stories.items():
        told: dict[str, Any] = {"updated_digest_id": digest_id, "told_until": until}
        if correction is not None:
            told["correction"] = correction
        connection.execute(
            update(TOLD_STORIES)
            .where(TOLD_STORIES.c.digest_name == name, TOLD_STORIES.c.story_id == story)
            .values(**told)
        )


def mark_noticed(connection: Connection, name: str, digest_id: int, notices: Iterable[tuple[int, str]]) -> None:
    rows = [
        {"digest_name": name, "followup_id": followup, "key": key, "digest_id": digest_id}
        for followup, key in dict.fromkeys(notices)
    ]
    if rows:
        connection.execute(insert(TOLD_FOLLOWUPS), rows)


def find(connection: Connection, digest_id: int) -> Row[Any] | None:
    return connection.execute(select(DIGESTS).where(DIGESTS.c.id == digest_id)).first()


@dataclass(frozen=True, slots=True)
class KeptDigest:
    """One line of the list of digests made.

    ``state``: skipped (nothing to tell), kept (it has no channel), else its deliveries': failed, waiting or sent.
    """

    id: int
    name: str
    window: Window
    generated_at: datetime
    state: str
    subject: str


def kept(connection: Connection, name: str | None = None, limit: int | None = None) -> list[KeptDigest]:
    """The digests that were made (under any name, or this one), newest first."""
    columns = (
        DIGESTS.c.id,
        DIGESTS.c.name,
        DIGESTS.c.window_start,
        DIGESTS.c.window_end,
        DIGESTS.c.generated_at,
        DIGESTS.c.skipped,
        DIGESTS.c.subject,
    )
    query = select(*columns).order_by(DIGESTS.c.window_end.desc(), DIGESTS.c.id.desc()).limit(limit)
    rows = connection.execute(query.where(DIGESTS.c.name == name) if name else query).all()
    states: dict[int, set[str]] = {}
    for part in chunks([row[0] for row in rows]):
        sent = select(DELIVERIES.c.digest_id, DELIVERIES.c.state).where(DELIVERIES.c.digest_id.in_(part)).distinct()
        for digest_id, state in connection.execute(sent):
            states.setdefault(digest_id or 0, set()).add(state)
    return [
        KeptDigest(number, name, Window(start, end), made, _state(skipped, states.get(number, set())), subject)
        for number, name, start, end, made, skipped, subject in rows
    ]


def _state(skipped: bool, states: set[str]) -> str:
    if skipped:
        return "skipped"
    return next((state for state in ("failed", "waiting", "sent") if state in states), "kept")
