"""A document on its way from the network to the store: what reading it takes and gives, and how it passes to a worker.

What reads it (``jobs.reading``) is loaded where it is read: with the stages that is most of a worker's start and of its
memory, and the process that writes needs none of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from watcher.feeds.identity import IdentifiedEntry
from watcher.model.followups import FoundFollowUp
from watcher.model.parsing import ParsedEntry, ParsedFeed
from watcher.settings import FeedSettings, Keywords


@dataclass(frozen=True, slots=True)
class Document:
    """The body of a feed, with what its reading depends on. ``title``: what the feed was called so far.

    ``known`` are hashes of the content of entries that are stored already: what they say need not be found.
    """

    feed: FeedSettings
    title: str | None
    body: bytes
    url: str
    content_type: str | None
    now: datetime
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one entry says. ``columns`` are its tags as the store keeps them, ``signature`` what stories know it by.

    ``dated_at``: its publication, or now where that is not told or lies ahead. ``page_due``: its linked page is to be
    read.
    """

    dated_at: datetime
    language: str | None
    columns: dict[str, Any]
    followups: tuple[FoundFollowUp, ...]
    page_due: bool
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read at ``now``. ``parsed`` is the feed without its entries, of which there were ``items``.

    ``findings``: what each of ``entries`` says, None where nobody looked. ``outlet``: whose entries they are.
    """

    parsed: ParsedFeed
    items: int
    outlet: str
    entries: tuple[IdentifiedEntry, ...]
    findings: tuple[Finding | None, ...]
    now: datetime

    def __reduce__(self) -> tuple[Callable[..., "Reading"], tuple[Any, ...]]:
        """Entries and findings pass between processes as plain values, at a third of what pickled objects cost."""
        entries = [(item.key, item.aliases, _entry_values(item.entry)) for item in self.entries]
        findings = [finding and _finding_values(finding) for finding in self.findings]
        return _passed, (self.parsed, self.items, self.outlet, entries, findings, self.now)


_entry_values = attrgetter(*(field.name for field in fields(ParsedEntry)))
_finding_values = attrgetter(*(field.name for field in fields(Finding)))


def _passed(
    parsed: ParsedFeed,
    items: int,
    outlet: str,
    entries: Iterable[tuple[str, tuple[str, ...], tuple[Any, ...]]],
    findings: Iterable[tuple[Any, ...] | None],
    now: datetime,
) -> Reading:
    return Reading(
        parsed,
        items,
        outlet,
        tuple([IdentifiedEntry(ParsedEntry(*values), key, aliases) for key, aliases, values in entries]),
        tuple([Finding(*values) if values else None for values in findings]),
        now,
    )


def dated(entry: ParsedEntry, now: datetime) -> datetime:
    """When an entry that is new counts as published."""
    return min(entry.published_at, now) if entry.published_at else now


def begin(keywords: Keywords) -> None:
    """Make this process a worker that reads by these rules."""
    from watcher.jobs import reading

    reading.begin(keywords)


def work(document: Document) -> Reading:
    """``reading.read_and_find`` in a worker."""
    from watcher.jobs import reading

    return reading.work(document)
