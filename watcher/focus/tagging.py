"""What the keyword file says of a text: relevance groups, focus areas, events, each with its evidence. Pure."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from watcher.focus.terms import TermSet
from watcher.model.tagging import AreaTag, EventTag, GroupTag, Judgement, TermHit
from watcher.settings import Keywords, Term

LONGEST_TEXT = 100_000  # characters that are judged: some 16,000 words; what follows is no news item
TITLE_WEIGHT = 1.5  # a term in the title counts this much more than one in the text
GROUP_THRESHOLD = 1.0  # a group, and technology as such, is named when its terms add up to this
FOCUS_AREA = "focus-area"  # what ``missing`` calls too few areas
_ALMOST = 1e-9  # ten terms of weight 0.1 make 1.0


class Owner(NamedTuple):
    """To which list of the keyword file a term belongs, by the number of the list (``_lists``)."""

    list: int
    excludes: bool = False


def _counting(owner: Owner) -> Owner | None:
    """What an exclude is there for: the terms beside it. Where none of them stands it excludes nothing."""
    return Owner(owner.list) if owner.excludes else None


class Tagger:
    """Judges texts by one keyword file. Compiled once, used for every entry; picklable.

    Raises TermError for a term that cannot be compiled.
    """

    def __init__(self, keywords: Keywords) -> None:
        self.keywords = keywords
        self._terms = TermSet(_owned(_lists(keywords)), _counting)
        # The numbers of the lists, in the order in which ``_lists`` has them.
        areas, groups, events = len(keywords.focus_areas), len(keywords.groups), len(keywords.events)
        self._areas = range(areas)
        self._groups = range(areas, areas + groups)
        self._events = range(areas + groups, areas + groups + events)
        self._general = areas + groups + events

    def __reduce__(self) -> tuple[type["Tagger"], tuple[Keywords]]:
        return type(self), (self.keywords,)

    def judge(self, title: str, text: str, implies: Collection[str] = ()) -> Judgement:
        """The tags of a text; ``implies`` are the groups that its feed names by itself."""
        evidence = _Evidence(self._terms, title[:LONGEST_TEXT], text[:LONGEST_TEXT])
        if not (evidence.found or implies):
            return self._of_nothing
        return self._judged(evidence.counting, evidence.excluded, implies)

    @cached_property
    def _of_nothing(self) -> Judgement:
        """Where no term is found, as in most texts."""
        return self._judged({}, (), ())

    def _judged(
        self, hits: Mapping[int, tuple[TermHit, ...]], excluded: Iterable[TermHit], implies: Collection[str]
    ) -> Judgement:
        keywords = self.keywords
        tags = [
            (area, AreaTag(area.slug, _score(hits[number]), hits[number]))
            for number, area in zip(self._areas, keywords.focus_areas, strict=True)
            if number in hits
        ]
        areas = [tag for area, tag in tags if tag.score >= area.threshold - _ALMOST]
        areas.sort(key=lambda tag: -tag.score)
        named = [
            _group_tag(group.slug, hits.get(number, ()), implies)
            for number, group in zip(self._groups, keywords.groups, strict=True)
        ]
        general = hits.get(self._general, ())
        missing = [group.slug for group, tag in zip(keywords.groups, named, strict=True) if tag is None]
        # Without groups nobody said what matters, so everything does, with or without an area.
        if keywords.groups and len(areas) + _enough(general) < keywords.minimum_focus_areas:
            missing.append(FOCUS_AREA)
        return Judgement(
            relevant=not missing,
            areas=tuple(areas),
            nearly=tuple([tag for area, tag in tags if tag.score < area.threshold - _ALMOST]),
            groups=tuple([tag for tag in named if tag is not None]),
            general=general,
            events=tuple(
                [
                    EventTag(event.slug, hits[number])
                    for number, event in zip(self._events, keywords.events, strict=True)
                    if number in hits
                ]
            ),
            missing=tuple(missing),
            excluded=tuple(excluded),
        )


def _lists(keywords: Keywords) -> Iterator[tuple[Sequence[Term], Sequence[Term]]]:
    """Every list of terms with its excludes: of the areas, the groups and the events, and the general terms."""
    yield from ((area.terms, area.exclude) for area in keywords.focus_areas)
    yield from ((group.terms, group.exclude) for group in keywords.groups)
    yield from ((event.terms, ()) for event in keywords.events)
    yield keywords.general_terms, ()


def _owned(lists: Iterable[tuple[Sequence[Term], Sequence[Term]]]) -> Iterator[tuple[Owner, Term]]:
    for number, (terms, exclude) in enumerate(lists):
        yield from ((Owner(number), term) for term in terms)
        yield from ((Owner(number, excludes=True), term) for term in exclude)


class _Evidence:
    """The places of all terms in one title and text.

    ``counting``: the hits of each list that has any, strongest evidence first. What an exclude covers does not count,
    and is remembered: ``excluded``. ``found``: whether there is any at all.
    """

    def __init__(self, terms: TermSet[Owner], title: str, text: str) -> None:
        self.excluded: list[TermHit] = []
        self.counting: dict[int, tuple[TermHit, ...]] = {}
        self._hits: dict[Owner, list[tuple[TermHit, bool]]] = {}
        contents = (title, text)
        for where, content, found in zip(("title", "text"), contents, terms.find_each(contents), strict=True):
            for owner, term, start, end in found:
                hit = TermHit(term.label, content[start:end], where, start, end, term.weight)
                self._hits.setdefault(owner, []).append((hit, bool(term.near)))
        self.found = bool(self._hits)
        for owner in sorted(self._hits):
            if not owner.excludes and (counted := self._counted(owner)):
                self.counting[owner.list] = counted

    def _counted(self, owner: Owner) -> tuple[TermHit, ...]:
        hits = self._hits[owner]
        if excluding := self._hits.get(Owner(owner.list, excludes=True)):
            excluders = _Spans(hit for hit, _ in excluding)
            kept = [(hit, near) for hit, near in hits if not excluders.cover(hit)]
            if len(kept) < len(hits):
                self.excluded.extend(hit for hit, _ in hits if excluders.cover(hit))
            hits = kept
        if len(hits) < 2:
            return tuple([hit for hit, _ in hits])
        return tuple(sorted(_longest(hits), key=lambda hit: (hit.where != "title", -hit.weight, hit.start)))


class _Spans:
    """Answers whether a hit lies inside one of many, at the cost of a look-up."""

    def __init__(self, hits: Iterable[TermHit]) -> None:
        self._starts: dict[str, list[int]] = {"title": [], "text": []}
        self._reach: dict[str, list[int]] = {"title": [], "text": []}  # the furthest end of those so far
        for hit in sorted(hits, key=lambda hit: hit.start):
            reach = self._reach[hit.where]
            self._starts[hit.where].append(hit.start)
            reach.append(max(hit.end, reach[-1] if reach else 0))

    def cover(self, hit: TermHit) -> bool:
        before = bisect_right(self._starts[hit.where], hit.start)
        return before > 0 and self._reach[hit.where][before - 1] >= hit.end


def _longest(hits: Iterable[tuple[TermHit, bool]]) -> Iterator[TermHit]:
    """Without the hits inside a longer phrase of at least their weight: "AI" in "AI governance" is no second mention.

    What a ``near`` term spans is not its own, so that covers nothing.
    """
    reach: dict[tuple[str, float], int] = {}
    for hit, near in sorted(hits, key=lambda pair: (pair[0].start, -pair[0].end, -pair[0].weight, pair[0].term)):
        for (where, weight), end in reach.items():
            if hit.end <= end and hit.weight <= weight and hit.where == where:
                break
        else:
            yield hit
            if not near:
                reach[hit.where, hit.weight] = max(hit.end, reach.get((hit.where, hit.weight), 0))


def _score(hits: Sequence[TermHit]) -> float:
    """Each distinct term counts once in the title and once in the text."""
    if not hits:
        return 0.0
    if len(hits) == 1:
        return round(hits[0].weight * (TITLE_WEIGHT if hits[0].where == "title" else 1), 3)
    weights = {(hit.term, hit.where): hit.weight * (TITLE_WEIGHT if hit.where == "title" else 1) for hit in hits}
    return round(sum(weights.values()), 3)


def _enough(hits: Sequence[TermHit]) -> bool:
    """Whether a group, or technology as such, is named."""
    return _score(hits) >= GROUP_THRESHOLD - _ALMOST


def _group_tag(slug: str, hits: tuple[TermHit, ...], implies: Collection[str]) -> GroupTag | None:
    if _enough(hits):
        return GroupTag(slug, hits)
    return GroupTag(slug, hits, implied=True) if slug in implies else None
