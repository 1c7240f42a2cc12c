"""When a feed is asked next."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.feeds.cadence import Decision, PollHistory, freshness, gap, next_poll, stale, unconditional
from watcher.model.fetching import Failed
from watcher.model.parsing import FeedHints
from watcher.settings import Polling

NOW = datetime(2024, 1, 3, 12, 0, tzinfo=UTC)  # a Wednesday
URL = "https://paper.example/feed"
POLLING = Polling()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def every(gap: timedelta, count: int = 20, newest: timedelta = timedelta(0)) -> list[datetime]:
    return [NOW - newest - gap * number for number in range(count)]


def ask(**options: object) -> Decision:
    return next_poll(URL, NOW, POLLING, **options)  # type: ignore[arg-type]  # the options are the test's responsibility


def failing(failures: int = 1, **failed: object) -> Decision:
    failure = Failed("no answer", **failed)  # type: ignore[arg-type]  # as above
    return ask(failed=failure, history=PollHistory(failures=failures))


# ---------------------------------------------------------------- interval and history


def test_a_feed_of_which_nothing_is_known_has_the_configured_interval() -> None:
    assert ask().interval == POLLING.interval
    assert ask(interval=HOUR).interval == HOUR


@pytest.mark.parametrize(
    ("configured", "expected"), [(timedelta(seconds=1), POLLING.min_interval), (3 * DAY, POLLING.max_interval)]
)
def test_the_configured_interval_lies_within_the_bounds(configured: timedelta, expected: timedelta) -> None:
    assert ask(interval=configured).interval == expected


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (5 * MINUTE, 10 * MINUTE),  # min_interval
        (40 * MINUTE, 19 * MINUTE),
        (HOUR, 28.5 * MINUTE),
        (3 * HOUR, 85.5 * MINUTE),
        (DAY, 2 * HOUR),  # four times the configured interval
        (30 * DAY, 2 * HOUR),
    ],
)
def test_history_draws_the_interval_towards_half_the_usual_gap(gap: timedelta, expected: timedelta) -> None:
    decision = ask(history=PollHistory(entry_times=every(gap)))
    assert decision.interval == expected
    assert decision.reason == "usual gap between entries"


def test_a_feed_that_falls_silent_is_asked_less() -> None:
    busy = ask(history=PollHistory(entry_times=every(HOUR)))
    silent = ask(history=PollHistory(entry_times=every(HOUR, newest=2 * DAY)))
    assert silent.interval > busy.interval


@pytest.mark.parametrize(
    "times", [[], [NOW], [NOW - HOUR] * 12, [NOW + DAY, NOW + 2 * DAY], [NOW - timedelta(seconds=n) for n in range(30)]]
)
def test_entries_that_tell_no_pace_change_nothing(times: list[datetime]) -> None:
    """None, one, a whole batch at one moment, or dates in the future."""
    assert ask(history=PollHistory(entry_times=times)).interval == POLLING.interval


def test_a_short_interval_was_meant_and_is_not_stretched() -> None:
    polling = Polling(interval=timedelta(seconds=1), min_interval=timedelta(seconds=1))
    for times in ([], every(DAY), every(DAY, newest=400 * DAY)):
        for together in (False, True):
            decision = next_poll(URL, NOW, polling, history=PollHistory(times, together=together))
            assert decision.interval == timedelta(seconds=1)
            assert decision.next_poll_at is not None
            assert decision.next_poll_at - NOW <= timedelta(seconds=1.5)


# ---------------------------------------------------------------- few places


def test_a_feed_with_few_places_is_asked_before_they_are_all_taken() -> None:
    """12 places, an entry every 20 minutes: all change hands in 4 hours; the feed says to come once a day."""
    history = PollHistory(entry_times=every(20 * MINUTE, 60), places=12)
    decision = ask(history=history, hints=FeedHints(ttl=86400), headers={"cache-control": "max-age=86400"})
    assert decision.interval <= 2 * HOUR
    assert decision.reason == "only 12 places"


def test_the_busier_the_last_poll_the_sooner_the_next() -> None:
    times = every(20 * MINUTE, 60)
    hints = FeedHints(ttl=86400)
    calm = ask(history=PollHistory(times, places=12, new=1), hints=hints)
    hurried = ask(history=PollHistory(times, places=12, new=6), hints=hints)
    assert hurried.interval == calm.interval / 2


def test_a_first_poll_in_which_all_is_new_is_no_hurry() -> None:
    times = every(20 * MINUTE, 12)
    hints = FeedHints(ttl=86400)
    first = ask(history=PollHistory(times, places=12, new=12, together=True), hints=hints)
    assert first.interval == ask(history=PollHistory(times, places=12, new=1), hints=hints).interval


def test_a_document_of_three_entries_has_not_dropped_any_yet() -> None:
    history = PollHistory(entry_times=every(20 * MINUTE, 3), places=3)
    assert ask(history=history, hints=FeedHints(ttl=7200)).interval == 2 * HOUR


def test_a_document_of_three_entries_that_drops_them_is_watched() -> None:
    history = PollHistory(entry_times=every(20 * MINUTE, 30), places=3)
    assert ask(history=history, hints=FeedHints(ttl=7200)).interval < HOUR


@given(pace=st.integers(1, 600), places=st.integers(10, 60), ttl=st.integers(0, 10**6), age=st.integers(0, 10**6))
def test_no_entry_is_lost_between_two_polls_at_the_usual_pace(pace: int, places: int, ttl: int, age: int) -> None:
    history = PollHistory(every(pace * MINUTE, 60), places=places)
    decision = ask(history=history, hints=FeedHints(ttl=ttl), headers={"cache-control": f"max-age={age}"})
    assert decision.interval < max(pace * places * MINUTE, POLLING.min_interval + MINUTE)


# ---------------------------------------------------------------- what the feed and the server ask for


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        (FeedHints(ttl=7200), 2 * HOUR),
        (FeedHints(ttl=60), 30 * MINUTE),
        (FeedHints(update_period=86400), DAY),
        (FeedHints(ttl=7200, update_period=3600), 2 * HOUR),
        (FeedHints(ttl=10**18), DAY),
        (FeedHints(ttl=-5), 30 * MINUTE),
    ],
)
def test_a_feed_is_asked_no_sooner_than_it_says(hints: FeedHints, expected: timedelta) -> None:
    assert ask(hints=hints).interval == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 0),
        ({"cache-control": "max-age=3600"}, 3600),
        ({"cache-control": "public, Max-Age = 3600, must-revalidate"}, 3600),
        ({"cache-control": 'max-age="3600"'}, 3600),
        ({"cache-control": "s-maxage=9000, max-age=60"}, 60),
        ({"cache-control": "s-maxage=9000"}, 0),
        ({"cache-control": "no-cache, max-age=3600"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=3600", "age": "600"}, 3000),
        ({"cache-control": "max-age=600", "age": "9999"}, 0),
        ({"cache-control": "max-age=600", "age": "old"}, 600),
        ({"cache-control": "max-age=-1"}, 0),
        ({"cache-control": "max-age=99999999999999999999"}, 999_999_999),
        ({"cache-control": "max-age=600", "age": "9" * 5000}, 600),
        ({"expires": "Wed, 03 Jan 2024 14:00:00 GMT"}, 7200),
        ({"expires": "Wed, 03 Jan 2024 14:00:00 GMT", "date": "Wed, 03 Jan 2024 13:00:00 GMT"}, 3600),
        ({"expires": "Wed, 03 Jan 2024 14:00:00 GMT", "age": "1800"}, 5400),
        ({"expires": "Wed, 03 Jan 2024 11:00:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({"expires": "Wed, 03 Jan 2024 14:00:00 GMT", "cache-control": "max-age=60"}, 60),
    ],
)
def test_freshness_is_read_as_http_means_it(headers: dict[str, str], expected: float) -> None:
    assert freshness(headers, NOW) == timedelta(seconds=expected)


def test_a_server_is_asked_no_sooner_than_its_answer_is_fresh() -> None:
    assert ask(headers={"cache-control": "max-age=5400"}).interval == 90 * MINUTE
    assert ask(headers={"cache-control": "max-age=5400", "age": "1800"}).interval == HOUR
    assert ask(headers={"cache-control": "max-age=99999999"}).interval == DAY
    assert ask(headers={"cache-control": "max-age=5"}).interval == 30 * MINUTE


def moment(decision: Decision) -> datetime:
    assert decision.next_poll_at is not None
    return decision.next_poll_at


def test_skipped_hours_and_days_are_left_alone() -> None:
    noon = ask(hints=FeedHints(skip_hours=frozenset({12, 13, 14})))
    assert moment(noon).hour == 15
    midweek = ask(hints=FeedHints(skip_days=frozenset({"wednesday", "thursday"})))
    assert (moment(midweek).strftime("%A"), moment(midweek).hour) == ("Friday", 0)
    both = ask(hints=FeedHints(skip_days=frozenset({"wednesday"}), skip_hours=frozenset(range(6))))
    assert (moment(both).strftime("%A"), moment(both).hour) == ("Thursday", 6)


def test_hours_that_are_not_now_are_no_matter() -> None:
    assert ask(hints=FeedHints(skip_hours=frozenset({3}))) == ask()


def test_a_feed_that_is_never_to_be_asked_is_asked_all_the_same() -> None:
    assert ask(hints=FeedHints(skip_hours=frozenset(range(24)))) == ask()
    days = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
    assert ask(hints=FeedHints(skip_days=days)) == ask()


# ---------------------------------------------------------------- failures


def test_failures_in_a_row_double_the_interval_up_to_the_longest() -> None:
    intervals = [failing(failures).interval for failures in range(1, 9)]
    hours = [0.5, 1, 2, 4, 8, 16, 24, 24]
    assert intervals == [HOUR * number for number in hours]


@pytest.mark.parametrize("failures", [50, 5000, 10**9])
def test_a_feed_is_never_given_up(failures: int) -> None:
    decision = failing(failures)
    assert decision.interval == POLLING.max_interval
    assert moment(decision) <= NOW + POLLING.max_interval


def test_the_reason_counts_failures_for_people() -> None:
    assert failing(1).reason == "backing off after 1 failure"
    assert failing(3).reason == "backing off after 3 failures"


def test_a_bot_wall_is_left_alone_longer() -> None:
    assert failing(1, kind="blocked").interval == 2 * HOUR
    assert failing(9, kind="blocked").interval == DAY


def test_a_feed_that_is_gone_is_not_asked_by_schedule() -> None:
    assert failing(1, gone=True, status=410).next_poll_at is None


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, 30 * MINUTE), (60, 30 * MINUTE), (3600, HOUR), (7261, timedelta(seconds=7261)), (10**9, DAY), (1e300, DAY)],
)
def test_a_pause_asked_for_is_kept_in_full_up_to_the_longest_interval(seconds: float, expected: timedelta) -> None:
    decision = failing(1, retry_after=seconds)
    assert decision.interval == expected
    assert NOW + expected <= moment(decision) <= NOW + DAY


def test_a_pause_asked_for_outweighs_the_back_off() -> None:
    assert failing(6, retry_after=3600).interval == HOUR


# ---------------------------------------------------------------- jitter and stampedes


def test_jitter_is_the_same_for_the_same_feed_and_moment() -> None:
    assert ask() == ask()
    assert moment(ask()) != moment(next_poll(URL + "2", NOW, POLLING))
    assert moment(ask()) - NOW != moment(next_poll(URL, NOW + DAY, POLLING)) - NOW - DAY


def spread(together: bool) -> list[timedelta]:
    history = PollHistory(together=together)
    return sorted(moment(next_poll(f"{URL}{n}", NOW, POLLING, history=history)) - NOW for n in range(1000))


def test_jitter_only_ever_delays_and_by_a_tenth() -> None:
    delays = spread(together=False)
    assert delays[0] >= POLLING.interval
    assert delays[-1] <= POLLING.interval * 1.1


def test_feeds_that_start_together_do_not_stay_together() -> None:
    """A thousand feeds first polled at one moment: no minute of the next round has more than a tenth of them."""
    delays = spread(together=True)
    assert delays[0] >= POLLING.interval
    assert delays[-1] <= POLLING.interval * 1.5
    minutes = [len(list(group)) for _, group in itertools.groupby(delays, key=lambda delay: delay // MINUTE)]
    assert max(minutes) <= 100


@given(
    interval=st.integers(1, 10**6),
    bounds=st.tuples(st.integers(1, 10**5), st.integers(1, 10**6)),
    ttl=st.none() | st.integers(-(10**9), 10**18),
    control=st.text(max_size=30) | st.integers().map("max-age={}".format),
    times=st.lists(st.integers(-(10**7), 10**7), max_size=30),
    numbers=st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100)),
    together=st.booleans(),
    failed=st.none() | st.builds(Failed, st.just("x"), retry_after=st.none() | st.floats(0, 1e12)),
)
def test_whatever_comes_the_next_poll_lies_within_the_bounds(
    interval: int,
    bounds: tuple[int, int],
    ttl: int | None,
    control: str,
    times: list[int],
    numbers: tuple[int, int, int],
    together: bool,
    failed: Failed | None,
) -> None:
    low, high = (timedelta(seconds=bound) for bound in sorted(bounds))
    polling = Polling(interval=timedelta(seconds=interval), min_interval=low, max_interval=high)
    decision = next_poll(
        URL,
        NOW,
        polling,
        hints=FeedHints(ttl=ttl),
        headers={"cache-control": control, "expires": control, "age": control},
        history=PollHistory([NOW - timedelta(seconds=second) for second in times], *numbers, together),
        failed=failed,
    )
    assert low <= decision.interval <= high
    assert NOW + low <= moment(decision) <= NOW + high


# ---------------------------------------------------------------- stuck, gaps, silence


def test_a_server_stuck_on_304_is_asked_unconditionally_now_and_then() -> None:
    asked = [unconditional(NOW, last_full_at=NOW - HOUR, not_modified_in_a_row=n) for n in range(101)]
    assert [number for number, answer in enumerate(asked) if answer] == [50, 100]


def test_a_day_of_304_is_enough_too() -> None:
    assert unconditional(NOW, last_full_at=NOW - DAY, not_modified_in_a_row=1)
    assert not unconditional(NOW, last_full_at=NOW - DAY, not_modified_in_a_row=0)
    assert not unconditional(NOW, last_full_at=NOW - DAY + MINUTE, not_modified_in_a_row=1)
    assert not unconditional(NOW, last_full_at=None, not_modified_in_a_row=1)


def test_a_document_in_which_nothing_is_known_is_a_gap() -> None:
    assert gap(12, 0, polled_before=True)
    assert not gap(12, 1, polled_before=True)
    assert not gap(12, 0, polled_before=False)
    assert not gap(0, 0, polled_before=True)


def test_a_feed_is_stale_when_its_newest_entry_is_older_than_ten_usual_gaps() -> None:
    assert stale(every(DAY, newest=11 * DAY), NOW)
    assert not stale(every(DAY, newest=9 * DAY), NOW)
    assert not stale(every(30 * DAY, newest=250 * DAY), NOW)
    assert stale(every(30 * DAY, newest=310 * DAY), NOW)


def test_a_quick_feed_is_not_stale_over_a_holiday() -> None:
    assert not stale(every(MINUTE, newest=6 * DAY), NOW)


def test_a_feed_without_entries_is_not_stale() -> None:
    assert not stale([], NOW)
    assert not stale([NOW + DAY], NOW)
    assert stale([NOW - 8 * DAY], NOW)
