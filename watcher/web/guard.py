"""Before any page: the password, the name the browser used, the methods; after it: headers that make pages safe.

An ASGI layer outside everything else, so that errors are guarded too.
"""

import base64
import binascii
import ipaddress
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watcher.settings import Web

OPEN_PATHS = frozenset({"/healthz"})
METHODS = frozenset({"GET", "HEAD"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """``web`` gives the settings in force: a changed password counts from the next request on."""

    def __init__(self, app: ASGIApp, web: Callable[[], Web]) -> None:
        self._app = app
        self._web = web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        web, headers = self._web(), Headers(scope=scope)
        if scope["path"] not in OPEN_PATHS:
            if not _is_ours(headers.get("host", ""), web):
                return PlainTextResponse("This name is not Watcher's; use its address, or web.public_url.\n", 421)
            if web.password and not _knows(headers.get("authorization"), web.password):
                asked = {"WWW-Authenticate": 'Basic realm="Watcher", charset="UTF-8"'}
                return PlainTextResponse("The password is needed.\n", 401, headers=asked)
        if scope["method"] not in METHODS:
            return PlainTextResponse("Pages are for reading.\n", 405, headers={"Allow": ", ".join(sorted(METHODS))})
        return None


def _knows(header: str | None, password: str) -> bool:
    """HTTP Basic (RFC 7617), with any user name."""
    scheme, _, credentials = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        given = base64.b64decode(credentials.strip(), validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return False
    return secrets.compare_digest(given, password.encode())


def _is_ours(host: str, web: Web) -> bool:
    """Whether the browser asked under a name that is Watcher's own.

    Without a password only such a name is served: a stranger's page could make its own name point here (DNS
    rebinding) and read along. A password is asked under every name: the stranger's page has none to give.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        urlsplit(f"//{host}").port  # noqa: B018 - raises for what is no port
    except ValueError:
        return False
    if not name or set(host) & set("/?#@\\ "):
        return False
    if web.password or name == "localhost" or name.endswith(".localhost"):
        return True
    own = {urlsplit(f"//{web.bind}").hostname, urlsplit(web.public_url or "").hostname}
    return name in own or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
