"""From a parsed feed to the store: what is new, what changed, what it says, which story it belongs to.

``prepare`` reads and decides, outside any writing transaction; ``commit`` writes it all, inside one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from watcher.feeds.identity import IdentifiedEntry, identify, recognise
from watcher.focus.tagging import Tagger
from watcher.jobs import grouping
from watcher.jobs.analysis import Analysis, analyse
from watcher.jobs.pages import page_due, with_page
from watcher.jobs.stories import refresh
from watcher.jobs.stories import row as story_row
from watcher.jobs.tracking import follow
from watcher.model import FeedState, ParsedEntry, ParsedFeed, Source
from watcher.settings import UTC, FeedSettings, Settings
from watcher.store import digests as digest_store
from watcher.store import entries as entry_store
from watcher.store import pages as page_store
from watcher.store import stories as story_store
from watcher.store.database import Database, Session
from watcher.store.stories import Standing, member
from watcher.text import written_language


@dataclass(frozen=True, slots=True)
class Arrival:
    """One new entry with its times and what was found in it. ``arrived_at`` None: when it is committed."""

    parsed: ParsedEntry
    keys: tuple[str, ...]
    dated_at: datetime
    arrived_at: datetime | None
    too_old: bool
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Edit:
    """A known entry whose words changed."""

    entry: int
    parsed: ParsedEntry
    dated_at: datetime
    analysis: Analysis


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
    tagger: Tagger,
    feed: FeedState,
    configured: FeedSettings,
    parsed: ParsedFeed,
    now: datetime,
) -> Prepared:
    """Recognise each item and analyse those that are new or changed."""
    identified = identify(parsed.entries)
    with database.read() as session:
        wanted = {key for item in identified for key in keys_of(item)}
        # "x:" marks what an earlier document showed to be shared by several items (see feeds/identity.py).
        marks = {f"x:{key}" for key in wanted if not key.startswith("x:")}
        known = entry_store.known_keys(session, feed.id, wanted | marks)
        found = recognise(identified, known)
        ids = [entry for _, entry in found.known if entry > 0]
        hashes = entry_store.content_hashes(session, ids)
        dates = entry_store.dates(session, ids)
        pages = page_store.texts(session, ids)
    zone = configured.timezone or UTC
    arrivals = [_arrival(item, feed, configured, settings, tagger, parsed.language, zone, now) for item in found.new]
    edits: list[Edit] = []
    fresh: dict[str, int] = {}
    for item, entry in found.known:
        if entry < 0:
            continue
        fresh.update({key: entry for key in keys_of(item) if key not in known})
        if entry in hashes and hashes[entry] != item.entry.content_hash:
            text = with_page(item.entry.text, pages.get(entry))  # what the page said still counts
            analysis = _analysis(item.entry, text, dates[entry], configured, tagger, parsed.language, zone)
            edits.append(Edit(entry, item.entry, dates[entry], analysis))
    due = tuple(edit.entry for edit in edits if page_due(configured, edit.parsed, edit.analysis.judgement))
    return Prepared(tuple(arrivals), tuple(edits), fresh, len(found.known), due)


def keys_of(item: IdentifiedEntry) -> tuple[str, ...]:
    return (item.key, *item.aliases)


def _arrival(
    item: IdentifiedEntry,
    feed: FeedState,
    configured: FeedSettings,
    settings: Settings,
    tagger: Tagger,
    language: str | None,
    zone: ZoneInfo,
    now: datetime,
) -> Arrival:
    parsed = item.entry
    published = parsed.published_at
    dated_at = min(published, now) if published else now
    # At a feed's first successful poll an entry arrives at its publication: it was there before we looked.
    arrived_at = dated_at if feed.first_success_at is None else None
    limit = settings.polling.max_entry_age
    too_old = bool(limit) and published is not None and now - published > limit
    analysis = _analysis(parsed, parsed.text, dated_at, configured, tagger, language, zone)
    return Arrival(parsed, keys_of(item), dated_at, arrived_at, too_old, analysis)


def _analysis(
    parsed: ParsedEntry,
    text: str,
    dated_at: datetime,
    configured: FeedSettings,
    tagger: Tagger,
    language: str | None,
    zone: ZoneInfo,
) -> Analysis:
    return analyse(
        tagger,
        parsed.title,
        text,
        dated_at=dated_at,
        zone=zone,
        language=_language(parsed, language),
        implies=configured.implies,
    )


def commit(
    session: Session,
    prepared: Prepared,
    feed: FeedState,
    configured: FeedSettings,
    parsed: ParsedFeed,
    window: timedelta,
    now: datetime,
) -> Ingested:
    """Write what ``prepare`` found, entries in the order of publication, whatever the document's order."""
    outlet = configured.name or parsed.title or feed.title or feed.url
    ordered = sorted(prepared.arrivals, key=lambda arrival: (arrival.dated_at, arrival.keys[0]))
    batch = grouping.Batch(session, window)
    placements = batch.place([_to_place(arrival, outlet) for arrival in ordered])
    stories, new = _stories(session, ordered, placements)
    ids = entry_store.new_ids(session, len(ordered))
    rows = [
        _row(arrival, feed, configured, outlet, parsed.language, now)
        | {"id": entry, "story_id": story, "grouping": _evidence(placed)}
        for arrival, entry, story, placed in zip(ordered, ids, stories, placements, strict=True)
    ]
    # A story whose entries are all at hand is written once, with its face; only older ones are read again.
    story_store.add(session, _new_stories(session, new, rows))
    entry_store.add(session, rows)
    batch.keep(ids)
    keys = {key: entry for arrival, entry in zip(ordered, ids, strict=True) for key in arrival.keys}
    entry_store.add_keys(session, feed.id, {**keys, **prepared.keys}, now)
    refresh(session, {*stories, *_edit(session, prepared.edits, now)} - new, now)
    page_store.make_due(session, prepared.pages_due, now)
    _follow_all(session, ordered, ids, outlet, prepared.edits, now)
    return Ingested(len(ids), len(prepared.edits), len(new))


def _to_place(arrival: Arrival, outlet: str) -> grouping.EntryToPlace:
    return grouping.EntryToPlace(
        outlet=arrival.parsed.outlet or outlet,
        title=arrival.parsed.title,
        text=arrival.parsed.text,
        canonical_url=arrival.parsed.canonical_url,
        published_at=arrival.dated_at,
    )


def _stories(
    session: Session, arrivals: Sequence[Arrival], placements: Sequence[grouping.Placement]
) -> tuple[list[int], set[int]]:
    """The story of each entry, and which of these are new."""
    opener = {
        placed.position: placed.position if placed.opener is None else placed.opener
        for placed in placements
        if placed.story_id is None
    }
    openers = list(dict.fromkeys(opener.values()))
    opened = dict(zip(openers, story_store.new_ids(session, len(openers)), strict=True))
    stories = [opened[opener[placed.position]] if placed.story_id is None else placed.story_id for placed in placements]
    return stories, set(opened.values())


def _new_stories(session: Session, new: Collection[int], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """New stories as the store keeps them, from the rows of their entries (in the order of publication)."""
    standings = {story: Standing([]) for story in sorted(new)}
    for row in rows:
        if row["story_id"] in standings:
            standings[row["story_id"]].members.append(member(row))
    closed_until = digest_store.closed_until(session) if new else None
    return [story_row(story, standing, None, closed_until) for story, standing in standings.items()]


def _evidence(placed: grouping.Placement) -> dict[str, Any]:
    return {"kind": placed.kind, "score": round(placed.score, 3), **placed.evidence}


def _follow_all(
    session: Session, arrivals: Sequence[Arrival], ids: Sequence[int], outlet: str, edits: Sequence[Edit], now: datetime
) -> None:
    for arrival, entry in zip(arrivals, ids, strict=True):
        if arrival.analysis.followups:
            parsed = arrival.parsed
            source = Source(entry, parsed.outlet or outlet, parsed.title, parsed.url, arrival.dated_at)
            follow(session, source, arrival.analysis.followups, arrival.arrived_at or now)
    sources = entry_store.sources(session, [edit.entry for edit in edits])
    for edit in edits:
        follow(session, sources[edit.entry], edit.analysis.followups, now)


def _edit(session: Session, edits: Sequence[Edit], now: datetime) -> set[int]:
    """Rewrite known entries in place; the stories they belong to."""
    entry_store.change(
        session,
        [
            {
                "id": edit.entry,
                **_words(edit.parsed),
                "changed_at": now,
                **edit.analysis.columns,
            }
            for edit in edits
        ],
    )
    return set(entry_store.stories_of(session, [edit.entry for edit in edits]).values())


def _words(parsed: ParsedEntry) -> dict[str, Any]:
    return {
        "url": parsed.url,
        "canonical_url": parsed.canonical_url,
        "title": parsed.title,
        "summary": parsed.summary,
        "text": parsed.text,
        "content_hash": parsed.content_hash,
    }


def _language(parsed: ParsedEntry, of_feed: str | None) -> str | None:
    return written_language(f"{parsed.title} {parsed.summary}", parsed.language or of_feed)


def _row(
    arrival: Arrival, feed: FeedState, configured: FeedSettings, outlet: str, language: str | None, now: datetime
) -> dict[str, Any]:
    parsed, analysis = arrival.parsed, arrival.analysis
    due = page_due(configured, parsed, analysis.judgement)
    return {
        "feed_id": feed.id,
        "guid": parsed.guid,
        **_words(parsed),
        "outlet": parsed.outlet or outlet,
        "language": _language(parsed, language),
        "published_at": parsed.published_at,
        "dated_at": arrival.dated_at,
        "first_seen_at": now,
        "arrived_at": arrival.arrived_at or now,
        "too_old": arrival.too_old,
        **analysis.columns,
        "full_text": "pending" if due else "feed",
        "page_due_at": now if due else None,
        "page_attempts": 0,
    }
