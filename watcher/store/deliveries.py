"""Deliveries as everybody but their worker sees them: put in, listed, retried by a person, pruned.

Taking one to send it, and recording what came of that, is ``outbox.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from watcher.errors import StoreError
from watcher.model.deliveries import Delivery, DeliveryState, Message, Payload, PayloadPart
from watcher.model.digests import FeedNote
from watcher.store.delivery_tables import DELIVERIES, DELIVERY_ATTEMPTS, DELIVERY_PARTS

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
    connection: Connection,
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
    delivery: int = connection.execute(
        insert(DELIVERIES)
        .values(
            channel=channel,
            kind=message.kind,
            name=message.name,
            digest_id=digest_id,
            alert_id=alert_id,
            state=WAITING,
            created_at=now,
            next_attempt_at=due_at or now,
            message_id=payload.message_id,
        )
        .returning(DELIVERIES.c.id)
    ).scalar_one()
    parts = [
        {
            "delivery_id": delivery,
            "position": n,
            "name": part.name,
            "content_type": part.content_type,
            "body": part.body,
        }
        for n, part in enumerate(payload.parts)
    ]
    if parts:
        connection.execute(insert(DELIVERY_PARTS), parts)
    return delivery


def retry(connection: Connection, delivery_id: int, now: datetime) -> Delivery:
    """A person's wish: due now whatever is scheduled, the schedule anew, also for who refused for good.

    Raises ``StoreError`` where there is nothing to try.
    """
    query = select(DELIVERIES).where(DELIVERIES.c.id == delivery_id)
    row = connection.execute(query.with_for_update()).first()
    if row is None:
        raise StoreError(f"there is no delivery v{delivery_id}")
    if row.state == SENT:
        raise StoreError(f"delivery v{delivery_id} was sent at {row.sent_at:%Y-%m-%d %H:%M} UTC; it is not sent twice")
    if row.leased_until is not None and row.leased_until > now:
        raise StoreError(f"delivery v{delivery_id} is being sent right now")
    parts = parts_of(connection, delivery_id)
    if not parts:
        raise StoreError(f"the contents of delivery v{delivery_id} were pruned; it cannot be sent any more")
    anew = {"step": 0, "refused": [], "ended_at": None, "leased_until": None, "next_attempt_at": now}
    connection.execute(update(DELIVERIES).where(DELIVERIES.c.id == delivery_id).values(state=WAITING, **anew))
    return delivery_of(connection.execute(query).one(), parts)


# ---------------------------------------------------------------- to be read


def get(connection: Connection, delivery_id: int) -> Delivery | None:
    """One delivery with the bytes it carries."""
    row = connection.execute(select(DELIVERIES).where(DELIVERIES.c.id == delivery_id)).first()
    return None if row is None else delivery_of(row, parts_of(connection, delivery_id))


def listing(connection: Connection) -> list[Delivery]:
    """Every delivery, newest first, without the bodies."""
    query = select(DELIVERIES).order_by(DELIVERIES.c.id.desc())
    return [delivery_of(row, ()) for row in connection.execute(query)]


def count_by_state(connection: Connection) -> dict[str, int]:
    """How many deliveries are in each state; a state that none is in is left out."""
    return dict(connection.execute(select(DELIVERIES.c.state, func.count()).group_by(DELIVERIES.c.state)).all())


def attempts(connection: Connection, delivery_id: int) -> list[Attempt]:
    """What each attempt brought, in order."""
    query = select(DELIVERY_ATTEMPTS).where(DELIVERY_ATTEMPTS.c.delivery_id == delivery_id)
    return [
        Attempt(row.number, row.at, row.recipient, row.outcome, row.answer)
        for row in connection.execute(query.order_by(DELIVERY_ATTEMPTS.c.id))
    ]


def failing(connection: Connection, since: datetime) -> tuple[FeedNote, ...]:
    """The channels that do not take what they are sent: given up after ``since``, or failed at least once and waiting.

    For the "not covered" part of a digest: it names the channel and when, not what the other side said.
    """
    trouble = or_(
        (DELIVERIES.c.state == FAILED) & (DELIVERIES.c.ended_at >= since),
        (DELIVERIES.c.state == WAITING) & DELIVERIES.c.last_error.is_not(None),
    )
    query = select(DELIVERIES.c.channel, DELIVERIES.c.state, DELIVERIES.c.created_at).where(trouble)
    found: dict[str, dict[str, list[datetime]]] = {}
    for channel, state, created_at in connection.execute(query.order_by(DELIVERIES.c.id)):
        found.setdefault(channel, {}).setdefault(state, []).append(created_at)
    return tuple(FeedNote(channel, "", _trouble(states)) for channel, states in sorted(found.items()))


def given_up(connection: Connection, since: datetime) -> list[Delivery]:
    """What was given up after ``since``, for the operator; without the operator's own messages."""
    query = select(DELIVERIES).where(
        DELIVERIES.c.state == FAILED, DELIVERIES.c.ended_at > since, DELIVERIES.c.kind != "operator"
    )
    return [delivery_of(row, ()) for row in connection.execute(query.order_by(DELIVERIES.c.id))]


def last_of_kind(connection: Connection, kind: str) -> datetime | None:
    """When a message of that kind was last put into the outbox."""
    last: datetime | None = connection.scalar(
        select(func.max(DELIVERIES.c.created_at)).where(DELIVERIES.c.kind == kind)
    )
    return last


def prune(connection: Connection, before: datetime) -> int:
    """Drop bodies and logs of deliveries that ended before; the deliveries themselves stay. How many bodies."""
    old = select(DELIVERIES.c.id).where(DELIVERIES.c.ended_at < before)
    connection.execute(delete(DELIVERY_ATTEMPTS).where(DELIVERY_ATTEMPTS.c.delivery_id.in_(old)))
    dropped = connection.scalars(
        delete(DELIVERY_PARTS).where(DELIVERY_PARTS.c.delivery_id.in_(old)).returning(DELIVERY_PARTS.c.position)
    )
    return len(dropped.all())


def parts_of(connection: Connection, delivery_id: int) -> tuple[PayloadPart, ...]:
    query = (
        select(DELIVERY_PARTS).where(DELIVERY_PARTS.c.delivery_id == delivery_id).order_by(DELIVERY_PARTS.c.position)
    )
    return tuple(PayloadPart(row.name, row.content_type, row.body) for row in connection.execute(query))


def delivery_of(row: Row[Any], parts: Sequence[PayloadPart]) -> Delivery:
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
