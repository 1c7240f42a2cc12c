"""A promise moves with the edit of its entry, and goes and comes with its story; nothing it said is forgotten."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from house import KEYWORDS, Item, rss
from polls import Polls
from scripted_server import ScriptedServer

TITLE = "United States and Singapore talk about AI"
FIRST = "The harbour robotics forum of the United States and Singapore will take place in Singapore on 5 December 2023."
NOTHING = "Nothing is known of the harbour robotics forum of the United States and Singapore."
CRANES = "Robot makers of both countries prepare for the harbour robotics forum in Singapore on 5 December 2023."


class Edited:
    """One feed with one entry, whose text is what was published last."""

    def __init__(self, root: Path, server: ScriptedServer) -> None:
        self.server = server
        self.polls = Polls(root, server, "/wire.xml", keywords=KEYWORDS)

    def publish(self, text: str, *others: Item) -> list[dict[str, Any]]:
        """The follow-ups once the entry says this."""
        item = Item(TITLE, text, "https://wire.example/forum", "forum-1")
        self.server.feed("/wire.xml", rss(item, *others))
        self.polls.poll(timedelta(hours=6))
        return self.polls.house.run("followups", "--json").records


@pytest.fixture
def edited(tmp_path: Path, server: ScriptedServer) -> Edited:
    return Edited(tmp_path, server)


def changes(record: dict[str, Any]) -> list[str]:
    return [line["change"] for line in record["history"]]


@pytest.mark.parametrize(
    "later",
    [
        FIRST.replace("5 December", "12 December"),
        "The harbour robotics forum of the United States and Singapore takes place on 12 December 2023 in Singapore.",
    ],
)
def test_an_edited_date_moves_the_record(edited: Edited, later: str) -> None:
    edited.publish(FIRST)
    (record,) = edited.publish(later)
    assert changes(record) == ["announced", "moved"]
    assert (record["start"], record["text"]) == ("2023-12-12", later)
    assert len(record["sources"]) == 1


def test_an_edit_elsewhere_in_the_entry_changes_nothing(edited: Edited) -> None:
    edited.publish(FIRST)
    (record,) = edited.publish(f"{FIRST} Fishermen watched the port with curiosity.")
    assert changes(record) == ["announced"]


def test_a_sentence_taken_out_leaves_its_source_and_is_withdrawn(edited: Edited) -> None:
    (before,) = edited.publish(FIRST)
    (record,) = edited.publish(NOTHING)
    assert record["sources"] == before["sources"]
    assert (record["status"], record["text"]) == ("dismissed", FIRST)
    assert [(line["change"], line["by"]) for line in record["history"]] == [
        ("announced", "source"),
        ("cancelled", "source"),
    ]
    assert record["history"][-1]["text"].startswith("withdrawn")


def test_what_is_told_anew_is_withdrawn_no_longer(edited: Edited) -> None:
    edited.publish(FIRST)
    edited.publish(NOTHING)
    other = Item(
        "Crane makers look ahead", f"{CRANES} US and Singapore firms bring AI.", "https://wire.example/c", "c-1"
    )
    (told,) = edited.publish(NOTHING, other)
    assert (told["status"], told["start"], len(told["sources"])) == ("overdue", "2023-12-05", 2)
    (back,) = edited.publish(FIRST)
    assert (back["id"], back["status"]) == (told["id"], "overdue")


def test_what_another_entry_tells_is_not_withdrawn(edited: Edited) -> None:
    other = Item(
        "Crane makers look ahead", f"{CRANES} US and Singapore firms bring AI.", "https://wire.example/c", "c-1"
    )
    edited.publish(FIRST, other)
    (record,) = edited.publish(NOTHING, other)
    assert "cancelled" not in changes(record)


def test_what_a_person_had_a_word_in_and_what_is_over_are_not_withdrawn(edited: Edited) -> None:
    edited.publish(FIRST)
    edited.polls.house.run("followups", "set", "f1", "--place", "Sentosa")
    (own,) = edited.publish(NOTHING)
    assert own["status"] == "overdue"


def test_a_page_may_drop_what_is_over(edited: Edited) -> None:
    edited.publish(FIRST)
    edited.polls.now += timedelta(days=90)
    (record,) = edited.publish(NOTHING)
    assert changes(record) == ["announced"]


def test_an_edited_entry_of_a_dismissed_story_brings_nothing_back(edited: Edited) -> None:
    edited.publish(FIRST)
    edited.polls.house.run("stories", "dismiss", "s1")
    (record,) = edited.publish(FIRST.replace("5 December", "12 December"))
    assert record["status"] == "dismissed"
    edited.polls.house.run("stories", "restore", "s1")
    (record,) = edited.publish(FIRST.replace("5 December", "12 December"))
    assert (record["status"], record["start"]) == ("overdue", "2023-12-12")


def test_what_joins_a_dismissed_story_is_set_aside_with_it(edited: Edited) -> None:
    edited.publish(FIRST)
    edited.polls.house.run("stories", "dismiss", "s1")
    copy = Item(TITLE, f"{FIRST} Fishermen watched.", "https://wire.example/again", "again-1")
    (record,) = edited.publish(FIRST, copy)
    assert len(edited.polls.house.run("stories", "--all", "--json").records) == 1
    assert (record["status"], len(record["sources"])) == ("dismissed", 2)


def test_another_promise_in_the_edited_entry_is_a_record_of_its_own(edited: Edited) -> None:
    edited.publish(FIRST)
    found = edited.publish(f"{FIRST} A report on quantum sensors is due by 30 June 2024.")
    assert sorted(record["end"] for record in found) == ["2023-12-05", "2024-06-30"]


def test_the_order_of_edits_of_two_promises_does_not_mix_them(edited: Edited) -> None:
    second = "Applications for the AI fellowship close on 30 January 2024."
    edited.publish(f"{FIRST} {second}")
    found = edited.publish(
        f"{second.replace('30 January', '15 February')} {FIRST.replace('5 December', '12 December')}"
    )
    assert sorted((record["end"], changes(record)[-1]) for record in found) == [
        ("2023-12-12", "moved"),
        ("2024-02-15", "moved"),
    ]


def test_a_dismissed_story_takes_its_promise_along_and_brings_it_back(edited: Edited) -> None:
    (before,) = edited.publish(FIRST)
    house = edited.polls.house
    (story,) = house.run("stories", "--json").records
    house.run("stories", "dismiss", story["id"])
    (aside,) = house.run("followups", "--json").records
    assert (aside["id"], aside["status"]) == (before["id"], "dismissed")
    house.run("stories", "restore", story["id"])
    (back,) = house.run("followups", "--json").records
    assert (back["id"], back["status"], back["sources"]) == (before["id"], before["status"], before["sources"])


def test_a_promise_that_another_story_tells_stays_when_one_is_dismissed(edited: Edited) -> None:
    edited.publish(FIRST)
    text = f"{CRANES} Singapore and US firms will show AI pilots and cranes there."
    (before,) = edited.publish(FIRST, Item("Crane makers look ahead", text, "https://wire.example/c", "c-1"))
    assert len(before["sources"]) == 2
    house = edited.polls.house
    for story in house.run("stories", "--json").records:
        (now,) = house.run("followups", "--json").records
        assert now["status"] == before["status"]
        house.run("stories", "dismiss", story["id"])
    (now,) = house.run("followups", "--json").records
    assert now["status"] == "dismissed"


def test_a_text_that_shrank_to_its_teaser_withdraws_nothing(edited: Edited) -> None:
    opening = "Robot makers of the United States and Singapore look at AI for cranes."
    (before,) = edited.publish(f"{opening} Fishermen watched the port with curiosity. {FIRST}")
    (record,) = edited.publish(opening)
    assert (record["status"], record["sources"]) == (before["status"], before["sources"])


def test_what_a_person_calls_it_is_not_what_it_was_called_before(edited: Edited) -> None:
    (before,) = edited.publish(FIRST)
    edited.polls.house.run("followups", "set", "f1", "--text", "Robots meet at the harbour", "--event", "cet-dialogue")
    (then,) = edited.polls.house.run("followups", "--json", "--as-of", "2024-06-01").records
    (now,) = edited.polls.house.run("followups", "--json").records
    assert (then["event"], then["event_slug"], then["text"]) == (before["event"], before["event_slug"], FIRST)
    assert (now["event"], now["event_slug"]) == ("Robots meet at the harbour", "cet-dialogue")
    assert now["text"] == "Robots meet at the harbour"
