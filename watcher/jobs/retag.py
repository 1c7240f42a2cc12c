"""Apply the keyword file as it is now to stored entries: tags, relevance, stories, follow-ups.

What digests have told stays as it was told. Each part is a transaction of its own, so that other commands run
beside it and an interruption loses one part: what is done is done, and the next run takes up the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from watcher.digests.words import count
from watcher.focus.tagging import Tagger
from watcher.followups.history import is_word, relevant_again
from watcher.followups.tracking import keys_of
from watcher.jobs.analysis import Analysis
from watcher.jobs.backtest import GAINED, LOST, Comparison, Progress, TagChange, change_of, question, rejudged
from watcher.jobs.judging import judge, says_followups
from watcher.jobs.rules import NOTE, fingerprint
from watcher.jobs.set_aside import set_aside_untold
from watcher.jobs.stories import refresh, when_late
from watcher.jobs.tracking import follow
from watcher.model.followups import FollowUp, FoundFollowUp
from watcher.settings import FeedSettings, Settings
from watcher.store import entries as entry_store
from watcher.store import followups as followup_store
from watcher.store import notes, tags
from watcher.store import stories as story_store
from watcher.store.database import Connection, Database
from watcher.store.tags import TaggedEntry


@dataclass(slots=True)
class Retagged:
    """What applying the file did. ``set_aside``: follow-ups that no relevant story tells of any more."""

    tags: Comparison = field(default_factory=Comparison)
    set_aside: int = 0


def retag(
    database: Database,
    settings: Settings,
    tagger: Tagger,
    now: datetime,
    *,
    since: datetime | None = None,
    untold: bool = False,
    progress: Progress | None = None,
    keep_records: bool = True,
) -> Retagged:
    """Tag stored entries (that arrived ``since``) anew; ``untold``: only those of stories that no digest has told.

    ``keep_records`` False counts the changes without remembering each.
    """
    done = Retagged(Comparison(keep_records=keep_records))
    feeds = {feed.url: feed for feed in settings.feeds}
    for entries, analyses, total in rejudged(database, settings, tagger, since, untold=untold, followups=True):
        found = {
            entry.id: (entry, analysis)
            for entry, analysis in zip(entries, analyses, strict=True)
            if analysis is not None
        }
        if found:
            with database.writing() as connection:
                changes, aside = _Part(connection, feeds, tagger, now).apply(found)
            for change in changes:
                done.tags.add(change)
            done.set_aside += aside
        done.tags.entries += len(entries)
        if progress:
            progress(done.tags.entries, total)
    if since is None:
        with database.writing() as connection:
            notes.put(connection, NOTE, fingerprint(settings))
    return done


def retag_untold(
    database: Database, settings: Settings, tagger: Tagger, now: datetime, progress: Progress | None = None
) -> Retagged:
    """What a changed keyword file does at once: entries of stories that no digest has told are tagged anew."""
    return retag(database, settings, tagger, now, untold=True, progress=progress, keep_records=False)


def retagged_words(done: Retagged) -> str:
    """One line for people and logs."""
    counts = done.tags.counts
    aside = f", {count(done.set_aside, 'follow-up')} set aside" if done.set_aside else ""
    return (
        f"of {count(done.tags.entries, 'entry', 'entries')} {counts['gained']:,} became relevant, "
        f"{counts['lost']:,} are no longer, {counts['retagged']:,} changed focus areas{aside}"
    )


class _Part:
    """Some entries whose tags change, inside one writing transaction."""

    def __init__(self, connection: Connection, feeds: dict[str, FeedSettings], tagger: Tagger, now: datetime) -> None:
        self._connection = connection
        self._feeds = feeds
        self._tagger = tagger
        self._now = now

    def apply(self, found: dict[int, tuple[TaggedEntry, Analysis]]) -> tuple[list[TagChange], int]:
        """The changes made, and how many follow-ups were set aside."""
        todo = self._current(found)
        entry_store.change(self._connection, [{"id": entry.id, **analysis.columns} for entry, analysis in todo])
        refresh(self._connection, self._stories(todo), self._now, late=True)
        changes = [change_of(entry, analysis) for entry, analysis in todo]
        dropped: set[int] = set()
        for change, (entry, analysis) in zip(changes, todo, strict=True):
            if change.what == LOST:
                dropped |= self._drop(entry.id)
            elif change.what == GAINED or says_followups(entry.relevant, entry.events, analysis):
                self._follow(entry, analysis.followups)
        return changes, set_aside_untold(self._connection, sorted(dropped), self._now)

    def _stories(self, todo: Sequence[tuple[TaggedEntry, Analysis]]) -> set[int]:
        """The stories to be told otherwise: tags of what is not relevant show only where a person restored it."""
        seen = {entry.story for entry, analysis in todo if entry.relevant or analysis.judgement.relevant}
        verdicts = story_store.verdicts(self._connection, {entry.story for entry, _ in todo} - seen)
        return seen | {story for story, verdict in verdicts.items() if verdict == story_store.RESTORED}

    def _current(self, found: dict[int, tuple[TaggedEntry, Analysis]]) -> list[tuple[TaggedEntry, Analysis]]:
        """Without entries that are gone; those that were edited or tagged meanwhile are judged again."""
        current = tags.load(self._connection, list(found))
        todo = []
        for entry, analysis in found.values():
            now = current.get(entry.id)
            if now is None:
                continue
            again = analysis if now == entry else self._judge(now)
            if again is not None:
                todo.append((now, again))
        return todo

    def _judge(self, entry: TaggedEntry) -> Analysis | None:
        return judge(self._tagger, [question(entry, self._feeds.get(entry.feed))], followups=True)[0]

    def _follow(self, entry: TaggedEntry, found: Sequence[FoundFollowUp]) -> None:
        """Record what an entry says of follow-ups; what it is known to have said belongs to the same record again."""
        known = dict(tags.told_by_entry(self._connection, entry.id))
        for record, said in entry_store.mentions(self._connection, [entry.id]).get(entry.id, ()):
            if record is not None:
                known[said.text] = record
        said_again = [(known[one.text], replace(one, context="")) for one in found if one.text in known]
        entry_store.set_mentions(self._connection, entry.id, said_again)
        slugs = {record: one.event_slug for record, one in said_again}
        for followup in followup_store.listing(self._connection, sorted(slugs)):
            self._restore(followup, slugs[followup.id])
        source = entry_store.sources(self._connection, [entry.id])[entry.id]
        follow(self._connection, source, found, when_late(self._connection, entry.arrived_at, self._now))

    def _restore(self, followup: FollowUp, slug: str | None) -> None:
        """Take up what was set aside; name its event as the file does now, unless a person has had a word in it."""
        made = relevant_again(followup, self._now)
        if slug and not any(is_word(line) for line in made.history):
            made = replace(made, event_slug=slug)
        if made != followup:
            followup_store.save(self._connection, made, keys_of(made))

    def _drop(self, entry: int) -> set[int]:
        """Forget what an entry says of follow-ups; the records concerned."""
        mentions = entry_store.mentions(self._connection, [entry]).get(entry, ())
        if mentions:
            entry_store.set_mentions(self._connection, entry, [])
        return {record for record, _ in mentions if record is not None}
