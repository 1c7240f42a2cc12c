"""A text as terms see it: normal form, words, and the way back to the text as it was written.

The normal form is NFKC (full-width letters become plain ones, a no-break space a space) with one kind
of apostrophe and without soft hyphens and zero-width marks. A word is a run of letters, digits and
marks; every character of a script written without spaces, and every punctuation mark, stands alone.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import islice

# Scripts written without spaces: Han, kana, Thai, Lao, Myanmar, Khmer.
_UNSPACED = (
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3\u2e80-\u2fd5\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
)
# Where these scripts begin, and where they are over, in turn.
_UNSPACED_EDGES = [chr(ord(edge) + i % 2) for i, edge in enumerate(_UNSPACED.replace("-", ""))]
# Vowel signs and accents: part of a word, though ``\w`` leaves them out (Tamil, Hindi, Arabic, decomposed accents).
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0981-\u0df3"
    r"\u0f71-\u0f84"
)
# Hyphens that may stand between the words of a phrase; an em dash parts sentences and is none.
_HYPHENS = r"\-\u2010-\u2013\u2212"

_ASCII_WORD = re.compile(r"[A-Za-z0-9]+|[^\s\-]")

_ASCII = bytes(range(128))
_RUNS_ONLY = bytes(byte if chr(byte).isalnum() and byte < 128 else ord(" ") for byte in range(256))


@cache  # 65,536 characters are sorted out to compile it; a process that meets no such text has no need to
def _any_word() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}]+|[{_MARKS}])+|[^\s{_HYPHENS}]")


_IGNORED = frozenset("\u00ad\u2060\ufeff").union(map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F)]))
_ALIKE = dict(zip("’‘ʼ′∗“”", "''''*\"\"", strict=True))
# What becomes one plain character, whatever stands beside it.
_PLAIN = (
    _ALIKE
    | {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
    | dict.fromkeys(["\u00a0", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u205f", "\u3000"], " ")
)
# What is joined with the character before it in normal form: accents, conjoining Hangul vowels, half-width marks.
_JOINING = (
    r"\u0300-\u036f\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f"
)  # fmt: skip
_JOINING_CHARACTER = re.compile(f"[{_JOINING}]")
# A plain run (its last character left to the next alternative, it may carry an accent), or one character
# with what joins it.
_CLUSTER = re.compile(rf"[\x00-\x7f]+(?=[\x00-\x7f]|\Z)|.[{_JOINING}]*", re.DOTALL)

_FEW = 50  # words that are counted anew each time
GAP, JOINED = " ", ""
Origin = tuple[list[int], list[int]]
Span = tuple[int, int]


class Words:
    """``text`` in normal form, whose words are looked at where they matter: in most texts few do.

    ``lower`` is the same in lower case, with the same offsets if ``aligned`` (a dotted capital I grows).
    """

    __slots__ = ("_origin", "_plain", "_same", "_source", "_starts", "aligned", "lower", "text")

    def __init__(self, source: str) -> None:
        self._source = source
        self.text, self._same = _normal(source)
        self._plain = self.text.isascii()
        self.lower = self.text.lower()
        self.aligned = len(self.lower) == len(self.text)
        self._origin: Origin | None = None
        self._starts: list[int] = []

    @property
    def _word(self) -> re.Pattern[str]:
        return _ASCII_WORD if self._plain else _any_word()

    def spans(self) -> list[Span]:
        """Every word."""
        return [match.span() for match in self._word.finditer(self.text)]

    def key(self, start: int, end: int) -> str:
        """The word there in lower case."""
        return self.lower[start:end] if self.aligned else self.text[start:end].lower()

    def begins(self, start: int) -> bool:
        """Whether a word begins there (where no space and no hyphen is)."""
        beside = self.text[start - 1 : start + 1] if start else ""
        if beside.isascii():
            return not beside.isalnum()
        before = self._word.match(self.text, start - 1, start + 1)
        return before is None or before.end() == start

    def end(self, start: int) -> int:
        """Where the word ends that begins there."""
        text = self.text
        if found := _ASCII_WORD.match(text, start):
            end = found.end()
            if self._plain or text[start : end + 1].isascii():  # (else it may go on with another letter or mark)
                return end
        found = self._word.match(text, start)
        return found.end() if found else start

    def next(self, end: int) -> Span | None:
        """The word that follows the one that ends there."""
        text = self.text
        if found := _ASCII_WORD.search(text, end):
            span = found.span()
            if self._plain or text[span[0] : span[1] + 1].isascii():
                return span
        found = self._word.search(text, end)
        return found.span() if found else None

    def before(self, start: int) -> str:
        """The word before the one that begins there, as written; empty where it is the first."""
        reach = 100
        while True:
            begin = max(0, start - reach)
            found = self._word.findall(self.text, begin, start)
            if len(found) > 1 or not begin:  # (the first may be cut)
                return found[-1] if found else ""
            reach *= 10

    def raw(self, start: int, end: int) -> list[str]:
        """The words there, as written."""
        return self._word.findall(self.text, start, end)

    def within(self, most: int, end: int, start: int) -> bool:
        """Whether no more than ``most`` words stand between two places."""
        if most < _FEW:
            return sum(1 for _ in islice(self._word.finditer(self.text, end, start), most + 1)) <= most
        if not self._starts:  # counted once
            self._starts = [begin for begin, _ in self.spans()]
        return bisect_left(self._starts, start) - bisect_left(self._starts, end) <= most

    def link(self, end: int, start: int) -> str | None:
        """How two words follow each other: GAP (spaces, hyphens), JOINED, None over a blank line.

        ``end`` is that of the first, ``start`` that of the second.
        """
        if end == start:
            return JOINED
        if self.text.count("\n", end, start) > 1:
            return None
        if unspaced(self.text[start]) or unspaced(self.text[end - 1]):
            return JOINED  # a space beside a Chinese character is typography
        return GAP

    def written(self, start: int, end: int) -> Span:
        """The span of the original text behind a span of the normal form (not empty)."""
        if self._same:
            return start, end
        if self._origin is None:
            self._origin = _origin(self._source)
        return self._origin[0][start], self._origin[1][end - 1]


def split(text: str) -> Words:
    return Words(text)


def signs(lower: str) -> set[str]:
    """By which terms are known, of a text in lower case: runs of plain letters and digits, every other character.

    A word is such a run, or made of runs and characters: "café" of "caf" and "é".
    """
    raw = lower.encode("utf-8", "surrogatepass")
    found = set(raw.translate(_RUNS_ONLY).decode("ascii").split())
    if len(raw) > len(lower):
        found.update(_characters(raw))
    return found


def unspaced(word: str) -> bool:
    """Whether a word, or a character, is of a script written without spaces."""
    return not word.isascii() and bisect_right(_UNSPACED_EDGES, word[0]) % 2 == 1


def normal_form(text: str) -> tuple[str, Origin | None]:
    """The normal form and, where offsets differ, the original span of each of its characters."""
    normal, same = _normal(text)
    return normal, None if same else _origin(text)


def _characters(raw: bytes) -> str:
    """What is not ASCII in a text given as UTF-8."""
    return raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _normal(text: str) -> tuple[str, bool]:
    """The normal form, and whether it has the offsets of the text."""
    if text.isascii():
        return text, True
    strange = set(_characters(text.encode("utf-8", "surrogatepass")))
    plain = strange & _PLAIN.keys()
    for character in plain:
        text = text.replace(character, _PLAIN[character])
    strange -= plain
    joining = _JOINING_CHARACTER.search("".join(strange)) is not None
    if strange.isdisjoint(_IGNORED) and unicodedata.is_normalized("NFKC", text):
        return text, not joining or plain <= _ALIKE.keys()
    if joining:
        return "".join(_piece(cluster.group()) for cluster in _CLUSTER.finditer(text)), False
    for character in strange:  # none acts on its neighbours
        if (piece := _piece(character)) != character:
            text = text.replace(character, piece)
    return text, False


def _piece(cluster: str) -> str:
    if cluster.isascii():
        return cluster
    piece = unicodedata.normalize("NFKC", "".join(c for c in cluster if c not in _IGNORED))
    return "".join(_ALIKE.get(c, c) for c in piece)


def _origin(text: str) -> Origin:
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        if cluster.group().isascii():
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            length = len(_piece(cluster.group()))
            starts.extend([start] * length)
            ends.extend([end] * length)
    return starts, ends
