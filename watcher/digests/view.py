"""What a digest's page shows, every string ready: the values that the templates lay out.

``page`` fills them; nothing here decides or words anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when it is read: today's date, the first clock, the base of links; ``events``: watched ones by slug."""

    today: date
    clock: str
    public_url: str | None
    events: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceView:
    outlet: str
    day: str
    url: str | None


@dataclass(frozen=True, slots=True)
class StoryView:
    """``brief`` is set where there is room for the title and the outlets only."""

    id: str
    title: str
    url: str | None
    page: str | None
    language: str | None
    summary: str
    sources: tuple[SourceView, ...]
    more_sources: int
    also: tuple[str, ...]
    why: tuple[str, ...]
    followups: tuple[str, ...]
    brief: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceView:
    id: str
    title: str
    area: str


@dataclass(frozen=True, slots=True)
class AreaView:
    name: str
    stories: tuple[StoryView, ...]
    see: tuple[ReferenceView, ...]
    more_see: int = 0
    general: bool = False


@dataclass(frozen=True, slots=True)
class NoticeView:
    """``when``: when and where it is expected, or what became of it; ``was`` what a changed one was before."""

    id: str
    title: str
    when: str
    was: str
    quote: str
    source: SourceView | None
    page: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """``tone``: new, changed, coming, overdue or closed; templates choose a colour by it."""

    title: str
    tone: str
    notices: tuple[NoticeView, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line that leads somewhere: a standing event, a development, a story told by an alert."""

    title: str
    detail: str
    id: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class DigestView:
    name: str
    subject: str
    headline: str
    day: str
    clocks: str
    counts: tuple[str, ...]
    sections: tuple[SectionView, ...]
    areas: tuple[AreaView, ...]
    general: tuple[AreaView, ...]
    elsewhere: tuple[tuple[str, tuple[ReferenceView, ...]], ...]
    alerted: tuple[LineView, ...]
    developments: tuple[LineView, ...]
    events: tuple[LineView, ...]
    coverage: tuple[str, ...]
    left_out: tuple[str, ...]
    hints: tuple[str, ...]
    url: str | None
    quiet: str
    cut: str = ""


@dataclass(frozen=True, slots=True)
class AlertView:
    name: str
    subject: str
    moment: str
    story: StoryView | None
    notice: NoticeView | None
    url: str | None
