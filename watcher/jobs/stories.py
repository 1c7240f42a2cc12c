"""Keep stories true to their entries: face, areas, relevance and arrival, inside the writing transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from watcher.model.digests import Window
from watcher.model.entries import Entry
from watcher.model.stories import AreaScore, Story
from watcher.store import digests as digest_store
from watcher.store import entries as entry_store
from watcher.store import stories as story_store
from watcher.store.database import Connection
from watcher.store.stories import Standing
from watcher.stories.face import face, summary_of, title_of


def refresh(connection: Connection, story_ids: Collection[int], now: datetime, *, late: bool = False) -> None:
    """Recompute these stories from their entries.

    ``late``: relevance was found after ingestion (a linked page, a changed keyword file, a person). A story that
    becomes relevant late, when the digest of its arrival is already closed, arrives now, or no digest would tell it.
    """
    standings = story_store.standings(connection, story_ids)
    if standings:
        closed_until = digest_store.closed_until(connection)
        found_late = now if late else None
        rows = [row(story_id, standing, found_late, closed_until) for story_id, standing in standings.items()]
        story_store.change(connection, rows)


def row(
    story_id: int, standing: Standing, found_late: datetime | None, closed_until: datetime | None
) -> dict[str, Any]:
    """A story as the store keeps it, from its entries (at least one). ``found_late``: when, see ``refresh``."""
    entries = [member.entry for member in standing.members]
    relevant = standing.verdict == story_store.RESTORED or (
        standing.verdict != story_store.DISMISSED and any(entry.relevant for entry in entries)
    )
    telling = [member for member in standing.members if member.entry.relevant]
    shown = face(entries)
    return {
        "id": story_id,
        "title": shown.title,
        "summary": shown.summary,
        "url": shown.url,
        "language": shown.language,
        "published_at": shown.published_at,
        "updated_at": max(entry.arrived_at for entry in entries),
        "relevant": relevant,
        "arrived_at": _arrival(entries, relevant, standing.arrived_at, found_late, closed_until),
        "areas": [[area.slug, area.score, list(area.matched)] for area in (merged_areas(entries) if relevant else ())],
        "events": list(dict.fromkeys(slug for member in telling for slug in member.events)),
        "why": list(dict.fromkeys(word for member in telling for word in member.why))[:6],
    }


def alone(story_id: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """The story of one new entry, as the store keeps both: ``row`` of one member, without what most have no need of."""
    title = title_of(row["title"], row["outlet"], row["url"])
    relevant = row["relevant"]
    return {
        "id": story_id,
        "title": title,
        "summary": summary_of(row["summary"], row["text"], title),
        "url": row["url"],
        "language": row["language"],
        "published_at": row["dated_at"],
        "updated_at": row["arrived_at"],
        "relevant": relevant,
        "arrived_at": row["arrived_at"] if relevant and not row["too_old"] else None,
        "areas": _strongest(row["areas"]) if relevant else [],
        "events": list(dict.fromkeys(row["events"])) if relevant else [],
        "why": list(dict.fromkeys(row["why"]))[:6] if relevant else [],
    }


def _strongest(areas: Sequence[Any]) -> list[Any]:
    merged = _best(entry_store.area_scores(areas))
    return [[area.slug, area.score, list(area.matched)] for area in merged]


def when_late(connection: Connection, arrived_at: datetime, now: datetime) -> datetime:
    """When something found after ingestion counts as known: with its entry, or now where a digest closed in between."""
    closed_until = digest_store.closed_until(connection)
    return now if closed_until is not None and arrived_at < closed_until else arrived_at


def merged_areas(entries: Collection[Entry]) -> list[AreaScore]:
    """The areas of the relevant entries (of all, where none is), each with its best score, strongest first."""
    telling = [entry for entry in entries if entry.relevant] or entries
    return _best(area for entry in telling for area in entry.areas)


def _best(areas: Iterable[AreaScore]) -> list[AreaScore]:
    best: dict[str, AreaScore] = {}
    for area in areas:
        if area.slug not in best or area.score > best[area.slug].score:
            best[area.slug] = area
    return sorted(best.values(), key=lambda area: (-area.score, area.slug))


def _arrival(
    entries: Collection[Entry],
    relevant: bool,
    known: datetime | None,
    found_late: datetime | None,
    closed_until: datetime | None,
) -> datetime | None:
    """When the story counts as arrived. No arrival is set back into a closed window, where no digest would tell it."""
    if not relevant:
        return None
    young = [entry for entry in entries if not entry.too_old]
    arrivals = [entry.arrived_at for entry in young if entry.relevant] or [entry.arrived_at for entry in young]
    if not arrivals:
        return None
    first = min(arrivals)
    closed = closed_until is not None and first < closed_until
    if known is None:
        return found_late if found_late and closed else first
    return known if closed else min(known, first)


def as_known(connection: Connection, story_ids: Collection[int], until: datetime) -> list[Story]:
    """These stories as they were known just before ``until``: without the entries that came later."""
    stories = story_store.load(connection, story_ids)
    grown = [story.id for story in stories.values() if story.updated_at >= until]
    for story_id, entries in story_store.members(connection, grown).items():
        known = [entry for entry in entries if entry.arrived_at < until]
        if known:
            stories[story_id] = _with_entries(stories[story_id], known)
    return [stories[story_id] for story_id in story_ids if story_id in stories]


def _with_entries(story: Story, entries: Sequence[Entry]) -> Story:
    shown = face(entries)
    ids = {entry.id for entry in entries}
    return replace(
        story,
        title=shown.title,
        summary=shown.summary,
        url=shown.url,
        language=shown.language,
        published_at=shown.published_at,
        updated_at=max(entry.arrived_at for entry in entries),
        areas=tuple(merged_areas(entries)) or story.areas,
        sources=tuple(source for source in story.sources if source.entry in ids),
    )


def dismissed_since(connection: Connection, window: Window) -> dict[int, Story]:
    """Stories that arrived in the window and were dismissed after it: what they were then."""
    found: dict[int, Story] = {}
    candidates = story_store.dismissed_after(connection, window.end)
    stories = {story.id: story for story in as_known(connection, candidates, window.end)}
    for story_id, entries in story_store.members(connection, candidates).items():
        relevant = [entry for entry in entries if entry.relevant and not entry.too_old]
        arrived_at = min((entry.arrived_at for entry in relevant), default=None)
        if arrived_at is not None and window.start <= arrived_at < window.end:
            areas = tuple(merged_areas([entry for entry in relevant if entry.arrived_at < window.end]))
            found[story_id] = replace(stories[story_id], relevant=True, arrived_at=arrived_at, areas=areas)
    return found
