"""Periods of the contract's JSON in a few words, for chat. Pure."""

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any


def day_words(day: str) -> str:
    """``2024-07-31`` is ``31 Jul 2024``."""
    moment = date.fromisoformat(day)
    return f"{moment.day} {calendar.month_abbr[moment.month]} {moment.year}"


def period_words(period: Mapping[str, Any]) -> str:
    """``start``, ``end`` and ``precision`` as people say them; never finer than they were told."""
    start, end, precision = period.get("start"), period.get("end"), str(period.get("precision"))
    if not end:
        return f"from {day_words(start)}" if start else "no date yet"
    if not start:
        return f"by {day_words(end)}"
    if start == end:
        return day_words(start)
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    named = {
        "month": f"{calendar.month_name[last.month]} {last.year}",
        "quarter": f"Q{(last.month + 2) // 3} {last.year}",
        "half": f"{'first' if last.month <= 6 else 'second'} half of {last.year}",
        "year": f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}",
    }
    if precision == "day" or precision not in named:
        return f"{day_words(start)} to {day_words(end)}"
    return named[precision]
