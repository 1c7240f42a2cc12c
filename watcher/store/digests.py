"""Queries on digests: their windows, what each told, and what has happened to it since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, insert, select, update
from sqlalchemy.orm import Session

from watcher.model import Source, Window
from watcher.store.delivery_tables import DeliveryRow
from watcher.store.feeds import chunks
from watcher.store.tables import DigestRow, EntryRow, MentionRow, ToldFollowUpRow, ToldStoryRow

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


def last_window_end(session: Session, name: str) -> datetime | None:
    return session.scalar(select(func.max(DigestRow.window_end)).where(DigestRow.name == name))


def closed_until(session: Session) -> datetime | None:
    """The end of the latest closed window of any digest."""
    return session.scalar(select(func.max(DigestRow.window_end)))


def quiet_since(session: Session, name: str, closed_by: datetime | None = None) -> datetime | None:
    """End of the last window that was sent; where none ever was, of the first; None before the first.

    ``closed_by``: as it was then.
    """
    own = [DigestRow.name == name, *([DigestRow.window_end <= closed_by] if closed_by else [])]
    sent = session.scalar(select(func.max(DigestRow.window_end)).where(*own, DigestRow.skipped.is_(False)))
    return sent or session.scalar(select(func.min(DigestRow.window_end)).where(*own))


def told_stories(
    session: Session, name: str, story_ids: Iterable[int], closed_by: datetime | None = None
) -> dict[int, Told]:
    """Which of these stories digests of this name have told; ``closed_by``: whose window had ended then."""
    found: dict[int, Told] = {}
    for part in chunks(list(story_ids)):
        query = _told(name, closed_by).where(ToldStoryRow.story_id.in_(part))
        found.update({row.story_id: _as_told(row) for row in session.scalars(query)})
    return found


def told_and_touched(session: Session, name: str, window: Window, closed_by: datetime | None = None) -> dict[int, Told]:
    """Stories told before, with an entry that arrived in the window or was edited in it."""
    arrived = _told(name, closed_by).where(
        ToldStoryRow.story_id.in_(
            select(EntryRow.story_id).where(EntryRow.arrived_at >= window.start, EntryRow.arrived_at < window.end)
        )
    )
    # From the told side: entries have no index by change, and nobody corrects what is months old.
    changed = (
        _told(name, closed_by)
        .where(ToldStoryRow.told_until >= window.start - CORRECTED_WITHIN)
        .where(
            exists().where(
                EntryRow.story_id == ToldStoryRow.story_id,
                EntryRow.changed_at >= window.start,
                EntryRow.changed_at < window.end,
            )
        )
    )
    return {row.story_id: _as_told(row) for query in (arrived, changed) for row in session.scalars(query)}


def _told(name: str, closed_by: datetime | None) -> Select[ToldStoryRow]:
    query = select(ToldStoryRow).where(ToldStoryRow.digest_name == name)
    if closed_by is None:
        return query
    return query.join(DigestRow, DigestRow.id == ToldStoryRow.digest_id).where(DigestRow.window_end <= closed_by)


def _as_told(row: ToldStoryRow) -> Told:
    return Told(row.story_id, row.updated_digest_id or row.digest_id, row.told_until, row.correction)


def words_of(session: Session, story_ids: Iterable[int], until: datetime) -> dict[int, list[tuple[str, str]]]:
    """Title and text of every entry of these stories that had arrived by ``until``, the latest edit first."""
    found: dict[int, list[tuple[str, str]]] = {}
    for part in chunks(list(story_ids)):
        query = (
            select(EntryRow.story_id, EntryRow.title, EntryRow.text)
            .where(EntryRow.story_id.in_(part), EntryRow.arrived_at < until)
            .order_by(func.coalesce(EntryRow.changed_at, EntryRow.arrived_at).desc(), EntryRow.id)
        )
        for story_id, title, text in session.execute(query):
            found.setdefault(story_id, []).append((title, text))
    return found


def told_notices(session: Session, name: str, closed_by: datetime | None = None) -> dict[int, frozenset[str]]:
    """Keys of the notices given, by follow-up."""
    query = (
        select(ToldFollowUpRow.followup_id, ToldFollowUpRow.key)
        .join(DigestRow, DigestRow.id == ToldFollowUpRow.digest_id)
        .where(ToldFollowUpRow.digest_name == name)
    )
    if closed_by is not None:
        query = query.where(DigestRow.window_end <= closed_by)
    found: dict[int, set[str]] = {}
    for followup_id, key in session.execute(query):
        found.setdefault(followup_id, set()).add(key)
    return {followup_id: frozenset(keys) for followup_id, keys in found.items()}


def arrivals_of(
    session: Session, story_ids: Iterable[int], until: datetime
) -> dict[int, list[tuple[datetime, Source]]]:
    """Every entry of these stories that had arrived by ``until``, with its arrival, in that order."""
    found: dict[int, list[tuple[datetime, Source]]] = {}
    for part in chunks(list(story_ids)):
        query = (
            select(
                EntryRow.story_id,
                EntryRow.arrived_at,
                EntryRow.id,
                EntryRow.outlet,
                EntryRow.title,
                EntryRow.url,
                EntryRow.dated_at,
            )
            .where(EntryRow.story_id.in_(part), EntryRow.arrived_at < until)
            .order_by(EntryRow.arrived_at, EntryRow.id)
        )
        for story_id, arrived_at, entry_id, outlet, title, url, dated_at in session.execute(query):
            found.setdefault(story_id, []).append((arrived_at, Source(entry_id, outlet, title, url, dated_at)))
    return found


def followup_areas(session: Session, followup_ids: Iterable[int]) -> dict[int, list[str]]:
    """Slugs of the focus areas of the entries each follow-up was taken from."""
    found: dict[int, list[str]] = {}
    for part in chunks(list(followup_ids)):
        query = (
            select(MentionRow.followup_id, EntryRow.areas)
            .join(EntryRow, EntryRow.id == MentionRow.entry_id)
            .where(MentionRow.followup_id.in_(part))
        )
        for followup_id, areas in session.execute(query):
            known = found.setdefault(followup_id or 0, [])
            known += [area[0] for area in areas if area[0] not in known]
    return found


def too_old(session: Session, entry_ids: Iterable[int]) -> set[int]:
    """Those of these entries that were too old for any digest when they were first seen."""
    found: set[int] = set()
    for part in chunks(list(entry_ids)):
        found.update(session.scalars(select(EntryRow.id).where(EntryRow.id.in_(part), EntryRow.too_old.is_(True))))
    return found


def save(session: Session, values: Mapping[str, Any]) -> int:
    """A composed digest's row; its id. The window is unique in the database: a second worker's insert fails."""
    return int(session.execute(insert(DigestRow).values(**values).returning(DigestRow.id)).scalar_one())


def set_content(session: Session, digest_id: int, values: Mapping[str, Any]) -> None:
    session.execute(update(DigestRow).where(DigestRow.id == digest_id).values(**values))


def mark_told(
    session: Session,
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
        session.execute(insert(ToldStoryRow), rows)


def share_told(session: Session, story: int, other: int) -> None:
    """What digests told of ``story`` counts as told of ``other`` too."""
    known = set(session.scalars(select(ToldStoryRow.digest_name).where(ToldStoryRow.story_id == other)))
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
        for row in session.scalars(select(ToldStoryRow).where(ToldStoryRow.story_id == story))
        if row.digest_name not in known
    ]
    if rows:
        session.execute(insert(ToldStoryRow), rows)


def mark_developed(
    session: Session, name: str, digest_id: int, stories: Mapping[int, str | None], until: datetime
) -> None:
    """Stories told before of which a development was told, each with the correction that was among it."""
    for story, correction in stories.items():
        told: dict[str, Any] = {"updated_digest_id": digest_id, "told_until": until}
        if correction is not None:
            told["correction"] = correction
        session.execute(
            update(ToldStoryRow).where(ToldStoryRow.digest_name == name, ToldStoryRow.story_id == story).values(**told)
        )


def mark_noticed(session: Session, name: str, digest_id: int, notices: Iterable[tuple[int, str]]) -> None:
    rows = [
        {"digest_name": name, "followup_id": followup, "key": key, "digest_id": digest_id}
        for followup, key in dict.fromkeys(notices)
    ]
    if rows:
        session.execute(insert(ToldFollowUpRow), rows)


def find(session: Session, digest_id: int) -> DigestRow | None:
    return session.get(DigestRow, digest_id)


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


def kept(session: Session, name: str | None = None, limit: int | None = None) -> list[KeptDigest]:
    """The digests that were made (under any name, or this one), newest first."""
    columns = (
        DigestRow.id,
        DigestRow.name,
        DigestRow.window_start,
        DigestRow.window_end,
        DigestRow.generated_at,
        DigestRow.skipped,
        DigestRow.subject,
    )
    query = select(*columns).order_by(DigestRow.window_end.desc(), DigestRow.id.desc()).limit(limit)
    rows = session.execute(query.where(DigestRow.name == name) if name else query).all()
    states: dict[int, set[str]] = {}
    for part in chunks([row[0] for row in rows]):
        sent = select(DeliveryRow.digest_id, DeliveryRow.state).where(DeliveryRow.digest_id.in_(part)).distinct()
        for digest_id, state in session.execute(sent):
            states.setdefault(digest_id or 0, set()).add(state)
    return [
        KeptDigest(number, name, Window(start, end), made, _state(skipped, states.get(number, set())), subject)
        for number, name, start, end, made, skipped, subject in rows
    ]


def _state(skipped: bool, states: set[str]) -> str:
    if skipped:
        return "skipped"
    return next((state for state in ("failed", "waiting", "sent") if state in states), "kept")
