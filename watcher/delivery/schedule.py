"""When a delivery that failed for now is tried again. Pure."""

from datetime import datetime, timedelta

# Within a minute first, then ever later: twelve attempts in 48 hours.
_MINUTES = (0.5, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1200)
DELAYS = tuple(minutes * 60 for minutes in _MINUTES)
LONGEST_WAIT = 48 * 3600  # an absurd Retry-After must not bury a digest


def following(step: int, now: datetime, retry_after: float | None = None) -> datetime | None:
    """The attempt after the one made now at place ``step`` (from 0); None: that was the last.

    ``retry_after``, in seconds, is what the other side asked for; it is kept where it is longer.
    """
    if step >= len(DELAYS):
        return None
    return now + timedelta(seconds=min(max(DELAYS[step], retry_after or 0), LONGEST_WAIT))
