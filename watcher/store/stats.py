"""How much the store holds, by kind."""

from dataclasses import dataclass

from sqlalchemy import Table, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from watcher.store import delivery_tables, signature_tables  # noqa: F401 - their tables join the metadata
from watcher.store.database import Database
from watcher.store.tables import Base


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of one kind; ``bytes`` with its indexes, None where the database cannot say."""

    kind: str
    rows: int
    bytes: int | None


def sizes(database: Database) -> list[Size]:
    """Every table, the largest first."""
    tables = list(Base.metadata.tables.values())
    with database.read() as session:
        weights = _sqlite_bytes(session, tables) if database.is_sqlite else _server_bytes(session, tables)
        found = [
            Size(table.name, session.scalar(select(func.count()).select_from(table)) or 0, weights.get(table.name))
            for table in tables
        ]
    return sorted(found, key=lambda size: (-(size.bytes or 0), -size.rows, size.kind))


def _sqlite_bytes(session: Session, tables: list[Table]) -> dict[str, int]:
    """From SQLite's dbstat, which some builds lack."""
    home = {str(index.name): table.name for table in tables for index in table.indexes}
    try:
        pages = session.execute(text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")).all()
    except DBAPIError:
        return {}
    weights: dict[str, int] = {}
    for name, size in pages:
        # An index made for a constraint is named after its table by SQLite.
        table = home.get(name) or name.removeprefix("sqlite_autoindex_").rsplit("_", 1)[0]
        table = name if name in {known.name for known in tables} else table
        weights[table] = weights.get(table, 0) + int(size)
    return weights


def _server_bytes(session: Session, tables: list[Table]) -> dict[str, int]:
    query = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    return {table.name: int(session.scalar(query, {"name": table.name}) or 0) for table in tables}
