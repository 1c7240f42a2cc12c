"""Remarks beside a promise that are none: what came out later, what else was dropped, who has signed up."""

from datetime import date

import pytest
from lives import CET, Life, Story, show

from watcher.followups.extract import find
from watcher.followups.places import more_exact
from watcher.model.followups import Change, FoundFollowUp


def _found(headline: str, text: str = "", day: date = date(2023, 6, 2)) -> list[FoundFollowUp]:
    return list(find(headline, text, day))


@pytest.mark.parametrize(
    "headline",
    [
        "Harbour ministry discloses December talks with Tallinn on cables",
        "Minister admits November meeting with port lobby",
        "Agency acknowledges October session on spectrum prices",
    ],
)
def test_what_an_office_discloses_has_been(headline: str) -> None:
    assert not _found(headline), headline


@pytest.mark.parametrize(
    ("text", "start", "place"),
    [
        (
            "Forty firms have booked stands at the sixth Baltic Drone Fair in Riga on Nov. 18-22.",
            date(2024, 11, 18),
            "Riga",
        ),
        (
            "The ministry has reserved 40 seats at the Pacific Cable Forum in Suva on October 8-9.",
            date(2024, 10, 8),
            "Suva",
        ),
    ],
)
def test_who_has_booked_takes_part_in_what_is_to_come(text: str, start: date, place: str) -> None:
    (found,) = _found("Notes from the halls", text, date(2024, 9, 4))
    assert (found.report, found.period.start, found.place) == (Change.ANNOUNCED, start, place)


def test_who_registered_for_what_is_over_took_part() -> None:
    """A plain past and a date gone by tell what was held."""
    (found,) = _found("Notes", "Over 200 people registered for the Cable Forum in Suva on 8 July.", date(2024, 9, 4))
    assert found.report is Change.HELD


_RULE = Story(
    "2024-03-05",
    "Esker Post",
    "Label to be compulsory for door locks",
    "Connected door locks must carry a security label from 1 April 2025, the Standards Board said on Tuesday.",
)


@pytest.mark.parametrize(
    "beside",
    [
        "Two brands from Tallinn have withdrawn cheaper models.",
        "Some brands from Riga have scrapped older versions.",
    ],
)
def test_a_maker_that_withdraws_models_cancels_no_rule(beside: str) -> None:
    later = Story(
        "2024-07-10",
        "Lock Trade Weekly",
        "Makers queue for tests",
        "Laboratories report a six-week wait for door locks, as brands prepare for the labelling requirement that "
        f"starts on 1 April 2025. {beside}",
    )
    life = Life([CET]).tell(_RULE, later)
    assert all(line.change is not Change.CANCELLED for one in life.records for line in one.history), show(life)


def test_a_board_that_withdraws_the_rule_cancels_it() -> None:
    later = Story(
        "2024-07-10",
        "Lock Trade Weekly",
        "Board drops label for locks",
        "The Standards Board has withdrawn the rule that connected door locks must carry a security label.",
    )
    life = Life([CET]).tell(_RULE, later)
    assert [one.history[-1].change for one in life.records] == [Change.CANCELLED], show(life)


@pytest.mark.parametrize(
    ("known", "told", "kept"),
    [
        ("Songdo", "Songdo, Incheon", "Songdo, Incheon"),
        ("Songdo, Incheon", "Songdo", "Songdo, Incheon"),
        ("Songdo, Incheon", "Incheon", "Songdo, Incheon"),
        ("Songdo, Incheon", "Busan", "Busan"),
        ("India", "Hyderabad", "Hyderabad"),
        ("Sendai City", "Sendai", "Sendai"),
    ],
)
def test_a_part_of_a_town_keeps_its_town(known: str, told: str, kept: str) -> None:
    assert more_exact(known, told) == kept


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("Songdo, Incheon,", "Songdo, Incheon"),
        ("Shoreditch, London,", "Shoreditch, London"),
        ("Hyderabad, India,", "Hyderabad"),
        ("Harbour House, London,", "London"),
        ("Sandnes, Bergen and Riga", "Sandnes"),
    ],
)
def test_a_town_is_told_from_its_part_its_country_and_its_house(where: str, place: str) -> None:
    (found,) = _found("Notes", f"The second cable forum will be held in {where} on 4 November 2023.")
    assert found.place == place


@pytest.mark.parametrize(
    ("text", "event", "end"),
    [
        ("The reef forum, from 18 to 20 July, will be held in Suva.", "reef forum", "2025-07-20"),
        ("Ministers have delayed the reef bill until the autumn, two officials said.", "reef bill", "2025-11-30"),
        (
            "The reef bill will not be introduced before the next session of parliament, in spring 2026, he said.",
            "reef bill",
            "2026-05-31",
        ),
        (
            "Hospitals will be able to send records from 15 October, when a pilot corridor gets under way.",
            "pilot corridor gets under way",
            "2025-10-15",
        ),
    ],
)
def test_what_a_date_is_of(text: str, event: str, end: str) -> None:
    (found,) = find("", text, date(2025, 3, 12))
    assert (found.event, str(found.period.end)) == (event, end)


@pytest.mark.parametrize(
    "text",
    [
        "The rules, delayed once, apply to 51 ports.",
        "It is the second postponement for the satellite, after a problem with its batteries in February.",
        "A researcher told me that a single run to the year 2100 took her team 14 months.",
        '"You\'ll have it before you go home for August," the secretary said.',
        "The secretary blamed the delay on disputes over company data.",
        "The paper proposes an inventory of moorings for every port within two years.",
    ],
)
def test_what_was_put_off_before_and_what_is_only_proposed_tell_nothing(text: str) -> None:
    assert find("", text, date(2025, 3, 12)) == ()


def test_a_promise_taken_back_is_called_off() -> None:
    (found,) = find("", "She took back her promise to bring a reef bill to parliament in June.", date(2025, 3, 12))
    assert (found.report, str(found.period.end)) == (Change.CANCELLED, "2025-06-30")


def test_the_day_of_a_visit_is_not_that_of_the_rules_before_it() -> None:
    text = "Inspectors visited two ports on Monday, days after the mooring rules took effect."
    (found,) = find("", text, date(2025, 3, 12))
    assert (found.report, found.period.end) == (Change.HELD, None)


def test_what_is_to_be_done_in_so_many_days_is_named_by_the_deed() -> None:
    (found,) = find("", "The committee has 90 days to report back to the president.", date(2025, 3, 12))
    assert (found.event, str(found.period.end)) == ("committee to report back to the president", "2025-06-10")


@pytest.mark.parametrize(
    ("day", "start"), [(date(2024, 1, 27), date(2024, 3, 1)), (date(2024, 2, 27), date(2025, 3, 1))]
)
def test_next_spring_told_on_the_eve_of_spring_is_next_years(day: date, start: date) -> None:
    (found,) = find("", "The port will open a cable hub next spring.", day)
    assert found.period.start == start


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Crews are still waiting to hear who won the mooring contract.", 0),
        ("The institute plans to finalise the reef standard in early 2026 after a 60-day comment period.", 1),
    ],
)
def test_what_is_waited_for_has_not_come_and_what_goes_before_is_no_date(text: str, count: int) -> None:
    assert len(find("", text, date(2025, 3, 12))) == count


def test_replies_to_comments_are_due_on_a_day_of_their_own() -> None:
    life = Life().tell(
        Story(
            "2025-03-10", "Spectrum Wire", "Reef radio rules", "Comments are due by 24 April, reply comments by 9 May."
        ),
        Story(
            "2025-04-16",
            "Spectrum Wire",
            "More time",
            "Comments on the reef radio rules can now be filed until 12 May.",
        ),
    )
    ends = [str(record.period.end) for record in life.records]
    assert ends == ["2025-05-12", "2025-05-09"], show(life)


def test_a_flight_in_a_window_took_place_on_its_day() -> None:
    (record,) = (
        Life()
        .tell(
            Story("2025-09-18", "Reef Wire", "Glider", "A sea glider will fly at Tolo between 3 and 14 November."),
            Story(
                "2025-11-12", "Tolo Post", "Glider flies", "The sea glider flew at Tolo on Tuesday for eight minutes."
            ),
        )
        .records
    )
    assert (str(record.period.start), str(record.period.end)) == ("2025-11-11", "2025-11-11")


@pytest.mark.parametrize("text", ["Orders are full until 2027.", "The ferry is booked out until June."])
def test_what_is_taken_until_a_day_is_no_promise(text: str) -> None:
    assert find("", text, date(2025, 3, 12)) == ()


def test_a_headline_and_the_lead_with_its_date_are_one() -> None:
    (found,) = find(
        "Suva yard to produce in 2027",
        "Coral Marine will begin building electric ferries in Suva in 2027, its chief executive said.",
        date(2025, 3, 12),
    )
    assert found.event.startswith("Coral Marine")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Its first flight, without astronauts, is on track for June, the head of the agency said.", "first flight"),
        ("The reef fund, with partners in Suva, will open in May.", "reef fund will open"),
        ("The agency, after months of delay, will publish the list in May.", "agency will publish the list"),
        ("The pilot, together with the port, will start in May.", "pilot will start"),
    ],
)
def test_a_remark_between_subject_and_verb_is_no_subject(text: str, event: str) -> None:
    (found,) = find("", text, date(2025, 3, 12))
    assert found.event == event


def test_a_summer_of_something_is_no_date() -> None:
    assert find("", "Three students tell us about a summer with factory visits.", date(2025, 3, 12)) == ()


@pytest.mark.parametrize(
    ("text", "event", "end"),
    [
        ("The launch, planned for June, has been brought forward to April.", "launch brought", "2025-04-30"),
        (
            "The minister, in Suva for talks this week, will sign the pact in May.",
            "minister for talks will sign the pact",
            "2025-05-31",
        ),
        (
            "Fiji, chair of the group in 2027, will host the ministers next January.",
            "Fiji will host the ministers",
            "2026-01-31",
        ),
        ("Pending approval, the plant is to open in 2027.", "plant to open", "2027-12-31"),
        (
            "The summit was to have been held in May but will now take place in the autumn.",
            "summit will take place",
            "2025-11-30",
        ),
        (
            "An aide said that the review, delayed twice, would be released in May.",
            "review would be released",
            "2025-05-31",
        ),
    ],
)
def test_remarks_and_provisos_leave_the_name_and_the_date(text: str, event: str, end: str) -> None:
    (found,) = find("", text, date(2025, 3, 10))
    assert (found.report, found.event, str(found.period.end)) == (Change.ANNOUNCED, event, end)


def test_a_long_delayed_report_is_not_delayed_again() -> None:
    assert find("Long-delayed reef report finds gaps", "", date(2025, 3, 10)) == ()


@pytest.mark.parametrize(
    ("text", "report", "end"),
    [
        ("The drill ended on Friday.", Change.HELD, "2025-06-06"),
        ("The launch was scrubbed minutes before liftoff on Tuesday.", Change.POSTPONED, "None"),
        ("Talks set for next week are off, the palace said.", Change.CANCELLED, "2025-06-22"),
        ("The reef conference, due to open on Monday, has been moved online.", Change.ANNOUNCED, "2025-06-16"),
    ],
)
def test_what_became_of_it(text: str, report: Change, end: str) -> None:
    (found,) = find("", text, date(2025, 6, 12))  # a Thursday
    assert (found.report, str(found.period.end)) == (report, end)


@pytest.mark.parametrize(
    "text",
    [
        "The agency missed its own June 1 deadline for the rules.",
        "The department has yet to publish the report it promised for May.",
    ],
)
def test_what_was_missed_is_no_news_of_it(text: str) -> None:
    assert find("", text, date(2025, 6, 12)) == ()


def test_the_next_of_a_series_is_named_by_the_series() -> None:
    text = "Fiji hosted the inaugural reef forum last month; the next will be in Apia in 2026."
    found = find("", text, date(2025, 6, 12))
    assert "next reef forum" in [one.event for one in found]


@pytest.mark.parametrize(
    ("text", "event", "edition"),
    [
        (
            "Under the pact, which the two signed in Suva, the first joint call for projects will be launched in July.",
            "first joint call for projects will be launched",
            None,
        ),
        (
            "Building on the inaugural dialogue, both sides intend to reconvene in Suva in May 2026.",
            "sides to reconvene",
            None,
        ),
        (
            "The island will open the reef centre in the first week of September.",
            "island will open the reef centre",
            None,
        ),
    ],
)
def test_what_leads_a_sentence_and_counts_weeks_is_no_subject_and_no_edition(
    text: str, event: str, edition: int | None
) -> None:
    found = [one for one in find("", text, date(2025, 6, 12)) if one.report is Change.ANNOUNCED]
    assert [(one.event, one.edition) for one in found] == [(event, edition)]


@pytest.mark.parametrize(
    "text",
    [
        "The agency named a new time for a meeting that a cyclone upset in March.",
        "Sixty firms have registered, fewer than for the postponed March meeting.",
        "The ministry is sticking to the timetable it set in January.",
    ],
)
def test_a_month_that_was_is_not_the_next_one(text: str) -> None:
    assert not [one for one in find("", text, date(2025, 8, 21)) if one.report is Change.ANNOUNCED]


def test_talks_at_which_something_was_agreed_were_held() -> None:
    (found,) = find("", "They agreed to share data at talks held in Suva on Tuesday.", date(2025, 9, 3))
    assert (found.report, str(found.period.end), found.place) == (Change.HELD, "2025-09-02", "Suva")


def test_where_somebody_has_plants_is_not_where_it_will_be() -> None:
    (found,) = find(
        "", "Firms with landings near Suva await the review, which will be released by May.", date(2025, 3, 12)
    )
    assert found.place is None
