"""A follow-up's history: applying one line, and replaying it to any instant; the standing answer of an event."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice, pairwise

from watcher.model.digests import EventStanding
from watcher.model.followups import Change, FollowUp, FollowUpChange, Status
from watcher.model.period import Period, Precision
from watcher.model.stories import Source
from watcher.settings import EventSettings

SOURCE, PERSON = "source", "person"
AMENDED = "corrected"  # the text of a person's line that sets neither words nor place nor date
REOPENED = "reopened"  # the text of a person's line that takes an outcome back
# Texts of the lines that a changed keyword file makes, by the person who changed it. Unlike a person's word on the
# follow-up itself they bind no later story.
SET_ASIDE = "set aside: no story that tells of it is relevant any more"
RELEVANT_AGAIN = "a story that tells of it is relevant again"
# Texts of the lines that an outlet makes by taking its sentence out of its entry, and by telling it anew.
WITHDRAWN = "withdrawn: the entry that told of it tells of it no longer"
TOLD_AGAIN = "told of again"
_ASIDE = frozenset({SET_ASIDE, RELEVANT_AGAIN, WITHDRAWN, TOLD_AGAIN})


def outcome_after(outcome: Status | None, line: FollowUpChange) -> Status | None:
    """What the record's outcome is once the line is told.

    A person cannot cancel, only dismiss: a person's CANCELLED line is a dismissal; so is what an outlet withdrew.
    """
    if line.change is Change.HELD:
        return Status.HELD
    if line.change is Change.CANCELLED:
        return Status.DISMISSED if line.by == PERSON or line.text == WITHDRAWN else Status.CANCELLED
    if line.text in {RELEVANT_AGAIN, TOLD_AGAIN} or (line.by == PERSON and line.text == REOPENED):
        return None
    if line.by == SOURCE and outcome is Status.CANCELLED and line.change in {Change.ANNOUNCED, Change.MOVED}:
        return None
    return outcome


def is_word(line: FollowUpChange) -> bool:
    """Whether a person said this of the follow-up itself."""
    return line.by == PERSON and not sets_aside(line)


def is_guarded(known: FollowUp, published: datetime) -> bool:
    """Whether a person settled or dated it: a story published then may only confirm or contradict.

    One that was reopened is open to what is published from then on, not to what the person had read.
    """
    words = [line for line in known.history if is_word(line)]
    if not words or known.settled_by_person:
        return known.settled_by_person
    if any(_dates(line, known.history[:index]) for index, line in enumerate(known.history) if is_word(line)):
        return True
    return any(line.text == REOPENED and published <= line.seen_at for line in words)


def is_placed(known: FollowUp) -> bool:
    """Whether a person said where it is to be: a story that names another place may only contradict."""
    return any(
        line.place != _place_before(known.history[:index])
        for index, line in enumerate(known.history)
        if is_word(line) and line.change is not Change.CONFLICTING
    )


def _place_before(lines: Sequence[FollowUpChange]) -> str | None:
    return next((line.place for line in reversed(lines) if line.change is not Change.CONFLICTING), None)


def denied_at(known: FollowUp) -> datetime | None:
    """When a person said that it was not held after all, where that is the last that a person said of it."""
    words = [line for line in known.history if is_word(line)]
    if not words or words[-1].text != REOPENED:
        return None
    ends = (line for line in reversed(known.history) if line.change in {Change.HELD, Change.CANCELLED})
    end = next(ends, None)
    return words[-1].seen_at if end is not None and end.change is Change.HELD else None


def _dates(line: FollowUpChange, before: Sequence[FollowUpChange]) -> bool:
    """Whether a person said by it when it is to be: what is tracked with no date may get one from a story.

    So may what a person only gave another place, other words or another event.
    """
    if line.change is Change.CONFIRMED and before:
        repeats = line.place == _place_before(before) and any(line.text == earlier.text for earlier in before)
        return line.period.end is not None and line.text != REOPENED and repeats
    if line.change in {Change.ANNOUNCED, Change.CONFIRMED}:
        return line.period.end is not None
    return line.change is Change.MOVED


def sets_aside(line: FollowUpChange) -> bool:
    """Whether the line sets the record aside, or takes it up again: nothing was said of the follow-up itself."""
    return line.text in _ASIDE


def rests_on(known: FollowUp) -> datetime:
    """When the source of the present period or outcome was published."""
    state: tuple[Period, str | None, Change | None] | None = None
    first: FollowUpChange | None = None  # line of the present state
    placed = is_placed(known)  # then no source made the place what it is
    for line in _turns(known.history):
        if line.change is Change.CONFLICTING or sets_aside(line):
            continue
        ended = line.change if line.change in {Change.HELD, Change.CANCELLED} else None
        present = (line.period, None if placed else line.place, ended)
        if state != present:
            first = line
        state = present
    if first is None:
        return datetime.min.replace(tzinfo=UTC)
    published = (source.published_at for source in known.sources if source.entry == first.entry)
    return next(published, first.seen_at)


def _turns(history: Sequence[FollowUpChange]) -> Iterator[FollowUpChange]:
    """The lines without those that only say again what the line before says; of a long history few are left."""
    yield history[0]
    for before, line in pairwise(history):
        repeats = line.change is Change.CONFIRMED is before.change and line.by == before.by == SOURCE
        same = line.period is before.period or line.period == before.period  # the former is the rule, and soon told
        if not (repeats and same and line.place == before.place):
            yield line


def set_aside(followup: FollowUp, now: datetime) -> FollowUp:
    """Dismissed by a changed keyword file, until ``relevant_again``."""
    return _aside(followup, now, Change.CANCELLED, SET_ASIDE)


def withdrawn(followup: FollowUp, source: Source, now: datetime) -> FollowUp:
    """Dismissed by the outlet that took its sentence out of this entry, until ``told_again``."""
    return _aside(followup, now, Change.CANCELLED, WITHDRAWN, source)


def relevant_again(followup: FollowUp, now: datetime) -> FollowUp:
    """As it was, where it was set aside; else unchanged."""
    return _aside(followup, now, Change.CONFIRMED, RELEVANT_AGAIN) if _dismissed_by(followup) == SET_ASIDE else followup


def told_again(followup: FollowUp, now: datetime) -> FollowUp:
    """As it was, where it was set aside or withdrawn, now that an entry tells of it; else unchanged."""
    if _dismissed_by(followup) == WITHDRAWN:
        return _aside(followup, now, Change.CONFIRMED, TOLD_AGAIN)
    return relevant_again(followup, now)


def _dismissed_by(followup: FollowUp) -> str | None:
    """The text of the line that dismissed it, or of a person's later word; None: it is not dismissed."""
    if followup.outcome is not Status.DISMISSED:
        return None
    return next((line.text for line in reversed(followup.history) if line.by == PERSON or sets_aside(line)), None)


def _aside(followup: FollowUp, now: datetime, change: Change, text: str, source: Source | None = None) -> FollowUp:
    at = max(now, followup.history[-1].seen_at)
    by = SOURCE if text in {WITHDRAWN, TOLD_AGAIN} else PERSON
    url, entry = (source.url, source.entry) if source else (None, None)
    return apply(followup, FollowUpChange(at, followup.period, followup.place, change, by, text, url, entry))


def apply(followup: FollowUp, line: FollowUpChange) -> FollowUp:
    """The record with one more line; ``sequence`` rises when period, place or outcome change."""
    made = _changed(followup, line)
    if _reopens(line) and (before := before_its_end(followup)) is not None:
        made = replace(made, text=before.text)
    history = (*followup.history, line)
    return replace(made, history=history, updated_at=max(followup.updated_at, line.seen_at))


def _reopens(line: FollowUpChange) -> bool:
    return line.by == PERSON and line.text == REOPENED


_OVER = frozenset({Change.HELD, Change.CANCELLED})


def before_its_end(followup: FollowUp) -> FollowUp | None:
    """The record as it was before a source or a person said that it is over; None: nobody has."""
    lines = followup.history
    end = len(lines)
    while end > 1 and (
        lines[end - 1].change in _OVER or lines[end - 1].change in {Change.CONFIRMED, Change.CONFLICTING}
    ):
        end -= 1
    over = next((index for index in range(end, len(lines)) if lines[index].change in _OVER), None)
    return None if not over else replay(followup, lines[:over])


def _changed(followup: FollowUp, line: FollowUpChange) -> FollowUp:
    """The record as the line leaves it, but for its history and when that grew last."""
    if line.change is Change.CONFLICTING:
        return followup
    outcome = outcome_after(followup.outcome, line)
    if sets_aside(line):  # whatever date was known when it was
        return replace(followup, outcome=outcome, sequence=followup.sequence + (outcome is not followup.outcome))
    dated = (line.period, line.place) != (followup.period, followup.place)
    promise = line.change in _QUOTED and line.text != REOPENED
    settled_by_source = line.by == SOURCE and line.change in {Change.HELD, Change.CANCELLED}
    settled = followup.settled_by_person
    if is_word(line) and (line.change in {Change.HELD, Change.CANCELLED} or line.text == REOPENED):
        settled = line.text != REOPENED
    reworded = line.was_called is not None and line.text != AMENDED
    ended = outcome is not followup.outcome or settled is not followup.settled_by_person
    if not (dated or settled_by_source or reworded or ended):
        return followup  # it says again what is known, as most lines do
    return replace(
        followup,
        period=line.period,
        place=line.place,
        outcome=outcome,
        settled_by_person=settled,
        text=line.text if ((dated and promise) or settled_by_source or reworded) and line.text else followup.text,
        sequence=followup.sequence + (dated or outcome is not followup.outcome),
    )


# A line that dates the record anew is what it quotes from then on; so is one that leaves it without a date.
_QUOTED = frozenset({Change.ANNOUNCED, Change.CONFIRMED, Change.MOVED, Change.POSTPONED})


def begin(followup: FollowUp, line: FollowUpChange) -> FollowUp:
    """The record as its first line made it."""
    return replace(
        followup,
        period=line.period,
        place=line.place,
        text=line.text,
        outcome=None,
        settled_by_person=False,
        sequence=0,
        first_mentioned_at=line.seen_at,
        updated_at=line.seen_at,
        history=(line,),
    )


def replay(followup: FollowUp, lines: Sequence[FollowUpChange]) -> FollowUp:
    """The record that the lines (at least one) add up to."""
    made = begin(followup, lines[0])
    for line in islice(_turns(lines), 1, None):
        if _reopens(line):
            told = tuple(lines[: next(index for index, each in enumerate(lines) if each is line)])
            made = replace(apply(replace(made, history=told), line), history=made.history)
        else:
            made = _changed(made, line)
    return replace(made, history=tuple(lines), updated_at=max(line.seen_at for line in lines))


def as_of(followup: FollowUp, instant: datetime) -> FollowUp | None:
    """The follow-up as it stood at ``instant``; None: it was not known yet."""
    lines = [line for line in followup.history if line.seen_at <= instant]
    if not lines:
        return None
    called = next((line.was_called for line in followup.history if line.seen_at > instant and line.was_called), None)
    if called is not None:
        followup = replace(followup, event=called.event, event_slug=called.event_slug)
    made = replay(followup, lines)
    told = {line.entry for line in lines}
    later = {line.entry for line in followup.history} - told
    sources = tuple(
        source
        for source in followup.sources
        if source.entry in told or (source.entry not in later and source.published_at <= instant)
    )
    return replace(made, sources=sources)


def standing(event: EventSettings, followups: Sequence[FollowUp], today: date) -> EventStanding:
    """When an event was held last, when it is next, or since when no date was found for it."""
    own = [followup for followup in followups if followup.event_slug == event.slug]
    last, place, source = None, None, None
    if event.last is not None and event.last.date <= today:  # on a day before it, nobody knew
        last = Period(event.last.date, event.last.date, Precision.DAY)
        place, source = event.last.place, event.last.source
    for followup in own:
        end = followup.period.end
        if followup.outcome is not Status.HELD or end is None or end > today:
            continue
        if last is None or last.end is None or end > last.end:
            last, place, source = followup.period, followup.place, _held_url(followup)
    ahead = [followup for followup in own if followup.outcome is None and not _over(followup, last, today)]
    following = min(ahead, key=_order, default=None)
    dated = following is not None and following.period.end is not None
    return EventStanding(
        slug=event.slug,
        name=event.name,
        last=last,
        last_place=place,
        last_source=source,
        next=following,
        silent_since=None if dated else _silent_since(own, last),
    )


def _over(followup: FollowUp, last: Period | None, today: date) -> bool:
    """Superseded: its whole period lies before the last time the event was held, or before today."""
    end = followup.period.end
    return end is not None and (end < today or (last is not None and last.end is not None and end < last.end))


def _order(followup: FollowUp) -> tuple[date, date]:
    end = followup.period.end or date.max
    return (followup.period.start or end, end)


def _held_url(followup: FollowUp) -> str | None:
    urls = [line.url for line in followup.history if line.change is Change.HELD and line.url]
    return urls[0] if urls else next((source.url for source in followup.sources if source.url), None)


def _silent_since(own: Sequence[FollowUp], last: Period | None) -> date | None:
    """The day after which nothing with a date was said: the last time held, or the last word on the event."""
    words = [followup.updated_at.date() for followup in own if followup.outcome is None]
    if words and (last is None or last.end is None or max(words) > last.end):
        return max(words)
    return last.end if last else None
