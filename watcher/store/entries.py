"""Queries on entries and the identities they were seen under."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, select, update

from watcher.model.entries import Entry
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.period import Period, Precision
from watcher.model.stories import AreaScore, Source
from watcher.store import bulk, search_index
from watcher.store.feeds import chunks
from watcher.store.ids import reserve
from watcher.store.tables import ENTRIES, ENTRY_KEYS, FEEDS, MENTIONS, TOLD_STORIES

_SAID = (
    select(MENTIONS)
    .where(MENTIONS.c.entry_id.in_(bindparam("wanted", expanding=True)))
    .order_by(MENTIONS.c.entry_id, MENTIONS.c.position)
)
_KNOWN_KEYS = select(ENTRY_KEYS.c.key, ENTRY_KEYS.c.entry_id).where(
    ENTRY_KEYS.c.feed_id == bindparam("of_feed"), ENTRY_KEYS.c.key.in_(bindparam("wanted", expanding=True))
)
_ANY_KEY = select(ENTRY_KEYS.c.feed_id).where(ENTRY_KEYS.c.feed_id == bindparam("of_feed")).limit(1)
_NEWEST_HASHES = (
    select(ENTRIES.c.content_hash)
    .where(ENTRIES.c.feed_id == bindparam("of_feed"))
    .order_by(ENTRIES.c.dated_at.desc())
    .limit(bindparam("at_most"))
)
_COUNT_OF_FEED = select(func.count()).select_from(ENTRIES).where(ENTRIES.c.feed_id == bindparam("of_feed"))


def known_keys(connection: Connection, feed_id: int, keys: Iterable[str]) -> dict[str, int]:
    """Entry ids by the identities already seen in this feed; a negative number where the entry itself was pruned."""
    found: dict[str, int] = {}
    for part in chunks(list(keys)):
        for key, entry_id in connection.execute(_KNOWN_KEYS, {"of_feed": feed_id, "wanted": part}):
            found[key] = entry_id or -len(found) - 1
    return found


def any_known(connection: Connection, feed_id: int) -> bool:
    """Whether anything of this feed was ever seen."""
    return connection.execute(_ANY_KEY, {"of_feed": feed_id}).first() is not None


def content_hashes(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    return {
        entry_id: content_hash
        for part in chunks(list(ids))
        for entry_id, content_hash in connection.execute(
            select(ENTRIES.c.id, ENTRIES.c.content_hash).where(ENTRIES.c.id.in_(part))
        )
    }


def lengths(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """Characters of the text of each of these entries."""
    return {
        entry_id: length
        for part in chunks(list(ids))
        for entry_id, length in connection.execute(
            select(ENTRIES.c.id, func.length(ENTRIES.c.text)).where(ENTRIES.c.id.in_(part))
        )
    }


def newest_hashes(connection: Connection, feed_id: int, most: int) -> frozenset[str]:
    """Content hashes of the entries of a feed that were published last."""
    found = connection.execute(_NEWEST_HASHES, {"of_feed": feed_id, "at_most": most})
    return frozenset(found.scalars())


def dates(connection: Connection, ids: Iterable[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for part in chunks(list(ids)):
        found.update(connection.execute(select(ENTRIES.c.id, ENTRIES.c.dated_at).where(ENTRIES.c.id.in_(part))).all())
    return found


def stories_of(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """The story of each entry."""
    found: dict[int, int] = {}
    for part in chunks(list(ids)):
        query = select(ENTRIES.c.id, ENTRIES.c.story_id).where(ENTRIES.c.id.in_(part))
        found.update(connection.execute(query).all())
    return found


def new_ids(connection: Connection, count: int) -> list[int]:
    """Ids for entries that this transaction adds, ascending."""
    return reserve(connection, ENTRIES, count)


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert entries under ids from ``new_ids``; all rows have the same keys."""
    if rows:
        bulk.insert(connection, ENTRIES, rows)
        search_index.add(connection, rows)


def change(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update entries by ``id`` with the other values of each row; all rows have the same keys."""
    if rows:
        by_id = update(ENTRIES).where(ENTRIES.c.id == bindparam("of_entry"))
        connection.execute(by_id, [{**row, "of_entry": row["id"]} for row in rows])
        if "text" in rows[0]:
            search_index.renew(connection, [row["id"] for row in rows])


def add_keys(connection: Connection, feed_id: int, keys: Mapping[str, int], now: datetime) -> None:
    """Remember identities of entries; one that is known already keeps its entry."""
    if not keys:
        return
    columns: dict[str, list[Any]] = {
        "feed_id": [feed_id] * len(keys),
        "key": list(keys),
        "entry_id": list(keys.values()),
        "seen_at": [now] * len(keys),
    }
    bulk.insert_columns(connection, ENTRY_KEYS, columns, known_stay=True)


def count_of_feed(connection: Connection, feed_id: int) -> int:
    return connection.execute(_COUNT_OF_FEED, {"of_feed": feed_id}).scalar() or 0


def count(connection: Connection) -> int:
    """How many entries there are."""
    return connection.scalar(select(func.count()).select_from(ENTRIES)) or 0


def listing(connection: Connection, since: datetime | None = None, ids: Sequence[int] | None = None) -> Iterable[Entry]:
    """Entries in the order of arrival, with what each says of follow-ups."""
    query = select(ENTRIES.c.id)
    if since is not None:
        query = query.where(ENTRIES.c.arrived_at >= since)
    if ids is not None:
        query = query.where(ENTRIES.c.id.in_(ids))
    for part in chunks(list(connection.scalars(query.order_by(ENTRIES.c.arrived_at, ENTRIES.c.id)))):
        rows = {
            row.id: row
            for row in connection.execute(
                select(ENTRIES, FEEDS.c.url.label("feed_url"))
                .join(FEEDS, FEEDS.c.id == ENTRIES.c.feed_id)
                .where(ENTRIES.c.id.in_(part))
            )
        }
        found = mentions(connection, part)
        for entry_id in part:
            yield entry(rows[entry_id], rows[entry_id].feed_url, found.get(entry_id, ()))


def mentions(connection: Connection, ids: Sequence[int]) -> dict[int, list[tuple[int | None, FoundFollowUp]]]:
    """What each of these entries says of follow-ups, in the order it says it."""
    found: dict[int, list[tuple[int | None, FoundFollowUp]]] = {}
    for part in chunks(list(ids)):
        for row in connection.execute(_SAID, {"wanted": part}):
            found.setdefault(row.entry_id, []).append((row.followup_id, _found(row)))
    return found


def set_mentions(
    connection: Connection, entry_id: int, said: Sequence[tuple[int | None, FoundFollowUp]], *, is_new: bool = False
) -> None:
    """Replace what one entry says of follow-ups; ``is_new``: one that said nothing before."""
    if not is_new:
        bulk.delete(connection, MENTIONS, {"entry_id": [entry_id]})
    rows = [
        {
            "entry_id": entry_id,
            "position": position,
            "followup_id": followup_id,
            "event": found.event,
            "event_slug": found.event_slug,
            "start": found.period.start,
            "end": found.period.end,
            "precision": found.period.precision.value,
            "place": found.place,
            "kind": found.kind.value,
            "text": found.text,
            "report": found.report.value,
            "edition": found.edition,
            "self_settling": found.self_settling,
        }
        for position, (followup_id, found) in enumerate(said)
    ]
    bulk.insert(connection, MENTIONS, rows)


def sources(connection: Connection, ids: Iterable[int]) -> dict[int, Source]:
    """Entries as sources, by id."""
    found: dict[int, Source] = {}
    for part in chunks(list(ids)):
        query = select(ENTRIES.c.id, ENTRIES.c.outlet, ENTRIES.c.title, ENTRIES.c.url, ENTRIES.c.dated_at).where(
            ENTRIES.c.id.in_(part)
        )
        found.update({row.id: Source(*row) for row in connection.execute(query)})
    return found


def arrivals(connection: Connection, since: datetime, until: datetime) -> tuple[int, int, int]:
    """How many entries arrived in the window; how many of them were not relevant, and too old."""
    window = and_(ENTRIES.c.arrived_at >= since, ENTRIES.c.arrived_at < until)
    total = connection.scalar(select(func.count()).where(window)) or 0
    aside = connection.scalar(select(func.count()).where(window, ENTRIES.c.relevant.is_(False))) or 0
    old = (
        connection.scalar(select(func.count()).where(window, ENTRIES.c.too_old.is_(True), ENTRIES.c.relevant.is_(True)))
        or 0
    )
    return total, aside, old


def fates(connection: Connection, since: datetime | None, until: datetime) -> dict[str, int]:
    """What became of the entries that arrived in the window, each counted once.

    "told in d7" (the digest that told its story first), "too old", "not relevant", "new" (opened a story that is
    not told yet) or "grouped" (joined one).
    """
    told = (
        select(TOLD_STORIES.c.story_id, func.min(TOLD_STORIES.c.digest_id).label("digest"))
        .group_by(TOLD_STORIES.c.story_id)
        .subquery()
    )
    kind = ENTRIES.c.grouping["kind"].as_string()
    query = (
        select(ENTRIES.c.relevant, ENTRIES.c.too_old, kind, told.c.digest, func.count())
        .outerjoin(told, told.c.story_id == ENTRIES.c.story_id)
        .where(ENTRIES.c.arrived_at < until)
        .group_by(ENTRIES.c.relevant, ENTRIES.c.too_old, kind, told.c.digest)
    )
    if since is not None:
        query = query.where(ENTRIES.c.arrived_at >= since)
    found: dict[str, int] = {}
    for relevant, too_old, grouping, digest, count in connection.execute(query):
        if not relevant:
            fate = "not relevant"
        elif digest is not None:
            fate = f"told in d{digest}"
        elif too_old:
            fate = "too old"
        else:
            fate = "new" if grouping in (None, "new") else "grouped"
        found[fate] = found.get(fate, 0) + count
    return found


def area_scores(document: Iterable[Any]) -> tuple[AreaScore, ...]:
    return tuple(AreaScore(slug, score, tuple(matched)) for slug, score, matched in document)


def entry(row: Row[Any], feed_url: str, said: Sequence[tuple[int | None, FoundFollowUp]]) -> Entry:
    return Entry(
        id=row.id,
        feed=feed_url,
        outlet=row.outlet,
        guid=row.guid,
        url=row.url,
        canonical_url=row.canonical_url,
        title=row.title,
        summary=row.summary,
        text=row.text,
        published_at=row.published_at,
        dated_at=row.dated_at,
        first_seen_at=row.first_seen_at,
        arrived_at=row.arrived_at,
        language=row.language,
        story=row.story_id,
        relevant=row.relevant,
        too_old=row.too_old,
        areas=area_scores(row.areas),
        full_text=row.full_text,
        page_text=row.page_text,
        page_attempts=row.page_attempts,
        followups=tuple(said),
    )


def _found(row: Row[Any]) -> FoundFollowUp:
    return FoundFollowUp(
        event=row.event,
        event_slug=row.event_slug,
        period=Period(row.start, row.end, Precision(row.precision)),
        place=row.place,
        kind=Kind(row.kind),
        text=row.text,
        report=Change(row.report),
        edition=row.edition,
        self_settling=row.self_settling,
    )
