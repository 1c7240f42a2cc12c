"""What one outlet puts into everything it publishes: column titles, slogans, "read more" lines. Pure.

A bounded table of terms, halved as it grows old, so that it follows an outlet that changes.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

OLD_AT = 400
"""Entries after which all counts are halved."""
MOST_TERMS = 3_000


@dataclass(frozen=True, slots=True)
class Habits:
    """``entries`` seen of one outlet, and how many of them held each term."""

    entries: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)

    def learn(self, texts: Iterable[Iterable[int]]) -> "Habits":
        """These habits after more entries, each given by its terms."""
        entries, counts = self.entries, dict(self.counts)
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

    def pack(self) -> bytes:
        """Four bytes a term, then two bytes a count."""
        terms = sorted(self.counts)
        counts = array("H", [min(65_535, self.counts[term]) for term in terms])
        return array("I", terms).tobytes() + counts.tobytes()


def unpack_habits(entries: int, data: bytes) -> Habits:
    count = len(data) // 6
    terms, counts = array("I"), array("H")
    terms.frombytes(data[: 4 * count])
    counts.frombytes(data[4 * count :])
    return Habits(entries, dict(zip(terms, counts, strict=True)))
