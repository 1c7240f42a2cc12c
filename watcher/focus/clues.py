"""Which terms may stand in a text at all, told by a few operations on the set of its words.

Most texts hold few terms. So a text is not looked through for them: each phrase is known by one of its words, the
longest, and only where a text has that word, and the others too, is there a place to look at. An expression is known
by a part of a word. Nothing that matches is missed; much that does not is never looked for.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from watcher.focus.expressions import Expression
from watcher.focus.needles import Head
from watcher.focus.phrases import Phrase
from watcher.focus.words import Words

MOST_REMEMBERED = 16_384  # words that need not be looked into again; a language has fewer that come back
_LONGEST_REMEMBERED = 40
_SIGN = re.compile(r"[a-z0-9]+|[^\x00-\x7f]")  # what ``Words.signs`` are
_RUN_AT_END = re.compile(r"[a-z0-9]+\Z")


class Clue(NamedTuple):
    """What a phrase begins with, in lower case unless its case counts, in a text that has all of ``needs``."""

    needs: frozenset[str]
    beginning: tuple[str, bool]


class Clues(NamedTuple):
    """What to look for in a text: ``beginnings`` of phrases with whether their case counts, expressions by place.

    An expression stands where one of the parts does that are told of it; anywhere if none are.
    """

    beginnings: set[tuple[str, bool]]
    expressions: dict[int, set[Head]]


class _Lead(NamedTuple):
    """What a word, or a part of a word (" " before it: its beginning), is a clue to."""

    clues: list[Clue]
    expressions: list[tuple[int, Head]]


class ClueFinder:
    """Finds the clues to phrases and expressions; remembers the words that it has met."""

    def __init__(self, phrases: Iterable[Phrase], expressions: Sequence[Expression]) -> None:
        self._clues: dict[str, list[Clue]] = {}
        self._parts: dict[str, _Lead] = {}
        self._idle: set[str] = set()  # words met that are a clue to nothing, as most are
        self._leading: dict[str, _Lead] = {}  # words met that are
        self._every = range(len(expressions))
        self._anywhere = [place for place in self._every if not expressions[place].word_parts]
        for phrase in phrases:
            self._add(phrase)
        for place, expression in enumerate(expressions):
            for part, heads in expression.word_parts.items():
                self._part(part).expressions.extend((place, head) for head in heads)

    def find(self, split: Words) -> Clues:
        """Not for a text that is not ``aligned``."""
        signs = split.signs()
        leads = self._leads(signs)
        beginnings = {clue.beginning for lead in leads for clue in lead.clues if clue.needs <= signs}
        if "ı" in signs:  # an expression takes it for an i, which is part of a word
            return Clues(beginnings, {place: set() for place in self._every})
        expressions: dict[int, set[Head]] = {place: set() for place in self._anywhere}
        for lead in leads:
            for place, head in lead.expressions:
                expressions.setdefault(place, set()).add(head)
        return Clues(beginnings, expressions)

    def _part(self, text: str) -> _Lead:
        return self._parts.setdefault(text, _Lead([], []))

    def _add(self, phrase: Phrase) -> None:
        earlier = {sign for key in phrase.keys[:-1] for sign in _SIGN.findall(key)}
        for last in phrase.last_words():
            beginning = last if len(phrase.keys) == 1 else phrase.keys[0]
            if phrase.cased is not None:
                beginning = phrase.cased[0]
            going_on = _RUN_AT_END.search(last) if phrase.prefix else None
            needs = earlier.union(_SIGN.findall(last[: going_on.start()] if going_on else last))
            if going_on and not needs:
                clues = self._part(f" {going_on.group()}").clues
            else:
                known_by = max(sorted(needs), key=len)
                needs.remove(known_by)
                clues = self._clues.setdefault(known_by, [])
            _put(clues, Clue(frozenset(needs), (beginning, phrase.cased is not None)))

    def _leads(self, signs: set[str]) -> list[_Lead]:
        """What the words are clues to."""
        known = self._leading.get
        found, new = [], []
        for sign in signs - self._idle:
            if lead := known(sign):
                found.append(lead)
            else:
                new.append(sign)
        return found + self._meet(new) if new else found

    def _meet(self, new: Sequence[str]) -> list[_Lead]:
        """Learn what words are clues to that are met for the first time."""
        if len(self._idle) + len(self._leading) > MOST_REMEMBERED:
            self._idle.clear()
            self._leading.clear()
        together = " ".join(["", *new])
        parts = [(text, part) for text, part in self._parts.items() if text in together]
        found = []
        for sign in new:
            inside = [part for text, part in parts if text in f" {sign}"]
            expressions = [each for part in inside for each in part.expressions]
            lead = _Lead([*self._clues.get(sign, ()), *(clue for part in inside for clue in part.clues)], expressions)
            if any(lead):
                found.append(lead)
                if len(sign) <= _LONGEST_REMEMBERED:
                    self._leading[sign] = lead
            elif len(sign) <= _LONGEST_REMEMBERED:
                self._idle.add(sign)
        return found


def _put(clues: list[Clue], clue: Clue) -> None:
    """Add a clue that is not implied by another."""
    for other in clues:
        if other.beginning == clue.beginning and other.needs <= clue.needs:
            return
    clues[:] = [other for other in clues if other.beginning != clue.beginning or not clue.needs <= other.needs]
    clues.append(clue)
