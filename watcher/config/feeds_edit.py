"""Add feeds to ``feeds.yaml`` as a person would: every comment, blank line and habit of the file stays.

The new lines are put in as text after the last feed, where PyYAML says that it ends; the result is read again
before it is written, and has to say what the file said plus the new feeds. Written whole or not at all.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from watcher.config import feeds_file
from watcher.config.load import content_of
from watcher.config.values import Names, RefusedError, Source, ToldError, Value
from watcher.config.yaml_text import YamlError, compose, decode
from watcher.errors import ConfigError, Fault, UsageError, WatcherError
from watcher.settings import FeedSettings

FEEDS = "feeds.yaml"


@dataclass(frozen=True, slots=True)
class NewFeed:
    """Taken as it is: nothing in it comes from the environment. In an address ``${`` is ``$%7B``."""

    url: str
    name: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", self.url.replace("${", "$%7B"))


def add_feeds(directory: Path, new: Sequence[NewFeed], environ: Mapping[str, str]) -> None:
    """Write ``new`` feeds, none of which is there yet, to the end of the list of ``directory``'s feeds.yaml.

    Raises ``UsageError`` or ``ConfigError`` where that cannot be done, with the file as it was.
    """
    path = (directory / FEEDS).resolve()  # a link stays a link: what it leads to is written
    try:
        before = content_of(path)
        text = decode(before)
        known = read_feeds(text, environ)
        changed = inserted(text, new)
        now = read_feeds(changed, environ)
    except YamlError as error:
        raise ConfigError([Fault(FEEDS, error.line, "", error.found, error.accepted)]) from error
    expected = [(feed.url, feed.name) for feed in known] + [(feed.url, feed.name) for feed in new]
    if now[: len(known)] != known or [(feed.url, feed.name) for feed in now] != expected:
        raise UsageError(f"{FEEDS} is written in a way that nothing can be added to; add the lines by hand")
    bom = "\ufeff" if before.startswith(b"\xef\xbb\xbf") else ""
    if content_of(path) != before:
        raise WatcherError(f"{FEEDS} was changed by somebody else just now; nothing was written, try again")
    _replace(path, (bom + changed).encode())


def read_feeds(text: str, environ: Mapping[str, str]) -> tuple[FeedSettings, ...]:
    """The feeds of a file's text by itself. Raises ``ConfigError`` with its faults, ``YamlError`` for no YAML."""
    faults: dict[Fault, None] = {}
    source = Source(FEEDS, environ, faults, [], Names())
    root, tags = compose(text)
    for tag in tags:
        faults[Fault(FEEDS, tag.line, "", tag.found, tag.accepted)] = None
    given: dict[str, Any] = {}
    if root is None:
        raise YamlError(0, "an empty file", "feeds: []")
    try:
        given = feeds_file.read(Value(root, "", source))
    except (RefusedError, ToldError) as refusal:
        if not faults:
            faults[Fault(FEEDS, root.line, "", "what it holds", str(refusal))] = None
    if faults:
        raise ConfigError(list(faults))
    return tuple(given.get("feeds", ()))


def inserted(text: str, new: Sequence[NewFeed]) -> str:
    """The text with ``new`` behind its last feed, in the style of the file. Raises ``UsageError`` where none fits."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)  # the pure one: its marks count characters
    feeds = None
    if isinstance(root, yaml.MappingNode):
        feeds = next((value for key, value in root.value if key.value == "feeds"), None)
    if not isinstance(feeds, yaml.SequenceNode):
        raise UsageError(f"{FEEDS} has no list of feeds to add to")
    newline = "\r\n" if "\r\n" in text else "\n"
    if not feeds.flow_style:
        return _in_block(text, feeds, new, newline)
    if feeds.value or text.lstrip().startswith("{") or "\n" in text[feeds.start_mark.index : feeds.end_mark.index]:
        return _in_flow(text, feeds, new, newline)
    return _in_place_of_nothing(text, feeds, new, newline)


def _in_block(text: str, feeds: yaml.SequenceNode, new: Sequence[NewFeed], newline: str) -> str:
    last = feeds.value[-1]
    indent = " " * feeds.start_mark.column
    lines = "".join(f"{indent}- {line}{newline}" for feed in new for line in [_item(feed, last, indent, newline)])
    end = _line_end(text, _end(last))
    if end and text[end - 1] not in "\r\n":
        lines = newline + lines.removesuffix(newline)
    return text[:end] + lines + text[end:]


def _item(feed: NewFeed, like: yaml.Node, indent: str, newline: str) -> str:
    pairs = _pairs(feed)
    if isinstance(like, yaml.MappingNode) and like.flow_style:
        return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
    return f"{newline}{indent}  ".join(f"{key}: {value}" for key, value in pairs)


def _in_flow(text: str, feeds: yaml.SequenceNode, new: Sequence[NewFeed], newline: str) -> str:
    """With quoted keys, so that a file that is JSON stays JSON."""
    items = ["{" + ", ".join(f'"{key}": {value}' for key, value in _pairs(feed)) + "}" for feed in new]
    if not feeds.value:
        end = feeds.end_mark.index - 1  # before the bracket; comments inside stay
        return text[:end] + ", ".join(items) + text[end:]
    last = feeds.value[-1]
    start = last.start_mark.index
    own_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    between = f",{newline}{' ' * last.start_mark.column}" if own_line else ", "
    end = last.end_mark.index
    return text[:end] + "".join(between + item for item in items) + text[end:]


def _in_place_of_nothing(text: str, feeds: yaml.SequenceNode, new: Sequence[NewFeed], newline: str) -> str:
    """``feeds: []`` becomes a list a line; a comment behind it stays where it is."""
    start, end = feeds.start_mark.index, feeds.end_mark.index
    stop = _line_end(text, end)
    rest = text[end:stop].rstrip("\r\n")
    lines = "".join(f"  - {_item(feed, feeds, '  ', newline)}{newline}" for feed in new)
    return text[:start].rstrip(" ") + rest.rstrip() + newline + lines + text[stop:]


def _pairs(feed: NewFeed) -> list[tuple[str, str]]:
    pairs = [("url", _quoted(feed.url))]
    return pairs if feed.name is None else [*pairs, ("name", _quoted(feed.name))]


def _quoted(value: str) -> str:
    """A double-quoted scalar with every ``${`` taken as it is."""
    return json.dumps(value.replace("${", "$${"), ensure_ascii=False)


def _end(node: yaml.Node) -> int:
    """Where a node's own text ends: a block's end mark lies behind the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return max(node.end_mark.index - 1, node.start_mark.index)  # its mark is the start of the line behind it
    return int(node.end_mark.index)


def _line_end(text: str, position: int) -> int:
    """Behind the line break that ends the line of ``position``."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1


def _replace(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of a file, with its permissions; whoever reads sees the old or the new one."""
    try:
        mode = path.stat().st_mode & 0o7777
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(part).chmod(mode)
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WatcherError(f"{path} cannot be written: {error.strerror or error}; nothing was changed") from error
