"""Which stories are one, with the evidence. Pure: stories and what links them come in as values, unions go out.

Three levels: the same address, nearly the same words, the same event. The most alike come together first; stories
join by the average likeness of their entries (no chaining through one weak link), and a single conflict between two
entries keeps theirs apart. The order in which entries came decides nothing.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from watcher.stories.instalments import conflict
from watcher.stories.pairs import Member, Pairs, chance
from watcher.stories.similarity import shared_words
from watcher.stories.titles import ROUNDUP

SAME_URL, NEAR_COPY, SAME_EVENT = "same-url", "near-copy", "same-event"
LARGEST_STORY = 100
"""Entries a story holds before only copies and addresses may join: a story that grows on is a topic."""
COMPARED, CROSSED = 9, 4
"""Members of a story compared at most, with a lone entry and with another story: the oldest ones keep it to its
subject, the newest carry its turns."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story as it stands, with all its members in order of publication.

    ``bound``: it keeps its number, since somebody has been told of it or a person has corrected it.
    """

    story: int
    members: Sequence[Member]
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Union:
    """The story ``gone`` becomes part of ``kept``. ``score`` 0-1 is the chance that both report one event."""

    kept: int
    gone: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why two stories that are alike stay two: ``because`` is a phrase for people on two of their entries."""

    story: int
    other: int
    entries: tuple[int, int]
    because: str


@dataclass(frozen=True, slots=True)
class _Bond:
    """What holds two stories together: ``mean`` and ``best`` are of their entries' log odds."""

    kind: str
    mean: float
    best: float

    @property
    def logit(self) -> float:
        return (1 - BEST) * self.mean + BEST * self.best


_Order = tuple[int, int, int, int, int]
_RANK = {SAME_URL: 2, NEAR_COPY: 1, SAME_EVENT: 0}


class Gathering:
    """Brings together what is one event. Use once: ``link`` what may be one, then ``unite``."""

    def __init__(self, candidates: Iterable[Candidate], pairs: Pairs, window: timedelta) -> None:
        self._stories = {candidate.story: candidate for candidate in candidates}
        self._pairs = pairs
        self._window = window.total_seconds()
        self._bonds: dict[int, dict[int, _Bond]] = {}
        self._queue: list[tuple[int, float, _Order, _Order, int, int]] = []
        self._pages: dict[int, dict[int, Member]] = {}
        self.refusals: list[Refusal] = []

    def link(self, one: int, other: int) -> None:
        """Weigh whether two stories may be one."""
        if one == other or other in self._bonds.get(one, ()):
            return
        bond = self._weigh(self._stories[one], self._stories[other])
        if bond is not None:
            self._hold(one, other, bond)

    def unite(self) -> list[Union]:
        """The unions, in the order they were made."""
        unions: list[Union] = []
        while self._queue:
            rank, score, _, _, one, other = heapq.heappop(self._queue)
            bond = self._bonds.get(one, {}).get(other)
            if bond is None or (rank, score) != (-_RANK[bond.kind], -round(bond.logit, 6)):
                continue  # one of them is gone, or their bond has changed since
            union = self._unite(self._stories[one], self._stories[other], bond)
            if union is not None:
                unions.append(union)
        return unions

    def members(self, story: int) -> Sequence[Member]:
        """The entries of a story that is not gone."""
        return self._stories[story].members

    # ------------------------------------------------------------ bonds

    def _hold(self, one: int, other: int, bond: _Bond) -> None:
        self._bonds.setdefault(one, {})[other] = bond
        self._bonds.setdefault(other, {})[one] = bond
        first, second = self._stories[one], self._stories[other]
        if bond.kind != SAME_EVENT or bond.logit >= needed(len(first.members), len(second.members)):
            a, b = sorted((_order(first), _order(second)))
            heapq.heappush(self._queue, (-_RANK[bond.kind], -round(bond.logit, 6), a, b, one, other))

    def _weigh(self, one: Candidate, other: Candidate) -> _Bond | None:
        if one.bound and other.bound:
            return None
        if not self._in_window(one, other):
            return None
        if self._same_page(one, other):
            return _Bond(SAME_URL, 0.0, 0.0)
        bond = self._same_words(one, other)
        return None if bond.kind == SAME_EVENT and bond.mean < HOPELESS else bond

    def _in_window(self, one: Candidate, other: Candidate) -> bool:
        first = min(one.members[0].weighed.published, other.members[0].weighed.published)
        last = max(one.members[-1].weighed.published, other.members[-1].weighed.published)
        return last - first <= self._window

    def _same_page(self, one: Candidate, other: Candidate) -> bool:
        mine, theirs = self._addresses(one), self._addresses(other)
        if mine.keys().isdisjoint(theirs):
            return False
        return any(
            self._one_page(mine[member.weighed.url], member)
            for member in other.members
            if member.weighed.url and member.weighed.url in mine
        )

    def _addresses(self, of: Candidate) -> dict[int, Member]:
        """The addresses of a story's entries, each with the last one that has it."""
        found = self._pages.get(of.story)
        if found is None:
            found = {member.weighed.url: member for member in of.members if member.weighed.url}
            self._pages[of.story] = found
        return found

    def _one_page(self, one: Member, other: Member) -> bool:
        """Within one outlet the words must agree a little: a live page carries many items under one address."""
        if one.weighed.outlet != other.weighed.outlet:
            return True
        pair = self._pairs.of(one, other)
        return pair.title > 0.2 or pair.whole > 0.2

    def _same_words(self, one: Candidate, other: Candidate) -> _Bond:
        """The bond between two stories by what their entries say."""
        total, count, best = 0.0, 0, NEVER
        large = len(one.members) + len(other.members) > LARGEST_STORY
        most = COMPARED if min(len(one.members), len(other.members)) == 1 else CROSSED
        sample = _sample(other.members, most)
        for mine in _sample(one.members, most):
            traits = mine.weighed.traits
            for theirs in sample:
                pair = self._pairs.of(mine, theirs)
                roundup = theirs.weighed.traits & ROUNDUP
                if pair.copy and roundup == traits & ROUNDUP:
                    return _Bond(NEAR_COPY, pair.whole, pair.whole)
                logit = NEVER if large or roundup or traits & ROUNDUP else pair.logit
                total += logit
                count += 1
                if logit > best:
                    best = logit
            if count >= LOOKED_AT and total < count * GIVEN_UP:
                break
        return _Bond(SAME_EVENT, total / count, best)

    def _apart(self, one: Candidate, other: Candidate) -> bool:
        for mine in one.members:
            for theirs in other.members:
                against = conflict(mine.weighed, theirs.weighed)
                if against:
                    self.refusals.append(Refusal(one.story, other.story, (mine.entry, theirs.entry), against))
                    return True
        return False

    # ------------------------------------------------------------ unions

    def _unite(self, one: Candidate, other: Candidate, bond: _Bond) -> Union | None:
        if (one.bound and other.bound) or not self._in_window(one, other):
            return None
        if bond.kind == SAME_EVENT and len(one.members) + len(other.members) > LARGEST_STORY:
            return None
        if bond.kind != SAME_URL and self._apart(one, other):
            del self._bonds[one.story][other.story], self._bonds[other.story][one.story]
            return None
        kept, gone = sorted((one, other), key=lambda story: (not story.bound, story.story))
        members = sorted((*one.members, *other.members), key=_by_publication)
        joined = Candidate(kept.story, members, kept.bound)
        before = {story.story: self._bonds.pop(story.story, {}) for story in (kept, gone)}
        sizes = len(kept.members), len(gone.members)
        del self._stories[gone.story]
        self._stories[kept.story] = joined
        self._pages.pop(kept.story, None)
        for third in sorted({*before[kept.story], *before[gone.story]} - {kept.story, gone.story}):
            self._bonds[third].pop(gone.story, None)
            self._bonds[third].pop(kept.story, None)
            bond_of = self._rejoin(joined, third, before[kept.story].get(third), before[gone.story].get(third), sizes)
            if bond_of is not None:
                self._hold(kept.story, third, bond_of)
        score = 1.0 if bond.kind == SAME_URL else max(0.9, bond.logit) if bond.kind == NEAR_COPY else chance(bond.logit)
        return Union(kept.story, gone.story, bond.kind, round(min(1.0, score), 3))

    def _rejoin(
        self, joined: Candidate, third: int, kept: _Bond | None, gone: _Bond | None, sizes: tuple[int, int]
    ) -> _Bond | None:
        """The bond of a new whole with a third story, from the bonds of its parts where both had one."""
        known = kept or gone
        assert known is not None
        if kept is None or gone is None:
            # One part was not weighed against it, had nothing in common with it, or had a conflict.
            if known.kind == SAME_EVENT and known.mean < FAR:
                return None
            return self._weigh(joined, self._stories[third])
        strongest = max((kept, gone), key=lambda bond: _RANK[bond.kind])
        if strongest.kind != SAME_EVENT:
            return strongest
        mean = (kept.mean * sizes[0] + gone.mean * sizes[1]) / sum(sizes)
        return _Bond(SAME_EVENT, mean, max(kept.best, gone.best))


def _order(candidate: Candidate) -> _Order:
    """What tells stories apart whichever came first; the number decides between the same item twice alone."""
    return (*candidate.members[0].weighed.order, candidate.story)


def _by_publication(member: Member) -> _Order:
    return (*member.weighed.order, member.entry)


def _sample(members: Sequence[Member], most: int = COMPARED) -> Sequence[Member]:
    if len(members) <= most:
        return members
    return [*members[: most // 3], *members[most // 3 - most :]]


LOOKED_AT, GIVEN_UP = 3, -4.0
"""Stories whose first entries are all that unlike (log odds) are compared no further."""
HOPELESS = -3.0
"""Log odds below which stories are not remembered as alike: no third one can bring them together."""
FAR = -1.5
"""Log odds below which half a story brings the other half no nearer to a third one."""
NEVER = -20.0


def needed(one: int, other: int) -> float:
    """The log odds that two stories of so many entries need: two lone entries have only each other to go by."""
    smaller = min(one, other)
    if one + other == 2:
        return LONE
    return SMALL if smaller == 1 else LARGE


LONE, SMALL, LARGE = 0.6, 0.2, 0.2
BEST = 0.3
"""Of a bond: the share of its best pair, beside the mean of all."""


def evidence(new: Member, others: Sequence[Member], pairs: Pairs) -> dict[str, Any]:
    """What a new entry has in common with the most alike of a story's other entries; compact, becomes JSON."""
    alike = [(pairs.of(new, other), other) for other in _sample(others, CROSSED)]
    pair, nearest = max(alike, key=lambda found: (found[0].whole, -found[1].entry))
    return {
        "entry": nearest.entry,
        "words": shared_words(new.weighed, nearest.weighed, pairs.rarity_of),
        "alike": [round(pair.whole, 2), round(pair.title, 2)],
        "days": round(abs(new.weighed.published - nearest.weighed.published) / 86_400, 1),
    }
