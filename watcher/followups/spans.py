"""Calendar arithmetic for periods: months, quarters, seasons, thirds, weeks. Contains no language."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from watcher.model.period import Period, Precision


@dataclass(frozen=True, slots=True)
class Span:
    """Both ends included; ``precision`` is that of the words it was told in."""

    first: date
    last: date
    precision: Precision


SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_THIRDS = {"early": 0, "mid": 1, "late": 2}


def day(day_: date) -> Span:
    return Span(day_, day_, Precision.DAY)


def make_date(year: int, month: int, day_: int) -> date | None:
    """The date, or None where the calendar has no such day (30 February)."""
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def clamp_year(year: int) -> int:
    return max(MINYEAR, min(MAXYEAR - 1, year))


def add_days(start: date, days: int) -> date:
    """``start`` and so many days, at most the end of the calendar."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def add_months(start: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = clamp_year(index // 12), index % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def add(start: date, count: int, unit: str) -> date:
    """``unit`` is day, week, fortnight, month, quarter, year or decade."""
    if unit in _DAYS:
        return add_days(start, count * _DAYS[unit])
    return add_months(start, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])


_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def shifted(span: Span, count: int) -> Span:
    """The same part of a year that begins so many months later."""
    behind = add_months(add_days(span.last, 1), count)
    return Span(add_months(span.first, count), add_days(behind, -1), span.precision)


def months(year: int, month: int, count: int, precision: Precision) -> Span:
    """``count`` whole months from ``month`` (1-12) of ``year``."""
    first = date(clamp_year(year), month, 1)
    return Span(first, add_days(add_months(first, count), -1), precision)


def month(year: int, month_: int) -> Span:
    return months(year, month_, 1, Precision.MONTH)


def quarter(year: int, number: int) -> Span:
    return months(year, 3 * number - 2, 3, Precision.QUARTER)


def half(year: int, number: int) -> Span:
    return months(year, 6 * number - 5, 6, Precision.HALF)


def year(year_: int) -> Span:
    return months(year_, 1, 12, Precision.YEAR)


def decade(first_year: int) -> Span:
    return Span(date(first_year, 1, 1), date(first_year + 9, 12, 31), Precision.RANGE)


def season(year_: int, name: str) -> Span:
    """Winter belongs to the year in which it begins."""
    return months(year_, SEASONS[name], 3, Precision.RANGE)


def week(day_: date) -> Span:
    """Monday to Sunday around a day."""
    first = add_days(day_, -day_.weekday())
    return Span(first, add_days(first, 6), Precision.RANGE)


def weekend(day_: date) -> Span:
    first = add_days(day_, 5 - day_.weekday())
    return Span(first, add_days(first, 1), Precision.RANGE)


def around(day_: date, unit: str) -> Span:
    """The calendar unit that holds the day."""
    if unit == "day":
        return day(day_)
    if unit in {"week", "fortnight"}:  # that in which a fortnight is over
        return week(day_)
    if unit == "weekend":
        return weekend(day_)
    if unit == "month":
        return month(day_.year, day_.month)
    if unit == "quarter":
        return quarter(day_.year, (day_.month + 2) // 3)
    if unit == "decade":
        return decade(max(10, day_.year // 10 * 10))
    if unit == "century":
        return Span(
            date(max(1, day_.year // 100 * 100), 1, 1), date(day_.year // 100 * 100 + 99, 12, 31), Precision.RANGE
        )
    return year(day_.year)


def part(span: Span, name: str) -> Span:
    """The early, mid or late third of a span (GUIDE of the contract's table: months 1-10, 11-20, 21-)."""
    third = _THIRDS[name]
    days = (span.last - span.first).days + 1
    if days <= 7:  # a week: Monday-Tuesday, Wednesday, Thursday to its end
        first = add_days(span.first, (0, 2, 3)[third])
        last = (add_days(span.first, 1), first, span.last)[third]
    elif days <= 31:
        first = add_days(span.first, third * 10)
        last = span.last if third == 2 else add_days(first, 9)
    elif days <= 366:
        count = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
        first = add_months(span.first, count * third // 3)
        last = add_days(add_months(span.first, count * (third + 1) // 3), -1)
    else:
        years = span.last.year - span.first.year + 1
        first = date(span.first.year + (years * third + 2) // 3, 1, 1)
        last = date(span.first.year + (years * (third + 1) + 2) // 3 - 1, 12, 31)
    return Span(first, last, Precision.RANGE)


def half_of(span: Span, number: int) -> Span:
    """The first or second half of a year, a month or a decade."""
    if span.precision is Precision.YEAR:
        begins = add_months(span.first, 6 * number - 6)
        return months(begins.year, begins.month, 6, Precision.HALF)
    middle = add_days(span.first, (span.last - span.first).days // 2)
    if span.precision is Precision.MONTH:
        middle = span.first.replace(day=15)
    if number == 1:
        return Span(span.first, middle, Precision.RANGE)
    return Span(add_days(middle, 1), span.last, Precision.RANGE)


def inside(inner: Period, outer: Period) -> bool:
    """Whether the inner period says no less than the outer: a dated one lies in it, a limit is no later."""
    if inner.end is None or outer.end is None or inner.end > outer.end:
        return False
    return outer.start is None or (inner.start is not None and inner.start >= outer.start)
