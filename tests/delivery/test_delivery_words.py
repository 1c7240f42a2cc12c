"""Small pure pieces of delivery: Retry-After, the schedule, ids."""

from datetime import UTC, datetime, timedelta

import pytest
from digest_bodies import message

from watcher.delivery.identity import message_id, safe_name
from watcher.delivery.retry_after import seconds
from watcher.delivery.schedule import DELAYS, following

NOW = datetime(2024, 7, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None), ("", None), ("120", 120), (" 5 ", 5), ("0.5", 0.5), ("-3", 0), ("nan", None), ("inf", None),
        ("Tue, 30 Jul 2024 07:01:00 GMT", 60), ("Tue, 30 Jul 2024 06:00:00 GMT", 0),
        ("Tue, 30 Jul 2024 07:01:00", 60), ("presently", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(header: str | None, wait: float | None) -> None:
    assert seconds(header, NOW) == wait


def test_the_schedule_ends() -> None:
    assert following(0, NOW) == NOW + timedelta(seconds=30)
    assert following(len(DELAYS), NOW) is None
    assert following(0, NOW, retry_after=3600) == NOW + timedelta(hours=1)


def test_an_id_is_the_messages_and_the_channels_own() -> None:
    same = message_id(message(), "team")

    assert message_id(message(), "team") == same
    assert same.startswith("d88.")
    others = [message(created_at=NOW), message(id="d89"), message(text="other"), message(kind="alert")]
    assert len({same, message_id(message(), "newsroom"), *(message_id(other, "team") for other in others)}) == 6


@pytest.mark.parametrize(("name", "safe"), [("daily", "daily"), ("../x", "x"), ("a b/c", "a-b-c"), ("日报", "")])
def test_a_safe_name_has_no_path(name: str, safe: str) -> None:
    assert safe_name(name) == safe
