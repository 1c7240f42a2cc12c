"""Alembic's environment: always on the connection that ``schema.prepare`` hands over."""

from alembic import context

from watcher.store import delivery_tables, signature_tables  # noqa: F401 - their tables join the metadata
from watcher.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=False,  # the transaction is the caller's
    render_as_batch=True,
)
context.run_migrations()
