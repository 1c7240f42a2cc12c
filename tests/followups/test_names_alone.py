"""What a follow-up is called must read well alone in a digest: what is to be, no clause and no scrap of one."""

from datetime import date

import pytest

from watcher.followups.extract import find
from watcher.model.followups import Change, FoundFollowUp

PUBLISHED = date(2025, 7, 15)


def only(text: str) -> FoundFollowUp:
    (found,) = (one for one in find("", text, PUBLISHED) if one.report is Change.ANNOUNCED)
    return found


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "A reef testbed where ports and shippers can try out ciphers will be launched in October.",
            "reef testbed will be launched",
        ),
        ("The second Lorvan Data Dialogue will be held here on 7 October.", "second Lorvan Data Dialogue"),
        ("The third Lorvan Data Dialogue will take place online on 7 October.", "third Lorvan Data Dialogue"),
        ("The Senate is expected to vote on the mast bill next week.", "Senate to vote on the mast bill"),
        ("The Lumen-3 satellite is expected to be launched in October.", "Lumen-3 satellite to be launched"),
        (
            "It is a cue for the first summit between the Peruvian and Fijian leaders, which will be held in October.",
            "first summit between the Peruvian and Fijian leaders",
        ),
        (
            "It comes days before the launch of the Orbico M8 in Malta, which is scheduled to take place on 8 August.",
            "launch of the Orbico M8",
        ),
        ("Engineers tested Lumen-3, which will launch in October.", "Lumen-3 will launch"),
        ("The union criticised Orbico's decision to hold drills in October.", "Orbico to hold drills"),
        ("Preorders for the mast will open in October ahead of the fair.", "Preorders for the mast will open"),
    ],
)
def test_a_name_is_what_is_to_be(text: str, event: str) -> None:
    assert only(text).event == event


def test_whose_turn_it_is_to_host_tells_which_round_and_where() -> None:
    found = only("They left nothing to chance: it is Malta's turn to play host in 2027 for the fourth round.")
    assert (found.event, found.edition, found.place) == ("fourth round", 4, "Malta")
