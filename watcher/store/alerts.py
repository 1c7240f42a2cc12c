"""Queries on alerts: what each rule told at once, what it looked at before, what may be new to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, insert, select

from watcher.model.deliveries import DeliveryState
from watcher.store.delivery_tables import DELIVERIES
from watcher.store.tables import ALERTS, ENTRIES, STORIES


@dataclass(frozen=True, slots=True)
class Told:
    """What one rule told, by story and by follow-up: when it did so last."""

    subjects: frozenset[str]
    stories: Mapping[int, datetime]
    followups: Mapping[int, datetime]


def told(connection: Connection, name: str, since: datetime) -> Told:
    """What the rule ``name`` told after ``since``."""
    rows = connection.execute(select(ALERTS).where(ALERTS.c.name == name, ALERTS.c.created_at >= since)).all()
    return Told(
        frozenset(row.subject for row in rows),
        _latest([(row.story_id, row.created_at) for row in rows]),
        _latest([(row.followup_id, row.created_at) for row in rows]),
    )


def is_told(connection: Connection, name: str, subject: str) -> bool:
    query = select(ALERTS.c.id).where(ALERTS.c.name == name, ALERTS.c.subject == subject)
    return connection.scalar(query) is not None


def carried(connection: Connection, before: datetime) -> tuple[Mapping[int, datetime], Mapping[int, datetime]]:
    """Stories and follow-ups that any alert told before an instant, with when it last did.

    An alert that nobody got, because every delivery of it was given up, told nothing.
    """
    alive = exists().where(DELIVERIES.c.alert_id == ALERTS.c.id, DELIVERIES.c.state != DeliveryState.FAILED.value)
    query = select(ALERTS.c.story_id, ALERTS.c.followup_id, ALERTS.c.created_at)
    rows = connection.execute(query.where(ALERTS.c.created_at < before, alive)).all()
    return (
        _latest([(story, at) for story, _, at in rows]),
        _latest([(followup, at) for _, followup, at in rows]),
    )


def fresh_stories(connection: Connection, since: datetime) -> dict[int, str]:
    """Relevant stories that arrived at or after ``since``, each with a mark that changes whenever an entry does."""
    query = (
        select(
            STORIES.c.id,
            func.count(ENTRIES.c.id),
            func.count(ENTRIES.c.page_text),
            func.max(ENTRIES.c.changed_at),
        )
        .join(ENTRIES, ENTRIES.c.story_id == STORIES.c.id)
        .where(STORIES.c.relevant.is_(True), STORIES.c.merged_into.is_(None), STORIES.c.arrived_at >= since)
        .group_by(STORIES.c.id)
        .order_by(STORIES.c.id)
    )
    return {
        story: f"{entries}.{pages}.{changed.isoformat() if changed else ''}"
        for story, entries, pages, changed in connection.execute(query)
    }


def texts(connection: Connection, story_id: int) -> list[tuple[str, str]]:
    """Title and text (the linked page's too, where it was read) of each relevant entry of a story."""
    query = select(ENTRIES.c.title, ENTRIES.c.text, ENTRIES.c.page_text).where(
        ENTRIES.c.story_id == story_id, ENTRIES.c.relevant.is_(True)
    )
    return [(title, f"{text}\n{page or ''}") for title, text, page in connection.execute(query.order_by(ENTRIES.c.id))]


def add(
    connection: Connection, name: str, subject: str, *, story: int | None, followup: int | None, created_at: datetime
) -> int:
    """An alert's row; its id. A subject is told once by a rule: a second insert fails."""
    values = {
        "name": name,
        "subject": subject,
        "story_id": story,
        "followup_id": followup,
        "created_at": created_at,
    }
    return int(connection.execute(insert(ALERTS).values(**values).returning(ALERTS.c.id)).scalar_one())


def _latest(pairs: Sequence[tuple[int | None, datetime]]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for number, at in pairs:
        if number is not None:
            found[number] = max(at, found.get(number, at))
    return found
