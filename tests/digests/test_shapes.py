"""The contract's JSON objects: keys, ids, times, and how much of a source leaves the house."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from digest_samples import (
    DIGESTS,
    NOON,
    by_the_clock,
    followup,
    full_digest,
    hostile_digest,
    line,
    on,
    source,
    story,
    year,
)

from watcher.digests import bodies, shapes
from watcher.errors import UsageError
from watcher.model.deliveries import Delivery, DeliveryState, Payload
from watcher.model.digests import Alert, Notice
from watcher.model.followups import Change, FoundFollowUp, Kind, Status
from watcher.model.period import UNDATED


class TestIds:
    def test_an_id_carries_its_letter(self) -> None:
        assert shapes.letter_id("s", 412) == "s412"
        assert shapes.parse_id("s412") == ("s", 412)
        assert shapes.parse_id(" S412 ", "s", "e") == ("s", 412)

    def test_a_bare_number_takes_the_first_letter_that_is_accepted(self) -> None:
        assert shapes.parse_id("412", "f") == ("f", 412)

    @pytest.mark.parametrize(
        "text", ["", "s", "412", "s-1", "s4x", "é12", "s٤", "s99999999999999999999", "ss1", "s1 2"]
    )
    def test_anything_else_is_no_id(self, text: str) -> None:
        with pytest.raises(UsageError, match="is no id"):
            shapes.parse_id(text)

    def test_an_id_of_another_kind_is_refused_with_what_is_expected(self) -> None:
        with pytest.raises(UsageError, match="one like f12 or s12"):
            shapes.parse_id("d88", "f", "s")


class TestTimes:
    def test_are_rfc_3339_in_utc(self) -> None:
        singapore = timezone(timedelta(hours=8))
        assert shapes.instant(datetime(2024, 7, 31, 7, tzinfo=singapore)) == "2024-07-30T23:00:00Z"
        assert shapes.instant(datetime(2024, 7, 31, 7, 0, 0, 5, tzinfo=UTC)) == "2024-07-31T07:00:00.000005Z"
        assert shapes.instant(None) is None

    def test_dates_are_calendar_dates(self) -> None:
        assert shapes.period_json(year(2024)) == {"start": "2024-01-01", "end": "2024-12-31", "precision": "year"}
        assert shapes.period_json(UNDATED) == {"start": None, "end": None, "precision": "none"}


class TestRecords:
    def test_a_story(self) -> None:
        shape = shapes.story_json(story(412, followups=(17,)), snippet="…quantum…")
        assert set(shape) >= set(
            "id title summary language url published_at updated_at relevant focus_areas sources "
            "followups snippet".split()
        )
        assert (shape["id"], shape["followups"], shape["snippet"]) == ("s412", ["f17"], "…quantum…")
        assert shape["focus_areas"] == [{"slug": "quantum", "score": 2.0, "matched": ["quantum"]}]
        assert shape["sources"] == [
            {
                "entry": "e41200",
                "outlet": "Harbour Wire",
                "title": "Harbour Wire reports",
                "url": "https://harbour-wire.example/news/41200",
                "published_at": "2023-10-13T04:00:00Z",
            }
        ]
        assert "snippet" not in shapes.story_json(story(412))

    def test_a_follow_up_with_its_history(self) -> None:
        shape = shapes.followup_json(followup(17, year(2024)), Status.UPCOMING)
        assert set(shape) >= set(
            "id event event_slug start end precision place kind status text first_mentioned_at history sources".split()
        )
        assert (shape["id"], shape["status"], shape["kind"]) == ("f17", "upcoming", "meeting")
        assert shape["history"] == [
            {
                "seen_at": "2023-10-13T04:00:00Z",
                "start": "2024-01-01",
                "end": "2024-12-31",
                "precision": "year",
                "place": "Singapore",
                "change": "announced",
                "by": "source",
                "text": "Officials said it is announced.",
                "url": "https://harbour-wire.example/news/1",
            }
        ]

    def test_an_entry_with_its_follow_ups(self) -> None:
        found = FoundFollowUp(
            "next dialogue", None, on(date(2024, 7, 31)), "Singapore", Kind.MEETING, "It meets on 31 July."
        )
        shape = shapes.entry_json(
            number=9031,
            feed="https://harbour-wire.example/rss",
            outlet="Harbour Wire",
            guid="g1",
            url=None,
            canonical_url=None,
            title="T",
            summary="S",
            published_at=None,
            first_seen_at=NOON,
            language="en",
            story=412,
            relevant=True,
            focus_areas=("quantum",),
            full_text="feed",
            followups=[(17, found)],
        )
        assert set(shape) >= set(
            "id feed outlet guid url canonical_url title summary published_at first_seen_at language story relevant "
            "focus_areas full_text followups".split()
        )
        assert (shape["id"], shape["story"], shape["published_at"]) == ("e9031", "s412", None)
        assert shape["followups"] == [
            {
                "id": "f17",
                "event": "next dialogue",
                "event_slug": None,
                "start": "2024-07-31",
                "end": "2024-07-31",
                "precision": "day",
                "place": "Singapore",
                "kind": "meeting",
                "text": "It meets on 31 July.",
            }
        ]

    def test_a_feed(self) -> None:
        shape = shapes.feed_json(
            url="https://a.example/rss",
            current_url=None,
            name="A",
            state="active",
            last_polled_at=NOON,
            last_success_at=None,
            next_poll_at=NOON,
            failures=2,
            last_error="HTTP 503",
            interval_seconds=1800.0,
            entries=7,
        )
        assert set(shape) == set(
            "url current_url name state last_polled_at last_success_at next_poll_at failures last_error "
            "interval_seconds entries".split()
        )
        assert shape["interval_seconds"] == 1800

    @pytest.mark.parametrize(("digest", "alert"), [(88, None), (None, 3)])
    def test_a_delivery(self, digest: int | None, alert: int | None) -> None:
        delivery = Delivery(5, "folder", digest, alert, DeliveryState.WAITING, 1, NOON, Payload("m", ()), NOON)
        shape = shapes.delivery_json(delivery)
        assert set(shape) >= set(
            "id digest alert channel state attempts created_at next_attempt_at sent_at last_error".split()
        )
        assert (shape["digest"], shape["alert"]) == ("d88" if digest else None, "a3" if alert else None)


class TestDigest:
    def test_has_the_contract_s_keys_and_nothing_that_is_no_json(self) -> None:
        shape = json.loads(json.dumps(bodies.digest_json(full_digest())))
        assert set(shape) >= set(
            "type version id digest url window generated_at focus_areas followups events developments "
            "coverage totals".split()
        )
        assert (shape["type"], shape["version"], shape["id"], shape["digest"]) == ("digest", 1, "d88", "daily")
        assert shape["url"] == "https://watcher.example.org/digests/d88"
        assert shape["window"] == {"start": "2023-10-12T23:00:00Z", "end": "2023-10-15T23:00:00Z"}
        assert set(shape["followups"]) == {"new", "upcoming", "changed", "overdue"}
        assert set(shape["coverage"]) >= set(
            "entries stories not_relevant feeds_polled feeds_failing feeds_silent deliveries_failing".split()
        )
        assert all(set(event) == set("slug name last next silent_since words".split()) for event in shape["events"])
        assert all(set(item) >= set("story new_sources since".split()) for item in shape["developments"])
        assert shape["developments"][0]["since"] == "d11"

    def test_a_story_stands_in_full_once_and_is_referred_to_elsewhere(self) -> None:
        areas = bodies.digest_json(full_digest())["focus_areas"]
        where = [(area["slug"], item) for area in areas for item in area["stories"] if item["id"] == "s412"]
        assert [slug for slug, item in where if "sources" in item] == ["artificial-intelligence"]
        references = [item for _, item in where if "sources" not in item]
        assert len(references) == 5
        assert all(set(item) == {"id", "title", "see"} for item in references)
        assert {item["see"] for item in references} == {"artificial-intelligence"}
        assert areas[-1]["slug"] == "general"

    def test_each_notice_stands_in_its_list(self) -> None:
        followups = bodies.digest_json(full_digest())["followups"]
        assert {name: [item["id"] for item in items] for name, items in followups.items()} == {
            "new": ["f2", "f1"],
            "changed": ["f3"],
            "upcoming": ["f5", "f6"],
            "overdue": ["f4"],
        }
        (changed,) = followups["changed"]
        was = {"start": "2023-01-01", "end": "2023-12-31", "precision": "year", "place": None, "words": "was 2023"}
        assert changed["was"] == was
        assert changed["when"] == "expected in November 2023, Singapore"

    def test_what_is_no_longer_chased_stands_with_the_overdue(self) -> None:
        digest = full_digest()
        given_up = replace(digest.notices[-1], notice=Notice.NO_LONGER_CHASED, key="no-longer-chased")
        shape = bodies.digest_json(replace(digest, notices=(given_up,)))
        assert [item["notice"] for item in shape["followups"]["overdue"]] == ["no-longer-chased"]

    def test_a_preview_has_no_id_and_no_address(self) -> None:
        shape = bodies.digest_json(replace(full_digest(), id=None))
        assert (shape["id"], shape["url"]) == (None, None)

    @pytest.mark.parametrize("name", DIGESTS)
    def test_totals_say_what_stands_in_it(self, name: str) -> None:
        digest = DIGESTS[name]()
        shape = bodies.digest_json(digest)
        told = [item for area in shape["focus_areas"] for item in area["stories"] if "sources" in item]
        assert shape["totals"]["stories"] == len(told)
        assert shape["totals"]["followups"] == sum(map(len, shape["followups"].values()))

    def test_quotes_at_most_300_characters_of_a_source(self) -> None:
        long = "word " * 400
        item = followup(1, year(2024), text=long, history=(replace(line(year(2024), Change.ANNOUNCED), text=long),))
        alert = Alert(3, "next", story(1, summary=long), item, NOON, "Asia/Singapore")
        shape = bodies.alert_json(alert, by_the_clock(item, date(2023, 10, 13)))
        assert len(shape["story"]["summary"]) <= 300
        assert len(shape["followup"]["text"]) <= 300
        assert len(shape["followup"]["history"][0]["text"]) <= 300
        longest = max(
            len(text) for text in _strings(bodies.digest_json(hostile_digest())) if not text.startswith("http")
        )
        assert longest <= 300

    def test_the_lists_of_the_command_line_give_the_whole_text(self) -> None:
        long = "word " * 400
        assert shapes.story_json(story(1, summary=long))["summary"] == long


class TestAlertAndTest:
    def test_an_alert_names_its_page_where_there_is_one(self) -> None:
        alert = Alert(3, "next-dialogue", story(412), followup(17, year(2024)), NOON, "UTC", "https://w.example/")
        shape = bodies.alert_json(alert)
        assert (shape["type"], shape["version"], shape["id"], shape["alert"]) == ("alert", 1, "a3", "next-dialogue")
        assert (shape["story"]["id"], shape["followup"]["id"]) == ("s412", "f17")
        assert shape["url"] == "https://w.example/stories/s412"

    def test_an_alert_on_a_follow_up_alone(self) -> None:
        alert = Alert(None, "next", None, followup(17, year(2024)), NOON, "UTC", "https://w.example")
        shape = bodies.alert_json(alert)
        assert (shape["id"], shape["story"], shape["url"]) == (None, None, "https://w.example/followups/f17")

    def test_a_test_message_says_that_it_is_one(self) -> None:
        shape = bodies.test_json("newsroom", NOON, None)
        assert (shape["type"], shape["version"], shape["channel"]) == ("test", 1, "newsroom")


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in _strings(each)]
    return [value] if isinstance(value, str) else []


def test_a_source_without_an_address() -> None:
    assert shapes.source_json(source(1, "Harbour Wire", url=None))["url"] is None
