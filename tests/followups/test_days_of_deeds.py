"""Days on which something was agreed, signed or posted, and dates of what was put off: none is a promise."""

from datetime import date

import pytest
from lives import Life, Story, changes

from watcher.followups.extract import find
from watcher.followups.places import same_place
from watcher.model.followups import Change

FRIDAY = date(2026, 5, 8)


def told(sentence: str) -> list[tuple[Change, str | None]]:
    found = find("", sentence, FRIDAY)
    return [(one.report, one.period.end.isoformat() if one.period.end else None) for one in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway and Brunei agreed to double the cable budget at a meeting of their ministers in Bergen on Thursday.",
        "The two sides agreed to pool their data at talks in Suva on Thursday, officials said.",
        "Chile and Malta have pledged to train 200 engineers at a forum in Valletta on Thursday.",
    ],
)
def test_a_day_on_which_they_agreed_is_the_day_they_met(sentence: str) -> None:
    assert told(sentence) == [(Change.HELD, "2026-05-07")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway and Brunei agreed to meet at a forum in Bergen on Thursday.",
        "Norway and Brunei agreed to hold a forum in Bergen on Thursday.",
        "Norway and Brunei agreed to sign the pact at a ceremony in Bergen on Thursday.",
    ],
)
def test_a_day_on_which_they_will_meet_is_a_promise(sentence: str) -> None:
    assert told(sentence) == [(Change.ANNOUNCED, "2026-05-14")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ports agency announced the new deadline in a notice on its website on Tuesday, before the old one.",
        "The regulator confirmed the list in a letter to its members on Tuesday.",
    ],
)
def test_the_day_of_a_notice_is_no_promise(sentence: str) -> None:
    assert Change.ANNOUNCED not in [report for report, _ in told(sentence)]


def test_the_day_on_which_an_arrangement_was_signed_is_none_beside_its_start() -> None:
    sentence = "Fiji and Oman will accept each other's papers from 1 July 2027 under a pact signed in Suva on Tuesday."
    assert (Change.ANNOUNCED, "2027-07-01") in told(sentence)
    assert len([one for one in told(sentence) if one[0] is Change.ANNOUNCED]) == 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Malta and Fiji have postponed the launch of their pilot, planned for 3 June, after a test.", None),
        ("Organisers have put off the harbour summit scheduled for 3 June.", None),
    ],
)
def test_the_date_of_what_is_put_off_is_given_up(sentence: str, expected: str | None) -> None:
    assert told(sentence) == [(Change.POSTPONED, expected)]


def test_what_is_now_planned_is_the_new_date() -> None:
    assert told("Organisers have postponed the harbour summit, now planned for 3 June.") == [
        (Change.ANNOUNCED, "2026-06-03")
    ]


def test_an_adjective_of_a_headline_puts_nothing_off() -> None:
    assert Change.POSTPONED not in [
        one.report for one in find("Delayed reef study finds uneven growth", "It took long.", FRIDAY)
    ]
    assert Change.POSTPONED in [one.report for one in find("Reef study delayed again", "It takes long.", FRIDAY)]


FORUM = Story(
    "2026-02-03",
    "Harbour Post",
    "Reef forum set for May",
    "Fiji will host the second Reef Technology Forum in Suva on 6 and 7 May 2026, the ministry said.",
)


def test_the_next_one_told_at_the_end_of_this_one_is_another() -> None:
    end = Story(
        "2026-05-08",
        "Suva Wire",
        "Reef forum ends",
        "The Reef Technology Forum closed in Suva on Thursday. Tonga will host the next forum in 2027.",
    )
    first, after = Life().tell(FORUM, end).records
    assert first.period.end == date(2026, 5, 7)
    assert Change.MOVED not in changes(first)
    assert after.period.end == date(2027, 12, 31)


def test_a_rule_that_took_effect_holds_no_forum() -> None:
    rule = Story(
        "2026-04-20",
        "Trade Letter",
        "Exporters of reef sensors must register",
        "Exporters of reef sensors must now register under an order that took effect last week. "
        "The Reef Technology Forum in Suva on 6 and 7 May will hear their complaints.",
    )
    (only,) = Life().tell(FORUM, rule).records
    assert Change.HELD not in changes(only)


def test_a_story_with_the_new_date_tells_of_the_delay_as_history() -> None:
    moved = Story(
        "2026-04-20",
        "Trade Letter",
        "Reef forum in July",
        "The second Reef Technology Forum in Suva has been moved to 8 July 2026. It was put off last month.",
    )
    (only,) = Life().tell(FORUM, moved).records
    assert changes(only) == [Change.ANNOUNCED, Change.MOVED]


def test_an_abbreviated_country_is_the_country() -> None:
    assert same_place("U.S.", "Washington") is True
    assert same_place("UK", "Tokyo") is False


@pytest.mark.parametrize(
    "sentence",
    [
        "In the past year the agency took a median of 38 days to decide an application.",
        "Officials had told the public in February to look for the report by 30 April.",
    ],
)
def test_how_long_it_took_and_what_had_been_promised_are_no_dates_ahead(sentence: str) -> None:
    assert Change.ANNOUNCED not in [report for report, _ in told(sentence)]


def test_the_same_days_and_place_are_the_same_event_in_other_words() -> None:
    other = Story(
        "2026-04-20",
        "Trade Letter",
        "Corals and code",
        "Experience with the sensors features on the agenda in Suva on 6 and 7 May.",
    )
    (only,) = Life().tell(FORUM, other).records
    assert changes(only) == [Change.ANNOUNCED, Change.CONFIRMED]


def test_another_forum_by_name_on_the_same_day_in_the_same_town_is_another() -> None:
    other = Story(
        "2026-04-20",
        "Trade Letter",
        "Water forum in May",
        "Fiji will host the Pacific Water Forum in Suva on 6 and 7 May 2026.",
    )
    assert len(Life().tell(FORUM, other).records) == 2


def test_what_opened_a_month_before_is_no_round_that_is_due_next_year() -> None:
    round_two = Story(
        "2026-11-14", "Harbour Post", "Two rounds", "The second Reef Technology Forum will be held in Suva in 2027."
    )
    channel = Story(
        "2026-12-22",
        "Suva Wire",
        "Questions",
        "One question is what to do with the reef technology channel that opened in Suva in November.",
    )
    (only,) = Life().tell(round_two, channel).records
    assert Change.HELD not in changes(only)
