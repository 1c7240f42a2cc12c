"""Editions of one series told in one sentence are two promises, each by its number; a release is no promise."""

from datetime import date

import pytest
from lives import CET, Life, Story

from watcher.followups.extract import find


@pytest.mark.parametrize(
    ("sentence", "events"),
    [
        (
            "The second Retreat takes place in Oslo in May 2025 and the third in Bergen in 2026.",
            [(2, "Oslo"), (3, "Bergen")],
        ),
        (
            "The sixth Congress will meet in Lima in March 2025, the seventh in Quito in April 2026.",
            [(6, "Lima"), (7, "Quito")],
        ),
        (
            "The fourth Exchange will be held in Porto in June 2025 and the fifth in Busan in 2026.",
            [(4, "Porto"), (5, "Busan")],
        ),
    ],
)
def test_an_edition_told_by_its_number_alone_is_a_promise_of_its_own(
    sentence: str, events: list[tuple[int, str]]
) -> None:
    """ "the fourth in A and the fifth in B": two."""
    assert [(found.edition, found.place) for found in find("", sentence, date(2025, 1, 15))] == events


def test_the_number_alone_is_called_by_the_name_of_the_series() -> None:
    """ "the fourth Prize ... and the fifth": "fifth Prize"."""
    told = find("", "The third Prize will be given in May 2025 and the fourth in 2026.", date(2025, 1, 15))
    assert told[1].event == "fourth Prize"


def test_the_full_name_told_later_joins_the_edition_of_its_number() -> None:
    """ "the fifth in Ghent in 2026" and "the fifth Coastal Soil Exchange" are one record, beside the fourth."""
    life = Life([CET]).tell(
        Story(
            "2024-11-20",
            "Delta Post",
            "Soil exchange goes to Faro and Ghent",
            "The Coastal Soil Exchange has chosen two hosts. The fourth Exchange will be held in Faro in June 2025 and"
            " the fifth in Ghent in 2026, the board said.",
        ),
        Story(
            "2025-04-09",
            "City of Ghent",
            "Ghent to hold fifth Coastal Soil Exchange",
            "Ghent will hold the fifth Coastal Soil Exchange in September 2026.",
        ),
    )
    assert sorted((one.edition, one.period.end) for one in life.records) == [
        (4, date(2025, 6, 30)),
        (5, date(2026, 9, 30)),
    ]


@pytest.mark.parametrize("paper", ["a press release on Wednesday", "a joint news release on Friday"])
def test_the_release_in_which_something_is_said_is_no_promise(paper: str) -> None:
    """ "said in a press release on Wednesday" dates the saying."""
    sentence = f"The port will open a second berth in May 2025, the operator said in {paper}."
    assert [found.period.end for found in find("", sentence, date(2025, 1, 14))] == [date(2025, 5, 31)]


def test_what_is_released_on_a_day_ahead_stays_a_promise() -> None:
    """The plain verb keeps its date."""
    assert find("", "The ministers release a joint report on 3 March.", date(2025, 1, 14))


def test_what_a_fronted_sentence_leads_to_is_called_by_its_own_name() -> None:
    """ "Among the events this autumn is the forum, on 16 October": one promise, the forum's."""
    sentence = "Among the events in our calendar this autumn is the Polar Cloud Roundtable, on 16 October 2025."
    told = [(found.event, found.period.end) for found in find("", sentence, date(2025, 7, 2))]
    assert told == [("Polar Cloud Roundtable", date(2025, 10, 16))]
