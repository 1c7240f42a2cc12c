"""``watcher init`` and ``watcher check`` as a user meets them."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.cli.main import main
from watcher.config.shipped import starter

KEYWORDS = """
focus_areas:
  - slug: quantum
    terms: [quantum]
    examples:
      match: ["A quantum network opens"]
      ignore: ["A bakery opens"]
events: [{slug: harbour-forum}]
"""
FAILING = """
focus_areas:
  - slug: quantum
    terms: [quantum]
    examples:
      match:
        - "A quantum network opens"
        - "A bakery opens"
      ignore: ["The quantum of damages"]
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple]:
    """``run("check", "--json")``: (exit code, standard output, standard error), in an empty current folder."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.delenv("WATCHER_CONFIG", raising=False)

    def ran(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as exit_:
            main(list(arguments))
        captured = capsys.readouterr()
        return int(exit_.value.code or 0), captured.out, captured.err

    return ran


def shipped_names() -> list[str]:
    return sorted(file.name for file in starter().iterdir() if file.name.endswith(".yaml"))


def test_init_writes_the_shipped_files_and_says_what_next(run):
    code, out, _ = run("init")
    assert code == 0
    assert sorted(path.name for path in Path("config").iterdir()) == shipped_names()
    assert "watcher check" in out
    for name in shipped_names():
        assert (Path("config") / name).read_bytes() == (starter() / name).read_bytes()


def test_init_writes_to_the_folder_it_is_given_and_makes_it(run):
    code, out, _ = run("init", "deep/er")
    assert code == 0
    assert (Path("deep/er") / "keywords.yaml").is_file()
    assert "--config deep/er check" in out


def test_init_keeps_what_is_there(run):
    Path("config").mkdir()
    Path("config/keywords.yaml").write_text("mine")
    Path("config/feeds.yaml").symlink_to("nowhere")
    code, out, _ = run("init")
    assert code == 0
    assert "kept     config/keywords.yaml" in out
    assert Path("config/keywords.yaml").read_text() == "mine"
    assert Path("config/feeds.yaml").is_symlink()


@pytest.mark.parametrize("target", ["file", "file/below"])
def test_init_into_a_file_is_one_sentence(run, target):
    Path("file").write_text("x")
    code, out, err = run("init", target)
    assert (code, out) == (2, "")
    assert err.startswith("watcher: ")
    assert err.count("\n") == 1
    assert "file" in err


def test_init_where_nothing_can_be_written_is_one_sentence(run):
    code, _, err = run("init", "/proc/nowhere")
    assert code == 1
    assert err.count("\n") == 1
    assert "/proc/nowhere" in err


def test_check_says_what_is_defined_and_where_the_database_lies(run, write):
    directory = write(
        feeds="feeds: [{url: 'https://e.org/'}, {url: 'https://f.org/', enabled: false}]\n",
        keywords=KEYWORDS,
        digests="channels: [{name: folder, type: file, dir: d}]\n"
        "digests: [{name: daily, timezone: Asia/Singapore, channels: [folder]}]\nalerts: [{name: soon, terms: [x]}]\n",
    )
    code, out, _ = run("--config", str(directory), "check")
    assert code == 0
    for words in ("2, 1 of them disabled", "quantum", "harbour-forum", "folder", "daily: next on", "at 07:00", "soon"):
        assert words in out
    assert str(Path("data/watcher.db").absolute()) in out
    assert not Path("data").exists()


def test_check_json_counts_what_is_defined(run, write):
    directory = write(feeds="feeds: [{url: 'https://e.org/'}]\n", keywords=KEYWORDS)
    code, out, _ = run("--config", str(directory), "check", "--json")
    report = json.loads(out)
    assert code == 0
    assert (report["ok"], report["errors"]) == (True, [])
    counted = {key: report[key] for key in ("feeds", "focus_areas", "events", "channels", "digests")}
    assert counted == {"feeds": 1, "focus_areas": 1, "events": 1, "channels": 0, "digests": 0}
    assert report["database"].startswith(str(Path("data/watcher.db").absolute()))


def test_check_json_names_every_fault(run, write):
    directory = write(watcher="database: x\n", feeds="feeds: [{url: nowhere}]\n", keywords="focus_areas: [")
    code, out, _ = run("--config", str(directory), "check", "--json")
    report = json.loads(out)
    assert code == 2
    assert report["ok"] is False
    assert [error["file"] for error in report["errors"]] == ["watcher.yaml", "feeds.yaml", "keywords.yaml"]
    assert set(report["errors"][0]) == {"file", "line", "key", "found", "accepted"}


def test_check_tells_faults_in_words(run, write):
    code, out, err = run("--config", str(write(feeds="feeds: [{url: nowhere}]\n")), "check")
    assert (code, out) == (2, "")
    assert "feeds.yaml:1: feeds[0].url" in err
    assert "1 error" in err


def test_an_example_that_fails_is_an_error_with_its_line(run, write):
    code, out, _ = run("--config", str(write(keywords=FAILING)), "check", "--json")
    errors = json.loads(out)["errors"]
    assert code == 2
    assert [(error["line"], error["key"]) for error in errors] == [
        (8, "focus_areas[0].examples.match[1]"),
        (9, "focus_areas[0].examples.ignore[0]"),
    ]


def test_examples_are_proven_although_another_file_is_wrong(run, write):
    code, out, _ = run("--config", str(write(keywords=FAILING, feeds="feeds: x\n")), "check", "--json")
    assert code == 2
    assert [error["file"] for error in json.loads(out)["errors"]] == ["feeds.yaml", "keywords.yaml", "keywords.yaml"]


def test_what_is_surely_not_meant_is_a_warning(run, write):
    directory = write(
        watcher="database: sqlite:///w.db\npolling: {interval: 5m, user_agent: 'Desk (desk@example.org)'}\n",
        keywords="relevance: {minimum_focus_areas: 3}\nfocus_areas: [{slug: a, terms: [quantum]}]\n",
        digests="channels: []\ndigests: []\nalerts: [{name: soon}]\n",
    )
    code, out, _ = run("--config", str(directory), "check", "--json")
    warnings = json.loads(out)["warnings"]
    assert code == 0
    told = [(warning["file"], warning["line"]) for warning in warnings]
    assert told[:4] == [("watcher.yaml", 2), ("keywords.yaml", 1), ("digests.yaml", 3), ("digests.yaml", 3)]
    assert "5m" in warnings[0]["message"]
    code, _, err = run("--config", str(directory), "check")
    assert code == 0
    assert "warning  watcher.yaml:2" in err


def test_a_term_that_deserves_a_warning_gets_one_with_its_line(run, write):
    directory = write(keywords="focus_areas:\n  - slug: a\n    terms: [quantum]\n  - slug: b\n    terms: [quantum]\n")
    code, out, _ = run("--config", str(directory), "check", "--json")
    assert code == 0
    assert [warning for warning in json.loads(out)["warnings"] if warning["line"] in {3, 5}]


def test_check_without_a_configuration_names_init(run):
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert "watcher init" in err
    code, out, _ = run("check", "--json")
    report = json.loads(out)
    assert (code, report["ok"]) == (2, False)
    assert "watcher init" in report["errors"][0]["accepted"]


def test_the_database_of_the_command_line_is_the_one_shown(run, write):
    url = "postgresql+psycopg://me:hunter2@db.example.org/watcher"
    _, out, err = run("--config", str(write()), "--database", url, "check")
    assert "db.example.org/watcher" in out
    assert "hunter2" not in out + err


def test_the_shipped_configuration_passes_with_an_empty_environment(run, monkeypatch):
    for name in ("SMTP_PASSWORD", "NEWSROOM_HOOK", "NEWSROOM_SECRET", "WATCHER_WEB_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    run("init")
    code, out, err = run("check", "--json")
    report = json.loads(out)
    assert report["errors"] == []
    assert code == 0
    assert report["feeds"] >= 40
    assert report["focus_areas"] == 9
    assert report["channels"] >= 1
    assert err == ""


@pytest.mark.parametrize(
    ("polling", "warned"),
    [
        ("", False),  # the default has one
        ("polling: {user_agent: Desk}\n", True),
        ("polling: {user_agent: 'Desk (desk@example.org)'}\n", False),
        ("polling: {user_agent: 'Desk (+https://desk.example/)'}\n", False),
    ],
)
def test_sites_should_be_given_an_address_to_write_to(run, write, polling, warned):
    directory = write(watcher=f"database: sqlite:///w.db\n{polling}")
    code, out, _ = run("--config", str(directory), "check", "--json")
    told = [warning["key"] for warning in json.loads(out)["warnings"]]
    assert code == 0
    assert ("polling.user_agent" in told) is warned


def test_a_database_whose_driver_is_not_installed_is_named_by_check_and_by_every_command(run, write, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    server = "postgresql+psycopg://desk:secret@db.example/watcher"
    directory = str(write(watcher=f"database: {server}\n"))
    code, out, _ = run("--config", directory, "check", "--json")
    told = [
        (warning["line"], warning["message"]) for warning in json.loads(out)["warnings"] if "driver" in str(warning)
    ]
    assert code == 0
    assert told == [(1, "PostgreSQL needs its driver, which is not installed: pip install 'watcher[postgres]'")]
    for command in (["stories"], ["poll"], ["run"], ["search", "quantum"], ["db", "stats"]):
        code, out, err = run("--config", directory, *command)
        assert (code, out, len(err.splitlines())) == (1, "", 1)
        assert "watcher[postgres]" in err
        assert "secret" not in err
    code, _, err = run("--config", str(write()), "--database", server, "check")
    assert code == 0
    assert "PostgreSQL needs its driver" in err
