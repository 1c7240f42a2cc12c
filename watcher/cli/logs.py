"""Logging, set up by commands alone: one line an event on standard error, as text or JSON.

Whatever a server said, no line holds a secret of the configuration or an address of a subscriber.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watcher.settings import Secret, Settings

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SHORTEST = 4  # a shorter secret would black out half of all words


class _Text(logging.Formatter):
    """One line an event: of a fault its last frame, the whole traceback at level debug alone."""

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


def set_up(settings: Settings) -> None:
    """Send the program's log to standard error as configured; libraries speak up from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    text = _Text("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    handler.setFormatter(_Discreet(_Json() if settings.log.format == "json" else text, set(secrets_of(settings))))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("watcher").setLevel(settings.log.level.upper())
    # A tick that waits for the one before it is no news.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


class _Discreet(logging.Formatter):
    """Another formatter's lines without secrets and addresses."""

    def __init__(self, lines: logging.Formatter, secrets: set[str]) -> None:
        super().__init__()
        self._lines = lines
        longest_first = sorted(secrets, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first))) if secrets else None

    def format(self, record: logging.LogRecord) -> str:
        line = self._lines.format(record)
        if self._secrets:
            line = self._secrets.sub("•••", line)
        return _ADDRESS.sub("(address)", line)


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
