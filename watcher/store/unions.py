"""Stories that turned out to be one: which may be united without anybody noticing, and uniting them.

A story that a digest or an alert has told, or that a person has touched, keeps its identity.
"""

from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from watcher.store.tables import EntryRow, StoryRow


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


def unite(session: Session, kept: int, gone: int) -> None:
    """Move the entries of one story to another; the id of the one that is gone goes on answering."""
    connection = session.connection()
    connection.execute(update(EntryRow).where(EntryRow.story_id == gone).values(story_id=kept))
    connection.execute(update(StoryRow).where(StoryRow.id == gone).values(merged_into=kept, relevant=False))
    session.expire_all()
