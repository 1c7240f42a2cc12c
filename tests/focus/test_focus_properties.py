"""What holds for any text and any keyword file."""

from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from watcher.errors import TermError
from watcher.focus.proof import failed_examples, warnings
from watcher.focus.tagging import Tagger
from watcher.focus.terms import TermSet, compile_term
from watcher.focus.words import normal_form, split
from watcher.model.tagging import Judgement, TermHit
from watcher.settings import EventSettings, FocusArea, Keywords, RelevanceGroup, Term

PIECES = st.sampled_from(
    "AI ai US us U.S. US$ quantum Quantum chip chips 人工智能 ＡＩ İı ½ … e\u0301 ﬁ \u00ad - \u2011 — . , / * \n \n\n "
    "S’pore A*STAR semiconductor semiconductors ｶﾞ 한국 தமிழ் 新 of the".split(" ")
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES, max_size=14).map("".join)
)
WRITTEN = st.one_of(
    st.text(max_size=12),
    st.lists(PIECES, min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["quantum*", "/chips?/", "/[a-z]+ of/", "/新./", "/ai/", "/\\bU.S/"]),
)
WEIGHTS = st.sampled_from([0.3, 0.5, 1.0, 2.0])


@st.composite
def any_term(draw: st.DrawFn) -> Term:
    if draw(st.integers(0, 4)) == 0:
        return Term(near=(draw(WRITTEN), draw(WRITTEN)), within=draw(st.integers(0, 5)), weight=draw(WEIGHTS))
    return Term(draw(WRITTEN), weight=draw(WEIGHTS))


def compiles(term: Term) -> bool:
    try:
        compile_term(term)
    except TermError:
        return False
    return True


TERMS = st.lists(any_term().filter(compiles), max_size=5).map(tuple)


@st.composite
def keyword_files(draw: st.DrawFn) -> Keywords:
    groups = [RelevanceGroup(f"g{i}", draw(TERMS), draw(TERMS)) for i in range(draw(st.integers(0, 2)))]
    areas = [
        FocusArea(f"a{i}", f"A{i}", draw(TERMS), draw(TERMS), threshold=draw(st.sampled_from([0.5, 1.0, 2.0])))
        for i in range(draw(st.integers(1, 3)))
    ]
    events = [EventSettings("event", "Event", draw(TERMS))]
    return Keywords(tuple(groups), draw(st.integers(0, 2)), draw(TERMS), tuple(areas), tuple(events))


def evidence(judgement: Judgement) -> list[TermHit]:
    tags = (*judgement.areas, *judgement.nearly, *judgement.groups, *judgement.events)
    return [*judgement.general, *judgement.excluded, *(hit for tag in tags for hit in tag.hits)]


@given(term=any_term(), text=TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_term_is_refused_with_a_sentence_or_searched(term: Term, text: str) -> None:
    try:
        matcher = TermSet([(0, term)])
    except TermError as error:
        event(str(error))
        return
    for hit in matcher.find(text):
        assert 0 <= hit.start < hit.end <= len(text)


@given(keywords=keyword_files(), title=TEXTS, text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_evidence_points_at_the_matched_words(keywords: Keywords, title: str, text: str) -> None:
    judgement = Tagger(keywords).judge(title, text)
    for hit in evidence(judgement):
        content = title if hit.where == "title" else text
        assert content[hit.start : hit.end] == hit.matched != ""


@given(keywords=keyword_files(), title=TEXTS, text=TEXTS, exclude=any_term().filter(compiles), area=st.integers(0, 2))
@settings(max_examples=300, deadline=None)
def test_adding_an_exclude_never_adds_a_match(
    keywords: Keywords, title: str, text: str, exclude: Term, area: int
) -> None:
    before = Tagger(keywords).judge(title, text)
    place = area % len(keywords.focus_areas)
    changed = replace(keywords.focus_areas[place], exclude=(*keywords.focus_areas[place].exclude, exclude))
    areas = (*keywords.focus_areas[:place], changed, *keywords.focus_areas[place + 1 :])
    after = Tagger(replace(keywords, focus_areas=areas)).judge(title, text)
    scores = {tag.slug: tag.score for tag in (*before.areas, *before.nearly)}
    assert {tag.slug for tag in after.areas} <= {tag.slug for tag in before.areas}
    assert all(tag.score <= scores[tag.slug] for tag in (*after.areas, *after.nearly))
    assert before.relevant or not after.relevant


@given(keywords=keyword_files(), title=TEXTS, text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_judgement_agrees_with_its_own_evidence(keywords: Keywords, title: str, text: str) -> None:
    judgement = Tagger(keywords).judge(title, text)
    thresholds = {area.slug: area.threshold for area in keywords.focus_areas}
    assert all(tag.hits and tag.score >= thresholds[tag.slug] for tag in judgement.areas)
    assert all(tag.hits and tag.score < thresholds[tag.slug] for tag in judgement.nearly)
    assert judgement.relevant == (not judgement.missing)
    assert {tag.slug for tag in judgement.groups} | set(judgement.missing) >= {group.slug for group in keywords.groups}


@given(keywords=keyword_files())
@settings(max_examples=150, deadline=None)
def test_any_valid_file_can_be_proven(keywords: Keywords) -> None:
    assert failed_examples(keywords) == ()
    assert all(note.message for note in warnings(keywords))


@given(text=st.text())
@settings(max_examples=300, deadline=None)
def test_the_normal_form_leads_back_to_the_text(text: str) -> None:
    normal, origin = normal_form(text)
    words = split(text)
    assert words.text == normal
    if origin is None:
        assert len(normal) == len(text)
        return
    starts, ends = origin
    assert len(starts) == len(ends) == len(normal)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    assert starts == sorted(starts)
