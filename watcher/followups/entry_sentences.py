"""The sentences of an entry, headline first: without datelines, lists item by item, what never ends in pieces."""

from collections.abc import Iterator
from itertools import pairwise

from watcher.followups.expressions import expression
from watcher.followups.places import NAMES
from watcher.text import sentences

LONGEST_SENTENCE = 600  # characters; what runs on longer is cut at a space and read in pieces
MOST_PIECES = 8  # of one sentence without an end
LONGEST_TEXT = 40_000  # characters of a text that are read at all
LONGEST_TITLE = 1_000

# "KUALA LUMPUR, Oct 28 (Agency) - ": where and when it was written, no part of what is told.
_AGENCY = r"(?:,?\s*\([^()]{2,40}\))"
_WRITTEN = r"(?:,?\s+(?:\d{1,2}\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2})(?:,?\s+20\d\d)?)"
_COUNTRY = r"(?:,\s+[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,2})"
_DATELINE = expression(
    rf"(?:(?:[A-Z][\w.’'-]+(?:[ ,/]+[A-Z][\w.’'-]*){{0,4}}?)(?:{_WRITTEN}{_AGENCY}?|{_AGENCY})"
    rf"|(?P<city>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){{0,3}}){_COUNTRY}?|{_AGENCY})"
    r"(?:\s+[-–]{1,2}|\s*—|(?P<colon>:))\s*(?=[A-Z\d“\"‘'])"
)
_DAY = r"(?:\d{1,2}\s+[A-Z][a-z]{2,8}\.?,?|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?)\s+20\d\d"
# "29 April 2025 - The ministry ...", "(29 April 2025) The ministry ...": when a release was written, at its head.
_DATED = expression(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?{_DAY}\s*(?:[-–—|]{{1,2}})\s*(?=[A-Z\d“\"‘'])"
    rf"|[(\[]{_DAY}[)\]]\s*(?=[A-Z“\"‘'])"
)
_CITIES = frozenset(name.upper() for name in NAMES)


def _begins(body: str, start: int, end: int) -> int:
    """Where a sentence begins behind its dateline; capitals alone ("SINGAPORE: ") must be a place that is known."""
    if start == 0 and (dated := _DATED.match(body, start, min(end, start + 120))):
        return dated.end()
    match = _DATELINE.match(body, start, min(end, start + 120))
    if match is None or (match["city"] and match["city"] not in _CITIES) or (match["colon"] and not match["city"]):
        return start
    return match.end()


def sentences_of(title: str, text: str) -> Iterator[tuple[str, str, int]]:
    for where, body in (("title", title[:LONGEST_TITLE]), ("text", text[:LONGEST_TEXT])):
        for start, end in sentences(body):
            begins = _begins(body, start, end) if where == "text" else start
            if end - begins <= LONGEST_SENTENCE and body.find(": ", begins, end) < 0:
                yield where, body[begins:end], begins
                continue
            for begin, stop in _items(body, begins, end):
                yield from ((where, body[low:high], low) for low, high in _pieces(body, begin, stop))


# "Key dates: - 15 July: papers due - 2 December: conference": a list whose lines a feed has run together.
_ITEM = expression(r"(?:(?:\A|\s)[-–—•*·▪●]|;)\s+(?=[^\s:;][^:;]{2,40}:\s)")


def _items(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list written as one sentence; where it is none, the sentence."""
    marks = list(_ITEM.finditer(body[start:end]))
    if len(marks) < 2:
        yield start, end
        return
    edges = [(0, 0), *(mark.span() for mark in marks), (end - start, end - start)]
    for (_, begin), (stop, _) in pairwise(edges):
        if stop > begin:
            yield start + begin, start + stop


def _pieces(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for _ in range(MOST_PIECES - 1):
        if end - start <= LONGEST_SENTENCE:
            break
        cut = body.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut + (body[cut] == " ")
    if end > start:
        yield start, min(end, start + LONGEST_SENTENCE)
