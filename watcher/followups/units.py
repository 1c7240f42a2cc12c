"""The atoms of English date expressions: what one match of ``grammar.UNIT`` means, seen from the publication date.

A year or a month alone counts only where a preposition or another unit supports it; ``periods`` decides that.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from watcher.followups import spans
from watcher.followups.date_rules import RULES
from watcher.followups.expressions import expression
from watcher.followups.grammar import ORDINALS
from watcher.followups.spans import Span
from watcher.model.period import Precision


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of time at ``text[start:end]``.

    ``ahead`` is its reading seen forward from publication, ``back`` the one in a clause about the past
    (None: it has none). ``bare``: counts only with support. ``edge``: "the end of" something, which after
    "by" means its last day. ``name``: the rule that read it.
    """

    start: int
    end: int
    name: str
    ahead: Span | None
    back: Span | None
    bare: bool = False
    edge: Span | None = None
    yearless: bool = False


def read(match: re.Match[str], published: date) -> Unit | None:
    """The unit a match of ``UNIT`` stands for; None where the words make no date (30 February)."""
    name = match.lastgroup or ""
    for group in RULES:
        if match[group] is not None:
            name = group
            break
    ahead, back = RULES[name](match, published)
    over = _OVER_TWO.match(match.string, match.end()) if name == "year" else None
    if over and ahead and int(over[1]) == (ahead.last.year + 1) % 100:  # "in 2025-26"
        ahead = back = Span(ahead.first, spans.year(ahead.last.year + 1).last, Precision.RANGE)
    unit = Unit(match.start(), match.end(), name, ahead, back, name in _NEED_SUPPORT, yearless=name in _YEARLESS)
    if name == "yearend" and ahead:
        unit = replace(unit, edge=spans.around(ahead.last, "year") if ahead.last.month == 12 else ahead)
    if name == "which" and match["ww"].casefold() == "the" and match["wu"].casefold() in spans.SEASONS:
        unit = replace(unit, yearless=True)  # "in the summer"
    if name in {"monthday", "daymonth"} and (match["mdy"] or match["dmy"] or match["mdrel"] or match["dmrel"]):
        unit = replace(unit, yearless=False)
    if name == "qshort" and not any(map(match.__getitem__, ("qy", "qyy", "qrel", "qfy"))):
        unit = replace(unit, yearless=True)
    if name == "newyear" and ahead:  # "before the new year"
        unit = replace(unit, edge=spans.year(ahead.first.year - 1))
    if match["part"]:
        unit = _with_part(unit, match["part1"] or match["part3"] or match["part4"], match["part2"], published)
    if unit.ahead is None and unit.back is None and name != "vague":
        return None
    return unit


_OVER_TWO = expression(r"[-–/](\d\d)(?![\d-])")
_NEED_SUPPORT = {"month", "year", "season", "newyear"}
_YEARLESS = {"monthday", "daymonth", "month", "season", "weekday", "barequarter"}


def _with_part(unit: Unit, word: str, second: str | None, published: date) -> Unit:
    word = word.casefold()
    ahead = _part_of(unit.ahead, word, published)
    back = _part_of(unit.back, word, published)
    if word == "earlier":
        ahead, back = None, unit.back or unit.ahead
    if second and ahead and unit.ahead:
        begin = _part_of(unit.ahead, re.split(r"[-–\s]", second)[0].casefold(), published)
        ahead = Span(begin.first, ahead.last, Precision.RANGE) if begin else ahead
    edge = unit.ahead if word in {"end", "close", "turn", "rest", "remainder", "later"} else None
    name = "year" if unit.name == "fiscal" else unit.name  # half a fiscal year is no limit
    return replace(unit, name=name, ahead=ahead, back=back, bare=False, edge=edge)


_PARTS = {"beginning": "early", "start": "early", "middle": "mid", "end": "late", "close": "late", "turn": "late"}


def _part_of(span: Span | None, word: str, published: date) -> Span | None:
    if span is None:
        return None
    if word in {"later", "rest", "remainder"}:
        if span.first <= published <= span.last:
            return Span(published, span.last, span.precision)
        return span
    tokens = word.split()
    if tokens[-1] == "half":
        return spans.half_of(span, ORDINALS[tokens[0]])
    if tokens[-1] == "quarter":
        if span.precision is not Precision.YEAR:
            return None
        quarter = spans.quarter(span.last.year, ORDINALS[tokens[0]])
        return quarter if span.last.month == 12 else spans.shifted(quarter, -3)  # of the U.S. fiscal year
    if tokens[-1] == "week":
        return _week_of(span, tokens[0])
    if span.precision is Precision.DAY:
        return span
    name = _PARTS.get(word, word)
    return spans.part(span, name) if name in {"early", "mid", "late"} else None


def _week_of(span: Span, ordinal: str) -> Span:
    """The n-th week of a month, counted in sevens from its first day; the last is its last seven days."""
    if ordinal in {"last", "final"}:
        return Span(spans.add_days(span.last, -6), span.last, Precision.RANGE)
    first = spans.add_days(span.first, 7 * (ORDINALS[ordinal] - 1))
    return Span(first, spans.add_days(first, 6), Precision.RANGE)


# ---------------------------------------------------------------- rules, one a named group of UNIT
