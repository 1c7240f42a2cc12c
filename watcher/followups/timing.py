"""What dates say for a mention and a record being one, in tenths of a word: the same day, an old one, another time."""

import re
from datetime import timedelta

from watcher.followups import cues
from watcher.followups.delays import is_postponed
from watcher.followups.displacement import moved_from
from watcher.followups.expressions import expression
from watcher.followups.identity import kinds_agree
from watcher.followups.mentions import (
    Mention,
    disputed,
    is_disputed,
    is_given_up,
    is_precise,
    says_moved,
    tells_of,
    told_by,
)
from watcher.followups.occasions import gatherings_in
from watcher.followups.places import same_place
from watcher.followups.relations import is_one_day_of, relation
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind, Status
from watcher.model.period import Period, Precision

FAR = 366  # days
IMPOSSIBLE = -1000


def is_on_the_day(found: FoundFollowUp, known: FollowUp) -> bool:
    """A report of a day on which the thing was to be."""
    if (
        Kind.DEADLINE in {known.kind, found.kind}
        and known.period.start is None
        and found.period.precision is Precision.DAY
    ):
        return known.period.end == found.period.end
    if found.period.precision is not Precision.DAY or not is_precise(known.period):
        return False
    return relation(known.period, found.period) in {"same", "narrower"}


DAYS_AND_PLACE, EDITION_AND_TIME, DAYS_ALONE = 14, 10, 6


def of_coincidence(mention: Mention, known: FollowUp) -> int:
    """ "on the agenda of the seventh in Nairobi on 12-14 May": what time, place and number say together, in few words.

    Two things of one beat on the same days in one town are rare, and one story that tells both keeps them apart.
    """
    found = mention.found
    there = same_place(found.place, known.place)
    at_its_time = relation(known.period, found.period) in {"same", "narrower"}
    if not at_its_time or there is False or told_by(known, mention) or found.period.end is None:
        return 0
    days = is_precise(found.period) and is_precise(known.period)
    if days and there:
        return DAYS_AND_PLACE
    if found.edition is not None and found.edition == known.edition:
        return EDITION_AND_TIME
    return DAYS_ALONE if days else 0


def of_one_limit(mention: Mention, known: FollowUp) -> int:
    """Two last days that fall on one day are mostly one, but where months end and many do."""
    one, other = mention.found.period, known.period
    if one.precision is not Precision.DAY or other.precision is not Precision.DAY or one.end != other.end:
        return 0
    if one.start is not None and other.start is not None:
        return 0
    if (one.start or other.start) and known.kind is not Kind.DEADLINE:
        return 0  # "have until 13 September", "the deadline is 13 September"
    if one.end is None or one.end.month != (one.end + timedelta(days=1)).month:
        return 0
    if told_by(known, mention) or mention.found.kind is not known.kind:
        return 0
    asked_alike = handed_in(mention.found.text) & handed_in(known.text)
    return DAYS_AND_PLACE + (ASKED_ALIKE if asked_alike else 0)


def of_period(mention: Mention, known: FollowUp) -> int:
    """What the two periods say: a day in common much, a year in common little, another time against it."""
    found = mention.found
    how = relation(known.period, found.period)
    if found.period in disputed(known):
        return 20
    if is_one_day_of(found.period, known.period) or is_one_day_of(known.period, found.period):
        return 20
    if how == "same" or is_given_up(mention, known):
        return SAME_TIME[found.period.precision]
    if how == "narrower":
        return _of_narrower(found.period, known.period)
    if how == "wider":
        return IMPOSSIBLE if _is_far_later(found.period, known.period) and not says_moved(found) else 4
    if how == "none":  # what one story puts off and what it dates are two things, unless it says they are one
        apart = found.period.end is not None and told_by(known, mention) and not says_moved(found)
        if not apart:
            postponed = any(line.change is Change.POSTPONED for line in known.history[-4:])
            return 0 if postponed else -VAGUE
        return -25 if kinds_agree(found.kind, known.kind) else IMPOSSIBLE
    if how == "overlapping":
        return 2
    if says_moved(found) or _headline_says_moved(mention) or is_disputed(mention, known):
        return 0
    return _of_another_time(mention, known)


VAGUE = 8  # "soon", of what has a date, or had none
REVIVED = 30  # what was called off is seldom promised anew for another time, and then it is said
LONG_BEFORE = 183  # days before a limit; what is told for then says little of being the same


def _of_narrower(period: Period, known: Period) -> int:
    """ "in May", of what was told for that year, or by June: of "by the end of next year" nearly everything is."""
    if known.start is not None:
        return max(4, SAME_TIME[known.precision])
    early = period.end is not None and known.end is not None and (known.end - period.end).days > LONG_BEFORE
    return 0 if early else SAME_TIME[Precision.QUARTER]


def _of_another_time(mention: Mention, known: FollowUp) -> int:
    """What it says that the mention's time lies apart from the record's, and no word tells of a move."""
    found = mention.found
    if told_by(known, mention) or _again(found) or found.self_settling is not known.self_settling:
        return IMPOSSIBLE
    other = found.text if known.kind is Kind.MEETING else known.text
    if found.kind is not known.kind and Kind.MEETING in {found.kind, known.kind} and not gatherings_in(other):
        return IMPOSSIBLE  # "to cut the link in February", which they meet about in November
    if known.outcome is Status.CANCELLED:
        return -REVIVED
    precise = is_precise(found.period) and is_precise(known.period)
    if precise and found.place and known.place and not same_place(found.place, known.place):
        return IMPOSSIBLE  # on other days elsewhere: another edition
    if found.self_settling and known.kind is found.kind:
        return _of_another_limit(found, known)
    return -20 if precise else -15


EARLIER, HANDED_IN, ASKED_ALIKE = 25, 30, 4


def _of_another_limit(found: FoundFollowUp, known: FollowUp) -> int:
    """A rule takes effect once, and has no next edition; but nobody is silently given less time, nor asked for another
    thing: "Applications close on 30 April", "Comments are due by 30 May".
    """
    asked, known_for = handed_in(found.text), handed_in(known.text)
    if asked and known_for and not asked & known_for:
        return -HANDED_IN
    if found.period.end is not None and known.period.end is not None and found.period.end < known.period.end:
        return -EARLIER
    return -10


_HANDED_IN = tuple(
    expression(words, re.IGNORECASE)
    for words in (
        r"\b(?:appl(?:y|ies|ied|ying|ications?|icants?))\b",
        r"\b(?:comments?|commenting|feedback|views|respond\w*|responses?|repl(?:y|ies)|consult\w*|submissions?|answers?|answer(?:ed|ing))\b",
        r"\b(?:bids?|tenders?|bidders|proposals?|quotations?)\b",
        r"\b(?:nominat\w+)\b",
        r"\b(?:regist(?:er|ered|ration)s?|sign\s+up|enrol\w*)\b",
        r"\b(?:abstracts?|papers|entries)\b",
    )
)


def handed_in(text: str) -> frozenset[int]:
    return frozenset(place for place, words in enumerate(_HANDED_IN) if words.search(text))


SAME_TIME = {
    Precision.DAY: 26,
    Precision.RANGE: 12,
    Precision.MONTH: 10,
    Precision.QUARTER: 8,
    Precision.HALF: 6,
    Precision.YEAR: 4,
    Precision.NONE: 0,
}


OLD_DAYS, OLD_MONTH, BOTH_DATES = 40, 30, 45
_SETTLING = expression(
    r"\b(?:as\s+(?:first|originally)\s+(?:announced|planned|stated)|mix-?up|mistaken|in\s+error|clerical|typo\w*|wrong\s+date"
    r"|right\s+date|correct\s+date|remains?\s+the\s+date)\b",
    re.IGNORECASE,
)


def of_old_date(mention: Mention, known: FollowUp) -> int:
    """ "rescheduled from next week": the date that is given up is the record's, or was."""
    found = mention.found
    if not says_moved(found):
        return 0
    how = relation(known.period, found.period)
    if how == "same" and _tells_a_former_date(mention, known):
        return BOTH_DATES
    if how not in {"apart", "none"}:
        return 0
    if not kinds_agree(found.kind, known.kind):
        return _of_extension(found, known)
    if moved_from(f"{mention.source.title}. {found.text}", found.period, known.period):
        return OLD_DAYS  # "six months later than planned"
    published = mention.source.published_at.date()
    given_up = dict.fromkeys([known.period, *(line.period for line in known.history[-6:])])
    if any(tells_of(found.text, period, published, within=7) for period in given_up):
        return OLD_DAYS
    if any(tells_of(found.text, period, published, within=31) for period in given_up):
        return OLD_MONTH
    return _of_extension(found, known)


def _tells_a_former_date(mention: Mention, known: FollowUp) -> bool:
    """ "by 30 September instead of the end of March": both dates that the record has had."""
    published = mention.source.published_at.date()
    former = {line.period for line in known.history[-6:]} - {known.period}
    return any(tells_of(mention.found.text, period, published, within=31) for period in former)


def _of_extension(found: FoundFollowUp, known: FollowUp) -> int:
    """ "five weeks longer than originally allowed": only what had a last day is extended."""
    both = found.kind is known.kind is Kind.DEADLINE
    return 10 if both and _EXTENDS.search(found.text) else 0


_EXTENDS = expression(r"\b(?:exten[ds]\w*|longer\s+than|later\s+than|more\s+time|extra\s+\w+)\b", re.IGNORECASE)


def of_dispute(found: FoundFollowUp, known: FollowUp) -> int:
    """ "is on 9 September as first announced": one of the dates that sources give, and the word that settles it."""
    if not disputed(known):
        return 0
    told = found.period in {line.period for line in known.history}
    return 25 if told and _SETTLING.search(found.text) else 0


def _is_far_later(period: Period, known: Period) -> bool:
    """ "by 2030" is no vaguer word for 2 December 2025."""
    return period.end is not None and known.end is not None and (period.end - known.end).days > FAR


def _again(found: FoundFollowUp) -> bool:
    return any(
        word in f" {found.text.casefold()} "
        for word in (" again ", " will also ", " another ", " a second round", " follow-up meeting", " followed by ")
    )


def _headline_says_moved(mention: Mention) -> bool:
    return cues.MOVED.search(mention.source.title) is not None or is_postponed(mention.source.title)
