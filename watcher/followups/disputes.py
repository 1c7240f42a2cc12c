"""Whether a story contradicts what is known rather than changing it: it sets another's date beside its own."""

import re

from watcher.followups import cues
from watcher.followups.evidence import Mention, tells_of
from watcher.model import FollowUp

_NOT_THEN = re.compile(r"\b(?:won['’]t|will\s+not|no\s+longer|would\s+not|wouldn['’]t)\b", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:later|earlier|longer|sooner)\s+than\b", re.IGNORECASE)


def sets_beside(mention: Mention, known: FollowUp) -> bool:
    """ "on 16 September, a week later than the 9 September date that the hosts have": two sources, and no move.

    The date that is known stands in the sentence or beside it, told by another outlet than tells it now, and no word
    says that the one gave way to the other.
    """
    found = mention.found
    if any(source.outlet == mention.source.outlet for source in known.sources):
        return False
    told = f"{found.text} {found.context}"
    whole = _COMPARED.sub(" ", f"{mention.source.title} {told}")
    if cues.MOVED.search(whole) or cues.POSTPONED.search(whole) or _NOT_THEN.search(whole):
        return False
    return tells_of(told, known.period, mention.source.published_at.date())
