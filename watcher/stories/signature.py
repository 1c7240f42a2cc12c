"""The signature of an entry: its own words, ready for comparing. Pure; needs nothing but the entry, so it may be
computed in a worker process.
"""

import re
import struct
from array import array
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from watcher.stories.marks import marks
from watcher.stories.titles import headline, opening, traits
from watcher.stories.wording import Kind, Term, normal, number_of, phrases, terms

TITLE, BODY, NAME = 1, 2, 4
NUMBER, DATE, PHRASE = Kind.NUMBER.value, Kind.DATE.value, Kind.PHRASE.value
"""Flags of a term: where it stands and what it is."""

TITLE_TOKENS = 60
BODY_TOKENS = 80
BODY_CHARACTERS = 900
"""At most this much is read: the first sentences carry the event, the rest is background."""


@dataclass(slots=True)  # not frozen: thousands are made in a second, and frozen ones take eight times as long
class Signature:
    """What one entry says; never changed.

    ``terms`` are 32-bit numbers, ``flags`` one byte a term (the two bits above PHRASE count repetitions) and
    ``words`` how the text has them, for people. ``marks`` tell an instalment ("12th round", 5 January). ``published``
    is in seconds since 1970. ``outlet`` and ``url`` are 63-bit numbers; ``url`` 0: none that is fit to compare.
    """

    published: int
    outlet: int
    url: int
    title: int
    traits: int
    terms: tuple[int, ...]
    flags: bytes
    words: tuple[str, ...] = field(compare=False)
    marks: tuple[str, ...]


def sign(title: str, text: str, *, outlet: str, canonical_url: str | None, published_at: datetime) -> Signature:
    """The signature of one entry. ``text`` is its plain text or summary."""
    heading = normal(headline(title, outlet))
    body = normal(opening(text[:BODY_CHARACTERS]))
    collected, flags = _collect(terms(heading, TITLE_TOKENS), terms(body, BODY_TOKENS))
    return Signature(
        published=int(published_at.timestamp()),
        outlet=number63(outlet.casefold()),
        url=number63(canonical_url) if canonical_url and _names_a_page(canonical_url) else 0,
        title=number_of(" ".join(re.findall(r"\w+", heading.casefold()))),
        traits=traits(title),
        terms=tuple([term.number for term in collected]),
        flags=flags,
        words=tuple([term.shown for term in collected]),
        marks=marks(heading),
    )


SIGNED = 0
"""The first byte of a packed signature; one that has been weighed begins otherwise."""
_HEAD = struct.Struct("<BqqqIBHH")


def pack_signature(signature: Signature) -> bytes:
    """Fixed numbers, four bytes a term and one for its flags, then marks and words as text."""
    head = _HEAD.pack(
        SIGNED,
        signature.published,
        signature.outlet,
        signature.url,
        signature.title,
        signature.traits,
        len(signature.terms),
        len(signature.marks),
    )
    text = "\n".join((*signature.marks, *signature.words))
    return head + array("I", signature.terms).tobytes() + signature.flags + text.encode("utf-8", "surrogatepass")


def unpack_signature(data: bytes) -> Signature | None:
    """What ``pack_signature`` has made; None for bytes of another make or damaged ones: they are no reason to stop."""
    if len(data) < _HEAD.size:
        return None
    kind, published, outlet, url, title, traits, count, marked = _HEAD.unpack_from(data)
    flags_at = _HEAD.size + 4 * count
    if kind != SIGNED or len(data) < flags_at + count:
        return None
    try:
        text = data[flags_at + count :].decode("utf-8", "surrogatepass").split("\n")
    except UnicodeDecodeError:
        return None
    if len(text) != marked + count and marked + count:
        return None
    return Signature(
        published,
        outlet,
        url,
        title,
        traits,
        struct.unpack_from(f"={count}I", data, _HEAD.size),
        data[flags_at : flags_at + count],
        tuple(text[marked : marked + count]),
        tuple(text[:marked]),
    )


def number63(text: str) -> int:
    """A positive 63-bit number for a text, the same everywhere; never below 2**32, where terms live."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 1) | 1 << 62


def _names_a_page(url: str) -> bool:
    """Whether an address leads to a page of its own, not to a site's front page."""
    rest = url.partition("://")[2] or url
    return bool(rest.partition("/")[2].strip("/?#"))


def _collect(heading: list[Term], body: list[Term]) -> tuple[list[Term], bytes]:
    """Each term once, as it is first written, and its flags."""
    found: list[Term] = []
    flags: dict[str, int] = {}
    for where, sequence in ((TITLE, heading), (BODY, body)):
        for term in sequence + phrases(sequence):
            key, _, kind, name, _ = term
            if not key:
                continue
            flag = where | kind | NAME if name and kind != PHRASE else where | kind
            known = flags.get(key)
            if known is None:
                found.append(term)
                flags[key] = flag
            else:
                flags[key] = (known | flag) + (_AGAIN if known < _OFTEN else 0)
    return found, bytes(flags.values())


_AGAIN, _OFTEN = 1 << 6, 3 << 6
