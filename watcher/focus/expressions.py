"""Regular expressions of ``keywords.yaml``, bounded: none can stall a poll.

Python's ``re`` has no time limit, so a pattern is judged before it is used (``bounds``), and what could need too many
steps is refused with a sentence that says what to write instead. Texts are searched in pieces, so that a quantifier
without an upper bound has one all the same.
"""

import re
import warnings
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from re import _parser as sre_parser  # type: ignore[attr-defined]  # the parse tree has no public name
from typing import Any

from watcher.errors import TermError
from watcher.focus import bounds

PIECE = 1_000  # characters searched at once
_OVERLAP = 200  # a match over the edge of two pieces is found when it is no longer than this
_LONGEST = 1_000
# Letters that it is worth to know that a word begins with a part, and the case of a part.
_AT_BEGINNING, _AS_WRITTEN = 0.9, 1.0

_RUN = re.compile(r"[a-z0-9]+")  # what no word of a text is ever parted in
_SIGN = re.compile(r"[^\x00-\x7f\w]")
# What is no letter of its own: escapes, names of groups, flags.
_NO_LETTERS = re.compile(r"\\.|\(\?P?<\w+>|\(\?[a-zA-Z-]+[:)]", re.DOTALL)
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
Needles = tuple[frozenset[str], ...]
Head = tuple[str, bool]
Heads = frozenset[Head]


@dataclass(frozen=True, slots=True)
class Expression:
    """``needles``: of each of these sets one, in lower case, stands in every text that matches; the surest set first.

    Empty where nothing is sure. ``heads``: with one of these, in lower case, every match begins, and a word with it
    where that is said; empty where nothing is sure. ``surest``: what tells most of all these, as it is written where
    that is ``cased``; ``others``: the needles that it does not tell of.
    """

    source: str
    flags: int
    needles: Needles
    heads: Heads
    surest: Heads
    cased: bool
    others: Needles

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first searched for: most processes never do."""
        return _compiled(self.source, self.flags)

    def may_match(self, lower: str) -> bool:
        return _all_stand(self.needles, lower)

    @property
    def word_parts(self) -> dict[str, list[Head]]:
        """One of these, in lower case, stands inside a word of every text that matches; empty where nothing is sure.

        A space before it says that the word begins with it. Each with those of ``surest`` that it is a part of.
        """
        parts: dict[str, list[Head]] = {}
        for head in self.surest:
            parts.setdefault(_word_part(head[0].lower(), head[1]), []).append(head)
        return {} if "" in parts else parts


def _word_part(text: str, begins: bool) -> str:
    """The longest run of plain letters and digits in a text; what is no letter tells more than one or two of them."""
    run = max(_RUN.finditer(text), key=lambda run: run.end() - run.start(), default=None)
    sign = _SIGN.search(text)
    if sign and (run is None or run.end() - run.start() < 3):
        return sign.group()
    if run is None:
        return ""
    return f" {run.group()}" if begins or run.start() else run.group()


def _tell(texts: Collection[str]) -> float:
    """How much is told by one of these standing in a text: more if they are long, and few."""
    return min(map(len, texts), default=0) - len(texts) / 100


def _one_stands(parts: Collection[Head], text: str) -> bool:
    for part, _ in parts:
        if part in text:
            return True
    return not parts


def _all_stand(sets: Needles, text: str) -> bool:
    """Whether of each set one stands in the text."""
    for some in sets:
        for needle in some:  # (any() over a generator takes three times as long, and most calls end here)
            if needle in text:
                break
        else:
            return False
    return True


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
    flags = 0 if letters != letters.lower() and letters == letters.upper() else int(re.IGNORECASE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a doubtful "[[" is told, not guessed at
            tree = sre_parser.parse(source, flags)
            if "(?<" in source:  # what is wrong with a look-behind is told by the compiler alone
                _compiled(source, flags)
            ways = bounds.ways(tree, PIECE)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise TermError(f"this regular expression cannot be read: {error}") from error
    if tree.getwidth()[0] == 0:
        raise TermError("the regular expression also matches nothing at all, so it would match everywhere")
    if ways > bounds.MOST_WAYS:
        raise TermError(
            "the regular expression could take too long on some texts; bound what repeats, as in .{0,60} instead of "
            ".*, and repeat nothing that repeats itself, as in (a+)+"
        )
    return _told(source, flags, list(tree), any_case=bool(tree.state.flags & re.IGNORECASE))


def _told(source: str, flags: int, items: list[Any], *, any_case: bool) -> Expression:
    needles, heads, exact = _needles(items), _heads(items), _needles(items, exact=True, any_case=any_case)
    surest, cased = frozenset((needle, False) for needle in needles[0]) if needles else heads, False
    if heads and _tell({head for head, _ in heads}) + _AT_BEGINNING >= _tell({part for part, _ in surest}):
        surest = heads
    if exact and _tell(exact[0]) + _AS_WRITTEN >= _tell({part for part, _ in surest}):
        surest, cased = frozenset((needle, False) for needle in exact[0]), True
    told = [searchable(part) for part, _ in surest]
    others = tuple(some for some in needles if not all(any(needle in part for needle in some) for part in told))
    return Expression(source, flags, needles, heads, surest, cased, others)


@lru_cache(maxsize=1024)
def _compiled(source: str, flags: int) -> re.Pattern[str]:
    return re.compile(source, flags)


class Lines:
    """A text prepared for many expressions, searched line by line. ``lower``: as ``searchable`` has it."""

    def __init__(self, text: str, lower: str) -> None:
        self.text, self.lower = text, lower
        self._edges: list[int] = []  # where each line starts, and the end

    def holding(self, expression: Expression, parts: Collection[Head]) -> Iterator[tuple[int, str, str]]:
        """The lines with one of these parts that may have a match, in order, each with its offset and in lower case."""
        if not self._edges:
            self._edges = [0, *accumulate(map(len, self.text.splitlines(keepends=True)))]
        edges, text, lower = self._edges, self.text, self.lower
        aligned = len(lower) == len(text)
        searched = text if expression.cased else lower
        some = self._numbers(searched, parts) if parts and aligned else range(len(edges) - 1)
        for number in some:
            start, end = edges[number], edges[number + 1]
            line_lower = lower[start:end] if aligned else searchable(text[start:end])
            if _all_stand(expression.others, line_lower):
                yield start, text[start:end], line_lower

    def _numbers(self, text: str, parts: Iterable[Head]) -> Sequence[int]:
        """The lines in which one of these stands."""
        edges = self._edges
        numbers = set()
        for part, begins in parts:
            at = text.find(part)
            while at >= 0:
                after = at + 1
                if not (begins and at and text[at - 1].isalnum()):
                    number = bisect_right(edges, at)
                    numbers.add(number - 1)
                    after = edges[number]
                at = text.find(part, after)
        return sorted(numbers)


def prepare(text: str) -> Lines:
    return Lines(text, searchable(text))


def searchable(text: str) -> str:
    """In lower case; the dotted and the dotless i, which an expression in any case takes for an i, are one."""
    return text.lower().replace("i\u0307", "i").replace("ı", "i")


def search(expression: Expression, lines: Lines, parts: Collection[Head] = ()) -> Iterable[tuple[int, int]]:
    """Spans of the matches in order, without overlap, in the lines that may have one; each is searched by itself.

    ``parts``: those of ``surest`` that the text may have, where that is known.
    """
    parts = parts or expression.surest
    if not _one_stands(parts, lines.text if expression.cased else lines.lower):
        return ()
    return _search(expression, lines, parts)


def _search(expression: Expression, lines: Lines, parts: Collection[Head]) -> Iterator[tuple[int, int]]:
    heads = parts if expression.surest is expression.heads else expression.heads
    for offset, line, lower in lines.holding(expression, parts):
        last = 0
        for start, end in _pieces(line):
            for match in _matches(expression.pattern, heads, line, lower, start, end):
                if match.start() >= last and match.end() > match.start():
                    yield offset + match.start(), offset + match.end()
                    last = match.end()


def _matches(
    pattern: re.Pattern[str], heads: Collection[Head], line: str, lower: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """In order, without overlap. Tried only where one may begin, which is far less work than to try everywhere."""
    if not heads or len(lower) != len(line):
        yield from pattern.finditer(line, start, end)
        return
    places = set()
    for head, begins in heads:
        at = lower.find(head, start, end)
        while at >= 0:
            if not (begins and at and lower[at - 1].isalnum()):
                places.add(at)
            at = lower.find(head, at + 1, end)
    for at in sorted(places):
        if at >= start and (match := pattern.match(line, at, end)):
            yield match
            start = match.end()


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    """Spans of at most PIECE characters that overlap, cut at a space where there is one."""
    start = 0
    while len(line) - start > PIECE:
        cut = line.rfind(" ", start + _OVERLAP + 1, start + PIECE)
        end = cut if cut > 0 else start + PIECE
        yield start, end
        start = end - _OVERLAP
    yield start, len(line)


def _needles(items: list[Any], *, exact: bool = False, any_case: bool = True) -> Needles:
    """Sets of literal texts, of each of which every match holds one: first the one that tells most (long, few).

    In lower case; if ``exact``, those whose case counts, as they are written. ``any_case``: whether it counts here.
    """
    found: list[frozenset[str]] = []
    run = ""
    for item in [*items, None]:
        name: str = str(item[0]) if item else ""
        value: Any = item[1] if item else None
        if name == "LITERAL" and not (exact and any_case):
            run += chr(value) if exact else searchable(chr(value))
            continue
        if run:
            found.append(frozenset({run}))
        run = ""
        found += _needles_inside(name, value, exact, any_case)
    return tuple(sorted(found, key=_tell, reverse=True))


def _needles_inside(name: str, value: Any, exact: bool, any_case: bool) -> Needles:
    if name == "SUBPATTERN":
        _, on, off, items = value
        any_case = bool((any_case or on & re.IGNORECASE) and not off & re.IGNORECASE)
        return _needles(list(items), exact=exact, any_case=any_case)
    if name == "ATOMIC_GROUP":
        return _needles(list(value), exact=exact, any_case=any_case)
    if name in _REPEATS and value[0] > 0:
        return _needles(list(value[2]), exact=exact, any_case=any_case)
    if name == "BRANCH":
        branches = [_needles(list(branch), exact=exact, any_case=any_case) for branch in value[1]]
        return (frozenset().union(*(needles[0] for needles in branches)),) if all(branches) else ()
    return ()


def _heads(items: list[Any], begins: bool = False) -> Heads:
    """With what every match of a sequence begins; ``begins``: where a word must begin. Empty where it cannot be told.

    Plain letters only: of others a match in any case may have some that are no lower or upper case of each other.
    """
    run = ""
    for i, item in enumerate(items):
        name, value = str(item[0]), item[1]
        if name == "LITERAL" and value < 128:
            run += chr(value).lower()
        elif run:
            break
        elif name == "AT":
            begins = begins or str(value) == "AT_BOUNDARY"
        elif name not in {"ASSERT", "ASSERT_NOT"}:
            heads = _heads_inside(name, value, begins)
            if name in _REPEATS and value[0] == 0:
                following = _heads(items[i + 1 :], begins)
                return heads | following if heads and following else frozenset()
            return heads
    return frozenset({(run, begins and run[0].isalnum())}) if run else frozenset()


def _heads_inside(name: str, value: Any, begins: bool) -> Heads:
    if name == "SUBPATTERN":
        return _heads(list(value[3]), begins)
    if name == "ATOMIC_GROUP":
        return _heads(list(value), begins)
    if name in _REPEATS:
        return _heads(list(value[2]), begins)
    if name == "BRANCH":
        branches = [_heads(list(branch), begins) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()
