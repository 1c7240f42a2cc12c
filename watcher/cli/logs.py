"""Logging, set up by commands alone: one line an event on standard error, as text or JSON.

Whatever a server said, no line holds a secret of the configuration or an address of a subscriber.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watcher.settings import EmailChannel, Secret, Settings

# As RFC 5322 has them, mostly; also with a quoted name, and as a web address carries one.
_ADDRESS = re.compile(
    r"""(?:"[^"\n]{1,64}"|[\w.+-]{1,64}(?:[!#$&'*?^`{|}~][\w.+-]{1,64}){0,8})(?:@|%40)[\w-]+(?:\.[\w-]+)+"""
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHORTEST = 4  # a shorter secret would black out half of all words


class _Text(logging.Formatter):
    """One line an event: of a fault its last frame, the whole traceback at level debug alone.

    What others say may hold line ends and the codes of terminals: they are written out.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the base class names it so
        return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the base class names it so
        return (
            brief(ei) if not logging.getLogger("watcher").isEnabledFor(logging.DEBUG) else super().formatException(ei)
        )


class _Json(_Text):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def brief(ei: Any) -> str:
    """An exception with its place, on one line."""
    kind, error, trace = ei
    last = traceback.extract_tb(trace)[-1:] if trace else []
    place = f" at {Path(last[0].filename).name}:{last[0].lineno}" if last else ""
    return f"  {getattr(kind, '__name__', kind)}: {str(error).splitlines()[0] if str(error) else ''}{place}"


def set_up(settings: Settings, former: Iterable[Settings] = ()) -> None:
    """Send the program's log to standard error as configured; libraries speak up from warnings on.

    No line holds a secret of ``settings`` or of ``former`` ones, by which work may still be under way.
    """
    handler = logging.StreamHandler(sys.stderr)
    text = _Text("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    known = [settings, *former]
    secrets = {secret for one in known for secret in secrets_of(one)}
    addresses = {address for one in known for address in _subscribers(one)}
    handler.setFormatter(_Discreet(_Json() if settings.log.format == "json" else text, secrets, addresses))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("watcher").setLevel(settings.log.level.upper())
    # A tick that waits for the one before it is no news.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


class _Discreet(logging.Formatter):
    """Another formatter's lines without secrets and addresses."""

    def __init__(self, lines: logging.Formatter, secrets: set[str], addresses: set[str]) -> None:
        super().__init__()
        self._lines = lines
        self._secrets = _any_of(secrets)
        self._addresses = _any_of(addresses, re.IGNORECASE)

    def format(self, record: logging.LogRecord) -> str:
        line = self._lines.format(record)
        if self._secrets:
            line = self._secrets.sub("•••", line)
        line = _ADDRESS.sub("(address)", line)
        return self._addresses.sub("(address)", line) if self._addresses else line


def _any_of(words: set[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str] | None:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), flags) if words else None


def _subscribers(settings: Settings) -> Iterator[str]:
    """Every address that gets mail, also one without a dot, as on a house's own server (root@localhost)."""
    for channel in settings.channels:
        if isinstance(channel, EmailChannel):
            yield from channel.to


def secrets_of(value: object) -> Iterator[str]:
    """Every secret within settings, as it may stand in a line."""
    if isinstance(value, Secret):
        if len(value) >= _SHORTEST and not value.startswith("sqlite:"):
            yield value
            yield json.dumps(value, ensure_ascii=False)[1:-1]
    elif is_dataclass(value):
        for field in fields(value):
            yield from secrets_of(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from secrets_of(one)
