"""Tie what entries say of follow-ups to tracked records, inside the writing transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from watcher.followups.history import relevant_again
from watcher.followups.tracking import Mention, keys, keys_of, track
from watcher.model.followups import FoundFollowUp
from watcher.model.stories import Source
from watcher.store import entries as entry_store
from watcher.store.candidates import Candidates
from watcher.store.database import Connection


def follow(connection: Connection, source: Source, found: Sequence[FoundFollowUp], seen_at: datetime) -> None:
    """Record what one entry says, and let each statement announce, confirm, move or settle its follow-up."""
    Following(connection).follow(source, found, seen_at)


class Following:
    """``follow`` for several entries of one transaction: what they may be about is read once.

    Nothing else may change follow-ups, or the entries they stand on, in between; nor until a later transaction, in
    which it is to go on (``resume``).
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._candidates = Candidates(connection)

    def resume(self, connection: Connection) -> None:
        self._connection = connection
        self._candidates.resume(connection)

    def follow(
        self, source: Source, found: Sequence[FoundFollowUp], seen_at: datetime, *, is_new: bool = False
    ) -> None:
        """Record what one entry says; ``is_new``: one that said nothing before.

        What the entry said before in the same words is not told again: an edited entry moves nothing by being edited.
        """
        told = [] if is_new else entry_store.mentions(self._connection, [source.entry]).get(source.entry, [])
        before = {said: followup_id for followup_id, said in told}
        said: list[tuple[int | None, FoundFollowUp]] = []
        for one in found:
            kept = replace(one, context="")  # the store keeps no context
            said.append((before[kept] if kept in before else self._track(Mention(one, source, seen_at)), one))
        if said or before:
            entry_store.set_mentions(self._connection, source.entry, said, is_new=is_new)
            self._candidates.mentioned(source, {record for record, _ in told}, {record for record, _ in said})

    def _track(self, mention: Mention) -> int | None:
        known = self._candidates.find(mention.found.event_slug, keys(mention))
        candidates = [relevant_again(followup, mention.seen_at) for followup in known]
        followup = track(mention, candidates)
        if followup is None:
            return None
        return self._candidates.save(followup, keys_of(followup))
