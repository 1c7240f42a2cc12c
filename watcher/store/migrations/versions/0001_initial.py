"""The schema as first released."""

from uuid import uuid4

from alembic import op

from watcher.store.sent import LINEAGE
from watcher.store.tables import Base, NoteRow

revision = "0001"
down_revision = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())
    # A name for life, by which a backup and the database it was taken from know each other.
    op.bulk_insert(NoteRow.__table__, [{"key": LINEAGE, "value": uuid4().hex}])
