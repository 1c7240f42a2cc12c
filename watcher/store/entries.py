"""Queries on entries and the identities they were seen under."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, select, update
from sqlalchemy.orm import Session

from watcher.model import AreaScore, Change, Entry, FoundFollowUp, Kind, Period, Precision, Source
from watcher.store import bulk, search_index
from watcher.store.feeds import chunks
from watcher.store.ids import reserve
from watcher.store.tables import Base, EntryKeyRow, EntryRow, FeedRow, MentionRow, ToldStoryRow

# What runs once a feed is Core on the tables, made once: the ORM's own work would cost several times the database's.
_ENTRIES, _KEYS, _MENTIONS = (Base.metadata.tables[row.__tablename__] for row in (EntryRow, EntryKeyRow, MentionRow))
_SAID = (
    select(_MENTIONS)
    .where(_MENTIONS.c.entry_id.in_(bindparam("wanted", expanding=True)))
    .order_by(_MENTIONS.c.entry_id, _MENTIONS.c.position)
)
_KNOWN_KEYS = select(_KEYS.c.key, _KEYS.c.entry_id).where(
    _KEYS.c.feed_id == bindparam("of_feed"), _KEYS.c.key.in_(bindparam("wanted", expanding=True))
)
_ANY_KEY = select(_KEYS.c.feed_id).where(_KEYS.c.feed_id == bindparam("of_feed")).limit(1)
_NEWEST_HASHES = (
    select(_ENTRIES.c.content_hash)
    .where(_ENTRIES.c.feed_id == bindparam("of_feed"))
    .order_by(_ENTRIES.c.dated_at.desc())
    .limit(bindparam("at_most"))
)
_COUNT_OF_FEED = select(func.count()).select_from(_ENTRIES).where(_ENTRIES.c.feed_id == bindparam("of_feed"))


def known_keys(session: Session, feed_id: int, keys: Iterable[str]) -> dict[str, int]:
    """Entry ids by the identities already seen in this feed; a negative number where the entry itself was pruned."""
    found: dict[str, int] = {}
    connection = session.connection()
    for part in chunks(list(keys)):
        for key, entry_id in connection.execute(_KNOWN_KEYS, {"of_feed": feed_id, "wanted": part}):
            found[key] = entry_id or -len(found) - 1
    return found


def any_known(connection: Connection, feed_id: int) -> bool:
    """Whether anything of this feed was ever seen."""
    return connection.execute(_ANY_KEY, {"of_feed": feed_id}).first() is not None


def content_hashes(session: Session, ids: Iterable[int]) -> dict[int, str]:
    return {
        entry_id: content_hash
        for part in chunks(list(ids))
        for entry_id, content_hash in session.execute(
            select(EntryRow.id, EntryRow.content_hash).where(EntryRow.id.in_(part))
        )
    }


def newest_hashes(session: Session, feed_id: int, most: int) -> frozenset[str]:
    """Content hashes of the entries of a feed that were published last."""
    found = session.connection().execute(_NEWEST_HASHES, {"of_feed": feed_id, "at_most": most})
    return frozenset(found.scalars())


def dates(session: Session, ids: Iterable[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for part in chunks(list(ids)):
        found.update(session.execute(select(EntryRow.id, EntryRow.dated_at).where(EntryRow.id.in_(part))).all())
    return found


def stories_of(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """The story of each entry."""
    found: dict[int, int] = {}
    for part in chunks(list(ids)):
        query = select(EntryRow.id, EntryRow.story_id).where(EntryRow.id.in_(part))
        found.update(session.execute(query).all())
    return found


def new_ids(session: Session, count: int) -> list[int]:
    """Ids for entries that this transaction adds, ascending."""
    return reserve(session, EntryRow, count)


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert entries under ids from ``new_ids``; all rows have the same keys."""
    if rows:
        bulk.insert(session.connection(), _ENTRIES, rows)
        search_index.add(session, rows)


def change(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update entries by ``id`` with the other values of each row; all rows have the same keys."""
    if rows:
        session.execute(update(EntryRow), [dict(row) for row in rows])
        if "text" in rows[0]:
            search_index.renew(session, [row["id"] for row in rows])


def add_keys(session: Session, feed_id: int, keys: Mapping[str, int], now: datetime) -> None:
    """Remember identities of entries; one that is known already keeps its entry."""
    if not keys:
        return
    columns: dict[str, list[Any]] = {
        "feed_id": [feed_id] * len(keys),
        "key": list(keys),
        "entry_id": list(keys.values()),
        "seen_at": [now] * len(keys),
    }
    bulk.insert_columns(session.connection(), _KEYS, columns, known_stay=True)


def count_of_feed(session: Session, feed_id: int) -> int:
    return session.connection().execute(_COUNT_OF_FEED, {"of_feed": feed_id}).scalar() or 0


def count(session: Session) -> int:
    """How many entries there are."""
    return session.scalar(select(func.count()).select_from(EntryRow)) or 0


def listing(session: Session, since: datetime | None = None, ids: Sequence[int] | None = None) -> Iterable[Entry]:
    """Entries in the order of arrival, with what each says of follow-ups."""
    query = select(EntryRow.id)
    if since is not None:
        query = query.where(EntryRow.arrived_at >= since)
    if ids is not None:
        query = query.where(EntryRow.id.in_(ids))
    for part in chunks(list(session.scalars(query.order_by(EntryRow.arrived_at, EntryRow.id)))):
        rows = {
            row.id: (row, feed_url)
            for row, feed_url in session.execute(
                select(EntryRow, FeedRow.url).join(FeedRow, FeedRow.id == EntryRow.feed_id).where(EntryRow.id.in_(part))
            )
        }
        found = mentions(session, part)
        for entry_id in part:
            yield entry(*rows[entry_id], found.get(entry_id, ()))
        session.expunge_all()  # memory stays flat however much is listed


def mentions(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[int | None, FoundFollowUp]]]:
    """What each of these entries says of follow-ups, in the order it says it."""
    found: dict[int, list[tuple[int | None, FoundFollowUp]]] = {}
    for part in chunks(list(ids)):
        for row in session.connection().execute(_SAID, {"wanted": part}):
            found.setdefault(row.entry_id, []).append((row.followup_id, _found(row)))
    return found


def set_mentions(
    session: Session, entry_id: int, said: Sequence[tuple[int | None, FoundFollowUp]], *, is_new: bool = False
) -> None:
    """Replace what one entry says of follow-ups; ``is_new``: one that said nothing before."""
    connection = session.connection()
    if not is_new:
        bulk.delete(connection, _MENTIONS, {"entry_id": [entry_id]})
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
    bulk.insert(connection, _MENTIONS, rows)


def sources(session: Session, ids: Iterable[int]) -> dict[int, Source]:
    """Entries as sources, by id."""
    found: dict[int, Source] = {}
    for part in chunks(list(ids)):
        query = select(EntryRow.id, EntryRow.outlet, EntryRow.title, EntryRow.url, EntryRow.dated_at).where(
            EntryRow.id.in_(part)
        )
        found.update({row.id: Source(*row) for row in session.execute(query)})
    return found


def arrivals(session: Session, since: datetime, until: datetime) -> tuple[int, int, int]:
    """How many entries arrived in the window; how many of them were not relevant, and too old."""
    window = and_(EntryRow.arrived_at >= since, EntryRow.arrived_at < until)
    total = session.scalar(select(func.count()).where(window)) or 0
    aside = session.scalar(select(func.count()).where(window, EntryRow.relevant.is_(False))) or 0
    old = (
        session.scalar(select(func.count()).where(window, EntryRow.too_old.is_(True), EntryRow.relevant.is_(True))) or 0
    )
    return total, aside, old


def fates(session: Session, since: datetime | None, until: datetime) -> dict[str, int]:
    """What became of the entries that arrived in the window, each counted once.

    "told in d7" (the digest that told its story first), "too old", "not relevant", "new" (opened a story that is
    not told yet) or "grouped" (joined one).
    """
    told = (
        select(ToldStoryRow.story_id, func.min(ToldStoryRow.digest_id).label("digest"))
        .group_by(ToldStoryRow.story_id)
        .subquery()
    )
    kind = EntryRow.grouping["kind"].as_string()
    query = (
        select(EntryRow.relevant, EntryRow.too_old, kind, told.c.digest, func.count())
        .outerjoin(told, told.c.story_id == EntryRow.story_id)
        .where(EntryRow.arrived_at < until)
        .group_by(EntryRow.relevant, EntryRow.too_old, kind, told.c.digest)
    )
    if since is not None:
        query = query.where(EntryRow.arrived_at >= since)
    found: dict[str, int] = {}
    for relevant, too_old, grouping, digest, count in session.execute(query):
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


def entry(row: EntryRow, feed_url: str, said: Sequence[tuple[int | None, FoundFollowUp]]) -> Entry:
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
