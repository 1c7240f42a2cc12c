"""YAML text to a tree of nodes that keep their line and their text as written. Knows no key of ours.

Works on the parser's events, not on constructed values: so ``NO`` stays "NO", a tag is seen, a
repeated key is seen, and neither depth nor aliases can cost more than the bounds below.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

import yaml

DEEPEST = 20
MOST_COPIED = 10_000  # nodes that aliases may add to a file
LARGEST = 16 * 1024 * 1024

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML 1.2 leaves unreadable; told here because the parsers disagree on where they are.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_HINTS = (
    ("tab character", "spaces instead of tabs"),
    ("mapping values are not allowed", "one key a line; quotes around a text that holds `: `"),
    ("cannot start any token", "spaces instead of tabs; quotes around a text that starts with @, ` or %"),
    ("expected ',' or ']'", "a comma between the items and a closing ]"),
    ("expected ',' or '}'", "a comma between the keys and a closing }"),
    ("unexpected end of stream", "a closing quote"),
    ("expected <block end>", "the same indentation for all keys, or all items, that belong together"),
    ("expected key", "the same indentation for all keys that belong together"),
    ("expected '-' indicator", "the same indentation, and a `- `, for all items of a list"),
    ("could not find expected ':'", "a `:` and a space after each key"),
)


class Kind(Enum):
    SCALAR = auto()
    LIST = auto()
    MAPPING = auto()


@dataclass(slots=True)
class Node:
    """``line`` counts from 1. A mapping's ``children`` are key, value, key, value ...

    ``text`` is a scalar as written, without its quotes; ``plain`` says that it had none.
    ``size`` counts the nodes below and including this one, aliases followed.
    """

    kind: Kind
    line: int
    text: str = ""
    plain: bool = False
    children: list["Node"] = field(default_factory=list)
    size: int = 1

    @property
    def is_null(self) -> bool:
        return self.kind is Kind.SCALAR and self.plain and self.text in {"", "~", "null", "Null", "NULL"}


class YamlError(Exception):
    """Text that is no YAML we read: the line (0: the file as a whole), what was found, what is accepted."""

    def __init__(self, line: int, found: str, accepted: str) -> None:
        super().__init__(found)
        self.line = line
        self.found = found
        self.accepted = accepted


def decode(content: bytes) -> str:
    """The text of a UTF-8 file, with or without a byte order mark. Raises ``YamlError``."""
    if len(content) > LARGEST:
        raise YamlError(0, f"{len(content):,} bytes", f"at most {LARGEST:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise YamlError(line, "bytes that are not UTF-8", "a text file saved as UTF-8") from error
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        line = text.count("\n", 0, unreadable.start()) + 1
        raise YamlError(line, f"the control character U+{ord(unreadable[0]):04X}", "text without control characters")
    return text


def compose(text: str) -> tuple[Node | None, list[YamlError]]:
    """The one document of ``text`` (None where it holds nothing), and the tags it should not have.

    Raises ``YamlError`` where reading on makes no sense.
    """
    composer = _Composer()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "text that is no YAML"
        hint = next((hint for words, hint in _HINTS if words in problem), "valid YAML")
        line = min(mark.line, text.count("\n")) + 1 if mark else 0
        raise YamlError(line, f"broken YAML ({problem})", hint) from error
    except yaml.YAMLError as error:
        raise YamlError(0, "broken YAML", "valid YAML") from error
    root = composer.root
    if root is not None and root.is_null:
        root = None
    return root, composer.tags


class _Composer:
    """Builds the tree from events, with a stack of its own: depth costs no recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.tags: list[YamlError] = []
        self._open: list[tuple[Node, str | None]] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0
        self._copied = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise YamlError(line, "a second document (---)", "one document a file")
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._aliased(event.anchor, line))
        elif isinstance(event, yaml.ScalarEvent):
            self._see_tag(event.tag, line)
            node = Node(Kind.SCALAR, line, event.value, plain=not event.style)
            if event.anchor:
                self._anchors[event.anchor] = node
            self._add(node)
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._see_tag(event.tag, line)
            if len(self._open) >= DEEPEST:
                raise YamlError(line, f"nesting deeper than {DEEPEST} levels", "the few levels that the keys need")
            kind = Kind.LIST if isinstance(event, yaml.SequenceStartEvent) else Kind.MAPPING
            if event.anchor:
                self._anchors.pop(event.anchor, None)
            self._open.append((Node(kind, line), event.anchor))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            node, anchor = self._open.pop()
            if anchor:
                self._anchors[anchor] = node
            self._add(node)

    def _see_tag(self, tag: str | None, line: int) -> None:
        if tag is not None:
            # The tag itself stays untold: it may be an unquoted password that starts with "!".
            self.tags.append(YamlError(line, "a YAML tag (!...)", "no tags; quotes around a text that starts with !"))

    def _aliased(self, anchor: str | None, line: int) -> Node:
        if anchor is None or anchor not in self._anchors:
            if any(anchor == name for _, name in self._open):
                raise YamlError(
                    line, "an alias inside what it names, which never ends", "an alias of something before it"
                )
            raise YamlError(
                line,
                "an alias (*...) of nothing",
                "the name of an anchor before it; quotes around a text that starts with *",
            )
        node = self._anchors[anchor]
        self._copied += node.size
        if self._copied > MOST_COPIED:
            raise YamlError(line, f"aliases that expand to more than {MOST_COPIED:,} values", "fewer aliases")
        return node

    def _add(self, node: Node) -> None:
        if self._open:
            parent = self._open[-1][0]
            parent.children.append(node)
            parent.size += node.size
        else:
            self.root = node
