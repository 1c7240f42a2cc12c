"""Which units a dash, "to", "until" or "and" make one range, and what the range is. Judges no tense."""

import re
from collections.abc import Iterator

from watcher.followups import spans
from watcher.followups.expressions import expression
from watcher.followups.spans import Span
from watcher.followups.units import Unit
from watcher.model.period import Precision

_CONNECTOR = expression(
    r"\s*,?\s*(?:-|–|—|/|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b|\bup\s+to\b|\band\b|\bor\b"
    r"|\bto\s+as\s+late\s+as\b)\s*(?:in\s+|on\s+|the\s+|by\s+|early\s+to\s+)*\Z"
)


def joined(text: str, found: list[Unit], *, moving: bool) -> Iterator[list[Unit]]:
    """Units that a dash, "to", "until", "and" make one range, as one group."""
    index = 0
    while index < len(found):
        unit = found[index]
        if _explained(text, unit, found[index + 1] if index + 1 < len(found) else None):
            index += 1
            continue
        if index + 1 < len(found) and _is_range(text, unit, found[index + 1], moving=moving):
            yield [unit, found[index + 1]]
            index += 2
        else:
            yield [unit]
            index += 1


def _explained(text: str, unit: Unit, following: Unit | None) -> bool:
    """Whether the next unit says it exactly: "on Tuesday (Nov 16)", "the fiscal year deadline on Sept. 30"."""
    if following is None:
        return False
    between = text[unit.end : following.start]
    exact = following.name in {"monthday", "daymonth", "iso"}
    if unit.name in {"weekday", "dayword", "relweekday"}:
        return exact and re.fullmatch(r"\s*(?:week\b)?(?:,|\(|, \()?\s*(?:the\s+)?", between) is not None
    if unit.name in {"which", "monthyear", "month"} and re.fullmatch(r"\s*[,(]\s*(?:\w+\s+)?", between):
        return exact  # "next month, on June 4-5"
    return unit.name in {"fiscal", "which"} and re.fullmatch(r"\s+deadline\s+(?:on|of)\s+", between) is not None


_RUNS = expression(  # "will open on 27 May and run through 29 May"
    r"\s*,?\s+and\s+(?:to\s+)?(?:run|runs|last|lasts|continue|continues|end|ends)\s+(?:on|until|till|through|to)\s+(?:the\s+)?"
)
_RANGEABLE = frozenset(
    "iso slash daymonth monthday monthyear month qshort hshort fiscal seasonyear season decade year which relmonth"
    " barequarter weekday "
    "relweekday dayword yearend".split()
)


def _is_range(text: str, first: Unit, second: Unit, *, moving: bool) -> bool:
    between = text[first.end : second.start]
    if (
        len(between) > 24
        or not {first.name, second.name} <= _RANGEABLE
        or not (_CONNECTOR.match(between) or _RUNS.fullmatch(between))
    ):
        return False
    if first.ahead is None and first.back is None:
        return False
    if _RUNS.fullmatch(between):
        return True
    before = text[max(0, first.start - 30) : first.start].rstrip().casefold()
    word = between.strip(" ,\u00a0").casefold().split(" ")[0] if between.strip() else ""
    if word == "and":
        return bool(re.search(r"\bbetween(?:\s+the)?\Z", before)) or _consecutive(first, second)
    if word == "or":
        return bool(first.ahead and second.ahead and (second.ahead.first - first.ahead.last).days <= 1)
    if moving and re.search(r"\bfrom(?:\s+(?:the|its|late|early))*\Z", before):
        return False
    if moving and word in {"to", "until", "till"} and not re.search(r"\b(?:to|for|on|from)\Z", before):
        return False
    return not (
        first.name in {"weekday", "dayword"}
        and second.name not in {"weekday", "dayword", "relweekday", "monthday", "daymonth"}
    )


_WEEKDAYS = frozenset({"weekday", "relweekday"})


def _consecutive(first: Unit, second: Unit) -> bool:
    """ "April 24 and April 25": two days in a row are one meeting's."""
    a, b = first.ahead, second.ahead
    if first.name in _WEEKDAYS and second.name == "weekday":
        return True
    return bool(
        a and b and a.precision is Precision.DAY and b.precision is Precision.DAY and (b.first - a.last).days == 1
    )


def as_range(first: Unit, second: Unit) -> Unit | None:
    """From the first unit's beginning to the second's end; a missing year is the other one's."""
    begin, end = first.ahead or first.back, second.ahead or second.back
    if begin and end and first.name in _WEEKDAYS and second.name == "weekday":  # "next Tuesday and Wednesday"
        end = spans.day(spans.add_days(begin.first, (end.first - begin.first).days % 7))
    if begin is None or end is None:
        return None
    if first.yearless and not second.yearless and first.name in {"daymonth", "monthday", "month", "season"}:
        begin = _in_year_before(begin, end)
    elif first.yearless and second.yearless and end.first < begin.first and second.ahead:
        end = _after_begin(begin, end)
    if end.last < begin.first:
        return None
    span = Span(begin.first, end.last, Precision.RANGE)
    back = span
    if first.back and second.back and first.yearless and second.yearless and first.back.first <= second.back.last:
        back = Span(first.back.first, second.back.last, Precision.RANGE)
    return Unit(first.start, second.end, second.name, span, back, yearless=first.yearless and second.yearless)


def _in_year_before(begin: Span, end: Span) -> Span:
    for year in (end.last.year, end.last.year - 1):
        first = spans.make_date(year, begin.first.month, begin.first.day)
        if first and first <= end.last:
            return Span(first, end.last, begin.precision)
    return begin


def _after_begin(begin: Span, end: Span) -> Span:
    """The first such day or month after the beginning: "from November to February"."""
    year = begin.first.year + (1 if (end.first.month, end.first.day) < (begin.first.month, begin.first.day) else 0)
    first, last = (
        spans.make_date(year, end.first.month, end.first.day),
        spans.make_date(year, end.last.month, end.last.day),
    )
    return Span(first, last, end.precision) if first and last else end
