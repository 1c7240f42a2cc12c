"""How alike two entries are. Pure.

``weigh`` adds to a signature what the database knows: how rare each term is, what an outlet puts into everything.
``compare`` scores two. What is kept of an entry is the bytes of ``pack``; ``unpack`` gives it back for comparing.
"""

import math
import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from watcher.stories.signature import BODY, DATE, NAME, NUMBER, PHRASE, TITLE, Signature
from watcher.stories.titles import AHEAD, KINDS
from watcher.stories.vocabulary import COMMON, VERY_COMMON
from watcher.stories.wording import number_of, stem

KEYS = 12
"""Terms by which an entry is looked up."""
PRIOR_ENTRIES = 100.0
"""Weight of general news English against the counts of the database, in entries."""
_PRIOR = {number_of(stem(word)): PRIOR_ENTRIES / 50 for word in COMMON}
_PRIOR |= {number_of(stem(word)): PRIOR_ENTRIES / 15 for word in VERY_COMMON}
_UNKNOWN = 0.4
_OUTLET_LEARNT = 6
"""Entries of an outlet needed before its own habits count."""


def rarities(terms: Iterable[int], counts: Mapping[int, float], entries: float) -> dict[int, float]:
    """How rare each term is: its inverse document frequency as a share of that of a term never seen, so that it means
    the same in a young database and in an old one; smoothed by what general news English would have.

    ``counts`` are of all ``entries`` the database knows; they decay, so both are approximate.
    """
    total = entries + PRIOR_ENTRIES
    unseen = math.log(total / _UNKNOWN)
    known, prior, log = counts.get, _PRIOR.get, math.log
    return {term: max(0.02, log(total / (known(term, 0.0) + prior(term, _UNKNOWN))) / unseen) for term in terms}


@dataclass(frozen=True, slots=True)
class Habits:
    """What one outlet puts into everything it publishes: ``entries`` seen, and how many of them held each term."""

    entries: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)

    def novelty(self, term: int) -> float:
        """1 for a term new to this outlet, towards 0 for a column title, a slogan, a "read more"."""
        if self.entries < _OUTLET_LEARNT:
            return 1.0
        often = self.counts.get(term, 0) + 1.0
        return min(1.0, max(0.05, math.log((self.entries + 3.0) / often) / 1.8))


def _raw_weight(flags: int) -> float:
    weight = 1.0 if flags & TITLE else 0.55
    if flags & DATE:
        weight *= 0.25
    elif flags & PHRASE:
        weight *= 0.9
    elif flags & NAME:
        weight *= 1.35
    return 64.0 * weight * (1.0 + 0.35 * math.log(1 + (flags >> 6)))


_RAW_WEIGHTS = tuple(_raw_weight(flags) for flags in range(256))


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry as it is compared.

    ``terms``: term -> flags in the low byte, weight in 64ths above it. ``norm``, ``title_norm`` are the lengths of
    its vectors, ``word_mass`` the summed mass of its title's common words, with rarities as they were when it
    came; ``title_names`` counts the names in its title. ``rarity`` and ``words`` are there for a new entry alone.
    """

    published: int
    outlet: int
    url: int
    title: int
    traits: int
    marks: tuple[str, ...]
    terms: Mapping[int, int]
    norm: float
    title_norm: float
    word_mass: float
    title_names: int
    rarity: Mapping[int, float] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)


_PLAIN = NAME | PHRASE | NUMBER | DATE
"""A term with none of these flags is a common word: what happened, not to whom."""


def weigh(signature: Signature, rarity_of: Mapping[int, float], habits: Habits) -> Weighed:
    """``rarity_of`` knows at least the signature's terms."""
    terms: dict[int, int] = {}
    total = title_total = word_mass = 0.0
    title_names = 0
    for term, flag in zip(signature.terms, signature.flags, strict=True):
        weight = int(_RAW_WEIGHTS[flag] * habits.novelty(term) + 0.5)
        terms[term] = flag | weight << 8
        mass = weight * rarity_of[term]
        total += mass * mass
        if flag & TITLE:
            title_total += mass * mass
            if not flag & _PLAIN:
                word_mass += mass
            elif flag & NAME and not flag & PHRASE:
                title_names += 1
    return Weighed(
        published=signature.published,
        outlet=signature.outlet,
        url=signature.url,
        title=signature.title,
        traits=signature.traits,
        marks=signature.marks,
        terms=terms,
        norm=math.sqrt(total) or 1.0,
        title_norm=math.sqrt(title_total) or 1.0,
        word_mass=word_mass or 1.0,
        title_names=title_names,
        rarity=rarity_of,
        words=dict(zip(signature.terms, signature.words, strict=False)),
    )


def keys(weighed: Weighed) -> dict[int, float]:
    """The heaviest terms of a new entry with their mass: what candidates are looked up by, and what it is found by."""
    masses = [
        (-((value >> 8) * weighed.rarity[term]), term) for term, value in weighed.terms.items() if not value & DATE
    ]
    masses.sort()
    return {term: (mass / weighed.norm) ** 2 for mass, term in masses[:KEYS] if mass}


_HEAD = struct.Struct("<qqqIBBfffH")


def pack(weighed: Weighed) -> bytes:
    """Fixed numbers, then four bytes a term and two for its flags and weight, then the marks as text."""
    head = _HEAD.pack(
        weighed.published,
        weighed.outlet,
        weighed.url,
        weighed.title,
        weighed.traits,
        min(255, weighed.title_names),
        weighed.norm,
        weighed.title_norm,
        weighed.word_mass,
        len(weighed.terms),
    )
    values = array("H", weighed.terms.values())
    return head + array("I", weighed.terms).tobytes() + values.tobytes() + " ".join(weighed.marks).encode()


def unpack(data: bytes) -> Weighed:
    published, outlet, url, title, traits, names, norm, title_norm, word_mass, count = _HEAD.unpack_from(data)
    terms, values = array("I"), array("H")
    at = _HEAD.size
    terms.frombytes(data[at : at + 4 * count])
    values.frombytes(data[at + 4 * count : at + 6 * count])
    return Weighed(
        published,
        outlet,
        url,
        title,
        traits,
        tuple(data[at + 6 * count :].decode().split()),
        dict(zip(terms, values, strict=True)),
        norm,
        title_norm,
        word_mass,
        names,
    )


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two entries are, feature by feature. ``count`` terms are shared.

    ``whole`` and ``title`` are cosines of everything and of the titles. ``told``: how much of what each title says
    happened the other entry says too (0-1, mean of both ways). ``substance``: how much rare matter is shared, as a
    logarithm. ``strongest``: the mass of the one heaviest shared term. ``strange_names``: names in one title that
    the other entry does not know. ``days`` apart. ``other_kind``: a preview or profile against a report;
    ``other_tense``: what is to come against what has come.
    """

    whole: float
    title: float
    told: float
    substance: float
    strongest: float
    strange_names: int
    days: float
    same_outlet: bool
    other_kind: bool
    other_tense: bool
    count: int


def compare(new: Weighed, old: Weighed) -> Likeness:
    """Features of a pair. ``new`` brings the rarities: today's, for what both share."""
    whole = title = told_new = told_old = rare = strongest = 0.0
    known_names = count = 0
    mine, other, rarity_of = new.terms, old.terms, new.rarity
    for term in mine.keys() & other.keys():
        a, b = mine[term], other[term]
        rarity = rarity_of[term]
        mass_new, mass_old = (a >> 8) * rarity, (b >> 8) * rarity
        mass = mass_new * mass_old
        whole += mass
        count += 1
        if mass > strongest:
            strongest = mass
        if a & b & TITLE:
            title += mass
        if not (a | b) & _COMPOSED:
            rare += rarity
            if a & _TITLE_WORD == TITLE:
                told_new += mass_new
            elif a & _TITLE_NAME == _TITLE_NAME:
                known_names += 1
            if b & _TITLE_WORD == TITLE:
                told_old += mass_old
            elif b & _TITLE_NAME == _TITLE_NAME:
                known_names += 1
    scale = new.norm * old.norm
    return Likeness(
        whole=whole / scale,
        title=title / (new.title_norm * old.title_norm),
        told=min(1.0, (told_new / new.word_mass + told_old / old.word_mass) / 2),
        substance=math.log1p(8 * rare),
        strongest=strongest / scale,
        strange_names=max(0, new.title_names + old.title_names - known_names),
        days=abs(new.published - old.published) / 86400,
        same_outlet=new.outlet == old.outlet,
        other_kind=(new.traits ^ old.traits) & KINDS != 0,
        other_tense=(new.traits ^ old.traits) & AHEAD != 0,
        count=count,
    )


_COMPOSED = PHRASE | DATE
_TITLE_WORD = TITLE | _PLAIN
_TITLE_NAME = TITLE | NAME


def body_overlap(new: Weighed, old: Weighed) -> float:
    """Share of the terms of both texts (titles aside) that both hold; 0 where neither has a text."""
    mine = {term for term, value in new.terms.items() if value & BODY}
    other = {term for term, value in old.terms.items() if value & BODY}
    return len(mine & other) / max(1, len(mine | other))


def title_overlap(new: Weighed, old: Weighed) -> float:
    """Share of title words (numbers and dates aside) that both titles hold, 0-1."""
    mine, other = _title_words(new), _title_words(old)
    return len(mine & other) / max(1, len(mine | other))


def _title_words(weighed: Weighed) -> set[int]:
    return {term for term, value in weighed.terms.items() if value & TITLE and not value & (NUMBER | DATE | PHRASE)}


def shared_words(new: Weighed, old: Weighed, limit: int = 6) -> list[str]:
    """The shared words that weigh most, for a person."""
    masses = [
        ((new.terms[term] >> 8) * (old.terms[term] >> 8) * new.rarity[term] ** 2, term)
        for term in new.terms.keys() & old.terms.keys()
    ]
    masses.sort(key=lambda item: (-item[0], item[1]))
    return [new.words[term] for _, term in masses if term in new.words][:limit]
