"""How commands print: JSON Lines for programs, columns for people, progress on a terminal only."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click


def json_line(record: Mapping[str, Any]) -> None:
    """One object on one line of standard output."""
    click.echo(json.dumps(record, ensure_ascii=False))


def table(rows: Iterable[Sequence[str]], head: Sequence[str] = ()) -> None:
    """Columns as wide as they need; the last one is left as it is."""
    lines = [list(head), *map(list, rows)] if head else [list(row) for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)][:-1] if lines else []
    for number, line in enumerate(lines):
        cells = [cell + " " * (width - display_width(cell)) for cell, width in zip(line, widths, strict=False)]
        text = "  ".join([*cells, line[-1]]).rstrip()
        click.echo(click.style(text, bold=True) if head and number == 0 else text, color=colour())


def display_width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if "\u1100" <= char <= "\uffef" and not "\u2000" <= char <= "\u2bff" else 1 for char in text)


def colour() -> bool | None:
    """False where ``NO_COLOR`` is set (no-color.org), else what the terminal can do."""
    import os

    return False if os.environ.get("NO_COLOR") else None


def when(text: str | None, now: datetime) -> datetime | None:
    """``--since``: a date (its first moment in UTC), an RFC 3339 time, or a duration back from now ("7d")."""
    from watcher.digests.windows import parse_time
    from watcher.settings import UTC as UTC_ZONE

    return parse_time(text, UTC_ZONE, now) if text is not None else None


def number(letter: str, text: str) -> int:
    """The number of an id a person typed: ``number("s", "s12")`` is 12; raises ``UsageError``."""
    from watcher.digests.shapes import parse_id

    return parse_id(text, letter)[1]


def known_area(focus: str | None, slugs: Sequence[str]) -> None:
    """``--focus``: raises what is wrong use where there is no such area."""
    if focus is not None and focus not in slugs:
        raise click.BadParameter(
            f"there is no focus area {focus!r}; there are: {', '.join(slugs)}", param_hint="--focus"
        )


def moment(value: datetime | None) -> str:
    """An instant for people."""
    return value.astimezone(UTC).strftime("%d %b %Y %H:%M") if value else "never"


class Progress:
    """One line on standard error that counts up, on a terminal only."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int, note: str = "") -> None:
        if self._shown:
            click.echo(f"\r\033[K{self._what} {done} of {total}  {note[:50]}", err=True, nl=False)

    def end(self) -> None:
        if self._shown:
            click.echo("\r\033[K", err=True, nl=False)
