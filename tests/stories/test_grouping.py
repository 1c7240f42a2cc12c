"""Which story an entry joins: the same address, nearly the same words, the same event; and what keeps it out."""

from datetime import timedelta

import pytest
from story_hands import WEEK, entry, story

from watcher.stories.grouping import LARGEST_STORY, NEAR_COPY, NEW, SAME_EVENT, SAME_URL, decide, unity
from watcher.stories.similarity import Weighed, rarities

STRIKE = entry(
    "Port Lim dock workers end strike after pay deal",
    "Dock workers in Port Lim returned to work on Tuesday after their union accepted a pay deal of 6 percent.",
)
STRIKE_RETOLD = entry(
    "Union accepts pay offer, cranes of Port Lim move again",
    "Nine days after the first picket line, containers are loaded again: the dock strike is over, and wages rise.",
    outlet="The Courier",
    hours=2,
)
FERRY = entry(
    "New ferry line to Oru Island opens",
    "A ferry line between the mainland and Oru Island took up service with two electric ships.",
    outlet="The Courier",
    hours=2,
)


def test_one_event_in_other_words_is_one_story() -> None:
    decision = decide(STRIKE_RETOLD, [story(1, STRIKE), story(2, FERRY)], WEEK)
    assert (decision.story, decision.kind) == (1, SAME_EVENT)
    assert "dock" in decision.evidence["words"]
    assert 0.5 <= decision.score <= 1


def test_another_event_opens_a_story() -> None:
    decision = decide(FERRY, [story(1, STRIKE)], WEEK)
    assert (decision.story, decision.kind) == (None, NEW)


def test_agency_text_in_two_papers_is_a_near_copy() -> None:
    text = "A ferry line between the mainland and Oru Island took up service with two electric ships on Monday."
    first = entry("New ferry line to Oru Island opens", text)
    second = entry("UPDATE 1-New ferry line to Oru Island opens", "PORT LIM (AP) - " + text, outlet="The Courier")
    assert decide(second, [story(4, first)], WEEK).kind == NEAR_COPY


def test_the_same_address_is_the_same_story_whatever_the_words() -> None:
    first = entry("Ferry line opens", url="example.org/a/1")
    shared = entry("Discussion: is this worth it?", outlet="Link Board", url="example.org/a/1")
    assert decide(shared, [story(4, first)], WEEK).kind == SAME_URL


def test_items_of_one_live_page_are_not_one_by_their_address() -> None:
    first = entry("Ferry line opens", url="example.org/live")
    second = entry("Minister resigns over harbour loans", url="example.org/live")
    assert decide(second, [story(4, first)], WEEK).story is None


def test_a_front_page_is_no_address() -> None:
    assert entry("Ferry line opens", url="example.org/").url == 0


TALK_TEXT = "Negotiators of both islands met in Port Lim on Tuesday to discuss fishing quotas and patrols."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Islands hold 12th round of fishing talks", "Islands hold 13th round of fishing talks"),
        ("Islands hold twelfth round of fishing talks", "Islands hold thirteenth round of fishing talks"),
        ("Fishing quotas for Monday, 5 May", "Fishing quotas for Tuesday, 6 May"),
        ("Fishing talks, day 12", "Fishing talks, day 13"),
        ("Fishing report for March", "Fishing report for April"),
        ("海岛举行第十二轮渔业谈判", "海岛举行第十三轮渔业谈判"),
    ],
)
def test_two_instalments_stay_two_stories(one: str, other: str) -> None:
    for outlet in ("Harbour Times", "The Courier"):
        first, second = entry(one, TALK_TEXT), entry(other, TALK_TEXT, outlet=outlet, hours=20)
        decision = decide(second, [story(1, first)], WEEK)
        assert decision.story is None
        assert decision.evidence["refused"][0][0] == 1


def test_a_toll_that_rises_keeps_two_outlets_together() -> None:
    first = entry("Ferry fire off Oru Island kills 4", "A fire on a ferry off Oru Island killed four people.")
    second = entry(
        "Ferry fire off Oru Island kills 5", "A ferry fire off Oru Island killed five.", outlet="The Courier", hours=3
    )
    assert decide(second, [story(1, first)], WEEK).story == 1


def test_a_column_title_used_again_is_no_story() -> None:
    first = entry("Harbour notebook", "The cranes were quiet this morning and the gulls had the quay.")
    again = entry("Harbour notebook", "A letter from the lighthouse keeper about fog and patience.", hours=24)
    assert decide(again, [story(1, first)], WEEK).story is None


def test_a_roundup_joins_no_event() -> None:
    roundup = entry(
        "Morning briefing: Port Lim dock workers end strike after pay deal",
        "Dock workers in Port Lim returned to work; a ferry line opened; rain is on its way.",
        outlet="The Courier",
    )
    assert decide(roundup, [story(1, STRIKE)], WEEK).story is None


def test_entries_further_apart_than_the_window_stay_apart() -> None:
    later = entry(
        "Pay deal ends dock strike in Port Lim",
        "The dock workers' union in Port Lim accepted a pay deal of 6 percent, ending a strike.",
        outlet="The Courier",
        hours=30,
    )
    assert decide(later, [story(1, STRIKE)], timedelta(hours=29)).story is None
    assert decide(later, [story(1, STRIKE)], timedelta(days=7)).story == 1


def test_a_persons_word_keeps_an_entry_out_of_a_story() -> None:
    assert decide(STRIKE_RETOLD, [story(1, STRIKE)], WEEK, frozenset({1})).story is None


def test_a_story_that_is_full_takes_copies_only() -> None:
    full = story(1, *[STRIKE] * LARGEST_STORY)
    assert decide(STRIKE_RETOLD, [full], WEEK).story is None
    copy = entry(
        "Port Lim dock workers end strike after pay deal",
        "Dock workers in Port Lim returned to work on Tuesday after their union accepted a pay deal of 6 percent.",
        outlet="The Courier",
    )
    assert decide(copy, [full], WEEK).kind == NEAR_COPY


def test_one_good_link_is_not_enough_for_a_mixed_story() -> None:
    mixed = story(1, STRIKE, FERRY, FERRY, FERRY)
    assert decide(STRIKE_RETOLD, [mixed], WEEK).story is None


def test_the_order_of_candidates_decides_nothing() -> None:
    candidates = [story(1, STRIKE), story(2, FERRY), story(3, STRIKE)]
    assert decide(STRIKE_RETOLD, candidates, WEEK) == decide(STRIKE_RETOLD, candidates[::-1], WEEK)
    assert decide(STRIKE_RETOLD, candidates, WEEK).rivals == (3,)


def test_two_stories_of_one_event_are_found_to_be_one() -> None:
    assert unity(story(1, STRIKE), story(2, STRIKE_RETOLD), _rarity(STRIKE, STRIKE_RETOLD), WEEK) > 0.5
    assert unity(story(1, STRIKE), story(2, FERRY), _rarity(STRIKE, FERRY), WEEK) < 0.1


def test_stories_are_not_united_against_a_conflict_the_window_or_the_size() -> None:
    first = entry("Islands hold 12th round of fishing talks", TALK_TEXT)
    second = entry("Islands hold 13th round of fishing talks", TALK_TEXT, outlet="The Courier", hours=20)
    rarity = _rarity(first, second)
    assert unity(story(1, first), story(2, second), rarity, WEEK) == 0
    assert unity(story(1, first), story(2, second), rarity, timedelta(hours=1)) == 0
    assert unity(story(1, *[first] * LARGEST_STORY), story(2, second), rarity, WEEK) == 0


def _rarity(*entries: Weighed) -> dict[int, float]:
    return rarities({term for one in entries for term in one.terms}, {}, 0.0)
