"""Signatures of the grouping stage: candidates by shared keys inside a time window, and term statistics.

Everything runs in the caller's transaction. Plain values in and out; what a key or the packed bytes mean is the
business of ``stories``. Statements are fixed texts: they run once an entry, and building them would cost more
than running them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, bindparam, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from watcher.store.signature_tables import OutletHabitRow, SignatureKeyRow, SignatureRow, TermCountRow

POSTINGS_BEFORE = 32
POSTINGS_AFTER = 16
"""Entries read for each key, nearest in time before and after: this bounds the cost of a common key."""
CANDIDATES = 24
ALL_ENTRIES = -1
CHUNK = 900
"""Values in one IN list; SQLite allows 32,766 variables, older builds 999."""


@dataclass(frozen=True, slots=True)
class StoredSignature:
    """One signature as it lies in the database. ``story_id`` is that of its entry."""

    entry_id: int
    story_id: int
    data: bytes


_COLUMNS = "s.entry_id, e.story_id, s.data"


@lru_cache(maxsize=64)
def _candidates_statement(keys: int) -> TextClause:
    before = (
        "SELECT * FROM (SELECT entry_id, CAST(:w{0} AS FLOAT) AS mass FROM signature_keys WHERE key = :k{0} "
        "AND published BETWEEN :low AND :at ORDER BY published DESC, entry_id DESC LIMIT :before) AS b{0}"
    )
    after = (
        "SELECT * FROM (SELECT entry_id, CAST(:w{0} AS FLOAT) AS mass FROM signature_keys WHERE key = :k{0} "
        "AND published > :at AND published <= :high ORDER BY published, entry_id LIMIT :after) AS a{0}"
    )
    union = " UNION ALL ".join(shape.format(n) for n in range(keys) for shape in (before, after))
    return text(
        f"SELECT {_COLUMNS} FROM (SELECT entry_id, SUM(mass) AS mass FROM ({union}) AS hits "  # noqa: S608 - no input in it
        "GROUP BY entry_id ORDER BY SUM(mass) DESC, entry_id LIMIT :most) AS found "
        "JOIN signatures s ON s.entry_id = found.entry_id JOIN entries e ON e.id = found.entry_id "
        "ORDER BY found.mass DESC, found.entry_id"
    )


def candidates(
    session: Session, keys: Mapping[int, float], published: int, window: int, most: int = CANDIDATES
) -> list[StoredSignature]:
    """Signatures that share keys, published within ``window`` seconds, best first.

    ``keys`` maps a key to its mass; the sum of the masses shared ranks the candidates.
    """
    if not keys:
        return []
    values: dict[str, Any] = {
        "at": published,
        "low": published - window,
        "high": published + window,
        "before": POSTINGS_BEFORE,
        "after": POSTINGS_AFTER,
        "most": most,
    }
    for number, (key, mass) in enumerate(keys.items()):
        values[f"k{number}"] = key
        values[f"w{number}"] = mass
    rows = session.connection().execute(_candidates_statement(len(keys)), values)
    return [StoredSignature(*row) for row in rows]


_MEMBERS = text(
    f"SELECT {_COLUMNS} FROM entries e JOIN signatures s ON s.entry_id = e.id "  # noqa: S608 - no input in it
    "WHERE e.story_id IN :stories ORDER BY e.story_id, e.id"
).bindparams(bindparam("stories", expanding=True))


def members(session: Session, stories: Sequence[int]) -> list[StoredSignature]:
    """Every signature of the given stories, by story and arrival."""
    if not stories:
        return []
    return [StoredSignature(*row) for row in session.connection().execute(_MEMBERS, {"stories": sorted(stories)})]


@dataclass(frozen=True, slots=True)
class NewSignature:
    """One signature to keep, with the keys it is found by. ``published`` is in seconds since 1970."""

    entry_id: int
    published: int
    keys: tuple[int, ...]
    data: bytes


def add(session: Session, rows: Sequence[NewSignature]) -> None:
    """Keep the signatures of new entries; an entry known already is replaced."""
    if not rows:
        return
    connection = session.connection()
    connection.execute(
        _upsert(session, SignatureRow, ["entry_id"], ["data"]),
        [{"entry_id": row.entry_id, "data": row.data} for row in rows],
    )
    postings = [
        {"key": key, "published": row.published, "entry_id": row.entry_id} for row in rows for key in sorted(row.keys)
    ]
    if postings:
        connection.execute(_upsert(session, SignatureKeyRow, ["key", "published", "entry_id"], ()), postings)


def _upsert(session: Session, table: type[Any], identity: Sequence[str], values: Sequence[str]) -> Any:
    maker = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = maker(table)
    if not values:
        return statement.on_conflict_do_nothing(index_elements=list(identity))
    return statement.on_conflict_do_update(
        index_elements=list(identity), set_={name: statement.excluded[name] for name in values}
    )


def lock(session: Session) -> None:
    """Let one worker at a time group, so that two see each other's new stories. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": GROUPING_LOCK})


GROUPING_LOCK = 0x57_41_54_43  # any number that is nobody else's

# ---------------------------------------------------------------- statistics

_COUNTS = text("SELECT term, entries FROM term_counts WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)


def term_counts(session: Session, terms: Iterable[int]) -> dict[int, float]:
    """How many entries hold each of the terms, plus ``ALL_ENTRIES``: how many there are."""
    wanted = sorted({*terms, ALL_ENTRIES})
    found: dict[int, float] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = session.connection().execute(_COUNTS, {"terms": wanted[start : start + CHUNK]})
        found.update((term, entries) for term, entries in rows)
    return found


_COUNT_UP = text(
    "INSERT INTO term_counts (term, entries) VALUES (:term, :entries) "
    "ON CONFLICT (term) DO UPDATE SET entries = term_counts.entries + excluded.entries"
)


def count_terms(session: Session, counts: Mapping[int, int], entries: int) -> None:
    """Add a batch's terms to the statistics; beyond ``DECAY_AT`` entries all counts are halved and small ones dropped."""
    rows = [{"term": term, "entries": count} for term, count in sorted(counts.items())]
    rows.append({"term": ALL_ENTRIES, "entries": entries})
    session.connection().execute(_COUNT_UP, rows)
    total = session.connection().scalar(select(TermCountRow.entries).where(TermCountRow.term == ALL_ENTRIES)) or 0
    if total >= DECAY_AT:
        session.connection().execute(text("UPDATE term_counts SET entries = entries / 2"))
        session.connection().execute(delete(TermCountRow).where(TermCountRow.entries < 1))


DECAY_AT = 200_000


def outlet_habits(session: Session, outlets: Iterable[int]) -> dict[int, tuple[int, bytes]]:
    """(entries counted, packed terms) of each outlet that is known."""
    rows = session.connection().execute(
        select(OutletHabitRow.outlet, OutletHabitRow.entries, OutletHabitRow.data).where(
            OutletHabitRow.outlet.in_(sorted(set(outlets)))
        )
    )
    return {outlet: (entries, data) for outlet, entries, data in rows}


def save_outlet_habits(session: Session, habits: Mapping[int, tuple[int, bytes]]) -> None:
    if habits:
        session.connection().execute(
            _upsert(session, OutletHabitRow, ["outlet"], ("entries", "data")),
            [{"outlet": outlet, "entries": n, "data": data} for outlet, (n, data) in sorted(habits.items())],
        )


def prune(session: Session) -> int:
    """Sweep the keys of entries that are gone; how many."""
    result = session.connection().execute(
        text(
            "DELETE FROM signature_keys WHERE NOT EXISTS (SELECT 1 FROM signatures s WHERE s.entry_id = signature_keys.entry_id)"
        )
    )
    return result.rowcount
