"""Which record a mention belongs to: words, edition, date and place against each candidate."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from watcher.followups.accessories import is_beside
from watcher.followups.bystanders import is_of_another
from watcher.followups.circumstances import at_its_place, of_its_series, the_one
from watcher.followups.evidence import ENOUGH, weigh
from watcher.followups.expressions import expression
from watcher.followups.identity import editions_differ, named_alike, shares_words
from watcher.followups.mentions import (
    Mention,
    disputed,
    entries_of,
    is_disputed,
    is_given_up,
    is_precise,
    is_put_off_here,
    says_moved,
    told_by,
)
from watcher.followups.places import same_place
from watcher.followups.relations import days_apart, nearness, relation
from watcher.followups.reporting import (
    ANAPHOR,
    EVE,
    calls_off_something_else,
    is_at_its_time_and_place,
    report_fits,
)
from watcher.followups.timing import is_on_the_day
from watcher.followups.words import WIDE, words_of
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind, Status
from watcher.model.period import Period, Precision

SERIES_GAP = 300  # days between two dates of a named event from which they are two editions, unless said to be moved


def best(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
    beside = _told_beside(mention, candidates)
    scored = [
        (score, known.updated_at, -known.id, known)
        for known in candidates
        if (score := _score(mention, known, in_company=bool(beside) and _is_of(known, beside))) > 0
    ]
    if not scored:
        if mention.found.report is Change.HELD:
            return the_one(mention, candidates)
        return at_its_place(mention, candidates) or of_its_series(mention, candidates)
    return max(scored, key=lambda item: item[:3])[3]


def _told_beside(mention: Mention, candidates: Sequence[FollowUp]) -> frozenset[int]:
    """Entries of the records that this entry told of before: "Applications close in May. Winners are named later"."""
    entry = mention.source.entry
    told = [known for known in candidates if told_by(known, mention)]
    return frozenset[int]().union(*map(entries_of, told)) - {entry}


def _is_of(known: FollowUp, entries: frozenset[int]) -> bool:
    return not entries_of(known).isdisjoint(entries)


COMPANY = 8  # tenths: two things that one story told, told together again


def _score(mention: Mention, known: FollowUp, *, in_company: bool = False) -> float:
    """How likely the mention is about the record; 0: it is not."""
    found = mention.found
    if found.event_slug != known.event_slug and found.event_slug and known.event_slug:
        return 0.0
    if editions_differ(found, known):
        return 0.0
    if found.event_slug and known.event_slug:
        return _score_of_series(mention, known)
    if found.report is Change.ANNOUNCED and _is_beside(mention, known):
        return 0.0
    if found.event_slug != known.event_slug and not _may_be_named(found, known):
        return 0.0
    is_report = found.report is not Change.ANNOUNCED
    if is_report and not (report_fits(mention, known) and _may_be_told(found, known)):
        return 0.0
    weighed = weigh(mention, known)
    if in_company and not is_report and not told_by(known, mention):
        weighed += COMPANY
    if weighed < ENOUGH or is_beside(found, known) or is_of_another(mention, known):
        return 0.0
    if is_report:
        return weighed / 10 + _fit(found, known)
    if _is_the_one_after(mention, known):
        return 0.0
    if known.outcome is Status.CANCELLED and told_by(known, mention) and not says_moved(found):
        return 0.0  # one story calls it off, and tells of something else
    return weighed / 10


def _may_be_told(found: FoundFollowUp, known: FollowUp) -> bool:
    """Whether the sentence of a report says at all what it is of: it points back, or shares words, day or place."""
    if calls_off_something_else(found) and not is_on_the_day(found, known):
        return shares_words(replace(found, text=found.event), known)
    if (
        ANAPHOR.match(found.text)
        or _points_at(found, known)
        or shares_words(found, known)
        or is_on_the_day(found, known)
    ):
        return True
    if named_alike(found, known) > 0:
        return True  # "the Port Digital Council": of words that are each a place's or a common one
    if found.report is Change.CANCELLED and found.event not in found.text:
        return shares_words(
            replace(found, text=found.event), known
        )  # "No signing is planned": named by what was claimed
    return found.report is Change.HELD and is_at_its_time_and_place(found, known)


def _points_at(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "The review came out on Tuesday", of a review, however common the word is."""
    thing = _THE_THING.match(found.text)
    if thing is None:
        return False
    told = words_of(known.event).own
    return any(weight >= WIDE and word in told for word, weight in words_of(thing["what"]).weights.items())


_THE_THING = expression(
    r"(?:The|This)\s+(?P<what>(?:[\w-]+\s+)?[\w-]+)\s+(?:\w+ed|came|is|was|has|were|are|have|went|took)\b"
)


def _may_be_named(found: FoundFollowUp, known: FollowUp) -> bool:
    """Whether words that do not name a configured event may mean it: a meeting ahead, at its time, much in common; or
    talks that ended on its day in its town.
    """
    if found.report is Change.HELD and found.kind is known.kind is Kind.MEETING:
        return is_on_the_day(found, known) and same_place(found.place, known.place) is True
    if found.report is not Change.ANNOUNCED or known.kind is not Kind.MEETING or found.kind is not Kind.MEETING:
        return False
    at_its_time = relation(known.period, found.period) in {"same", "narrower", "wider"}
    return at_its_time and shares_words(found, known)


def _fit(found: FoundFollowUp, known: FollowUp) -> float:
    """What date and place say for one of several records alike in words."""
    same = same_place(found.place, known.place)
    place = 0.0 if same is None else 0.2 if same else -0.2
    called_off = 1.0 if found.report is Change.HELD and known.outcome is Status.CANCELLED else 0.0
    return nearness(found.period, known.period) / 2 + place - called_off


def _score_of_series(mention: Mention, known: FollowUp) -> float:
    """A configured event: only which edition is the question."""
    found = mention.found
    if found.report in {Change.HELD, Change.CANCELLED, Change.POSTPONED}:
        if not report_fits(mention, known):
            return 0.0
        return 1.0 + nearness(found.period, known.period) + (0.5 if known.outcome is None else 0.0)
    if known.outcome in {Status.HELD, Status.CANCELLED, Status.DISMISSED} and _is_another_time(mention, known):
        return 0.0
    apart = days_apart(found.period, known.period)
    if apart > SERIES_GAP and not says_moved(found) and not _is_over(known.period, mention.source.published_at.date()):
        return 0.0
    if apart > SERIES_GAP and _just_over(known.period, mention.source.published_at.date()):
        return 0.0
    if (
        apart > 0
        and same_place(found.place, known.place) is False
        and not says_moved(found)
        and apart > SERIES_GAP // 2
    ):
        return 0.0
    if apart > 0 and told_by(known, mention) and not says_moved(found):
        return 0.0
    return (
        1.0 + nearness(found.period, known.period) + (0.5 if found.edition and found.edition == known.edition else 0.0)
    )


def _is_beside(mention: Mention, known: FollowUp) -> bool:
    """Whether the record is the other thing told by the same sentence: "will open X in May and Y by 2030"."""
    if not told_by(known, mention):
        return False
    if mention.found.period in disputed(known):
        return False  # both dates of a dispute told in one sentence
    if is_given_up(mention, known) or is_put_off_here(mention, known) or is_disputed(mention, known):
        return False
    return any(
        line.entry == mention.source.entry
        and line.text == mention.found.text
        and (line.period, line.place) != (mention.found.period, mention.found.place)
        for line in known.history
        if line.entry is not None
    )


def _is_another_time(mention: Mention, known: FollowUp) -> bool:
    """An announcement after the end of a record: the next edition, unless it repeats what is past."""
    found = mention.found
    if known.settled_by_person and says_moved(found):
        return False  # a person took it for done, and it is put off
    published = mention.source.published_at.date()
    settled = _settled_on(known)
    if found.period.end is None:
        return settled is not None and published > settled
    if relation(known.period, found.period) in {"same", "narrower"}:
        return False
    if relation(known.period, found.period) == "wider":
        begins = found.period.start or published
        return (
            known.outcome is Status.HELD
            and published > (known.period.end or published)
            and begins > (known.period.end or begins)
        )
    if known.outcome is Status.HELD:
        return True
    return days_apart(found.period, known.period) > SERIES_GAP


_NEXT = expression(
    r"\b(?:the|their|its|a|plans?|sets?|agree|schedule|fix)\s+(?:next|following|subsequent)\s+(?:\w+\s+){0,3}?(?:dialogue|meeting|summit|forum|round|edition|session|conference|talks"
    r"|roundtable|symposium|consultations|workshop|ministerial|gathering)\b",
    re.IGNORECASE,
)


def _is_the_one_after(mention: Mention, known: FollowUp) -> bool:
    """Told behind its end; or "the next dialogue will be in 2026", when this one is under way or just over."""
    if known.outcome in {Status.HELD, Status.CANCELLED} and _is_another_time(mention, known):
        return True
    found = mention.found
    if known.kind is not Kind.MEETING or known.period.end is None or not is_precise(known.period):
        return False
    if found.period.end is None or says_moved(found) or _NEXT.search(found.text) is None:
        return False
    begun = mention.source.published_at.date() >= (known.period.start or known.period.end)
    return begun and found.period.end > known.period.end and relation(known.period, found.period) in {"apart", "wider"}


def _settled_on(known: FollowUp) -> date | None:
    lines = [line for line in known.history if line.change in {Change.HELD, Change.CANCELLED}]
    if known.outcome is Status.HELD and known.period.end is not None and known.period.precision is Precision.DAY:
        return known.period.end
    return lines[-1].seen_at.date() if lines else None


def _just_over(period: Period, today: date) -> bool:
    """Over for a month at most: what is then dated far ahead is the next edition, not the same one put off."""
    return period.end is not None and timedelta(0) < today - period.end <= EVE


def _is_over(period: Period, today: date) -> bool:
    return period.end is not None and period.end < today
