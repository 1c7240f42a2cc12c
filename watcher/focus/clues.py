"""Which terms may stand in a text at all, told by a few operations on the set of its words.

Most texts hold few terms. So a text is not looked through for them: each phrase is known by one of its words, the
longest, and only where a text has that word, and the others too, is there a place to look at. An expression is known
by a part of a word. Nothing that matches is missed; much that does not is never looked for.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from watcher.focus.expressions import Expression
from watcher.focus.needles import Head
from watcher.focus.phrases import Phrase
from watcher.focus.words import signs

MOST_REMEMBERED = 16_384  # words that need not be looked into again; a language has fewer that come back
_LONGEST_REMEMBERED = 40
_STEM = 3  # letters by which most words are told from those that begin as a term does
_SIGN = re.compile(r"[a-z0-9]+|[^\x00-\x7f]")  # what ``words.signs`` tells of
_RUN_AT_END = re.compile(r"[a-z0-9]+\Z")
_MOST_FORMS = 27  # of the other parts of a near term that are told apart: three parts of three forms each
Signs = frozenset[str]
Beginning = tuple[str, bool]  # of a phrase, in lower case unless its case counts; whether it does


class Clues(NamedTuple):
    """What to look for in a text: beginnings of phrases, and expressions by place.

    An expression stands where one of the parts does that are told of it; anywhere if none are.
    """

    beginnings: set[Beginning]
    expressions: dict[int, set[Head]]


class _Lead:
    """To what a word, or a part of one, leads: beginnings, each in texts with all of some signs, and expressions."""

    __slots__ = ("beginnings", "expressions")

    def __init__(self, leads: "Sequence[_Lead]" = ()) -> None:
        self.beginnings: list[tuple[Signs, Beginning]] = [each for lead in leads for each in lead.beginnings]
        self.expressions: list[tuple[int, Head]] = [each for lead in leads for each in lead.expressions]

    def add(self, needs: Signs, beginning: Beginning) -> None:
        """Unless another implies it."""
        if not any(same == beginning and fewer <= needs for fewer, same in self.beginnings):
            self.beginnings.append((needs, beginning))


class _Leads(dict[str, _Lead | None]):
    """To what each sign leads, as far as it was met; of most words, to nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[str, _Lead] = {}
        self._parts: dict[str, _Lead] = {}  # of words
        self._beginnings: dict[str, dict[str, _Lead]] = {}  # of words, by their first letters
        self._lengths: list[int] = []  # of those
        self._part: re.Pattern[str] | None = None

    def of_word(self, word: str) -> _Lead:
        """Any sign."""
        return self._words.setdefault(word, _Lead())

    def of_part(self, part: str) -> _Lead:
        """A space before it says that a word begins with it."""
        if not part.isascii():
            return self.of_word(part)
        if part[0] != " ":
            self._part = None
            return self._parts.setdefault(part, _Lead())
        stem = part[1 : 1 + _STEM]
        self._lengths = sorted({*self._lengths, len(stem)})
        return self._beginnings.setdefault(stem, {}).setdefault(part[1:], _Lead())

    def __missing__(self, sign: str) -> _Lead | None:
        """Of a sign that is met for the first time."""
        leads = [self._words[sign]] if sign in self._words else []
        for length in self._lengths:
            if begun := self._beginnings.get(sign[:length]):
                leads += [lead for beginning, lead in begun.items() if sign.startswith(beginning)]
        if self._parts:
            self._part = self._part or re.compile("|".join(self._parts))
            if self._part.search(sign):
                leads += [lead for part, lead in self._parts.items() if part in sign]
        found = None if not leads else leads[0] if len(leads) == 1 else _Lead(leads)
        if len(self) < MOST_REMEMBERED and len(sign) <= _LONGEST_REMEMBERED:
            self[sign] = found
        return found


class ClueFinder:
    """Finds the clues to phrases and expressions; remembers the words that it has met.

    ``phrases``: each with those without which it is nothing, the other parts of a near term.
    """

    def __init__(self, phrases: Iterable[tuple[Phrase, Sequence[Phrase]]], expressions: Sequence[Expression]) -> None:
        self._leads = _Leads()
        self._every = range(len(expressions))
        self._anywhere = [place for place in self._every if not expressions[place].word_parts]
        for phrase, others in phrases:
            self._add(phrase, others)
        for place, expression in enumerate(expressions):
            for part, heads in expression.word_parts.items():
                self._leads.of_part(part).expressions.extend((place, head) for head in heads)

    def find(self, lower: str) -> Clues:
        """In a text in lower case, or in several one after the other."""
        present = signs(lower)
        beginnings: set[Beginning] = set()
        expressions: dict[int, set[Head]] = {place: set() for place in self._anywhere}
        for lead in filter(None, map(self._leads.__getitem__, present)):
            for needs, beginning in lead.beginnings:
                if needs <= present:
                    beginnings.add(beginning)
            for place, head in lead.expressions:
                if place in expressions:
                    expressions[place].add(head)
                else:
                    expressions[place] = {head}
        if "ı" in present:  # an expression takes it for an i, which is part of a word
            expressions = {place: set() for place in self._every}
        return Clues(beginnings, expressions)

    def _add(self, phrase: Phrase, others: Sequence[Phrase]) -> None:
        beside = _needs_of_all(others)
        for last, own, going_on in _forms(phrase):
            beginning = phrase.beginning(last), phrase.cased is not None
            for needs in [own | other for other in beside]:
                if needs:
                    known_by = max(needs, key=lambda sign: (len(sign), sign))
                    self._leads.of_word(known_by).add(needs - {known_by}, beginning)
                else:
                    self._leads.of_part(f" {going_on}").add(needs, beginning)


def _forms(phrase: Phrase) -> Iterator[tuple[str, Signs, str]]:
    """Each last word, with the signs that a text has where the phrase stands, and with what a word of it begins."""
    earlier = {sign for key in phrase.keys[:-1] for sign in _signs(key)}
    for last in phrase.last_words():
        going_on = _RUN_AT_END.search(last) if phrase.prefix else None
        whole = last[: going_on.start()] if going_on else last
        yield last, frozenset(earlier.union(_signs(whole))), going_on.group() if going_on else ""


def _signs(key: str) -> Sequence[str]:
    return (key,) if key.isascii() and key.isalnum() else _SIGN.findall(key)


def _needs_of_all(phrases: Sequence[Phrase]) -> list[Signs]:
    """A text in which all of these stand has all signs of one of these sets."""
    forms = [[needs for _, needs, _ in _forms(phrase)] for phrase in phrases]
    if prod(map(len, forms)) > _MOST_FORMS:
        return [frozenset()]
    return [frozenset().union(*each) for each in product(*forms)]
