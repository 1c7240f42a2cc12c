"""Evidence for people and programs: what the keyword file found in a text, with the places marked. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from watcher.model.tagging import AreaTag, Judgement, TermHit
from watcher.settings import Keywords
from watcher.text import sentences

Json = dict[str, Any]
Marks = tuple[str, str]

BRACKETS: Marks = ("[[", "]]")
BOLD: Marks = ("\x1b[1m", "\x1b[0m")
MOST_EXCERPTS = 8
LONGEST_EXCERPT = 300  # characters of a source that are quoted at once


def judgement_json(judgement: Judgement, keywords: Keywords) -> Json:
    """Everything found, each hit with its place: offsets into the title or the text that was judged."""
    thresholds = {area.slug: area.threshold for area in keywords.focus_areas}
    return {
        "relevant": judgement.relevant,
        "missing": list(judgement.missing),
        "groups": [{"slug": tag.slug, "implied": tag.implied, "hits": _hits(tag.hits)} for tag in judgement.groups],
        "focus_areas": [_area(tag, thresholds) for tag in judgement.areas],
        "nearly": [_area(tag, thresholds) for tag in judgement.nearly],
        "general": _hits(judgement.general),
        "events": [{"slug": tag.slug, "hits": _hits(tag.hits)} for tag in judgement.events],
        "excluded": _hits(judgement.excluded),
    }


def _area(tag: AreaTag, thresholds: dict[str, float]) -> Json:
    return {
        "slug": tag.slug,
        "score": round(tag.score, 4),
        "threshold": thresholds.get(tag.slug, 1.0),
        "matched": list(tag.matched),
        "hits": _hits(tag.hits),
    }


def _hits(hits: Iterable[TermHit]) -> list[Json]:
    return [
        {
            "term": hit.term,
            "matched": hit.matched,
            "where": hit.where,
            "start": hit.start,
            "end": hit.end,
            "weight": hit.weight,
        }
        for hit in hits
    ]


def counted(judgement: Judgement) -> list[TermHit]:
    """Every hit that counted for anything, also for what was nearly enough."""
    named = [tag.hits for tag in judgement.groups] + [tag.hits for tag in judgement.events]
    found = [tag.hits for tag in (*judgement.areas, *judgement.nearly)]
    return [hit for hits in (*named, *found, judgement.general) for hit in hits]


def marked(text: str, hits: Iterable[TermHit], where: str, marks: Marks = BRACKETS) -> str:
    """The text with every matched word between marks; places that overlap or touch become one."""
    return _mark(text, 0, len(text), _spans(hits, where), marks)


def excerpts(text: str, hits: Iterable[TermHit], where: str, marks: Marks = BRACKETS) -> list[str]:
    """The sentences in which something was found, marked; long ones are cut around it. The first few alone."""
    spans = _spans(hits, where)
    found: list[str] = []
    for start, end in sentences(text):
        inside = [(first, last) for first, last in spans if first < end and last > start]
        if not inside:
            continue
        if len(found) == MOST_EXCERPTS:
            break
        left, right = _window(start, end, inside[0][0])
        cut = _mark(text, left, right, inside, marks)
        found.append(f"{'… ' if left > start else ''}{' '.join(cut.split())}{' …' if right < end else ''}")
    return found


def _window(start: int, end: int, first: int) -> tuple[int, int]:
    """At most ``LONGEST_EXCERPT`` characters of a sentence, the first hit near their beginning."""
    if end - start <= LONGEST_EXCERPT:
        return start, end
    left = max(start, min(first - LONGEST_EXCERPT // 3, end - LONGEST_EXCERPT))
    return left, min(end, left + LONGEST_EXCERPT)


def _spans(hits: Iterable[TermHit], where: str) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((hit.start, hit.end) for hit in hits if hit.where == where):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _mark(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], marks: Marks) -> str:
    pieces, place = [], start
    for span in spans:
        first, last = max(span[0], start), min(span[1], end)
        if first < last:
            pieces += [text[place:first], marks[0], text[first:last], marks[1]]
            place = last
    return "".join([*pieces, text[place:end]])
