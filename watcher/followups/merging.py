"""What an entry tells twice, once: the more exact sentence stays, a sum of two meetings and a hasty headline go."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from watcher.followups import cues
from watcher.followups.expressions import expression
from watcher.followups.places import same_place
from watcher.followups.relations import is_one_day_of, relation
from watcher.followups.spans import inside
from watcher.followups.words import words_of
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.period import Precision


def merge(found: list[FoundFollowUp], one: FoundFollowUp, title: str) -> None:
    """Adds one, unless it says again what an earlier sentence said; the more exact sentence stays."""
    for index, known in enumerate(found):
        if _dated_after_all(known, one):
            found[index] = one
            return
        if _tells_when(known, one):
            found[index] = replace(known, period=one.period)
            return
        if _tells_closer(known, one):
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
        elif known.text in title and (
            one.period.end == known.period.end or is_one_day_of(known.period, one.period) or _moves_to_about(known, one)
        ):
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


def _tells_closer(known: FoundFollowUp, one: FoundFollowUp) -> bool:
    """ "Thirty founders arrive next month for the Exchange on June 3-5": one thing, and its days."""
    if known.text != one.text or known.report is not one.report or known.event_slug != one.event_slug:
        return False
    same = known.event.split()[:_SAME_START] == one.event.split()[:_SAME_START]
    return same and inside(one.period, known.period) and known.period.precision is not Precision.YEAR


_SAME_START = 3  # words


def _tells_when(known: FoundFollowUp, one: FoundFollowUp) -> bool:
    """ "The report is out. Published on Tuesday, it finds no gain": when what the sentence before tells was done."""
    if known.report is not Change.HELD or one.report is not Change.HELD:
        return False
    if known.period.end is not None or one.period.end is None or known.text not in one.context:
        return False
    if _THE_PAPER.match(one.text):
        return True
    return one.kind is known.kind and _POINTS_BACK.match(one.text) is not None


# "has issued its recommendations. | The 18-page paper, released on Monday, urges ..."
_THE_PAPER = expression(
    r"The\s+(?:[\w-]+\s+){0,2}?(?:paper|document|text|report|guide|list|plan|strategy|study|recommendations|findings|statement|blueprint|roadmap|book(?:let)?),?\s+"
    r"(?:which\s+)?(?:was\s+|were\s+)?(?:released|published|issued|unveiled|presented|made\s+public|put\s+online)\b"
)
_POINTS_BACK = expression(
    r"(?:It|They)\s+w(?:as|ere)\b|[A-Z][a-z]+(?:ed|ent)\s+(?:here\s+)?(?:on|last|this|yesterday)\b[^,]*,\s+(?:it|they)\b"
)

_COMMON = frozenset(
    "the a an of on in at to for by with and or its their will be is are this that next new from as".split()
)


def _moves_to_about(known: FoundFollowUp, one: FoundFollowUp) -> bool:
    """ "Trip moved to late October", says the headline; "moved to the week of October 27" the text."""
    overlapping = relation(known.period, one.period) == "overlapping"
    return overlapping and all(cues.MOVED.search(each.text) for each in (known, one))


def _same_thing(known: FoundFollowUp, one: FoundFollowUp, *, headline: bool) -> bool:
    compatible = (
        is_one_day_of(known.period, one.period)
        or inside(one.period, known.period)
        or inside(known.period, one.period)
        or known.period.end is None
        or one.period.end is None
    )
    if headline and _moves_to_about(known, one):
        return True
    if not compatible or (known.edition and one.edition and known.edition != one.edition):
        return False
    if not headline and _are_two(known, one):
        return False
    if headline and known.event_slug is None and known.kind is one.kind and inside(one.period, known.period):
        return True  # the headline calls it "talks"
    if (
        headline
        and known.period == one.period
        and known.period.end is not None
        and not (known.event_slug or one.event_slug)
    ):
        return True  # "Texas fab to produce in 2027", and the text names the firm
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


_POINTS_TO_IT = expression(r"(?:It|They|This|These|Both|That|The\s+(?:two\s+)?[a-z]+|He|She|We)\b")


def _are_two(known: FoundFollowUp, one: FoundFollowUp) -> bool:
    """ "The Metals Conference will be held in Perth on 3 March. The Iron Summit will be held in Perth on 3 March."

    Each names something that the sentence of the other does not, and neither points back.
    """
    if known.event_slug or one.event_slug or known.period != one.period or _POINTS_TO_IT.match(one.text):
        return False
    mine, theirs = words_of(one.event), words_of(known.event)
    return bool(mine.things - words_of(known.text).all) and bool(theirs.things - words_of(one.text).all)


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w+", text.casefold()) if word not in _COMMON and not word.isdigit()}


_SEVERAL = expression(
    r"\b(?:twice|thrice|(?:two|three|four|five|several)\s+(?:times|(?:[\w-]+\s+){0,3}(?:meetings|roundtables|summits|forums|sessions"
    r"|rounds|dialogues|workshops|hearings|launches|editions|appointments|conferences|visits|exercises|reports|papers|hackathons"
    r"|drills|schools|competitions|fairs|expos|festivals|seminars|courses|events|gatherings|tests|trials|flights)))\b",
    re.IGNORECASE,
)


def is_sum(one: FoundFollowUp, found: Sequence[FoundFollowUp]) -> bool:
    """ "will meet twice next year: ..." over the two dates: no third thing."""
    if one.report is not Change.ANNOUNCED or one.period.precision is Precision.DAY:
        return False
    counted = _SEVERAL.search(one.text) is not None
    parts = sum(
        other.report is Change.ANNOUNCED and other.period != one.period and inside(other.period, one.period)
        for other in found
        if (other.text == one.text and _leads(one))
        or (counted and (one.kind in {other.kind, Kind.OTHER} or other.kind not in _OF_PAPER))
    )
    return parts >= 2


_OF_PAPER = frozenset({Kind.DEADLINE, Kind.REPORT, Kind.FUNDING})


def _leads(one: FoundFollowUp) -> bool:
    """ "The forum returns this year: its fifth round ..., and its sixth"."""
    return one.period.start is not None and ":" in one.text


def is_way_there(one: FoundFollowUp, found: Sequence[FoundFollowUp]) -> bool:
    """ "leaves for Oslo on Tuesday", in a story that tells what is done there: not a thing of its own."""
    leaves = one.period.end
    if one.report is not Change.ANNOUNCED or leaves is None or _LEAVES_FOR.search(one.text) is None:
        return False
    return any(
        other.text != one.text
        and other.kind is Kind.MEETING
        and other.period.end is not None
        and timedelta(0) <= other.period.end - leaves <= LONGEST_TRIP
        for other in found
    )


LONGEST_TRIP = timedelta(days=14)
_LEAVES_FOR = expression(
    r"\b(?:leav(?:es?|ing)|depart(?:s|ing)?|sets?\s+(?:off|out)|fl(?:y|ies|ying))\s+(?:for|to)\s+(?:the\s+)?[A-Z]"
)


def is_contradicted(one: FoundFollowUp, found: Sequence[FoundFollowUp], title: str) -> bool:
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
