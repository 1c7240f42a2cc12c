"""When something is: spans of calendar dates with their precision."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RANGE = "range"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of calendar dates, both ends included. ``start`` None with an end: "by" that end.

    Never an invented day: "2024" is 1 January to 31 December with precision YEAR.
    Both None exactly when the precision is NONE.
    """

    start: date | None = None
    end: date | None = None
    precision: Precision = Precision.NONE


UNDATED = Period()
