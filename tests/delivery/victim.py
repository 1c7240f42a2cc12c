"""A worker that is killed at a given step: ``victim.py DATABASE STEP SMTP_PORT URL``. Run by ``test_kills.py``.

It dies by ``os._exit``, as in a power cut: nothing is closed, flushed or rolled back.
"""

import asyncio
import os
import sys
from datetime import datetime
from typing import NoReturn

from digest_bodies import digest
from mail_sink import email_channel
from outbox_hands import put

from watcher.delivery.email import EmailSender
from watcher.delivery.sender import Sender, Sent, Told, tell_nobody
from watcher.delivery.webhook import WebhookSender
from watcher.http_client import HttpClient
from watcher.jobs import deliver
from watcher.model.deliveries import Message, Payload
from watcher.settings import Polling, Secret, WebhookChannel
from watcher.store import deliveries
from watcher.store.database import Database

NOW = datetime.fromisoformat("2024-07-29T23:00:10+00:00")
KILLED = 99


def die(*_: object) -> NoReturn:
    os._exit(KILLED)


class Doomed:
    """A sender whose process dies at ``step`` of its work."""

    def __init__(self, sender: Sender, step: str) -> None:
        self._sender = sender
        self._step = step

    def render(self, message: Message) -> Payload:
        return self._sender.render(message)

    async def send(self, payload: Payload, done: tuple[str, ...] = (), told: Told = tell_nobody) -> Sent:
        if self._step == "leased":
            die()

        async def told_or_dead(recipient: str, answer: str) -> None:
            if self._step == "sent":
                die()
            await told(recipient, answer)

        sent = await self._sender.send(payload, done, told_or_dead)
        if self._step == "before-recording":
            die()
        return sent


def senders(smtp_port: int, url: str, http: HttpClient) -> dict[str, Sender]:
    return {
        "mail": EmailSender(email_channel(smtp_port, "ana@example.org")),
        "hook": WebhookSender(WebhookChannel("hook", Secret(url), allow_private=True), http, lambda: NOW),
    }


async def run(database: Database, step: str, smtp_port: int, url: str, channel: str) -> None:
    async with HttpClient(Polling()) as http:
        sender = senders(smtp_port, url, http)[channel]
        if step == "composing":
            message = digest()
            with database.writing() as connection:
                deliveries.enqueue(connection, message, channel, sender.render(message), NOW)
                die()
        put(database, sender, channel, NOW)
        if step == "composed":
            die()
        await deliver.deliver_due(database, {channel: Doomed(sender, step)}, lambda: NOW)


if __name__ == "__main__":
    _, address, at, port, hook, name = sys.argv
    asyncio.run(run(Database(address), at, int(port), hook, name))
