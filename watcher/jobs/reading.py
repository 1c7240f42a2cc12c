"""What one document holds: its entries, recognisable, with what each says. Pure; runs in worker processes too.

    read(document) -> Reading -> ingest.prepare (what is new?) -> ingest.commit

Where a worker reads, it also finds what each entry says (``Finding``); where the process that writes reads itself,
that is left to ``ingest.prepare``, which knows what is new.
"""

from dataclasses import replace
from datetime import datetime

from watcher.feeds.identity import identify
from watcher.feeds.parse import parse
from watcher.focus.tagging import Tagger
from watcher.jobs.analysis import analyse
from watcher.jobs.documents import Document, Finding, Reading, dated
from watcher.jobs.pages import page_due
from watcher.model.parsing import ParsedEntry
from watcher.settings import UTC, FeedSettings, Keywords
from watcher.stories.signature import pack_signature, sign
from watcher.text import written_language


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


_tagger: Tagger | None = None  # of a worker process


def begin(keywords: Keywords) -> None:
    """Make this process a worker that reads by these rules."""
    global _tagger  # noqa: PLW0603 - a worker process has one tagger for its whole life
    _tagger = Tagger(keywords)


def work(document: Document) -> Reading:
    """``read_and_find`` in a worker."""
    assert _tagger is not None
    return read_and_find(document, _tagger)
