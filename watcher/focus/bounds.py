"""In how many ways a backtracking matcher can try a regular expression from one place, bounded from above. Pure.

Told from the parse tree, so that what could stall a poll is refused before it is ever used.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

MOST_WAYS = 20_000

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
_ANYTHING = frozenset("a ")  # a letter and none: what may be any character


def ways(tree: Any, piece: int) -> float:
    """Of a pattern, given as its parse tree; infinite above MOST_WAYS. A text is searched ``piece`` characters at once.

    Most patterns are harmless whatever their characters are, which is told far sooner than how many ways they have.
    """
    rough = _RoughWays(piece).of(list(tree), frozenset())
    return rough if rough <= MOST_WAYS else _Ways(piece, tree).of(list(tree), frozenset())


class _Ways:
    """An upper bound for the ways in which a backtracking matcher can try a pattern from one place.

    A repeat that is followed by something its own characters cannot begin has one way: giving
    characters back fails at once. Otherwise every count is a way, and ways multiply along a sequence.
    """

    def __init__(self, piece: int, tree: Any) -> None:
        self._piece = piece
        ordinals = {chr(number) for number in _numbers(tree)}
        folds = {fold for c in ordinals for fold in (c.lower(), c.upper()) if len(fold) == 1}
        self._alphabet = _SAMPLE | ordinals | folds

    def of(self, items: list[Any], after: frozenset[str], outer: Sequence[Any] = ()) -> float:
        """The ways of a sequence; ``after``: what can begin the text behind it, ``outer``: the items behind it."""
        ways = 1.0
        for i, item in enumerate(items):
            following = self._first(items[i + 1 :], after)
            ways *= self._one(item, following, [*items[i + 1 :], *outer])
            if ways > MOST_WAYS:
                return float("inf")
        return ways

    def _one(self, item: Any, following: frozenset[str], rest: list[Any]) -> float:
        name, value = str(item[0]), item[1]
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            low, high, body = value
            return self._repeat(low, min(high, self._piece), list(body), rest, following, name == "POSSESSIVE_REPEAT")
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
            return float(min(inner, MOST_WAYS) ** min(high, 40)) + 1
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


class _RoughWays(_Ways):
    """Takes it that anything can follow anything, so it finds as many ways or more."""

    def __init__(self, piece: int) -> None:
        self._piece = piece

    def _first(self, items: list[Any], after: frozenset[str]) -> frozenset[str]:
        return _ANYTHING


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
