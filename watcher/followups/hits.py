"""A date expression of a sentence, as ``periods`` finds it."""

from dataclasses import dataclass

from watcher.model.period import Period


@dataclass(frozen=True, slots=True)
class PeriodHit:
    """A date expression at ``text[start:end]``, its preposition included.

    ``period`` is its forward reading (None: it has none, as "two years ago"), ``past`` the backward one.
    ``vague``: "soon". ``weak``: a plain duration that counts only under a clear commitment. ``replaced``: the old
    date of something moved ("from 3 May to ..."). ``open_ended``: "since", "after" X. ``yearless``: the year is
    ours, by the rule of the next such date. ``name`` is the rule that read the unit.
    """

    start: int
    end: int
    period: Period | None
    past: Period | None
    name: str
    by: bool = False
    vague: bool = False
    weak: bool = False
    replaced: bool = False
    open_ended: bool = False
    yearless: bool = False
