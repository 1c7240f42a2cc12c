"""Two dates that sources give for one thing: side by side where one contradicts, a move where one gives way."""

from lives import Life, Story, changes, dates

from watcher.model.followups import Change

FIRST = Story(
    "2026-03-02",
    "Harbour Wire",
    "Lagoon Robotics Workshop on 9 June",
    "The Port Institute will convene a Lagoon Robotics Workshop in Tallinn on 9 June 2026.",
)


def test_a_date_set_beside_the_known_one_disputes_it_however_late_it_is_told() -> None:
    other = Story(
        "2026-04-20",
        "Robot Gazette",
        "Robotics workshop on 16 June, says ministry",
        "The Lagoon Robotics Workshop will be in Tallinn on 16 June, according to the ministry's calendar, a week later"
        " than the 9 June date on the institute's page.",
    )
    (record,) = Life().tell(FIRST, other).records
    assert changes(record) == [Change.ANNOUNCED, Change.CONFLICTING]
    assert dates(record) == ("2026-06-09", "2026-06-09")


def test_a_date_that_gives_way_is_moved() -> None:
    other = Story(
        "2026-04-20",
        "Robot Gazette",
        "Robotics workshop put back a week",
        "The Lagoon Robotics Workshop in Tallinn has been moved from 9 June to 16 June, the ministry said.",
    )
    (record,) = Life().tell(FIRST, other).records
    assert changes(record) == [Change.ANNOUNCED, Change.MOVED]
    assert dates(record) == ("2026-06-16", "2026-06-16")


def test_the_word_that_settles_a_dispute_confirms_what_was_first_told() -> None:
    wrong = Story(
        "2026-04-20",
        "Robot Gazette",
        "Robotics workshop on 16 June, says ministry",
        "The Lagoon Robotics Workshop will be in Tallinn on 16 June, it says. Its host has 9 June.",
    )
    settled = Story(
        "2026-04-27",
        "Quay Post",
        "Robot workshop: it is the 9th",
        "The workshop on robots in lagoons is on 9 June as first announced, the institute said after a mix-up.",
    )
    (record,) = Life().tell(FIRST, wrong, settled).records
    assert changes(record) == [Change.ANNOUNCED, Change.CONFLICTING, Change.CONFIRMED]
    assert dates(record) == ("2026-06-09", "2026-06-09")
