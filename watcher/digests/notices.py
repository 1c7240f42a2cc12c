"""Decide which follow-ups a digest tells, and why each. Pure.

One notice a follow-up and digest, the weightiest: new, changed, no longer chased, overdue, due, coming. Each
has a ``key`` that is told once under a digest name; a key carries the date it turns on, so a follow-up that
was moved is reminded of again. What fell due while no digest ran is told by the digest that makes up for it:
once, as it stands now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from watcher.model.digests import FollowUpNotice, Notice, Window
from watcher.model.followups import Change, FollowUp, FollowUpChange, Status
from watcher.settings import FollowUpRules

StatusOn = Callable[[FollowUp, date], Status]

REMIND_DAYS = (30, 7)  # before the start and before the end
CHASE_EVERY = 30  # days between two words about something overdue
SHORT_PERIOD = 7  # days; the end of anything shorter needs no reminder besides its start's
STANDING = "standing"  # begins the key of what is told for ``show: all`` alone
_ASIDE = "aside:"
DUE_BEFORE = 30  # a period without a start is due in so many days before its end

_OPEN = frozenset({Status.UPCOMING, Status.DUE, Status.OVERDUE})
_NEVER_NEWS = frozenset({Change.ANNOUNCED})
_WEIGHT = tuple(Notice)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one digest: ``today`` at its window's end, ``since`` (already told) at its start."""

    since: date
    today: date
    window: Window
    status: StatusOn

    def reached(self, day: date) -> bool:
        """Whether ``day`` came in this window: after the last digest's today, up to this one's."""
        return self.since < day <= self.today

    def saw(self, change: FollowUpChange) -> bool:
        return self.window.start <= change.seen_at < self.window.end


def to_tell(
    followups: Sequence[FollowUp],
    told: Mapping[int, frozenset[str]],
    calendar: Calendar,
    rules: FollowUpRules,
    alerted: Mapping[int, datetime] = MappingProxyType({}),
) -> tuple[FollowUpNotice, ...]:
    """The notices of one digest, by reason and then by date.

    ``alerted``: when an alert last told a follow-up; news from before then is not repeated.
    """
    found = []
    for followup in followups:
        status = calendar.status(followup, calendar.today)
        keys = told.get(followup.id, frozenset())
        if status is Status.DISMISSED and not (_is_withdrawn(followup) and _is_told(keys)):
            continue
        notice = _news(followup, status, keys, calendar)
        if notice is None or _was_alerted(followup, calendar, alerted):
            notice = _reminder_or_chase(followup, status, keys, calendar, rules)
        if notice:
            found.append(notice)
    return tuple(sorted(found, key=_by_reason_and_date))


def told_at_once(
    followups: Sequence[FollowUp],
    told: Mapping[int, frozenset[str]],
    calendar: Calendar,
    alerted: Mapping[int, datetime],
) -> tuple[FollowUp, ...]:
    """The follow-ups whose news in this window an alert has carried."""
    return tuple(
        followup
        for followup in followups
        if _was_alerted(followup, calendar, alerted)
        and (status := calendar.status(followup, calendar.today)) is not Status.DISMISSED
        and _news(followup, status, told.get(followup.id, frozenset()), calendar)
    )


def _was_alerted(followup: FollowUp, calendar: Calendar, alerted: Mapping[int, datetime]) -> bool:
    """Whether an alert came after the last of the window's news."""
    told_at = alerted.get(followup.id)
    if told_at is None:
        return False
    lines = followup.history
    news = [
        line.seen_at for place, line in enumerate(lines) if calendar.saw(line) and (not place or matters(lines, place))
    ]
    return max(news, default=told_at) <= told_at


def _is_withdrawn(followup: FollowUp) -> bool:
    """Whether a dismissed follow-up is what its outlet took back, and no person's affair."""
    ends = (line for line in reversed(followup.history) if line.change is Change.CANCELLED)
    end = next(ends, None)
    return end is not None and end.by == "source"


def _is_told(keys: frozenset[str]) -> bool:
    return any(not key.startswith(_ASIDE) for key in keys)


def open_count(followups: Sequence[FollowUp], calendar: Calendar, rules: FollowUpRules) -> int:
    """How many are still followed: not over, or overdue and still chased."""
    return sum(
        calendar.status(followup, calendar.today) in _OPEN and not _given_up(followup, calendar, rules)
        for followup in followups
    )


def open_told(notices: Sequence[FollowUpNotice]) -> int:
    """How many of the notices are about something that ``open_count`` counts."""
    return sum(told.status in _OPEN and told.notice is not Notice.NO_LONGER_CHASED for told in notices)


def _reminder_or_chase(
    followup: FollowUp, status: Status, told: frozenset[str], calendar: Calendar, rules: FollowUpRules
) -> FollowUpNotice | None:
    candidate = None
    if status is Status.OVERDUE:
        candidate = _chase(followup, calendar, rules)
    elif status in {Status.UPCOMING, Status.DUE}:
        candidate = _arrival(followup, status, calendar) or _reminder(followup, calendar)
    if candidate and candidate[1] not in told:
        return FollowUpNotice(followup, status, *candidate)
    if rules.show == "all" and (standing := _standing(followup, status, calendar, rules)):
        return FollowUpNotice(followup, status, *standing)
    return None


def _news(followup: FollowUp, status: Status, told: frozenset[str], calendar: Calendar) -> FollowUpNotice | None:
    """New, or changed since it was told; ``was`` is how it stood before the first change that is told now."""
    first_seen = followup.first_mentioned_at
    known = any(key == "new" or key.startswith("changed:") for key in told) or aside_key(0) in told
    if calendar.window.start <= first_seen < calendar.window.end and not known:
        return _first_told(followup, status)
    last_told = max((int(key.partition(":")[2]) for key in told if key.startswith("changed:")), default=0)
    changes = [
        place
        for place, change in enumerate(followup.history)
        if place > last_told
        and calendar.saw(change)
        and aside_key(place) not in told
        and matters(followup.history, place)
    ]
    if not changes:
        return None
    was = _stood(followup.history, changes[0])
    return FollowUpNotice(followup, status, Notice.CHANGED, f"changed:{changes[-1]}", was=was)


def _first_told(followup: FollowUp, status: Status) -> FollowUpNotice | None:
    """What was never told: new, unless it was over before anybody could follow it.

    Called off or held already, it is told as changed, with what it was; what had passed by itself before it was first
    heard of, an old entry of a new feed for one, is told in its story alone.
    """
    if status in {Status.CANCELLED, Status.HELD} and len(followup.history) > 1:
        last = len(followup.history) - 1
        return FollowUpNotice(followup, status, Notice.CHANGED, f"changed:{last}", was=followup.history[0])
    end = followup.period.end
    if status is Status.PASSED and end is not None and end < followup.first_mentioned_at.date():
        return None
    return FollowUpNotice(followup, status, Notice.NEW, "new")


def aside_key(place: int) -> str:
    """Among the keys told: this line of a history is not to be told (its entry was too old for any digest)."""
    return f"{_ASIDE}{place}"


def matters(history: Sequence[FollowUpChange], place: int) -> bool:
    """Whether this line of the history changed anything: a confirmation of what was known does not."""
    before, after = _stood(history, place), history[place]
    if after.change in _NEVER_NEWS or after.change is Change.CONFIRMED:
        return before.period != after.period or before.place != after.place
    return True


def _stood(history: Sequence[FollowUpChange], place: int) -> FollowUpChange:
    """The line before that one that says how the record stood: what only contradicts it dates nothing."""
    return next((line for line in reversed(history[:place]) if line.change is not Change.CONFLICTING), history[0])


def _chase(followup: FollowUp, calendar: Calendar, rules: FollowUpRules) -> tuple[Notice, str] | None:
    """The latest word that is due about something overdue: at once, every 30 days, and when it is given up."""
    end = followup.period.end
    assert end is not None  # nothing undated is overdue
    first = end + timedelta(days=1)
    if calendar.today - first >= rules.overdue:
        fresh = calendar.since - first < rules.overdue
        return (Notice.NO_LONGER_CHASED, f"no-longer-chased@{end}") if fresh else None
    step = (calendar.today - first).days // CHASE_EVERY * CHASE_EVERY
    if not calendar.reached(first + timedelta(days=step)):
        return None
    return (Notice.OVERDUE, f"overdue:{step}@{end}")


def _given_up(followup: FollowUp, calendar: Calendar, rules: FollowUpRules) -> bool:
    end = followup.period.end
    if end is None or calendar.status(followup, calendar.today) is not Status.OVERDUE:
        return False
    return calendar.today - end > rules.overdue


def _arrival(followup: FollowUp, status: Status, calendar: Calendar) -> tuple[Notice, str] | None:
    """Told on becoming due, which is the first day of its period (or 30 days before an end without start)."""
    if status is not Status.DUE:
        return None
    period = followup.period
    day = period.start or (period.end - timedelta(days=DUE_BEFORE) if period.end else None)
    return (Notice.DUE, f"due@{day}") if day and calendar.reached(day) else None


def _reminder(followup: FollowUp, calendar: Calendar) -> tuple[Notice, str] | None:
    """The nearest of the reminders that came in this window: 30 and 7 days before the start and the end."""
    start, end = followup.period.start, followup.period.end
    edges: list[tuple[str, date]] = []
    if start and start > calendar.today:
        edges.append(("start", start))
    if end and end > calendar.today and not (start and (end - start).days < SHORT_PERIOD):
        edges.append(("end", end))
    for name, edge in edges:
        for days in sorted(REMIND_DAYS):
            if calendar.reached(edge - timedelta(days=days)):
                return Notice.COMING, f"coming:{name}-{days}@{edge}"
    return None


def _standing(
    followup: FollowUp, status: Status, calendar: Calendar, rules: FollowUpRules
) -> tuple[Notice, str] | None:
    """For ``show: all``: everything that begins inside ``ahead``, runs, or is still chased; told in each digest."""
    key = f"{STANDING}@{calendar.today}"
    next_day = followup.period.start or followup.period.end
    if status is Status.DUE:
        return Notice.DUE, key
    if status is Status.OVERDUE and not _given_up(followup, calendar, rules):
        return Notice.OVERDUE, key
    if status is Status.UPCOMING and next_day and next_day - calendar.today <= rules.ahead:
        return Notice.COMING, key
    return None


def _by_reason_and_date(told: FollowUpNotice) -> tuple[int, date, date, int]:
    period = told.followup.period
    end = period.end or date.max
    return (_WEIGHT.index(told.notice), period.start or end, end, told.followup.id)
