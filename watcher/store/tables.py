"""The tables, typed. Instants are UTC, dates are calendar dates, documents are JSON.

A table is written by one file of this package, named for the noun; the outbox and the grouping
signatures have their tables in ``delivery_tables.py`` and ``signature_tables.py``.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from watcher.store.poll_tables import FEEDS, METADATA, NOTES, POLLS, UtcDateTime


class Base(DeclarativeBase):
    metadata = METADATA
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy when the class is made, never changed
        datetime: UtcDateTime,
        date: Date,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        bytes: LargeBinary,
    }


class FeedRow(Base):
    """One address of ``feeds.yaml``, by that address; see ``poll_tables.py``."""

    __table__ = FEEDS

    id: Mapped[int]
    url: Mapped[str]
    current_url: Mapped[str | None]
    current_checked_at: Mapped[datetime | None]
    title: Mapped[str | None]
    site_url: Mapped[str | None]
    language: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    validators_url: Mapped[str | None]
    body_hash: Mapped[str | None]
    hints: Mapped[dict[str, Any] | None]
    state: Mapped[str]
    failures: Mapped[int]
    not_modified_streak: Mapped[int]
    last_full_at: Mapped[datetime | None]
    first_success_at: Mapped[datetime | None]
    last_polled_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    next_poll_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str | None]
    interval_seconds: Mapped[int | None]
    entries: Mapped[int]
    items: Mapped[int]
    gap_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]


class PollRow(Base):
    """One asking of one feed; see ``poll_tables.py``."""

    __table__ = POLLS

    id: Mapped[int]
    feed_id: Mapped[int]
    at: Mapped[datetime]
    outcome: Mapped[str]
    status: Mapped[int | None]
    entries_new: Mapped[int]
    error: Mapped[str | None]


class StoryRow(Base):
    """One news event. Title, summary and times are its face, chosen from its entries."""

    __tablename__ = "stories"
    __table_args__ = (Index("ix_stories_arrived", "arrived_at"), Index("ix_stories_published", "published_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(16))
    published_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    relevant: Mapped[bool] = mapped_column(default=False)
    arrived_at: Mapped[datetime | None]  # of its first relevant entry that is young enough for a digest
    verdict: Mapped[str | None] = mapped_column(String(16))  # a person's: dismissed | restored
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), index=True)
    areas: Mapped[list[Any]] = mapped_column(default=list)  # [[slug, score, [term]]], strongest first
    events: Mapped[list[Any]] = mapped_column(default=list)
    why: Mapped[list[Any]] = mapped_column(default=list)


class EntryRow(Base):
    """One item of one feed, as the feed gave it, with what was found in it."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_arrived", "arrived_at"),
        Index("ix_entries_story", "story_id"),
        Index("ix_entries_canonical", "canonical_url"),
        Index("ix_entries_feed", "feed_id", "dated_at"),
        Index("ix_entries_page_due", "page_due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"))
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"))
    guid: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    canonical_url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    outlet: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(16))
    published_at: Mapped[datetime | None]  # what the feed said when it was first seen
    dated_at: Mapped[datetime]  # publication, clamped to when it was first seen; the order of things
    first_seen_at: Mapped[datetime]
    arrived_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    relevant: Mapped[bool] = mapped_column(default=False)
    too_old: Mapped[bool] = mapped_column(default=False)
    areas: Mapped[list[Any]] = mapped_column(default=list)  # [[slug, score, [term]]]
    events: Mapped[list[Any]] = mapped_column(default=list)
    why: Mapped[list[Any]] = mapped_column(default=list)  # terms that made it relevant
    grouping: Mapped[dict[str, Any] | None]  # evidence, read by explain alone
    full_text: Mapped[str] = mapped_column(String(16), default="feed")
    page_text: Mapped[str | None] = mapped_column(Text)
    page_note: Mapped[str | None] = mapped_column(Text)
    page_due_at: Mapped[datetime | None]
    page_attempts: Mapped[int] = mapped_column(default=0)


class EntryKeyRow(Base):
    """Every identity an entry was ever seen under; kept longer than the entry, so that nothing returns as new."""

    __tablename__ = "entry_keys"
    __table_args__ = (Index("ix_entry_keys_entry", "entry_id"),)

    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    entry_id: Mapped[int | None]  # None: the entry itself was pruned
    seen_at: Mapped[datetime]


class FollowUpRow(Base):
    """A tracked follow-up as it stands now; its life is in ``followup_changes``."""

    __tablename__ = "followups"
    __table_args__ = (Index("ix_followups_slug", "event_slug"), Index("ix_followups_end", "end"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(Text)
    event_slug: Mapped[str | None] = mapped_column(String(80))
    start: Mapped[date | None]
    end: Mapped[date | None]
    precision: Mapped[str] = mapped_column(String(10))
    place: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    first_mentioned_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(12))
    edition: Mapped[int | None]
    self_settling: Mapped[bool] = mapped_column(default=False)
    settled_by_person: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)


class FollowUpWordRow(Base):
    """Words by which candidates for the same follow-up are found."""

    __tablename__ = "followup_words"

    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    followup_id: Mapped[int] = mapped_column(ForeignKey("followups.id", ondelete="CASCADE"), primary_key=True)


class FollowUpChangeRow(Base):
    """One line of a follow-up's history."""

    __tablename__ = "followup_changes"
    __table_args__ = (Index("ix_followup_changes", "followup_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    followup_id: Mapped[int] = mapped_column(ForeignKey("followups.id", ondelete="CASCADE"))
    position: Mapped[int]
    seen_at: Mapped[datetime]
    start: Mapped[date | None]
    end: Mapped[date | None]
    precision: Mapped[str] = mapped_column(String(10))
    place: Mapped[str | None] = mapped_column(Text)
    change: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    entry_id: Mapped[int | None]


class MentionRow(Base):
    """What one entry says of a follow-up: its own period, place and sentence."""

    __tablename__ = "mentions"
    __table_args__ = (Index("ix_mentions_followup", "followup_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    followup_id: Mapped[int | None] = mapped_column(ForeignKey("followups.id", ondelete="SET NULL"))
    event: Mapped[str] = mapped_column(Text)
    event_slug: Mapped[str | None] = mapped_column(String(80))
    start: Mapped[date | None]
    end: Mapped[date | None]
    precision: Mapped[str] = mapped_column(String(10))
    place: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    report: Mapped[str] = mapped_column(String(12))
    edition: Mapped[int | None]
    self_settling: Mapped[bool] = mapped_column(default=False)


class DigestRow(Base):
    """A digest that was composed for real: what it told, rendered once."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("name", "window_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    window_start: Mapped[datetime]
    window_end: Mapped[datetime]
    generated_at: Mapped[datetime]
    skipped: Mapped[bool] = mapped_column(default=False)  # empty and not sent; the window counts all the same
    subject: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    markdown: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[dict[str, Any] | None]  # the contract's JSON


class ToldStoryRow(Base):
    """A story told in full by a digest of that name: once ever."""

    __tablename__ = "told_stories"
    __table_args__ = (Index("ix_told_stories_story", "story_id"),)

    digest_name: Mapped[str] = mapped_column(String(80), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id", ondelete="CASCADE"))
    sources: Mapped[int] = mapped_column(default=0)  # outlets told so far, developments included
    updated_digest_id: Mapped[int | None]  # the digest that last told a development of it
    told_until: Mapped[datetime]  # entries arrived before this are told
    correction: Mapped[str | None] = mapped_column(Text)  # the outlet's correction that was told, or stood there before


class ToldFollowUpRow(Base):
    """A notice of a follow-up given by a digest of that name."""

    __tablename__ = "told_followups"

    digest_name: Mapped[str] = mapped_column(String(80), primary_key=True)
    followup_id: Mapped[int] = mapped_column(ForeignKey("followups.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id", ondelete="CASCADE"))


class AlertRow(Base):
    """One story or follow-up that an alert rule told, or will when its quiet hours end."""

    __tablename__ = "alerts"
    __table_args__ = (UniqueConstraint("name", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(40))  # "s12", "f7:3"
    story_id: Mapped[int | None]
    followup_id: Mapped[int | None]
    created_at: Mapped[datetime]


class CorrectionRow(Base):
    """A person's word on grouping or relevance; it outlives later polls."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(12))  # merge | split | dismiss | restore
    story_id: Mapped[int]
    other: Mapped[list[Any]] = mapped_column(default=list)  # stories or entries concerned


class NoteRow(Base):
    """Small facts the program keeps about itself; see ``poll_tables.py``."""

    __table__ = NOTES

    key: Mapped[str]
    value: Mapped[str]
