"""Sentences of a story that tell of something else altogether: "Elections are due in November". English.

What stands around a sentence says what "it" and "the launch" are. A sentence with a noun of its own, of which nothing
was ever said of the record, is about that noun: where it would end or date the record anew, it is left alone.
"""

from watcher.followups.expressions import expression
from watcher.followups.identity import told_words
from watcher.followups.mentions import says_moved
from watcher.followups.places import NAMES, same_place
from watcher.followups.relations import relation
from watcher.followups.words import DEEDS, stem, words_of
from watcher.model.followups import Change, FollowUp, FoundFollowUp

# Nouns that stand for whatever the story is about, and for those who do it.
_STAND_INS = frozenset(
    map(
        stem,
        "event gathering date meeting session launch liftoff lift-off flight deadline target start opening"
        " debut inauguration programme program project plan work move edition round step decision document"
        " paper publication delivery signing day time timetable schedule slot venue hall week month"
        " applications responses submissions comments views results factory facility building site production"
        " pair side sides ministers delegation organisers organizers agency department office community"
        " clients firm company group team interested parties public closing guests people attended letters"
        " winners recipients".split(),
    )
)
_POINTS_BACK = expression(
    r"(?:\A\W*|[,;:]\s|\A(?:On|In|At|By|From)\s[^,;]{3,24}\s|\b(?:that|and|but|said|says|when|where|because|as|expects?|hopes?)\s+)"
    r"(?:it|they|he|she|you|we|I|both|this|these|those|all|others|one)\b"
    r"|\b(?:put|push|rescheduled|moved|delayed|postponed|reset|hold|have|published|keep)\s+(?:it|them)\b"
)
_PLACES = frozenset(stem(word) for name in NAMES for word in name.split())


def is_of_another(found: FoundFollowUp, known: FollowUp) -> bool:
    """Whether a mention that would end, move or refine the record is of something the record never named."""
    if found.event_slug is not None or (found.report is Change.ANNOUNCED and says_moved(found)):
        return False
    if found.edition is not None and found.edition == known.edition:
        return False
    if same_place(found.place, known.place) is True or _is_at_its_time(found, known):
        return False
    words = words_of(found.event)
    things = {word for word in words.own - words.verbs - DEEDS - _PLACES if word[0] not in "@#" and not word.isdigit()}
    if words.is_chinese or not things or _POINTS_BACK.search(found.text):
        return False
    told = told_words(known).all
    if things & told or things <= _STAND_INS:
        return False
    sentence = words_of(found.text)
    return not (sentence.things - sentence.nations - _PLACES) & told


def _is_at_its_time(found: FoundFollowUp, known: FollowUp) -> bool:
    told = found.report in {Change.ANNOUNCED, Change.HELD}
    return told and relation(known.period, found.period) in {"same", "wider", "none"}
