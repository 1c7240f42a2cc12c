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
    shared: dict[int, dict[int, float]] = {one.entry: {} for one in batch}
    _in_batch(batch, shared)
    found = _in_store(connection, batch, window, shared)
    times = {**found, **{one.entry: one.published for one in batch}}
    # Among equals those of the store come first, the newest before; then the batch: a number hangs on which feed
    # answered first.
    places = {one.entry: place for place, one in enumerate(batch)}
    return {one.entry: _best(one, shared[one.entry], times, places) for one in batch}


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


def _in_batch(batch: Iterable[Sought], shared: Mapping[int, dict[int, float]]) -> None:
    found_by: dict[int, list[int]] = {}
    for one in batch:
        of = shared[one.entry]
        for key, mass in one.keys.items():
            known = found_by.setdefault(key, [])
            for other in known[-IN_BATCH:]:
                of[other] = of.get(other, 0.0) + mass
            known.append(one.entry)


def _in_store(
    connection: Connection, batch: Sequence[Sought], window: int, shared: Mapping[int, dict[int, float]]
) -> dict[int, int]:
    """Entries close in time are looked up together: each key is asked for once. The publication of what is found."""
    times: dict[int, int] = {}
    for run in _runs(batch):
        wanted = sorted({key for one in run for key in one.keys})
        found = store.postings(connection, wanted, run[-1].published, window)
        times |= found.published
        by_key = found.entries.get
        for one in run:
            of = shared[one.entry]
            known = of.get
            for key, mass in one.keys.items():
                for other in by_key(key, ()):
                    of[other] = known(other, 0.0) + mass
    return times


def _runs(batch: Sequence[Sought]) -> Iterable[list[Sought]]:
    run: list[Sought] = []
    for one in batch:
        if run and one.published - run[0].published > SAME_RUN:
            yield run
            run = []
        run.append(one)
    if run:
        yield run
