"""What is found in one text: relevance, focus areas, follow-ups. Pure, picklable in and out.

The same function serves entries from feeds, linked pages, re-tagging and ``explain``.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watcher.focus.tagging import Tagger
from watcher.model.followups import FoundFollowUp
from watcher.model.tagging import Judgement


@dataclass(frozen=True, slots=True)
class Analysis:
    """``followups`` is empty unless the text is relevant: follow-ups are taken from relevant entries alone."""

    judgement: Judgement
    followups: tuple[FoundFollowUp, ...]

    @property
    def columns(self) -> dict[str, object]:
        """What the store keeps of it on the entry."""
        return {
            "relevant": self.judgement.relevant,
            "areas": self.areas,
            "events": self.events,
            "why": self.why,
        }

    @property
    def areas(self) -> list[list[object]]:
        """As the store keeps them: ``[slug, score, [term]]``, strongest first."""
        return [[area.slug, round(area.score, 3), list(area.matched)] for area in self.judgement.areas]

    @property
    def events(self) -> list[str]:
        return [event.slug for event in self.judgement.events]

    @property
    def why(self) -> list[str]:
        """The words that made it relevant, one a group and area, as they were written."""
        judged = self.judgement
        if not judged.relevant:
            return []
        hits = [tag.hits for tag in judged.areas[:3]] + [tag.hits for tag in judged.groups]
        words = [found[0].matched for found in hits if found] + [hit.matched for hit in judged.general[:1]]
        return list(dict.fromkeys(words))


def analyse(
    tagger: Tagger,
    title: str,
    text: str,
    *,
    dated_at: datetime,
    zone: ZoneInfo,
    language: str | None,
    implies: Collection[str],
) -> Analysis:
    """Judge one text and take its follow-ups, with dates resolved from its publication in the outlet's zone."""
    judgement = tagger.judge(title, text, implies)
    if not judgement.relevant:
        return Analysis(judgement, ())
    from watcher.followups.extract import find  # its expressions take a third of a second, and most texts need none

    published: date = dated_at.astimezone(zone).date()
    return Analysis(judgement, find(title, text, published, language, judgement.events))
