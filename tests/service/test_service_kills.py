"""SIGKILL at random moments under load: nothing is lost, doubled or damaged. Fifty of them are a benchmark's work."""

from pathlib import Path

from killing import Killed
from scripted_server import ScriptedServer


def test_a_service_killed_at_random_moments_loses_and_doubles_nothing(tmp_path: Path, server: ScriptedServer) -> None:
    play = Killed(tmp_path, server, seed=8)
    play.play(kills=4)
    assert play.findings() == []
    assert len(play.rows("SELECT id FROM entries")) >= 18, "there was something to lose"
