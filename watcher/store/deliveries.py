"""Deliveries as everybody but their worker sees them: put in, listed, retried by a person, pruned.

Taking one to send it, and recording what came of that, is ``outbox.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from watcher.errors import StoreError
from watcher.model import Delivery, DeliveryState, FeedNote, Message, Payload, PayloadPart
from watcher.store.delivery_tables import DeliveryAttemptRow, DeliveryPartRow, DeliveryRow

WAITING, SENT, FAILED = (state.value for state in (DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.FAILED))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of a delivery's log; ``recipient`` None: the attempt as a whole."""

    number: int
    at: datetime
    recipient: str | None
    outcome: str  # sending | accepted | refused | sent | failed
    answer: str


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
    parts = parts_of(session, delivery_id)
    if not parts:
        raise StoreError(f"the contents of delivery v{delivery_id} were pruned; it cannot be sent any more")
    row.state = WAITING
    row.step = 0
    row.refused = []
    row.ended_at = None
    row.leased_until = None
    row.next_attempt_at = now
    session.flush()
    return delivery_of(row, parts)


# ---------------------------------------------------------------- to be read


def get(session: Session, delivery_id: int) -> Delivery | None:
    """One delivery with the bytes it carries."""
    row = session.get(DeliveryRow, delivery_id)
    return None if row is None else delivery_of(row, parts_of(session, delivery_id))


def listing(session: Session) -> list[Delivery]:
    """Every delivery, newest first, without the bodies."""
    query = select(DeliveryRow).order_by(DeliveryRow.id.desc())
    return [delivery_of(row, ()) for row in session.scalars(query)]


def count_by_state(session: Session) -> dict[str, int]:
    """How many deliveries are in each state; a state that none is in is left out."""
    return dict(session.execute(select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)).all())


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
    return [delivery_of(row, ()) for row in session.scalars(query.order_by(DeliveryRow.id))]


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


def parts_of(session: Session, delivery_id: int) -> tuple[PayloadPart, ...]:
    query = select(DeliveryPartRow).where(DeliveryPartRow.delivery_id == delivery_id).order_by(DeliveryPartRow.position)
    return tuple(PayloadPart(row.name, row.content_type, row.body) for row in session.scalars(query))


def delivery_of(row: DeliveryRow, parts: Sequence[PayloadPart]) -> Delivery:
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
