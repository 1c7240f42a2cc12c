"""Which class sends for which kind of channel.

A new kind of channel is one file with a ``Sender``, one line here and one test.
"""

from collections.abc import Callable
from typing import Any

from watcher.delivery.email import EmailSender
from watcher.delivery.folder import FileSender
from watcher.delivery.sender import Clock, Poster, Refusal, Sender, Sent
from watcher.delivery.webhook import WebhookSender
from watcher.settings import Channel, EmailChannel, FileChannel, WebhookChannel

__all__ = ["SENDERS", "Clock", "Poster", "Refusal", "Sender", "Sent", "build"]

SENDERS: dict[type, Callable[[Any, Poster, Clock], Sender]] = {
    FileChannel: lambda channel, _http, _clock: FileSender(channel),
    EmailChannel: lambda channel, _http, _clock: EmailSender(channel),
    WebhookChannel: WebhookSender,
}


def build(channel: Channel, http: Poster, clock: Clock) -> Sender:
    """The sender of a configured channel; ``clock`` dates the signatures of webhooks."""
    return SENDERS[type(channel)](channel, http, clock)
