"""Things that a sentence calls by half their name, which the sentence or clause before tells in full."""

from datetime import date

import pytest
from lives import Life, Story, changes, show

from watcher.followups.extract import find
from watcher.model.followups import Change

PUBLISHED = date(2025, 3, 5)


def events(text: str) -> list[str]:
    return [one.event for one in find("In other news", text, PUBLISHED) if one.report is Change.ANNOUNCED]


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        (
            "The joint committee on port data set up by Malta and Kenya met for the first time in Nairobi.",
            "The committee's second meeting will be held in Valletta in June 2026.",
            "second meeting of the joint committee on port data",
        ),
        (
            "The two ministers chaired the working group on hydrogen safety in Oslo.",
            "The working group's next session is planned for May 2026.",
            "next session of the working group on hydrogen safety",
        ),
        (
            "Kenya and Malta have set up a joint commission on port data.",
            "Its second meeting is to be held in Valletta in June 2026.",
            "second meeting of the joint commission on port data",
        ),
        (
            "Ministers heard the expert panel on battery recycling on Tuesday.",
            "The panel will report again in May 2026.",
            "expert panel on battery recycling will report again",
        ),
        (
            "An advisory council for digital archives was named on Tuesday.",
            "The council's first report is due in May 2026.",
            "first report of the advisory council for digital archives",
        ),
    ],
)
def test_a_body_is_called_as_the_sentence_before_calls_it(before: str, after: str, event: str) -> None:
    assert events(f"{before} {after}") == [event]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Exports of tin rose in January.", "The committee's second meeting will be held in Valletta in June 2026."),
        ("The committee met on Tuesday.", "The committee's second meeting will be held in Valletta in June 2026."),
        ("A panel of judges met on Tuesday.", "The committee's second meeting will be in Valletta in June 2026."),
    ],
)
def test_a_body_that_nothing_names_in_full_keeps_its_half_name(before: str, after: str) -> None:
    assert events(f"{before} {after}") == ["committee's second meeting"]


def test_the_second_meeting_of_a_body_is_known_by_its_full_name_later() -> None:
    life = Life().tell(
        Story(
            "2024-11-06",
            "Courier",
            "Malta and Kenya talk ports",
            "The joint committee on port data set up by Malta and Kenya met for the first time in Nairobi. The "
            "committee's second meeting will be held in Valletta in June 2025.",
        ),
        Story(
            "2025-06-27",
            "Ministry",
            "Activity report",
            "The second meeting of the Malta-Kenya Joint Committee on Port Data was held in Valletta on 26 June 2025.",
        ),
    )
    assert [changes(one) for one in life.records] == [[Change.ANNOUNCED, Change.HELD]], show(life)


@pytest.mark.parametrize(
    "text",
    [
        "Data talks are on 4 June, and the Joint Commission on Fish follows in Quito, where it will be on 25 June.",
        "A data meeting is on 4 June, and the Joint Commission on Fish sits in Quito, where it meets on 25 June.",
    ],
)
def test_two_meetings_of_one_sentence_are_called_by_their_own_names(text: str) -> None:
    one, other = events(text)
    assert one in {"Data talks", "data meeting"}
    assert "Joint Commission on Fish" in other


def test_what_is_told_twice_over_its_two_dates_is_no_third_thing() -> None:
    text = (
        "The ministers are to see each other twice next month. The reef data meeting is on 4 April in Lima, and the "
        "Joint Commission on Fisheries follows in Quito on 25 April."
    )
    assert len(events(text)) == 2


@pytest.mark.parametrize(
    ("text", "records"),
    [
        (
            "State-run bodies must complete the pump register by 30 September instead of the end of March.",
            1,
        ),
        ("Public institutions have to fill in the pump register by 30 September, not 31 March as first planned.", 1),
        ("Ministries have to complete their entries in the staff register by 30 September 2026.", 2),
    ],
)
def test_a_deadline_is_known_by_the_two_dates_it_has_had(text: str, records: int) -> None:
    life = Life().tell(
        Story(
            "2025-06-12",
            "Journal",
            "Public bodies told to list their pumps",
            "Estonian ministries and state hospitals have until 31 March 2026 to enter every pump they own in the "
            "national pump register.",
        ),
        Story(
            "2026-01-22",
            "Wire",
            "Six more months for the pump register",
            "Estonia has extended the deadline for public bodies to record their pumps from 31 March to 30 September "
            "2026.",
        ),
        Story("2026-02-10", "Law blog", "Pumps: what has changed", text),
    )
    assert len(life.records) == records, show(life)
