"""The e-mail channel: one copy a recipient, over at most three connections at once.

A slow or refusing recipient holds up one connection; the others go on.
"""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from watcher.delivery import mime, smtp
from watcher.delivery.identity import message_id
from watcher.delivery.sender import Refusal, Sent, Told, tell_nobody
from watcher.errors import DeliveryError
from watcher.model.deliveries import Message, Payload, PayloadPart
from watcher.settings import EmailChannel

CONNECTIONS = 3  # what the stricter providers allow one sender at once
TIMEOUT = 30.0  # for each answer
TRANSFER_TIMEOUT = 120.0  # for one copy as a whole: a server may answer a byte at a time
LOSSES = 2  # connections lost in a row after which one lane ends its attempt

T = TypeVar("T")


class EmailSender:
    """Sends to the ``to`` of one channel."""

    def __init__(
        self, channel: EmailChannel, *, timeout: float = TIMEOUT, transfer_timeout: float = TRANSFER_TIMEOUT
    ) -> None:
        self._channel = channel
        self._timeout = timeout
        self._transfer_timeout = transfer_timeout

    def render(self, message: Message) -> Payload:
        channel = self._channel
        identity = message_id(message, channel.name)
        mail = mime.compose(message, sender=channel.sender, identity=identity, unsubscribe=channel.unsubscribe)
        return Payload(identity, (PayloadPart("mail", "message/rfc822", mail),))

    async def send(self, payload: Payload, done: tuple[str, ...] = (), told: Told = tell_nobody) -> Sent:
        waiting = deque(recipient for recipient in dict.fromkeys(self._channel.to) if recipient not in done)
        round_ = _Round(payload.parts[0].body, waiting, told)
        lanes = [self._lane(round_) for _ in range(min(CONNECTIONS, len(waiting)))]
        for ended in await asyncio.gather(*lanes, return_exceptions=True):
            if isinstance(ended, BaseException):  # the record could not be kept: nothing a retry here would mend
                raise ended
        if round_.trouble and not round_.accepted and not round_.refused:
            raise round_.trouble
        reason = str(round_.trouble or "not tried")
        untried = tuple(Refusal(recipient, reason) for recipient in round_.waiting)
        return Sent(tuple(round_.accepted), round_.answer, (*round_.refused, *untried))

    async def _lane(self, round_: "_Round") -> None:
        """Take recipients over one connection after another, until none waits or the server is lost."""
        losses = 0
        while round_.waiting and losses < LOSSES:
            try:
                connection = await in_thread(partial(smtp.connect, self._channel.smtp, self._timeout))
            except DeliveryError as error:
                round_.trouble = error
                return
            try:
                while round_.waiting:
                    await self._transfer(connection, round_.waiting.popleft(), round_)
                    losses = 0
                await in_thread(partial(smtp.quit_politely, connection))
            except smtp.ConnectionLostError as error:
                round_.trouble = error
                losses += 1
            finally:
                smtp.abort(connection)

    async def _transfer(self, connection: smtp.Connection, recipient: str, round_: "_Round") -> None:
        outcome: str | Refusal | smtp.ConnectionLostError
        job = partial(smtp.transfer, connection, self._channel.sender, recipient, round_.mail)
        try:
            async with asyncio.timeout(self._transfer_timeout):
                outcome = await in_thread(job)
        except TimeoutError:
            outcome = smtp.ConnectionLostError("the mail server was too slow")
        except smtp.ConnectionLostError as error:
            outcome = error
        if isinstance(outcome, smtp.ConnectionLostError):
            address = smtp.masked(mime.address_of(recipient))
            round_.refused.append(Refusal(recipient, f"{address}: {outcome}"))
            raise outcome
        if isinstance(outcome, Refusal):
            round_.refused.append(outcome)
        else:
            round_.accepted.append(recipient)
            round_.answer = outcome
            await round_.told(recipient, outcome)


@dataclass(slots=True)
class _Round:
    """One attempt, shared by its lanes (which all live in one event loop, so nothing is locked)."""

    mail: bytes
    waiting: deque[str]
    told: Told
    accepted: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    answer: str = ""
    trouble: DeliveryError | None = None


async def in_thread(job: Callable[[], T]) -> T:
    """Run blocking ``job`` in a daemon thread of its own.

    Not ``asyncio.to_thread``: its few threads are shared with the database, and a server that keeps
    silent would hold them, and the end of the program, until its timeout.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = job()
        except BaseException as error:  # noqa: BLE001 - handed to the one who waits, whatever it is
            settle(partial(future.set_exception, error))
        else:
            settle(partial(future.set_result, result))

    def settle(action: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
            loop.call_soon_threadsafe(lambda: None if future.done() else action())

    threading.Thread(target=run, name="smtp", daemon=True).start()
    return await future
