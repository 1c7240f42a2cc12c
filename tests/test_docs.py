"""The pages say what the program has: commands, configuration keys, and the figures of the shipped files."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from watcher import settings
from watcher.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STARTER = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "config").glob("*.yaml")))
RENAMED = {"sender": "from"}  # words of the files that Python keeps for itself


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command: str) -> None:
    assert re.search(rf"`(?:watcher )?{command}\b|watcher {command}\b", README)


@pytest.mark.parametrize(
    "part",
    [
        settings.Polling,
        settings.Web,
        settings.Log,
        settings.FeedSettings,
        settings.EmailChannel,
        settings.WebhookChannel,
        settings.FileChannel,
        settings.FollowUpRules,
        settings.DigestSettings,
        settings.AlertSettings,
    ],
    ids=lambda part: part.__name__,
)
def test_the_starter_configuration_shows_every_key(part: type) -> None:
    missing = [
        name
        for field in fields(part)
        if field.name != "shown"  # derived from the url
        and not re.search(
            rf"(?m)(?:^|[\s{{#,]){re.escape(name := RENAMED.get(field.name, field.name))}(?::|  )", STARTER
        )
    ]
    assert missing == []


def test_the_two_commands_for_a_newcomer_stand_in_the_readme() -> None:
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/watcher demo" in README
    assert "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest" in README
    assert "not tried\nlive" in README


def test_ci_runs_the_readme_s_own_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest" in script


def test_what_the_readme_links_to_is_there() -> None:
    linked = re.findall(r"(?:src=\"|\]\()([\w./-]+\.(?:md|png|svg))", README)
    assert linked
    assert [name for name in linked if not (ROOT / name).is_file()] == []
