"""Follow-ups of what is not relevant any more, by a changed keyword file or a person's word on a story; and back."""

from collections.abc import Sequence
from datetime import datetime

from watcher.followups.history import is_word, relevant_again, set_aside
from watcher.followups.tracking import keys_of
from watcher.model.followups import FollowUp, Status
from watcher.store import followups as followup_store
from watcher.store import tags
from watcher.store.database import Connection

_AT_ONCE = 500


def set_aside_untold(connection: Connection, followup_ids: Sequence[int], now: datetime) -> int:
    """Dismiss those of these that no relevant story tells of any more; a person's own stay. How many."""
    aside = 0
    for start in range(0, len(followup_ids), _AT_ONCE):
        orphans = tags.without_relevant_source(connection, followup_ids[start : start + _AT_ONCE])
        for followup in followup_store.listing(connection, orphans):
            if followup.outcome is Status.DISMISSED or any(map(is_word, followup.history)):
                continue
            _save(connection, set_aside(followup, now))
            aside += 1
    return aside


def set_aside_with(connection: Connection, stories: Sequence[int], now: datetime) -> None:
    """``set_aside_untold`` of all that these stories, which a person dismissed, tell of."""
    told = {followup for story in stories for followup in tags.told_by_story(connection, story)}
    set_aside_untold(connection, sorted(told), now)


def take_up(connection: Connection, followup_ids: Sequence[int], now: datetime) -> None:
    """Take those of these up again that were set aside."""
    for followup in followup_store.listing(connection, followup_ids):
        made = relevant_again(followup, now)
        if made != followup:
            _save(connection, made)


def _save(connection: Connection, followup: FollowUp) -> None:
    followup_store.save(connection, followup, keys_of(followup))
