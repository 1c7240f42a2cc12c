"""From a headline and its text to comparable terms: words, names, phrases, numbers, dates. Pure.

English and its neighbours by word with light stemming; scripts without spaces by pairs of characters.
No statistics here: how telling a term is, is decided in ``similarity``.
"""

import re
import unicodedata
import zlib
from enum import IntEnum
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from watcher.stories.vocabulary import (
    AMBIGUOUS_DATE_WORDS,
    COUNTRY_OF,
    MONTHS,
    NUMBER_WORDS,
    SAME_WORD,
    STOP_WORDS,
    WEEKDAYS,
)

# Han, kana, hangul, Thai, Lao, Khmer, Burmese: written without spaces, or with particles glued on.
_DENSE = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
_HAS_DENSE = re.compile(f"[{_DENSE}]")
_NUMBERS = r"\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?(?![^\W_])|\d+(?:[.,]\d+)*(?:bn|mn|tn|[mbk])?(?![^\W_])"
_TOKEN = re.compile(rf"[{_DENSE}]+|{_NUMBERS}|(?:(?![{_DENSE}])[^\W_])+(?:['.&-](?:(?![{_DENSE}])[^\W_])+)*|[.!?:;]")
_SPACED_TOKEN = re.compile(rf"{_NUMBERS}|[^\W_]+(?:['.&-][^\W_]+)*|[.!?:;]")
"""The same for a text without dense scripts."""
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_QUOTES = (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("`", "'"), ("–", "-"), ("—", " "), ("‑", "-"))
_SUFFIXES = (
    ("ies", "y", 3), ("sses", "ss", 2), ("ations", "ation", 3), ("ments", "ment", 3), ("ings", "", 3), ("ing", "", 3),
    ("edly", "", 3), ("eed", "eed", 1), ("ed", "", 3), ("ness", "", 4), ("ers", "er", 3), ("ly", "", 4),
    ("sis", "sis", 1), ("es", "", 4), ("s", "", 3),
)  # fmt: skip
_VOWELS = frozenset("aeiouy")
_LARGE = {"bn": "billion", "b": "billion", "mn": "million", "m": "million", "tn": "trillion", "k": "thousand"}
_COUNTRY_NAMES = re.compile(r"\bUnited (?:States(?: of America)?|Kingdom)\b")


class Kind(IntEnum):
    """What a term is; the value is its flag in a signature."""

    WORD = 0
    NUMBER = 8
    DATE = 16
    PHRASE = 32
    GAP = 64


class Term(NamedTuple):
    """One comparable unit of a text. ``key`` is its normal form, ``number`` 32 bits for it, the same everywhere.

    ``name`` tells proper names and acronyms. A PHRASE is two names in a row; a GAP a stop word or a full stop.
    ``shown`` is how the text has it, for people.
    """

    key: str
    number: int
    kind: int
    name: bool
    shown: str = ""


def number_of(key: str) -> int:
    return zlib.crc32(key.encode() if key.isascii() else key.encode("utf-8", "surrogatepass"))


_WORD, _NUMBER, _DATE, _PHRASE = (kind.value for kind in (Kind.WORD, Kind.NUMBER, Kind.DATE, Kind.PHRASE))
_GAP = Term("", 0, Kind.GAP.value, False)
_GAPS = (_GAP,)


class _Endings(dict[str, list[tuple[str, str, int]]]):
    """The suffixes that a word may have, by its last two letters."""

    def __missing__(self, end: str) -> list[tuple[str, str, int]]:
        rules = self[end] = [rule for rule in _SUFFIXES if end.endswith(rule[0][-2:])]
        return rules


_ENDINGS = _Endings()


def stem(word: str) -> str:
    """The stem of a case-folded word: "announces", "announced" -> "announc". Other alphabets stay as they are."""
    if len(word) <= 3 or not word.isascii():
        return word
    for suffix, replacement, shortest in _ENDINGS[word[-2:]]:
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            if len(base) < shortest or _VOWELS.isdisjoint(base) or (suffix == "s" and base[-1] in "su"):
                break
            word = base + replacement
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsefoz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


_TOLD = STOP_WORDS.union(SAME_WORD, NUMBER_WORDS, MONTHS, WEEKDAYS)


def _plain_term(word: str) -> tuple[str, int] | None:
    """The key and the kind of a case-folded word that does not begin with a digit; None for a stop word."""
    if word in _TOLD:
        word = SAME_WORD.get(word, word)
        if word in STOP_WORDS:
            return None
        if word in NUMBER_WORDS:
            return NUMBER_WORDS[word], _NUMBER
        if (word in MONTHS or word in WEEKDAYS) and word not in AMBIGUOUS_DATE_WORDS:
            return f"d:{MONTHS.get(word, 0)}:{WEEKDAYS.get(word, 0)}", _DATE
    if len(word) < 2:
        return None
    singular = word[:-1] if word.endswith("s") and word[:-1] in COUNTRY_OF else word
    return COUNTRY_OF.get(singular) or stem(word), _WORD


def normal(text: str) -> str:
    """NFKC with plain apostrophes and hyphens and without accents; case is kept, it tells names."""
    if text.isascii():
        return _COUNTRY_NAMES.sub("US", text) if "United" in text else text
    text = unicodedata.normalize("NFKC", text)
    for written, plain in _QUOTES:  # by far faster than ``str.translate``
        text = text.replace(written, plain)
    if not text.isascii():
        text = _without_accents(text)
    return _COUNTRY_NAMES.sub("US", text) if "United" in text else text


def _without_accents(text: str) -> str:
    """Latin letters without their accents; in other scripts such marks make other letters."""
    return _ACCENTED.sub(lambda match: unicodedata.normalize("NFD", match.group())[0], text)


_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")


def terms(text: str, limit: int) -> list[Term]:
    """The terms of a ``normal`` text in order, gaps included, from at most ``limit`` tokens."""
    if not text.isascii() and _HAS_DENSE.search(text):
        readings = [_read(token) for token in _TOKEN.findall(text)[:limit]]
    else:  # no token reaches over a space, so what stands between two is looked up; signs that are no part of it apart
        text = text.replace('"', " ").replace(", ", " ").replace(". ", " . ")
        readings = list(islice(chain.from_iterable(map(_READINGS.__getitem__, text.split())), limit))
    shapes = bytes(map(_shape, readings))
    titled, shouted = _capital_letters(shapes)
    if shouted:
        return [term._replace(name=False) for term in chain.from_iterable(map(_certain, readings))]
    if titled:  # capitals tell nothing, wherever a sentence begins
        return list(chain.from_iterable(map(_certain, readings)))
    found = list(map(_possible, readings))
    at = 0  # where a sentence begins
    while at < len(shapes):
        while at < len(shapes) and shapes[at] >= _PAUSE:
            at += 1
        if at < len(shapes):
            found[at] = readings[at][2]
        at = shapes.find(_END, at) + 1 or len(shapes)
    return list(chain.from_iterable(found))


def _capital_letters(shapes: bytes) -> tuple[bool, bool]:
    """Whether most longer words of a text begin with a capital (title case), and whether most are all capitals."""
    small, capital, odd, shouted = map(shapes.count, (_LONG, _LONG | _CAPITAL, _LONG | _SHOUTED, _LOUD))
    longer = small + capital + odd + shouted
    most = 0.7 * longer
    loud = longer > 1 and odd + shouted > most
    return loud or (longer >= 4 and capital + shouted > most), loud


_LONG, _CAPITAL, _SHOUTED, _PAUSE, _END = 1, 2, 4, 8, 16
_LOUD = _LONG | _CAPITAL | _SHOUTED
"""The shape of a token: a longer word, one that begins with a capital, one in capitals; a stop that ends a sentence or
merely parts it."""
_STOPS = {".": _END, "!": _END, "?": _END, ":": _PAUSE, ";": _PAUSE}


_Reading = tuple[int, tuple[Term, ...], tuple[Term, ...]]
"""Of one token its shape and its terms, twice: where whatever begins with a capital may be a name, and where only what
has capitals beyond its first letter is one (acronyms, inner capitals).
"""
_shape, _possible, _certain = map(itemgetter, range(3))


class _Readings(dict[str, tuple[_Reading, ...]]):
    """The readings of what stands between two spaces, made when it is met. What was not met for long is forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, tuple[_Reading, ...]] = {}

    def __missing__(self, written: str) -> tuple[_Reading, ...]:
        readings = self._older.get(written)
        if readings is None:
            plain = written.isalpha() and written.isascii()
            readings = (_word(written),) if plain else tuple(map(_read, _SPACED_TOKEN.findall(written)))
        if len(written) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self._older = dict(self)
                self.clear()
            self[written] = readings
        return readings


_REMEMBERED, _LONGEST = 4_096, 24  # each of them is small, and a worker's memory is dear
_READINGS = _Readings()


def _read(token: str) -> _Reading:
    """Of any token."""
    if token in _STOPS:
        return _STOPS[token], _GAPS, _GAPS
    first = token[0]
    dense = first >= "\u0e00" and _HAS_DENSE.match(token)
    if token.isalpha() and not dense:
        return _word(token)
    shape = 0
    if len(token) > 3 and first.isalpha():
        shape = _LONG | _CAPITAL * first.isupper() | _SHOUTED * token.isupper()
    if dense:
        plain = tuple([Term(pair, number_of(pair), _WORD, False, pair) for pair in _pairs(token)])
    elif first.isdigit():
        plain = tuple([Term(key, number_of(key), kind, False, token) for key, kind in _number_terms(token.casefold())])
    else:
        readings = [_word(part) for part in _parts(token)]
        return shape, tuple([terms[0] for _, terms, _ in readings]), tuple([terms[0] for _, _, terms in readings])
    return shape, plain, plain


def _word(written: str) -> _Reading:
    """Of a token that is one word, or of a part of another."""
    word = written.casefold()
    if word == written:
        shape = _LONG if len(word) > 3 else 0
    else:
        shape = _LONG | _CAPITAL * written[0].isupper() | _SHOUTED * written.isupper() if len(written) > 3 else 0
    known = _plain_term("usa" if written == "US" else word if word.isalpha() else word.replace("'", ""))
    if known is None:
        return shape, _GAPS, _GAPS
    key, kind = known
    number = number_of(key)
    terms = (Term(key, number, kind, kind == _WORD and word != written, written),)
    if not terms[0].name or any(map(str.isupper, written[1:])):
        return shape, terms, terms
    return shape, terms, (Term(key, number, kind, False, written),)


def _number_terms(token: str) -> list[tuple[str, int]]:
    digits = token.rstrip("abcdefghijklmnopqrstuvwxyz")
    found = [(digits.replace(",", ""), _NUMBER)]
    large = _plain_term(_LARGE.get(token[len(digits) :], ""))
    return [*found, large] if large else found


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def _parts(token: str) -> list[str]:
    """A possessive ending off; hyphens and stray full stops split, known spellings and abbreviations whole."""
    if token.endswith(("'s", "'S")):
        token = token[:-2]
    if token.casefold() in SAME_WORD or _ABBREVIATION.fullmatch(token):
        return [token]
    return [part for part in _SPLIT.split(token) if part]


_SPLIT = re.compile("[-.&]")


def phrases(sequence: list[Term]) -> list[Term]:
    """Each two names in a row, as one term: "Nicolas Maduro" tells more than its parts."""
    found: list[Term] = []
    before: Term | None = None
    for term in sequence:
        if not term[3]:  # ``name``: this looks at every word of every entry
            before = None
            continue
        if before is not None:
            key = f"{before.key}_{term.key}"
            found.append(Term(key, number_of(key), _PHRASE, True, f"{before.shown} {term.shown}"))
        before = term
    return found
