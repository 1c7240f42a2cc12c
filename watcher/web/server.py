"""The web application: routes, and serving them in the service's own loop.

Reads the store; database calls go through threads, so a slow query stops no tick.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from watcher.config.addresses import parse_bind
from watcher.errors import StoreError, UsageError, WatcherError
from watcher.service.metrics import CONTENT_TYPE
from watcher.web import pages
from watcher.web.guard import Guard

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.service.running import Service

DRAIN = 2  # seconds for answers under way when the service stops


def application(service: "Service") -> ASGIApp:
    """The pages over one service, whatever its configuration is at the moment, behind the guard."""

    async def healthz(request: Request) -> Response:
        """Live: this answers. Ready: the ticks run and the store answers."""
        ready = service.ready and await asyncio.to_thread(_answers, service.app)
        return JSONResponse({"live": True, "ready": ready}, status_code=200 if ready else 503)

    async def metrics(request: Request) -> Response:
        return Response(await asyncio.to_thread(service.meter.text), headers={"Content-Type": CONTENT_TYPE})

    def page(make: Callable[..., str | None]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            html = await asyncio.to_thread(make, service.app, service.refused, **request.path_params)
            if html is None:
                raise HTTPException(404)
            return HTMLResponse(html)

        return answer

    async def search(request: Request) -> Response:
        asked = request.query_params.get("q", "")
        return HTMLResponse(await asyncio.to_thread(pages.search, service.app, service.refused, asked))

    return Guard(
        Starlette(
            routes=[
                Route("/healthz", healthz),
                Route("/metrics", metrics),
                Route("/", page(pages.today)),
                Route("/search", search),
                Route("/stories/{letter_id}", page(pages.story)),
                Route("/followups/{letter_id}", page(pages.followup)),
                Route("/digests/{letter_id}", page(pages.digest)),
            ],
            exception_handlers={StoreError: _unavailable, HTTPException: _error, Exception: _broken},
        ),
        lambda: service.app.settings.web,
    )


async def _unavailable(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"Watcher cannot answer just now: {error}\n", status_code=503)


async def _error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = {404: "There is nothing here. The page may have been let go of, or never was."}
    return HTMLResponse(
        pages.message(said.get(error.status_code, str(error.detail))),
        status_code=error.status_code,
        headers=error.headers,
    )


async def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw: Starlette raises it again behind this, so that the log has it."""
    return PlainTextResponse("Watcher failed to make this page; its log says why.\n", status_code=500)


def _answers(app: "App") -> bool:
    try:
        return app.database.revision() is not None
    except StoreError:
        return False


async def serve(service: "Service", bind: str) -> None:
    """Answer requests on ``bind`` until cancelled, in the service's own loop. Raises where it is taken already."""
    listening = _listen(bind)
    host, port = listening.getsockname()[:2]  # the port that the system chose, where 0 was asked for
    service.pages = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    service.listening.set()
    config = uvicorn.Config(
        application(service),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=DRAIN,
        limit_concurrency=200,
        h11_max_incomplete_event_size=32 * 1024,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True  # closes what is open, instead of being cut off half-way
        await serving
        raise
    finally:
        listening.close()


def _listen(bind: str) -> socket.socket:
    host, port = parse_bind(bind)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
        listening.setblocking(False)
    except (OSError, UsageError) as error:
        raise WatcherError(f"pages cannot be served on {bind}: {getattr(error, 'strerror', None) or error}") from error
    return listening


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None of them: the service has its own handlers and cancels ``serve``."""
        yield
