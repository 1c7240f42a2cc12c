"""What a mention changes in its record: the line it adds to the history, or none."""

import re
from dataclasses import replace
from datetime import timedelta

from watcher.followups.disputes import sets_beside
from watcher.followups.expressions import expression
from watcher.followups.history import SOURCE, apply, as_of, denied_at, is_guarded, is_placed, replay, rests_on
from watcher.followups.identity import is_chinese, is_generic
from watcher.followups.mentions import (
    Mention,
    disputed,
    is_disputed,
    is_given_up,
    is_precise,
    is_put_off_here,
    says_moved,
    told_by,
)
from watcher.followups.places import more_exact, same_place
from watcher.followups.relations import is_one_day_of, relation
from watcher.followups.reporting import LITTLE_EARLY, is_told_without_day
from watcher.model.followups import Change, FollowUp, FollowUpChange, FoundFollowUp, Kind, Status
from watcher.model.period import UNDATED, Period, Precision
from watcher.model.stories import Source

SAME_TIME = timedelta(days=5)  # two outlets that exclude each other within it disagree; later, the newer one moves it
A_MONTH = timedelta(days=31)


def line_of(mention: Mention, change: Change, period: Period, place: str | None) -> FollowUpChange:
    return FollowUpChange(
        mention.seen_at, period, place, change, SOURCE, mention.found.text, mention.source.url, mention.source.entry
    )


def told(mention: Mention, known: FollowUp) -> FollowUp:
    """The record after the mention; the same where it says nothing new."""
    if _repeats(mention, known):
        return known
    if mention.seen_at < known.history[-1].seen_at:
        made = _inserted(mention, known)
    else:
        line = _judged(mention, known)
        made = known if line is None else _dated_anew(known, line) or apply(known, line)
    return _with_source(_with_facts(made, mention.found), mention.source)


def _dated_anew(known: FollowUp, line: FollowUpChange) -> FollowUp | None:
    """ "has delayed the rule. It now takes effect on 1 October": one story's move, told in two sentences."""
    before = known.history[-1]
    own = before.entry is not None and before.entry == line.entry and before.seen_at == line.seen_at
    if not own or before.change is not Change.POSTPONED or line.change is not Change.MOVED or len(known.history) < 2:
        return None
    return replay(known, [*known.history[:-1], line])


def _repeats(mention: Mention, known: FollowUp) -> bool:
    """The entry has said this already (an edit elsewhere in it, a second poll)."""
    said = [line for line in known.history if line.entry == mention.source.entry] if told_by(known, mention) else []
    report = mention.found.report
    if said and any(
        line.change is Change.CONFLICTING and line.period == mention.found.period for line in known.history
    ):
        return True
    if report is Change.ANNOUNCED and is_given_up(mention, known):
        return True
    if any(line.text == mention.found.text for line in said):
        return not (is_put_off_here(mention, known) or is_disputed(mention, known))
    if report is Change.ANNOUNCED:
        if not said or (known.period.end is None and mention.found.period.end is not None):
            return False
        return relation(known.period, mention.found.period) in {"same", "wider", "none"}
    if any(line.change is report for line in said):
        return not is_told_without_day(mention.found, known, mention.source.published_at.date())
    outcome = {Change.HELD: Status.HELD, Change.CANCELLED: Status.CANCELLED}.get(report)
    return bool(said) and said[-1].change is Change.CONFIRMED and outcome is not None and outcome is known.outcome


def _inserted(mention: Mention, known: FollowUp) -> FollowUp:
    """The record with a mention that arrived before lines already told (feeds are first read in any order)."""
    earlier = [line for line in known.history if line.seen_at <= mention.seen_at]
    later = [line for line in known.history if line.seen_at > mention.seen_at]
    then = as_of(known, mention.seen_at)
    if then is None:
        line: FollowUpChange | None = line_of(mention, Change.ANNOUNCED, mention.found.period, mention.found.place)
        if mention.found.report is not Change.ANNOUNCED:
            return known
        if later[0].change is Change.ANNOUNCED:
            first = replace(known, period=mention.found.period, place=mention.found.place)
            change = (
                Change.MOVED
                if relation(first.period, later[0].period) in {"apart", "overlapping"}
                else Change.CONFIRMED
            )
            undated = later[0].period.end is None
            later[0] = replace(
                later[0],
                change=change,
                period=first.period if undated else later[0].period,
                place=later[0].place or first.place if undated else later[0].place,
            )
    else:
        line = _judged(mention, then)
    return known if line is None else replay(known, [*earlier, line, *later])


def _judged(mention: Mention, known: FollowUp) -> FollowUpChange | None:
    """The line that the mention adds to the history; None: only its source is worth keeping."""
    line = _judgement(mention, known)
    if line is None or line.change is Change.CONFLICTING or not is_placed(known):
        return line
    return replace(line, place=known.place)


def _judgement(mention: Mention, known: FollowUp) -> FollowUpChange | None:
    found = mention.found
    if found.report is Change.HELD:
        return _on_held(mention, known)
    if found.report is Change.CANCELLED:
        if _is_guarded(mention, known) or _is_older(mention, known):
            return _contradiction(mention, known) if _is_guarded(mention, known) else None
        change = Change.CONFIRMED if known.outcome is Status.CANCELLED else Change.CANCELLED
        return line_of(mention, change, known.period, known.place)
    if found.report is Change.POSTPONED:
        if _is_guarded(mention, known) or _is_older(mention, known) or known.outcome is not None:
            return _contradiction(mention, known) if _is_guarded(mention, known) else None
        if _dated_it_anew(mention, known):
            return None
        if known.period == UNDATED and any(line.change is Change.POSTPONED for line in known.history):
            return line_of(mention, Change.CONFIRMED, UNDATED, known.place)
        return line_of(mention, Change.POSTPONED, UNDATED, known.place)
    return _on_announced(mention, known)


def _dated_it_anew(mention: Mention, known: FollowUp) -> bool:
    """Whether the same story gave the new date before: "goes live on 24 February. It was put off last October"."""
    last = known.history[-1]
    own = last.entry is not None and last.entry == mention.source.entry
    return own and last.change is Change.MOVED and known.period.end is not None


def _contradiction(mention: Mention, known: FollowUp) -> FollowUpChange:
    return line_of(mention, Change.CONFLICTING, mention.found.period, mention.found.place)


def _is_guarded(mention: Mention, known: FollowUp) -> bool:
    return is_guarded(known, mention.source.published_at)


def _is_older(mention: Mention, known: FollowUp) -> bool:
    """Published before the source that the record's present state rests on."""
    return mention.source.published_at < rests_on(known)


def _on_held(mention: Mention, known: FollowUp) -> FollowUpChange | None:
    found = mention.found
    told = found.period if found.period.end is not None else known.period
    if known.settled_by_person:
        agrees = known.outcome is Status.HELD
        return (
            line_of(mention, Change.CONFIRMED, known.period, known.place) if agrees else _contradiction(mention, known)
        )
    if known.outcome is Status.HELD:
        closer = relation(known.period, told) == "narrower" and not is_one_day_of(told, known.period)
        closer = closer and not _is_its_last_day(told, known, found.kind)
        closer = closer or is_told_without_day(found, known, mention.source.published_at.date())
        longer = is_one_day_of(known.period, told)  # "opened on Tuesday"; "was held from Tuesday to Thursday"
        return line_of(
            mention, Change.CONFIRMED, told if closer or longer else known.period, known.place or found.place
        )
    denied = denied_at(known)
    if denied is not None and told.end is not None and told.end < denied.date():
        return _contradiction(mention, known)
    if _is_guarded(mention, known):
        if known.period.end is not None and not _lies_in(told, known.period):
            told = known.period
        return line_of(mention, Change.HELD, told, known.place or found.place)
    if lasted := _until_its_end(mention, known):
        return line_of(mention, Change.HELD, lasted, more_exact(known.place, found.place))
    last_day = _is_its_last_day(told, known, found.kind)
    begins, today = known.period.start, mention.source.published_at.date()
    if found.period.end is None and begins is not None and (begins - today).days > LITTLE_EARLY:
        told = UNDATED  # "was opened two months ahead of schedule": not on the day it was to be
    elif (relation(known.period, told) == "wider" and not _is_its_first_day(known.period, told)) or last_day:
        told = known.period
    elif is_one_day_of(told, known.period):
        told = told if _is_window(known) else known.period
    else:  # of two dates that sources gave, the one it was held on
        others = [line.period for line in known.history if line.change is Change.CONFLICTING]
        told = next((other for other in others if is_one_day_of(told, other)), told)
    return line_of(mention, Change.HELD, told, more_exact(known.place, found.place))


def _until_its_end(mention: Mention, known: FollowUp) -> Period | None:
    """ "The school ended on Friday", of which only the first day was known: it lasted from the one to the other."""
    first, last = known.period, mention.found.period
    if first.precision is not Precision.DAY or last.precision is not Precision.DAY or known.kind not in _LASTS:
        return None
    if (
        first.start is None
        or last.end is None
        or disputed(known)
        or not timedelta(1) < last.end - first.start <= A_MONTH
    ):
        return None
    return Period(first.start, last.end, Precision.RANGE) if _ENDED.search(mention.found.text) else None


_LASTS = frozenset({Kind.MEETING, Kind.OTHER})
_ENDED = expression(
    r"\b(?:ended|closed|concluded|finished|wrapped\s+up|(?:drew|came)\s+to\s+(?:a\s+close|an\s+end))\b", re.IGNORECASE
)


def _is_its_first_day(known: Period, told: Period) -> bool:
    """ "opens on 24 November" was known, and "ended on Friday after five days" is told: these were its days."""
    return is_precise(told) and known.precision is Precision.DAY and known.start == told.start


def _lies_in(told: Period, known: Period) -> bool:
    """Whether it took place when a person had said: "by June" leaves any day before open."""
    by = known.start is None and told.end is not None and known.end is not None and told.end <= known.end
    return by or relation(known, told) == "narrower"


def _is_window(known: FollowUp) -> bool:
    """ "will fly between 3 and 14 November": on one of these days, not on all of them."""
    return any(line.period == known.period and _BETWEEN.search(line.text) for line in known.history)


_BETWEEN = expression(
    r"\bbetween\s+(?:the\s+)?(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d)|\b(?:launch|flight|test)\s+window\b"
)


def _is_its_last_day(told: Period, known: FollowUp, kind: Kind) -> bool:
    """A window for comments that closed on the day it was to: "by 30 April" stays what it was."""
    limit = known.period.start is None and Kind.DEADLINE in {known.kind, kind}
    return limit and told.end == known.period.end


def _on_announced(mention: Mention, known: FollowUp) -> FollowUpChange | None:
    found = mention.found
    how = relation(known.period, found.period)
    elsewhere = same_place(found.place, known.place) is False
    place = found.place if known.place is None or (how == "same" and elsewhere) else known.place
    if _is_guarded(mention, known):
        agrees = how in {"same", "narrower", "wider", "none"} and not elsewhere
        return (
            line_of(mention, Change.CONFIRMED, known.period, known.place) if agrees else _contradiction(mention, known)
        )
    if elsewhere and how != "apart" and is_placed(known):
        return _contradiction(mention, known)
    if known.outcome is Status.HELD:
        return line_of(mention, Change.CONFIRMED, known.period, known.place) if how != "apart" else None
    if _is_older(mention, known):
        return _on_older(mention, known, how)
    if not elsewhere and (lasting := _lasting(mention, known)):
        return line_of(mention, Change.CONFIRMED, lasting, more_exact(known.place, found.place))
    return _on_newer(mention, known, how, place)


def _on_newer(mention: Mention, known: FollowUp, how: str, place: str | None) -> FollowUpChange:
    """What an announcement at least as new as what is known says of a record that was not held."""
    found = mention.found
    if known.outcome is Status.CANCELLED:
        if _disagrees(mention, known) and not says_moved(found):
            return _contradiction(mention, known)
        return line_of(
            mention, Change.ANNOUNCED if how == "same" else Change.MOVED, found.period, found.place or known.place
        )
    if how == "none":
        return _on_undated(mention, known, place)
    later = found.period.end is not None and known.period.end is not None and found.period.end > known.period.end
    # "originally due in the third quarter, now by year-end"; what was due in December and comes "by 28 February"
    limit = _is_later_limit(found.period, known.period) or _ends_later(found, known.period)
    if how == "wider" and later and (says_moved(found) or limit):
        return line_of(mention, Change.MOVED, found.period, more_exact(known.place, found.place))
    if how in {"same", "wider"}:
        return _on_same_time(mention, known, place=place)
    if how == "narrower":
        limit = found.period.start is None and found.period.end == known.period.end
        told = known.period if limit else found.period  # "before the year ends", of what was told for that year
        return line_of(mention, Change.CONFIRMED, told, more_exact(known.place, found.place))
    if (_disagrees(mention, known) and not says_moved(found)) or sets_beside(mention, known):
        return _contradiction(mention, known)
    change = Change.CONFIRMED if _settles(found, known) else Change.MOVED
    return line_of(mention, change, found.period, more_exact(known.place, found.place))


def _settles(found: FoundFollowUp, known: FollowUp) -> bool:
    """Whether it is the other of two dates that sources gave: nobody moved anything."""
    if says_moved(found):
        return False
    return any(other == found.period or is_one_day_of(other, found.period) for other in disputed(known))


def _is_later_limit(limit: Period, known: Period) -> bool:
    """Whether "by" a named day lies so far behind the known time that it is no vaguer word for it."""
    if limit.start is not None or limit.precision is not Precision.DAY or limit.end is None:
        return False
    if known.start is None or known.end is None:
        return False
    return limit.end - known.end > max(A_MONTH, known.end - known.start)


_END_OF = expression(r"\b(?:end|close|whole)\s+of\b|\bthroughout\b", re.IGNORECASE)


def _ends_later(found: FoundFollowUp, known: Period) -> bool:
    """ "until the end of May" of what was open by 30 April: no vaguer word for it, as "before May" is."""
    limit = found.period
    if limit.start is not None or limit.end is None or known.start is not None or known.end is None:
        return False
    return known.end < limit.end.replace(day=1) and _END_OF.search(found.text) is not None


def _lasting(mention: Mention, known: FollowUp) -> Period | None:
    """The whole of an event of several days, where one of both tells a day of it: "opens on Monday"."""
    if known.outcome is not None:
        return None
    if is_one_day_of(mention.found.period, known.period):
        return known.period
    if is_one_day_of(known.period, mention.found.period) and not says_moved(mention.found):
        return mention.found.period
    return None


def _on_older(mention: Mention, known: FollowUp, how: str) -> FollowUpChange | None:
    """An article older than what is known refines or repeats it, and never moves it."""
    if how == "narrower" and not any(line.change is Change.MOVED for line in known.history):
        return line_of(mention, Change.CONFIRMED, mention.found.period, known.place or mention.found.place)
    if how in {"same", "wider", "narrower"}:
        return line_of(mention, Change.CONFIRMED, known.period, known.place or mention.found.place)
    if known.outcome is None and _disagrees(mention, known):
        return _contradiction(mention, known)
    return None


def _on_undated(mention: Mention, known: FollowUp, place: str | None) -> FollowUpChange:
    found = mention.found
    if found.period.end is None:
        return line_of(mention, Change.CONFIRMED, known.period, place)
    postponed = any(line.change is Change.POSTPONED for line in known.history)
    change = Change.MOVED if postponed else Change.CONFIRMED
    return line_of(mention, change, found.period, more_exact(known.place, found.place))


_SOMEWHERE = frozenset({Kind.MEETING, Kind.LAUNCH, Kind.AGREEMENT})  # what takes place; a rule applies in many places


def _on_same_time(mention: Mention, known: FollowUp, *, place: str | None) -> FollowUpChange:
    """The same date: a confirmation, unless the place is another one."""
    if same_place(mention.found.place, known.place) is not False or known.kind not in _SOMEWHERE:
        return line_of(mention, Change.CONFIRMED, known.period, place)
    if _disagrees(mention, known) and not says_moved(mention.found):
        return _contradiction(mention, known)
    return line_of(mention, Change.MOVED, known.period, mention.found.place)


def _disagrees(mention: Mention, known: FollowUp) -> bool:
    """Another outlet at about the same time, and not already the second to say so."""
    if abs(mention.source.published_at - rests_on(known)) > SAME_TIME:
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
    known, told = followup.event, found.event
    nameless = followup.event_slug is not None and not is_generic(told)
    nameless = nameless and (is_generic(known) or (is_chinese(known) and not is_chinese(told)))
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
