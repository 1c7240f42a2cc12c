"""The term language of ``keywords.yaml``: what a term means, and finding thousands of them in a text.

A phrase becomes a path in a trie of words, which is entered where a text may have one (``clues``): what a text costs
depends on what stands in it, not on how many terms there are. Regular expressions are bounded (``expressions``).
"""

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

from watcher.errors import TermError
from watcher.focus import capitals, expressions, words
from watcher.focus.clues import ClueFinder, Clues
from watcher.focus.expressions import Expression
from watcher.focus.needles import Head
from watcher.focus.phrases import Near, Phrase, read_phrase
from watcher.focus.words import Words
from watcher.settings import Term

_CURRENCY = frozenset("$€£¥₩₹")

Owner = TypeVar("Owner", bound=Hashable)
Compiled = Phrase | Near | Expression


def compile_term(term: Term) -> Compiled:
    """What a term means; raises TermError with a sentence that says what is wrong with it."""
    if not (math.isfinite(term.weight) and 0 < term.weight <= 1000):
        raise TermError(f"the weight {term.weight:g} is not a number above 0 (at most 1000)")
    if term.near:
        if term.text:
            raise TermError("a term has either a text or near words, not both")
        if len(term.near) < 2:
            raise TermError("near takes two or more words")
        if not 0 <= term.within <= 1000:
            raise TermError(f"within is {term.within}, not a number of words from 0 to 1000")
        return Near(tuple(read_phrase(part) for part in term.near), term.within)
    text = term.text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        return expressions.compile_expression(text[1:-1])
    return read_phrase(text)


class Found(NamedTuple, Generic[Owner]):
    """A term found: ``start``/``end`` are offsets in the text as it was given."""

    owner: Owner
    term: Term
    start: int
    end: int


class _Prefixes:
    """Phrases whose last word may go on, by that word as far as it is given.

    ``lengths`` are those of these words, ``heads`` what they begin with, as long as the shortest.
    """

    __slots__ = ("_heads", "_lengths", "_phrases")

    def __init__(self) -> None:
        self._phrases: dict[str, list[int]] = {}
        self._lengths: list[int] = []
        self._heads: set[str] = set()

    def add(self, beginning: str, index: int) -> None:
        self._phrases.setdefault(beginning, []).append(index)
        self._lengths = sorted({*self._lengths, len(beginning)})
        self._heads = {each[: self._lengths[0]] for each in self._phrases}

    def of(self, label: str) -> list[int]:
        """The phrases that a word ends."""
        if label[: self._lengths[0]] not in self._heads:
            return []
        known = self._phrases.get
        return [index for length in self._lengths if length <= len(label) for index in known(label[:length], ())]


class _Node:
    """``ends``: phrases whose last word leads here; ``prefixes``: those whose last word may go on."""

    __slots__ = ("children", "ends", "prefixes")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.ends: tuple[int, ...] = ()
        self.prefixes: _Prefixes | None = None

    def child(self, label: str) -> "_Node":
        """The node that a word leads to, made where there is none."""
        node = self.children.get(label)
        if node is None:
            node = self.children[label] = _Node()
        return node

    def may_lead(self, key: str) -> bool:
        """Whether a word that follows may go on with a phrase, however it is joined."""
        return self.prefixes is not None or key in self.children or words.GAP + key in self.children


class TermSet(Generic[Owner]):
    """Terms compiled once, each with its owner (any value that says where it belongs).

    ``beside``: to an owner whose expressions matter only in texts where a term of another stands, that other; they may
    be left out elsewhere. Picklable: compiled anew on the other side. Raises TermError for a term that cannot be
    compiled.
    """

    def __init__(
        self, terms: Iterable[tuple[Owner, Term]], beside: Callable[[Owner], Owner | None] | None = None
    ) -> None:
        self._terms: Sequence[tuple[Owner, Term]] = tuple(terms)
        self._beside = beside
        self._owners: dict[Owner, int] = {}
        self._owner_of = [self._owners.setdefault(owner, len(self._owners)) for owner, _ in self._terms]
        self._root = _Node()
        self._phrases: list[tuple[Phrase, int, int]] = []  # phrase, its term, its place in a near term
        self._near: dict[int, Near] = {}
        self._expressions: list[tuple[int, Expression, int | None]] = []
        for number, (_, term) in enumerate(self._terms):
            self._add(number, compile_term(term))
        self._expressions.sort(key=lambda each: each[2] is not None)
        searched = [expression for _, expression, _ in self._expressions]
        self._clues = ClueFinder(map(self._parts, self._phrases), searched)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._terms, self._beside)

    def find(self, text: str) -> list[Found[Owner]]:
        """Every place where a term stands, in the order of the text; places may overlap."""
        return self.find_each([text])[0]

    def find_each(self, texts: Iterable[str]) -> list[list[Found[Owner]]]:
        """The same for each of some texts that belong together, as a title and a text do.

        Their words are looked at together, which is most of what it costs where few terms stand.
        """
        splits = [words.split(text) for text in texts]
        clues = self._clues.find("\n".join([split.lower for split in splits if split.aligned]))
        if not any(clues) and all(split.aligned for split in splits):
            return [[] for _ in splits]
        return [self._find(split, clues) for split in splits]

    def _find(self, split: Words, clues: Clues) -> list[Found[Owner]]:
        beginnings, places = clues
        if split.aligned:
            starts = _starts(split, beginnings) if beginnings else set()
        else:  # a letter that grows in lower case is too rare to be clever about
            starts = {start for start, _ in split.spans()}
            places = {place: set() for place in range(len(self._expressions))}
        spans = self._phrase_spans(split, starts) if starts else []
        if places:
            self._search(split, places, spans)
        if not spans:
            return []
        spans.sort()
        return [Found(*self._terms[number], *split.written(start, end)) for start, end, number in spans]

    def _search(self, split: Words, places: Mapping[int, Collection[Head]], spans: list[tuple[int, int, int]]) -> None:
        """Add what expressions find; those that matter beside others come last."""
        lines = expressions.prepare(split.text, split.lower)
        owners: set[int] = set()
        for place in sorted(places):
            number, expression, beside = self._expressions[place]
            if beside is not None:
                owners = owners or {self._owner_of[found] for _, _, found in spans}
                if beside not in owners:
                    continue
            for start, end in expressions.search(expression, lines, places[place]):
                spans.append((start, end, number))

    def _parts(self, planted: tuple[Phrase, int, int]) -> tuple[Phrase, Sequence[Phrase]]:
        """A phrase with the others of its near term."""
        phrase, number, place = planted
        near = self._near.get(number)
        return phrase, [other for i, other in enumerate(near.phrases) if i != place] if near else ()

    def _add(self, number: int, compiled: Compiled) -> None:
        if isinstance(compiled, Phrase):
            self._plant(compiled, number, 0)
        elif isinstance(compiled, Near):
            self._near[number] = compiled
            for place, phrase in enumerate(compiled.phrases):
                self._plant(phrase, number, place)
        else:
            beside = self._beside(self._terms[number][0]) if self._beside else None
            self._expressions.append((number, compiled, None if beside is None else self._owners.get(beside, -1)))

    def _plant(self, phrase: Phrase, number: int, place: int) -> None:
        index = len(self._phrases)
        self._phrases.append((phrase, number, place))
        node = self._root
        for link, key in zip(phrase.links[:-1], phrase.keys[:-1], strict=True):
            node = node.child(link + key)
        link = phrase.links[-1]
        if phrase.prefix:
            node.prefixes = node.prefixes or _Prefixes()
            node.prefixes.add(link + phrase.keys[-1], index)
            return
        for last in phrase.last_words():
            node.child(link + last).ends += (index,)

    def _phrase_spans(self, split: Words, starts: Iterable[int]) -> list[tuple[int, int, int]]:
        """(start, end, term) in the normal form, for phrases and near terms."""
        spans: list[tuple[int, int, int]] = []
        parts: dict[int, list[tuple[int, int, int]]] = {}
        for start in starts:
            for end, index in self._walk(split, start):
                phrase, number, place = self._phrases[index]
                if not _stands(phrase, split, start, end):
                    continue
                if number in self._near:
                    parts.setdefault(number, []).append((start, end, place))
                else:
                    spans.append((start, end, number))
        for number, places in parts.items():
            if len(places) >= len(self._near[number].phrases):
                spans += [(start, end, number) for start, end in _close(places, self._near[number], split)]
        return spans

    def _walk(self, split: Words, start: int) -> list[tuple[int, int]]:
        """(end, phrase) for each phrase whose words follow each other from there on."""
        found: list[tuple[int, int]] = []
        node = self._root
        end = split.end(start)
        label = split.key(start, end)
        while True:
            if node.prefixes:
                found += [(end, index) for index in node.prefixes.of(label)]
            going_on = node.children.get(label)
            if going_on is None:
                return found
            node = going_on
            if node.ends:
                found += [(end, index) for index in node.ends]
            following = split.next(end) if node.children or node.prefixes else None
            if following is None:
                return found
            key = split.key(*following)
            link = split.link(end, following[0]) if node.may_lead(key) else None
            if link is None:
                return found
            end = following[1]
            label = link + key


def _starts(split: Words, beginnings: Iterable[tuple[str, bool]]) -> set[int]:
    """Where words begin like this."""
    starts: set[int] = set()
    for beginning, cased in beginnings:
        text = split.text if cased else split.lower
        plain = beginning[0].isascii() and beginning[0].isalnum()
        at = text.find(beginning)
        while at >= 0:
            before = text[at - 1 : at]  # of most places a plain letter, as of the "in" of "wind"
            if not (plain and before.isalnum() and before.isascii()) and split.begins(at):
                starts.add(at)
            at = text.find(beginning, at + 1)
    return starts


def _stands(phrase: Phrase, split: Words, start: int, end: int) -> bool:
    """Whether the words found are the phrase: whole words and, for a capital one, its capitals."""
    dotted = split.text[end - 1] == "."
    if phrase.cased is None and not dotted:
        return True
    after = split.text[end : end + 1]
    if dotted and after.isalpha() and not words.unspaced(after):
        return False  # "U.S." in "U.S.A."
    if phrase.cased is None:
        return True
    if after and after in _CURRENCY:
        return False  # "US$5" is money, no country
    *raws, ending = split.raw(start, end)
    written = phrase.cased[-1]
    if raws != list(phrase.cased[:-1]) or not ending.startswith(written):
        return False
    if not phrase.prefix and ending not in {written, written + "s"}:
        return False
    return len(phrase.cased) > 1 or not capitals.ordinary_word(split, start, end)


def _close(places: list[tuple[int, int, int]], near: Near, split: Words) -> Iterator[tuple[int, int]]:
    """Start and end of each place where all parts of a near term stand close together."""
    latest: dict[int, tuple[int, int]] = {}
    for start, end, part in sorted(places):
        latest[part] = (start, end)
        if len(latest) < len(near.phrases):
            continue
        chain = sorted(latest.values())
        if all(b[0] >= a[1] and split.within(near.within, a[1], b[0]) for a, b in pairwise(chain)):
            yield chain[0][0], max(end for _, end in chain)
            latest.clear()
