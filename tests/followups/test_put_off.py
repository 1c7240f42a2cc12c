"""What a later story says is put off without a new date, in the ways a newsroom has of saying it."""

import pytest
from lives import Life, Story, changes, show

from watcher.followups.delays import put_off
from watcher.model.followups import Change
from watcher.model.period import UNDATED

PROMISED = Story(
    "2025-02-10",
    "Fjord Wire",
    "Panel on rural broadband to report in June",
    "The Panel on Rural Broadband will publish its final report in June 2025, its chair said on Monday.",
)
FORUM = Story(
    "2025-02-10",
    "Fjord Wire",
    "Stavanger to stage seabed mapping forum",
    "Norway and Ghana will hold the Seabed Mapping Forum in Stavanger on 12 June 2025, the port ministry said.",
)


def told(first: Story, text: str, day: str = "2025-05-20", title: str = "In other news") -> Life:
    return Life().tell(first, Story(day, "Lowland Post", title, text))


@pytest.mark.parametrize(
    "text",
    [
        "The Panel on Rural Broadband's final report will not appear in June as promised, its chair said.",
        "The rural broadband panel's final report has been held up, and its chair could not give a new date.",
        "The Panel on Rural Broadband will miss its June deadline, its secretary has admitted.",
        "The Panel on Rural Broadband is set to miss its June deadline for the final report.",
        "The final report on rural broadband, promised for June, will be late.",
        "The rural broadband panel's final report will take longer than planned.",
        "Publication of the final report on rural broadband has been put on hold.",
        "The Panel on Rural Broadband will not publish its final report on time.",
        "The final report of the Panel on Rural Broadband has slipped, and no new date has been given.",
        "The final report of the Panel on Rural Broadband has been delayed indefinitely.",
        "The panel declined to name a new date for its final report on rural broadband.",
        "The Panel on Rural Broadband won't be ready to publish its final report on schedule.",
    ],
)
def test_a_report_that_will_be_late_is_put_off(text: str) -> None:
    life = told(PROMISED, text)
    assert [changes(one) for one in life.records] == [[Change.ANNOUNCED, Change.POSTPONED]], show(life)
    assert life.records[0].period == UNDATED


@pytest.mark.parametrize(
    "text",
    [
        "The Seabed Mapping Forum has been put on ice until Ghana names a new minister.",
        "The June meeting of the Seabed Mapping Forum is on hold while the strike lasts.",
        "The Seabed Mapping Forum planned for June has slipped, and neither side would name a new date.",
        "The Seabed Mapping Forum will not meet until Ghana has a new minister.",
        "The Seabed Mapping Forum will not take place on 12 June. A new date will be announced in due course.",
        "Norway and Ghana have put the Seabed Mapping Forum off without giving a new date.",
        "The Seabed Mapping Forum is in limbo: it will not meet in June as planned.",
        "The Seabed Mapping Forum has been put off until further notice.",
    ],
)
def test_a_meeting_without_a_new_date_is_put_off(text: str) -> None:
    life = told(FORUM, text)
    assert [changes(one) for one in life.records] == [[Change.ANNOUNCED, Change.POSTPONED]], show(life)


@pytest.mark.parametrize(
    "text",
    [
        "The Panel on Rural Broadband could miss its June deadline, its critics fear.",
        "The Panel on Rural Broadband's final report will not be as long as planned.",
        "The Panel on Rural Broadband was held up as a model of thrift.",
        "The Panel on Rural Broadband denied that its final report would be late.",
        "After two delays, the Panel on Rural Broadband says its final report is due in June.",
        "The chair of the Panel on Rural Broadband will not attend the launch of its final report in June as planned.",
        "The Panel on Rural Broadband said there was no risk that it would miss its June deadline.",
        "The Panel on Rural Broadband had spent £590,000 by the end of April.",
    ],
)
def test_what_may_be_late_or_is_something_else_is_not_put_off(text: str) -> None:
    life = told(PROMISED, text)
    assert [Change.POSTPONED in changes(one) for one in life.records] == [False], show(life)


def test_until_a_day_is_a_new_date_and_no_postponement() -> None:
    life = told(FORUM, "The Seabed Mapping Forum will not meet until 18 September, the Norwegian side said.")
    assert [changes(one) for one in life.records] == [[Change.ANNOUNCED, Change.MOVED]], show(life)


def test_what_no_longer_takes_place_then_and_is_now_planned_for_later_is_moved() -> None:
    text = "The Seabed Mapping Forum will no longer take place on 12 June; it is now planned for 18 September."
    life = told(FORUM, text)
    assert [changes(one) for one in life.records] == [[Change.ANNOUNCED, Change.MOVED]], show(life)


def test_something_else_planned_instead_leaves_the_first_called_off() -> None:
    text = "Norway has cancelled the Seabed Mapping Forum and will hold a smaller workshop on 3 September."
    life = told(FORUM, text)
    assert changes(life.records[0]) == [Change.ANNOUNCED, Change.CANCELLED], show(life)


@pytest.mark.parametrize(
    "sentence",
    [
        "Two officials have been suspended over the leak.",
        "Flights were suspended on Thursday.",
        "The senator pushed back Sunday on the claim.",
    ],
)
def test_persons_flights_and_disputes_are_not_put_off(sentence: str) -> None:
    assert put_off(sentence) is None
