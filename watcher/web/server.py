"""The web application: health for machines, one page for people, behind a password where one is set.

Reads the store; database calls go through threads, so a slow query stops no tick.
"""

import asyncio
import base64
import binascii
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import uvicorn
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from watcher.config.addresses import parse_bind
from watcher.errors import StoreError
from watcher.followups.tracking import status
from watcher.jobs.coverage import failing
from watcher.model import Status
from watcher.store import feeds as feed_store
from watcher.store import followups as followup_store
from watcher.store import stories as story_store

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.service import Service

OPEN_PATHS = frozenset({"/healthz"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
TODAY = timedelta(hours=24)


def application(app: "App", is_ready: Callable[[], bool]) -> Starlette:
    """The pages over one app; ``is_ready`` says whether the service's ticks are running."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    async def healthz(request: Request) -> Response:
        ready = is_ready() and await asyncio.to_thread(_answers, app)
        return JSONResponse({"live": True, "ready": ready}, status_code=200 if ready else 503)

    async def today(request: Request) -> Response:
        page = await asyncio.to_thread(_today, app)
        return HTMLResponse(templates.get_template("today.html").render(page))

    async def fault(request: Request, error: Exception) -> Response:
        return PlainTextResponse(f"Watcher cannot answer just now: {error}\n", status_code=503)

    server = Starlette(
        routes=[Route("/healthz", healthz), Route("/", today)],
        exception_handlers={StoreError: fault},
    )
    server.add_middleware(BaseHTTPMiddleware, dispatch=_guard(app.settings.web.password))
    return server


def _guard(password: str | None) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    """Ask for the password (HTTP Basic, any user name) everywhere but at the health check; set the safe headers."""

    async def dispatch(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if (
            password
            and request.url.path not in OPEN_PATHS
            and not _knows(request.headers.get("authorization"), password)
        ):
            response: Response = PlainTextResponse("The password is needed.\n", status_code=401)
            response.headers["WWW-Authenticate"] = 'Basic realm="Watcher", charset="UTF-8"'
        else:
            response = await call_next(request)
        response.headers.update(HEADERS)
        return response

    return dispatch


def _knows(header: str | None, password: str) -> bool:
    scheme, _, credentials = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        given = base64.b64decode(credentials, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return False
    return secrets.compare_digest(given, password.encode())


def _answers(app: "App") -> bool:
    try:
        return app.database.revision() is not None
    except StoreError:
        return False


def _today(app: "App") -> dict[str, Any]:
    """What the page shows: the relevant stories of the last 24 hours, what is ahead, which feeds fail."""
    now = app.clock()
    zone = app.settings.digests[0].timezone if app.settings.digests else app.settings.timezone
    day = now.astimezone(zone).date()
    with app.database.read() as session:
        stories = list(story_store.listing(session, since=now - TODAY))
        followups = followup_store.listing(session)
        states = feed_store.states(session, [feed.url for feed in app.settings.feeds])
    names = {area.slug: area.name for area in app.settings.keywords.focus_areas}
    open_ones = [
        (followup, stands)
        for followup in followups
        if (stands := status(followup, day)) in (Status.OVERDUE, Status.DUE, Status.UPCOMING)
    ]
    open_ones.sort(key=lambda pair: (pair[0].period.end is None, pair[0].period.end or day, pair[0].id))
    return {
        "now": now.astimezone(zone),
        "stories": stories,
        "names": names,
        "followups": open_ones,
        "today": day,
        "failing": failing([feed for feed in app.settings.feeds if feed.enabled], states),
        "feeds": len(app.settings.feeds),
        "answered": sum(1 for state in states.values() if state.last_success_at),
    }


async def serve(service: "Service", bind: str) -> None:
    """Answer requests on ``bind`` until cancelled, in the service's own loop."""
    host, port = parse_bind(bind)
    config = uvicorn.Config(
        application(service.app, lambda: service.ready),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
    )
    await _Server(config).serve()


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None of them: the service has its own handlers and cancels ``serve``."""
        yield
