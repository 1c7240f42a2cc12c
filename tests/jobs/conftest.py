"""What the tests of the jobs share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from keyword_house import House
from newsroom import Newsroom
from scripted_server import ScriptedServer


@pytest.fixture
def house(tmp_path: Path, server: ScriptedServer, capsys: pytest.CaptureFixture[str]) -> House:
    return House(tmp_path, server, capsys)


@pytest.fixture
def newsroom_of(tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Newsroom]:
    """Makes the one newsroom of a test, with the settings it names."""
    return lambda **settings: Newsroom(tmp_path, server, monkeypatch, **settings)


@pytest.fixture
def newsroom(newsroom_of: Callable[..., Newsroom]) -> Newsroom:
    return newsroom_of()
