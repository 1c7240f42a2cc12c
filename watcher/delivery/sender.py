"""The seam between the outbox and the channels: what a sender is given and what it answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from watcher.model.deliveries import Message, Payload

Clock = Callable[[], datetime]
Told = Callable[[str, str], Awaitable[None]]
"""Called with (recipient or part, the other side's answer) as soon as it was accepted."""


async def tell_nobody(_recipient: str, _answer: str) -> None:
    """The ``Told`` of a caller that keeps no record of its own."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One recipient (or part) that was not taken; ``retry_after`` in seconds, where the other side said."""

    recipient: str
    reason: str
    permanent: bool = False
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What one attempt brought: who has it now, in the other side's words, and who does not.

    What is in neither was not tried (a part after one that failed).
    """

    accepted: tuple[str, ...]
    answer: str
    refused: tuple[Refusal, ...] = ()


class Sender(Protocol):
    """One channel. ``render`` is pure; ``send`` sends what it made, as often as asked."""

    def render(self, message: Message) -> Payload:
        """The bytes that go into the outbox; nothing of them changes between attempts."""

    async def send(self, payload: Payload, done: tuple[str, ...] = (), told: Told = tell_nobody) -> Sent:
        """One attempt at everybody not in ``done``.

        ``told`` hears of each acceptance before the next one is tried, so that a crash repeats one
        recipient at most. Raises ``DeliveryError`` where the channel as a whole could not be reached.
        """


class Response(Protocol):
    """An answer over HTTP; ``headers`` have lower-case names."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


class Poster(Protocol):
    """The part of the guarded HTTP client that a webhook needs. Redirects are not followed."""

    async def post(
        self,
        url: str,
        body: bytes,
        headers: dict[str, str],
        *,
        timeout: float,  # noqa: ASYNC109 - the client's own limit for the whole exchange
        allow_private: bool,
    ) -> Response: ...
