"""Stories that turned out to be one: which may be united without anybody noticing, and uniting them.

A story that a digest or an alert has told, or that a person has touched, keeps its identity.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from watcher.store.tables import Base, EntryRow, StoryRow


def free(session: Session, story_ids: Iterable[int]) -> set[int]:
    """Those of the stories that nobody has been told and no person has corrected."""
    wanted = sorted(set(story_ids))
    if not wanted:
        return set()
    listed = ",".join(map(str, wanted))
    bound = session.connection().exec_driver_sql(
        f"SELECT story_id FROM told_stories WHERE story_id IN ({listed}) "  # noqa: S608 - integers only
        f"UNION SELECT story_id FROM alerts WHERE story_id IN ({listed}) "
        f"UNION SELECT story_id FROM corrections WHERE story_id IN ({listed}) "
        f"UNION SELECT id FROM stories WHERE id IN ({listed}) AND verdict IS NOT NULL"
    )
    return set(wanted) - {story for (story,) in bound}


def apply(session: Session, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Move the entries of stories that are gone to those that are kept, pair by pair; the stories that have grown.

    The number of a story that is gone goes on answering.
    """
    ends: dict[int, int] = {}
    for kept, gone in reversed(pairs):  # a story that was kept first may be gone later
        ends[gone] = ends.get(kept, kept)
    if ends:
        moves = [{"gone": gone, "kept": kept} for gone, kept in sorted(ends.items())]
        connection = session.connection()
        connection.execute(_MOVE, moves)
        connection.execute(_ANSWER, moves)
        session.expire_all()
    return set(ends.values())


_ENTRIES, _STORIES = (Base.metadata.tables[row.__tablename__] for row in (EntryRow, StoryRow))
_MOVE = update(_ENTRIES).where(_ENTRIES.c.story_id == bindparam("gone")).values(story_id=bindparam("kept"))
_ANSWER = (
    update(_STORIES)
    .where(_STORIES.c.id == bindparam("gone"))
    .values(merged_into=bindparam("kept"), relevant=False, arrived_at=None)
)
_SAY = update(_ENTRIES).where(_ENTRIES.c.id == bindparam("entry")).values(grouping=bindparam("said"))


def explain(session: Session, said: Mapping[int, Mapping[str, Any]]) -> None:
    """Keep the evidence of where these entries are."""
    if said:
        session.connection().execute(_SAY, [{"entry": entry, "said": why} for entry, why in sorted(said.items())])
