"""Conflicts that keep two alike entries apart: other numbers, dates, ordinals, names. Pure.

"The 12th round" and "the 13th round" share every word but one; no similarity tells them apart, a rule does.
"""

from collections.abc import Iterable

from watcher.stories.signature import DATE, NAME, NUMBER, PHRASE, TITLE
from watcher.stories.similarity import Weighed, body_overlap, title_overlap, title_words
from watcher.stories.titles import PREVIEW

ALIKE, HALF_ALIKE = 0.6, 0.5
RELATED = 0.3
LEAST_SHARED = 3
"""Common words that two titles share before other names in them tell two events."""
SECONDS_APART = 12 * 3600
"""One outlet that uses a title again after this time, for another text, has a column of that name."""


def conflict(new: Weighed, old: Weighed) -> str | None:
    """Why two entries cannot be one story, as a phrase for people; None when nothing speaks against it."""
    if new.outlet == old.outlet and new.title == old.title:
        return _same_title_again(new, old)
    against = _other_names(new, old) or _next_of_a_series(new, old)
    if against or not new.marks or not old.marks:
        return against
    alike = title_overlap(new, old)
    if new.outlet == old.outlet and alike >= ALIKE:
        mine, other = set(new.marks), set(old.marks)
        if mine - other and other - mine:
            return _told("other numbers or dates in the same title", mine - other, other - mine)
    return _other_instalment(new.marks, old.marks, alike) if alike >= RELATED else None


def _other_names(new: Weighed, old: Weighed) -> str | None:
    """Titles of the same words about others: "Reds sign a striker from Oru", "Blues sign a striker from Lim"."""
    if new.title_names == 0 or old.title_names == 0:
        return None
    mine, other = _title(new, 0), _title(old, 0)
    shared = len(mine & other)
    if shared < LEAST_SHARED or shared < ALIKE * max(len(mine), len(other)):
        return None
    strangers = [
        {term for term in _title(one, NAME) if term not in another.terms} for one, another in ((new, old), (old, new))
    ]
    known = _title(new, NAME) & _title(old, NAME)
    if all(strangers) and all(len(strange) >= len(known) for strange in strangers):
        return "other names in the same title"
    return None


def _next_of_a_series(new: Weighed, old: Weighed) -> str | None:
    """One outlet's pattern of a service title, filled in anew: "How to watch Oru against Lim", "How to watch Tal"."""
    if new.outlet != old.outlet or not new.traits & old.traits & PREVIEW or title_overlap(new, old) < HALF_ALIKE:
        return None
    for one, other in ((new, old), (old, new)):
        if all(term in other.terms for term in title_words(one)):
            return None
    return "another one of a series of titles"


def _title(weighed: Weighed, kind: int) -> set[int]:
    """The names of a title, or its common words."""
    return {
        term
        for term, value in weighed.terms.items()
        if value & TITLE and value & NAME == kind and not value & (NUMBER | DATE | PHRASE)
    }


def _same_title_again(new: Weighed, old: Weighed) -> str | None:
    if new.url and new.url == old.url:
        return None
    if abs(new.published - old.published) >= SECONDS_APART and body_overlap(new, old) < ALIKE:
        return "a title this outlet uses again for another text"
    return None


def _other_instalment(mine: Iterable[str], other: Iterable[str], alike: float) -> str | None:
    """Ordinals of the same noun, or days, that differ; months and years in nearly the same words."""
    a, b = _by_noun(mine), _by_noun(other)
    for noun in sorted(a.keys() & b.keys()):
        decisive = noun[0] in "od" or (noun[0] in "my" and alike >= ALIKE)
        if decisive and a[noun].isdisjoint(b[noun]):
            return _told("another instalment", a[noun], b[noun])
    return None


def _by_noun(marks: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mark in marks:
        found.setdefault(mark.rpartition(":")[0], set()).add(mark)
    return found


def _told(reason: str, mine: set[str], other: set[str]) -> str:
    return f"{reason}: {', '.join(sorted(mine))} against {', '.join(sorted(other))}"
