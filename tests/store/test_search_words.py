"""What a query means, and how a text is cut for it: pure rules, tried on what people type and on what nobody should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import UsageError
from watcher.store.search import fts5, tsquery
from watcher.store.search_words import MOST_TERMS, Term, inflections, parse, placed, plain, segmented
from watcher.store.snippets import LENGTH, snippet


def words(text: str) -> list[str]:
    """The first form of each wanted term."""
    return [" ".join(term.forms[0]) for term in parse(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quantum  computing", ["quantum", "computing"]),
        ('"CET Dialogue" talks', ["cet dialogue", "talks"]),
        ("“CET Dialogue”", ["cet dialogue"]),
        ('"never closed', ["never closed"]),
        ("post-quantum", ["post quantum"]),
        ("人工智能", ["人 工 智 能"]),
        ("ＡＩ１２３", ["ai123"]),
        ("Café ÉCOLE", ["cafe", "ecole"]),
        ("がく", ["が く"]),
        ("싱가포르", ["싱 가 포 르"]),
        ("ไทย", ["ไ ท ย"]),
        ("quantum AND talks & x", ["quantum", "talks", "x"]),
        ("(quantum OR talks) x", ["quantum", "talks", "x"]),
        ("NEAR(a b)", ["near a", "b"]),
        ("title:x ^y {z}", ["title x", "y", "z"]),
        ("a'; DROP TABLE--", ["a", "drop", "table"]),
        ("don't", ["don t"]),
        ("a - b", ["a", "b"]),
        ("\ud800x", ["x"]),
    ],
)
def test_a_query_is_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_words_are_all_wanted_and_or_makes_one_wanted_thing_of_two() -> None:
    query = parse('quantum Tokyo OR "New Delhi" -cricket –golf')
    assert [len(group) for group in query.wanted] == [1, 2]
    assert query.wanted[1][1].forms == (("new", "delhi"),)
    assert [term.forms[0] for term in query.unwanted] == [("cricket",), ("golf",)]


def test_a_star_lets_the_last_word_go_on_and_a_phrase_is_taken_as_it_stands() -> None:
    assert parse("technolog*").terms == [Term((("technolog",),), prefix=True)]
    assert parse('"technology talks"').terms == [Term((("technology", "talks"),))]
    assert parse("OR x OR").wanted == ((Term((("x",),)),),)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("US", ("u", "s")),
        ("U.S.", ("us",)),
        ("U.S", ("us",)),
        ("US-Singapore", ("u", "s", "singapore")),
        ("U.S.-Singapore", ("us", "singapore")),
    ],
)
def test_an_acronym_is_found_with_and_without_its_points(text: str, other: tuple[str, ...]) -> None:
    (term,) = parse(text).terms
    assert other in term.forms


@pytest.mark.parametrize("text", ["", "  ", '""', "-x", "*", "AND", "OR", "!!!", "\x00", "😀", "-"])
def test_a_query_without_a_word_to_look_for_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match=r"the query (has no word|only says what must not)"):
        parse(text)


def test_a_query_without_end_is_refused() -> None:
    with pytest.raises(UsageError, match="at most 1000"):
        parse("x" * 1001)
    with pytest.raises(UsageError, match=f"{MOST_TERMS + 1} words"):
        parse("x " * (MOST_TERMS + 1))


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("dialogues", {"dialogue"}),
        ("dialogue", {"dialogues"}),
        ("policy", {"policies"}),
        ("policies", {"policy"}),
        ("carried", {"carry"}),
        ("agreed", {"agree", "agreeing"}),
        ("agreement", {"agreements"}),
        ("meeting", {"meet", "meets", "meetings"}),
        ("meetings", {"meet", "meeting"}),
        ("computing", {"compute", "computed"}),
        ("planned", {"plan", "plans", "planning"}),
        ("stop", {"stopped", "stopping"}),
        ("taxes", {"tax"}),
        ("houses", {"house"}),
        ("launches", {"launch", "launched"}),
        ("delays", {"delay", "delayed"}),
    ],
)
def test_an_english_word_is_found_in_its_other_forms(word: str, others: set[str]) -> None:
    found = inflections(word)
    assert found[0] == word
    assert others <= set(found)


@pytest.mark.parametrize("word", ["news", "gas", "2024", "été", "us", "人"])
def test_what_has_no_other_forms_stays_alone(word: str) -> None:
    assert inflections(word) == [word]


@pytest.mark.parametrize("word", ["virus", "process", "analysis"])
def test_an_s_that_is_no_plural_is_kept(word: str) -> None:
    assert word[:-1] not in inflections(word)


def test_a_text_in_latin_letters_is_left_to_the_index_and_others_are_cut() -> None:
    assert segmented("The U.S. said “yes”") == "The U.S. said “yes”"
    assert segmented("AI在新加坡") == "ai 在 新 加 坡"
    assert plain("U.S.-Singapore_talks!") == "u s singapore talks"


@given(st.text(max_size=200))
def test_no_query_can_be_a_syntax_error(text: str) -> None:
    """Whatever is typed is refused in a sentence, or is words that neither engine reads as operators."""
    try:
        query = parse(text)
    except UsageError:
        return
    for term in [*query.terms, *query.unwanted]:
        assert all(word.isalnum() or plain(word) == word for form in term.forms for word in form)
    assert fts5(query).count('"') % 2 == 0
    assert tsquery(query).count("'") % 2 == 0


@given(st.text(max_size=100))
def test_places_of_words_lie_in_the_text_in_order(text: str) -> None:
    spans = [(start, end) for _, start, end in placed(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_the_queries_of_both_engines() -> None:
    query = parse('"CET Dialogue" law OR rule* -x')
    assert fts5(query).startswith('(("cet dialogue") AND ("law" OR "rule" *)) NOT ("x")')
    assert tsquery(query) == "(('cet' <-> 'dialogue')) & (('law') | ('rule':*)) & !(('x'))"


# ---------------------------------------------------------------- the place that is shown


def marked(title: str, text: str, query: str) -> list[str]:
    found = snippet(title, text, parse(query))
    return [found.text[start:end] for start, end in found.hits]


def test_a_snippet_shows_the_found_words_as_they_are_written() -> None:
    assert marked("", "The next CET Dialogues were planned.", '"next CET" dialogue plan') == [
        "next CET",
        "Dialogues",
        "planned",
    ]
    assert marked("", "Ｃafé 与新加坡 and U.S. talks", "cafe 新加坡 US talk*") == ["Ｃafé", "新加坡", "U.S", "talks"]
    assert marked("", "technology talks here", "tech*") == ["technology"]


def test_a_snippet_of_a_long_text_is_where_most_of_the_query_stands() -> None:
    text = (
        "Quantum first. "
        + "Nothing of note was said here. " * 200
        + "Late, quantum dialogue was the end of it. "
        + "x " * 500
    )
    found = snippet("", text, parse("quantum dialogue"))
    assert "quantum dialogue was the end" in found.text
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) <= LENGTH + 2
    assert [found.text[start:end] for start, end in found.hits] == ["quantum", "dialogue"]


def test_a_snippet_of_a_story_found_by_its_title_is_the_start_of_its_text() -> None:
    assert snippet("Quantum talks", "They met.", parse("quantum")).text == "They met."
    assert marked("Quantum talks", "", "quantum") == ["Quantum"]


def test_hits_that_lie_over_each_other_are_one() -> None:
    assert marked("", "quantum computing", 'quantum "quantum computing"') == ["quantum computing"]


def test_a_text_full_of_hits_costs_no_more_than_its_start() -> None:
    found = snippet("", "ai " * 30_000, parse("ai"))
    assert found.text.startswith("ai ai")
