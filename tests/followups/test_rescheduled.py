"""How later stories call what they move: "the Bergen event", "the original one in April", "a fortnight, to 26 June"."""

from datetime import date

import pytest
from lives import Life, Story, changes, show

from watcher.followups.extract import find
from watcher.model.followups import Change

FORUM = Story(
    "2025-02-10",
    "Fjord Wire",
    "Haugesund to stage seabed mapping forum",
    "Norway and Ghana will hold the Seabed Mapping Forum in Haugesund on 12 June 2025, the port ministry said.",
)
OTHER = Story(
    "2025-02-11",
    "Fjord Wire",
    "Fishing fleets to compare notes",
    "Fleet owners from Iceland and Peru will hold a Trawler Safety Congress in Haugesund on 3 July 2025.",
)


def told(text: str, *first: Story, day: str = "2025-04-02", title: str = "In other news") -> Life:
    return Life().tell(*(first or (FORUM,)), Story(day, "Lowland Post", title, text))


@pytest.mark.parametrize(
    "text",
    [
        "Organisers have rescheduled the Haugesund event for 18 September 2025, blaming a strike at the airport.",
        "The hosts have pushed back the Haugesund gathering to 18 September.",
        "The Haugesund forum has been put back to 18 September.",
        "Norway said it had shifted the Seabed Mapping Forum by three months, to 18 September.",
        "The hosts have rescheduled the Haugesund event for 18 September, citing a clash with a fair in Hamburg.",
        "The Seabed Mapping Forum, originally set for 12 June, will take place on 18 September instead.",
        "The ministry has moved the Haugesund meeting to 18 September because of a strike in Denmark.",
        "Delegates to the Seabed Mapping Forum will gather on 18 September rather than 12 June.",
        "The Seabed Mapping Forum has been given a new slot on 18 September after the June date fell through.",
    ],
)
def test_a_meeting_is_moved_whatever_it_is_called(text: str) -> None:
    life = told(text)
    assert [changes(one) for one in life.records] == [[Change.ANNOUNCED, Change.MOVED]], show(life)
    assert (life.records[0].period.end, life.records[0].place) == (date(2025, 9, 18), "Haugesund")


def test_the_noun_tells_which_of_two_meetings_in_one_town_is_moved() -> None:
    life = told("Organisers have rescheduled the Haugesund congress for 18 September 2025.", FORUM, OTHER)
    assert [changes(one) for one in life.records] == [[Change.ANNOUNCED], [Change.ANNOUNCED, Change.MOVED]], show(life)


@pytest.mark.parametrize(
    "text",
    [
        "A director said the new date suited exporters better than the original one in June.",
        "The old slot in June had always been optimistic, one sponsor of the Seabed Mapping Forum said.",
        "Tickets for the abandoned date of 12 June stay valid for the Seabed Mapping Forum.",
        "The Seabed Mapping Forum lost half its speakers with the first-announced date in June.",
    ],
)
def test_a_date_called_the_old_one_is_no_promise(text: str) -> None:
    assert [one for one in find("In other news", text, date(2025, 4, 2)) if one.report is Change.ANNOUNCED] == []


@pytest.mark.parametrize(
    "text",
    [
        "The Seabed Mapping Forum will keep its original date of 12 June, the ministry said.",
        "The Seabed Mapping Forum is to return to its original slot in June.",
        "The original date of 12 June will stand for the Seabed Mapping Forum.",
    ],
)
def test_an_old_date_that_is_kept_is_a_promise(text: str) -> None:
    assert len(find("In other news", text, date(2025, 4, 2))) == 1


def test_the_town_of_what_caused_a_move_is_not_its_place() -> None:
    (found,) = find(
        "", "The Cloud Expo will be held on 3 June 2025, citing a clash with a fair in Hamburg.", date(2025, 4, 2)
    )
    assert found.place is None
