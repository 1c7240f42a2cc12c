"""Short forms for tests that ask over HTTP: one client, one or a few requests, the answers."""

import asyncio
from datetime import timedelta

from watcher.errors import HttpFailure
from watcher.feeds.fetch import fetch
from watcher.http_client import HttpClient, Response
from watcher.model.fetching import Failed, Fetched, NotModified, Validators
from watcher.settings import Polling


def loopback(**changes: object) -> Polling:
    """Settings that may ask this machine, and give up after two seconds."""
    settings: dict[str, object] = {"allow_private_addresses": True, "timeout": timedelta(seconds=2), **changes}
    return Polling(**settings)  # type: ignore[arg-type]  # the values are the test's responsibility


def get(
    *urls: str, polling: Polling | None = None, tls: object = None, resolve: object = None, **options: object
) -> Response:
    """Ask one client for the addresses one after the other; the last answer."""

    async def ask() -> Response:
        async with HttpClient(polling or loopback(), tls=tls, resolve=resolve) as client:  # type: ignore[arg-type]  # as above
            for url in urls[:-1]:
                await client.get(url, **options)  # type: ignore[arg-type]  # as above
            return await client.get(urls[-1], **options)  # type: ignore[arg-type]  # as above

    return asyncio.run(ask())


def failure(url: str, **options: object) -> HttpFailure:
    """The failure that asking ends with."""
    try:
        answer = get(url, **options)  # type: ignore[arg-type]  # as above
    except HttpFailure as raised:
        return raised
    raise AssertionError(f"{url} was answered: {answer}")


def fetched(
    url: str, validators: Validators | None = None, *, polling: Polling | None = None, user_agent: str | None = None
) -> Fetched | NotModified | Failed:
    async def ask() -> Fetched | NotModified | Failed:
        async with HttpClient(polling or loopback()) as client:
            return await fetch(client, url, validators, user_agent=user_agent)

    return asyncio.run(ask())
