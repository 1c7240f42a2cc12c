"""What one outlet puts into everything it publishes: column titles, slogans, "read more" lines. Pure.

A bounded table of terms, halved as it grows old, so that it follows an outlet that changes.
"""

from array import array
from collections.abc import Iterable

from watcher.stories.similarity import Habits

OLD_AT = 400
"""Entries after which all counts are halved."""
MOST_TERMS = 600


def learn(habits: Habits, texts: Iterable[Iterable[int]]) -> Habits:
    """An outlet's habits after more entries, each given by its terms."""
    entries, counts = habits.entries, dict(habits.counts)
    for terms in texts:
        entries += 1
        for term in terms:
            counts[term] = counts.get(term, 0) + 1
        if entries >= OLD_AT:
            entries //= 2
            counts = {term: count // 2 for term, count in counts.items() if count > 1}
    if len(counts) > MOST_TERMS:
        strongest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        counts = dict(strongest[: MOST_TERMS * 3 // 4])
    return Habits(entries, counts)


def pack_habits(habits: Habits) -> bytes:
    """Four bytes a term, then two bytes a count."""
    counts = array("H", [min(65_535, count) for count in habits.counts.values()])
    return array("I", habits.counts).tobytes() + counts.tobytes()


def unpack_habits(entries: int, data: bytes) -> Habits:
    count = len(data) // 6
    terms, counts = array("I"), array("H")
    terms.frombytes(data[: 4 * count])
    counts.frombytes(data[4 * count :])
    return Habits(entries, dict(zip(terms, counts, strict=True)))
