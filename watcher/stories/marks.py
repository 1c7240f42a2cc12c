"""What tells one instalment of a series from the next: ordinals, days, dates and numbers of a title. Pure."""

import re

from watcher.stories.vocabulary import (
    AMBIGUOUS_DATE_WORDS,
    MONTHS,
    NUMBER_WORDS,
    ORDINAL_WORDS,
    ROMAN_NUMBERS,
    WEEKDAYS,
)
from watcher.stories.wording import normal, stem

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
_MONTH_AFTER = re.compile(r"\b(?:in|for|of|by|since|until|this|last|next|early|late|mid|from) (March|May)\b")
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
    text = whole = normal(title)
    found: set[str] = set()
    has_digit = _DIGIT.search(text) is not None
    if has_digit:
        text = _take_dates(text, found)
    words = set(_LETTERS.findall(text.casefold()))
    text = _take_ordinals(text, words, found, has_digit=has_digit)
    if text != whole:  # what was taken out of it tells nothing else
        words = set(_LETTERS.findall(text.casefold()))
    if "March" in text or "May" in text:
        found.update(f"m:{MONTHS[month.casefold()]}" for month in _MONTH_AFTER.findall(text))
    for number in _NUMBER.findall(text) if has_digit else ():
        plain = number.replace(",", "")
        found.add(f"y:{plain}" if len(plain) == 4 and plain[:2] in ("19", "20") else f"n:{plain}")
    for word in _TELLING_WORDS & words:
        if word in WEEKDAYS:
            found.add(f"w:{WEEKDAYS[word]}")
        elif word in MONTHS:
            found.add(f"m:{MONTHS[word]}")
        else:
            found.add(f"n:{NUMBER_WORDS[word]}")
    return tuple(sorted(found))


_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")
_TELLING_WORDS = (WEEKDAYS.keys() | MONTHS.keys() | NUMBER_WORDS.keys()) - AMBIGUOUS_DATE_WORDS


def _take_dates(text: str, found: set[str]) -> str:
    for shape in _DATE_SHAPES:
        for match in shape.finditer(text):
            groups = match.groupdict()
            month = MONTHS.get(groups["m"].casefold(), 0) if groups.get("m") else int(groups["mm"])
            if 1 <= month <= 12 and 1 <= int(groups["d"]) <= 31:
                found.add(f"d:{month}-{int(groups['d'])}")
                text = text.replace(match.group(), " ")
    return text


def _take_ordinals(text: str, words: set[str], found: set[str], *, has_digit: bool) -> str:
    """Each expression is tried only on a title that has a word of its kind: most have none."""
    if "第" in text:
        for match in _CHINESE_ORDINAL.finditer(text):
            found.add(f"o:{match.group(2)}:{_chinese_number(match.group(1))}")
    for match in _ORDINAL.finditer(text) if has_digit else ():
        found.add(f"o:{stem(match.group(2).casefold())}:{match.group(1)}")
    if not words.isdisjoint(ORDINAL_WORDS):
        for match in _ORDINAL_WORD.finditer(text):
            found.add(f"o:{stem(match.group(2).casefold())}:{ORDINAL_WORDS[match.group(1).casefold()]}")
    if not words.isdisjoint(_SERIES_NOUNS):
        text = _take_counted(text, found)
    if "#" not in text:
        return text
    for match in _HASH.finditer(text):
        found.add(f"o:#:{match.group(1).replace(',', '')}")
    return _HASH.sub(" ", text)


def _take_counted(text: str, found: set[str]) -> str:
    for match in _COUNTED.finditer(text):
        noun, number = match.group(1).casefold(), match.group(2).replace(",", "").casefold()
        number = str(ROMAN_NUMBERS.get(number, number))
        if noun in _SERIES_NOUNS and number.isdigit():
            found.add(f"o:{stem(noun)}:{number}")
            text = text.replace(match.group(), " ")
    return text
