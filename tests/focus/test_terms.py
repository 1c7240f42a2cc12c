"""What a term finds, and where."""

import pickle

import pytest

from watcher.errors import TermError
from watcher.focus.terms import TermSet, compile_term
from watcher.settings import Term


def found(term: str | Term, text: str) -> list[str]:
    """The words of ``text`` that a term finds."""
    matcher = TermSet([("only", Term(term) if isinstance(term, str) else term)])
    return [text[hit.start : hit.end] for hit in matcher.find(text)]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("quantum computing", "Quantum Computing and QUANTUM COMPUTING", ["Quantum Computing", "QUANTUM COMPUTING"]),
        ("quantum computing", "quantum-computing, quantum - computing", ["quantum-computing", "quantum - computing"]),
        ("clean energy", "clean\u2011energy clean\u2010energy", ["clean\u2011energy", "clean\u2010energy"]),
        ("clean energy", "clean\u00a0energy clean\n energy", ["clean\u00a0energy", "clean\n energy"]),
        ("quantum-computing", "quantum computing", ["quantum computing"]),
        ("quantum computing", "quantumcomputing", []),
        ("quantum computing", "quantum, computing", []),
        ("quantum computing", "in quantum\n\ncomputing is", []),
        ("quantum computing", "quantum — computing", []),
        ("chip", "chips, chip's, chips' and CHIPS", ["chips", "chip", "chips", "CHIPS"]),
        ("chip", "microchip chipset", []),
        ("policy", "new policies", ["policies"]),
        ("key", "two keys and no keies", ["keys"]),
        ("virus", "two viruses", ["viruses"]),
        ("launch", "two launches", ["launches"]),
        ("supply chain", "supplies chain", []),
        ("AI", "AI, AI's, AIs, non-AI", ["AI", "AI", "AIs", "AI"]),
        ("AI", "AI349 rain ai Ai AIDS aI OpenAI AIS", []),
        ("US", "the US and US-led; US.", ["US", "US", "US"]),
        ("US", "join us, Us, USA, bus, US$5, US£5", []),
        ("US$", "US$5", ["US$"]),
        ("U.S.", "in the U.S. The U.S.-Singapore deal, U.S.'s", ["U.S.", "U.S.", "U.S."]),
        ("U.S.", "u.s. and U.S.A. and US", []),
        ("R&D", "R&D spending", ["R&D"]),
        ("AI/ML", "AI/ML tools", ["AI/ML"]),
        ("5G", "5G and 5g", ["5G"]),
        ("123 Agreement", "the 123 agreement", ["123 agreement"]),
        ("semiconductor*", "Semiconductors, the semiconductor-maker", ["Semiconductors", "semiconductor"]),
        ("semiconductor*", "nonsemiconductor semi", []),
        ("emerging technolog*", "Emerging Technologies", ["Emerging Technologies"]),
        ("CRISPR*", "CRISPRs crispr", ["CRISPRs"]),
        ("A*STAR", "A*STAR's A＊STAR A∗STAR", ["A*STAR", "A＊STAR", "A∗STAR"]),
        ("A*STAR", "ASTAR A STAR a*star AXSTAR", []),
        ("S'pore", "S'pore and S’pore", ["S'pore", "S’pore"]),
        ("人工智能", "发展人工智能的国家", ["人工智能"]),
        ("人工智能", "人工 智能\n人工智慧", ["人工 智能"]),
        ("AI芯片", "AI芯片 AI 芯片 ai芯片", ["AI芯片", "AI 芯片"]),
        ("AI", "生成式AI技术", ["AI"]),
        ("芯片*", "芯片厂", ["芯片"]),
        ("AI", "ＡＩ时代", ["ＡＩ"]),
        ("chip", "ｃｈｉｐｓ", ["ｃｈｉｐｓ"]),
        ("カード", "ｶｰﾄﾞ", ["ｶｰﾄﾞ"]),
        ("café", "the cafe\u0301s", ["cafe\u0301s"]),
        ("cybersecurity", "cyber\u00adsecurity cyber\u200bsecurity", ["cyber\u00adsecurity", "cyber\u200bsecurity"]),
        ("தமிழ்", "தமிழ் மொழி", ["தமிழ்"]),
        ("straße", "STRASSE Straße", ["Straße"]),
        ("izmir", "İzmir izmir", ["izmir"]),
        ("VR*", "VRs avr VR2", ["VRs", "VR2"]),
        ("in space", "within space, in-space in space", ["in-space", "in space"]),
        ("state's duty", "the state’s duties", ["state’s duties"]),
        ("/\\bF-?(?:15|35)[A-Z]?\\b/", "F15 F-35B af-35 F 15", ["F15", "F-35B"]),
        ("/fly-?past (?:of|over)/", "a flypast of; butterfly-past over", ["flypast of", "fly-past over"]),
        ("/\\w+ us\\b/", "of us bus", ["of us"]),
        ("/post-?quantum/", "Post-Quantum and postquantum", ["Post-Quantum", "postquantum"]),
        ("/AI(?! \\d)/", "AI 5, AI x, ai x", ["AI"]),
        ("/(?-i:Apple)/", "Apple apple", ["Apple"]),
        ("/^Join/", "Join us\nJoin them; Join", ["Join", "Join"]),
    ],
)  # fmt: skip
def test_a_term_finds(term: str, text: str, expected: list[str]) -> None:
    assert found(term, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US AND SINGAPORE SIGN QUANTUM PACT", ["US"]),
        ("SINGAPORE TO BUY CHIPS FROM US", ["US"]),
        ("JOIN US AS WE LAUNCH IN SINGAPORE", []),
        ("WHAT AI MEANS FOR US", []),
        ("WHAT COUNTS FOR US CHIP MAKERS", ["US"]),
        ("SOME OF US ALL AGREE", []),
        ("Join US firms in Singapore", ["US"]),
    ],
)
def test_in_capitals_us_is_the_country_unless_it_stands_like_a_pronoun(text: str, expected: list[str]) -> None:
    assert found("US", text) == expected


def test_other_everyday_words_in_capitals_are_no_acronyms() -> None:
    assert found("IT", "NOW IT BEGINS") == []
    assert found("IT", "now IT begins") == ["IT"]
    assert found("IT", "IT\nNOW THE SHOUTING STARTS") == ["IT"]
    assert found("AI", "NOW AI BEGINS") == ["AI"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a subsea telecom cable", ["subsea telecom cable"]),
        ("cables laid under the sea, subsea", []),
        ("cables for the subsea route", ["cables for the subsea"]),
        ("subsea cable", ["subsea cable"]),
        ("subsea one two cable", ["subsea one two cable"]),
        ("subsea one two three cable", []),
        ("subsea one two three subsea cable one two three four subsea", ["subsea cable"]),
    ],
)
def test_near_wants_both_with_at_most_so_many_words_between(text: str, expected: list[str]) -> None:
    assert found(Term(near=("subsea", "cable"), within=2), text) == expected


def test_near_wants_all_its_parts_in_any_of_their_forms() -> None:
    term = Term(near=("policy", "cyber*", "AI", "key", "box", "lab"), within=9)
    text = "policies on AIs, cyberspace, keys and boxes for a lab"
    assert found(term, text) == [text]
    assert found(term, text.replace("boxes", "tins")) == []


def test_near_takes_phrases_acronyms_and_prefixes_and_more_than_two() -> None:
    term = Term(near=("AI", "safety test*", "Singapore"), within=3)
    assert found(term, "Safety testing of AI in Singapore") == ["Safety testing of AI in Singapore"]
    assert found(term, "Safety testing of ai in Singapore") == []


def test_every_owner_of_a_term_is_told_in_the_order_of_the_text() -> None:
    matcher = TermSet([("a", Term("chip")), ("b", Term("chip")), ("b", Term("memory chip")), ("c", Term("/chip/"))])
    hits = matcher.find("memory chip, chip")
    assert [(hit.owner, hit.term.text, hit.start) for hit in hits] == [
        ("b", "memory chip", 0), ("a", "chip", 7), ("b", "chip", 7), ("c", "/chip/", 7),
        ("a", "chip", 13), ("b", "chip", 13), ("c", "/chip/", 13),
    ]  # fmt: skip


def test_a_set_of_terms_can_be_sent_to_another_process() -> None:
    matcher = TermSet([(("area", "ai"), Term("AI")), (("area", "ai"), Term("人工智能" * 9))])
    copy = pickle.loads(pickle.dumps(matcher))
    assert copy.find("AI") == matcher.find("AI") != []


@pytest.mark.parametrize(
    ("term", "part"),
    [
        (Term("***"), "no letter"),
        (Term("..."), "no letter"),
        (Term(""), "no letter"),
        (Term("*"), "no letter"),
        (Term("cloud *"), "directly after a word"),
        (Term("word " * 41), "at most 40"),
        (Term("AI", weight=0), "weight"),
        (Term("AI", weight=float("nan")), "weight"),
        (Term("AI", weight=5000), "weight"),
        (Term(near=("one",), within=2), "two or more"),
        (Term("AI", near=("one", "two"), within=2), "not both"),
        (Term(near=("one", "two"), within=-1), "within"),
        (Term(near=("/one/", "two"), within=2), "not a regular expression"),
        (Term("//"), "nothing stands between"),
        (Term("/(/"), "cannot be read"),
        (Term("/[[a]/"), "cannot be read"),
        (Term("/a*/"), "everywhere"),
        (Term("/" + "a" * 1001 + "/"), "too long"),
    ],
)
def test_a_term_that_means_nothing_is_refused_with_a_sentence(term: Term, part: str) -> None:
    with pytest.raises(TermError, match=part):
        compile_term(term)


def test_a_slash_inside_or_alone_makes_no_expression() -> None:
    assert found("AI/ML", "AI/ML") == ["AI/ML"]
    with pytest.raises(TermError, match="no letter"):
        compile_term(Term("/"))


def test_words_seen_for_the_first_time_are_found_when_the_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.focus.clues.MOST_REMEMBERED", 0)
    assert found("chip", "chips chips") == ["chips", "chips"]
