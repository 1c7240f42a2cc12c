"""What each rule of ``grammar.UNIT`` means: a reading seen forward from publication, and one seen back.

A new rule is a group of the grammar and a function here; ``units`` makes units of them.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from watcher.followups import spans
from watcher.followups.expressions import expression
from watcher.followups.grammar import MONTHS, ORDINALS, WEEKDAYS
from watcher.followups.lapse_rules import LAPSES, Anchored, Rule
from watcher.followups.spans import Span
from watcher.model.period import Precision


def _month_number(words: str) -> int:
    return MONTHS[words.rstrip(".").casefold()]


def _around_now(published: date, span_in: Callable[[int], Span | None]) -> Anchored:
    """The next span not over at publication, and the last one already begun, of one that comes every year."""
    year_ = published.year  # a 29 February comes every fourth; winter begins in the year before
    forward, backward = map(span_in, range(year_ - 1, year_ + 5)), map(span_in, range(year_ + 1, year_ - 5, -1))
    ahead = next((span for span in forward if span and span.last >= published), None)
    back = next((span for span in backward if span and span.first <= published), None)
    return ahead, back


def _same(span: Span | None) -> Anchored:
    return span, span


def _relative_year(words: str | None, published: date) -> int:
    first = (words or "this").split()[0].casefold()
    return published.year + {"next": 1, "last": -1}.get(first, 0)


def _days(published: date, year_: str | None, month_: str, first: str, second: str | None) -> Anchored:
    number_ = _month_number(month_)
    low = int(re.sub(r"\D", "", first))
    high = int(re.sub(r"\D", "", second)) if second else low

    def in_year(year_in: int) -> Span | None:
        start, end = spans.make_date(year_in, number_, low), spans.make_date(year_in, number_, high)
        if start is None or end is None or end < start:
            return None
        return Span(start, end, Precision.DAY if start == end else Precision.RANGE)

    return _same(in_year(int(year_))) if year_ else _around_now(published, in_year)


def _year_told(match: re.Match[str], rule: str, published: date) -> str | None:
    """The year behind a day: "5 May 2026", "5 May next year"."""
    relative = match[f"{rule}rel"]
    if relative is None:
        return match[f"{rule}y"]
    return str(_relative_year(relative.removeprefix("of").strip(), published))


_MOVED_FROM = expression(
    r"\b(?:moved?|moves|shift\w*|chang\w+|reschedul\w+|postpon\w+|push\w*|nudg\w+|bump\w*|slip\w*|brought|put|delay\w*)\b(?:\s+\w+){0,2}?\s+from\s+\Z"
)


def _new_day(match: re.Match[str], first: str, second: str | None) -> tuple[str, str | None]:
    """ "has been moved from Monday 24 to Wednesday 26 November": the second day alone."""
    moved = second and _MOVED_FROM.search(match.string, 0, match.start())
    return (second or first, None) if moved else (first, second)


def _day_month(match: re.Match[str], published: date) -> Anchored:
    return _days(
        published, _year_told(match, "dm", published), match["dmm"], *_new_day(match, match["dm1"], match["dm2"])
    )


def _month_day(match: re.Match[str], published: date) -> Anchored:
    return _days(published, _year_told(match, "md", published), match["mdm"], match["md1"], match["md2"])


def _iso(match: re.Match[str], published: date) -> Anchored:
    found = spans.make_date(int(match["isoy"]), int(match["isom"]), int(match["isod"]))
    return _same(spans.day(found) if found else None)


def _slash(match: re.Match[str], published: date) -> Anchored:
    """U.S. or British order: taken where only one of them is a date; 03/04/2025 is left alone."""
    a, b, year_ = int(match["s1"]), int(match["s2"]), int(match["s3"])
    if match["sep"] == ".":  # continental: day first
        found = spans.make_date(year_, b, a)
        return _same(spans.day(found) if found else None)
    dates = {found for found in (spans.make_date(year_, a, b), spans.make_date(year_, b, a)) if found}
    return _same(spans.day(dates.pop())) if len(dates) == 1 else (None, None)


def _month_year(match: re.Match[str], published: date) -> Anchored:
    year_ = int(match["myy"]) if match["myy"] else _relative_year(match["myrel"], published)
    return _same(spans.month(year_, _month_number(match["mym"])))


def _month(match: re.Match[str], published: date) -> Anchored:
    number_ = _month_number(match["mm"])
    return _around_now(published, lambda year_: spans.month(year_, number_))


def _day_of_month(match: re.Match[str], published: date) -> Anchored:
    """ "the 5th of next month"."""
    first = spans.add(published.replace(day=1), match["domw"].casefold() == "next", "month")
    found = spans.make_date(first.year, first.month, int(match["domd"]))
    return _same(spans.day(found) if found else None)


def _relative_month(match: re.Match[str], published: date) -> Anchored:
    number_ = _month_number(match["rmm"])
    which = match["rmw"].casefold()
    this = spans.month(published.year, number_)
    if which == "last":
        return None, this if this.last < published else spans.month(published.year - 1, number_)
    if which == "this":
        return _same(this)
    # Told in February, "next March" is none of this year's: that is "next month".
    ahead = this.first > published and number_ != published.month + 1
    return (this if ahead else spans.month(published.year + 1, number_)), None


def _short_year(words: str) -> int:
    return int(words) if len(words) == 4 else 2000 + int(words)


def _quarter_short(match: re.Match[str], published: date) -> Anchored:
    number_ = int(match["q1"] or match["q2"])
    if match["qfy"]:  # of the U.S. year, as ``_fiscal``
        return _same(spans.shifted(spans.quarter(_short_year(match["qfy"]), number_), -3))
    told = match["qy"] or match["qyy"]
    if told:
        return _same(spans.quarter(_short_year(told), number_))
    if match["qrel"]:
        return _same(spans.quarter(_relative_year(match["qrel"], published), number_))
    return _around_now(published, lambda year_: spans.quarter(year_, number_))


def _half_short(match: re.Match[str], published: date) -> Anchored:
    told = match["hy"] or match["hyy"]
    year_ = _short_year(told) if told else _relative_year(match["hrel"], published)
    return _same(spans.half(year_, int(match["h1"] or match["h2"])))


def _fiscal(match: re.Match[str], published: date) -> Anchored:
    """The U.S. federal year, October to September; ``periods`` shifts it where the text is Singapore's."""
    told = match["fy1"] or match["fy2"]
    if told:
        last_year = _short_year(told)
    else:
        last_year = published.year + (published.month >= 10) + ("next" in match["fyrel"].casefold())
    return _same(Span(date(last_year - 1, 10, 1), date(last_year, 9, 30), Precision.YEAR))


def _season_year(match: re.Match[str], published: date) -> Anchored:
    year_ = int(match["syy"]) if match["syy"] else _relative_year(match["syrel"], published)
    return _same(spans.season(year_, match["sys"].casefold()))


def _season(match: re.Match[str], published: date) -> Anchored:
    name = match["ss"].casefold()
    return _around_now(published, lambda year_: spans.season(year_, name))


def _decade(match: re.Match[str], published: date) -> Anchored:
    return _same(spans.decade(int(match["dec"])))


def _bare_quarter(match: re.Match[str], published: date) -> Anchored:
    number_ = ORDINALS[match["bq"].casefold()]
    if match["bqu"] == "half":
        return _around_now(published, lambda year_: spans.half(year_, min(2, number_)))
    if _is_fiscal(match):
        number_ = (number_ + 2) % 4 + 1  # that of the U.S. year from October
    return _around_now(published, lambda year_: spans.quarter(year_, number_))


_FISCAL = expression(r"\bfiscal\s+\Z", re.IGNORECASE)
_OF_FISCAL = expression(r"\s+of\s+(?:the|its|their|this)\s+(?:[\w.]+\s+){0,2}?fiscal\s+year\b(?!\s+\d)", re.IGNORECASE)


def _is_fiscal(match: re.Match[str]) -> bool:
    """ "the fiscal fourth quarter", "the fourth quarter of the U.S. fiscal year"."""
    text, start = match.string, match.start()
    if _FISCAL.search(text[max(0, start - 8) : start]) or "fiscal" in match.group():
        return True
    return _OF_FISCAL.match(text, match.end()) is not None


def _weekday(match: re.Match[str], published: date) -> Anchored:
    ahead = (WEEKDAYS[match["wd"].casefold()] - published.weekday()) % 7
    back = ahead - 7 if ahead else 0
    return spans.day(spans.add_days(published, ahead)), spans.day(spans.add_days(published, back))


def _relative_weekday(match: re.Match[str], published: date) -> Anchored:
    """ "next Friday" is that of the next calendar week; "this Friday" the coming one, or one just past."""
    wanted = WEEKDAYS[match["rwd"].casefold()]
    which = match["rww"].casefold()
    if which == "last":
        return None, spans.day(spans.add_days(published, -((published.weekday() - wanted - 1) % 7) - 1))
    if which == "next":
        return spans.day(spans.add_days(published, 7 - published.weekday() + wanted)), None
    return spans.day(spans.add_days(published, (wanted - published.weekday()) % 7)), spans.day(
        spans.add_days(spans.week(published).first, wanted)
    )


def _nth_weekday(match: re.Match[str], published: date) -> Anchored:
    """ "the first Tuesday of October"."""
    month_, wanted = MONTHS[match["nmm"].casefold().rstrip(".")], WEEKDAYS[match["nwd"].casefold()]
    which = match["nth"].casefold()

    def of(year_: int) -> Span:
        span = spans.month(year_, month_)
        if which == "last":
            return spans.day(spans.add_days(span.last, -((span.last.weekday() - wanted) % 7)))
        weeks = ("first", "second", "third", "fourth").index(which)
        return spans.day(spans.add_days(span.first, (wanted - span.first.weekday()) % 7 + 7 * weeks))

    return _same(of(int(match["nyy"]))) if match["nyy"] else _around_now(published, of)


def _weekday_of(match: re.Match[str], published: date) -> Anchored:
    """ "Tuesday of next week"."""
    week = spans.week(published).first
    days = WEEKDAYS[match["wod"].casefold()] + (0 if match["wow"].casefold() == "this" else 7)
    return _same(spans.day(spans.add_days(week, days)))


def _which(match: re.Match[str], published: date) -> Anchored:
    which = " ".join(match["ww"].casefold().split()).removeprefix("the ")
    if which == "the" and not (match["part"] or match["wq"] or match["wend"]):
        name = match["wu"].casefold()
        if name in spans.SEASONS:  # "by the summer"
            return _around_now(published, lambda year_: spans.season(year_, name))
        return None, None  # "over the year" names none
    unit = match["wu"].casefold().replace("-", "")
    shift = {"next": 1, "coming": 1, "following": 1, "last": -1, "past": -1, "previous": -1}.get(which, 0)
    if unit in spans.SEASONS:
        return _which_season(unit, shift, published)
    base = spans.around(published, unit) if unit != "half" else spans.half(published.year, 1 + published.month // 7)
    if shift:
        step = {"weekend": ("week", 1), "half": ("month", 6), "century": ("decade", 10)}.get(unit, (unit, 1))
        moved = spans.add(base.first, shift * step[1], step[0])
        base = spans.half(moved.year, 1 + moved.month // 7) if unit == "half" else spans.around(moved, unit)
    if match["wq"]:
        pick = spans.quarter if match["wqu"].casefold() == "quarter" else spans.half
        base = pick(base.first.year, min(ORDINALS[match["wq"].casefold()], 4 if pick is spans.quarter else 2))
    elif match["wend"]:
        base = spans.part(base, "late")
    return (base if shift >= 0 else None), (base if shift <= 0 else None)


_SOON = 14  # days


def _which_season(name: str, shift: int, published: date) -> Anchored:
    if shift == 0:
        year_ = published.year - (name == "winter" and published.month <= 2)
        return _same(spans.season(year_, name))
    ahead, back = _around_now(published, lambda year_: spans.season(year_, name))
    if shift < 0:
        return None, back
    # Told in late February, "next spring" is none of this year's: that is "this spring".
    if ahead is not None and (ahead.first - published).days <= _SOON:
        ahead = spans.season(ahead.first.year + 1, name)
    return ahead, None


def _year_end(match: re.Match[str], published: date) -> Anchored:
    unit = (
        "month" if "month" in match["yearend"].casefold() else "week" if "week" in match["yearend"].casefold() else ""
    )
    base = spans.around(published, unit) if unit else spans.year(int(match["yey"] or published.year))
    return _same(spans.part(base, "late"))


def _year(match: re.Match[str], published: date) -> Anchored:
    return _same(spans.year(int(match["yy"])))


def _new_year(match: re.Match[str], published: date) -> Anchored:
    """ "in the new year" is early in it, and told in January in this one."""
    span = spans.year(published.year + (published.month > 1))
    return (span if match["part"] else spans.part(span, "early")), None


RULES: Final[dict[str, Rule]] = {
    "iso": _iso, "slash": _slash,
    "daymonth": _day_month, "monthday": _month_day,
    "monthyear": _month_year, "relmonth": _relative_month, "month": _month, "qshort": _quarter_short,
    "hshort": _half_short, "fiscal": _fiscal, "seasonyear": _season_year, "decade": _decade,
    "nthday": _nth_weekday, "dayofmonth": _day_of_month, "weekdayof": _weekday_of,
    "relweekday": _relative_weekday, "weekday": _weekday, "which": _which, "yearend": _year_end, "year": _year,
    "newyear": _new_year, "season": _season, "barequarter": _bare_quarter,
    **LAPSES,
}  # fmt: skip
