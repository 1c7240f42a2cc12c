"""From a headline and its text to comparable terms: words, names, phrases, numbers, dates. Pure.

English and its neighbours by word with light stemming; scripts without spaces by pairs of characters.
No statistics here: how telling a term is, is decided in ``similarity``.
"""

import re
import unicodedata
import zlib
from enum import IntEnum
from functools import lru_cache
from itertools import chain
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
"""The same for a text without dense scripts, in half the time."""
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_QUOTES = (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("`", "'"), ("–", "-"), ("—", " "), ("‑", "-"))
_SUFFIXES = (
    ("ies", "y", 3), ("sses", "ss", 2), ("ations", "ation", 3), ("ments", "ment", 3), ("ings", "", 3), ("ing", "", 3),
    ("edly", "", 3), ("eed", "eed", 1), ("ed", "", 3), ("ness", "", 4), ("ers", "er", 3), ("ly", "", 4),
    ("sis", "sis", 1), ("es", "", 4), ("s", "", 3),
)  # fmt: skip
_SUFFIXES_BY_END = {end: [rule for rule in _SUFFIXES if rule[0][-1] == end] for end in "sgydn"}
_VOWEL = re.compile("[aeiouy]")
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
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))


_WORD, _NUMBER, _DATE, _PHRASE = (kind.value for kind in (Kind.WORD, Kind.NUMBER, Kind.DATE, Kind.PHRASE))
_GAP = Term("", 0, Kind.GAP.value, False)
_GAPS = (_GAP,)


def stem(word: str) -> str:
    """The stem of a case-folded word: "announces", "announced" -> "announc". Other alphabets stay as they are."""
    if len(word) <= 3 or not word.isascii():
        return word
    for suffix, replacement, shortest in _SUFFIXES_BY_END.get(word[-1], ()):
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            if len(base) < shortest or not _VOWEL.search(base) or (suffix == "s" and base[-1] in "su"):
                break
            word = base + replacement
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsefoz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


def _plain_term(word: str) -> tuple[str, int] | None:
    """The key and the kind of a case-folded word that does not begin with a digit; None for a stop word."""
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


def _capital_letters(tokens: list[str]) -> tuple[bool, bool]:
    """Whether most longer words of a text begin with a capital (title case), and whether most are all capitals."""
    longer = [token for token in tokens if len(token) > 3 and token[0].isalpha()]
    most = 0.7 * len(longer)
    shouted = len(longer) > 1 and sum(map(str.isupper, longer)) > most
    return shouted or (len(longer) >= 4 and sum([token[0].isupper() for token in longer]) > most), shouted


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
    tokens = _tokens(text, limit)
    titled, shouted = _capital_letters(tokens)
    if titled:  # capitals tell nothing, wherever a sentence begins
        return list(chain.from_iterable(map(_nameless if shouted else _certain, tokens)))
    found: list[Term] = []
    opening = True
    for token in tokens:
        found += _certain(token) if opening else _possible(token)
        opening = token in _SENTENCE_STOPS or (opening and token in _STOPS)
    return found


def _tokens(text: str, limit: int) -> list[str]:
    """The first tokens of a text; no more of it is looked at than they need."""
    token = _TOKEN if not text.isascii() and _HAS_DENSE.search(text) else _SPACED_TOKEN
    space = text.find(" ", 7 * limit)
    found = token.findall(text, 0, space if space > 0 else len(text))
    if len(found) < limit and space > 0:
        found += token.findall(text, space)
    return found[:limit]


_STOPS = frozenset(".!?:;")
_SENTENCE_STOPS = frozenset(".!?")


# The terms of one token in three readings. What stands often is remembered; each of them is small, and a worker's
# memory is dear.


@lru_cache(maxsize=8_192)
def _possible(token: str) -> tuple[Term, ...]:
    """Whatever begins with a capital is a name."""
    return _plain_reading(token) or tuple(
        [
            _term_of(part, known, known[1] == _WORD and part != part.casefold()) if known else _GAP
            for part, known in _known_parts(token)
        ]
    )


@lru_cache(maxsize=2_048)
def _certain(token: str) -> tuple[Term, ...]:
    """Only what has capitals beyond its first letter is a name: acronyms, inner capitals."""
    return _plain_reading(token) or tuple(
        [
            _term_of(part, known, known[1] == _WORD and any(map(str.isupper, part[1:]))) if known else _GAP
            for part, known in _known_parts(token)
        ]
    )


@lru_cache(maxsize=256)
def _nameless(token: str) -> tuple[Term, ...]:
    """Nothing is a name."""
    return _plain_reading(token) or tuple(
        [_term_of(part, known, False) if known else _GAP for part, known in _known_parts(token)]
    )


def _term_of(shown: str, known: tuple[str, int], name: bool) -> Term:
    key, kind = known
    return Term(key, number_of(key), kind, name, shown)


def _plain_reading(token: str) -> tuple[Term, ...]:
    """The terms of a token whose letters tell no names: stops, dense scripts, numbers; none of any other."""
    if token.isalpha() and token.isascii():
        return ()
    if token in _STOPS:
        return _GAPS
    if token[0] >= "\u0e00" and _HAS_DENSE.match(token):
        return tuple([Term(pair, number_of(pair), _WORD, False, pair) for pair in _pairs(token)])
    if token[0].isdigit():
        return tuple([_term_of(token, known, False) for known in _number_terms(token.casefold())])
    return ()


def _number_terms(token: str) -> list[tuple[str, int]]:
    digits = token.rstrip("abcdefghijklmnopqrstuvwxyz")
    found = [(digits.replace(",", ""), _NUMBER)]
    large = _plain_term(_LARGE.get(token[len(digits) :], ""))
    return [*found, large] if large else found


def _known_parts(token: str) -> list[tuple[str, tuple[str, int] | None]]:
    """The parts of a token, each with what it is; None for a stop word."""
    return [(part, _plain_term("usa" if part == "US" else part.casefold().replace("'", ""))) for part in _parts(token)]


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def _parts(token: str) -> list[str]:
    """A possessive ending off; hyphens and stray full stops split, known spellings and abbreviations whole."""
    if token.isalpha():
        return [token]
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
