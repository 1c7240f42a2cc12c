"""Queries on tracked follow-ups and their histories."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from watcher.model import Change, FollowUp, FollowUpChange, Kind, Period, Precision, Source, Status
from watcher.store.feeds import chunks
from watcher.store.tables import Base, EntryRow, FollowUpChangeRow, FollowUpRow, FollowUpWordRow, MentionRow

# Core on the tables, made once: follow-ups are read with every mention, and in numbers.
_FOLLOWUPS, _CHANGES, _MENTIONS, _ENTRIES = (
    Base.metadata.tables[row.__tablename__] for row in (FollowUpRow, FollowUpChangeRow, MentionRow, EntryRow)
)
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_ALL = select(_FOLLOWUPS).order_by(_FOLLOWUPS.c.id)
_THESE = _ALL.where(_FOLLOWUPS.c.id.in_(_WANTED))
_HISTORIES = (
    select(_CHANGES).where(_CHANGES.c.followup_id.in_(_WANTED)).order_by(_CHANGES.c.followup_id, _CHANGES.c.position)
)
_SOURCES = (
    select(_MENTIONS.c.followup_id, *(_ENTRIES.c[column] for column in ("id", "outlet", "title", "url", "dated_at")))
    .join(_ENTRIES, _ENTRIES.c.id == _MENTIONS.c.entry_id)
    .where(_MENTIONS.c.followup_id.in_(_WANTED))
    .order_by(_ENTRIES.c.dated_at, _ENTRIES.c.id)
)


def save(session: Session, followup: FollowUp, words: Iterable[str]) -> int:
    """Insert (``id`` 0) or update a follow-up and append what is new in its history; its id."""
    values = {
        "event": followup.event,
        "event_slug": followup.event_slug,
        "start": followup.period.start,
        "end": followup.period.end,
        "precision": followup.period.precision.value,
        "place": followup.place,
        "kind": followup.kind.value,
        "text": followup.text,
        "first_mentioned_at": followup.first_mentioned_at,
        "updated_at": followup.updated_at,
        "outcome": followup.outcome.value if followup.outcome else None,
        "edition": followup.edition,
        "self_settling": followup.self_settling,
        "settled_by_person": followup.settled_by_person,
        "sequence": followup.sequence,
    }
    if followup.id:
        identity, kept = followup.id, _kept_lines(session, followup)
        session.execute(update(FollowUpRow).where(FollowUpRow.id == identity).values(**values))
    else:
        identity, kept = (
            int(session.execute(insert(FollowUpRow).values(**values).returning(FollowUpRow.id)).scalar_one()),
            0,
        )
    _add_words(session, identity, words)
    rows = [
        _change_values(identity, position, line) for position, line in enumerate(followup.history) if position >= kept
    ]
    if rows:
        session.execute(insert(FollowUpChangeRow), rows)
    return identity


def listing(session: Session, ids: Sequence[int] | None = None) -> list[FollowUp]:
    """Follow-ups (all, or these) with their histories and sources."""
    connection = session.connection()
    if ids is None:
        return _followups(connection, list(connection.execute(_ALL)))
    rows = [row for part in chunks(sorted(ids)) for row in connection.execute(_THESE, {"wanted": part})]
    return _followups(connection, rows)


def alive(session: Session, since: datetime, ended_after: date) -> list[int]:
    """Those of which something may be told from ``since`` on.

    Changed since then, of a watched event, or without an outcome and not over by ``ended_after``.
    """
    still_open = FollowUpRow.outcome.is_(None) & (FollowUpRow.end.is_(None) | (FollowUpRow.end >= ended_after))
    matters = or_(FollowUpRow.updated_at >= since, FollowUpRow.event_slug.is_not(None), still_open)
    return list(session.scalars(select(FollowUpRow.id).where(matters).order_by(FollowUpRow.id)))


def changed_since(session: Session, since: datetime) -> list[int]:
    return list(session.scalars(select(FollowUpRow.id).where(FollowUpRow.updated_at >= since)))


def _kept_lines(session: Session, followup: FollowUp) -> int:
    """How many lines of the history stand in the database as they are; an older story's line goes before later ones."""
    stored = [_change(row) for row in session.connection().execute(_HISTORIES, {"wanted": [followup.id]})]
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(stored, followup.history, strict=False)))
    if same < len(stored):
        session.execute(
            delete(FollowUpChangeRow).where(
                FollowUpChangeRow.followup_id == followup.id, FollowUpChangeRow.position >= same
            )
        )
    return same


def _add_words(session: Session, followup_id: int, words: Iterable[str]) -> None:
    known = set(session.scalars(select(FollowUpWordRow.word).where(FollowUpWordRow.followup_id == followup_id)))
    rows = [{"word": word, "followup_id": followup_id} for word in sorted({word[:40] for word in words} - known)]
    if rows:
        session.execute(insert(FollowUpWordRow), rows)


def _change_values(followup_id: int, position: int, line: FollowUpChange) -> dict[str, object]:
    return {
        "followup_id": followup_id,
        "position": position,
        "seen_at": line.seen_at,
        "start": line.period.start,
        "end": line.period.end,
        "precision": line.period.precision.value,
        "place": line.place,
        "change": line.change.value,
        "by": line.by,
        "text": line.text,
        "url": line.url,
        "entry_id": line.entry,
    }


def _followups(connection: Connection, rows: Sequence[Row[Any]]) -> list[FollowUp]:
    history: dict[int, list[FollowUpChange]] = {}
    sources: dict[int, list[Source]] = {}
    for part in chunks([row.id for row in rows]):
        for line in connection.execute(_HISTORIES, {"wanted": part}):
            history.setdefault(line.followup_id, []).append(_change(line))
        for followup_id, *source in connection.execute(_SOURCES, {"wanted": part}):
            found = sources.setdefault(followup_id, [])
            if all(source[0] != known.entry for known in found):
                found.append(Source(*source))
    return [_followup(row, tuple(history.get(row.id, ())), tuple(sources.get(row.id, ()))) for row in rows]


def _change(row: Row[Any]) -> FollowUpChange:
    return FollowUpChange(
        seen_at=row.seen_at,
        period=Period(row.start, row.end, Precision(row.precision)),
        place=row.place,
        change=Change(row.change),
        by=row.by,
        text=row.text,
        url=row.url,
        entry=row.entry_id,
    )


def _followup(row: Row[Any], history: tuple[FollowUpChange, ...], sources: tuple[Source, ...]) -> FollowUp:
    return FollowUp(
        id=row.id,
        event=row.event,
        event_slug=row.event_slug,
        period=Period(row.start, row.end, Precision(row.precision)),
        place=row.place,
        kind=Kind(row.kind),
        text=row.text,
        first_mentioned_at=row.first_mentioned_at,
        updated_at=row.updated_at,
        outcome=Status(row.outcome) if row.outcome else None,
        edition=row.edition,
        self_settling=row.self_settling,
        settled_by_person=row.settled_by_person,
        sequence=row.sequence,
        history=history,
        sources=sources,
    )
