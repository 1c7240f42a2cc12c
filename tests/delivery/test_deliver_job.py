"""The job that sends: retries on schedule, only to who has not accepted, channels side by side, all on record."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

import pytest
from digest_bodies import digest, message
from mail_sink import MailSink, email_channel
from outbox_hands import log_of, put, stored
from told_clock import ToldClock

from watcher.delivery.email import EmailSender
from watcher.delivery.schedule import DELAYS
from watcher.delivery.sender import Refusal, Sender, Sent, Told, tell_nobody
from watcher.errors import DeliveryError, StoreError
from watcher.jobs.deliver import Report, deliver_due, retry_now
from watcher.model.deliveries import DeliveryState, Message, Payload, PayloadPart
from watcher.store import outbox
from watcher.store.database import Database

WAITING, SENT, FAILED = DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.FAILED


class Scripted:
    """A channel to a, b and c that answers what it is told to: ``refuses``, ``breaks``, or takes everything."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.payloads: list[Payload] = []
        self.refusals: dict[str, Refusal] = {}
        self.error: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()

    def refuses(self, recipient: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        self.refusals[recipient] = Refusal(recipient, f"no room for {recipient}", permanent, retry_after)

    def render(self, message: Message) -> Payload:
        return Payload(f"{message.id}.x", (PayloadPart("mail", "text/plain", message.text.encode()),))

    async def send(self, payload: Payload, done: tuple[str, ...] = (), told: Told = tell_nobody) -> Sent:
        self.payloads.append(payload)
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        wanted = [one for one in ("a", "b", "c") if one not in done]
        accepted = [one for one in wanted if one not in self.refusals]
        for one in accepted:
            self.got.append(one)
            await told(one, "thanks")
        return Sent(tuple(accepted), "thanks", tuple(self.refusals[one] for one in wanted if one in self.refusals))


def deliver(database: Database, senders: Mapping[str, Sender], clock: ToldClock, *only: int) -> Report:
    return asyncio.run(deliver_due(database, senders, clock, only=only or None))


def test_a_delivery_that_is_taken_is_sent_and_logged(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    number = put(database, sender, "team", clock())
    report = deliver(database, {"team": sender}, clock)

    found = stored(database, number)
    assert (found.state, found.attempts, found.sent_at, found.next_attempt_at) == (SENT, 1, clock(), None)
    assert found.accepted == ("a", "b", "c")
    assert [(one.delivery, one.channel, one.state, one.words) for one in report.outcomes] == [
        (number, "team", SENT, "thanks")
    ]
    assert not report.failed
    assert log_of(database, number) == [
        (1, None, "sent"),
        (1, "a", "accepted"),
        (1, "b", "accepted"),
        (1, "c", "accepted"),
    ]


def test_nothing_is_sent_twice(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    put(database, sender, "team", clock())
    deliver(database, {"team": sender}, clock)
    clock.forward(days=30)
    again = deliver(database, {"team": sender}, clock)

    assert not again.outcomes
    assert sender.got == ["a", "b", "c"]


def test_a_failure_for_now_is_tried_within_a_minute_then_ever_later_for_about_two_days(
    database: Database, clock: ToldClock
) -> None:
    sender = Scripted()
    sender.error = DeliveryError("busy")
    number = put(database, sender, "team", clock())
    began, waits = clock(), []
    while stored(database, number).state is WAITING:
        deliver(database, {"team": sender}, clock)
        if (again := stored(database, number).next_attempt_at) is not None:
            waits.append((again - clock()).total_seconds())
            clock.now = again

    assert tuple(waits) == DELAYS
    assert waits[0] <= 60
    assert waits == sorted(waits)
    assert timedelta(hours=44) < clock() - began < timedelta(hours=52)
    found = stored(database, number)
    assert (found.state, found.attempts, found.last_error) == (FAILED, len(DELAYS) + 1, "busy")
    assert len({payload.parts for payload in sender.payloads}) == 1, "every attempt sent the same bytes"


def test_before_its_time_nothing_is_tried(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    sender.error = DeliveryError("busy")
    put(database, sender, "team", clock())
    deliver(database, {"team": sender}, clock)
    clock.forward(seconds=29)
    deliver(database, {"team": sender}, clock)

    assert len(sender.payloads) == 1


@pytest.mark.parametrize(("asked", "kept"), [(600, 600), (1, 30), (10_000_000, 48 * 3600)])
def test_what_the_other_side_asks_to_wait_is_kept(
    database: Database, clock: ToldClock, asked: float, kept: float
) -> None:
    sender = Scripted()
    sender.error = DeliveryError("HTTP 429", retry_after=asked)
    number = put(database, sender, "team", clock())
    deliver(database, {"team": sender}, clock)

    assert stored(database, number).next_attempt_at == clock() + timedelta(seconds=kept)


def test_a_refusal_for_good_ends_it_at_once(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    sender.error = DeliveryError("HTTP 410: gone", permanent=True)
    number = put(database, sender, "team", clock())
    report = deliver(database, {"team": sender}, clock)

    found = stored(database, number)
    assert (found.state, found.next_attempt_at, found.last_error) == (FAILED, None, "HTTP 410: gone")
    assert [outcome.state for outcome in report.failed] == [FAILED]


# ---------------------------------------------------------------- recipients


def test_only_who_has_not_accepted_is_tried_again(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    sender.refuses("b")
    number = put(database, sender, "team", clock())
    deliver(database, {"team": sender}, clock)
    assert stored(database, number).state is WAITING

    sender.refusals.clear()
    clock.forward(minutes=1)
    deliver(database, {"team": sender}, clock)

    assert sender.got == ["a", "c", "b"]
    assert stored(database, number).state is SENT


def test_an_attempt_that_got_further_starts_the_schedule_anew(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    sender.error = DeliveryError("busy")
    number = put(database, sender, "team", clock())
    for _ in range(4):
        deliver(database, {"team": sender}, clock)
        clock.forward(hours=1)
    sender.error = None
    sender.refuses("c", retry_after=5)
    deliver(database, {"team": sender}, clock)

    assert stored(database, number).next_attempt_at == clock() + timedelta(seconds=30)


def test_who_refuses_for_good_is_not_tried_again_and_the_rest_is(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    sender.refuses("a", permanent=True)
    sender.refuses("b")
    number = put(database, sender, "team", clock())
    deliver(database, {"team": sender}, clock)
    assert (stored(database, number).state, stored(database, number).refused) == (WAITING, ("a",))

    sender.refusals.pop("b")
    clock.forward(minutes=1)
    deliver(database, {"team": sender}, clock)

    found = stored(database, number)
    assert sender.got == ["c", "b"]
    assert found.state is FAILED, "not everybody has it, and nobody is left to try"
    assert "no room for a" in (found.last_error or "")
    assert (1, "a", "refused") in log_of(database, number)


def test_a_persons_retry_tries_now_and_also_who_had_refused(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    sender.refuses("a", permanent=True)
    number = put(database, sender, "team", clock())
    deliver(database, {"team": sender}, clock)
    sender.refusals.clear()
    outcome = asyncio.run(retry_now(database, {"team": sender}, clock, number))

    assert outcome.state is SENT
    assert sender.got == ["b", "c", "a"]


def test_a_retry_begins_the_schedule_anew(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    sender.error = DeliveryError("gone", permanent=True)
    number = put(database, sender, "team", clock())
    deliver(database, {"team": sender}, clock)
    sender.error = DeliveryError("busy")
    clock.forward(days=5)
    asyncio.run(retry_now(database, {"team": sender}, clock, number))

    assert stored(database, number).next_attempt_at == clock() + timedelta(seconds=30)


def test_what_cannot_be_retried_is_said(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    number = put(database, sender, "team", clock())
    deliver(database, {"team": sender}, clock)

    with pytest.raises(StoreError, match=f"v{number} was sent at 2024-07-29 23:00 UTC"):
        asyncio.run(retry_now(database, {"team": sender}, clock, number))
    with pytest.raises(StoreError, match="there is no delivery v4711"):
        asyncio.run(retry_now(database, {"team": sender}, clock, 4711))


def test_what_is_being_sent_is_not_retried(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    number = put(database, sender, "team", clock())
    with database.writing() as connection:
        outbox.lease_due(connection, clock(), 1, lambda _step, now: now)

    with pytest.raises(StoreError, match="being sent right now"):
        asyncio.run(retry_now(database, {"team": sender}, clock, number))


# ---------------------------------------------------------------- side by side


def test_a_channel_that_hangs_delays_no_other(database: Database, clock: ToldClock) -> None:
    """The hanging one goes on only when the other was sent: in a line this would never end."""
    slow, quick = Scripted(), Scripted()

    async def run() -> Report:
        slow.gate = asyncio.Event()

        class Releasing(Scripted):
            async def send(self, payload: Payload, done: tuple[str, ...] = (), told: Told = tell_nobody) -> Sent:
                sent = await quick.send(payload, done, told)
                assert slow.gate is not None
                slow.gate.set()
                return sent

        put(database, slow, "slow", clock())
        put(database, quick, "quick", clock())
        return await asyncio.wait_for(deliver_due(database, {"slow": slow, "quick": Releasing()}, clock), 20)

    report = asyncio.run(run())
    assert {outcome.channel: outcome.state for outcome in report.outcomes} == {"slow": SENT, "quick": SENT}


def test_a_fault_in_one_channel_is_logged_and_stops_no_other(
    database: Database, clock: ToldClock, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = Scripted(), Scripted()
    broken.error = KeyError("a bug")
    number = put(database, broken, "broken", clock())
    put(database, sound, "sound", clock())
    deliver(database, {"broken": broken, "sound": sound}, clock)

    assert sound.got == ["a", "b", "c"]
    assert stored(database, number).last_error == "unexpected KeyError (see the log)"
    assert any(record.exc_info for record in caplog.records)


def test_a_failed_delivery_does_not_hold_up_the_next_of_its_channel(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    sender.error = DeliveryError("busy")
    numbers = [put(database, sender, "team", clock(), message(id=f"d{n}")) for n in range(3)]
    report = deliver(database, {"team": sender}, clock)

    assert [outcome.delivery for outcome in report.outcomes] == numbers
    assert len(sender.payloads) == 3


def test_a_channel_that_is_no_longer_configured_is_a_failure_in_words(database: Database, clock: ToldClock) -> None:
    number = put(database, Scripted(), "old-team", clock())
    deliver(database, {}, clock)

    found = stored(database, number)
    assert found.state is WAITING
    assert found.last_error == "there is no channel named old-team in digests.yaml any more"


def test_only_the_deliveries_asked_for_are_tried(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    first = put(database, sender, "team", clock(), message(id="d1"))
    second = put(database, sender, "team", clock(), message(id="d2"))
    deliver(database, {"team": sender}, clock, second)

    assert (stored(database, first).state, stored(database, second).state) == (WAITING, SENT)


def test_one_line_is_logged_a_delivery_without_any_address(
    database: Database, clock: ToldClock, sink: MailSink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sink.refuse("gone@example.org", "550 <gone@example.org> unknown")
    sender = EmailSender(email_channel(sink, "ana@example.org", "gone@example.org"))
    number = put(database, sender, "team", clock(), digest())
    deliver(database, {"team": sender}, clock)

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("watcher")]
    assert len(lines) == 1
    assert lines[0].startswith(f"delivery id=v{number} channel=team status=failed attempt=1 answer=")
    assert "ana@" not in lines[0]
    assert "gone@" not in (stored(database, number).last_error or "") + lines[0]


# ---------------------------------------------------------------- leases and stopping


def test_the_lease_is_renewed_while_the_attempt_lives(database: Database, clock: ToldClock) -> None:
    """With a lease of three hundredths of a second and a clock that runs on, only renewal keeps others away."""
    sender = Scripted()
    put(database, sender, "team", clock())

    async def run() -> tuple[Report, Report]:
        sender.gate = asyncio.Event()
        first = asyncio.create_task(deliver_due(database, {"team": sender}, clock, lease_seconds=0.03))
        await sender.begun.wait()
        leased = stored(database, 1)
        clock.forward(minutes=10)
        while not await asyncio.to_thread(held, database, clock):
            pass  # until the renewal has moved the lease past the new present
        assert leased.attempts == 1
        second = await deliver_due(database, {"team": sender}, clock)
        sender.gate.set()
        return await first, second

    first, second = asyncio.run(run())
    assert not second.outcomes
    assert [outcome.state for outcome in first.outcomes] == [SENT]


def held(database: Database, clock: ToldClock) -> bool:
    with database.reading() as connection:
        return not outbox.due_channels(connection, clock())


def test_an_attempt_without_end_is_ended(database: Database, clock: ToldClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.jobs.deliver.ATTEMPT_LIMIT", 0.05)
    sender = Scripted()
    number = put(database, sender, "team", clock())

    async def run() -> None:
        sender.gate = asyncio.Event()
        await deliver_due(database, {"team": sender}, clock)

    asyncio.run(run())
    assert stored(database, number).state is WAITING
    assert (stored(database, number).last_error or "").startswith("not done after")


def test_stopping_gives_the_delivery_back_at_once(database: Database, clock: ToldClock) -> None:
    sender = Scripted()
    number = put(database, sender, "team", clock())

    async def run() -> None:
        sender.gate = asyncio.Event()
        task = asyncio.create_task(deliver_due(database, {"team": sender}, clock))
        await sender.begun.wait()
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())
    sender.gate = None
    deliver(database, {"team": sender}, clock)

    assert stored(database, number).state is SENT
    assert log_of(database, number)[0] == (1, None, "failed")


def test_a_delivery_that_kills_every_worker_is_given_up_in_the_end(database: Database, clock: ToldClock) -> None:
    """Nothing is ever recorded after the lease, as when sending takes the whole process down."""
    from watcher.delivery.schedule import following

    number = put(database, Scripted(), "team", clock())
    leases = 0
    while stored(database, number).state is WAITING:
        with database.writing() as connection:
            leases += len(outbox.lease_due(connection, clock(), 1, following))
        clock.now = stored(database, number).next_attempt_at or clock.now

    assert leases == len(DELAYS) + 1
    assert stored(database, number).last_error == "the last attempt was cut off before it ended"


def test_a_worker_that_lost_its_lease_changes_nothing_by_failing(database: Database, clock: ToldClock) -> None:
    number = put(database, Scripted(), "team", clock())
    with database.writing() as connection:
        (stale,) = outbox.lease_due(connection, clock(), 1, lambda _step, now: now)
    clock.forward(minutes=5)
    with database.writing() as connection:
        (fresh,) = outbox.lease_due(connection, clock(), 1, lambda _step, now: now)
    with database.writing() as connection:
        assert not outbox.renew(connection, stale, clock())
        assert not outbox.record_failure(connection, stale, clock(), "too late", None, step=1)
        assert outbox.renew(connection, fresh, clock())

    assert stored(database, number).state is WAITING
    assert stored(database, number).last_error is None
