"""From headlines to terms: one spelling, names, numbers, pairs of characters, and marks of an instalment."""

import pytest

from watcher.stories.marks import marks
from watcher.stories.wording import Kind, normal, phrases, stem, terms


def words(text: str) -> list[str]:
    return [term.key for term in terms(normal(text), 80) if term.key]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("announces", "announced"),
        ("policies", "policy"),
        ("launching", "launch"),
        ("investments", "investment"),
        ("crosses", "cross"),
        ("signed", "signing"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["speed", "bus", "analysis", "spring", "ok", "données"])
def test_what_only_looks_like_an_ending_stays(word: str) -> None:
    assert stem(word) in (word, word.rstrip("e"))


def test_spellings_of_one_thing_become_one_term() -> None:
    assert words("The United States, the U.S. and the US") == ["usa", "usa", "usa"]
    assert words("Chinese and China's") == ["china", "china"]
    assert words("São Tomé") == words("Sao Tome")


def test_numbers_lose_their_commas_and_keep_their_size() -> None:
    assert words("1,407 people, $20bn and twelve") == ["1407", "peopl", "20", "billion", "12"]


def test_names_are_told_by_capitals_inside_a_sentence() -> None:
    found = {term.key: term.name for term in terms("Harbour talks: envoy Lim Beng meets NTRA chief", 80) if term.key}
    assert found["lim"]
    assert found["ntra"]
    assert not found["envoy"]
    assert not found["harbor"]


def test_title_case_tells_no_names_but_acronyms_do() -> None:
    found = {term.key: term.name for term in terms("Envoy Visits Harbour Before NTRA Ruling", 80) if term.key}
    assert found == {"envoy": False, "visit": False, "harbor": False, "ntra": True, "rul": False}


def test_shouted_titles_tell_no_names() -> None:
    assert not any(term.name for term in terms("ENVOY VISITS HARBOUR", 80))


def test_two_names_in_a_row_make_a_phrase() -> None:
    sequence = terms("the envoy Lim Beng arrived", 80)
    assert [(phrase.key, phrase.kind) for phrase in phrases(sequence)] == [("lim_beng", Kind.PHRASE)]


def test_chinese_is_read_in_pairs_of_characters() -> None:
    assert words("新加坡签署") == ["新加", "加坡", "坡签", "签署"]
    assert words("云") == ["云"]
    assert words("๑๒๓") == ["๑๒", "๒๓"]


def test_signs_beside_a_word_are_no_part_of_it() -> None:
    assert words('Prices, "fell"; (ferries) sank: 3,500 lost...') == words("Prices fell ferries sank 3,500 lost")


def test_a_name_that_opens_a_sentence_is_told_by_inner_capitals_alone() -> None:
    sequence = terms("he spoke to Beng. Beng left! : NTRA stayed and so did Beng.", 80)
    assert [term.name for term in sequence if term.key in {"beng", "ntra"}] == [True, False, True, True]


def test_words_met_long_ago_are_read_as_before() -> None:
    before = terms("the envoy Lim Beng arrived", 80)
    for number in range(10_000):
        terms(f"harbour{number} ", 80)
    assert terms("the envoy Lim Beng arrived", 80) == before


def test_only_so_many_tokens_are_read() -> None:
    assert len(terms("port " * 500, 80)) == 80


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Harbour talks enter 12th round", ("n:12", "o:round:12")),
        ("Harbour talks enter twelfth round", ("o:round:12",)),
        ("Key events, day 1,407", ("o:day:1407",)),
        ("Word puzzle #936 for Jan. 5", ("d:1-5", "o:puzzl:936")),
        ("Prices on 3 March", ("d:3-3",)),
        ("Cartoon 04-01-2031", ("d:1-4",)),
        ("Board report 2031", ("y:2031",)),
        ("Rates on Monday", ("w:1",)),
        ("港口谈判进入第十二轮 1月5日", ("d:1-5", "o:轮:12")),
        ("第二十届", ("o:届:20",)),
        ("Part IV of the series", ("o:part:4",)),
        ("Answers, #936", ("o:#:936",)),
        ("Trade figures for March", ("m:3",)),
        ("They may march", ()),
    ],
)
def test_marks_of_an_instalment(title: str, expected: tuple[str, ...]) -> None:
    assert set(expected) <= set(marks(title))
    assert bool(expected) == bool(marks(title))
