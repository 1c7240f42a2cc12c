"""How alike two entries are: signatures, and a score with its reasons. Pure.

``sign`` reads an entry's own words and needs nothing else, so it may run in a worker process. ``weigh`` adds
what the database knows (how common each term is, what an outlet puts into everything). ``compare`` scores two.
A stored signature is the bytes of ``pack``; ``unpack`` gives it back without its words.
"""

import math
import re
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from watcher.stories.vocabulary import COMMON, VERY_COMMON
from watcher.stories.wording import Term, marks, normal, phrases, stem, terms

TITLE, BODY, NAME, NUMBER, DATE, PHRASE = 1, 2, 4, 8, 16, 32
TITLE_TOKENS = 60
BODY_TOKENS = 80
BODY_CHARACTERS = 900
"""``terms`` reads at most this much: the first sentences carry the event, the rest is background."""

# Traits of a title. A roundup is about no single event; it joins a story only as the same text.
ROUNDUP = 1

_LEAD_IN = re.compile(
    r"^(?:\s*(?:breaking(?: news)?|just in|updated?(?: ?\d+)?|exclusive|watch|video|photos?|live(?: updates?)?|opinion|analysis|"
    r"explainer|report|reuters|ap|afp|factbox|wrapup ?\d*|correction|corrected|poll|interview)\s*(?:[:|]|[-–—](?=\s|[A-Z]))\s*)+",
    re.IGNORECASE,
)
_OUTLET_TAIL = re.compile(r"^(.{12,}?)\s+(?:[|–—]|-)\s+([^|–—]{2,40})$")
_DATELINE = re.compile(r"^\s*[A-Z][\w .,/'’-]{1,60}?\s*(?:\([A-Za-z .]{2,20}\)\s*(?:[-–—:]+\s*)?|[-–—]{1,2}\s+(?=\S))")
_READ_MORE = re.compile(
    r"(?:\.\.\.|…|\[…\]|\bRead more\b|\bContinue reading\b|\bThe post\b .{0,200}?\bappeared first on\b).{0,60}$"
)
_MARKUP = re.compile(r"<[^>]*>?")
_ROUNDUP = re.compile(
    r"\b(?:news at a glance|at a glance|morning (?:briefing|brief|bid|headlines|update|mail)|evening (?:briefing|brief|update)|"
    r"daily (?:briefing|brief|digest|news ?cast|roundup|wrap)|news ?(?:letter|brief|wrap|roundup|round-up|quiz)|week in (?:review|pictures|photos)|"
    r"round-?up|top (?:stories|headlines)|headlines (?:today|of the day)|photos of the (?:day|week)|in pictures|"
    r"what we (?:know|learned) this week|(?:this|the) week(?:'s|’s) (?:best|top|biggest)|best of (?:the )?(?:week|20\d\d)|"
    r"tv tonight|what to watch|front pages?|the papers|what the papers say|deals of the (?:day|week)|horoscope|crossword|"
    r"letters to the editor|corrections and clarifications|open thread|market wrap|stocks to watch|things to know)\b",
    re.IGNORECASE,
)


def _hash32(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def hash63(text: str) -> int:
    """A positive 63-bit number for a text, the same in every process; never below 2**32, where terms live."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 1) | 1 << 62


@dataclass(frozen=True, slots=True)
class Signature:
    """What one entry says, ready for comparing.

    ``terms`` are 32-bit numbers, ``flags`` one byte a term (where it stands, what it is) and ``words`` their
    normal forms for people ("" after ``unpack``). ``marks`` tell an instalment ("12th round", 5 January).
    ``published`` is in seconds since 1970. ``outlet`` and ``url`` are 63-bit numbers; ``url`` 0: none fit to compare.
    """

    published: int
    outlet: int
    url: int
    title_hash: int
    traits: int
    terms: tuple[int, ...]
    flags: bytes
    words: tuple[str, ...] = field(compare=False)
    marks: tuple[str, ...] = ()


def sign(title: str, text: str, *, outlet: str, canonical_url: str | None, published_at: datetime) -> Signature:
    """The signature of one entry. ``text`` is its plain text or summary; only its beginning is read."""
    heading = headline(title, outlet)
    opening = _opening(text)
    collected = _collect(terms(normal(heading), TITLE_TOKENS), terms(normal(opening), BODY_TOKENS))
    return Signature(
        published=int(published_at.timestamp()),
        outlet=hash63(outlet.casefold()),
        url=hash63(canonical_url) if canonical_url and _names_a_page(canonical_url) else 0,
        title_hash=_hash32(" ".join(re.findall(r"\w+", normal(heading).casefold()))),
        traits=traits(title),
        terms=tuple(map(_hash32, collected)),
        flags=bytes(collected.values()),
        words=tuple(collected),
        marks=marks(heading),
    )


def traits(title: str) -> int:
    """What kind of item a title announces: ``ROUNDUP`` or 0."""
    return ROUNDUP if _ROUNDUP.search(title) else 0


def headline(title: str, outlet: str = "") -> str:
    """The title without "BREAKING:", "UPDATE 1-" and the outlet's name behind it."""
    bare = _LEAD_IN.sub("", title).strip() or title.strip()
    tail = _OUTLET_TAIL.match(bare)
    if tail and (_is_outlet(tail.group(2), outlet) or "|" in bare[tail.end(1) :]):
        bare = tail.group(1)
    return bare


def _is_outlet(tail: str, outlet: str) -> bool:
    letters = re.sub(r"\W", "", tail.casefold())
    known = re.sub(r"\W", "", outlet.casefold())
    return bool(letters) and bool(known) and (letters.startswith(known[:6]) or known.startswith(letters[:6]))


def _opening(text: str) -> str:
    text = text[:BODY_CHARACTERS]
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    return _DATELINE.sub("", _READ_MORE.sub("", text), count=1)


def _names_a_page(url: str) -> bool:
    """Whether an address leads to a page of its own, not to a site's front page."""
    rest = url.partition("://")[2] or url
    host, _, path = rest.partition("/")
    return bool(path.strip("/?#"))


def _collect(heading: list[Term], opening: list[Term]) -> dict[str, int]:
    """Each term once with its flags: two bits above PHRASE count repetitions (0-3)."""
    names = {term.key for term in heading if term.name} | {term.key for term in opening if term.name}
    collected: dict[str, int] = {}
    for where, sequence in ((TITLE, heading), (BODY, opening)):
        named = [
            Term(t.key, t.kind, True) if t.key in names and t.kind == "word" and not t.name else t for t in sequence
        ]
        for term in [*named, *phrases(named)]:
            if not term.key:
                continue
            flag = where | (NAME if term.name else 0) | _KIND_FLAGS[term.kind]
            known = collected.get(term.key, 0)
            repeats = min(3, (known >> 6) + 1) if known else 0
            collected[term.key] = ((known | flag) & 63) | repeats << 6
    return collected


_KIND_FLAGS = {"word": 0, "number": NUMBER, "date": DATE, "phrase": PHRASE}

# ---------------------------------------------------------------- weights

PRIOR_ENTRIES = 400.0
_PRIOR = {_hash32(stem(word)): PRIOR_ENTRIES / 50 for word in COMMON}
_PRIOR |= {_hash32(stem(word)): PRIOR_ENTRIES / 15 for word in VERY_COMMON}
_UNKNOWN = 0.4
OUTLET_LEARNT = 6
"""Entries of an outlet needed before its own habits count."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many entries hold each term, of all and of the one outlet. Counts decay; the numbers are approximate."""

    entries: float = 0.0
    counts: Mapping[int, float] = field(default_factory=dict)
    outlet_entries: float = 0.0
    outlet_counts: Mapping[int, float] = field(default_factory=dict)

    def rarity(self, term: int) -> float:
        """The inverse document frequency, smoothed by what general news English would have."""
        seen = self.counts.get(term, 0.0) + _PRIOR.get(term, _UNKNOWN)
        return math.log((self.entries + PRIOR_ENTRIES) / seen)

    def novelty(self, term: int) -> float:
        """1 for a term new to this outlet, towards 0 for what stands in everything it publishes."""
        if self.outlet_entries < OUTLET_LEARNT:
            return 1.0
        often = self.outlet_counts.get(term, 0.0) + 1.0
        return min(1.0, max(0.05, math.log((self.outlet_entries + 3.0) / often) / 1.8))


def _raw_weight(flags: int) -> float:
    weight = 1.0 if flags & TITLE else 0.55
    if flags & DATE:
        weight *= 0.25
    elif flags & PHRASE:
        weight *= 0.9
    elif flags & NAME:
        weight *= 1.35
    return weight * (1.0 + 0.35 * math.log(1 + (flags >> 6)))


RAW_WEIGHTS = tuple(_raw_weight(flags) for flags in range(256))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A signature with the weight of each of its terms (before rarity) and the lengths of its vectors.

    ``weights`` maps term -> (flags, weight); ``norm`` and ``title_norm`` include rarity as it was then.
    """

    signature: Signature
    weights: Mapping[int, float]
    flags: Mapping[int, int]
    norm: float
    title_norm: float


def weigh(signature: Signature, statistics: Statistics) -> Weighed:
    weights: dict[int, float] = {}
    total = title_total = 0.0
    for term, flag in zip(signature.terms, signature.flags, strict=True):
        weight = round(RAW_WEIGHTS[flag] * statistics.novelty(term) * 64) / 64
        weights[term] = weight
        square = (weight * statistics.rarity(term)) ** 2
        total += square
        if flag & TITLE:
            title_total += square
    return Weighed(
        signature,
        weights,
        dict(zip(signature.terms, signature.flags, strict=True)),
        math.sqrt(total) or 1.0,
        math.sqrt(title_total) or 1.0,
    )


KEYS = 12


def keys(weighed: Weighed, statistics: Statistics) -> tuple[int, ...]:
    """The heaviest terms, by which candidates are looked up and found later."""
    ranked = sorted(
        (
            (-weight * statistics.rarity(term), term)
            for term, weight in weighed.weights.items()
            if not weighed.flags[term] & DATE
        ),
    )
    return tuple(term for _, term in ranked[:KEYS])


def pack(weighed: Weighed) -> bytes:
    """Terms (4 bytes), flags (1) and weights (1, in 64ths) of each term, then the marks as text."""
    signature = weighed.signature
    count = len(signature.terms)
    head = count.to_bytes(2, "big")
    body = array("I", signature.terms)
    weights = bytes(min(255, int(weighed.weights[term] * 64)) for term in signature.terms)
    return head + body.tobytes() + signature.flags + weights + " ".join(signature.marks).encode()


def unpack(
    data: bytes, *, published: int, outlet: int, url: int, title_hash: int, traits: int, norm: float, title_norm: float
) -> Weighed:
    count = int.from_bytes(data[:2], "big")
    body = array("I")
    body.frombytes(data[2 : 2 + 4 * count])
    at = 2 + 4 * count
    flags = data[at : at + count]
    weights = data[at + count : at + 2 * count]
    signature = Signature(
        published,
        outlet,
        url,
        title_hash,
        traits,
        tuple(body),
        flags,
        (),
        tuple(data[at + 2 * count :].decode().split()),
    )
    return Weighed(
        signature,
        dict(zip(body, [weight / 64 for weight in weights], strict=True)),
        dict(zip(body, flags, strict=True)),
        norm,
        title_norm,
    )


# ---------------------------------------------------------------- comparing


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two entries are, feature by feature; ``shared`` are (term, mass) by mass, for evidence."""

    whole: float
    title: float
    crossed: float
    body: float
    names: float
    rare: float
    count: int
    days: float
    same_outlet: bool
    numbers: int
    shared: tuple[tuple[int, float], ...]


def compare(new: Weighed, old: Weighed, statistics: Statistics) -> Likeness:
    """Features of a pair; rarity is today's for both."""
    whole = title = crossed_new = crossed_old = body = names = rare = 0.0
    numbers = 0
    shared = []
    mine, other = new.flags, old.flags
    for term in mine.keys() & other.keys():
        rarity = statistics.rarity(term)
        mass = new.weights[term] * old.weights[term] * rarity * rarity
        whole += mass
        a, b = mine[term], other[term]
        if a & TITLE:
            crossed_new += (new.weights[term] * rarity) ** 2
            if b & TITLE:
                title += mass
        if b & TITLE:
            crossed_old += (old.weights[term] * rarity) ** 2
        if a & BODY and b & BODY:
            body += mass
        if (a | b) & NAME:
            names += mass
        if rarity > 5.0:
            rare += mass
        if a & NUMBER:
            numbers += 1
        shared.append((term, mass))
    scale = new.norm * old.norm
    shared.sort(key=lambda item: (-item[1], item[0]))
    return Likeness(
        whole=whole / scale,
        title=title / (new.title_norm * old.title_norm),
        crossed=math.sqrt((crossed_new / new.title_norm**2) * (crossed_old / old.title_norm**2)),
        body=body / scale,
        names=names / scale,
        rare=rare / scale,
        count=len(shared),
        days=abs(new.signature.published - old.signature.published) / 86400,
        same_outlet=new.signature.outlet == old.signature.outlet,
        numbers=numbers,
        shared=tuple((term, mass / scale) for term, mass in shared),
    )


def top_words(signature: Signature, likeness: Likeness, limit: int = 6) -> Sequence[str]:
    """The shared words that weigh most, for a person."""
    words = dict(zip(signature.terms, signature.words, strict=False))
    return [words[term] for term, _ in likeness.shared if term in words][:limit]
