"""A text as terms see it: normal form, words, and the way back to the text as it was written.

The normal form is NFKC (full-width letters become plain ones, a no-break space a space) with one kind
of apostrophe and without soft hyphens and zero-width marks. A word is a run of letters, digits and
marks; every character of a script written without spaces, and every punctuation mark, stands alone.
"""

import re
import unicodedata
from itertools import accumulate

# Scripts written without spaces: Han, kana, Thai, Lao, Myanmar, Khmer.
_UNSPACED = (
    r"\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3\u2e80-\u2fd5\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
)
# Vowel signs and accents: part of a word, though ``\w`` leaves them out (Tamil, Hindi, Arabic, decomposed accents).
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0981-\u0df3"
    r"\u0f71-\u0f84"
)
# Hyphens that may stand between the words of a phrase; an em dash parts sentences and is none.
_HYPHENS = r"\-\u2010-\u2013\u2212"

_TOKEN = re.compile(rf"([{_UNSPACED}]|(?:[^\W_{_UNSPACED}]|[{_MARKS}])+|[^\s{_HYPHENS}])")
_ASCII_TOKEN = re.compile(r"([A-Za-z0-9]+|[^\s\-])")
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")

_IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_ALIKE = str.maketrans("’‘ʼ′∗“”", "''''*\"\"")
# A plain run (its last character left to the next alternative, it may carry an accent), or one character
# with what joins it in normal form: accents, conjoining Hangul vowels, half-width sound marks.
_CLUSTER = re.compile(
    r"[\x00-\x7f]+(?=[\x00-\x7f]|\Z)|.[\u0300-\u036f\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a"
    r"\ufe20-\ufe2f\uff9e\uff9f]*",
    re.DOTALL,
)

GAP, JOINED = " ", ""
Origin = tuple[list[int], list[int]]


class Words:
    """``text`` in normal form and its words: ``keys`` in lower case, ``starts``/``ends`` offsets in it.

    ``pieces`` are what stands before, between and behind the words, and the words, in turn. ``origin`` gives, for each
    character, the span in the text as written; None where both are the same. Offsets are counted when first asked
    for: in most texts nobody asks where a word stands.
    """

    __slots__ = ("_ends", "_starts", "keys", "origin", "pieces", "text")

    def __init__(self, text: str, pieces: list[str], keys: list[str], origin: Origin | None) -> None:
        self.text, self.pieces, self.keys, self.origin = text, pieces, keys, origin
        self._starts: list[int] = []
        self._ends: list[int] = []

    @property
    def starts(self) -> list[int]:
        if not self._ends:
            self._starts, self._ends = _offsets(self.pieces)
        return self._starts

    @property
    def ends(self) -> list[int]:
        if not self._ends:
            self._starts, self._ends = _offsets(self.pieces)
        return self._ends

    def raw(self, i: int) -> str:
        return self.text[self.starts[i] : self.ends[i]]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text behind a span of the normal form (not empty)."""
        if self.origin is None:
            return start, end
        return self.origin[0][start], self.origin[1][end - 1]

    def link(self, i: int) -> str | None:
        """How word ``i`` follows the one before it: GAP (spaces, hyphens), JOINED, None over a blank line."""
        between = self.pieces[2 * i]
        if not between:
            return JOINED
        if between.count("\n") > 1:
            return None
        if unspaced(self.keys[i]) or unspaced(self.keys[i - 1]):
            return JOINED  # a space beside a Chinese character is typography
        return GAP


def unspaced(word: str) -> bool:
    """Whether a word of ``Words`` is a character of a script written without spaces."""
    return not word.isascii() and _UNSPACED_CHARACTER.match(word) is not None


def split(text: str) -> Words:
    normal, origin = normal_form(text)
    lower = normal.lower()
    if normal.isascii():
        pieces = _ASCII_TOKEN.split(lower)
        return Words(normal, pieces, pieces[1::2], origin)
    pieces = _TOKEN.split(normal)
    if len(lower) == len(normal):
        keys = [lower[start:end] for start, end in zip(*_offsets(pieces), strict=True)]
    else:  # a few letters grow in lower case (dotted capital I)
        keys = [piece.lower() for piece in pieces[1::2]]
    return Words(normal, pieces, keys, origin)


def _offsets(pieces: list[str]) -> tuple[list[int], list[int]]:
    """Where each word starts, and where it ends."""
    ends = list(accumulate(map(len, pieces)))
    return ends[0:-1:2], ends[1::2]


def normal_form(text: str) -> tuple[str, Origin | None]:
    """The normal form and, where offsets differ, the original span of each of its characters."""
    if text.isascii():
        return text, None
    if _IGNORED.search(text) is None and unicodedata.is_normalized("NFKC", text):
        return text.translate(_ALIKE), None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        piece = cluster.group()
        if piece.isascii():
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            piece = unicodedata.normalize("NFKC", _IGNORED.sub("", piece))
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
        pieces.append(piece)
    return "".join(pieces).translate(_ALIKE), (starts, ends)
