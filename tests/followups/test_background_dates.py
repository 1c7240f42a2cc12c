"""Dates that only tell when something was said, done or named so, beside dates that are promised."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change

PUBLISHED = date(2025, 7, 15)  # a Tuesday


def ends(text: str, title: str = "") -> list[str]:
    return [str(one.period.end) for one in find(title, text, PUBLISHED) if one.report is Change.ANNOUNCED]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The Reef Data Forum will be held on March 18 and 19 next year.", "2026-03-19"),
        ("The Reef Data Forum will be held on 18-19 March next year, the bureau said.", "2026-03-19"),
        ("The sensor rule takes effect on 1 November this year.", "None"),
        ("The lab will open in the fall.", "2025-11-30"),
        ("The lab will open this fall.", "2025-11-30"),
        ("The hearing will be held on Monday.", "2025-07-21"),
    ],
)
def test_a_day_takes_the_year_that_stands_behind_it(text: str, end: str) -> None:
    assert ends(text) == ([end] if end != "None" else ["2025-11-01"])


@pytest.mark.parametrize(
    "text",
    [
        "It is a year ago this week that the commissioner unveiled the lab, and nobody has moved it.",
        "The fair shut a month ago today.",
        "The forum was moved so as not to fall in the fasting month.",
        "Prices will not fall by half.",
        "The fall of the old pier will be remembered.",
        "The factory is ready to fall.",
        "He set out the plan in an article in the Sunday Herald.",
        "Delegates to the Spring Festival will travel by train.",
    ],
)
def test_words_of_the_calendar_that_name_no_date_ahead(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "She is the first premier to visit Tonga in six years.",
        "The drought is the worst that growers have seen in ten years.",
        "Vendors said they would rather wait for the sixth forum next April.",
        "The ministry would prefer to meet in September.",
    ],
)
def test_what_has_not_been_for_years_and_what_one_would_like_are_no_promises(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The first phase will be finished in two years.", "2027-12-31"),
        ("The premier is to travel to Tonga to sell grain to buyers by 30 August.", "2025-08-30"),
    ],
)
def test_what_is_to_be_first_or_sold_to_somebody_is_one(text: str, end: str) -> None:
    assert ends(text) == [end]


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Chile on Thursday agreed to form a joint panel on tsunami data.",
        "The agency vowed Friday to rebuild the mast.",
        "Refusing on Sunday to back the text, the bloc called for talks.",
        "The decision, taken on Wednesday by the envoys, must still be approved.",
        "Cargo firms are to be the first users, following the inaugural meeting of the board on Thursday.",
        "In a televised address on Sunday, the premier...",
        "On a cold Saturday morning he stood in a park to speak at a fundraiser.",
        "The order told the bureau to pay 200 crowns on Tuesday.",
        "Prices jumped more than expected in May, the bureau said.",
    ],
)
def test_the_day_of_the_deed_or_the_word_is_no_due_date(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Peru and Chile agreed to form a joint panel by Thursday.", "2025-07-17"),
        ("The president will sign an executive order Friday afternoon.", "2025-07-18"),
        ("The minister will give a speech on Friday.", "2025-07-18"),
        ("The envoys will meet on Thursday to agree on a text.", "2025-07-17"),
        ("The mast rule, due on Thursday, has been welcomed by shipowners.", "2025-07-17"),
        ("The exhibition will open on 6 January.", "2026-01-06"),
    ],
)
def test_the_day_of_what_is_to_be_done_is_one(text: str, end: str) -> None:
    assert ends(text) == [end]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Five sensor trends to watch in 2026", ""),
        ("Here are the three ports to know this year", ""),
        ("How to win a grant in 2026", ""),
        ("", "The panel on the Jan. 20 riot will hear two guards."),
        ("", "The coming year will test the bloc's patience."),
        ("", "Looking ahead to 2026, the chief said trade was uncertain."),
        ("", "Crowds gathered to ring in 2026."),
        ("", "He condemned this weekend's raid on the port."),
        ("Orbico raises Q3 revenue forecast on strong bookings", ""),
        ("", "Exports rose in the fourth quarter, the bureau said."),
        ("", "Analysts expect the market to turn next year."),
        ("", "The report shows figures through April 9."),
    ],
)
def test_lists_topics_known_days_and_figures_promise_nothing(title: str, text: str) -> None:
    assert ends(text, title) == []


@pytest.mark.parametrize(
    ("title", "text", "end"),
    [
        ("Two sensor firms to open labs in 2026", "", "2026-12-31"),
        ("", "The coming year will see the launch of a third tug.", "2026-12-31"),
        ("", "The drafters are ready for this year's summit in Quito, which will open in October.", "2025-10-31"),
        ("", "Analysts say the rule will take effect on 1 October.", "2025-10-01"),
        ("", "Production will start in the fourth quarter.", "2025-12-31"),
    ],
)
def test_what_is_promised_in_such_words_is_found(title: str, text: str, end: str) -> None:
    assert ends(text, title) == [end]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", "The growers are unlikely to sell before 2027."),
        ("", "A fleet of nine barges moves 454 tons in nine months."),
        ("", "Side effects were seen in the six weeks after the trial and tend to fade."),
        ("", "The office is recovering after being burgled on 29 June."),
        ("", "The clerks are giving out year-end bonuses."),
        ("", "These are the seven harbours that you should visit this year."),
        ("Museum shows of 2026", ""),
        ("Orbico targets 3.5 million vehicle sales in 2026", ""),
        ("", "Before long, he would lead the port."),
        ("", "The first session was followed by a photograph within two days."),
    ],
)
def test_what_is_unlikely_counted_or_told_to_readers_is_no_promise(title: str, text: str) -> None:
    assert ends(text, title) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The office was told to answer within two days.", "2025-07-17"),
        ("The president has tasked the agency with a review within 30 days.", "2025-08-14"),
        ("The second barge starts in nine months.", "2026-04-30"),
        ("The review will be done by year-end.", "2025-12-31"),
    ],
)
def test_what_is_ordered_or_begins_in_so_many_days_is_one(text: str, end: str) -> None:
    assert ends(text) == [end]


@pytest.mark.parametrize(
    "text",
    [
        "The duty to keep logs for eight years remains.",
        "The outage will be felt for months.",
        "Firms struggling to sign papers before the summer holidays have won four more weeks.",
        "Those who booked rooms for March were able to claim refunds.",
        "A buoy is to be the first joint project, the panel decided at its meeting in Lima on Tuesday.",
    ],
)
def test_how_long_and_what_others_did_is_no_promise(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The ban will last for two years from 1 August.", "2025-08-01"),
        ("Over the next eight years the port will be rebuilt.", "2033-07-15"),
        ("Firms wanting to apply before 30 October must register.", "2025-10-30"),
        ("They have booked the hall for September.", "2025-09-30"),
        ("The two sides decided to meet on Friday.", "2025-07-18"),
    ],
)
def test_a_term_ahead_beside_them_is_one(text: str, end: str) -> None:
    assert ends(text) == [end]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The case is in its last stage, with verdicts expected around mid-August.", "2025-08-20"),
        ("The union has launched a nationwide protest, starting 8 August, for the scheme.", "2025-08-08"),
        ("The guild has hired staff beginning in May.", ""),
    ],
)
def test_what_is_expected_about_a_time_or_starts_on_a_day_is_found(text: str, end: str) -> None:
    assert ends(text) == ([end] if end else [])


@pytest.mark.parametrize(
    "text",
    [
        "The union criticised the port's decision to hold a drill earlier this week.",
        "The club is hiring a coach after firing Lee in October.",
        "Clerks failed to warn of threats before the Jan. 20 riot that hurt nine.",
        "Voters want calm ahead of the 2026 midterms.",
        "Lee on Friday doubled down on his plan to tax masts.",
        "It was a spirited start to 2026 for the port.",
        "We can change that in 2026.",
    ],
)
def test_what_happened_and_the_campaign_ahead_are_no_promise(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The clerks must answer before the August hearing.", "2025-08-31"),
        ("The board can begin the review next week.", "2025-07-27"),
        ("The port will close after dredging on Friday.", "2025-07-18"),
    ],
)
def test_a_date_ahead_in_such_words_is_kept(text: str, end: str) -> None:
    assert ends(text) == [end]
