"""An entry that was edited: which of its sentences says anew what one said that it no longer has, and what is gone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher

from watcher.followups.changes import told
from watcher.followups.history import is_word, withdrawn
from watcher.followups.identity import editions_differ
from watcher.followups.mentions import Mention
from watcher.followups.places import in_english
from watcher.model.followups import Change, FollowUp, FoundFollowUp
from watcher.model.stories import Source

ALIKE = 0.6  # of two sentences, 0-1 (Ratcliff and Obershelp): a changed date, place or verb leaves more
COMPARED = 600  # characters of a sentence


def revised(found: FoundFollowUp, gone: Sequence[FoundFollowUp]) -> int | None:
    """The place in ``gone``, which an edited entry no longer says, of what ``found`` says in its stead."""
    if found.report is not Change.ANNOUNCED:
        return None
    alike = [
        (SequenceMatcher(None, one.text[:COMPARED], found.text[:COMPARED], autojunk=False).ratio(), -place)
        for place, one in enumerate(gone)
        if one.report is Change.ANNOUNCED and one.kind is found.kind and one.event_slug == found.event_slug
    ]
    ratio, place = max(alike, default=(0.0, 0))
    return -place if ratio >= ALIKE else None


def revise(mention: Mention, known: FollowUp) -> FollowUp | None:
    """The record of which an edited entry now says this; None where it is of another edition.

    An outlet's edit is its later word: it moves what the same outlet had said, and is no older than the edit.
    """
    if editions_differ(mention.found, known):
        return None
    place = mention.found.place
    found = replace(mention.found, place=in_english(place)) if place else mention.found
    source = replace(mention.source, published_at=max(mention.source.published_at, mention.seen_at))
    return told(Mention(found, source, mention.seen_at), known)


def withdraw(source: Source, known: FollowUp, now: datetime) -> FollowUp:
    """The record that nobody tells of any more, since this entry was edited.

    What has an end or lies behind stays as it is: a page may drop what is over. So does what a person had a word in.
    """
    end = known.period.end
    if known.outcome is not None or (end is not None and end < now.date()) or any(map(is_word, known.history)):
        return known
    return withdrawn(known, source, now)
