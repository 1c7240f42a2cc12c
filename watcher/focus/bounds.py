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

_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_OF_MANY_WAYS = _REPEATS | {"SUBPATTERN", "ATOMIC_GROUP", "ASSERT", "ASSERT_NOT", "BRANCH", "GROUPREF_EXISTS"}
_SETS = frozenset({"LITERAL", "NOT_LITERAL", "IN", "RANGE", "CATEGORY"})
Items = Sequence[tuple[str, Any]]  # of a parse tree, as ``needles.plain`` makes it


def ways(items: Items, piece: int) -> float:
    """Of a pattern, given as its parse tree; infinite above MOST_WAYS. A text is searched ``piece`` characters at once.

    Most patterns are harmless whatever their characters are, which is told far sooner than how many ways they have.
    """
    rough = _RoughWays(piece).of(items, frozenset())
    return rough if rough <= MOST_WAYS else _Ways(piece, items).of(items, frozenset())


class _Ways:
    """An upper bound for the ways in which a backtracking matcher can try a pattern from one place.

    A repeat that is followed by something its own characters cannot begin has one way: giving
    characters back fails at once. Otherwise every count is a way, and ways multiply along a sequence.
    """

    def __init__(self, piece: int, items: Items) -> None:
        self._piece = piece
        ordinals = {chr(number) for number in _numbers(items)}
        folds = {fold for c in ordinals for fold in (c.lower(), c.upper()) if len(fold) == 1}
        self._alphabet = _SAMPLE | ordinals | folds
        self._sets: dict[tuple[str, Any], frozenset[str]] = {}  # of characters and categories, as each is met often

    def of(self, items: Items, after: frozenset[str], outer: Items = ()) -> float:
        """The ways of a sequence; ``after``: what can begin the text behind it, ``outer``: the items behind it."""
        ways = 1.0
        for i, (name, value) in enumerate(items):
            if name not in _OF_MANY_WAYS:
                continue
            ways *= self._one(name, value, self._first(items[i + 1 :], after), [*items[i + 1 :], *outer])
            if ways > MOST_WAYS:
                return float("inf")
        return ways

    def _one(self, name: str, value: Any, following: frozenset[str], rest: Items) -> float:
        if name in _REPEATS:
            low, high, body = value
            return self._repeat(low, min(high, self._piece), body, rest, following, name == "POSSESSIVE_REPEAT")
        if name == "SUBPATTERN":
            return self.of(value[3], following, rest)
        if name == "ATOMIC_GROUP":
            return self.of(value, frozenset())
        if name in {"ASSERT", "ASSERT_NOT"}:
            return self.of(value[1], frozenset())
        if name == "BRANCH":
            return self._branch(value[1], following, rest)
        return self.of(value[1], following) + self.of(value[2] or (), following)  # GROUPREF_EXISTS

    def _repeat(
        self, low: int, high: int, body: Items, rest: Items, following: frozenset[str], possessive: bool
    ) -> float:
        own = self._first(body, frozenset())
        inner = self.of(body, own | following if high > 1 else following)
        if high > 1 and self._nullable(body):
            inner = max(inner, 2)
        if inner > 1:
            return float(min(inner, MOST_WAYS) ** min(high, 40)) + 1
        if possessive or own.isdisjoint(following) or _fails_at_boundary(own, rest):
            return 1
        return float(high - low + 1)

    def _branch(self, branches: Sequence[Items], following: frozenset[str], rest: Items) -> float:
        firsts = [self._first(branch, following) for branch in branches]
        ways = [self.of(branch, following, rest) for branch in branches]
        apart = sum(map(len, firsts)) == len(frozenset().union(*firsts))
        return max(ways) if apart else sum(ways)

    def _first(self, items: Items, after: frozenset[str]) -> frozenset[str]:
        """The characters that can begin a sequence."""
        found: frozenset[str] = frozenset()
        for item in items:
            found |= self._first_of(*item)
            if not self._nullable([item]):
                return found
        return found | after

    def _first_of(self, name: str, value: Any) -> frozenset[str]:
        nothing: frozenset[str] = frozenset()
        if name in _SETS:
            return self._set(name, value)
        if name in _REPEATS:
            return self._first(value[2], nothing)
        if name == "SUBPATTERN":
            return self._first(value[3], nothing)
        if name == "ATOMIC_GROUP":
            return self._first(value, nothing)
        if name == "BRANCH":
            return nothing.union(*(self._first(branch, nothing) for branch in value[1]))
        if name in {"AT", "ASSERT", "ASSERT_NOT"}:
            return nothing
        return self._alphabet  # any character, a reference to a group

    def _set(self, name: str, value: Any) -> frozenset[str]:
        if name == "IN":
            negated = value[0][0] == "NEGATE"
            found = frozenset[str]().union(*(self._set(kind, what) for kind, what in value[negated:]))
            return self._alphabet - found if negated else found
        key = (name, tuple(value) if name == "RANGE" else value)
        if key not in self._sets:
            self._sets[key] = self._simple_set(name, value)
        return self._sets[key]

    def _simple_set(self, name: str, value: Any) -> frozenset[str]:
        if name == "LITERAL":
            return frozenset({chr(value), chr(value).lower(), chr(value).upper()})
        if name == "NOT_LITERAL":
            return self._alphabet - {chr(value)}
        if name == "RANGE":
            found = {c for c in self._alphabet if value[0] <= ord(c) <= value[1]}
            return frozenset(found | {c.lower() for c in found} | {c.upper() for c in found})
        return frozenset(filter(_CATEGORIES[value].match, self._alphabet))

    def _nullable(self, items: Items) -> bool:
        return all(self._may_be_empty(name, value) for name, value in items)

    def _may_be_empty(self, name: str, value: Any) -> bool:
        if name in _REPEATS:
            return value[0] == 0 or self._nullable(value[2])
        if name == "SUBPATTERN":
            return self._nullable(value[3])
        if name == "ATOMIC_GROUP":
            return self._nullable(value)
        if name == "BRANCH":
            return any(self._nullable(branch) for branch in value[1])
        return name in {"AT", "ASSERT", "ASSERT_NOT", "GROUPREF", "GROUPREF_EXISTS"}


class _RoughWays(_Ways):
    """Takes it that anything can follow anything, so it finds as many ways or more."""

    def __init__(self, piece: int) -> None:
        self._piece = piece

    def _first(self, items: Items, after: frozenset[str]) -> frozenset[str]:
        return _ANYTHING


def _fails_at_boundary(own: frozenset[str], rest: Items) -> bool:
    r"""Whether ``\b`` stands next: between two word characters (or two others) giving back fails at once."""
    if not rest or rest[0] != ("AT", "AT_BOUNDARY"):
        return False
    words = {character for character in own if re.match(r"\w", character)}
    return not words or len(words) == len(own)


def _numbers(node: Any) -> Iterator[int]:
    """Every code point that a parse tree names (and some numbers that are none, which does no harm)."""
    if isinstance(node, int):
        if 0 <= node < 0x110000:
            yield node
    elif node is not None and not isinstance(node, str):
        for child in node:
            yield from _numbers(child)
