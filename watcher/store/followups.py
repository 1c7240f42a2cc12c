"""Queries on tracked follow-ups and their histories."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import takewhile

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from watcher.model import Change, FollowUp, FollowUpChange, Kind, Period, Precision, Source, Status
from watcher.store.feeds import chunks
from watcher.store.tables import EntryRow, FollowUpChangeRow, FollowUpRow, FollowUpWordRow, MentionRow

CANDIDATES = 60
"""Records looked at for one mention: those that share the most words with it."""
OF_EVENT = 100
"""And the newest of its event, whatever words they share."""


def candidates(session: Session, slug: str | None, words: Iterable[str]) -> list[FollowUp]:
    """Follow-ups that a new mention may be about: of the same event, or with words in common, by id."""
    shared = func.count().label("shared")
    likely = (
        select(FollowUpWordRow.followup_id)
        .where(FollowUpWordRow.word.in_(sorted({word[:40] for word in words})))
        .group_by(FollowUpWordRow.followup_id)
        .order_by(shared.desc(), FollowUpWordRow.followup_id.desc())
        .limit(CANDIDATES)
    )
    ids = set(session.scalars(likely))
    if slug:
        of_event = select(FollowUpRow.id).where(FollowUpRow.event_slug == slug)
        ids.update(session.scalars(of_event.order_by(FollowUpRow.updated_at.desc()).limit(OF_EVENT)))
    return listing(session, sorted(ids)) if ids else []


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
    query = select(FollowUpRow).order_by(FollowUpRow.id)
    if ids is None:
        return _followups(session, list(session.scalars(query)))
    rows = [row for part in chunks(sorted(ids)) for row in session.scalars(query.where(FollowUpRow.id.in_(part)))]
    return _followups(session, rows)


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
    query = select(FollowUpChangeRow).where(FollowUpChangeRow.followup_id == followup.id)
    stored = [_change(row) for row in session.scalars(query.order_by(FollowUpChangeRow.position))]
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


def _followups(session: Session, rows: Sequence[FollowUpRow]) -> list[FollowUp]:
    ids = [row.id for row in rows]
    history: dict[int, list[FollowUpChange]] = {}
    sources: dict[int, list[Source]] = {}
    for part in chunks(ids):
        lines = select(FollowUpChangeRow).where(FollowUpChangeRow.followup_id.in_(part))
        for line in session.scalars(lines.order_by(FollowUpChangeRow.followup_id, FollowUpChangeRow.position)):
            history.setdefault(line.followup_id, []).append(_change(line))
        told = (
            select(
                MentionRow.followup_id, EntryRow.id, EntryRow.outlet, EntryRow.title, EntryRow.url, EntryRow.dated_at
            )
            .join(EntryRow, EntryRow.id == MentionRow.entry_id)
            .where(MentionRow.followup_id.in_(part))
            .order_by(EntryRow.dated_at, EntryRow.id)
        )
        for followup_id, entry_id, outlet, title, url, dated_at in session.execute(told):
            found = sources.setdefault(followup_id or 0, [])
            if all(entry_id != known.entry for known in found):
                found.append(Source(entry_id, outlet, title, url, dated_at))
    return [_followup(row, tuple(history.get(row.id, ())), tuple(sources.get(row.id, ()))) for row in rows]


def _change(row: FollowUpChangeRow) -> FollowUpChange:
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


def _followup(row: FollowUpRow, history: tuple[FollowUpChange, ...], sources: tuple[Source, ...]) -> FollowUp:
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
