"""From a headline and its text to comparable terms: words, names, phrases, numbers, dates. Pure.

English and its neighbours by word with light stemming; scripts without spaces by pairs of characters.
No statistics here: how telling a term is, is decided in ``similarity``.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from watcher.stories.vocabulary import (
    AMBIGUOUS_DATE_WORDS,
    MONTHS,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    ROMAN_NUMBERS,
    SAME_WORD,
    STOP_WORDS,
    WEEKDAYS,
)

# Han, kana, hangul, Thai, Lao, Khmer, Burmese: written without spaces, or with particles glued on.
_DENSE = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_HAS_DENSE = re.compile(f"[{_DENSE}]")
_DENSE_RUN = re.compile(f"[{_DENSE}]+")
_TOKEN = re.compile(
    rf"[{_DENSE}]+"
    r"|\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?(?![^\W_])|\d+(?:[.,]\d+)*(?:bn|mn|tn|[mbk])?(?![^\W_])"
    rf"|(?:(?![{_DENSE}])[^\W_])+(?:['.&-](?:(?![{_DENSE}])[^\W_])+)*"
    r"|[.!?:;]"
)
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "–": "-", "—": " ", "‑": "-"})
_SUFFIXES = (
    ("ies", "y", 3), ("sses", "ss", 2), ("ations", "ation", 3), ("ments", "ment", 3), ("ings", "", 4), ("ing", "", 4),
    ("edly", "", 4), ("ed", "", 4), ("ness", "", 4), ("ers", "er", 3), ("ly", "", 4), ("es", "", 4), ("s", "", 3),
)  # fmt: skip
_LARGE = {"bn": "billion", "b": "billion", "mn": "million", "m": "million", "tn": "trillion", "k": "thousand"}


@dataclass(frozen=True, slots=True)
class Term:
    """One comparable unit of a text. ``key`` is its normal form, ``name`` tells proper names and acronyms.

    ``kind``: "word", "number", "date" or "phrase" (two names in a row); "" is a gap (stop word, full stop).
    """

    key: str
    kind: str = "word"
    name: bool = False


_GAP = Term("", "")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a case-folded word: "announces", "announced" -> "announc". Other alphabets stay as they are."""
    if len(word) <= 3 or not word.isascii():
        return word
    for suffix, replacement, shortest in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= shortest:
            if suffix == "s" and word[-2] in "su":
                break
            word = word[: -len(suffix)] + replacement
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsefo":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


@lru_cache(maxsize=50_000)
def _word_term(word: str) -> tuple[str, str]:
    """(key, kind) of a case-folded word without digits at its front; ("", "") for a stop word."""
    word = SAME_WORD.get(word, word)
    if word in STOP_WORDS:
        return "", ""
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word], "number"
    if (word in MONTHS or word in WEEKDAYS) and word not in AMBIGUOUS_DATE_WORDS:
        return f"d:{MONTHS.get(word, 0)}:{WEEKDAYS.get(word, 0)}", "date"
    if len(word) < 2:
        return "", ""
    return stem(word), "word"


def _number_term(token: str) -> list[Term]:
    digits = token.rstrip("abcdefghijklmnopqrstuvwxyz")
    suffix = token[len(digits) :]
    plain = digits.replace(",", "")
    terms = [Term(plain, "number")]
    if suffix in _LARGE:
        terms.append(Term(_word_term(_LARGE[suffix])[0]))
    return terms


def _is_shouted(tokens: list[str]) -> tuple[bool, bool]:
    """Whether most longer words of a text are capitalised (title case), and whether they are all capitals."""
    longer = [token for token in tokens if len(token) > 3 and token[0].isalpha()]
    if len(longer) < 4:
        return False, bool(longer) and len(longer) > 1 and all(token.isupper() for token in longer)
    most = 0.7 * len(longer)
    return sum(t[0].isupper() for t in longer) > most, sum(t.isupper() for t in longer) > most


def normal(text: str) -> str:
    """NFKC with plain apostrophes and hyphens; case is kept, it tells names."""
    return unicodedata.normalize("NFKC", text).translate(_QUOTES)


def terms(text: str, limit: int) -> list[Term]:
    """The terms of a text in order, gaps included, from at most ``limit`` tokens."""
    tokens = _TOKEN.findall(text)[:limit]
    titled, shouted = _is_shouted(tokens)
    found: list[Term] = []
    opening = True
    for token in tokens:
        if token in ".!?:;":
            found.append(_GAP)
            opening = token != ";" and token != ":"
            continue
        if token[0] >= "\u0e00" and _HAS_DENSE.match(token):
            found.extend(_pairs(token))
        elif token[0].isdigit():
            found.extend(_number_term(token.casefold()))
        else:
            found.extend(_words(token, titled, shouted, opening))
        opening = False
    return found


def _pairs(run: str) -> list[Term]:
    if len(run) == 1:
        return [Term(run)]
    return [Term(run[at : at + 2]) for at in range(len(run) - 1)]


def _words(token: str, titled: bool, shouted: bool, opening: bool) -> list[Term]:
    """The terms of one token: possessive off, hyphens and stray full stops split, abbreviations whole."""
    if token.endswith("'s") or token.endswith("'S"):
        token = token[:-2]
    if token == "US":
        return [Term("usa", "word", not shouted)]
    folded = token.casefold()
    if folded in SAME_WORD or _ABBREVIATION.fullmatch(token):
        parts = [token]
    elif "-" in token or "." in token or "&" in token:
        parts = [part for part in re.split(r"[-.]", token) if part]
    else:
        parts = [token]
    found = []
    for part in parts:
        key, kind = _word_term(part.casefold().replace("'", ""))
        if kind == "word":
            capital = part[0].isupper()
            inner = any(map(str.isupper, part[1:]))
            name = not shouted and (inner or (capital and not titled and not opening))
            found.append(Term(key, kind, name))
        elif kind:
            found.append(Term(key, kind))
        else:
            found.append(_GAP)
    return found


def phrases(sequence: list[Term]) -> list[Term]:
    """Each two names in a row, as one term: "Nicolas Maduro" tells more than its parts."""
    found = []
    for first, second in zip(sequence, sequence[1:], strict=False):
        if first.name and second.name:
            found.append(Term(f"{first.key}_{second.key}", "phrase", True))
    return found


# ---------------------------------------------------------------- marks: what tells one instalment from the next

_SERIES_NOUNS = frozenset(
    """
    round day week game match part season episode phase chapter volume vol issue edition no number puzzle series step
    stage tranche batch lot session meeting test leg lap matchday gameweek version v chapter grade level quarter q
    """.split()
)
_DATE_SHAPES = (
    re.compile(r"\b(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?![:%.,]\d)"),
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<m>[A-Za-z]{3,9})\b"),
    re.compile(r"\b(?P<y>20\d\d)[-/.](?P<mm>\d{1,2})[-/.](?P<d>\d{1,2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[-/.](?P<mm>\d{1,2})[-/.](?P<y>20\d\d)\b"),
    re.compile(r"(?P<mm>\d{1,2})月(?P<d>\d{1,2})[日号]"),
)
_ORDINAL = re.compile(r"\b(\d{1,4})(?:st|nd|rd|th)\b[ -]+([A-Za-z]+)", re.IGNORECASE)
_ORDINAL_WORD = re.compile(rf"\b({'|'.join(ORDINAL_WORDS)})\b[ -]+([A-Za-z]+)", re.IGNORECASE)
_COUNTED = re.compile(r"\b([A-Za-z]+)\.?[ -]*#?(\d[\d,]*|[ivxIVX]{2,4})\b")
_HASH = re.compile(r"#\s?(\d[\d,]*)")
_CHINESE_ORDINAL = re.compile(r"第([0-9一二三四五六七八九十百零两]+)([轮輪届屆次期季章天场場回号號版])")
_CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")


def _chinese_number(text: str) -> str:
    if text.isdigit():
        return text
    total = 0
    digit = 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _CHINESE_DIGITS.get(character, 0)
    return str(total + digit)


def marks(title: str) -> tuple[str, ...]:
    """What numbers an instalment in a title: ``o:NOUN:12`` (ordinals, "day 12", "#12"), ``d:1-5`` (5 January), ``w:1``
    (Monday), ``y:2026``, ``m:1`` (a month alone) and ``n:24`` (any other number). Sorted, each once.
    """
    text = normal(title)
    found: set[str] = set()
    text = _take_dates(text, found)
    text = _take_ordinals(text, found)
    for number in _NUMBER.findall(text):
        plain = number.replace(",", "")
        found.add(f"y:{plain}" if len(plain) == 4 and plain[:2] in ("19", "20") else f"n:{plain}")
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word in AMBIGUOUS_DATE_WORDS:
            continue
        if word in WEEKDAYS:
            found.add(f"w:{WEEKDAYS[word]}")
        elif word in MONTHS:
            found.add(f"m:{MONTHS[word]}")
        elif word in NUMBER_WORDS:
            found.add(f"n:{NUMBER_WORDS[word]}")
    return tuple(sorted(found))


def _take_dates(text: str, found: set[str]) -> str:
    for shape in _DATE_SHAPES:
        for match in shape.finditer(text):
            groups = match.groupdict()
            month = MONTHS.get(groups["m"].casefold(), 0) if groups.get("m") else int(groups["mm"])
            if 1 <= month <= 12 and 1 <= int(groups["d"]) <= 31:
                found.add(f"d:{month}-{int(groups['d'])}")
                text = text.replace(match.group(), " ")
    return text


def _take_ordinals(text: str, found: set[str]) -> str:
    for match in _CHINESE_ORDINAL.finditer(text):
        found.add(f"o:{match.group(2)}:{_chinese_number(match.group(1))}")
    for match in _ORDINAL.finditer(text):
        found.add(f"o:{stem(match.group(2).casefold())}:{match.group(1)}")
    for match in _ORDINAL_WORD.finditer(text):
        found.add(f"o:{stem(match.group(2).casefold())}:{ORDINAL_WORDS[match.group(1).casefold()]}")
    for match in _COUNTED.finditer(text):
        noun, number = match.group(1).casefold(), match.group(2).replace(",", "").casefold()
        number = str(ROMAN_NUMBERS.get(number, number))
        if noun in _SERIES_NOUNS and number.isdigit():
            found.add(f"o:{stem(noun)}:{number}")
            text = text.replace(match.group(), " ")
    for match in _HASH.finditer(text):
        found.add(f"o:#:{match.group(1).replace(',', '')}")
    return _HASH.sub(" ", text)
