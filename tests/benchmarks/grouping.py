"""How many entries a second the grouping step places, with 1,000, 10,000 and 100,000 entries inside the window.

    python tests/benchmarks/grouping.py [--outside 1000000] [--inside 1000 10000 100000]

A SQLite file is filled with made-up signatures, then entries of made-up feeds are placed and kept as a poll does,
twenty a feed, on one core. Printed: entries a second of the grouping step (signatures computed before, as the worker
processes do), with the signatures, and the peak memory.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import create_engine, event, insert
from sqlalchemy.orm import Session

from watcher.jobs.grouping import Batch, EntryToPlace
from watcher.store import signature_tables  # noqa: F401 - its tables join the metadata
from watcher.store.tables import Base, EntryRow, FeedRow, StoryRow
from watcher.stories.signature import Signature, sign

NOW = datetime(2031, 5, 20, tzinfo=UTC)
WINDOW = timedelta(days=7)
FEED_SIZE = 20
SYLLABLES = (
    "ba be bi bo da de do fa fe ga go ka ke ki ko la le lo ma me mi mo na ne no pa pe ra re ri ro sa se te".split()
)
VERBS = "approves rejects launches delays expands cuts wins loses signs opens closes buys sells warns bans".split()


class Newsroom:
    """Made-up news with a natural spread of words: few common, many rare, some names, events told by 1-6 outlets."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        words = sorted({"".join(self._random.choices(SYLLABLES, k=self._random.randint(2, 4))) for _ in range(30_000)})
        self._random.shuffle(words)
        self._words = words
        self._weights = [1 / (rank + 20) for rank in range(len(words))]
        self._outlets = [f"{word} times" for word in self._words[:400]]

    def entries(self, count: int, start: datetime, span: timedelta) -> Iterator[EntryToPlace]:
        """Entries in order of publication."""
        told = 0
        while told < count:
            names = [word.capitalize() for word in self._random.choices(self._words[500:8000], k=3)]
            facts = self._random.choices(self._words, self._weights, k=30)
            for _ in range(min(self._random.choice((1, 1, 1, 2, 3, 6)), count - told)):
                yield self._entry(names, facts, start + span * (told / count), told)
                told += 1

    def _entry(self, names: Sequence[str], facts: Sequence[str], at: datetime, number: int) -> EntryToPlace:
        chosen = self._random.sample(facts, 12)
        verb = self._random.choice(VERBS)
        return EntryToPlace(
            outlet=self._random.choice(self._outlets),
            title=f"{names[0]} {verb} {' '.join(chosen[:4])} with {names[1]}",
            text=f"{names[0]} of {names[2]} {' '.join(chosen)} and {' '.join(self._random.sample(facts, 20))}.",
            canonical_url=f"example.org/{at:%Y%m%d}/{number}",
            published_at=at,
        )


def place(session: Session, entries: Sequence[EntryToPlace]) -> None:
    """One feed's new entries, as a poll writes them."""
    batch = Batch(session, WINDOW)
    placements = batch.place(entries)
    stories: dict[int, int] = {}
    ids = []
    for entry, placed in zip(entries, placements, strict=True):
        story = placed.story_id
        if story is None:
            assert placed.opener is not None
            if placed.opener not in stories:
                stories[placed.opener] = _story(session, entry.published_at)
            story = stories[placed.opener]
        ids.append(_entry(session, story, entry))
    batch.keep(ids)
    session.commit()


def _story(session: Session, at: datetime) -> int:
    values = {"title": "", "summary": "", "published_at": at, "updated_at": at}
    return int(session.execute(insert(StoryRow).values(**values).returning(StoryRow.id)).scalar_one())


def _entry(session: Session, story: int, entry: EntryToPlace) -> int:
    at = entry.published_at
    row = {"feed_id": 1, "story_id": story, "guid": "", "title": "", "summary": "", "text": "", "content_hash": ""}
    row |= {"outlet": entry.outlet, "dated_at": at, "first_seen_at": at, "arrived_at": at}
    return int(session.execute(insert(EntryRow).values(**row).returning(EntryRow.id)).scalar_one())


def feeds(entries: Sequence[EntryToPlace]) -> Iterator[list[EntryToPlace]]:
    """The entries by outlet, ``FEED_SIZE`` at a time."""
    ordered = sorted(entries, key=lambda entry: entry.outlet)
    for start in range(0, len(ordered), FEED_SIZE):
        chunk = ordered[start : start + FEED_SIZE]
        yield [replace(entry, outlet=chunk[0].outlet, signature=_signed(entry, chunk[0].outlet)) for entry in chunk]


def fill(session: Session, newsroom: Newsroom, count: int, start: datetime, span: timedelta) -> None:
    entries = list(newsroom.entries(count, start, span))
    for at in range(0, len(entries), 500):
        place(session, entries[at : at + 500])


class Clock:
    """Processor seconds spent in the grouping step alone: placing and keeping, not the rows of others."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._place, self._keep = Batch.place, Batch.keep

    def __enter__(self) -> Self:
        def timed_place(batch: Batch, entries: Sequence[EntryToPlace]) -> object:
            return self._timed(self._place, batch, entries)

        def timed_keep(batch: Batch, entry_ids: Sequence[int]) -> object:
            return self._timed(self._keep, batch, entry_ids)

        Batch.place, Batch.keep = timed_place, timed_keep  # type: ignore[method-assign,assignment] # measured from outside
        return self

    def __exit__(self, *_: object) -> None:
        Batch.place, Batch.keep = self._place, self._keep  # type: ignore[method-assign] # as they were

    def _timed(self, call: object, *arguments: object) -> object:
        started = time.process_time()
        try:
            return call(*arguments)  # type: ignore[operator] # one of the two above
        finally:
            self.seconds += time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inside", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--outside", type=int, default=0)
    parser.add_argument("--sample", type=int, default=2_000)
    options = parser.parse_args()
    for inside in options.inside:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder) / "grouping.db", inside, options.outside, options.sample)


def measure(path: Path, inside: int, outside: int, sample: int) -> None:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _set(connection: object, _record: object) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -64000"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined] # sqlite3's connection

    Base.metadata.create_all(engine)
    newsroom = Newsroom(1)
    with Session(engine) as session:
        session.execute(insert(FeedRow).values(id=1, url="https://example.org/feed"))
        if outside:
            fill(session, newsroom, outside, NOW - timedelta(days=400), timedelta(days=380))
        fill(session, newsroom, inside, NOW - WINDOW / 2, WINDOW / 2)
        entries = list(newsroom.entries(sample, NOW, timedelta(hours=1)))
        started = time.process_time()
        polled = list(feeds(entries))
        signing = time.process_time() - started
        with Clock() as clock:
            for feed in polled:
                place(session, feed)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(  # noqa: T201 - a script for people
        f"inside the window {inside:>9,}  outside {outside:>9,}: {sample / clock.seconds:>7,.0f} entries/s grouped, "
        f"{sample / (clock.seconds + signing):>7,.0f} with signatures, {memory} MiB"
    )


def _signed(entry: EntryToPlace, outlet: str) -> Signature:
    return sign(
        entry.title,
        entry.text,
        outlet=outlet,
        canonical_url=entry.canonical_url,
        published_at=entry.published_at,
    )


if __name__ == "__main__":
    main()
