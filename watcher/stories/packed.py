"""A weighed entry as the bytes that are kept of it, and back again for comparing. Pure."""

import math
import struct
from array import array
from collections.abc import Callable
from functools import lru_cache

from watcher.stories.similarity import Weighed

WEIGHED = 1
"""The first byte of what ``pack`` makes."""
_HEAD = struct.Struct("<BqqqIBBffffH")


def pack(weighed: Weighed) -> bytes:
    """Fixed numbers, then four bytes a term and two for its flags and weight, then the marks as text."""
    head = _HEAD.pack(
        WEIGHED,
        weighed.published,
        weighed.outlet,
        weighed.url,
        weighed.title,
        weighed.traits,
        min(255, weighed.title_names),
        weighed.norm,
        weighed.title_norm,
        weighed.title_mass,
        weighed.word_mass,
        len(weighed.terms),
    )
    values = array("H", weighed.terms.values())
    return head + array("I", weighed.terms).tobytes() + values.tobytes() + " ".join(weighed.marks).encode()


def unpack(data: bytes) -> Weighed | None:
    """What ``pack`` has made; None for bytes of another make or damaged ones: they are no reason to stop."""
    if len(data) < _HEAD.size:
        return None
    kind, published, outlet, url, title, traits, names, norm, title_norm, title_mass, word_mass, count = (
        _HEAD.unpack_from(data)
    )
    end = _HEAD.size + 6 * count
    if kind != WEIGHED or len(data) < end or not 0.0 < norm * title_norm * title_mass * word_mass < math.inf:
        return None
    body = _body(count)(data, _HEAD.size)
    marks = data[end:]
    return Weighed(
        published,
        outlet,
        url,
        title,
        traits,
        tuple(marks.decode("utf-8", "replace").split()) if marks else (),
        dict(zip(body[:count], body[count:], strict=True)),
        norm,
        title_norm,
        title_mass,
        word_mass,
        names,
    )


def glance(data: bytes) -> tuple[int, ...]:
    """The terms of a packed entry, without the rest; none where ``unpack`` reads nothing."""
    if len(data) < _HEAD.size or data[0] != WEIGHED:
        return ()
    (count,) = _COUNT.unpack_from(data, _HEAD.size - _COUNT.size)
    return _terms(count)(data, _HEAD.size) if len(data) >= _HEAD.size + 6 * count else ()


_COUNT = struct.Struct("<H")


@lru_cache(maxsize=256)
def _body(count: int) -> Callable[..., tuple[int, ...]]:
    """What reads so many terms with their flags and weights."""
    return struct.Struct(f"={count}I{count}H").unpack_from


@lru_cache(maxsize=256)
def _terms(count: int) -> Callable[..., tuple[int, ...]]:
    """What reads so many terms."""
    return struct.Struct(f"={count}I").unpack_from
