"""Tell the operator that something needs a person: at most once a day, through the outbox like any digest."""

import html
from collections.abc import Sequence
from datetime import datetime, timedelta

from watcher.delivery.sender import Sender
from watcher.model.deliveries import Message
from watcher.store import deliveries
from watcher.store.database import Database

KIND = "operator"
AT_MOST_EVERY = timedelta(days=1)


def tell_operator(
    database: Database,
    channel: str,
    sender: Sender,
    reasons: Sequence[str],
    now: datetime,
    public_url: str | None = None,
) -> int | None:
    """Put one message into the outbox; the delivery's id, or None where there is no reason or one went out today.

    ``reasons`` are sentences. That a delivery was given up since the last message is added here.
    """
    with database.writing() as connection:
        last = deliveries.last_of_kind(connection, KIND)
        if last is not None and now - last < AT_MOST_EVERY:
            return None
        lost = deliveries.given_up(connection, last or now - AT_MOST_EVERY)
        said = [
            *reasons,
            *(f"Delivery v{one.id} ({one.name} to {one.channel}) was given up: {one.last_error}" for one in lost),
        ]
        if not said:
            return None
        message = operator_message(said, now, public_url)
        return deliveries.enqueue(connection, message, channel, sender.render(message), now)


def operator_message(reasons: Sequence[str], now: datetime, public_url: str | None = None) -> Message:
    """The message itself, plain: the channel it goes to may be the one thing that still works."""
    subject = (
        f"Watcher needs a look: {reasons[0]}" if len(reasons) == 1 else f"Watcher needs a look: {len(reasons)} things"
    )
    items = "".join(f"<li>{html.escape(reason)}</li>" for reason in reasons)
    lines = "\n".join(f"- {reason}" for reason in reasons)
    return Message(
        kind=KIND,
        id=f"{KIND}-{now:%Y%m%d}",
        name="watcher",
        subject=subject,
        text=f"{subject}\n\n{lines}\n\n`watcher deliveries` and `watcher feeds` say more.\n",
        html=f"<!doctype html><html><body><p>{html.escape(subject)}</p><ul>{items}</ul></body></html>",
        body={"type": KIND, "version": 1, "text": " ".join(reasons), "reasons": list(reasons), "url": public_url},
        created_at=now,
        public_url=public_url,
    )
