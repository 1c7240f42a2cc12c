"""Zones, cron schedules, quiet hours and dates as the configuration writes them. Text in, value out.

Each function raises ``ValueError`` whose message is the phrase of what is accepted.
"""

import difflib
import re
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from watcher.digests.windows import schedule_fault
from watcher.settings import QuietHours

ZONE = "the name of a time zone, such as UTC, Asia/Singapore or America/New_York"
SCHEDULE = "five cron fields (minute hour day month weekday), such as 0 7 * * mon-fri"
QUIET_HOURS = "two different local times, such as 22:00-07:00"
DATE = "a date, such as 2024-07-31"

_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,64}", re.ASCII)
_NOT_A_PLACE = frozenset({"localtime", "posixrules", "Factory"})  # files of the zone database that name no zone
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]) ?[-–] ?([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LONGEST_SCHEDULE = 200


def parse_zone(text: str) -> ZoneInfo:
    # "right/" counts leap seconds and would shift every printed time.
    if _ZONE.fullmatch(text) and text not in _NOT_A_PLACE and not text.startswith(("right/", "posix/")):
        try:
            return ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass  # told below: a folder ("America"), a path outside, or simply no such zone
    raise ValueError(_nearest_zone(text))


def _nearest_zone(text: str) -> str:
    names = {name.casefold(): name for name in available_timezones()}
    wanted = text.casefold().replace(" ", "_")
    cities = {name.rsplit("/", 1)[-1]: name for name in names if "/" in name}
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.8)
    if not near:
        near = [cities[city] for city in difflib.get_close_matches(wanted, cities, n=1, cutoff=0.8)]
    return f"{ZONE}; is {names[near[0]]} meant?" if near else ZONE


def parse_schedule(text: str) -> str:
    """The expression itself, proven to be one that cron understands and that can fall due."""
    fault = schedule_fault(text) if len(text) <= _LONGEST_SCHEDULE else "too long"
    if fault:
        raise ValueError(f"{SCHEDULE} ({fault})")
    return text


def parse_quiet_hours(text: str) -> QuietHours:
    written = _HOURS.fullmatch(text)
    if written is None:
        raise ValueError(QUIET_HOURS)
    start = time(int(written[1]), int(written[2]))
    end = time(int(written[3]), int(written[4]))
    if start == end:
        raise ValueError(QUIET_HOURS)
    return QuietHours(start, end)


def parse_date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError(DATE)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{DATE}, that exists") from error
