"""How two periods lie to each other: whether they can be told of one thing."""

from datetime import timedelta

from watcher.model.period import Period, Precision

LONGEST_MEETING = 14  # days that one event lasts; what is longer is a time in which it falls


def relation(known: Period, period: Period) -> str:
    """How a period told lies to the record's: same, narrower (inside it), wider, overlapping, apart, none (undated)."""
    if period == known:
        return "same"
    if period.end is None or known.end is None:
        return "none"
    if period.start is None and known.start is None:
        return _two_limits(period, known)
    if period.start is None:
        back = _limit(period, known)
        return {"narrower": "wider", "wider": "narrower"}.get(back, back)
    if known.start is None:
        return _limit(known, period)
    mine, theirs = (period.start, period.end), (known.start, known.end)
    if mine == theirs:
        return "same"  # "between April and June", of the second quarter
    if theirs[0] <= mine[0] and mine[1] <= theirs[1]:
        return "narrower"
    if mine[0] <= theirs[0] and theirs[1] <= mine[1]:
        return "wider"
    return "overlapping" if mine[0] <= theirs[1] and theirs[0] <= mine[1] else "apart"


def _limit(limit: Period, span: Period) -> str:
    """How a span lies to "by X": the same day, inside it, around X (then X says more), or after it."""
    end, last, first = limit.end, span.end, span.start
    if end is None or last is None or first is None or first > end:
        return "apart"
    if last == end and (span.precision is Precision.DAY or _COARSENESS[limit.precision] > _COARSENESS[Precision.RANGE]):
        return "same" if span.precision in {Precision.DAY, Precision.RANGE} else "wider"
    if last <= end:
        return "narrower"
    return "wider" if _COARSENESS[limit.precision] <= _COARSENESS[span.precision] else "overlapping"


_COARSENESS = {
    Precision.DAY: 0,
    Precision.RANGE: 1,
    Precision.MONTH: 2,
    Precision.QUARTER: 3,
    Precision.HALF: 4,
    Precision.YEAR: 5,
    Precision.NONE: 6,
}


def _two_limits(period: Period, known: Period) -> str:
    """ "by 3 May" and "by 10 June" exclude each other; "by 2026" and "by mid-2026" do not."""
    if period.end is None or known.end is None or period.end == known.end:
        return "same"
    if _just_before(known, period) or _just_before(period, known):
        return "wider" if known.end < period.end else "narrower"
    if _lies_before(known, period) or _lies_before(period, known):
        return "apart"
    if period.end < known.end and _COARSENESS[period.precision] < _COARSENESS[known.precision]:
        return "narrower"
    if known.end < period.end and _COARSENESS[known.precision] < _COARSENESS[period.precision]:
        return "wider"
    return "apart"


_MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}


def _lies_before(day: Period, limit: Period) -> bool:
    """ "by 30 April" and "by the end of May": no day of that month, so the one is no vaguer word for the other."""
    if day.end is None or limit.end is None or limit.precision not in _MONTHS:
        return False
    first = limit.end.month - _MONTHS[limit.precision] + 1
    return day.end < limit.end.replace(day=1, month=max(1, first))


def _just_before(one: Period, other: Period) -> bool:
    """ "by the end of September" and "before October", whose last day the contract takes."""
    if one.end is None or other.end is None or other.precision is not Precision.MONTH:
        return False
    return one.end + timedelta(days=1) == other.end.replace(day=1)


def is_one_day_of(day: Period, span: Period) -> bool:
    """Whether a day lies in a span that lasts from a named day to a named day ("3 to 8 February"), not "early June"."""
    if span.start is None or span.end is None or day.end is None or day.precision is not Precision.DAY:
        return False
    if span.precision is not Precision.RANGE or not span.start <= day.end <= span.end:
        return False
    days = (span.end - span.start).days + 1
    last_of_month = (span.end + timedelta(days=1)).day == 1
    a_third = span.start.day in {1, 11, 21} and (span.end.day in {10, 20} or last_of_month)
    a_week = days == 7 and (span.start.weekday() == 0 or span.start.day % 7 == 1 or last_of_month)
    return days <= LONGEST_MEETING and not (a_third or a_week)


def days_apart(one: Period, other: Period) -> int:
    """Days between two periods; 0 where they touch or one is undated."""
    if one.end is None or other.end is None:
        return 0
    one_start, other_start = one.start or one.end, other.start or other.end
    return max(0, (other_start - one.end).days, (one_start - other.end).days)


def nearness(one: Period, other: Period) -> float:
    if one.end is None or other.end is None:
        return 0.1
    return 1.0 / (1.0 + days_apart(one, other) / 30)
