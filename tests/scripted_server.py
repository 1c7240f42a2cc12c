"""A web server on loopback that plays the part a test writes for it, over real sockets.

Verbs set what a path answers; the last word on a path counts. ``requests`` is the log of what was
asked, in order, and is what tests look at::

    server.feed("/a.xml", body, etag='"1"')     # 304 to whoever brings its validators back
    server.redirect("/old.xml", "/a.xml", 301)
    server.fail("/busy.xml", 429, {"Retry-After": "60"})
    server.drip("/slow.xml", b"<rss", every=0.05)
    server.raw("/reset.xml", lambda connection: reset(connection))
    server.handler("/any", lambda request: Reply(200, b"..."))
"""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it arrived; header names are lower-case, ``path`` has its query, ``time`` is monotonic."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    time: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer. Content-Length is added unless a header says how the body ends."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Connection:
    """What a raw verb writes to: bytes as they are, until it closes, resets, or the server stops.

    ``served``: requests answered on this connection before.
    """

    def __init__(self, sock: socket.socket, stopping: threading.Event, served: int) -> None:
        self._socket = sock
        self.stopping = stopping
        self.served = served

    def send(self, data: bytes) -> bool:
        """False when the other side has gone."""
        try:
            self._socket.sendall(data)
        except OSError:
            return False
        return True

    def pause(self, seconds: float) -> bool:
        """False when the server is being stopped meanwhile."""
        return not self.stopping.wait(seconds)

    def reset(self) -> None:
        """Close so that the other side sees a reset (RST) and not an end."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()


Handler = Callable[[Recorded], Reply]
Raw = Callable[[Connection], object]


class ScriptedServer:
    """Serves from a thread of its own; a context manager. ``host`` "0.0.0.0" answers on all of 127.0.0.0/8."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Recorded] = []
        self.connections = 0
        self.greeting: Raw | None = None
        self._scripts: dict[str, Handler | _RawScript] = {}
        self._otherwise: Handler = lambda _: Reply(404, b"nothing here")
        self._stopping = threading.Event()
        self._server = _Server((host, 0), self, tls)
        self._scheme = "https" if tls else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Recorded]:
        """The requests for one path, in order."""
        return [request for request in self.requests if request.path == path]

    # ------------------------------------------------------------ verbs

    def feed(
        self,
        path: str,
        body: bytes | str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/rss+xml",
    ) -> str:
        """A document with validators of its own; asked with either of them it answers 304. Returns its URL."""
        data = body.encode() if isinstance(body, str) else body
        given = {"ETag": etag, "Last-Modified": last_modified}
        validators = {name: value for name, value in given.items() if value is not None}

        def answer(request: Recorded) -> Reply:
            if etag is not None and "if-none-match" in request.headers:
                unchanged = request.headers["if-none-match"] == etag
            else:
                unchanged = last_modified is not None and request.headers.get("if-modified-since") == last_modified
            if unchanged:
                return Reply(304, b"", {**validators, **(headers or {})})
            return Reply(200, data, {"Content-Type": content_type, **validators, **(headers or {})})

        return self.handler(path, answer)

    def redirect(self, path: str, to: str, status: int = 301) -> str:
        return self.handler(path, lambda _: Reply(status, b"", {"Location": to}))

    def fail(self, path: str, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> str:
        return self.handler(path, lambda _: Reply(status, body, headers or {}))

    def drip(self, path: str, data: bytes, *, every: float, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> str:
        """``head`` at once, then ``data`` one byte at a time, over and over, until somebody hangs up."""

        def drip(connection: Connection) -> None:
            alive = connection.send(head)
            position = 0
            while alive and connection.pause(every):
                alive = connection.send(data[position : position + 1])
                position = (position + 1) % len(data)

        return self.raw(path, drip)

    def raw(self, path: str, script: Raw) -> str:
        """``script`` writes the whole answer, status line included; the connection ends with it."""
        self._scripts[path] = _RawScript(script)
        return self.url(path)

    def greet(self, data: bytes, then: Raw | None = None) -> None:
        """Send ``data`` to whoever connects, before a word is said, and hang up (after ``then``)."""

        def greeting(connection: Connection) -> None:
            connection.send(data)
            if then is not None:
                then(connection)

        self.greeting = greeting

    def otherwise(self, answer: Handler) -> None:
        """What every path without a script answers, instead of 404."""
        self._otherwise = answer

    def handler(self, path: str, answer: Handler) -> str:
        self._scripts[path] = answer
        return self.url(path)

    # ------------------------------------------------------------ for the handler

    def script(self, path: str) -> "Handler | _RawScript":
        return self._scripts.get(path) or self._scripts.get(path.partition("?")[0]) or self._otherwise

    @property
    def stopping(self) -> threading.Event:
        return self._stopping


@dataclass(frozen=True, slots=True)
class _RawScript:
    run: Raw


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], scripted: ScriptedServer, tls: ssl.SSLContext | None) -> None:
        super().__init__(address, _Handler)
        self.scripted = scripted
        self._tls = tls
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        self._open.add(connection)
        self.scripted.connections += 1
        return connection, address

    def finish_request(self, request: Any, client_address: object) -> None:
        if self._tls is not None:
            # The handshake belongs in the connection's own thread: a client that is silent must not block the rest.
            plain = request
            request = self._tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
            self._open.discard(plain)
            self._open.add(request)
        try:
            if self._tls is not None:
                request.do_handshake()
            super().finish_request(request, client_address)
        finally:
            self._open.discard(request)
            if self._tls is not None:
                request.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many tests are about: no traceback on the terminal."""

    def close_connections(self) -> None:
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server
    served = 0

    def handle(self) -> None:
        scripted = self.server.scripted
        if scripted.greeting is not None:
            scripted.greeting(Connection(self.connection, scripted.stopping, 0))
        else:
            super().handle()

    def _serve(self) -> None:
        scripted = self.server.scripted
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # its sender was killed: what breaks off has not arrived
            self.close_connection = True
            return
        request = Recorded(
            method=self.command,
            path=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
            time=time.monotonic(),
        )
        scripted.requests.append(request)
        script = scripted.script(self.path)
        if isinstance(script, _RawScript):
            self.close_connection = True
            script.run(Connection(self.connection, scripted.stopping, self.served))
        else:
            self._reply(script(request))
            self.served += 1

    def _reply(self, reply: Reply) -> None:
        names = {name.lower() for name in reply.headers}
        lines = [f"HTTP/1.1 {reply.status} Scripted", *(f"{name}: {value}" for name, value in reply.headers.items())]
        if reply.status not in {204, 304} and not names & {"content-length", "transfer-encoding"}:
            lines.append(f"Content-Length: {len(reply.body)}")
        self.close_connection = reply.headers.get("Connection", "").lower() == "close"
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body)

    do_GET = do_POST = do_HEAD = do_PUT = do_CONNECT = _serve  # noqa: N815 - names that http.server looks up

    def log_message(self, *_: object) -> None:
        """Quiet: the log is ``ScriptedServer.requests``."""
