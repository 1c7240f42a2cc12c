"""The evidence that a mention is about a record, in tenths of a word: words, period, place, kind, edition, money."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from watcher.followups import cues
from watcher.followups.identity import kinds_agree, likeness
from watcher.followups.periods import find_periods
from watcher.followups.places import same_place
from watcher.followups.relations import days_apart, is_one_day_of, relation
from watcher.followups.words import PLAIN, WIDE, words_of
from watcher.model import Change, FollowUp, FoundFollowUp, Kind, Period, Precision, Source

_FAR = 366  # days


@dataclass(frozen=True, slots=True)
class Mention:
    """A follow-up as one entry tells it; ``seen_at`` is when the entry arrived."""

    found: FoundFollowUp
    source: Source
    seen_at: datetime


ENOUGH = 32  # tenths of a word
DISTINCT = 20  # what two uncommon words weigh: less in common counts against it
IMPOSSIBLE = -1000
OTHER_COUNT = 45


def weigh(mention: Mention, known: FollowUp) -> int:
    """The evidence in tenths that a mention is about a record; words, period, place, kind and edition count."""
    found = mention.found
    alike = likeness(found, mention.source.title, known, entry=_entry_of(mention, known))
    if alike.named < 0 and alike.own < PLAIN:
        return IMPOSSIBLE  # under another name, and nothing of it in common
    score = alike.score + _of_kind(found, known) + _of_edition(found, known) + _of_count(found, known)
    if alike.distinct < DISTINCT:
        score -= round((DISTINCT - alike.distinct) * (1 - min(alike.forward, alike.backward)))
    if found.event_slug != known.event_slug:
        score -= 15
    if found.report is Change.ANNOUNCED:
        score += _of_old_date(mention, known) + _of_dispute(found, known)
        return score + _of_place(found, known) + min(_of_period(mention, known), alike.distinct)
    if alike.covered and alike.own >= PLAIN:  # "Chip rule scrapped": all it says is known
        score += PLAIN + WIDE
    score += _of_place_told(found, known)
    on_the_day = is_on_the_day(found, known)
    return score + (min(_SAME_TIME[known.period.precision], alike.distinct) if on_the_day else 0)


def is_on_the_day(found: FoundFollowUp, known: FollowUp) -> bool:
    """A report of a day on which the thing was to be."""
    if known.kind is Kind.DEADLINE and known.period.start is None and found.period.precision is Precision.DAY:
        return known.period.end == found.period.end
    if found.period.precision is not Precision.DAY or not is_precise(known.period):
        return False
    return relation(known.period, found.period) in {"same", "narrower"}


def _of_kind(found: FoundFollowUp, known: FollowUp) -> int:
    if found.report is Change.ANNOUNCED and (found.kind is Kind.DEADLINE) is not (known.kind is Kind.DEADLINE):
        return 0 if found.self_settling is known.self_settling else -30
    if found.kind is Kind.FUNDING is known.kind and _other_money(found.text, known.text):
        return -15
    if found.kind is known.kind:
        return 0 if found.kind is Kind.OTHER else 4
    if found.report is Change.ANNOUNCED and {found.kind, known.kind} == {Kind.REPORT, Kind.MEETING}:
        return -45  # a summit and its white paper
    return 0 if kinds_agree(found.kind, known.kind) else -10


def _other_money(one: str, other: str) -> bool:
    mine, theirs = ({word for word in words_of(text).own if word[0] == "#"} for text in (one, other))
    return bool(mine) and bool(theirs) and not mine & theirs


def _of_edition(found: FoundFollowUp, known: FollowUp) -> int:
    return 15 if found.edition is not None and found.edition == known.edition else 0


_COUNT = re.compile(
    r"\b(first|second|third|fourth|fifth)(?:-ever)?\s+(?!quarter|half|week|day|month|year|time|of\b)(?=[^\W\d])",
    re.IGNORECASE,
)


def _of_count(found: FoundFollowUp, known: FollowUp) -> int:
    """ "the first data centre" and "a second data centre" are two."""
    one, other = _COUNT.search(found.event), _COUNT.search(known.event)
    return -OTHER_COUNT if one and other and one[1].casefold() != other[1].casefold() else 0


def _of_place(found: FoundFollowUp, known: FollowUp) -> int:
    same = same_place(found.place, known.place)
    return 0 if same is None else 8 if same else -12


def _of_place_told(found: FoundFollowUp, known: FollowUp) -> int:
    """What took place elsewhere is another thing; where something was signed or published says little."""
    if found.kind not in _PLACED or known.kind not in _PLACED:
        return 0
    same = same_place(found.place, known.place)
    return 0 if same is None else 8 if same else -25


_PLACED = frozenset({Kind.MEETING, Kind.LAUNCH, Kind.OTHER})


def _of_period(mention: Mention, known: FollowUp) -> int:
    """What the two periods say: a day in common much, a year in common little, another time against it."""
    found = mention.found
    how = relation(known.period, found.period)
    if any(line.change is Change.CONFLICTING and line.period == found.period for line in known.history):
        return 20
    if is_one_day_of(found.period, known.period) or is_one_day_of(known.period, found.period):
        return 20
    if how == "same" or is_given_up(mention, known):
        return _SAME_TIME[found.period.precision]
    if how == "narrower":
        return max(4, _SAME_TIME[known.period.precision])
    if how == "wider":
        return IMPOSSIBLE if _is_far_later(found.period, known.period) and not says_moved(found) else 4
    if how == "none":  # what one story puts off and what it dates are two things, unless it says they are one
        apart = found.period.end is not None and told_by(known, mention) and not says_moved(found)
        return 0 if not apart else -25 if kinds_agree(found.kind, known.kind) else IMPOSSIBLE
    if how == "overlapping":
        return 2
    if says_moved(found) or _headline_says_moved(mention) or is_disputed(mention, known):
        return 0
    if told_by(known, mention) or _again(found) or found.self_settling is not known.self_settling:
        return IMPOSSIBLE
    precise = is_precise(found.period) and is_precise(known.period)
    if precise and found.place and known.place and not same_place(found.place, known.place):
        return IMPOSSIBLE  # on other days elsewhere: another edition
    if found.self_settling and known.kind is found.kind:
        return -10  # a rule takes effect once, and has no next edition
    return -20 if precise else -15


def is_given_up(mention: Mention, known: FollowUp) -> bool:
    """Whether the period is the one that the same story has moved: "up to 31 August (previously 31 July)"."""
    if mention.found.period.end is None:
        return False
    before: Period | None = None
    for line in known.history:
        if line.change is Change.MOVED and line.entry is not None and line.entry == mention.source.entry:
            return before is not None and relation(before, mention.found.period) in _HELD_IN
        before = line.period
    return False


_DISPUTE = re.compile(
    r"\b(?:conflicting|contradict\w*|differ(?:s|ing|ent)?|disagree\w*|discrepan\w+|confusion|confus(?:ed|ing)|mix-?up|unclear|at\s+odds"
    r"|two\s+(?:\w+\s+)?dates|which\s+(?:day|date|week)|no\s+agreement\s+on\s+(?:the\s+)?date)\b"
    r"|\b(?:while|but|whereas|although|though|however|yet)\b[^.;]{0,60}\b(?:gives?|puts?|has|have|lists?|says?|shows?|names?)\b",
    re.IGNORECASE,
)


def is_disputed(mention: Mention, known: FollowUp) -> bool:
    """Whether the story that told the record's date sets another beside it as somebody else's: no second thing."""
    found = mention.found
    if known.outcome is not None or not told_by(known, mention) or not kinds_agree(found.kind, known.kind):
        return False
    if not (is_precise(found.period) and is_precise(known.period)) or says_moved(found):
        return False
    if relation(known.period, found.period) != "apart" or days_apart(found.period, known.period) > MOST_DISPUTED:
        return False
    return _DISPUTE.search(f"{mention.source.title} {found.context} {found.text}") is not None


MOST_DISPUTED = 45  # days between two dates that may be taken for each other


def is_put_off_here(mention: Mention, known: FollowUp) -> bool:
    """Whether the same sentence told the record's date as the one that gives way: "due 10 June, moves to 24 June"."""
    if len(known.history) < 2:
        return False
    line = known.history[-1]
    return (
        line.entry == mention.source.entry
        and line.text == mention.found.text
        and line.change is Change.CONFIRMED
        and says_moved(mention.found)
        and kinds_agree(mention.found.kind, known.kind)
        and relation(known.period, mention.found.period) == "apart"
    )


_HELD_IN = frozenset({"same", "narrower", "wider"})


_SAME_TIME = {
    Precision.DAY: 26,
    Precision.RANGE: 12,
    Precision.MONTH: 10,
    Precision.QUARTER: 8,
    Precision.HALF: 6,
    Precision.YEAR: 4,
    Precision.NONE: 0,
}


OLD_DAYS, OLD_MONTH = 40, 30
_SETTLING = re.compile(
    r"\b(?:as\s+(?:first|originally)\s+(?:announced|planned|stated)|mix-?up|mistaken|in\s+error|clerical|typo\w*|wrong\s+date"
    r"|right\s+date|correct\s+date|remains?\s+the\s+date)\b",
    re.IGNORECASE,
)


def _of_old_date(mention: Mention, known: FollowUp) -> int:
    """ "rescheduled from next week": the date that is given up is the record's."""
    found = mention.found
    if not says_moved(found) or relation(known.period, found.period) != "apart":
        return 0
    if not kinds_agree(found.kind, known.kind):
        return _of_extension(found, known)
    published = mention.source.published_at.date()
    if tells_of(found.text, known.period, published, within=7):
        return OLD_DAYS
    return OLD_MONTH if tells_of(found.text, known.period, published, within=31) else _of_extension(found, known)


def _of_extension(found: FoundFollowUp, known: FollowUp) -> int:
    """ "five weeks longer than originally allowed": only what had a last day is extended."""
    both = found.kind is known.kind is Kind.DEADLINE
    return 10 if both and _EXTENDS.search(found.text) else 0


_EXTENDS = re.compile(r"\b(?:exten[ds]\w*|longer\s+than|later\s+than|more\s+time|extra\s+\w+)\b", re.IGNORECASE)


def _of_dispute(found: FoundFollowUp, known: FollowUp) -> int:
    """ "is on 9 September as first announced": one of the dates that sources give, and the word that settles it."""
    if not any(line.change is Change.CONFLICTING for line in known.history):
        return 0
    told = found.period in {line.period for line in known.history}
    return 25 if told and _SETTLING.search(found.text) else 0


def tells_of(text: str, period: Period, published: date, *, within: int = 31) -> bool:
    """Whether a date of the text is this period, or days that hold it, at most ``within`` many."""
    if period.end is None or period.start is None:
        return False
    return any(
        told.end is not None
        and (told.end - (told.start or told.end)).days <= within
        and relation(period, told) in _HOLDS
        for hit in find_periods(text, published)
        for told in (hit.period, hit.past)
        if told is not None
    )


_HOLDS = frozenset({"same", "wider"})


def _is_far_later(period: Period, known: Period) -> bool:
    """ "by 2030" is no vaguer word for 2 December 2025."""
    return period.end is not None and known.end is not None and (period.end - known.end).days > _FAR


def _entry_of(mention: Mention, known: FollowUp) -> int | None:
    return mention.source.entry if told_by(known, mention) else None


def told_by(known: FollowUp, mention: Mention) -> bool:
    """Whether the record has this entry already: one entry that tells two dates tells two follow-ups."""
    return any(line.entry == mention.source.entry for line in known.history if line.entry is not None)


def _again(found: FoundFollowUp) -> bool:
    return any(
        word in f" {found.text.casefold()} "
        for word in (" again ", " will also ", " another ", " a second round", " follow-up meeting", " followed by ")
    )


def is_precise(period: Period) -> bool:
    return period.start is not None and period.end is not None and (period.end - period.start).days <= 10


def says_moved(found: FoundFollowUp) -> bool:
    return cues.MOVED.search(found.text) is not None


def _headline_says_moved(mention: Mention) -> bool:
    return (
        cues.MOVED.search(mention.source.title) is not None or cues.POSTPONED.search(mention.source.title) is not None
    )
