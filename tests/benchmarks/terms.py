"""What matching costs: 2,000 terms over 10,000 entries, beside two plain ways of doing it. Run by hand:

    python tests/benchmarks/terms.py [--entries 10000] [--terms 2000]

Texts and terms are made from a seed. The plain ways take long, so they get a share of the entries and are
compared by the time one entry takes. Both are simpler than the term language (any case, plural ``s``, no offsets
for full-width letters), so the comparison favours them.
"""

import argparse
import random
import re
import time
from collections.abc import Callable, Sequence

import click

from watcher.focus.terms import TermSet
from watcher.settings import Term

SYLLABLES = (
    "an be co da el fo gra hi in ju ka lo mi no or pe qui ra sto tri un ver wa xe yo zu sing chip tech quan".split()
)
HAN = "人工智能量子网络安全数据经济合作伙伴气候变化供应链半导体新加坡美国科技"


def vocabulary(random_: random.Random, size: int) -> list[str]:
    return ["".join(random_.choices(SYLLABLES, k=random_.randint(1, 4))) for _ in range(size)]


def make_terms(random_: random.Random, words: Sequence[str], count: int) -> list[str]:
    """Phrases of one to three words; of twenty one is an acronym and one Chinese."""
    terms: set[str] = set()
    while len(terms) < count:
        kind = random_.random()
        if kind < 0.05:
            terms.add("".join(random_.choices("ABCDEFGHIKLMNOPRSTUV", k=random_.randint(2, 5))))
        elif kind < 0.1:
            terms.add("".join(random_.choices(HAN, k=random_.randint(2, 4))))
        else:
            terms.add(" ".join(random_.choices(words, k=random_.choices((1, 2, 3), (2, 5, 3))[0])))
    return sorted(terms)


def make_entry(random_: random.Random, words: Sequence[str], terms: Sequence[str]) -> str:
    """A title and a teaser, or an article; common words are far more common than rare ones."""
    length = random_.choice((25, 40, 60, 80, 400))
    picked = [words[min(int(random_.paretovariate(0.6)), len(words)) - 1] for _ in range(length)]
    for _ in range(random_.randint(0, 4)):
        picked[random_.randrange(length)] = random_.choice(terms)
    return " ".join(picked)


def each(texts: Sequence[str], find: Callable[[str], int]) -> tuple[float, int]:
    """Seconds an entry, and how much was found."""
    begin = time.perf_counter()
    found = sum(map(find, texts))
    return (time.perf_counter() - begin) / len(texts), found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--entries", type=int, default=10_000)
    options.add_argument("--terms", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=20231012)
    given = options.parse_args()
    random_ = random.Random(given.seed)
    words = vocabulary(random_, 20_000)
    terms = make_terms(random_, words, given.terms)
    texts = [make_entry(random_, words, terms) for _ in range(given.entries)]
    click.echo(f"{len(terms)} terms, {len(texts)} entries, {sum(map(len, texts)) / len(texts):.0f} characters an entry")

    begin = time.perf_counter()
    matcher = TermSet([(i, Term(term)) for i, term in enumerate(terms)])
    click.echo(f"compiled in {(time.perf_counter() - begin) * 1000:.0f} ms")
    ours, found = each(texts, lambda text: len(matcher.find(text)))
    click.echo(
        f"one pass:          {ours * 1e6:9.1f} µs an entry {ours / len(terms) * 1e9:9.1f} ns a term and entry   "
        f"{found} found"
    )

    def plain(term: str) -> str:
        return rf"\b{re.escape(term)}s?\b" if term.isascii() else re.escape(term)

    share = texts[: max(1, len(texts) // 50)]
    ours_there, found = each(share, lambda text: len(matcher.find(text)))
    alternation = re.compile("|".join(plain(term) for term in sorted(terms, key=len, reverse=True)), re.IGNORECASE)
    ways: dict[str, Callable[[str], int]] = {
        "one alternation": lambda text: sum(1 for _ in alternation.finditer(text)),
    }
    patterns = [re.compile(plain(term), re.IGNORECASE) for term in terms]
    ways["a search a term"] = lambda text: sum(1 for pattern in patterns for _ in pattern.finditer(text))
    click.echo(f"on a share of {len(share)} entries, where one pass takes {ours_there * 1e6:.1f} µs and finds {found}:")
    for name, find in ways.items():
        seconds, found = each(share, find)
        click.echo(
            f"{name + ':':18} {seconds * 1e6:9.1f} µs an entry {seconds / len(terms) * 1e9:9.1f} ns a term and entry   "
            f"{found} found, {seconds / ours_there:.0f} times as long"
        )


if __name__ == "__main__":
    main()
