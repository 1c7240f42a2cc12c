"""A real SMTP server (aiosmtpd) on loopback that plays the part a test writes for it.

Verbs: ``refuse`` an address, ``hold`` it back until released, ``die_in_data`` so many times. ``mails`` is
what was taken, ``sessions`` counts connections; both are what tests look at.
"""

import asyncio
import ssl
import threading
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, Self

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from watcher.settings import EmailChannel, Secret, Smtp


@dataclass(frozen=True, slots=True)
class Mail:
    sender: str
    recipient: str
    raw: bytes
    over_tls: bool
    user: str | None

    @property
    def parsed(self) -> EmailMessage:
        found = message_from_bytes(self.raw, policy=default)
        assert isinstance(found, EmailMessage)
        return found


class MailSink:
    """``tls``: offers STARTTLS with that context; ``implicit``: speaks TLS from the first byte instead."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        password: str | None = None,
        auth_needs_tls: bool = True,
    ) -> None:
        self.mails: list[Mail] = []
        self.sessions = 0
        self.held_back = threading.Event()  # set when somebody waits for a held recipient
        self._tls = tls
        self._implicit = implicit
        self._password = password
        self._auth_needs_tls = auth_needs_tls
        self._refusals: dict[str, str] = {}
        self._data_refusal: str | None = None
        self._held: dict[str, asyncio.Event] = {}
        self._deaths = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(self._protocol, "127.0.0.1", 0, ssl=self._tls if self._implicit else None)

    async def _end(self) -> None:
        self._server.close()
        for event in self._held.values():
            event.set()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _protocol(self) -> SMTP:
        self.sessions += 1
        return SMTP(
            self,
            hostname="sink.example",
            tls_context=None if self._implicit else self._tls,
            authenticator=self._check if self._password else None,
            auth_require_tls=self._auth_needs_tls,
            enable_SMTPUTF8=True,
            loop=self._loop,
        )

    def _check(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        good = given.password.decode() == self._password
        return AuthResult(success=good, auth_data=given.login.decode() if good else None, handled=False)

    # ------------------------------------------------------------ verbs

    def refuse(self, recipient: str, answer: str) -> None:
        self._refusals[recipient] = answer

    def refuse_data(self, answer: str | None) -> None:
        self._data_refusal = answer

    def accept_again(self) -> None:
        self._refusals.clear()
        self._data_refusal = None

    def hold(self, recipient: str) -> None:
        """Keep silent after this recipient's RCPT until ``release``."""
        self._held[recipient] = asyncio.Event()

    def release(self, recipient: str) -> None:
        self._loop.call_soon_threadsafe(self._held[recipient].set)

    def die_in_data(self, times: int = 1) -> None:
        """Take the message, then drop the line instead of answering: the sender cannot know."""
        self._deaths = times

    def to(self, recipient: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.recipient == recipient]

    # ------------------------------------------------------------ what aiosmtpd asks

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self._held:
            self.held_back.set()
            await self._held[address].wait()
        if address in self._refusals:
            return self._refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 recipient fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self._data_refusal:
            return self._data_refusal
        raw = envelope.original_content or b""
        over_tls = session.ssl is not None or self._implicit
        for recipient in envelope.rcpt_tos:
            self.mails.append(Mail(envelope.mail_from or "", recipient, raw, over_tls, session.auth_data))
        if self._deaths > 0:
            self._deaths -= 1
            assert server.transport is not None
            server.transport.abort()
        return f"250 taken as {len(self.mails)}"


def server_context(authority: trustme.CA, host: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


def email_channel(sink: MailSink | int, *to: str, password: str | None = None, tls: str = "starttls") -> EmailChannel:
    """A channel by way of a sink, or of any port."""
    port = sink if isinstance(sink, int) else sink.port
    smtp = Smtp("127.0.0.1", port, "watcher" if password else None, Secret(password) if password else None, tls)
    return EmailChannel("policy-team", to or ("ana@example.org",), "Watcher <watcher@example.org>", smtp)
