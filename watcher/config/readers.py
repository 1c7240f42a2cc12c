"""Readers of single values: texts, numbers, choices, names. See ``values`` for what a reader is."""

import math
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from watcher.config.schedules import parse_zone
from watcher.config.units import parse_duration, parse_size, show_duration
from watcher.config.values import RefusedError, Value
from watcher.config.yaml_text import Kind
from watcher.settings import Secret

T = TypeVar("T")
SECOND = timedelta(seconds=1)


def word(parse: Callable[[str], T], what: str | None = None) -> Callable[[Value], T]:
    """A reader from a parser of text, whose ``ValueError`` says what is accepted."""

    def read(value: Value) -> T:
        if value.node.kind is not Kind.SCALAR or value.node.is_null:
            raise RefusedError(what or _accepted_by(parse))
        text = value.text()
        try:
            return parse(text)
        except ValueError as error:
            raise RefusedError(str(error)) from error

    return read


def _accepted_by(parse: Callable[[str], Any]) -> str:
    """What a parser says when it is given what no parser of ours accepts."""
    try:
        parse("\x00")
    except ValueError as error:
        return str(error)
    return "a text"


def address(parse: Callable[[str, Mapping[str, str]], T]) -> Callable[[Value], T]:
    """A reader of an address, which is split before its references are resolved."""

    def read(value: Value) -> T:
        if value.node.kind is not Kind.SCALAR or value.node.is_null:
            raise RefusedError(_accepted_by(lambda text: parse(text, {})))
        raw = value.raw()
        try:
            return parse(raw, value.source.environ)
        except ValueError as error:
            raise RefusedError(str(error)) from error

    return read


def line_of_text(text: str) -> str:
    """A text of one line, not empty, no longer than a line should be."""
    if not text.strip() or len(text) > 500 or any(not character.isprintable() for character in text):
        raise ValueError("a text of one line")
    return text.strip()


def choice(*words: str) -> Callable[[Value], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return text

    return word(parse)


def whole_number(least: int, most: int = 1_000_000) -> Callable[[Value], int]:
    accepted = f"a whole number from {least} to {most:,}"

    def read(value: Value) -> int:
        text = word(str, accepted)(value)
        digits = text.removeprefix("-")
        if value.quoted or not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
            raise RefusedError(accepted)
        if not least <= int(text) <= most:
            raise RefusedError(accepted)
        return int(text)

    return read


def number(above: float) -> Callable[[Value], float]:
    accepted = f"a number above {above:g}"

    def read(value: Value) -> float:
        text = word(str, accepted)(value)
        try:
            taken = float(text)
        except ValueError as error:
            raise RefusedError(accepted) from error
        if value.quoted or "_" in text or not math.isfinite(taken) or taken <= above:
            raise RefusedError(accepted)
        return taken

    return read


_YES = frozenset({"true", "yes", "on"})
_NO = frozenset({"false", "no", "off"})


def yes_or_no(value: Value) -> bool:
    text = word(str, "true or false")(value).casefold()
    if value.quoted or text not in _YES | _NO:
        raise RefusedError("true or false")
    return text in _YES


def duration(least: timedelta = timedelta(0)) -> Callable[[Value], timedelta]:
    """A reader of a duration of at least ``least``."""

    def read(value: Value) -> timedelta:
        taken = word(parse_duration)(value)
        if taken < least:
            raise RefusedError(f"a duration of at least {show_duration(least)}")
        return taken

    return read


def size(value: Value) -> int:
    taken = word(parse_size)(value)
    if not taken:
        raise RefusedError("a size above 0B")
    return taken


def _agent(text: str) -> str:
    if not text.isascii():
        raise ValueError("a text of one line in ASCII, as HTTP headers are")
    return line_of_text(text)


user_agent = word(_agent)
zone = word(parse_zone)


def secret(value: Value) -> Secret | None:
    """A secret text; one that resolves to nothing counts as left out."""
    return Secret(word(str)(value)) or None


def define(kind: str, reader: Callable[[Value], str]) -> Callable[[Value], str]:
    """A reader of a name that others may refer to and that no other of its kind may bear."""

    def read(value: Value) -> str:
        lines = value.source.names.defined.setdefault(kind, {})
        try:
            name = reader(value)
        except RefusedError:
            lines.setdefault(value.node.text, value.node.line)  # what refers to it is not to blame
            raise
        if name in lines:
            raise RefusedError(
                f"a name that no other {kind} has", f"{value.shown()} again, first given in line {lines[name]}"
            )
        lines[name] = value.node.line
        return name

    return read


def refer(kind: str) -> Callable[[Value], str]:
    """A reader of a name that is looked up once all files have been read."""

    def read(value: Value) -> str:
        name = word(line_of_text, f"the name of a {kind}")(value)
        value.source.names.used.append((kind, name, value))
        return name

    return read
