"""What one outlet puts into everything it publishes: column titles, slogans, "read more" lines. Pure.

A bounded table of terms, halved as it grows old, so that it follows an outlet that changes.
"""

import struct
from collections import Counter
from collections.abc import Iterable

from watcher.stories.similarity import Habits

OLD_AT = 400
"""Entries after which all counts are halved."""
MOST_TERMS = 600


def learn(habits: Habits, texts: Iterable[Iterable[int]]) -> Habits:
    """An outlet's habits after more entries, each given by its terms."""
    entries, counts = habits.entries, Counter(habits.counts)
    for terms in texts:
        entries += 1
        counts.update(terms)
        if entries >= OLD_AT:
            entries //= 2
            counts = Counter({term: count // 2 for term, count in counts.items() if count > 1})
    if len(counts) > MOST_TERMS:
        strongest = sorted((-count, term) for term, count in counts.items())[: MOST_TERMS * 3 // 4]
        return Habits(entries, {term: -count for count, term in strongest})
    return Habits(entries, counts)


def pack_habits(habits: Habits) -> bytes:
    """Four bytes a term, then two bytes a count."""
    counts = habits.counts.values()  # far below two bytes: see ``OLD_AT``
    return struct.pack(f"={len(counts)}I{len(counts)}H", *habits.counts, *counts)


def unpack_habits(entries: int, data: bytes) -> Habits:
    """What ``pack_habits`` has made; of damaged bytes nothing is known, and the outlet's habits are learnt anew."""
    count, rest = divmod(len(data), 6)
    if rest:
        return Habits()
    numbers = struct.unpack(f"={count}I{count}H", data)
    return Habits(entries, dict(zip(numbers[:count], numbers[count:], strict=True)))
