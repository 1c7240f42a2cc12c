"""A last day told as a day, in its several wordings, and what a deadline called by its date is of."""

from datetime import date

import pytest
from lives import CET, Life, Story

from watcher.followups.extract import find

FILE = Story(
    "2025-01-14",
    "Hill Post",
    "Hospitals to list devices",
    "Every hospital in Norway must file a list of its infusion pumps with the Device Agency by 31 March 2025.",
)
EXTENDED = Story(
    "2025-03-11",
    "Fjord Wire",
    "Hospitals get more time",
    "The Device Agency has extended the deadline for hospitals to list infusion pumps from 31 March to 31 May 2025.",
)


@pytest.mark.parametrize(
    "later",
    [
        "With seven weeks to the 31 March deadline, only a third of hospitals have filed their list of infusion pumps.",
        "Hospitals have until 31 March to file their lists of infusion pumps with the Device Agency.",
        "The 31 March deadline for hospitals to file lists of infusion pumps stands, the Device Agency said.",
    ],
)
def test_a_last_day_told_as_a_day_stays_open_at_its_start(later: str) -> None:
    """ "by 31 March" and "the 31 March deadline" are one period of one record."""
    life = Life([CET]).tell(FILE, Story("2025-02-10", "Tundra News", "Pumps still to be listed", later))
    assert [(one.period.start, one.period.end) for one in life.records] == [(None, date(2025, 3, 31))]


def test_an_extension_of_a_last_day_is_a_last_day() -> None:
    """ "from 31 March to 31 May" moves the end, and begins nothing."""
    life = Life([CET]).tell(FILE, EXTENDED)
    assert [(one.period.start, one.period.end) for one in life.records] == [(None, date(2025, 5, 31))]


def test_an_opening_promised_by_a_day_is_dated_by_a_day() -> None:
    """What is no deadline becomes its day where a later story names it."""
    opening = Story(
        "2025-01-14", "Hill Post", "Clinic", "The Bergen heart clinic will open its new wing by 31 March 2025."
    )
    dated = Story(
        "2025-02-14", "Fjord Wire", "Clinic", "The Bergen heart clinic will open its new wing on 20 March 2025."
    )
    life = Life([CET]).tell(opening, dated)
    assert life.records[0].period.start == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "With two months to the 31 March deadline, only 18 percent of port operators have declared any cranes.",
            "port operators declared any cranes",
        ),
        (
            "Firms are rushing to meet the 31 May deadline to label synthetic media.",
            "deadline to label synthetic media",
        ),
        (
            "The 28 February deadline for comments on the draft code stands, the commissioner said.",
            "deadline for comments on the draft code",
        ),
    ],
)
def test_a_deadline_called_by_its_date_is_named_by_what_is_due(sentence: str, event: str) -> None:
    """The measure of time before it is no part of its name."""
    assert [found.event for found in find("", sentence, date(2025, 2, 1))] == [event]
