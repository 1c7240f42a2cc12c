"""Windows and stories of a digest as it is used: feeds on loopback, a real database, a clock of its own."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from newsroom import AI_CODE, BIOTECH, CLIMATE, DAILY, DATA, DEFENSE, EVERY, QUANTUM, Newsroom, moment, titles
from scripted_server import ScriptedServer

from watcher.jobs.digest import Closed, compose_due

Make = Callable[..., Newsroom]


class TestOnce:
    def test_a_story_is_told_once_ever_under_a_digest_name(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T23:00:05")
        assert newsroom.told() == [QUANTUM.title]
        newsroom.at("2024-03-05T10:00:00").read(replace(QUANTUM, title="Shared quantum testbed opens, officials add"))
        newsroom.read(BIOTECH)
        newsroom.at("2024-03-05T23:00:05")
        assert newsroom.told() == [BIOTECH.title]
        newsroom.at("2024-03-06T23:00:05")
        assert newsroom.told() == []

    def test_each_digest_name_tells_it_for_itself(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(digests=[DAILY, {**DAILY, "name": "late", "schedule": "0 19 * * *"}])
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T23:00:05")
        assert newsroom.told() == [QUANTUM.title]
        newsroom.at("2024-03-05T11:00:05")
        assert newsroom.told() == [QUANTUM.title]

    def test_two_workers_close_a_window_once(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T23:00:05")
        assert len(newsroom.tick()[1]) == 1
        assert newsroom.tick()[1] == []
        assert len(newsroom.run("deliveries", "--json").records) == 1

    def test_two_outlets_are_one_story_in_it(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(feeds=({}, {}))
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.read(replace(QUANTUM, guid="other"), feed=1)
        newsroom.at("2024-03-04T23:00:05")
        (closed,) = newsroom.tick()[1]
        assert [source.outlet for source in closed.digest.stories[0].sources] == ["Harbour Wire", "Quay Review"]


class TestTrouble:
    def test_a_digest_that_cannot_be_composed_stops_no_other_and_stays_due(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(digests=[DAILY, {**DAILY, "name": "quiet", "channels": []}])
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T23:00:05")
        app = newsroom.app()
        with pytest.raises(KeyError):
            compose_due(app.database, app.settings, {}, newsroom.now)
        app.close()
        assert [record["digest"] for record in newsroom.run("digests", "--json").records] == ["quiet"]
        assert newsroom.told() == [QUANTUM.title]

    def test_only_the_digests_named_are_closed(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(digests=[DAILY, {**DAILY, "name": "other"}])
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.at("2024-03-04T23:00:05")
        app = newsroom.app()
        closed = compose_due(app.database, app.settings, {}, newsroom.now, ("other",))
        app.close()
        assert [one.digest.name for one in closed] == ["other"]

    def test_two_at_once_close_a_window_once(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T23:00:05")
        app = newsroom.app()

        async def run() -> list[Closed]:
            async with app.http_client() as http:
                work = (compose_due, app.database, app.settings, app.senders(http), newsroom.now)
                done = await asyncio.gather(*(asyncio.to_thread(*work) for _ in range(6)))
            return [closed for one in done for closed in one]

        assert len(asyncio.run(run())) == 1
        app.close()
        assert len(newsroom.run("deliveries", "--json").records) == 1


class TestWindows:
    @pytest.mark.parametrize(
        ("days", "zone", "runs"),
        [
            # New York springs forward on 10 March 2024 at 2:00 and falls back on 3 November 2024 at 2:00.
            (
                ["2024-03-09", "2024-03-10", "2024-03-11"],
                "America/New_York",
                ["2024-03-09T12:00", "2024-03-10T11:00", "2024-03-11T11:00"],
            ),
            (
                ["2024-11-02", "2024-11-03", "2024-11-04"],
                "America/New_York",
                ["2024-11-02T11:00", "2024-11-03T12:00", "2024-11-04T12:00"],
            ),
            (
                ["2024-03-10", "2024-03-11"],
                "Asia/Singapore",
                ["2024-03-09T23:00", "2024-03-10T23:00"],
            ),
        ],
    )
    def test_windows_follow_each_other_without_gap_or_overlap(
        self, newsroom_of: Make, days: list[str], zone: str, runs: list[str]
    ) -> None:
        newsroom = newsroom_of(digests=[{**DAILY, "timezone": zone, "when_empty": "send"}])
        newsroom.at(f"{days[0]}T00:00:00-05:00" if zone != "Asia/Singapore" else "2024-03-09T00:00").tick()
        ends = []
        for run in runs:
            newsroom.at(f"{run}:30")
            (closed,) = newsroom.tick()[1]
            ends.append(closed.digest.window)
        assert [window.end for window in ends] == [moment(run) for run in runs]
        assert [window.start for window in ends[1:]] == [window.end for window in ends[:-1]]

    def test_a_run_at_a_time_that_does_not_exist_or_occurs_twice_comes_once(self, newsroom_of: Make) -> None:
        nightly = {**DAILY, "schedule": "30 1,2 * * *", "timezone": "America/New_York", "when_empty": "send"}
        newsroom = newsroom_of(digests=[nightly])
        newsroom.at("2024-03-10T05:00:00").tick()
        ends = []
        for hour in ("2024-03-10T06:30", "2024-03-10T07:00", "2024-03-10T07:30"):
            ends += [closed.digest.window.end for closed in newsroom.at(f"{hour}:01").tick()[1]]
        assert ends == [moment("2024-03-10T06:30"), moment("2024-03-10T07:00")], "2:30 does not exist: at 3:00 EDT"
        newsroom.at("2024-11-03T04:00:00").tick()
        ends = []
        for hour in ("2024-11-03T05:30", "2024-11-03T06:30", "2024-11-03T07:30"):
            ends += [closed.digest.window.end for closed in newsroom.at(f"{hour}:01").tick()[1]]
        assert ends == [moment("2024-11-03T05:30"), moment("2024-11-03T07:30")], "1:30 EST is the second one"

    def test_nothing_is_lost_at_the_day_boundary_of_singapore_and_new_york(self, newsroom_of: Make) -> None:
        """Evening in Washington is the next morning in Singapore: each story in exactly one of two days' digests."""
        newsroom = newsroom_of(digests=[{**DAILY, "schedule": "30 0 * * *"}])
        newsroom.at("2024-07-30T12:00:00+08:00").tick()
        for when, item in {
            "2024-07-30T23:59:59+08:00": QUANTUM,
            "2024-07-31T00:29:59.999999+08:00": BIOTECH,
            "2024-07-31T00:30:00+08:00": AI_CODE,
            "2024-07-31T00:30:00.000001+08:00": DATA,
            "2024-07-30T23:59:59-04:00": CLIMATE,
        }.items():
            newsroom.at(when).read(item)
            if item is BIOTECH:
                newsroom.at("2024-07-31T00:30:00+08:00")
                assert sorted(newsroom.told()) == sorted([QUANTUM.title, BIOTECH.title])
        newsroom.at("2024-08-01T00:30:07+08:00")
        (closed,) = newsroom.tick()[1]
        assert {story.title for story in closed.digest.stories} == {AI_CODE.title, DATA.title, CLIMATE.title}
        assert closed.digest.window.start == moment("2024-07-31T00:30:00+08:00")

    def test_what_arrives_between_a_windows_end_and_its_composing_waits_for_the_next(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.at("2024-03-04T22:59:59").read(QUANTUM)
        newsroom.at("2024-03-04T23:00:00").read(BIOTECH)
        newsroom.at("2024-03-04T23:09:00")
        assert newsroom.told() == [QUANTUM.title]
        newsroom.at("2024-03-05T23:00:01")
        assert newsroom.told() == [BIOTECH.title]

    def test_a_missed_week_is_made_up_for_by_one_digest(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.at("2024-03-04T23:00:05").tick()
        newsroom.at("2024-03-06T10:00:00").read(QUANTUM)
        newsroom.at("2024-03-09T10:00:00").read(BIOTECH)
        newsroom.at("2024-03-12T09:00:00")
        (closed,) = newsroom.tick()[1]
        assert {story.title for story in closed.digest.stories} == {QUANTUM.title, BIOTECH.title}
        assert (closed.digest.window.start, closed.digest.window.end) == (
            moment("2024-03-04T23:00:00"),
            moment("2024-03-11T23:00:00"),
        )

    def test_the_first_window_reaches_back_and_a_first_poll_arrives_at_publication(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(
            replace(QUANTUM, date="Fri, 01 Mar 2024 09:00:00 GMT"),
            replace(BIOTECH, date="Mon, 26 Feb 2024 22:59:59 GMT"),
            replace(DATA, date="Mon, 26 Feb 2024 23:00:00 GMT"),
        )
        newsroom.at("2024-03-04T23:00:05")
        assert sorted(newsroom.told()) == sorted([QUANTUM.title, DATA.title])

    def test_a_digest_just_configured_waits_for_its_next_time(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T23:30:00").read(QUANTUM)
        assert newsroom.tick()[1] == []
        newsroom.at("2024-03-05T23:00:00")
        assert newsroom.told() == [QUANTUM.title]


class TestSend:
    def test_send_closes_the_open_window_and_the_next_run_starts_there(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T22:30:00")
        sent = newsroom.digest("--send")
        assert titles(sent) == [QUANTUM.title]
        assert (sent["id"], sent["window"]["end"]) == ("d1", "2024-03-04T22:30:00Z")
        newsroom.at("2024-03-04T22:40:00").read(BIOTECH)
        newsroom.at("2024-03-04T23:00:05")
        (closed,) = newsroom.tick()[1]
        assert [story.title for story in closed.digest.stories] == [BIOTECH.title]
        assert closed.digest.window.start == moment("2024-03-04T22:30:00")

    @pytest.mark.parametrize("more", [["--since", "7d"], ["--until", "2024-03-01"], ["--since", "7d", "--until", "1d"]])
    def test_send_is_refused_for_any_other_window(self, newsroom: Newsroom, more: list[str]) -> None:
        newsroom.at("2024-03-04T22:00:00").read(QUANTUM)
        said = newsroom.run("digest", "daily", "--send", *more)
        assert (said.code, said.out) == (2, "")
        assert "--send closes the open window" in said.err
        assert newsroom.run("deliveries", "--json").records == []

    def test_a_digest_without_channels_is_composed_kept_and_shown(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(digests=[{**DAILY, "channels": []}])
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T23:00:05")
        assert newsroom.told() == [QUANTUM.title]
        assert newsroom.run("deliveries", "--json").records == []
        assert QUANTUM.title in newsroom.run("digest", "daily", "--id", "d1").out


class TestPreview:
    def test_the_open_window_is_shown_and_marks_nothing(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T22:10:00")
        shown = newsroom.digest()
        assert titles(shown) == [QUANTUM.title]
        assert shown["id"] is None
        newsroom.at("2024-03-04T23:00:05")
        assert newsroom.told() == [QUANTUM.title]
        assert titles(newsroom.digest()) == []

    def test_a_past_window_shows_what_had_arrived_by_then(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(feeds=({}, {}))
        newsroom.at("2024-03-04T20:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-05T10:00:00").read(replace(QUANTUM, guid="other"), feed=1)
        newsroom.read(BIOTECH)
        past = newsroom.digest("--since", "2024-03-04T00:00:00Z", "--until", "2024-03-05T00:00:00Z")
        (story,) = past["focus_areas"][0]["stories"]
        assert [source["outlet"] for source in story["sources"]] == ["Harbour Wire"]
        assert past["coverage"]["entries"] == 1

    def test_a_past_window_shows_again_what_its_digest_told(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T23:00:05").tick()
        newsroom.at("2024-03-09T12:00:00")
        window = ("--since", "2024-02-26T23:00:00Z", "--until", "2024-03-04T23:00:00Z")
        assert titles(newsroom.digest(*window)) == [QUANTUM.title]

    def test_a_date_begins_in_the_digests_zone(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-09T12:00:00").read(QUANTUM)
        shown = newsroom.digest("--since", "2024-03-05", "--until", "2024-03-06")
        assert shown["window"] == {"start": "2024-03-04T16:00:00Z", "end": "2024-03-05T16:00:00Z"}

    def test_what_a_person_dismissed_later_still_stood_there_then(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T20:00:00").read(QUANTUM)
        (story,) = newsroom.run("stories", "--json").records
        newsroom.at("2024-03-06T09:00:00").run("stories", "dismiss", story["id"])
        window = ("--since", "2024-03-04T00:00:00Z")
        assert titles(newsroom.digest(*window, "--until", "2024-03-06T00:00:00Z")) == [QUANTUM.title]
        assert titles(newsroom.digest(*window, "--until", "2024-03-06T10:00:00Z")) == []


class TestChoice:
    def test_max_stories_counts_the_rest_and_nothing_of_it_is_told_later(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(digests=[{**DAILY, "max_stories": 2}])
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(*EVERY)
        newsroom.at("2024-03-04T23:00:05")
        (closed,) = newsroom.tick()[1]
        assert (len(closed.digest.stories), closed.digest.unlisted_stories) == (2, 4)
        newsroom.at("2024-03-05T23:00:05")
        assert newsroom.told() == []

    def test_a_dismissed_story_is_not_told(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM, BIOTECH)
        unwanted = next(s for s in newsroom.run("stories", "--json").records if s["title"] == QUANTUM.title)
        newsroom.run("stories", "dismiss", unwanted["id"])
        newsroom.at("2024-03-04T23:00:05")
        assert newsroom.told() == [BIOTECH.title]

    def test_one_restored_after_its_window_is_told_in_the_next(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        (story,) = newsroom.run("stories", "--json").records
        newsroom.run("stories", "dismiss", story["id"])
        newsroom.at("2024-03-04T23:00:05").tick()
        newsroom.at("2024-03-05T09:00:00").run("stories", "restore", story["id"])
        newsroom.at("2024-03-05T23:00:05")
        assert newsroom.told() == [QUANTUM.title]

    def test_one_told_and_then_dismissed_and_restored_is_not_told_again(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.read(QUANTUM)
        newsroom.at("2024-03-04T23:00:05").tick()
        (story,) = newsroom.run("stories", "--json").records
        newsroom.at("2024-03-05T09:00:00").run("stories", "dismiss", story["id"])
        newsroom.run("stories", "restore", story["id"])
        newsroom.at("2024-03-05T23:00:05")
        assert newsroom.told() == []

    def test_entries_older_than_max_entry_age_are_stored_and_counted_and_told_nowhere(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(polling={"max_entry_age": "2d"})
        newsroom.at("2024-03-04T20:00:00").tick()
        newsroom.read(BIOTECH)
        newsroom.at("2024-03-04T22:00:00").read(replace(QUANTUM, date="Fri, 01 Mar 2024 09:00:00 GMT"))
        newsroom.at("2024-03-04T23:00:05")
        (closed,) = newsroom.tick()[1]
        assert [story.title for story in closed.digest.stories] == [BIOTECH.title]
        assert closed.digest.coverage.too_old == 1
        assert len(newsroom.run("entries", "--json").records) == 2

    def test_a_story_whose_relevance_was_found_in_its_page_is_told_in_the_next_digest(
        self, newsroom_of: Make, server: ScriptedServer
    ) -> None:
        page = "".join(f"<p>{item.text} More of it follows here, in a paragraph of its own.</p>" for item in EVERY)
        server.feed("/page", f"<html><body><article><h1>x</h1>{page}</article></body></html>", content_type="text/html")
        newsroom = newsroom_of(feeds=({"full_text": "always"},))
        newsroom.at("2024-03-04T22:00:00").tick()
        teaser = replace(QUANTUM, title="A shared fibre opens", text="Laboratories link up.", link=server.url("/page"))
        server.fail("/robots.txt", 503)
        newsroom.read(teaser)
        newsroom.at("2024-03-04T23:00:05")
        assert newsroom.told() == []
        server.fail("/robots.txt", 404)
        newsroom.at("2024-03-05T09:00:00").read_pages()
        newsroom.at("2024-03-05T23:00:05")
        assert newsroom.told() == ["A shared fibre opens"]
        newsroom.at("2024-03-06T23:00:05")
        assert newsroom.told() == []

    def test_an_older_entry_of_a_new_feed_sets_no_story_back_into_a_closed_window(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(feeds=({}, {"enabled": False}))
        newsroom.at("2024-03-03T23:30:00").read(BIOTECH)
        newsroom.tick()
        newsroom.at("2024-03-04T23:00:05").tick()
        newsroom.at("2024-03-05T02:00:00").read(QUANTUM)
        newsroom.house.write(
            "feeds.yaml",
            {"feeds": [{"url": newsroom.url(n), "name": n, "full_text": "never"} for n in ("0.xml", "1.xml")]},
        )
        newsroom.at("2024-03-05T03:00:00")
        newsroom.read(replace(QUANTUM, guid="q2", date="Mon, 04 Mar 2024 20:00:00 GMT"), feed=1)
        newsroom.at("2024-03-05T23:00:05")
        assert newsroom.told() == [QUANTUM.title]


class TestEmpty:
    def test_an_empty_digest_is_skipped_and_kept(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.at("2024-03-04T23:00:05")
        (closed,) = newsroom.tick()[1]
        assert (closed.skipped, closed.deliveries) == (True, ())
        assert newsroom.run("digests", "--json").record["state"] == "skipped"

    def test_it_is_sent_where_that_is_wanted(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(digests=[{**DAILY, "when_empty": "send"}])
        newsroom.at("2024-03-04T22:00:00").tick()
        newsroom.at("2024-03-04T23:00:05")
        (closed,) = newsroom.tick()[1]
        assert len(closed.deliveries) == 1

    def test_a_skipped_week_gives_one_line_a_week(self, newsroom: Newsroom) -> None:
        newsroom.at("2024-03-03T22:00:00").read(DEFENSE)
        newsroom.tick()
        sent = []
        for day in range(4, 26):
            newsroom.at(f"2024-03-{day:02d}T23:00:05")
            sent += [(day, closed.digest.still_watching) for closed in newsroom.tick()[1] if not closed.skipped]
        assert sent == [(4, False), (11, True), (18, True), (25, True)]
        last = newsroom.run("digests", "--json").records[0]
        assert last["subject"].startswith("Still watching: ")
