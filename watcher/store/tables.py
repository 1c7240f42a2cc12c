"""The tables. Instants are UTC, dates are calendar dates, documents are JSON.

SQLAlchemy's Core, without its ORM, which takes as long to load as a poll of two hundred unchanged feeds takes and as
much memory as a hundred of them. A table is written by one file of this package, named for the noun; the outbox and
the grouping signatures have theirs in ``delivery_tables.py`` and ``signature_tables.py``.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
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


def needed(name: str, kind: Any, *more: Any, **options: Any) -> "Column[Any]":
    """A column that is never NULL."""
    return Column(name, kind, *more, nullable=False, **options)


def identity() -> "Column[int]":
    return Column("id", Integer, primary_key=True)


def belongs_to(column: str, **options: Any) -> ForeignKey:
    """A row that goes with the one it names."""
    return ForeignKey(column, ondelete="CASCADE", **options)


# One address of ``feeds.yaml``, by that address, with all that asking it has taught.
FEEDS = Table(
    "feeds",
    METADATA,
    identity(),
    needed("url", Text, unique=True),
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
    needed("state", String(16), default="active"),
    needed("failures", Integer, default=0),
    needed("not_modified_streak", Integer, default=0),
    Column("last_full_at", UtcDateTime),  # when a body last came
    Column("first_success_at", UtcDateTime),
    Column("last_polled_at", UtcDateTime),
    Column("last_success_at", UtcDateTime),
    Column("next_poll_at", UtcDateTime),
    Column("last_status", Integer),
    Column("last_error", Text),
    Column("interval_seconds", Integer),
    needed("entries", Integer, default=0),
    needed("items", Integer, default=0),  # places in the document as last read
    Column("gap_at", UtcDateTime),  # when a new state last held no known entry
    Column("leased_until", UtcDateTime),
    Index("ix_feeds_due", "next_poll_at"),
)

# One asking of one feed, for coverage; pruned with the entries.
POLLS = Table(
    "polls",
    METADATA,
    identity(),
    needed("feed_id", belongs_to("feeds.id")),
    needed("at", UtcDateTime),
    needed("outcome", String(16)),
    Column("status", Integer),
    needed("entries_new", Integer, default=0),
    Column("error", Text),
    Index("ix_polls_at", "at"),
)

# Small facts the program keeps about itself.
NOTES = Table("notes", METADATA, Column("key", String(80), primary_key=True), needed("value", Text))

# One news event. Title, summary and times are its face, chosen from its entries.
STORIES = Table(
    "stories",
    METADATA,
    identity(),
    needed("title", Text),
    needed("summary", Text),
    Column("url", Text),
    Column("language", String(16)),
    needed("published_at", UtcDateTime),
    needed("updated_at", UtcDateTime),
    needed("relevant", Boolean, default=False),
    Column("arrived_at", UtcDateTime),  # of its first relevant entry that is young enough for a digest
    Column("verdict", String(16)),  # a person's: dismissed | restored
    Column("merged_into", belongs_to("stories.id"), index=True),
    needed("areas", JSON, default=list),  # [[slug, score, [term]]], strongest first
    needed("events", JSON, default=list),
    needed("why", JSON, default=list),
    Index("ix_stories_arrived", "arrived_at"),
    Index("ix_stories_published", "published_at"),
)

# One item of one feed, as the feed gave it, with what was found in it.
ENTRIES = Table(
    "entries",
    METADATA,
    identity(),
    needed("feed_id", belongs_to("feeds.id")),
    needed("story_id", ForeignKey("stories.id")),
    needed("guid", Text),
    Column("url", Text),
    Column("canonical_url", Text),
    needed("title", Text),
    needed("summary", Text),
    needed("text", Text),
    needed("content_hash", String(64)),
    needed("outlet", Text),
    Column("language", String(16)),
    Column("published_at", UtcDateTime),  # what the feed said when it was first seen
    needed("dated_at", UtcDateTime),  # publication, clamped to when it was first seen; the order of things
    needed("first_seen_at", UtcDateTime),
    needed("arrived_at", UtcDateTime),
    Column("changed_at", UtcDateTime),
    needed("relevant", Boolean, default=False),
    needed("too_old", Boolean, default=False),
    needed("areas", JSON, default=list),  # [[slug, score, [term]]]
    needed("events", JSON, default=list),
    needed("why", JSON, default=list),  # terms that made it relevant
    Column("grouping", JSON),  # evidence, read by explain alone
    needed("full_text", String(16), default="feed"),
    Column("page_text", Text),
    Column("page_note", Text),
    Column("page_due_at", UtcDateTime),
    needed("page_attempts", Integer, default=0),
    Index("ix_entries_arrived", "arrived_at"),
    Index("ix_entries_story", "story_id"),
    Index("ix_entries_canonical", "canonical_url"),
    Index("ix_entries_feed", "feed_id", "dated_at"),
    Index("ix_entries_page_due", "page_due_at"),
)

# Every identity an entry was ever seen under; kept longer than the entry, so that nothing returns as new.
ENTRY_KEYS = Table(
    "entry_keys",
    METADATA,
    Column("feed_id", belongs_to("feeds.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("entry_id", Integer),  # None: the entry itself was pruned
    needed("seen_at", UtcDateTime),
    Index("ix_entry_keys_entry", "entry_id"),
)

# A tracked follow-up as it stands now; its life is in ``followup_changes``.
FOLLOWUPS = Table(
    "followups",
    METADATA,
    identity(),
    needed("event", Text),
    Column("event_slug", String(80)),
    Column("start", Date),
    Column("end", Date),
    needed("precision", String(10)),
    Column("place", Text),
    needed("kind", String(12)),
    needed("text", Text),
    needed("first_mentioned_at", UtcDateTime),
    needed("updated_at", UtcDateTime),
    Column("outcome", String(12)),
    Column("edition", Integer),
    needed("self_settling", Boolean, default=False),
    needed("settled_by_person", Boolean, default=False),
    needed("sequence", Integer, default=0),
    Column("names", Text),  # stems of the names beside its sentences, a space between them
    Index("ix_followups_slug", "event_slug"),
    Index("ix_followups_end", "end"),
)

# Words by which candidates for the same follow-up are found.
FOLLOWUP_WORDS = Table(
    "followup_words",
    METADATA,
    Column("word", String(40), primary_key=True),
    Column("followup_id", belongs_to("followups.id"), primary_key=True),
)

# One line of a follow-up's history.
FOLLOWUP_CHANGES = Table(
    "followup_changes",
    METADATA,
    identity(),
    needed("followup_id", belongs_to("followups.id")),
    needed("position", Integer),
    needed("seen_at", UtcDateTime),
    Column("start", Date),
    Column("end", Date),
    needed("precision", String(10)),
    Column("place", Text),
    needed("change", String(12)),
    needed("by", String(8)),
    needed("text", Text),
    Column("url", Text),
    Column("entry_id", Integer),
    Column("was_event", Text),  # a person gave it another phrase or event by this line: what both were until then
    Column("was_event_slug", String(80)),
    Index("ix_followup_changes", "followup_id", "position", unique=True),
)

# What one entry says of a follow-up: its own period, place and sentence.
MENTIONS = Table(
    "mentions",
    METADATA,
    Column("entry_id", belongs_to("entries.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("followup_id", ForeignKey("followups.id", ondelete="SET NULL")),
    needed("event", Text),
    Column("event_slug", String(80)),
    Column("start", Date),
    Column("end", Date),
    needed("precision", String(10)),
    Column("place", Text),
    needed("kind", String(12)),
    needed("text", Text),
    needed("report", String(12)),
    Column("edition", Integer),
    needed("self_settling", Boolean, default=False),
    Index("ix_mentions_followup", "followup_id"),
)

# A digest that was composed for real: what it told, rendered once.
DIGESTS = Table(
    "digests",
    METADATA,
    identity(),
    needed("name", String(80)),
    needed("window_start", UtcDateTime),
    needed("window_end", UtcDateTime),
    needed("generated_at", UtcDateTime),
    needed("skipped", Boolean, default=False),  # empty and not sent; the window counts all the same
    needed("subject", Text, default=""),
    needed("text", Text, default=""),
    needed("html", Text, default=""),
    needed("markdown", Text, default=""),
    Column("body", JSON),  # the contract's JSON
    UniqueConstraint("name", "window_start"),
)

# A story told in full by a digest of that name: once ever.
TOLD_STORIES = Table(
    "told_stories",
    METADATA,
    Column("digest_name", String(80), primary_key=True),
    Column("story_id", belongs_to("stories.id"), primary_key=True),
    needed("digest_id", belongs_to("digests.id")),
    needed("sources", Integer, default=0),  # outlets told so far, developments included
    Column("updated_digest_id", Integer),  # the digest that last told a development of it
    needed("told_until", UtcDateTime),  # entries arrived before this are told
    Column("correction", Text),  # the outlet's correction that was told, or stood there before
    Index("ix_told_stories_story", "story_id"),
)

# A notice of a follow-up given by a digest of that name.
TOLD_FOLLOWUPS = Table(
    "told_followups",
    METADATA,
    Column("digest_name", String(80), primary_key=True),
    Column("followup_id", belongs_to("followups.id"), primary_key=True),
    Column("key", String(40), primary_key=True),
    needed("digest_id", belongs_to("digests.id")),
)

# One story or follow-up that an alert rule told, or will when its quiet hours end.
ALERTS = Table(
    "alerts",
    METADATA,
    identity(),
    needed("name", String(80)),
    needed("subject", String(40)),  # "s12", "f7:3"
    Column("story_id", Integer),
    Column("followup_id", Integer),
    needed("created_at", UtcDateTime),
    UniqueConstraint("name", "subject"),
)

# A person's word on grouping or relevance; it outlives later polls.
CORRECTIONS = Table(
    "corrections",
    METADATA,
    identity(),
    needed("at", UtcDateTime),
    needed("action", String(12)),  # merge | split | dismiss | restore
    needed("story_id", Integer),
    needed("other", JSON, default=list),  # stories or entries concerned
)
