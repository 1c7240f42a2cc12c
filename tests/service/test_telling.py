"""What the service says of itself: its log, without secrets and addresses, and a word to systemd."""

import json
import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from house import House
from running import PATIENCE, Running
from scripted_server import Reply, ScriptedServer

from watcher.cli.logs import secrets_of, set_up
from watcher.config.load import load
from watcher.service.notify import notify, reloading
from watcher.settings import Secret, Web

Start = Callable[..., Running]


@pytest.fixture
def told(house: House, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Logs one line under a configuration with secrets; what came out."""
    channels = [
        {"name": "mail", "type": "email", "to": ["ana@example.org", "root@localhost"], "from": "w@example.org",
         "smtp": "smtp://user:hunter22@127.0.0.1:1"},
        {"name": "hook", "type": "webhook", "url": "http://127.0.0.1:1/T0KEN/x", "secret": "shared-secret"},
    ]  # fmt: skip
    house.write("digests.yaml", {"channels": channels, "digests": []})

    def say(words: str, *given: object, form: str = "text") -> str:
        document = json.loads((house.config / "watcher.yaml").read_text())
        house.write("watcher.yaml", {**document, "log": {"format": form}, "web": {"password": "open sesame"}})
        root = logging.getLogger()
        before, level = list(root.handlers), root.level
        set_up(load(house.config, {}))
        try:
            logging.getLogger("watcher.test").warning(words, *given)
        finally:
            root.handlers[:] = before
            root.setLevel(level)
        return capsys.readouterr().err

    return say


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("secret", ["hunter22", "http://127.0.0.1:1/T0KEN/x", "shared-secret", "open sesame"])
def test_no_line_holds_a_secret(told: Callable[..., str], secret: str, form: str) -> None:
    line = told("the server said %r", f"no: {secret}!", form=form)
    assert "the server said" in line
    assert secret not in line
    assert "•••" in line


def test_no_line_holds_an_address_of_a_subscriber(told: Callable[..., str]) -> None:
    line = told("answer=%r", "550 <Ana.B+news@mail.example.org>: no such user")
    assert "example.org" not in line
    assert "550 <(address)>: no such user" in line


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "address",
    ["root@localhost", "ROOT@localhost", "o'brien@mail.example.org", "ana%40example.org", '"ana b"@example.org'],
)
def test_nor_one_that_is_written_in_another_way(told: Callable[..., str], address: str, form: str) -> None:
    line = told("550 <%s>: no such user", address, form=form)
    assert "550 <(address)>: no such user" in line.replace("\\", "")


def test_what_others_say_makes_no_lines_of_its_own(told: Callable[..., str]) -> None:
    line = told("the server said %s", "no\n2024-01-01 ERROR all is lost\u2028\x1b[31m\u00e9")
    assert line.count("\n") == 1
    assert "no\\n2024-01-01 ERROR all is lost\\u2028\\x1b[31m\u00e9" in line


def test_secrets_that_were_replaced_stay_secret(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    former = load(house.config, {})
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    set_up(former, [replace(former, web=Web(password=Secret("open sesame")))])
    try:
        logging.getLogger("watcher.test").warning("it was open sesame")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert "it was •••" in capsys.readouterr().err


def test_a_fault_holds_no_secret_either(told: Callable[..., str]) -> None:
    line = told("failed: %s", ValueError("hunter22 for ana@example.org"))
    assert "hunter22" not in line
    assert "ana@" not in line


def test_every_secret_of_a_configuration_is_known(told: Callable[..., str], house: House) -> None:
    told("x")
    found = set(secrets_of(load(house.config, {})))
    assert {"hunter22", "http://127.0.0.1:1/T0KEN/x", "shared-secret", "open sesame"} <= found


def test_one_line_a_feed_and_one_a_delivery_as_json(house: House, server: ScriptedServer, start: Start) -> None:
    server.handler("/hook", lambda _: Reply(500, b"ana@example.org is unknown"))
    channel = {"name": "desk", "type": "webhook", "url": server.url("/hook"), "allow_private": True}
    alert = {"name": "now", "focus_areas": ["quantum"], "channels": ["desk"]}
    house.write("digests.yaml", {"channels": [channel], "digests": [], "alerts": [alert]})
    document = json.loads((house.config / "watcher.yaml").read_text())
    house.write("watcher.yaml", {**document, "log": {"format": "json"}, "operator": "desk"})
    service = start(house)
    service.wait_for("outcome=updated")
    assert service.stop() == 0
    lines = [json.loads(line) for line in service.log]
    assert [line["message"] for line in lines if line["logger"] == "watcher.jobs.poll"] == [
        "poll feed='Harbour Wire' outcome=updated status=200 new=1 changed=0"
    ]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)


# ---------------------------------------------------------------- systemd


@pytest.fixture
def manager(tmp_path: Path) -> socket.socket:
    """What systemd listens on."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(str(tmp_path / "notify"))
    listening.settimeout(PATIENCE)
    return listening


def test_systemd_hears_of_start_reload_and_stop(
    house: House, start: Start, manager: socket.socket, tmp_path: Path
) -> None:
    heard: list[str] = []

    def listen() -> None:
        while not heard or "STOPPING=1" not in heard[-1]:
            heard.append(manager.recv(4096).decode())

    listener = threading.Thread(target=listen)
    listener.start()
    service = start(house, NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="120000000")
    service.wait_for("outcome=updated")
    house.write("feeds.yaml", {"feeds": []})
    service.wait_for("configuration reloaded: feeds=0")
    assert service.stop() == 0
    listener.join()
    manager.close()
    told = [words for words in heard if words != "WATCHDOG=1"]
    assert [words.split("\n")[0] for words in told] == ["READY=1", "RELOADING=1", "READY=1", "STOPPING=1"]
    assert "MONOTONIC_USEC=" in told[1]
    assert len(heard) > len(told), "that it is alive is told again and again"


def test_without_systemd_nobody_is_told(tmp_path: Path) -> None:
    assert not notify("READY=1", environ={})
    assert not notify("READY=1", environ={"NOTIFY_SOCKET": "nonsense"})
    assert not notify("READY=1", environ={"NOTIFY_SOCKET": str(tmp_path / "nobody")})


def test_a_manager_that_does_not_read_keeps_nobody_waiting(
    manager: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watcher.service.notify.PATIENCE", 0.01)
    environ = {"NOTIFY_SOCKET": str(tmp_path / "notify")}
    told = 0
    while notify("WATCHDOG=1", environ=environ):
        told += 1
    assert told > 0
    assert manager.recv(100) == b"WATCHDOG=1"
    manager.close()


def test_a_name_without_a_file_is_told_too() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("\0watcher-test-notify")
        assert notify("READY=1", reloading(), environ={"NOTIFY_SOCKET": "@watcher-test-notify"})
        assert listening.recv(100).startswith(b"READY=1\nRELOADING=1\nMONOTONIC_USEC=")
