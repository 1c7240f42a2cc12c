"""By how much a sentence says that a date was moved: "six months later than planned", "four extra weeks". English.

The new date and the distance tell the old one, by which the record is known whatever words the story uses.
"""

import re
from datetime import date
from functools import lru_cache

from watcher.followups import spans
from watcher.followups.expressions import expression
from watcher.followups.grammar import NUMBERS
from watcher.model.period import Period, Precision

_COUNT = r"(?P<{0}>\d{{1,3}}|" + "|".join(NUMBERS) + r")(?:\s+full)?"
_UNIT = r"(?P<{0}>day|week|fortnight|month|quarter|year)s?"
_BY = expression(
    rf"\b{_COUNT.format('n1')}[\s-]+{_UNIT.format('u1')}\s+(?:later|earlier|sooner|behind|ahead\s+of|longer|late\b|after\s+(?:the\s+)?(?:original|planned|first))"
    rf"|\b{_COUNT.format('n2')}\s+(?:more|extra|additional|further)\s+{_UNIT.format('u2')}\b"
    rf"|\b(?:by|another|an?\s+(?:extra|additional|further)|extra|additional|further|delay\s+of|extension\s+of)\s+{_COUNT.format('n3')}\s+{_UNIT.format('u3')}\b"
    rf"|\b{_COUNT.format('n4')}-{_UNIT.format('u4')}\s+(?:delay|extension|postponement|slip|reprieve)"
    rf"|\b(?:by|another|an?\s+(?:extra|additional|further))\s+{_UNIT.format('u5')}\b",
    re.IGNORECASE,
)
_WORDS = ("later", "earlier", "sooner", "behind", "ahead", "longer", "late", "after", "more", "extra", "addition")
_MORE_WORDS = ("further", "by ", "another", "delay", "exten", "postpon", "slip", "repriev")
_SLACK = 3  # days


@lru_cache(maxsize=64)
def _distances(text: str) -> tuple[tuple[int, str], ...]:
    lower = text.lower()
    if not any(map(lower.__contains__, _WORDS + _MORE_WORDS)):
        return ()
    found = []
    for match in _BY.finditer(text):
        told = [name for name in ("u1", "u2", "u3", "u4", "u5") if match[name]]
        unit = match[told[0]].casefold()
        count = "1" if told[0] == "u5" else match[told[0].replace("u", "n")].casefold()
        number = int(count) if count.isdigit() else NUMBERS[count]
        found.append((number * 2, "week") if unit == "fortnight" else (number, unit))
    return tuple(found)


def moved_from(text: str, period: Period, known: Period) -> bool:
    """Whether the text says by how much the period was moved, and that far from it lies the period known."""
    if period.end is None or known.end is None or period.end == known.end:
        return False
    begins, first = period.start or period.end, known.start or known.end
    return any(
        _is_so_far(begins, first, known, count, unit) or _is_so_far(period.end, known.end, known, count, unit)
        for count, unit in _distances(text)
    )


def _is_so_far(new: date, old: date, known: Period, count: int, unit: str) -> bool:
    back = spans.add(min(new, old), count, unit)
    if known.precision in {Precision.DAY, Precision.RANGE}:
        return abs((back - max(new, old)).days) <= _SLACK
    return (back.year, back.month) == (max(new, old).year, max(new, old).month)
