"""Logging, set up by commands alone: one line an event on standard error, as text or JSON."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watcher.settings import Log


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


def set_up(settings: Log) -> None:
    """Send the program's log to standard error as configured; libraries speak up from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    text = _Text("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")
    handler.setFormatter(_Json() if settings.format == "json" else text)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("watcher").setLevel(settings.level.upper())
