"""How much the store holds, by kind."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from watcher.store import delivery_tables, search_index, signature_tables  # noqa: F401 - tables join the metadata
from watcher.store.database import Database
from watcher.store.search_index import TABLE as SEARCH
from watcher.store.tables import METADATA


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of one kind; ``bytes`` with its indexes, None where the database cannot say."""

    kind: str
    rows: int
    bytes: int | None


def sizes(database: Database) -> list[Size]:
    """Every table, the largest first."""
    tables = list(METADATA.tables.values())
    with database.reading() as connection:
        weights = _sqlite_bytes(connection, tables) if database.is_sqlite else _server_bytes(connection, tables)
        found = [
            Size(table.name, connection.scalar(select(func.count()).select_from(table)) or 0, weights.get(table.name))
            for table in tables
        ]
        found.append(Size("search", search_index.count(connection), weights.get(SEARCH)))
    return sorted(found, key=lambda size: (-(size.bytes or 0), -size.rows, size.kind))


def _sqlite_bytes(connection: Connection, tables: list[Table]) -> dict[str, int]:
    """From SQLite's dbstat, which some builds lack."""
    home = {str(index.name): table.name for table in tables for index in table.indexes}
    home |= {
        f"{SEARCH}_{part}": SEARCH for part in ("config", "content", "data", "docsize", "idx")
    }  # FTS5's own tables
    try:
        pages = connection.execute(text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")).all()
    except DBAPIError:
        return {}
    weights: dict[str, int] = {}
    for name, size in pages:
        # An index made for a constraint is named after its table by SQLite.
        table = home.get(name) or name.removeprefix("sqlite_autoindex_").rsplit("_", 1)[0]
        table = name if name in {known.name for known in tables} else table
        weights[table] = weights.get(table, 0) + int(size)
    return weights


def _server_bytes(connection: Connection, tables: list[Table]) -> dict[str, int]:
    query = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    names = [*(table.name for table in tables), SEARCH]
    return {name: int(connection.scalar(query, {"name": name}) or 0) for name in names}
