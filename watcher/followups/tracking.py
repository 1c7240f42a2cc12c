"""One record through a follow-up's life: which record a mention belongs to, and what it changes. Persists nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from watcher.followups import cues
from watcher.followups.history import PERSON, SOURCE, apply, as_of, replay
from watcher.followups.identity import Likeness, editions_differ, is_generic, keys_of_texts, kinds_agree, likeness
from watcher.followups.places import same_place
from watcher.model import (
    UNDATED,
    Change,
    FollowUp,
    FollowUpChange,
    FoundFollowUp,
    Period,
    Precision,
    Source,
    Status,
)

DUE_BEFORE_END = timedelta(days=30)
SAME_TIME = timedelta(days=5)  # two outlets that exclude each other within it disagree; later, the newer one moves it
SERIES_GAP = 300  # days between two dates of a named event from which they are two editions, unless said to be moved


@dataclass(frozen=True, slots=True)
class Mention:
    """A follow-up as one entry tells it; ``seen_at`` is when the entry arrived."""

    found: FoundFollowUp
    source: Source
    seen_at: datetime


def status(followup: FollowUp, today: date) -> Status:
    """Where the follow-up stands on ``today`` by the evidence and the clock (contract, JSON shapes)."""
    period = followup.period
    if followup.outcome is not None:
        return followup.outcome
    if period.end is None or period.precision is Precision.NONE:
        return Status.UPCOMING
    if today > period.end:
        return Status.PASSED if followup.self_settling else Status.OVERDUE
    start = period.start or period.end - DUE_BEFORE_END
    return Status.DUE if today >= start else Status.UPCOMING


def keys(mention: Mention) -> frozenset[str]:
    """Words by which candidates are looked up: records of which ``keys_of`` shares one or more.

    The more shared, the likelier; a few hundred of the best are enough. A mention of a configured event finds its
    records by the key ``event:SLUG`` alone.
    """
    found = mention.found
    return keys_of_texts(found.event_slug, found.event, found.text, found.context, mention.source.title)


def keys_of(followup: FollowUp) -> frozenset[str]:
    """The keys of a record; recompute them after every ``track`` and every person's word."""
    titles = [source.title for source in followup.sources[:3]]
    return keys_of_texts(followup.event_slug, followup.event, followup.text, *titles)


def track(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
    """The candidate the mention belongs to, updated; a new record with id 0; or None: nothing to say.

    ``candidates`` are records that share keys with the mention, whatever their status. A mention of an entry that a
    record already has changes nothing, except where the entry was edited and now says something else.
    """
    known = _best(mention, candidates)
    if known is None:
        return _new(mention) if mention.found.report is Change.ANNOUNCED else None
    return _told(mention, known)


def _new(mention: Mention) -> FollowUp:
    found = mention.found
    return FollowUp(
        id=0,
        event=found.event,
        event_slug=found.event_slug,
        period=found.period,
        place=found.place,
        kind=found.kind,
        text=found.text,
        first_mentioned_at=mention.seen_at,
        updated_at=mention.seen_at,
        edition=found.edition,
        self_settling=found.self_settling,
        history=(_line(mention, Change.ANNOUNCED, found.period, found.place),),
        sources=(mention.source,),
    )


def _line(mention: Mention, change: Change, period: Period, place: str | None) -> FollowUpChange:
    return FollowUpChange(
        mention.seen_at, period, place, change, SOURCE, mention.found.text, mention.source.url, mention.source.entry
    )


# ---------------------------------------------------------------- which record


def _best(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
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
    alike = likeness(found, mention.source.title, known)
    needed = _needed(mention, known, alike)
    if alike.shared < 1 or alike.score < needed:
        return 0.0
    if found.report in {Change.HELD, Change.CANCELLED, Change.POSTPONED}:
        return alike.score + _fit(found, known) if _report_fits(mention, known) else 0.0
    if known.outcome in {Status.HELD, Status.CANCELLED} and _is_another_time(mention, known):
        return 0.0
    return alike.score + (0.2 if relation(known, found.period) in {"same", "narrower", "wider"} else 0.0)


def _fit(found: FoundFollowUp, known: FollowUp) -> float:
    """What date and place say for one of several records alike in words."""
    same = same_place(found.place, known.place)
    return _nearness(found.period, known.period) / 2 + (0.0 if same is None else 0.2 if same else -0.2)


def _score_of_series(mention: Mention, known: FollowUp) -> float:
    """A configured event: only which edition is the question."""
    found = mention.found
    if found.report in {Change.HELD, Change.CANCELLED, Change.POSTPONED}:
        if not _report_fits(mention, known):
            return 0.0
        return 1.0 + _nearness(found.period, known.period) + (0.5 if known.outcome is None else 0.0)
    if known.outcome in {Status.HELD, Status.CANCELLED, Status.DISMISSED} and _is_another_time(mention, known):
        return 0.0
    apart = _days_apart(found.period, known.period)
    if apart > SERIES_GAP and not _says_moved(found) and not _is_over(known.period, mention.source.published_at.date()):
        return 0.0
    if (
        apart > 0
        and same_place(found.place, known.place) is False
        and not _says_moved(found)
        and apart > SERIES_GAP // 2
    ):
        return 0.0
    if apart > 0 and _told_by(known, mention) and not _says_moved(found):
        return 0.0
    return (
        1.0 + _nearness(found.period, known.period) + (0.5 if found.edition and found.edition == known.edition else 0.0)
    )


def _needed(mention: Mention, known: FollowUp, alike: Likeness) -> float:
    """The likeness asked for: more where dates, kinds or places speak against it."""
    found = mention.found
    needed = 0.45 if alike.shared >= 2 else 0.7
    if not kinds_agree(found.kind, known.kind):
        needed += 0.2
    if found.report is not Change.ANNOUNCED:
        return needed
    if same_place(found.place, known.place) is False:
        needed += 0.1
    how = relation(known, found.period)
    if how == "apart" and not _says_moved(found):
        if _told_by(known, mention) or _again(found):
            return 2.0
        precise = _is_precise(found.period) and _is_precise(known.period)
        if precise and (same_place(found.place, known.place) is False or alike.apart):
            return 2.0
        return needed + 0.2
    if how == "none":
        return needed + 0.1
    return needed


def _told_by(known: FollowUp, mention: Mention) -> bool:
    """Whether the record has this entry already: one entry that tells two dates tells two follow-ups."""
    return any(line.entry == mention.source.entry for line in known.history if line.entry is not None)


def _again(found: FoundFollowUp) -> bool:
    return any(
        word in f" {found.text.casefold()} "
        for word in (" again ", " another ", " a second round", " follow-up meeting", " followed by ")
    )


def _is_precise(period: Period) -> bool:
    return period.start is not None and period.end is not None and (period.end - period.start).days <= 10


def _says_moved(found: FoundFollowUp) -> bool:
    return cues.MOVED.search(found.text) is not None


def _report_fits(mention: Mention, known: FollowUp) -> bool:
    """Whether a report of the past can be about this record: not of an edition before it was announced."""
    found, published = mention.found, mention.source.published_at.date()
    first = min((source.published_at.date() for source in known.sources), default=known.first_mentioned_at.date())
    if found.report is not Change.HELD:
        return known.outcome not in {Status.HELD} and (
            found.period.end is None or _days_apart(found.period, known.period) <= 0 or found.event_slug is not None
        )
    period = known.period
    if found.period.end is None:
        begins = period.start or (period.end - DUE_BEFORE_END if period.end else None)
        if known.outcome is Status.HELD and period.end is not None:
            return published >= period.end and (published - period.end).days <= 90
        return published >= first and (begins is None or published >= begins - timedelta(days=3))
    if found.period.end < first:
        return False
    if known.outcome is Status.HELD:
        return _days_apart(found.period, period) <= 7
    if period.end is None:
        return True
    early = (period.start or first) - found.period.end
    return early.days <= 60 and (found.period.start or found.period.end) <= period.end + timedelta(days=400)


def _is_another_time(mention: Mention, known: FollowUp) -> bool:
    """An announcement after the end of a record: the next edition, unless it repeats what is past."""
    found = mention.found
    published = mention.source.published_at.date()
    settled = _settled_on(known)
    if found.period.end is None:
        return settled is not None and published > settled
    if relation(known, found.period) in {"same", "narrower"}:
        return False
    if relation(known, found.period) == "wider":
        begins = found.period.start or published
        return (
            known.outcome is Status.HELD
            and published > (known.period.end or published)
            and begins > (known.period.end or begins)
        )
    if known.outcome is Status.HELD:
        return True
    return _days_apart(found.period, known.period) > SERIES_GAP


def _settled_on(known: FollowUp) -> date | None:
    lines = [line for line in known.history if line.change in {Change.HELD, Change.CANCELLED}]
    if known.outcome is Status.HELD and known.period.end is not None and known.period.precision is Precision.DAY:
        return known.period.end
    return lines[-1].seen_at.date() if lines else None


# ---------------------------------------------------------------- how two periods lie


def relation(known: FollowUp, period: Period) -> str:
    """How a period told lies to the record's: same, narrower (inside it), wider, overlapping, apart, none (undated)."""
    if period == known.period:
        return "same"
    if period.end is None or known.period.end is None:
        return "none"
    if period.start is None and known.period.start is None:
        return _two_limits(period, known.period)
    if period.start is None:
        back = _limit(period, known.period)
        return {"narrower": "wider", "wider": "narrower"}.get(back, back)
    if known.period.start is None:
        return _limit(known.period, period)
    mine, theirs = (period.start, period.end), (known.period.start, known.period.end)
    if theirs[0] <= mine[0] and mine[1] <= theirs[1]:
        return "narrower"
    if mine[0] <= theirs[0] and theirs[1] <= mine[1]:
        return "wider"
    return "overlapping" if mine[0] <= theirs[1] and theirs[0] <= mine[1] else "apart"


def _limit(limit: Period, span: Period) -> str:
    """How a span lies to "by X": the same day, inside it, around X (then X says more), or after it."""
    end, last, first = limit.end, span.end, span.start
    if end is None or last is None or first is None or first > end:
        return "apart"
    if last == end and span.precision is Precision.DAY:
        return "same"
    if last <= end:
        return "narrower"
    return "wider" if _COARSENESS[limit.precision] <= _COARSENESS[span.precision] else "overlapping"


_COARSENESS = {
    Precision.DAY: 0,
    Precision.RANGE: 1,
    Precision.MONTH: 2,
    Precision.QUARTER: 3,
    Precision.HALF: 4,
    Precision.YEAR: 5,
    Precision.NONE: 6,
}


def _two_limits(period: Period, known: Period) -> str:
    """ "by 3 May" and "by 10 June" exclude each other; "by 2026" and "by mid-2026" do not."""
    if period.end is None or known.end is None or period.end == known.end:
        return "same"
    if period.end < known.end and _COARSENESS[period.precision] < _COARSENESS[known.precision]:
        return "narrower"
    if known.end < period.end and _COARSENESS[known.precision] < _COARSENESS[period.precision]:
        return "wider"
    return "apart"


def _days_apart(one: Period, other: Period) -> int:
    """Days between two periods; 0 where they touch or one is undated."""
    if one.end is None or other.end is None:
        return 0
    one_start, other_start = one.start or one.end, other.start or other.end
    return max(0, (other_start - one.end).days, (one_start - other.end).days)


def _nearness(one: Period, other: Period) -> float:
    if one.end is None or other.end is None:
        return 0.1
    return 1.0 / (1.0 + _days_apart(one, other) / 30)


def _is_over(period: Period, today: date) -> bool:
    return period.end is not None and period.end < today


# ---------------------------------------------------------------- what it changes


def _told(mention: Mention, known: FollowUp) -> FollowUp | None:
    """The record after the mention; None where it says nothing new."""
    if _repeats(mention, known):
        return None
    if mention.seen_at < known.history[-1].seen_at:
        made = _inserted(mention, known)
    else:
        line = _judged(mention, known)
        made = apply(known, line) if line is not None else known
    return _with_source(_with_facts(made, mention.found), mention.source)


def _repeats(mention: Mention, known: FollowUp) -> bool:
    """The entry has said this already (an edit elsewhere in it, a second poll)."""
    said = [line for line in known.history if line.entry == mention.source.entry and line.entry is not None]
    report = mention.found.report
    if any(line.text == mention.found.text for line in said):
        return True
    if report is Change.ANNOUNCED:
        return bool(said) and relation(known, mention.found.period) in {"same", "wider", "none"}
    return any(line.change is report for line in said)


def _inserted(mention: Mention, known: FollowUp) -> FollowUp:
    """The record with a mention that arrived before lines already told (feeds are first read in any order)."""
    earlier = [line for line in known.history if line.seen_at <= mention.seen_at]
    later = [line for line in known.history if line.seen_at > mention.seen_at]
    then = as_of(known, mention.seen_at)
    if then is None:
        line: FollowUpChange | None = _line(mention, Change.ANNOUNCED, mention.found.period, mention.found.place)
        if mention.found.report is not Change.ANNOUNCED:
            return known
        if later[0].change is Change.ANNOUNCED:
            first = replace(known, period=mention.found.period, place=mention.found.place)
            change = Change.MOVED if relation(first, later[0].period) in {"apart", "overlapping"} else Change.CONFIRMED
            later[0] = replace(later[0], change=change)
    else:
        line = _judged(mention, then)
    return known if line is None else replay(known, [*earlier, line, *later])


def _judged(mention: Mention, known: FollowUp) -> FollowUpChange | None:
    """The line that the mention adds to the history; None: only its source is worth keeping."""
    found = mention.found
    if found.report is Change.HELD:
        return _on_held(mention, known)
    if found.report is Change.CANCELLED:
        if _is_guarded(known) or _is_older(mention, known):
            return _contradiction(mention, known) if _is_guarded(known) else None
        change = Change.CONFIRMED if known.outcome is Status.CANCELLED else Change.CANCELLED
        return _line(mention, change, known.period, known.place)
    if found.report is Change.POSTPONED:
        if _is_guarded(known) or _is_older(mention, known) or known.outcome is not None:
            return _contradiction(mention, known) if _is_guarded(known) else None
        if known.period == UNDATED and any(line.change is Change.POSTPONED for line in known.history):
            return _line(mention, Change.CONFIRMED, UNDATED, known.place)
        return _line(mention, Change.POSTPONED, UNDATED, known.place)
    return _on_announced(mention, known)


def _contradiction(mention: Mention, known: FollowUp) -> FollowUpChange:
    return _line(mention, Change.CONFLICTING, mention.found.period, mention.found.place or known.place)


def _is_guarded(known: FollowUp) -> bool:
    """A person settled or dated it: stories may only confirm or contradict."""
    return known.settled_by_person or any(line.by == PERSON for line in known.history)


def _is_older(mention: Mention, known: FollowUp) -> bool:
    """Published before the source that the record's present state rests on."""
    return mention.source.published_at < _rests_on(known)


def _rests_on(known: FollowUp) -> datetime:
    """When the source of the present period or outcome was published."""
    published = {source.entry: source.published_at for source in known.sources}
    state: tuple[Period, str | None, Change | None] | None = None
    at = datetime.min.replace(tzinfo=UTC)
    for line in known.history:
        if line.change is Change.CONFLICTING:
            continue
        ended = line.change if line.change in {Change.HELD, Change.CANCELLED} else None
        if state is None or state != (line.period, line.place, ended):
            at = published.get(line.entry, line.seen_at) if line.entry is not None else line.seen_at
        state = (line.period, line.place, ended)
    return at


def _on_held(mention: Mention, known: FollowUp) -> FollowUpChange | None:
    found = mention.found
    told = found.period if found.period.end is not None else known.period
    if known.settled_by_person:
        agrees = known.outcome is Status.HELD
        return _line(mention, Change.CONFIRMED, known.period, known.place) if agrees else _contradiction(mention, known)
    if known.outcome is Status.HELD:
        closer = relation(known, told) == "narrower"
        return _line(mention, Change.CONFIRMED, told if closer else known.period, known.place or found.place)
    if _is_guarded(known):
        told = known.period if known.period.end is not None else told
        return _line(mention, Change.HELD, told, known.place or found.place)
    if relation(known, told) == "wider":
        told = known.period
    return _line(mention, Change.HELD, told, found.place or known.place)


def _on_announced(mention: Mention, known: FollowUp) -> FollowUpChange | None:
    found = mention.found
    how = relation(known, found.period)
    elsewhere = same_place(found.place, known.place) is False
    place = found.place if known.place is None or (how == "same" and elsewhere) else known.place
    if _is_guarded(known):
        agrees = how in {"same", "narrower", "wider", "none"} and not elsewhere
        return _line(mention, Change.CONFIRMED, known.period, known.place) if agrees else _contradiction(mention, known)
    if known.outcome is Status.HELD:
        return _line(mention, Change.CONFIRMED, known.period, known.place) if how != "apart" else None
    if _is_older(mention, known):
        return _on_older(mention, known, how)
    if known.outcome is Status.CANCELLED:
        if _disagrees(mention, known) and not _says_moved(found):
            return _contradiction(mention, known)
        return _line(
            mention, Change.ANNOUNCED if how == "same" else Change.MOVED, found.period, found.place or known.place
        )
    if how == "none":
        return _on_undated(mention, known, place)
    if how in {"same", "wider"}:
        return _on_same_time(mention, known, elsewhere=elsewhere, place=place)
    if how == "narrower":
        return _line(mention, Change.CONFIRMED, found.period, found.place or known.place)
    if _disagrees(mention, known) and not _says_moved(found):
        return _contradiction(mention, known)
    return _line(mention, Change.MOVED, found.period, found.place or known.place)


def _on_older(mention: Mention, known: FollowUp, how: str) -> FollowUpChange | None:
    """An article older than what is known refines or repeats it, and never moves it."""
    if how == "narrower" and not any(line.change is Change.MOVED for line in known.history):
        return _line(mention, Change.CONFIRMED, mention.found.period, known.place or mention.found.place)
    if how in {"same", "wider", "narrower"}:
        return _line(mention, Change.CONFIRMED, known.period, known.place or mention.found.place)
    if known.outcome is None and _disagrees(mention, known):
        return _contradiction(mention, known)
    return None


def _on_undated(mention: Mention, known: FollowUp, place: str | None) -> FollowUpChange:
    found = mention.found
    if found.period.end is None:
        return _line(mention, Change.CONFIRMED, known.period, place)
    postponed = any(line.change is Change.POSTPONED for line in known.history)
    return _line(mention, Change.MOVED if postponed else Change.CONFIRMED, found.period, found.place or known.place)


def _on_same_time(mention: Mention, known: FollowUp, *, elsewhere: bool, place: str | None) -> FollowUpChange:
    """The same date: a confirmation, unless the place is another one."""
    if not elsewhere:
        return _line(mention, Change.CONFIRMED, known.period, place)
    if _disagrees(mention, known) and not _says_moved(mention.found):
        return _contradiction(mention, known)
    return _line(mention, Change.MOVED, known.period, mention.found.place)


def _disagrees(mention: Mention, known: FollowUp) -> bool:
    """Another outlet at about the same time, and not already the second to say so."""
    if abs(mention.source.published_at - _rests_on(known)) > SAME_TIME:
        return False
    entries = {source.entry: source.outlet for source in known.sources}
    for line in reversed(known.history):
        if line.change is Change.CONFLICTING:
            if line.period == mention.found.period and entries.get(line.entry or -1) != mention.source.outlet:
                return False
            continue
        return line.entry is None or entries.get(line.entry) != mention.source.outlet
    return True


def _with_facts(followup: FollowUp, found: FoundFollowUp) -> FollowUp:
    """What a later story adds without changing anything: the number of the edition, the event's slug."""
    nameless = followup.event_slug is not None and is_generic(followup.event) and not is_generic(found.event)
    return replace(
        followup,
        event=found.event if nameless else followup.event,
        edition=followup.edition or found.edition,
        event_slug=followup.event_slug or found.event_slug,
    )


def _with_source(followup: FollowUp, source: Source) -> FollowUp:
    if any(known.entry == source.entry for known in followup.sources):
        return followup
    return replace(followup, sources=(*followup.sources, source))
