"""What the keyword file says of a text, and with what evidence."""

import pickle
from collections.abc import Callable
from dataclasses import replace

import pytest

from watcher.focus.tagging import Tagger
from watcher.model.tagging import Judgement
from watcher.settings import Keywords, Term

Make = Callable[..., Keywords]


@pytest.fixture
def tagger(small_file: Keywords) -> Tagger:
    return Tagger(small_file)


def slugs(judgement: Judgement) -> list[str]:
    return [area.slug for area in judgement.areas]


def test_an_entry_that_names_every_group_and_an_area_is_relevant(tagger: Tagger) -> None:
    judgement = tagger.judge("US and Singapore agree on AI", "")
    assert judgement.relevant
    assert judgement.missing == ()
    assert [group.slug for group in judgement.groups] == ["united-states", "singapore"]
    assert slugs(judgement) == ["ai"]


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("Singapore has an AI plan", ("united-states",)),
        ("The US has an AI plan", ("singapore",)),
        ("The US and Singapore talk", ("focus-area",)),
        ("A quiet day", ("united-states", "singapore", "focus-area")),
        ("Tell us about AI in Singapore", ("united-states",)),
        ("US drivers and AI at the Singapore Grand Prix", ("singapore",)),
    ],
)
def test_what_is_missing_is_named(tagger: Tagger, title: str, missing: tuple[str, ...]) -> None:
    judgement = tagger.judge(title, "")
    assert not judgement.relevant
    assert judgement.missing == missing


def test_a_feed_can_stand_for_a_group(tagger: Tagger) -> None:
    judgement = tagger.judge("US to help with AI", "", implies={"singapore", "united-states"})
    assert judgement.relevant
    assert [(group.slug, group.implied) for group in judgement.groups] == [
        ("united-states", False),
        ("singapore", True),
    ]


def test_technology_as_such_counts_like_an_area(tagger: Tagger) -> None:
    judgement = tagger.judge("US, Singapore and emerging technologies", "")
    assert judgement.relevant
    assert judgement.areas == ()
    assert [hit.matched for hit in judgement.general] == ["emerging technologies"]
    assert not tagger.judge("US, Singapore and innovation", "").relevant


def test_groups_go_by_weight_too(tagger: Tagger) -> None:
    assert tagger.judge("", "Washington and Singapore on AI").missing == ("united-states",)
    assert tagger.judge("Washington and Singapore on AI", "").relevant


def test_without_groups_everything_is_relevant() -> None:
    assert Tagger(Keywords()).judge("Anything", "").relevant


def test_a_minimum_of_no_areas_leaves_the_groups_to_decide(small_file: Keywords) -> None:
    tagger = Tagger(replace(small_file, minimum_focus_areas=0))
    assert tagger.judge("The US and Singapore talk", "").relevant
    assert not tagger.judge("AI in Singapore", "").relevant


def test_two_areas_can_be_asked_for(small_file: Keywords) -> None:
    tagger = Tagger(replace(small_file, minimum_focus_areas=2))
    assert not tagger.judge("US and Singapore on AI", "").relevant
    assert tagger.judge("US and Singapore on AI and quantum computing", "").relevant
    assert tagger.judge("US and Singapore on AI and emerging technologies", "").relevant


@pytest.mark.parametrize(
    ("title", "text", "score"),
    [
        ("", "quantum", 0.5),
        ("", "quantum and quantum", 0.5),
        ("quantum", "", 0.75),
        ("quantum", "quantum", 1.25),
        ("", "quantum qubit", 1.0),
        ("", "quantum computing", 1.0),
        ("quantum computing", "quantum computing, a qubit", 3.0),
        ("", "quantum of solace", 0.0),
        ("", "quantum of solace on quantum computing", 1.0),
        ("", "量子", 1.0),
    ],
)
def test_each_term_counts_once_in_the_text_and_half_as_much_again_in_the_title(
    tagger: Tagger, title: str, text: str, score: float
) -> None:
    judgement = tagger.judge(title, text)
    found = {area.slug: area.score for area in (*judgement.areas, *judgement.nearly)}
    assert found.get("quantum", 0.0) == score
    assert ("quantum" in slugs(judgement)) == (score >= 1.0)


def test_what_stays_under_its_threshold_is_nearly(tagger: Tagger) -> None:
    judgement = tagger.judge("", "a satellite")
    assert judgement.areas == ()
    assert [(area.slug, area.score) for area in judgement.nearly] == [("space", 1.0)]
    assert slugs(tagger.judge("a satellite", "a satellite")) == ["space"]


def test_weights_that_add_up_in_tenths_reach_a_threshold(with_area: Make) -> None:
    words = [f"word{i}" for i in range(10)]
    tagger = Tagger(with_area(*(Term(word, weight=0.1) for word in words)))
    assert slugs(tagger.judge("", " ".join(words))) == ["area"]


def test_areas_stand_strongest_first(tagger: Tagger) -> None:
    assert slugs(tagger.judge("AI", "a quantum computing qubit, AI and machine learning")) == ["ai", "quantum"]
    assert slugs(tagger.judge("Quantum computing", "AI")) == ["quantum", "ai"]


def test_a_term_inside_a_longer_one_is_no_second_mention(tagger: Tagger) -> None:
    (area,) = tagger.judge("", "AI governance").areas
    assert area.matched == ("AI governance",)
    (area,) = tagger.judge("", "AI governance and AI").areas
    assert area.matched == ("AI governance", "AI")


def test_a_light_phrase_does_not_hide_a_heavy_word(with_area: Make) -> None:
    tagger = Tagger(with_area("AI", Term("AI lunch", weight=0.2)))
    assert slugs(tagger.judge("", "AI lunch")) == ["area"]


def test_what_a_near_term_spans_hides_nothing(with_area: Make) -> None:
    tagger = Tagger(with_area(Term(near=("army", "drone"), within=6), "missile", threshold=2.0))
    assert slugs(tagger.judge("", "the army has a missile and a drone")) == ["area"]


def test_an_exclude_takes_the_terms_inside_it_and_is_told(tagger: Tagger) -> None:
    judgement = tagger.judge("", "On Quantum of the Seas")
    assert judgement.nearly == ()
    assert [(hit.term, hit.matched, hit.where, hit.start) for hit in judgement.excluded] == [
        ("quantum", "Quantum", "text", 3)
    ]


def test_a_near_exclude_takes_what_lies_in_its_span(with_area: Make) -> None:
    tagger = Tagger(with_area("quantum", exclude=(Term(near=("quantum", "cruise"), within=4),)))
    assert slugs(tagger.judge("", "a cruise aboard the Quantum")) == []
    assert slugs(tagger.judge("", "a cruise; and one day later and elsewhere quantum")) == ["area"]


def test_evidence_points_at_the_words_as_written(tagger: Tagger) -> None:
    title, text = "Ｎｖｉｄｉａ in 新加坡", "On…the ½ “ＡＩ”\u00a0governance and CET\u00a0dialogue"
    judgement = tagger.judge(title, text)
    hits = [hit for tag in (*judgement.groups, *judgement.areas, *judgement.events) for hit in tag.hits]
    assert [hit.matched for hit in hits] == ["Ｎｖｉｄｉａ", "新加坡", "ＡＩ", "CET\u00a0dialogue"]
    for hit in hits:
        assert (title if hit.where == "title" else text)[hit.start : hit.end] == hit.matched


def test_events_are_told_with_their_places(tagger: Tagger) -> None:
    judgement = tagger.judge("CET Dialogue", "The second CET Dialogue ended")
    (event,) = judgement.events
    assert event.slug == "cet-dialogue"
    assert [(hit.where, hit.start) for hit in event.hits] == [("title", 0), ("text", 11)]


def test_a_tagger_can_be_sent_to_another_process(tagger: Tagger) -> None:
    copy = pickle.loads(pickle.dumps(tagger))
    judgement = copy.judge("US and Singapore agree on AI", "quantum of")
    assert judgement == tagger.judge("US and Singapore agree on AI", "quantum of")
    assert pickle.loads(pickle.dumps(judgement)) == judgement


@pytest.mark.parametrize("text", ["a" * 2_000_000, "AI " * 500_000, "量子" * 500_000, "x. " * 500_000, "\n" * 500_000])
def test_an_absurd_text_is_judged_by_its_beginning(tagger: Tagger, text: str) -> None:
    judgement = tagger.judge("US and Singapore on AI", text + " satellite " * 9)
    assert judgement.relevant
    assert "space" not in slugs(judgement)


def test_an_expression_that_excludes_is_looked_for_where_what_it_excludes_stands(with_area: Make) -> None:
    tagger = Tagger(with_area("chip", "/silicon \\w+/", exclude=("/potato \\w+/", "/the \\w+ wafer/")))
    assert slugs(tagger.judge("A potato chip", "")) == []
    assert [hit.matched for hit in tagger.judge("A potato chip", "the potato field").excluded] == ["chip"]
    assert slugs(tagger.judge("A chip", "A potato chip")) == ["area"]
    (tag,) = tagger.judge("The silicon wafer", "Silicon valley").areas
    assert [hit.matched for hit in tag.hits] == ["Silicon valley"]


def test_no_term_goes_over_from_the_title_to_the_text(with_area: Make) -> None:
    near = Term(near=("drone", "army"), within=9)
    tagger = Tagger(with_area("quantum computing", near, "/subsea\\s+cable/", "/^ends|begins$/"))
    assert slugs(tagger.judge("A drone of quantum subsea", "computing cable army")) == []
    (area,) = tagger.judge("It begins", "ends here").areas
    assert [(hit.matched, hit.where) for hit in area.hits] == [("begins", "title"), ("ends", "text")]


def test_a_letter_that_grows_in_the_title_hides_nothing(tagger: Tagger) -> None:
    judgement = tagger.judge("İzmir: the US", "Singapore on AI")
    assert [group.slug for group in judgement.groups] == ["united-states", "singapore"]
    assert slugs(judgement) == ["ai"]
    assert slugs(tagger.judge("Singapore on AI", "İİ")) == ["ai"]
