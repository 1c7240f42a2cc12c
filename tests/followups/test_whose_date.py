"""Whose date it is: of the deed, of the old plan, of a thing named behind it; and how long it lasted."""

from datetime import date

import pytest
from lives import CET, Life, Story

from watcher.followups.extract import find
from watcher.model.followups import Change, Status

PUBLISHED = date(2024, 6, 14)  # a Friday


def told(text: str) -> list[tuple[str, str, str]]:
    return [
        (one.report.value, str(one.period.start), str(one.period.end)) for one in find("", text, PUBLISHED, None, ())
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The labs met for a workshop in Suva on Tuesday and Wednesday, 11 and 12 June.", "06-11", "06-12"),
        ("The reef forum closed in Suva on Thursday after three days of talks.", "06-11", "06-13"),
        ("A two-day workshop on moorings ended in Apia on Wednesday.", "06-11", "06-12"),
        ("Tonga held the second cable talks on June 3, a paper sent out on Friday showed.", "06-03", "06-03"),
    ],
)  # fmt: skip
def test_what_was_held_lasted_as_long_as_is_told(text: str, start: str, end: str) -> None:
    assert told(text) == [("held", f"2024-{start}", f"2024-{end}")]


@pytest.mark.parametrize(
    "text",
    [
        "Officials in Apia agreed to the new dates on Tuesday.",
        "Neither Suva nor Apia has said whether the cable group met again in May.",
        "It is not known if the reef report was published last week.",
        "The agency's website still shows the March session as the latest.",
    ],
)
def test_the_day_of_a_deed_and_what_nobody_knows_are_no_news_of_it(text: str) -> None:
    assert told(text) == []


def test_the_original_date_is_given_up() -> None:
    text = "The new closing date is 9 August, two weeks after the original 26 July, the port said on Wednesday."
    assert told(text) == [("announced", "2024-08-09", "2024-08-09")]


def test_an_extension_runs_until_the_second_of_two_days() -> None:
    text = "The board has again extended the deadline for comments, this time from 9 to 23 August."
    assert told(text) == [("announced", "None", "2024-08-23")]


def test_a_new_closing_date_leads_to_the_one_that_it_replaces() -> None:
    (record,) = (
        Life()
        .tell(
            Story(
                "2024-06-13", "Reef Wire", "Board asks about buoys", "Comments on the buoy paper are due by 26 July."
            ),
            Story(
                "2024-07-18",
                "Lagoon Post",
                "Longer time for buoy comments",
                "The new closing date is 9 August, two weeks after the original 26 July, the board said on Wednesday.",
            ),
        )
        .records
    )
    assert [line.change for line in record.history] == [Change.ANNOUNCED, Change.MOVED]
    assert record.period.end == date(2024, 8, 9)


def test_a_hearing_of_a_committee_is_no_report_published() -> None:
    (record,) = (
        Life()
        .tell(
            Story(
                "2024-01-13", "Reef Wire", "Board compares buoys", "The board will publish a report on buoys by June."
            ),
            Story(
                "2024-03-07",
                "Lagoon Post",
                "Buoys drift in storms",
                "Buoys were cheap but drifted in storms, members of the assembly's reef committee heard on Tuesday.",
            ),
        )
        .records
    )
    assert record.outcome is None


def test_a_building_does_not_take_the_place_of_its_town() -> None:
    (record,) = (
        Life()
        .tell(
            Story("2024-01-13", "Reef Wire", "Buoy forum", "The fifth Buoy Forum will be held in London on 26 June."),
            Story(
                "2024-03-07",
                "Lagoon Post",
                "Buoy forum moved",
                "The fifth Buoy Forum at Harbour House has been moved from 26 to 27 June.",
            ),
        )
        .records
    )
    assert (record.place, record.period.end) == ("London", date(2024, 6, 27))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The ministers meet again in Lima on 3 December at a forum on reefs.", "forum on reefs"),
        ("Envoys are expected in Lima on 3 December for the Third Mooring Roundtable.", "Third Mooring Roundtable"),
        (
            "They wait for the harbour board's report on moorings in lagoons, which he says is to appear in August.",
            "harbour board's report",
        ),
    ],
)
def test_a_promise_is_named_by_what_the_date_is_of(text: str, event: str) -> None:
    (found,) = find("", text, PUBLISHED)
    assert found.report is Change.ANNOUNCED
    assert found.event.startswith(event)


def test_the_second_of_two_numbers_has_a_name_of_its_own() -> None:
    text = (
        "Fiji and Peru have met for two Reef Technology Forums. The third will be held in Suva in 2025 and the fourth "
        "in Lima in 2026."
    )
    found = find("", text, PUBLISHED)
    assert [(one.event, one.edition, one.place) for one in found] == [
        ("third Reef Technology Forums", 3, "Suva"),
        ("fourth Reef Technology Forums", 4, "Lima"),
    ]


def test_talks_that_end_on_its_day_in_its_town_are_the_configured_event() -> None:
    ahead = (
        "The third U.S.-Singapore Critical and Emerging Technology Dialogue will be in Washington on June 23 and 24."
    )
    over = (
        "The United States and Singapore ended two days of talks in Washington on Wednesday with a statement on "
        "critical technology. It was the third meeting of the Critical and Emerging Technology Dialogue."
    )
    (record,) = (
        Life([CET])
        .tell(
            Story("2026-05-12", "Reef Wire", "Dialogue dated", ahead),
            Story("2026-06-25", "Lagoon Post", "U.S. and Singapore end dialogue on technology", over),
        )
        .records
    )
    assert (record.outcome, record.period.end) == (Status.HELD, date(2026, 6, 24))


def test_one_last_day_told_by_two_stories_in_other_words_is_one() -> None:
    (record,) = (
        Life()
        .tell(
            Story(
                "2023-04-18", "Reef Wire", "Board asks about buoys", "Comments on the buoy guide are due by June 16."
            ),
            Story(
                "2023-05-11",
                "Lagoon Post",
                "Small harbours want more time for buoy guide",
                "The board's buoy guide is long, masters say. They have only until June 16 to read its annexes.",
            ),
        )
        .records
    )
    assert len(record.sources) == 2


def test_a_town_named_in_the_headline_leads_to_what_is_to_be_there() -> None:
    (record,) = (
        Life()
        .tell(
            Story(
                "2025-08-28",
                "Reef Wire",
                "Buoy makers to meet",
                "The fourth Norway-Peru Forum of Buoy Makers will take place in Bergen on October 14 and 15.",
            ),
            Story(
                "2025-09-01",
                "Lagoon Post",
                "Bergen prepares for Peruvian visitors",
                "Money was set aside for the Norway-Peru forum of buoy makers. The forum takes place at the "
                "university's Old House on 21 and 22 October, the city said on Monday.",
            ),
        )
        .records
    )
    assert [line.change for line in record.history] == [Change.ANNOUNCED, Change.CONFLICTING]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The Navy plans to test the drone in Q2 FY2026.", "2026-03-31"),
        ("NASA will launch the buoy in the second quarter of fiscal year 2026.", "2026-03-31"),
        ("The Coast Guard will award the contract in the first quarter of fiscal 2025.", "2024-12-31"),
        ("Singapore will finish the reef map by the end of FY2024.", "2025-03-31"),
        ("Singapore will finish the reef map in Q1 FY2025.", "2025-06-30"),
        ("India's ports ministry will open the scheme in FY2025-26.", "2026-03-31"),
        ("The reef scheme will be extended in 2025-26.", "2026-12-31"),
        ("The two ministers will meet on Tuesday week.", "2024-06-25"),
        ("The two sides will sign the pact on 8 July 2024, a Monday, in Suva.", "2024-07-08"),
        ("The mooring rule takes effect 60 days after publication.", "2024-08-13"),
    ],
)
def test_fiscal_years_and_other_reckonings(text: str, end: str) -> None:
    assert [str(one.period.end) for one in find("", text, PUBLISHED)] == [end]


@pytest.mark.parametrize("span", ["120 days after enactment", "30 days after signature"])
def test_a_day_that_nobody_knows_dates_nothing(span: str) -> None:
    assert find("", f"The mooring rule takes effect {span}.", PUBLISHED) == ()


def test_each_of_three_things_told_in_a_row_has_its_name_and_place() -> None:
    text = "The two ports will sign a pact in July, hold a dialogue in August in Suva and publish a map by December."
    found = find("", text, PUBLISHED)
    assert [(one.event, one.place, one.kind.value) for one in found] == [
        ("two ports will sign a pact", None, "agreement"),
        ("two ports hold dialogue", "Suva", "meeting"),
        ("two ports publish map", None, "report"),
    ]


def test_a_span_joined_by_a_hyphen_is_one() -> None:
    assert told("The reef fair runs from 28 June-3 July 2025.") == [("announced", "2025-06-28", "2025-07-03")]


def test_where_somebody_speaks_is_not_where_it_will_be() -> None:
    (found,) = find("", "Speaking in Suva, the minister said the plant will open in 2026.", PUBLISHED)
    assert found.place is None


@pytest.mark.parametrize(
    "text",
    [
        "At their first Reef Summit in Suva on Thursday, Fiji and Peru agreed to work on common buoys.",
        "Fiji and Peru will set up a reef hotline, they agreed at their mooring dialogue in Suva on Thursday.",
    ],
)
def test_the_day_of_the_meeting_at_which_it_was_agreed_is_over(text: str) -> None:
    assert [one.report for one in find("", text, PUBLISHED) if one.period.end is not None] == [Change.HELD]


def test_what_is_dropped_is_named_behind_the_verb() -> None:
    (found,) = find("", "The new minister has dropped the national buoy plan.", PUBLISHED)
    assert (found.report, found.event) == (Change.CANCELLED, "national buoy plan")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Parliament passed the mooring law on Thursday. It takes effect on January 1.", "mooring law takes effect"),
        (
            "The board has not sent the council its report on reefs. A spokesman said it would come out by August.",
            "report on reefs",
        ),
    ],
)
def test_it_is_named_by_the_sentence_before(text: str, event: str) -> None:
    (found,) = [one for one in find("", text, PUBLISHED) if one.report is Change.ANNOUNCED]
    assert found.event.startswith(event)


def test_what_a_law_that_was_passed_orders_is_promised() -> None:
    text = "The bill that the senate passed on Wednesday orders the coast guard to report on buoys within 180 days."
    assert ("announced", "None", "2024-12-11") in told(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Forty islands agreed in Suva on Thursday to pool their buoys.", []),
        ("The ferry trial will begin two weeks later than planned, on 20 October.", ["2024-10-20"]),
        ("The cancelled reef forum will now take place on 5 August.", ["2024-08-05"]),
    ],
)
def test_what_was_planned_or_cancelled_gives_way_to_what_will_be(text: str, expected: list[str]) -> None:
    found = find("", text, PUBLISHED)
    assert [str(one.period.end) for one in found] == expected
    assert all(one.report is Change.ANNOUNCED for one in found)


def test_a_second_one_is_no_move_of_the_first() -> None:
    life = Life().tell(
        Story("2024-04-08", "Reef Wire", "Buoy summit", "Suva will host the buoy summit for atolls on September 10."),
        Story("2024-05-12", "Lagoon Post", "Atolls look ahead", "A second buoy summit for atolls is planned for 2027."),
    )
    assert sorted(record.period.end.year for record in life.records if record.period.end) == [2024, 2027]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The reef talks, due next week, will now be held on 9 July.", "2024-07-09"),
        ("The reef talks, planned for July, are now set for September.", "2024-09-30"),
        ("The reef forum, which had been scheduled for July, will be held in September.", "2024-09-30"),
        ("The vote on the reef act is set for 9 July, the agenda shows, and not for this week.", "2024-07-09"),
        ("The reef exercise will run over three days in July.", "2024-07-31"),
    ],
)
def test_a_date_that_another_one_replaces_and_a_length_of_time_promise_nothing(text: str, expected: str) -> None:
    assert [end for _, _, end in told(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The hall booked for this week's reef talks stood empty on Tuesday.",
        "The review, which was due in March, asks for 2 billion dollars over five years.",
        "The reef talks will take place over one day instead of two.",
    ],
)
def test_what_stood_empty_and_what_is_asked_for_promise_and_tell_nothing(text: str) -> None:
    assert told(text) == []


def test_what_was_proposed_in_a_month_is_over() -> None:
    assert told("The commission proposed the reef law in May.") == [("held", "2024-05-01", "2024-05-31")]
