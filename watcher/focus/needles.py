"""Which plain texts a regular expression cannot match without, told from its parse tree. Pure."""

import re
from collections.abc import Collection
from typing import Any

_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
Needles = tuple[frozenset[str], ...]
Head = tuple[str, bool]  # a text in lower case, and whether a word begins with it
Heads = frozenset[Head]


def searchable(text: str) -> str:
    """In lower case; the dotted and the dotless i, which an expression in any case takes for an i, are one."""
    return one_i(text.lower())


def one_i(lower: str) -> str:
    return lower if lower.isascii() else lower.replace("i\u0307", "i").replace("ı", "i")


def tell(texts: Collection[str]) -> float:
    """How much is told by one of these standing in a text: more if they are long, and few."""
    return min(map(len, texts), default=0) - len(texts) / 100


def needles_of(items: list[Any], *, exact: bool = False, any_case: bool = True) -> Needles:
    """Sets of literal texts, of each of which every match holds one: first the one that tells most (long, few).

    In lower case; if ``exact``, those whose case counts, as they are written. ``any_case``: whether it counts here.
    """
    found: list[frozenset[str]] = []
    run = ""
    for item in [*items, None]:
        name: str = str(item[0]) if item else ""
        value: Any = item[1] if item else None
        if name == "LITERAL" and not (exact and any_case):
            run += chr(value) if exact else searchable(chr(value))
            continue
        if run:
            found.append(frozenset({run}))
        run = ""
        found += _needles_inside(name, value, exact, any_case)
    return tuple(sorted(found, key=tell, reverse=True))


def _needles_inside(name: str, value: Any, exact: bool, any_case: bool) -> Needles:
    if name == "SUBPATTERN":
        _, on, off, items = value
        any_case = bool((any_case or on & re.IGNORECASE) and not off & re.IGNORECASE)
        return needles_of(list(items), exact=exact, any_case=any_case)
    if name == "ATOMIC_GROUP":
        return needles_of(list(value), exact=exact, any_case=any_case)
    if name in _REPEATS and value[0] > 0:
        return needles_of(list(value[2]), exact=exact, any_case=any_case)
    if name == "BRANCH":
        branches = [needles_of(list(branch), exact=exact, any_case=any_case) for branch in value[1]]
        return (frozenset().union(*(needles[0] for needles in branches)),) if all(branches) else ()
    return ()


def heads_of(items: list[Any], begins: bool = False) -> Heads:
    """With what every match of a sequence begins; ``begins``: where a word must begin. Empty where it cannot be told.

    Plain letters only: of others a match in any case may have some that are no lower or upper case of each other.
    """
    run = ""
    for i, item in enumerate(items):
        name, value = str(item[0]), item[1]
        if name == "LITERAL" and value < 128:
            run += chr(value).lower()
        elif run:
            break
        elif name == "AT":
            begins = begins or str(value) == "AT_BOUNDARY"
        elif name not in {"ASSERT", "ASSERT_NOT"}:
            heads = _heads_inside(name, value, begins)
            if name in _REPEATS and value[0] == 0:
                following = heads_of(items[i + 1 :], begins)
                return heads | following if heads and following else frozenset()
            return heads
    return frozenset({(run, begins and run[0].isalnum())}) if run else frozenset()


def _heads_inside(name: str, value: Any, begins: bool) -> Heads:
    if name == "SUBPATTERN":
        return heads_of(list(value[3]), begins)
    if name == "ATOMIC_GROUP":
        return heads_of(list(value), begins)
    if name in _REPEATS:
        return heads_of(list(value[2]), begins)
    if name == "BRANCH":
        branches = [heads_of(list(branch), begins) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()
