"""What a keyword file would change against the tags in the store. Writes nothing.

The store is read in small parts, each in a transaction of its own, so that memory stays flat and writers never wait.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from watcher.digests.shapes import ENTRY, STORY, instant, letter_id
from watcher.focus.tagging import Tagger
from watcher.jobs.analysis import Analysis
from watcher.jobs.judging import PART, Question, judge_all
from watcher.jobs.pages import with_page
from watcher.settings import UTC, FeedSettings, Settings
from watcher.store import tags
from watcher.store.database import Database
from watcher.store.tags import TaggedEntry

Progress = Callable[[int, int], None]  # entries done, of how many
GAINED, LOST, RETAGGED, OTHER = "gained", "lost", "retagged", "other"
KINDS = (GAINED, LOST, RETAGGED)


@dataclass(frozen=True, slots=True)
class TagChange:
    """One entry whose tags change. ``was`` and ``now`` are slugs of focus areas; ``matched`` the terms of each.

    ``what``: gained or lost its relevance, retagged (relevant before and after, in other areas).
    ``missing`` says why it is not relevant now: groups, or "focus-area".
    """

    what: str
    entry: int
    story: int
    title: str
    outlet: str
    published_at: datetime
    was_relevant: bool
    now_relevant: bool
    was: tuple[str, ...]
    now: tuple[str, ...]
    matched: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        return {
            "entry": letter_id(ENTRY, self.entry),
            "story": letter_id(STORY, self.story),
            "title": self.title,
            "outlet": self.outlet,
            "published_at": instant(self.published_at),
            "was": {"relevant": self.was_relevant, "focus_areas": list(self.was)},
            "now": {"relevant": self.now_relevant, "focus_areas": list(self.now)},
            "matched": {slug: list(terms) for slug, terms in self.matched.items()},
            "missing": list(self.missing),
        }


@dataclass(slots=True)
class Comparison:
    """Changes by kind, in order of arrival, out of ``entries`` looked at.

    Changes of which a reader sees nothing (scores, tags of what is not relevant) are left out. Without
    ``keep_records`` they are counted alone.
    """

    keep_records: bool = True
    entries: int = 0
    records: dict[str, list[TagChange]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    stories: dict[str, set[int]] = field(default_factory=lambda: {kind: set() for kind in KINDS})

    def add(self, change: TagChange) -> None:
        if change.what not in KINDS:
            return
        self.counts[change.what] += 1
        self.stories[change.what].add(change.story)
        if self.keep_records:
            self.records[change.what].append(change)

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    def json(self) -> dict[str, Any]:
        return {
            **{kind: [change.json() for change in self.records[kind]] for kind in KINDS},
            "totals": {
                "entries": self.entries,
                **self.counts,
                "unchanged": self.entries - self.count,
                **{f"stories_{kind}": len(self.stories[kind]) for kind in KINDS},
            },
        }


def backtest(
    database: Database,
    settings: Settings,
    tagger: Tagger,
    since: datetime | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Judge the stored entries (that arrived ``since``) by ``tagger`` and compare with the tags they have."""
    made = Comparison()
    for entries, analyses, total in rejudged(database, settings, tagger, since):
        for entry, analysis in zip(entries, analyses, strict=True):
            if analysis is not None:
                made.add(change_of(entry, analysis))
        made.entries += len(entries)
        if progress:
            progress(made.entries, total)
    return made


def rejudged(
    database: Database,
    settings: Settings,
    tagger: Tagger,
    since: datetime | None = None,
    *,
    untold: bool = False,
    followups: bool = False,
) -> Iterator[tuple[list[TaggedEntry], list[Analysis | None], int]]:
    """Stored entries in parts, with the new analysis of those whose tags would change; and how many there are."""
    feeds = {feed.url: feed for feed in settings.feeds}
    with database.reading() as connection:
        total = tags.count(connection, since, untold=untold)

    def parts() -> Iterator[tuple[list[TaggedEntry], list[Question]]]:
        after = 0
        while True:
            with database.reading() as connection:
                entries = tags.part(connection, after, PART, since, untold=untold)
            if not entries:
                return
            after = entries[-1].id
            yield entries, [question(entry, feeds.get(entry.feed)) for entry in entries]

    for entries, analyses in judge_all(tagger, parts(), total, followups=followups):
        yield entries, analyses, total


def question(entry: TaggedEntry, feed: FeedSettings | None) -> Question:
    """``feed`` None: ``feeds.yaml`` has it no more, so that it implies nothing and its dates are read in UTC."""
    return Question(
        title=entry.title,
        text=with_page(entry.text, entry.page),
        implies=feed.implies if feed else (),
        dated_at=entry.dated_at,
        zone=(feed.timezone if feed else None) or UTC,
        language=entry.language,
        relevant=entry.relevant,
        areas=entry.areas,
        events=entry.events,
        why=entry.why,
    )


def change_of(entry: TaggedEntry, analysis: Analysis) -> TagChange:
    """What the change of one entry's tags is to a reader."""
    judged = analysis.judgement
    was = tuple(area[0] for area in entry.areas)
    now = tuple(area.slug for area in judged.areas)
    if entry.relevant != judged.relevant:
        what = GAINED if judged.relevant else LOST
    else:
        what = RETAGGED if judged.relevant and set(was) != set(now) else OTHER
    return TagChange(
        what=what,
        entry=entry.id,
        story=entry.story,
        title=entry.title,
        outlet=entry.outlet,
        published_at=entry.published_at or entry.dated_at,
        was_relevant=entry.relevant,
        now_relevant=judged.relevant,
        was=was,
        now=now,
        matched={area.slug: area.matched for area in judged.areas},
        missing=judged.missing,
    )
