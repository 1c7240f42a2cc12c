"""A configuration directory with the least that loads; each test overwrites what it is about."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from watcher.config.load import load
from watcher.errors import ConfigError, Fault
from watcher.settings import Settings

LEAST = {
    "watcher": "database: sqlite:///data/watcher.db\n",
    "feeds": "feeds: []\n",
    "keywords": "focus_areas: []\n",
    "digests": "channels: []\ndigests: []\n",
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """``write(feeds="...")``: the directory with that file replaced."""

    def written(**texts: str | bytes) -> Path:
        for name, text in {**LEAST, **texts}.items():
            content = text if isinstance(text, bytes) else text.encode()
            (tmp_path / f"{name}.yaml").write_bytes(content)
        return tmp_path

    return written


@pytest.fixture
def loaded(write: Callable[..., Path]) -> Callable[..., Settings]:
    def settings(environ: Mapping[str, str] | None = None, **texts: str) -> Settings:
        return load(write(**texts), environ or {})

    return settings


@pytest.fixture
def faults(write: Callable[..., Path]) -> Callable[..., tuple[Fault, ...]]:
    """The faults of a directory that must not load."""

    def found(environ: Mapping[str, str] | None = None, **texts: str | bytes) -> tuple[Fault, ...]:
        with pytest.raises(ConfigError) as raised:
            load(write(**texts), environ or {})
        return raised.value.faults

    return found


@pytest.fixture
def fault(faults: Callable[..., tuple[Fault, ...]]) -> Callable[..., Fault]:
    """The one fault of a directory that has exactly one."""

    def found(environ: Mapping[str, str] | None = None, **texts: str | bytes) -> Fault:
        (only,) = faults(environ, **texts)
        return only

    return found
