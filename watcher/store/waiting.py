"""Whether entries wait to be grouped. By itself, since every poll asks it, and most have no need of what groups."""

from sqlalchemy import Connection

WAITING = -1
"""The key of entries that are not grouped yet: their signature is packed otherwise, and nobody finds them."""


def any_waits(connection: Connection) -> bool:
    """Whether there is an entry that is not grouped yet."""
    row = connection.exec_driver_sql(f"SELECT 1 FROM signature_keys WHERE key = {WAITING} LIMIT 1")  # noqa: S608
    return row.first() is not None
