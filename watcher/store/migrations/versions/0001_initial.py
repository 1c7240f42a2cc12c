"""The schema as first released."""

from alembic import op

from watcher.store.tables import Base

revision = "0001"
down_revision = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())
