"""What the keyword file says of a text: relevance groups, focus areas, events, each with its evidence. Pure."""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from watcher.focus.terms import TermSet
from watcher.model import AreaTag, EventTag, GroupTag, Judgement, TermHit
from watcher.settings import FocusArea, Keywords, RelevanceGroup, Term

TITLE_WEIGHT = 1.5  # a term in the title counts this much more than one in the text
GROUP_THRESHOLD = 1.0  # a group, and technology as such, is named when its terms add up to this
FOCUS_AREA = "focus-area"  # what ``missing`` calls too few areas
_ALMOST = 1e-9  # ten terms of weight 0.1 make 1.0


class Role(StrEnum):
    GROUP = "group"
    AREA = "area"
    GENERAL = "general"
    EVENT = "event"


class Owner(NamedTuple):
    """To which list of the keyword file a term belongs."""

    role: Role
    slug: str
    excludes: bool = False


class Tagger:
    """Judges texts by one keyword file. Compiled once, used for every entry; picklable.

    Raises TermError for a term that cannot be compiled.
    """

    def __init__(self, keywords: Keywords) -> None:
        self.keywords = keywords
        self._terms = TermSet(owned_terms(keywords))

    def __reduce__(self) -> tuple[type["Tagger"], tuple[Keywords]]:
        return type(self), (self.keywords,)

    def judge(self, title: str, text: str, implies: Collection[str] = ()) -> Judgement:
        """The tags of a text; ``implies`` are the groups that its feed names by itself."""
        evidence = _Evidence(self._terms, title, text)
        keywords = self.keywords
        tags = [_area_tag(area, evidence) for area in keywords.focus_areas]
        areas = [tag for area, tag in zip(keywords.focus_areas, tags, strict=True) if _reaches(tag, area.threshold)]
        areas.sort(key=lambda tag: -tag.score)
        named = [_group_tag(group, evidence, implies) for group in keywords.groups]
        groups = tuple(tag for tag in named if tag is not None)
        events = ((event.slug, evidence.counted(Role.EVENT, event.slug)) for event in keywords.events)
        general = evidence.counted(Role.GENERAL)
        missing = [group.slug for group, tag in zip(keywords.groups, named, strict=True) if tag is None]
        if len(areas) + _enough(general) < keywords.minimum_focus_areas:
            missing.append(FOCUS_AREA)
        return Judgement(
            relevant=not missing,
            areas=tuple(areas),
            nearly=tuple(tag for tag in tags if tag.hits and tag not in areas),
            groups=groups,
            general=general,
            events=tuple(EventTag(slug, hits) for slug, hits in events if hits),
            missing=tuple(missing),
            excluded=tuple(evidence.excluded),
        )


def owned_terms(keywords: Keywords) -> Iterator[tuple[Owner, Term]]:
    """Every term of the file with the list that it belongs to."""
    for group in keywords.groups:
        yield from _owned(Role.GROUP, group.slug, group.terms, group.exclude)
    for area in keywords.focus_areas:
        yield from _owned(Role.AREA, area.slug, area.terms, area.exclude)
    yield from _owned(Role.GENERAL, "", keywords.general_terms)
    for event in keywords.events:
        yield from _owned(Role.EVENT, event.slug, event.terms)


def _owned(role: Role, slug: str, terms: Iterable[Term], exclude: Iterable[Term] = ()) -> Iterator[tuple[Owner, Term]]:
    for term in terms:
        yield Owner(role, slug), term
    for term in exclude:
        yield Owner(role, slug, excludes=True), term


class _Evidence:
    """The places of all terms in one title and text; what an exclude covers does not count, and is remembered."""

    def __init__(self, terms: TermSet[Owner], title: str, text: str) -> None:
        self.excluded: list[TermHit] = []
        self._hits: dict[Owner, list[TermHit]] = {}
        for where, content in (("title", title), ("text", text)):
            for owner, term, start, end in terms.find(content):
                hit = TermHit(term.label, content[start:end], where, start, end, term.weight)
                self._hits.setdefault(owner, []).append(hit)

    def counted(self, role: Role, slug: str = "") -> tuple[TermHit, ...]:
        """The hits that count, strongest evidence first; of two that cover each other the longer one."""
        covers = self._hits.get(Owner(role, slug, excludes=True), ())
        kept: list[TermHit] = []
        for hit in self._hits.get(Owner(role, slug), ()):
            if any(_covers(cover, hit) for cover in covers):
                self.excluded.append(hit)
            else:
                kept.append(hit)
        longest = [hit for hit in kept if not any(_covers(other, hit) and _longer(other, hit) for other in kept)]
        return tuple(sorted(longest, key=lambda hit: (hit.where != "title", -hit.weight, hit.start)))


def _covers(outer: TermHit, inner: TermHit) -> bool:
    return outer.where == inner.where and outer.start <= inner.start and inner.end <= outer.end


def _longer(one: TermHit, other: TermHit) -> bool:
    """A strict order, so that of two terms on the same words exactly one stays: the heavier, then by name."""
    return (one.end - one.start, one.weight, one.term) > (other.end - other.start, other.weight, other.term)


def _score(hits: Iterable[TermHit]) -> float:
    """Each distinct term counts once in the title and once in the text."""
    weights = {(hit.term, hit.where): hit.weight * (TITLE_WEIGHT if hit.where == "title" else 1) for hit in hits}
    return round(sum(weights.values()), 3)


def _area_tag(area: FocusArea, evidence: _Evidence) -> AreaTag:
    hits = evidence.counted(Role.AREA, area.slug)
    return AreaTag(area.slug, _score(hits), hits)


def _reaches(tag: AreaTag, threshold: float) -> bool:
    return bool(tag.hits) and tag.score >= threshold - _ALMOST


def _enough(hits: Iterable[TermHit]) -> bool:
    """Whether a group, or technology as such, is named."""
    return _score(hits) >= GROUP_THRESHOLD - _ALMOST


def _group_tag(group: RelevanceGroup, evidence: _Evidence, implies: Collection[str]) -> GroupTag | None:
    hits = evidence.counted(Role.GROUP, group.slug)
    if _enough(hits):
        return GroupTag(group.slug, hits)
    return GroupTag(group.slug, hits, implied=True) if group.slug in implies else None
