"""Stories and what tells of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of a story or follow-up, as the contract's JSON prints it."""

    entry: int
    outlet: str
    title: str
    url: str | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class AreaScore:
    slug: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One news event with everything a digest or a page needs to tell it.

    ``areas`` are strongest first. ``sources`` are in order of publication. ``why`` are the words
    that made it relevant. ``arrived_at`` is when its first relevant entry arrived (None: not relevant).
    """

    id: int
    title: str
    summary: str
    language: str | None
    url: str | None
    published_at: datetime
    updated_at: datetime
    relevant: bool
    areas: tuple[AreaScore, ...]
    sources: tuple[Source, ...]
    followups: tuple[int, ...] = ()
    events: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    arrived_at: datetime | None = None
