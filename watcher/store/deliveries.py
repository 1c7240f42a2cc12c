"""The outbox: what waits for a channel, who is sending it, and what became of it.

A delivery is leased by a conditional update, so that two workers never send it at once; a lease
that runs out (its worker died) makes it due again with the same bytes. When to try again is the
caller's policy, handed in; nothing here knows a channel.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from watcher.errors import StoreError
from watcher.model import Delivery, DeliveryState, FeedNote, Message, Payload, PayloadPart
from watcher.store.delivery_tables import DeliveryAttemptRow, DeliveryPartRow, DeliveryRow

LEASE_SECONDS = 30
WAITING, SENT, FAILED = (state.value for state in (DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.FAILED))

Following = Callable[[int, datetime], datetime | None]
"""The next attempt after one at place ``step`` of the schedule, made now; None: that was the last."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of a delivery's log; ``recipient`` None: the attempt as a whole."""

    number: int
    at: datetime
    recipient: str | None
    outcome: str  # sending | accepted | refused | sent | failed
    answer: str


# ---------------------------------------------------------------- in


def enqueue(
    session: Session,
    message: Message,
    channel: str,
    payload: Payload,
    now: datetime,
    *,
    digest_id: int | None = None,
    alert_id: int | None = None,
    due_at: datetime | None = None,
) -> int:
    """Put a rendered message into the outbox, due at once or at ``due_at``; the new delivery's id."""
    row = DeliveryRow(
        channel=channel,
        kind=message.kind,
        name=message.name,
        digest_id=digest_id,
        alert_id=alert_id,
        state=WAITING,
        attempts=0,
        step=0,
        created_at=now,
        next_attempt_at=due_at or now,
        message_id=payload.message_id,
        accepted=[],
        refused=[],
    )
    session.add(row)
    session.flush()
    parts = [
        {"delivery_id": row.id, "position": n, "name": part.name, "content_type": part.content_type, "body": part.body}
        for n, part in enumerate(payload.parts)
    ]
    if parts:
        session.execute(insert(DeliveryPartRow), parts)
    return row.id


# ---------------------------------------------------------------- work


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
        leased.append(_delivery(row, _parts(session, row.id)))
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


def retry(session: Session, delivery_id: int, now: datetime) -> Delivery:
    """A person's wish: due now whatever is scheduled, the schedule anew, also for who refused for good.

    Raises ``StoreError`` where there is nothing to try.
    """
    row = session.scalar(select(DeliveryRow).where(DeliveryRow.id == delivery_id).with_for_update())
    if row is None:
        raise StoreError(f"there is no delivery v{delivery_id}")
    if row.state == SENT:
        raise StoreError(f"delivery v{delivery_id} was sent at {row.sent_at:%Y-%m-%d %H:%M} UTC; it is not sent twice")
    if row.leased_until is not None and row.leased_until > now:
        raise StoreError(f"delivery v{delivery_id} is being sent right now")
    parts = _parts(session, delivery_id)
    if not parts:
        raise StoreError(f"the contents of delivery v{delivery_id} were pruned; it cannot be sent any more")
    row.state = WAITING
    row.step = 0
    row.refused = []
    row.ended_at = None
    row.leased_until = None
    row.next_attempt_at = now
    session.flush()
    return _delivery(row, parts)


# ---------------------------------------------------------------- to be read


def get(session: Session, delivery_id: int) -> Delivery | None:
    """One delivery with the bytes it carries."""
    row = session.get(DeliveryRow, delivery_id)
    return None if row is None else _delivery(row, _parts(session, delivery_id))


def listing(session: Session) -> list[Delivery]:
    """Every delivery, newest first, without the bodies."""
    query = select(DeliveryRow).order_by(DeliveryRow.id.desc())
    return [_delivery(row, ()) for row in session.scalars(query)]


def attempts(session: Session, delivery_id: int) -> list[Attempt]:
    """What each attempt brought, in order."""
    query = select(DeliveryAttemptRow).where(DeliveryAttemptRow.delivery_id == delivery_id)
    return [
        Attempt(row.number, row.at, row.recipient, row.outcome, row.answer)
        for row in session.scalars(query.order_by(DeliveryAttemptRow.id))
    ]


def failing(session: Session, since: datetime) -> tuple[FeedNote, ...]:
    """The channels that do not take what they are sent: given up after ``since``, or failed at least once and waiting.

    For the "not covered" part of a digest: it names the channel and when, not what the other side said.
    """
    trouble = or_(
        (DeliveryRow.state == FAILED) & (DeliveryRow.ended_at >= since),
        (DeliveryRow.state == WAITING) & DeliveryRow.last_error.is_not(None),
    )
    query = select(DeliveryRow.channel, DeliveryRow.state, DeliveryRow.created_at).where(trouble)
    found: dict[str, dict[str, list[datetime]]] = {}
    for channel, state, created_at in session.execute(query.order_by(DeliveryRow.id)):
        found.setdefault(channel, {}).setdefault(state, []).append(created_at)
    return tuple(FeedNote(channel, "", _trouble(states)) for channel, states in sorted(found.items()))


def given_up(session: Session, since: datetime) -> list[Delivery]:
    """What was given up after ``since``, for the operator; without the operator's own messages."""
    query = select(DeliveryRow).where(
        DeliveryRow.state == FAILED, DeliveryRow.ended_at > since, DeliveryRow.kind != "operator"
    )
    return [_delivery(row, ()) for row in session.scalars(query.order_by(DeliveryRow.id))]


def last_of_kind(session: Session, kind: str) -> datetime | None:
    """When a message of that kind was last put into the outbox."""
    return session.scalar(select(func.max(DeliveryRow.created_at)).where(DeliveryRow.kind == kind))


def prune(session: Session, before: datetime) -> int:
    """Drop bodies and logs of deliveries that ended before; the deliveries themselves stay. How many bodies."""
    old = select(DeliveryRow.id).where(DeliveryRow.ended_at < before)
    session.execute(delete(DeliveryAttemptRow).where(DeliveryAttemptRow.delivery_id.in_(old)))
    dropped = session.scalars(
        delete(DeliveryPartRow).where(DeliveryPartRow.delivery_id.in_(old)).returning(DeliveryPartRow.position)
    )
    return len(dropped.all())


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


def _parts(session: Session, delivery_id: int) -> tuple[PayloadPart, ...]:
    query = select(DeliveryPartRow).where(DeliveryPartRow.delivery_id == delivery_id).order_by(DeliveryPartRow.position)
    return tuple(PayloadPart(row.name, row.content_type, row.body) for row in session.scalars(query))


def _delivery(row: DeliveryRow, parts: Sequence[PayloadPart]) -> Delivery:
    return Delivery(
        id=row.id,
        channel=row.channel,
        digest=row.digest_id,
        alert=row.alert_id,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        payload=Payload(row.message_id, tuple(parts)),
        next_attempt_at=row.next_attempt_at,
        sent_at=row.sent_at,
        last_error=row.last_error,
        accepted=tuple(row.accepted),
        refused=tuple(row.refused),
        step=row.step,
        kind=row.kind,
        name=row.name,
    )


def _trouble(states: dict[str, list[datetime]]) -> str:
    words = {WAITING: "waiting since {:%Y-%m-%d}", FAILED: "given up, the oldest of {:%Y-%m-%d}"}
    return "; ".join(f"{len(found)} {words[state].format(min(found))}" for state, found in sorted(states.items()))
