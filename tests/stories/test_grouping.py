"""Which story an entry joins: the same address, nearly the same words, the same event; and what keeps it out."""

from datetime import timedelta

import pytest
from story_hands import entry, gathered, kind, rarity, story, unions

from watcher.stories.grouping import LARGEST_STORY, NEAR_COPY, SAME_EVENT, SAME_URL, evidence
from watcher.stories.pairs import Member, Pairs

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
    (union,) = unions(story(1, STRIKE), story(2, STRIKE_RETOLD), story(3, FERRY))
    assert (union.kept, union.gone, union.kind) == (1, 2, SAME_EVENT)
    assert 0.5 <= union.score <= 1


def test_the_evidence_is_in_the_words_that_people_read() -> None:
    both = story(1, STRIKE), story(2, STRIKE_RETOLD)
    said = evidence(Member(7, STRIKE_RETOLD), both[0].members, Pairs(rarity(*both)))
    assert said["entry"] == 100
    assert {"Port Lim", "strike", "dock"} <= set(said["words"])
    assert "Port" not in said["words"]


def test_the_evidence_of_chinese_text_is_in_words_not_in_pairs_of_characters() -> None:
    first = entry("新加坡与美国签署人工智能合作协议", "两国部长周二在新加坡签署人工智能合作协议。")
    second = entry("美新签署人工智能合作协议", "新加坡和美国的人工智能合作协议周二签署。", outlet="海港日报", hours=1)
    both = story(1, first), story(2, second)
    assert kind(first, second) is not None
    words = evidence(Member(7, second), both[0].members, Pairs(rarity(*both)))["words"]
    assert any("人工智能" in word for word in words)


def test_another_event_stays_a_story_of_its_own() -> None:
    assert kind(STRIKE, FERRY) is None


def test_agency_text_in_two_papers_is_a_near_copy() -> None:
    text = "A ferry line between the mainland and Oru Island took up service with two electric ships on Monday."
    first = entry("New ferry line to Oru Island opens", text)
    second = entry("UPDATE 1-New ferry line to Oru Island opens", "PORT LIM (AP) - " + text, outlet="The Courier")
    assert kind(first, second) == NEAR_COPY


def test_the_same_address_is_the_same_story_whatever_the_words() -> None:
    first = entry("Ferry line opens", url="example.org/a/1")
    shared = entry("Discussion: is this worth it?", outlet="Link Board", url="example.org/a/1")
    assert kind(first, shared) == SAME_URL


def test_items_of_one_live_page_are_not_one_by_their_address() -> None:
    first = entry("Ferry line opens", url="example.org/live")
    second = entry("Minister resigns over harbour loans", url="example.org/live")
    assert kind(first, second) is None


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
        gathering = gathered(story(1, first), story(2, second))
        assert gathering.unite() == []
        assert {(refusal.story, refusal.other) for refusal in gathering.refusals} == {(1, 2)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reds sign a striker on loan from Oru", "Blues sign a striker on loan from Lim"),
        (
            "How to watch the match of Oru against Lim: live stream",
            "How to watch the match of Varo against Tal: live stream",
        ),
        ("Police in Port Lim find a missing boy unharmed", "Police in Varo find a missing boy unharmed"),
    ],
)
def test_other_names_in_the_same_headline_are_another_event(one: str, other: str) -> None:
    texts = [
        f"It was said on Tuesday that {title[0].lower()}{title[1:]}, after days of waiting." for title in (one, other)
    ]
    first, second = entry(one, texts[0]), entry(other, texts[1], outlet="The Courier", hours=3)
    assert kind(first, second) is None


def test_one_outlets_pattern_of_a_title_is_a_series() -> None:
    first = entry(
        "How To Watch The Cup Live: Reds Of Oru, Stream And Kick-off Time", "Find the stream of the match here."
    )
    second = entry(
        "How To Watch The Cup Live: Blues Of Lim, Stream And Kick-off Time", "Find the stream here.", hours=2
    )
    assert kind(first, second) is None


def test_a_fuller_name_is_no_other_name() -> None:
    first = entry("Minister Tan opens ferry line to Oru Island", "Minister Tan opened the ferry line to Oru Island.")
    second = entry(
        "Alicia Tan opens ferry line to Oru Island", "Minister Alicia Tan opened the ferry line.", outlet="The Courier"
    )
    assert kind(first, second) is not None


def test_a_toll_that_rises_keeps_two_outlets_together() -> None:
    first = entry("Ferry fire off Oru Island kills 4", "A fire on a ferry off Oru Island killed four people.")
    second = entry(
        "Ferry fire off Oru Island kills 5", "A ferry fire off Oru Island killed five.", outlet="The Courier", hours=3
    )
    assert kind(first, second) is not None


def test_a_column_title_used_again_is_no_story() -> None:
    first = entry("Harbour notebook", "The cranes were quiet this morning and the gulls had the quay.")
    again = entry("Harbour notebook", "A letter from the lighthouse keeper about fog and patience.", hours=24)
    assert kind(first, again) is None


def test_a_roundup_joins_no_event() -> None:
    roundup = entry(
        "Morning briefing: Port Lim dock workers end strike after pay deal",
        "Dock workers in Port Lim returned to work; a ferry line opened; rain is on its way.",
        outlet="The Courier",
    )
    assert kind(STRIKE, roundup) is None


def test_entries_further_apart_than_the_window_stay_apart() -> None:
    later = entry(
        "Pay deal ends dock strike in Port Lim",
        "The dock workers' union in Port Lim accepted a pay deal of 6 percent, ending a strike.",
        outlet="The Courier",
        hours=30,
    )
    assert kind(STRIKE, later, timedelta(hours=29)) is None
    assert kind(STRIKE, later, timedelta(days=7)) is not None


def test_stories_that_were_told_or_corrected_are_not_united() -> None:
    assert unions(story(1, STRIKE, bound=True), story(2, STRIKE_RETOLD, bound=True)) == []


def test_a_story_that_was_told_keeps_its_number() -> None:
    (union,) = unions(story(1, STRIKE), story(2, STRIKE_RETOLD, bound=True))
    assert (union.kept, union.gone) == (2, 1)


def test_a_story_that_is_full_takes_copies_only() -> None:
    full = story(1, *[STRIKE] * LARGEST_STORY)
    assert unions(full, story(2, STRIKE_RETOLD)) == []
    copy = entry(
        "Port Lim dock workers end strike after pay deal",
        "Dock workers in Port Lim returned to work on Tuesday after their union accepted a pay deal of 6 percent.",
        outlet="The Courier",
    )
    assert [union.kind for union in unions(full, story(2, copy))] == [NEAR_COPY]


def test_one_good_link_is_not_enough_for_a_mixed_story() -> None:
    mixed = story(1, STRIKE, *[FERRY] * 4)
    assert unions(mixed, story(2, STRIKE_RETOLD)) == []


def test_what_comes_together_does_not_hang_on_the_order() -> None:
    stories = [story(1, STRIKE), story(2, FERRY), story(3, STRIKE_RETOLD), story(4, STRIKE)]
    groups = [{(union.kept, union.gone) for union in unions(*order)} for order in (stories, stories[::-1])]
    assert groups[0] == groups[1]
    assert {number for pair in groups[0] for number in pair} == {1, 3, 4}


def test_a_conflict_with_one_entry_keeps_a_whole_story_apart() -> None:
    twelfth = entry("Islands hold 12th round of fishing talks", TALK_TEXT)
    plain = entry("Islands talk about fishing in Port Lim", TALK_TEXT, outlet="The Courier", hours=1)
    thirteenth = entry("Islands hold 13th round of fishing talks", TALK_TEXT, outlet="Lim Gazette", hours=20)
    assert unions(story(1, twelfth, plain), story(2, thirteenth)) == []


def test_no_story_grows_over_the_window_by_way_of_a_third() -> None:
    days = [
        entry(
            f"Dock strike in Port Lim {word}",
            "The dock workers of Port Lim are on strike for pay.",
            outlet=word,
            hours=h,
        )
        for word, h in (("begins", 0), ("goes on", 20), ("ends", 40))
    ]
    together = [
        union.gone for union in unions(*(story(n, day) for n, day in enumerate(days, 1)), window=timedelta(hours=30))
    ]
    assert len(together) == 1
