"""Regular expressions that are compiled when a text is first held against them.

The follow-ups' hundreds of expressions take a third of a second to compile. Most documents need none of them, and what
tracks a few mentions needs few.
"""

import re
from typing import Any, cast


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, but for the time it takes; a fault in ``pattern`` shows at its first use."""
    return cast("re.Pattern[str]", _Expression(pattern, flags))


class _Expression:
    """Stands for a pattern and takes its methods over when the first of them is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")
