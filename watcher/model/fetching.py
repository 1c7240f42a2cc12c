"""What asking a server brought."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave for conditional requests (RFC 9110, 8.8), verbatim, and for which address."""

    etag: str | None = None
    last_modified: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A 200 with a body. ``headers`` have lower-case names; ``body`` is decompressed.

    ``moved_to``: where a chain made of 301 and 308 alone leads; None when nothing moved for good.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    validators: Validators
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    url: str
    headers: Mapping[str, str]
    validators: Validators
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A request that brought nothing. ``error`` is a sentence for a person; ``retry_after`` in seconds.

    ``kind`` sorts failures for people and for back-off: "blocked", "rate-limited", "not-found", "gone", "empty",
    "status" (any other), or that of ``errors.HttpFailure`` where there was no answer at all. ``url`` is the address
    that failed, at the end of its redirects, where known.
    """

    error: str
    status: int | None = None
    retry_after: float | None = None
    gone: bool = False
    kind: str = "status"
    url: str | None = None
