"""Regular expressions: which are bounded, which are refused, and where they are searched."""

import pytest

from watcher.errors import TermError
from watcher.focus.expressions import PIECE, compile_expression, prepare, search


@pytest.mark.parametrize(
    "source",
    [
        r"(a+)+$", r"(a*)*b", r"(x+x+)+y", r"(a|a)*b", r"(a|aa)+$", r"(\w+\s?)+$", r"(.*)*x", r"(\d+|\w+)*!",
        r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(?=(a+)+b)c", r".*.*.*=.*", r"a.*b.*c", r"(?:\s*\s*\s*)x", r"(a?){30}b",
        r"([a-z0-9]+[-.]?)+@", r"(?:(?:ab|a)(?:b|))*c", r"x(?:(a+)+|b)$", r"(a)(?(1)(b+)+c|d)x", r"(?P<w>\w+)*\.",
        r"(?>(a+)+b)c",
    ],
)  # fmt: skip
def test_an_expression_that_could_take_too_long_is_refused(source: str) -> None:
    with pytest.raises(TermError, match="could take too long"):
        compile_expression(source)


@pytest.mark.parametrize(
    "source",
    [
        r"post-?quantum", r"\bAI\b(?!\d)", r"a.*b", r"a.{0,60}b.{0,60}c", r"(?:\w+\s)+x", r"(?:foo|bar)+baz",
        r"\s*-\s*q\w*\b.{0,40}x", r"(?P<x>a)\1b", r"a*(?>b)c", r"(?>a+)b", r"a++b", r"[^a-c\d]+?x", r"(?i:ab)c",
        r"(a)(?(1)b|c)", r"(?:ab?)*c", r"\b\w+ly\b", r"[^.]{0,150}\bU\.S\.",
        r"[一-龥]{2}部", r"é+\W", r"\S+@\S", r"(?s:.)x", r"[^\W\d]+\d", r"\D{2,}\d",
    ],
)  # fmt: skip
def test_an_expression_of_bounded_cost_is_taken(source: str) -> None:
    assert compile_expression(source).pattern.pattern == source


@pytest.mark.parametrize("source", [r"a.*b", r"\w+-x", r"(?:\w+\s)+x", r"[a-z]+\d", r"(?:ab?)*c", r"a.{0,60}b.{0,60}c"])
def test_the_worst_text_for_a_taken_expression_is_searched_to_its_end(source: str) -> None:
    expression = compile_expression(source)
    text = "a" * 5000 + "ab " * 1000
    assert list(search(expression, prepare(text + "1c ab-x a b c a1 b x"))) != []


def test_capitals_alone_ask_for_capitals() -> None:
    assert [*search(compile_expression(r"\bAI\d*"), prepare("ai AI5"))] == [(3, 6)]
    assert [*search(compile_expression(r"\bAi"), prepare("ai AI"))] == [(0, 2), (3, 5)]
    assert [*search(compile_expression(r"\d{3}"), prepare("x 123"))] == [(2, 5)]


def test_a_long_line_is_searched_in_pieces_that_overlap() -> None:
    line = "word " * 399 + "one two three " + "word " * 400
    expression = compile_expression("one two three|word$")
    at = line.index("one")
    assert (at, at + 13) in list(search(expression, prepare(line)))
    assert len(line) > 2 * PIECE


def test_a_long_line_without_spaces_is_searched_whole() -> None:
    line = "x" * 950 + "abc" + "x" * 1500 + "abc"
    assert [start for start, _ in search(compile_expression("abc"), prepare(line))] == [950, 2453]


def test_no_match_goes_over_a_line() -> None:
    assert list(search(compile_expression(r"one\s+two"), prepare("one\ntwo one two"))) == [(8, 15)]


@pytest.mark.parametrize(
    ("source", "needles"),
    [
        ("post-?quantum", {"quantum"}),
        (r"\b(?:kitchen|beauty) hacks?\b", {"kitchen", "beauty"}),
        (r"(?<!of )\bTechnolog(?:y|ies)", {"technolog"}),
        ("(?:ab|c?)d", {"d"}),
        ("[ab]", set()),
        ("(?:ab|[cd])", set()),
        ("(?:hello)+x", {"hello"}),
        ("(?>hello)x", {"hello"}),
    ],
)
def test_literal_words_say_where_a_search_can_be_saved(source: str, needles: set[str]) -> None:
    assert compile_expression(source).needles[:1] == ((needles,) if needles else ())


def test_every_part_that_must_stand_in_a_match_is_asked_for() -> None:
    expression = compile_expression(r"\b(?:kitchen|beauty)\b.{0,9}\bhacks?\b")
    assert expression.needles == ({"kitchen", "beauty"}, {"hack"})
    assert expression.may_match("a beauty of a hack")
    assert not expression.may_match("a beauty of a house")


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        (r"world war ii\b", {"world"}), (r"\d ?°C", {"°"}), ("中国", set()), ("(?:中国|china)", set()),
        (r"\d{4}", set()),
        (r"\b(?:ai|GPT)-?\d", {" ai", " gpt"}), (r"\b(?:the )?drone", {" drone"}),
        (r"post-?quantum", {"postquantum", " quantum"}), (r"(?:\bfree|un\w) trade", {" trade"}),
        (r"(?<!of )\btech\b", {" tech"}), (r"\w\W+(?-i:\bMeta\b)", {" meta "}), (r"\w+ us\b", {" us "}),
        (r"\bU\.S\. ", {" u "}), (r"\bred (?:sea|cap)", {" red "}),
    ],
)  # fmt: skip
def test_parts_of_words_tell_in_which_texts_to_look(source: str, parts: set[str]) -> None:
    assert {part for part, _ in compile_expression(source).word_parts} == parts


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        (r"\b(?:the )?us\b", "thus the us, us", [(5, 11), (13, 15)]),
        (r"(?:ab|b)c*", "abcbabc", [(0, 3), (3, 4), (4, 7)]),
        (r"(?-i:Ford\b)", "a Ford, a ford; Fords", [(2, 6)]),
        (r"(?:x+|yy)z", "xxxz yyz", [(0, 4), (5, 8)]),
        (r"(?i:AB)X", "abX ABX abx", [(0, 3), (4, 7)]),
    ],
)
def test_a_match_is_found_where_it_begins(source: str, text: str, expected: list[tuple[int, int]]) -> None:
    assert list(search(compile_expression(source), prepare(text))) == expected


def test_saving_a_search_loses_no_match_of_unusual_letters() -> None:
    assert list(search(compile_expression("istanbul"), prepare("İstanbul"))) == [(0, 8)]
    assert list(search(compile_expression("ilik"), prepare("ılık"))) == [(0, 4)]
