"""A cursor over a file's nodes: typed reading that notes every fault with its key and line.

A *reader* is a function from ``Value`` to what the settings hold. It raises ``RefusedError`` for a value
that is not accepted, ``ToldError`` where everything about it has been told already.
"""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from watcher.config import environment
from watcher.config.addresses import masked, masked_login
from watcher.config.yaml_text import Kind, Node
from watcher.errors import Fault
from watcher.text import shorten

T = TypeVar("T")
Reader = Callable[["Value"], Any]


class RefusedError(Exception):
    """``accepted`` is a phrase; ``found`` replaces the value as written, where that says too little."""

    def __init__(self, accepted: str, found: str | None = None) -> None:
        super().__init__(accepted)
        self.accepted = accepted
        self.found = found


class ToldError(Exception):
    """A value that cannot be used and whose faults have been told."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What is accepted but surely not meant. ``message`` is a sentence."""

    file: str
    line: int
    key: str
    message: str


@dataclass(slots=True)
class Names:
    """Names that the files define (by kind: "channel", "event" ...) and those that they refer to.

    ``unread`` are the kinds whose definitions could not be read: no reference to them is judged.
    """

    defined: dict[str, dict[str, int]] = field(default_factory=dict)
    used: list[tuple[str, str, "Value"]] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Source:
    """One file being read, and where its faults go."""

    file: str
    environ: Mapping[str, str]
    faults: dict[Fault, None]  # in order, each once: an aliased value may be read twice in one place
    advice: list[Advice]
    names: Names


@dataclass(frozen=True, slots=True)
class Value:
    node: Node
    key: str
    source: Source
    secret: bool = False

    def fault(self, accepted: str, found: str | None = None) -> None:
        self.source.faults[Fault(self.source.file, self.node.line, self.key, found or self.shown(), accepted)] = None

    def advise(self, message: str) -> None:
        self.source.advice.append(Advice(self.source.file, self.node.line, self.key, message))

    def shown(self) -> str:
        """The value as a person may see it: as written, short, with nothing secret or from the environment."""
        if self.node.kind is Kind.LIST:
            return "a list"
        if self.node.kind is Kind.MAPPING:
            return "a mapping"
        if self.node.is_null or not self.node.text.strip():
            return "nothing" if self.node.is_null or not self.node.text else "a blank text"
        if self.secret:
            return "a value that is not shown"
        text = f'"{shorten(masked(environment.without_defaults(self.node.text)), 80)}"'
        return f"{text} (whose value is not shown)" if environment.is_dynamic(self.node.text) else text

    def raw(self) -> str:
        """A scalar as written, its references not yet resolved but known to be resolvable."""
        if self.node.kind is not Kind.SCALAR or self.node.is_null:
            raise RefusedError("a text")
        unresolved = environment.problems(self.node.text, self.source.environ)
        for found, accepted in unresolved:
            self.fault(accepted, found)
        if unresolved:
            raise ToldError
        return self.node.text

    def text(self) -> str:
        return environment.expand(self.raw(), self.source.environ)

    @property
    def quoted(self) -> bool:
        """Whether quotes make this a text: not where the environment gives the value."""
        return not self.node.plain and not environment.is_dynamic(self.node.text)

    @property
    def is_left_out(self) -> bool:
        """Empty as written, or empty because the environment gives nothing: ``${NAME:-}``."""
        if self.node.kind is not Kind.SCALAR:
            return False
        text, environ = self.node.text, self.source.environ
        if environment.is_dynamic(text) and not environment.problems(text, environ):
            return not environment.expand(text, environ)
        return self.node.is_null

    def entry(self, node: Node, key: str) -> "Value":
        return Value(node, f"{self.key}.{key}" if self.key else key, self.source)


def hidden(reader: Reader) -> Reader:
    """The reader for a value that no message may show."""

    def read(value: Value) -> Any:
        unshown = Value(value.node, value.key, value.source, secret=True)
        try:
            return reader(unshown)
        except RefusedError as refusal:
            raise RefusedError(refusal.accepted, refusal.found or unshown.shown()) from None

    return read


def guarded(reader: Reader) -> Reader:
    """The reader for an address with a login in it: a message shows the address without the login."""

    def read(value: Value) -> Any:
        text = masked_login(environment.without_defaults(value.node.text))
        try:
            return reader(value)
        except RefusedError as refusal:
            found = f'"{shorten(text, 80)}"' if value.node.kind is Kind.SCALAR and text else None
            raise RefusedError(refusal.accepted, refusal.found or found) from None

    return read


def attempt(value: Value, reader: Callable[[Value], T], default: T) -> T:
    """What the reader makes of the value; its refusal is noted and gives the default."""
    try:
        return reader(value)
    except RefusedError as refusal:
        value.fault(refusal.accepted, refusal.found)
    except ToldError:
        pass  # told where it was found
    return default


_NOTHING = object()


class Section:
    """A mapping with known keys, read by the readers that stand beside them.

    ``given`` holds the keys that were there and were accepted; an empty value counts as left out,
    except of a required key. ``values`` holds every known key's value, accepted or not.
    """

    def __init__(self, value: Value, readers: Mapping[str, Reader], required: tuple[str, ...] = ()) -> None:
        self.value = value
        self.given: dict[str, Any] = {}
        self.values: dict[str, Value] = {}
        self._lacking: set[str] = set()
        if value.node.kind is not Kind.MAPPING:
            raise RefusedError(f"a mapping with the keys {', '.join(readers)}")
        for entry in entries(value):
            name = entry.key.removeprefix(f"{value.key}.") if value.key else entry.key
            if name not in readers:
                entry.fault(_known(name, readers), f"the unknown key {name}")
                continue
            self.values[name] = entry
            if name not in required and entry.is_left_out:
                continue
            read = attempt(entry, readers[name], _NOTHING)
            if read is _NOTHING:
                self._lacking.add(name)
            else:
                self.given[name] = read
        for name in required:
            if name not in self.values:
                self._lacking.add(name)
                place = Value(value.node, value.entry(value.node, name).key, value.source)
                place.fault(f"the key {name}", "nothing: the key is missing")

    def defines(self, **kinds: str) -> None:
        """Say which keys define which kind of name, so that one that cannot be read makes no reference wrong."""
        for name, kind in kinds.items():
            if self.refused(name):
                self.value.source.names.unread.add(kind)

    def refused(self, *names: str) -> bool:
        """Whether one of these was given (or required) and could not be read; that has been told."""
        return not self._lacking.isdisjoint(names)

    def require(self, *names: str) -> None:
        """Give the whole section up where one of these was missing or not accepted."""
        if any(name not in self.given for name in names):
            raise ToldError


def entries(value: Value) -> list[Value]:
    """The values of a mapping, by key; a repeated key is a fault and its first value stays."""
    found: dict[str, Value] = {}
    lines: dict[str, int] = {}
    pairs = value.node.children
    for key, node in zip(pairs[::2], pairs[1::2], strict=True):
        if key.kind is not Kind.SCALAR:
            Value(key, value.key, value.source).fault(
                "keys that are words", f"{Value(key, '', value.source).shown()} as a key"
            )
            continue
        name = shorten(key.text, 60)
        entry = value.entry(node, name)
        if key.text in found:
            repeated = Value(key, entry.key, value.source)
            repeated.fault("each key once", f"the key {name} again, first given in line {lines[key.text]}")
            continue
        if node.line < key.line:  # an alias: faults are looked for where the key stands
            entry = value.entry(_moved(node, key.line), name)
        found[key.text] = entry
        lines[key.text] = key.line
    return list(found.values())


def _moved(node: Node, line: int) -> Node:
    return Node(node.kind, line, node.text, node.plain, node.children, node.size)


def _known(name: str, readers: Mapping[str, Reader]) -> str:
    near = difflib.get_close_matches(name.casefold().replace("-", "_"), list(readers), n=1, cutoff=0.6)
    listed = f"the keys {', '.join(readers)}"
    return f"{listed}; is {near[0]} meant?" if near else listed


def listing(reader: Callable[[Value], T], what: str = "a list") -> Callable[[Value], tuple[T, ...]]:
    """A reader of a list; items that are not accepted are told and left out."""

    def read(value: Value) -> tuple[T, ...]:
        if value.node.kind is not Kind.LIST:
            raise RefusedError(f"{what}; [] where there is none")
        taken = []
        for position, node in enumerate(value.node.children):
            item = Value(node, f"{value.key}[{position}]", value.source, value.secret)
            read_item = attempt(item, reader, None)
            if read_item is not None:
                taken.append(read_item)
        return tuple(taken)

    return read


def distinct(reader: Callable[[Value], T], what: str = "a list") -> Callable[[Value], tuple[T, ...]]:
    """As ``listing``, and the same item twice is a fault."""

    def read(value: Value) -> tuple[T, ...]:
        seen: set[T] = set()

        def once(item: Value) -> T:
            taken = reader(item)
            if taken in seen:
                raise RefusedError("each item once", f"{item.shown()} again")
            seen.add(taken)
            return taken

        return listing(once, what)(value)

    return read
