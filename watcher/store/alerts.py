"""Queries on alerts: what each rule told at once, what it looked at before, what may be new to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from watcher.model import DeliveryState
from watcher.store.delivery_tables import DeliveryRow
from watcher.store.tables import AlertRow, EntryRow, StoryRow


@dataclass(frozen=True, slots=True)
class Told:
    """What one rule told, by story and by follow-up: when it did so last."""

    subjects: frozenset[str]
    stories: Mapping[int, datetime]
    followups: Mapping[int, datetime]


def told(session: Session, name: str, since: datetime) -> Told:
    """What the rule ``name`` told after ``since``."""
    rows = session.scalars(select(AlertRow).where(AlertRow.name == name, AlertRow.created_at >= since)).all()
    return Told(
        frozenset(row.subject for row in rows),
        _latest([(row.story_id, row.created_at) for row in rows]),
        _latest([(row.followup_id, row.created_at) for row in rows]),
    )


def is_told(session: Session, name: str, subject: str) -> bool:
    query = select(AlertRow.id).where(AlertRow.name == name, AlertRow.subject == subject)
    return session.scalar(query) is not None


def carried(session: Session, before: datetime) -> tuple[Mapping[int, datetime], Mapping[int, datetime]]:
    """Stories and follow-ups that any alert told before an instant, with when it last did.

    An alert that nobody got, because every delivery of it was given up, told nothing.
    """
    alive = exists().where(DeliveryRow.alert_id == AlertRow.id, DeliveryRow.state != DeliveryState.FAILED.value)
    query = select(AlertRow.story_id, AlertRow.followup_id, AlertRow.created_at)
    rows = session.execute(query.where(AlertRow.created_at < before, alive)).all()
    return (
        _latest([(story, at) for story, _, at in rows]),
        _latest([(followup, at) for _, followup, at in rows]),
    )


def fresh_stories(session: Session, since: datetime) -> dict[int, str]:
    """Relevant stories that arrived at or after ``since``, each with a mark that changes whenever an entry does."""
    query = (
        select(
            StoryRow.id,
            func.count(EntryRow.id),
            func.count(EntryRow.page_text),
            func.max(EntryRow.changed_at),
        )
        .join(EntryRow, EntryRow.story_id == StoryRow.id)
        .where(StoryRow.relevant.is_(True), StoryRow.merged_into.is_(None), StoryRow.arrived_at >= since)
        .group_by(StoryRow.id)
        .order_by(StoryRow.id)
    )
    return {
        story: f"{entries}.{pages}.{changed.isoformat() if changed else ''}"
        for story, entries, pages, changed in session.execute(query)
    }


def texts(session: Session, story_id: int) -> list[tuple[str, str]]:
    """Title and text (the linked page's too, where it was read) of each relevant entry of a story."""
    query = select(EntryRow.title, EntryRow.text, EntryRow.page_text).where(
        EntryRow.story_id == story_id, EntryRow.relevant.is_(True)
    )
    return [(title, f"{text}\n{page or ''}") for title, text, page in session.execute(query.order_by(EntryRow.id))]


def add(
    session: Session, name: str, subject: str, *, story: int | None, followup: int | None, created_at: datetime
) -> int:
    """An alert's row; its id. A subject is told once by a rule: a second insert fails."""
    values = {
        "name": name,
        "subject": subject,
        "story_id": story,
        "followup_id": followup,
        "created_at": created_at,
    }
    return int(session.execute(insert(AlertRow).values(**values).returning(AlertRow.id)).scalar_one())


def _latest(pairs: Sequence[tuple[int | None, datetime]]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for number, at in pairs:
        if number is not None:
            found[number] = max(at, found.get(number, at))
    return found
