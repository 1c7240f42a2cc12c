"""By which rules entries are tagged: those of the keyword file as it is, and those that were applied last."""

import hashlib
import json
from dataclasses import asdict

from watcher.settings import Settings
from watcher.store import notes
from watcher.store.database import Database

NOTE = "keywords"  # under which the store keeps the fingerprint of the rules that untold stories are tagged by


def keywords_changed(database: Database, settings: Settings) -> bool:
    """Whether untold stories were last tagged by other rules than these."""
    with database.read() as session:
        return notes.get(session, NOTE) != fingerprint(settings)


def fingerprint(settings: Settings) -> str:
    """A digest of all that decides tags: the keyword file without examples and comments, and what feeds imply."""
    keywords = asdict(settings.keywords)
    for area in keywords["focus_areas"]:
        for key in ("name", "match", "ignore"):
            del area[key]
    for event in keywords["events"]:
        for key in ("name", "last"):
            del event[key]
    implied = {feed.url: sorted(feed.implies) for feed in settings.feeds if feed.implies}
    rules = json.dumps([_without_lines(keywords), implied], sort_keys=True)
    return hashlib.sha256(rules.encode()).hexdigest()


def _without_lines(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_lines(inner) for key, inner in value.items() if key != "line"}
    if isinstance(value, list | tuple):
        return [_without_lines(inner) for inner in value]
    return value
