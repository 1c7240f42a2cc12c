"""What one document holds: its entries, recognisable, with what each says. Pure; runs in worker processes too.

    read(document) -> Reading -> ingest.prepare (what is new?) -> ingest.commit

Where a worker reads, it also finds what each entry says (``Finding``); where the process that writes reads itself,
that is left to ``ingest.prepare``, which knows what is new.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from watcher.feeds.identity import IdentifiedEntry, identify
from watcher.feeds.parse import parse
from watcher.focus.tagging import Tagger
from watcher.jobs.analysis import analyse
from watcher.jobs.pages import page_due
from watcher.model import FoundFollowUp, ParsedEntry, ParsedFeed
from watcher.settings import UTC, FeedSettings, Keywords
from watcher.stories.signature import pack_signature, sign
from watcher.text import written_language


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


def read(document: Document) -> Reading:
    """Parse a document and recognise its entries. Raises ``FeedError`` where it is no feed."""
    parsed = parse(document.body, document.url, document.content_type)
    entries = identify(parsed.entries)
    outlet = document.feed.name or parsed.title or document.title or document.feed.url
    feed = replace(parsed, entries=())
    return Reading(feed, len(parsed.entries), outlet, entries, (None,) * len(entries), document.now)


def read_and_find(document: Document, tagger: Tagger) -> Reading:
    """``read``, and what each entry says that is not known."""
    reading = read(document)
    findings = [
        None
        if (entry := item.entry).content_hash in document.known
        else find(tagger, document.feed, reading, entry, dated_at=dated(entry, reading.now), signed=True)
        for item in reading.entries
    ]
    return replace(reading, findings=tuple(findings))


def find(
    tagger: Tagger,
    feed: FeedSettings,
    reading: Reading,
    entry: ParsedEntry,
    *,
    dated_at: datetime,
    text: str | None = None,
    signed: bool = False,
) -> Finding:
    """What an entry says. ``text``: where more is known of it than the feed tells; ``signed``: with its signature."""
    language = written_language(f"{entry.title} {entry.summary}", entry.language or reading.parsed.language)
    analysis = analyse(
        tagger,
        entry.title,
        entry.text if text is None else text,
        dated_at=dated_at,
        zone=feed.timezone or UTC,
        language=language,
        implies=feed.implies,
    )
    signature = None
    if signed:
        signed_as = sign(
            entry.title,
            entry.text,
            outlet=entry.outlet or reading.outlet,
            canonical_url=entry.canonical_url,
            published_at=dated_at,
        )
        signature = pack_signature(signed_as)
    due = page_due(feed, entry, analysis.judgement)
    return Finding(dated_at, language, analysis.columns, analysis.followups, due, signature)


def dated(entry: ParsedEntry, now: datetime) -> datetime:
    """When an entry that is new counts as published."""
    return min(entry.published_at, now) if entry.published_at else now


_tagger: Tagger | None = None  # of a worker process


def begin(keywords: Keywords) -> None:
    """Make this process a worker that reads by these rules."""
    global _tagger  # noqa: PLW0603 - a worker process has one tagger for its whole life
    _tagger = Tagger(keywords)


def work(document: Document) -> Reading:
    """``read_and_find`` in a worker."""
    assert _tagger is not None
    return read_and_find(document, _tagger)
