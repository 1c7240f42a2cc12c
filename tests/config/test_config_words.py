"""The small readers on their own: durations, sizes, schedules, hosts, slugs."""

from datetime import timedelta

import pytest

from watcher.config.addresses import is_loopback, masked, parse_bind
from watcher.config.schedules import parse_schedule, parse_zone
from watcher.config.slugs import parse_slug, title_of
from watcher.config.units import parse_duration, parse_size, show_duration


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("15m", 900), ("6h", 21_600), ("14d", 1_209_600), ("0s", 0), ("0", 0)]
)
def test_a_duration(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "5 m", "m", "5M", "1w", "1h30m", "٣s", "-1s", "36501d", "9999999999999s"])
def test_no_duration(text):
    with pytest.raises(ValueError, match="30s, 15m, 6h or 14d"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0s", "1s", "90s", "2m", "90m", "1d", "36500d"])
def test_a_duration_is_shown_as_it_would_be_written(text):
    assert parse_duration(show_duration(parse_duration(text))) == parse_duration(text)
    assert show_duration(timedelta(days=1)) == "1d"


@pytest.mark.parametrize(("text", "size"), [("512KiB", 524_288), ("10MiB", 10_485_760), ("1GiB", 2**30), ("7 B", 7)])
def test_a_size(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "10", "10MB", "10mib", "1.5MiB"])
def test_no_size(text):
    with pytest.raises(ValueError, match="512KiB"):
        parse_size(text)


@pytest.mark.parametrize(
    "text",
    ["0 7 * * mon-fri", "0 7 * * 0", "0 7 * * 7", "*/15 6-22 * * *", "0 0 29 2 *", "0 7 1 * mon", "0 7 * * SAT,sun"],
)
def test_a_schedule_stays_as_written(text):
    assert parse_schedule(text) == text


@pytest.mark.parametrize(
    "text", ["", "* * * *", "* * * * * *", "60 * * * *", "0 0 30 2 *", "0 7 * * 8", "1," * 200 + " 1 1 1 1"]
)
def test_no_schedule(text):
    with pytest.raises(ValueError, match="five cron fields"):
        parse_schedule(text)


@pytest.mark.parametrize("text", ["", "/etc/localtime", "Factory", "right/UTC", "posixrules", "UTC\n", "a" * 300])
def test_no_zone(text):
    with pytest.raises(ValueError, match="time zone"):
        parse_zone(text)


@pytest.mark.parametrize(
    ("text", "host", "port", "loopback"),
    [
        ("127.0.0.1:8080", "127.0.0.1", 8080, True),
        ("127.9.9.9:0", "127.9.9.9", 0, True),
        ("localhost:80", "localhost", 80, True),
        ("[::1]:80", "::1", 80, True),
        ("0.0.0.0:80", "0.0.0.0", 80, False),
        ("[::]:80", "::", 80, False),
        ("localhost.example.org:80", "localhost.example.org", 80, False),
    ],
)
def test_a_bind_address_and_who_reaches_it(text, host, port, loopback):
    assert parse_bind(text) == (host, port)
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    "text", ["", "8080", ":8080", "h:", "h:x", "h:65536", "::1:80", "[x]:80", "-", "a/b:80", "h:٣"]
)
def test_no_bind_address(text):
    with pytest.raises(ValueError, match="host:port"):
        parse_bind(text)


@pytest.mark.parametrize("slug", ["ai", "data-governance", "5g", "a-1-b"])
def test_a_slug(slug):
    assert parse_slug(slug) == slug


@pytest.mark.parametrize("slug", ["", "general", "AI", "a b", "a_b", "-a", "a-", "a--b", "ä", "a" * 65, "a\n"])
def test_no_slug(slug):
    with pytest.raises(ValueError, match="slug"):
        parse_slug(slug)


def test_a_slug_gives_a_name():
    assert title_of("data-governance") == "Data governance"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://me:pw@h/x", "https://•••@h/x"),
        ("postgresql+psycopg://me:p@w/d@h/db", "postgresql+psycopg://•••@h/db"),
        ("https://h/x?api_key=abc&b=1", "https://h/x?api_key=•••&b=1"),
        ("https://h/@handle", "https://h/@handle"),
        ("team@example.org", "team@example.org"),
    ],
)
def test_a_login_in_an_address_is_masked(text, shown):
    assert masked(text) == shown
