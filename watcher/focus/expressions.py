"""Regular expressions of ``keywords.yaml``, bounded: none can stall a poll.

Python's ``re`` has no time limit, so a pattern is judged before it is used (``bounds``), and what could need too many
steps is refused with a sentence that says what to write instead. Texts are searched in pieces, so that a quantifier
without an upper bound has one all the same.
"""

import re
import warnings
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from re import _parser as sre_parser  # type: ignore[attr-defined]  # the parse tree has no public name
from typing import Any, NamedTuple

from watcher.errors import TermError
from watcher.focus import bounds
from watcher.focus.needles import Edges, Head, Heads, Needles, heads_of, needles_of, one_i, plain, searchable, tell

PIECE = 1_000  # characters searched at once
_OVERLAP = 200  # a match over the edge of two pieces is found when it is no longer than this
_LONGEST = 1_000
# Letters that it is worth to know that a word begins with a part, and the case of a part.
_AT_BEGINNING, _AS_WRITTEN = 0.9, 1.0

_RUN = re.compile(r"[a-z0-9]+")  # what no word of a text is ever parted in
_SIGN = re.compile(r"[^\x00-\x7f\w]")
# What is no letter of its own: escapes, names of groups, flags.
_NO_LETTERS = re.compile(r"\\.|\(\?P?<\w+>|\(\?[a-zA-Z-]+[:)]", re.DOTALL)
Line = tuple[int, str, str]  # its offset, as it is, and in lower case


class Expression(NamedTuple):
    """``needles``: of each of these sets one, in lower case, stands in every text that matches; the surest set first.

    Empty where nothing is sure. ``heads``: with one of these, in lower case, every match begins, and a word with it
    where that is said; empty where nothing is sure. ``surest``: what tells most of all these, as it is written where
    that is ``cased``; ``others``: the needles that it does not tell of.

    ``word_parts``: one of these, in lower case, stands inside a word of every text that matches; empty where nothing is
    sure. A space before it says that the word begins with it, one before and after it that it is the word. Each with
    those of ``surest`` that it is a part of. ``other_words``: of each of these sets one stands likewise, as far as
    that is at the beginning of words: what is easily known of ``others``.
    """

    source: str
    flags: int
    needles: Needles
    heads: Heads
    surest: Heads
    cased: bool
    others: Needles
    word_parts: tuple[tuple[str, Head], ...]
    other_words: Needles

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first searched for: most processes never do."""
        return _compiled(self.source, self.flags)

    def may_match(self, lower: str) -> bool:
        return _all_stand(self.needles, lower)


def _word_part(text: str, begins: bool, ends: bool) -> str:
    """The longest run of plain letters and digits in a text; what is no letter tells more than one or two of them.

    With a space before it where a word begins with it, and another after it where it is the word.
    """
    if text.isascii() and text.isalnum():
        return f"{' ' * begins}{text}{' ' * (begins and ends)}"
    run = max(_RUN.finditer(text), key=lambda run: run.end() - run.start(), default=None)
    sign = _SIGN.search(text)
    if sign and (run is None or run.end() - run.start() < 3):
        return sign.group()
    if run is None:
        return ""
    begins = begins or run.start() > 0
    ends = begins and (ends or run.end() < len(text))
    return f"{' ' * begins}{run.group()}{' ' * ends}"


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
            items = plain(tree)
            ways = bounds.ways(items, PIECE)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise TermError(f"this regular expression cannot be read: {error}") from error
    if tree.getwidth()[0] == 0:
        raise TermError("the regular expression also matches nothing at all, so it would match everywhere")
    if ways > bounds.MOST_WAYS:
        raise TermError(
            "the regular expression could take too long on some texts; bound what repeats, as in .{0,60} instead of "
            ".*, and repeat nothing that repeats itself, as in (a+)+"
        )
    return _told(source, flags, items, any_case=bool(tree.state.flags & re.IGNORECASE))


def _told(source: str, flags: int, items: list[Any], *, any_case: bool) -> Expression:
    needles, heads, exact = needles_of(items), heads_of(items), needles_of(items, exact=True, any_case=any_case)
    beginnings = {head for head, _ in heads}
    known_by: frozenset[str] | None = needles[0] if needles else None
    if known_by and heads and tell(beginnings) + _AT_BEGINNING >= tell(known_by):
        known_by = None
    cased = bool(exact) and tell(exact[0]) + _worth_of_case(exact[0]) >= tell(known_by or beginnings)
    if cased:
        known_by = exact[0]
    begins, ends = Edges(items, forwards=True).stands, Edges(items, forwards=False).stands
    surest = frozenset((needle, begins(needle)) for needle in known_by) if known_by else heads
    whole = ends if known_by else None
    parts = [(_word_part(text.lower(), begun, bool(whole and whole(text))), (text, begun)) for text, begun in surest]
    told = [searchable(text) for text, _ in surest]
    others = tuple(some for some in needles if not all(any(needle in text for needle in some) for text in told))
    other_words = [frozenset(_word_part(text, begins(text), ends(text)) for text in some) for some in others]
    easy = tuple(words for words in other_words if all(word.startswith(" ") for word in words))
    sure = () if any(not part for part, _ in parts) else tuple(parts)
    return Expression(source, flags, needles, heads, surest, cased, others, sure, easy)


def _worth_of_case(parts: Collection[str]) -> float:
    return _AS_WRITTEN if all(part != part.lower() for part in parts) else 0.0


@lru_cache(maxsize=1024)
def _compiled(source: str, flags: int) -> re.Pattern[str]:
    return re.compile(source, flags)


class Lines:
    """A text prepared for many expressions, searched line by line. ``lower``: as ``searchable`` has it."""

    def __init__(self, text: str, lower: str) -> None:
        self._text, self._lower = text, lower
        self._edges: list[int] = []  # where each line starts, and the end
        self._lines: list[Line] = []

    def holding(self, expression: Expression, parts: Collection[Head]) -> Sequence[Line]:
        """The lines with one of these parts that may have a match, in order."""
        text, others = self._text if expression.cased else self._lower, expression.others
        for part, _ in parts:
            if part in text:
                break
        else:
            if parts:
                return ()
        if others and not _all_stand(others, self._lower):
            return ()
        lines = self._parted()
        if len(lines) == 1:
            return lines
        if parts and len(self._lower) == len(self._text):
            lines = self._with_one(text, parts)
        return [line for line in lines if _all_stand(others, line[2])] if others else lines

    def _parted(self) -> list[Line]:
        if not self._lines:
            texts = self._text.splitlines(keepends=True)
            aligned = len(self._lower) == len(self._text)
            lowers = self._lower.splitlines(keepends=True) if aligned else [searchable(text) for text in texts]
            self._edges = [0, *accumulate(map(len, texts))]
            self._lines = list(zip(self._edges, texts, lowers, strict=False))
        return self._lines

    def _with_one(self, text: str, parts: Iterable[Head]) -> list[Line]:
        """The lines in which one of these stands."""
        numbers = set()
        for part, begins in parts:
            at = text.find(part)
            while at >= 0:
                after = at + 1
                if not (begins and at and text[at - 1].isalnum()):
                    number = bisect_right(self._edges, at)
                    numbers.add(number - 1)
                    if number == len(self._lines):
                        break
                    after = self._edges[number]
                at = text.find(part, after)
        return [self._lines[number] for number in sorted(numbers)]


def prepare(text: str, lower: str | None = None) -> Lines:
    """``lower``: the text in lower case, where it is known."""
    return Lines(text, searchable(text) if lower is None else one_i(lower))


def search(expression: Expression, lines: Lines, parts: Collection[Head] = ()) -> Sequence[tuple[int, int]]:
    """Spans of the matches in order, without overlap, in the lines that may have one; each is searched by itself.

    ``parts``: those of ``surest`` that the text may have, where that is known.
    """
    parts = parts or expression.surest
    holding = lines.holding(expression, parts)
    if not holding:
        return ()
    heads = parts if expression.surest is expression.heads else expression.heads
    return [span for line in holding for span in _spans(expression, heads, line)]


def _spans(expression: Expression, heads: Collection[Head], line: Line) -> Iterator[tuple[int, int]]:
    offset, text, lower = line
    last = 0
    for start, end in _pieces(text) if len(text) > PIECE else ((0, len(text)),):
        for match in _matches(expression, heads, text, lower, start, end):
            if match.start() >= last and match.end() > match.start():
                yield offset + match.start(), offset + match.end()
                last = match.end()


def _matches(
    expression: Expression, heads: Collection[Head], line: str, lower: str, start: int, end: int
) -> Iterable[re.Match[str]]:
    """In order, without overlap. Tried only where one may begin, which is far less work than to try everywhere."""
    if not heads or len(lower) != len(line):
        return expression.pattern.finditer(line, start, end)
    places = set()
    for head, begins in heads:
        at = lower.find(head, start, end)
        while at >= 0:
            if not (begins and at and lower[at - 1].isalnum()):
                places.add(at)
            at = lower.find(head, at + 1, end)
    found: list[re.Match[str]] = []
    match_at = expression.pattern.match if places else None  # (compiled when there is a place to try it)
    for at in sorted(places):
        if match_at and at >= start and (match := match_at(line, at, end)):
            found.append(match)
            start = match.end()
    return found


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    """Spans of at most PIECE characters that overlap, cut at a space where there is one."""
    start = 0
    while len(line) - start > PIECE:
        cut = line.rfind(" ", start + _OVERLAP + 1, start + PIECE)
        end = cut if cut > 0 else start + PIECE
        yield start, end
        start = end - _OVERLAP
    yield start, len(line)
