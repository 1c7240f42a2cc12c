"""Follow-ups in an entry's title and text: who will do what, by when, where; and what became of it.

Sentence by sentence, no model. A sentence without anything like a date, an event's name or a word of cancelling is
passed over by two cheap searches; only the rest is parsed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from watcher.followups import chinese, cues, outcomes
from watcher.followups.delays import is_postponed
from watcher.followups.events import EventMention, EventReader
from watcher.followups.kinds import edition_of, kind_of
from watcher.followups.names import named_in_full
from watcher.followups.places import NAMES, same_place, town_of
from watcher.followups.reading import Reading
from watcher.followups.relations import is_one_day_of
from watcher.followups.spans import inside
from watcher.followups.surroundings import place_beside
from watcher.followups.verbs import verb_groups
from watcher.model import Change, EventTag, FoundFollowUp, Kind, Precision
from watcher.text import sentences

LONGEST_SENTENCE = 600  # characters; what runs on longer is cut at a space and read in pieces
MOST_PIECES = 8  # of one sentence without an end
LONGEST_TEXT = 40_000  # characters of a text that are read at all
LONGEST_TITLE = 1_000
MOST_FOUND = 40  # of one entry

_DATE_WORDS = (
    "day week month year quarter half next coming tomorrow tonight soon shortly later spring summer autumn fall"
    " winter decade "
    "imminent course long future within"
).split()
# Each begins with characters alone, so that the search passes over the rest of a text at once.
_DATE_FIGURES = re.compile(r"\d(?:\d{3}|[./]\d|[QH])|[QH][1-4]")
_DATE_NAMES = (
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC FY".split()
)
_REPORT_WORDS = (
    "cancel off scrap axe abandon shelv withdr rescind revoke retract postpon defer hold delay suspend halt plug"
    " date terminat ahead place such plan pull dead slipped grounded ditched dropped decided calendar"
).split()
_PHRASES = "be no |on ice| stalled| paused| frozen|will not |won't |won’t |up on |walked aw|backed out|fell ".split("|")
_MARKS = (*_DATE_WORDS, *_REPORT_WORDS, *_PHRASES)


def _may_tell(sentence: str) -> bool:
    """A cheap first look: anything like a date, or a word of cancelling and postponing."""
    if _DATE_FIGURES.search(sentence) or any(map(sentence.__contains__, _DATE_NAMES)):
        return True
    lower = sentence.lower()
    return any(map(lower.__contains__, _MARKS))


_DATELINE_ROOM = 200  # characters that a dateline may push the first sentence on


def _tells_nothing(title: str, text: str) -> bool:
    """Whether no sentence of it would pass the looks that each is given; most entries end here."""
    if _may_tell(text) or _may_tell(title) or chinese.MARKS.search(text) or chinese.MARKS.search(title):
        return False
    reports = outcomes.is_deed_of_several(title) or _may_report(title)
    return not (reports or _may_report(text[: LONGEST_SENTENCE + _DATELINE_ROOM]))


_MET = re.compile(r"met\b")


def _may_report(text: str) -> bool:
    lower = text.lower()
    return (any(map(lower.__contains__, cues.HELD_STEMS)) or _MET.search(lower) is not None) and cues.HELD.search(
        text
    ) is not None


def find(
    title: str,
    text: str,
    published: date,
    language: str | None = None,
    events: Sequence[EventTag] = (),
) -> tuple[FoundFollowUp, ...]:
    """Every follow-up the entry tells, and what it reports as held, cancelled or postponed.

    ``published`` is the entry's date in its outlet's zone; ``events`` are where names of configured events stand.
    Each follow-up stands once, in the more exact of the sentences that tell it, in the order told.
    """
    del language  # the script decides; feeds name the wrong language too often
    if not events and _tells_nothing(title, text):
        return ()
    reader = EventReader(events)
    found: list[FoundFollowUp] = []
    before = ""
    opening = ""  # the text's first sentence: what the story is about
    nominal = ""  # a headline without a verb: "Grid link by 2030"
    seen = ""
    told = list(_sentences(title, text))
    for index, (where, sentence, start) in enumerate(told):
        mention = reader.mention(where, sentence, start)
        lead, seen = seen != where, where
        if lead and where == "text":
            opening, before = sentence, ""
        of_several = where == "title" and outcomes.is_deed_of_several(sentence)
        done = of_several or (lead and cues.HELD.search(sentence))
        if not (mention or _may_tell(sentence) or done or chinese.is_candidate(sentence)):
            before = sentence
            continue
        for one in _read(sentence, published, mention, before, headline=where == "title", lead=lead):
            after = told[index + 1][1] if (where == "text" or of_several) and index + 1 < len(told) else ""
            around = " ".join(dict.fromkeys(near for near in (opening, before, after) if near != sentence))
            event = one.event if one.event_slug else named_in_full(one.event, before, opening, own=one.text)
            if one.report is Change.CANCELLED and (claim := _withdrawn(one.text, before, opening)):
                event = claim
            place = one.place or (place_beside(one, title, before, after) if where == "text" else None)
            place = town_of(place) if place else None
            named = replace(one, event=event, place=place, context=around)
            if event != one.event:
                kind = kind_of(event, event) if one.kind is Kind.OTHER else one.kind
                named = replace(named, kind=kind, edition=one.edition or edition_of(event))
            _merge(found, named, title)
        before = sentence
        if where == "title" and found and not verb_groups(sentence):
            nominal = sentence
        if len(found) >= MOST_FOUND:
            break
    reports = {one.report for one in found if one.text != nominal}
    kept = tuple(one for one in found if one.text != nominal or one.report not in reports)
    return tuple(one for one in kept if not _is_contradicted(one, kept, title) and not _is_sum(one, kept))


_SEVERAL = re.compile(
    r"\b(?:twice|thrice|(?:two|three|four|five|several)\s+(?:times|(?:[\w-]+\s+){0,3}(?:meetings|roundtables|summits|forums|sessions"
    r"|rounds|dialogues|workshops|hearings|launches|editions|appointments|conferences|visits|exercises|reports|papers)))\b",
    re.IGNORECASE,
)


def _is_sum(one: FoundFollowUp, found: Sequence[FoundFollowUp]) -> bool:
    """ "will meet twice next year: ..." over the two dates: no third thing."""
    if one.report is not Change.ANNOUNCED or one.period.precision is Precision.DAY or not _SEVERAL.search(one.text):
        return False
    parts = sum(
        other.report is Change.ANNOUNCED and other.period != one.period and inside(other.period, one.period)
        for other in found
        if one.kind in {other.kind, Kind.OTHER} or other.text == one.text
    )
    return parts >= 2


_WITHDRAWS = re.compile(
    r"\b(?:withdr[ae]w\w*|retract\w*)\s+(?:the|our|that|its|his|her)\s+(?:report|article|story|claim|remarks?|statement)\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(r"\b(?:reported|wrote|said|stated|claimed)\s+that\s+(?:the\s+)?(?P<claim>[^,;.]+)")
LONGEST_CLAIM = 10  # words


def _withdrawn(text: str, *around: str) -> str:
    """What was claimed, where a paper only says that it withdraws the report."""
    if not _WITHDRAWS.search(text):
        return ""
    claims = (match["claim"] for near in around if (match := _CLAIMED.search(near)))
    return " ".join(next(claims, "").split()[:LONGEST_CLAIM])


def _is_contradicted(one: FoundFollowUp, found: Sequence[FoundFollowUp], title: str) -> bool:
    """A headline without a date that reads as if it were done ("Countdown begins"), over a text that says when.

    Or a postponement without a new date, where another sentence tells it.
    """
    if one.report is Change.CANCELLED and one.text in title:  # "shelves paper for now"
        return any(other.report is Change.POSTPONED and other.text not in title for other in found)
    if one.report is Change.POSTPONED:
        return any(
            other.report is Change.ANNOUNCED and other.period.end is not None and cues.MOVED.search(other.text)
            for other in found
        )
    if one.report is not Change.HELD or one.period.end is not None or one.text not in title:
        return False
    reports = {other.report for other in found if other is not one}
    return Change.ANNOUNCED in reports and Change.HELD not in reports


# "KUALA LUMPUR, Oct 28 (Agency) - ": where and when it was written, no part of what is told.
_AGENCY = r"(?:,?\s*\([^()]{2,40}\))"
_WRITTEN = r"(?:,?\s+(?:\d{1,2}\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2})(?:,?\s+20\d\d)?)"
_DATELINE = re.compile(
    rf"(?:(?:[A-Z][\w.’'-]+(?:[ ,/]+[A-Z][\w.’'-]*){{0,4}}?)(?:{_WRITTEN}{_AGENCY}?|{_AGENCY})"
    rf"|(?P<city>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){{0,3}})|{_AGENCY})"
    r"(?:\s+[-–]{1,2}|\s*—|(?P<colon>:))\s*(?=[A-Z\d“\"‘'])"
)
_CITIES = frozenset(name.upper() for name in NAMES)


def _begins(body: str, start: int, end: int) -> int:
    """Where a sentence begins behind its dateline; capitals alone ("SINGAPORE: ") must be a place that is known."""
    match = _DATELINE.match(body, start, min(end, start + 120))
    if match is None or (match["city"] and match["city"] not in _CITIES) or (match["colon"] and not match["city"]):
        return start
    return match.end()


def _sentences(title: str, text: str) -> Iterator[tuple[str, str, int]]:
    for where, body in (("title", title[:LONGEST_TITLE]), ("text", text[:LONGEST_TEXT])):
        for start, end in sentences(body):
            begins = _begins(body, start, end) if where == "text" else start
            if end - begins <= LONGEST_SENTENCE and body.find(": ", begins, end) < 0:
                yield where, body[begins:end], begins
                continue
            for begin, stop in _items(body, begins, end):
                yield from ((where, body[low:high], low) for low, high in _pieces(body, begin, stop))


# "Key dates: - 15 July: papers due - 2 December: conference": a list whose lines a feed has run together.
_ITEM = re.compile(r"(?:(?:\A|\s)[-–—•*·▪●]|;)\s+(?=[^\s:;][^:;]{2,40}:\s)")


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


def _read(
    sentence: str, published: date, mention: EventMention | None, before: str, *, headline: bool, lead: bool
) -> Iterator[FoundFollowUp]:
    if chinese.is_candidate(sentence):
        yield from chinese.read(sentence, published, mention.slug if mention else None)
        return
    reading = Reading(sentence, published, mention, headline=headline, before=before)
    if reading.hits or mention or lead or cues.called_off(sentence) or is_postponed(sentence):
        yield from reading.results()


def _merge(found: list[FoundFollowUp], one: FoundFollowUp, title: str) -> None:
    """Adds one, unless it says again what an earlier sentence said; the more exact sentence stays."""
    for index, known in enumerate(found):
        if _dated_after_all(known, one):
            found[index] = one
            return
        if (
            known.text == one.text
            or known.report is not one.report
            or not _same_thing(known, one, headline=known.text in title)
        ):
            continue
        if one.report is Change.POSTPONED and known.text not in title:
            return  # the first sentence of it says what is put off
        if inside(one.period, known.period) or known.period.end is None:
            found[index] = replace(
                one,
                place=one.place or known.place,
                event_slug=one.event_slug or known.event_slug,
                edition=one.edition or known.edition,
            )
        elif known.text in title and (one.period.end == known.period.end or is_one_day_of(known.period, one.period)):
            found[index] = replace(one, place=one.place or known.place)  # the text says it rather than its headline
        elif known.place is None and one.place:
            found[index] = replace(known, place=one.place)
        return
    found.append(one)


def _dated_after_all(known: FoundFollowUp, one: FoundFollowUp) -> bool:
    """ "Launch delayed", says the headline, "to 5 September" the text: no postponement without a date."""
    if known.report is not Change.POSTPONED or one.report is not Change.ANNOUNCED or one.period.end is None:
        return False
    if known.event_slug is not None and known.event_slug == one.event_slug:
        return True
    return bool(_words(known.event) & _words(one.text)) or cues.MOVED.search(one.text) is not None


_COMMON = frozenset(
    "the a an of on in at to for by with and or its their will be is are this that next new from as".split()
)


def _same_thing(known: FoundFollowUp, one: FoundFollowUp, *, headline: bool) -> bool:
    compatible = (
        is_one_day_of(known.period, one.period)
        or inside(one.period, known.period)
        or inside(known.period, one.period)
        or known.period.end is None
        or one.period.end is None
    )
    if not compatible or (known.edition and one.edition and known.edition != one.edition):
        return False
    if headline and known.event_slug is None and known.kind is one.kind and inside(one.period, known.period):
        return True  # the headline calls it "talks"
    if headline and known.report is Change.HELD and known.period.end is None and not known.event_slug:
        return len(_words(known.text) & _words(one.text)) >= 2  # "Firm opens laboratory", and the text says when
    if known.event_slug or one.event_slug:
        return known.event_slug == one.event_slug and same_place(known.place, one.place) is not False
    if headline and known.period.end is not None and (known.kind is one.kind or _words(known.text) & _words(one.text)):
        return inside(one.period, known.period) or len(_words(known.text) & _words(one.text)) >= 2
    mine, theirs = _words(known.event), _words(one.event)
    if known.period == one.period and known.period.end is not None:
        mine, theirs = _words(known.text), _words(one.text)
        return len(mine & theirs) * 2 >= min(len(mine), len(theirs))
    return bool(mine & theirs) and len(mine & theirs) * 3 >= 2 * min(len(mine), len(theirs)) and known.kind is one.kind


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w+", text.casefold()) if word not in _COMMON and not word.isdigit()}
