"""What the tests of the jobs share."""

from pathlib import Path

import pytest
from keyword_house import House
from scripted_server import ScriptedServer


@pytest.fixture
def house(tmp_path: Path, server: ScriptedServer, capsys: pytest.CaptureFixture[str]) -> House:
    return House(tmp_path, server, capsys)
