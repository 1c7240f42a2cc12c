"""``watcher.yaml``: the database, polling, the web pages, and the few rules of the whole."""

from datetime import timedelta
from typing import Any

from watcher.config.addresses import is_loopback, missing_driver, parse_bind, parse_database, parse_web
from watcher.config.readers import (
    SECOND,
    address,
    choice,
    duration,
    line_of_text,
    refer,
    secret,
    size,
    user_agent,
    whole_number,
    word,
    yes_or_no,
    zone,
)
from watcher.config.units import show_duration
from watcher.config.values import Reader, Section, Value, guarded, hidden
from watcher.settings import Log, Polling, Secret, Web


def _database(value: Value) -> Secret:
    read = address(parse_database)(value)
    if missing := missing_driver(read):
        value.advise(missing)
    return read


def _proxy(value: Value) -> Secret:
    return Secret(address(parse_web)(value))


def _bind(value: Value) -> str:
    text = word(line_of_text, "host:port")(value)
    word(parse_bind)(value)
    return text


POLLING: dict[str, Reader] = {
    "interval": duration(SECOND),
    "min_interval": duration(SECOND),
    "max_interval": duration(SECOND),
    "concurrency": whole_number(1, 1000),
    "per_host": whole_number(1, 1000),
    "host_delay": duration(),
    "timeout": duration(SECOND),
    "max_body": size,
    "user_agent": user_agent,
    "allow_private_addresses": yes_or_no,
    "proxy": guarded(_proxy),
    "max_entry_age": duration(),
}


def polling(value: Value) -> Polling:
    section = Section(value, POLLING)
    read = Polling(**section.given)
    if read.min_interval > read.max_interval:
        told = section.values.get("min_interval") or section.values["max_interval"]
        told.fault(
            "min_interval no longer than max_interval",
            f"min_interval {show_duration(read.min_interval)}, max_interval {show_duration(read.max_interval)}",
        )
    elif "interval" in section.given and not read.min_interval <= read.interval <= read.max_interval:
        section.values["interval"].advise(
            f"{show_duration(read.interval)} lies outside min_interval {show_duration(read.min_interval)} and "
            f"max_interval {show_duration(read.max_interval)}, which win"
        )
    return read


def web(value: Value) -> Web:
    section = Section(value, {"bind": _bind, "password": hidden(secret), "public_url": address(parse_web)})
    read = Web(**section.given)
    if not is_loopback(parse_bind(read.bind)[0]) and not read.password and not section.refused("password"):
        section.values["bind"].fault(
            "a password beside it (web.password), or a loopback address such as 127.0.0.1:8080"
        )
    return read


def _grouping(value: Value) -> timedelta | None:
    window: timedelta | None = Section(value, {"window": duration(SECOND)}).given.get("window")
    return window


def _log(value: Value) -> Log:
    readers = {"level": choice("debug", "info", "warning", "error"), "format": choice("text", "json")}
    return Log(**Section(value, readers).given)


WATCHER: dict[str, Reader] = {
    "database": guarded(_database),
    "timezone": zone,
    "polling": polling,
    "grouping": _grouping,
    "retention": duration(SECOND),
    "web": web,
    "log": _log,
    "operator": refer("channel"),
}


def read(root: Value) -> dict[str, Any]:
    """What the file gives, as keyword arguments of ``Settings``."""
    section = Section(root, WATCHER, required=("database",))
    given = section.given
    if "@" not in (agent := given.get("polling", Polling()).user_agent) and "://" not in agent:
        where = section.values.get("polling", root)
        Value(where.node, "polling.user_agent", root.source).advise(
            "the owners of sites are given no address at which to reach you; accepted: polling.user_agent with one, "
            'such as "Watcher (news monitor of our institute; press@example.org)"'
        )
    window = given.pop("grouping", None)
    if window is not None:
        given["grouping_window"] = window
    return given
