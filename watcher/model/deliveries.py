"""What is rendered, sent and kept until it is: messages, payloads, deliveries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Payload:
    """What is sent, rendered once and kept: a retry sends the same bytes under the same ``message_id``.

    ``parts`` are the bodies in order: an e-mail has one (the whole message, RFC 5322, without the
    recipient's own headers), a file channel one a file, a webhook one a request.
    """

    message_id: str
    parts: tuple["PayloadPart", ...]


@dataclass(frozen=True, slots=True)
class PayloadPart:
    name: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One digest, alert or test message on its way to one channel, as the outbox holds it.

    ``accepted`` are the recipients (or parts) that already have it, ``refused`` those refused for good: a
    retry leaves both out. ``step`` is the place in the retry schedule. ``kind`` and ``name`` are the message's.
    """

    id: int
    channel: str
    digest: int | None
    alert: int | None
    state: DeliveryState
    attempts: int
    created_at: datetime
    payload: Payload
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    last_error: str | None = None
    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    step: int = 0
    kind: str = "digest"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel is asked to carry, already rendered for each kind of channel.

    ``kind``: "digest", "alert" or "test". ``id``: the letter id of the digest or alert ("d88").
    ``body``: the contract's JSON object. ``created_at`` becomes the mail's Date.
    """

    kind: str
    id: str
    name: str
    subject: str
    text: str
    html: str
    body: Mapping[str, object]
    created_at: datetime
    public_url: str | None = None
