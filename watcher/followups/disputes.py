"""Whether a story contradicts what is known rather than changing it: it sets another's date beside its own."""

import re
from datetime import date

from watcher.followups import cues
from watcher.followups.evidence import Mention
from watcher.followups.periods import find_periods
from watcher.followups.relations import relation
from watcher.model import FollowUp, Period

_COMPARED = re.compile(r"\b(?:later|earlier|longer|sooner)\s+than\b", re.IGNORECASE)


def sets_beside(mention: Mention, known: FollowUp) -> bool:
    """ "on 16 September, the embassy says, a week later than the 9 September date the hosts have": two sources, no move.

    The date that is known stands in the sentence or beside it, told by another outlet than tells it now, and no word
    says that the one gave way to the other.
    """
    found = mention.found
    if any(source.outlet == mention.source.outlet for source in known.sources):
        return False
    told = f"{found.text} {found.context}"
    if cues.MOVED.search(_COMPARED.sub(" ", found.text)) or cues.POSTPONED.search(told):
        return False
    return tells_of(told, known.period, mention.source.published_at.date())


def tells_of(text: str, period: Period, published: date) -> bool:
    """Whether a date of the text is this period, or a week or days that hold it."""
    if period.end is None or period.start is None:
        return False
    return any(
        told.end is not None and (told.end - (told.start or told.end)).days <= 7 and relation(period, told) in _HOLDS
        for hit in find_periods(text, published)
        for told in (hit.period, hit.past)
        if told is not None
    )


_HOLDS = frozenset({"same", "wider"})
