"""What is at a date: gatherings named beside it, editions counted in one sentence, and what they are called."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change, FoundFollowUp

PUBLISHED = date(2025, 7, 15)  # a Tuesday


def told(text: str, title: str = "") -> list[FoundFollowUp]:
    return [one for one in find(title, text, PUBLISHED) if one.report is Change.ANNOUNCED]


@pytest.mark.parametrize(
    ("text", "event", "end"),
    [
        (
            "Norway has circulated a paper on cloud rules ahead of the first Baltic Cloud Forum in September.",
            "first Baltic Cloud Forum",
            date(2025, 9, 30),
        ),
        (
            "Sixty firms have signed up for the Harbour Robotics Summit in Oslo on 9 October, the mayor said.",
            "Harbour Robotics Summit",
            date(2025, 10, 9),
        ),
        (
            "The draft text for next month's ministerial on data flows was cut from nine pages to two.",
            "ministerial on data flows",
            date(2025, 8, 31),
        ),
        (
            "The agency has chosen Accra as venue for the third Pan-African Space Forum in May 2026.",
            "third Pan-African Space Forum",
            date(2026, 5, 31),
        ),
        (
            "Farmers complained, in a letter written for the Lima hearing between the two ministers on 4 August.",
            "Lima hearing between the two ministers",
            date(2025, 8, 4),
        ),
    ],
)
def test_a_gathering_named_beside_a_date_is_at_it(text: str, event: str, end: date) -> None:
    (found,) = told(text)
    assert (found.event, found.period.end) == (event, end)


@pytest.mark.parametrize(
    "text",
    [
        "Norway had circulated a paper ahead of the first Baltic Cloud Forum in May.",
        "Sixty firms signed up for the Harbour Robotics Summit in 2023.",
        "The draft text for last month's ministerial on data flows was cut to two pages.",
        "Would sixty firms have signed up for the summit in Oslo on 9 October?",
        "The minister spoke at the forum in Lima in June.",
    ],
)
def test_a_gathering_beside_a_date_gone_by_is_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "events", "editions"),
    [
        (
            "Quito is host of the fourth Andean Chip Forum in May 2026 and Lima as host of the fifth, in June 2027.",
            ["fourth Andean Chip Forum", "fifth Andean Chip Forum"],
            [4, 5],
        ),
        (
            "The second Orbital Safety Roundtable is set for March 2026 in Perth and the third for May 2026 in Suva.",
            ["second Orbital Safety Roundtable", "third Orbital Safety Roundtable"],
            [2, 3],
        ),
    ],
)
def test_each_edition_of_a_list_has_its_number_and_its_name(text: str, events: list[str], editions: list[int]) -> None:
    found = told(text)
    assert [one.event for one in found] == events
    assert [one.edition for one in found] == editions


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Oslo has beaten Turku to the Harbour Robotics Summit. The two-day event will be held on 4 March 2026.",
            "Harbour Robotics Summit",
        ),
        (
            "Chile has sent its agenda for the inaugural Chile-Fiji ocean dialogue. The Lima meeting will be in May.",
            "inaugural Chile-Fiji ocean dialogue",
        ),
        (
            "Both signed terms for a standing space policy forum. The first meeting is to be held in Lima in 2026.",
            "first standing space policy forum",
        ),
        (
            "The Harbour Robotics Summit will not be held in August. The hosts have chosen 17 October as the new date.",
            "Harbour Robotics Summit",
        ),
        (
            "The ministry's Osaka summit has slipped. Originally set for March, it is now scheduled for 9 October.",
            "ministry's Osaka summit",
        ),
        (
            "Chile has proposed 8-9 September for the Pacific Cable Ministerial that was shelved in March.",
            "Pacific Cable Ministerial",
        ),
        (
            "Separately, the bureau said it will issue the third atlas by 30 September.",
            "bureau will issue the third atlas",
        ),
        ("The public may submit comments by 14 August.", "public may submit comments"),
        ("The grant window, which was to close on 31 July, has been extended to 28 August.", "grant window"),
        ("The two ministers, who met in Suva last week, agreed to talk again in May.", "two ministers to talk again"),
        ("The satellite, launched in 2019, will be retired in 2026.", "satellite will be retired"),
        ("A group led by Telnor plans to open a foundry by June 2026.", "group led by Telnor to open a foundry"),
        ("A pilot starts in January, and the service goes nationwide in 2027.", "service goes nationwide"),
        ("The group will meet in Lima in May and again in Accra in June.", "group will meet"),
        ("Registration for the Gulf AI Summit, to be held in Doha from 3 to 5 November, has begun.", "Gulf AI Summit"),
        ("Ghana will host the fourth Cable Dialogue in 2026.", "fourth Cable Dialogue"),
        ("On 5 August he flies to Lima, and on 24 August the two will meet to discuss cables, the bureau wrote.", ""),
    ],
)
def test_the_phrase_can_be_read_by_itself(text: str, event: str) -> None:
    found = told(text)
    assert found[-1].event == (event or "two will meet to discuss cables")
