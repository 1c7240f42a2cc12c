"""What is told of a thing's budget, speakers or website, or of a briefing on it, changes nothing of the thing."""

import pytest
from lives import Life, Story

FORUM = Story(
    "2025-02-18",
    "Harbour Wire",
    "Porto to host cable forum",
    "The eighth Coastal Cable Forum will be held in Porto on 2-4 June 2025, its secretariat said.",
)
STRATEGY = Story(
    "2025-02-18",
    "Harbour Wire",
    "Strategy promised",
    "The government will publish its national data centre strategy by 30 September 2025, the minister said.",
)
CENTRE = Story(
    "2025-02-18",
    "Harbour Wire",
    "Centre to open next year",
    "A national computing centre in Porto will open by the end of 2025, the science council said.",
)
REMARKS = [
    "Organisers of the {} published its programme on Tuesday.",
    "Registration for the {} opened on Tuesday.",
    "Parliament approved the budget for the {} on Tuesday.",
    "A website for the {} went live on Tuesday.",
    "The team behind the {} was presented on Tuesday.",
    "Staff working on the {} held a one-day strike on Tuesday.",
    "A protest against the {} took place on Tuesday.",
    "Officials met on Tuesday to discuss the {}.",
    "The lead sponsor of the {} withdrew on Tuesday.",
    "The minister cancelled a press conference on the {} on Tuesday.",
    "A briefing on the {} has been postponed.",
    "The opposition wants the {} cancelled.",
]


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize(
    ("promise", "thing"),
    [(FORUM, "Coastal Cable Forum"), (STRATEGY, "national data centre strategy"), (CENTRE, "computing centre")],
    ids=["forum", "strategy", "centre"],
)
def test_what_belongs_to_a_thing_is_not_the_thing(promise: Story, thing: str, remark: str) -> None:
    before = Life().tell(promise).records[0]
    told = Life().tell(promise, Story("2025-04-16", "Quay Post", "In brief", remark.format(thing)))
    record = told.records[0]
    assert (record.period, record.outcome) == (before.period, None), remark


@pytest.mark.parametrize(
    ("promise", "deed"),
    [
        (FORUM, "The eighth edition of the Coastal Cable Forum ended in Porto on Wednesday."),
        (FORUM, "Members of the Coastal Cable Forum met in Porto on Wednesday and chose a chair."),
        (
            FORUM,
            "The secretariat sent out the minutes of the Coastal Cable Forum, which was held in Porto on Wednesday.",
        ),
    ],
)
def test_an_edition_or_those_who_meet_are_the_thing(promise: Story, deed: str) -> None:
    (record,) = Life().tell(promise, Story("2025-06-05", "Quay Post", "In brief", deed)).records
    assert record.outcome is not None, deed


def test_a_forum_is_not_held_weeks_before_its_days() -> None:
    later = Story(
        "2025-04-16",
        "Quay Post",
        "Cable firms sign up",
        "Thirty firms have signed up for the Coastal Cable Forum, their association said on Tuesday.",
    )
    (record,) = Life().tell(FORUM, later).records
    assert record.outcome is None


def test_a_story_of_two_meetings_that_moves_the_second_leaves_the_first() -> None:
    first = Story(
        "2026-03-19",
        "Harbour Wire",
        "Ministers to meet twice",
        "The science ministers of Peru and Chile will hold a data meeting in Lima on 4 June 2026, and the Peru-Chile "
        "Joint Commission on Science will convene in Arica on 23 June 2026.",
    )
    moved = Story(
        "2026-05-21",
        "Quay Post",
        "Commission moved",
        "Their data meeting is on 4 June in Lima, and the Joint Commission on Science follows in Arica, where it has "
        "been put back from 23 to 25 June.",
    )
    records = Life().tell(first, moved).records
    assert [str(record.period.end) for record in records] == ["2026-06-04", "2026-06-25"]


@pytest.mark.parametrize(
    "bystander",
    [
        "Elections are due in May.",
        "The central bank will publish its outlook on 9 May.",
        "A separate workshop will be held on 9 May.",
        "The two sides signed a trade deal on Tuesday.",
        "The bottling plant in Ohio opened on Tuesday.",
        "A court will rule on the subsidy on 9 May.",
        "Asked about the {}, the minister said she would speak next week.",
        "Parliament will debate the {} next week.",
        "A rail strike called for next week is not expected to affect the {}.",
        "A rival said last week that it would delay the launch of its own telescope to next year.",
        "A court postponed the hearing in an unrelated case until next month.",
        "He is due to retire at the end of the year.",
        "Shares of a shipyard closed 2.3 per cent higher on Friday.",
    ],
)
@pytest.mark.parametrize(
    ("promise", "thing"),
    [(FORUM, "Coastal Cable Forum"), (STRATEGY, "national data centre strategy"), (CENTRE, "computing centre")],
    ids=["forum", "strategy", "centre"],
)
def test_a_sentence_of_something_else_changes_nothing(promise: Story, thing: str, bystander: str) -> None:
    before = Life().tell(promise).records[0]
    story = Story("2025-04-16", "Quay Post", promise.title, f"Work on the {thing} goes on. {bystander.format(thing)}")
    record = Life().tell(promise, story).records[0]
    assert (record.period, record.outcome) == (before.period, None), bystander


@pytest.mark.parametrize(
    ("promise", "thing"),
    [(FORUM, "Coastal Cable Forum"), (STRATEGY, "national data centre strategy"), (CENTRE, "computing centre")],
    ids=["forum", "strategy", "centre"],
)
@pytest.mark.parametrize("aside", ["Elections are due in November.", "The ambassador leaves her post in the summer."])
def test_a_promise_is_not_taken_for_what_an_earlier_story_told_in_passing(
    promise: Story, thing: str, aside: str
) -> None:
    earlier = Story("2025-02-03", "Quay Post", f"Questions about the {thing}", f"Little is known yet. {aside}")
    records = Life().tell(earlier, promise).records
    assert [line.text for line in records[0].history] == [aside]
    assert all(line.text != aside for record in records[1:] for line in record.history)


def test_a_headline_told_word_for_word_is_of_one_thing() -> None:
    first = Story("2025-02-18", "Harbour Wire", "Centre to open next year", "The council gave no details.")
    second = Story("2025-02-19", "Quay Post", "Centre to open next year", "Nothing more is known.")
    assert len(Life().tell(first, second).records) == 1
