"""Alerts as they are used: at once, held back in quiet hours, said in the next digest, never twice."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from newsroom import BIOTECH, CLIMATE, DAILY, DIALOGUE, QUANTUM, Newsroom, moment
from scripted_server import ScriptedServer

from watcher.app import App
from watcher.delivery.webhook import WebhookSender
from watcher.digests.quiet import quiet_until
from watcher.jobs.alerts import raise_due
from watcher.jobs.digest import compose_due
from watcher.settings import QuietHours
from watcher.store.database import Database

Make = Callable[..., Newsroom]
NEXT_DIALOGUE = {
    "name": "next-dialogue",
    "events": ["cet-dialogue"],
    "timezone": "Asia/Singapore",
    "channels": ["hook"],
}


@pytest.fixture
def watched(newsroom_of: Make, server: ScriptedServer) -> Callable[..., Newsroom]:
    """A newsroom with an alert rule, known since 1 March, and a webhook that takes everything."""

    def make(rule: dict[str, Any] | None = None, **settings: Any) -> Newsroom:
        server.fail("/hook", 200)
        hook = {"name": "hook", "type": "webhook", "url": server.url("/hook"), "allow_private": True}
        newsroom = newsroom_of(channels=[hook], alerts=[rule or NEXT_DIALOGUE], **settings)
        newsroom.at("2024-03-01T00:00:00").read(CLIMATE)
        newsroom.tick()
        newsroom.at("2024-03-03T23:00:05").tick()
        return newsroom

    return make


def posted(server: ScriptedServer) -> list[dict[str, Any]]:
    """The alerts that arrived at the webhook; digests go into the folder."""
    return [json.loads(request.body) for request in server.asked("/hook")]


def test_a_digest_that_closes_before_the_alerts_tick_leaves_them_their_story(
    watched: Make, server: ScriptedServer
) -> None:
    newsroom = watched()
    newsroom.at("2024-03-04T22:59:59").read(DIALOGUE)
    newsroom.at("2024-03-04T23:00:00")
    app = newsroom.app()
    asyncio.run(composed(app))
    app.close()
    made = newsroom.run("digests", "--json").records[0]
    assert [line["title"] for line in newsroom.digest("--id", made["id"])["alerted"]][:1] == [DIALOGUE.title]
    newsroom.tick()
    assert len(posted(server)) == 1


async def composed(app: App) -> None:
    async with app.http_client() as http:
        compose_due(app.database, app.settings, app.senders(http), app.clock())


class TestRules:
    def test_a_story_naming_the_event_is_told_at_once_with_its_follow_up(
        self, watched: Make, server: ScriptedServer
    ) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE, QUANTUM)
        newsroom.at("2024-03-04T03:00:05").tick()
        (alert,) = posted(server)
        assert (alert["type"], alert["version"], alert["id"], alert["alert"]) == ("alert", 1, "a1", "next-dialogue")
        assert alert["story"]["title"] == DIALOGUE.title
        assert (alert["followup"]["start"], alert["followup"]["event_slug"]) == ("2024-01-01", "cet-dialogue")
        assert alert["url"] is None
        delivery = newsroom.run("deliveries", "--json").records[0]
        assert (delivery["alert"], delivery["digest"], delivery["state"]) == ("a1", None, "sent")

    @pytest.mark.parametrize(
        ("rule", "heard"),
        [
            ({"focus_areas": ["biotechnology"]}, [BIOTECH.title]),
            ({"terms": ["shared quantum testbed"]}, [QUANTUM.title]),
            ({"terms": [{"near": ["vaccine", "Boston"], "within": 6}]}, [BIOTECH.title]),
            ({"events": ["cet-dialogue"], "focus_areas": ["biotechnology"]}, [BIOTECH.title, DIALOGUE.title]),
            ({"terms": ["submarine"]}, []),
        ],
    )
    def test_any_of_events_areas_and_terms_is_enough(
        self, watched: Make, rule: dict[str, Any], heard: list[str]
    ) -> None:
        newsroom = watched({"name": "mine", "channels": ["hook"], **rule})
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE, QUANTUM, BIOTECH)
        assert sorted(newsroom.alerts()) == sorted(heard)

    def test_a_rule_without_conditions_or_channels_tells_nothing(self, watched: Make) -> None:
        newsroom = watched({"name": "nothing", "channels": ["hook"]})
        newsroom.configure([DAILY], [{"name": "nobody", "events": ["cet-dialogue"], "channels": []}])
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        assert newsroom.alerts() == []

    def test_two_rules_tell_it_each(self, watched: Make, server: ScriptedServer) -> None:
        newsroom = watched()
        newsroom.configure([DAILY], [NEXT_DIALOGUE, {**NEXT_DIALOGUE, "name": "other"}])
        newsroom.tick()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        newsroom.tick()
        assert sorted(alert["alert"] for alert in posted(server)) == ["next-dialogue", "other"]


class TestOnce:
    def test_the_same_story_is_never_told_twice_whatever_is_added_to_it(
        self, watched: Make, server: ScriptedServer
    ) -> None:
        newsroom = watched(feeds=({}, {}))
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        newsroom.tick()
        newsroom.at("2024-03-04T04:00:00").read(replace(DIALOGUE, guid="d-2"), feed=1)
        newsroom.tick()
        newsroom.at("2024-03-04T05:00:00").read(replace(DIALOGUE, text=DIALOGUE.text + " It is the second."))
        newsroom.tick()
        newsroom.at("2024-03-05T05:00:00").tick()
        assert len(posted(server)) == 1

    def test_a_repeat_after_a_crash_keeps_its_id(self, watched: Make, server: ScriptedServer) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        server.fail("/hook", 500)
        newsroom.tick()
        server.fail("/hook", 200)
        newsroom.at("2024-03-04T03:02:00").tick()
        requests = server.asked("/hook")
        assert len(requests) == 2
        assert len({(request.headers["webhook-id"], request.body) for request in requests}) == 1

    def test_the_next_digest_says_so_and_does_not_repeat_it(self, watched: Make) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE, QUANTUM)
        newsroom.tick()
        newsroom.at("2024-03-04T23:00:05").tick()
        made = newsroom.digest("--id", newsroom.run("digests", "--json").records[0]["id"])
        told = [story["title"] for area in made["focus_areas"] for story in area["stories"]]
        assert told == [QUANTUM.title]
        assert [line["title"] for line in made["alerted"]][:1] == [DIALOGUE.title]
        assert made["followups"]["new"] == []
        text = newsroom.run("digest", "daily", "--id", made["id"]).out
        assert "TOLD BY ALERT, NOT REPEATED" in text
        newsroom.at("2024-03-05T23:00:05")
        assert newsroom.told() == []

    def test_an_alert_raised_just_after_the_windows_end_is_not_repeated_by_that_digest(self, watched: Make) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T22:59:59").read(DIALOGUE)
        newsroom.at("2024-03-04T23:00:04")
        raised, closed, _ = newsroom.tick()
        assert len(raised) == 1
        assert [story.title for story in closed[0].digest.alerted_stories] == [DIALOGUE.title]
        assert closed[0].digest.stories == ()

    def test_what_no_channel_took_the_digest_tells_in_full(self, watched: Make, server: ScriptedServer) -> None:
        newsroom = watched()
        server.fail("/hook", 410)
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        newsroom.tick()
        newsroom.at("2024-03-04T23:00:05")
        assert newsroom.told() == [DIALOGUE.title]

    def test_two_workers_at_once_tell_it_once(self, watched: Make, server: ScriptedServer) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        app = newsroom.app()

        async def run() -> int:
            async with app.http_client() as http:
                work = (raise_due, app.database, app.settings, app.senders(http), newsroom.now)
                done = await asyncio.gather(*(asyncio.to_thread(*work) for _ in range(6)))
            return sum(map(len, done))

        assert asyncio.run(run()) == 1
        app.close()
        newsroom.tick()
        assert len(posted(server)) == 1


class TestFollowUps:
    DATED = replace(
        DIALOGUE,
        guid="dated",
        title="Date set for technology talks of Washington and Singapore",
        text="The United States and Singapore will hold the next CET Dialogue on 31 July 2024 in Singapore, on AI.",
    )

    def test_a_change_in_a_story_that_was_told_is_told_as_a_change(self, watched: Make, server: ScriptedServer) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        newsroom.tick()
        later = "The next CET Dialogue will be held on 31 July 2024 in Singapore."
        newsroom.at("2024-03-04T09:00:00").read(replace(DIALOGUE, text=f"{DIALOGUE.text} {later}"))
        newsroom.at("2024-03-04T09:00:05").tick()
        first, second = posted(server)
        assert (first["id"], second["id"]) == ("a1", "a2")
        assert (second["followup"]["start"], second["followup"]["was"]["start"]) == ("2024-07-31", "2024-01-01")
        newsroom.at("2024-03-04T09:00:10").tick()
        assert len(posted(server)) == 2

    def test_a_change_in_a_new_story_is_one_alert(self, watched: Make, server: ScriptedServer) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        newsroom.tick()
        newsroom.at("2024-03-20T03:00:00").read(self.DATED)
        newsroom.tick()
        assert [alert["followup"]["start"] for alert in posted(server)] == ["2024-01-01", "2024-07-31"]

    def test_the_digest_says_the_change_was_told(self, watched: Make) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        newsroom.tick()
        newsroom.at("2024-03-04T23:00:05").tick()
        newsroom.at("2024-03-20T03:00:00").read(self.DATED, QUANTUM)
        newsroom.tick()
        newsroom.at("2024-03-20T23:00:05")
        (closed,) = newsroom.tick()[1]
        assert closed.digest.notices == ()
        assert [followup.event_slug for followup in closed.digest.alerted_followups] == ["cet-dialogue"]

    def test_a_persons_own_word_raises_none(self, watched: Make) -> None:
        newsroom = watched()
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        newsroom.tick()
        (followup,) = newsroom.run("followups", "--json").records
        newsroom.at("2024-03-04T05:00:00").run("followups", "done", followup["id"])
        assert newsroom.alerts() == []


class TestNoFlood:
    def test_what_arrived_before_the_rule_was_known_raises_none(self, watched: Make) -> None:
        newsroom = watched({**NEXT_DIALOGUE, "name": "earlier"})
        newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
        newsroom.configure([DAILY], [NEXT_DIALOGUE])
        newsroom.at("2024-03-04T03:00:01")
        assert newsroom.alerts() == []

    def test_a_first_poll_raises_none(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(alerts=[{**NEXT_DIALOGUE, "channels": ["folder"]}])
        newsroom.at("2024-03-04T03:00:00").tick()
        old = [replace(DIALOGUE, guid=str(n), date=f"Sun, 0{n} Mar 2024 09:00:00 GMT") for n in (1, 2, 3)]
        newsroom.at("2024-03-04T03:00:05").read(*old)
        assert newsroom.alerts() == []

    def test_a_feed_added_later_raises_none_for_what_is_days_old(self, watched: Make) -> None:
        newsroom = watched(feeds=({}, {"enabled": False}))
        newsroom.house.write(
            "feeds.yaml",
            {"feeds": [{"url": newsroom.url(n), "name": n, "full_text": "never"} for n in ("0.xml", "1.xml")]},
        )
        newsroom.at("2024-03-20T03:00:00")
        newsroom.read(replace(DIALOGUE, date="Sat, 16 Mar 2024 09:00:00 GMT"), feed=1)
        assert newsroom.alerts() == []

    def test_entries_older_than_max_entry_age_raise_none(self, watched: Make) -> None:
        newsroom = watched(polling={"max_entry_age": "2d"})
        newsroom.at("2024-03-20T03:00:00").read(replace(DIALOGUE, date="Sat, 16 Mar 2024 09:00:00 GMT"))
        assert newsroom.alerts() == []

    def test_a_story_that_is_not_relevant_raises_none(self, watched: Make) -> None:
        newsroom = watched({"name": "cats", "terms": ["cats"], "channels": ["hook"]})
        newsroom.at("2024-03-20T03:00:00").read(replace(DIALOGUE, title="Cats", text="Cats sleep all day."))
        assert newsroom.alerts() == []


class TestQuietHours:
    QUIET = {**NEXT_DIALOGUE, "quiet_hours": "22:00-07:00"}  # noqa: RUF012 - never changed

    def test_held_back_until_they_end(self, watched: Make, server: ScriptedServer) -> None:
        newsroom = watched(self.QUIET)
        newsroom.at("2024-03-04T22:30:00+08:00").read(DIALOGUE)
        ((raised,), _, report) = newsroom.tick()
        assert raised.due_at == moment("2024-03-05T07:00:00+08:00")
        assert (report.outcomes, posted(server)) == ((), [])
        assert newsroom.run("deliveries", "--json").records[0]["state"] == "waiting"
        newsroom.at("2024-03-05T06:59:59+08:00").tick()
        assert posted(server) == []
        newsroom.at("2024-03-05T07:00:00+08:00").tick()
        assert len(posted(server)) == 1

    def test_a_digest_in_the_night_already_says_so(self, watched: Make) -> None:
        newsroom = watched(self.QUIET, digests=[{**DAILY, "schedule": "30 0 * * *"}])
        newsroom.at("2024-03-04T20:30:00+08:00").tick()
        newsroom.at("2024-03-04T22:30:00+08:00").read(DIALOGUE, QUANTUM)
        newsroom.tick()
        newsroom.at("2024-03-05T00:30:01+08:00")
        assert newsroom.told() == [QUANTUM.title]

    @pytest.mark.parametrize(
        ("hours", "zone", "now", "end"),
        [
            ("22:00-07:00", "Asia/Singapore", "2024-03-04T21:59:59+08:00", None),
            ("22:00-07:00", "Asia/Singapore", "2024-03-04T22:00:00+08:00", "2024-03-05T07:00:00+08:00"),
            ("22:00-07:00", "Asia/Singapore", "2024-03-05T03:00:00+08:00", "2024-03-05T07:00:00+08:00"),
            ("22:00-07:00", "Asia/Singapore", "2024-03-05T07:00:00+08:00", None),
            ("12:00-14:00", "Asia/Singapore", "2024-03-05T13:00:00+08:00", "2024-03-05T14:00:00+08:00"),
            ("12:00-14:00", "Asia/Singapore", "2024-03-05T11:00:00+08:00", None),
            ("12:00-12:00", "Asia/Singapore", "2024-03-05T12:00:00+08:00", None),
            # The end lies in the hour that is left out, or occurs twice.
            ("22:00-02:30", "America/New_York", "2024-03-10T01:00:00-05:00", "2024-03-10T03:00:00-04:00"),
            ("22:00-01:30", "America/New_York", "2024-11-03T01:00:00-04:00", "2024-11-03T01:30:00-04:00"),
            ("22:00-01:30", "America/New_York", "2024-11-03T01:10:00-05:00", "2024-11-03T01:30:00-05:00"),
        ],
    )
    def test_their_end_is_told_by_the_zones_clock(self, hours: str, zone: str, now: str, end: str | None) -> None:
        start, last = (time.fromisoformat(part) for part in hours.split("-"))
        found = quiet_until(QuietHours(start, last), ZoneInfo(zone), moment(now))
        assert found == (moment(end) if end else None)


def test_an_alert_and_its_deliveries_are_committed_together(
    watched: Make, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rendering for a channel fails: nothing is half-made, and the alert comes once it works again."""
    newsroom = watched()
    newsroom.at("2024-03-04T03:00:00").read(DIALOGUE)
    render = WebhookSender.render
    monkeypatch.setattr(WebhookSender, "render", lambda *_: 1 / 0)
    assert newsroom.alerts() == []
    database = Database(f"sqlite:///{newsroom.house.database}")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM alerts").scalar() == 0
    database.close()
    assert {record["alert"] for record in newsroom.run("deliveries", "--json").records} == {None}
    monkeypatch.setattr(WebhookSender, "render", render)
    newsroom.at("2024-03-04T03:00:10").tick()
    assert len(posted(server)) == 1
