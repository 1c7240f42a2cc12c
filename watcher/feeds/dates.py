"""Dates of feeds, read strictly: a date is what the feed says, or nothing. Nothing is guessed or filled in.

Read are RFC 822/2822 (with its obsolete zone names: EDT is -4, whatever the season), RFC 3339 and
the ISO 8601 forms of W3CDTF, asctime, and a few well-marked variants seen in the wild. A date without a zone is
taken as UTC and flagged; so is one with a zone name that nobody knows. A lenient parser is never used: it
fills the gaps with today.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier enero januar janeiro",
            "feb february fevrier février febrero februar fevereiro",
            "mar march mars marzo märz maerz março marco",
            "apr april avril abril",
            "may mai mayo maio",
            "jun june juin junio juni junho",
            "jul july juillet julio juli julho",
            "aug august aout août agosto",
            "sep sept september septembre septiembre setembro",
            "oct october octobre octubre oktober outubro okt",
            "nov november novembre noviembre novembro",
            "dec december decembre décembre diciembre dezember dezembro dez",
        ),
        start=1,
    )
    for name in names.split()
}
# RFC 822 section 5.1 and the names that feeds add; an ambiguous name (IST, CST of China) is left out or American.
_ZONES = {
    name: timedelta(hours=hours)
    for hours, names in {
        0: "ut utc gmt z wet",
        1: "bst cet met west mez",
        2: "cest eet mest mesz sast",
        3: "eest msk",
        8: "sgt hkt awst",
        9: "jst kst",
        10: "aest",
        11: "aedt",
        12: "nzst",
        13: "nzdt",
        -3: "adt",
        -4: "edt ast",
        -5: "est cdt",
        -6: "cst mdt",
        -7: "mst pdt",
        -8: "pst akdt",
        -9: "akst",
        -10: "hst",
    }.items()
    for name in names.split()
}
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?:\s*(?P<half>[ap])\.?m\.?)?"
_ZONE = r"(?P<zone>Z|[A-Za-z]{2,5}|(?:GMT|UTC?)?\s*[+-]\d{1,2}(?::?\d{2})?(?::\d{2})?)"
_RFC822 = re.compile(
    rf"(?:[^\W\d_]+\.?\s*,?\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?P<month>[^\W\d_]{{3,10}})\.?[\s,.-]+"
    rf"(?P<year>\d{{4}}|\d{{2}})(?:,?\s+(?:at\s+)?{_CLOCK}\s*{_ZONE}?)?(?:\s*\([^)]*\))?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"(?:[^\W\d_]+\.?\s*,\s*)?(?P<month>[^\W\d_]{{3,10}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
    rf"(?P<year>\d{{4}})(?:,?\s+(?:at\s+|-\s+)?{_CLOCK}\s*{_ZONE}?)?",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    rf"[a-z]{{3}}\s+(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?:{_ZONE}\s+)?(?P<year>\d{{4}})",
    re.IGNORECASE,
)
# The order of 2020/1/10 is known: a four-digit year first is never followed by a day.
_ISO = re.compile(
    rf"(?P<year>\d{{4}})(?:(?P<mark>[-/.])(?P<month>\d{{1,2}})(?:(?P=mark)(?P<day>\d{{1,2}}))?)?"
    rf"(?:(?:T|\s+)\s*{_CLOCK}\s*{_ZONE}?|{_ZONE.replace('zone', 'dayzone')})?",
    re.IGNORECASE,
)
# 07.02.2025 is day first wherever it is written; with slashes only a number over 12 tells.
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?:,?\s+{_CLOCK}\s*{_ZONE}?)?", re.IGNORECASE
)
_SLASHED = re.compile(
    rf"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{{1,2}})/(?P<year>\d{{4}})(?:,?\s+{_CLOCK}\s*{_ZONE}?)?", re.IGNORECASE
)
_ISO_BASIC = re.compile(
    rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})(?:T(?P<hour>\d{{2}}):?(?P<minute>\d{{2}})(?::?(?P<second>\d{{2}}))?"
    rf"\s*{_ZONE}?)?",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    rf"(?P<year>\d{{4}})年\s*(?P<month>\d{{1,2}})月\s*(?P<day>\d{{1,2}})日(?:\s*{_CLOCK}\s*{_ZONE}?)?"
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_OLDEST, _NEWEST = 1970, 2200
_FURTHEST = 15 * 60  # minutes of a zone from UTC
# The two that nearly all feeds write, to the letter; the forms above read the same from them.
_PLAIN_RFC822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) ((?:19[7-9]|20\d|21\d)\d) (\d\d:\d\d:\d\d) (GMT|[+-]\d{4})", re.ASCII
)
_PLAIN_ISO = re.compile(r"((?:19[7-9]|20\d|21\d)\d-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def parse_date(words: str) -> tuple[datetime, bool] | None:
    """The instant that ``words`` name, in UTC, and whether its zone had to be assumed; None if not clear."""
    if not words:
        return None
    plain = _plain_instant(words)
    if plain:
        return plain, False
    words = " ".join(words.split())
    if not 4 < len(words) < 80:
        return None
    for form in (_RFC822, _ISO, _ISO_BASIC, _ASCTIME, _AMERICAN, _DAY_FIRST, _SLASHED, _CHINESE):
        match = form.fullmatch(words)
        if match:
            return _instant(match.groupdict())
    return None


def _plain_instant(words: str) -> datetime | None:
    """What a date in a plain form names; None for other forms, and where a number in it is no such thing."""
    if found := _PLAIN_RFC822.fullmatch(words):
        day, month, year, clock, zone = found.groups()
        said = f"{year}-{_MONTHS.get(month.lower(), 0):02}-{day:0>2}T{clock}+00:00"
    elif found := _PLAIN_ISO.fullmatch(words):
        said, zone = found[1] + "+00:00", found[2]
    else:
        return None
    offset = _plain_offset(zone)
    try:
        return None if offset is None else datetime.fromisoformat(said) - offset
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _plain_offset(zone: str) -> timedelta | None:
    known = _zone(zone)
    return known.utcoffset(None) if known else None


def _instant(found: dict[str, str | None]) -> tuple[datetime, bool] | None:
    month, day = _month(found["month"]), found["day"]
    if month is None or day is None:  # "2024" and "2024-05" name no day; a made-up one would lie
        return None
    year = int(found["year"] or 0)
    if year < 100:
        year += 2000 if year < 69 else 1900
    hour, second = int(found["hour"] or 0), int(found["second"] or 0)
    half = (found.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if not _OLDEST <= year <= _NEWEST:
        return None
    zone = _zone(found["zone"] or found.get("dayzone"))
    try:
        # 24:00:00 ends a day (ISO 8601), second 60 is a leap second
        local = datetime(
            year, month, int(day), hour % 24 if hour == 24 else hour, int(found["minute"] or 0), tzinfo=zone or UTC
        )
    except ValueError:
        return None
    local += timedelta(days=hour == 24, seconds=min(second, 59))
    return local.astimezone(UTC), zone is None


def _month(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else _MONTHS.get(word.lower())


def _zone(word: str | None) -> timezone | None:
    """The zone named; None for no name, and for one that nobody can read (the day is still clear then)."""
    if not word:
        return None
    offset = _OFFSET.search(word)
    if not offset:
        known = _ZONES.get(word.lower())
        return None if known is None else timezone(known)
    minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
    if minutes > _FURTHEST:
        return None
    return timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
