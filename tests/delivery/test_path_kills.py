"""A service killed at each step between a window's end and the record of its deliveries: what arrives, how often."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import path_victim
import pytest
import victim
from house import House, Item, rss
from mail_sink import MailSink
from scripted_server import ScriptedServer

HERE = Path(__file__).parent
BEFORE = datetime.fromisoformat("2023-10-13T12:30:00+00:00")
MORNING = datetime.fromisoformat("2023-10-13T23:00:05+00:00")
STORIES = (
    Item("Washington and Singapore open a shared quantum testbed", "Two laboratories link up.", guid="1"),
    Item("Singapore vaccine maker buys a Boston biotech plant", "A factory in the United States.", guid="2"),
)


@pytest.fixture
def house(tmp_path: Path, server: ScriptedServer, sink: MailSink) -> House:
    """Two stories read, one digest that goes to a mail list and a webhook."""
    server.feed("/a.xml", rss(*STORIES))
    server.fail("/hook", 200)
    house = House(
        tmp_path,
        feeds=[{"url": server.url("/a.xml"), "name": "Harbour Wire"}],
        channels=[
            {"name": "mail", "type": "email", "to": ["ana@example.org", "ben@example.org"], "from": "w@example.org",
             "smtp": f"smtp://127.0.0.1:{sink.port}"},
            {"name": "hook", "type": "webhook", "url": server.url("/hook"), "allow_private": True},
        ],
        digests=[
            {"name": "daily", "schedule": "0 7 * * *", "timezone": "Asia/Singapore", "channels": ["mail", "hook"]}
        ],
    )  # fmt: skip
    asyncio.run(path_victim.work(house.config, BEFORE))
    house.poll()
    return house


@pytest.mark.parametrize("channel", ["mail", "hook"])
@pytest.mark.parametrize(
    ("step", "repeated"),
    [
        ("composing", 0),  # nothing was committed: the window is open, and composed again
        ("composed", 0),
        ("leased", 0),
        ("sent", 1),  # taken, which nobody could know: the same bytes again under the same id
        ("before-recording", 0),  # each acceptance was on record already
    ],
)
def test_a_killed_service_loses_nothing_and_tells_no_story_twice(
    step: str, repeated: int, channel: str, house: House, server: ScriptedServer, sink: MailSink
) -> None:
    killed = subprocess.run(
        [sys.executable, str(HERE / "path_victim.py"), str(house.config), MORNING.isoformat(), step, channel],
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == victim.KILLED, killed.stderr.decode()

    for later in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=2)):
        asyncio.run(path_victim.work(house.config, MORNING + later))

    posted = server.asked("/hook")
    arrived = Counter(mail.recipient for mail in sink.mails)
    at_most = 1 + (repeated if channel == "mail" else 0)
    # Mail goes to several readers at a time, and either may be answered first: the other's may be under way when the
    # first one's word is lost.
    assert set(arrived) == {"ana@example.org", "ben@example.org"}
    assert max(arrived.values()) == at_most
    assert len(posted) == 1 + (repeated if channel == "hook" else 0)
    assert len({str(mail.parsed["Message-ID"]) for mail in sink.mails}) == 1
    assert len({(request.headers["webhook-id"], request.body) for request in posted}) == 1
    told = [s["title"] for area in json.loads(posted[0].body)["focus_areas"] for s in area["stories"]]
    assert sorted(told) == sorted(item.title for item in STORIES)
    records = house.run("digests", "--json").records
    assert [record["state"] for record in records] == ["skipped", "skipped", "sent"]
    assert {record["state"] for record in house.run("deliveries", "--json").records} == {"sent"}
