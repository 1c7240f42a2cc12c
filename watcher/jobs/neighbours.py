"""Which entries a new one is held against: those that share the most telling keys with it, in its batch and in the
store. Only numbers are looked at here; the words of what is found are read afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from watcher.store import signatures as store
from watcher.store.database import Connection

CANDIDATES = 12
"""Entries that a new one is held against at most, by the mass of the keys they share."""
LEAST_MASS = 0.06
"""Of the mass of an entry's own keys: what shares less is no candidate."""
LEAST_AFTER_DAYS = 0.05
"""The same for what is left of the mass after halving it for each day between the two."""
LEAST_SHARE = 0.3
"""Of the best candidate's mass: behind one that shares much, those that share little are not looked at."""
IN_BATCH = 32
"""Entries of the batch looked at for one key, on either side by publication."""
SAME_URL_MASS = 100.0
"""An entry with the same address comes before all that share words."""
SAME_RUN = 6 * 3600
"""Seconds between entries that are looked up together."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A new entry: its publication in seconds since 1970, and its keys with their mass."""

    entry: int
    published: int
    keys: Mapping[int, float]


class Neighbour(NamedTuple):
    """``apart`` is in seconds; ``same_page``: it has the same address."""

    entry: int
    apart: int
    same_page: bool


def neighbours(connection: Connection, batch: Sequence[Sought], window: int) -> dict[int, list[Neighbour]]:
    """For each entry of a batch, in order of publication, those it may belong with, best first. ``window``: seconds."""
    published = {one.entry: one.published for one in batch}
    # Among equals those of the store come first, the newest before; then the batch: a number hangs on which feed
    # answered first.
    places = {one.entry: place for place, one in enumerate(batch)}
    found_by: dict[int, list[int]] = {}
    near: dict[int, list[Neighbour]] = {}
    for run in _runs(batch):  # what an entry shares with hundreds of others is gone with its run
        stored = _stored(connection, run, window)
        times = stored.published | published
        for one in run:
            masses = _in_batch(one, found_by)
            _in_store(one, stored.entries, masses)
            near[one.entry] = _best(one, masses, times, places)
    return near


def _best(
    one: Sought, masses: Mapping[int, float], times: Mapping[int, int], places: Mapping[int, int]
) -> list[Neighbour]:
    if not masses:
        return []
    heaviest = sorted(masses.values(), reverse=True)
    least = max(LEAST_MASS, LEAST_SHARE * heaviest[0])
    if len(heaviest) > CANDIDATES:
        least = max(least, heaviest[CANDIDATES - 1] - 1e-6)  # what is rounded away decides nothing
    best = [
        (-round(mass, 6), places.get(other, -times[other]), other) for other, mass in masses.items() if mass >= least
    ]
    best.sort()
    found: list[Neighbour] = []
    for mass, _, other in best[:CANDIDATES]:
        apart = abs(times[other] - one.published)
        same_page = -mass >= SAME_URL_MASS
        if same_page or -mass * 2.0 ** -(apart / 86_400) >= LEAST_AFTER_DAYS:  # years apart it underflows to nothing
            found.append(Neighbour(other, apart, same_page))
    return found


def _in_batch(one: Sought, found_by: dict[int, list[int]]) -> dict[int, float]:
    """The mass shared with entries of the batch before it, which ``found_by`` tells by key and which it joins."""
    masses: dict[int, float] = {}
    known = masses.get
    for key, mass in one.keys.items():
        others = found_by.setdefault(key, [])
        for other in others[-IN_BATCH:]:
            masses[other] = known(other, 0.0) + mass
        others.append(one.entry)
    return masses


def _stored(connection: Connection, run: Sequence[Sought], window: int) -> store.Postings:
    """Entries close in time are looked up together: each key is asked for once."""
    wanted = sorted({key for one in run for key in one.keys})
    return store.postings(connection, wanted, run[-1].published, window)


def _in_store(one: Sought, found_by: Mapping[int, Sequence[int]], masses: dict[int, float]) -> None:
    """Add the mass shared with entries of the store."""
    known = masses.get
    for key, mass in one.keys.items():
        for other in found_by.get(key, ()):
            masses[other] = known(other, 0.0) + mass


def _runs(batch: Sequence[Sought]) -> Iterable[list[Sought]]:
    run: list[Sought] = []
    for one in batch:
        if run and one.published - run[0].published > SAME_RUN:
            yield run
            run = []
        run.append(one)
    if run:
        yield run
