"""Which terms may stand in a text at all, told by a few operations on the set of its words.

Most texts hold few terms. So a text is not looked through for them: each phrase is known by one of its words, the
longest, and only where a text has that word, and the others too, is there a place to look at. An expression is known
by a part of a word. Nothing that matches is missed; much that does not is never looked for.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import product
from math import prod
from operator import itemgetter
from typing import NamedTuple

from watcher.focus.expressions import Expression
from watcher.focus.needles import Head
from watcher.focus.phrases import Phrase
from watcher.focus.words import signs

MOST_REMEMBERED = 131_072  # characters of words that need not be looked into again; those that come back are fewer
_STEM = 4  # letters by which most words are told from those that begin as a term does
_stem = itemgetter(slice(_STEM))
_SIGN = re.compile(r"[a-z0-9]+|[^\x00-\x7f]")  # what ``words.signs`` tells of
_RUN_AT_END = re.compile(r"[a-z0-9]+\Z")
_MOST_FORMS = 27  # of the other parts of a near term that are told apart: three parts of three forms each
Signs = frozenset[str]
_NOTHING: Signs = frozenset()
Beginning = tuple[str, bool]  # of a phrase, in lower case unless its case counts; whether it does


class _Told(NamedTuple):
    """What a part of a word tells of the expression in a place: its head there, or that one of its other words is."""

    place: int
    bit: int
    head: Head | None


class Clues(NamedTuple):
    """What to look for in a text: beginnings of phrases, and expressions by place.

    An expression stands where one of the parts does that are told of it; anywhere if none are.
    """

    beginnings: set[Beginning]
    expressions: dict[int, set[Head]]


class _Lead:
    """To what a word, or a part of one, leads: beginnings, each in texts with all of some signs, and expressions."""

    __slots__ = ("beginnings", "expressions")

    def __init__(self) -> None:
        self.beginnings: list[tuple[Signs, Beginning]] = []
        self.expressions: list[_Told] = []

    def add(self, needs: Signs, beginning: Beginning) -> None:
        """Unless another implies it."""
        for fewer, same in self.beginnings:
            if same == beginning and fewer <= needs:
                return
        self.beginnings.append((needs, beginning))

    def take(self, other: "_Lead") -> None:
        """Lead to what the other leads to as well."""
        self.beginnings += other.beginnings
        self.expressions += other.expressions


class _Leads:
    """To what each sign leads; of most words, to nothing, which is remembered of those that were met."""

    def __init__(self) -> None:
        self._words: dict[str, _Lead] = {}
        self._beginnings: dict[str, dict[str, _Lead]] = {}  # of words, by their first letters
        self._parts: dict[str, _Lead] = {}  # of words; beginnings too that are short
        self._met: set[str] = set()
        self._size = 0
        self._leading: dict[str, _Lead] = {}  # those that were met and lead somewhere
        self._leading_signs: set[str] = set()  # the same: two sets are compared much sooner

    def of_word(self, word: str) -> _Lead:
        """Any sign."""
        lead = self._words.get(word)
        if lead is None:
            lead = self._words[word] = _Lead()
        return lead

    def of_part(self, part: str) -> _Lead:
        """A space before it says that a word begins with it, one before and after it that it is the word."""
        if not part.isascii() or part[-1] == " ":
            return self.of_word(part.strip())
        if part[0] != " " or len(part) <= _STEM:
            return self._parts.setdefault(part, _Lead())
        return self._beginnings.setdefault(_stem(part[1:]), {}).setdefault(part[1:], _Lead())

    def of(self, signs: set[str]) -> Iterable[_Lead]:
        if new := signs - self._met:
            if self._size > MOST_REMEMBERED:
                self._size, new = 0, signs
                for known in (self._met, self._leading, self._leading_signs):
                    known.clear()
            self._meet(new)
        return map(self._leading.__getitem__, signs & self._leading_signs)

    def _meet(self, new: set[str]) -> None:
        """Learn of signs that are met for the first time: all at once, as hardly one leads anywhere."""
        together = " ".join(["", *new])
        self._size += len(together)
        self._met |= new
        leading = new & self._words.keys()
        if not self._beginnings.keys().isdisjoint(map(_stem, new)):
            leading.update([sign for sign in new if _stem(sign) in self._beginnings])
        for part in [part for part in self._parts if part in together]:
            leading.update([sign for sign in new if part in f" {sign}"])
        for sign in leading:
            if lead := self._of_one(sign):
                self._leading[sign] = lead
                self._leading_signs.add(sign)

    def _of_one(self, sign: str) -> _Lead | None:
        leads = [self._words[sign]] if sign in self._words else []
        leads += [lead for text, lead in self._beginnings.get(_stem(sign), {}).items() if sign.startswith(text)]
        leads += [lead for part, lead in self._parts.items() if part in f" {sign}"]
        if len(leads) < 2:
            return leads[0] if leads else None
        together = _Lead()
        for lead in leads:
            together.take(lead)
        return together


class ClueFinder:
    """Finds the clues to phrases and expressions; remembers the words that it has met.

    ``phrases``: each with those without which it is nothing, the other parts of a near term.
    """

    def __init__(self, phrases: Iterable[tuple[Phrase, Sequence[Phrase]]], expressions: Sequence[Expression]) -> None:
        self._leads = _Leads()
        self._every = range(len(expressions))
        for phrase, others in phrases:
            self._add(phrase, others)
        # By place: a bit for the head, one for each set of other words. Where nothing is told of a head it may stand.
        self._wanted = [(2 << len(expression.other_words)) - 1 for expression in expressions]
        self._given: dict[int, int] = {}
        for place, expression in enumerate(expressions):
            if not expression.word_parts:
                self._given[place] = 1
            for part, head in expression.word_parts:
                self._leads.of_part(part).expressions.append(_Told(place, 1, head))
            for i, words in enumerate(expression.other_words):
                for word in words:
                    self._leads.of_part(word).expressions.append(_Told(place, 2 << i, None))

    def find(self, lower: str) -> Clues:
        """In a text in lower case, or in several one after the other."""
        present = signs(lower)
        beginnings: set[Beginning] = set()
        given = self._given.copy()
        expressions: dict[int, set[Head]] = {}
        for lead in self._leads.of(present):
            for needs, beginning in lead.beginnings:
                if needs <= present:
                    beginnings.add(beginning)
            for place, bit, head in lead.expressions:
                given[place] = given.get(place, 0) | bit
                if head:
                    expressions.setdefault(place, set()).add(head)
        if "ı" in present:  # an expression takes it for an i, which is part of a word
            return Clues(beginnings, {place: set() for place in self._every})
        wanted = self._wanted
        standing = [place for place, bits in given.items() if bits == wanted[place]]
        return Clues(beginnings, {place: expressions.get(place, set()) for place in standing})

    def _add(self, phrase: Phrase, others: Sequence[Phrase]) -> None:
        if not (phrase.prefix or others) and _is_sign("".join(phrase.keys)):
            self._add_plain(phrase)
            return
        cased = phrase.cased is not None
        beside = _needs_of_all(others)
        for last, own, going_on in _forms(phrase):
            beginning = phrase.beginning(last), cased
            for needs in [own | other for other in beside]:
                if needs:
                    known_by = max(sorted(needs), key=len) if len(needs) > 1 else min(needs)
                    self._leads.of_word(known_by).add(needs - {known_by}, beginning)
                else:
                    self._leads.of_part(f" {going_on}").add(needs, beginning)

    def _add_plain(self, phrase: Phrase) -> None:
        """The same of a phrase whose words are signs, as those of most are."""
        cased = phrase.cased is not None
        first = (phrase.cased or phrase.keys)[0]
        earlier = frozenset(phrase.keys[:-1])
        longest = max(phrase.keys[:-1], key=len, default="")
        for last in phrase.last_words():
            if len(last) > len(longest):
                self._leads.of_word(last).add(earlier, (first if earlier or cased else last, cased))
            else:
                self._leads.of_word(longest).add(earlier - {longest} | {last}, (first, cased))


def _forms(phrase: Phrase) -> list[tuple[str, Signs, str]]:
    """Each last word, with the signs that a text has where the phrase stands, and with what a word of it begins."""
    earlier = _signs(phrase.keys[:-1])
    if phrase.prefix:
        last = phrase.keys[-1]
        going_on = _RUN_AT_END.search(last)
        needs = earlier | _signs([last[: going_on.start()] if going_on else last])
        return [(last, needs, going_on.group() if going_on else "")]
    return [(last, earlier | _signs([last]), "") for last in phrase.last_words()]


def _signs(keys: Iterable[str]) -> Signs:
    """Those of some words."""
    return frozenset([sign for key in keys for sign in ((key,) if _is_sign(key) else _SIGN.findall(key))])


def _is_sign(key: str) -> bool:
    return key.isascii() and key.isalnum()


def _needs_of_all(phrases: Sequence[Phrase]) -> list[Signs]:
    """A text in which all of these stand has all signs of one of these sets."""
    forms = [[needs for _, needs, _ in _forms(phrase)] for phrase in phrases]
    if prod(map(len, forms)) > _MOST_FORMS:
        return [_NOTHING]
    return [_NOTHING.union(*each) for each in product(*forms)]
