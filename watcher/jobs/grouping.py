"""Put the new entries of one feed into stories: candidates from the store, the decision from ``stories``.

    batch = Batch(session, window)
    for placement in batch.place(entries):      # in the caller's writing transaction
        ...                                     # make a story for each that opens one, insert the entries
    batch.keep(entry_ids)                       # once the entries have ids: what later batches find them by

Nothing is held between batches: the database is the only memory, so a restart changes no decision.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from watcher.store import signatures as store
from watcher.store import unions
from watcher.store.database import Session
from watcher.stories.grouping import UNITED, CandidateStory, Decision, Member, decide, unity
from watcher.stories.habits import learn, pack_habits, unpack_habits
from watcher.stories.signature import Signature, sign
from watcher.stories.similarity import Habits, Weighed, keys, pack, rarities, unpack, weigh


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
        self._keys: list[dict[int, float]] = []
        self._found_by: dict[int, list[int]] = {}
        self._placed: dict[int, Placement] = {}
        self._of_story: dict[int, list[int]] = {}

    def place(self, entries: Sequence[EntryToPlace]) -> list[Placement]:
        """A placement for each entry, by position; decided in order of publication."""
        if not entries:
            return []
        store.lock(self._session)
        signatures = [entry.signature or _sign(entry) for entry in entries]
        self._count(signatures)
        habits = self._read_habits(signatures)
        rarity = self._rarities({term for signature in signatures for term in signature.terms})
        self._weighed = [weigh(s, rarity, habits.get(s.outlet, NO_HABITS)) for s in signatures]
        self._keys = [_lookup(weighed) for weighed in self._weighed]
        self._learn(signatures, habits)
        for position in sorted(range(len(entries)), key=lambda n: (signatures[n].published, signatures[n].title, n)):
            self._put(self._place(position, entries[position].apart))
            for key in self._keys[position]:
                self._found_by.setdefault(key, []).append(position)
        return [self._placed[position] for position in range(len(entries))]

    def keep(self, entry_ids: Sequence[int]) -> None:
        """Write the signatures, in the order the entries were given to ``place``."""
        store.add(
            self._session,
            [
                store.NewSignature(entry_id, weighed.published, tuple(its_keys), pack(weighed))
                for entry_id, weighed, its_keys in zip(entry_ids, self._weighed, self._keys, strict=True)
            ],
        )

    def _put(self, placement: Placement) -> None:
        self._placed[placement.position] = placement
        self._of_story.setdefault(_group(placement), []).append(placement.position)

    def _rarities(self, terms: set[int]) -> dict[int, float]:
        counts = store.term_counts(self._session, terms)
        return rarities(terms, counts, counts.get(store.ALL_ENTRIES, 0.0))

    def _place(self, position: int, apart: frozenset[int]) -> Placement:
        new = self._weighed[position]
        candidates = self._candidates(new, self._keys[position])
        decision = decide(new, list(candidates.values()), self._window, apart)
        story = decision.story
        if story is None:
            story = _batch_story(position)
        for rival in decision.rivals[:RIVALS]:
            story = self._unite(candidates, story, rival)
        return _placement(position, story, decision)

    def _unite(self, candidates: dict[int, CandidateStory], first: int, second: int) -> int:
        """The one story that both become if they report one event, else the first.

        The older one stays: a stored one before one of this batch, else the lower number.
        """
        both = candidates[first], candidates[second]
        stored = {story for story in (first, second) if story >= 0}
        if not stored <= unions.free(self._session, stored):
            return first
        rarity = self._rarities({term for story in both for m in story.members for term in m.weighed.terms})
        if unity(*both, rarity, self._window) < UNITED:
            return first
        kept, gone = sorted((first, second), key=lambda story: (story < 0, abs(story)))
        candidates[kept] = CandidateStory(kept, [*both[0].members, *both[1].members])
        if gone >= 0:
            unions.unite(self._session, kept, gone)
        for position in self._of_story.pop(gone, []):
            self._put(_moved(self._placed[position], kept))
        return kept

    def _candidates(self, new: Weighed, its_keys: Mapping[int, float]) -> dict[int, CandidateStory]:
        """Stories with an entry that shares keys, stored ones and those of this batch (new ones negative)."""
        stories = store.candidates(self._session, its_keys, new.published, int(self._window.total_seconds()))
        wanted = {*stories, *(_group(self._placed[position]) for position in self._near(its_keys))}
        grouped: dict[int, list[Member]] = {story: [] for story in sorted(wanted)}
        for row in store.members(self._session, [story for story in wanted if story >= 0]):
            grouped[row.story_id].append(Member(row.entry_id, _known(row.data)))
        for story, members in grouped.items():
            members += [Member(-1 - position, self._weighed[position]) for position in self._of_story.get(story, ())]
        for members in grouped.values():
            members.sort(key=_by_publication)  # not by arrival: which feed answered first must not matter
        return {story: CandidateStory(story, members) for story, members in grouped.items() if members}

    def _near(self, its_keys: Mapping[int, float]) -> list[int]:
        """Entries of this batch that share the most with a new one, bounded as the store's are.

        A feed of thousands of items that differ in a number would be compared all with all otherwise.
        """
        shared: dict[int, float] = {}
        for key, mass in its_keys.items():
            for position in self._found_by.get(key, [])[-BATCH_POSTINGS:]:
                shared[position] = shared.get(position, 0.0) + mass
        return sorted(shared, key=lambda position: (-shared[position], position))[:BATCH_CANDIDATES]

    def _read_habits(self, signatures: Sequence[Signature]) -> dict[int, Habits]:
        rows = store.outlet_habits(self._session, (signature.outlet for signature in signatures))
        return {outlet: unpack_habits(entries, data) for outlet, (entries, data) in rows.items()}

    def _count(self, signatures: Sequence[Signature]) -> None:
        """Count the batch's terms first: what a whole batch is full of tells its entries apart no longer."""
        counts = Counter(term for signature in signatures for term in signature.terms)
        store.count_terms(self._session, counts, len(signatures))

    def _learn(self, signatures: Sequence[Signature], habits: Mapping[int, Habits]) -> None:
        """Count each outlet's terms. A batch is itself judged by what its outlet did before."""
        by_outlet: dict[int, list[tuple[int, ...]]] = {}
        for signature in signatures:
            by_outlet.setdefault(signature.outlet, []).append(signature.terms)
        learnt = {outlet: learn(habits.get(outlet, NO_HABITS), texts) for outlet, texts in by_outlet.items()}
        store.save_outlet_habits(self._session, {o: (h.entries, pack_habits(h)) for o, h in learnt.items()})


RIVALS = 2
BATCH_POSTINGS = 48  # entries of the batch looked at for one key, the latest: as many as in the store
BATCH_CANDIDATES = 40
NO_HABITS = Habits()
SAME_URL_MASS = 100.0
"""An entry with the same address comes before all that share words."""


def _lookup(weighed: Weighed) -> dict[int, float]:
    found = keys(weighed)
    return {weighed.url: SAME_URL_MASS} | found if weighed.url else found


@lru_cache(maxsize=4_096)
def _known(data: bytes) -> Weighed:
    """A stored signature as it is compared. The cache only spares work: running stories are read again and again."""
    return unpack(data)


def _by_publication(member: Member) -> tuple[int, int, int]:
    return member.weighed.published, member.weighed.title, member.weighed.outlet


def _batch_story(position: int) -> int:
    """The number, below zero, of the story that an entry of the batch opens."""
    return -1 - position


def _group(placement: Placement) -> int:
    if placement.story_id is not None:
        return placement.story_id
    assert placement.opener is not None
    return _batch_story(placement.opener)


def _placement(position: int, story: int, decision: Decision) -> Placement:
    stored = story if story >= 0 else None
    opener = -1 - story if story < 0 else None
    return Placement(position, stored, opener, decision.kind, decision.score, decision.evidence)


def _moved(placement: Placement, story: int) -> Placement:
    stored = story if story >= 0 else None
    return replace(placement, story_id=stored, opener=-1 - story if story < 0 else None)


def _sign(entry: EntryToPlace) -> Signature:
    return sign(
        entry.title,
        entry.text,
        outlet=entry.outlet,
        canonical_url=entry.canonical_url,
        published_at=entry.published_at,
    )
