"""Grouping through the database: batches, restarts, statistics, and stories that turn out to be one."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from streets import START, Newsroom, item

from watcher.store import signatures, unions
from watcher.store.tables import CorrectionRow, EntryRow, StoryRow

STRIKE = item(
    "Port Lim dock workers end strike after pay deal",
    "Dock workers in Port Lim returned to work on Tuesday after their union accepted a pay deal of 6 percent.",
)
STRIKE_RETOLD = item(
    "Union accepts pay deal, ending dock strike in Port Lim",
    "The strike of dock workers in Port Lim is over: their union accepted 6 percent.",
    outlet="The Courier",
    hours=2,
)
FERRY = item(
    "New ferry line to Oru Island opens", "A ferry line to Oru Island took up service with electric ships.", hours=1
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "news.db")


def test_two_feeds_that_report_one_event_make_one_story(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE, FERRY)
    (placed,) = newsroom.poll(STRIKE_RETOLD)
    assert placed.story_id is not None
    assert newsroom.groups() == [[STRIKE.title, STRIKE_RETOLD.title], [FERRY.title]]


def test_entries_of_one_batch_find_each_other(newsroom: Newsroom) -> None:
    placements = newsroom.poll(STRIKE_RETOLD, FERRY, STRIKE)
    assert [placed.opener for placed in placements] == [2, 1, 2]
    assert newsroom.groups() == [[STRIKE_RETOLD.title, STRIKE.title], [FERRY.title]]


def test_the_same_input_gives_the_same_groups_also_after_a_restart(tmp_path: Path) -> None:
    one, other = Newsroom(tmp_path / "one.db"), Newsroom(tmp_path / "other.db")
    one.poll(STRIKE, FERRY)
    one.poll(STRIKE_RETOLD)
    other.poll(STRIKE, FERRY)
    other.poll(STRIKE_RETOLD)
    assert one.groups() == other.groups()


def test_an_empty_batch_writes_nothing(newsroom: Newsroom) -> None:
    assert newsroom.poll() == []
    with newsroom.session() as session:
        assert signatures.term_counts(session, []) == {}


def test_an_address_finds_its_story_whatever_the_words(newsroom: Newsroom) -> None:
    newsroom.poll(item("Ferry opens", url="example.org/a/7"))
    newsroom.poll(item("Worth the money? A thread", outlet="Link Board", url="example.org/a/7", hours=30))
    assert len(newsroom.groups()) == 1


def test_what_was_published_long_ago_is_no_candidate(newsroom: Newsroom) -> None:
    newsroom.window = timedelta(hours=1)
    newsroom.poll(STRIKE)
    newsroom.poll(STRIKE_RETOLD)
    assert len(newsroom.groups()) == 2


def test_titles_without_words_are_stories_of_their_own(newsroom: Newsroom) -> None:
    newsroom.poll(item("!"), item("?", outlet="The Courier"))
    assert len(newsroom.groups()) == 2


def test_terms_are_counted_and_grow_old(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "DECAY_AT", 4)
    with newsroom.session() as session:
        signatures.count_terms(session, {1: 3, 2: 1}, 3)
        assert signatures.term_counts(session, [1, 2, 3]) == {signatures.ALL_ENTRIES: 3, 1: 3, 2: 1}
        signatures.count_terms(session, {1: 1}, 1)
        assert signatures.term_counts(session, [1, 2]) == {signatures.ALL_ENTRIES: 2, 1: 2}


def test_keys_of_entries_that_are_gone_are_swept(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE, FERRY)
    with newsroom.session() as session:
        session.execute(text("DELETE FROM signatures WHERE entry_id = 1"))
        assert signatures.prune(session) > 0
        assert signatures.prune(session) == 0


def test_two_stories_become_one_when_an_entry_belongs_to_both(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE)
    with newsroom.session() as session, session.begin():
        # The second telling came as a story of its own, as it would before enough was known.
        session.execute(insert(StoryRow).values(id=9, title="", summary="", published_at=START, updated_at=START))
    newsroom.poll(STRIKE_RETOLD)
    with newsroom.session() as session, session.begin():
        session.execute(text("UPDATE entries SET story_id = 9 WHERE id = 2"))
    (placed,) = newsroom.poll(
        item(STRIKE.title, STRIKE_RETOLD.text, outlet="Lim Gazette", hours=3),
    )
    assert placed.story_id == 1
    assert len(newsroom.groups()) == 1
    with newsroom.session() as session:
        assert session.scalar(select(StoryRow.merged_into).where(StoryRow.id == 9)) == 1


def test_a_story_a_person_touched_is_not_united(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE, FERRY)
    with newsroom.session() as session:
        assert unions.free(session, [1, 2]) == {1, 2}
        session.execute(insert(CorrectionRow).values(at=START, action="split", story_id=1, other=[]))
        session.execute(text("UPDATE stories SET verdict = 'dismissed' WHERE id = 2"))
        assert unions.free(session, [1, 2]) == set()
        assert unions.free(session, []) == set()


def test_uniting_moves_the_entries_and_keeps_the_old_number_answering(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE, FERRY)
    with newsroom.session() as session:
        unions.unite(session, 1, 2)
        assert set(session.scalars(select(EntryRow.story_id))) == {1}
        assert session.scalar(select(StoryRow.merged_into).where(StoryRow.id == 2)) == 1
