"""What a feed says about how often to ask, read from the text before its first item; the same for every reader."""

import re

from watcher.model.parsing import FeedHints

_HEAD = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_HINT = re.compile(
    r"<(?:[\w.-]+:)?(ttl|updatePeriod|updateFrequency|hour|day)\b[^<>]*>\s*([A-Za-z0-9]{1,12})\s*<", re.IGNORECASE
)
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


def hints_of(text: str) -> FeedHints:
    """How often the feed asks to be read: RSS ttl (minutes), sy:updatePeriod, skipHours, skipDays; in seconds."""
    head = _HEAD.search(text)
    ttl = period = None
    frequency = 1
    hours, days = set(), set()
    for name, value in _HINT.findall(text, 0, head.start() if head else min(len(text), 50_000)):
        number = int(value) if value.isdecimal() and len(value) < 7 else None
        match name.lower():
            case "ttl":
                ttl = number * 60 if number else ttl
            case "updateperiod":
                period = _PERIODS.get(value.lower())
            case "updatefrequency":
                frequency = number or 1
            case "hour" if number is not None and number <= 24:
                hours.add(number % 24)
            case "day" if value.lower() in _DAYS:
                days.add(value.lower())
    return FeedHints(ttl, period // frequency if period else None, frozenset(hours), frozenset(days))
