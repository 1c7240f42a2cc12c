"""How people read dates, periods, clocks and statuses: "expected during 2024", "by 31 Dec 2023", "today". Pure.

English, day before month, no locale. Nothing here says "due", and of something overdue only that no news of
it was found: a missing report is no missed meeting.
"""

import calendar
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.model.followups import Change, FollowUp, FollowUpChange, Kind, Status
from watcher.model.period import Period, Precision
from watcher.text import one_line, shorten

NO_NEWS = "no news of it found"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HELD = {
    Kind.MEETING: "held",
    Kind.LAUNCH: "launched",
    Kind.REPORT: "published",
    Kind.AGREEMENT: "signed",
    Kind.DEADLINE: "done",
    Kind.FUNDING: "awarded",
    Kind.OTHER: "took place",
}
_THIRDS = {(1, 4): "early", (5, 8): "mid", (9, 12): "late"}
_SEASONS = {(3, 5): "spring", (6, 8): "summer", (9, 11): "autumn"}
_NEAR_DAYS = 45  # up to here a count of days says more than a date alone
# Marks that turn the direction of what follows; in a foreign headline they reorder the line around it.
_DIRECTION_MARKS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))

_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")  # lone surrogates, from a JSON feed's escapes: no UTF-8 has them


def plain(text: str) -> str:
    """A feed's words as one line that cannot disturb the lines around it."""
    return one_line(_HALF_CHARACTERS.sub("\ufffd", text.translate(_DIRECTION_MARKS)))


def width(text: str) -> int:
    """Columns of a terminal or a fixed-width mail: Chinese characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def count(number: int, one: str, many: str | None = None) -> str:
    """``count(1, "story", "stories")`` is "1 story"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], limit: int = 0) -> str:
    """``a``, ``a and b``, ``a, b and c``; beyond ``limit`` (0: none) ``a, b and 3 more``."""
    if limit and len(words) > limit:
        return f"{', '.join(words[:limit])} and {len(words) - limit} more"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def span(text: str, limit: int) -> str:
    """The words that a term matched; of long ones both ends, from and to which a ``near`` term reaches."""
    text = plain(text)
    if len(text) <= limit:
        return text
    room = (limit - 3) // 2
    head, tail = text[:room], text[-room:]
    if " " in head and " " in tail:
        head, tail = head.rpartition(" ")[0], tail.partition(" ")[2]
    return f"{head.rstrip(' ,;:')} … {tail.lstrip(' ,;:')}"


# ---------------------------------------------------------------- days and clocks


def day_words(day: date, *, weekday: bool = False, near: date | None = None) -> str:
    """``31 Jul 2024``, with ``weekday`` ``Wed 31 Jul 2024``; without the year where it is that of ``near``."""
    words = f"{day.day} {calendar.month_abbr[day.month]}"
    if near is None or near.year != day.year:
        words = f"{words} {day.year}"
    return f"{_WEEKDAYS[day.weekday()]} {words}" if weekday else words


def city(zone: str) -> str:
    """What a clock is called: ``America/New_York`` is New York."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def moment(instant: datetime, clocks: Sequence[str], *, near: date | None = None) -> str:
    """One instant on every clock: ``Mon 16 Oct 2023, 07:00 Singapore (Sun 19:00 New York)``."""
    first = instant.astimezone(ZoneInfo(clocks[0]))
    words = f"{day_words(first.date(), weekday=True, near=near)}, {first:%H:%M} {city(clocks[0])}"
    others = []
    for clock in clocks[1:]:
        local = instant.astimezone(ZoneInfo(clock))
        day = "" if local.date() == first.date() else f"{_WEEKDAYS[local.weekday()]} "
        others.append(f"{day}{local:%H:%M} {city(clock)}")
    return f"{words} ({', '.join(others)})" if others else words


def distance(day: date, today: date) -> str:
    """``today``, ``tomorrow``, ``in 12 days``, ``yesterday``, ``3 days ago``; weeks and months farther off."""
    days = (day - today).days
    if abs(days) <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    if abs(days) <= _NEAR_DAYS:
        words = f"{abs(days)} days"
    elif abs(days) <= 700:
        words = f"{round(abs(days) / 30.44)} months"
    else:
        words = f"{round(abs(days) / 365.25)} years"
    return f"in {words}" if days > 0 else f"{words} ago"


# ---------------------------------------------------------------- periods


def period_words(period: Period) -> str:
    """A period by itself: ``Wed 31 Jul 2024``, ``July 2024``, ``Q3 2024``, ``early 2025``, ``by 31 Dec 2023``."""
    start, end = period.start, period.end
    if end is None:
        return f"from {day_words(start)}" if start else "no date yet"
    if start is None:
        return f"by {day_words(end)}"
    if start == end:
        return day_words(start, weekday=True)
    return _named_span(start, end, period.precision) or _span(start, end)


def _named_span(start: date, end: date, precision: Precision) -> str | None:
    whole_months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    months = (start.month, end.month)
    if not whole_months:
        return _part_of_month(start, end)
    if start.year != end.year:
        return f"winter {start.year}-{end.year % 100:02d}" if _is_winter(start, end) else None
    if precision is Precision.RANGE and (part := _THIRDS.get(months)):
        return f"{part} {start.year}"
    if precision is Precision.RANGE and (season := _SEASONS.get(months)):
        return f"{season} {start.year}"
    spans = {(1, 12): "", (1, 6): "first half of ", (7, 12): "second half of "}
    if months in spans:
        return f"{spans[months]}{start.year}"
    if start.month == end.month:
        return f"{calendar.month_name[start.month]} {start.year}"
    if end.month - start.month == 2 and end.month % 3 == 0:
        return f"Q{end.month // 3} {start.year}"
    return None


def _is_winter(start: date, end: date) -> bool:
    return (start.month, end.month) == (12, 2) and end.year - start.year == 1


def _part_of_month(start: date, end: date) -> str | None:
    if (start.year, start.month) != (end.year, end.month):
        return None
    last = calendar.monthrange(end.year, end.month)[1]
    part = {(1, 10): "early", (11, 20): "mid", (21, last): "late"}.get((start.day, end.day))
    return f"{part} {calendar.month_name[start.month]} {start.year}" if part else None


def _span(start: date, end: date) -> str:
    """``2-4 Jun 2024``, ``31 May to 2 Jun 2024``, ``May to July 2024``, ``2024 to 2028``: no finer than it was told."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}-{day_words(end)}"
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        first = calendar.month_name[start.month] + ("" if start.year == end.year else f" {start.year}")
        return f"{first} to {calendar.month_name[end.month]} {end.year}"
    return f"{day_words(start, near=end)} to {day_words(end)}"


def expectation(period: Period, today: date) -> str:
    """When it is expected, seen from ``today``: ``expected during 2024``, ``this month``, ``today``, ``by ...``."""
    start, end = period.start, period.end
    if end is None:
        return period_words(period)
    if start is None:
        return f"by {day_words(end)}" + (f" ({distance(end, today)})" if _is_near(end, today) else "")
    if start == end:
        near = f" ({distance(start, today)})" if 1 < abs((start - today).days) <= _NEAR_DAYS else ""
        known = {0: "today, ", 1: "tomorrow, "}.get((start - today).days, "")
        return f"{known}{day_words(start, weekday=True)}{near}"
    if start <= today <= end:
        return _running(period, start, end, today)
    return expected(period)


def _running(period: Period, start: date, end: date, today: date) -> str:
    words = period_words(period)
    if _is_month(start, end):
        return f"this month ({words})"
    if end - start < timedelta(days=7):
        return f"now, {words}" if end != today else f"until today, {words}"
    left = f" ({distance(end, today)} at the latest)" if end > today and _is_near(end, today) else ""
    return f"{expected(period)}{left}"


def _is_month(start: date, end: date) -> bool:
    same = (start.year, start.month) == (end.year, end.month)
    return same and start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]


def _is_near(day: date, today: date) -> bool:
    return 0 <= (day - today).days <= _NEAR_DAYS


def _preposition(period: Period) -> str:
    words = period_words(period)
    if words.isdigit():
        return "during "
    if words[0].isdigit():
        return "" if " to " not in words else "from "
    return "in the " if words.startswith(("first", "second")) else "in "


# ---------------------------------------------------------------- what became of it


def standing(followup: FollowUp, status: Status, today: date) -> str:
    """When and where, or what became of it, in the words a digest prints."""
    period = followup.period
    place = f", {plain(followup.place)}" if followup.place and followup.place.strip() else ""
    others = _others(followup)
    if status is Status.OVERDUE:
        return f"was {expected(period)}{place}; {f'sources differ: {others}' if others else NO_NEWS}"
    if status is Status.HELD and followup.settled_by_person and (period.start or period.end or today) > today:
        return f"marked as done (was {expected(period)}{place})"
    if status is Status.HELD:
        return f"{held_word(followup.kind)}{f' {period_words(period)}' if period.end else ''}{place}"
    if status is Status.CANCELLED:
        return f"cancelled (was {period_words(period)}{place})" if period.end else "cancelled"
    if status is Status.PASSED:
        return f"{period_words(period)}{place}, now past"
    if status is Status.DISMISSED:
        return _set_aside(followup)
    last = followup.history[-1].change if followup.history else None
    if last is Change.POSTPONED and period.end is None:
        return f"postponed{place}, no new date yet"
    words = f"{expectation(period, today)}{place}"
    return f"{words}; sources differ: {others}" if others else words


def _others(followup: FollowUp) -> str:
    """What sources said last that excludes what is known: ``also Mon 12 Jan 2027 (Delta Post)``; "" where none did."""
    outlets = {source.entry: source.outlet for source in followup.sources}
    told: dict[str, None] = {}
    for line in reversed(followup.history):
        if line.change is not Change.CONFLICTING:
            break
        place = f", {plain(line.place)}" if line.place and line.place != followup.place else ""
        what = f"{period_words(line.period)}{place}" if line.period.end else f"“{shorten(plain(line.text), _TOLD)}”"
        outlet = outlets.get(line.entry) if line.entry is not None else None
        told[f"{what} ({plain(outlet)})" if outlet else what] = None
    return f"also {' and '.join(reversed(told))}" if told else ""


_TOLD = 90  # characters of a sentence that tells no date


def _set_aside(followup: FollowUp) -> str:
    """By a person; or because the outlet that told of it took it back."""
    ends = [line for line in followup.history if line.change is Change.CANCELLED]
    if not ends or ends[-1].by != "source":
        return "set aside"
    return f"withdrawn by its source (was {period_words(followup.period)})" if followup.period.end else "withdrawn"


def expected(period: Period) -> str:
    """``expected during 2024``, ``expected by 31 Dec 2023``, ``expected on Wed 31 Jul 2024``; the period has an end."""
    if period.start is None:
        return f"expected {period_words(period)}"
    if period.start == period.end:
        return f"expected on {period_words(period)}"
    return f"expected {_preposition(period)}{period_words(period)}"


def held_word(kind: Kind) -> str:
    """``held`` said by kind: held, launched, published, signed."""
    return _HELD[kind]


def change_words(was: FollowUpChange, followup: FollowUp, status: Status) -> str:
    """What it was before: ``was 2024``, ``was July 2024, Washington``; "" where nothing differs or was said already."""
    if status is Status.CANCELLED:
        return ""
    parts = []
    if was.period != followup.period:
        parts.append(period_words(was.period))
    if (was.place or "") != (followup.place or "") and was.place:
        parts.append(plain(was.place))
    before = "expected" if status is Status.HELD else "was"
    return f"{before} {', '.join(parts)}" if parts else ""
