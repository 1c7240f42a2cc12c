"""Doubtful keyword files: failed examples and warnings."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from watcher.focus.proof import failed_examples, warnings
from watcher.settings import Example, FocusArea, Keywords, RelevanceGroup, Term

Make = Callable[..., Keywords]


def messages(keywords: Keywords) -> list[str]:
    return [note.message for note in warnings(keywords)]


def test_examples_that_fail_are_named_with_line_key_and_reason(small_file: Keywords) -> None:
    notes = failed_examples(small_file)
    assert [(note.line, note.key) for note in notes] == [
        (8, "focus_areas[0].examples.match[1]"),
        (9, "focus_areas[0].examples.ignore[1]"),
    ]
    assert notes[0].message == '"A quantum thing" is not tagged quantum: it has only quantum, which is not enough'
    assert "because of quantum computing" in notes[1].message


def test_an_example_with_none_of_the_terms_says_so(with_area: Make) -> None:
    keywords = with_area("chip")
    area = replace(keywords.focus_areas[0], match=(Example("A ship"),))
    (note,) = failed_examples(replace(keywords, focus_areas=(area,)))
    assert "none of its terms" in note.message


@pytest.mark.parametrize(
    ("terms", "exclude", "expected"),
    [
        (["chip", "memory chip"], [], '"memory chip" adds nothing: wherever it stands, "chip" is found too'),
        (["semiconductor*", "semiconductors"], [], '"semiconductors" adds nothing'),
        (["chip", "Chip"], [], '"Chip" adds nothing'),
        (["data flow", "data-flow"], [], '"data-flow" adds nothing'),
        ([Term(near=("subsea", "cable"), within=3), "subsea cable"], [], '"subsea cable" adds nothing'),
        (["quantum"], ["quantum"], 'can never count: the exclude "quantum" covers it'),
        (["chip"], ["chip*"], "can never count"),
        (["semiconductor*"], ["semi*"], "can never count"),
        (["chip"], ["potato soup"], 'the exclude "potato soup" removes nothing: no term of area occurs in it'),
        (["b"], [], "single character"),
        (["智"], [], "single character"),
        (["AB*", "qu*"], [], "beginning of very many words"),
        (["people"], [], "very common word"),
        (["ARTIFICIAL INTELLIGENCE"], [], "found in capitals only"),
    ],
)
def test_a_doubtful_term_is_told(with_area: Make, terms: list[str], exclude: list[str], expected: str) -> None:
    found = messages(with_area(*terms, exclude=tuple(exclude)))
    assert found != []
    assert expected in found[0]


@pytest.mark.parametrize(
    ("terms", "exclude"),
    [
        (["AI", "AI governance"], []),  # the second also finds "ai governance"
        ([Term("chip", weight=0.5), "memory chip"], []),
        (["/chips?/", "memory chip"], []),
        (["chip"], ["potato chip"]),
        (["chip"], ["chip*in"]),
        (["AI"], ["Ai Weiwei"]),
        (["chip"], ["/potato chip/"]),
        (["/quantum/"], ["quantum of"]),
        (["quantum"], [Term(near=("quantum", "cruise"), within=5)]),
        (["IT", "WHO", "5G"], []),
        ([Term(near=("AI", "SAF"), within=3)], []),
    ],
)
def test_a_sound_list_gets_no_warning(with_area: Make, terms: list[str], exclude: list[str]) -> None:
    assert messages(with_area(*terms, exclude=tuple(exclude))) == []


def test_the_same_term_in_two_areas_is_told_with_both_places() -> None:
    areas = (
        FocusArea("one", "One", (Term("qubit", line=4),)),
        FocusArea("two", "Two", (Term("chip", line=7), Term("Qubit", line=8))),
    )
    (note,) = warnings(Keywords(focus_areas=areas))
    assert (note.line, note.key) == (8, "focus_areas[1].terms[1]")
    assert note.message == '"Qubit" also stands in one, line 4: every text with it gets both areas'


def test_a_group_may_name_what_another_of_its_terms_finds_too() -> None:
    group = RelevanceGroup("us", (Term("US"), Term("US Army")), (Term("US Open"), Term("Wall Street", line=3)))
    notes = warnings(Keywords(groups=(group,), minimum_focus_areas=0))
    assert [(note.line, note.key) for note in notes] == [(3, "relevance.groups.us.exclude[1]")]


def test_a_threshold_out_of_reach_is_told(with_area: Make) -> None:
    (message,) = messages(with_area("chip", threshold=3.0))
    assert message == "the threshold 3 of area is out of reach: all its terms make 2.5"
    assert messages(with_area("chip", threshold=2.5)) == []


def test_a_minimum_of_areas_out_of_reach_is_told() -> None:
    groups = (RelevanceGroup("us", (Term("US"),)),)
    (note,) = warnings(Keywords(groups, minimum_focus_areas=2, general_terms=(Term("technology"),)))
    assert note.key == "relevance.minimum_focus_areas"
    assert "nothing is relevant" in note.message


def test_warnings_stand_in_the_order_of_the_file(with_area: Make) -> None:
    notes = warnings(with_area(Term("people", line=5), Term("x", line=2), exclude=(Term("soup", line=3),)))
    assert [note.line for note in notes] == [2, 3, 5]
