"""A mail server that keeps what it is given: just enough SMTP (RFC 5321) for the demo to send one real mail."""

import asyncio
from types import TracebackType
from typing import Self


class MailSink:
    """Listens on a free port of 127.0.0.1 inside the running loop; ``messages`` are the mails taken."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.port = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")
            await writer.drain()

        await say("220 demo mail sink")
        while command := await reader.readline():
            verb = command[:4].upper().strip()
            if verb == b"DATA":
                await say("354 go on, end with a dot")
                self.messages.append((await reader.readuntil(b"\r\n.\r\n"))[:-5])
                await say("250 kept")
            elif verb == b"QUIT":
                await say("221 bye")
                break
            else:
                await say("250 ok")
        writer.close()
