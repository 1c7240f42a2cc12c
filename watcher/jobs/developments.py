"""What has become of stories that a digest told before: new outlets, an announced correction, a new follow-up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from watcher.digests.announced import announced_correction
from watcher.jobs.stories import as_known
from watcher.model.digests import Development, Window
from watcher.model.followups import FollowUp, Status
from watcher.model.stories import Source, Story
from watcher.store import digests as digest_store
from watcher.store import entries as entry_store
from watcher.store.database import Connection

Arrivals = Sequence[tuple[datetime, Source]]


def developments(
    connection: Connection, name: str, window: Window, followups: Sequence[FollowUp], told_by: datetime | None
) -> list[Development]:
    """What the window added to stories that digests of this name told. ``told_by``: count only what was told by then.

    ``followups``: as they stood at the window's end.
    """
    opened = _opened(connection, followups, window)
    told = digest_store.told_and_touched(connection, name, window, told_by)
    told |= digest_store.told_stories(connection, name, opened, told_by)  # a follow-up found late, in a linked page
    arrivals = digest_store.arrivals_of(connection, told, window.end)
    corrections = announced(connection, told, window.end)
    found = []
    for story in as_known(connection, list(arrivals), window.end):
        known = told[story.id]
        correction = corrections.get(story.id)
        found.append(
            Development(
                story,
                known.digest,
                new_sources=_new_outlets(arrivals[story.id], window.start),
                correction=None if correction == known.correction else correction,
                new_followups=tuple(opened.get(story.id, ())),
            )
        )
    return found


def since_told(
    connection: Connection, story: Story, followups: Sequence[FollowUp], name: str, now: datetime
) -> Development | None:
    """What a story has gained since digests of this name told something of it last; None where they told nothing."""
    told = digest_store.told_stories(connection, name, [story.id]).get(story.id)
    if told is None:
        return None
    correction = announced(connection, [story.id], now).get(story.id)
    return Development(
        story,
        told.digest,
        new_sources=_new_outlets(digest_store.arrivals_of(connection, [story.id], now).get(story.id, []), told.until),
        correction=None if correction == told.correction else correction,
        new_followups=tuple(one for one in followups if one.first_mentioned_at >= told.until),
    )


def announced(connection: Connection, story_ids: Collection[int], until: datetime) -> dict[int, str]:
    """What the outlets of these stories say they have corrected, the latest word of each story."""
    words = digest_store.words_of(connection, story_ids, until)
    said = {
        story: next((found for title, text in entries if (found := announced_correction(title, text))), None)
        for story, entries in words.items()
    }
    return {story: correction for story, correction in said.items() if correction}


def _new_outlets(arrivals: Arrivals, since: datetime) -> tuple[Source, ...]:
    """The first entry of each outlet that had none in the story before ``since``."""
    first: dict[str, tuple[datetime, Source]] = {}
    for at, source in arrivals:
        first.setdefault(source.outlet, (at, source))
    return tuple(source for at, source in first.values() if at >= since)


def _opened(connection: Connection, followups: Sequence[FollowUp], window: Window) -> Mapping[int, list[FollowUp]]:
    """The follow-ups first mentioned in the window, by the story that mentioned them."""
    by_entry: dict[int, list[FollowUp]] = {}
    for followup in followups:
        fresh = window.start <= followup.first_mentioned_at < window.end
        entry = followup.history[0].entry if followup.history else None
        if fresh and entry is not None and followup.outcome is not Status.DISMISSED:
            by_entry.setdefault(entry, []).append(followup)
    found: dict[int, list[FollowUp]] = {}
    for entry, story in entry_store.stories_of(connection, by_entry).items():
        found.setdefault(story, []).extend(by_entry[entry])
    return found
