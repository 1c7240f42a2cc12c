"""Full-text search: the index is asked for entries, stories are answered, each once and with its best entry.

Ranked by the engine's own measure (bm25 of FTS5, ``ts_rank`` of PostgreSQL; a word in the title counts more), by
relevance, and by time: half as much after half a year.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Float, Integer, column, select, text

from watcher.model.stories import Story
from watcher.store import stories as story_store
from watcher.store.feeds import chunks
from watcher.store.search_words import Query, Term
from watcher.store.snippets import Snippet, snippet
from watcher.store.tables import ENTRIES, STORIES

MOST_ENTRIES = 20_000  # of those that answer, the latest so many are ranked
HALF_AS_MUCH = timedelta(days=180)
NOT_RELEVANT = 0.5

_ASK = {
    "sqlite": "SELECT rowid AS entry_id, -bm25(entry_search, 4.0, 1.0) AS score FROM entry_search "
    "WHERE entry_search MATCH :query ORDER BY rowid DESC LIMIT :most",
    "postgresql": "SELECT entry_id, ts_rank(words, asked, 1) AS score "
    "FROM entry_search, to_tsquery('simple', :query) AS asked "
    "WHERE words @@ asked ORDER BY entry_id DESC LIMIT :most",
}


@dataclass(frozen=True, slots=True)
class FoundStory:
    """A story, and what its best entry says to the query."""

    story: Story
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """The best stories, best first, and how many there are in all."""

    stories: tuple[FoundStory, ...]
    total: int


def find(
    connection: Connection,
    query: Query,
    now: datetime,
    *,
    limit: int,
    since: datetime | None = None,
    focus: str | None = None,
) -> Found:
    """Stories of which an entry answers the query; published since, of one focus area, where that is asked."""
    sqlite = connection.dialect.name == "sqlite"
    statement = text(_ASK["sqlite" if sqlite else "postgresql"]).bindparams(
        query=(fts5 if sqlite else tsquery)(query), most=MOST_ENTRIES
    )
    answers = statement.columns(column("entry_id", Integer), column("score", Float)).subquery("answers")
    rows = (
        select(ENTRIES.c.story_id, ENTRIES.c.id, ENTRIES.c.dated_at, STORIES.c.relevant, answers.c.score)
        .join(ENTRIES, ENTRIES.c.id == answers.c.entry_id)
        .join(STORIES, STORIES.c.id == ENTRIES.c.story_id)
    )
    if since is not None:
        rows = rows.where(STORIES.c.updated_at >= since)
    best: dict[int, tuple[float, int]] = {}
    for story, entry, dated_at, relevant, score in connection.execute(rows):
        age = max(now - dated_at, timedelta()) / HALF_AS_MUCH
        weight = float(score) / (1 + age) * (1 if relevant else NOT_RELEVANT)
        best[story] = max(best.get(story, (0.0, 0)), (weight, entry))
    if focus is not None:
        of_focus = _of_focus(connection, best, focus)
        best = {story: answer for story, answer in best.items() if story in of_focus}
    shown = sorted(best, key=lambda story: (best[story][0], story), reverse=True)[:limit]
    loaded = story_store.load(connection, shown)
    snippets = _snippets(connection, {story: best[story][1] for story in shown}, query)
    return Found(tuple(FoundStory(loaded[story], snippets[story]) for story in shown), len(best))


def _of_focus(connection: Connection, stories: Collection[int], focus: str) -> set[int]:
    return {
        story
        for part in chunks(list(stories))
        for story, areas in connection.execute(select(STORIES.c.id, STORIES.c.areas).where(STORIES.c.id.in_(part)))
        if any(area[0] == focus for area in areas)
    }


def _snippets(connection: Connection, entries: Mapping[int, int], query: Query) -> dict[int, Snippet]:
    """By story; ``entries`` are the best entry of each."""
    rows = connection.execute(
        select(ENTRIES.c.story_id, ENTRIES.c.title, ENTRIES.c.text, ENTRIES.c.page_text).where(
            ENTRIES.c.id.in_(list(entries.values()))
        )
    )
    return {story: snippet(title, f"{said}\n{page}" if page else said, query) for story, title, said, page in rows}


def fts5(query: Query) -> str:
    """The query in the language of FTS5. Words are plain and quoted, so nothing in them is read as an operator."""
    wanted = " AND ".join(_fts5_any(group) for group in query.wanted)
    return f"({wanted}) NOT {_fts5_any(query.unwanted)}" if query.unwanted else wanted


def _fts5_any(terms: Sequence[Term]) -> str:
    forms = [f'"{" ".join(form)}"' + (" *" if term.prefix else "") for term in terms for form in term.forms]
    return f"({' OR '.join(forms)})"


def tsquery(query: Query) -> str:
    """The query in the language of PostgreSQL's ``to_tsquery``; words are plain, and quoted."""
    wanted = " & ".join(_tsquery_any(group) for group in query.wanted)
    return f"{wanted} & !{_tsquery_any(query.unwanted)}" if query.unwanted else wanted


def _tsquery_any(terms: Sequence[Term]) -> str:
    forms = [
        "(" + " <-> ".join(f"'{word}'" for word in form) + (":*)" if term.prefix else ")")
        for term in terms
        for form in term.forms
    ]
    return f"({' | '.join(forms)})"
