"""Small pure pieces of delivery: periods in words, Retry-After, the schedule, ids."""

from datetime import UTC, datetime, timedelta

import pytest
from digest_bodies import message

from watcher.delivery.dates import period_words
from watcher.delivery.identity import message_id, safe_name
from watcher.delivery.retry_after import seconds
from watcher.delivery.schedule import DELAYS, following

NOW = datetime(2024, 7, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2024-07-31", "2024-07-31", "day", "31 Jul 2024"),
        ("2024-09-01", "2024-09-30", "month", "September 2024"),
        ("2024-07-01", "2024-09-30", "quarter", "Q3 2024"),
        ("2024-07-01", "2024-12-31", "half", "second half of 2024"),
        ("2024-01-01", "2024-06-30", "half", "first half of 2024"),
        ("2024-01-01", "2024-12-31", "year", "2024"),
        ("2024-01-01", "2028-12-31", "year", "2024 to 2028"),
        ("2024-05-31", "2024-06-02", "range", "31 May 2024 to 2 Jun 2024"),
        (None, "2024-12-31", "year", "by 31 Dec 2024"),
        ("2024-12-31", None, "range", "from 31 Dec 2024"),
        (None, None, "none", "no date yet"),
    ],
)
def test_a_period_is_never_said_finer_than_it_was_told(
    start: str | None, end: str | None, precision: str, words: str
) -> None:
    assert period_words({"start": start, "end": end, "precision": precision}) == words


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
