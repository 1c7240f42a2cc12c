"""What a feed is called wherever people read of it."""

from watcher.model.feeds import FeedState
from watcher.settings import FeedSettings


def name_of(feed: FeedSettings, state: FeedState | None) -> str:
    """The outlet's name: the configured one, else the feed's own title, else its address."""
    return feed.name or (state.title if state else None) or feed.label
