"""``watcher explain``: what it says is what the tags are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyword_house import KEYWORDS, House, Item

from watcher.config.keywords_file import read as read_keywords
from watcher.config.values import Names, Source, Value
from watcher.config.yaml_text import compose
from watcher.digests.evidence import excerpts, judgement_json, marked
from watcher.focus.tagging import Tagger
from watcher.jobs.analysis import Analysis
from watcher.jobs.explain import explain_text
from watcher.model.tagging import TermHit
from watcher.settings import Keywords

TEXT = (
    "Officials of Singapore and the United States will hold the second CET Dialogue on artificial intelligence in "
    "Washington in June 2027. AI Weekly was there."
)
DIALOGUE = Item("a", "Singapore and US plan CET Dialogue on AI rules", TEXT)
PARK = Item("c", "Singapore opens a park", "A park in Singapore with a qubit sculpture.", 2)


@pytest.fixture
def polled(house: House) -> House:
    house.feeds({"/one.xml": "Harbour Times", "/two.xml": "Straits Ledger"})
    house.publish(DIALOGUE, PARK)
    house.publish(Item("b", DIALOGUE.title, TEXT + " More is to come."), path="/two.xml")
    house.said("poll", "--all")
    return house


def identity(house: House, guid: str) -> str:
    return next(str(entry["id"]) for entry in house.lines("entries") if entry["guid"] == guid)


# ---------------------------------------------------------------- a text


def test_a_text_is_explained_with_terms_places_and_scores(house: House) -> None:
    said = house.said("explain", "--title", "US and Singapore", "--text", "A machine-learning test of one qubit.")
    assert "[[US]] and [[Singapore]]" in said
    assert "A [[machine-learning]] test of one [[qubit]]." in said
    assert "relevant: artificial-intelligence" in said
    assert 'group united-states: "US" (title)' in said
    assert 'focus area artificial-intelligence: score 1 of 1: "machine-learning" by machine learning (text)' in said
    assert 'nearly: focus area quantum: score 0.5 of 1: "qubit" (text, weight 0.5)' in said


def test_what_was_nearly_enough_is_named(house: House) -> None:
    assert "nearly relevant, only group united-states missing" in house.said("explain", "--text", "AI in Singapore")
    assert "nearly relevant, only a focus area missing" in house.said("explain", "--text", "Singapore and the U.S.")
    assert "not relevant: groups united-states and singapore missing" in house.said("explain", "--text", "AI")
    assert "group united-states and a focus area missing" in house.said("explain", "--text", "Singapore")


def test_an_exclude_is_shown_at_work(house: House) -> None:
    said = house.said("explain", "--text", "AI Weekly of Singapore")
    assert 'not counted, because an exclude covers it: "AI" (text)' in said
    assert "[[AI]]" not in said


def test_the_json_of_a_text_has_every_place(house: House) -> None:
    text = "Singapore, Washington: critical and emerging technologies"
    found = house.json("explain", "--text", text)
    assert found["relevant"] is True
    assert [text[hit["start"] : hit["end"]] for hit in found["general"]] == ["critical and emerging technologies"]
    assert [group["slug"] for group in found["groups"]] == ["united-states", "singapore"]


def test_a_text_needs_no_database(house: House) -> None:
    house.said("explain", "--text", "AI")
    assert not (house.config.parent / "live.db").exists()


@pytest.mark.parametrize("arguments", [[], ["s1", "--text", "AI"], ["s77"], ["e77"], ["f77"], ["d77"], ["v77"], ["x1"]])
def test_what_cannot_be_explained_is_one_sentence(house: House, arguments: list[str]) -> None:
    code, out, err = house.run("explain", *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


# ---------------------------------------------------------------- entries and stories


def test_explain_and_the_stored_tags_agree(polled: House) -> None:
    for entry in polled.lines("entries"):
        explained = polled.json("explain", entry["id"])
        assert explained["relevant"] == entry["relevant"]
        assert [area["slug"] for area in explained["focus_areas"]] == entry["focus_areas"]
        assert explained["differs"] == []


def test_a_story_shows_its_three_levels(polled: House) -> None:
    first, second = identity(polled, "a"), identity(polled, "b")
    story = polled.json("explain", first)["story"]
    said = polled.said("explain", story)
    assert said.count("same entry: known by") == 2
    assert "opened this story" in said
    assert f"same text: nearly the words of {first}" in said
    assert "2 entries of 2 outlets" in said
    evidence = next(entry for entry in polled.json("explain", story)["entries"] if entry["id"] == second)["grouping"]
    assert (evidence["kind"], evidence["entry"]) == ("near-copy", first)
    assert evidence["score"] >= 0.9
    assert evidence["words"]


def test_tags_of_an_older_file_are_told_and_left(polled: House) -> None:
    entry = identity(polled, "a")
    polled.write("keywords", KEYWORDS.replace("AI, machine learning", "machine learning").replace("qubit", "sculpture"))
    assert "the stored tags are older" not in polled.said("explain", entry)  # its text says artificial intelligence
    polled.write("keywords", KEYWORDS.replace("[artificial intelligence, AI, machine learning]", "[lidar]"))
    said = polled.said("explain", entry)
    assert "the stored tags are older: `watcher retag` applies the file" in said
    assert "stored as relevant, now not relevant" in said
    assert "focus area artificial-intelligence is stored, and no longer found" in said
    assert polled.json("explain", entry)["stored"]["relevant"] is True


def test_an_edited_entry_says_so(polled: House) -> None:
    polled.poll(Item("a", DIALOGUE.title, TEXT + " It was corrected."), PARK)
    assert ", edited " in polled.said("explain", identity(polled, "a"))


def test_a_merged_story_answers_and_names_who_merged_it(polled: House) -> None:
    park = polled.json("explain", identity(polled, "c"))["story"]
    dialogue = polled.json("explain", identity(polled, "a"))["story"]
    polled.said("stories", "merge", park, dialogue)
    kept, gone = sorted((park, dialogue))
    said = polled.said("explain", gone)
    assert f"{gone} was merged into {kept}" in said
    assert f"merged with {gone}" in said
    assert "by a person" in said
    entry = identity(polled, "c")
    polled.said("stories", "split", kept, entry)
    assert f"put here by a person, apart from {kept}" in polled.said("explain", entry)
    assert f"{entry} split into" in polled.said("explain", kept)


def test_a_persons_verdict_is_told(polled: House) -> None:
    story = polled.json("explain", identity(polled, "c"))["story"]
    polled.said("stories", "restore", story)
    assert "restored by a person, whatever the keyword file says" in polled.said("explain", story)


def test_an_implied_group_is_told(house: House) -> None:
    house.feeds({"/one.xml": "Harbour Times"}, ", implies: [singapore]")
    house.poll(Item("a", "US rules on AI", "Rules of the United States."))
    assert "group singapore: implied by the feed" in house.said("explain", "e1")


# ---------------------------------------------------------------- follow-ups and digests


def test_a_followup_shows_its_history_and_who_told_each_line(polled: House) -> None:
    (followup,) = polled.lines("followups")
    said = polled.said("explain", followup["id"])
    assert "an edition of the event cet-dialogue, edition 2" in said
    assert "announced: June 2027" in said
    assert f"Harbour Times {identity(polled, 'a')}:" in said
    explained = polled.json("explain", followup["id"])
    assert "event:cet-dialogue" in explained["keys"]
    assert {line["outlet"] for line in explained["history"]} <= {"Harbour Times", "Straits Ledger"}


def test_a_digest_and_its_delivery_are_explained(polled: House) -> None:
    polled.said("digest", "daily", "--send")
    digest = polled.json("explain", "d1")
    assert [story["title"] for story in digest["stories"]] == [DIALOGUE.title]
    assert polled.json("explain", "v1")["state"] == "sent"
    assert "v1 to folder: sent, 1 attempt" in polled.said("explain", "d1")
    assert "digest d1 (daily) to folder: sent" in polled.said("explain", "v1")
    story = digest["stories"][0]["id"]
    assert "told in d1, daily" in polled.said("explain", story)
    assert polled.json("explain", "f1")["told"][0]["digest"] == "d1"


# ---------------------------------------------------------------- pure


def keywords() -> Keywords:
    root, _ = compose(KEYWORDS)
    assert root is not None
    read: Keywords = read_keywords(Value(root, "", Source("keywords.yaml", {}, {}, [], Names())))["keywords"]
    return read


FILE = keywords()
TAGGER = Tagger(FILE)
WORDS = st.sampled_from(
    ["Singapore", "US", "U.S.", "us", "AI", "AI Weekly", "ai", "qubit", "qubits", "quantum-computing", "CET Dialogue",
     "critical and emerging technologies", ".", "\n", "人工智能", "ＡＩ", "the", "machine\u00a0learning"]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=12).map(" ".join)


@given(TEXTS, TEXTS)
def test_explain_and_tag_agree_on_any_text(title: str, text: str) -> None:
    said = explain_text(TAGGER, title, text, datetime(2026, 3, 1, tzinfo=UTC))
    stored = Analysis(TAGGER.judge(title, text), ())
    assert said.analysis.columns == stored.columns
    shape = judgement_json(said.analysis.judgement, FILE)
    assert shape["relevant"] == stored.judgement.relevant
    assert [area["slug"] for area in shape["focus_areas"]] == [area[0] for area in stored.areas]
    for area in (*shape["focus_areas"], *shape["groups"], *shape["nearly"], *shape["events"]):
        for hit in area["hits"]:
            content = title if hit["where"] == "title" else text
            assert content[hit["start"] : hit["end"]] == hit["matched"]


def places(*spans: tuple[int, int]) -> list[TermHit]:
    return [TermHit("t", "", "text", start, end) for start, end in spans]


def test_overlapping_places_are_marked_once() -> None:
    assert marked("abcdef", places((1, 3), (2, 4), (5, 6)), "text") == "a[[bcd]]e[[f]]"
    assert marked("abcdef", places((1, 3)), "title") == "abcdef"


def test_an_excerpt_of_a_long_sentence_is_cut_around_its_first_hit() -> None:
    text = "a " * 400 + "here " + "b " * 400
    (cut,) = excerpts(text, places((800, 804)), "text")
    assert "[[here]]" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) < 320


def test_excerpts_leave_out_sentences_without_a_hit_and_stop_after_some() -> None:
    text = "No word here. One hit here. " + "A hit. " * 20
    spans = [(start, start + 3) for start in range(len(text)) if text.startswith("hit", start)]
    found = excerpts(text, places(*spans), "text")
    assert found[0] == "One [[hit]] here."
    assert len(found) == 8


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_marking_loses_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    hits = places(*((start, end) for start, end in spans if start < end <= len(text)))
    assert marked(text, hits, "text", ("", "")) == text
