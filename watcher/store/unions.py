"""Stories that turned out to be one: which may be united without anybody noticing, and uniting them.

A story that a digest or an alert has told, or that a person has touched, keeps its identity.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, or_, update

from watcher.store.feeds import chunks
from watcher.store.tables import ENTRIES, STORIES


def free(connection: Connection, story_ids: Iterable[int]) -> set[int]:
    """Those of the stories that nobody has been told and no person has corrected."""
    wanted = sorted(set(story_ids))
    if not wanted:
        return set()
    listed = ",".join(map(str, wanted))
    bound = connection.exec_driver_sql(
        f"SELECT story_id FROM told_stories WHERE story_id IN ({listed}) "  # noqa: S608 - integers only
        f"UNION SELECT story_id FROM alerts WHERE story_id IN ({listed}) "
        f"UNION SELECT story_id FROM corrections WHERE story_id IN ({listed}) "
        f"UNION SELECT id FROM stories WHERE id IN ({listed}) AND verdict IS NOT NULL"
    )
    return set(wanted) - {story for (story,) in bound}


def apply(connection: Connection, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Move the entries of stories that are gone to those that are kept, pair by pair; the stories that have grown.

    The number of a story that is gone goes on answering.
    """
    ends: dict[int, int] = {}
    for kept, gone in reversed(pairs):  # a story that was kept first may be gone later
        ends[gone] = ends.get(kept, kept)
    if ends:
        moves = [{"gone": gone, "kept": kept} for gone, kept in sorted(ends.items())]
        connection.execute(_MOVE, moves)
        connection.execute(_ANSWER, moves)
    return set(ends.values())


_MOVE = update(ENTRIES).where(ENTRIES.c.story_id == bindparam("gone")).values(story_id=bindparam("kept"))
_ANSWER = (
    update(STORIES)
    .where(STORIES.c.id == bindparam("gone"))
    .values(merged_into=bindparam("kept"), relevant=False, arrived_at=None)
)
_SAY = update(ENTRIES).where(ENTRIES.c.id == bindparam("entry")).values(grouping=bindparam("said"))
ALONE = {"kind": "new", "score": 0.0}
"""The evidence of an entry whose story nothing else belongs to: what a new entry starts with."""


def explain(connection: Connection, said: Mapping[int, Mapping[str, Any]]) -> None:
    """Keep the evidence of where these entries are."""
    rows = [{"entry": entry, "said": why} for entry, why in sorted(said.items()) if why != ALONE]
    if rows:
        connection.execute(_SAY, rows)
    # Nearly all are alone, and say so already: a row with its texts is not written again for that.
    kind, refused = (ENTRIES.c.grouping[name].as_string() for name in ("kind", "refused"))
    otherwise = or_(kind.is_(None), kind != ALONE["kind"], refused.is_not(None))
    for part in chunks(sorted(entry for entry, why in said.items() if why == ALONE)):
        connection.execute(update(ENTRIES).where(ENTRIES.c.id.in_(part), otherwise).values(grouping=ALONE))
