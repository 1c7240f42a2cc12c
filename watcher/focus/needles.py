"""Which plain texts a regular expression cannot match without, told from its parse tree. Pure.

A parse tree is a list of items, each the name of what it is and a value, as ``plain`` makes it.
"""

import re
from collections.abc import Collection, Sequence
from re import _parser as sre_parser  # type: ignore[attr-defined]  # the parse tree has no public name
from typing import Any

_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_WORD_EDGES = frozenset({"AT_BOUNDARY", "AT_BEGINNING", "AT_BEGINNING_STRING", "AT_END", "AT_END_STRING"})
_MOST_HEADS = 16  # of one expression, where all that it may begin with is spelt out
_INSIDE = _REPEATS | {"SUBPATTERN", "ATOMIC_GROUP", "BRANCH"}
_APART = frozenset({"CATEGORY_SPACE", "CATEGORY_NOT_WORD"})  # what no letter and no digit is in
Needles = tuple[frozenset[str], ...]
Head = tuple[str, bool]  # a text in lower case, and whether a word begins with it
Heads = frozenset[Head]


def searchable(text: str) -> str:
    """In lower case; the dotted and the dotless i, which an expression in any case takes for an i, are one."""
    return text.lower() if text.isascii() else one_i(text.lower())


def one_i(lower: str) -> str:
    return lower if lower.isascii() else lower.replace("i\u0307", "i").replace("ı", "i")


def _each_searchable(text: str) -> str:
    """Each character by itself: what a sigma becomes depends on where it stands."""
    return text.lower() if text.isascii() else "".join(map(searchable, text))


def tell(texts: Collection[str]) -> float:
    """How much is told by one of these standing in a text: more if they are long, and few."""
    return min(map(len, texts), default=0) - len(texts) / 100


def plain(tree: Any) -> list[Any]:
    """The parse tree of ``re`` in lists, tuples and names, which are walked through much sooner."""
    return [(op.name, value if type(value) is int else _plain(value)) for op, value in tree.data]


def _plain(value: Any) -> Any:
    if isinstance(value, sre_parser.SubPattern):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is sre_parser.MAXREPEAT:
        return int(value)
    return value.name if isinstance(value, type(sre_parser.MAXREPEAT)) else value


def needles_of(items: Sequence[Any], *, exact: bool = False, any_case: bool = True) -> Needles:
    """Sets of literal texts, of each of which every match holds one: first the one that tells most (long, few).

    In lower case; if ``exact``, those whose case counts, as they are written. ``any_case``: whether it counts here.
    """
    found: list[frozenset[str]] = []
    run = ""
    for name, value in items:
        if name == "LITERAL" and not (exact and any_case):
            run += chr(value)
            continue
        if run:
            found.append(frozenset({run if exact else _each_searchable(run)}))
        run = ""
        if name in _INSIDE:
            found += _needles_inside(name, value, exact, any_case)
    if run:
        found.append(frozenset({run if exact else _each_searchable(run)}))
    found.sort(key=tell, reverse=True)
    return tuple(found)


def _needles_inside(name: str, value: Any, exact: bool, any_case: bool) -> Needles:
    if name == "SUBPATTERN":
        _, on, off, items = value
        any_case = bool((any_case or on & re.IGNORECASE) and not off & re.IGNORECASE)
        return needles_of(items, exact=exact, any_case=any_case)
    if name == "ATOMIC_GROUP":
        return needles_of(value, exact=exact, any_case=any_case)
    if name == "BRANCH":
        branches = [needles_of(branch, exact=exact, any_case=any_case) for branch in value[1]]
        return (frozenset().union(*(needles[0] for needles in branches)),) if all(branches) else ()
    return needles_of(value[2], exact=exact, any_case=any_case) if value[0] > 0 else ()


class Edges:
    """Which needles, in lower case, always stand at the beginning of a word: no letter or digit before them.

    Or at the end of one, and none after them, if the tree is not walked through ``forwards``.
    """

    def __init__(self, items: Sequence[Any], *, forwards: bool) -> None:
        self._forwards = forwards
        self._sure: set[str] = set()
        self._unsure: set[str] = set()
        self._after(items, False)

    def stands(self, needle: str) -> bool:
        needle = _each_searchable(needle)
        return needle in self._sure and needle not in self._unsure

    def _after(self, items: Sequence[Any], apart: bool) -> bool:
        """Whether a word has its edge behind a sequence, if a letter is there. ``apart``: whether before the sequence.

        Behind and before as it is walked through.
        """
        run = ""
        edge = apart
        for name, value in items if self._forwards else reversed(items):
            if name == "LITERAL":
                edge = edge if run else apart
                run = run + chr(value) if self._forwards else chr(value) + run
                apart = _parts_words(value)
                continue
            self._note(run, edge)
            run = ""
            apart = self._after_one(name, value, apart)
        self._note(run, edge)
        return apart

    def _note(self, run: str, edge: bool) -> None:
        if run:
            outermost = run[0] if self._forwards else run[-1]
            (self._sure if edge and outermost.isalnum() else self._unsure).add(_each_searchable(run))

    def _after_one(self, name: str, value: Any, apart: bool) -> bool:
        if name == "AT":
            return apart or value in _WORD_EDGES
        if name in {"ASSERT", "ASSERT_NOT"}:
            return apart
        if name == "IN":
            return all(_is_apart(kind, member) for kind, member in value)
        if name == "SUBPATTERN":
            return self._after(value[3], apart)
        if name == "ATOMIC_GROUP":
            return self._after(value, apart)
        if name == "BRANCH":
            apart_after = [self._after(branch, apart) for branch in value[1]]
            return all(apart_after)
        if name in _REPEATS:
            once = self._after(value[2], apart)
            again = self._after(value[2], apart and once) if value[1] > 1 else once
            return once and again and (apart or value[0] > 0)
        return False


def _is_apart(name: str, value: Any) -> bool:
    """Whether a member of a set of characters is no letter and no digit."""
    if name == "LITERAL":
        return _parts_words(value)
    return name == "CATEGORY" and value in _APART


def _parts_words(code: int) -> bool:
    """Whether a character is no letter and no digit, and has no other case that may be one."""
    character = chr(code)
    return not character.isalnum() and character.lower() == character == character.upper()


def heads_of(items: Sequence[Any], begins: bool = False) -> Heads:
    """With what every match of a sequence begins; ``begins``: where a word must begin. Empty where it cannot be told.

    Plain letters only: of others a match in any case may have some that are no lower or upper case of each other.
    """
    texts = [""]
    for i, (name, value) in enumerate(items):
        if texts == [""]:
            begins = begins or _at_boundary(name, value)
        spelt = _spelt(name, value)
        if spelt is not None and len(texts) * len(spelt) <= _MOST_HEADS:
            texts = [text + more for text in texts for more in spelt]
        elif texts == [""]:
            return _heads_inside(name, value, begins, items[i + 1 :])
        else:
            break
    if "" in texts:
        return frozenset()
    shortest = [text for text in texts if not any(text != other and text.startswith(other) for other in texts)]
    return frozenset((text, begins and text[0].isalnum()) for text in shortest)


def _at_boundary(name: str, value: Any) -> bool:
    """Whether what an item matches, if that is a word, begins one."""
    if name == "AT":
        return bool(value == "AT_BOUNDARY")
    if name == "BRANCH":
        return all(branch and _at_boundary(*branch[0]) for branch in value[1])
    inside: Sequence[Any] = value[3] if name == "SUBPATTERN" else value if name == "ATOMIC_GROUP" else []
    return bool(inside) and _at_boundary(*inside[0])


def _spelt(name: str, value: Any) -> list[str] | None:
    """The texts that an item matches, in lower case, where they are few and plain."""
    if name == "LITERAL":
        return [chr(value).lower()] if value < 128 else None
    if name == "IN":
        spelt = [_spelt(kind, member) for kind, member in value] if len(value) <= _MOST_HEADS else [None]
        return _joined(spelt)
    if name == "BRANCH":
        return _joined([_spelt_out(branch) for branch in value[1]])
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return _spelt_out(value[3] if name == "SUBPATTERN" else value)
    if name in _REPEATS and value[1] == 1:
        once = _spelt_out(value[2])
        return ["", *once] if once is not None and value[0] == 0 else once
    return [""] if name in {"AT", "ASSERT", "ASSERT_NOT"} else None


def _spelt_out(items: Sequence[Any]) -> list[str] | None:
    texts = [""]
    for name, value in items:
        spelt = _spelt(name, value)
        if spelt is None or len(texts) * len(spelt) > _MOST_HEADS:
            return None
        texts = [text + more for text in texts for more in spelt]
    return texts


def _joined(spelt: Sequence[list[str] | None]) -> list[str] | None:
    """What one or other matches, where that is known of all."""
    return None if None in spelt else [text for texts in spelt if texts for text in texts]


def _heads_inside(name: str, value: Any, begins: bool, rest: Sequence[Any]) -> Heads:
    """Of an item that cannot be spelt out, and what follows it."""
    if name == "SUBPATTERN":
        return heads_of(value[3], begins)
    if name == "ATOMIC_GROUP":
        return heads_of(value, begins)
    if name in _REPEATS:
        heads, following = heads_of(value[2], begins), heads_of(rest, begins) if value[0] == 0 else frozenset()
        return heads | following if value[0] or (heads and following) else frozenset()
    if name == "BRANCH":
        branches = [heads_of(branch, begins) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()
