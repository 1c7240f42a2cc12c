"""Rules of ``grammar.UNIT`` that count from publication: "within 30 days", "in two years", "tomorrow", "soon"."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from watcher.followups import spans
from watcher.followups.expressions import expression
from watcher.followups.grammar import NUMBERS
from watcher.followups.spans import Span
from watcher.model.period import Precision

Anchored = tuple[Span | None, Span | None]
Rule = Callable[[re.Match[str], date], Anchored]


def number(words: str) -> int:
    words = words.casefold()
    return int(words) if words.isdigit() else NUMBERS.get(words, 1)


def after(match: re.Match[str], published: date) -> Anchored:
    """Of the publication; of an enactment or a signing nobody here knows the day."""
    if _UNKNOWN_DAY.search(match.group()) and "this" not in match.group():
        return None, None
    return spans.day(spans.add(published, number(match["an"]), match["au"])), None


_UNKNOWN_DAY = expression(r"\b(?:enactment|signing|signature)\Z")


def within(match: re.Match[str], published: date) -> Anchored:
    """ "in two years" is the year that holds that day, "over the next two years" all the time until then."""
    preposition, unit = match["wp"].casefold(), match["wu2"]
    count = 1 if match["wn"] == "single" else number(match["wn"])
    end = spans.add(published, count, unit)
    if match["wago"] or preposition == "after":
        return None, Span(spans.add(published, -count, unit), published, Precision.RANGE)
    if preposition == "for" and not match["wnext"]:
        return None, None  # "fixed for three days in October", "kept for eight years": how long, not when
    if preposition == "over" and unit in {"day", "week"} and not match["wnext"]:
        return None, None  # "will take place over three days in May"
    if match["wnext"] or preposition != "in":
        precision = Precision.DAY if unit == "day" and preposition in {"within", "inside"} else Precision.RANGE
        return Span(published, end, precision), None
    return spans.around(end, unit), None


def from_now(match: re.Match[str], published: date) -> Anchored:
    return spans.around(spans.add(published, number(match["fn"]), match["fu"]), match["fu"]), None


def n_days(match: re.Match[str], published: date) -> Anchored:
    if _BEHIND.search(match.string, max(0, match.start() - 20), match.start()):
        return None, None  # "final early in 2026 after a 60-day comment period"
    return Span(published, spans.add(published, number(match["nn"]), match["nu"]), Precision.DAY), None


_BEHIND = expression(r"\b(?:after|following|since|despite|once)\s+(?:an?|the|its|their|this)\s+\Z", re.IGNORECASE)


def given(match: re.Match[str], published: date) -> Anchored:
    return Span(published, spans.add(published, number(match["gn"]), match["gu"]), Precision.DAY), None


def ago(match: re.Match[str], published: date) -> Anchored:
    if match["ago"].casefold() == "yesterday":
        return None, spans.day(spans.add_days(published, -1))
    return None, Span(date.min, published, Precision.NONE)


def dayword(match: re.Match[str], published: date) -> Anchored:
    words = match["dayword"].casefold()
    shift = 2 if words.startswith("day") else int(words == "tomorrow")
    span = spans.day(spans.add_days(published, shift))
    return span, (span if shift == 0 else None)


def week_after(match: re.Match[str], published: date) -> Anchored:
    return spans.week(spans.add_days(published, 14)), None


def vague(match: re.Match[str], published: date) -> Anchored:
    return None, None


LAPSES: Final[dict[str, Rule]] = {
    "after": after, "within": within, "fromnow": from_now, "ndays": n_days, "given": given, "ago": ago,
    "dayword": dayword, "weekafter": week_after, "vague": vague,
}  # fmt: skip
