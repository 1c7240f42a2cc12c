"""A changed configuration takes effect by itself; a bad one is refused as a whole, and the last good one stays."""

import json
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from house import EVERYTHING, KEYWORDS, House, Item, rss
from running import DEAL, Running, messages
from scripted_server import Connection, ScriptedServer

from watcher.service.reload import ConfigFiles

Start = Callable[..., Running]


def feeds(house: House, *more: dict[str, Any]) -> dict[str, Any]:
    return {"feeds": [*house.feeds, *more]}


def test_an_added_feed_is_asked_at_once_also_while_another_is_being_polled(
    house: House, server: ScriptedServer, start: Start
) -> None:
    def hang(connection: Connection) -> None:
        connection.pause(60)

    house.write("feeds.yaml", feeds(house, {"url": server.raw("/slow", hang), "name": "Slow"}))
    service = start(house)
    service.wait_for("Harbour Wire.*updated")
    server.feed("/more", rss(Item("Second word", "Text.", guid="2"), title="Second"))
    house.write("feeds.yaml", feeds(house, {"url": server.url("/more"), "name": "Second"}))
    service.wait_for("configuration reloaded: feeds=2")
    service.wait_for("poll feed='Second' outcome=updated")
    assert service.stop() == 0


def test_a_half_written_file_is_refused_with_its_faults_and_the_whole_one_taken(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    whole = json.dumps(feeds(house, {"url": "https://second.example/feed", "enabled": False}))
    (house.config / "feeds.yaml").write_text(whole[: len(whole) // 2])
    service.wait_for("refused")
    fault = service.wait_for("configuration: feeds.yaml")
    assert "found" in fault
    page = service.get("/")
    assert "is refused" in page.body
    assert "feeds.yaml:1" in page.body
    assert "quantum deal" in page.body, "the last good configuration goes on"
    figures = service.get("/metrics")
    assert figures.metric("watcher_config_refused") == 1
    assert figures.metric('watcher_config_reloads_total{result="refused"}') == 1

    (house.config / "feeds.yaml").write_text(whole)
    service.wait_for("configuration reloaded: feeds=2")
    assert "is refused" not in service.get("/").body
    assert service.get("/metrics").metric("watcher_config_refused") == 0


def test_a_deleted_file_is_refused_and_its_return_taken(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    path = house.config / "digests.yaml"
    content = path.read_text()
    path.unlink()
    assert "no such file" in service.wait_for("configuration: digests.yaml")
    assert service.get("/healthz").status == 200
    path.write_text(content)
    service.wait_for("read again; nothing in it has changed")
    assert "is refused" not in service.get("/").body


def test_a_file_put_in_the_place_of_the_old_one_is_seen(house: House, start: Start) -> None:
    """As most editors save, and with the old file's times kept."""
    service = start(house)
    service.wait_for("outcome=updated")
    beside = house.config / "feeds.yaml.new"
    beside.write_text(json.dumps(feeds(house, {"url": "https://second.example/feed", "enabled": False})))
    beside.replace(house.config / "feeds.yaml")
    service.wait_for("configuration reloaded: feeds=2")


def test_a_folder_of_links_that_is_put_in_the_place_of_another_is_seen(house: House, start: Start) -> None:
    """As Kubernetes mounts a ConfigMap: each file leads through one link, which is led elsewhere at once."""
    house.config.rename(house.root / "v1")
    house.config.mkdir()
    (house.config / "..data").symlink_to(house.root / "v1")
    for file in (house.root / "v1").iterdir():
        (house.config / file.name).symlink_to(f"..data/{file.name}")
    service = start(house)
    service.wait_for("outcome=updated")
    shutil.copytree(house.root / "v1", house.root / "v2")
    second = feeds(house, {"url": "https://second.example/feed", "enabled": False})
    (house.root / "v2" / "feeds.yaml").write_text(json.dumps(second))
    (house.config / "..new").symlink_to(house.root / "v2")
    (house.config / "..new").replace(house.config / "..data")
    service.wait_for("configuration reloaded: feeds=2")


def test_a_file_in_whose_place_is_a_folder_is_refused(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    (house.config / "digests.yaml").unlink()
    (house.config / "digests.yaml").mkdir()
    service.wait_for(r"is refused \(1 fault\)")
    assert "found a directory" in service.wait_for("configuration: digests.yaml")
    assert service.get("/healthz").status == 200


def test_other_permissions_are_a_change_too(tmp_path: Path) -> None:
    """A file that could not be read when it was looked at is read when it can be."""
    path = tmp_path / "feeds.yaml"
    path.write_text("feeds: []")
    files = ConfigFiles([path])
    assert not files.changed()
    path.chmod(0o400)
    assert not files.changed(), "perhaps it is being worked on"
    assert files.changed()


def test_a_door_that_would_open_is_refused_as_a_fault_of_the_configuration(house: House, start: Start) -> None:
    document = json.loads((house.config / "watcher.yaml").read_text())
    house.write("watcher.yaml", {**document, "web": {"password": "open sesame"}})
    service = start(house, bind="0.0.0.0")
    service.wait_for("outcome=updated")
    house.write("watcher.yaml", document)
    service.wait_for("configuration: watcher.yaml: web.password: found none")
    assert "is refused" in service.get("/", password="open sesame").body
    assert service.get("/metrics", password="open sesame").metric("watcher_config_refused") == 1
    assert service.get("/").status == 401


def test_every_fault_of_every_file_is_told_and_nothing_is_taken(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    house.write("feeds.yaml", {"feeds": [{"url": "nonsense"}]})
    house.write("digests.yaml", {"channels": [], "digests": [{"name": "daily", "schedule": "now and then"}]})
    house.write("watcher.yaml", {"database": "sqlite:///elsewhere.db", "log": {"format": "json"}})
    service.wait_for_each("configuration: feeds.yaml:", "configuration: digests.yaml:")
    assert service.stop() == 0
    assert not service.log[-1].startswith("{"), "the good file of a bad set is not taken either"


def test_a_hangup_reads_the_files_at_once(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    service.signal(signal.SIGHUP)
    service.wait_for("read again; nothing in it has changed")


def relevant(house: House) -> list[tuple[str, bool]]:
    return [(story["title"], story["relevant"]) for story in house.run("stories", "--all", "--json").records]


def test_changed_keywords_tag_untold_stories_anew(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    assert relevant(house) == [(DEAL.title, True)]
    (house.config / "keywords.yaml").write_text(KEYWORDS.replace("quantum", "photonics"))
    service.wait_for("keyword file has changed.*1 are no longer")
    assert relevant(house) == [(DEAL.title, False)]
    (house.config / "keywords.yaml").write_text(EVERYTHING)
    service.wait_for("keyword file has changed.*1 became relevant")
    assert relevant(house) == [(DEAL.title, True)]


def test_what_a_poll_under_way_still_tagged_by_the_old_file_is_tagged_anew(
    house: House, server: ScriptedServer, start: Start
) -> None:
    """The answer of a slow feed comes after the reload, and is judged by the rules that were in force when asked."""
    body = rss(Item("United States and Singapore talk photonics", "Light.", guid="3"), title="Slow")
    asked: list[Connection] = []

    def answer_late(connection: Connection) -> None:
        asked.append(connection)
        while not (house.root / "go").exists() and connection.pause(0.02):
            pass
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    house.write("feeds.yaml", feeds(house, {"url": server.raw("/slow", answer_late), "name": "Slow"}))
    service = start(house)
    service.wait_for("Harbour Wire.*updated")
    (house.config / "keywords.yaml").write_text(KEYWORDS.replace("quantum", "photonics"))
    service.wait_for("keyword file has changed")
    (house.root / "go").touch()
    service.wait_for("Slow.*updated")
    service.wait_for("keyword file has changed.*1 became relevant")
    assert ("United States and Singapore talk photonics", True) in relevant(house)
    assert asked


def test_channels_and_schedules_take_effect_without_a_start(house: House, tmp_path: Path, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    folder = tmp_path / "sent"
    digest = {"name": "always", "schedule": "* * * * *", "channels": ["folder"], "when_empty": "send"}
    house.write(
        "digests.yaml",
        {"channels": [{"name": "folder", "type": "file", "dir": str(folder)}], "digests": [digest]},
    )
    service.wait_for("configuration reloaded: feeds=1 digests=1")
    before_this_minute(house, "always")
    service.wait_for_each("digest name=always id=d1", "delivery id=v1 channel=folder status=sent")
    assert list(folder.glob("*"))


def before_this_minute(house: House, name: str) -> None:
    """As if the digest had been known for long: its first run is not waited for."""
    with sqlite3.connect(house.database, timeout=30) as connection:
        connection.execute(
            "INSERT INTO notes VALUES (?, '2024-01-01T00:00:00+00:00') "
            "ON CONFLICT DO UPDATE SET value = excluded.value",
            (f"digest:{name}",),
        )


def test_log_and_password_take_effect_at_once(house: House, start: Start) -> None:
    service = start(house)
    service.wait_for("outcome=updated")
    document = json.loads((house.config / "watcher.yaml").read_text())
    house.write("watcher.yaml", {**document, "log": {"format": "json"}, "web": {"password": "open sesame"}})
    line = service.wait_for("configuration reloaded")
    assert messages([line]) == ["configuration reloaded: feeds=1 digests=0"]
    assert service.get("/").status == 401
    assert service.get("/", password="wrong").status == 401
    assert service.get("/", password="open sesame").status == 200


def test_a_changed_log_level_takes_effect_at_once(house: House, start: Start) -> None:
    """Of two feeds that are added one after the other, the first is asked without a word."""
    service = start(house)
    service.wait_for("outcome=updated")
    document = json.loads((house.config / "watcher.yaml").read_text())
    server, quiet = house.feeds[0]["url"], {**document, "log": {"level": "warning"}}
    house.write("watcher.yaml", quiet)
    house.write("feeds.yaml", feeds(house, {"url": f"{server}?second", "name": "Second"}))
    service.wait_until(lambda: asked_well(house, "Second"))
    house.write("watcher.yaml", document)
    house.write("feeds.yaml", feeds(house, {"url": f"{server}?third", "name": "Third"}))
    service.wait_for("outcome=")
    assert "Third" in service.log[-1]
    assert not [line for line in service.log if "Second" in line]


def asked_well(house: House, name: str) -> bool:
    return any(feed["name"] == name and feed["last_success_at"] for feed in house.run("feeds", "--json").records)


@pytest.mark.parametrize(
    ("change", "told"),
    [({"database": "sqlite:///elsewhere.db"}, "database"), ({"web": {"bind": "127.0.0.1:1"}}, None)],
)
def test_what_only_a_start_can_change_is_told(
    house: House, start: Start, change: dict[str, Any], told: str | None
) -> None:
    """``--bind`` goes before the file, so a changed ``web.bind`` says nothing here."""
    service = start(house)
    service.wait_for("outcome=updated")
    document = json.loads((house.config / "watcher.yaml").read_text())
    house.write("watcher.yaml", {**document, **change})
    if told:
        service.wait_for(f"a changed {told} takes effect when the service is started again")
    service.wait_for("nothing in it has changed")
    assert not (house.root / "elsewhere.db").exists()
