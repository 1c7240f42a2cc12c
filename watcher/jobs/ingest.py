"""From a document as it was read to the store: what is new, what changed, which story it belongs to.

``prepare`` reads and decides, outside any writing transaction; ``commit`` writes it all, inside one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from watcher.feeds.identity import IdentifiedEntry, Recognition, recognise
from watcher.jobs import grouping
from watcher.jobs.documents import Finding, Reading, dated
from watcher.jobs.pages import with_page
from watcher.jobs.remembered import Remembered
from watcher.jobs.stories import alone, refresh
from watcher.model.feeds import FeedState
from watcher.model.parsing import ParsedEntry
from watcher.model.stories import Source
from watcher.settings import FeedSettings, Settings
from watcher.store import entries as entry_store
from watcher.store import pages as page_store
from watcher.store import stories as story_store
from watcher.store.database import Connection, Database
from watcher.store.unions import ALONE

if TYPE_CHECKING:
    from watcher.focus.tagging import Tagger


TEASER = 0.6  # of the length that a text had: what is shorter has lost more than a sentence


@dataclass(frozen=True, slots=True)
class Arrival:
    """One new entry with its times and what it says. ``arrived_at`` None: when it is committed."""

    parsed: ParsedEntry
    keys: tuple[str, ...]
    arrived_at: datetime | None
    too_old: bool
    finding: Finding

    @property
    def dated_at(self) -> datetime:
        return self.finding.dated_at


@dataclass(frozen=True, slots=True)
class Edit:
    """A known entry whose words changed. ``cut``: its text is so much shorter now that it is rather a teaser of it."""

    entry: int
    parsed: ParsedEntry
    finding: Finding
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one document brings. ``keys`` are identities newly seen of known entries.

    ``pages_due``: known entries that now deserve to have their page read.
    """

    arrivals: tuple[Arrival, ...]
    edits: tuple[Edit, ...]
    keys: Mapping[str, int]
    known: int
    pages_due: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ingested:
    new: int = 0
    changed: int = 0
    stories_new: int = 0


def prepare(
    database: Database,
    settings: Settings,
    tagger: Callable[[], "Tagger"],
    feed: FeedState,
    configured: FeedSettings,
    reading: Reading,
) -> Prepared:
    """Tell what is new and what changed in a document, and find what it says where its reader has not."""
    known: Mapping[str, int] = {}
    found, changed = Recognition(reading.entries, ()), list[tuple[IdentifiedEntry, int]]()
    dates: Mapping[int, datetime] = {}
    lengths: Mapping[int, int] = {}
    pages: Mapping[int, str] = {}
    if feed.first_success_at is not None or _is_known(database, feed):
        with database.reading() as connection:
            wanted = {key for item in reading.entries for key in keys_of(item)}
            # "x:" marks what an earlier document showed to be shared by several items (see feeds/identity.py).
            marks = {f"x:{key}" for key in wanted if not key.startswith("x:")}
            known = entry_store.known_keys(connection, feed.id, wanted | marks)
            found = recognise(reading.entries, known)
            hashes = entry_store.content_hashes(connection, [entry for _, entry in found.known if entry > 0])
            changed = [(item, entry) for item, entry in found.known if _has_changed(item, hashes.get(entry))]
            dates = entry_store.dates(connection, [entry for _, entry in changed])
            lengths = entry_store.lengths(connection, [entry for _, entry in changed])
            pages = page_store.texts(connection, [entry for _, entry in changed])
    told = {id(item.entry): finding for item, finding in zip(reading.entries, reading.findings, strict=True)}
    arrivals = []
    for item in found.new:
        finding = told[id(item.entry)] or _find(
            tagger, configured, reading, item.entry, dated_at=dated(item.entry, reading.now), signed=True
        )
        arrivals.append(_arrival(item, feed, settings, finding, reading.now))
    edits = [
        replace(
            _changed(
                tagger, configured, reading, item.entry, entry, dates[entry], pages.get(entry), told[id(item.entry)]
            ),
            cut=entry not in pages and len(item.entry.text) < TEASER * lengths[entry],
        )
        for item, entry in changed
    ]
    fresh = {key: entry for item, entry in found.known if entry > 0 for key in keys_of(item) if key not in known}
    due = tuple(edit.entry for edit in edits if edit.finding.page_due)
    return Prepared(tuple(arrivals), tuple(edits), fresh, len(found.known), due)


def _is_known(database: Database, feed: FeedState) -> bool:
    """Whether entries are known of a feed that was never polled: what a digest told is, after a restore."""
    with database.reading() as connection:
        return entry_store.any_known(connection, feed.id)


def _has_changed(item: IdentifiedEntry, content_hash: str | None) -> bool:
    return content_hash is not None and content_hash != item.entry.content_hash


def _changed(
    tagger: Callable[[], "Tagger"],
    configured: FeedSettings,
    reading: Reading,
    parsed: ParsedEntry,
    entry: int,
    dated_at: datetime,
    page: str | None,
    finding: Finding | None,
) -> Edit:
    """A known entry with new words. Its date stays, and what its page said still counts."""
    if finding is None or page is not None or finding.dated_at != dated_at:
        text = with_page(parsed.text, page)
        finding = _find(tagger, configured, reading, parsed, dated_at=dated_at, text=text)
    return Edit(entry, parsed, finding)


def _find(
    tagger: Callable[[], "Tagger"], configured: FeedSettings, reading: Reading, entry: ParsedEntry, **more: Any
) -> Finding:
    """``reading.find``, loaded with all it needs where a worker has not done it."""
    from watcher.jobs.reading import find

    return find(tagger(), configured, reading, entry, **more)


def keys_of(item: IdentifiedEntry) -> tuple[str, ...]:
    return (item.key, *item.aliases)


def _arrival(item: IdentifiedEntry, feed: FeedState, settings: Settings, finding: Finding, now: datetime) -> Arrival:
    published = item.entry.published_at
    # At a feed's first successful poll an entry arrives at its publication: it was there before we looked.
    arrived_at = finding.dated_at if feed.first_success_at is None else None
    limit = settings.polling.max_entry_age
    too_old = bool(limit) and published is not None and now - published > limit
    return Arrival(item.entry, keys_of(item), arrived_at, too_old, finding)


def commit(
    connection: Connection,
    prepared: Prepared,
    feed: FeedState,
    outlet: str,
    now: datetime,
    remembered: Remembered,
) -> Ingested:
    """Write what ``prepare`` found, entries in the order of publication, whatever the document's order."""
    ordered = sorted(prepared.arrivals, key=lambda arrival: (arrival.dated_at, arrival.keys[0]))
    # Each in a story of its own until the poll's end, when all that is new is grouped together.
    stories = story_store.new_ids(connection, len(ordered))
    ids = entry_store.new_ids(connection, len(ordered))
    rows = [
        _row(arrival, feed, outlet, now) | {"id": entry, "story_id": story, "grouping": ALONE}
        for arrival, entry, story in zip(ordered, ids, stories, strict=True)
    ]
    story_store.add(connection, [alone(row["story_id"], row) for row in rows])
    entry_store.add(connection, rows)
    new = [
        _to_place(entry, arrival.parsed, arrival.finding, outlet) for entry, arrival in zip(ids, ordered, strict=True)
    ]
    edited = [_to_place(edit.entry, edit.parsed, edit.finding, outlet) for edit in prepared.edits]
    grouping.wait(connection, [*new, *edited])
    keys = {key: entry for arrival, entry in zip(ordered, ids, strict=True) for key in arrival.keys}
    entry_store.add_keys(connection, feed.id, {**keys, **prepared.keys}, now)
    refresh(connection, _edit(connection, prepared.edits, now), now)
    page_store.make_due(connection, prepared.pages_due, now)
    _follow_all(connection, remembered, ordered, ids, outlet, prepared.edits, now)
    return Ingested(len(ids), len(prepared.edits), len(stories))


def _to_place(entry: int, parsed: ParsedEntry, finding: Finding, outlet: str) -> grouping.EntryToPlace:
    return grouping.EntryToPlace(
        entry=entry,
        outlet=parsed.outlet or outlet,
        title=parsed.title,
        text=parsed.text,
        canonical_url=parsed.canonical_url,
        published_at=finding.dated_at,
        signature=finding.signature,
    )


def _follow_all(
    connection: Connection,
    remembered: Remembered,
    arrivals: Sequence[Arrival],
    ids: Sequence[int],
    outlet: str,
    edits: Sequence[Edit],
    now: datetime,
) -> None:
    if not edits and not any(arrival.finding.followups for arrival in arrivals):
        return
    following = remembered.following(connection)
    for arrival, entry in zip(arrivals, ids, strict=True):
        if arrival.finding.followups:
            parsed = arrival.parsed
            source = Source(entry, parsed.outlet or outlet, parsed.title, parsed.url, arrival.dated_at)
            following.follow(source, arrival.finding.followups, arrival.arrived_at or now, is_new=True)
    sources = entry_store.sources(connection, [edit.entry for edit in edits])
    for edit in edits:
        following.follow(sources[edit.entry], edit.finding.followups, now, edited=not edit.cut)


def _edit(connection: Connection, edits: Sequence[Edit], now: datetime) -> set[int]:
    """Rewrite known entries in place; the stories they belong to."""
    entry_store.change(
        connection,
        [
            {
                "id": edit.entry,
                **_words(edit.parsed),
                "changed_at": now,
                **edit.finding.columns,
            }
            for edit in edits
        ],
    )
    return set(entry_store.stories_of(connection, [edit.entry for edit in edits]).values())


def _words(parsed: ParsedEntry) -> dict[str, Any]:
    return {
        "url": parsed.url,
        "canonical_url": parsed.canonical_url,
        "title": parsed.title,
        "summary": parsed.summary,
        "text": parsed.text,
        "content_hash": parsed.content_hash,
    }


def _row(arrival: Arrival, feed: FeedState, outlet: str, now: datetime) -> dict[str, Any]:
    parsed, finding = arrival.parsed, arrival.finding
    return {
        "feed_id": feed.id,
        "guid": parsed.guid,
        **_words(parsed),
        "outlet": parsed.outlet or outlet,
        "language": finding.language,
        "published_at": parsed.published_at,
        "dated_at": finding.dated_at,
        "first_seen_at": now,
        "arrived_at": arrival.arrived_at or now,
        "too_old": arrival.too_old,
        **finding.columns,
        "full_text": "pending" if finding.page_due else "feed",
        "page_due_at": now if finding.page_due else None,
        "page_attempts": 0,
    }
