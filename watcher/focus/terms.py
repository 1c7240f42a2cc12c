"""The term language of ``keywords.yaml``: what a term means, and finding thousands of them in one pass over a text.

A phrase becomes a path in a trie of words, so a text costs one look-up a word however many terms there are.
Only regular expressions are searched one by one; they are bounded (``expressions``).
"""

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from watcher.errors import TermError
from watcher.focus import capitals, expressions, words
from watcher.focus.expressions import Expression
from watcher.focus.words import Words
from watcher.settings import Term

MOST_WORDS = 40  # in one phrase; a Chinese character counts as a word
MOST_REMEMBERED = 100_000  # first words whose look-up is kept; a language has fewer that come back
_LONGEST_REMEMBERED = 40
_CURRENCY = frozenset("$€£¥₩₹")

Owner = TypeVar("Owner", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Phrase:
    """``keys`` are words in lower case, each with how it is joined to the one before; ``cased`` as written.

    ``prefix``: the last word may go on. ``cased`` is None where any case counts.
    """

    keys: tuple[str, ...]
    links: tuple[str, ...]
    cased: tuple[str, ...] | None
    prefix: bool

    def last_words(self) -> tuple[str, ...]:
        """The last word with its plural endings, in lower case (a possessive ending is no part of a word)."""
        last = self.keys[-1]
        if self.prefix or not last[-1].isalnum() or words.unspaced(last):
            return (last,)
        if self.cased is not None:
            return (last,) if last.isdigit() else (last, last + "s")
        if last.endswith(("s", "x", "z", "ch", "sh")):
            return (last, last + "es")
        if last.endswith("y") and last[-2:-1] not in "aeiou":
            return (last, last + "s", last[:-1] + "ies")
        return (last, last + "s")


@dataclass(frozen=True, slots=True)
class Near:
    phrases: tuple[Phrase, ...]
    within: int


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
        return Near(tuple(_phrase(part) for part in term.near), term.within)
    text = term.text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        return expressions.compile_expression(text[1:-1])
    return _phrase(text)


def _phrase(text: str) -> Phrase:
    text = text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        raise TermError("near takes words, not a regular expression")
    prefix = len(text) > 1 and text.endswith("*")
    parts = words.split(text[:-1] if prefix else text)
    count = len(parts.keys)
    if not any(key[0].isalnum() for key in parts.keys):
        raise TermError("the term has no letter and no digit, so there is nothing to look for")
    if count > MOST_WORDS:
        raise TermError(f"the term has {count} words; at most {MOST_WORDS} are accepted")
    if prefix and parts.ends[-1] != len(parts.text):
        raise TermError("the * stands directly after a word, as in semiconductor*")
    links = tuple(parts.link(i) or "" for i in range(1, count))
    bound = parts.text == parts.text.upper() and parts.text != parts.text.lower()
    cased = tuple(parts.raw(i) for i in range(count)) if bound else None
    return Phrase(tuple(parts.keys), ("", *links), cased, prefix)


class Found(NamedTuple, Generic[Owner]):
    """A term found: ``start``/``end`` are offsets in the text as it was given."""

    owner: Owner
    term: Term
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    """``ends``: phrases whose last word leads here; ``prefixes``: those whose last word may go on.

    ``longest`` is the length of the longest of these prefixes.
    """

    children: dict[str, "_Node"] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    prefixes: dict[str, list[int]] = field(default_factory=dict)
    longest: int = 0

    def may_lead(self, key: str) -> bool:
        """Whether a word that follows may go on with a phrase, however it is joined: a look that needs no offset."""
        return bool(self.prefixes) or key in self.children or words.GAP + key in self.children


class _Lead(NamedTuple):
    """Where a word leads at the beginning of a phrase, the phrases that it ends as the beginning of a longer word,
    and the expressions (by place) that may match a text with this word.
    """

    node: _Node | None
    going_on: list[int]
    expressions: tuple[int, ...]


_UNKNOWN = _Lead(None, [], ())


class TermSet(Generic[Owner]):
    """Terms compiled once, each with its owner (any value that says where it belongs).

    Picklable: it is compiled anew on the other side. Raises TermError for a term that cannot be compiled.
    """

    def __init__(self, terms: Iterable[tuple[Owner, Term]]) -> None:
        self._terms: Sequence[tuple[Owner, Term]] = tuple(terms)
        self._root = _Node()
        self._phrases: list[tuple[Phrase, int, int]] = []  # phrase, its term, its place in a near term
        self._near: dict[int, Near] = {}
        self._expressions: list[tuple[int, Expression]] = []
        self._leads: dict[str, _Lead | None] = {}  # None: a word that begins nothing, as most are
        for number, (_, term) in enumerate(self._terms):
            self._add(number, compile_term(term))
        parts = [expression.word_parts for _, expression in self._expressions]
        self._word_parts = [(part, place) for place, some in enumerate(parts) for part in some]
        self._anywhere = {place for place, some in enumerate(parts) if not some}

    def __reduce__(self) -> tuple[type["TermSet[Owner]"], tuple[Sequence[tuple[Owner, Term]]]]:
        return type(self), (self._terms,)

    def find(self, text: str) -> list[Found[Owner]]:
        """Every place where a term stands, in the order of the text; places may overlap."""
        split = words.split(text)
        leads = self._leads_of(split.keys)
        spans = [(start, end, number) for number, start, end in self._spans(split, leads)]
        places = self._anywhere.union(*(lead.expressions for _, lead in leads))
        if places:
            lines = expressions.prepare(split.text)
            for number, expression in (self._expressions[place] for place in places):
                if expression.may_match(lines.lower):
                    spans.extend((start, end, number) for start, end in expressions.search(expression, lines))
        spans.sort()
        return [Found(*self._terms[number], *split.written(start, end)) for start, end, number in spans]

    def _add(self, number: int, compiled: Compiled) -> None:
        if isinstance(compiled, Phrase):
            self._plant(compiled, number, 0)
        elif isinstance(compiled, Near):
            self._near[number] = compiled
            for place, phrase in enumerate(compiled.phrases):
                self._plant(phrase, number, place)
        else:
            self._expressions.append((number, compiled))

    def _plant(self, phrase: Phrase, number: int, place: int) -> None:
        index = len(self._phrases)
        self._phrases.append((phrase, number, place))
        node = self._root
        for link, key in zip(phrase.links[:-1], phrase.keys[:-1], strict=True):
            node = node.children.setdefault(link + key, _Node())
        link = phrase.links[-1]
        if phrase.prefix:
            beginning = link + phrase.keys[-1]
            node.prefixes.setdefault(beginning, []).append(index)
            node.longest = max(node.longest, len(beginning))
            return
        for last in phrase.last_words():
            node.children.setdefault(link + last, _Node()).ends.append(index)

    def _leads_of(self, keys: Sequence[str]) -> list[tuple[int, _Lead]]:
        """The words, by place, that begin or hold something; for most texts one look-up a word is all there is."""
        known = self._leads.get
        found = [(i, lead) for i, key in enumerate(keys) if (lead := known(key, _UNKNOWN)) is not None]
        new = {keys[i]: self._lead(keys[i]) for i, lead in found if lead is _UNKNOWN}
        if not new:
            return found
        all_leads = ((i, new[keys[i]] if lead is _UNKNOWN else lead) for i, lead in found)
        return [(i, lead) for i, lead in all_leads if lead is not None]

    def _lead(self, key: str) -> _Lead | None:
        node, going_on = _step(self._root, key)
        word = expressions.searchable(key)
        places = tuple({place for part, place in self._word_parts if part in word})
        lead = _Lead(node, going_on, places) if node or going_on or places else None
        if len(self._leads) < MOST_REMEMBERED and len(key) <= _LONGEST_REMEMBERED:
            self._leads[key] = lead
        return lead

    def _spans(self, split: Words, leads: Sequence[tuple[int, _Lead]]) -> Iterator[tuple[int, int, int]]:
        """(term, start, end) in the normal form, for phrases and near terms."""
        parts: dict[int, list[tuple[int, int, int]]] = {}
        for i, last, index in self._walk(split, leads):
            phrase, number, place = self._phrases[index]
            if not _stands(phrase, split, i, last):
                continue
            if number in self._near:
                parts.setdefault(number, []).append((i, last, place))
            else:
                yield number, split.starts[i], split.ends[last]
        for number, places in parts.items():
            for i, last in _close(places, self._near[number]):
                yield number, split.starts[i], split.ends[last]

    def _walk(self, split: Words, leads: Sequence[tuple[int, _Lead]]) -> Iterator[tuple[int, int, int]]:
        """(first word, last word, phrase) wherever the words of a phrase follow each other."""
        keys = split.keys
        for i, lead in leads:
            for index in lead.going_on:
                yield i, i, index
            j, node = i, lead.node
            while node is not None:
                for index in node.ends:
                    yield i, j, index
                j += 1
                if j == len(keys) or not node.may_lead(keys[j]):
                    break
                link = split.link(j)
                if link is None:
                    break
                node, going_on = _step(node, link + keys[j])
                for index in going_on:
                    yield i, j, index


def _step(node: _Node, label: str) -> tuple[_Node | None, list[int]]:
    """Where a word leads from a node, and the phrases that it ends as the beginning of a longer word."""
    going_on: list[int] = []
    for length in range(1, min(node.longest, len(label)) + 1):
        going_on += node.prefixes.get(label[:length], ())
    return node.children.get(label), going_on


def _stands(phrase: Phrase, split: Words, first: int, last: int) -> bool:
    """Whether the words found are the phrase: whole words and, for a capital one, its capitals."""
    end = split.ends[last]
    after = split.text[end : end + 1]
    if split.keys[last] == "." and after.isalpha() and not words.unspaced(after):
        return False  # "U.S." in "U.S.A."
    if phrase.cased is None:
        return True
    if after and after in _CURRENCY:
        return False  # "US$5" is money, no country
    raws = [split.raw(i) for i in range(first, last)]
    ending, written = split.raw(last), phrase.cased[-1]
    if raws != list(phrase.cased[:-1]) or not ending.startswith(written):
        return False
    if not phrase.prefix and ending not in {written, written + "s"}:
        return False
    return len(phrase.cased) > 1 or not capitals.ordinary_word(split, first)


def _close(places: list[tuple[int, int, int]], near: Near) -> Iterator[tuple[int, int]]:
    """First and last word of each place where all parts of a near term stand close together."""
    latest: dict[int, tuple[int, int]] = {}
    for first, last, part in sorted(places):
        latest[part] = (first, last)
        if len(latest) < len(near.phrases):
            continue
        chain = sorted(latest.values())
        if all(b[0] - a[1] - 1 <= near.within and b[0] > a[1] for a, b in pairwise(chain)):
            yield chain[0][0], max(b for _, b in chain)
            latest.clear()
