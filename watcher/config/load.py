"""A configuration directory to ``Settings``, or every fault of all its files at once.

    bytes -> yaml_text (nodes with lines) -> *_file (typed readings) -> names looked up -> Settings

Nothing is created, asked or connected to here; examples are proven by ``watcher check`` alone.
"""

import contextlib
import difflib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watcher.config import digests_file, feeds_file, keywords_file, watcher_file
from watcher.config.values import Advice, Names, RefusedError, Source, ToldError, Value
from watcher.config.yaml_text import LARGEST, YamlError, compose, decode
from watcher.errors import ConfigError, Fault
from watcher.settings import Keywords, Secret, Settings

FILES: dict[str, Callable[[Value], dict[str, Any]]] = {
    "watcher.yaml": watcher_file.read,
    "feeds.yaml": feeds_file.read,
    "keywords.yaml": keywords_file.read,
    "digests.yaml": digests_file.read,
}
# Where each kind of name is defined.
_HOME = {
    "channel": "digests.yaml",
    "event": "keywords.yaml",
    "focus area": "keywords.yaml",
    "relevance group": "keywords.yaml",
}
DEFAULT_DIRECTORY = Path("config")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a directory says. ``settings`` is whole only where there are no ``faults``."""

    settings: Settings
    faults: tuple[Fault, ...]
    advice: tuple[Advice, ...]


def find_directory(explicit: Path | None, environ: Mapping[str, str]) -> Path:
    """The directory of ``--config``, else of ``$WATCHER_CONFIG``, else ``./config``.

    Raises ``ConfigError`` where it is not there.
    """
    directory = wanted_directory(explicit, environ)
    if not directory.is_dir():
        found = "a file" if directory.exists() else "no such directory"
        accepted = "a directory with the four files of a configuration; `watcher init DIR` writes one"
        raise ConfigError([Fault(str(directory), 0, "", found, accepted)])
    return directory


def wanted_directory(explicit: Path | None, environ: Mapping[str, str]) -> Path:
    """As ``find_directory``, whether it is there or not."""
    return explicit or Path(environ.get("WATCHER_CONFIG") or DEFAULT_DIRECTORY)


def load(directory: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of a directory. Raises ``ConfigError`` with every fault of all four files."""
    reading = read(directory, environ)
    if reading.faults:
        raise ConfigError(reading.faults)
    return reading.settings


def load_keywords(path: Path, environ: Mapping[str, str]) -> Keywords:
    """One keyword file by itself, whatever its name, as ``keywords.yaml`` of a directory would be read.

    Raises ``ConfigError`` with every fault of it. Whether feeds and digests fit it is for ``load`` to say.
    """
    faults: dict[Fault, None] = {}
    given: dict[str, Any] = {}
    with contextlib.suppress(ToldError):
        given = _read_file(path, Source(str(path), environ, faults, [], Names()), keywords_file.read)
    if faults:
        raise ConfigError(sorted(faults, key=lambda fault: fault.line))
    keywords: Keywords = given["keywords"]
    return keywords


def read(directory: Path, environ: Mapping[str, str]) -> Reading:
    """All that can be read, with the faults and with what is accepted but surely not meant."""
    faults: dict[Fault, None] = {}
    advice: list[Advice] = []
    names = Names()
    given: dict[str, Any] = {}
    for name, reader in FILES.items():
        source = Source(name, environ, faults, advice, names)
        try:
            given |= _read_file(directory / name, source, reader)
        except ToldError:
            names.unread |= {kind for kind, home in _HOME.items() if home == name}
    _look_up(names)
    given.setdefault("database", Secret(""))
    order = list(FILES)
    told = sorted(faults, key=lambda fault: (order.index(fault.file), fault.line))
    return Reading(Settings(directory=directory, **given), tuple(told), tuple(advice))


def _read_file(path: Path, source: Source, reader: Callable[[Value], dict[str, Any]]) -> dict[str, Any]:
    """One file's part of the settings. Raises ``ToldError`` where the file says nothing at all."""
    try:
        root, tags = compose(decode(content_of(path)))
        if root is None:
            raise YamlError(0, "an empty file", _contents(source.file))
    except YamlError as error:
        source.faults[Fault(source.file, error.line, "", error.found, error.accepted)] = None
        raise ToldError from error
    for tag in tags:
        source.faults[Fault(source.file, tag.line, "", tag.found, tag.accepted)] = None
    whole = Value(root, "", source)
    try:
        return reader(whole)
    except RefusedError as refusal:
        whole.fault(refusal.accepted, refusal.found)
        raise ToldError from refusal


_STARTERS = {
    "watcher.yaml": "database: sqlite:///data/watcher.db",
    "feeds.yaml": "feeds: []",
    "keywords.yaml": "focus_areas: []",
    "digests.yaml": "channels: [] and digests: []",
}


def _contents(file: str) -> str:
    starter = _STARTERS.get(file, _STARTERS["keywords.yaml"])  # only a keyword file is read under other names
    return f"at least {starter}; `watcher init` writes a commented file"


def content_of(path: Path) -> bytes:
    """Raises ``YamlError`` for what cannot be read; never waits on a pipe or a device."""
    try:
        if path.is_dir():
            raise YamlError(0, "a directory", "a file")
        if path.exists() and not path.is_file():
            raise YamlError(0, "something that is no regular file", "a file")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise YamlError(0, f"no such file in {path.parent}", _contents(path.name)) from error
    except OSError as error:
        raise YamlError(
            0, f"a file that cannot be read ({os.strerror(error.errno or 0)})", "a readable file"
        ) from error


_ALIKE = 3  # references to one name that is not there; more of them are told in one fault


def _look_up(names: Names) -> None:
    """Tell each reference to a name that nothing defines; many to the same one are one fault."""
    unknown: dict[tuple[str, str], list[Value]] = {}
    for kind, name, value in names.used:
        if name not in names.defined.get(kind, {}) and kind not in names.unread:
            unknown.setdefault((kind, name), []).append(value)
    for (kind, name), values in unknown.items():
        defined = names.defined.get(kind, {})
        near = difflib.get_close_matches(name, defined, n=1, cutoff=0.6)
        listed = ", ".join(list(defined)[:20]) or "none is defined"
        hint = f"; is {near[0]} meant?" if near else ""
        accepted = f"a {kind} of {_HOME[kind]} ({listed}){hint}"
        many = len(values) > _ALIKE
        for value in values[:1] if many else values:
            where = f", here and {_elsewhere(values)}" if many else ""
            value.fault(accepted, f"{value.shown()}, which is no {kind}{where}")


def _elsewhere(values: Sequence[Value]) -> str:
    """``in 40 more places (lines 9, 14, 20, ...)`` for all but the first."""
    file = values[0].source.file
    rest = [
        f"{value.node.line}" if value.source.file == file else f"{value.source.file}:{value.node.line}"
        for value in values[1:]
    ]
    lines = list(dict.fromkeys(rest))
    return f"in {len(rest)} more places (lines {', '.join(lines[:5])}{', ...' if len(lines) > 5 else ''})"
