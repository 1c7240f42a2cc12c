"""Which follow-ups a digest tells: a life, day by day, and every rule of the contract's paragraph."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from digest_samples import DAILY, SINGAPORE, by, by_the_clock, followup, line, month, on, year

from watcher.digests.compose import Material, compose
from watcher.digests.windows import placed
from watcher.model.digests import Digest, Window
from watcher.model.followups import Change, FollowUp, Status
from watcher.model.period import UNDATED, Period, Precision
from watcher.settings import DigestSettings, FollowUpRules

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ALL = replace(DAILY, followups=FollowUpRules(show="all"))


def seven(day: date) -> datetime:
    """07:00 in Singapore."""
    return placed(datetime(day.year, day.month, day.day, 7), SINGAPORE)


def told_on(
    followups: Sequence[FollowUp],
    day: date,
    *,
    days: int = 1,
    settings: DigestSettings = DAILY,
    told: dict[int, frozenset[str]] | None = None,
    **more: object,
) -> Digest:
    window = Window(seven(day - timedelta(days=days)), seven(day))
    material = Material(followups=followups, told=told or {}, **more)  # type: ignore[arg-type] # as the test names them
    return compose(settings, window, window.end, material, by_the_clock)


def life(item: FollowUp, first: date, last: date, *, every: int = 1) -> list[tuple[date, str]]:
    """What is told of one follow-up by a digest each ``every`` days: the day and the key, dates in keys cut off."""
    told: set[str] = set()
    found = []
    day = first
    while day <= last:
        digest = told_on([item], day, days=every, told={item.id: frozenset(told)})
        for notice in digest.notices:
            assert notice.key not in told
            told.add(notice.key)
            found.append((day, notice.key.partition("@")[0]))
        day += timedelta(days=every)
    return found


class TestALife:
    def test_of_a_day(self) -> None:
        item = followup(1, on(date(2024, 7, 31)), first=LONG_AGO)
        assert life(item, date(2024, 6, 1), date(2025, 1, 31)) == [
            (date(2024, 7, 1), "coming:start-30"),
            (date(2024, 7, 24), "coming:start-7"),
            (date(2024, 7, 31), "due"),
            (date(2024, 8, 1), "overdue:0"),
            (date(2024, 8, 31), "overdue:30"),
            (date(2024, 9, 30), "overdue:60"),
            (date(2024, 10, 30), "no-longer-chased"),
        ]

    def test_of_a_year(self) -> None:
        item = followup(1, year(2024), first=LONG_AGO)
        assert life(item, date(2023, 11, 1), date(2025, 6, 30)) == [
            (date(2023, 12, 2), "coming:start-30"),
            (date(2023, 12, 25), "coming:start-7"),
            (date(2024, 1, 1), "due"),
            (date(2024, 12, 1), "coming:end-30"),
            (date(2024, 12, 24), "coming:end-7"),
            (date(2025, 1, 1), "overdue:0"),
            (date(2025, 1, 31), "overdue:30"),
            (date(2025, 3, 2), "overdue:60"),
            (date(2025, 4, 1), "no-longer-chased"),
        ]

    def test_of_a_month(self) -> None:
        item = followup(1, month(2024, 9), first=LONG_AGO)
        assert [key for _, key in life(item, date(2024, 7, 1), date(2024, 10, 2))] == [
            "coming:start-30",
            "coming:start-7",
            "coming:end-30",
            "due",
            "coming:end-7",
            "overdue:0",
        ]

    def test_of_a_deadline_without_a_start_which_is_due_30_days_before(self) -> None:
        item = followup(1, by(date(2023, 12, 31)), first=LONG_AGO)
        assert life(item, date(2023, 10, 1), date(2024, 1, 2)) == [
            (date(2023, 12, 1), "due"),
            (date(2023, 12, 24), "coming:end-7"),
            (date(2024, 1, 1), "overdue:0"),
        ]

    def test_of_two_days_whose_end_needs_no_reminder_of_its_own(self) -> None:
        period = Period(date(2024, 6, 1), date(2024, 6, 2), Precision.RANGE)
        keys = [key for _, key in life(followup(1, period, first=LONG_AGO), date(2024, 4, 1), date(2024, 6, 3))]
        assert keys == ["coming:start-30", "coming:start-7", "due", "overdue:0"]

    def test_of_what_needs_no_report_ends_quietly(self) -> None:
        item = followup(1, on(date(2024, 7, 1)), first=LONG_AGO, self_settling=True)
        assert [key for _, key in life(item, date(2024, 6, 28), date(2024, 12, 31))] == ["due"]

    def test_of_the_undated_is_never_overdue(self) -> None:
        assert life(followup(1, UNDATED, first=LONG_AGO), date(2024, 1, 1), date(2024, 6, 30)) == []

    def test_read_once_a_week_tells_the_same_once_each(self) -> None:
        item = followup(1, on(date(2024, 7, 31)), first=LONG_AGO)
        keys = [key for _, key in life(item, date(2024, 6, 4), date(2024, 12, 31), every=7)]
        assert keys == [
            "coming:start-30",
            "coming:start-7",
            "overdue:0",
            "overdue:30",
            "overdue:60",
            "no-longer-chased",
        ]

    def test_a_shorter_chase_ends_sooner(self) -> None:
        short = replace(DAILY, followups=FollowUpRules(overdue=timedelta(days=20)))
        item = followup(1, on(date(2024, 7, 31)), first=LONG_AGO)
        digest = told_on([item], date(2024, 8, 21), settings=short)
        assert [told.notice.value for told in digest.notices] == ["no-longer-chased"]

    def test_no_chase_at_all_says_so_at_once(self) -> None:
        none = replace(DAILY, followups=FollowUpRules(overdue=timedelta(0)))
        digest = told_on([followup(1, on(date(2024, 7, 31)), first=LONG_AGO)], date(2024, 8, 1), settings=none)
        assert [told.notice.value for told in digest.notices] == ["no-longer-chased"]


class TestMissedRuns:
    """A gap is made up for by one digest: told once, as it stands at its end."""

    @pytest.mark.parametrize(
        ("until", "expected"),
        [
            pytest.param(date(2024, 7, 28), ["coming:start-7@2024-07-31"], id="both-reminders-missed"),
            pytest.param(date(2024, 7, 31), ["due@2024-07-31"], id="begun"),
            pytest.param(date(2024, 8, 20), ["overdue:0@2024-07-31"], id="over"),
            pytest.param(date(2024, 9, 20), ["overdue:30@2024-07-31"], id="long-over"),
            pytest.param(date(2025, 5, 1), ["no-longer-chased@2024-07-31"], id="given-up"),
        ],
    )
    def test_the_latest_word_is_told_once(self, until: date, expected: list[str]) -> None:
        item = followup(1, on(date(2024, 7, 31)), first=LONG_AGO)
        digest = told_on([item], until, days=(until - date(2024, 6, 1)).days)
        assert [told.key for told in digest.notices] == expected

    def test_what_came_before_the_window_stays_untold(self) -> None:
        assert told_on([followup(1, on(date(2024, 7, 31)), first=LONG_AGO)], date(2024, 8, 10)).notices == ()

    def test_a_told_key_is_not_told_again(self) -> None:
        item = followup(1, on(date(2024, 7, 31)), first=LONG_AGO)
        told = {1: frozenset({"due@2024-07-31"})}
        assert told_on([item], date(2024, 7, 31), told=told).notices == ()


class TestNews:
    day = date(2024, 5, 2)
    inside = seven(date(2024, 5, 2)) - timedelta(hours=5)
    before = seven(date(2024, 5, 2)) - timedelta(days=30)

    def test_new_is_what_was_first_mentioned_in_the_window(self) -> None:
        digest = told_on(
            [followup(1, year(2025), first=self.inside), followup(2, year(2025), first=self.before)], self.day
        )
        assert [(told.followup.id, told.key) for told in digest.notices] == [(1, "new")]

    def test_new_in_a_window_and_changed_in_it_is_told_once_as_new(self) -> None:
        history = [line(year(2025), at=self.inside), line(month(2025, 3), Change.CONFIRMED, at=self.inside)]
        digest = told_on([followup(1, month(2025, 3), first=self.inside, history=history)], self.day)
        assert [told.key for told in digest.notices] == ["new"]

    @pytest.mark.parametrize("end", [Change.CANCELLED, Change.HELD])
    def test_what_is_over_before_it_was_ever_told_is_told_as_changed(self, end: Change) -> None:
        history = [line(month(2025, 3), at=self.inside), line(month(2025, 3), end, at=self.inside)]
        outcome = Status.CANCELLED if end is Change.CANCELLED else Status.HELD
        item = replace(followup(1, month(2025, 3), first=self.inside, history=history), outcome=outcome)
        (told,) = told_on([item], self.day).notices
        assert (told.notice.value, told.key, told.was) == ("changed", "changed:1", history[0])
        assert told_on([item], self.day, told={1: frozenset({"changed:1"})}).notices == ()

    def test_what_had_passed_by_itself_before_it_was_heard_of_is_not_new(self) -> None:
        closed = replace(followup(1, by(self.inside.date() - timedelta(days=9)), first=self.inside), self_settling=True)
        closes = replace(followup(2, by(self.inside.date()), first=self.inside), self_settling=True)
        assert [told.followup.id for told in told_on([closed, closes], self.day).notices] == [2]

    def test_new_that_was_told_is_not_told_again(self) -> None:
        told = {1: frozenset({"new"})}
        assert told_on([followup(1, year(2025), first=self.inside)], self.day, told=told).notices == ()

    @pytest.mark.parametrize(
        ("change", "period", "place"),
        [
            (Change.MOVED, year(2026), "Singapore"),
            (Change.CONFIRMED, month(2025, 3), "Singapore"),
            (Change.CONFIRMED, year(2025), "Washington"),
            (Change.POSTPONED, UNDATED, "Singapore"),
            (Change.CANCELLED, year(2025), "Singapore"),
            (Change.HELD, year(2025), "Singapore"),
            (Change.CONFLICTING, year(2026), "Singapore"),
        ],
    )
    def test_a_change_is_told_with_what_it_was(self, change: Change, period: Period, place: str) -> None:
        history = [
            line(year(2025), at=self.before, place="Singapore"),
            line(period, change, at=self.inside, place=place),
        ]
        item = followup(1, period, first=self.before, history=history, place=place)
        (told,) = told_on([item], self.day, told={1: frozenset({"new"})}).notices
        assert (told.notice.value, told.key) == ("changed", "changed:1")
        assert told.was == history[0]

    def test_a_confirmation_of_what_was_known_is_no_change(self) -> None:
        history = [line(year(2025), at=self.before), line(year(2025), Change.CONFIRMED, at=self.inside)]
        assert told_on([followup(1, year(2025), first=self.before, history=history)], self.day).notices == ()

    def test_several_changes_in_a_window_are_told_as_one_with_what_it_was_before_the_first(self) -> None:
        history = [
            line(year(2025), at=self.before),
            line(month(2025, 3), Change.CONFIRMED, at=self.inside),
            line(on(date(2025, 4, 2)), Change.MOVED, at=self.inside),
        ]
        item = followup(1, on(date(2025, 4, 2)), first=self.before, history=history)
        (told,) = told_on([item], self.day).notices
        assert (told.key, told.was) == ("changed:2", history[0])

    def test_a_settled_dispute_is_told_with_the_date_that_gave_way(self) -> None:
        history = [
            line(month(2025, 3), at=self.before),
            line(month(2025, 4), Change.CONFLICTING, at=self.before),
            line(month(2025, 4), Change.CONFIRMED, at=self.inside),
        ]
        item = followup(1, month(2025, 4), first=self.before, history=history)
        (told,) = told_on([item], self.day, told={1: frozenset({"changed:1"})}).notices
        assert (told.key, told.was) == ("changed:2", history[0])

    def test_a_second_change_is_told_after_the_first_was(self) -> None:
        history = [
            line(year(2025), at=self.before),
            line(month(2025, 3), Change.CONFIRMED, at=self.inside),
            line(on(date(2025, 4, 2)), Change.MOVED, at=self.inside),
        ]
        item = followup(1, on(date(2025, 4, 2)), first=self.before, history=history)
        (told,) = told_on([item], self.day, told={1: frozenset({"changed:1"})}).notices
        assert (told.key, told.was) == ("changed:2", history[1])
        assert told_on([item], self.day, told={1: frozenset({"changed:2"})}).notices == ()

    def test_a_moved_one_is_reminded_of_again_before_its_new_date(self) -> None:
        moved = followup(1, on(date(2024, 10, 31)), first=LONG_AGO)
        told = {1: frozenset({"coming:start-30@2024-07-31", "due@2024-07-31"})}
        assert [each.key for each in told_on([moved], date(2024, 10, 1), told=told).notices] == [
            "coming:start-30@2024-10-31"
        ]

    @pytest.mark.parametrize("outcome", [Status.HELD, Status.CANCELLED, Status.PASSED])
    def test_what_is_over_is_not_reminded_of(self, outcome: Status) -> None:
        item = followup(1, on(date(2024, 7, 31)), first=LONG_AGO, outcome=outcome)
        assert told_on([item], date(2024, 8, 1)).notices == ()

    def test_what_a_person_dismissed_is_never_told(self) -> None:
        item = followup(1, year(2025), first=self.inside, outcome=Status.DISMISSED)
        assert told_on([item], self.day).notices == ()

    @pytest.mark.parametrize(
        ("by", "told", "expected"),
        [
            ("source", {"new"}, ["changed:1"]),
            ("source", {"coming:start-30@2025-01-01"}, ["changed:1"]),
            ("source", {"new", "changed:1"}, []),
            ("source", {"aside:0"}, []),
            ("source", set(), []),
            ("person", {"new"}, []),
        ],
    )
    def test_what_an_outlet_took_back_is_told_once_to_who_was_told_of_it(
        self, by: str, told: set[str], expected: list[str]
    ) -> None:
        history = [line(year(2025), at=self.before), line(year(2025), Change.CANCELLED, at=self.inside, by=by)]
        item = followup(1, year(2025), first=self.before, history=history, outcome=Status.DISMISSED)
        digest = told_on([item], self.day, told={1: frozenset(told)})
        assert [notice.key for notice in digest.notices] == expected


class TestWhatIsCounted:
    def test_the_rest_is_counted(self) -> None:
        day = date(2024, 5, 2)
        items = [
            followup(1, year(2025), first=seven(day) - timedelta(hours=1)),
            followup(2, year(2026), first=LONG_AGO),
            followup(3, UNDATED, first=LONG_AGO),
            followup(4, on(date(2024, 4, 20)), first=LONG_AGO),
            followup(5, on(date(2023, 4, 20)), first=LONG_AGO),
            followup(6, on(date(2024, 4, 20)), first=LONG_AGO, outcome=Status.HELD),
        ]
        digest = told_on(items, day)
        assert [told.followup.id for told in digest.notices] == [1]
        assert digest.unlisted_followups == 3

    def test_a_digest_of_some_areas_tells_theirs_and_those_without_any(self) -> None:
        day = date(2024, 5, 2)
        items = [followup(number, year(2025), first=seven(day) - timedelta(hours=1)) for number in (1, 2, 3)]
        quantum = replace(DAILY, focus_areas=("quantum",))
        areas = {1: ("quantum", "space"), 2: ("space",)}
        digest = told_on(items, day, settings=quantum, followup_areas=areas)
        assert [told.followup.id for told in digest.notices] == [1, 3]
        assert digest.unlisted_followups == 0


class TestShowAll:
    day = date(2024, 5, 2)

    def test_bounds_beyond_the_calendar_mean_everything(self) -> None:
        forever = timedelta(days=99_999_999)
        rules = FollowUpRules(ahead=forever, overdue=forever, show="all")
        items = [followup(1, year(9999), first=LONG_AGO), followup(2, year(1990), first=LONG_AGO)]
        digest = told_on(items, self.day, settings=replace(DAILY, followups=rules))
        assert [told.followup.id for told in digest.notices] == [1, 2]

    def test_every_one_inside_ahead_and_overdue_is_told_each_time(self) -> None:
        items = [
            followup(1, on(date(2024, 6, 20)), first=LONG_AGO),
            followup(2, on(date(2024, 10, 29)), first=LONG_AGO),
            followup(3, on(date(2024, 10, 30)), first=LONG_AGO),
            followup(4, year(2024), first=LONG_AGO),
            followup(5, on(date(2024, 2, 10)), first=LONG_AGO),
            followup(6, on(date(2024, 1, 10)), first=LONG_AGO),
            followup(7, UNDATED, first=LONG_AGO),
        ]
        digest = told_on(items, self.day, settings=ALL)
        assert [(told.notice.value, told.followup.id) for told in digest.notices] == [
            ("coming", 1),
            ("coming", 2),
            ("due", 4),
            ("overdue", 5),
        ]
        assert digest.unlisted_followups == 2
        assert len(told_on(items, self.day + timedelta(days=1), settings=ALL).notices) == 5

    def test_a_reminder_keeps_its_own_key(self) -> None:
        item = followup(1, on(date(2024, 6, 1)), first=LONG_AGO)
        assert [told.key for told in told_on([item], self.day, settings=ALL).notices] == ["coming:start-30@2024-06-01"]


def test_notices_stand_by_reason_and_then_by_date() -> None:
    day = date(2024, 5, 2)
    fresh = seven(day) - timedelta(hours=1)
    items = [
        followup(1, UNDATED, first=fresh),
        followup(2, year(2025), first=fresh),
        followup(3, by(date(2024, 12, 1)), first=fresh),
        followup(4, on(day - timedelta(days=1)), first=LONG_AGO),
    ]
    assert [told.followup.id for told in told_on(items, day).notices] == [3, 2, 1, 4]
