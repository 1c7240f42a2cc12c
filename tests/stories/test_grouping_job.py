"""Grouping through the database: batches, restarts, statistics, and stories that turn out to be one."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from streets import START, Newsroom, item

from watcher.jobs import grouping
from watcher.jobs.grouping import wait
from watcher.store import signatures, unions
from watcher.store.tables import CORRECTIONS, ENTRIES, STORIES

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
    newsroom.poll(STRIKE_RETOLD)
    assert newsroom.groups() == [[STRIKE.title, STRIKE_RETOLD.title], [FERRY.title]]


def test_entries_of_one_batch_find_each_other(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE_RETOLD, FERRY, STRIKE)
    assert newsroom.groups() == [[STRIKE_RETOLD.title, STRIKE.title], [FERRY.title]]


def test_the_same_input_gives_the_same_groups_also_after_a_restart(tmp_path: Path) -> None:
    one, other = Newsroom(tmp_path / "one.db"), Newsroom(tmp_path / "other.db")
    one.poll(STRIKE, FERRY)
    one.poll(STRIKE_RETOLD)
    other.poll(STRIKE, FERRY)
    other.poll(STRIKE_RETOLD)
    assert one.groups() == other.groups()


def test_an_empty_batch_writes_nothing(newsroom: Newsroom) -> None:
    newsroom.poll()
    with newsroom.connection() as connection:
        assert signatures.term_counts(connection, []) == {}


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
    with newsroom.connection() as connection:
        signatures.count_terms(connection, {1: 3, 2: 1}, 3)
        assert signatures.term_counts(connection, [1, 2, 3]) == {signatures.ALL_ENTRIES: 3, 1: 3, 2: 1}
        signatures.count_terms(connection, {1: 1}, 1)
        assert signatures.term_counts(connection, [1, 2]) == {signatures.ALL_ENTRIES: 2, 1: 2}


def test_keys_of_entries_that_are_gone_are_swept(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE, FERRY)
    with newsroom.connection() as connection:
        connection.execute(text("DELETE FROM signatures WHERE entry_id = 1"))
        assert signatures.prune(connection) > 0
        assert signatures.prune(connection) == 0


def test_the_order_in_which_feeds_answer_decides_nothing(tmp_path: Path) -> None:
    items = [STRIKE, STRIKE_RETOLD, FERRY, item("Ferry to Oru Island opens", FERRY.text, outlet="Lim Gazette", hours=3)]
    found = []
    for number, order in enumerate(permutations(items)):
        newsroom = Newsroom(tmp_path / f"{number}.db")
        for one in order:
            newsroom.arrive(one)
        newsroom.group()
        found.append({frozenset(titles) for titles in newsroom.groups()})
    assert len(found[0]) == 2
    assert all(groups == found[0] for groups in found)


def test_what_waits_outlives_a_poll_that_was_cut_short(newsroom: Newsroom) -> None:
    newsroom.arrive(STRIKE)
    newsroom.poll(STRIKE_RETOLD)
    assert len(newsroom.groups()) == 1
    with newsroom.connection() as connection:
        assert not signatures.any_waits(connection)


def test_more_than_is_grouped_at_once_is_grouped_all_the_same(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "AT_ONCE", 1)
    newsroom.arrive(STRIKE, FERRY, STRIKE_RETOLD)
    for _ in range(3):
        newsroom.group()
    assert newsroom.groups() == [[STRIKE.title, STRIKE_RETOLD.title], [FERRY.title]]


def test_two_stories_become_one_when_an_entry_belongs_to_both(newsroom: Newsroom) -> None:
    first, second = newsroom.poll(STRIKE)[0], newsroom.poll(STRIKE_RETOLD)[0]
    with newsroom.connection() as connection, connection.begin():
        # The second telling came as a story of its own, as it would before enough was known.
        connection.execute(text("UPDATE entries SET story_id = :own WHERE id = :own"), {"own": second})
        connection.execute(text("UPDATE stories SET merged_into = NULL"))
    third = newsroom.poll(item(STRIKE.title, STRIKE_RETOLD.text, outlet="Lim Gazette", hours=3))[0]
    assert {newsroom.story(entry) for entry in (first, second, third)} == {1}
    with newsroom.connection() as connection:
        assert connection.scalar(select(STORIES.c.merged_into).where(STORIES.c.id == second)) == 1
        said = dict(connection.execute(select(ENTRIES.c.id, ENTRIES.c.grouping)).all())
    assert said[first] == {"kind": "new", "score": 0.0}
    assert said[second]["kind"] in {"same-event", "near-copy"}


def test_an_entry_that_was_edited_is_found_by_its_new_words(newsroom: Newsroom) -> None:
    (entry,) = newsroom.poll(item("Breaking news", outlet="The Courier"))
    with newsroom.connection() as connection, connection.begin():
        wait(connection, [replace(STRIKE, outlet="The Courier", entry=entry)])
    newsroom.group()
    newsroom.poll(STRIKE_RETOLD)
    assert len(newsroom.groups()) == 1


def test_an_edit_takes_no_entry_out_of_its_story(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE)
    (entry,) = newsroom.poll(STRIKE_RETOLD)
    with newsroom.connection() as connection:
        before = connection.scalar(select(ENTRIES.c.grouping).where(ENTRIES.c.id == entry))
    with newsroom.connection() as connection, connection.begin():
        wait(connection, [replace(FERRY, outlet="The Courier", entry=entry)])
    newsroom.group()
    assert newsroom.story(entry) == 1
    with newsroom.connection() as connection:
        assert connection.scalar(select(ENTRIES.c.grouping).where(ENTRIES.c.id == entry)) == before


def test_entries_years_apart_wait_in_one_batch(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE, replace(STRIKE_RETOLD, published_at=START - timedelta(days=9_000)), FERRY)
    assert len(newsroom.groups()) == 3


def test_an_address_finds_its_story_for_as_long_as_the_window_is(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "long.db", window=timedelta(days=60))
    url = "example.org/dock-strike"
    newsroom.poll(replace(STRIKE, canonical_url=url))
    newsroom.poll(item("Dock strike: what we know", outlet="Lim Gazette", url=url, hours=40 * 24))
    assert len(newsroom.groups()) == 1


def test_a_person_who_took_an_entry_out_is_not_overruled(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE)
    (entry,) = newsroom.poll(STRIKE_RETOLD)
    with newsroom.connection() as connection, connection.begin():
        connection.execute(insert(CORRECTIONS).values(at=START, action="split", story_id=1, other=[entry, entry]))
        connection.execute(insert(CORRECTIONS).values(at=START, action="split", story_id=entry, other=[]))
        connection.execute(text("UPDATE entries SET story_id = :own WHERE id = :own"), {"own": entry})
        connection.execute(text("UPDATE stories SET merged_into = NULL"))
    newsroom.poll(item(STRIKE.title, STRIKE_RETOLD.text, outlet="Lim Gazette", hours=3))
    assert newsroom.story(1) != newsroom.story(entry)
    assert len(newsroom.groups()) == 2


def test_a_story_a_person_touched_is_not_united(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE, FERRY)
    with newsroom.connection() as connection:
        assert unions.free(connection, [1, 2]) == {1, 2}
        connection.execute(insert(CORRECTIONS).values(at=START, action="split", story_id=1, other=[]))
        connection.execute(text("UPDATE stories SET verdict = 'dismissed' WHERE id = 2"))
        assert unions.free(connection, [1, 2]) == set()
        assert unions.free(connection, []) == set()


def test_uniting_moves_the_entries_and_keeps_the_old_number_answering(newsroom: Newsroom) -> None:
    newsroom.poll(STRIKE, FERRY, item("Rain over Oru", hours=4))
    with newsroom.connection() as connection:
        assert unions.apply(connection, [(2, 3), (1, 2)]) == {1}
        assert set(connection.scalars(select(ENTRIES.c.story_id))) == {1}
        assert dict(connection.execute(select(STORIES.c.id, STORIES.c.merged_into)).all()) == {1: None, 2: 1, 3: 1}
        assert unions.apply(connection, []) == set()
