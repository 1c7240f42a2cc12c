"""Notice that the configuration's files have changed. Looks at names, sizes and times, not at contents.

A file that is being written is left alone until two looks agree. An editor that puts a new file in the place of the
old one, a file that is gone, and other permissions are changes like any other.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watcher.errors import Fault
from watcher.settings import Settings

Mark = tuple[int, int, int, int]  # inode, size, times of the last change of the contents and of all else (ns)
Look = tuple[Mark | None, ...]  # of each file; None: not there


@dataclass(frozen=True, slots=True)
class Refused:
    """A configuration that was not taken, and why. The last good one is in force."""

    at: datetime
    faults: tuple[Fault, ...]


class ConfigFiles:
    """The files of one configuration, as they were last looked at and as they were last loaded."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._loaded = self._seen = self.look()

    def look(self) -> Look:
        return tuple(_mark(path) for path in self._paths)

    def changed(self) -> bool:
        """Whether there is something else to load than last time, and nobody is writing it just now."""
        before, self._seen = self._seen, self.look()
        return self._seen == before and self._seen != self._loaded

    def load(self, read: Callable[[], Settings]) -> Settings:
        """Read the files, which then count as loaded, good or bad; raises ``ConfigError``.

        Where they change meanwhile they do not count: what was read may be half of each.
        """
        before = self.look()
        try:
            return read()
        finally:
            if self.look() == before:
                self._loaded = before


def _mark(path: Path) -> Mark | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - follows links, as a mounted ConfigMap is made of
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
