"""Numbers taken for rows before they are written, so that rows that name each other are each written once."""

from sqlalchemy import Connection, Table


def reserve(connection: Connection, table: Table, count: int) -> list[int]:
    """``count`` ids that no row of this table has, ascending; to be used in this writing transaction.

    SQLite has one writer, so what its next row would get is known; PostgreSQL's sequence gives each number once.
    """
    if not count:
        return []
    if connection.dialect.name == "sqlite":
        last = connection.exec_driver_sql(f"SELECT max(id) FROM {table.name}").scalar() or 0  # noqa: S608 - a name of ours
        return list(range(last + 1, last + 1 + count))
    taken = connection.exec_driver_sql(
        f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id')) FROM generate_series(1, %s)",  # noqa: S608 - as above
        (count,),
    )
    return sorted(taken.scalars())
