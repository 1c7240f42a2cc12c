"""Sentences in the manner of reporting: which tell a follow-up and when, and which only look as if they did."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.tagging import EventTag, TermHit

PUBLISHED = date(2025, 3, 12)  # a Wednesday


def ahead(text: str, title: str = "", published: date = PUBLISHED) -> list[FoundFollowUp]:
    return [found for found in find(title, text, published) if found.report is Change.ANNOUNCED]


def dialogue(title: str, text: str, published: date = PUBLISHED, name: str = "CET Dialogue") -> list[FoundFollowUp]:
    """What is found where every ``name`` is a hit of the event cet-dialogue."""
    hits = [
        TermHit(name, name, where, at, at + len(name))
        for where, body in (("title", title), ("text", text))
        for at in range(len(body))
        if body.startswith(name, at)
    ]
    return list(find(title, text, published, "en", [EventTag("cet-dialogue", tuple(hits))]))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The U.S. Commerce Department will publish its final rule on 30 June 2025.", "2025-06-30", "2025-06-30"),
        ("Micronex plans to open its Woodlands plant in the first half of 2026.", "2026-01-01", "2026-06-30"),
        ("Singapore is to host the next round of talks in May.", "2025-05-01", "2025-05-31"),
        ("The minister is set to visit Washington next week.", "2025-03-17", "2025-03-23"),
        ("The public consultation runs until 11 April.", "None", "2025-04-11"),
        ("Applications close on 2 May 2025.", "2025-05-02", "2025-05-02"),
        ("The regulations take effect on July 1.", "2025-07-01", "2025-07-01"),
        ("The satellite is due for launch later this year.", "2025-03-12", "2025-12-31"),
        ("Both sides agreed to sign the pact by the end of the year.", "None", "2025-12-31"),
        ("The agency expects to issue guidance in the coming weeks.", "None", "None"),
        ("The third meeting of the working group is scheduled for Sept. 9-11 in Seoul.", "2025-09-09", "2025-09-11"),
        ("The two leaders will meet on Friday.", "2025-03-14", "2025-03-14"),
        ("NIST aims to finalise the standard in early 2026.", "2026-01-01", "2026-04-30"),
        ("The pilot will run from April 2025 to March 2026.", "2025-04-01", "2026-03-31"),
        ("The grid link should be ready by 2030.", "None", "2030-12-31"),
        ("Bidders have until noon on March 28 to respond.", "None", "2025-03-28"),
        ("The chipmaker said it would invest $2 billion over the next three years.", "2025-03-12", "2028-03-12"),
        ("The committee must report within 180 days.", "None", "2025-09-08"),
        ("The lab opens its doors tomorrow.", "2025-03-13", "2025-03-13"),
        ("Singapore, US to hold cyber dialogue in October", "2025-10-01", "2025-10-31"),
        ("Helix to cut ribbon on Tuas plant in Q3 2026", "2026-07-01", "2026-09-30"),
        ("The upgrade is slated for completion in late 2027.", "2027-09-01", "2027-12-31"),
        ("The first satellites will be launched this summer.", "2025-06-01", "2025-08-31"),
        ("Phase two begins in January 2026.", "2026-01-01", "2026-01-31"),
        ("A decision is expected by mid-April.", "None", "2025-04-20"),
        ("The 21st edition takes place from May 30 to June 1.", "2025-05-30", "2025-06-01"),
        ("Compliance is required 90 days after publication.", "2025-06-10", "2025-06-10"),
        ("The programme will receive $50 million in FY2026.", "None", "2026-09-30"),
        ("In June, ministers will gather in Bangkok for the annual meeting.", "2025-06-01", "2025-06-30"),
        ("By 2028, the company intends to train 5,000 engineers.", "None", "2028-12-31"),
        ("The company is targeting 2027 for first production.", "2027-01-01", "2027-12-31"),
        ("The exhibition returns to Marina Bay Sands in November.", "2025-11-01", "2025-11-30"),
        ("Work on the cable is to start within the next two years.", "None", "2027-03-12"),
        ("Officials hope for a deal before the summit in June.", "2025-06-01", "2025-06-30"),
        ("The president is expected to sign the bill next month.", "2025-04-01", "2025-04-30"),
        ("Deadline for submissions: 30 April 2025.", "2025-04-30", "2025-04-30"),
        ("The export licence requirement will apply from 1 October.", "2025-10-01", "2025-10-01"),
        ("The two agencies will jointly publish a crosswalk in the second quarter.", "2025-04-01", "2025-06-30"),
        ("The ministers will meet again in 2026 in Washington.", "2026-01-01", "2026-12-31"),
        ("The treaty will enter into force on 15.06.2025.", "2025-06-15", "2025-06-15"),
        ("The new rule takes effect in two weeks.", "2025-03-24", "2025-03-30"),
        ("The office will relocate to Changi in the fourth quarter.", "2025-10-01", "2025-12-31"),
        ("The ministry announced plans for a quantum centre to open in 2027.", "2027-01-01", "2027-12-31"),
        ("The hearing, scheduled for March 25, will be streamed.", "2025-03-25", "2025-03-25"),
        ("The fund, worth $300 million, will be set up by June.", "None", "2025-06-30"),
        ("The group will report its findings to Congress no later than Jan. 31, 2026.", "None", "2026-01-31"),
        ("The ship is expected to dock at Changi on 20/03/2025.", "2025-03-20", "2025-03-20"),
        ("Registration is open through May 5.", "None", "2025-05-05"),
        ("Construction will take about three years.", "2025-03-12", "2028-03-12"),
        ("The vendor has until the end of the month to fix the flaw.", "None", "2025-03-31"),
        ("The law comes into force next year.", "2026-01-01", "2026-12-31"),
        ("Tickets go on sale on Monday.", "2025-03-17", "2025-03-17"),
        ("The next update is due in spring 2026.", "2026-03-01", "2026-05-31"),
        ("The summit had been planned for May but will now be held on 9 July.", "2025-07-09", "2025-07-09"),
        ("The launch was pushed back from April to August.", "2025-08-01", "2025-08-31"),
        ("The agency has extended the comment period to May 30.", "None", "2025-05-30"),
        (
            "The first cohort, of 40 fellows, starts in September, and applications open on 1 April.",
            "2025-09-01",
            "2025-09-30",
        ),
        ("Washington will host the third dialogue in 2026.", "2026-01-01", "2026-12-31"),
        ("Negotiators plan another round for the week of April 14.", "2025-04-14", "2025-04-20"),
        ("The company is on track to deliver the first chips by year-end.", "None", "2025-12-31"),
        ("Chipmakers are required to file their first reports by 1 August 2025.", "None", "2025-08-01"),
        ("The trial, which starts in May, will last six months.", "2025-05-01", "2025-05-31"),
        ("A second phase is tentatively set for the first quarter of 2026.", "2026-01-01", "2026-03-31"),
        ("The agency will open applications on 1 April and close them on 30 May.", "2025-04-01", "2025-04-01"),
        ("The prototype is being built and should fly by 2029.", "None", "2029-12-31"),
        ("The Senate is scheduled to vote on the bill on Thursday.", "2025-03-13", "2025-03-13"),
        ("Delegates head to Geneva next month for a second round.", "2025-04-01", "2025-04-30"),
        ("The partners aim for a demonstration in 2028.", "2028-01-01", "2028-12-31"),
        ("The government has pledged to phase out the old system by 2027.", "None", "2027-12-31"),
        ("Ministers gave the regulator until 30 September to respond.", "None", "2025-09-30"),
        ("The lab will be ready within two years, she said on Monday.", "None", "2027-03-12"),
        ('"We will decide in the coming weeks," the minister told reporters on Tuesday.', "None", "None"),
        ("The contract runs through 2030.", "None", "2030-12-31"),
        ("Mass production will not begin until 2027.", "2027-01-01", "2027-12-31"),
        ("The ministry confirmed the visit for 2 June.", "2025-06-02", "2025-06-02"),
        ("The rules, to be phased in from 2026, cover frontier models.", "2026-01-01", "2026-12-31"),
        ("NASA and Singapore's space office plan a joint workshop in late May.", "2025-05-21", "2025-05-31"),
        ("US, Singapore to sign nuclear pact next week", "2025-03-17", "2025-03-23"),
    ],
)
def test_a_promise_is_found_with_its_period(text: str, start: str, end: str) -> None:
    told = [(str(found.period.start), str(found.period.end)) for found in ahead(text)]
    assert (start, end) in told


@pytest.mark.parametrize(
    "text",
    [
        "The 2024 Act requires companies to report breaches.",
        "The market is expected to reach $40 billion by 2030, analysts said.",
        "Exports grew 7 per cent in the first quarter of 2025.",
        "The Cybersecurity Act 2018 was amended last year.",
        "If talks fail, tariffs could rise in July.",
        "The helpline is open 24/7.",
        "Will the two sides meet in June?",
        "The company was founded in 2012 and went public in 2021.",
        "Officials met in Washington on Tuesday to discuss export controls.",
        "The ministry may publish new rules next year.",
        "The forum, held every year in May, attracts 2,000 people.",
        "Version 2.0 of the framework adds 12 controls.",
        "He spent March to May in Tokyo as a visiting fellow.",
        "The rule has applied since 1 January 2024.",
        "Singapore's economy will grow 2 to 3 per cent this year, the central bank forecast.",
        "Theresa May addressed the conference.",
        "The agreement was signed in April 2023 and took effect last June.",
        "There are no plans to extend the pilot beyond 2025.",
        "Under the Budget 2025 plan, firms pay less tax.",
        "She said on Monday that talks were constructive.",
        "The two countries will continue to work together closely.",
        "AI could add $1 trillion to the region's GDP by 2030.",
        "Demand for power from data centres is projected to double by 2030.",
        "The dialogue was first held in October 2023.",
        "Between 2019 and 2023 the number of attacks tripled.",
        "In May, the agency published a draft.",
        "The bridge at 2025 Market Street was closed.",
        "The second half was dull.",
        "It was the biggest rise in three years.",
        "In the past two years, 40 firms have joined.",
        "The report, published in 2023, said quantum computers were a decade away.",
        "A 2022 study found that most attacks begin with phishing.",
        "A six-member panel of experts chose the winners in May.",
        "The ministry held a briefing on 4 March and published the slides.",
        "Neither side said when the next round would be.",
        "The company reported second-quarter revenue of $3 billion.",
        "No date has been given for the launch.",
        "He was due to retire in 2024.",
        "Agencies must report by March 31 each year.",
        "The plant, which opened in 2019, employs 900 people.",
        "Prices rose after the deal was announced on Thursday.",
        "Investors could see returns by 2027 if rates fall.",
        "The bill would have taken effect in 2026.",
        "The number of satellites is forecast to triple by 2035.",
    ],
)
def test_what_promises_nothing_is_left(text: str) -> None:
    assert ahead(text) == []


OCTOBER = date(2024, 10, 9)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "The grant call closes at 5 p.m. on 15 November.",
            "2024-11-15",
            "2024-11-15",
        ),
        (
            "The new office, to be located in one-north, will open its doors in the first quarter of 2025.",
            "2025-01-01",
            "2025-03-31",
        ),
        (
            "The partners will kick off the pilot next month, with results due in mid-2025.",
            "2024-11-01",
            "2024-11-30",
        ),
        (
            "The partners will kick off the pilot next month, with results due in mid-2025.",
            "2025-05-01",
            "2025-08-31",
        ),
        (
            "The framework is open for public feedback until Dec. 6, 2024.",
            "None",
            "2024-12-06",
        ),
        (
            "Reporting obligations start to apply from 2 February 2025.",
            "2025-02-02",
            "2025-02-02",
        ),
        (
            "Dr Tan will deliver the keynote on Oct 17.",
            "2024-10-17",
            "2024-10-17",
        ),
        (
            "Singapore International Cyber Week runs from 14 to 17 October.",
            "2024-10-14",
            "2024-10-17",
        ),
        (
            "The quantum network is expected to go live by mid-2025.",
            "None",
            "2025-08-31",
        ),
        (
            "The ministry hopes to have the sandbox running before the end of 2025.",
            "None",
            "2025-12-31",
        ),
        (
            "The Biden administration is preparing to issue the rule as soon as next month.",
            "2024-11-01",
            "2024-11-30",
        ),
        (
            "The first chips are to roll off the line in 2027.",
            "2027-01-01",
            "2027-12-31",
        ),
        (
            "A follow-up workshop is planned in Washington in the spring.",
            "2025-03-01",
            "2025-05-31",
        ),
        (
            "Both governments will convene a ministerial in early 2025.",
            "2025-01-01",
            "2025-04-30",
        ),
        (
            "The agency will accept nominations through Nov. 1.",
            "None",
            "2024-11-01",
        ),
        (
            "The satellite launches on Saturday aboard a Falcon 9.",
            "2024-10-12",
            "2024-10-12",
        ),
        (
            "The bank plans to move its core systems to post-quantum encryption by 2030.",
            "None",
            "2030-12-31",
        ),
        (
            "The working group meets next on 12 December.",
            "2024-12-12",
            "2024-12-12",
        ),
        (
            "The pact will be reviewed in five years.",
            "2029-01-01",
            "2029-12-31",
        ),
        (
            "From 1 January 2025, importers must hold a licence.",
            "2025-01-01",
            "2025-01-01",
        ),
        (
            "The Senate committee holds a hearing on AI chips on Thursday.",
            "2024-10-10",
            "2024-10-10",
        ),
        (
            "Registration opens Oct. 21.",
            "2024-10-21",
            "2024-10-21",
        ),
        (
            "Applicants must submit by 11:59 p.m. on November 30, 2024.",
            "None",
            "2024-11-30",
        ),
        (
            "The two countries are negotiating a science agreement that they aim to conclude this year.",
            "2024-01-01",
            "2024-12-31",
        ),
        (
            "Commissioning of the reactor is scheduled for the early 2030s.",
            "2030-01-01",
            "2033-12-31",
        ),
        (
            "The summit will be held on November 21-22 in San Francisco.",
            "2024-11-21",
            "2024-11-22",
        ),
        (
            "The export controls, announced on Monday, take effect in 60 days.",
            "2024-12-08",
            "2024-12-08",
        ),
        (
            "A White House official said an executive order would follow by the end of the year.",
            "None",
            "2024-12-31",
        ),
        (
            "IMDA will launch the second cohort in the third quarter of next year.",
            "2025-07-01",
            "2025-09-30",
        ),
        (
            "The network of the International AI safety institutes is to meet for the first time in November.",
            "2024-11-01",
            "2024-11-30",
        ),
        (
            "The plant, whose construction began in 2022, is to start volume production in late 2025.",
            "2025-09-01",
            "2025-12-31",
        ),
        (
            "Under the plan, all agencies must inventory their AI use by December 16, 2024.",
            "None",
            "2024-12-16",
        ),
        (
            "Singapore will take over the chair in January.",
            "2025-01-01",
            "2025-01-31",
        ),
        (
            "The delegation leaves for Tokyo on Sunday.",
            "2024-10-13",
            "2024-10-13",
        ),
        (
            "NIST is seeking comments on the draft; they are due Nov. 15.",
            "2024-11-15",
            "2024-11-15",
        ),
        (
            "Over the next 12 months, the lab will test 30 models.",
            "2024-10-09",
            "2025-10-09",
        ),
        (
            "The second reading of the bill is due on 14 October.",
            "2024-10-14",
            "2024-10-14",
        ),
        (
            "The council will hold its first meeting on November 4.",
            "2024-11-04",
            "2024-11-04",
        ),
    ],
)
def test_a_promise_of_another_season_is_found(text: str, start: str, end: str) -> None:
    told = [(str(found.period.start), str(found.period.end)) for found in ahead(text, published=OCTOBER)]
    assert (start, end) in told


@pytest.mark.parametrize(
    "text",
    [
        "The programme, launched in 2021, has trained more than 2,000 people.",
        "About 40 per cent of firms expect to adopt AI within five years, the survey found.",
        "The strategy was unveiled at the summit in July.",
        "The U.S. has 5,400 data centres; Singapore has about 70.",
        "The AI Act entered into force on 1 August 2024.",
        "In the second half of 2023, attacks rose by a third.",
        "He will be remembered for his work on chips.",
        "The deal, worth $4.2 billion, closed last week.",
        "What will happen in 2025 remains unclear.",
        "It is not known when the talks will resume.",
        "The committee met on Tuesday and will report back.",
        "Singapore has been a member since April 2020.",
        "Nvidia's shares have tripled since the start of the year.",
        "The law gives the minister power to order changes.",
        "The vaccine could be available by 2026.",
        "The ministry had planned to open the centre in 2025 but dropped the idea.",
        "Since January, companies have had to report incidents within two hours.",
        "The institute publishes its index every spring.",
        "Global chip sales will hit $1 trillion by 2030, according to industry forecasts.",
        "By 2050, the sea level is projected to rise by half a metre.",
        "The agreement does not set a date.",
        "It took three years to build the plant.",
        "The firm has 200 employees and plans no layoffs.",
        "He joined in March 2022 from a rival.",
        "The 2023 dialogue produced six workstreams.",
        "If Congress fails to act, the programme would expire in December.",
        "The scheme has helped 300 start-ups over the past decade.",
        "Officials declined to say whether the plant would open in 2026.",
    ],
)
def test_history_forecast_and_supposition_are_left(text: str) -> None:
    assert ahead(text, published=OCTOBER) == []


def test_several_follow_ups_in_one_sentence_stand_apart() -> None:
    text = (
        "The agency will publish a draft in May, open comments until 30 June and adopt the rule by the end of the year."
    )
    assert [(str(found.period.start), str(found.period.end)) for found in ahead(text)] == [
        ("2025-05-01", "2025-05-31"),
        ("None", "2025-06-30"),
        ("None", "2025-12-31"),
    ]


def test_a_headline_and_its_text_tell_one_follow_up() -> None:
    text = "Micronex said it would open its Woodlands plant on 3 June 2025."
    (found,) = ahead(text, title="Micronex to open Woodlands plant in June")
    assert found.text == text
    assert str(found.period.start) == "2025-06-03"


def test_a_headline_alone_is_enough() -> None:
    (found,) = ahead("The site employs 900 people.", title="Micronex to open Woodlands plant in June")
    assert found.text == "Micronex to open Woodlands plant in June"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The forum will be held in Singapore on 5 May.", "Singapore"),
        ("The forum will take place on 5 May in Kuala Lumpur.", "Kuala Lumpur"),
        ("Washington is to host the talks in May.", "Washington"),
        ("The minister will visit India next week.", "India"),
        ("The plant in Taylor, Texas will start production in 2026.", "Taylor, Texas"),
        ("The workshop is scheduled for 5 May at the Sands Expo in Singapore.", "Singapore"),
        ("Hosted by Japan, the summit will meet in Osaka in June.", "Osaka"),
        ("The report will be published in May.", None),
        ("Singapore's minister will give a speech in May.", None),
        ("The talks in May will be hosted by Canada.", "Canada"),
    ],
)
def test_a_place_counts_where_the_text_ties_it_to_the_event(text: str, place: str | None) -> None:
    (found,) = ahead(text)
    assert found.place == place


def test_each_date_takes_the_place_beside_it() -> None:
    found = ahead("Talks will be held in Singapore on 5 May and in Tokyo on 20 May.")
    assert [one.place for one in found] == ["Singapore", "Tokyo"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The ministers will meet in May.", Kind.MEETING),
        ("Comments are due by 5 May.", Kind.DEADLINE),
        ("The satellite will be launched in May.", Kind.LAUNCH),
        ("The two sides will sign a memorandum in May.", Kind.AGREEMENT),
        ("The agency will publish a white paper in May.", Kind.REPORT),
        ("The fund will invest $200 million by 2027.", Kind.FUNDING),
    ],
)
def test_the_kind_follows_from_the_words(text: str, kind: Kind) -> None:
    assert [found.kind for found in ahead(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "settles"),
    [
        ("Comments close on 5 May.", True),
        ("The rule takes effect on 1 July.", True),
        ("Applications are open until 5 May.", True),
        ("The ministers will meet on 5 May.", False),
        ("The agency will publish a report on 5 May.", False),
    ],
)
def test_what_needs_no_report_settles_itself(text: str, settles: bool) -> None:
    assert [found.self_settling for found in ahead(text)] == [settles]


@pytest.mark.parametrize(
    "text",
    [
        "The next CET Dialogue is planned for 2024 in Singapore.",
        "An executive order on AI is expected by the end of the year.",
        "Companies have until August 29 to submit comments on the chip licensing rule.",
        "By 2028, the company intends to train 5,000 engineers in quantum error correction and more.",
        "It is due in May.",
    ],
)
def test_the_event_is_a_short_phrase_in_the_sentences_own_words(text: str) -> None:
    (found,) = ahead(text, published=date(2023, 10, 13))
    words = found.event.split()
    assert 2 <= len(words) <= 10
    assert all(word in text for word in words)


def test_the_seed_sentence() -> None:
    (found,) = dialogue("", "The next CET Dialogue is planned for 2024 in Singapore.", date(2023, 10, 13))
    assert (found.event, found.event_slug, found.place, found.kind) == (
        "next CET Dialogue",
        "cet-dialogue",
        "Singapore",
        Kind.MEETING,
    )
    assert (str(found.period.start), found.period.precision) == ("2024-01-01", "year")


@pytest.mark.parametrize(
    "text",
    [
        "They met at the CET Dialogue. The next dialogue will be held in 2026.",
        "They met at the CET Dialogue. Its third meeting is planned for 2026.",
        "The CET Dialogue ended on Tuesday. Officials were pleased. The second dialogue will take place in 2026.",
        "The CET Dialogue ended on Tuesday. It will next be held in 2026.",
    ],
)
def test_the_next_dialogue_is_the_event_named_before(text: str) -> None:
    slugs = [found.event_slug for found in dialogue("", text) if found.report is Change.ANNOUNCED]
    assert slugs == ["cet-dialogue"]


@pytest.mark.parametrize(
    "text",
    [
        "At the CET Dialogue, officials agreed to launch a roadmap by June 2025.",
        "After the CET Dialogue, the ministry said it would publish guidance in May.",
        "They met at the CET Dialogue. The ministry will publish guidance in May.",
    ],
)
def test_what_was_agreed_at_an_event_is_not_the_event(text: str) -> None:
    slugs = [found.event_slug for found in dialogue("", text) if found.report is Change.ANNOUNCED]
    assert slugs == [None]


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("The second CET Dialogue will be held in May.", 2),
        ("The 3rd CET Dialogue will be held in May.", 3),
        ("The inaugural CET Dialogue will be held in May.", 1),
        ("The 2025 CET Dialogue will be held in May.", 2025),
        ("The CET Dialogue will be held in May.", None),
    ],
)
def test_the_edition_is_read(text: str, edition: int | None) -> None:
    (found,) = dialogue("", text)
    assert found.edition == edition


def test_a_named_event_without_a_date_is_told_too() -> None:
    (found,) = dialogue("", "The next CET Dialogue will be held in Washington.")
    assert (found.period.end, found.place, found.report) == (None, "Washington", Change.ANNOUNCED)


@pytest.mark.parametrize(
    ("text", "report", "start"),
    [
        ("The second CET Dialogue was held in Singapore on 11 March 2025.", Change.HELD, "2025-03-11"),
        ("The two sides held the CET Dialogue on Tuesday.", Change.HELD, "2025-03-11"),
        ("Today in Singapore, officials co-chaired the CET Dialogue.", Change.HELD, "2025-03-12"),
        ("At the CET Dialogue in Singapore on Monday, officials signed a roadmap.", Change.HELD, "2025-03-10"),
        ("The CET Dialogue has been postponed.", Change.POSTPONED, "None"),
        ("The CET Dialogue was put off and no new date has been set.", Change.POSTPONED, "None"),
        ("The CET Dialogue has been cancelled.", Change.CANCELLED, "None"),
        ("The CET Dialogue will not take place this year.", Change.CANCELLED, "2025-01-01"),
        ("The CET Dialogue has been called off, the ministry said.", Change.CANCELLED, "None"),
        ("The CET Dialogue has been postponed to 9 July.", Change.ANNOUNCED, "2025-07-09"),
    ],
)
def test_what_became_of_an_event_is_reported(text: str, report: Change, start: str) -> None:
    (found,) = dialogue("", text)
    assert (found.report, str(found.period.start), found.event_slug) == (report, start, "cet-dialogue")


@pytest.mark.parametrize(
    "text",
    ["The ministers did not cancel the talks.", "The firm could cancel the project.", "Will the talks be cancelled?"],
)
def test_a_cancelling_denied_or_supposed_is_none(text: str) -> None:
    assert find("", text, PUBLISHED) == ()


def test_a_run_on_text_is_read_in_pieces() -> None:
    text = "word " * 300 + "The forum will be held in Singapore on 5 May 2025"
    assert all(found.text in text for found in find("", text, PUBLISHED))


def test_a_table_of_dates_is_not_read_through() -> None:
    text = "The group will meet on " + ", ".join(f"{day} May 2026" for day in range(1, 29)) + "."
    assert 1 <= len(find("", text, PUBLISHED)) <= 40
