"""How fast entries are put into stories, and what their order and a restart change.

    python tests/benchmarks/grouping.py speed [--inside 1000 10000 100000] [--outside 1000000] [--stores FOLDER]
    python tests/benchmarks/grouping.py order ITEMS.jsonl [--slices 5] [--pairs PAIRS.jsonl]

``speed``: a SQLite file is filled with made-up entries, in the window and before it, then entries of made-up feeds
are grouped as at the end of a poll, on one core. Printed: entries a second of the grouping step (signatures computed
before, as the worker processes do), with the signatures, and the peak memory of the process, which holds a few hundred
made-up entries at a time. ``--stores`` keeps the filled files in a folder, so that the next run measures at once.

``order``: the items of a file (``id``, ``title``, ``summary``, ``url``, ``outlet``, ``published``) are grouped in
slices of time, a poll each: as they are, with the feeds and their items shuffled within each slice, with every slice
read by a process of its own, and with a fifth of the items a slice late. Printed: how many pairs differ.
"""

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from watcher.jobs.grouping import AT_ONCE, EntryToPlace, decide_some, wait
from watcher.jobs.stories import refresh
from watcher.store import entries as entry_store
from watcher.store import signatures
from watcher.store import stories as story_store
from watcher.store.database import Connection, Database
from watcher.store.schema import prepare
from watcher.store.signatures import NewSignature
from watcher.store.tables import ENTRIES, FEEDS
from watcher.stories.packed import pack
from watcher.stories.signature import Signature, sign
from watcher.stories.similarity import Habits, rarities, weigh
from watcher.text import html_to_text

NOW = datetime(2031, 5, 20, tzinfo=UTC)
WINDOW = timedelta(days=7)
SYLLABLES = (
    "ba be bi bo da de do fa fe ga go ka ke ki ko la le lo ma me mi mo na ne no pa pe ra re ri ro sa se te".split()
)
VERBS = "approves rejects launches delays expands cuts wins loses signs opens closes buys sells warns bans".split()
LATE = 0.2


class Newsroom:
    """Made-up news with a natural spread of words: few common, many rare, some names, events told by 1-6 outlets."""

    def __init__(self, seed: int) -> None:
        language = random.Random(1)  # every newsroom writes in the same words
        words = sorted({"".join(language.choices(SYLLABLES, k=language.randint(2, 4))) for _ in range(30_000)})
        language.shuffle(words)
        self._random = random.Random(seed)
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


def arrive(connection: Connection, entries: Sequence[EntryToPlace]) -> list[int]:
    """What a feed's transaction does: each new entry waits in a story of its own."""
    ids = _rows(connection, [(entry.outlet, entry.title, entry.published_at) for entry in entries])
    wait(connection, [replace(entry, entry=number) for entry, number in zip(entries, ids, strict=True)])
    return ids


def _rows(connection: Connection, values: Sequence[tuple[str, str, datetime]]) -> list[int]:
    stories, ids = story_store.new_ids(connection, len(values)), entry_store.new_ids(connection, len(values))
    faces = {"summary": "", "relevant": False, "areas": [], "events": [], "why": []}
    story_store.add(
        connection,
        [
            {"id": story, "title": title, "published_at": at, "updated_at": at, **faces}
            for story, (_, title, at) in zip(stories, values, strict=True)
        ],
    )
    blank = {"feed_id": 1, "guid": "", "url": None, "canonical_url": None, "text": "", "content_hash": "", **faces}
    blank |= {"language": None, "published_at": None, "too_old": False, "full_text": "feed", "page_attempts": 0}
    rows = [
        blank | {"id": entry, "story_id": story, "outlet": outlet, "title": title}
        | {"dated_at": at, "first_seen_at": at, "arrived_at": at}
        for entry, story, (outlet, title, at) in zip(ids, stories, values, strict=True)
    ]  # fmt: skip
    if rows:
        connection.execute(insert(ENTRIES), rows)
    return ids


def group_all(database: Database) -> float:
    """Group what waits; processor seconds of the grouping step, without the faces of the stories (``refresh``)."""
    seconds = 0.0
    while True:
        with database.writing() as connection:
            started = time.process_time()
            done, changed = decide_some(connection, WINDOW)
            seconds += time.process_time() - started
            refresh(connection, changed, NOW)
        if done.entries < AT_ONCE:
            return seconds


def opened(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    prepare(database)
    with database.writing() as connection:
        if connection.scalar(select(FEEDS.c.id)) is None:
            connection.execute(insert(FEEDS).values(id=1, url="https://example.org/feed"))
    return database


# ---------------------------------------------------------------- speed


def measure_speed(path: Path, inside: int, outside: int, sample: int) -> None:
    database = opened(path)
    started = time.process_time()
    signing = 0.0
    for entries in _parts(Newsroom(3).entries(sample, NOW, timedelta(hours=1))):
        before = time.process_time()
        signed = [replace(entry, signature=_signed(entry)) for entry in entries]
        signing += time.process_time() - before
        with database.writing() as connection:
            arrive(connection, signed)
    made = time.process_time() - started
    grouping = group_all(database)
    database.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(  # noqa: T201 - a script for people
        f"inside the window {inside:>9,}  outside {outside:>9,}: {sample / grouping:>7,.0f} entries/s grouped, "
        f"{sample / (grouping + made):>7,.0f} with signatures and rows, signatures {1000 * signing / sample:.3f} ms, "
        f"peak {memory} MiB"
    )


def fill(path: Path, inside: int, outside: int) -> None:
    """A store as it is after as many entries as polls of 2,000 bring."""
    database = opened(path)
    newsroom = Newsroom(2)
    if outside:
        store_outside(database, newsroom, outside)
    waiting = 0
    for entries in _parts(newsroom.entries(inside, NOW - WINDOW / 2, WINDOW / 2)):
        with database.writing() as connection:
            arrive(connection, entries)
        waiting += len(entries)
        if waiting >= 2_000:
            group_all(database)
            waiting = 0
    group_all(database)
    database.close()


def store_outside(database: Database, newsroom: Newsroom, count: int) -> None:
    """Entries grouped long ago: their rows, their signatures and the keys they are found by."""
    models = list(newsroom.entries(500, NOW - timedelta(days=400), timedelta(days=1)))
    signed = [_signed(model) for model in models]
    rarity = rarities({term for one in signed for term in one.terms}, {}, 0.0)
    packed = [pack(weigh(one, rarity, Habits())) for one in signed]
    terms = [term for one in signed for term in one.terms]
    chance = random.Random(2)
    for start in range(0, count, 2_000):
        many = range(start, min(count, start + 2_000))
        times = [NOW - timedelta(days=390) + timedelta(days=370) * (number / count) for number in many]
        with database.writing() as connection:
            ids = _rows(connection, [("old times", "", at) for at in times])
            kept = [
                NewSignature(entry, int(at.timestamp()), tuple(chance.sample(terms, 9)), chance.choice(packed))
                for entry, at in zip(ids, times, strict=True)
            ]
            signatures.add(connection, kept)


def _signed(entry: EntryToPlace) -> Signature:
    return sign(
        entry.title,
        entry.text,
        outlet=entry.outlet,
        canonical_url=entry.canonical_url,
        published_at=entry.published_at,
    )


def _parts(entries: Iterator[EntryToPlace], size: int = 500) -> Iterator[list[EntryToPlace]]:
    while part := list(islice(entries, size)):
        yield part


# ---------------------------------------------------------------- order, restart


def measure_order(items: Path, slices: int, pairs: Path | None) -> None:
    wanted = [(row["a"], row["b"]) for row in _lines(pairs)] if pairs else []
    plain = _grouped(items, slices)
    _tell("with feeds and items shuffled in each slice", plain, _grouped(items, slices, shuffled=1), wanted)
    _tell("with every slice in a process of its own", plain, _grouped(items, slices, restarted=True), wanted)
    _tell("with a fifth of the items a slice late", plain, _grouped(items, slices, late=1), wanted)


def _tell(how: str, plain: dict[str, int], other: dict[str, int], wanted: list[tuple[str, str]]) -> None:
    first, second = _joined(plain), _joined(other)
    line = f"{how}: {len(first ^ second):,} of {len(first | second):,} joined pairs differ"
    if wanted:
        known = [(a, b) for a, b in wanted if a in plain and b in plain]
        moved = sum((plain[a] == plain[b]) != (other[a] == other[b]) for a, b in known)
        line += f", {moved} of {len(known)} labelled ones"
    print(line)  # noqa: T201 - a script for people


def _grouped(items: Path, slices: int, *, shuffled: int = 0, late: int = 0, restarted: bool = False) -> dict[str, int]:
    """The story of each item."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grouping.db"
        for number in range(slices):
            arguments = [str(path), str(items), str(number), str(slices), str(shuffled), str(late)]
            if restarted:
                subprocess.run([sys.executable, __file__, "slice", *arguments], check=True)
            else:
                poll_slice(*arguments)
        database = opened(path)
        with database.reading() as connection:
            found = dict(connection.execute(select(ENTRIES.c.title, ENTRIES.c.story_id)).all())
        database.close()
    return found


def poll_slice(path: str, items: str, number: str, slices: str, shuffled: str, late: str) -> None:
    """One poll: the items of one slice of time, a feed after the other."""
    rows = sorted(_lines(Path(items)), key=lambda row: (row.get("published") or "", row["id"]))
    chance = random.Random(int(late))
    place = [int(slices) * at // len(rows) + (late != "0" and chance.random() < LATE) for at in range(len(rows))]
    feeds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, where in zip(rows, place, strict=True):
        if min(where, int(slices) - 1) == int(number):
            feeds[row.get("outlet") or "unknown"].append(row)
    outlets = sorted(feeds)
    if shuffled != "0":
        order = random.Random(f"{shuffled}-{number}")
        order.shuffle(outlets)
        for of in feeds.values():
            order.shuffle(of)
    database = opened(Path(path))
    for outlet in outlets:
        with database.writing() as connection:
            # A feed's entries are stored by publication, whatever the document's order (``jobs.ingest``).
            of = sorted(feeds[outlet], key=lambda row: (row.get("published") or "", row["id"]))
            ids = arrive(connection, [_entry(row) for row in of])
            names = [{"id": entry, "title": row["id"]} for entry, row in zip(ids, of, strict=True)]
            entry_store.change(connection, names)
    group_all(database)
    database.close()


def _entry(row: dict[str, Any]) -> EntryToPlace:
    published = row.get("published")
    at = datetime.fromisoformat(published) if published else NOW
    return EntryToPlace(
        outlet=row.get("outlet") or "unknown",
        title=html_to_text(row["title"]),
        text=html_to_text(row.get("summary") or ""),
        canonical_url=row.get("url"),
        published_at=at,
    )


def _joined(groups: dict[str, int]) -> set[tuple[str, str]]:
    members: dict[int, list[str]] = defaultdict(list)
    for item, story in sorted(groups.items()):
        members[story].append(item)
    return {pair for of in members.values() for pair in combinations(of, 2)}


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main() -> None:
    if sys.argv[1:2] == ["slice"]:
        poll_slice(*sys.argv[2:])
        return
    if sys.argv[1:2] == ["fill"]:
        fill(Path(sys.argv[2]), *map(int, sys.argv[3:]))
        return
    if sys.argv[1:2] == ["measure"]:
        measure_speed(Path(sys.argv[2]), *map(int, sys.argv[3:]))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    speed = commands.add_parser("speed")
    speed.add_argument("--inside", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    speed.add_argument("--outside", type=int, default=0)
    speed.add_argument("--sample", type=int, default=2_000)
    speed.add_argument("--stores", type=Path)
    order = commands.add_parser("order")
    order.add_argument("items", type=Path)
    order.add_argument("--slices", type=int, default=5)
    order.add_argument("--pairs", type=Path)
    options = parser.parse_args()
    if options.command == "order":
        measure_order(options.items, options.slices, options.pairs)
        return
    for inside in options.inside:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "grouping.db"
            kept = options.stores / f"inside-{inside}-outside-{options.outside}.db" if options.stores else path
            if not kept.exists():
                # A process of its own: what filling takes is no part of the measured one's memory.
                filling = [sys.executable, __file__, "fill", str(kept), str(inside), str(options.outside)]
                subprocess.run(filling, check=True)
            if kept != path:
                shutil.copyfile(kept, path)
            measuring = [sys.executable, __file__, "measure", str(path), str(inside), str(options.outside)]
            subprocess.run([*measuring, str(options.sample)], check=True)


if __name__ == "__main__":
    main()
