"""The full-text index, over the entries that are there."""

from alembic import op

from watcher.store import search_index

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    connection = op.get_bind()
    search_index.create(connection)
    search_index.fill(connection)
