"""What is called off, extended or held, where the sentence names it only behind its verb or before "that"."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change

MONDAY = date(2025, 7, 14)


@pytest.mark.parametrize(
    ("text", "event", "report"),
    [
        (
            "The ministry will not go ahead with the cable loan fund that it had announced with Fiji in February.",
            "cable loan fund",
            Change.CANCELLED,
        ),
        ("The ministry has scrapped the fund that was announced in February.", "the fund", Change.CANCELLED),
        (
            "Salt was the main theme of the cable workshop that the two laboratories held in Suva on 8 and 9 July.",
            "cable workshop",
            Change.HELD,
        ),
        ("The report that the two agencies published on Thursday says so.", "the report", Change.HELD),
        ("The agency has extended the deadline from 12 July to 2 August.", "the deadline", Change.ANNOUNCED),
        ("The agency has extended the deadline for bids to 2 August.", "deadline for bids", Change.ANNOUNCED),
        ("Fiji has asked Tonga to move next week's cable talks to August 20.", "cable talks", Change.ANNOUNCED),
        ("The agency prolonged its consultation on reefs until 2 August.", "consultation on reefs", Change.ANNOUNCED),
    ],
)
def test_it_is_called_by_its_name(text: str, event: str, report: Change) -> None:
    (found,) = find("", text, MONDAY)
    assert (found.event, found.report) == (event, report)


def test_when_it_was_announced_is_not_when_it_was_to_be() -> None:
    (found,) = find("", "The ministry dropped the fund it had unveiled with Fiji in February.", MONDAY)
    assert found.period.end is None


@pytest.mark.parametrize(
    "text",
    [
        "The agency has extended the deadline from 12 July to 2 August.",
        "The comment period has been lengthened to 2 August.",
    ],
)
def test_an_extended_deadline_has_no_start(text: str) -> None:
    (found,) = find("", text, MONDAY)
    assert (found.period.start, str(found.period.end)) == (None, "2025-08-02")


@pytest.mark.parametrize(
    "text",
    [
        "The programme is half as long as the one for April.",
        "It is larger than those in May.",
        "Fiji gave up its goal of growing all its rice by 2030 last year.",
    ],
)
def test_a_measure_is_no_promise(text: str) -> None:
    assert find("", text, MONDAY) == ()


def test_the_second_of_two_clauses_is_not_named_by_the_date_of_the_first() -> None:
    text = "They will hold talks in Suva on 5 August, and they will open a cable forum in Apia on 24 August."
    first, second = find("", text, MONDAY)
    assert (first.event, second.event) == ("will hold talks", "will open a cable forum")


def test_the_way_to_a_meeting_is_no_second_thing() -> None:
    text = "The minister leaves for Fiji on Tuesday. He will meet his colleague in Suva on 17 July for talks on cables."
    (found,) = find("", text, MONDAY)
    assert "Suva" in found.text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Brisbane was chosen as the venue. The forum will be held on 5 August at the Queensland convention centre.",
            "Brisbane",
        ),
        ("The forum will be held on 5 August in Queensland.", "Queensland"),
    ],
)
def test_a_region_in_the_name_of_a_building_gives_way_to_its_town(text: str, place: str) -> None:
    assert find("", text, MONDAY)[-1].place == place
