"""Queries on feeds and on the log of asking them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, text, union, update

from watcher.model.feeds import FeedState
from watcher.model.fetching import Validators
from watcher.model.parsing import FeedHints
from watcher.store import bulk
from watcher.store.database import dialect_of
from watcher.store.tables import ENTRIES, FEEDS, POLLS

_CHUNK = 500
_RECORD = update(FEEDS).where(FEEDS.c.id == bindparam("of_feed"))
_RECENT = (
    select(ENTRIES.c.dated_at)
    .where(ENTRIES.c.feed_id == bindparam("of_feed"))
    .order_by(ENTRIES.c.dated_at.desc())
    .limit(bindparam("at_most"))
)
_CLOCKS_DIFFER = timedelta(hours=1)  # of several machines; an asking later than that was written by a wrong clock
T = TypeVar("T")


def sync(connection: Connection, urls: Iterable[str]) -> None:
    """Make a row for every configured address that has none. Rows of removed feeds stay: their entries do."""
    wanted = list(urls)
    known = {
        row for part in chunks(wanted) for row in connection.scalars(select(FEEDS.c.url).where(FEEDS.c.url.in_(part)))
    }
    missing = [
        {"url": url, "state": "active", "failures": 0, "not_modified_streak": 0, "entries": 0, "items": 0}
        for url in wanted
        if url not in known
    ]
    if missing:
        connection.execute(
            dialect_of(connection).insert(FEEDS).on_conflict_do_nothing(), missing
        )  # another worker may have been faster


def claim(
    connection: Connection, urls: Sequence[str], now: datetime, lease: timedelta, *, only_due: bool
) -> list[FeedState]:
    """The feeds among ``urls`` that this worker may ask now, in the order of ``urls``; claimed until ``now + lease``.

    A feed that another worker holds is left out; so is one that is gone or not due, with ``only_due``. What a
    clock that ran far ahead wrote (a claim longer than a lease, an asking in the future) holds nobody up.
    """
    order = {url: place for place, url in enumerate(urls)}
    free = or_(FEEDS.c.leased_until.is_(None), FEEDS.c.leased_until <= now, FEEDS.c.leased_until > now + 2 * lease)
    due = or_(
        FEEDS.c.next_poll_at.is_(None), FEEDS.c.next_poll_at <= now, FEEDS.c.last_polled_at > now + _CLOCKS_DIFFER
    )
    states: list[FeedState] = []
    for part in chunks(list(urls)):
        query = select(FEEDS).where(FEEDS.c.url.in_(part), free)
        if only_due:
            query = query.where(due, FEEDS.c.state != "gone")
        states += [state(row) for row in connection.execute(query.with_for_update(skip_locked=True))]
    renew(connection, [found.id for found in states], now + lease)
    return sorted(states, key=lambda found: order[found.url])


def held_due(connection: Connection, urls: Sequence[str], now: datetime) -> int:
    """How many of these feeds are due and claimed: somebody is asking them."""
    query = select(func.count()).where(
        or_(FEEDS.c.next_poll_at.is_(None), FEEDS.c.next_poll_at <= now),
        FEEDS.c.leased_until > now,
        FEEDS.c.state != "gone",
    )
    return sum(connection.scalar(query.where(FEEDS.c.url.in_(part))) or 0 for part in chunks(list(urls)))


def renew(connection: Connection, feed_ids: Iterable[int], until: datetime) -> None:
    """Hold claimed feeds until then."""
    for part in chunks(list(feed_ids)):
        connection.execute(update(FEEDS).where(FEEDS.c.id.in_(part)).values(leased_until=until))


def release_all(connection: Connection) -> None:
    """Free every feed: for a process that knows itself alone, what is claimed was left by one that died."""
    connection.execute(update(FEEDS).where(FEEDS.c.leased_until.is_not(None)).values(leased_until=None))


def release(connection: Connection, feed_ids: Sequence[int]) -> None:
    """Give feeds back that were claimed and not asked."""
    for part in chunks(list(feed_ids)):
        connection.execute(update(FEEDS).where(FEEDS.c.id.in_(part)).values(leased_until=None))


def next_due(connection: Connection, urls: Sequence[str]) -> datetime | None:
    """When the next of these feeds falls due; None where none ever will."""
    due = [
        found
        for part in chunks(list(urls))
        if (
            found := connection.scalar(
                select(func.min(FEEDS.c.next_poll_at)).where(FEEDS.c.url.in_(part), FEEDS.c.state != "gone")
            )
        )
    ]
    return min(due, default=None)


def record(connection: Connection, feed_id: int, values: dict[str, Any], poll: dict[str, Any]) -> None:
    """Keep what one asking taught: the feed's new state and one line in the log."""
    bulk.update(connection, FEEDS, [{"id": feed_id, **values, "leased_until": None}])
    bulk.insert(connection, POLLS, [{"feed_id": feed_id, "entries_new": 0, **poll}])


def record_many(connection: Connection, values: Sequence[dict[str, Any]], polls: Sequence[dict[str, Any]]) -> None:
    """As ``record``, of feeds (``of_feed``, ``feed_id``) that were taught the same kinds of things."""
    connection.execute(_RECORD, [{**of_feed, "leased_until": None} for of_feed in values])
    connection.execute(insert(POLLS), list(polls))


def states(connection: Connection, urls: Sequence[str]) -> dict[str, FeedState]:
    return {
        row.url: state(row)
        for part in chunks(list(urls))
        for row in connection.execute(select(FEEDS).where(FEEDS.c.url.in_(part)))
    }


def newest_entries(connection: Connection) -> dict[int, datetime]:
    """When each feed's newest entry was published."""
    found = connection.execute(select(ENTRIES.c.feed_id, func.max(ENTRIES.c.dated_at)).group_by(ENTRIES.c.feed_id))
    return dict(found.all())


def recent_dates(connection: Connection, feed_id: int, limit: int = 20) -> list[datetime]:
    """When the newest entries of a feed were published, newest first: what its own rhythm is read from."""
    found = connection.execute(_RECENT, {"of_feed": feed_id, "at_most": limit})
    return list(found.scalars())


def recent_dates_of(connection: Connection, feed_ids: Sequence[int], limit: int = 20) -> dict[int, list[datetime]]:
    """As ``recent_dates``, of many feeds, in no order."""
    dates: dict[int, list[datetime]] = {feed_id: [] for feed_id in feed_ids}
    for part in chunks(list(dates), 50):
        # The newest few of each: a window function would read all entries of all the feeds.
        newest = (
            f"SELECT * FROM (SELECT feed_id, dated_at FROM entries WHERE feed_id = :f{n} "  # noqa: S608 - a number
            f"ORDER BY dated_at DESC LIMIT :n) t{n}"
            for n in range(len(part))
        )
        query = text(" UNION ALL ".join(newest))
        typed = query.columns(ENTRIES.c.feed_id, ENTRIES.c.dated_at)
        for feed_id, dated_at in connection.execute(
            typed, {"n": limit, **{f"f{n}": one for n, one in enumerate(part)}}
        ):
            dates[feed_id].append(dated_at)
    return dates


def answered(connection: Connection, since: datetime, until: datetime) -> set[int]:
    """Feeds that gave an answer (a body or "not modified") in the window, or whose entries arrived in it."""
    polled = select(POLLS.c.feed_id).where(
        POLLS.c.at >= since, POLLS.c.at < until, POLLS.c.outcome.in_(("updated", "not_modified"))
    )
    arrived = select(ENTRIES.c.feed_id).where(ENTRIES.c.arrived_at >= since, ENTRIES.c.arrived_at < until)
    return set(connection.scalars(union(polled, arrived)))


def pull_back(connection: Connection, now: datetime, longest: timedelta) -> None:
    """Make due what waits longer than anything may: a clock that ran ahead wrote it."""
    connection.execute(
        update(FEEDS).where(FEEDS.c.next_poll_at > now + longest).values(next_poll_at=now, leased_until=None)
    )
    connection.execute(update(FEEDS).where(FEEDS.c.leased_until > now + longest).values(leased_until=None))


def any_due(connection: Connection, urls: Sequence[str], now: datetime) -> bool:
    """Whether one of these feeds may be asked now: due, and held by nobody. A read, and next to nothing."""
    return any(
        connection.scalar(
            select(FEEDS.c.id)
            .where(
                FEEDS.c.url.in_(part),
                FEEDS.c.state != "gone",
                or_(FEEDS.c.next_poll_at.is_(None), FEEDS.c.next_poll_at <= now),
                or_(FEEDS.c.leased_until.is_(None), FEEDS.c.leased_until <= now),
            )
            .limit(1)
        )
        for part in chunks(list(urls))
    )


def any_page_due(connection: Connection, urls: Sequence[str], now: datetime) -> bool:
    """Whether an entry of these feeds has a linked page that is due to be read."""
    due = select(ENTRIES.c.feed_id).where(ENTRIES.c.page_due_at <= now)
    return any(
        connection.scalar(select(FEEDS.c.id).where(FEEDS.c.url.in_(part), FEEDS.c.id.in_(due)).limit(1))
        for part in chunks(list(urls))
    )


def failing_since(connection: Connection) -> dict[int, datetime]:
    """When each feed that fails now failed first, as far back as the log of polls goes."""
    query = (
        select(POLLS.c.feed_id, func.min(POLLS.c.at))
        .join(FEEDS, FEEDS.c.id == POLLS.c.feed_id)
        .where(
            FEEDS.c.state.in_(("failing", "gone")),
            POLLS.c.outcome.in_(("failed", "gone")),
            or_(FEEDS.c.last_success_at.is_(None), POLLS.c.at > FEEDS.c.last_success_at),
        )
        .group_by(POLLS.c.feed_id)
    )
    return dict(connection.execute(query).all())


def prune_polls(connection: Connection, before: datetime) -> None:
    connection.execute(delete(POLLS).where(POLLS.c.at < before))


def state(row: Row[Any]) -> FeedState:
    hints = row.hints or {}
    return FeedState(
        id=row.id,
        url=row.url,
        current_url=row.current_url,
        current_checked_at=row.current_checked_at,
        title=row.title,
        validators=Validators(row.etag, row.last_modified, row.validators_url),
        body_hash=row.body_hash,
        hints=FeedHints(
            ttl=hints.get("ttl"),
            update_period=hints.get("update_period"),
            skip_hours=frozenset(hints.get("skip_hours", ())),
            skip_days=frozenset(hints.get("skip_days", ())),
        ),
        state=row.state,
        failures=row.failures,
        not_modified_streak=row.not_modified_streak,
        last_full_at=row.last_full_at,
        first_success_at=row.first_success_at,
        last_polled_at=row.last_polled_at,
        last_success_at=row.last_success_at,
        next_poll_at=row.next_poll_at,
        last_status=row.last_status,
        last_error=row.last_error,
        interval_seconds=row.interval_seconds,
        entries=row.entries,
        items=row.items,
        gap_at=row.gap_at,
    )


def hints_document(hints: FeedHints) -> dict[str, Any]:
    return {
        "ttl": hints.ttl,
        "update_period": hints.update_period,
        "skip_hours": sorted(hints.skip_hours),
        "skip_days": sorted(hints.skip_days),
    }


def chunks(items: list[T], size: int = _CHUNK) -> Iterable[list[T]]:
    """Parts of a list small enough for one ``IN``."""
    return (items[start : start + size] for start in range(0, len(items), size))
