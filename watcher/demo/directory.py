"""The demo's directory: a configuration of its own beside the files it leaves. Touches nothing that it did not make."""

import json
from pathlib import Path

from watcher.config.load import load
from watcher.config.shipped import starter
from watcher.errors import UsageError
from watcher.settings import Settings

DATABASE = "watcher.db"
PAGE = "digest.html"
_MARK = "# Written by `watcher demo`, and written anew by its next run.\n"
_EVENTS = """events:
  - slug: cet-dialogue
    name: U.S.-Singapore Critical and Emerging Technology Dialogue
    terms: [CET Dialogue, Critical and Emerging Technology Dialogue, Critical Emerging Technology Dialogue]
    last: {date: 2023-10-12, place: Washington, source: "https://harbour-wire.example/2023/10/13/technology-dialogue"}
  - slug: strategic-partnership-dialogue
    name: U.S.-Singapore Strategic Partnership Dialogue
    terms: [Strategic Partnership Dialogue]
  - slug: sicw
    name: Singapore International Cyber Week
    terms: [Singapore International Cyber Week, SICW]
"""


def lay_out(directory: Path, addresses: list[str]) -> Settings:
    """Write a configuration that reads ``addresses`` into a folder; the run before is cleared away.

    Raises ``UsageError`` where a file would be replaced that the demo did not write, ``OSError`` as the system says.
    """
    config = directory / "config"
    _make_room(directory, config)
    config.mkdir(parents=True, exist_ok=True)
    for name, text in _files(directory.absolute(), addresses).items():
        (config / name).write_text(_MARK + text, encoding="utf-8")
    return load(config, {})


def _make_room(directory: Path, config: Path) -> None:
    mark = config / "watcher.yaml"
    if not (mark.is_file() and mark.read_bytes().startswith(_MARK.encode())):
        for name in (config.name, DATABASE, PAGE, "digests"):
            if (directory / name).exists():
                raise UsageError(f"{directory / name} is not the demo's to replace; choose another folder with --out")
        return
    for old in (*directory.glob(f"{DATABASE}*"), directory / PAGE, *(directory / "digests").glob("daily*")):
        old.unlink(missing_ok=True)


def _files(directory: Path, addresses: list[str]) -> dict[str, str]:
    """File name -> text of the four files."""
    feeds = "".join(f"  - {{url: {json.dumps(address)}, full_text: never}}\n" for address in addresses)
    database = (directory / DATABASE).as_posix().replace("%", "%25").replace("?", "%3F")  # an address, not a path
    return {
        "watcher.yaml": (
            f"database: {_written(f'sqlite:///{database}')}\n"
            "# The sample feeds are served on this machine while the demo runs; months pass between two mornings.\n"
            "polling: {allow_private_addresses: true, min_interval: 1s, max_entry_age: 0s}\n"
        ),
        "feeds.yaml": f"feeds:\n{feeds}",
        "keywords.yaml": _keywords(),
        "digests.yaml": (
            f"channels:\n  - {{name: folder, type: file, dir: {_written((directory / 'digests').as_posix())}}}\n"
            "digests:\n  - name: daily\n    schedule: '0 7 * * mon-fri'\n    timezone: Asia/Singapore\n"
            "    clocks: [Asia/Singapore, America/New_York]\n    channels: [folder]\n"
        ),
    }


def _written(value: str) -> str:
    """As a value of the configuration: quoted, with no reference to the environment."""
    return json.dumps(value.replace("${", "$${"))


def _keywords() -> str:
    """The shipped keywords, with the events as they were known in October 2023."""
    text = (starter() / "keywords.yaml").read_text(encoding="utf-8")
    before, _, _ = text.partition("\nevents:\n")
    return f"{before}\n{_EVENTS}"
