"""What a digest says of stories it told before, and of follow-ups: through feeds and commands, over several days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from newsroom import BIOTECH, DIALOGUE, QUANTUM, Newsroom, moment, titles

Make = Callable[..., Newsroom]


@pytest.fixture
def two(newsroom_of: Make) -> Newsroom:
    """Two outlets; the quantum story was told on the morning of 5 March."""
    newsroom = newsroom_of(feeds=({}, {}, {}))
    newsroom.at("2024-03-04T22:00:00").tick()
    newsroom.read(BIOTECH, feed=1)
    newsroom.read(BIOTECH, feed=2)
    newsroom.read(QUANTUM)
    newsroom.at("2024-03-04T23:00:05")
    assert QUANTUM.title in newsroom.told()
    return newsroom


def developed(newsroom: Newsroom, day: int = 5) -> list[dict[str, Any]]:
    """The developments of the digest that closes on the morning after that day of March."""
    newsroom.at(f"2024-03-{day:02d}T23:00:05").tick()
    (made,) = newsroom.run("digests", "--json").records[:1]
    found: list[dict[str, Any]] = newsroom.digest("--id", made["id"])["developments"]
    return found


class TestNewOutlets:
    def test_a_new_outlet_is_one_line_and_said_once(self, two: Newsroom) -> None:
        two.at("2024-03-05T09:00:00").read(replace(QUANTUM, guid="q-other"), feed=1)
        (line,) = developed(two)
        assert [source["outlet"] for source in line["new_sources"]] == ["Quay Review"]
        assert (line["title"], line["since"], line["correction"]) == (QUANTUM.title, "d1", None)
        assert developed(two, 6) == []
        two.at("2024-03-07T09:00:00").read(replace(QUANTUM, guid="q-third"), feed=2)
        (again,) = developed(two, 7)
        assert ([s["outlet"] for s in again["new_sources"]], again["since"]) == (["Potomac Letter"], "d2")

    def test_the_same_outlet_again_is_no_development(self, two: Newsroom) -> None:
        two.at("2024-03-05T09:00:00").read(replace(QUANTUM, guid="q-again"))
        assert developed(two) == []

    def test_a_development_alone_is_reason_to_send(self, two: Newsroom) -> None:
        two.at("2024-03-05T09:00:00").read(replace(QUANTUM, guid="q-other"), feed=1)
        two.at("2024-03-05T23:00:05")
        (closed,) = two.tick()[1]
        assert (closed.skipped, closed.digest.stories) == (False, ())

    def test_a_preview_of_that_window_shows_it_too(self, two: Newsroom) -> None:
        two.at("2024-03-05T09:00:00").read(replace(QUANTUM, guid="q-other"), feed=1)
        two.at("2024-03-05T10:00:00")
        assert len(two.digest()["developments"]) == 1
        assert developed(two) != []
        two.at("2024-03-09T10:00:00")
        past = two.digest("--since", "2024-03-04T23:00:00Z", "--until", "2024-03-05T23:00:00Z")
        assert ([len(line["new_sources"]) for line in past["developments"]], titles(past)) == ([1], [])


class TestCorrections:
    def test_an_announced_correction_is_told_once(self, two: Newsroom) -> None:
        said = "Correction: The testbed runs over two fibres, not one. " + QUANTUM.text
        two.at("2024-03-05T09:00:00").read(replace(QUANTUM, text=said))
        (line,) = developed(two)
        assert line["correction"] == "The testbed runs over two fibres, not one."
        two.at("2024-03-06T09:00:00").read(replace(QUANTUM, text=said + " More detail."))
        assert developed(two, 6) == []

    def test_a_second_correction_is_told_too(self, two: Newsroom) -> None:
        two.at("2024-03-05T09:00:00").read(replace(QUANTUM, title=f"Corrected: {QUANTUM.title}"))
        assert developed(two)[0]["correction"] == QUANTUM.title
        two.at("2024-03-06T09:00:00").read(replace(QUANTUM, text=f"更正：测试平台使用两条光纤。 {QUANTUM.text}"))
        assert developed(two, 6)[0]["correction"] == "测试平台使用两条光纤。"

    def test_a_changed_headline_or_text_alone_is_none(self, two: Newsroom) -> None:
        two.at("2024-03-05T09:00:00").read(
            replace(QUANTUM, title="Singapore and Washington open a quantum testbed together", text=QUANTUM.text + " x")
        )
        assert developed(two) == []

    def test_one_that_stood_there_when_the_story_was_told_is_none(self, newsroom: Newsroom) -> None:
        said = "Correction: The testbed runs over two fibres, not one. " + QUANTUM.text
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(replace(QUANTUM, text=said))
        newsroom.at("2024-03-04T23:00:05").tick()
        newsroom.at("2024-03-05T09:00:00").read(replace(QUANTUM, text=said + " More detail."))
        assert developed(newsroom) == []


class TestExplained:
    def test_explain_shows_what_is_new_since_a_story_was_told(self, two: Newsroom) -> None:
        story = two.run("stories", "--json").records
        (told,) = [one["id"] for one in story if one["title"] == QUANTUM.title]
        assert two.run("explain", told, "--json").record["news"] == {
            "since": "d1",
            "new_sources": [],
            "correction": None,
            "followups": [],
        }
        promise = " The two sides will open a second testbed in Boston in September 2024."
        said = f"Correction: The testbed runs over two fibres, not one. {QUANTUM.text}{promise}"
        two.at("2024-03-05T09:00:00").read(replace(QUANTUM, text=said))
        two.read(replace(QUANTUM, guid="other"), feed=1)
        two.at("2024-03-05T10:00:00")
        news = two.run("explain", told, "--json").record["news"]
        assert [source["outlet"] for source in news["new_sources"]] == ["Quay Review"]
        assert news["correction"] == "The testbed runs over two fibres, not one."
        assert len(news["followups"]) == 1
        words = two.run("explain", told).out
        assert "new since d1: Quay Review" in words
        assert "corrected since d1: The testbed runs" in words
        assert f"ahead since d1: {news['followups'][0]}" in words


class TestFollowUps:
    def test_a_follow_up_added_to_a_told_story_is_said_there_and_told_in_full(self, two: Newsroom) -> None:
        promise = " The two sides will open a second testbed in Boston in September 2024."
        two.at("2024-03-05T09:00:00").read(replace(QUANTUM, text=QUANTUM.text + promise))
        two.at("2024-03-05T23:00:05").tick()
        told = two.digest("--id", "d2")
        (new,) = told["followups"]["new"]
        assert [line["new_followups"] for line in told["developments"]] == [[new["id"]]]
        assert new["text"] == promise.strip()

    def test_the_dialogue_is_told_when_new_when_dated_and_when_held(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(DIALOGUE)
        told: dict[str, list[tuple[str, str]]] = {}

        def morning(when: str) -> None:
            newsroom.at(when)
            for closed in newsroom.tick()[1]:
                told[when[:10]] = [(n.notice.value, n.status.value) for n in closed.digest.notices]

        morning("2024-03-04T23:00:05")
        dated = replace(
            DIALOGUE,
            guid="dated",
            title="Date set for technology talks of Washington and Singapore",
            text="The United States and Singapore will hold the next CET Dialogue on 31 July 2024 in Singapore, on AI.",
        )
        newsroom.at("2024-03-20T09:00:00").read(dated)
        morning("2024-03-20T23:00:05")
        for day in ("2024-06-30T23:00:05", "2024-07-23T23:00:05", "2024-07-30T23:00:05"):
            morning(day)
        held = replace(
            DIALOGUE,
            guid="held",
            title="Washington and Singapore hold technology talks",
            text="The United States and Singapore held the CET Dialogue on 31 July 2024 in Singapore. AI came first.",
        )
        newsroom.at("2024-08-01T02:00:00").read(held)
        morning("2024-08-01T23:00:05")
        assert told["2024-03-04"] == [("new", "due")]
        assert told["2024-03-20"] == [("changed", "upcoming")]
        assert told["2024-06-30"] == [("coming", "upcoming")]
        assert told["2024-07-23"] == [("coming", "upcoming")]
        assert told["2024-07-30"] == [("due", "due")]
        assert told["2024-08-01"] == [("changed", "held")]

    def test_one_without_news_is_overdue_once_then_every_thirty_days_then_no_longer_chased(
        self, newsroom: Newsroom
    ) -> None:
        short = replace(
            DIALOGUE,
            text="Quantum and AI: the United States and Singapore will hold the next CET Dialogue on 6 March 2024.",
        )
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(short)
        told = []
        start = moment("2024-03-04T23:00:05")
        for day in (0, 1, 2, 3, 31, 32, 33, 61, 62, 63, 91, 92, 93):
            newsroom.now = start + timedelta(days=day)
            for closed in newsroom.tick()[1]:
                told += [(f"{newsroom.now:%m-%d}", notice.notice.value) for notice in closed.digest.notices]
        assert told == [
            ("03-04", "new"),
            ("03-05", "due"),
            ("03-06", "overdue"),
            ("04-05", "overdue"),
            ("05-05", "overdue"),
            ("06-04", "no-longer-chased"),
        ]
