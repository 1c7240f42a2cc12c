"""Stories that turned out to be one: which may be united without anybody noticing, and uniting them.

A story that a digest or an alert has told, or that a person has touched, keeps its identity.
"""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from watcher.store.tables import AlertRow, CorrectionRow, EntryRow, StoryRow, ToldStoryRow


def free(session: Session, story_ids: Iterable[int]) -> set[int]:
    """Those of the stories that nobody has been told and no person has corrected."""
    wanted = sorted(set(story_ids))
    if not wanted:
        return set()
    bound: set[int] = set()
    for column in (ToldStoryRow.story_id, AlertRow.story_id, CorrectionRow.story_id):
        bound.update(session.connection().scalars(select(column).where(column.in_(wanted))))
    judged = select(StoryRow.id).where(StoryRow.id.in_(wanted), StoryRow.verdict.is_not(None))
    bound.update(session.connection().scalars(judged))
    return set(wanted) - bound


def unite(session: Session, kept: int, gone: int) -> None:
    """Move the entries of one story to another; the id of the one that is gone goes on answering."""
    connection = session.connection()
    connection.execute(update(EntryRow).where(EntryRow.story_id == gone).values(story_id=kept))
    connection.execute(update(StoryRow).where(StoryRow.id == gone).values(merged_into=kept, relevant=False))
    session.expire_all()
