"""Which stored follow-ups a mention is held against."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from watcher.model.followups import Change, FollowUp, FollowUpChange, Kind
from watcher.model.period import Period, Precision
from watcher.store.candidates import CANDIDATES, POSTINGS, Candidates
from watcher.store.database import Connection, Database
from watcher.store.schema import prepare

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = Period(date(2026, 5, 4), date(2026, 5, 4), Precision.DAY)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database(f"sqlite:///{tmp_path / 'watcher.db'}")
    prepare(database)
    with database.writing() as connection:
        yield connection
    database.close()


def followup(text: str, slug: str | None = None) -> FollowUp:
    line = FollowUpChange(AT, DAY, None, Change.ANNOUNCED, "source", text)
    return FollowUp(
        id=0, event=text, event_slug=slug, period=DAY, place=None, kind=Kind.MEETING, text=text,
        first_mentioned_at=AT, updated_at=AT, history=(line,),
    )  # fmt: skip


def test_a_rare_word_finds_its_follow_up_among_many_that_share_a_common_one(connection: Connection) -> None:
    candidates = Candidates(connection)
    rare = candidates.save(followup("the harbour tram"), ["summit", "harbour"])
    for number in range(POSTINGS + 20):
        candidates.save(followup(f"summit {number}"), ["summit"])
    found = [each.id for each in Candidates(connection).find(None, ["summit", "harbour"])]
    assert rare in found
    assert len(found) == CANDIDATES


def test_of_many_that_share_one_word_the_newest_are_looked_at(connection: Connection) -> None:
    candidates = Candidates(connection)
    ids = [candidates.save(followup(f"summit {number}"), ["summit"]) for number in range(POSTINGS + 20)]
    assert [each.id for each in Candidates(connection).find(None, ["summit"])] == ids[-CANDIDATES:]


def test_what_the_transaction_saved_is_found_by_words_asked_for_before(connection: Connection) -> None:
    candidates = Candidates(connection)
    assert candidates.find("dialogue", ["harbour"]) == []
    new = candidates.save(followup("harbour talks", "dialogue"), ["harbour"])
    assert [each.id for each in candidates.find(None, ["harbour"])] == [new]
    assert [each.id for each in candidates.find("dialogue", ["tram"])] == [new]


def test_a_record_is_read_again_once_it_is_saved_anew(connection: Connection) -> None:
    candidates = Candidates(connection)
    candidates.save(followup("harbour talks"), ["harbour"])
    (known,) = candidates.find(None, ["harbour"])
    later = FollowUpChange(AT, DAY, "Lima", Change.CONFIRMED, "source", "harbour talks in Lima")
    history = (*known.history, later)
    candidates.save(replace(known, place="Lima", history=history), ["harbour", "lima"])
    (again,) = candidates.find(None, ["harbour"])
    assert (again.place, again.history) == ("Lima", history)


def test_more_words_than_one_statement_asks_for_are_all_looked_up(connection: Connection) -> None:
    candidates = Candidates(connection)
    ids = [candidates.save(followup(f"talks {number}"), [f"word{number}"]) for number in range(CANDIDATES)]
    wanted = [f"word{number}" for number in range(150)]
    assert [each.id for each in Candidates(connection).find(None, wanted)] == ids


def test_words_are_found_as_far_as_the_store_keeps_them(connection: Connection) -> None:
    candidates = Candidates(connection)
    new = candidates.save(followup("talks"), ["w" * 60])
    assert [each.id for each in candidates.find(None, ["w" * 60])] == [new]
