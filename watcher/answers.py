"""One answer, read within its limits of time and size."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from watcher.decompress import Decompressor, TooLargeError, UndecodableError
from watcher.errors import HttpFailure

REDIRECTS = {301, 302, 303, 307, 308}
_PAGE = 64 * 1024
_PAGE_SECONDS = 2.0


@dataclass(slots=True)
class Budget:
    """What is left of an exchange's time and how much came, over all its hops; waiting for a turn is free."""

    seconds: float
    max_body: int
    received: int = 0
    total: float = field(init=False)

    def __post_init__(self) -> None:
        self.total = self.seconds


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


async def receive(transport: httpx.AsyncBaseTransport, request: httpx.Request, budget: Budget) -> Answer:
    response = await transport.handle_async_request(request)
    status = response.status_code
    try:
        headers = _headers(response)
        if status in REDIRECTS:
            return Answer(status, headers, b"")  # nobody reads what a redirect has to say
        if status >= 400 or request.method != "GET":
            return Answer(status, headers, await _read_start(response, headers))
        return Answer(status, headers, await _read(response, headers, budget))
    except TooLargeError:
        told = f"too large: the answer is over {budget.max_body / 1048576:.4g} MiB (max_body)"
        raise HttpFailure(told, kind="too-large", status=status) from None
    except UndecodableError as error:
        raise HttpFailure(f"the answer cannot be unpacked: {error}", kind="encoding", status=status) from error
    finally:
        await response.aclose()


async def _read(response: httpx.Response, headers: Mapping[str, str], budget: Budget) -> bytes:
    """The whole body, within ``max_body`` both as it comes and decompressed."""
    body = Decompressor(headers.get("content-encoding", ""), budget.max_body)
    if _declared(headers) > budget.max_body:
        raise TooLargeError
    async for piece in response.aiter_raw():
        budget.received += len(piece)
        if budget.received > budget.max_body:
            raise TooLargeError
        body.feed(piece)
    body.finish()
    return bytes(body.body)


async def _read_start(response: httpx.Response, headers: Mapping[str, str]) -> bytes:
    """The start of a page that only explains a status: the status counts, whatever becomes of the page."""
    body = bytearray()
    with contextlib.suppress(TimeoutError, httpx.HTTPError, TooLargeError, UndecodableError):
        page = Decompressor(headers.get("content-encoding", ""), _PAGE)
        body = page.body
        async with asyncio.timeout(_PAGE_SECONDS):
            async for piece in response.aiter_raw():
                page.feed(piece)
    return bytes(body[:_PAGE])


def _headers(response: httpx.Response) -> dict[str, str]:
    """Values byte for byte (as Latin-1), so that validators go back exactly as they came; repeated ones joined."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers.raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _declared(headers: Mapping[str, str]) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0
