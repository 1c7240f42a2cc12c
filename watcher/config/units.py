"""Durations and sizes as the configuration and the command line write them. Text in, value out.

Each function raises ``ValueError`` whose message is the phrase of what is accepted.
"""

import re
from datetime import timedelta

DURATION = "a whole number with its unit, such as 30s, 15m, 6h or 14d"
SIZE = "a whole number with its unit, such as 512KiB, 10MiB or 1GiB"
LONGEST = timedelta(days=36_500)

_DURATION = re.compile(r"([0-9]{1,12})([smhd])", re.ASCII)
_SIZE = re.compile(r"([0-9]{1,12}) ?(B|KiB|MiB|GiB)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_BYTES = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}


def parse_duration(text: str) -> timedelta:
    """``30s``, ``15m``, ``6h``, ``14d``; a bare ``0`` is no time at all. At most a hundred years."""
    if text == "0":
        return timedelta(0)
    written = _DURATION.fullmatch(text)
    if written is None:
        raise ValueError(DURATION)
    seconds = int(written[1]) * _SECONDS[written[2]]
    if seconds > LONGEST.total_seconds():
        raise ValueError(f"{DURATION}, at most {LONGEST.days}d")
    return timedelta(seconds=seconds)


def show_duration(duration: timedelta) -> str:
    """The shortest way to write a whole number of seconds: ``90m``, ``1d``, ``0s``."""
    seconds = int(duration.total_seconds())
    for unit in "dhm":
        if seconds and seconds % _SECONDS[unit] == 0:
            return f"{seconds // _SECONDS[unit]}{unit}"
    return f"{seconds}s"


def parse_size(text: str) -> int:
    """Bytes of ``512KiB`` or ``10MiB``."""
    written = _SIZE.fullmatch(text)
    if written is None:
        raise ValueError(SIZE)
    return int(written[1]) * _BYTES[written[2]]
