"""The evidence that a mention is about a record, in tenths of a word: words, period, place, kind, edition, money."""

import re
from datetime import timedelta

from watcher.followups import cues
from watcher.followups.delays import is_postponed
from watcher.followups.displacement import moved_from
from watcher.followups.expressions import expression
from watcher.followups.identity import kinds_agree, likeness, named_alike
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
from watcher.followups.places import VENUE, same_place
from watcher.followups.relations import is_one_day_of, relation
from watcher.followups.words import PLAIN, WIDE, words_of
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind, Status
from watcher.model.period import Period, Precision

_FAR = 366  # days

ENOUGH = 32  # tenths of a word
SAME_HEADLINE = 45
DISTINCT = 20  # what two uncommon words weigh: less in common counts against it
IMPOSSIBLE = -1000
OTHER_COUNT, SAME_COUNT = 45, 12


def weigh(mention: Mention, known: FollowUp) -> int:
    """The evidence in tenths that a mention is about a record; words, period, place, kind and edition count."""
    found = mention.found
    period = _of_period(mention, known) if found.report is Change.ANNOUNCED else 0
    if period == IMPOSSIBLE:
        return IMPOSSIBLE  # whatever the words say
    # At another time the same names do something else.
    by_names = found.report is not Change.ANNOUNCED or _may_go_by_name(found, known)
    alike = likeness(found, mention.source.title, known, entry=_entry_of(mention, known), by_names=by_names)
    if alike.named < 0 and alike.own < PLAIN:
        return IMPOSSIBLE  # under another name, and nothing of it in common
    score = alike.score + _of_kind(found, known) + _of_edition(found, known) + _of_count(found, known)
    if alike.distinct < DISTINCT:
        score -= round((DISTINCT - alike.distinct) * (1 - min(alike.forward, alike.backward)))
    if found.event_slug != known.event_slug:
        score -= 15
    if found.report is Change.ANNOUNCED:
        score += _of_old_date(mention, known) + _of_dispute(found, known) + _of_headline(mention, known)
        if alike.named >= 0:
            score += _of_coincidence(mention, known) + _of_one_limit(mention, known)
        score -= SEPARATE if _is_told_apart(found, known) else 0
        return score + _of_place(mention, known) + min(period, alike.distinct)
    if alike.covered and alike.own >= PLAIN:  # "Chip rule scrapped": all it says is known
        score += PLAIN + WIDE
    score += _of_place_told(found, known)
    on_the_day = is_on_the_day(found, known)
    if on_the_day and found.edition is not None and found.edition == known.edition:
        score += EDITION_AND_TIME
    return score + (min(_SAME_TIME[known.period.precision], alike.distinct) if on_the_day else 0)


def _may_go_by_name(found: FoundFollowUp, known: FollowUp) -> bool:
    how = relation(known.period, found.period)
    if found.kind is known.kind:
        return how != "apart" or says_moved(found)
    there = how == "wider" and same_place(found.place, known.place) is True
    return kinds_agree(found.kind, known.kind) and (how in {"same", "narrower"} or there)


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


def _of_kind(found: FoundFollowUp, known: FollowUp) -> int:
    if found.report is Change.ANNOUNCED and (found.kind is Kind.DEADLINE) is not (known.kind is Kind.DEADLINE):
        return 0 if found.self_settling is known.self_settling else -30
    if _is_a_limit_elsewhere(found, known):
        return -25
    one_pays = found.kind is not known.kind and Kind.FUNDING in {known.kind, found.kind}
    if one_pays and found.period.end is not None and _lasts_years(known.period) is not _lasts_years(found.period):
        return -25  # what is spent over five years is not opened on a day of them
    if found.kind is Kind.FUNDING is known.kind and _other_money(found.text, known.text):
        return -15
    if found.kind is known.kind:
        return 0 if found.kind is Kind.OTHER and not (found.self_settling and known.self_settling) else 4
    if found.report is Change.ANNOUNCED and {found.kind, known.kind} == {Kind.REPORT, Kind.MEETING}:
        return -45  # a summit and its white paper
    if kinds_agree(found.kind, known.kind):
        return 0
    return -18 if found.report is Change.ANNOUNCED else -10  # what became of a thing is told in any words


def _is_a_limit_elsewhere(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "The first 40 will be chosen by July", of a forum on a day of May: what has a last day is no meeting on it."""
    if found.report is not Change.ANNOUNCED or found.kind is Kind.MEETING or known.kind is not Kind.MEETING:
        return False
    return found.period.start is None and found.period.end is not None and is_precise(known.period)


def _lasts_years(period: Period) -> bool:
    return period.start is not None and period.end is not None and (period.end - period.start).days > 2 * _FAR


def _other_money(one: str, other: str) -> bool:
    mine, theirs = ({word for word in words_of(text).own if word[0] == "#"} for text in (one, other))
    return bool(mine) and bool(theirs) and not mine & theirs


def _of_edition(found: FoundFollowUp, known: FollowUp) -> int:
    return 15 if found.edition is not None and found.edition == known.edition else 0


_COUNT = expression(
    r"\b(first|second|third|fourth|fifth|inaugural|maiden)(?:-ever)?\s+(?!quarter|half|week|day|month|year|time|of\b)(?=[^\W\d])",
    re.IGNORECASE,
)


def _of_count(found: FoundFollowUp, known: FollowUp) -> int:
    """ "the first data centre" and "a second data centre" are two."""
    one, other = _COUNT.search(found.event), _COUNT.search(known.event)
    if other is None and _ANOTHER.search(found.text) and relation(known.period, found.period) == "apart":
        return -OTHER_COUNT  # "A second summit is planned for 2027"
    if one is None or other is None:
        return 0
    if _first(one[1]) != _first(other[1]):
        return -OTHER_COUNT
    return SAME_COUNT if found.kind is known.kind is Kind.MEETING else 0


_ANOTHER = expression(
    r"\A(?:A\s+(?:second|third|fourth|fifth|further|follow-up)|Another|The\s+next)\s"
    r"|[;,]\s+(?:and\s+|but\s+)?(?:a\s+(?:second|third|fourth|fifth|further|follow-up)|another)\s+(?:one\s+)?(?:is|will|should|was)\s"
)


def _first(count: str) -> str:
    return "first" if count.casefold() in {"inaugural", "maiden"} else count.casefold()


def _of_place(mention: Mention, known: FollowUp) -> int:
    found = mention.found
    same = same_place(found.place, known.place)
    if same is None and found.place is None and known.place and known.kind in _PLACED:
        town = known.place.split(", ")[0]  # named in the headline, or beside the sentence
        return 4 if town in mention.source.title or town in found.context else 0
    if same is False and _gather_differently(found, known):
        return -ELSEWHERE
    return 0 if same is None else 8 if same else -20


ELSEWHERE, SEPARATE = 45, 45
_SEPARATE = expression(
    r"\b(?:separate|distinct|different|apart)\s+from\s+(?P<other>[^.;:]{4,90})|\bnot\s+to\s+be\s+confused\s+with\s+(?P<mixed>[^.;:]{4,90})"
)


def _is_told_apart(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "The visit is separate from the water committee", beside what is told of the visit."""
    match = _SEPARATE.search(found.context)
    if match is None or match.group() in found.text:
        return False
    other, known_as, own = words_of(match["other"] or match["mixed"]), words_of(known.event), words_of(found.event)
    shared = other.all & known_as.all
    return bool(shared) and len(shared) >= len(other.all & own.all)


def _gather_differently(found: FoundFollowUp, known: FollowUp) -> bool:
    """Talks in Muscat and a committee in Santiago are two things, though the same ministers meet in one month."""
    if found.kind is not Kind.MEETING or known.kind is not Kind.MEETING or says_moved(found):
        return False
    if found.edition is not None and found.edition == known.edition and named_alike(found, known) >= 0:
        return False
    mine, theirs = gatherings_in(found.event) or gatherings_in(found.text), gatherings_in(known.event)
    return bool(mine) and bool(theirs) and not mine & theirs


DAYS_AND_PLACE, EDITION_AND_TIME, DAYS_ALONE = 14, 10, 6


def _of_coincidence(mention: Mention, known: FollowUp) -> int:
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


def _of_headline(mention: Mention, known: FollowUp) -> int:
    """ "Centre to open next year", word for word: one report, however little it says."""
    alike = mention.found.text == known.text and mention.found.period == known.period
    return SAME_HEADLINE if alike and mention.found.text in mention.source.title else 0


def _of_one_limit(mention: Mention, known: FollowUp) -> int:
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
    asked_alike = _handed_in(mention.found.text) & _handed_in(known.text)
    return DAYS_AND_PLACE + (ASKED_ALIKE if asked_alike else 0)


def _of_place_told(found: FoundFollowUp, known: FollowUp) -> int:
    """What took place elsewhere is another thing; where something was signed or published says little."""
    if found.kind not in _PLACED or known.kind not in _PLACED:
        return 0
    there = is_there(found, known)
    if there is None and found.place and known.place and not VENUE.search(found.place):
        return -12  # a town nobody lists
    return 0 if there is None else 8 if there else -25


def is_there(found: FoundFollowUp, known: FollowUp) -> bool | None:
    """Whether a report tells the record's place; None where it tells none, or one that may lie in it."""
    if found.place is None and known.place is not None and known.place in found.text:
        return True
    return same_place(found.place, known.place)


_PLACED = frozenset({Kind.MEETING, Kind.LAUNCH, Kind.OTHER})


def _of_period(mention: Mention, known: FollowUp) -> int:
    """What the two periods say: a day in common much, a year in common little, another time against it."""
    found = mention.found
    how = relation(known.period, found.period)
    if found.period in disputed(known):
        return 20
    if is_one_day_of(found.period, known.period) or is_one_day_of(known.period, found.period):
        return 20
    if how == "same" or is_given_up(mention, known):
        return _SAME_TIME[found.period.precision]
    if how == "narrower":
        return _of_narrower(found.period, known.period)
    if how == "wider":
        return IMPOSSIBLE if _is_far_later(found.period, known.period) and not says_moved(found) else 4
    if how == "none":  # what one story puts off and what it dates are two things, unless it says they are one
        apart = found.period.end is not None and told_by(known, mention) and not says_moved(found)
        return 0 if not apart else -25 if kinds_agree(found.kind, known.kind) else IMPOSSIBLE
    if how == "overlapping":
        return 2
    if says_moved(found) or _headline_says_moved(mention) or is_disputed(mention, known):
        return 0
    return _of_another_time(mention, known)


REVIVED = 30  # what was called off is seldom promised anew for another time, and then it is said
LONG_BEFORE = 183  # days before a limit; what is told for then says little of being the same


def _of_narrower(period: Period, known: Period) -> int:
    """ "in May", of what was told for that year, or by June: of "by the end of next year" nearly everything is."""
    if known.start is not None:
        return max(4, _SAME_TIME[known.precision])
    early = period.end is not None and known.end is not None and (known.end - period.end).days > LONG_BEFORE
    return 0 if early else _SAME_TIME[Precision.QUARTER]


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
    asked, known_for = _handed_in(found.text), _handed_in(known.text)
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


def _handed_in(text: str) -> frozenset[int]:
    return frozenset(place for place, words in enumerate(_HANDED_IN) if words.search(text))


_SAME_TIME = {
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


def _of_old_date(mention: Mention, known: FollowUp) -> int:
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


def _of_dispute(found: FoundFollowUp, known: FollowUp) -> int:
    """ "is on 9 September as first announced": one of the dates that sources give, and the word that settles it."""
    if not disputed(known):
        return 0
    told = found.period in {line.period for line in known.history}
    return 25 if told and _SETTLING.search(found.text) else 0


def _is_far_later(period: Period, known: Period) -> bool:
    """ "by 2030" is no vaguer word for 2 December 2025."""
    return period.end is not None and known.end is not None and (period.end - known.end).days > _FAR


def _entry_of(mention: Mention, known: FollowUp) -> int | None:
    return mention.source.entry if told_by(known, mention) else None


def _again(found: FoundFollowUp) -> bool:
    return any(
        word in f" {found.text.casefold()} "
        for word in (" again ", " will also ", " another ", " a second round", " follow-up meeting", " followed by ")
    )


def _headline_says_moved(mention: Mention) -> bool:
    return cues.MOVED.search(mention.source.title) is not None or is_postponed(mention.source.title)
