"""Whether two entries report one event: a logistic model over their likeness, and what makes copies. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from watcher.stories.similarity import Likeness, Weighed, compare

LEAST_SHARED, MORE_A_SECOND = 2.0, 1.0 / 86_400
"""Terms that two entries share at least before they are worth a comparison, and how many more the further apart they
were published (one a day): one word in common suggests nothing, and less still on another day."""
UNLIKE = -2.5
"""Log odds below which two entries suggest nothing of their stories."""

# Weights of a logistic model over pairs of entries, fitted on pairs of news items labelled as one event or not; see
# ``Likeness`` for the features, few and general on purpose.
CONSTANT, MATTER, NAMES, DEEDS, COVERED, TOLD = -2.75, 1.44, 0.81, 2.77, 2.58, 0.73
STRANGE_NAMES, NUMBERS, DAYS, SAME_OUTLET = -0.43, 0.86, -2.0, -2.45
OTHER_KIND, OTHER_TENSE, ASKING = -1.22, -0.32, -0.44


@dataclass(frozen=True, slots=True)
class Member:
    entry: int
    weighed: Weighed


class Pair(NamedTuple):
    """``logit``: the log odds that two entries report one event; ``copy``: whether they have nearly the same words;
    ``whole`` and ``title``: how alike they and their titles are, 0-1.
    """

    logit: float
    copy: bool
    whole: float
    title: float


class Pairs:
    """Compares entries by today's rarities, each two of them once."""

    def __init__(self, rarity_of: Mapping[int, float]) -> None:
        self.rarity_of = rarity_of
        self._known: dict[tuple[int, int], Pair] = {}

    def of(self, one: Member, other: Member) -> Pair:
        key = (one.entry, other.entry) if one.entry < other.entry else (other.entry, one.entry)
        known = self._known.get(key)
        if known is None:
            likeness = compare(one.weighed, other.weighed, self.rarity_of)
            known = Pair(pair_logit(likeness), is_near_copy(likeness), likeness.whole, likeness.title)
            self._known[key] = known
        return known

    def unlike(self, one: Member, other: Member) -> bool:
        """Whether two entries are so unlike that they suggest nothing of their stories."""
        if one.weighed.url and one.weighed.url == other.weighed.url:
            return False
        pair = self.of(one, other)
        return pair.logit < UNLIKE and not pair.copy


def is_near_copy(likeness: Likeness) -> bool:
    """Nearly the same words, as a whole, or nearly the same title with enough in it."""
    return likeness.whole >= 0.75 or (likeness.title >= 0.8 and likeness.whole >= 0.4 and likeness.count >= 5)


def pair_logit(likeness: Likeness) -> float:
    """How likely two entries report one event, as log odds."""
    return (
        CONSTANT
        + MATTER * likeness.matter
        + NAMES * likeness.names
        + DEEDS * likeness.deeds
        + COVERED * likeness.covered
        + TOLD * likeness.told
        + STRANGE_NAMES * min(likeness.strange_names, 3)
        + NUMBERS * min(likeness.numbers, 3)
        + DAYS * min(likeness.days, 4.0)
        + SAME_OUTLET * likeness.same_outlet
        + OTHER_KIND * likeness.other_kind
        + OTHER_TENSE * likeness.other_tense
        + ASKING * likeness.asking
    )


def chance(logit: float) -> float:
    """0-1."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
