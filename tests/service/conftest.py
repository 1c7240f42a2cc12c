"""What the service's tests share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from house import House, rss
from running import DEAL, Running
from scripted_server import ScriptedServer


@pytest.fixture
def house(tmp_path: Path, server: ScriptedServer) -> House:
    """One feed with one story. A server that hangs does so for as long as the test needs it to."""
    server.feed("/feed", rss(DEAL), etag='"1"')
    feed = {"url": server.url("/feed"), "name": "Harbour Wire"}
    return House(tmp_path, feeds=[feed], polling={"timeout": "10m"})


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    """Starts services that end with the test."""
    with ExitStack() as running:
        yield lambda house, **how: running.enter_context(Running(house, **how))
