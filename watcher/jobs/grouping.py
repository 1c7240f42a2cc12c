"""Put entries into stories: what waits and what it may belong to from the store, the unions from ``stories``.

    wait(connection, entries)                     # in the transaction that adds them, each as a story of its own
    ...                                        # the other feeds of the poll
    group(database, window, now)               # at the poll's end: what is one event becomes one story

Entries wait so that the order in which feeds answered decides nothing. What waits lies in the database, which is the
only memory: a poll that was cut short leaves its entries waiting for the next one, and a restart changes no decision.
"""

import gc
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from watcher.jobs.neighbours import SAME_URL_MASS, Sought, neighbours
from watcher.jobs.stories import refresh
from watcher.store import signatures as store
from watcher.store import stories as story_store
from watcher.store import unions
from watcher.store.database import Connection, Database
from watcher.stories.grouping import Candidate, Gathering, Union, evidence
from watcher.stories.habits import learn, pack_habits, unpack_habits
from watcher.stories.packed import glance, pack, unpack
from watcher.stories.pairs import LEAST_SHARED, MORE_A_SECOND, Member, Pairs
from watcher.stories.signature import Signature, pack_signature, sign, unpack_signature
from watcher.stories.similarity import Habits, Weighed, keys, rarities, weigh

AT_ONCE = 2_000
"""Entries grouped in one transaction: other writers wait no longer than that takes."""
NO_HABITS = Habits()


@dataclass(frozen=True, slots=True)
class EntryToPlace:
    """A new or changed entry (its id). ``text`` is its plain text; ``signature``, packed, where a worker has it."""

    outlet: str
    title: str
    text: str
    canonical_url: str | None
    published_at: datetime
    signature: bytes | None = None
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Grouped:
    """What grouping did: ``entries`` waited, ``joined`` of their stories became part of others."""

    entries: int = 0
    joined: int = 0


def wait(connection: Connection, entries: Sequence[EntryToPlace]) -> None:
    """Let entries wait for ``group``; a changed entry is found by its new words from then on.

    On PostgreSQL others that group, or close a digest's window, wait for this transaction.
    """
    store.lock(connection)
    store.wait(
        connection,
        [
            (entry.entry, int(entry.published_at.timestamp()), entry.signature or pack_signature(_sign(entry)))
            for entry in entries
        ],
    )


def group(database: Database, window: timedelta, now: datetime) -> Grouped:
    """Group everything that waits, in transactions of their own."""
    entries = joined = 0
    with database.reading() as connection:  # nothing to do is the rule: it takes no lock
        some = store.any_waits(connection)
    while some:
        with database.writing() as connection:
            done = group_some(connection, window, now)
        entries, joined = entries + done.entries, joined + done.joined
        some = done.entries == AT_ONCE
    return Grouped(entries, joined)


def group_some(connection: Connection, window: timedelta, now: datetime) -> Grouped:
    """Group the ``AT_ONCE`` entries that were published first, inside a writing transaction."""
    done, grown = decide_some(connection, window)
    refresh(connection, grown, now)
    verdicts = story_store.verdicts(connection, grown)
    dismissed = [story for story, verdict in verdicts.items() if verdict == story_store.DISMISSED]
    if dismissed:  # what joins a dismissed story is set aside with it
        from watcher.jobs.set_aside import set_aside_with  # with all that tells follow-ups apart: slow to load

        set_aside_with(connection, dismissed, now)
    return done


def decide_some(connection: Connection, window: timedelta) -> tuple[Grouped, set[int]]:
    """``group_some`` without the faces of the stories that have grown, which are named."""
    store.lock(connection)
    rows = store.waiting(connection, AT_ONCE)
    if not rows:
        return Grouped(), set()
    with _collecting_no_garbage():
        batch = _Batch(connection, rows, window)
        found = batch.gather()
        batch.keep()
        grown = unions.apply(connection, [(union.kept, union.gone) for union in found])
        unions.explain(connection, batch.evidence())
    return Grouped(len(rows), len(found)), grown


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """A batch makes hundreds of thousands of values that live to its end: looking through them for cycles again and
    again takes a fifth of its time. What is dropped meanwhile is freed all the same.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Batch:
    """Entries that waited, weighed by what is known now, on their way into stories."""

    def __init__(self, connection: Connection, rows: Sequence[store.StoredSignature], window: timedelta) -> None:
        self._connection = connection
        self._window = window
        signatures = _read(connection, rows)
        self._story = {row.entry_id: row.story_id for row in rows}
        self._count(signatures.values())
        self._rarity: dict[int, float] = {}
        self._learn_rarities(set().union(*(signature.terms for signature in signatures.values())))
        self._weighed = self._weigh(signatures)
        self._entries = sorted(self._weighed, key=lambda entry: (self._weighed[entry].order, entry))
        self._keys = {entry: self._lookup(weighed) for entry, weighed in self._weighed.items()}
        self._pairs = Pairs(self._rarity)
        self._unions: list[Union] = []

    def gather(self) -> list[Union]:
        """Bring together what is one event; the stories that became part of others."""
        known = {entry: Member(entry, weighed) for entry, weighed in self._weighed.items()}
        alike = self._alike(known)
        members = self._members({*self._story.values(), *(self._story[other] for _, other in alike)}, known)
        self._learn_rarities(set().union(*(one.weighed.terms for of in members.values() for one in of)))
        self._before = members
        self._free = unions.free(self._connection, members)
        candidates = [Candidate(story, of, story not in self._free) for story, of in sorted(members.items())]
        self._gathering = Gathering(candidates, self._pairs, self._window)
        for entry, other in alike:
            if self._story[other] in members:
                self._gathering.link(self._story[entry], self._story[other])
        self._unions = self._gathering.unite()
        return self._unions

    def _alike(self, known: dict[int, Member]) -> list[tuple[int, int]]:
        """Pairs of entries that are not plainly unlike, the first of each new. What had to be read for it is known
        afterwards, with its story.
        """
        sought = [Sought(entry, self._weighed[entry].published, self._keys[entry]) for entry in self._entries]
        near = neighbours(self._connection, sought, int(self._window.total_seconds()))
        wanted = {neighbour.entry for of in near.values() for neighbour in of} - known.keys()
        rows = {row.entry_id: row for row in store.of_entries(self._connection, wanted)}
        terms: dict[int, Collection[int]] = {entry: glance(row.data) for entry, row in rows.items()}
        terms |= {entry: member.weighed.terms.keys() for entry, member in known.items()}
        alike: list[tuple[int, int]] = []
        for entry in self._entries:
            one = known[entry]
            mine = one.weighed.terms.keys()
            for other, apart, same_page in near[entry]:
                shared = len(mine & terms.get(other, ()))
                if shared < LEAST_SHARED + MORE_A_SECOND * apart and not same_page:
                    continue
                if other in rows and other not in known:
                    self._know(rows[other], known)
                if other in known and not self._pairs.unlike(one, known[other]):
                    alike.append((entry, other))
        return alike

    def _know(self, row: store.StoredSignature, known: dict[int, Member]) -> None:
        weighed = unpack(row.data)
        if weighed is not None:
            known[row.entry_id], self._story[row.entry_id] = Member(row.entry_id, weighed), row.story_id

    def keep(self) -> None:
        """Write the signatures by which later entries find these."""
        store.done_waiting(self._connection, self._entries)
        store.add(
            self._connection,
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
                said[first] = {**unions.ALONE, "refused": refused[story][:3]} if story in refused else unions.ALONE
        return said

    def _refused(self) -> dict[int, list[list[object]]]:
        found: dict[int, list[list[object]]] = {}
        for refusal in self._gathering.refusals:
            one, other = refusal.entries
            found.setdefault(refusal.story, []).append([refusal.other, other, refusal.because])
            found.setdefault(refusal.other, []).append([refusal.story, one, refusal.because])
        return found

    def _shared(self, member: Member, others: Sequence[Member]) -> dict[str, Any]:
        return evidence(member, [other for other in others if other.entry != member.entry], self._pairs)

    def _members(self, stories: Iterable[int], known: Mapping[int, Member]) -> dict[int, list[Member]]:
        """The members of these stories, in order of publication, without those that wait for another batch."""
        placed = store.members(self._connection, stories)
        rows = store.of_entries(self._connection, [entry for entry, _ in placed if entry not in known])
        read = {row.entry_id: unpack(row.data) for row in rows}
        grouped: dict[int, list[Member]] = {}
        for entry, story in placed:
            weighed = read.get(entry)
            member = known.get(entry) or (Member(entry, weighed) if weighed is not None else None)
            if member is not None:
                grouped.setdefault(story, []).append(member)
        for of in grouped.values():
            if len(of) > 1:
                of.sort(key=lambda member: (member.weighed.order, member.entry))
        return grouped

    # ------------------------------------------------------------ statistics

    def _learn_rarities(self, terms: set[int]) -> None:
        counts = store.term_counts(self._connection, terms - self._rarity.keys())
        self._rarity |= rarities(terms - self._rarity.keys(), counts, counts.get(store.ALL_ENTRIES, 0.0))

    def _count(self, signatures: Iterable[Signature]) -> None:
        """Count the batch's terms first: what a whole batch is full of tells its entries apart no longer."""
        signatures = list(signatures)
        counts = Counter(term for signature in signatures for term in signature.terms)
        store.count_terms(self._connection, counts, len(signatures))

    def _weigh(self, signatures: Mapping[int, Signature]) -> dict[int, Weighed]:
        """Weigh each entry by what its outlet did before this batch, and learn from it what the outlet does. One outlet
        after another: their habits unpacked would take more memory than all else.
        """
        by_outlet: dict[int, list[int]] = {}
        for entry, signature in signatures.items():
            by_outlet.setdefault(signature.outlet, []).append(entry)
        packed = store.outlet_habits(self._connection, by_outlet)
        weighed: dict[int, Weighed] = {}
        for outlet, entries in by_outlet.items():
            habits = unpack_habits(*packed[outlet]) if outlet in packed else NO_HABITS
            for entry in entries:
                weighed[entry] = weigh(signatures[entry], self._rarity, habits)
            learnt = learn(habits, [signatures[entry].terms for entry in entries])
            packed[outlet] = learnt.entries, pack_habits(learnt)
        store.save_outlet_habits(self._connection, packed)
        return weighed

    def _lookup(self, weighed: Weighed) -> dict[int, float]:
        found = keys(weighed, self._rarity)
        return {weighed.url: SAME_URL_MASS} | found if weighed.url else found


def _end(became: Mapping[int, Union], story: int) -> int:
    """The story that a story has become part of, in the end."""
    while story in became:
        story = became[story].kept
    return story


def _read(connection: Connection, rows: Iterable[store.StoredSignature]) -> dict[int, Signature]:
    """The signatures of entries that waited. One that cannot be read, since another version of the program or a damaged
    file has left it so, is made again from its entry.
    """
    found: dict[int, Signature] = {}
    unreadable: list[int] = []
    for row in rows:
        signature = unpack_signature(row.data)
        if signature is None:
            unreadable.append(row.entry_id)
        else:
            found[row.entry_id] = signature
    for text in store.texts(connection, unreadable):
        found[text.entry_id] = sign(
            text.title,
            text.text,
            outlet=text.outlet,
            canonical_url=text.canonical_url,
            published_at=text.dated_at,
        )
    return found


def _sign(entry: EntryToPlace) -> Signature:
    return sign(
        entry.title,
        entry.text,
        outlet=entry.outlet,
        canonical_url=entry.canonical_url,
        published_at=entry.published_at,
    )
