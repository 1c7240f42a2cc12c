"""Fixtures that every test may ask for. Keep this small: what one folder needs lives in that folder."""

import signal
from collections.abc import Iterator

import pytest
from scripted_server import ScriptedServer


def pytest_configure() -> None:
    """Let the programs that tests start hear SIGINT: a shell that runs the suite in the background makes it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A scripted web server on loopback (see ``scripted_server.py``); private addresses must be allowed to reach it."""
    with ScriptedServer() as running:
        yield running


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waits between tries to resolve a name or to connect."""
    monkeypatch.setattr("watcher.connecting.RETRY_WAIT", 0)
