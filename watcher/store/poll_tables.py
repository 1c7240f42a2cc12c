"""The tables that a poll reads and writes where no feed has anything new: SQLAlchemy's Core, without its ORM.

The ORM takes as long to load as a whole poll of two hundred unchanged feeds takes, so what such a poll runs is
written on these tables and on plain connections. ``tables.py`` maps the same tables for everything else.
"""

from datetime import UTC, datetime

from sqlalchemy import JSON, Column, DateTime, Dialect, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy import column as some_column
from sqlalchemy import table as some_columns
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in Python, naive UTC in the database; a naive one is a programming error."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r} given to the store")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None else value.replace(tzinfo=UTC)


METADATA = MetaData()

# One address of ``feeds.yaml``, by that address, with all that asking it has taught.
FEEDS = Table(
    "feeds",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("url", Text, unique=True, nullable=False),
    Column("current_url", Text),  # where a permanent redirect leads
    Column("current_checked_at", UtcDateTime),  # when the configured address was last asked again
    Column("title", Text),
    Column("site_url", Text),
    Column("language", String(16)),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("validators_url", Text),
    Column("body_hash", String(64)),
    Column("hints", JSON),
    Column("state", String(16), default="active", nullable=False),
    Column("failures", Integer, default=0, nullable=False),
    Column("not_modified_streak", Integer, default=0, nullable=False),
    Column("last_full_at", UtcDateTime),  # when a body last came
    Column("first_success_at", UtcDateTime),
    Column("last_polled_at", UtcDateTime),
    Column("last_success_at", UtcDateTime),
    Column("next_poll_at", UtcDateTime),
    Column("last_status", Integer),
    Column("last_error", Text),
    Column("interval_seconds", Integer),
    Column("entries", Integer, default=0, nullable=False),
    Column("items", Integer, default=0, nullable=False),  # places in the document as last read
    Column("gap_at", UtcDateTime),  # when a new state last held no known entry
    Column("leased_until", UtcDateTime),
    Index("ix_feeds_due", "next_poll_at"),
)

# One asking of one feed, for coverage; pruned with the entries.
POLLS = Table(
    "polls",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("status", Integer),
    Column("entries_new", Integer, default=0, nullable=False),
    Column("error", Text),
    Index("ix_polls_at", "at"),
)

# Small facts the program keeps about itself.
NOTES = Table("notes", METADATA, Column("key", String(80), primary_key=True), Column("value", Text, nullable=False))

# Of entries, what a poll asks beside writing them; the whole table is in ``tables.py``.
ENTRIES = some_columns(
    "entries",
    some_column("feed_id", Integer),
    some_column("dated_at", UtcDateTime),
    some_column("arrived_at", UtcDateTime),
    some_column("page_due_at", UtcDateTime),
)
