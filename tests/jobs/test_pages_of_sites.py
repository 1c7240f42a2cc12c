"""Feeds give teasers; the sentence that matters stands at the end of the page. One poll over some thirty-five sites."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from article_shapes import END, LEAD, MIDDLE, READABLE, SHUT_PAGES, TEASER, reply
from house import House, Item, rss
from scripted_server import Reply, ScriptedServer

DAILY = {"name": "daily", "followups": {"show": "all", "ahead": "900d", "overdue": "900d"}}
WINDOW = ("digest", "daily", "--since", "2023-10-12", "--until", "2023-10-15")


class Site:
    """All pages behind feeds of eight items; what one ``watcher poll`` made of them."""

    def __init__(self, root: Path, server: ScriptedServer) -> None:
        server.handler("/robots.txt", lambda _: Reply(200, b"User-agent: *\nDisallow: /private/\n"))
        paths = {
            f"readable: {name}": self._serve(server, f"/{place}/r", reply(body))
            for place, (name, body) in enumerate(READABLE.items())
        }
        paths |= {
            f"shut: {name}": self._serve(server, f"/{place}/s", lambda _, given=given: given)
            for place, (name, (given, _)) in enumerate(SHUT_PAGES.items())
        }
        paths["behind a redirect"] = server.redirect("/go?to=1", "/0/r", 302)
        server.handler("/consent/form", lambda _: SHUT_PAGES["consent form"][0])
        paths["redirected to a consent page"] = server.redirect("/go?to=2", "/consent/form", 302)
        paths["forbidden to robots"] = self._serve(server, "/private/story", reply(READABLE["blog"]))
        paths["redirected to where robots may not go"] = server.redirect("/go?to=3", "/private/story", 302)
        items = [Item(name, TEASER, url, name) for name, url in paths.items()]
        feeds = [items[start : start + 8] for start in range(0, len(items), 8)]
        for place, some in enumerate(feeds):
            server.feed(f"/feed{place}.xml", rss(*some, title=f"Outlet {place}"))
        urls = [{"url": server.url(f"/feed{place}.xml"), "full_text": "auto"} for place in range(len(feeds))]
        self.server = server
        self.house = House(root, feeds=urls, digests=[DAILY], polling={"per_host": 8})
        self.said = self.house.run("poll", "--all")
        self.entries = {entry["guid"]: entry for entry in self.house.run("entries", "--json").records}

    @staticmethod
    def _serve(server: ScriptedServer, path: str, answer: Any) -> str:
        return server.handler(path, answer)

    def note(self, guid: str) -> str:
        explained: str = self.house.run("explain", self.entries[guid]["id"], "--json").record["page_note"]
        return explained


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with ScriptedServer() as server:
        yield Site(tmp_path_factory.mktemp("site"), server)


def sentences(entry: dict[str, Any]) -> list[str]:
    return [found["text"] for found in entry["followups"]]


def test_there_are_more_than_thirty_pages(site: Site) -> None:
    assert site.said.code == 0
    assert len(site.entries) == len(READABLE) + len(SHUT_PAGES) + 4 > 30


@pytest.mark.parametrize("guid", [*(f"readable: {name}" for name in READABLE), "behind a redirect"])
def test_the_sentence_at_the_end_is_found(site: Site, guid: str) -> None:
    entry = site.entries[guid]
    assert entry["full_text"] == "page"
    assert sentences(entry) == [END]
    (found,) = entry["followups"]
    assert (found["event_slug"], found["start"], found["end"]) == ("cet-dialogue", "2024-01-01", "2024-12-31")
    assert (found["precision"], found["place"]) == ("year", "Singapore")


@pytest.mark.parametrize("name", SHUT_PAGES)
def test_a_page_that_is_shut_leaves_the_feed_s_words_and_is_said(site: Site, name: str) -> None:
    entry = site.entries[f"shut: {name}"]
    assert (entry["full_text"], entry["summary"], entry["relevant"]) == ("unavailable", TEASER, True)
    assert sentences(entry) == []
    assert SHUT_PAGES[name][1] in site.note(f"shut: {name}")


def test_a_redirect_to_a_consent_page_is_named(site: Site) -> None:
    assert site.entries["redirected to a consent page"]["full_text"] == "unavailable"
    assert "consent" in site.note("redirected to a consent page")


@pytest.mark.parametrize("guid", ["forbidden to robots", "redirected to where robots may not go"])
def test_what_robots_may_not_read_is_not_read(site: Site, guid: str) -> None:
    assert (site.entries[guid]["full_text"], sentences(site.entries[guid])) == ("unavailable", [])
    assert "robots.txt" in site.note(guid)


def test_robots_txt_is_asked_once_a_site_and_before_any_page(site: Site) -> None:
    asked = [request.path for request in site.server.requests if not request.path.startswith("/feed")]
    assert asked.count("/robots.txt") == 1
    assert asked[0] == "/robots.txt"


def test_the_digest_tells_the_follow_up_of_the_pages(site: Site) -> None:
    digest = site.house.run(*WINDOW, "--format", "json").record
    (found,) = digest["followups"]["new"]
    assert (found["event_slug"], found["text"]) == ("cet-dialogue", END)


@pytest.mark.parametrize(
    "command",
    [
        ("entries", "--json"),
        ("entries",),
        ("stories", "--json"),
        ("stories", "--all"),
        ("followups", "--json"),
        ("explain", "e1"),
        ("explain", "e1", "--json"),
        *[(*WINDOW, "--format", form) for form in ("text", "html", "markdown", "json")],
    ],
    ids=" ".join,
)
def test_the_text_of_a_page_is_shown_nowhere(site: Site, command: tuple[str, ...]) -> None:
    said = site.house.run(*command)
    assert said.code == 0
    assert LEAD not in said.out
    assert MIDDLE not in said.out
