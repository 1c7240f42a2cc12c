"""Signatures of the grouping stage: candidates by shared keys inside a time window, and term statistics.

Everything runs in the caller's transaction. Plain values in and out; what a key or the packed bytes mean is the
business of ``stories``. Statements are fixed texts: they run once an entry, and building them would cost more
than running them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from watcher.store.signature_tables import SignatureKeyRow, SignatureRow, TermCountRow

POSTINGS_BEFORE = 32
POSTINGS_AFTER = 16
"""Entries read for each key, nearest in time before and after: this bounds the cost of a common key."""
CANDIDATES = 10
"""Stories that an entry is compared with at most."""
LEAST_MASS = 0.06
"""Of the mass of an entry's own keys: what shares less is no candidate."""
LEAST_SHARE = 0.35
"""Of the best story's mass: behind a story that shares much, those that share little are not looked at."""
ALL_ENTRIES = -1
CHUNK = 900
"""Values in one IN list."""


class StoredSignature(NamedTuple):
    """One signature as it lies in the database. ``story_id`` is that of its entry."""

    entry_id: int
    story_id: int
    data: bytes


@lru_cache(maxsize=64)
def _candidates_statement(keys: int, mark: str) -> str:
    posting = (
        f"SELECT entry_id, CAST({mark} AS FLOAT) AS mass FROM signature_keys "  # noqa: S608 - no input in it
        f"WHERE key = {mark} AND published BETWEEN {mark} AND {mark} ORDER BY published"
    )
    before = f"SELECT * FROM ({posting} DESC, entry_id DESC LIMIT {POSTINGS_BEFORE})"  # noqa: S608 - as above
    after = f"SELECT * FROM ({posting}, entry_id LIMIT {POSTINGS_AFTER})"  # noqa: S608 - as above
    union = " UNION ALL ".join(f"{before} AS b{n} UNION ALL {after} AS a{n}" for n in range(keys))
    return (
        f"SELECT e.story_id, MAX(found.mass) FROM (SELECT entry_id, SUM(mass) AS mass FROM ({union}) AS hits "  # noqa: S608 - as above
        f"GROUP BY entry_id HAVING SUM(mass) >= {LEAST_MASS}) AS found JOIN entries e ON e.id = found.entry_id "
        f"GROUP BY e.story_id ORDER BY MAX(found.mass) DESC, e.story_id LIMIT {CANDIDATES}"
    )


def candidates(session: Session, keys: Mapping[int, float], published: int, window: int) -> list[int]:
    """Stories with an entry that shares keys, published within ``window`` seconds, best first.

    ``keys`` maps a key to its mass; the sum of the masses that one entry shares ranks its story.
    """
    if not keys:
        return []
    values: list[Any] = []
    for key, mass in keys.items():
        values += (mass, key, published - window, published, mass, key, published + 1, published + window)
    statement = _candidates_statement(len(keys), _mark(session))
    rows = session.connection().exec_driver_sql(statement, tuple(values)).all()
    return [story for story, mass in rows if mass >= LEAST_SHARE * rows[0][1]]


def members(session: Session, stories: Sequence[int]) -> list[StoredSignature]:
    """Every signature of the given stories, by story and arrival."""
    if not stories:
        return []
    marks = ", ".join([_mark(session)] * len(stories))
    statement = (
        "SELECT s.entry_id, e.story_id, s.data FROM entries e JOIN signatures s ON s.entry_id = e.id "  # noqa: S608 - no input in it
        f"WHERE e.story_id IN ({marks}) ORDER BY e.story_id, e.id"
    )
    rows = session.connection().exec_driver_sql(statement, tuple(stories))
    return [StoredSignature._make(row) for row in rows.all()]


def _mark(session: Session) -> str:
    """How the driver marks a value in a statement of ours."""
    return "?" if session.get_bind().dialect.paramstyle == "qmark" else "%s"


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
    mark = _mark(session)
    connection.exec_driver_sql(
        f"INSERT INTO signatures (entry_id, data) VALUES ({mark}, {mark}) "  # noqa: S608 - no input in it
        "ON CONFLICT (entry_id) DO UPDATE SET data = excluded.data",
        [(row.entry_id, row.data) for row in rows],
    )
    postings = [(key, row.published, row.entry_id) for row in rows for key in sorted(row.keys)]
    if postings:
        connection.exec_driver_sql(
            f"INSERT INTO signature_keys (key, published, entry_id) VALUES ({mark}, {mark}, {mark}) "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            postings,
        )


def lock(session: Session) -> None:
    """Let one worker at a time group, so that two see each other's new stories. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": GROUPING_LOCK})


GROUPING_LOCK = 0x57_41_54_43  # any number that is nobody else's

# ---------------------------------------------------------------- statistics


def term_counts(session: Session, terms: Iterable[int]) -> dict[int, float]:
    """How many entries hold each of the terms, plus ``ALL_ENTRIES``: how many there are."""
    wanted = sorted({*terms, ALL_ENTRIES})
    found: dict[int, float] = {}
    for start in range(0, len(wanted), CHUNK):
        listed = ",".join(map(str, wanted[start : start + CHUNK]))
        rows = session.connection().exec_driver_sql(
            f"SELECT term, entries FROM term_counts WHERE term IN ({listed})"  # noqa: S608 - integers only
        )
        found.update(dict(rows.all()))
    return found


def count_terms(session: Session, counts: Mapping[int, int], entries: int) -> None:
    """Add a batch's terms to the statistics.

    Beyond ``DECAY_AT`` entries all counts are halved and small ones dropped: the table stays bounded, and what was
    news a month ago becomes rare again.
    """
    connection = session.connection()
    mark = _mark(session)
    connection.exec_driver_sql(
        f"INSERT INTO term_counts (term, entries) VALUES ({mark}, {mark}) "  # noqa: S608 - no input in it
        "ON CONFLICT (term) DO UPDATE SET entries = term_counts.entries + excluded.entries",
        [(ALL_ENTRIES, entries), *sorted(counts.items())],
    )
    total = connection.exec_driver_sql(f"SELECT entries FROM term_counts WHERE term = {ALL_ENTRIES}").scalar_one()  # noqa: S608
    if total >= DECAY_AT:
        connection.execute(text("UPDATE term_counts SET entries = entries / 2"))
        connection.execute(delete(TermCountRow).where(TermCountRow.entries < 1))


DECAY_AT = 40_000


def outlet_habits(session: Session, outlets: Iterable[int]) -> dict[int, tuple[int, bytes]]:
    """(entries counted, packed terms) of each outlet that is known."""
    listed = ",".join(map(str, sorted(set(outlets))))
    rows = session.connection().exec_driver_sql(
        f"SELECT outlet, entries, data FROM outlet_habits WHERE outlet IN ({listed})"  # noqa: S608 - integers only
    )
    return {outlet: (entries, data) for outlet, entries, data in rows.all()}


def save_outlet_habits(session: Session, habits: Mapping[int, tuple[int, bytes]]) -> None:
    mark = _mark(session)
    session.connection().exec_driver_sql(
        f"INSERT INTO outlet_habits (outlet, entries, data) VALUES ({mark}, {mark}, {mark}) "  # noqa: S608
        "ON CONFLICT (outlet) DO UPDATE SET entries = excluded.entries, data = excluded.data",
        [(outlet, entries, data) for outlet, (entries, data) in sorted(habits.items())],
    )


def prune(session: Session) -> int:
    """Sweep the keys of entries that are gone; how many."""
    known = select(SignatureRow.entry_id).where(SignatureRow.entry_id == SignatureKeyRow.entry_id)
    result = session.connection().execute(delete(SignatureKeyRow).where(~known.exists()))
    return result.rowcount
