"""Feeds as the store keeps them."""

from dataclasses import dataclass, field
from datetime import datetime

from watcher.model.fetching import Validators
from watcher.model.parsing import FeedHints


@dataclass(frozen=True, slots=True)
class FeedState:
    """What asking one feed has taught so far. ``url`` is the configured address, ``current_url`` where it moved."""

    id: int
    url: str
    current_url: str | None = None
    current_checked_at: datetime | None = None
    title: str | None = None
    validators: Validators = field(default_factory=Validators)
    body_hash: str | None = None
    hints: FeedHints = field(default_factory=FeedHints)
    state: str = "active"  # active | failing | gone
    failures: int = 0
    not_modified_streak: int = 0
    last_full_at: datetime | None = None
    first_success_at: datetime | None = None
    last_polled_at: datetime | None = None
    last_success_at: datetime | None = None
    next_poll_at: datetime | None = None
    last_status: int | None = None
    last_error: str | None = None
    interval_seconds: int | None = None
    entries: int = 0
    items: int = 0
    gap_at: datetime | None = None
