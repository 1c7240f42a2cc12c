"""A worker killed at each step: what arrives in the end, how often, and under which id."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import victim
from digest_bodies import digest
from mail_sink import MailSink
from outbox_hands import put
from scripted_server import ScriptedServer

from watcher.http_client import HttpClient
from watcher.jobs.deliver import Report, deliver_due
from watcher.model.deliveries import DeliveryState
from watcher.settings import Polling
from watcher.store import deliveries
from watcher.store.database import Database

HERE = Path(__file__).parent


@pytest.mark.parametrize("channel", ["mail", "hook"])
@pytest.mark.parametrize(
    ("step", "arrivals"),
    [
        ("composing", 0),  # nothing was committed: the window is still open and will be composed again
        ("composed", 1),
        ("leased", 1),
        ("sent", 2),  # it had been taken, which nobody could know: the same bytes again under the same id
        ("before-recording", 1),  # the acceptance was on record already
    ],
)
def test_a_killed_worker_loses_nothing(
    step: str, arrivals: int, channel: str, database: Database, server: ScriptedServer, sink: MailSink
) -> None:
    server.fail("/hook", 200)
    arguments = [str(database.url), step, str(sink.port), server.url("/hook"), channel]
    killed = subprocess.run(
        [sys.executable, str(HERE / "victim.py"), *arguments],
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == victim.KILLED, killed.stderr.decode()

    report = rescued(database, server, sink, after=timedelta(minutes=1))
    again = rescued(database, server, sink, after=timedelta(days=3))

    taken = [mail.raw for mail in sink.mails] if channel == "mail" else [request.body for request in server.requests]
    identities = {str(mail.parsed["Message-ID"]) for mail in sink.mails} | {
        request.headers["webhook-id"] for request in server.requests
    }
    assert len(taken) == arrivals
    assert len(set(taken)) == len(identities) == min(arrivals, 1), "a repeat is the same bytes under the same id"
    assert [outcome.state for outcome in report.outcomes] == [DeliveryState.SENT] * min(arrivals, 1)
    assert not again.outcomes
    with database.reading() as connection:
        assert {delivery.state for delivery in deliveries.listing(connection)} <= {DeliveryState.SENT}


def rescued(database: Database, server: ScriptedServer, sink: MailSink, after: timedelta) -> Report:
    """What the next worker does, so long after the kill."""

    async def run() -> Report:
        async with HttpClient(Polling()) as http:
            senders = victim.senders(sink.port, server.url("/hook"), http)
            return await deliver_due(database, senders, lambda: victim.NOW + after)

    return asyncio.run(run())


def test_a_lease_keeps_other_workers_away_until_it_ends(
    database: Database, server: ScriptedServer, sink: MailSink, sink_of: Callable[..., MailSink]
) -> None:
    """A second worker comes while the first still waits for the server: nothing is sent twice."""
    sink.hold("ana@example.org")

    async def run() -> tuple[Report, Report]:
        async with HttpClient(Polling()) as http:
            senders = victim.senders(sink.port, server.url("/hook"), http)
            put(database, senders["mail"], "mail", victim.NOW, digest())
            first = asyncio.create_task(deliver_due(database, senders, lambda: victim.NOW))
            await asyncio.to_thread(sink.held_back.wait, 10)
            second = await deliver_due(database, senders, lambda: victim.NOW + timedelta(seconds=20))
            sink.release("ana@example.org")
            return await first, second

    first, second = asyncio.run(run())
    assert [outcome.state for outcome in first.outcomes] == [DeliveryState.SENT]
    assert not second.outcomes
    assert len(sink.mails) == 1
