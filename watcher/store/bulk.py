"""Many rows of one table in one statement, without the statement compiler's work for every value of every row.

A cold poll writes tens of thousands of rows: SQLAlchemy's own ``executemany`` spends several times on each what the
database does. Types convert their values as ever; only the compiling is left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Table

from watcher.store.tables import UtcDateTime

_Processor = Callable[[Any], Any]
_Convert = Callable[[list[Any], dict[datetime | None, Any]], list[Any]]


def insert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, known_stay: bool = False
) -> None:
    """Add ``rows``, which all have the same keys: columns that no default of ours fills.

    ``known_stay``: a row whose key is there already is left as it is.
    """
    if rows:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        insert_columns(connection, table, columns, known_stay=known_stay)


def insert_columns(
    connection: Connection, table: Table, columns: Mapping[str, list[Any]], *, known_stay: bool = False
) -> None:
    """As ``insert``, of rows (at least one) that are given column by column."""
    statement, converts = _insert(table, tuple(columns), connection.dialect, known_stay)
    connection.exec_driver_sql(statement, _converted(columns.values(), converts))


def update(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows by ``id`` to the other values of each; all of ``rows`` have the same keys."""
    if rows:
        names = (*(name for name in rows[0] if name != "id"), "id")
        statement, converts = _update(table, names, connection.dialect)
        connection.exec_driver_sql(statement, _converted([[row[name] for row in rows] for name in names], converts))


def delete(connection: Connection, table: Table, columns: Mapping[str, list[Any]]) -> None:
    """Take out the rows (at least one) that have these values, given column by column."""
    statement, converts = _delete(table, tuple(columns), connection.dialect)
    connection.exec_driver_sql(statement, _converted(columns.values(), converts))


def _converted(columns: Iterable[list[Any]], converts: Sequence[_Convert]) -> list[tuple[Any, ...]]:
    instants: dict[datetime | None, Any] = {}  # the rows of a document share most of their times, and so do its columns
    values = [convert(column, instants) for column, convert in zip(columns, converts, strict=True)]
    return list(zip(*values, strict=True))


@lru_cache(maxsize=32)
def _insert(
    table: Table, names: tuple[str, ...], dialect: Dialect, known_stay: bool
) -> tuple[str, tuple[_Convert, ...]]:
    quoted, mark = dialect.identifier_preparer.quote, _mark(dialect)
    statement = (
        f"INSERT INTO {quoted(table.name)} ({', '.join(map(quoted, names))}) "  # noqa: S608 - names of our own tables
        f"VALUES ({', '.join([mark] * len(names))}){' ON CONFLICT DO NOTHING' * known_stay}"
    )
    return statement, tuple(_convert(table, name, dialect) for name in names)


@lru_cache(maxsize=32)
def _update(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[_Convert, ...]]:
    quoted, mark = dialect.identifier_preparer.quote, _mark(dialect)
    changed = ", ".join(f"{quoted(name)} = {mark}" for name in names[:-1])
    statement = f"UPDATE {quoted(table.name)} SET {changed} WHERE id = {mark}"  # noqa: S608 - names of our own tables
    return statement, tuple(_convert(table, name, dialect) for name in names)


@lru_cache(maxsize=32)
def _delete(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[_Convert, ...]]:
    quoted, mark = dialect.identifier_preparer.quote, _mark(dialect)
    wanted = " AND ".join(f"{quoted(name)} = {mark}" for name in names)
    statement = f"DELETE FROM {quoted(table.name)} WHERE {wanted}"  # noqa: S608 - names of our own tables
    return statement, tuple(_convert(table, name, dialect) for name in names)


def _mark(dialect: Dialect) -> str:
    """How the driver marks a value in a statement of ours."""
    return "?" if dialect.paramstyle == "qmark" else "%s"


def _convert(table: Table, name: str, dialect: Dialect) -> _Convert:
    """How the values of a column become the driver's."""
    of = table.c[name].type
    convert = of.dialect_impl(dialect).bind_processor(dialect)
    if convert is None:
        return _as_they_are
    if isinstance(of, UtcDateTime):
        return partial(_instants, convert)
    if isinstance(of, JSON):
        return partial(_documents, convert)
    return partial(_each, convert)


def _as_they_are(values: list[Any], _: dict[datetime | None, Any]) -> list[Any]:
    return values


def _each(convert: _Processor, values: list[Any], _: dict[datetime | None, Any]) -> list[Any]:
    return [convert(value) for value in values]


def _documents(convert: _Processor, values: list[Any], _: dict[datetime | None, Any]) -> list[Any]:
    """Most entries have none, or an empty list."""
    nothing, empty = convert(None), convert([])
    return [nothing if value is None else empty if value == [] else convert(value) for value in values]


def _instants(convert: _Processor, values: list[Any], known: dict[datetime | None, Any]) -> list[Any]:
    for value in set(values).difference(known):
        known[value] = convert(value)
    return [known[value] for value in values]
