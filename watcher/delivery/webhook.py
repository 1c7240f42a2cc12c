"""The webhook channel: one signed POST a part. Redirects are refused, an answer is judged by its status."""

import asyncio
import base64
import binascii
from urllib.parse import urlsplit

from standardwebhooks import Webhook

from watcher.delivery.formats import FORMATS
from watcher.delivery.identity import message_id
from watcher.delivery.retry_after import seconds
from watcher.delivery.sender import Clock, Poster, Refusal, Response, Sent, Told, tell_nobody
from watcher.errors import DeliveryError, WatcherError
from watcher.model.deliveries import Message, Payload, PayloadPart
from watcher.settings import WebhookChannel
from watcher.text import shorten

TIMEOUT = 20.0
PAUSE = 1.0  # between two parts: Slack takes one message a second, Discord five in two
SHORT_TOKEN, LONG_TOKEN = 8, 16  # characters of a part of an address that is kept secret: with a digit, and without
PERMANENT = frozenset({400, 401, 404, 410})


class WebhookSender:
    """Posts to one address, which is a secret: no message of this class contains it."""

    def __init__(self, channel: WebhookChannel, http: Poster, clock: Clock, *, pause: float = PAUSE) -> None:
        self._channel = channel
        self._http = http
        self._clock = clock
        self._pause = pause

    def render(self, message: Message) -> Payload:
        identity = message_id(message, self._channel.name)
        bodies = FORMATS[self._channel.format](message)
        names = [identity] if len(bodies) == 1 else [f"{identity}-{n}" for n in range(1, len(bodies) + 1)]
        parts = tuple(PayloadPart(name, "application/json", body) for name, body in zip(names, bodies, strict=True))
        return Payload(identity, parts)

    async def send(self, payload: Payload, done: tuple[str, ...] = (), told: Told = tell_nobody) -> Sent:
        """The parts in order; the first that is not taken ends the attempt, so that they stay in order."""
        accepted: list[str] = []
        answer = ""
        for part in payload.parts:
            if part.name in done:
                continue
            if accepted:
                await asyncio.sleep(self._pause)
            try:
                answer = await self._post(part)
            except DeliveryError as error:
                refusal = Refusal(part.name, str(error), error.permanent, error.retry_after)
                return Sent(tuple(accepted), answer, (refusal,))
            accepted.append(part.name)
            await told(part.name, answer)
        return Sent(tuple(accepted), answer)

    async def _post(self, part: PayloadPart) -> str:
        channel = self._channel
        headers = {"content-type": part.content_type, **self._signature(part)}
        try:
            response = await self._http.post(
                _address(channel), part.body, headers, timeout=TIMEOUT, allow_private=channel.allow_private
            )
        except WatcherError as error:
            raise DeliveryError(self._without_secrets(str(error))) from error
        return self._judged(response)

    def _signature(self, part: PayloadPart) -> dict[str, str]:
        """The headers of Standard Webhooks; the time is that of the attempt, the id that of the message."""
        now = self._clock()
        headers = {"webhook-id": part.name, "webhook-timestamp": str(int(now.timestamp()))}
        if self._channel.secret:
            signer = Webhook(_key(self._channel.secret))
            headers["webhook-signature"] = signer.sign(part.name, now, part.body.decode())
        return headers

    def _judged(self, response: Response) -> str:
        status = response.status
        said = self._without_secrets(shorten(response.body[:2000].decode("utf-8", "replace"), 200))
        answer = f"HTTP {status}: {said}" if said else f"HTTP {status}"
        if 200 <= status < 300:
            return answer
        if 300 <= status < 400:
            # The whole target may carry the same token as the address: its host says enough.
            host = urlsplit(response.headers.get("location", "")).hostname or "no readable address"
            raise DeliveryError(f"HTTP {status}: redirected to {host}; redirects are not followed, correct the url")
        wait = seconds(response.headers.get("retry-after"), self._clock())
        raise DeliveryError(answer, permanent=status in PERMANENT, retry_after=wait)

    def _without_secrets(self, text: str) -> str:
        """What a server said, who may repeat what it was asked with: the address, a token in it, the signing secret."""
        split = urlsplit(self._channel.url)
        tokens = [part for part in split.path.split("/") if _is_token(part)]
        signing = self._channel.secret or ""
        for secret in (
            str(self._channel.url),
            f"{split.path}?{split.query}",
            split.path,
            split.query,
            signing,
            *tokens,
        ):
            if len(secret) > 1:
                text = text.replace(secret, "…")
        return text


def _is_token(part: str) -> bool:
    """Whether a part of an address's path looks like one that was drawn, and not like a word."""
    return len(part) >= LONG_TOKEN or (len(part) >= SHORT_TOKEN and any(sign.isdigit() for sign in part))


def host_of(channel: WebhookChannel) -> str:
    """All of the address that may be shown."""
    return urlsplit(channel.url).hostname or "no readable address"


def _address(channel: WebhookChannel) -> str:
    """Discord says whether it kept a message only when asked to wait for that."""
    if channel.format != "discord" or "wait=" in channel.url:
        return str(channel.url)
    return f"{channel.url}{'&' if '?' in channel.url else '?'}wait=true"


def _key(secret: str) -> bytes:
    """The bytes that sign: base64 after ``whsec_``, as the specification says; else the secret itself."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_") + "==", validate=False)
    except binascii.Error as error:
        raise DeliveryError("the secret begins with whsec_ but is not base64", permanent=True) from error
