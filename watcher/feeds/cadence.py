"""When to ask a feed next. Pure: takes what is known and ``now``, returns a time and the reason for it.

The rules, strongest first:
  1. gone (410): not by schedule.
  2. ``Retry-After`` in full, up to ``max_interval``.
  3. a failure: the interval doubled for each failure in a row, up to ``max_interval``; never given up.
  4. often enough that a feed with few places loses nothing between two polls.
  5. not sooner than the server (Cache-Control, Expires, Age) and the feed (ttl, sy:updatePeriod) ask for.
  6. the configured interval, drawn towards half the usual gap between entries: at most ``_STRETCH`` times longer.
Everything lies between ``min_interval`` and ``max_interval``; skipHours and skipDays move the moment; jitter only
ever delays it.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watcher.feeds.dates import parse_date
from watcher.model.fetching import Failed
from watcher.model.parsing import FeedHints
from watcher.settings import Polling

_STRETCH = 4  # a feed that seldom changes is asked at most this many times more seldom than configured
_SHORT = timedelta(minutes=5)  # whoever configures less wants it so: history does not stretch it
_HISTORY = 20  # newest entries that the usual gap is taken from
_FULL = 10  # entries from which on a document is taken for full: the next new one pushes an old one out
_ONE_BATCH = timedelta(minutes=1)  # entries no further apart than this appeared together and tell no pace
_SAFETY = 4  # ask so often that a burst of this many times the usual pace still fits the feed's places
_SAFETY_AGAINST_WISHES = 2  # the same where it means asking sooner than the server or the feed wishes
_BLOCKED = 2  # doublings that being blocked counts for beyond an ordinary failure
_JITTER = 0.1  # of the interval
_SPREAD = 0.5  # of the interval, once, where many feeds start together
_MOST_JITTER = timedelta(minutes=15)
_SKIP_LIMIT = 3  # skipHours and skipDays are honoured as far as this many times max_interval
_STALE_GAPS = 10
_STUCK_POLLS = 50  # at the default interval a day: nobody is asked for a full answer in vain more than daily
_STUCK_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PollHistory:
    """What is known of a feed, this poll included.

    ``entry_times``: when its recent entries were published (first seen, where undated), any order, also those no
    longer in the document. ``places``: entries in the newest document, 0 unknown. ``new``: of these, first seen
    now. ``failures``: in a row, this one included.
    ``together``: it was its first poll, or long overdue, so many others are polled at the same moment.
    """

    entry_times: Sequence[datetime] = ()
    places: int = 0
    new: int = 0
    failures: int = 0
    together: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """``interval`` without jitter. ``next_poll_at`` None: not by schedule any more. ``reason`` is for people."""

    interval: timedelta
    next_poll_at: datetime | None
    reason: str


_NO_HINTS = FeedHints()
_NO_HISTORY = PollHistory()


def next_poll(
    url: str,
    now: datetime,
    polling: Polling,
    *,
    interval: timedelta | None = None,
    hints: FeedHints = _NO_HINTS,
    headers: Mapping[str, str] | None = None,
    history: PollHistory = _NO_HISTORY,
    failed: Failed | None = None,
) -> Decision:
    """When to ask ``url`` again after a poll at ``now``; ``failed`` is its failure, None after a 200 or 304.

    ``interval`` is the feed's own configured one (None: the default). ``headers`` are those of the answer.
    """
    configured = _clamp(interval or polling.interval, polling)
    if failed is not None:
        return _after_failure(url, now, polling, configured, history, failed)
    asked = max(hints.ttl or 0, hints.update_period or 0)
    claimed = timedelta(seconds=min(asked, polling.max_interval.total_seconds()))
    wanted, reason = _wanted(configured, claimed, freshness(headers or {}, now), history, now)
    chosen = _clamp(wanted, polling)
    share = _share(url, now)
    due = now + min(chosen + _jitter(share, chosen, history.together), polling.max_interval)
    return Decision(chosen, _skip(due, now, hints, polling, share), reason)


def _after_failure(
    url: str, now: datetime, polling: Polling, configured: timedelta, history: PollHistory, failed: Failed
) -> Decision:
    if failed.gone:
        return Decision(polling.max_interval, None, "gone")
    if failed.retry_after is not None:
        asked = timedelta(seconds=min(failed.retry_after, polling.max_interval.total_seconds()))
        chosen = max(asked, configured)
        reason = "the server asked to wait" if asked > configured else "interval"
    else:
        failures = max(1, history.failures)
        doublings = failures - 1 + (_BLOCKED if failed.kind == "blocked" else 0)
        chosen = _clamp(configured * min(2.0 ** min(doublings, 99), polling.max_interval / configured), polling)
        reason = f"backing off after {failures} failure{'s' if failures > 1 else ''}"
    delay = min(chosen + _jitter(_share(url, now), chosen, history.together), polling.max_interval)
    return Decision(chosen, now + delay, reason)


def _wanted(
    configured: timedelta, claimed: timedelta, fresh: timedelta, history: PollHistory, now: datetime
) -> tuple[timedelta, str]:
    wanted, reason = configured, "interval"
    pace = _pace(history.entry_times, now)
    if pace is not None:
        longest = configured * _STRETCH if configured >= _SHORT else configured
        wanted = min(pace / 2, longest)
        reason = "interval" if wanted == configured else "usual gap between entries"
    safety = _SAFETY
    for floor, why in ((claimed, "the feed's own ttl or update period"), (fresh, "HTTP caching")):
        if floor > wanted:
            wanted, reason, safety = floor, why, _SAFETY_AGAINST_WISHES
    turnover = _turnover(pace, history)
    if turnover is not None and turnover / safety < wanted:
        wanted, reason = turnover / safety, f"only {history.places} places"
    return wanted, reason


def _pace(times: Sequence[datetime], now: datetime) -> timedelta | None:
    """Time per entry over the recent ones, the time since the newest included: it slows when a feed falls silent."""
    recent = sorted((time for time in times if time <= now), reverse=True)[:_HISTORY]
    if len(recent) < 2 or recent[0] - recent[-1] <= _ONE_BATCH:
        return None
    return (now - recent[-1]) / len(recent)


def _turnover(pace: timedelta | None, history: PollHistory) -> timedelta | None:
    """How long it takes until all of the feed's places have changed hands; None where that is no danger."""
    full = history.places >= _FULL or len(history.entry_times) > history.places
    if pace is None or not history.places or not full:
        return None
    # Half of the places were new at once: the last hours were faster than the average says.
    hurried = history.new * 2 >= history.places and not history.together
    return pace * history.places / (2 if hurried else 1)


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How long the answer stays fresh (RFC 9111, 4.2): max-age, else Expires less Date, less Age. Zero: unknown."""
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return timedelta(0)
    stated = re.search(r"(?<![\w-])max-age\s*=\s*\"?([0-9]{1,9})", control)
    if stated is not None:
        lifetime = timedelta(seconds=int(stated.group(1)))
    else:
        expires, sent = parse_date(headers.get("expires", "")), parse_date(headers.get("date", ""))
        if expires is None:
            return timedelta(0)
        lifetime = expires[0] - (sent[0] if sent else now)
    age = re.fullmatch(r"\s*([0-9]{1,9})\s*", headers.get("age", ""))
    if age is not None:
        lifetime -= timedelta(seconds=int(age.group(1)))
    return max(lifetime, timedelta(0))


def _skip(due: datetime, now: datetime, hints: FeedHints, polling: Polling, share: float) -> datetime:
    """``due``, or a moment in the first hour after it in which the feed does not ask to be left alone."""
    moment = due.astimezone(UTC)
    limit = max(now + _SKIP_LIMIT * polling.max_interval, due)
    while moment.hour in hints.skip_hours or _DAYS[moment.weekday()] in hints.skip_days:
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if moment > limit:
            return due  # a feed that is never to be asked is asked all the same
    return due if moment == due else moment + share * _MOST_JITTER


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _share(url: str, now: datetime) -> float:
    """From 0 to 1: the same for the same feed and moment, another for any other."""
    digest = hashlib.blake2b(f"{url} {now.isoformat()}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def _jitter(share: float, interval: timedelta, together: bool) -> timedelta:
    return min(share * interval * (_SPREAD if together else _JITTER), _MOST_JITTER)


def _clamp(interval: timedelta, polling: Polling) -> timedelta:
    """Within the bounds; a configured minimum over the maximum gives way to it."""
    return min(max(interval, polling.min_interval), polling.max_interval)


def unconditional(now: datetime, *, last_full_at: datetime | None, not_modified_in_a_row: int) -> bool:
    """Whether to ask without validators this time: some servers answer 304 for ever.

    ``last_full_at``: the last 200. Once after ``_STUCK_POLLS`` times 304, or a day of them; the caller starts the
    count anew with every full answer.
    """
    if not_modified_in_a_row <= 0:
        return False
    stuck_for = now - last_full_at if last_full_at is not None else timedelta(0)
    return not_modified_in_a_row % _STUCK_POLLS == 0 or stuck_for >= _STUCK_FOR


def gap(entries: int, known: int, *, polled_before: bool) -> bool:
    """Whether entries were probably lost: a document of a feed polled before in which nothing is known."""
    return polled_before and entries > 0 and known == 0


def stale(entry_times: Sequence[datetime], now: datetime) -> bool:
    """Whether a feed fell silent: its newest entry is older than ten of its usual gaps, and than a week."""
    recent = sorted((time for time in entry_times if time <= now), reverse=True)[:_HISTORY]
    if not recent:
        return False
    silent = now - recent[0]
    usual = (recent[0] - recent[-1]) / max(1, len(recent) - 1)
    return silent > max(usual * _STALE_GAPS, timedelta(days=7))
