"""Queries on tracked follow-ups and their histories."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, or_, select, union

from watcher.model.followups import Change, FollowUp, FollowUpChange, Kind, Naming, Status
from watcher.model.period import Period, Precision
from watcher.model.stories import Source
from watcher.store import bulk
from watcher.store.feeds import chunks
from watcher.store.ids import reserve
from watcher.store.tables import ENTRIES, FOLLOWUP_CHANGES, FOLLOWUP_WORDS, FOLLOWUPS, MENTIONS

LONGEST_WORD = 40  # characters
ROOM = 1_024  # between the positions of two lines: what an older story says goes between them

# Statements made once: follow-ups are read with every mention, and in numbers.
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_ALL = select(FOLLOWUPS).order_by(FOLLOWUPS.c.id)
_THESE = _ALL.where(FOLLOWUPS.c.id.in_(_WANTED))
_HISTORIES = (
    select(FOLLOWUP_CHANGES)
    .where(FOLLOWUP_CHANGES.c.followup_id.in_(_WANTED))
    .order_by(FOLLOWUP_CHANGES.c.followup_id, FOLLOWUP_CHANGES.c.position)
)
_WORDS_OF = select(FOLLOWUP_WORDS.c.word, FOLLOWUP_WORDS.c.followup_id).where(FOLLOWUP_WORDS.c.followup_id.in_(_WANTED))
# Who tells of it, and who told a line of its history and was edited since: the line stands, and so does its source.
_TELLING = union(
    select(MENTIONS.c.followup_id, MENTIONS.c.entry_id).where(MENTIONS.c.followup_id.in_(_WANTED)),
    select(FOLLOWUP_CHANGES.c.followup_id, FOLLOWUP_CHANGES.c.entry_id).where(
        FOLLOWUP_CHANGES.c.followup_id.in_(_WANTED), FOLLOWUP_CHANGES.c.entry_id.is_not(None)
    ),
).subquery()
_SOURCES = (
    select(_TELLING.c.followup_id, *(ENTRIES.c[column] for column in ("id", "outlet", "title", "url", "dated_at")))
    .join(ENTRIES, ENTRIES.c.id == _TELLING.c.entry_id)
    .order_by(ENTRIES.c.dated_at, ENTRIES.c.id)
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A follow-up as it lies in the database, with what writing it anew needs to know.

    ``positions``: those of the lines of its history, ascending, with room between them; ``words`` that find it.
    """

    followup: FollowUp
    positions: tuple[int, ...] = ()
    words: frozenset[str] = frozenset()


def save(connection: Connection, followup: FollowUp, words: Iterable[str]) -> int:
    """Insert (``id`` 0) or update a follow-up and write what is new in its history; its id."""
    before = stored(connection, [followup.id])[followup.id] if followup.id else None
    return keep(connection, followup, words, before).followup.id


def keep(connection: Connection, followup: FollowUp, words: Iterable[str], before: Stored | None) -> Stored:
    """As ``save``, knowing what is stored (None: nothing yet): only what differs is written, however long its history.

    Its sources are those of its mentions and its history, whatever the record says: as they were before.
    """
    if before is None:
        (identity,) = reserve(connection, FOLLOWUPS, 1)
        followup = replace(followup, id=identity)
        bulk.insert(connection, FOLLOWUPS, [_values(followup)])
        before = Stored(replace(followup, history=(), sources=()))
    elif (values := _values(followup)) != _values(before.followup):
        bulk.update(connection, FOLLOWUPS, [values])
    found_by = {word[:LONGEST_WORD] for word in words}
    rows = [{"word": word, "followup_id": followup.id} for word in sorted(found_by - before.words)]
    bulk.insert(connection, FOLLOWUP_WORDS, rows)
    positions = _keep_history(connection, followup, before)
    return Stored(replace(followup, sources=before.followup.sources), positions, before.words | found_by)


def stored(connection: Connection, ids: Sequence[int]) -> dict[int, Stored]:
    """These follow-ups as ``keep`` needs to know them."""
    found: dict[int, Stored] = {}
    for part in chunks(sorted(ids)):
        rows = list(connection.execute(_THESE, {"wanted": part}))
        words: dict[int, list[str]] = {}
        for word, followup_id in connection.execute(_WORDS_OF, {"wanted": part}):
            words.setdefault(followup_id, []).append(word)
        for followup, positions in _followups(connection, rows):
            found[followup.id] = Stored(followup, positions, frozenset(words.get(followup.id, ())))
    return found


def listing(connection: Connection, ids: Sequence[int] | None = None) -> list[FollowUp]:
    """Follow-ups (all, or these) with their histories and sources."""
    if ids is None:
        rows = list(connection.execute(_ALL))
    else:
        rows = [row for part in chunks(sorted(ids)) for row in connection.execute(_THESE, {"wanted": part})]
    return [followup for followup, _ in _followups(connection, rows)]


def alive(connection: Connection, since: datetime, ended_after: date) -> list[int]:
    """Those of which something may be told from ``since`` on.

    Changed since then, of a watched event, or without an outcome and not over by ``ended_after``.
    """
    still_open = FOLLOWUPS.c.outcome.is_(None) & (FOLLOWUPS.c.end.is_(None) | (FOLLOWUPS.c.end >= ended_after))
    matters = or_(FOLLOWUPS.c.updated_at >= since, FOLLOWUPS.c.event_slug.is_not(None), still_open)
    return list(connection.scalars(select(FOLLOWUPS.c.id).where(matters).order_by(FOLLOWUPS.c.id)))


def changed_since(connection: Connection, since: datetime) -> list[int]:
    return list(connection.scalars(select(FOLLOWUPS.c.id).where(FOLLOWUPS.c.updated_at >= since)))


def _values(followup: FollowUp) -> dict[str, Any]:
    return {
        "id": followup.id,
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
        "names": " ".join(sorted(followup.names)) or None,
    }


def _keep_history(connection: Connection, followup: FollowUp, before: Stored) -> tuple[int, ...]:
    """Write the lines that are new or changed; the positions of all. An older story's line goes before later ones."""
    lines, known = followup.history, before.followup.history
    start = _alike(known, lines)
    alike = _alike(known[start:][::-1], lines[start:][::-1])  # at the end
    gone, behind = before.positions[start : len(known) - alike], before.positions[len(known) - alike :]
    new = lines[start : len(lines) - alike]
    places = _places(before.positions[start - 1] if start else 0, behind[0] if behind else None, len(new))
    if places is None:  # no room between two lines: all of them move apart, with as much room for as many more
        gone, start, behind, new = before.positions, 0, (), lines
        places = range(ROOM, ROOM * (len(lines) + 1), ROOM)
    if gone:
        bulk.delete(connection, FOLLOWUP_CHANGES, {"followup_id": [followup.id] * len(gone), "position": list(gone)})
    rows = [_change_values(followup.id, position, line) for position, line in zip(places, new, strict=True)]
    bulk.insert(connection, FOLLOWUP_CHANGES, rows)
    return (*before.positions[:start], *places, *behind)


def _alike(one: Sequence[FollowUpChange], other: Sequence[FollowUpChange]) -> int:
    """How many lines both begin with. Lines are the same objects nearly always: comparing many takes no time."""
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter]:
        return shorter
    return bisect_left(range(shorter), True, key=lambda end: one[: end + 1] != other[: end + 1])


def _places(after: int, before: int | None, count: int) -> Sequence[int] | None:
    """Positions for so many lines between two others, or behind the last; None where there is no room."""
    if before is None:
        return range(after + ROOM, after + ROOM * (count + 1), ROOM)
    step = (before - after) // (count + 1)
    return range(after + step, after + step * (count + 1), step) if step else None


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
        "was_event": line.was_called.event if line.was_called else None,
        "was_event_slug": line.was_called.event_slug if line.was_called else None,
    }


def _followups(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[tuple[FollowUp, tuple[int, ...]]]:
    """Each with the positions of its lines."""
    lines: dict[int, list[Row[Any]]] = {}
    sources: dict[int, dict[int, Source]] = {}
    for part in chunks([row.id for row in rows]):
        for line in connection.execute(_HISTORIES, {"wanted": part}):
            lines.setdefault(line.followup_id, []).append(line)
        for followup_id, *source in connection.execute(_SOURCES, {"wanted": part}):
            sources.setdefault(followup_id, {}).setdefault(source[0], Source(*source))
    for row in rows:
        own = lines.get(row.id, ())
        told = tuple(sources.get(row.id, {}).values())
        yield _followup(row, tuple(map(_change, own)), told), tuple([line.position for line in own])


@lru_cache(maxsize=256)  # the lines of a history share theirs, and are compared by it
def _period(start: date | None, end: date | None, precision: str) -> Period:
    return Period(start, end, Precision(precision))


def _change(row: Row[Any]) -> FollowUpChange:
    return FollowUpChange(
        seen_at=row.seen_at,
        period=_period(row.start, row.end, row.precision),
        place=row.place,
        change=Change(row.change),
        by=row.by,
        text=row.text,
        url=row.url,
        entry=row.entry_id,
        was_called=Naming(row.was_event, row.was_event_slug) if row.was_event is not None else None,
    )


def _followup(row: Row[Any], history: tuple[FollowUpChange, ...], sources: tuple[Source, ...]) -> FollowUp:
    return FollowUp(
        id=row.id,
        event=row.event,
        event_slug=row.event_slug,
        period=_period(row.start, row.end, row.precision),
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
        names=frozenset((row.names or "").split()),
        history=history,
        sources=sources,
    )
