"""Tie what entries say of follow-ups to tracked records, inside the writing transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from watcher.followups.history import relevant_again
from watcher.followups.tracking import Mention, keys, keys_of, track
from watcher.model import FoundFollowUp, Source
from watcher.store import entries as entry_store
from watcher.store import followups as followup_store
from watcher.store.database import Session


def follow(session: Session, source: Source, found: Sequence[FoundFollowUp], seen_at: datetime) -> None:
    """Record what one entry says, and let each statement announce, confirm, move or settle its follow-up.

    What the entry said before in the same words is not told again: an edited entry moves nothing by being edited.
    """
    before = {
        said: followup_id for followup_id, said in entry_store.mentions(session, [source.entry]).get(source.entry, ())
    }
    said: list[tuple[int | None, FoundFollowUp]] = []
    for one in found:
        kept = replace(one, context="")  # the store keeps no context
        said.append((before[kept] if kept in before else _track(session, Mention(one, source, seen_at)), one))
    if said or before:
        entry_store.set_mentions(session, source.entry, said)


def _track(session: Session, mention: Mention) -> int | None:
    known = followup_store.candidates(session, mention.found.event_slug, keys(mention))
    candidates = [relevant_again(followup, mention.seen_at) for followup in known]
    followup = track(mention, candidates)
    if followup is None:
        return None
    return followup_store.save(session, followup, keys_of(followup))
