"""The starter configuration that Watcher ships, and writing it where someone wants it."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from watcher.errors import UsageError, WatcherError


def starter() -> Traversable:
    """The folder of the shipped files: in a wheel beside this module, in a checkout at its top level."""
    packaged = files("watcher.config") / "starter"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "config"


def write_starter(target: Path) -> tuple[list[Path], list[Path]]:
    """Write the files that ``target`` lacks; gives (written, kept). Nothing there is ever overwritten.

    Raises ``UsageError`` where the target is no folder, ``WatcherError`` where it cannot be written.
    """
    written: list[Path] = []
    kept: list[Path] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for source in sorted(starter().iterdir(), key=lambda file: file.name):
            if not source.name.endswith(".yaml"):
                continue
            path = target / source.name
            (written if _write_new(path, source.read_bytes()) else kept).append(path)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{error.filename} is a file, so no configuration can be written to {target}") from error
    except OSError as error:
        raise WatcherError(f"{error.filename or target} cannot be written: {error.strerror or error}") from error
    return written, kept


def _write_new(path: Path, content: bytes) -> bool:
    """Whether the file was written; one that is there (also a link to nowhere) stays as it is."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True
