"""Dates of Chinese sentences as periods: 2026年3月, 明年上半年, 年底前, 三年内. Judges no tense."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from watcher.followups import spans
from watcher.followups.expressions import expression
from watcher.followups.spans import Span
from watcher.model.period import UNDATED, Period, Precision

_NUMBER: Final = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "兩": 2, "〇": 0}
_N = r"[0-9零一二三四五六七八九十两兩]{1,3}"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?P<y>(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})年|(?P<yr>今年|明年|后年|後年|本年|去年))"
DATE = expression(
    rf"(?P<ymd>(?:{_YEAR}(?:的)?)?(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份)?(?:(?P<d>{_DAY})[日号號]?(?:\s*(?:至|到|-"
    rf"|—|－|~)\s*(?:(?P<m2>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月)?(?P<d2>{_DAY})[日号號]|(?<=[日号號]))|(?P<mp>上旬|中旬|下旬|初|中|底|末))?)"
    rf"|(?P<range>(?P<r1>(?:19|20)\d\d)年?\s*(?:至|到|-|—|－)\s*(?P<r2>(?:19|20)\d\d)年)"
    rf"|(?P<year>{_YEAR.replace('<y>', '<y2>').replace('<yr>', '<yr2>')}(?:的)?(?:(?P<half>上半年|下半年)"
    rf"|第?(?P<q>[一二三四1-4])季度?|(?P<yp>年?初|年中|年?底|年?末|春季|夏季|秋季|冬季))?)"
    rf"|(?P<lapse>(?:(?P<next>未来|未來|今后|今後|接下来|接下來)(?P<ln>{_N})(?P<lu>年|个月|個月|周|週|天))|(?P<wn>{_N})(?P<wu>年|个月|個月|周|週"
    rf"|天|日)(?P<ws>内|內|之内|后|後))"
    rf"|(?P<rel>下个?月(?P<relp>初|中|底)?|下個月|本月(?P<relp2>底|中旬|下旬)?|这个月|下周(?P<rw>[一二三四五六日天])?|下週(?P<rw2>[一二三四五六日天])?"
    rf"|(?:本周|本週|周|週|星期)(?P<w>[一二三四五六日天])|(?:上周|上週)(?P<pw>[一二三四五六日天])|本周|本週|下季度?|明天|明日|今天|今日|昨天|昨日|上个?月|上周|上週|年底|年内|年內|岁末|明年初)"
    rf"|(?P<halfonly>(?:上|下)半年)|第(?P<qonly>[一二三四])季度"
    rf"|(?<![\d月至到~—－-])(?P<donly>\d{{1,2}})[日号號](?![\d内內后後前间間报報谈談均常元程薪本线線])"
    rf"|(?P<vague>即将|即將|近期|不久|未来几(?:个)?(?:月|年|周)|日后|很快|稍后)"
)  # fmt: skip
BY = expression(r"\A\s*(?:之?前|以前|为止|為止)")
_BY_BEFORE = expression(r"(?:不迟于|不遲於|最迟|最遲|截至|截止|直到|至迟|到)\s*\Z")


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        return (_NUMBER.get(tens, 1) if tens else 1) * 10 + (_NUMBER.get(ones, 0) if ones else 0)
    return _NUMBER.get(words, 1)


def _relative_year(told: str | None, word: str | None, published: date) -> int | None:
    if told:
        return int(told) if told.isdigit() else int("".join(str(_NUMBER[digit]) for digit in told))
    if word is None:
        return None
    return published.year + {"明年": 1, "后年": 2, "後年": 2, "去年": -1}.get(word, 0)


def period_of(match: re.Match[str], sentence: str, published: date, *, ahead: bool = True) -> Period | None:
    """``ahead``: of a day without its year or week, the next; else the one nearest to the publication."""
    if match["vague"]:
        return UNDATED
    name = next(name for name in _RULES if match[name] is not None)
    span = _RULES[name](match, published, ahead)
    if span is None:
        return None
    limit = BY.match(sentence[match.end() :]) or _BY_BEFORE.search(sentence[: match.start()])
    if limit or (match["ws"] and not match["ws"].startswith(("后", "後"))) or match["rel"] in {"年内", "年內"}:
        whole = _whole(match, span)
        return Period(None, whole.last, whole.precision)
    return Period(span.first, span.last, span.precision)


def _whole(match: re.Match[str], span: Span) -> Span:
    """ "年底前" means by the end of the year, with the year's precision."""
    if (match["rel"] in {"年底", "岁末"}) or (match["yp"] or "").endswith(("底", "末")):
        return spans.year(span.last.year)
    if (match["mp"] or "") in {"底", "末"} or match["relp"] == "底" or match["relp2"] == "底":
        return spans.month(span.last.year, span.last.month)
    return span


def _month_day(match: re.Match[str], published: date, ahead: bool) -> Span | None:
    month = _number(match["m"])
    if not 1 <= month <= 12:
        return None
    year = _relative_year(match["y"], match["yr"], published)
    years = [year] if year else [published.year + shift for shift in (-1, 0, 1)]
    found = [span for candidate in years if (span := _in_year(match, candidate, month)) is not None]
    return found[0] if year and found else _nearest(found, published, ahead)


def _nearest(found: Sequence[Span], published: date, ahead: bool) -> Span | None:
    """The first of these that is not over, or the one that lies nearest."""
    if ahead:
        return next((span for span in found if span.last >= published), None)
    return min(found, key=lambda span: abs((span.last - published).days), default=None)


def _day_of_month(match: re.Match[str], published: date, ahead: bool) -> Span | None:
    """ "12日": of this month, or of the one before or behind it."""
    months = [spans.add(published.replace(day=1), shift, "month") for shift in (-1, 0, 1)]
    days = [spans.make_date(month.year, month.month, int(match["donly"])) for month in months]
    return _nearest([spans.day(day) for day in days if day is not None], published, ahead)


def _in_year(match: re.Match[str], year: int, month: int) -> Span | None:
    if match["d"]:
        first = spans.make_date(year, month, _number(match["d"]))
        end = _number(match["m2"]) if match["m2"] else month
        last = spans.make_date(year, end, _number(match["d2"])) if match["d2"] else first
        if first is None or last is None or last < first:
            return None
        return Span(first, last, Precision.DAY if first == last else Precision.RANGE)
    whole = spans.month(year, month)
    part = match["mp"]
    if not part:
        return whole
    return spans.part(whole, "early" if part in {"初", "上旬"} else "mid" if part in {"中", "中旬"} else "late")


def _year(match: re.Match[str], published: date, _ahead: bool) -> Span | None:
    year = _relative_year(match["y2"], match["yr2"], published) or published.year
    if match["half"]:
        return spans.half(year, 1 if match["half"].startswith("上") else 2)
    if match["q"]:
        return spans.quarter(year, _number(match["q"]))
    part = match["yp"]
    if not part:
        return spans.year(year)
    if part in _SEASONS:
        return spans.season(year, _SEASONS[part])
    return spans.part(spans.year(year), "early" if part.endswith("初") else "mid" if part.endswith("中") else "late")


_SEASONS: Final = {"春季": "spring", "夏季": "summer", "秋季": "autumn", "冬季": "winter"}
_UNITS: Final = {"年": "year", "月": "month", "周": "week", "週": "week", "天": "day", "日": "day"}


def _lapse(match: re.Match[str], published: date, _ahead: bool) -> Span | None:
    unit = _UNITS[(match["lu"] or match["wu"])[-1]]
    end = spans.add(published, _number(match["ln"] or match["wn"]), unit)
    if match["ws"] and match["ws"].startswith(("后", "後")):
        return spans.around(end, unit)
    return Span(published, end, Precision.DAY if unit == "day" and match["ws"] else Precision.RANGE)


def _range(match: re.Match[str], published: date, _ahead: bool) -> Span | None:
    first, last = spans.year(int(match["r1"])), spans.year(int(match["r2"]))
    return Span(first.first, last.last, Precision.RANGE) if first.first <= last.first else None


def _relative(match: re.Match[str], published: date, ahead: bool) -> Span | None:
    words = match["rel"]
    weekday = match["rw"] or match["rw2"] or match["pw"] or match["w"]
    if weekday:
        wanted = "一二三四五六日".find(weekday.replace("天", "日"))
        if words.startswith("下"):
            return spans.day(spans.add_days(published, 7 - published.weekday() + wanted))
        if words.startswith("上"):
            return spans.day(spans.add_days(published, wanted - published.weekday() - 7))
        if not ahead:
            return spans.day(spans.add_days(published, -((published.weekday() - wanted) % 7)))
        return spans.day(spans.add_days(published, (wanted - published.weekday()) % 7))
    for start, days in (("明天", 1), ("明日", 1), ("今", 0), ("昨", -1)):
        if words.startswith(start):
            return spans.day(spans.add_days(published, days))
    if words == "明年初":
        return spans.part(spans.year(published.year + 1), "early")
    if words in {"年底", "岁末"}:
        return spans.part(spans.year(published.year), "late")
    if words in {"年内", "年內"}:
        return spans.year(published.year)
    shift = {"下": 1, "上": -1}.get(words[0], 0)
    unit = "week" if "周" in words or "週" in words else "quarter" if "季" in words else "month"
    span = spans.around(spans.add(published.replace(day=1) if unit != "week" else published, shift, unit), unit)
    part = match["relp"] or match["relp2"]
    return spans.part(span, "early" if part == "初" else "mid" if part.startswith("中") else "late") if part else span


def _half_only(match: re.Match[str], published: date, _ahead: bool) -> Span | None:
    return spans.half(published.year, 1 if match["halfonly"].startswith("上") else 2)


def _quarter_only(match: re.Match[str], published: date, _ahead: bool) -> Span | None:
    span = spans.quarter(published.year, _number(match["qonly"]))
    return span if span.last >= published else spans.quarter(published.year + 1, _number(match["qonly"]))


_RULES: Final[dict[str, Callable[[re.Match[str], date, bool], Span | None]]] = {
    "ymd": _month_day, "range": _range, "year": _year, "lapse": _lapse, "rel": _relative,
    "halfonly": _half_only, "qonly": _quarter_only, "donly": _day_of_month,
}  # fmt: skip
