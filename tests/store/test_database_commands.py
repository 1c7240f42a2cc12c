"""``watcher db``: copies that can be trusted, a past that is not sent twice, and what retention lets go."""

import json
import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from house import EVERYTHING, House, Item, rss
from scripted_server import Reply, ScriptedServer
from sqlalchemy import insert, select

from watcher.store import notes
from watcher.store.database import Database
from watcher.store.locks import ProcessLock
from watcher.store.prune import Pruned, prune_stories
from watcher.store.schema import HEAD
from watcher.store.sent import LINEAGE
from watcher.store.tables import CORRECTIONS, ENTRIES

NOW = datetime.now(UTC)


def item(name: str, age: timedelta = timedelta(hours=5), *, dated: bool = True) -> Item:
    date = format_datetime(NOW - age) if dated else ""
    return Item(f"Report on the {name}", f"The {name} was described.", f"https://wire.example/{name}", name, date)


@pytest.fixture
def house(tmp_path: Path, server: ScriptedServer) -> House:
    """One feed, one digest, one webhook that takes everything; nothing was polled yet."""
    server.feed("/feed", rss(item("lantern")))
    server.handler("/hook", lambda _: Reply(204))
    return House(
        tmp_path,
        feeds=[{"url": server.url("/feed"), "name": "Harbour Wire"}],
        keywords=EVERYTHING,
        channels=[{"name": "desk", "type": "webhook", "url": server.url("/hook"), "allow_private": True}],
        digests=[{"name": "daily", "channels": ["desk"], "schedule": "0 7 * * *"}],
    )


def told(server: ScriptedServer) -> list[str]:
    """The titles of all stories that were ever sent, in order."""
    bodies = [json.loads(request.body) for request in server.asked("/hook")]
    return [story["title"] for body in bodies for area in body["focus_areas"] for story in area["stories"]]


# ---------------------------------------------------------------- backup and restore


def test_a_backup_is_readable_by_its_owner_alone_and_holds_what_lies_in_the_log(house: House, tmp_path: Path) -> None:
    house.poll()
    said = house.run("db", "backup", str(tmp_path / "copies" / "today.db"))
    copy = tmp_path / "copies" / "today.db"
    assert said.code == 0, said.err
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(house.database.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT title FROM entries").fetchall() == [("Report on the lantern",)]


def test_a_backup_replaces_only_by_a_whole_copy(house: House, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("the backup of yesterday")
    house.database.write_bytes(b"no database at all, and long enough to be looked at" * 100)
    said = house.run("db", "backup", str(target))
    assert said.code == 1
    assert "not a database" in said.err
    assert target.read_text() == "the backup of yesterday"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_the_database_itself_is_no_backup(house: House, command: str) -> None:
    house.poll()
    said = house.run("db", command, str(house.database))
    assert said.code == 1
    assert "is the database itself" in said.err


@pytest.mark.parametrize("suffix", ["-wal", "-shm", ".run-lock", ".upgrade-lock"])
def test_what_belongs_to_the_database_is_no_backup_either(house: House, suffix: str) -> None:
    house.poll()
    said = house.run("db", "backup", f"{house.database}{suffix}")
    assert said.code == 1
    assert "belongs to the database itself" in said.err


def test_what_is_no_file_is_not_put_out_of_its_place(house: House, tmp_path: Path) -> None:
    """Root would have put a file where a device was."""
    house.poll()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    said = house.run("db", "backup", str(pipe))
    assert said.code == 1
    assert "is a device or the like" in said.err
    assert pipe.is_fifo()


def test_a_backup_is_taken_while_somebody_writes(house: House, tmp_path: Path) -> None:
    house.poll()
    database = Database(f"sqlite:///{house.database}")
    with database.writing() as connection:
        notes.put(connection, "half", "written")
        said = house.run("db", "backup", str(tmp_path / "copy.db"))
    database.close()
    assert said.code == 0, said.err
    with sqlite3.connect(tmp_path / "copy.db") as connection:
        assert connection.execute("SELECT count(*) FROM notes WHERE key = 'half'").fetchone() == (0,)


def test_a_restore_is_refused_while_a_service_runs(house: House, tmp_path: Path) -> None:
    house.poll()
    house.run("db", "backup", str(tmp_path / "copy.db"))
    database = Database(f"sqlite:///{house.database}")
    lock = ProcessLock(database, "run")
    assert lock.acquire()
    before = house.database.read_bytes()
    said = house.run("db", "restore", str(tmp_path / "copy.db"))
    lock.release()
    assert said.code == 1
    assert "stop it first" in said.err
    assert house.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"a letter to a friend, and not a short one " * 200])
def test_what_is_no_backup_is_refused_and_nothing_changes(house: House, tmp_path: Path, content: bytes) -> None:
    house.poll()
    (tmp_path / "letter").write_bytes(content)
    said = house.run("db", "restore", str(tmp_path / "letter"))
    assert said.code == 1
    assert "Traceback" not in said.err
    assert [entry["title"] for entry in house.run("entries", "--json").records] == ["Report on the lantern"]


@pytest.mark.parametrize("page", [3, -1])
def test_a_damaged_backup_is_refused_and_nothing_changes(house: House, tmp_path: Path, page: int) -> None:
    """Also where the damage lies in a page that nobody reads at first: it would be found when it is too late."""
    house.poll()
    copy = tmp_path / "copy.db"
    house.run("db", "backup", str(copy))
    size = 4096
    content = bytearray(copy.read_bytes())
    at = page * size % len(content)
    content[at : at + size] = b"\xa5" * size
    copy.write_bytes(content)
    said = house.run("db", "restore", str(copy))
    assert said.code == 1
    assert "damaged" in said.err or "malformed" in said.err
    assert "unexpected" not in said.err
    assert [entry["title"] for entry in house.run("entries", "--json").records] == ["Report on the lantern"]


def test_a_restore_brings_the_old_state_and_keeps_what_it_replaced(
    house: House, tmp_path: Path, server: ScriptedServer
) -> None:
    house.poll()
    house.run("db", "backup", str(tmp_path / "copy.db"))
    server.feed("/feed", rss(item("lantern"), item("ferry")))
    house.poll()
    said = house.run("db", "restore", str(tmp_path / "copy.db"))
    assert said.code == 0, said.err
    assert [entry["title"] for entry in house.run("entries", "--json").records] == ["Report on the lantern"]
    assert stat.S_IMODE(house.database.stat().st_mode) == 0o600
    with sqlite3.connect(tmp_path / "watcher.db.before-restore") as kept:
        assert kept.execute("SELECT count(*) FROM entries").fetchone() == (2,)


def lose(path: Path) -> None:
    for name in ("", "-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)


def damage(path: Path) -> None:
    path.write_bytes(b"\0damaged" * 4096)


def leave(path: Path) -> None:
    assert path.exists()


@pytest.mark.parametrize("disaster", [leave, lose, damage])
def test_after_a_restore_nothing_already_sent_is_sent_again(
    house: House, tmp_path: Path, server: ScriptedServer, disaster: Callable[[Path], None]
) -> None:
    """Sent before the backup, sent between backup and restore, known to the backup or not."""
    house.poll()
    house.run("db", "backup", str(tmp_path / "copy.db"))
    server.feed("/feed", rss(item("lantern"), item("ferry", timedelta(hours=3))))
    house.poll()
    assert house.run("digest", "daily", "--send").code == 0
    assert sorted(told(server)) == ["Report on the ferry", "Report on the lantern"]

    disaster(house.database)
    said = house.run("db", "restore", str(tmp_path / "copy.db"))
    assert said.code == 0, said.err
    house.poll()
    house.run("digest", "daily", "--send")

    assert sorted(told(server)) == ["Report on the ferry", "Report on the lantern"]
    assert len({request.headers["webhook-id"] for request in server.asked("/hook")}) == len(server.asked("/hook"))
    titles = {entry["title"] for entry in house.run("entries", "--json").records}
    assert titles == {"Report on the ferry", "Report on the lantern"}, "what the feed still has is known again"


def test_news_after_a_restore_are_told(house: House, tmp_path: Path, server: ScriptedServer) -> None:
    house.poll()
    house.run("digest", "daily", "--send")
    house.run("db", "backup", str(tmp_path / "copy.db"))
    house.run("db", "restore", str(tmp_path / "copy.db"))
    fresh = replace(item("bridge"), date=format_datetime(datetime.now(UTC) + timedelta(seconds=1)))
    server.feed("/feed", rss(fresh, item("lantern")))
    house.poll()
    house.run("digest", "daily", "--send")
    assert told(server) == ["Report on the lantern", "Report on the bridge"]


def test_told_entries_without_a_date_do_not_come_back(house: House, tmp_path: Path, server: ScriptedServer) -> None:
    house.poll()
    house.run("db", "backup", str(tmp_path / "copy.db"))
    server.feed("/feed", rss(item("ferry", dated=False), item("lantern")))
    house.poll()
    house.run("digest", "daily", "--send")
    house.run("db", "restore", str(tmp_path / "copy.db"))
    house.poll()
    house.run("digest", "daily", "--send")
    assert sorted(told(server)) == ["Report on the ferry", "Report on the lantern"]


@pytest.mark.parametrize("known", [True, False])
def test_a_delivery_that_waited_at_the_backup_and_was_sent_since_stays_sent(
    house: House, tmp_path: Path, server: ScriptedServer, known: bool
) -> None:
    house.poll()
    server.fail("/hook", 503)
    house.run("digest", "daily", "--send")
    house.run("db", "backup", str(tmp_path / "copy.db"))
    server.handler("/hook", lambda _: Reply(204))
    (waiting,) = house.run("deliveries", "--json").records
    assert waiting["state"] == "waiting"
    assert house.run("deliveries", "retry", waiting["id"]).code == 0
    arrived = len(server.asked("/hook"))

    if not known:
        lose(house.database)
    assert house.run("db", "restore", str(tmp_path / "copy.db")).code == 0

    (delivery,) = house.run("deliveries", "--json").records
    assert delivery["state"] == ("sent" if known else "failed")
    assert known or "held" in delivery["last_error"]
    assert len(server.asked("/hook")) == arrived


# ---------------------------------------------------------------- retention


def test_prune_keeps_what_digests_corrections_and_followups_point_to(house: House, server: ScriptedServer) -> None:
    """Of four old stories three are pointed to; the fourth goes, and does not come back as news."""
    old = timedelta(days=500)
    server.feed(
        "/feed",
        rss(
            item("lantern", old),
            item("ferry", old),
            replace(
                item("bridge", old),
                title="Ministers will meet in Singapore on 3 March 2031",
                text="The ministers will meet in Singapore on 3 March 2031.",
            ),
            item("mill", old),
        ),
    )
    house.poll()
    ids = {story["title"]: story["id"] for story in house.run("stories", "--all", "--json").records}
    assert house.run("stories", "dismiss", ids["Report on the ferry"]).code == 0
    mark_told(house, int(ids["Report on the lantern"][1:]))

    said = house.run("db", "prune")
    assert said.code == 0, said.err
    assert "1 entry in 1 story" in said.out
    left = {entry["title"] for entry in house.run("entries", "--json").records}
    assert left == {"Report on the lantern", "Report on the ferry", "Ministers will meet in Singapore on 3 March 2031"}
    server.feed("/feed", rss(item("mill", old), item("lantern", old)))
    assert house.poll()["entries_new"] == 0


def test_prune_goes_past_what_a_person_corrected_however_much_of_it_there_is(
    house: House, server: ScriptedServer
) -> None:
    """A batch that holds nothing but corrected entries is not the end."""
    old = timedelta(days=500)
    server.feed("/feed", rss(*(item(word, old) for word in ("lantern", "ferry", "mill", "quarry"))))
    house.poll()
    with sqlite3.connect(house.database) as connection:  # no number is that of an entry and of a story
        connection.execute("UPDATE entries SET id = id + 100")
        connection.execute("UPDATE entry_keys SET entry_id = entry_id + 100")
    connection.close()
    database = Database(f"sqlite:///{house.database}")
    with database.writing() as connection:
        entries = connection.execute(select(ENTRIES).order_by(ENTRIES.c.story_id)).all()
        for entry in entries[:2]:
            connection.execute(insert(CORRECTIONS).values(action="split", story_id=999, other=[entry.id], at=NOW))
    with database.writing() as connection:
        assert prune_stories(connection, NOW, limit=2) == Pruned(2, 2)
        assert prune_stories(connection, NOW, limit=2) == Pruned(0, 0)
    database.close()


def mark_told(house: House, story: int) -> None:
    """As a digest of last year did."""
    with sqlite3.connect(house.database) as connection:
        connection.execute(
            "INSERT INTO digests"
            " (id, name, window_start, window_end, generated_at, skipped, subject, text, html, markdown)"
            " VALUES (1, 'daily', '2024-01-01', '2024-01-02', '2024-01-02', 0, '', '', '', '')"
        )
        connection.execute(
            "INSERT INTO told_stories (digest_name, story_id, digest_id, sources, told_until)"
            " VALUES ('daily', ?, 1, 1, '2024-01-02')",
            (story,),
        )


def test_stats_say_rows_and_bytes_by_kind(house: House) -> None:
    assert house.run("db", "stats").code == 1
    assert not house.database.exists(), "asked for, not made"
    house.poll()
    found = {record["kind"]: record for record in house.run("db", "stats", "--json").records}
    assert found["entries"]["rows"] == found["stories"]["rows"] == 1
    assert found["entries"]["bytes"] is None or found["entries"]["bytes"] >= 4096
    said = house.run("db", "stats")
    assert said.out.splitlines()[0].split() == ["kind", "rows", "bytes"]


# ---------------------------------------------------------------- the schema's revision


def test_upgrade_makes_the_schema_and_says_so_once(house: House) -> None:
    assert f"revision {HEAD} now" in house.run("db", "upgrade").out
    assert "already" in house.run("db", "upgrade").out


def test_a_database_newer_than_the_program_is_refused_unchanged(house: House) -> None:
    house.poll()
    with sqlite3.connect(house.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = house.database.read_bytes()
    for command in (["entries"], ["poll"], ["db", "upgrade"]):
        said = house.run(*command)
        assert said.code == 1
        assert "newer Watcher" in said.err
    assert house.database.read_bytes() == before


def test_every_database_has_a_name_of_its_own(house: House, tmp_path: Path) -> None:
    house.poll()
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    house.run("--database", f"sqlite:///{tmp_path / 'other.db'}", "db", "upgrade")
    one = Database(f"sqlite:///{house.database}")
    with one.reading() as connection, other.reading() as of_other:
        assert notes.get(connection, LINEAGE)
        assert notes.get(connection, LINEAGE) != notes.get(of_other, LINEAGE)
    one.close()
    other.close()


def test_writers_wait_for_a_backup_and_go_on(house: House, tmp_path: Path) -> None:
    """Ten backups in a row, a writer beside them: neither fails for the other."""
    house.poll()
    database = Database(f"sqlite:///{house.database}")
    done = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not done.is_set():
            with database.writing() as connection:
                notes.put(connection, f"n{len(written)}", "x" * 2000)
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    codes = [house.run("db", "backup", str(tmp_path / f"copy{n}.db")).code for n in range(10)]
    done.set()
    writer.join()
    database.close()
    assert codes == [0] * 10
    assert written
