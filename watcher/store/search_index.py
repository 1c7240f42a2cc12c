"""The full-text index: one row an entry, written in the transaction that writes the entry.

SQLite: an FTS5 table that keeps what it indexed, so that a row can be taken out without its old words at hand.
PostgreSQL: a tsvector of the configuration "simple" under a GIN index, which goes with its entry.
Entries are indexed and stories are answered: what joins or parts stories has nothing to do here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, select

from watcher.store.feeds import chunks
from watcher.store.tables import ENTRIES

TABLE = "entry_search"
BATCH = 500

_CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE entry_search USING fts5(title, text, tokenize = 'unicode61 remove_diacritics 2')",
        # A commit a feed makes a segment: fewer and larger merges of them cost a fifth less than those of every fourth.
        "INSERT INTO entry_search(entry_search, rank) VALUES ('automerge', 16)",
    ),
    "postgresql": (
        (
            "CREATE TABLE entry_search (entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE, "
            "words TSVECTOR NOT NULL)"
        ),
        "CREATE INDEX ix_entry_search_words ON entry_search USING gin (words)",
    ),
}
_INSERT = {
    "sqlite": "INSERT INTO entry_search(rowid, title, text) VALUES (?, ?, ?)",
    "postgresql": "INSERT INTO entry_search(entry_id, words) VALUES (%s, setweight(to_tsvector('simple', %s), 'A') "
    "|| setweight(to_tsvector('simple', %s), 'D')) ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words",
}
_AFTER = (
    select(ENTRIES.c.id)
    .where(ENTRIES.c.id > bindparam("last"))
    .order_by(ENTRIES.c.id)
    .limit(bindparam("most", type_=Integer))
)


def create(connection: Connection) -> None:
    """Make the index, empty. Raises what ``Database`` words for people where SQLite lacks FTS5."""
    for statement in _CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Index new entries: their ``id``, ``title`` and ``text``."""
    _insert(connection, [(row["id"], row["title"], row["text"]) for row in rows])


def renew(connection: Connection, ids: Iterable[int]) -> None:
    """Index stored entries again, as they stand in this transaction, with the text of their pages."""
    for part in chunks(list(ids)):
        _renew(connection, part)


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """Take entries out, together with themselves."""
    if ids and connection.dialect.name == "sqlite":  # PostgreSQL's rows go with their entries
        connection.exec_driver_sql("DELETE FROM entry_search WHERE rowid = ?", [(id_,) for id_ in ids])


def count(connection: Connection) -> int:
    """How many entries are indexed."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM entry_search").scalar() or 0)


def fill(connection: Connection) -> None:
    """Index every entry there is, some hundred at a time: memory stays flat."""
    last = 0
    while part := list(connection.execute(_AFTER, {"last": last, "most": BATCH}).scalars()):
        _renew(connection, part)
        last = part[-1]


def _renew(connection: Connection, ids: Sequence[int]) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DELETE FROM entry_search WHERE rowid = ?", [(id_,) for id_ in ids])
    query = select(ENTRIES.c.id, ENTRIES.c.title, ENTRIES.c.text, ENTRIES.c.page_text).where(ENTRIES.c.id.in_(ids))
    _insert(
        connection,
        [(id_, title, f"{text}\n{page}" if page else text) for id_, title, text, page in connection.execute(query)],
    )


def _insert(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    if not rows:
        return
    # Its expressions span whole alphabets: they take longer to compile than a poll that brings nothing takes.
    from watcher.store.search_words import plain, segmented

    cut = segmented if connection.dialect.name == "sqlite" else plain
    connection.exec_driver_sql(
        _INSERT[connection.dialect.name], [(id_, cut(title), cut(text)) for id_, title, text in rows]
    )
