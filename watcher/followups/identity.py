"""Whether a mention and a record tell of one thing, as far as their words say: evidence in tenths of a word.

``keys_of_texts`` are the words by which a store finds candidates without reading every record; ``likeness`` weighs
one. What dates, places and kinds say is weighed by ``matching``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from watcher.followups.expressions import expression
from watcher.followups.kinds import counted_in, edition_of
from watcher.followups.names import names_in
from watcher.followups.places import NAMES, VENUE
from watcher.followups.words import NAME, NOTHING, PLAIN, WIDE, Words, join, stem, words_of
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind
from watcher.text import sentences

MOST_SHARED = 60  # tenths; more words in common say no more
_NEAR = 6  # tenths of its weight that a word counts which only the headline or the sentence before shares
_PAIR = 8  # two common words side by side in both: "trade council"
_MIXED = 12  # a name here, a plain word there (headlines capitalise all, or nothing)
FULL = 20  # what a phrase must name before all of it says much
MOST_APART = 20
KNOWN_BY = 20  # what the surroundings of a bare sentence must share
SAME_NAME, OTHER_NAME, DESIGNATED = 12, 45, 18
BARE = 30  # three words; a sentence that names less is known by what stands around it
FOREIGN = 15  # what two countries cost, each of which one side alone names


MOST_KEYS = 24
_EVERYWHERE = frozenset({"@sg", "@us", "@cn", "@eu"})  # in half of what is followed: they find nothing


def keys_of_texts(slug: str | None, own: Sequence[str], around: Sequence[str]) -> frozenset[str]:
    """Lookup keys: the slug, and the distinctive stems of the texts (at most 24), those of the thing's own ones first.

    However many names stand around a sentence, what it says itself is looked up.
    """
    keys = {f"event:{slug}"} if slug else set()
    first, second = _stems(own), _stems([*own, *around])
    distinctive = [word for word in _by_weight(second) if word in first] + [
        word for word in _by_weight(second) if word not in first
    ]
    return frozenset(keys) | frozenset(distinctive[:MOST_KEYS] or list(second)[:8])


def _stems(texts: Sequence[str]) -> dict[str, int]:
    stems: dict[str, int] = {}
    for text in texts:
        words = words_of(text)
        stems |= {word: stems.get(word, NAME) for word in sorted(words.initials)}
        stems |= {word: max(weight, stems.get(word, 0)) for word, weight in sorted(words.weights.items())}
        stems |= {"+".join(pair): _PAIR for pair in sorted(words.pairs)}
    nations = sorted(
        (word for word in stems if word[0] == "@" and "+" not in word), key=lambda word: (word in _EVERYWHERE, word)
    )
    pairs = (pair for pair in combinations(nations[:4], 2) if not _EVERYWHERE.issuperset(pair))
    return stems | {f"{one}{other}": PLAIN for one, other in map(sorted, pairs)}


def _by_weight(stems: dict[str, int]) -> list[str]:
    told = (word for word, weight in stems.items() if weight >= WIDE and (word[0] != "@" or "@" in word[1:]))
    return sorted(told, key=lambda word: -stems[word])


@dataclass(frozen=True, slots=True)
class Likeness:
    """``shared``: how much both tell in the same words; ``forward``, ``backward``: 0-1, how much of the mention's
    phrase the record tells and of the record's the mention; ``apart``: how much each names that the other nowhere
    says; ``distinct``: what of the shared are no common words; ``own``: what of those stands in its sentence."""

    shared: int
    forward: float
    backward: float
    apart: int
    distinct: int
    own: int
    named: int
    covered: bool
    designated: bool

    @property
    def score(self) -> int:
        """In tenths; ``matching`` knows what is much. One other word may be a synonym, two hardly."""
        covered = 20 * max(self.forward, self.backward) + 10 * min(self.forward, self.backward)
        apart = min(MOST_APART, max(0, self.apart - self.own // 5 - (self.distinct - self.own) // 3))
        name = SAME_NAME if self.named > 0 else -OTHER_NAME if self.named < 0 else 0
        return round(self.shared * 0.8 + covered - apart**2 / 6 + name + (DESIGNATED if self.designated else 0))


def told_words(known: FollowUp, *, without: int | None = None, names: bool = False) -> Words:
    """All that was said of a record, but for what the entry ``without`` said; ``names``: and what stood beside it."""
    texts = [line.text for line in known.history[-6:] if without is None or line.entry != without]
    texts += [source.title for source in known.sources[:6] if source.entry != without]
    if texts or without is None:
        texts += [known.event, known.text]
    return _words_and_names(known.names, *texts) if names and known.names else _words_of_all(*texts)


MOST_NAMES = 12  # of a record


def names_beside(found: FoundFollowUp) -> frozenset[str]:
    """Stems of the names in the sentences around: "It will fly in May", beside "ReefSat-1 was built in Fiji"."""
    return _names_of(found.context)


@lru_cache(maxsize=512)
def _names_of(text: str) -> frozenset[str]:
    found: set[str] = set()
    for start, end in sentences(text):
        first = _FIRST.match(text, start, end)
        weights = words_of(text[start:end]).weights
        found |= {word for word, weight in weights.items() if weight >= NAME and word[0].isalpha() and len(word) > 2}
        if first and (root := stem(first["name"])) in weights:
            found.add(root)
    return frozenset(found - _PLACE_WORDS)


# A name that begins its sentence: "Harbour University counts ..."; not "Eleven companies", nor "The Ministry".
_FIRST = expression(
    r"\W*(?!(?:The|An?|In|At|On|For|Its?|This|That|These|Those)\s)(?P<name>[A-Z][\w’'&-]*)\s+(?:of\s+)?[A-Z]"
)


@lru_cache(maxsize=2048)
def _words_of_all(*texts: str) -> Words:
    return join(*map(words_of, texts))


@lru_cache(maxsize=2048)
def _words_and_names(names: frozenset[str], *texts: str) -> Words:
    return join(_words_of_all(*texts), Words(dict.fromkeys(names, NAME)))


def likeness(
    found: FoundFollowUp, title: str, known: FollowUp, *, entry: int | None = None, by_names: bool = True
) -> Likeness:
    """How alike a mention and a record are by their words.

    ``entry`` is given where the record has that entry already: its title and neighbouring sentences say nothing of
    their being one, unless other entries say the same of the record. ``by_names``: whether the names that stood
    beside the record's sentences count as told of it.
    """
    told = told_words(known, without=entry, names=entry is None and by_names)
    alone = not told.weights
    if alone:
        told = told_words(replace(known, sources=()))
    sentence = _words_of_all(found.event, found.text)
    near = NOTHING if alone else _words_of_all(found.context, title)
    all_of_mine = sentence if alone else _words_of_all(found.event, found.text, found.context, title)
    mine, theirs = words_of(found.event).told_in(told), words_of(known.event).told_in(sentence)
    # Where the sentence names nothing ("It will be out by June"), what stands around it says what it is about.
    bare = sentence.amount_named <= BARE
    nearby = 10 if bare else _NEAR
    where = _words_of_place(found.place) | _words_of_place(known.place)
    own = _shared(sentence, told, without=where, least=PLAIN)
    in_place = _shared(sentence, told, least=PLAIN) - own if where else 0
    around = _shared(near, told, without=sentence.all | where, least=PLAIN) * nearby // 10
    gather = found.kind is known.kind is Kind.MEETING
    if gather and two_countries((sentence.nations | near.nations) & told.nations):
        around += PLAIN
    apart = 0 if bare and not own and around >= KNOWN_BY else _apart(mine, theirs, all_of_mine, told)
    said = _shared(sentence, told) - in_place // 2
    foreign = 0
    if not _designated(sentence.own & told.own):
        foreign = _foreign(mine, all_of_mine, theirs, told)
        foreign = foreign or _foreign(sentence, all_of_mine, words_of(known.text), told) // 2
        parties, others = sentence.nations | words_of(title).nations, told.nations
        if not foreign and parties and others and not all_of_mine.nations & others:
            foreign = FOREIGN  # of Canada and Japan, and of Fiji and Peru
    return Likeness(
        shared=min(MOST_SHARED, said + _shared(near, told, without=sentence.all) * nearby // 10),
        forward=_covered(mine, told),
        backward=_covered(theirs, all_of_mine),
        apart=apart + foreign,
        distinct=own + around,
        own=own,
        named=named_alike(found, known),
        covered=mine.own <= told.all,
        designated=_designated((sentence.own | (near.own if bare else frozenset())) & told.own),
    )


def _designated(words: frozenset[str]) -> bool:
    """Whether one of them is a name with a number: "reefsat-1", whosever rocket carries it."""
    return any(word[-1].isdigit() and word[0].isalpha() for word in words)


def two_countries(nations: frozenset[str]) -> bool:
    """Whether they are parties that few other things have: not two that are in half of what is followed."""
    return len(nations) >= 2 and not nations <= _EVERYWHERE


@lru_cache(maxsize=4096)
def _names_in(text: str) -> tuple[Words, ...]:
    """What gatherings a sentence calls by their full names."""
    names = map(words_of, names_in(text))
    return tuple(name for name in names if len(name.own - name.nations) >= 2)


def named_alike(found: FoundFollowUp, known: FollowUp) -> int:
    """1: both call it by one name; -1: by different ones; 0: one of them by none."""
    if (_REPLIES.search(found.event) is None) is not (_REPLIES.search(known.event) is None):
        return -1  # comments, and the replies to them
    mine = _names_in(found.text) or _names_in(found.event)
    if not mine:
        return 0
    told = dict.fromkeys((known.event, known.text, *(line.text for line in known.history[-6:])))
    theirs = [name for each in told for name in _names_in(each)]
    if not theirs:
        return 0
    return 1 if any(_same_name(one, other) for one in mine for other in theirs) else -1


_REPLIES = expression(r"\b(?:reply|rebuttal|cross-?)\s?(?:comments?|submissions?)\b", re.IGNORECASE)


def _same_name(one: Words, other: Words) -> bool:
    if _names_more(one, other) and _names_more(other, one):
        return False  # "Coastal Data Forum", "Coastal Energy Forum"
    both = (one.all & other.all) - one.nations
    return len(both) * 3 >= 2 * min(len(one.own - one.nations), len(other.own - other.nations))


def _names_more(one: Words, other: Words) -> bool:
    return any(weight >= PLAIN for word, weight in one.weights.items() if word not in other.all)


def _shared(mine: Words, theirs: Words, *, without: frozenset[str] = frozenset(), least: int = 0) -> int:
    total = 0
    for word in mine.all & theirs.all:
        if word in without:
            continue
        one, other = mine.weights.get(word, NAME), theirs.weights.get(word, NAME)
        weight = min(one, other)
        if weight == PLAIN and max(one, other) > PLAIN:
            weight = _MIXED
        total += weight if weight >= least else 0
    pairs = mine.pairs & theirs.pairs
    return total + _PAIR * sum(1 for one, other in pairs if one not in without and other not in without)


def _covered(phrase: Words, told: Words) -> float:
    whole = max(FULL, sum(phrase.weights.values()))
    return sum(weight for word, weight in phrase.weights.items() if word in told.all) / whole


def _apart(mine: Words, theirs: Words, all_of_mine: Words, told: Words) -> int:
    """The less of what each phrase names and the other text nowhere says."""
    only_mine = sum(mine.weights[word] for word in mine.things - told.all - _PLACE_WORDS)
    only_theirs = sum(theirs.weights[word] for word in theirs.things - all_of_mine.all - _PLACE_WORDS)
    return min(only_mine, only_theirs)


def _foreign(mine: Words, all_of_mine: Words, theirs: Words, told: Words) -> int:
    """Another counterpart: each names a country that the other nowhere says."""
    return FOREIGN if mine.nations - told.all and theirs.nations - all_of_mine.all else 0


_COMMON = frozenset(
    stem(word)
    for word in (
        "port park bay center trade world digital district business technology science city station space house hall"
        " new long valley island"
    ).split()
)
_PLACE_WORDS = frozenset(stem(word) for name in NAMES for word in name.split()) - _COMMON
_LISTED = frozenset(word for name in NAMES for word in words_of(name).all)


def _words_of_place(place: str | None) -> frozenset[str]:
    """The words that tell of a place, where much else is; those of a town that nobody lists tell of the thing too."""
    parts = (place or "").split(", ")
    return frozenset(
        word for part in parts for word in words_of(part).all if word in _LISTED or VENUE.search(part) is not None
    )


def shares_words(found: FoundFollowUp, known: FollowUp) -> bool:
    """Whether a sentence itself says something of the record's that is neither a place nor a common word."""
    told = told_words(known, names=True)
    return _shared(words_of(found.text), told, without=_PLACE_WORDS, least=PLAIN) >= _PAIR


def is_generic(phrase: str) -> bool:
    """Whether a phrase has no word that tells it from others ("next meeting")."""
    return all(weight < PLAIN for weight in words_of(phrase).weights.values())


def is_chinese(phrase: str) -> bool:
    return re.search("[\u4e00-\u9fff]", phrase) is not None


_RELATED = {
    frozenset(pair)
    for pair in (
        (Kind.LAUNCH, Kind.FUNDING), (Kind.REPORT, Kind.LAUNCH),
        (Kind.AGREEMENT, Kind.MEETING), (Kind.DEADLINE, Kind.LAUNCH),
    )
}  # fmt: skip


def kinds_agree(one: Kind, other: Kind) -> bool:
    """Whether two kinds may be told of one thing: outlets call an opening a launch or an investment."""
    return one is other or Kind.OTHER in {one, other} or frozenset((one, other)) in _RELATED


def editions_differ(found: FoundFollowUp, known: FollowUp) -> bool:
    """Both numbered in the same way (ordinals, or years) and not the same."""
    one = found.edition
    if one is None and found.report is not Change.HELD:
        return False
    other = known.edition or edition_of(known.text)
    if one is None and other is not None and other < 1000:
        counted = counted_in(found.text)  # "organisers of the fifth forum received ..."
        return bool(counted) and other not in counted
    if one is None or other is None or (one > 1000) != (other > 1000):
        return False
    return one != other
