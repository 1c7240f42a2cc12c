"""How much of a long digest an HTML mail shows, so that no mail service cuts it off. Pure.

Nothing is dropped in silence: what is left out of the mail is counted in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from watcher.digests.view import AreaView, DigestView, SectionView
from watcher.digests.words import count


@dataclass(frozen=True, slots=True)
class Room:
    """At most so many stories in full, so many more by title and outlets, follow-ups, other lines (None: all)."""

    full: int | None = None
    listed: int | None = None
    notices: int | None = None
    lines: int | None = None


# From all to little; rendering takes the first that fits.
ROOMS = (
    Room(),
    Room(full=40),
    Room(full=30, notices=60, lines=30),
    Room(full=20, notices=40, lines=20),
    Room(full=10, notices=30, lines=12),
    Room(full=10, listed=150, notices=25, lines=10),
    Room(full=8, listed=100, notices=20, lines=8),
    Room(full=5, listed=50, notices=12, lines=5),
    Room(full=3, listed=20, notices=6, lines=3),
    Room(full=1, listed=5, notices=3, lines=2),
)


def fitted(view: DigestView, room: Room) -> DigestView:
    """``view`` cut to ``room``; ``left_out`` then says how much more there is."""
    cut, stories = _areas((*view.areas, *view.general), room)
    areas = tuple(area for area in cut if not area.general)
    sections, followups = _sections(view.sections, room.notices)
    dropped = []
    if stories:
        dropped.append(count(stories, "more story", "more stories"))
    if followups:
        dropped.append(count(followups, "more follow-up"))
    lines = room.lines
    more = sum(
        max(0, len(each) - (len(each) if lines is None else lines)) for each in (view.developments, view.alerted)
    )
    if more:
        dropped.append(count(more, "more line"))
    return replace(
        view,
        areas=areas,
        general=tuple(area for area in cut if area.general),
        sections=sections,
        developments=view.developments[:lines],
        alerted=view.alerted[:lines],
        events=view.events[:lines],
        cut=" and ".join(dropped),
    )


def _areas(areas: Sequence[AreaView], room: Room) -> tuple[tuple[AreaView, ...], int]:
    """The first stories of every area before the second ones, and how many are not shown at all."""
    places = sorted(
        chain.from_iterable(((rank, number) for rank in range(len(area.stories))) for number, area in enumerate(areas))
    )
    full = set(places if room.full is None else places[: room.full])
    end = None if room.listed is None else (room.full or 0) + room.listed
    shown = set(places[:end])
    cut = []
    for number, area in enumerate(areas):
        stories = tuple(
            story if (rank, number) in full else replace(story, brief=True)
            for rank, story in enumerate(area.stories)
            if (rank, number) in shown
        )
        see = area.see if room.lines is None else area.see[: room.lines]
        cut.append(replace(area, stories=stories, see=see, more_see=area.more_see + len(area.see) - len(see)))
    return tuple(area for area in cut if area.stories or area.see), len(places) - len(shown)


def _sections(sections: Sequence[SectionView], limit: int | None) -> tuple[tuple[SectionView, ...], int]:
    if limit is None:
        return tuple(sections), 0
    kept, left = [], limit
    for section in sections:
        shown = section.notices[:left]
        left -= len(shown)
        kept.append(replace(section, notices=shown))
    told = sum(len(section.notices) for section in sections)
    return tuple(section for section in kept if section.notices), told - (limit - left)
