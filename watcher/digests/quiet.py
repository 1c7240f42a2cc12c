"""Quiet hours of an alert rule: until when something is held back. No clock: ``now`` is given."""

from datetime import UTC, datetime, timedelta, tzinfo

from watcher.digests.windows import placed
from watcher.settings import QuietHours


def quiet_until(hours: QuietHours | None, zone: tzinfo, now: datetime) -> datetime | None:
    """When the quiet hours that ``now`` lies in end, in UTC; None where it lies in none.

    From ``start`` on and up to ``end``, which is no longer quiet, both on the zone's clocks.
    """
    if hours is None or hours.start == hours.end:
        return None
    wall = now.astimezone(zone).replace(tzinfo=None, fold=0)
    time = wall.time()
    over_midnight = hours.start > hours.end
    if over_midnight and not (time >= hours.start or time < hours.end):
        return None
    if not over_midnight and not hours.start <= time < hours.end:
        return None
    day = wall.date() + timedelta(days=time >= hours.end)
    end = datetime.combine(day, hours.end)
    first = placed(end, zone)
    # In the second of two equal hours the first end is past already.
    return first if first > now else end.replace(tzinfo=zone, fold=1).astimezone(UTC)
