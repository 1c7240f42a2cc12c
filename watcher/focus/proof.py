"""What is doubtful in a keyword file: examples that fail, terms that cannot do what they are there for. Pure.

Terms are tried on themselves: the words of one are a text in which the others are looked for. Of what a regular
expression finds nothing is known beforehand, so those are only judged as far as they find the words of others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from watcher.focus.phrases import Near, Phrase
from watcher.focus.tagging import TITLE_WEIGHT, Tagger
from watcher.focus.terms import Found, TermSet, compile_term
from watcher.settings import Keywords, Term

_COMMON = frozenset(
    "a about after again all also an and any are as at be because been before but by can come company could country "
    "day do each first for from get go good government group have he her here him his how i if in into is it its just "
    "last like look made make man many may me meeting more most much must my new news next no not now number of on one "
    "only or other our out over own part people per place plan say said says see she should so some such than that the "
    "their them then there these they thing this those time to today two under up us use was way we week were what "
    "when where which who why will with work world would year yes you your".split()
)
_LONG_WORD = 8  # letters: a word this long is written in capitals by mistake rather than as an abbreviation


@dataclass(frozen=True, slots=True)
class KeywordNote:
    """``key`` is the dotted path in ``keywords.yaml``, ``line`` counts from 1 (0: not known)."""

    line: int
    key: str
    message: str


def failed_examples(keywords: Keywords) -> tuple[KeywordNote, ...]:
    """The examples that are not tagged as they say, each with what was found instead."""
    return tuple(_failed_examples(keywords, Tagger(keywords)))


def _failed_examples(keywords: Keywords, tagger: Tagger) -> Iterator[KeywordNote]:
    for i, area in enumerate(keywords.focus_areas):
        for kind, examples in (("match", area.match), ("ignore", area.ignore)):
            for j, example in enumerate(examples):
                judgement = tagger.judge("", example.text)
                tag = next((tag for tag in judgement.areas if tag.slug == area.slug), None)
                key = f"focus_areas[{i}].examples.{kind}[{j}]"
                if kind == "match" and tag is None:
                    near = next((tag for tag in judgement.nearly if tag.slug == area.slug), None)
                    why = f"only {', '.join(near.matched)}, which is not enough" if near else "none of its terms"
                    yield KeywordNote(example.line, key, f'"{example.text}" is not tagged {area.slug}: it has {why}')
                if kind == "ignore" and tag is not None:
                    found = ", ".join(tag.matched)
                    yield KeywordNote(example.line, key, f'"{example.text}" is tagged {area.slug}, because of {found}')


class _Place(NamedTuple):
    """Where a term stands: the ``list`` it belongs to ("focus_areas[2]"), its ``key``, whether it excludes."""

    list: str
    name: str
    key: str
    excludes: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A term with its place, what it compiles to, and texts made of its own words ([] for an expression)."""

    place: _Place
    term: Term
    compiled: object
    samples: tuple[str, ...]

    def note(self, message: str) -> KeywordNote:
        return KeywordNote(self.term.line, self.place.key, message)


def warnings(keywords: Keywords) -> tuple[KeywordNote, ...]:
    """What the file accepts and surely does not mean, in the order of the file."""
    entries = [_entry(place, term) for place, term in _placed(keywords)]
    order = {entry.place: entry for entry in entries}
    everything = TermSet((entry.place, entry.term) for entry in entries)
    found = {sample: everything.find(sample) for entry in entries for sample in entry.samples}
    notes = [*_unreachable(keywords), *_in_two_areas(entries), *_idle(entries, found)]
    for entry in entries:
        notes.extend(_only_capitals(entry))
        if not entry.place.excludes:
            notes.extend(_too_common(entry))
            notes.extend(_never_counts(entry, found))
            notes.extend(_covered(entry, order, found))
    return tuple(sorted(notes, key=lambda note: note.line))


def _placed(keywords: Keywords) -> Iterator[tuple[_Place, Term]]:
    for group in keywords.groups:
        key = f"relevance.groups.{group.slug}"
        path = f"{key}.terms" if group.exclude else key
        yield from _listed(key, group.slug, path, group.terms, excludes=False)
        yield from _listed(key, group.slug, f"{key}.exclude", group.exclude, excludes=True)
    key = "relevance.general_terms"
    yield from _listed(key, "general_terms", key, keywords.general_terms, excludes=False)
    for i, area in enumerate(keywords.focus_areas):
        key = f"focus_areas[{i}]"
        yield from _listed(key, area.slug, f"{key}.terms", area.terms, excludes=False)
        yield from _listed(key, area.slug, f"{key}.exclude", area.exclude, excludes=True)
    for i, event in enumerate(keywords.events):
        yield from _listed(f"events[{i}]", event.slug, f"events[{i}].terms", event.terms, excludes=False)


def _listed(
    owner: str, name: str, path: str, terms: Iterable[Term], *, excludes: bool
) -> Iterator[tuple[_Place, Term]]:
    for j, term in enumerate(terms):
        yield _Place(owner, name, f"{path}[{j}]", excludes), term


def _entry(place: _Place, term: Term) -> _Entry:
    compiled = compile_term(term)
    if isinstance(compiled, Near):
        words = " ".join(part.strip().removesuffix("*") for part in term.near)
    elif isinstance(compiled, Phrase):
        words = term.text.strip()[:-1] if compiled.prefix else term.text.strip()
    else:
        return _Entry(place, term, compiled, ())
    if place.excludes:  # it covers a term in capitals too
        return _Entry(place, term, compiled, (words, words.upper()))
    bound = isinstance(compiled, Near) or compiled.cased is not None
    return _Entry(place, term, compiled, (words if bound else words.lower(),))


def _unreachable(keywords: Keywords) -> Iterator[KeywordNote]:
    for i, area in enumerate(keywords.focus_areas):
        most = sum(term.weight * (1 + TITLE_WEIGHT) for term in area.terms)
        if area.terms and most < area.threshold:
            line = area.terms[0].line
            message = f"the threshold {area.threshold:g} of {area.slug} is out of reach: all its terms make {most:g}"
            yield KeywordNote(line, f"focus_areas[{i}].threshold", message)
    countable = len(keywords.focus_areas) + bool(keywords.general_terms)
    if keywords.groups and keywords.minimum_focus_areas > countable:
        message = (
            f"{keywords.minimum_focus_areas} focus areas are wanted and {countable} can be found: nothing is relevant"
        )
        yield KeywordNote(0, "relevance.minimum_focus_areas", message)


def _in_two_areas(entries: Iterable[_Entry]) -> Iterator[KeywordNote]:
    first: dict[object, _Entry] = {}
    for entry in entries:
        if entry.place.excludes or not entry.place.list.startswith("focus_areas"):
            continue
        earlier = first.setdefault(entry.compiled, entry)
        if earlier.place.list != entry.place.list:
            where = f"{earlier.place.name}, line {earlier.term.line}" if earlier.term.line else earlier.place.name
            yield entry.note(f'"{entry.term.label}" also stands in {where}: every text with it gets both areas')


def _too_common(entry: _Entry) -> Iterator[KeywordNote]:
    compiled = entry.compiled
    if not isinstance(compiled, Phrase) or len(compiled.keys) > 1:
        return
    word = compiled.keys[0]
    if len(word) == 1:
        yield entry.note(f'"{entry.term.label}" is a single character: it will be found nearly everywhere')
    elif compiled.prefix and len(word) < 3:
        yield entry.note(f'"{entry.term.label}" is the beginning of very many words')
    elif compiled.cased is None and word in _COMMON:
        yield entry.note(f'"{entry.term.label}" is a very common word: it will be found in most texts')


def _only_capitals(entry: _Entry) -> Iterator[KeywordNote]:
    compiled = entry.compiled
    if isinstance(compiled, Phrase) and compiled.cased and any(
        len(word) >= _LONG_WORD and word.isalpha() and word.isascii() for word in compiled.cased
    ):  # fmt: skip
        yield entry.note(f'"{entry.term.label}" is written in capitals, so it is found in capitals only')


def _never_counts(entry: _Entry, found: dict[str, list[Found[_Place]]]) -> Iterator[KeywordNote]:
    for sample in entry.samples:
        own = [hit for hit in found[sample] if hit.owner == entry.place]
        if not own:
            yield entry.note(f'"{entry.term.label}" can never be found: no text has these words like this')
        for hit in own[:1]:
            cover = next((other for other in found[sample] if _excludes(other, entry) and _covers(other, hit)), None)
            if cover:
                yield entry.note(f'"{entry.term.label}" can never count: the exclude "{cover.term.label}" covers it')


def _covered(
    entry: _Entry, order: dict[_Place, _Entry], found: dict[str, list[Found[_Place]]]
) -> Iterator[KeywordNote]:
    """A phrase of an area in which another of its terms is always found too, at the same weight or more."""
    if not isinstance(entry.compiled, Phrase) or not entry.place.list.startswith("focus_areas"):
        return
    places = list(order)
    for hit in found[entry.samples[0]]:
        other = order[hit.owner]
        if other is entry or other.place.list != entry.place.list or other.place.excludes or not other.samples:
            continue  # (what an expression finds may depend on what stands around it)
        if other.term.weight < entry.term.weight:
            continue
        if other.compiled == entry.compiled and places.index(other.place) > places.index(entry.place):
            continue  # of two that are the same, the later one is told
        line = f" in line {other.term.line}" if other.term.line else ""
        yield entry.note(
            f'"{entry.term.label}" adds nothing: wherever it stands, "{other.term.label}"{line} is found too'
        )
        return


def _idle(entries: Iterable[_Entry], found: dict[str, list[Found[_Place]]]) -> Iterator[KeywordNote]:
    """Excludes that remove nothing: no term occurs in their words, and they cover the words of no term."""
    entries = list(entries)
    at_work = {
        hit.owner
        for entry in entries
        for sample in entry.samples
        for hit in found[sample]
        if hit.owner.list == entry.place.list and hit.owner.excludes and not entry.place.excludes
    }
    for entry in entries:
        if not entry.place.excludes or not entry.samples or entry.place in at_work:
            continue
        hits = (hit for sample in entry.samples for hit in found[sample])
        if not any(hit.owner.list == entry.place.list and not hit.owner.excludes for hit in hits):
            yield entry.note(
                f'the exclude "{entry.term.label}" removes nothing: no term of {entry.place.name} occurs in it'
            )


def _excludes(hit: Found[_Place], entry: _Entry) -> bool:
    return hit.owner.excludes and hit.owner.list == entry.place.list


def _covers(outer: Found[_Place], inner: Found[_Place]) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
