"""Any text has a signature; the same text has the same one; what is stored comes back."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from story_hands import entry, rarity, stored, story, unions

from watcher.stories.face import opening
from watcher.stories.habits import MOST_TERMS, learn, pack_habits, unpack_habits
from watcher.stories.signature import pack_signature, sign, unpack_signature
from watcher.stories.similarity import KEYS, Habits, body_overlap, compare, keys, title_overlap

TEXT = st.text(max_size=300) | st.lists(
    st.sampled_from("Port Lim 12th 5 May 第十二轮 新加坡 U.S. #9 - : ’s".split()), max_size=40
).map(" ".join)
NOON = datetime(2031, 5, 20, 12, tzinfo=UTC)


@given(TEXT, TEXT, TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_is_signed_alike_each_time_and_survives_storing(title: str, text: str, outlet: str) -> None:
    first = sign(title, text, outlet=outlet, canonical_url=text, published_at=NOON)
    assert first == sign(title, text, outlet=outlet, canonical_url=text, published_at=NOON)
    kept = unpack_signature(pack_signature(first))
    assert kept is not None
    assert (kept, kept.words) == (first, first.words)
    weighed = entry(title, text, outlet=outlet)
    known = stored(weighed)
    assert (known.terms, known.marks, known.title) == (weighed.terms, weighed.marks, weighed.title)
    assert len(keys(weighed, rarity(story(1, weighed)))) <= KEYS


@given(TEXT, TEXT, TEXT)
@settings(max_examples=100, deadline=None)
def test_likeness_stays_in_its_bounds(title: str, other: str, text: str) -> None:
    new, old = entry(title, text), entry(other, text, outlet="The Courier")
    stories = story(1, new), story(2, old)
    likeness = compare(new, stored(old), rarity(*stories))
    assert 0 <= likeness.covered <= 1
    assert 0 <= likeness.whole < 1.1
    assert 0 <= title_overlap(new, old) <= 1
    assert 0 <= body_overlap(new, old) <= 1
    assert all(0 <= union.score <= 1 for union in unions(*stories))


@given(st.text(max_size=2000), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_a_summary_is_never_too_long(text: str, title: str) -> None:
    assert len(opening(text, title)) <= 300


def test_an_outlets_habits_are_remembered_forgotten_and_bounded() -> None:
    habits = learn(Habits(), [[1, 2], [1, 3]])
    assert unpack_habits(habits.entries, pack_habits(habits)) == habits
    assert habits.counts == {1: 2, 2: 1, 3: 1}
    aged = learn(habits, [[1]] * 398)
    assert (aged.entries, aged.counts) == (200, {1: 200})
    assert len(learn(Habits(), [range(MOST_TERMS + 1)]).counts) <= MOST_TERMS


def test_what_an_outlet_always_says_counts_little() -> None:
    habits = learn(Habits(), [[7]] * 20)
    assert habits.novelty(7) < 0.1
    assert habits.novelty(8) == 1.0
    assert learn(Habits(), [[7]] * 3).novelty(7) == 1.0
