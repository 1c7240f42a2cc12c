"""Follow-ups in Chinese sentences: the common patterns of dates and commitment."""

import re
from collections.abc import Iterator
from datetime import date

from watcher.model import FoundFollowUp

_HAN = re.compile(r"[\u4e00-\u9fff]")


def is_candidate(sentence: str) -> bool:
    return False


def read(sentence: str, published: date, slug: str | None) -> Iterator[FoundFollowUp]:
    yield from ()
