"""The outbox at work: which delivery is due, who is sending it, and what became of the attempt.

A delivery is leased in the database, so that two workers never send it at once; a lease that runs
out (its worker died) makes it due again with the same bytes. When to try again is the caller's
policy, handed in; nothing here knows a channel.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session

from watcher.model import Delivery
from watcher.store.deliveries import FAILED, SENT, WAITING, delivery_of, parts_of
from watcher.store.delivery_tables import DeliveryAttemptRow, DeliveryRow

LEASE_SECONDS = 30

Following = Callable[[int, datetime], datetime | None]
"""The next attempt after one at place ``step`` of the schedule, made now; None: that was the last."""


def due_channels(session: Session, now: datetime, only: Collection[int] | None = None) -> list[str]:
    """The channels that have something due, the longest waiting first."""
    query = select(DeliveryRow.channel).where(*_due(now, None, only), _free(now)).group_by(DeliveryRow.channel)
    return list(session.scalars(query.order_by(func.min(DeliveryRow.next_attempt_at))))


def next_due(session: Session) -> datetime | None:
    """When the next delivery falls due; None where nothing waits."""
    return session.scalar(select(func.min(DeliveryRow.next_attempt_at)).where(DeliveryRow.state == WAITING))


def lease_due(
    session: Session,
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
        select(DeliveryRow)
        .where(*_due(due_by or now, channel, only), _free(now))
        .order_by(DeliveryRow.next_attempt_at, DeliveryRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    leased = []
    for row in session.scalars(query).all():
        if row.step > 0 and following(row.step - 1, now) is None:
            _end(session, row, now, FAILED, "the last attempt was cut off before it ended")
            continue
        until = now + timedelta(seconds=lease_seconds)
        row.next_attempt_at = following(row.step, now) or until
        row.leased_until = until
        row.attempts += 1
        row.step += 1
        session.flush()
        _log(session, row.id, row.attempts, now, None, "sending")
        leased.append(delivery_of(row, parts_of(session, row.id)))
    return leased


def renew(session: Session, delivery: Delivery, now: datetime, lease_seconds: float = LEASE_SECONDS) -> bool:
    """Hold the lease a while longer; False where another worker has taken the delivery over."""
    query = (
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery.id, DeliveryRow.attempts == delivery.attempts, DeliveryRow.state == WAITING)
        .values(leased_until=now + timedelta(seconds=lease_seconds))
        .returning(DeliveryRow.id)
    )
    return session.scalar(query) is not None


def record_accepted(session: Session, delivery: Delivery, recipient: str, answer: str, now: datetime) -> None:
    """One recipient (or part) has it: no later attempt tries that one again."""
    row = _row(session, delivery.id)
    if recipient not in row.accepted:
        row.accepted = [*row.accepted, recipient]
    _log(session, delivery.id, delivery.attempts, now, recipient, "accepted", answer)


def record_refused(
    session: Session, delivery: Delivery, recipient: str, reason: str, now: datetime, *, permanent: bool
) -> None:
    """One recipient (or part) was not taken; for good: only a person's retry tries that one again."""
    row = _row(session, delivery.id)
    if permanent and recipient not in row.refused:
        row.refused = [*row.refused, recipient]
    _log(session, delivery.id, delivery.attempts, now, recipient, "refused" if permanent else "failed", reason)


def record_sent(session: Session, delivery: Delivery, now: datetime, answer: str) -> None:
    """Everybody has it. Holds also for a worker whose lease ran out meanwhile: it was sent."""
    row = _row(session, delivery.id)
    _conclude(session, delivery, "sent", answer)
    row.sent_at = now
    _end(session, row, now, SENT, None)


def record_failure(
    session: Session, delivery: Delivery, now: datetime, error: str, again_at: datetime | None, *, step: int
) -> bool:
    """This attempt failed; the next is at ``again_at``, or none: given up.

    False, and nothing changed, where another worker has taken over since or the delivery has ended.
    """
    row = _row(session, delivery.id)
    _conclude(session, delivery, "failed", error)
    if row.attempts != delivery.attempts or row.state != WAITING:
        return False
    if again_at is None:
        _end(session, row, now, FAILED, error)
        return True
    row.leased_until = None
    row.next_attempt_at = again_at
    row.step = step
    row.last_error = error
    session.flush()
    return True


def release(session: Session, delivery: Delivery, now: datetime) -> None:
    """Give a delivery back whose attempt was stopped with the service: due at once, same bytes."""
    row = _row(session, delivery.id)
    _conclude(session, delivery, "failed", "stopped with the service")
    if row.attempts == delivery.attempts and row.state == WAITING:
        row.leased_until = None
        row.next_attempt_at = now
        row.step = delivery.step - 1
        session.flush()


# ---------------------------------------------------------------- inside


def _due(now: datetime, channel: str | None, only: Collection[int] | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [DeliveryRow.state == WAITING, DeliveryRow.next_attempt_at <= now]
    if channel is not None:
        conditions.append(DeliveryRow.channel == channel)
    if only is not None:
        conditions.append(DeliveryRow.id.in_(list(only)))
    return conditions


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(DeliveryRow.leased_until.is_(None), DeliveryRow.leased_until <= now)


def _row(session: Session, delivery_id: int) -> DeliveryRow:
    """The row, locked until the transaction ends: two lanes may report at once."""
    return session.scalars(select(DeliveryRow).where(DeliveryRow.id == delivery_id).with_for_update()).one()


def _end(session: Session, row: DeliveryRow, now: datetime, state: str, error: str | None) -> None:
    row.state = state
    row.ended_at = now
    row.next_attempt_at = None
    row.leased_until = None
    row.last_error = error
    session.flush()


def _log(
    session: Session, delivery_id: int, number: int, at: datetime, recipient: str | None, outcome: str, answer: str = ""
) -> None:
    session.execute(
        insert(DeliveryAttemptRow).values(
            delivery_id=delivery_id, number=number, at=at, recipient=recipient, outcome=outcome, answer=answer
        )
    )
    session.flush()


def _conclude(session: Session, delivery: Delivery, outcome: str, answer: str) -> None:
    """Close the line that was opened before the attempt."""
    session.execute(
        update(DeliveryAttemptRow)
        .where(
            DeliveryAttemptRow.delivery_id == delivery.id,
            DeliveryAttemptRow.number == delivery.attempts,
            DeliveryAttemptRow.recipient.is_(None),
        )
        .values(outcome=outcome, answer=answer)
    )
