"""How long the other side asked us to wait (RFC 9110, 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds(header: str | None, now: datetime) -> float | None:
    """Seconds from ``now``; None where nothing readable is said. A moment in the past is 0."""
    if not header:
        return None
    text = header.strip()
    try:
        wait = float(text)
    except ValueError:
        pass
    else:
        return max(0.0, wait) if wait == wait and wait != float("inf") else None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
