"""Signatures of the grouping stage: entries that wait, candidates by shared keys in a window, term statistics.

Everything runs in the caller's transaction. Plain values in and out; what a key or the packed bytes mean is the
business of ``stories``. Statements are fixed texts: they run often, and building them would cost more than running
them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, cast

from sqlalchemy import Connection, delete, select, text

from watcher.store.feeds import chunks
from watcher.store.signature_tables import SIGNATURE_KEYS, SIGNATURES, TERM_COUNTS
from watcher.store.tables import ENTRIES
from watcher.store.waiting import WAITING
from watcher.store.waiting import any_waits as some_wait

POSTINGS_BEFORE = 24
POSTINGS_AFTER = 12
"""Entries read for each key, nearest in time before and after: this bounds the cost of a common key."""
ALL_ENTRIES = -1
CHUNK = 900
"""Values in one IN list."""


class StoredSignature(NamedTuple):
    """One signature as it lies in the database. ``story_id`` is that of its entry."""

    entry_id: int
    story_id: int
    data: bytes


# ---------------------------------------------------------------- entries that wait


def wait(connection: Connection, entries: Sequence[tuple[int, int, bytes]]) -> None:
    """Let entries wait to be grouped: id, publication in seconds since 1970, packed signature."""
    if not entries:
        return
    _save(connection, [(entry_id, data) for entry_id, _, data in entries])
    _post(connection, [(WAITING, published, entry_id) for entry_id, published, _ in entries])


def any_waits(connection: Connection) -> bool:
    """Whether there is an entry that is not grouped yet."""
    return some_wait(connection)


def waiting(connection: Connection, limit: int) -> list[StoredSignature]:
    """The entries that wait longest by publication, with all of the last one's second."""
    mark = _mark(connection)
    rows = connection.exec_driver_sql(
        "SELECT k.published, s.entry_id, e.story_id, s.data FROM signature_keys k "  # noqa: S608 - no input in it
        f"JOIN signatures s ON s.entry_id = k.entry_id JOIN entries e ON e.id = k.entry_id WHERE k.key = {WAITING} "
        f"ORDER BY k.published, k.entry_id LIMIT {mark}",
        (limit,),
    )
    return [StoredSignature._make(row[1:]) for row in rows.all()]


def done_waiting(connection: Connection, entry_ids: Iterable[int]) -> None:
    for part in chunks(sorted(entry_ids)):
        connection.exec_driver_sql(
            f"DELETE FROM signature_keys WHERE key = {WAITING} AND entry_id IN ({_listed(part)})"  # noqa: S608 - integers
        )


# ---------------------------------------------------------------- candidates


@lru_cache(maxsize=8)
def _postings_statement(keys: int, mark: str) -> str:
    posting = (
        f"SELECT key, entry_id, published FROM signature_keys WHERE key = {mark} "  # noqa: S608 - no input in it
        f"AND published BETWEEN {mark} AND {mark} ORDER BY published"
    )
    before = f"SELECT * FROM ({posting} DESC, entry_id DESC LIMIT {POSTINGS_BEFORE})"  # noqa: S608 - as above
    after = f"SELECT * FROM ({posting}, entry_id LIMIT {POSTINGS_AFTER})"  # noqa: S608 - as above
    return " UNION ALL ".join(f"{before} AS b{n} UNION ALL {after} AS a{n}" for n in range(keys))


@dataclass(frozen=True, slots=True)
class Postings:
    """Entries by each key that finds them, and when each was published, in seconds since 1970."""

    entries: dict[int, list[int]]
    published: dict[int, int]


def postings(connection: Connection, keys: Iterable[int], around: int, window: int) -> Postings:
    """The entries that are found by these keys, for each those nearest to ``around`` (in seconds)."""
    entries: dict[int, list[int]] = {}
    times: dict[int, int] = {}
    mark = _mark(connection)
    wanted = list(keys)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        part = wanted[start : start + KEYS_AT_ONCE]
        places = next(size for size in _STATEMENTS if size >= len(part))
        values: list[int] = []
        for key in (*part, *[NO_KEY] * (places - len(part))):
            values += (key, around - window, around, key, around + 1, around + window)
        result = connection.exec_driver_sql(_postings_statement(places, mark), tuple(values))
        last, found = NO_KEY, list[int]()
        # The driver's own cursor: hundreds of thousands of rows pass here, of which none is kept.
        for key, entry, published in cast("Iterable[tuple[int, int, int]]", result.cursor):
            if key != last:  # the rows of one key follow each other
                last, found = key, entries.setdefault(key, [])
            found.append(entry)
            times[entry] = published
        result.close()
    return Postings(entries, times)


KEYS_AT_ONCE = 64
"""Keys looked up in one statement."""
_STATEMENTS = (4, 16, KEYS_AT_ONCE)  # few different ones, so that the driver knows them
NO_KEY = -2


def of_entries(connection: Connection, entry_ids: Iterable[int]) -> list[StoredSignature]:
    """The signature of each of these entries."""
    found: list[StoredSignature] = []
    for part in chunks(sorted(entry_ids)):
        rows = connection.exec_driver_sql(
            "SELECT s.entry_id, e.story_id, s.data FROM entries e JOIN signatures s ON s.entry_id = e.id "  # noqa: S608
            f"WHERE e.id IN ({_listed(part)})"
        )
        found += map(StoredSignature._make, rows.all())
    return found


def members(connection: Connection, stories: Iterable[int]) -> list[tuple[int, int]]:
    """Every entry of the given stories, with its story."""
    found: list[tuple[int, int]] = []
    for part in chunks(sorted(stories)):
        rows = connection.exec_driver_sql(
            f"SELECT id, story_id FROM entries WHERE story_id IN ({_listed(part)})"  # noqa: S608 - integers
        )
        found += [(entry_id, story_id) for entry_id, story_id in rows.all()]
    return found


class EntryText(NamedTuple):
    """What a signature is made of."""

    entry_id: int
    outlet: str
    title: str
    text: str
    canonical_url: str | None
    dated_at: datetime


def texts(connection: Connection, entry_ids: Iterable[int]) -> list[EntryText]:
    found: list[EntryText] = []
    for part in chunks(sorted(entry_ids)):
        query = select(
            ENTRIES.c.id, ENTRIES.c.outlet, ENTRIES.c.title, ENTRIES.c.text, ENTRIES.c.canonical_url, ENTRIES.c.dated_at
        )
        found += map(EntryText._make, connection.execute(query.where(ENTRIES.c.id.in_(part))).all())
    return found


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def _mark(connection: Connection) -> str:
    """How the driver marks a value in a statement of ours."""
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


@dataclass(frozen=True, slots=True)
class NewSignature:
    """One signature to keep, with the keys it is found by. ``published`` is in seconds since 1970."""

    entry_id: int
    published: int
    keys: tuple[int, ...]
    data: bytes


def add(connection: Connection, rows: Sequence[NewSignature]) -> None:
    """Keep the signatures of grouped entries; an entry known already is replaced."""
    if not rows:
        return
    _save(connection, [(row.entry_id, row.data) for row in rows])
    _post(connection, [(key, row.published, row.entry_id) for row in rows for key in row.keys])


def _save(connection: Connection, rows: list[tuple[int, bytes]]) -> None:
    mark = _mark(connection)
    connection.exec_driver_sql(
        f"INSERT INTO signatures (entry_id, data) VALUES ({mark}, {mark}) "  # noqa: S608 - no input in it
        "ON CONFLICT (entry_id) DO UPDATE SET data = excluded.data",
        rows,
    )


def _post(connection: Connection, rows: list[tuple[int, int, int]]) -> None:
    if not rows:
        return
    mark = _mark(connection)
    connection.exec_driver_sql(
        f"INSERT INTO signature_keys (key, published, entry_id) VALUES ({mark}, {mark}, {mark}) "  # noqa: S608
        "ON CONFLICT DO NOTHING",
        sorted(rows),  # in the order of the table: neighbours share a page
    )


def lock(connection: Connection) -> None:
    """Let one worker at a time group, so that two see each other's new stories. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": GROUPING_LOCK})


GROUPING_LOCK = 0x57_41_54_43  # any number that is nobody else's

# ---------------------------------------------------------------- statistics


def term_counts(connection: Connection, terms: Iterable[int]) -> dict[int, float]:
    """How many entries hold each of the terms, plus ``ALL_ENTRIES``: how many there are."""
    wanted = sorted({*terms, ALL_ENTRIES})
    found: dict[int, float] = {}
    for start in range(0, len(wanted), CHUNK):
        listed = ",".join(map(str, wanted[start : start + CHUNK]))
        rows = connection.exec_driver_sql(
            f"SELECT term, entries FROM term_counts WHERE term IN ({listed})"  # noqa: S608 - integers only
        )
        found.update(dict(rows.all()))
    return found


def count_terms(connection: Connection, counts: Mapping[int, int], entries: int) -> None:
    """Add a batch's terms to the statistics.

    Beyond ``DECAY_AT`` entries all counts are halved and small ones dropped: the table stays bounded, and what was
    news a month ago becomes rare again.
    """
    mark = _mark(connection)
    connection.exec_driver_sql(
        f"INSERT INTO term_counts (term, entries) VALUES ({mark}, {mark}) "  # noqa: S608 - no input in it
        "ON CONFLICT (term) DO UPDATE SET entries = term_counts.entries + excluded.entries",
        [(ALL_ENTRIES, entries), *sorted(counts.items())],
    )
    total = connection.exec_driver_sql(f"SELECT entries FROM term_counts WHERE term = {ALL_ENTRIES}").scalar_one()  # noqa: S608
    if total >= DECAY_AT:
        connection.execute(text("UPDATE term_counts SET entries = entries / 2"))
        connection.execute(delete(TERM_COUNTS).where(TERM_COUNTS.c.entries < 1))


DECAY_AT = 40_000


def outlet_habits(connection: Connection, outlets: Iterable[int]) -> dict[int, tuple[int, bytes]]:
    """(entries counted, packed terms) of each outlet that is known."""
    listed = ",".join(map(str, sorted(set(outlets))))
    rows = connection.exec_driver_sql(
        f"SELECT outlet, entries, data FROM outlet_habits WHERE outlet IN ({listed})"  # noqa: S608 - integers only
    )
    return {outlet: (entries, data) for outlet, entries, data in rows.all()}


def save_outlet_habits(connection: Connection, habits: Mapping[int, tuple[int, bytes]]) -> None:
    mark = _mark(connection)
    connection.exec_driver_sql(
        f"INSERT INTO outlet_habits (outlet, entries, data) VALUES ({mark}, {mark}, {mark}) "  # noqa: S608
        "ON CONFLICT (outlet) DO UPDATE SET entries = excluded.entries, data = excluded.data",
        [(outlet, entries, data) for outlet, (entries, data) in sorted(habits.items())],
    )


def prune(connection: Connection) -> int:
    """Sweep the keys of entries that are gone; how many."""
    known = select(SIGNATURES.c.entry_id).where(SIGNATURES.c.entry_id == SIGNATURE_KEYS.c.entry_id)
    result = connection.execute(delete(SIGNATURE_KEYS).where(~known.exists()))
    return result.rowcount
