"""Follow-ups in an entry's title and text: who will do what, by when, where; and what became of it.

Sentence by sentence, no model. A sentence without anything like a date, an event's name or a word of cancelling is
passed over by two cheap searches; only the rest is parsed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from watcher.followups import chinese, cues, outcomes
from watcher.followups.conditions import EARLIER_VERSION
from watcher.followups.delays import is_postponed
from watcher.followups.entry_sentences import LONGEST_SENTENCE, sentences_of
from watcher.followups.events import EventMention, EventReader
from watcher.followups.expressions import expression
from watcher.followups.kinds import edition_of, kind_of
from watcher.followups.merging import is_contradicted, is_sum, is_way_there, merge
from watcher.followups.names import named_in_full
from watcher.followups.occasions import gatherings_in
from watcher.followups.places import is_only_of_a_venue, town_of
from watcher.followups.reading import Reading
from watcher.followups.subjects import may_be_it
from watcher.followups.surroundings import place_beside
from watcher.followups.verbs import verb_groups
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.tagging import EventTag

MOST_FOUND = 40  # of one entry
LEADS = 2  # sentences at the head of a text that may tell what was held without a date

_DATE_WORDS = (
    "day week month year quarter half next coming tomorrow tonight soon shortly later spring summer autumn fall"
    " winter decade fortnight "
    "imminent course long future within"
).split()
# Each begins with characters alone, so that the search passes over the rest of a text at once.
_DATE_FIGURES = expression(r"\d(?:\d{3}|[./]\d|[QH])|[QH][1-4]")
_DATE_NAMES = (
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC FY".split()
)
_REPORT_WORDS = (
    "cancel off scrap axe abandon shelv withdr rescind revoke retract postpon defer hold delay suspend halt"
    " date terminat ahead place such plan pull dead dropped calendar"
).split()
_PHRASES = "be no |on ice| stalled| paused|will not |won't |won’t |up on |walked aw|fell ".split("|")
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


_MET = expression(r"met\b")
_IT = expression(r"\W*(?:It|Its)\s")


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
    begins = 0
    told = list(sentences_of(title, text))
    headline = title[:LONGEST_SENTENCE]
    for index, (where, sentence, start) in enumerate(told):
        mention = reader.mention(where, sentence, start)
        first, seen = seen != where, where
        begins = index if first else begins
        if first and where == "text":
            opening, before = sentence, ""
        lead = index - begins < LEADS
        of_several = where == "title" and outcomes.is_deed_of_several(sentence)
        there = outcomes.may_tell_of_word_before(sentence)
        done = of_several or there or (lead and cues.HELD.search(sentence))
        if not (mention or _may_tell(sentence) or done or chinese.is_candidate(sentence)):
            before = sentence
            continue
        if before != opening and _IT.match(sentence) and not may_be_it(before):
            before = opening  # what the story is about, rather than those heard in between
        for one in _read(sentence, published, mention, before, headline=where == "title", anyway=lead or there):
            after = told[index + 1][1] if (where == "text" or of_several) and index + 1 < len(told) else ""
            around = " ".join(dict.fromkeys(near for near in (opening, before, after) if near != sentence))
            event = one.event if one.event_slug else named_in_full(one.event, before, opening, own=one.text)
            if one.report is Change.CANCELLED and (claim := _withdrawn(one, before, opening)):
                event = claim
            beside = place_beside(one, headline, before, after) if where == "text" else None
            place = beside if one.place is None or (beside and is_only_of_a_venue(one.place, sentence)) else one.place
            place = town_of(place) if place else None
            event = _ON_A_DAY.sub("", _BEFORE_WHAT.sub("", event, count=1) if _BEFORE_WHAT.match(event) else event)
            if one.report is Change.ANNOUNCED and not one.event_slug and _NAMES_NOTHING.match(event):
                continue
            merge(found, _named(one, event, place, around), title)
        before = sentence
        if where == "title" and found and not verb_groups(sentence):
            nominal = sentence
        if len(found) >= MOST_FOUND:
            break
    reports = {one.report for one in found if one.text != nominal}
    kept = tuple(one for one in found if one.text != nominal or one.report not in reports)
    return tuple(
        one for one in kept if not (is_contradicted(one, kept, title) or is_sum(one, kept) or is_way_there(one, kept))
    )


def _named(one: FoundFollowUp, event: str, place: str | None, around: str) -> FoundFollowUp:
    """What its surroundings say of its name and place; another name may make it of another kind, or edition."""
    named = replace(one, event=event, place=place, context=around)
    if event == one.event:
        return named
    kind = one.kind
    if kind is Kind.OTHER or (kind is Kind.LAUNCH and gatherings_in(event)):
        kind = kind_of(event, event)  # "The two-day event starts": no launch, where it is a dialogue
    return replace(named, kind=kind, edition=edition_of(event) or one.edition)


# "You'll have it before you go home for August": a phrase that begins so names nothing.
_NAMES_NOTHING = expression(
    r"(?:(?i:before|after|until|since|once|as)\s+(?:you|we|they|he|she|it|there|(?-i:I))\b"
    r"|(?i:when|while|because|if|unless|than|whether|though|although)\b|(?:me|him|them|us)\b"
    r"|(?:[\w’'-]+\s+){1,6}(?i:must|have\s+to|has\s+to)\s+wait\Z"
    r"|No\s(?!(?i:later|earlier|sooner|fewer|less|more)\b))"
)
_ON_A_DAY = expression(r"\s+on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\Z")
_BEFORE_WHAT = expression(r"(?i:before|until)\s+(?:the|its|their|an?)\s+(?=\S+\s+\S)")
_WITHDRAWS = expression(
    r"\b(?:withdr[ae]w\w*|retract\w*)\s+(?:the|our|that|its|his|her)\s+(?:report|article|story|claim|remarks?|statement)\b",
    re.IGNORECASE,
)
_CLAIMED = expression(r"\b(?:reported|wrote|said|stated|claimed)\s+that\s+(?:the\s+)?(?P<claim>[^,;.]+)")
_NONE_SUCH = expression(
    r"\W*(?:no|there\s+(?:is|are|was|were|will\s+be)\s+no|it|they|neither|none|nothing)\b", re.IGNORECASE
)
LONGEST_CLAIM = 10  # words


def _withdrawn(one: FoundFollowUp, *around: str) -> str:
    """What was claimed, where a paper only says that it withdraws the report, or that no such thing is planned."""
    if _NONE_SUCH.match(one.text):
        corrected = (match["claim"] for near in around if (match := EARLIER_VERSION.search(near)))
        return " ".join(next(corrected, "").split()[:LONGEST_CLAIM])
    if not _WITHDRAWS.search(one.text):
        return ""
    claims = (match["claim"] for near in around if (match := _CLAIMED.search(near)))
    return " ".join(next(claims, "").split()[:LONGEST_CLAIM])


def _read(
    sentence: str, published: date, mention: EventMention | None, before: str, *, headline: bool, anyway: bool
) -> Iterator[FoundFollowUp]:
    if chinese.is_candidate(sentence):
        yield from chinese.read(sentence, published, mention.slug if mention else None)
        return
    reading = Reading(sentence, published, mention, headline=headline, before=before)
    if reading.hits or mention or anyway or cues.called_off(sentence) or is_postponed(sentence):
        yield from reading.results()
