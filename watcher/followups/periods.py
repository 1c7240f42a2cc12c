"""Date expressions of a sentence as periods: the contract's table, relative to the publication date.

Pure: words and a publication date in, periods out. ``units`` reads the atoms; here they are joined to ranges and
the words before them ("by", "from", "until") decide what they bound. No tense is judged: each hit has the reading
seen forward and, where it differs, the one in a clause about the past; ``extract`` chooses.
"""

import re
from dataclasses import replace
from datetime import date

from watcher.followups import spans, units
from watcher.followups.expressions import expression
from watcher.followups.grammar import unit_pattern
from watcher.followups.hits import PeriodHit
from watcher.followups.moved_dates import is_given_up, is_moving, until_the_second
from watcher.followups.ranges import joined
from watcher.followups.spans import Span
from watcher.followups.support import supported
from watcher.followups.units import Unit
from watcher.model.period import UNDATED, Period, Precision

_FILL = (
    r"(?:\s+(?:the|about|around|roughly|approximately|sometime|some\s+time|in|on|at\s+least|noon|midnight|COB|EOD"
    r"|(?:(?:next|this|the\s+coming)\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,"  # "by next Monday, May 12"
    r"|close\s+of\s+business|or\s+in|\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\.?(?:\s+[A-Z]{2,4})?))*\s+"
)
_BY = expression(
    r"\b(?P<by>on\s+or\s+before|(?:no|not)\s+later\s+than|by\s+or\s+before|by|before|until|till?|til|through|thru"
    r"|ahead\s+of"
    r"|prior\s+to|up\s+(?:to|until)|as\s+late\s+as)"
    r"(?:" + _FILL.removesuffix(r"\s+") + r"\s+(?:[\w.]+\s+){0,2}deadline\s+(?:on|of)(?:\s+the)?)?" + _FILL + r"\Z",
    re.IGNORECASE,
)
_BEFORE = 90
_OPEN = expression(r"\b(?:since|after|following|ago|past|starting\s+after)" + _FILL + r"\Z", re.IGNORECASE)
_FROM = expression(
    r"\b(?:from|starting|beginning|effective|commencing|with\s+effect\s+from|as\s+of|as\s+from|as\s+early\s+as"
    r"|no\s+(?:earlier|sooner)\s+than|not\s+(?:earlier|before))"
    r"(?:\s+(?:from|in|on|the|around|about|as\s+early\s+as))*\s+\Z",
    re.IGNORECASE,
)
_FROM_NOW = expression(
    r"\b(?:from\s+)?(?:now|today)\s+(?:on\s+)?(?:until|till|to|through|up\s+to)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_WEEK_OF = expression(r"\b(?:the\s+)?week\s+(?:of|beginning|starting|commencing)\s+(?:the\s+)?\Z", re.IGNORECASE)
_NOT_UNTIL = expression(
    r"(?:\bnot\b|n['’]t\b|\bpostpone\w*|\bdelay\w*|\bpush(?:ed|es|ing)?\b|\bdefer\w*|\bput\s+off\b|\bput\s+back\b"
    r"|\bslip\w*|\bwait\b|\b(?:is|are)\s+off\b|\badjourn\w*|\bmove[ds]?\b|\breschedul\w+)[^;]{0,140}\Z",
    re.IGNORECASE,
)
_SINGAPORE = expression(
    r"\bSingapore|\bS\$|\bMAS\b|\bIMDA\b|\bMDDI\b|\bCSA\b|\bLTA\b|\bGovTech\b|\bA\*STAR|\bEDB\b|\bMTI\b"
)
_LATEST = expression(r"\s+(?:at\s+the\s+(?:very\s+)?latest|or\s+(?:earlier|sooner|before))\b", re.IGNORECASE)
_DEADLINE_AFTER = expression(r"\s+(?:deadline|cut-?off|due\s+date)\b", re.IGNORECASE)


def find_periods(text: str, published: date, before: str = "") -> list[PeriodHit]:
    """Every date expression of one sentence, in order; spans do not overlap.

    ``before`` is the sentence before it, where "of that year" and "the following month" may have their anchor.
    """
    anchor = find_periods(before, published)[-1:] if before and _REFERS.search(text) else []
    found = [each for each in (units.read(match, published) for match in unit_pattern().finditer(text)) if each]
    moving = is_moving(text)
    hits: list[PeriodHit] = []
    last_end = 0
    for group in joined(text, found, moving=moving):
        words = text[max(last_end, group[0].start - _BEFORE) : group[0].start]
        unit = supported(text, words, group)
        if unit is None:
            continue
        hits.append(_hit(text, words, unit, anchor + hits, published, ranged=len(group) > 1, moving=moving))
        last_end = unit.end
    return hits


def _hit(
    text: str, before: str, unit: Unit, earlier: list[PeriodHit], published: date, *, ranged: bool, moving: bool
) -> PeriodHit:
    ahead, back = unit.ahead, unit.back
    if unit.name == "vague":
        return PeriodHit(unit.start, unit.end, UNDATED, None, unit.name, vague=True)
    if unit.yearless and _THAT_YEAR.match(text, unit.end):
        years = [one.period.end.year for one in earlier if one.period and one.period.end and not one.yearless]
        if years:
            ahead = back = _in_year(ahead, years[-1])
            unit = replace(unit, yearless=False)
    if unit.name == "which" and re.search(r"\bfollowing\b", text[unit.start : unit.end], re.IGNORECASE):
        ahead = _following(text[unit.start : unit.end], earlier, ahead)
    if unit.name == "which" and (lasting := _LASTING.search(before)) and ahead:
        ahead = _lasting(text[unit.start : unit.end], ahead, published)
        if lasting["within"] and ahead.precision is Precision.RANGE:
            return PeriodHit(unit.start - len(lasting.group()), unit.end, _until(ahead), None, "within", by=True)
    week_of = _WEEK_OF.search(before)
    if week_of and ahead and ahead.precision is Precision.DAY:
        ahead, unit = spans.week(ahead.first), replace(unit, start=unit.start - len(week_of.group()))
    if ahead and back and _begins_in_april(text, unit):
        ahead = back = spans.shifted(ahead, 6)
        unit = replace(unit, edge=spans.shifted(unit.edge, 6) if unit.edge else None)
    if unit.name == "weekday" and ahead and _ITS_WEEK.match(text, unit.end):
        ahead = spans.day(spans.add_days(ahead.first, 7))  # "on Tuesday week"
    if unit.name == "weekday" and back and _OF_LAST_WEEK.match(text, unit.end):
        week = spans.week(spans.add_days(published, -7))
        ahead, back = None, spans.day(spans.add_days(week.first, back.first.weekday()))
    weeks_from = _WEEKS_FROM.search(before) if unit.name == "weekday" else None
    if weeks_from and ahead:  # "two weeks from Friday"
        ahead = spans.day(spans.add_days(ahead.first, 7 * _WEEKS.index(weeks_from["n"].casefold())))
        back, unit = None, replace(unit, start=unit.start - len(weeks_from.group()))
    hit = _bounded(text, before, replace(unit, ahead=ahead, back=back), published, ranged=ranged)
    weak = unit.name == "within" and _is_weak(text[unit.start : unit.end])
    replaced = is_given_up(text, before, hit, moving=moving)
    hit = until_the_second(text, hit)
    return _on_its_weekday(text, replace(hit, weak=weak, replaced=replaced, yearless=unit.yearless))


_WEEKDAY = expression(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:nes|rs|s|ur)?(?:day)?\b")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _on_its_weekday(text: str, hit: PeriodHit) -> PeriodHit:
    """ "Wednesday, 19 November": of this year's and last year's, or the next one's, the one that is a Wednesday."""
    day = _WEEKDAY.search(text, hit.start, hit.end) if hit.yearless and hit.name in {"daymonth", "monthday"} else None
    if day is None or hit.period is None or hit.past is None or hit.period.start is None or hit.past.start is None:
        return hit
    told = _WEEKDAYS.index(day[1])
    ahead, back = (
        told in {day.weekday() for day in (period.start, period.end) if day is not None}
        for period in (hit.period, hit.past)
    )
    if ahead is back:
        return hit
    return replace(hit, past=None) if ahead else replace(hit, period=None)


_REFERS = expression(
    r"\b(?:(?:that|the\s+same)\s+year|the\s+following\s+(?:week|weekend|month|quarter|year))\b", re.IGNORECASE
)
_THAT_YEAR = expression(r"\s+(?:of\s+)?(?:that|the\s+same)\s+year\b")


def _in_year(span: Span | None, year: int) -> Span | None:
    """ "on 1 February of that year"."""
    if span is None:
        return None
    first = spans.make_date(year, span.first.month, span.first.day)
    last = spans.make_date(year, span.last.month, span.last.day)
    return Span(first, last, span.precision) if first and last and first <= last else span


_LASTING = expression(r"\b(?:over|during|throughout|in|(?P<within>within))\s+\Z", re.IGNORECASE)


def _lasting(words: str, ahead: Span, published: date) -> Span:
    """ "over the next month" is the month from now, not the calendar's next one."""
    match = re.fullmatch(r"the\s+(?:next|coming)\s+(week|month|quarter|year|decade)", words, re.IGNORECASE)
    if match is None:
        return ahead
    return Span(published, spans.add(published, 1, match[1].casefold()), Precision.RANGE)


def _is_weak(words: str) -> bool:
    """ "in two years", "over ten years": a duration without "next", "coming", "within"."""
    return not re.search(r"\b(?:next|coming|following|ensuing|within|inside|time)\b", words, re.IGNORECASE)


def _following(words: str, earlier: list[PeriodHit], ahead: Span | None) -> Span | None:
    """ "the following month" counts from the date told before it."""
    if not earlier or ahead is None or earlier[-1].period is None or earlier[-1].period.end is None:
        return ahead
    unit = re.sub(r"\W", "", words.rsplit(None, 1)[-1].casefold())
    if unit not in {"week", "weekend", "month", "quarter", "year", "decade"}:
        return ahead
    step = "week" if unit == "weekend" else unit
    return spans.around(spans.add(earlier[-1].period.end, 1, step), unit)


_FISCAL = expression(r"\b(?:FY\s?['’]?\d|fiscal|financial\s+year)", re.IGNORECASE)
_APRIL = expression(
    r"\bIndian?\b|\bJapan|\bBrit(?:ain|ish)\b|\bU\.?K\b|\bHong\s+Kong|\bCanad|\bTokyo\b|\bDelhi\b|\bWhitehall\b"
)
_AMERICAN = expression(r"\bU\.?S\b|\bUnited\s+States\b|\bAmerican\b|\bPentagon\b|\bNASA\b|\bCongress\b|\bfederal\b")
_WEEKS = ("", "a", "two", "three", "four")
_WEEKS_FROM = expression(r"\b(?P<n>a|two|three|four)\s+weeks?\s+from\s+\Z", re.IGNORECASE)
_OF_LAST_WEEK = expression(r"\s+(?:of\s+)?last\s+week\b")
_ITS_WEEK = expression(r"\s+week\b(?![-\s]end)")


def _begins_in_april(text: str, unit: Unit) -> bool:
    """Singapore's year FY2026 is 1 April 2026 to 31 March 2027, half a year behind the U.S. one; so are others'."""
    if _FISCAL.search(text, unit.start, unit.end) is None:
        return False
    return _SINGAPORE.search(text) is not None or (_APRIL.search(text) is not None and not _AMERICAN.search(text))


def _from_now(text: str, before: str) -> re.Match[str] | None:
    """ "from now until | May"; not "pushed back again, now to | May"."""
    now = _FROM_NOW.search(before)
    to = now is not None and now.group().casefold().startswith("now to")
    return None if to and is_moving(text) else now


def _bounded(text: str, before: str, unit: Unit, published: date, *, ranged: bool) -> PeriodHit:
    """The period that the words before (and right after) the unit make of it."""
    ahead, start, after = unit.ahead, unit.start, text[unit.end : unit.end + 24]
    name = unit.name
    if (now := _from_now(text, before)) and ahead:
        return PeriodHit(
            start - len(now.group()),
            unit.end,
            _period(Span(published, max(published, ahead.last), Precision.RANGE)),
            None,
            name,
        )
    if opened := _OPEN.search(before):
        return PeriodHit(
            start - len(opened.group()), unit.end, None, _period(unit.back or ahead), name, open_ended=True
        )
    by = _BY.search(before)
    if by and by["by"].casefold() == "through" and _FELL.search(text[: start - len(before) + by.start()]):
        by = None
    if by and not _is_not_before(by["by"].casefold(), text[: start - len(before) + by.start()][-160:]):
        if ahead is None:
            return PeriodHit(start - len(by.group()), unit.end, None, _period(unit.back), name)
        limit = unit.edge or ahead
        if (ranged and by["by"].casefold() not in {"by", "before"}) or _is_of_occasion(text, by, unit):
            return PeriodHit(start - len(by.group()), unit.end, _period(ahead), _period(unit.back), name)
        return PeriodHit(start - len(by.group()), unit.end, _until(limit), _period(unit.back), name, by=True)
    if name == "fiscal" and ahead and unit.edge is None:
        return PeriodHit(start, unit.end, Period(None, ahead.last, Precision.YEAR), _period(unit.back), name, by=True)
    if ahead and name == "given":
        return PeriodHit(start, unit.end, _until(ahead), None, name, by=True)
    if ahead and name in {"within", "ndays"} and _counts_to(text[unit.start : unit.end]):
        return PeriodHit(start, unit.end, _until(ahead), None, name, by=True)
    if ahead and (_LATEST.match(after) or (_DEADLINE_AFTER.match(after) and ahead.precision is not Precision.DAY)):
        return PeriodHit(start, unit.end, _until(ahead), _period(unit.back), name, by=True)
    if from_ := _FROM.search(before):
        start -= len(from_.group())
    return PeriodHit(start, unit.end, _period(ahead), _period(unit.back), name)


def _is_of_occasion(text: str, by: re.Match[str], unit: Unit) -> bool:
    """ "ahead of its 8 June launch": the launch is on the day."""
    return by["by"].casefold() in {"ahead of", "prior to"} and _OCCASION.match(text, unit.end) is not None


_OCCASION = expression(
    r"\s+(?:[\w-]+\s+){0,2}?(?:launch|summit|meeting|talks|forum|conference|dialogue|election|vote|hearing|opening|debut|release|visit|referendum|session)\b",
    re.IGNORECASE,
)


def _is_not_before(word: str, before: str) -> bool:
    """ "will not open until May", "will not be ready before the autumn": the time itself, and no limit."""
    if word == "before":
        return _NEGATED.search(before) is not None
    return word in {"until", "till", "til"} and _NOT_UNTIL.search(before) is not None


_NEGATED = expression(r"(?:\b(?:not|never|cannot|unlikely)\b|n['’]t\b)[^,;]{0,80}\Z", re.IGNORECASE)
_FELL = expression(r"\b(?:f[ae]ll(?:s|en|ing)?|go(?:es|ne|ing)?|went|c[ao]m(?:e|es|ing)|break|broke|follow\w*)\s+\Z")


def _counts_to(words: str) -> bool:
    return re.match(r"(?:within|inside)\b|\S*-", words, re.IGNORECASE) is not None


def _period(span: Span | None) -> Period | None:
    if span is None:
        return None
    if span.precision is Precision.NONE:
        return UNDATED
    return Period(span.first, span.last, span.precision)


def _until(span: Span) -> Period:
    return Period(None, span.last, span.precision)
