"""What a follow-up was called before a person called it otherwise, and the names its stories told beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("followups", sa.Column("names", sa.Text(), nullable=True))
    op.add_column("followup_changes", sa.Column("was_event", sa.Text(), nullable=True))
    op.add_column("followup_changes", sa.Column("was_event_slug", sa.String(length=80), nullable=True))
