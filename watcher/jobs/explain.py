"""Why something was (not) tagged, found relevant, grouped or tracked: gathered for people and programs.

Tags are explained by the keyword file as it is now, through the same ``analyse`` that tags; where the stored tags
are of an older file, that is said and nothing is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watcher.errors import UsageError
from watcher.focus.tagging import Tagger
from watcher.followups.tracking import keys_of
from watcher.jobs.analysis import Analysis, analyse
from watcher.jobs.developments import since_told
from watcher.jobs.pages import with_page
from watcher.model.deliveries import Delivery
from watcher.model.digests import Development
from watcher.model.entries import Entry
from watcher.model.followups import FollowUp
from watcher.model.stories import Story
from watcher.settings import UTC, FeedSettings, Settings
from watcher.store import deliveries as delivery_store
from watcher.store import digests as digest_store
from watcher.store import entries as entry_store
from watcher.store import evidence
from watcher.store import followups as followup_store
from watcher.store import stories as story_store
from watcher.store.database import Connection
from watcher.store.evidence import Correction, EntryEvidence, Telling


@dataclass(frozen=True, slots=True)
class ExplainedText:
    """A text and what the keyword file says of it now. Offsets of hits are into ``title`` and ``text``."""

    title: str
    text: str
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class ExplainedEntry:
    """``differs`` says in sentences where the stored tags are not what the file says now."""

    entry: Entry
    said: ExplainedText
    kept: EntryEvidence
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplainedStory:
    """``asked`` is the id that was asked for: that of a merged story goes on answering.

    ``news``: what it has gained since the digest that told it last; None where none has.
    """

    asked: int
    story: Story
    verdict: str | None
    entries: tuple[ExplainedEntry, ...]
    told: tuple[Telling, ...]
    corrections: tuple[Correction, ...]
    news: Development | None = None


@dataclass(frozen=True, slots=True)
class ExplainedFollowUp:
    """``keys`` are what later mentions find it by; ``outlets`` name the entries of its history."""

    followup: FollowUp
    keys: tuple[str, ...]
    outlets: dict[int, str]
    told: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class ExplainedDigest:
    id: int
    name: str
    subject: str
    start: datetime
    end: datetime
    generated_at: datetime
    skipped: bool
    stories: tuple[Story, ...]
    followups: tuple[FollowUp, ...]
    deliveries: tuple[Delivery, ...]


def explain_text(tagger: Tagger, title: str, text: str, now: datetime) -> ExplainedText:
    """A text that is in no feed, as if it were published now."""
    analysis = analyse(tagger, title, text, dated_at=now, zone=UTC, language=None, implies=())
    return ExplainedText(title, text, analysis)


def explain_entry(connection: Connection, settings: Settings, tagger: Tagger, entry_id: int) -> ExplainedEntry:
    """Raises ``UsageError`` where there is no such entry."""
    found = _entries(connection, settings, tagger, [entry_id])
    if not found:
        raise UsageError(f"there is no entry e{entry_id}; `watcher entries` lists them")
    return found[0]


def explain_story(
    connection: Connection, settings: Settings, tagger: Tagger, story_id: int, now: datetime | None = None
) -> ExplainedStory:
    """Raises ``UsageError`` where there is no such story. ``now``: also what is new since it was told."""
    answers = story_store.resolve(connection, story_id)
    story = story_store.load(connection, [answers]).get(answers) if answers is not None else None
    if answers is None or story is None:
        raise UsageError(f"there is no story s{story_id}; `watcher stories --all` lists them")
    entries = _entries(connection, settings, tagger, [source.entry for source in story.sources])
    told = evidence.told_of_story(connection, answers)
    return ExplainedStory(
        story_id,
        story,
        story_store.verdicts(connection, [answers]).get(answers),
        tuple(entries),
        tuple(told),
        tuple(evidence.corrections(connection, answers)),
        _news(connection, story, told[-1], now) if told and now else None,
    )


def _news(connection: Connection, story: Story, told: Telling, now: datetime) -> Development | None:
    followups = followup_store.listing(connection, story.followups) if story.followups else []
    return since_told(connection, story, followups, told.name, now)


def explain_followup(connection: Connection, followup_id: int) -> ExplainedFollowUp:
    """Raises ``UsageError`` where there is no such follow-up."""
    found = followup_store.listing(connection, [followup_id])
    if not found:
        raise UsageError(f"there is no follow-up f{followup_id}; `watcher followups` lists them")
    followup = found[0]
    told_by = {line.entry for line in followup.history if line.entry is not None}
    sources = entry_store.sources(connection, told_by)
    return ExplainedFollowUp(
        followup,
        tuple(sorted(keys_of(followup))),
        {entry: source.outlet for entry, source in sources.items()},
        tuple(evidence.told_of_followup(connection, followup_id)),
    )


def explain_digest(connection: Connection, digest_id: int) -> ExplainedDigest:
    """Raises ``UsageError`` where there is no such digest."""
    row = digest_store.find(connection, digest_id)
    if row is None:
        raise UsageError(f"there is no digest d{digest_id}")
    stories, followups = evidence.told_in_digest(connection, digest_id)
    return ExplainedDigest(
        row.id,
        row.name,
        row.subject,
        row.window_start,
        row.window_end,
        row.generated_at,
        row.skipped,
        tuple(story_store.load(connection, stories).values()),
        tuple(followup_store.listing(connection, followups)),
        tuple(one for one in delivery_store.listing(connection) if one.digest == digest_id),
    )


def explain_delivery(connection: Connection, delivery_id: int) -> Delivery:
    """Raises ``UsageError`` where there is no such delivery."""
    found = delivery_store.get(connection, delivery_id)
    if found is None:
        raise UsageError(f"there is no delivery v{delivery_id}; `watcher deliveries` lists them")
    return found


def _entries(connection: Connection, settings: Settings, tagger: Tagger, ids: Sequence[int]) -> list[ExplainedEntry]:
    feeds = {feed.url: feed for feed in settings.feeds}
    kept = evidence.of_entries(connection, ids)
    explained = []
    for entry in entry_store.listing(connection, ids=ids):
        said = explain_stored(tagger, entry, feeds.get(entry.feed))
        differs = differences(entry, kept[entry.id].events, said.analysis)
        explained.append(ExplainedEntry(entry, said, kept[entry.id], differs))
    return sorted(explained, key=lambda one: (one.entry.dated_at, one.entry.id))


def explain_stored(tagger: Tagger, entry: Entry, feed: FeedSettings | None) -> ExplainedText:
    """A stored entry by the text it was judged by: its page where that was read, else the feed's.

    ``feed`` None: it is in ``feeds.yaml`` no more, and implies nothing.
    """
    text = with_page(entry.text, entry.page_text if entry.full_text == "page" else None)
    analysis = analyse(
        tagger,
        entry.title,
        text,
        dated_at=entry.dated_at,
        zone=(feed.timezone if feed else None) or UTC,
        language=entry.language,
        implies=feed.implies if feed else (),
    )
    return ExplainedText(entry.title, text, analysis)


def differences(entry: Entry, events: Sequence[str], analysis: Analysis) -> tuple[str, ...]:
    """Where the stored tags are not what the keyword file says now, in sentences."""
    said = []
    judged = analysis.judgement
    if entry.relevant != judged.relevant:
        words = {True: "relevant", False: "not relevant"}
        said.append(f"stored as {words[entry.relevant]}, now {words[judged.relevant]}")
    was, now = {area.slug for area in entry.areas}, {area.slug for area in judged.areas}
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("focus area", was, now),
        ("event", set(events), set(analysis.events)),
    )
    for noun, stored, current in pairs:
        said += [f"{noun} {slug} is not stored yet" for slug in sorted(current - stored)]
        said += [f"{noun} {slug} is stored, and no longer found" for slug in sorted(stored - current)]
    return tuple(said)
