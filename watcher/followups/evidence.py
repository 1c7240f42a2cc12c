"""The evidence that a mention is about a record, in tenths of a word: words, period, place, kind, edition, money.

What dates say is weighed by ``timing``, what words say by ``identity``.
"""

import re

from watcher.followups.expressions import expression
from watcher.followups.identity import is_generic, kinds_agree, likeness, named_alike
from watcher.followups.mentions import (
    Mention,
    is_precise,
    says_moved,
    tells_of,
    told_by,
)
from watcher.followups.occasions import gatherings_in
from watcher.followups.places import VENUE, same_place
from watcher.followups.relations import relation
from watcher.followups.timing import (
    EDITION_AND_TIME,
    FAR,
    IMPOSSIBLE,
    SAME_TIME,
    is_on_the_day,
    of_coincidence,
    of_dispute,
    of_old_date,
    of_one_limit,
    of_period,
)
from watcher.followups.words import PLAIN, WIDE, words_of
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind
from watcher.model.period import Period, Precision

ENOUGH = 32  # tenths of a word
SAME_HEADLINE = 45
DISTINCT = 20  # what two uncommon words weigh: less in common counts against it
OTHER_COUNT, SAME_COUNT = 45, 12


def weigh(mention: Mention, known: FollowUp) -> int:
    """The evidence in tenths that a mention is about a record; words, period, place, kind and edition count."""
    found = mention.found
    period = of_period(mention, known) if found.report is Change.ANNOUNCED else 0
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
    if max(alike.forward, alike.backward) < LEAST_COVERED and not _needs_no_phrase(found, known, period):
        score -= ASIDE
    if found.report is Change.ANNOUNCED:
        score += of_old_date(mention, known) + of_dispute(found, known) + _of_headline(mention, known)
        if alike.named >= 0:
            score += of_coincidence(mention, known) + of_one_limit(mention, known)
        score -= SEPARATE if _is_told_apart(found, known) else 0
        score += SAID_MOVED if alike.covered and alike.own >= PLAIN and says_moved(found) else 0
        return score + _of_place(mention, known) + min(period, alike.distinct)
    if alike.covered and alike.own >= PLAIN:  # "Chip rule scrapped": all it says is known
        score += PLAIN + WIDE
    score += _of_place_told(found, known)
    on_the_day = is_on_the_day(found, known) or _names_its_day(mention, known)
    if on_the_day and found.edition is not None and found.edition == known.edition:
        score += EDITION_AND_TIME
    return score + (min(SAME_TIME[known.period.precision], alike.distinct) if on_the_day else 0)


def _names_its_day(mention: Mention, known: FollowUp) -> bool:
    """ "The forum will not go ahead on 3 September as planned": the day tells which one is put off."""
    found = mention.found
    put_off = found.report in {Change.POSTPONED, Change.CANCELLED} and found.period.end is None
    return (
        put_off
        and is_precise(known.period)
        and tells_of(found.text, known.period, mention.source.published_at.date(), within=1)
    )


SAID_MOVED = 10  # "pushed back the hydrogen plan": something known, and all that names it is known
ASIDE, LEAST_COVERED = 20, 0.12  # of two phrases that share nothing, whatever else their sentences have in common


def _needs_no_phrase(found: FoundFollowUp, known: FollowUp, period: int) -> bool:
    """Whether the phrases need not say it: a day or month in common, a last day, the day it was; or they cannot."""
    if Kind.DEADLINE in {found.kind, known.kind} or is_generic(found.event) or is_generic(known.event):
        return True
    return period >= SAME_TIME[Precision.MONTH] if found.report is Change.ANNOUNCED else is_on_the_day(found, known)


def _may_go_by_name(found: FoundFollowUp, known: FollowUp) -> bool:
    how = relation(known.period, found.period)
    if found.kind is known.kind:
        return how != "apart" or says_moved(found)
    there = how == "wider" and same_place(found.place, known.place) is True
    return kinds_agree(found.kind, known.kind) and (how in {"same", "narrower"} or there)


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
    return period.start is not None and period.end is not None and (period.end - period.start).days > 2 * FAR


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


def _of_headline(mention: Mention, known: FollowUp) -> int:
    """ "Centre to open next year", word for word: one report, however little it says."""
    alike = mention.found.text == known.text and mention.found.period == known.period
    return SAME_HEADLINE if alike and mention.found.text in mention.source.title else 0


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


def _entry_of(mention: Mention, known: FollowUp) -> int | None:
    return mention.source.entry if told_by(known, mention) else None
