"""Drives stories through ``find`` and ``track`` as the pipeline does, with the candidates a store would find."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from watcher.followups.extract import find
from watcher.followups.tracking import keys, keys_of, mentions_of, track
from watcher.model.followups import Change, FollowUp
from watcher.model.stories import Source
from watcher.model.tagging import EventTag, TermHit

CET = ("cet-dialogue", r"CET Dialogue|Critical (?:and )?Emerging Technolog(?:y|ies) Dialogue")


@dataclass(frozen=True)
class Story:
    day: str
    outlet: str
    title: str
    text: str


@dataclass
class Life:
    """The records that stories have made so far."""

    events: Sequence[tuple[str, str]] = ()
    records: list[FollowUp] = field(default_factory=list)
    entries: int = 0

    def tell(self, *stories: Story) -> "Life":
        for story in stories:
            self.entries += 1
            self._tell(story, self.entries)
        return self

    def _tell(self, story: Story, entry: int) -> None:
        at = datetime.fromisoformat(story.day).replace(hour=9, tzinfo=UTC)
        source = Source(entry, story.outlet, story.title, f"https://{entry}.example.org/", at)
        for mention in mentions_of(find(story.title, story.text, at.date(), events=self._tags(story)), source, at):
            wanted = keys(mention)
            candidates = [record for record in self.records if wanted & keys_of(record)]
            made = track(mention, candidates)
            if made is None:
                continue
            if made.id == 0:
                self.records.append(replace(made, id=len(self.records) + 1))
            else:
                self.records = [made if record.id == made.id else record for record in self.records]

    def _tags(self, story: Story) -> tuple[EventTag, ...]:
        tags = []
        for slug, pattern in self.events:
            hits = [
                TermHit(slug, match.group(), where, match.start(), match.end())
                for where, body in (("title", story.title), ("text", story.text))
                for match in re.finditer(pattern, body)
            ]
            if hits:
                tags.append(EventTag(slug, tuple(hits)))
        return tuple(tags)

    def of(self, slug: str) -> list[FollowUp]:
        return [record for record in self.records if record.event_slug == slug]


def changes(record: FollowUp) -> list[Change]:
    return [line.change for line in record.history]


def dates(record: FollowUp) -> tuple[str | None, str | None]:
    start, end = record.period.start, record.period.end
    return (start.isoformat() if start else None, end.isoformat() if end else None)


def show(life: Life) -> str:
    """For a failing test: every record with its history."""
    lines = []
    for record in life.records:
        lines.append(
            f"#{record.id} {record.event!r} {record.event_slug} {dates(record)} {record.place} {record.outcome}"
        )
        for line in record.history:
            span = f"{line.period.start}..{line.period.end}"
            lines.append(f"     {line.seen_at:%Y-%m-%d} {line.change} {span} {line.place} | {line.text[:90]}")
    return "\n".join(lines)
