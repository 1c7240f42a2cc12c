"""How alike two entries are. Pure.

``weigh`` adds to a signature what the database knows: how rare each term is, what an outlet puts into everything.
``compare`` scores two.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import mul

from watcher.stories.signature import BODY, DATE, NAME, NUMBER, PHRASE, TITLE, Signature
from watcher.stories.titles import AHEAD, ASKING, KINDS
from watcher.stories.vocabulary import COMMON, VERY_COMMON
from watcher.stories.wording import number_of, stem

KEYS = 9
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

    @property
    def common(self) -> float:
        """Terms that more of the outlet's entries hold than this are no news of it."""
        return (self.entries + 3.0) / _NEW_TO_IT - 1.0 if self.entries >= _OUTLET_LEARNT else math.inf

    def novelty(self, term: int) -> float:
        """1 for a term new to this outlet, towards 0 for a column title, a slogan, a "read more"."""
        count = self.counts.get(term, 0)
        return max(0.05, math.log((self.entries + 3.0) / (count + 1.0)) / 1.8) if count > self.common else 1.0


_NEW_TO_IT = math.exp(1.8)
"""One in so many of an outlet's entries may hold a term that counts in full."""


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


def _value(flags: int, novelty: float = 1.0) -> int:
    """Flags in the low byte, the weight in 64ths above it."""
    return flags | int(_RAW_WEIGHTS[flags] * novelty + 0.5) << 8


_VALUES = tuple(_value(flags) for flags in range(256))


@dataclass(slots=True)  # not frozen: thousands are made in a second, and frozen ones take eight times as long
class Weighed:
    """An entry as it is compared; never changed.

    ``terms``: term -> flags in the low byte, weight in 64ths above it. ``norm``, ``title_norm`` are the lengths of
    its vectors, ``title_mass`` the summed mass of its title, ``word_mass`` that of the title's common words alone, all
    with rarities as they were when it came; ``title_names`` counts the names in its title. ``signature`` is there for
    a new entry alone.
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
    title_mass: float
    word_mass: float
    title_names: int
    signature: Signature | None = field(default=None, compare=False)

    @property
    def words(self) -> dict[int, str]:
        """How each term is written, of a new entry."""
        signature = self.signature
        return dict(zip(signature.terms, signature.words, strict=False)) if signature else {}

    @property
    def order(self) -> tuple[int, int, int, int]:
        """What sorts entries by publication, and alike whichever came first."""
        return self.published, self.title, self.outlet, self.url


_PLAIN = NAME | PHRASE | NUMBER | DATE
"""A term with none of these flags is a common word: what happened, not to whom."""
_COMPOSED = PHRASE | DATE


def weigh(signature: Signature, rarity_of: Mapping[int, float], habits: Habits) -> Weighed:
    """``rarity_of`` knows at least the signature's terms."""
    numbers, flags = signature.terms, signature.flags
    values = [_VALUES[flag] for flag in flags]
    common, count_of = habits.common, habits.counts.get
    if common < math.inf:
        for place in [place for place, term in enumerate(numbers) if count_of(term, 0) > common]:
            values[place] = _value(flags[place], habits.novelty(numbers[place]))
    masses = [(value >> 8) * rarity for value, rarity in zip(values, map(rarity_of.__getitem__, numbers), strict=True)]
    title_total = title_mass = word_mass = 0.0
    title_names = 0
    for flag, mass in [(flag, mass) for flag, mass in zip(flags, masses, strict=True) if flag & TITLE]:
        title_total += mass * mass
        if not flag & _COMPOSED:
            title_mass += mass
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
        terms=dict(zip(numbers, values, strict=True)),
        norm=math.sqrt(sum(map(mul, masses, masses))) or 1.0,
        title_norm=math.sqrt(title_total) or 1.0,
        title_mass=title_mass or 1.0,
        word_mass=word_mass or 1.0,
        title_names=title_names,
        signature=signature,
    )


def keys(weighed: Weighed, rarity_of: Mapping[int, float]) -> dict[int, float]:
    """The heaviest terms of a new entry with their mass: what candidates are looked up by, and what it is found by."""
    terms = weighed.terms
    masses = [0.0 if value & DATE else (value >> 8) * rarity_of[term] for term, value in terms.items()]
    least = sorted(masses)[-KEYS:][0] if masses else 0.0
    heaviest = [(-mass, term) for mass, term in zip(masses, terms, strict=True) if mass >= least and mass]
    heaviest.sort()
    return {term: (mass / weighed.norm) ** 2 for mass, term in heaviest[:KEYS]}


@dataclass(slots=True)  # not frozen, as ``Weighed``
class Likeness:
    """How alike two entries are, feature by feature. ``count`` terms are shared.

    ``whole`` and ``title`` are cosines of everything and of the titles. ``matter``: how much rare and telling matter
    is shared, as a logarithm; ``names``: the same for names alone. ``deeds``: the part of ``whole`` that common words
    make, what happened rather than to whom. ``covered``: how much of either title the other entry says too (0-1, the
    lesser of both ways); ``told``: the same for the titles' common words, mean of both ways, times the shared
    substance. ``strange_names``: names in one title that the other entry does not know; ``numbers``: rare numbers
    shared. ``days`` apart. ``other_kind``: a preview or profile against a report; ``other_tense``: what is to come
    against what has come; ``asking``: a question against a statement.
    """

    whole: float
    title: float
    matter: float
    names: float
    deeds: float
    covered: float
    told: float
    strange_names: int
    numbers: int
    days: float
    same_outlet: bool
    other_kind: bool
    other_tense: bool
    asking: bool
    count: int


def compare(new: Weighed, old: Weighed, rarity_of: Mapping[int, float]) -> Likeness:
    """Features of a pair, by today's rarities."""
    whole = title = matter = deeds = names = rare = 0.0
    told_new = told_old = covered_new = covered_old = 0.0
    known_names = numbers = 0
    mine, other = new.terms, old.terms
    shared = mine.keys() & other.keys()
    for term in shared:
        a, b = mine[term], other[term]
        rarity = rarity_of[term]
        mass_new, mass_old = (a >> 8) * rarity, (b >> 8) * rarity
        mass = mass_new * mass_old
        whole += mass
        if a & b & TITLE:
            title += mass
        either = a | b
        if either & _COMPOSED:
            continue
        rare += rarity
        matter += mass_new if mass_new < mass_old else mass_old  # noqa: FURB136 - min() takes thrice the time
        if a & TITLE:
            covered_new += mass_new
        if b & TITLE:
            covered_old += mass_old
        if either & NAME:
            names += rarity * rarity
            known_names += (a & _TITLE_NAME == _TITLE_NAME) + (b & _TITLE_NAME == _TITLE_NAME)
        elif either & NUMBER:
            numbers += rarity > 0.5
        else:
            deeds += mass
            if a & TITLE:
                told_new += mass_new
            if b & TITLE:
                told_old += mass_old
    scale = new.norm * old.norm
    told = min(1.0, (told_new / new.word_mass + told_old / old.word_mass) / 2)
    differing = new.traits ^ old.traits
    return Likeness(
        whole=whole / scale,
        title=title / (new.title_norm * old.title_norm),
        matter=math.log1p(matter / 64.0),
        names=math.log1p(4.0 * names),
        deeds=deeds / scale,
        covered=min(1.0, covered_new / new.title_mass, covered_old / old.title_mass),
        told=told * math.log1p(8.0 * rare),
        strange_names=max(0, new.title_names + old.title_names - known_names),
        numbers=numbers,
        days=abs(new.published - old.published) / 86400,
        same_outlet=new.outlet == old.outlet,
        other_kind=differing & KINDS != 0,
        other_tense=differing & AHEAD != 0,
        asking=differing & ASKING != 0,
        count=len(shared),
    )


_TITLE_NAME = TITLE | NAME


def body_overlap(new: Weighed, old: Weighed) -> float:
    """Share of the terms of both texts (titles aside) that both hold; 0 where neither has a text."""
    mine = {term for term, value in new.terms.items() if value & BODY}
    other = {term for term, value in old.terms.items() if value & BODY}
    return len(mine & other) / max(1, len(mine | other))


def title_overlap(new: Weighed, old: Weighed) -> float:
    """Share of title words (numbers and dates aside) that both titles hold, 0-1."""
    mine, other = title_words(new), title_words(old)
    return len(mine & other) / max(1, len(mine | other))


def title_words(weighed: Weighed) -> set[int]:
    """The words of a title, numbers and dates aside."""
    return {term for term, value in weighed.terms.items() if value & TITLE and not value & (NUMBER | DATE | PHRASE)}


def shared_words(new: Weighed, old: Weighed, rarity_of: Mapping[int, float], limit: int = 6) -> list[str]:
    """The shared words that weigh most, as the new entry has them."""
    mine, other, words = new.terms, old.terms, new.words
    masses = [
        (-(mine[term] >> 8) * (other[term] >> 8) * rarity_of[term] ** 2, term)
        for term in mine.keys() & other.keys()
        if term in words
    ]
    masses.sort()
    heaviest = [term for _, term in masses[: 2 * limit]]
    order = [words[term] for term in heaviest]
    wanted = set(heaviest)
    chosen = dict.fromkeys(_joined([words[term] for term in mine if term in wanted]))
    places = {word: place for place, word in reversed(list(enumerate(order)))}
    rank = {
        word: places[word] if word in places else min(places[part] for part in order if part in word) for word in chosen
    }
    ranked = sorted(chosen, key=rank.__getitem__)
    within = {part for word in ranked if " " in word for part in word.split()}
    return [word for word in ranked if word not in within][:limit]


def _joined(words: Iterable[str]) -> list[str]:
    """Pairs of characters that overlap, as one run: 人工, 工智, 智能 are 人工智能."""
    found: list[str] = []
    for word in words:
        if found and len(word) == 2 and not word.isascii() and found[-1][-1] == word[0] and " " not in found[-1]:
            found[-1] += word[1]
        else:
            found.append(word)
    return found
