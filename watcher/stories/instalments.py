"""Conflicts that keep two alike entries apart: other numbers, dates, ordinals, names. Pure.

"The 12th round" and "the 13th round" share every word but one; no similarity tells them apart, a rule does.
"""

from watcher.stories.similarity import DATE, NUMBER, PHRASE, TITLE, Likeness, Signature, Weighed

ALIKE = 0.6
RELATED = 0.3
SECONDS_APART = 12 * 3600


def conflict(new: Weighed, old: Weighed, likeness: Likeness) -> str | None:
    """Why two entries cannot be one story, as a phrase for people; None when nothing speaks against it."""
    a, b = new.signature, old.signature
    alike = title_overlap(new, old)
    if a.outlet == b.outlet:
        return _within_outlet(a, b, alike, likeness)
    if alike >= RELATED:
        return _marks_conflict(a.marks, b.marks, alike)
    return None


def title_overlap(new: Weighed, old: Weighed) -> float:
    """Share of title words (numbers and dates aside) that both titles hold, 0-1."""
    mine, other = _bare(new), _bare(old)
    both = len(mine & other)
    return both / max(1, len(mine) + len(other) - both)


def _bare(weighed: Weighed) -> set[int]:
    return {term for term, flag in weighed.flags.items() if flag & TITLE and not flag & (NUMBER | DATE | PHRASE)}


def _within_outlet(a: Signature, b: Signature, alike: float, likeness: Likeness) -> str | None:
    """One outlet rarely tells one event twice in the same words, unless as instalments of a series."""
    if a.title_hash == b.title_hash:
        if abs(a.published - b.published) >= SECONDS_APART and likeness.body < 0.3 and a.url != b.url:
            return "a title this outlet uses again for other texts"
        return None
    mine, other = set(a.marks), set(b.marks)
    if alike >= ALIKE and mine - other and other - mine:
        return _told("other numbers or dates in the same title", mine - other, other - mine)
    return _marks_conflict(a.marks, b.marks, alike) if alike >= RELATED else None


def _marks_conflict(mine: tuple[str, ...], other: tuple[str, ...], alike: float) -> str | None:
    """Ordinals of the same noun, or days, that differ; years in nearly the same words."""
    a, b = _by_noun(mine), _by_noun(other)
    for noun in sorted(a.keys() & b.keys()):
        if a[noun].isdisjoint(b[noun]) and (noun[0] in "od" or alike >= ALIKE) and noun != "n":
            return _told("another instalment", a[noun], b[noun])
    return None


def _by_noun(marks: tuple[str, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mark in marks:
        noun, _, _ = mark.rpartition(":")
        found.setdefault(noun, set()).add(mark)
    return found


def _told(reason: str, mine: set[str], other: set[str]) -> str:
    return f"{reason}: {', '.join(sorted(mine))} against {', '.join(sorted(other))}"
