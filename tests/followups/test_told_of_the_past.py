"""What reads like a date ahead and is none: the day a thing was said, voted or looked into, a year long ago."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change

FRIDAY = date(2024, 3, 8)


@pytest.mark.parametrize(
    "sentence",
    [
        "The whip announced the plan on the chamber's floor Thursday.",
        "The governor unveiled her Clean Harbours Plan on Wednesday, a levy on ships.",
        "The dean announced her decision not to join the institute on Tuesday morning.",
        '"Nobody wants this," she told host Ana Ruiz on the evening programme on Monday.',
        "The port police is investigating as sabotage a fire Tuesday night near the cable station.",
        "The Senate — in a lopsided vote on Thursday — sent the chip bill back.",
        "The bill needed 60 votes to clear a procedural vote in the Senate Tuesday, but it was blocked.",
        "Despite an unemployment rate of 6.1% in May, firms say they are looking for welders.",
        "Officials say nine engineers stuck on the island since before 7 October remain blocked.",
        "Starting in November 1774, villagers gathered to watch the comet.",
        "Similar to December, January seems to be starting off with few tenders.",
        "Thousands took to the streets of the capital this Sunday in a rare protest.",
        "The Thursday evening press release said the towers were safe.",
        "By 11 p.m. on Monday, the ministry reported 40 outages.",
        "This year, that work is particularly important.",
        "The bill is stalled in the Senate after the House green-lit it in November along party lines.",
        "From October to December, prices increased 0.8 percent.",
        "Every tenth guest cancels, according to a report in the Straits Gazette this weekend.",
        "The minister discouraged would-be migrants during her trip on Friday.",
        "The oversight board decided to uphold the ban today.",
        "Cases are falling and the spring surge has ended.",
    ],
)
def test_what_has_happened_is_no_promise(sentence: str) -> None:
    assert not [found for found in find("", sentence, FRIDAY) if found.report is Change.ANNOUNCED], sentence


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("The agency announced plans to open the centre on Thursday.", date(2024, 3, 14)),
        ("The agency announced plans for the centre to open on Thursday.", date(2024, 3, 14)),
        ("The new sensors are debuting in ferries this summer but can be seen at the fair.", date(2024, 6, 1)),
        ("The change takes effect this month and also ends an older service.", date(2024, 3, 1)),
        ("The strike by pilots starting on 15 March will close the port.", date(2024, 3, 15)),
    ],
)
def test_what_is_ahead_still_is(sentence: str, start: date) -> None:
    promised = [found for found in find("", sentence, FRIDAY) if found.report is Change.ANNOUNCED]
    assert [found.period.start for found in promised] == [start], sentence


@pytest.mark.parametrize("told", ["reported a slump in orders at the end of the year", "saw orders fall at year-end"])
def test_the_end_of_the_year_told_of_in_january_is_of_the_year_that_is_over(told: str) -> None:
    assert not [
        found for found in find("", f"The yard {told}.", date(2026, 1, 5)) if found.report is Change.ANNOUNCED
    ], told


def test_plans_an_office_announced_are_named_by_what_is_planned() -> None:
    (found,) = find("", "The ministry has announced plans to publish a quantum roadmap by December.", FRIDAY)
    assert found.event == "ministry to publish a quantum roadmap"
