"""The keyword file that Watcher ships: whole, proven, and careful with ambiguous words."""

from pathlib import Path

import pytest

from watcher.config.load import load
from watcher.focus.proof import failed_examples, warnings
from watcher.focus.tagging import Tagger
from watcher.settings import Settings

CONFIG = Path(__file__).parents[2] / "config"
AREAS = [
    "artificial-intelligence", "quantum", "biotechnology", "defense-technology", "data-governance",
    "climate-resilience", "supply-chains", "cybersecurity", "space",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Settings:
    return load(CONFIG, {})


@pytest.fixture(scope="module")
def tagger(shipped: Settings) -> Tagger:
    return Tagger(shipped.keywords)


def test_it_has_the_areas_groups_and_the_event_of_the_beat(shipped: Settings) -> None:
    assert [area.slug for area in shipped.keywords.focus_areas] == AREAS
    assert [group.slug for group in shipped.keywords.groups] == ["united-states", "singapore"]
    dialogue = next(event for event in shipped.keywords.events if event.slug == "cet-dialogue")
    assert dialogue.last is not None
    assert (dialogue.last.date.isoformat(), dialogue.last.place) == ("2024-07-31", "Singapore")


def test_every_area_has_examples_of_both_kinds_and_all_hold(shipped: Settings) -> None:
    assert all(area.match and area.ignore for area in shipped.keywords.focus_areas)
    assert failed_examples(shipped.keywords) == ()


def test_nothing_in_it_is_doubtful(shipped: Settings) -> None:
    assert warnings(shipped.keywords) == ()


def test_it_follows_many_feeds_and_sends_nothing_out(shipped: Settings) -> None:
    assert len(shipped.feeds) >= 40
    assert [channel.name for channel in shipped.channels] == ["folder"]
    assert [digest.name for digest in shipped.digests] == ["daily"]


@pytest.mark.parametrize(
    ("title", "text", "areas"),
    [
        ("Ohio chip maker to expand in Woodlands", "Micron's rival will hire 300.", {"supply-chains"}),
        ("CET Dialogue to be held in Singapore in July", "", set()),
        ("US, SINGAPORE SIGN PACT ON SATELLITES", "", {"space"}),
        ("MINDEF and DARPA to test drones that find mines", "", {"defense-technology"}),
        ("Pfizer to make cancer drugs in Tuas", "", {"biotechnology"}),
        ("MAS and the U.S. Treasury agree on cross-border data", "Singapore banks gain.", {"data-governance"}),
        ("新加坡与美国加强网络安全合作", "", {"cybersecurity"}),
        ("NTU and MIT build a smaller qubit", "", {"quantum"}),
        ("Singapore and Westinghouse study reactors", "Small modular reactors are safe.", {"climate-resilience"}),
        ("Google opens AI lab", "The lab in Singapore will teach teachers.", {"artificial-intelligence"}),
    ],
)  # fmt: skip
def test_stories_of_both_countries_and_technology_are_relevant(
    tagger: Tagger, title: str, text: str, areas: set[str]
) -> None:
    judgement = tagger.judge(title, text)
    assert judgement.missing == ()
    assert {area.slug for area in judgement.areas} == areas


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Join us in Singapore to see what AI can do", ""),
        ("JOIN US FOR THE SINGAPORE AI NIGHT", "BRING A FRIEND."),
        ("Singapore puts US$5 billion into chips", ""),
        (
            "Singapore weighs in on US-China chip war",
            "Beijing and Washington should talk, says the minister on semiconductors.",
        ),
        ("AI412 to Singapore turns back", "The Air India flight from Delhi had a fault."),
        ("Quantum of the Seas brings American guests to Singapore", ""),
        ("Washington apples are cheap in Singapore", "The chips are not."),
        ("Cybersecurity forum in Singapore", "Ministers of 30 countries, the US and Japan among them, take part."),
        ("A Singaporean in Texas", "She chips in at a food bank and codes for an AI firm."),
        ("Ministers from Australia, Japan, Singapore, Thailand and the US discuss AI", ""),
        ("US and Singapore navies end their exercise", "Two F-16 jets joined the drill."),
        ("Singapore wants medicines exempt from the US tariff", "Pharmaceuticals make up a tenth of exports."),
    ],
)
def test_look_alikes_are_not_relevant(tagger: Tagger, title: str, text: str) -> None:
    assert not tagger.judge(title, text).relevant
