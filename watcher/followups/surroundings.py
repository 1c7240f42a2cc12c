"""The place of a thing that another sentence tells: its headline, the one before, or a line "Venue: Harbour Hall".

Only where both sentences plainly speak of one thing: by its noun ("the summit"), "it", or a line made for the place.
"""

import re

from watcher.followups.expressions import expression
from watcher.followups.places import VENUE, town_of
from watcher.followups.whereabouts import places_in
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.text import is_cjk

_THING = expression(
    r"\b(summit|congress|forum|conference|meeting|talks|dialogue|fair|festival|workshop|symposium|seminar|exercise|hackathon"
    r"|exhibition|expo|airshow|gathering|assembly|round|plant|fab|factory|campus|centre|center|lab|laboratory|reactor"
    r"|data\s+centre|data\s+center|trial|pilot|testbed|ministerial|roundtable|drill|session|hearing|signing|ceremony)\b",
    re.IGNORECASE,
)
_LINE = expression(
    r"\A\W*(?:the\s+)?(?:venue|location|where|place)\s*(?::|\s(?:is|will\s+be))\s*(?:the\s+)?"
    r"(?P<where>[A-ZÀ-ÖØ-Þ][\w’'&.,-]*(?:\s+(?:[A-ZÀ-ÖØ-Þ\d][\w’'&.,-]*|of|and|the|at))*)",
    re.IGNORECASE,
)
_IT = expression(
    r"\A(?:It|The\s+(?:event|meeting|gathering))\s+(?:(?:will|is|has|to|been|be|due|set|scheduled|planned|also|then|still)\s+)*"
    r"(?:held|take\s+place|takes\s+place|hosted|staged|run|runs|open|opens|start|starts|begin|begins|scheduled|planned|due|set"
    r"|expected|for|on|from|in|at)\b"
)
# "Santiago remains the host city.", "Brussels is still the place.", "Oslo was chosen as the venue for the talks"
_STAYS = expression(
    r"\A(?P<where>[A-ZÀ-ÖØ-Þ][\w’'&.-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w’'&.-]*){0,4})\s+"
    r"(?:(?:(?:is|will)\s+(?:still\s+)?(?:be\s+)?|remains|stays)\s*(?:the\s+)?(?:host(?:\s+city)?(?!\s+of)|venue|place|location|setting)\b"
    r"|(?:has\s+been|was|is)\s+(?:chosen|picked|selected|named|confirmed)\s+(?:as|to\s+be)\s+(?:the\s+)?(?:host(?:\s+city)?|venue|location|setting)\b)"
)
_TOOK_PLACE = expression(  # "... signed the pact on Wednesday. | The signing took place in Suva"
    r"The\s+(?:\w+\s+)?(?:signing|ceremony|meeting|talks|event|gathering|forum|exercise|launch|dialogue|summit|workshop|conference|drill)\s+"
    r"(?:took\s+place|(?:was|were)\s+(?:held|hosted|staged))\s+(?:in|at)\s(?!\d)"
)
_DEFINITE = r"\b(?:[Tt]he|[Tt]his|[Ii]ts|[Tt]heir)\s+(?:[\w-]+\s+){{0,3}}?{thing}\b"
_LOOKS_BACK = expression(
    r"\b(?:was|were|had|took|last|previous|earlier|first\s+held|hosted|opened|ended|said|says|told)\b"
)


def place_beside(one: FoundFollowUp, title: str, before: str, after: str) -> str | None:
    """The place that the headline or a sentence beside tells of what this one tells without a place."""
    sentence = one.text
    if one.report is Change.HELD:
        hits = places_in(after) if _TOOK_PLACE.match(after) else []
        return hits[0].name if len(hits) == 1 else None
    if one.report is not Change.ANNOUNCED or one.kind in {Kind.DEADLINE, Kind.REPORT, Kind.FUNDING} or is_cjk(sentence):
        return None
    for line in (after, before):
        if (told := _LINE.match(line)) and told["where"][0].isupper():
            return told["where"].rstrip(" .,")
        if told := _STAYS.match(line):
            return town_of(told["where"])
    return _of_it(sentence, before) or _of_it(after, sentence, place_in=after) or _of_thing(sentence, (before, title))


def _of_it(sentence: str, before: str, *, place_in: str = "") -> str | None:
    """ "... a forum in Oslo. It is planned for May", or "... a forum in May. It will be held in Oslo"."""
    if not _IT.match(sentence) or not _THING.search(before):
        return None
    return _only(place_in or before)


def _of_thing(sentence: str, others: tuple[str, str]) -> str | None:
    things = {found.casefold() for found in _THING.findall(sentence)}
    for other in others:
        for thing in things & {found.casefold() for found in _THING.findall(other)}:
            if re.search(_DEFINITE.format(thing=thing), sentence) and (place := _only(other)):
                return place
    return None


def _only(sentence: str) -> str | None:
    """The one place a sentence tells, unless it looks back."""
    if _LOOKS_BACK.search(sentence):
        return None
    hits = places_in(sentence)
    venues = [hit.name for hit in hits if VENUE.search(hit.name)]
    return hits[0].name if len(hits) == 1 else venues[0] if len(venues) == 1 else None
