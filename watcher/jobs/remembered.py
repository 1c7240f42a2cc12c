"""What one writer remembers of follow-ups from one feed's transaction to the next, for as long as nobody else writes.

A document tells of follow-ups that the one before told of. The database stays the only memory that counts: what is
remembered is dropped where anybody has written in between, and where a transaction was not committed.
"""

from typing import TYPE_CHECKING

from watcher.store.database import Connection, mark

if TYPE_CHECKING:
    from watcher.jobs.tracking import Following


class Remembered:
    """In a writing transaction: ``begin`` first, ``end`` last, and ``committed`` once it is."""

    def __init__(self) -> None:
        self._following: Following | None = None
        self._left: object | None = None

    def begin(self, connection: Connection) -> None:
        if self._left is None or self._left != mark(connection):
            self._following = None
        elif self._following is not None:
            self._following.resume(connection)
        self._left = None

    def following(self, connection: Connection) -> "Following":
        if self._following is None:
            from watcher.jobs.tracking import Following  # with the expressions that tell follow-ups apart: slow to load

            self._following = Following(connection)
        return self._following

    def end(self, connection: Connection) -> object | None:
        return mark(connection, transactions=1) if self._following is not None else None

    def committed(self, left: object | None) -> None:
        """``left``: what ``end`` told."""
        self._left = left
