"""The main job, end to end, as it is used: a feed on loopback, the commands, a real database."""

from pathlib import Path
from typing import Any

import pytest
from house import EVERYTHING, House, Item, rss
from scripted_server import ScriptedServer

SEED = Item(
    title="Washington and Singapore open a dialogue on critical technologies",
    text=(
        "The United States and Singapore held their first Critical and Emerging Technology Dialogue in Washington. "
        "Six areas were on the table: artificial intelligence, quantum, biotechnology, defense technology, "
        "data governance and climate resilience. The White House said it would issue an executive order on AI "
        "by the end of the year. The next CET Dialogue is planned for 2024 in Singapore."
    ),
    link="https://wire.example/cet?utm_source=rss",
    guid="cet-1",
)
AREAS = {
    "artificial-intelligence",
    "quantum",
    "biotechnology",
    "defense-technology",
    "data-governance",
    "climate-resilience",
}
DAILY = {"name": "daily", "timezone": "Asia/Singapore", "clocks": ["Asia/Singapore", "America/New_York"]}


@pytest.fixture
def seed(server: ScriptedServer, tmp_path: Path) -> House:
    """A house that has polled the seed article once."""
    server.feed("/a.xml", rss(SEED))
    house = House(tmp_path, feeds=[{"url": server.url("/a.xml"), "name": "Harbour Wire"}], digests=[DAILY])
    house.poll()
    return house


def followups(house: House, day: str) -> dict[str | None, dict[str, Any]]:
    return {found["event_slug"]: found for found in house.run("followups", "--as-of", day, "--json").records}


def test_the_seed_is_one_relevant_story_with_its_six_areas(seed: House) -> None:
    story = seed.run("stories", "--json").record
    assert story["relevant"]
    assert {area["slug"] for area in story["focus_areas"]} == AREAS
    assert [source["outlet"] for source in story["sources"]] == ["Harbour Wire"]


def test_the_seed_promises_the_next_dialogue_and_the_order(seed: House) -> None:
    known = followups(seed, "2023-12-15")
    dialogue, order = known["cet-dialogue"], known[None]
    assert (dialogue["start"], dialogue["end"], dialogue["precision"]) == ("2024-01-01", "2024-12-31", "year")
    assert (dialogue["place"], dialogue["kind"]) == ("Singapore", "meeting")
    assert dialogue["text"] == "The next CET Dialogue is planned for 2024 in Singapore."
    assert (order["start"], order["end"]) == (None, "2023-12-31")


@pytest.mark.parametrize(
    ("day", "status"),
    [("2023-12-01", "upcoming"), ("2024-06-01", "due"), ("2024-12-31", "due"), ("2025-01-02", "overdue")],
)
def test_the_dialogue_ages_by_the_clock(seed: House, day: str, status: str) -> None:
    assert followups(seed, day)["cet-dialogue"]["status"] == status


def test_nothing_was_known_before_it_was_published(seed: House) -> None:
    assert followups(seed, "2023-10-12") == {}


def test_a_digest_of_that_week_tells_the_story(seed: House) -> None:
    digest = seed.run("digest", "daily", "--since", "2023-10-12", "--until", "2023-10-15", "--format", "json").record
    told = [story for area in digest["focus_areas"] for story in area["stories"]]
    assert {area["slug"] for area in digest["focus_areas"]} == AREAS
    assert [story["id"] for story in told if "sources" in story] == ["s1"]
    assert {found["event_slug"] for found in digest["followups"]["new"]} == {"cet-dialogue", None}


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_every_format_names_the_story_and_the_promise(seed: House, form: str) -> None:
    shown = seed.run("digest", "daily", "--since", "2023-10-12", "--until", "2023-10-15", "--format", form).out
    assert "open a dialogue on critical technologies" in shown.replace("\n     ", " ")
    assert "2024" in shown
    assert "Harbour Wire" in shown


def test_a_preview_marks_nothing(seed: House) -> None:
    window = ("digest", "daily", "--since", "2023-10-12", "--until", "2023-10-15", "--format", "json")
    assert seed.run(*window).record["totals"] == seed.run(*window).record["totals"]


def test_polling_twice_brings_nothing_new(seed: House, server: ScriptedServer) -> None:
    again = seed.poll()
    assert (again["polled"], again["not_modified"], again["entries_new"]) == (1, 1, 0)
    assert len(seed.run("entries", "--json").records) == 1


@pytest.mark.parametrize(
    "changed",
    [
        Item(SEED.title, SEED.text + " A fact sheet followed.", SEED.link, SEED.guid),
        Item("A new headline for the same article", SEED.text, SEED.link, SEED.guid),
        Item(SEED.title, SEED.text, "https://wire.example/cet?utm_source=mail&fbclid=9", SEED.guid),
        Item(SEED.title, SEED.text, SEED.link, "https://wire.example/?p=77"),
        Item(SEED.title, SEED.text, SEED.link, SEED.guid, "Sat, 14 Oct 2023 09:00:00 GMT"),
    ],
    ids=["edited", "new headline", "tracking parameters", "changed guid", "moved date"],
)
def test_the_same_entry_in_another_dress_is_one_entry(seed: House, server: ScriptedServer, changed: Item) -> None:
    server.feed("/a.xml", rss(changed))
    assert seed.poll()["entries_new"] == 0
    entry = seed.run("entries", "--json").record
    assert (entry["id"], entry["published_at"]) == ("e1", "2023-10-13T12:00:00Z")


def test_the_same_address_in_two_feeds_is_one_story(server: ScriptedServer, tmp_path: Path) -> None:
    server.feed("/a.xml", rss(SEED))
    other = Item("Six areas for two capitals", "A digest of the day.", "https://wire.example/cet", "other")
    server.feed("/b.xml", rss(other, title="Straits Ledger"))
    house = House(tmp_path, feeds=[{"url": server.url("/a.xml")}, {"url": server.url("/b.xml")}])
    assert house.poll()["stories_new"] == 1
    story = house.run("stories", "--json").record
    assert {source["outlet"] for source in story["sources"]} == {"Harbour Wire", "Straits Ledger"}


def test_one_feed_s_failure_is_its_own(server: ScriptedServer, tmp_path: Path) -> None:
    server.feed("/good.xml", rss(SEED))
    server.fail("/broken.xml", 500)
    server.handler("/page.xml", lambda _request: _page())
    names = ("good", "broken", "page")
    house = House(tmp_path, feeds=[{"url": server.url(f"/{name}.xml"), "name": name} for name in names])
    said = house.run("poll", "--all", "--json")
    outcomes = {feed["name"]: feed["outcome"] for feed in said.record["feeds"]}
    assert said.code == 0
    assert outcomes == {"good": "updated", "broken": "failed", "page": "failed"}
    states = {feed["name"]: feed for feed in house.run("feeds", "--json").records}
    assert states["broken"]["state"] == "failing"
    assert "500" in states["broken"]["last_error"]
    assert "web page" in states["page"]["last_error"]
    assert states["good"]["entries"] == 1


def test_a_poll_in_which_every_feed_failed_ends_with_1(server: ScriptedServer, tmp_path: Path) -> None:
    server.fail("/broken.xml", 404)
    said = House(tmp_path, feeds=[{"url": server.url("/broken.xml"), "name": "Broken"}]).run("poll", "--all")
    assert said.code == 1
    assert "0 of 1 feeds answered" in said.out
    assert "Broken" in said.out


def test_a_poll_asks_only_what_is_due(seed: House, server: ScriptedServer) -> None:
    asked = len(server.requests)
    said = seed.run("poll", "--json")
    assert said.record["polled"] == 0
    assert len(server.requests) == asked


def test_one_feed_can_be_asked_by_name(seed: House) -> None:
    assert seed.run("poll", "--feed", "Harbour Wire", "--json").record["polled"] == 1
    unknown = seed.run("poll", "--feed", "Nobody")
    assert (unknown.code, "Nobody" in unknown.err) == (2, True)


def test_a_permanent_move_is_adopted_and_shown(server: ScriptedServer, tmp_path: Path) -> None:
    server.redirect("/old.xml", "/new.xml", 301)
    server.feed("/new.xml", rss(SEED))
    house = House(tmp_path, feeds=[{"url": server.url("/old.xml")}])
    house.poll()
    feed = house.run("feeds", "--json").record
    assert (feed["url"], feed["current_url"]) == (server.url("/old.xml"), server.url("/new.xml"))
    house.poll()
    assert [request.path for request in server.requests].count("/old.xml") == 1


def test_a_move_to_a_web_page_is_not_adopted(server: ScriptedServer, tmp_path: Path) -> None:
    server.redirect("/old.xml", "/portal", 301)
    server.handler("/portal", lambda _request: _page())
    house = House(tmp_path, feeds=[{"url": server.url("/old.xml")}])
    house.poll()
    assert house.run("feeds", "--json").record["current_url"] is None


def test_a_feed_that_is_gone_is_skipped_until_it_is_asked_by_name(server: ScriptedServer, tmp_path: Path) -> None:
    server.fail("/a.xml", 410)
    house = House(tmp_path, feeds=[{"url": server.url("/a.xml"), "name": "Wire"}])
    assert house.poll()["feeds"][0]["outcome"] == "gone"
    assert house.poll()["feeds"][0]["outcome"] == "skipped"
    server.feed("/a.xml", rss(SEED))
    assert house.run("poll", "--feed", "Wire", "--json").record["updated"] == 1
    assert house.run("feeds", "--json").record["state"] == "active"


def test_an_entry_that_is_too_old_when_first_seen_is_kept_and_not_told(server: ScriptedServer, tmp_path: Path) -> None:
    server.feed("/a.xml", rss(SEED))
    house = House(tmp_path, feeds=[{"url": server.url("/a.xml")}], digests=[DAILY], polling={"max_entry_age": "30d"})
    house.poll()
    assert len(house.run("entries", "--json").records) == 1
    digest = house.run("digest", "daily", "--since", "2023-10-12", "--until", "2023-10-15", "--format", "json").record
    assert digest["focus_areas"] == []


def test_without_groups_everything_is_relevant(server: ScriptedServer, tmp_path: Path) -> None:
    server.feed("/a.xml", rss(Item("A cat show", link="https://wire.example/cats", guid="1")))
    house = House(tmp_path, feeds=[{"url": server.url("/a.xml")}], keywords=EVERYTHING)
    house.poll()
    assert house.run("entries", "--json").record["relevant"]


def test_items_of_one_event_from_several_outlets_are_told_once(server: ScriptedServer, tmp_path: Path) -> None:
    server.feed("/a.xml", rss(SEED))
    copy = Item(SEED.title, SEED.text, "https://ledger.example/world/1", "77", "Fri, 13 Oct 2023 14:00:00 GMT")
    server.feed("/b.xml", rss(copy, title="Straits Ledger"))
    house = House(tmp_path, feeds=[{"url": server.url("/a.xml")}, {"url": server.url("/b.xml")}], digests=[DAILY])
    house.poll()
    digest = house.run("digest", "daily", "--since", "2023-10-12", "--until", "2023-10-15", "--format", "json").record
    told = [story for area in digest["focus_areas"] for story in area["stories"] if "sources" in story]
    assert [len(story["sources"]) for story in told] == [2]
    assert len(house.run("followups", "--json").records) == 2


def _page() -> Any:
    from scripted_server import Reply

    return Reply(200, b"<!doctype html><html><body><h1>Sign in</h1></body></html>", {"Content-Type": "text/html"})
