"""The outbox at work: which delivery is due, who is sending it, and what became of the attempt.

A delivery is leased in the database, so that two workers never send it at once; a lease that runs
out (its worker died) makes it due again with the same bytes. When to try again is the caller's
policy, handed in; nothing here knows a channel.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update

from watcher.model.deliveries import Delivery
from watcher.store.deliveries import FAILED, SENT, WAITING, delivery_of, parts_of
from watcher.store.delivery_tables import DELIVERIES, DELIVERY_ATTEMPTS

LEASE_SECONDS = 30

Following = Callable[[int, datetime], datetime | None]
"""The next attempt after one at place ``step`` of the schedule, made now; None: that was the last."""


def due_channels(connection: Connection, now: datetime, only: Collection[int] | None = None) -> list[str]:
    """The channels that have something due, the longest waiting first."""
    query = select(DELIVERIES.c.channel).where(*_due(now, None, only), _free(now)).group_by(DELIVERIES.c.channel)
    return list(connection.scalars(query.order_by(func.min(DELIVERIES.c.next_attempt_at))))


def next_due(connection: Connection) -> datetime | None:
    """When the next delivery falls due; None where nothing waits."""
    first: datetime | None = connection.scalar(
        select(func.min(DELIVERIES.c.next_attempt_at)).where(DELIVERIES.c.state == WAITING)
    )
    return first


def lease_due(
    connection: Connection,
    now: datetime,
    limit: int,
    following: Following,
    *,
    channel: str | None = None,
    only: Collection[int] | None = None,
    due_by: datetime | None = None,
    lease_seconds: float = LEASE_SECONDS,
) -> list[Delivery]:
    """Take up to ``limit`` deliveries that are due (``due_by`` an earlier moment) for this worker alone, with bodies.

    The next attempt is set before this one is made: a delivery that kills its worker each time is
    pushed back each time, and is given up when the schedule is over.
    """
    query = (
        select(DELIVERIES)
        .where(*_due(due_by or now, channel, only), _free(now))
        .order_by(DELIVERIES.c.next_attempt_at, DELIVERIES.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leased = []
    for row in connection.execute(query).all():
        if row.step > 0 and following(row.step - 1, now) is None:
            _end(connection, row.id, now, FAILED, "the last attempt was cut off before it ended")
            continue
        until = now + timedelta(seconds=lease_seconds)
        taken = _set(
            connection,
            row.id,
            next_attempt_at=following(row.step, now) or until,
            leased_until=until,
            attempts=row.attempts + 1,
            step=row.step + 1,
        )
        _log(connection, taken.id, taken.attempts, now, None, "sending")
        leased.append(delivery_of(taken, parts_of(connection, taken.id)))
    return leased


def renew(connection: Connection, delivery: Delivery, now: datetime, lease_seconds: float = LEASE_SECONDS) -> bool:
    """Hold the lease a while longer; False where another worker has taken the delivery over."""
    query = (
        update(DELIVERIES)
        .where(
            DELIVERIES.c.id == delivery.id, DELIVERIES.c.attempts == delivery.attempts, DELIVERIES.c.state == WAITING
        )
        .values(leased_until=now + timedelta(seconds=lease_seconds))
        .returning(DELIVERIES.c.id)
    )
    return connection.scalar(query) is not None


def record_accepted(connection: Connection, delivery: Delivery, recipient: str, answer: str, now: datetime) -> None:
    """One recipient (or part) has it: no later attempt tries that one again."""
    row = _row(connection, delivery.id)
    if recipient not in row.accepted:
        _set(connection, row.id, accepted=[*row.accepted, recipient])
    _log(connection, delivery.id, delivery.attempts, now, recipient, "accepted", answer)


def record_refused(
    connection: Connection, delivery: Delivery, recipient: str, reason: str, now: datetime, *, permanent: bool
) -> None:
    """One recipient (or part) was not taken; for good: only a person's retry tries that one again."""
    row = _row(connection, delivery.id)
    if permanent and recipient not in row.refused:
        _set(connection, row.id, refused=[*row.refused, recipient])
    _log(connection, delivery.id, delivery.attempts, now, recipient, "refused" if permanent else "failed", reason)


def record_sent(connection: Connection, delivery: Delivery, now: datetime, answer: str) -> None:
    """Everybody has it. Holds also for a worker whose lease ran out meanwhile: it was sent."""
    row = _row(connection, delivery.id)
    _conclude(connection, delivery, "sent", answer)
    _end(connection, row.id, now, SENT, None, sent_at=now)


def record_failure(
    connection: Connection, delivery: Delivery, now: datetime, error: str, again_at: datetime | None, *, step: int
) -> bool:
    """This attempt failed; the next is at ``again_at``, or none: given up.

    False, and nothing changed, where another worker has taken over since or the delivery has ended.
    """
    row = _row(connection, delivery.id)
    _conclude(connection, delivery, "failed", error)
    if row.attempts != delivery.attempts or row.state != WAITING:
        return False
    if again_at is None:
        _end(connection, row.id, now, FAILED, error)
        return True
    _set(connection, row.id, leased_until=None, next_attempt_at=again_at, step=step, last_error=error)
    return True


def release(connection: Connection, delivery: Delivery, now: datetime) -> None:
    """Give a delivery back whose attempt was stopped with the service: due at once, same bytes."""
    row = _row(connection, delivery.id)
    _conclude(connection, delivery, "failed", "stopped with the service")
    if row.attempts == delivery.attempts and row.state == WAITING:
        _set(connection, row.id, leased_until=None, next_attempt_at=now, step=delivery.step - 1)


# ---------------------------------------------------------------- inside


def _due(now: datetime, channel: str | None, only: Collection[int] | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [DELIVERIES.c.state == WAITING, DELIVERIES.c.next_attempt_at <= now]
    if channel is not None:
        conditions.append(DELIVERIES.c.channel == channel)
    if only is not None:
        conditions.append(DELIVERIES.c.id.in_(list(only)))
    return conditions


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(DELIVERIES.c.leased_until.is_(None), DELIVERIES.c.leased_until <= now)


def _row(connection: Connection, delivery_id: int) -> Row[Any]:
    """The row, locked until the transaction ends: two lanes may report at once."""
    return connection.execute(select(DELIVERIES).where(DELIVERIES.c.id == delivery_id).with_for_update()).one()


def _set(connection: Connection, delivery_id: int, **values: Any) -> Row[Any]:
    """The row as it is then."""
    change = update(DELIVERIES).where(DELIVERIES.c.id == delivery_id).values(**values)
    return connection.execute(change.returning(DELIVERIES)).one()


def _end(
    connection: Connection, delivery_id: int, now: datetime, state: str, error: str | None, **further: Any
) -> None:
    ended = {"state": state, "ended_at": now, "next_attempt_at": None, "leased_until": None, "last_error": error}
    _set(connection, delivery_id, **ended, **further)


def _log(
    connection: Connection,
    delivery_id: int,
    number: int,
    at: datetime,
    recipient: str | None,
    outcome: str,
    answer: str = "",
) -> None:
    connection.execute(
        insert(DELIVERY_ATTEMPTS).values(
            delivery_id=delivery_id, number=number, at=at, recipient=recipient, outcome=outcome, answer=answer
        )
    )


def _conclude(connection: Connection, delivery: Delivery, outcome: str, answer: str) -> None:
    """Close the line that was opened before the attempt."""
    connection.execute(
        update(DELIVERY_ATTEMPTS)
        .where(
            DELIVERY_ATTEMPTS.c.delivery_id == delivery.id,
            DELIVERY_ATTEMPTS.c.number == delivery.attempts,
            DELIVERY_ATTEMPTS.c.recipient.is_(None),
        )
        .values(outcome=outcome, answer=answer)
    )
