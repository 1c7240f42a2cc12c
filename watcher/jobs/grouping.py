"""Put entries into stories: what waits and what it may belong to from the store, the unions from ``stories``.

    wait(session, entries)                     # in the transaction that adds them, each as a story of its own
    ...                                        # the other feeds of the poll
    group(database, window, now)               # at the poll's end: what is one event becomes one story

Entries wait so that the order in which feeds answered decides nothing. What waits lies in the database, which is the
only memory: a poll that was cut short leaves its entries waiting for the next one, and a restart changes no decision.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from watcher.jobs.stories import refresh
from watcher.store import signatures as store
from watcher.store import unions
from watcher.store.database import Database, Session
from watcher.stories.grouping import NEW, Candidate, Gathering, Member, Union, evidence, unlike
from watcher.stories.habits import learn, pack_habits, unpack_habits
from watcher.stories.signature import Signature, pack_signature, sign, unpack_signature
from watcher.stories.similarity import WEIGHED, Habits, Weighed, keys, pack, rarities, unpack, weigh

AT_ONCE = 1_000
"""Entries grouped in one transaction: other writers wait no longer than that takes."""
CANDIDATES = 12
"""Entries that a new one is held against at most, by the mass of the keys they share."""
LEAST_MASS = 0.06
"""Of the mass of an entry's own keys: what shares less is no candidate."""
LEAST_SHARE = 0.3
"""Of the best candidate's mass: behind one that shares much, those that share little are not looked at."""
NEIGHBOURS = 32
"""Entries of the batch looked at for one key, on either side by publication: as many as in the store."""
SAME_URL_MASS = 100.0
"""An entry with the same address comes before all that share words."""
NO_HABITS = Habits()


@dataclass(frozen=True, slots=True)
class EntryToPlace:
    """A new or changed entry (its id). ``text`` is its plain text; ``signature`` where a worker has computed it."""

    outlet: str
    title: str
    text: str
    canonical_url: str | None
    published_at: datetime
    signature: Signature | None = None
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Grouped:
    """What grouping did: ``entries`` waited, ``joined`` of their stories became part of others."""

    entries: int = 0
    joined: int = 0


def wait(session: Session, entries: Sequence[EntryToPlace]) -> None:
    """Let entries wait for ``group``; a changed entry is found by its new words from then on.

    On PostgreSQL others that group, or close a digest's window, wait for this transaction.
    """
    store.lock(session)
    signed = [(entry.entry, entry.signature or _sign(entry)) for entry in entries]
    store.wait(session, [(entry, signature.published, pack_signature(signature)) for entry, signature in signed])


def group(database: Database, window: timedelta, now: datetime) -> Grouped:
    """Group everything that waits, in transactions of their own."""
    entries = joined = 0
    with database.read() as session:  # nothing to do is the rule: it takes no lock
        some = store.any_waits(session)
    while some:
        with database.begin() as session:
            done = group_some(session, window, now)
        entries, joined = entries + done.entries, joined + done.joined
        some = done.entries == AT_ONCE
    return Grouped(entries, joined)


def group_some(session: Session, window: timedelta, now: datetime) -> Grouped:
    """Group the ``AT_ONCE`` entries that were published first, inside a writing transaction."""
    done, grown = decide_some(session, window)
    refresh(session, grown, now)
    return done


def decide_some(session: Session, window: timedelta) -> tuple[Grouped, set[int]]:
    """``group_some`` without the faces of the stories that have grown, which are named."""
    store.lock(session)
    rows = store.waiting(session, AT_ONCE)
    if not rows:
        return Grouped(), set()
    batch = _Batch(session, rows, window)
    found = batch.gather()
    batch.keep()
    grown = unions.apply(session, [(union.kept, union.gone) for union in found])
    unions.explain(session, batch.evidence())
    return Grouped(len(rows), len(found)), grown


class _Batch:
    """Entries that waited, weighed by what is known now, on their way into stories."""

    def __init__(self, session: Session, rows: Sequence[store.StoredSignature], window: timedelta) -> None:
        self._session = session
        self._window = window
        signatures = {row.entry_id: unpack_signature(row.data) for row in rows}
        self._story = {row.entry_id: row.story_id for row in rows}
        self._count(signatures.values())
        self._rarity = self._rarities({term for signature in signatures.values() for term in signature.terms})
        habits = self._read_habits(signatures.values())
        self._weighed = {
            entry: weigh(signature, self._rarity, habits.get(signature.outlet, NO_HABITS))
            for entry, signature in signatures.items()
        }
        self._learn(signatures.values(), habits)
        self._entries = sorted(self._weighed, key=lambda entry: (self._weighed[entry].order, entry))
        self._keys = {entry: self._lookup(weighed) for entry, weighed in self._weighed.items()}
        self._unions: list[Union] = []

    def gather(self) -> list[Union]:
        """Bring together what is one event; the stories that became part of others."""
        pairs, stories = self._alike()
        members = self._members({*self._story.values(), *(stories[other] for _, other in pairs)})
        terms = {term for of in members.values() for one in of for term in one.weighed.terms}
        self._rarity |= self._rarities(terms - self._rarity.keys())
        self._before = members
        self._free = unions.free(self._session, members)
        candidates = [Candidate(story, of, story not in self._free) for story, of in sorted(members.items())]
        self._gathering = Gathering(candidates, self._rarity, self._window)
        for entry, other in pairs:
            if stories[other] in members:
                self._gathering.link(stories[entry], stories[other])
        self._unions = self._gathering.unite()
        return self._unions

    def _alike(self) -> tuple[list[tuple[int, int]], dict[int, int]]:
        """Pairs of entries that are not plainly unlike, the first of each new; and the story of each entry."""
        near = self._near()
        weighed, stories = dict(self._weighed), dict(self._story)
        for row in store.of_entries(self._session, {other for of in near.values() for other in of} - weighed.keys()):
            if row.data[0] == WEIGHED:
                weighed[row.entry_id], stories[row.entry_id] = _known(row.data), row.story_id
        pairs = [
            (entry, other)
            for entry in self._entries
            for other in near[entry]
            if other in weighed and not unlike(weighed[entry], weighed[other], self._rarity)
        ]
        return pairs, stories

    def keep(self) -> None:
        """Write the signatures by which later entries find these."""
        store.done_waiting(self._session, self._entries)
        store.add(
            self._session,
            [
                store.NewSignature(entry, self._weighed[entry].published, tuple(self._keys[entry]), pack(weighed))
                for entry, weighed in self._weighed.items()
            ],
        )

    def evidence(self) -> dict[int, dict[str, Any]]:
        """Why each entry is where it is, as ``explain`` shows it; of entries that waited, and of those that moved."""
        became = {union.gone: union for union in self._unions}
        said: dict[int, dict[str, Any]] = {}
        refused = self._refused()
        for story, of in self._before.items():
            union = became.get(story)
            first = of[0].entry
            if union is not None:
                others = self._gathering.members(_end(became, story))
                for member in of if first in self._weighed else of[:1]:
                    said[member.entry] = {"kind": union.kind, "score": union.score, **self._shared(member, others)}
            elif len(of) == 1 and first in self._weighed and story in self._free:
                said[first] = {"kind": NEW, "score": 0.0}
                if story in refused:
                    said[first]["refused"] = refused[story][:3]
        return said

    def _refused(self) -> dict[int, list[list[object]]]:
        found: dict[int, list[list[object]]] = {}
        for refusal in self._gathering.refusals:
            one, other = refusal.entries
            found.setdefault(refusal.story, []).append([refusal.other, other, refusal.because])
            found.setdefault(refusal.other, []).append([refusal.story, one, refusal.because])
        return found

    def _shared(self, member: Member, others: Sequence[Member]) -> dict[str, Any]:
        return evidence(member, [other for other in others if other.entry != member.entry], self._rarity)

    def _members(self, stories: Iterable[int]) -> dict[int, list[Member]]:
        """The members of these stories, in order of publication, without those that wait for another batch."""
        grouped: dict[int, list[Member]] = {}
        for row in store.members(self._session, stories):
            weighed = self._weighed.get(row.entry_id)
            if weighed is None and row.data[0] == WEIGHED:
                weighed = _known(row.data)
            if weighed is not None:
                grouped.setdefault(row.story_id, []).append(Member(row.entry_id, weighed))
        for of in grouped.values():
            of.sort(key=lambda member: (member.weighed.order, member.entry))
        return grouped

    def _near(self) -> dict[int, list[int]]:
        """For each entry the others that share the most keys with it, in the batch and in the store."""
        shared: dict[int, dict[int, float]] = {entry: {} for entry in self._entries}
        at = {entry: place for place, entry in enumerate(self._entries)}
        self._near_in_batch(shared)
        self._near_in_store(shared, at)
        near: dict[int, list[int]] = {}
        for entry, masses in shared.items():
            least = max(LEAST_MASS, LEAST_SHARE * max(masses.values(), default=0.0))
            best = [(-round(mass, 6), at[other], other) for other, mass in masses.items() if mass >= least]
            best.sort()  # among equals by publication: a number hangs on which feed answered first
            near[entry] = [other for _, _, other in best[:CANDIDATES]]
        return near

    def _near_in_batch(self, shared: Mapping[int, dict[int, float]]) -> None:
        found_by: dict[int, list[int]] = {}
        for entry in self._entries:
            of = shared[entry]
            for key, mass in self._keys[entry].items():
                known = found_by.setdefault(key, [])
                for other in known[-NEIGHBOURS:]:
                    of[other] = of.get(other, 0.0) + mass
                known.append(entry)

    def _near_in_store(self, shared: Mapping[int, dict[int, float]], at: dict[int, int]) -> None:
        """Entries close in time are looked up together: each key is asked for once."""
        reach = int(self._window.total_seconds())
        for part in self._runs():
            keys_of_part = {key for entry in part for key in self._keys[entry]}
            around = self._weighed[part[-1]].published
            found_by: dict[int, list[int]] = {}
            for key, other, published in store.postings(self._session, sorted(keys_of_part), around, reach):
                found_by.setdefault(key, []).append(other)
                at.setdefault(other, -published)
            for entry in part:
                of = shared[entry]
                for key, mass in self._keys[entry].items():
                    for other in found_by.get(key, ()):
                        of[other] = of.get(other, 0.0) + mass

    def _runs(self) -> Iterable[list[int]]:
        part: list[int] = []
        for entry in self._entries:
            if part and self._weighed[entry].published - self._weighed[part[0]].published > SAME_RUN:
                yield part
                part = []
            part.append(entry)
        yield part

    # ------------------------------------------------------------ statistics

    def _rarities(self, terms: set[int]) -> dict[int, float]:
        counts = store.term_counts(self._session, terms)
        return rarities(terms, counts, counts.get(store.ALL_ENTRIES, 0.0))

    def _count(self, signatures: Iterable[Signature]) -> None:
        """Count the batch's terms first: what a whole batch is full of tells its entries apart no longer."""
        signatures = list(signatures)
        counts = Counter(term for signature in signatures for term in signature.terms)
        store.count_terms(self._session, counts, len(signatures))

    def _read_habits(self, signatures: Iterable[Signature]) -> dict[int, Habits]:
        rows = store.outlet_habits(self._session, {signature.outlet for signature in signatures})
        return {outlet: unpack_habits(entries, data) for outlet, (entries, data) in rows.items()}

    def _learn(self, signatures: Iterable[Signature], habits: Mapping[int, Habits]) -> None:
        """Count each outlet's terms. A batch is itself judged by what its outlet did before."""
        by_outlet: dict[int, list[tuple[int, ...]]] = {}
        for signature in signatures:
            by_outlet.setdefault(signature.outlet, []).append(signature.terms)
        learnt = {outlet: learn(habits.get(outlet, NO_HABITS), texts) for outlet, texts in by_outlet.items()}
        store.save_outlet_habits(self._session, {o: (h.entries, pack_habits(h)) for o, h in learnt.items()})

    def _lookup(self, weighed: Weighed) -> dict[int, float]:
        found = keys(weighed, self._rarity)
        return {weighed.url: SAME_URL_MASS} | found if weighed.url else found


SAME_RUN = 6 * 3600
"""Seconds between entries that are looked up together."""


def _end(became: Mapping[int, Union], story: int) -> int:
    """The story that a story has become part of, in the end."""
    while story in became:
        story = became[story].kept
    return story


@lru_cache(maxsize=512)
def _known(data: bytes) -> Weighed:
    """A stored signature as it is compared. The cache only spares work: running stories are read again and again."""
    return unpack(data)


def _sign(entry: EntryToPlace) -> Signature:
    return sign(
        entry.title,
        entry.text,
        outlet=entry.outlet,
        canonical_url=entry.canonical_url,
        published_at=entry.published_at,
    )
