"""Which linked pages fall due: decided from the tags, so that reading pages knows nothing of focus areas."""

from datetime import datetime
from typing import TYPE_CHECKING

from watcher.model.parsing import ParsedEntry
from watcher.model.tagging import Judgement
from watcher.settings import FeedSettings, Settings

if TYPE_CHECKING:
    from watcher.store.database import Database

TEASER = 600  # characters; a shorter feed text is taken for a teaser


def pages_wait(database: "Database", settings: Settings, now: datetime) -> bool:
    """Whether any page is due: what reads them is loaded where there is one."""
    from watcher.store import feeds as feed_store  # worker processes import this file, and never the store

    feeds = [feed.url for feed in settings.feeds if feed.enabled and feed.full_text != "never"]
    with database.reading() as connection:
        return feed_store.any_page_due(connection, feeds, now)


def with_page(text: str, page: str | None) -> str:
    """What an entry is judged by once its page was read.

    The feed's own words count too: a teaser may say what the article leaves to its picture or its head.
    """
    if page is None:
        return text
    return page if text[:120] in page else f"{text}\n{page}"


def page_due(feed: FeedSettings, entry: ParsedEntry, judgement: Judgement) -> bool:
    """Whether the linked page of an entry is to be read (contract, ``full_text``).

    ``auto``: the feed gives under 600 characters, and the entry names an event, or every relevance group, or
    every group but one and a focus area.
    """
    if feed.full_text == "never" or entry.url is None:
        return False
    if feed.full_text == "always":
        return True
    if len(entry.text) >= TEASER:
        return False
    missing = sum(1 for slug in judgement.missing if slug != "focus-area")
    return bool(judgement.events) or missing == 0 or (missing == 1 and bool(judgement.areas))
