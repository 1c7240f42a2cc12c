"""Entries a second on one core: ``followups.extract.find`` beside ``dateparser.search``, over the same made-up entries.

    python tests/benchmarks/followups.py [ENTRIES]

dateparser is no dependency of the project; where it is missing the script says so and measures ``find`` alone.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, datetime

from watcher.followups.extract import find

PUBLISHED = date(2025, 3, 12)
PLAIN = (
    "Researchers at the university described a method for training smaller models. The company did not respond to "
    "questions about the product. Engineers said the approach saves memory and power, and that others could copy it."
)
DATED = (
    "Singapore will host the second dialogue on 31 July 2025, officials said on Tuesday. The ministry plans to publish "
    "a report by the end of the year. Exports of chips grew 7 per cent in the first quarter."
)
TITLES = ("Partners discuss technology", "Singapore to host technology dialogue in July")


def entries(count: int) -> list[tuple[str, str]]:
    """Three in four without a date ahead, as feeds have them; no two are the same text."""
    made = []
    for number in range(count):
        dated = number % 4 == 0
        made.append((TITLES[dated], f"{DATED if dated else PLAIN} {PLAIN} Item {number}."))
    return made


def rate(work: Callable[[str, str], object], items: list[tuple[str, str]]) -> float:
    """Entries a second of processor time."""
    begun = time.process_time()
    for title, text in items:
        work(title, text)
    return len(items) / max(time.process_time() - begun, 1e-9)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    items = entries(count)
    ours = rate(lambda title, text: find(title, text, PUBLISHED), items)
    plain = rate(lambda title, text: find(title, text, PUBLISHED), [item for item in items if item[0] == TITLES[0]])
    sys.stdout.write(f"find                 {ours:8.0f} entries/s ({1000 / ours:.2f} ms an entry)\n")
    sys.stdout.write(f"find, without dates  {plain:8.0f} entries/s ({1000 / plain:.2f} ms an entry)\n")
    try:
        from dateparser.search import search_dates
    except ImportError:
        sys.stdout.write("dateparser is not installed: nothing to compare with (pip install dateparser)\n")
        return
    base = {"RELATIVE_BASE": datetime(2025, 3, 12)}  # dateparser wants a naive one
    theirs = rate(
        lambda title, text: search_dates(f"{title}. {text}", languages=["en"], settings=base),
        items[: max(1, count // 50)],
    )
    sys.stdout.write(f"dateparser.search    {theirs:8.0f} entries/s ({1000 / theirs:.2f} ms an entry)\n")
    sys.stdout.write(f"find is {ours / theirs:.0f} times as fast\n")


if __name__ == "__main__":
    main()
