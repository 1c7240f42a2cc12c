"""Tie what entries say of follow-ups to tracked records, inside the writing transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from watcher.followups.history import is_word, set_aside, told_again
from watcher.followups.revisions import revise, revised, withdraw
from watcher.followups.tracking import Mention, keys, keys_of, mentions_of, track
from watcher.model.followups import FoundFollowUp, Status
from watcher.model.stories import Source
from watcher.store import entries as entry_store
from watcher.store import tags
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
        self,
        source: Source,
        found: Sequence[FoundFollowUp],
        seen_at: datetime,
        *,
        is_new: bool = False,
        edited: bool = False,
    ) -> None:
        """Record what one entry says; ``is_new``: one that said nothing before; ``edited``: by its outlet.

        What the entry said before in the same words is not told again: an edited entry moves nothing by being edited.
        A sentence that it now has in the stead of another is about what that one was about; what an edit took out, and
        nobody else tells of, is withdrawn.
        """
        told = [] if is_new else entry_store.mentions(self._connection, [source.entry]).get(source.entry, [])
        before = {said: followup_id for followup_id, said in told}
        kept = [replace(one, context="") for one in found]  # the store keeps no context
        gone = [one for one in before if one not in set(kept)]
        said: list[tuple[int | None, FoundFollowUp]] = []
        for mention, bare in zip(mentions_of(found, source, seen_at), kept, strict=True):
            one = mention.found
            if bare in before:
                said.append((before[bare], one))
                continue
            place = revised(one, gone) if gone else None
            record = None if place is None else before[gone.pop(place)]
            said.append(((record and self._revise(record, mention)) or self._track(mention), one))
        if said or before:
            entry_store.set_mentions(self._connection, source.entry, said, is_new=is_new)
            of_old, of_new = {record for record, _ in told}, {record for record, _ in said}
            self._candidates.mentioned(source, of_old, of_new)
            if edited:
                self._withdraw(source, [record for record in of_old - of_new if record is not None], seen_at)
                self._set_aside([record for record in of_new if record is not None], seen_at)

    def _revise(self, record: int, mention: Mention) -> int | None:
        known = self._candidates.known(record)
        followup = revise(mention, told_again(known, mention.seen_at)) if known else None
        return self._candidates.save(followup, keys_of(followup)) if followup else None

    def _withdraw(self, source: Source, dropped: Sequence[int], seen_at: datetime) -> None:
        for record in tags.untold(self._connection, sorted(dropped)) if dropped else ():
            known = self._candidates.known(record)
            if known is not None and (made := withdraw(source, known, seen_at)) != known:
                self._candidates.save(made, keys_of(made))

    def _set_aside(self, told: Sequence[int], seen_at: datetime) -> None:
        """What an entry of a dismissed story alone tells of is as little relevant as it."""
        for record in tags.without_relevant_source(self._connection, sorted(told)) if told else ():
            known = self._candidates.known(record)
            if known is not None and known.outcome is not Status.DISMISSED and not any(map(is_word, known.history)):
                self._candidates.save(set_aside(known, seen_at), keys_of(known))

    def _track(self, mention: Mention) -> int | None:
        known = self._candidates.find(mention.found.event_slug, keys(mention))
        candidates = [told_again(followup, mention.seen_at) for followup in known]
        followup = track(mention, candidates)
        if followup is None:
            return None
        return self._candidates.save(followup, keys_of(followup))
