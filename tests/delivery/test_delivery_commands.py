"""``watcher deliveries`` and ``watcher channels`` through the real command line, configuration and database."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from digest_bodies import message
from mail_sink import MailSink
from outbox_hands import put
from scripted_server import ScriptedServer
from told_clock import ToldClock

from watcher.cli.main import main
from watcher.delivery.folder import FileSender
from watcher.settings import FileChannel
from watcher.store.database import Database
from watcher.store.schema import prepare

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def config(tmp_path: Path, sink: MailSink, server: ScriptedServer) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "watcher.yaml").write_text(f"database: sqlite:///{tmp_path / 'live.db'}\n")
    (folder / "feeds.yaml").write_text("feeds: []\n")
    (folder / "keywords.yaml").write_text("focus_areas: []\n")
    (folder / "digests.yaml").write_text(
        f"""
channels:
  - {{name: folder, type: file, dir: "{tmp_path / "out"}"}}
  - {{name: team, type: email, to: [ana@example.org, ben@example.org], from: watcher@example.org,
     smtp: "smtp://127.0.0.1:{sink.port}"}}
  - {{name: hook, type: webhook, url: "{server.url("/services/a-token")}", allow_private: true}}
  - {{name: closed, type: webhook, url: "{server.url("/closed/a-token")}"}}
digests: []
"""
    )
    return folder


@pytest.fixture
def run(config: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["--config", str(config), *arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


@pytest.fixture
def live(config: Path) -> Database:
    """The database of that configuration, with its schema."""
    database = Database(f"sqlite:///{config.parent / 'live.db'}")
    prepare(database)
    return database


def sender(config: Path) -> FileSender:
    return FileSender(FileChannel("folder", config.parent / "out"))


def test_before_anything_was_sent_it_says_so(run: Run) -> None:
    assert run("deliveries", "--json") == (0, "", "")
    assert "Nothing was sent yet" in run("deliveries")[1]


def test_a_delivery_is_one_json_line_of_the_contracts_shape(
    run: Run, live: Database, config: Path, clock: ToldClock
) -> None:
    number = put(live, sender(config), "folder", clock())
    code, out, _ = run("deliveries", "--json")

    (record,) = map(json.loads, out.splitlines())
    assert code == 0
    assert record == {
        "id": f"v{number}", "digest": None, "alert": None, "channel": "folder", "state": "waiting", "attempts": 0,
        "created_at": "2024-07-29T23:00:10Z", "next_attempt_at": "2024-07-29T23:00:10Z", "sent_at": None,
        "last_error": None, "kind": "digest", "name": "daily",
    }  # fmt: skip


def test_people_read_what_waits_and_what_comes_next(run: Run, live: Database, config: Path, clock: ToldClock) -> None:
    put(live, sender(config), "folder", clock())
    _, out, _ = run("deliveries")

    assert "v1  daily    folder   waiting  0" in out
    assert "next try 29 Jul 2024 23:00" in out
    assert out.endswith("1 waiting\n")


def test_retry_tries_now_and_says_what_came_of_it(run: Run, live: Database, config: Path, clock: ToldClock) -> None:
    number = put(live, sender(config), "folder", clock())
    code, out, _ = run("deliveries", "retry", f"v{number}")

    assert (code, out) == (0, f"v{number} sent: written to {config.parent / 'out'}\n")
    assert (config.parent / "out" / "daily-2024-07-30-d88.html").exists()
    assert "sent " in run("deliveries")[1]
    assert run("deliveries", "retry", f"v{number}")[0] == 1


def test_a_retry_that_is_refused_exits_1(run: Run, live: Database, config: Path, clock: ToldClock) -> None:
    (config.parent / "out").write_text("in the way")
    number = put(live, sender(config), "folder", clock())
    code, out, _ = run("deliveries", "retry", f"v{number}", "--json")

    assert code == 1
    assert json.loads(out)["state"] == "waiting"
    assert "cannot be written" in json.loads(out)["last_error"]


@pytest.mark.parametrize(("given", "code"), [("v999", 1), ("s3", 2), ("nonsense", 2)])
def test_what_is_no_delivery_is_one_clear_sentence(run: Run, given: str, code: int) -> None:
    found, out, err = run("deliveries", "retry", given)

    assert (found, out) == (code, "")
    assert len(err.splitlines()) == 1


def test_channels_are_listed_without_secrets(run: Run, live: Database, config: Path, clock: ToldClock) -> None:
    put(live, sender(config), "folder", clock(), message())
    code, out, _ = run("channels", "--json")
    people = run("channels")[1]

    records = {record["name"]: record for record in map(json.loads, out.splitlines())}
    assert code == 0
    assert list(records) == ["folder", "team", "hook", "closed"]
    assert records["folder"]["waiting"] == 1
    assert records["team"]["target"] == "2 addresses by 127.0.0.1"
    assert "a-token" not in out + people
    assert "ana@" not in out + people


def test_a_channel_is_tested_and_the_servers_answer_printed(run: Run, server: ScriptedServer, sink: MailSink) -> None:
    server.fail("/services/a-token", 202, body=b"queued")
    assert run("channels", "test", "hook")[:2] == (0, "hook accepted: HTTP 202: queued\n")
    assert json.loads(server.requests[0].body)["type"] == "test"

    code, out, _ = run("channels", "test", "team")
    assert (code, out.startswith("team accepted: 250 taken as")) == (0, True)
    assert {mail.parsed["Subject"] for mail in sink.mails} == {"Test message from Watcher to team"}

    assert run("channels", "test", "folder")[0] == 0
    assert run("deliveries", "--json")[1] == "", "a test leaves nothing in the outbox"


def test_a_refused_test_exits_1_and_says_why(run: Run, server: ScriptedServer, sink: MailSink) -> None:
    server.fail("/services/a-token", 410, body=b"channel_is_archived")
    assert run("channels", "test", "hook")[:2] == (1, "hook refused: HTTP 410: channel_is_archived\n")

    sink.refuse("ben@example.org", "550 unknown")
    code, out, _ = run("channels", "test", "team")
    assert code == 1
    assert "team refused: be…@example.org: 550 unknown" in out

    code, out, _ = run("channels", "test", "closed")
    assert code == 1
    assert "a-token" not in out


def test_an_unknown_channel_is_wrong_usage_and_names_those_there_are(run: Run) -> None:
    code, out, err = run("channels", "test", "nobody")

    assert (code, out) == (2, "")
    assert "defined: folder, team, hook, closed" in err
