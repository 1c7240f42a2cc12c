"""Whatever the text: periods are in order, sentences are the entry's own words, nothing crashes."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from watcher.followups import cues
from watcher.followups.extract import _tells_nothing, find
from watcher.followups.periods import find_periods
from watcher.model.period import Precision
from watcher.model.tagging import EventTag, TermHit

WORDS = (
    "will plans to host the second dialogue in Singapore by until from on May March 2024 2026 31 July 12 first quarter "
    "of half next year week Friday early mid late end summer FY2026 Q3 2H26 within days months coming soon held was "
    "cancelled postponed moved could not and Dialogue 24/7 12/31/2025 2025-02-30 30 February ? . , ; : ( ) - – ago "
    "since after before 2000s tomorrow will be 将 于 2026年 3月 31日 明年 年底 前 举行 取消"
).split()
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
    st.text(max_size=300),
)


@settings(max_examples=300, deadline=None)
@given(title=TEXTS, text=TEXTS, published=DATES)
@example(title="", text="to 2024", published=date.min)
def test_every_find_is_in_order_and_in_the_entrys_words(title: str, text: str, published: date) -> None:
    for found in find(title, text, published):
        period = found.period
        assert found.text in title or found.text in text
        assert found.event
        assert (period.end is None) == (period.precision is Precision.NONE)
        if period.start is not None and period.end is not None:
            assert period.start <= period.end


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, published=DATES)
def test_periods_are_in_order_and_do_not_overlap(text: str, published: date) -> None:
    position = 0
    for hit in find_periods(text, published):
        assert position <= hit.start < hit.end <= len(text)
        position = hit.end
        for period in (hit.period, hit.past):
            if period and period.start and period.end:
                assert period.start <= period.end


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, start=st.integers(0, 400), length=st.integers(0, 30))
def test_any_place_of_an_events_name_is_borne(text: str, start: int, length: int) -> None:
    hit = TermHit("x", text[start : start + length], "text", start, start + length)
    for found in find("The next dialogue", text, date(2024, 5, 1), None, [EventTag("cet-dialogue", (hit,))]):
        assert found.event_slug in {None, "cet-dialogue"}


@pytest.mark.parametrize(
    "text",
    [
        "will meet in May with the sides and " * 28_000,
        "in 2024 to " * 90_000,
        "a" * 1_000_000,
        "2 " * 500_000,
        "a. " * 330_000,
        "will be held in Singapore " * 38_000,
        "将于2026年" * 140_000,
        "x\n" * 500_000,
        ", and" * 200_000,
        "Alpha Beta " * 90_000,
    ],
    ids=["cues", "years", "letter", "digits", "stops", "places", "chinese", "lines", "commas", "names"],
)
def test_a_megabyte_without_an_end_is_borne(text: str) -> None:
    """As title and as text; the suite's own pace tells when it is not."""
    assert all(found.text in text for found in find(text, text, date(2024, 1, 1)))


@pytest.mark.parametrize(
    "words",
    (
        "held heard hosted host hosts hold holds convened convenes met meet meets conclude concluded concludes "
        "launched launches opened opens published publishes released releases sign signs signed inks inked unveils "
        "unveiled inaugurated took_place wraps_up wrapped_up ended closed finished kicks_off kicked_off completed "
        "came_into_force went_live entered_into_force issued issues began begins started adopted passed co-chaired "
        "delivered gathered enacted goes_live rolled_out broke_ground"
    ).split(),
)
def test_the_cheap_look_passes_every_word_of_what_took_place(words: str) -> None:
    sentence = f"Delegates {words.replace('_', ' ')} yonder"
    assert cues.HELD.search(sentence)
    assert not _tells_nothing("", sentence)
    assert not _tells_nothing(sentence.upper(), "")
