"""When a digest is due and which window it covers; times given on the command line. No clock: ``now`` is given.

Cron is evaluated on the wall clock alone and each wall time is then placed in its zone. cronsim would do that
by itself only where neither minute nor hour is a wildcard; the contract knows one rule for all schedules: a
wall time that does not exist runs at the next that does, one that occurs twice runs at the first.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cronsim import CronSim, CronSimError

from watcher.errors import UsageError
from watcher.model.digests import Window
from watcher.settings import DigestSettings

_FIELDS = 5
_RANGE_TO_SUNDAY = re.compile(r"-sun\b", re.IGNORECASE)  # cron counts Sunday as 0 and as 7; a range ends at 7
_LONGEST_REPEAT = timedelta(hours=3)  # no zone sets its clock back by more
_DURATION = re.compile(r"(\d{1,9})\s*([smhdw])", re.IGNORECASE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})")


def schedule_fault(schedule: str) -> str | None:
    """Why ``schedule`` is no cron expression of five fields that ever comes true, or None when it is one."""
    if len(schedule.split()) != _FIELDS:
        return "a schedule has five fields: minute, hour, day of month, month, weekday"
    try:
        _crontab(schedule, _EPOCH.replace(tzinfo=None))
    except CronSimError as error:
        return str(error)
    return None


def next_run(schedule: str, zone: tzinfo, after: datetime) -> datetime:
    """The first run later than ``after``, in UTC. Raises ``UsageError`` for a schedule that cannot be read."""
    return next(run for run in _runs(schedule, zone, _wall(after, zone)) if run > after)


def last_run(schedule: str, zone: tzinfo, at: datetime) -> datetime:
    """The latest run at or before ``at``, in UTC. Raises ``UsageError`` for a schedule that cannot be read."""
    # In the second of two equal hours a run of the first one has a later wall time than ``at``.
    start = _wall(at, zone) + _LONGEST_REPEAT
    return next(run for run in _runs(schedule, zone, start, reverse=True) if run <= at)


def due_window(
    settings: DigestSettings, last_end: datetime | None, now: datetime, *, known_since: datetime | None = None
) -> Window | None:
    """The window that a digest should be composed for now, or None when no run has passed since the last one.

    ``last_end`` is the end of the digest's last closed window, whether it was sent, skipped as empty or closed
    by hand; None when there is none yet. All runs missed since then are made up for by one window. The first
    window ends at a run that came after ``known_since`` (when this database first knew the digest): a digest
    that was just configured waits for its first run, so that the feeds have been read by then.
    """
    end = last_run(settings.schedule, settings.timezone, now)
    if last_end is None:
        if known_since is not None and end <= known_since:
            return None
        return Window(_first_start(settings, end), end)
    return Window(last_end, end) if end > last_end else None


def open_window(settings: DigestSettings, last_end: datetime | None, now: datetime) -> Window:
    """The window that is open now: what ``watcher digest NAME`` shows and ``--send`` closes."""
    return Window(_first_start(settings, now) if last_end is None else min(last_end, now), now)


def _first_start(settings: DigestSettings, end: datetime) -> datetime:
    """Where a first window begins; one that reaches back beyond all news begins with the epoch."""
    return _EPOCH if settings.first_window > end - _EPOCH else end - settings.first_window


def parse_time(text: str, zone: tzinfo, now: datetime) -> datetime:
    """A time as a person gives it, in UTC: a date (its first moment in ``zone``), an RFC 3339 time, or ``7d`` (back).

    Raises ``UsageError`` with what is accepted.
    """
    text = text.strip()
    try:
        if duration := _DURATION.fullmatch(text):
            return now - timedelta(**{_UNITS[duration[2].lower()]: int(duration[1])})
        if _DATE.fullmatch(text):
            return placed(datetime.combine(date.fromisoformat(text), time()), zone)
        if _RFC3339.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{text!r} is no time: {error}") from error
    raise UsageError(
        f"{text!r} is no time; accepted: a date (2024-07-31), a time with its offset (2024-07-31T07:00:00+08:00), "
        "or a duration back from now (7d, 36h)"
    )


def local_date(instant: datetime, zone: tzinfo) -> date:
    """The calendar date in ``zone`` at ``instant``."""
    return instant.astimezone(zone).date()


def placed(wall: datetime, zone: tzinfo) -> datetime:
    """The instant (UTC) at which clocks of ``zone`` show ``wall``: the first of two, the next where there is none."""
    aware = wall.replace(tzinfo=zone, fold=0)
    instant = aware.astimezone(UTC)
    if _wall(instant, zone) == wall:
        return instant
    # In a gap the two folds are the offsets before and after it; the gap ends where the latter begins.
    before = aware.utcoffset() or timedelta(0)
    after = aware.replace(fold=1).utcoffset() or timedelta(0)
    return _gap_end(instant - (after - before), instant, zone)


def _gap_end(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """The first whole second of (low, high] at which ``zone`` has another offset than at ``low``."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _wall(instant: datetime, zone: tzinfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _runs(schedule: str, zone: tzinfo, start: datetime, *, reverse: bool = False) -> Iterator[datetime]:
    """The runs from the wall time ``start`` on; endless, for cronsim refuses a day that no month has."""
    try:
        times = _crontab(schedule, start, reverse=reverse)
    except CronSimError as error:
        raise UsageError(f"the schedule {schedule!r} cannot be read: {error}") from error
    return (placed(wall, zone) for wall in times)


def _crontab(schedule: str, start: datetime, *, reverse: bool = False) -> Iterator[datetime]:
    return iter(CronSim(_RANGE_TO_SUNDAY.sub("-7", schedule), start, reverse=reverse))
