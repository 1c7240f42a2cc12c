"""Status by the clock, a person's word, arrival out of order, replaying, and the standing answer."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from watcher.followups import person
from watcher.followups.history import as_of, standing
from watcher.followups.relations import relation
from watcher.followups.tracking import Mention, keys, keys_of, status, track
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind, Status
from watcher.model.period import UNDATED, Period, Precision
from watcher.model.stories import Source
from watcher.settings import EventSettings, LastHeld

SLUG = "cet-dialogue"


def day(text: str) -> Period:
    return Period(date.fromisoformat(text), date.fromisoformat(text), Precision.DAY)


def by(text: str, precision: Precision = Precision.DAY) -> Period:
    return Period(None, date.fromisoformat(text), precision)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31), Precision.YEAR)


def month(number: int, month_: int, last: int) -> Period:
    return Period(date(number, month_, 1), date(number, month_, last), Precision.MONTH)


JULY = month(2024, 7, 31)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def mention(
    seen: str,
    period: Period = UNDATED,
    report: Change = Change.ANNOUNCED,
    *,
    entry: int = 0,
    outlet: str = "",
    published: str | None = None,
    place: str | None = "Singapore",
    text: str = "The CET Dialogue will be held.",
    slug: str | None = SLUG,
    edition: int | None = None,
) -> Mention:
    number = entry or int(seen.replace("-", ""))
    source = Source(number, outlet or f"Outlet {number}", text, f"https://{number}.example.org/", at(published or seen))
    found = FoundFollowUp("CET Dialogue", slug, period, place, Kind.MEETING, text, report, edition)
    return Mention(found, source, at(seen))


def record(*mentions: Mention) -> FollowUp:
    """What mentions of one event add up to, each offered the record so far."""
    known: FollowUp | None = None
    for one in mentions:
        made = track(one, [known] if known else [])
        if made is not None:
            known = replace(made, id=1)
    assert known is not None
    return known


# ---------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("period", "today", "expected"),
    [
        (year(2024), "2023-12-31", Status.UPCOMING),
        (year(2024), "2024-01-01", Status.DUE),
        (year(2024), "2024-12-31", Status.DUE),
        (year(2024), "2025-01-01", Status.OVERDUE),
        (day("2024-07-31"), "2024-07-30", Status.UPCOMING),
        (day("2024-07-31"), "2024-07-31", Status.DUE),
        (day("2024-07-31"), "2024-08-01", Status.OVERDUE),
        (by("2024-07-31"), "2024-06-30", Status.UPCOMING),
        (by("2024-07-31"), "2024-07-01", Status.DUE),
        (by("2024-07-31"), "2024-07-31", Status.DUE),
        (by("2024-07-31"), "2024-08-01", Status.OVERDUE),
        (UNDATED, "2050-01-01", Status.UPCOMING),
    ],
)
def test_the_clock_decides_the_status(period: Period, today: str, expected: Status) -> None:
    assert status(record(mention("2023-10-13", period)), date.fromisoformat(today)) is expected


def test_what_settles_itself_passes() -> None:
    made = replace(record(mention("2024-01-01", by("2024-02-01"))), self_settling=True)
    assert status(made, date(2024, 2, 2)) is Status.PASSED


@pytest.mark.parametrize("outcome", [Status.HELD, Status.CANCELLED, Status.DISMISSED])
def test_an_outcome_stands_above_the_clock(outcome: Status) -> None:
    made = replace(record(mention("2024-01-01", day("2024-02-01"))), outcome=outcome)
    assert status(made, date(2025, 1, 1)) is outcome


# ---------------------------------------------------------------- changes


def test_a_narrower_period_confirms_and_a_later_one_moves() -> None:
    made = record(
        mention("2023-10-13", year(2024)),
        mention("2024-05-01", JULY),
        mention("2024-06-20", day("2024-07-31")),
        mention("2024-07-10", year(2024)),
        mention("2024-07-20", day("2024-09-03")),
    )
    assert [line.change for line in made.history] == [
        Change.ANNOUNCED,
        Change.CONFIRMED,
        Change.CONFIRMED,
        Change.CONFIRMED,
        Change.MOVED,
    ]
    assert (made.period, made.sequence) == (day("2024-09-03"), 3)
    assert len(made.sources) == 5


def test_postponed_without_a_date_keeps_the_old_one_in_the_history() -> None:
    made = record(mention("2024-05-01", JULY), mention("2024-06-01", report=Change.POSTPONED))
    assert (made.period, made.history[0].period, status(made, date(2025, 1, 1))) == (UNDATED, JULY, Status.UPCOMING)
    again = track(mention("2024-06-02", report=Change.POSTPONED), [made])
    assert again is not None
    assert (again.history[-1].change, again.sequence) == (Change.CONFIRMED, made.sequence)
    dated = track(mention("2024-08-01", day("2024-11-04")), [again])
    assert dated is not None
    assert dated.history[-1].change is Change.MOVED


def test_cancelled_and_announced_again_long_after() -> None:
    made = record(
        mention("2024-05-01", JULY),
        mention("2024-06-01", report=Change.CANCELLED),
        mention("2024-06-02", report=Change.CANCELLED),
    )
    assert (made.outcome, made.history[-1].change) == (Status.CANCELLED, Change.CONFIRMED)
    unaware = track(mention("2024-06-03", JULY), [made])
    assert unaware is not None
    assert (unaware.history[-1].change, unaware.outcome) == (Change.CONFLICTING, Status.CANCELLED)
    revived = track(mention("2024-06-25", JULY), [made])
    assert revived is not None
    assert (revived.history[-1].change, revived.outcome) == (Change.ANNOUNCED, None)
    moved = track(mention("2024-06-25", month(2024, 9, 30)), [made])
    assert moved is not None
    assert (moved.history[-1].change, moved.outcome) == (Change.MOVED, None)


def test_two_outlets_at_about_the_same_time_conflict_and_a_third_decides() -> None:
    made = record(
        mention("2024-05-01", day("2024-07-30"), outlet="A"), mention("2024-05-02", day("2024-07-31"), outlet="B")
    )
    assert (made.history[-1].change, made.period) == (Change.CONFLICTING, day("2024-07-30"))
    third = track(mention("2024-05-03", day("2024-07-31"), outlet="C"), [made])
    assert third is not None
    assert (third.history[-1].change, third.period) == (Change.CONFIRMED, day("2024-07-31"))


def test_an_outlet_that_corrects_itself_moves_the_date() -> None:
    made = record(
        mention("2024-05-01", day("2024-07-30"), outlet="A", entry=1),
        mention("2024-05-02", day("2024-07-31"), outlet="A", entry=2),
    )
    assert made.history[-1].change is Change.MOVED


def test_another_place_at_the_same_time_conflicts_and_later_moves() -> None:
    first = mention("2024-05-01", JULY)
    assert record(first, mention("2024-05-02", JULY, place="Tokyo")).history[-1].change is Change.CONFLICTING
    later = record(first, mention("2024-06-02", JULY, place="Tokyo"))
    assert (later.history[-1].change, later.place) == (Change.MOVED, "Tokyo")


def test_held_takes_the_day_it_took_place() -> None:
    made = record(mention("2024-05-01", JULY), mention("2024-08-01", day("2024-07-31"), Change.HELD))
    assert (made.outcome, made.period) == (Status.HELD, day("2024-07-31"))
    again = track(mention("2024-08-02", report=Change.HELD), [made])
    assert again is not None
    assert (again.history[-1].change, again.period) == (Change.CONFIRMED, day("2024-07-31"))


def test_a_report_of_an_earlier_edition_is_not_this_one() -> None:
    made = record(mention("2023-10-13", year(2024)))
    assert track(mention("2023-11-01", day("2023-10-12"), Change.HELD), [made]) is None
    assert track(mention("2023-11-01", report=Change.HELD), [made]) is None


def test_the_next_edition_is_a_new_record() -> None:
    held = record(mention("2024-05-01", JULY), mention("2024-08-01", day("2024-07-31"), Change.HELD))
    following = track(mention("2024-08-05", year(2025)), [held])
    assert following is not None
    assert (following.id, following.period) == (0, year(2025))
    undated = track(mention("2024-08-05", UNDATED, place="Washington"), [held])
    assert undated is not None
    assert undated.id == 0
    late_repeat = track(mention("2024-08-05", day("2024-07-31"), published="2024-07-20"), [held])
    assert late_repeat is not None
    assert late_repeat.id == 1


def test_two_editions_told_at_once_stay_apart() -> None:
    second = record(mention("2024-01-05", JULY, edition=2))
    third = track(mention("2024-01-06", year(2025), edition=3, place="Washington"), [second])
    assert third is not None
    assert third.id == 0
    far = track(mention("2024-01-06", month(2025, 9, 30)), [second])
    assert far is not None
    assert far.id == 0


def test_a_report_without_a_record_is_nothing() -> None:
    assert track(mention("2024-08-01", day("2024-07-31"), Change.HELD), []) is None
    assert track(mention("2024-08-01", report=Change.CANCELLED), []) is None


def test_the_same_entry_twice_changes_nothing() -> None:
    first = mention("2024-05-01", JULY)
    made = record(first)
    assert track(first, [made]) == made


def test_an_older_article_does_not_move_a_newer_date() -> None:
    made = record(mention("2024-05-01", JULY), mention("2024-06-20", day("2024-09-03")))
    late = track(mention("2024-06-25", JULY, published="2024-04-20", entry=77), [made])
    assert late is not None
    assert (late.period, len(late.history), len(late.sources)) == (day("2024-09-03"), 2, 3)


def test_an_older_article_may_still_refine() -> None:
    made = record(mention("2024-05-01", year(2024)))
    late = track(mention("2024-05-03", JULY, published="2024-04-20"), [made])
    assert late is not None
    assert (late.period, late.history[-1].change) == (JULY, Change.CONFIRMED)


def test_feeds_first_read_in_any_order_make_the_same_history() -> None:
    made = record(
        mention("2024-06-20", day("2024-07-31")),
        mention("2023-10-13", year(2024)),
        mention("2024-05-01", JULY),
    )
    assert [(line.seen_at.date().isoformat(), line.change.value) for line in made.history] == [
        ("2023-10-13", "announced"),
        ("2024-05-01", "confirmed"),
        ("2024-06-20", "confirmed"),
    ]
    assert (made.period, made.first_mentioned_at) == (day("2024-07-31"), at("2023-10-13"))


def test_a_first_story_that_said_otherwise_turns_the_later_into_a_move() -> None:
    made = record(mention("2024-06-20", day("2024-07-31")), mention("2023-10-13", month(2024, 3, 31)))
    assert [line.change for line in made.history] == [Change.ANNOUNCED, Change.MOVED]


def test_a_report_before_everything_known_is_left_out() -> None:
    made = record(mention("2024-06-20", day("2024-07-31")))
    assert track(mention("2024-06-10", report=Change.CANCELLED), [made]) is not None
    changed = track(mention("2024-06-10", report=Change.CANCELLED), [made])
    assert changed is not None
    assert (changed.outcome, len(changed.history)) == (None, 1)


# ---------------------------------------------------------------- who it is


def test_a_mention_and_its_record_share_keys() -> None:
    one = mention("2024-05-01", JULY)
    assert keys(one) & keys_of(record(one)) >= {"event:cet-dialogue"}


def test_an_unnamed_event_is_found_among_thousands() -> None:
    wanted = record(mention("2024-05-01", JULY, slug=None, text="The Lion City Quantum Forum will be held in July."))
    others = [
        replace(wanted, id=number, event=f"Harbour Meeting {number}", text="It will be held.", history=(), sources=())
        for number in range(2, 1500)
    ]  # fmt: skip
    text = "Lion City Quantum Forum is on 15 July."
    told = mention("2024-06-01", day("2024-07-15"), slug=None, text=text)
    made = track(told, [*others, wanted])
    assert made is not None
    assert (made.id, made.period) == (1, day("2024-07-15"))


@pytest.mark.parametrize(
    ("known", "told", "expected"),
    [
        (year(2024), JULY, "narrower"),
        (JULY, year(2024), "wider"),
        (JULY, JULY, "same"),
        (JULY, day("2024-08-01"), "apart"),
        (JULY, Period(date(2024, 7, 20), date(2024, 8, 5), Precision.RANGE), "overlapping"),
        (JULY, UNDATED, "none"),
        (by("2024-12-31", Precision.YEAR), day("2024-07-31"), "narrower"),
        (by("2024-12-31", Precision.YEAR), day("2025-01-02"), "apart"),
        (by("2024-07-31"), day("2024-07-31"), "same"),
        (by("2024-07-31"), by("2024-08-29"), "apart"),
        (by("2024-12-31", Precision.YEAR), by("2024-08-31", Precision.RANGE), "narrower"),
        (by("2024-08-31", Precision.RANGE), by("2024-12-31", Precision.YEAR), "wider"),
        (year(2026), by("2026-08-31", Precision.RANGE), "narrower"),
        (by("2026-08-31", Precision.RANGE), year(2026), "wider"),
        (by("2026-08-31", Precision.YEAR), month(2026, 9, 30), "apart"),
    ],
)
def test_how_two_periods_lie(known: Period, told: Period, expected: str) -> None:
    assert relation(known, told) == expected


# ---------------------------------------------------------------- a person's word


def test_done_and_dismissed_survive_later_stories() -> None:
    made = record(mention("2024-05-01", JULY))
    done = person.done(made, at("2024-08-01"))
    dismissed = person.dismiss(made, at("2024-05-02"))
    assert (done.outcome, dismissed.outcome) == (Status.HELD, Status.DISMISSED)
    for settled in (done, dismissed):
        later = track(mention("2024-08-03", report=Change.CANCELLED), [settled])
        assert later is None or later.id == 0 or later.outcome is settled.outcome
        repeat = track(mention("2024-08-03", JULY, published="2024-06-03"), [settled])
        assert repeat is not None
        assert (repeat.outcome, repeat.period) == (settled.outcome, JULY)


def test_what_a_person_reopened_was_not_held_whoever_says_it_again() -> None:
    made = record(mention("2024-05-01", JULY), mention("2024-08-01", day("2024-07-31"), Change.HELD))
    opened = person.reopen(made, at("2024-08-02"))
    assert (opened.outcome, opened.settled_by_person) == (None, False)
    story = track(mention("2024-08-03", day("2024-07-31"), Change.HELD), [opened])
    assert story is not None
    assert (story.outcome, story.history[-1].change) == (None, Change.CONFLICTING)


def test_the_clock_and_later_stories_decide_what_becomes_of_a_reopened_follow_up() -> None:
    made = record(mention("2024-05-01", JULY), mention("2024-06-01", report=Change.CANCELLED))
    opened = person.reopen(made, at("2024-06-02"))
    older = track(mention("2024-06-05", report=Change.CANCELLED, published="2024-06-01"), [opened])
    moved = track(mention("2024-06-10", day("2024-09-03"), text="The CET Dialogue was moved to 3 September."), [opened])
    assert older is not None
    assert moved is not None
    assert (older.outcome, older.history[-1].change) == (None, Change.CONFLICTING)
    assert (moved.period, moved.history[-1].change) == (day("2024-09-03"), Change.MOVED)
    held = track(mention("2024-09-04", day("2024-09-03"), Change.HELD), [moved])
    assert held is not None
    assert held.outcome is Status.HELD


def test_a_date_that_a_person_gave_outlives_done_and_reopen() -> None:
    own = replace(person.add("CET Dialogue", day("2024-07-31"), None, SLUG, None, at("2024-05-01")), id=1)
    opened = person.reopen(person.done(own, at("2024-05-02")), at("2024-05-03"))
    story = track(mention("2024-06-01", day("2024-09-03")), [opened])
    assert story is not None
    assert (story.period, story.history[-1].change) == (day("2024-07-31"), Change.CONFLICTING)


def test_of_two_dates_that_sources_gave_the_later_is_waited_for() -> None:
    disputed = record(
        mention("2024-05-01", day("2024-06-05"), outlet="A"), mention("2024-05-03", day("2024-06-12"), outlet="B")
    )
    assert disputed.history[-1].change is Change.CONFLICTING
    assert [status(disputed, date(2024, 6, number)) for number in (4, 5, 8, 12, 13)] == [
        Status.UPCOMING,
        Status.DUE,
        Status.UPCOMING,
        Status.DUE,
        Status.OVERDUE,
    ]
    settled = track(mention("2024-06-01", day("2024-06-05"), outlet="C"), [replace(disputed, id=1)])
    assert settled is not None
    assert status(settled, date(2024, 6, 8)) is Status.OVERDUE


def test_what_a_person_tracks_without_a_date_gets_one_from_a_story() -> None:
    own = replace(person.add("CET Dialogue", UNDATED, None, SLUG, None, at("2024-05-01")), id=1)
    story = track(mention("2024-06-01", JULY), [own])
    assert story is not None
    assert (story.id, story.period, story.history[-1].change) == (1, JULY, Change.CONFIRMED)
    cleared = person.amend(story, at("2024-06-02"), period=UNDATED)
    again = track(mention("2024-06-03", JULY), [cleared])
    assert again is not None
    assert again.period == UNDATED


def test_an_older_story_that_comes_later_dates_what_a_person_tracks() -> None:
    own = replace(person.add("CET Dialogue", UNDATED, None, SLUG, None, at("2024-05-01")), id=1)
    story = track(mention("2024-04-20", JULY), [own])
    assert story is not None
    assert (story.period, [line.change for line in story.history]) == (JULY, [Change.ANNOUNCED, Change.CONFIRMED])


def test_what_a_person_took_for_held_and_is_put_off_stays_one_record() -> None:
    done = person.done(record(mention("2024-05-01", JULY)), at("2024-06-01"))
    story = track(mention("2024-06-10", day("2024-09-03"), text="The CET Dialogue was moved to 3 September."), [done])
    assert story is not None
    assert (story.id, story.outcome, story.history[-1].change) == (1, Status.HELD, Change.CONFLICTING)


def test_a_persons_date_is_confirmed_or_contradicted_never_overwritten() -> None:
    own = replace(
        person.add("CET Dialogue in Singapore", day("2024-07-31"), "Singapore", SLUG, None, at("2024-05-01")), id=1
    )
    agrees = track(mention("2024-06-01", JULY), [own])
    differs = track(mention("2024-06-01", day("2024-09-03")), [own])
    put_off = track(mention("2024-06-01", report=Change.POSTPONED), [own])
    called_off = track(mention("2024-06-01", report=Change.CANCELLED), [own])
    for made, change in (
        (agrees, Change.CONFIRMED),
        (differs, Change.CONFLICTING),
        (put_off, Change.CONFLICTING),
        (called_off, Change.CONFLICTING),
    ):
        assert made is not None
        assert (made.period, made.outcome, made.history[-1].change) == (day("2024-07-31"), None, change)
    held = track(mention("2024-08-01", day("2024-07-31"), Change.HELD), [own])
    assert held is not None
    assert (held.outcome, held.period) == (Status.HELD, day("2024-07-31"))


def test_amended_keeps_what_is_not_named() -> None:
    made = record(mention("2024-05-01", JULY))
    moved = person.amend(made, at("2024-05-02"), period=day("2024-07-30"), place="Washington")
    assert (moved.period, moved.place, moved.history[-1].by) == (day("2024-07-30"), "Washington", "person")
    renamed = person.amend(moved, at("2024-05-03"), text="Second dialogue", place="", event_slug="")
    assert (renamed.event, renamed.place, renamed.event_slug, renamed.period) == (
        "Second dialogue",
        None,
        None,
        day("2024-07-30"),
    )


def test_what_a_person_calls_it_counts_from_the_day_it_was_said() -> None:
    story = record(mention("2024-05-01", JULY))
    named = person.amend(story, at("2024-05-03"), text="The second dialogue", event_slug="cyber-dialogue")
    again = person.amend(named, at("2024-05-05"), event_slug="cet-dialogue")
    for day_, then in (("2024-05-02", story), ("2024-05-04", named), ("2024-05-06", again)):
        stood = as_of(again, at(day_))
        assert stood is not None
        assert (stood.event, stood.event_slug, stood.text) == (then.event, then.event_slug, then.text)


@pytest.mark.parametrize(
    "set_", [{"place": "Washington"}, {"text": "The next CET dialogue"}, {"url": "https://a.example/"}]
)
def test_where_a_person_set_no_date_stories_go_on_dating(set_: dict[str, str]) -> None:
    own = person.amend(record(mention("2024-05-01", JULY)), at("2024-05-20T12:00"), **set_)
    moved = track(mention("2024-05-21", day("2024-09-04"), published="2024-05-20"), [own])
    assert moved is not None
    assert (moved.period, moved.place, moved.history[-1].change) == (day("2024-09-04"), own.place, Change.MOVED)


def test_where_a_person_set_the_place_another_one_may_only_contradict() -> None:
    own = person.amend(record(mention("2024-05-01", JULY, place="Singapore")), at("2024-05-02"), place="Washington")
    for told, change in ((day("2024-07-30"), Change.CONFLICTING), (day("2024-09-04"), Change.MOVED)):
        made = track(mention("2024-06-01", told, place="Singapore"), [own])
        assert made is not None
        assert (made.place, made.history[-1].change) == ("Washington", change)


def test_a_date_that_a_person_says_is_right_stands_with_a_new_place() -> None:
    own = person.amend(record(mention("2024-05-01", JULY)), at("2024-05-02"), period=JULY, place="Washington")
    made = track(mention("2024-06-01", day("2024-09-04")), [own])
    assert made is not None
    assert (made.period, made.place, made.history[-1].change) == (JULY, "Washington", Change.CONFLICTING)


# ---------------------------------------------------------------- as of, standing


def test_as_of_replays_the_history() -> None:
    full = record(
        mention("2023-10-13", year(2024)),
        mention("2024-05-01", JULY),
        mention("2024-07-15", day("2024-07-31")),
        mention("2024-08-01", day("2024-07-31"), Change.HELD),
    )
    assert as_of(full, at("2023-10-12")) is None
    then = as_of(full, at("2024-06-01"))
    assert then is not None
    assert (then.period, then.outcome, len(then.history), len(then.sources)) == (JULY, None, 2, 2)
    assert as_of(full, at("2024-08-02")) == full


def test_as_of_replays_a_persons_words() -> None:
    made = record(mention("2024-05-01", JULY))
    made = person.reopen(person.dismiss(made, at("2024-05-03")), at("2024-05-05"))
    for instant, outcome in (("2024-05-02", None), ("2024-05-04", Status.DISMISSED), ("2024-05-06", None)):
        then = as_of(made, at(instant))
        assert then is not None
        assert then.outcome is outcome


EVENT = EventSettings(SLUG, "CET Dialogue", (), LastHeld(date(2023, 10, 12), "Washington", "https://example.org/first"))


def test_the_standing_answer_follows_the_life() -> None:
    announced = record(mention("2023-10-13", year(2024)))
    answer = standing(EVENT, [announced], date(2024, 1, 2))
    assert (answer.last, answer.last_place, answer.next, answer.silent_since) == (
        day("2023-10-12"),
        "Washington",
        announced,
        None,
    )
    held = record(mention("2024-05-01", JULY), mention("2024-08-01", day("2024-07-31"), Change.HELD))
    answer = standing(EVENT, [held], date(2024, 9, 1))
    assert (answer.last, answer.last_place, answer.next) == (day("2024-07-31"), "Singapore", None)
    assert answer.last_source == "https://20240801.example.org/"
    assert answer.silent_since == date(2024, 7, 31)


def test_an_undated_next_leaves_it_silent_since_the_last_word() -> None:
    undated = record(mention("2024-05-01"))
    answer = standing(EVENT, [undated], date(2024, 9, 1))
    assert (answer.next, answer.silent_since) == (undated, date(2024, 5, 1))
    nothing = standing(replace(EVENT, last=None), [], date(2024, 9, 1))
    assert (nothing.last, nothing.next, nothing.silent_since) == (None, None, None)


def test_of_two_ahead_the_nearer_is_next() -> None:
    near, far = record(mention("2024-05-01", JULY)), record(mention("2024-05-01", year(2025)))
    assert standing(EVENT, [far, near], date(2024, 6, 1)).next == near


def test_what_is_reopened_after_a_report_is_awaited_when_it_was_to_be() -> None:
    promise = "The CET Dialogue will be held in July 2024."
    made = record(
        mention("2024-05-01", JULY, text=promise),
        mention("2024-07-20", day("2024-07-19"), Change.HELD, text="It was held."),
    )
    opened = person.reopen(made, at("2024-07-21"))
    assert (opened.period, opened.outcome, opened.text) == (JULY, None, promise)
    assert as_of(opened, at("2024-07-22")) == opened


def test_a_date_told_while_it_was_dismissed_is_the_one_it_is_reopened_for() -> None:
    dismissed = person.dismiss(record(mention("2024-05-01", JULY)), at("2024-05-02"))
    told = track(
        mention("2024-06-01", day("2024-09-03"), text="The CET Dialogue was moved to 3 September."), [dismissed]
    )
    assert told is not None
    assert (told.period, told.outcome) == (JULY, Status.DISMISSED)
    assert person.reopen(told, at("2024-06-02")).period == day("2024-09-03")


def test_what_was_put_off_quotes_the_story_that_says_so() -> None:
    put_off = record(
        mention("2024-05-01", JULY),
        mention("2024-06-01", report=Change.POSTPONED, text="The CET Dialogue is postponed."),
    )
    assert (put_off.period.end, put_off.text) == (None, "The CET Dialogue is postponed.")


def test_what_a_person_expected_by_a_day_took_place_on_the_day_a_story_tells() -> None:
    by_june = Period(None, date(2024, 6, 30), Precision.DAY)
    own = replace(person.add("CET Dialogue", by_june, None, SLUG, None, at("2024-01-01")), id=1)
    held = track(mention("2024-03-06", day("2024-03-05"), Change.HELD), [own])
    assert held is not None
    assert (held.period, held.outcome) == (day("2024-03-05"), Status.HELD)


def test_a_source_is_not_credited_with_the_place_a_person_set() -> None:
    own = replace(person.add("CET Dialogue", day("2024-07-31"), "Porto", SLUG, None, at("2024-05-01")), id=1)
    told = track(mention("2024-06-01", day("2024-09-03"), place=None), [own])
    assert told is not None
    assert (told.history[-1].change, told.history[-1].place) == (Change.CONFLICTING, None)
