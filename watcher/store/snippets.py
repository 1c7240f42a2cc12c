"""The place in a text where a query is answered: a short piece of it, and where the found words stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from watcher.store.search_words import Query, placed

LENGTH = 240  # characters; what is shown of a source has at most 300
_LEAD = 60  # characters before the first found word
_MOST_HITS = 400  # looked at in one text


@dataclass(frozen=True, slots=True)
class Snippet:
    """``hits`` are spans (start, end) in ``text``."""

    text: str
    hits: tuple[tuple[int, int], ...]


def snippet(title: str, text: str, query: Query) -> Snippet:
    """The piece of ``text`` that holds most of the query; its start where the title alone answers it."""
    body = text or title
    hits = found(body, query)
    first = _best(hits)
    start = max(0, hits[first][0] - _LEAD) if hits else 0
    start = _next_word(body, start) if start > _LEAD // 2 else 0
    end = _last_word(body, min(len(body), start + LENGTH))
    before, after = "…" if start else "", "…" if end < len(body) else ""
    shown = "".join(" " if character.isspace() else character for character in body[start:end])
    move = len(before) - start
    inside = [(left + move, right + move) for left, right, _ in hits if left >= start and right <= end]
    return Snippet(f"{before}{shown}{after}", tuple(_apart(inside)))


def parts(found: Snippet) -> Iterator[tuple[str, bool]]:
    """The snippet in pieces, in order, each with whether it is a found word."""
    end = 0
    for left, right in found.hits:
        yield found.text[end:left], False
        yield found.text[left:right], True
        end = right
    yield found.text[end:], False


def found(text: str, query: Query) -> list[tuple[int, int, int]]:
    """Where wanted terms stand in a text: start, end, and the number of the term. In order, bounded in number."""
    starts: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    beginnings: list[tuple[int, str]] = []
    for number, term in enumerate(query.terms):
        for form in term.forms:
            if term.prefix and len(form) == 1:
                beginnings.append((number, form[0]))
            else:
                starts.setdefault(form[0], []).append((number, form))
    words = list(placed(text))
    hits: list[tuple[int, int, int]] = []
    for index, (word, left, right) in enumerate(words):
        hits += [(left, right, number) for number, begin in beginnings if word.startswith(begin)]
        for number, form in starts.get(word, ()):
            run = words[index : index + len(form)]
            if _is(run, form, query.terms[number].prefix):
                hits.append((left, run[-1][2], number))
        if len(hits) > _MOST_HITS:
            break
    return hits


def _is(run: Sequence[tuple[str, int, int]], form: tuple[str, ...], prefix: bool) -> bool:
    written = tuple(word for word, _, _ in run)
    if prefix and len(written) == len(form):
        return written[:-1] == form[:-1] and written[-1].startswith(form[-1])
    return written == form


def _best(hits: Sequence[tuple[int, int, int]]) -> int:
    """The hit after which most different terms follow within a snippet; the first of these."""
    best, terms = 0, 0
    for index, (left, _, _) in enumerate(hits):
        near = {number for start, end, number in hits[index : index + 40] if end <= left + LENGTH - _LEAD}
        if len(near) > terms:
            best, terms = index, len(near)
    return best


def _next_word(text: str, start: int) -> int:
    space = text.find(" ", start, start + _LEAD // 2)
    return start if space < 0 else space + 1


def _last_word(text: str, end: int) -> int:
    if end == len(text):
        return end
    space = text.rfind(" ", end - _LEAD // 2, end)
    return end if space < 0 else space


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        if joined and left < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined
