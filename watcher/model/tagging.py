"""What the keyword file says of a text, with its evidence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermHit:
    """One place where a term of ``keywords.yaml`` was found: ``start``/``end`` are offsets in ``where``."""

    term: str
    matched: str
    where: str  # "title" | "text"
    start: int
    end: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class AreaTag:
    slug: str
    score: float
    hits: tuple[TermHit, ...]

    @property
    def matched(self) -> tuple[str, ...]:
        """The distinct terms found, strongest evidence first."""
        return tuple(dict.fromkeys(hit.term for hit in self.hits))


@dataclass(frozen=True, slots=True)
class GroupTag:
    """A relevance group that is named; ``implied``: by the feed (``implies``) and not by words."""

    slug: str
    hits: tuple[TermHit, ...]
    implied: bool = False


@dataclass(frozen=True, slots=True)
class EventTag:
    slug: str
    hits: tuple[TermHit, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the keyword file says of one text, with its evidence.

    ``areas`` reached their threshold, ``nearly`` had hits but did not. ``missing`` are the groups
    not named, plus "focus-area" where too few areas were found.
    """

    relevant: bool
    areas: tuple[AreaTag, ...] = ()
    nearly: tuple[AreaTag, ...] = ()
    groups: tuple[GroupTag, ...] = ()
    general: tuple[TermHit, ...] = ()
    events: tuple[EventTag, ...] = ()
    missing: tuple[str, ...] = ()
    excluded: tuple[TermHit, ...] = ()
