"""What a digest tells of stories, and what it counts instead."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from digest_samples import (
    AREAS,
    DAILY,
    NEW_YORK,
    NOON,
    SINGAPORE,
    WINDOW,
    by_the_clock,
    empty_digest,
    followup,
    source,
    story,
    year,
)

from watcher.digests.compose import Material, compose, worth_sending
from watcher.model.digests import Development, Digest
from watcher.model.followups import FollowUp
from watcher.model.stories import Story
from watcher.settings import DigestSettings


def composed(settings: DigestSettings = DAILY, **material: object) -> Digest:
    given = Material(area_names=AREAS, **material)  # type: ignore[arg-type] # a test names the fields it means
    return compose(settings, WINDOW, WINDOW.end, given, by_the_clock)


def full(digest: Digest) -> dict[str, list[int]]:
    return {area.slug: [each.id for each in area.stories] for area in digest.areas}


def ids(told: Iterable[Story | FollowUp]) -> list[int]:
    return [each.id for each in told]


class TestAreas:
    def test_a_story_stands_in_full_under_its_strongest_area_and_by_reference_under_the_others(self) -> None:
        digest = composed(stories=[story(1, areas=[("biotechnology", 1.0), ("quantum", 3.0)])])
        assert full(digest) == {"quantum": [1], "biotechnology": []}
        assert [(each.id, slug) for each, slug in digest.areas[1].see] == [(1, "quantum")]

    def test_areas_stand_in_the_order_of_the_file_and_general_last(self) -> None:
        told = [
            story(1, areas=[]),
            story(2, areas=[("quantum", 1.0)]),
            story(3, areas=[("artificial-intelligence", 1.0)]),
        ]
        digest = composed(stories=told)
        assert [area.slug for area in digest.areas] == ["artificial-intelligence", "quantum", "general"]
        assert digest.areas[-1].name == "General"

    def test_an_area_that_left_the_file_still_has_its_stories(self) -> None:
        digest = composed(stories=[story(1, areas=[("fusion", 1.0)])])
        assert [(area.slug, area.name) for area in digest.areas] == [("fusion", "fusion")]

    def test_a_digest_of_some_areas_leaves_the_others_out(self) -> None:
        settings = replace(DAILY, focus_areas=("quantum",))
        told = [
            story(1, areas=[("biotechnology", 3.0), ("quantum", 1.0)]),
            story(2, areas=[("biotechnology", 3.0)]),
            story(3, areas=[]),
        ]
        digest = composed(settings, stories=told)
        assert full(digest) == {"quantum": [1]}
        assert digest.unlisted_stories == 0

    def test_no_story_stands_in_full_twice(self) -> None:
        digest = composed(stories=[story(number, areas=[(slug, 1.0) for slug in AREAS]) for number in range(1, 9)])
        assert sorted(ids(digest.stories)) == list(range(1, 9))


class TestOrder:
    def test_outlets_then_score_then_freshness(self) -> None:
        later = NOON + timedelta(hours=3)
        told = [
            story(1, areas=[("quantum", 1.0)]),
            story(2, areas=[("quantum", 1.0)], at=later),
            story(3, areas=[("quantum", 1.0)], outlets=("Harbour Wire", "Quay Review")),
            story(4, areas=[("quantum", 2.0)]),
        ]
        assert ids(composed(stories=told).stories) == [3, 4, 2, 1]

    def test_copies_of_one_outlet_count_once(self) -> None:
        told = [
            story(1, outlets=("Harbour Wire", "Harbour Wire", "Harbour Wire")),
            story(2, outlets=("Harbour Wire", "Quay Review")),
        ]
        assert ids(composed(stories=told).stories) == [2, 1]

    def test_beyond_max_stories_the_rest_is_counted(self) -> None:
        told = [story(number, areas=[("quantum", float(number))]) for number in range(1, 6)]
        digest = composed(replace(DAILY, max_stories=2), stories=told)
        assert ids(digest.stories) == [5, 4]
        assert digest.unlisted_stories == 3


class TestWindow:
    @pytest.mark.parametrize(
        ("arrived", "told"),
        [(WINDOW.start, True), (WINDOW.end, False), (WINDOW.start - timedelta(seconds=1), False), (None, False)],
    )
    def test_only_what_arrived_inside_the_half_open_window_is_told(self, arrived: datetime | None, told: bool) -> None:
        digest = composed(stories=[story(1, arrived_at=arrived)])
        assert bool(digest.stories) is told

    def test_a_story_that_is_not_relevant_is_not_told(self) -> None:
        assert composed(stories=[story(1, relevant=False)]).empty

    def test_the_same_evening_is_two_days_in_singapore_and_new_york(self) -> None:
        """At 23:00 UTC it is the 16th in Singapore and still the 15th in New York: so is "today"."""
        told = [
            followup(
                1, replace(year(2023), start=datetime(2023, 10, 16, tzinfo=UTC).date()), first=NOON - timedelta(days=9)
            )
        ]
        in_singapore = compose(DAILY, WINDOW, WINDOW.end, Material(followups=told), by_the_clock)
        in_new_york = compose(
            replace(DAILY, timezone=NEW_YORK), WINDOW, WINDOW.end, Material(followups=told), by_the_clock
        )
        assert [each.notice.value for each in in_singapore.notices] == ["due"]
        assert [each.notice.value for each in in_new_york.notices] == []


class TestAlerted:
    def test_what_an_alert_told_is_said_and_not_repeated(self) -> None:
        digest = composed(stories=[story(1), story(2)], alerted=frozenset({1, 99}))
        assert ids(digest.stories) == [2]
        assert digest.alerted == (1,)
        assert ids(digest.alerted_stories) == [1]

    def test_what_an_alert_told_is_said_though_nothing_else_is_to_be_told(self) -> None:
        """The digest may have readers whom the alert did not reach, and its stories count as told."""
        digest = composed(stories=[story(1)], alerted=frozenset({1}))
        assert not digest.empty
        assert worth_sending(digest, DAILY)
        assert composed().empty

    def test_the_news_of_an_alerted_follow_up_is_said_and_not_repeated(self) -> None:
        digest = composed(followups=[followup(1, year(2024))], alerted_followups={1: WINDOW.end})
        assert digest.notices == ()
        assert ids(digest.alerted_followups) == [1]

    def test_news_that_came_after_the_alert_is_told(self) -> None:
        early = followup(1, year(2024))
        digest = composed(followups=[early], alerted_followups={1: early.first_mentioned_at - timedelta(minutes=1)})
        assert ids(notice.followup for notice in digest.notices) == [1]
        assert digest.alerted_followups == ()


class TestDevelopments:
    def grown(self, **more: object) -> Development:
        """A story told before, then with two entries of Harbour Wire and one of Quay Review."""
        base = story(7, outlets=("Harbour Wire", "Harbour Wire", "Quay Review"))
        return replace(Development(base, since=3), **more)  # type: ignore[arg-type] # a test names the fields it means

    def test_a_new_outlet_is_worth_a_line_another_copy_of_a_known_one_is_not(self) -> None:
        new = self.grown().story.sources[1:]
        digest = composed(developments=[self.grown(new_sources=new)])
        assert [each.outlet for each in digest.developments[0].new_sources] == ["Quay Review"]
        assert composed(developments=[self.grown(new_sources=new[:1])]).developments == ()

    def test_a_new_outlet_is_named_once(self) -> None:
        twice = (source(1, "Bay Note"), source(2, "Bay Note"))
        assert len(composed(developments=[self.grown(new_sources=twice)]).developments[0].new_sources) == 1

    @pytest.mark.parametrize(
        "more", [{"correction": "The date was wrong."}, {"new_followups": (followup(1, year(2024)),)}]
    )
    def test_a_correction_or_a_follow_up_is_worth_a_line(self, more: dict[str, object]) -> None:
        digest = composed(developments=[self.grown(**more)])
        assert len(digest.developments) == 1
        assert not digest.empty

    def test_nothing_new_is_no_development(self) -> None:
        assert composed(developments=[self.grown()]).empty

    def test_a_story_told_in_this_digest_is_no_development_of_it(self) -> None:
        assert composed(stories=[story(7)], developments=[self.grown(correction="x")]).developments == ()

    def test_a_story_no_longer_relevant_or_of_other_areas_is_none(self) -> None:
        gone = replace(self.grown(correction="x"), story=story(7, relevant=False))
        assert composed(developments=[gone]).developments == ()
        assert composed(replace(DAILY, focus_areas=("biotechnology",)), developments=[self.grown(correction="x")]).empty


class TestEmpty:
    def test_an_empty_digest_is_skipped(self) -> None:
        digest = empty_digest()
        assert digest.empty
        assert not worth_sending(digest, DAILY)

    def test_unless_empty_ones_are_wanted(self) -> None:
        assert worth_sending(empty_digest(), replace(DAILY, when_empty="send"))

    def test_skipped_for_a_week_it_says_that_it_is_watching(self) -> None:
        digest = empty_digest(still_watching=True)
        assert digest.still_watching
        assert worth_sending(digest, DAILY)

    @pytest.mark.parametrize(("days", "said"), [(6, False), (7, True), (8, True)])
    def test_a_week_is_seven_days_of_the_digest_s_zone(self, days: int, said: bool) -> None:
        digest = composed(quiet_since=WINDOW.end - timedelta(days=days))
        assert digest.still_watching is said

    def test_a_week_with_a_change_of_the_clocks_is_a_week(self) -> None:
        """From 07:00 to 07:00 in New York over the night of 10 March 2024 an hour is missing."""
        end = datetime(2024, 3, 13, 11, tzinfo=UTC)
        window = replace(WINDOW, start=end - timedelta(days=1), end=end)
        settings = replace(DAILY, timezone=NEW_YORK)
        quiet = Material(quiet_since=datetime(2024, 3, 6, 12, tzinfo=UTC))
        assert compose(settings, window, end, quiet, by_the_clock).still_watching

    def test_a_digest_with_something_to_tell_or_sent_when_empty_says_no_such_thing(self) -> None:
        long_ago = WINDOW.end - timedelta(days=30)
        assert not composed(stories=[story(1)], quiet_since=long_ago).still_watching
        assert not composed(replace(DAILY, when_empty="send"), quiet_since=long_ago).still_watching

    def test_any_of_story_development_and_follow_up_fills_a_digest(self) -> None:
        assert not composed(stories=[story(1)]).empty
        assert not composed(followups=[followup(1, year(2024))]).empty


def test_without_clocks_the_digest_s_own_zone_is_printed() -> None:
    assert composed(replace(DAILY, clocks=())).clocks == (str(SINGAPORE),)
