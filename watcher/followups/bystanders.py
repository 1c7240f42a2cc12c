"""Sentences of a story that tell of something else altogether: "Elections are due in November". English.

What stands around a sentence says what "it" and "the launch" are. A sentence with a noun of its own, of which nothing
was ever said of the record, is about that noun: where it would end or date the record anew, it is left alone.
"""

import re
from dataclasses import replace

from watcher.followups.displacement import moved_from
from watcher.followups.expressions import expression
from watcher.followups.identity import told_words
from watcher.followups.mentions import Mention, says_moved
from watcher.followups.places import NAMES, same_place
from watcher.followups.relations import relation
from watcher.followups.subjects import PERSONAL
from watcher.followups.words import DEEDS, Words, stem, words_of
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind

# Nouns that stand for whatever the story is about, and for those who do it.
_STAND_INS = frozenset(
    map(
        stem,
        "event gathering date meeting session launch liftoff lift-off flight deadline target start opening"
        " debut inauguration programme program project plan work move edition round step decision document"
        " paper publication delivery signing day time timetable schedule slot venue hall week month"
        " applications responses submissions comments views results factory facility building site production"
        " hour hours minutes lasted"
        " pair side sides ministers delegation organisers organizers agency department office community"
        " clients firm company group team interested parties public closing guests people attended letters"
        " winners recipients".split(),
    )
)
_POINTS_BACK = expression(
    r"(?:\A\W*|[,;:]\s|\A(?:On|In|At|By|From)\s[^,;]{3,24}\s|\b(?:that|and|but|said|says|when|where|because|as|expects?|hopes?)\s+)"
    r"(?:it|they|he|she|you|we|I|both|this|these|those|all|others|one)\b"
    # not the one who speaks: "a rival said that it would delay the launch of its own chip"
    r"(?!\s+(?:will|would|had|has|was|were|is|are)\s+(?:(?:now|also|only|not)\s+)?(?:delay|postpon|deferr?|launch|open|publish|releas|announc"
    r"|start|introduc|hold|host|issu|unveil)(?:e|ed|ing)?\s+(?:the|its|their|an?)\b)"
    r"|\b(?:put|push|rescheduled|moved|delayed|postponed|reset|hold|have|published|keep)\s+(?:it|them)\b"
)
_PERSONAL = expression(rf"\b(?:to|will|would|he|she|who)\s+{PERSONAL}\b", re.IGNORECASE)
_INSTEAD = expression(
    r"\b(?:from|instead\s+of|rather\s+than|previously|originally|initially|than\s+(?:first\s+)?planned)\b",
    re.IGNORECASE,
)
_PLACES = frozenset(stem(word) for name in NAMES for word in name.split())


def is_of_another(mention: Mention, known: FollowUp) -> bool:
    """Whether a mention that would end, move or refine the record is of something else than the record is."""
    return _names_another(mention.found, known) or _is_named_for_another(mention, known)


def _names_another(found: FoundFollowUp, known: FollowUp) -> bool:
    """Whether it is of something that the record never named."""
    if found.event_slug is not None or _gives_up_a_date(found, known):
        return False
    if found.edition is not None and found.edition == known.edition:
        return False
    if _PERSONAL.search(found.text) and not _PERSONAL.search(known.text):
        return found.report is Change.ANNOUNCED
    if same_place(found.place, known.place) is True or _is_at_its_time(found, known):
        return False
    words = words_of(found.event)
    things = _things(words)
    if words.is_chinese or not things or _POINTS_BACK.search(found.text):
        return False
    told = told_words(_without_occasions(known)).all
    if found.report is Change.ANNOUNCED:
        told |= known.names
    if things & told or things <= _STAND_INS:
        return False
    return not _telling(words_of(found.text)) & told


def _without_occasions(known: FollowUp) -> FollowUp:
    """The record without what it is told beside: "will meet in Lima, during the ports fair, and open a laboratory"."""
    if not any(_OCCASION.search(line.text) for line in known.history[-6:]):
        return known
    history = tuple(replace(line, text=_OCCASION.sub("", line.text)) for line in known.history[-6:])
    return replace(known, text=_OCCASION.sub("", known.text), history=history)


_OCCASION = expression(
    r"\b(?:during|on\s+the\s+(?:sidelines|margins)\s+of|alongside|despite|amid)\s+[^,;.]{3,60}(?=[,;.]|\Z)",
    re.IGNORECASE,
)


def _gives_up_a_date(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "moves from June to July", "three weeks later than planned": known by its old date, whatever it is called."""
    if found.report is not Change.ANNOUNCED or not says_moved(found):
        return False
    return _INSTEAD.search(found.text) is not None or moved_from(found.text, found.period, known.period)


def _is_named_for_another(mention: Mention, known: FollowUp) -> bool:
    """Whether the record, which one story told in passing, is of something that the mention's story never names."""
    found = mention.found
    if found.report is not Change.ANNOUNCED or found.event_slug or known.event_slug or len(known.sources) > 1:
        return False
    if relation(known.period, found.period) in {"same", "none"} or found.kind is known.kind is not Kind.OTHER:
        return False
    if _gives_up_a_date(found, known):
        return False
    phrase = words_of(known.event)
    things = _things(phrase)
    if phrase.is_chinese or not things or things <= _STAND_INS or _POINTS_BACK.search(known.text):
        return False
    called = things | known.names
    if any(called & words_of(text).all for text in (found.text, found.event, found.context, mention.source.title)):
        return False
    return not _telling(words_of(known.text)) & _telling(words_of(found.text))


def _things(words: Words) -> frozenset[str]:
    """The nouns of a phrase, common ones too."""
    return frozenset(
        word for word in words.own - words.verbs - DEEDS - _PLACES if word[0] not in "@#" and not word[0].isdigit()
    )


def _telling(words: Words) -> frozenset[str]:
    """The words of a sentence that tell things apart, but for places."""
    return words.things - words.nations - _PLACES


def _is_at_its_time(found: FoundFollowUp, known: FollowUp) -> bool:
    if found.report not in {Change.ANNOUNCED, Change.HELD}:
        return False
    how = relation(known.period, found.period)
    alike = found.kind is known.kind is not Kind.OTHER
    return how == "same" or (how == "wider" and (alike or found.period.start is not None))
