"""Which record a mention belongs to: words, edition, date and place against each candidate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.followups import cues
from watcher.followups.identity import editions_differ, is_chinese, kinds_agree, likeness, shares_words
from watcher.followups.places import same_place
from watcher.followups.relations import days_apart, is_one_day_of, nearness, relation
from watcher.followups.words import PLAIN, WIDE, words_of
from watcher.model import Change, FollowUp, FoundFollowUp, Kind, Period, Precision, Source, Status

SERIES_GAP = 300  # days between two dates of a named event from which they are two editions, unless said to be moved
_FAR = 366  # days
_EVE = timedelta(days=30)  # before the end of a period without a start


@dataclass(frozen=True, slots=True)
class Mention:
    """A follow-up as one entry tells it; ``seen_at`` is when the entry arrived."""

    found: FoundFollowUp
    source: Source
    seen_at: datetime


def best(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
    scored = [
        (score, known.updated_at, -known.id, known) for known in candidates if (score := _score(mention, known)) > 0
    ]
    return max(scored, key=lambda item: item[:3])[3] if scored else None


def _score(mention: Mention, known: FollowUp) -> float:
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
    weighed = weigh(mention, known)
    if weighed < ENOUGH:
        return 0.0
    if found.report is not Change.ANNOUNCED:
        if not (_ANAPHOR.match(found.text) or shares_words(found, known) or _is_on_the_day(found, known)):
            return 0.0
        return weighed / 10 + _fit(found, known) if _report_fits(mention, known) else 0.0
    if known.outcome in {Status.HELD, Status.CANCELLED} and _is_another_time(mention, known):
        return 0.0
    return weighed / 10


ENOUGH = 32  # tenths of a word
DISTINCT = 20  # what two uncommon words weigh: less in common counts against it
_IMPOSSIBLE = -1000


def weigh(mention: Mention, known: FollowUp) -> int:
    """The evidence in tenths that a mention is about a record; words, period, place, kind and edition count."""
    found = mention.found
    alike = likeness(found, mention.source.title, known, entry=_entry_of(mention, known))
    if alike.named < 0 and alike.own < PLAIN:
        return _IMPOSSIBLE  # under another name, and nothing of it in common
    score = alike.score + _of_kind(found, known) + _of_edition(found, known)
    if alike.distinct < DISTINCT:
        score -= round((DISTINCT - alike.distinct) * (1 - min(alike.forward, alike.backward)))
    if found.event_slug != known.event_slug:
        score -= 15
    if found.report is Change.ANNOUNCED:
        return score + _of_place(found, known) + min(_of_period(mention, known), alike.distinct)
    if alike.covered and alike.own >= PLAIN:  # "Chip rule scrapped": all it says is known
        score += PLAIN + WIDE
    on_the_day = _is_on_the_day(found, known)
    return score + (min(_SAME_TIME[known.period.precision], alike.distinct) if on_the_day else 0)


def _is_on_the_day(found: FoundFollowUp, known: FollowUp) -> bool:
    """A report of a day on which the thing was to be."""
    if found.period.precision is not Precision.DAY or not _is_precise(known.period):
        return False
    return relation(known.period, found.period) in {"same", "narrower"}


def _of_kind(found: FoundFollowUp, known: FollowUp) -> int:
    if found.report is Change.ANNOUNCED and (found.kind is Kind.DEADLINE) is not (known.kind is Kind.DEADLINE):
        return 0 if found.self_settling is known.self_settling else -30
    if found.kind is Kind.FUNDING is known.kind and _other_money(found.text, known.text):
        return -15
    if found.kind is known.kind:
        return 0 if found.kind is Kind.OTHER else 4
    return 0 if kinds_agree(found.kind, known.kind) else -10


def _other_money(one: str, other: str) -> bool:
    mine, theirs = ({word for word in words_of(text).own if word[0] == "#"} for text in (one, other))
    return bool(mine) and bool(theirs) and not mine & theirs


def _of_edition(found: FoundFollowUp, known: FollowUp) -> int:
    return 15 if found.edition is not None and found.edition == known.edition else 0


def _of_place(found: FoundFollowUp, known: FollowUp) -> int:
    same = same_place(found.place, known.place)
    return 0 if same is None else 8 if same else -12


def _of_period(mention: Mention, known: FollowUp) -> int:
    """What the two periods say: a day in common much, a year in common little, another time against it."""
    found = mention.found
    how = relation(known.period, found.period)
    if any(line.change is Change.CONFLICTING and line.period == found.period for line in known.history):
        return 20
    if is_one_day_of(found.period, known.period) or is_one_day_of(known.period, found.period):
        return 20
    if how == "same":
        return _SAME_TIME[found.period.precision]
    if how == "narrower":
        return max(4, _SAME_TIME[known.period.precision])
    if how == "wider":
        return _IMPOSSIBLE if _is_far_later(found.period, known.period) and not says_moved(found) else 4
    if how == "none":  # what one story puts off and what it dates are two things, unless it says they are one
        apart = found.period.end is not None and _told_by(known, mention) and not says_moved(found)
        return 0 if not apart else -25 if kinds_agree(found.kind, known.kind) else _IMPOSSIBLE
    if how == "overlapping":
        return 2
    if says_moved(found) or _headline_says_moved(mention):
        return 0
    if _told_by(known, mention) or _again(found) or found.self_settling is not known.self_settling:
        return _IMPOSSIBLE
    precise = _is_precise(found.period) and _is_precise(known.period)
    if precise and found.place and known.place and not same_place(found.place, known.place):
        return _IMPOSSIBLE  # on other days elsewhere: another edition
    return -20 if precise else -15


_SAME_TIME = {
    Precision.DAY: 26,
    Precision.RANGE: 12,
    Precision.MONTH: 10,
    Precision.QUARTER: 8,
    Precision.HALF: 6,
    Precision.YEAR: 4,
    Precision.NONE: 0,
}


def _fit(found: FoundFollowUp, known: FollowUp) -> float:
    """What date and place say for one of several records alike in words."""
    same = same_place(found.place, known.place)
    return nearness(found.period, known.period) / 2 + (0.0 if same is None else 0.2 if same else -0.2)


def _score_of_series(mention: Mention, known: FollowUp) -> float:
    """A configured event: only which edition is the question."""
    found = mention.found
    if found.report in {Change.HELD, Change.CANCELLED, Change.POSTPONED}:
        if not _report_fits(mention, known):
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
    if apart > 0 and _told_by(known, mention) and not says_moved(found):
        return 0.0
    return (
        1.0 + nearness(found.period, known.period) + (0.5 if found.edition and found.edition == known.edition else 0.0)
    )


def _is_far_later(period: Period, known: Period) -> bool:
    """ "by 2030" is no vaguer word for 2 December 2025."""
    return period.end is not None and known.end is not None and (period.end - known.end).days > _FAR


def _entry_of(mention: Mention, known: FollowUp) -> int | None:
    return mention.source.entry if _told_by(known, mention) else None


def _told_by(known: FollowUp, mention: Mention) -> bool:
    """Whether the record has this entry already: one entry that tells two dates tells two follow-ups."""
    return any(line.entry == mention.source.entry for line in known.history if line.entry is not None)


def _is_beside(mention: Mention, known: FollowUp) -> bool:
    """Whether the record is the other thing told by the same sentence: "will open X in May and Y by 2030"."""
    if any(line.change is Change.CONFLICTING and line.period == mention.found.period for line in known.history):
        return False  # both dates of a dispute told in one sentence
    return any(
        line.entry == mention.source.entry
        and line.text == mention.found.text
        and (line.period, line.place) != (mention.found.period, mention.found.place)
        for line in known.history
        if line.entry is not None
    )


def _again(found: FoundFollowUp) -> bool:
    return any(
        word in f" {found.text.casefold()} "
        for word in (" again ", " will also ", " another ", " a second round", " follow-up meeting", " followed by ")
    )


def _is_precise(period: Period) -> bool:
    return period.start is not None and period.end is not None and (period.end - period.start).days <= 10


def says_moved(found: FoundFollowUp) -> bool:
    return cues.MOVED.search(found.text) is not None


def _headline_says_moved(mention: Mention) -> bool:
    return (
        cues.MOVED.search(mention.source.title) is not None or cues.POSTPONED.search(mention.source.title) is not None
    )


def _report_fits(mention: Mention, known: FollowUp) -> bool:
    """Whether a report of the past can be about this record: not of an edition before it was announced."""
    found, published = mention.found, mention.source.published_at.date()
    first = min((source.published_at.date() for source in known.sources), default=known.first_mentioned_at.date())
    if found.report is not Change.HELD:
        return known.outcome is not Status.HELD and (
            found.period.end is None or days_apart(found.period, known.period) <= 0 or found.event_slug is not None
        )
    on_the_day = _is_on_the_day(found, known)
    chinese = is_chinese(found.text)  # read as done by words of its own
    if not (found.event_slug or on_the_day or chinese or cues.HELD.search(found.text) or cues.DONE.search(found.text) or _same_deed(found.text, known)):
        return False
    period = known.period
    if found.period.end is None:
        begins = period.start or (period.end - _EVE if period.end else None)
        if known.outcome is Status.HELD and period.end is not None:
            return published >= period.end and (published - period.end).days <= 90
        return published >= first and (begins is None or published >= begins - timedelta(days=3))
    if found.period.end < first:
        return False
    if known.outcome is Status.HELD:
        return days_apart(found.period, period) <= 7
    if period.end is None:
        return True
    early = (period.start or first) - found.period.end
    return early.days <= 60 and (found.period.start or found.period.end) <= period.end + timedelta(days=400)


_ANAPHOR = re.compile(
    r"(?:It|They|This|These|Both|Talks|We)\b|[^\x00-\u2fff]|The\s+(?:two|\w+\s+)?(?:talks|meeting|event|dialogue|summit|forum"
    r"|session|visit|launch|report|document|paper|agreement|deal|pact|memorandum|law|rules?|plan|project|programme|program"
    r"|cent(?:re|er)|facility|plant|exercise|sides|ministers|leaders|delegations?)\b"
)
_DEED = re.compile(r"\b[a-z]{4,}ed\b")


def _same_deed(text: str, known: FollowUp) -> bool:
    """Whether the report's verb is the promise's: "landed" where it was to "land"."""
    roots = {match.group()[:-2] for match in _DEED.finditer(text)}
    told = " ".join([known.text, *(line.text for line in known.history)])
    promised = re.findall(r"[a-z]+", told.casefold())
    return any(word.startswith(root) and len(word) - len(root) <= 4 for root in roots for word in promised)


def _is_another_time(mention: Mention, known: FollowUp) -> bool:
    """An announcement after the end of a record: the next edition, unless it repeats what is past."""
    found = mention.found
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


def _settled_on(known: FollowUp) -> date | None:
    lines = [line for line in known.history if line.change in {Change.HELD, Change.CANCELLED}]
    if known.outcome is Status.HELD and known.period.end is not None and known.period.precision is Precision.DAY:
        return known.period.end
    return lines[-1].seen_at.date() if lines else None


def _just_over(period: Period, today: date) -> bool:
    """Over for a month at most: what is then dated far ahead is the next edition, not the same one put off."""
    return period.end is not None and timedelta(0) < today - period.end <= _EVE


def _is_over(period: Period, today: date) -> bool:
    return period.end is not None and period.end < today
