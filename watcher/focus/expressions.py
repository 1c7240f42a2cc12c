"""Regular expressions of ``keywords.yaml``, bounded: none can stall a poll.

Python's ``re`` has no time limit, so a pattern is judged before it is used: from its parse tree the number of ways
in which it can fail from one place of a text is bounded from above, and what could need too many is refused with
a sentence that says what to write instead. Texts are searched in pieces, so that a quantifier without
an upper bound has one all the same.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import _parser as sre_parser  # type: ignore[attr-defined]  # the parse tree has no public name
from typing import Any

from watcher.errors import TermError

PIECE = 1_000  # characters searched at once
_OVERLAP = 200  # a match over the edge of two pieces is found when it is no longer than this
_MOST_WAYS = 20_000
_LONGEST = 1_000

# Characters over which sets are compared: ASCII, and some letters, digits, spaces and signs of other scripts.
_SAMPLE = frozenset(map(chr, range(128))) | frozenset("éßİıſKΣж中あกनا٣²½’–—…€新\u00a0\u2028")
_CATEGORIES = {
    "CATEGORY_DIGIT": re.compile(r"\d"),
    "CATEGORY_NOT_DIGIT": re.compile(r"\D"),
    "CATEGORY_SPACE": re.compile(r"\s"),
    "CATEGORY_NOT_SPACE": re.compile(r"\S"),
    "CATEGORY_WORD": re.compile(r"\w"),
    "CATEGORY_NOT_WORD": re.compile(r"\W"),
}
_RUN = re.compile(r"[a-z0-9]+")  # what no word of a text is ever parted in
# What is no letter of its own: escapes, names of groups, flags.
_NO_LETTERS = re.compile(r"\\.|\(\?P?<\w+>|\(\?[a-zA-Z-]+[:)]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Expression:
    """``needles``: of each of these sets one, in lower case, stands in every text that matches; the surest set first.

    Empty where nothing is sure.
    """

    pattern: re.Pattern[str]
    needles: tuple[frozenset[str], ...]

    def may_match(self, lower: str) -> bool:
        for some in self.needles:
            for needle in some:  # (any() over a generator takes three times as long, and most calls end here)
                if needle in lower:
                    break
            else:
                return False
        return True

    @property
    def word_parts(self) -> frozenset[str]:
        """One of these, in lower case, stands inside a word of every text that matches; empty where nothing is sure."""
        surest = self.needles[0] if self.needles else frozenset()
        parts = {max(_RUN.findall(needle), key=len, default="") for needle in surest}
        return frozenset() if "" in parts else frozenset(parts)


@lru_cache(maxsize=512)  # a keyword file is proven when it is loaded, and compiled again for use
def compile_expression(source: str) -> Expression:
    """The expression between the two slashes: any case, unless its only letters are capitals.

    Raises TermError for one that is wrong, matches the empty text, or could take too long.
    """
    if not source:
        raise TermError("nothing stands between the two slashes of the regular expression")
    if len(source) > _LONGEST:
        raise TermError(f"a regular expression of more than {_LONGEST:,} characters is too long")
    letters = _NO_LETTERS.sub("", source)
    flags = 0 if letters != letters.lower() and letters == letters.upper() else re.IGNORECASE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a doubtful "[[" is told, not guessed at
            pattern = re.compile(source, flags)
            tree = sre_parser.parse(source, flags)
            ways = _Ways(tree).of(list(tree), frozenset())
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise TermError(f"this regular expression cannot be read: {error}") from error
    if tree.getwidth()[0] == 0:
        raise TermError("the regular expression also matches nothing at all, so it would match everywhere")
    if ways > _MOST_WAYS:
        raise TermError(
            "the regular expression could take too long on some texts; bound what repeats, as in .{0,60} instead of "
            ".*, and repeat nothing that repeats itself, as in (a+)+"
        )
    return Expression(pattern, tuple(_needles(list(tree))))


@dataclass(frozen=True, slots=True)
class Lines:
    """A text prepared for many expressions: its lines with their offsets, and both in lower case."""

    lower: str
    lines: tuple[tuple[int, str, str], ...]


def prepare(text: str) -> Lines:
    lines = []
    offset = 0
    for line in text.splitlines(keepends=True):
        lines.append((offset, line, searchable(line)))
        offset += len(line)
    return Lines(searchable(text), tuple(lines))


def searchable(text: str) -> str:
    """In lower case; the dotted and the dotless i, which an expression in any case takes for an i, are one."""
    return text.lower().replace("i\u0307", "i").replace("ı", "i")


def search(expression: Expression, text: Lines) -> Iterator[tuple[int, int]]:
    """Spans of the matches in order, without overlap, in the lines that may have one; each is searched by itself."""
    pattern = expression.pattern
    for offset, line, lower in text.lines:
        if not expression.may_match(lower):
            continue
        last = 0
        for start, end in _pieces(line):
            for match in pattern.finditer(line, start, end):
                if match.start() >= last and match.end() > match.start():
                    yield offset + match.start(), offset + match.end()
                    last = match.end()


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    """Spans of at most PIECE characters that overlap, cut at a space where there is one."""
    start = 0
    while len(line) - start > PIECE:
        cut = line.rfind(" ", start + _OVERLAP + 1, start + PIECE)
        end = cut if cut > 0 else start + PIECE
        yield start, end
        start = end - _OVERLAP
    yield start, len(line)


class _Ways:
    """An upper bound for the ways in which a backtracking matcher can try a pattern from one place.

    A repeat that is followed by something its own characters cannot begin has one way: giving
    characters back fails at once. Otherwise every count is a way, and ways multiply along a sequence.
    """

    def __init__(self, tree: Any) -> None:
        ordinals = {chr(number) for number in _numbers(tree)}
        folds = {fold for c in ordinals for fold in (c.lower(), c.upper()) if len(fold) == 1}
        self._alphabet = _SAMPLE | ordinals | folds

    def of(self, items: list[Any], after: frozenset[str], outer: Sequence[Any] = ()) -> float:
        """The ways of a sequence; ``after``: what can begin the text behind it, ``outer``: the items behind it."""
        ways = 1.0
        for i, item in enumerate(items):
            following = self._first(items[i + 1 :], after)
            ways *= self._one(item, following, [*items[i + 1 :], *outer])
            if ways > _MOST_WAYS:
                return float("inf")
        return ways

    def _one(self, item: Any, following: frozenset[str], rest: list[Any]) -> float:
        name, value = str(item[0]), item[1]
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            low, high, body = value
            return self._repeat(low, min(high, PIECE), list(body), rest, following, name == "POSSESSIVE_REPEAT")
        if name == "SUBPATTERN":
            return self.of(list(value[3]), following, rest)
        if name == "ATOMIC_GROUP":
            return self.of(list(value), frozenset())
        if name in {"ASSERT", "ASSERT_NOT"}:
            return self.of(list(value[1]), frozenset())
        if name == "BRANCH":
            return self._branch([list(branch) for branch in value[1]], following, rest)
        if name == "GROUPREF_EXISTS":
            return self.of(list(value[1]), following) + self.of(list(value[2] or ()), following)
        return 1

    def _repeat(
        self, low: int, high: int, body: list[Any], rest: list[Any], following: frozenset[str], possessive: bool
    ) -> float:
        own = self._first(body, frozenset())
        inner = self.of(body, own | following if high > 1 else following)
        if high > 1 and self._nullable(body):
            inner = max(inner, 2)
        if inner > 1:
            return float(min(inner, _MOST_WAYS) ** min(high, 40)) + 1
        if possessive or not own & following or _fails_at_boundary(own, rest):
            return 1
        return float(high - low + 1)

    def _branch(self, branches: list[list[Any]], following: frozenset[str], rest: list[Any]) -> float:
        firsts = [self._first(branch, following) for branch in branches]
        ways = [self.of(branch, following, rest) for branch in branches]
        apart = sum(map(len, firsts)) == len(frozenset().union(*firsts))
        return max(ways) if apart else sum(ways)

    def _first(self, items: list[Any], after: frozenset[str]) -> frozenset[str]:
        """The characters that can begin a sequence."""
        found: frozenset[str] = frozenset()
        for item in items:
            found |= self._first_of(item)
            if not self._nullable([item]):
                return found
        return found | after

    def _first_of(self, item: Any) -> frozenset[str]:
        name, value = str(item[0]), item[1]
        nothing: frozenset[str] = frozenset()
        if name in {"LITERAL", "NOT_LITERAL", "IN", "RANGE", "CATEGORY"}:
            return self._set(name, value)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            return self._first(list(value[2]), nothing)
        if name == "SUBPATTERN":
            return self._first(list(value[3]), nothing)
        if name == "ATOMIC_GROUP":
            return self._first(list(value), nothing)
        if name == "BRANCH":
            return nothing.union(*(self._first(list(branch), nothing) for branch in value[1]))
        if name in {"AT", "ASSERT", "ASSERT_NOT"}:
            return nothing
        return self._alphabet  # any character, a reference to a group

    def _set(self, name: str, value: Any) -> frozenset[str]:
        if name == "LITERAL":
            return frozenset({chr(value), chr(value).lower(), chr(value).upper()})
        if name == "NOT_LITERAL":
            return self._alphabet - {chr(value)}
        if name == "RANGE":
            found = {c for c in self._alphabet if value[0] <= ord(c) <= value[1]}
            return frozenset(found | {c.lower() for c in found} | {c.upper() for c in found})
        if name == "CATEGORY":
            category = _CATEGORIES[str(value)]
            return frozenset(c for c in self._alphabet if category.match(c))
        negated = str(value[0][0]) == "NEGATE"
        members = value[1:] if negated else value
        found_in = frozenset[str]().union(*(self._set(str(kind), what) for kind, what in members))
        return self._alphabet - found_in if negated else found_in

    def _nullable(self, items: list[Any]) -> bool:
        return all(self._may_be_empty(str(item[0]), item[1]) for item in items)

    def _may_be_empty(self, name: str, value: Any) -> bool:
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            return value[0] == 0 or self._nullable(list(value[2]))
        if name == "SUBPATTERN":
            return self._nullable(list(value[3]))
        if name == "ATOMIC_GROUP":
            return self._nullable(list(value))
        if name == "BRANCH":
            return any(self._nullable(list(branch)) for branch in value[1])
        return name in {"AT", "ASSERT", "ASSERT_NOT", "GROUPREF", "GROUPREF_EXISTS"}


def _fails_at_boundary(own: frozenset[str], rest: list[Any]) -> bool:
    r"""Whether ``\b`` stands next: between two word characters (or two others) giving back fails at once."""
    if not rest or str(rest[0][0]) != "AT" or str(rest[0][1]) != "AT_BOUNDARY":
        return False
    words = {character for character in own if re.match(r"\w", character)}
    return not words or len(words) == len(own)


def _numbers(node: Any) -> Iterator[int]:
    """Every code point that a parse tree names (and some numbers that are none, which does no harm)."""
    if isinstance(node, int):
        if 0 <= node < 0x110000:
            yield int(node)
    elif node is not None and not isinstance(node, str):
        for child in node:
            yield from _numbers(child)


def _needles(items: list[Any]) -> list[frozenset[str]]:
    """Sets of literal texts, of each of which every match holds one: first the one that tells most (long, few)."""
    found: list[frozenset[str]] = []
    run = ""
    for item in [*items, None]:
        name: str = str(item[0]) if item else ""
        value: Any = item[1] if item else None
        if name == "LITERAL":
            run += searchable(chr(value))
            continue
        if run:
            found.append(frozenset({run}))
        run = ""
        found += _needles_inside(name, value)
    return sorted(found, key=lambda needles: min(map(len, needles)) - len(needles) / 100, reverse=True)


def _needles_inside(name: str, value: Any) -> list[frozenset[str]]:
    if name == "SUBPATTERN":
        return _needles(list(value[3]))
    if name == "ATOMIC_GROUP":
        return _needles(list(value))
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] > 0:
        return _needles(list(value[2]))
    if name == "BRANCH":
        branches = [_needles(list(branch)) for branch in value[1]]
        return [frozenset().union(*(needles[0] for needles in branches))] if all(branches) else []
    return []
