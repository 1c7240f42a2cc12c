"""By which rules entries are tagged: those of the keyword file as it is, and those that were applied last."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from watcher.settings import Settings
from watcher.store import notes
from watcher.store.database import Database

NOTE = "keywords"  # under which the store keeps the fingerprint of the rules that untold stories are tagged by


def keywords_changed(database: Database, settings: Settings) -> bool:
    """Whether untold stories were last tagged by other rules than these."""
    with database.reading() as connection:
        return notes.get(connection, NOTE) != fingerprint(settings)


def fingerprint(settings: Settings) -> str:
    """A digest of all that decides tags: the keyword file without examples and comments, and what feeds imply."""
    keywords = _plain(settings.keywords)
    for area in keywords["focus_areas"]:
        for key in ("name", "match", "ignore"):
            del area[key]
    for event in keywords["events"]:
        for key in ("name", "last"):
            del event[key]
    implied = {feed.url: sorted(feed.implies) for feed in settings.feeds if feed.implies}
    rules = json.dumps([keywords, implied], sort_keys=True)
    return hashlib.sha256(rules.encode()).hexdigest()


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != "line")


def _plain(value: Any) -> Any:
    """Settings as JSON has them, without the lines at which they stand."""
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if key != "line"}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
