"""Whether a story contradicts what is known rather than changing it: it sets another's date beside its own."""

import re
from datetime import timedelta

from watcher.followups import cues
from watcher.followups.delays import is_postponed
from watcher.followups.expressions import expression
from watcher.followups.history import rests_on
from watcher.followups.mentions import MOST_DISPUTED, Mention, is_disputed, is_precise, tells_of
from watcher.followups.relations import days_apart
from watcher.model.followups import Change, FollowUp

_NOT_THEN = expression(r"\b(?:won['’]t|will\s+not|no\s+longer|would\s+not|wouldn['’]t)\b", re.IGNORECASE)
_COMPARED = expression(r"\b(?:later|earlier|longer|sooner)\s+than\b", re.IGNORECASE)


def sets_beside(mention: Mention, known: FollowUp) -> bool:
    """ "on 16 September, a week later than the 9 September date that the hosts have": two sources, and no move.

    The date that is known stands in the sentence or beside it, told by another outlet than tells it now, and no word
    says that the one gave way to the other.
    """
    found = mention.found
    if is_disputed(mention, known):
        return True
    if any(source.outlet == mention.source.outlet for source in known.sources):
        return False
    told = f"{found.text} {found.context}"
    whole = _COMPARED.sub(" ", f"{mention.source.title} {told}")
    if cues.MOVED.search(whole) or is_postponed(whole) or _NOT_THEN.search(whole):
        return False
    if _is_overdue(mention, known):
        return False
    if tells_of(told, known.period, mention.source.published_at.date()):
        return True
    return _is_another_day(mention, known)


def _is_overdue(mention: Mention, known: FollowUp) -> bool:
    """Whether a day to come is told of what should have been there: "the overdue report, by the end of July"."""
    today, end = mention.source.published_at.date(), mention.found.period.end
    return end is not None and known.period.end is not None and known.period.end < today <= end


def _is_another_day(mention: Mention, known: FollowUp) -> bool:
    """Another outlet's other day, with no word of a change: on another's word, or soon after the first was told."""
    found = mention.found
    if (
        not (is_precise(found.period) and is_precise(known.period))
        or days_apart(found.period, known.period) > MOST_DISPUTED
    ):
        return False
    if any(line.change is Change.CONFLICTING and line.period == found.period for line in known.history):
        return False  # the second to say so
    if match := _ON_WORD.search(found.text):
        return _is_anothers(match["party"] or match["paper"], known)
    said = _SAID.search(found.text)
    if said is not None and not _is_anothers(said["party"], known):
        return False
    return mention.source.published_at - rests_on(known) < SILENTLY


SILENTLY = timedelta(days=28)  # within it another outlet's other day, with no word of a change, is a contradiction
_SAID = expression(r",\s+(?P<party>[^,;]{3,80}?)\s+(?:has\s+|have\s+)?(?:said|announced|confirmed|told)\b")
_ON_WORD = expression(
    r"\b(?:according\s+to|as\s+per)\s+(?P<party>[^,;.]+)"
    r"|\b(?P<paper>(?:the|its|an?)\s+[^,;.]{0,60}?\b(?:programme|program|calendar|website|web\s?page|site|page|invitation|brochure"
    r"|leaflet|agenda|schedule|listing|circular|gazette|notice|poster|newsletter|diary))"
    r"\s+(?:says?|gives?|lists?|shows?|has|have|names?|puts?|states?)\b",
    re.IGNORECASE,
)


def _is_anothers(party: str, known: FollowUp) -> bool:
    """ "takes place on 21 May, according to the programme of the alliance": not who gave the date that is known."""
    given = [line for line in known.history if line.period == known.period]
    outlets = {source.entry: source.outlet for source in known.sources}
    theirs = " ".join(f"{line.text} {outlets.get(line.entry or -1, '')}" for line in given)
    names = _names(party) - _names(known.event)
    return 2 * len(names & _names(theirs)) < max(1, len(names))


_COMMON = frozenset("according will their from with this that held take takes place have been says said".split())


def _names(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.casefold())} - _COMMON
