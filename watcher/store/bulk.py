"""Many rows of one table in one statement, without the statement compiler's work for every value of every row.

A cold poll writes tens of thousands of rows: SQLAlchemy's own ``executemany`` spends several times on each what the
database does. Types convert their values as ever; only the compiling is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from watcher.store.poll_tables import UtcDateTime

_Column = Callable[[list[Any]], list[Any]]


def insert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, known_stay: bool = False
) -> None:
    """Add ``rows``, which all have the same keys: columns that no default of ours fills.

    ``known_stay``: a row whose key is there already is left as it is.
    """
    if not rows:
        return
    names = tuple(rows[0])
    statement, columns = _prepared(table, names, connection.dialect, known_stay)
    values = [column([row[name] for row in rows]) for name, column in zip(names, columns, strict=True)]
    connection.exec_driver_sql(statement, list(zip(*values, strict=True)))


@lru_cache(maxsize=32)
def _prepared(
    table: Table, names: tuple[str, ...], dialect: Dialect, known_stay: bool
) -> tuple[str, tuple[_Column, ...]]:
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    quoted = dialect.identifier_preparer.quote
    statement = (
        f"INSERT INTO {quoted(table.name)} ({', '.join(map(quoted, names))}) "  # noqa: S608 - names of our own tables
        f"VALUES ({', '.join([mark] * len(names))}){' ON CONFLICT DO NOTHING' * known_stay}"
    )
    return statement, tuple(_column(table, name, dialect) for name in names)


def _column(table: Table, name: str, dialect: Dialect) -> _Column:
    """How the values of a column become the driver's."""
    of = table.c[name].type
    convert = of.dialect_impl(dialect).bind_processor(dialect)
    if convert is None:
        return _as_they_are
    if isinstance(of, UtcDateTime):
        return partial(_few, convert)
    return partial(_each, convert)


def _as_they_are(values: list[Any]) -> list[Any]:
    return values


def _each(convert: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    return [convert(value) for value in values]


def _few(convert: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    """Each different value once: the rows of a document share most of their times."""
    told = {value: convert(value) for value in set(values)}
    return [told[value] for value in values]
