"""Put the new entries of one feed into stories: candidates from the store, the decision from ``stories``.

    batch = Batch(session, window)
    for placement in batch.place(entries):      # in the caller's writing transaction
        ...                                     # make a story for each that opens one, insert the entries
    batch.keep(entry_ids)                       # once the entries have ids: what later batches find them by

Nothing is held between batches: the database is the only memory, so a restart changes no decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from watcher.store import signatures as store
from watcher.stories.grouping import CandidateStory, Member, decide
from watcher.stories.habits import Habits, unpack_habits
from watcher.stories.similarity import Signature, Statistics, Weighed, keys, pack, sign, unpack, weigh


@dataclass(frozen=True, slots=True)
class EntryToPlace:
    """A new entry. ``text`` is its plain text; ``signature`` where a worker has computed it already.

    ``apart`` are stories that a person has taken this entry out of.
    """

    outlet: str
    title: str
    text: str
    canonical_url: str | None
    published_at: datetime
    signature: Signature | None = None
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an entry of the batch goes. ``story_id`` is a known story, or None: a new one, which the entry at
    position ``opener`` of the batch opens (its own position, or an earlier joined one's).
    """

    position: int
    story_id: int | None
    opener: int | None
    kind: str
    score: float
    evidence: Mapping[str, Any] = field(default_factory=dict)


class Batch:
    """The new entries of one feed on their way into stories. Use once, inside one transaction."""

    def __init__(self, session: Session, window: timedelta) -> None:
        self._session = session
        self._window = window
        self._weighed: list[Weighed] = []
        self._keys: list[tuple[int, ...]] = []
        self._found_by: dict[int, list[int]] = {}
        self._openers: dict[int, int] = {}
        self._stories: list[int | None] = []

    def place(self, entries: Sequence[EntryToPlace]) -> list[Placement]:
        """A placement for each entry, by position; decided in order of publication."""
        signatures = [entry.signature or _sign(entry) for entry in entries]
        store.lock(self._session)
        habits = self._read_habits(signatures)
        counts = store.term_counts(self._session, (term for s in signatures for term in s.terms))
        statistics = [_statistics(counts, habits.get(s.outlet)) for s in signatures]
        self._weighed = [weigh(s, known) for s, known in zip(signatures, statistics, strict=True)]
        self._keys = [keys(w, known) for w, known in zip(self._weighed, statistics, strict=True)]
        self._learn(signatures, habits)
        placements: dict[int, Placement] = {}
        order = sorted(range(len(entries)), key=lambda n: (signatures[n].published, signatures[n].title_hash, n))
        for position in order:
            placements[position] = self._place(position, statistics[position], entries[position].apart, placements)
        return [placements[position] for position in range(len(entries))]

    def keep(self, entry_ids: Sequence[int], story_ids: Sequence[int]) -> None:
        """Write the signatures, in the order the entries were given to ``place``."""
        rows = [
            store.StoredSignature(
                entry_id=entry_id,
                story_id=story_id,
                published=w.signature.published,
                outlet=w.signature.outlet,
                url=w.signature.url,
                title_hash=w.signature.title_hash,
                traits=w.signature.traits,
                norm=w.norm,
                title_norm=w.title_norm,
                data=pack(w),
            )
            for entry_id, story_id, w in zip(entry_ids, story_ids, self._weighed, strict=True)
        ]
        store.add(
            self._session,
            rows,
            [_lookup_keys(w.signature, its) for w, its in zip(self._weighed, self._keys, strict=True)],
        )

    def _place(
        self, position: int, statistics: Statistics, apart: frozenset[int], placed: dict[int, Placement]
    ) -> Placement:
        new = self._weighed[position]
        masses = {key: (new.weights[key] * statistics.rarity(key)) ** 2 for key in self._keys[position]}
        if new.signature.url:
            masses[new.signature.url] = 1_000.0
        candidates = [*self._stored_candidates(new, masses), *self._batch_candidates(masses, placed)]
        decision = decide(new, _joined(candidates), statistics, self._window, apart)
        opener = None
        if decision.story is None:
            opener = position
        elif decision.story < 0:
            opener = -1 - decision.story
        story_id = decision.story if decision.story is not None and decision.story >= 0 else None
        placement = Placement(position, story_id, opener, decision.kind, decision.score, decision.evidence)
        for key in masses:
            self._found_by.setdefault(key, []).append(position)
        return placement

    def _stored_candidates(self, new: Weighed, masses: Mapping[int, float]) -> list[CandidateStory]:
        hits = store.candidates(self._session, masses, new.signature.published, int(self._window.total_seconds()))
        stories = list(dict.fromkeys(hit.story_id for hit in hits))[:CANDIDATE_STORIES]
        grouped: dict[int, list[Member]] = {story: [] for story in stories}
        for row in store.members(self._session, stories):
            grouped[row.story_id].append(Member(row.entry_id, _unpack(row)))
        return [CandidateStory(story, members) for story, members in grouped.items() if members]

    def _batch_candidates(self, masses: Mapping[int, float], placed: dict[int, Placement]) -> list[CandidateStory]:
        """Stories of entries of this batch that share a key; new ones have negative numbers."""
        positions = {position for key in masses for position in self._found_by.get(key, ())}
        wanted = {_group(placed[position]) for position in positions}
        grouped: dict[int, list[Member]] = {}
        for position, placement in placed.items():
            if _group(placement) in wanted:
                grouped.setdefault(_group(placement), []).append(Member(-1 - position, self._weighed[position]))
        return [CandidateStory(story, members) for story, members in grouped.items()]

    def _read_habits(self, signatures: Sequence[Signature]) -> dict[int, Habits]:
        rows = store.outlet_habits(self._session, (signature.outlet for signature in signatures))
        return {outlet: unpack_habits(entries, data) for outlet, (entries, data) in rows.items()}

    def _learn(self, signatures: Sequence[Signature], habits: dict[int, Habits]) -> None:
        """Count the batch's terms, of all entries and of each outlet. It is itself judged by what was known before."""
        counts: dict[int, int] = {}
        by_outlet: dict[int, list[tuple[int, ...]]] = {}
        for signature in signatures:
            by_outlet.setdefault(signature.outlet, []).append(signature.terms)
            for term in signature.terms:
                counts[term] = counts.get(term, 0) + 1
        store.count_terms(self._session, counts, len(signatures))
        learnt = {outlet: habits.get(outlet, Habits()).learn(texts) for outlet, texts in by_outlet.items()}
        store.save_outlet_habits(self._session, {o: (h.entries, h.pack()) for o, h in learnt.items()})


CANDIDATE_STORIES = 8


def _group(placement: Placement) -> int:
    if placement.story_id is not None:
        return placement.story_id
    assert placement.opener is not None
    return -1 - placement.opener


def _joined(candidates: Sequence[CandidateStory]) -> list[CandidateStory]:
    """One candidate a story: what is stored, then what this batch has added."""
    merged: dict[int, list[Member]] = {}
    for candidate in candidates:
        merged.setdefault(candidate.story, []).extend(candidate.members)
    return [CandidateStory(story, members) for story, members in merged.items()]


def _lookup_keys(signature: Signature, its_keys: tuple[int, ...]) -> tuple[int, ...]:
    return (*its_keys, signature.url) if signature.url else its_keys


def _statistics(counts: Mapping[int, float], habits: Habits | None) -> Statistics:
    known = habits or Habits()
    return Statistics(counts.get(store.ALL_ENTRIES, 0.0), counts, known.entries, known.counts)


def _sign(entry: EntryToPlace) -> Signature:
    return sign(
        entry.title,
        entry.text,
        outlet=entry.outlet,
        canonical_url=entry.canonical_url,
        published_at=entry.published_at,
    )


def _unpack(row: store.StoredSignature) -> Weighed:
    return unpack(
        row.data,
        published=row.published,
        outlet=row.outlet,
        url=row.url,
        title_hash=row.title_hash,
        traits=row.traits,
        norm=row.norm,
        title_norm=row.title_norm,
    )
