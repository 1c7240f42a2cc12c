"""``watcher digest`` and ``watcher digests`` as a person meets them; what was made is shown again, the same."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from newsroom import BIOTECH, DAILY, DIALOGUE, QUANTUM, Newsroom
from scripted_server import ScriptedServer

Make = Callable[..., Newsroom]


@pytest.fixture
def made(newsroom_of: Make, server: ScriptedServer) -> Newsroom:
    """One digest went into the folder and to a webhook, on 5 March."""
    server.fail("/hook", 200)
    newsroom = newsroom_of(
        channels=[{"name": "hook", "type": "webhook", "url": server.url("/hook"), "allow_private": True}],
        digests=[{**DAILY, "channels": ["folder", "hook"]}],
    )
    newsroom.at("2024-03-04T22:00:00").tick()
    newsroom.read(QUANTUM, DIALOGUE)
    newsroom.at("2024-03-04T23:00:05").tick()
    return newsroom


class TestShownAgain:
    def test_what_is_shown_is_what_every_channel_got(self, made: Newsroom, server: ScriptedServer) -> None:
        folder = made.house.root / "out"
        assert made.run("digest", "daily", "--id", "d1").out == (folder / "daily-2024-03-05-d1.txt").read_text()
        html = made.run("digest", "daily", "--id", "d1", "--format", "html").out
        assert html == (folder / "daily-2024-03-05-d1.html").read_text()
        (posted,) = server.asked("/hook")
        assert made.digest("--id", "d1") == json.loads(posted.body)
        assert "# daily" in made.run("digest", "daily", "--id", "d1", "--format", "markdown").out

    def test_nothing_that_comes_later_changes_it(self, made: Newsroom) -> None:
        before = made.run("digest", "daily", "--id", "d1").out
        made.at("2024-03-05T10:00:00").read(replace(QUANTUM, title="Another headline"), BIOTECH)
        made.at("2024-03-05T23:00:05").tick()
        assert made.run("digest", "daily", "--id", "d1").out == before
        assert [record["id"] for record in made.run("digests", "--json").records] == ["d2", "d1"]

    def test_it_can_be_written_to_a_file(self, made: Newsroom) -> None:
        target = made.house.root / "again.html"
        said = made.run("digest", "daily", "--id", "d1", "--format", "html", "--out", str(target))
        assert (said.code, said.out) == (0, "")
        assert QUANTUM.title in target.read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--id", "d9"], "there is no digest d9"),
            (["--id", "s1"], "not an id of this kind"),
            (["--id", "d1", "--send"], "--id shows a digest that was made"),
            (["--id", "d1", "--since", "7d"], "--id shows a digest that was made"),
            (["--since", "2024-03-06", "--until", "2024-03-05"], "before it starts"),
            (["--since", "yesterday"], "is no time"),
        ],
    )
    def test_what_cannot_be_shown_is_one_clear_sentence(self, made: Newsroom, arguments: list[str], words: str) -> None:
        said = made.run("digest", "daily", *arguments)
        assert (said.code, said.out) == (2, "")
        assert words in said.err
        assert "Traceback" not in said.err

    def test_an_id_of_another_digest_is_not_shown_under_this_name(self, newsroom_of: Make) -> None:
        newsroom = newsroom_of(digests=[DAILY, {**DAILY, "name": "other"}])
        newsroom.at("2024-03-04T22:00:00").read(QUANTUM)
        newsroom.run("digest", "other", "--send")
        assert newsroom.run("digest", "daily", "--id", "d1").code == 2
        assert newsroom.run("digest", "other", "--id", "d1").code == 0


class TestList:
    def test_before_the_first_it_says_so(self, newsroom: Newsroom) -> None:
        assert "No digest was made yet" in newsroom.run("digests").out
        assert newsroom.run("digests", "--json").out == ""

    def test_each_line_says_what_came_of_it(self, made: Newsroom, server: ScriptedServer) -> None:
        made.at("2024-03-05T10:00:00").read(BIOTECH)
        server.fail("/hook", 503)
        made.at("2024-03-05T23:00:05").tick()
        made.at("2024-03-06T23:00:05").tick()
        states = {record["id"]: record["state"] for record in made.run("digests", "--json").records}
        assert states == {"d1": "sent", "d2": "waiting", "d3": "skipped"}
        shown = made.run("digests").out
        assert "d2" in shown
        assert BIOTECH.title in shown, "the subject of a digest with one story is its headline"

    def test_an_unknown_digest_names_those_there_are(self, newsroom: Newsroom) -> None:
        said = newsroom.run("digest", "weekly")
        assert said.code == 2
        assert "there are: daily" in said.err


class TestSending:
    def test_a_delivery_that_is_refused_exits_1_and_is_kept_for_a_retry(
        self, newsroom_of: Make, server: ScriptedServer
    ) -> None:
        server.fail("/hook", 500)
        newsroom = newsroom_of(
            channels=[{"name": "hook", "type": "webhook", "url": server.url("/hook"), "allow_private": True}],
            digests=[{**DAILY, "channels": ["folder", "hook"]}],
        )
        newsroom.at("2024-03-04T22:00:00").read(QUANTUM)
        said = newsroom.at("2024-03-04T22:00:01").run("digest", "daily", "--send")
        assert said.code == 1
        assert "hook: not sent: HTTP 500" in said.err
        assert "folder: sent" in said.err
        server.fail("/hook", 200)
        waiting = next(d for d in newsroom.run("deliveries", "--json").records if d["state"] == "waiting")
        assert newsroom.run("deliveries", "retry", waiting["id"]).code == 0
        bodies = [request.body for request in server.asked("/hook")]
        assert bodies[0] == bodies[1]

    def test_nothing_to_tell_is_said_and_closes_the_window(self, newsroom: Newsroom) -> None:
        said = newsroom.at("2024-03-04T22:00:00").run("digest", "daily", "--send")
        assert said.code == 0
        assert "nothing to tell, nothing sent" in said.err
        assert newsroom.run("digests", "--json").record["state"] == "skipped"


def test_a_feed_that_was_not_due_in_a_short_window_counts_as_read(newsroom: Newsroom) -> None:
    """Right after ``--send`` nothing was asked yet, and nothing had to be; a day later something had."""
    newsroom.at("2024-03-04T22:00:00").read(QUANTUM)
    newsroom.at("2024-03-04T22:00:01").run("digest", "daily", "--send")
    assert newsroom.at("2024-03-04T22:05:00").digest()["coverage"]["feeds_polled"] == 1
    assert newsroom.at("2024-03-06T22:00:00").digest()["coverage"]["feeds_polled"] == 0


def test_a_follow_up_that_only_an_entry_too_old_announces_is_tracked_and_told_in_no_digest(newsroom_of: Make) -> None:
    newsroom = newsroom_of(polling={"max_entry_age": "2d"})
    newsroom.at("2024-03-04T20:00:00").tick()
    newsroom.read(BIOTECH)
    newsroom.at("2024-03-04T22:00:00").read(replace(DIALOGUE, date="Fri, 01 Mar 2024 09:00:00 GMT"))
    newsroom.at("2024-03-04T23:00:05")
    (closed,) = newsroom.tick()[1]
    assert closed.digest.notices == ()
    assert [found["event_slug"] for found in newsroom.run("followups", "--json").records] == ["cet-dialogue"]
