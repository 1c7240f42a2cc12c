"""What the store says of deliveries: listing, what fails, what was given up, pruning."""

from datetime import timedelta

import pytest
from digest_bodies import message
from mail_sink import email_channel
from outbox_hands import put, stored
from told_clock import ToldClock

from watcher.delivery.email import EmailSender
from watcher.errors import StoreError
from watcher.jobs.operator import tell_operator
from watcher.model.deliveries import Delivery, DeliveryState
from watcher.model.digests import FeedNote
from watcher.store import deliveries, outbox
from watcher.store.database import Database

SENDER = EmailSender(email_channel(25, "ana@example.org"))


def lease(database: Database, clock: ToldClock, number: int) -> Delivery:
    with database.writing() as connection:
        (leased,) = outbox.lease_due(connection, clock(), 1, lambda _step, now: now, only=[number])
    return leased


def fail(database: Database, clock: ToldClock, number: int, again: bool) -> None:
    leased = lease(database, clock, number)
    again_at = clock() + timedelta(hours=1) if again else None
    with database.writing() as connection:
        assert outbox.record_failure(connection, leased, clock(), "550 no", again_at, step=1)


def test_the_listing_is_newest_first_and_carries_no_bodies(database: Database, clock: ToldClock) -> None:
    numbers = [put(database, SENDER, "team", clock(), message(id=f"d{n}")) for n in range(3)]
    with database.reading() as connection:
        found = deliveries.listing(connection)

    assert [delivery.id for delivery in found] == numbers[::-1]
    assert not any(delivery.payload.parts for delivery in found)
    assert {(delivery.kind, delivery.name) for delivery in found} == {("digest", "daily")}


def test_what_is_stored_is_what_was_rendered(database: Database, clock: ToldClock) -> None:
    number = put(database, SENDER, "team", clock(), message())

    assert stored(database, number).payload == SENDER.render(message())


def test_next_due_is_the_earliest_that_waits(database: Database, clock: ToldClock) -> None:
    with database.reading() as connection:
        assert outbox.next_due(connection) is None
    with database.writing() as connection:
        later = clock() + timedelta(hours=8)
        deliveries.enqueue(connection, message(), "team", SENDER.render(message()), clock(), due_at=later)
    with database.reading() as connection:
        assert outbox.next_due(connection) == later
        assert not outbox.due_channels(connection, clock())
        assert outbox.due_channels(connection, later) == ["team"]


def test_failing_names_the_channel_and_not_what_was_said(database: Database, clock: ToldClock) -> None:
    put(database, SENDER, "fine", clock())
    fail(database, clock, put(database, SENDER, "team", clock(), message(id="d1")), again=True)
    fail(database, clock, put(database, SENDER, "team", clock(), message(id="d2")), again=False)
    with database.reading() as connection:
        found = deliveries.failing(connection, clock() - timedelta(days=1))
        later = deliveries.failing(connection, clock() + timedelta(days=1))

    assert found == (FeedNote("team", "", "1 given up, the oldest of 2024-07-29; 1 waiting since 2024-07-29"),)
    assert later == (FeedNote("team", "", "1 waiting since 2024-07-29"),)


def test_pruning_drops_what_ended_long_ago_and_keeps_that_it_was_sent(database: Database, clock: ToldClock) -> None:
    done, waiting = put(database, SENDER, "team", clock()), put(database, SENDER, "team", clock(), message(id="d2"))
    fail(database, clock, done, again=False)
    clock.forward(days=400)
    with database.writing() as connection:
        assert deliveries.prune(connection, clock() - timedelta(days=365)) == 1

    assert not stored(database, done).payload.parts
    assert stored(database, done).state is DeliveryState.FAILED
    assert stored(database, waiting).payload.parts
    with database.writing() as connection, pytest.raises(StoreError, match="were pruned"):
        deliveries.retry(connection, done, clock())


# ---------------------------------------------------------------- the operator


def test_the_operator_is_told_once_a_day_what_was_given_up(database: Database, clock: ToldClock) -> None:
    def tell(*reasons: str) -> int | None:
        return tell_operator(database, "ops", SENDER, reasons, clock())

    assert tell() is None, "nothing to say"
    fail(database, clock, put(database, SENDER, "team", clock()), again=False)
    first = tell("No feed answered for 6 hours.")
    assert first is not None
    assert tell("The disk is full.") is None, "one went out today"

    mail = stored(database, first)
    assert (mail.kind, mail.channel, mail.digest) == ("operator", "ops", None)
    text = mail.payload.parts[0].body.decode()
    assert "No feed answered for 6 hours." in text
    assert "daily to team" in text

    clock.forward(hours=25)
    assert tell() is None, "what was given up is told once"
    assert tell("The disk is full.") is not None


def test_a_message_to_the_operator_that_is_given_up_is_no_reason_for_another(
    database: Database, clock: ToldClock
) -> None:
    number = tell_operator(database, "ops", SENDER, ["The disk is full."], clock())
    assert number is not None
    fail(database, clock, number, again=False)
    clock.forward(days=2)

    assert tell_operator(database, "ops", SENDER, [], clock()) is None
