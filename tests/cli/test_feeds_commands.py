"""``watcher feeds add | import | export`` as a person uses them, against a site on loopback."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from house import House, Item, rss
from scripted_server import Reply, ScriptedServer

FEED = rss(
    Item(
        "Washington and Singapore agree on AI safety",
        "The United States and Singapore will test AI models.",
        "https://wire.example/1",
        "1",
        "Fri, 13 Oct 2023 12:00:00 GMT",
    ),
    Item("A bridge opens", "Traffic flows.", "https://wire.example/2", "2", "Sat, 14 Oct 2023 12:00:00 GMT"),
)
YAML = "# mine\nfeeds:\n  - url: https://old.example/rss  # kept\n    name: Old\n"


def page(*links: str, body: str = "<p>News</p>") -> bytes:
    return f"<!doctype html><html><head>{''.join(links)}</head><body>{body}</body></html>".encode()


def link(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def html(server: ScriptedServer, path: str, body: bytes) -> str:
    return server.handler(path, lambda _: Reply(200, body, {"Content-Type": "text/html"}))


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path, polling={"timeout": "5s"})
    (house.config / "feeds.yaml").write_text(YAML, encoding="utf-8")
    return house


def feeds_file(house: House) -> str:
    return (house.config / "feeds.yaml").read_text(encoding="utf-8")


def test_a_feed_s_own_address_is_added_and_introduced(house: House, server: ScriptedServer) -> None:
    url = server.feed("/a.xml", FEED)
    said = house.run("feeds", "add", url, "--name", "Harbour: Wire")
    assert said.code == 0
    assert "1 of its 2 entries would be relevant" in said.out
    lines = said.out.splitlines()
    assert [line[:11] for line in lines[1:3]] == ["14 Oct 2023", "13 Oct 2023"]
    assert feeds_file(house) == YAML + f'  - url: "{url}"\n    name: "Harbour: Wire"\n'
    assert [feed["name"] for feed in house.run("feeds", "--json").records] == ["Old", "Harbour: Wire"]


def test_a_page_names_its_feed(house: House, server: ScriptedServer) -> None:
    server.feed("/news/rss.xml", FEED)
    comments = link("/comments/feed", "Comments feed")
    home = html(server, "/", page(comments, link("/news/rss.xml", "News"), link("/sport.xml", "Sport")))
    said = house.run("feeds", "add", home)
    assert said.code == 0
    assert f'"{server.url("/news/rss.xml")}"' in feeds_file(house)
    assert server.url("/sport.xml") in said.out
    assert [request.path for request in server.requests] == ["/", "/news/rss.xml"]


def test_common_places_are_the_last_resort(house: House, server: ScriptedServer) -> None:
    server.feed("/feed.xml", FEED)
    home = html(server, "/", page())
    said = house.run("feeds", "add", home)
    assert said.code == 0
    assert [request.path for request in server.requests] == ["/", "/feed/", "/feed.xml"]
    assert "the page names none" in said.out


def test_a_feed_that_the_page_names_in_vain_is_passed_over(house: House, server: ScriptedServer) -> None:
    server.feed("/live.xml", FEED)
    home = html(server, "/", page(link("/dead.xml"), link("/live.xml")))
    assert house.run("feeds", "add", home).code == 0
    assert server.url("/live.xml") in feeds_file(house)


def test_a_permanent_redirect_is_taken_and_a_temporary_one_is_not(house: House, server: ScriptedServer) -> None:
    server.feed("/a.xml", FEED)
    server.feed("/b.xml", FEED)
    house.run("feeds", "add", server.redirect("/old", "/a.xml", 301))
    house.run("feeds", "add", server.redirect("/door", "/b.xml", 302))
    assert server.url("/a.xml") in feeds_file(house)
    assert server.url("/door") in feeds_file(house)
    assert server.url("/b.xml") not in feeds_file(house)


@pytest.mark.parametrize("again", ["https://old.example/rss", "HTTPS://OLD.example:443/rss"])
def test_a_feed_is_not_added_twice(house: House, again: str) -> None:
    said = house.run("feeds", "add", again)
    assert said.code == 2
    assert "has it already: Old" in said.err
    assert feeds_file(house) == YAML


def test_a_page_whose_feed_is_there_already_adds_nothing(house: House, server: ScriptedServer) -> None:
    server.feed("/a.xml", FEED)
    house.run("feeds", "add", server.url("/a.xml"))
    before = feeds_file(house)
    said = house.run("feeds", "add", html(server, "/", page(link("/a.xml"))))
    assert (said.code, feeds_file(house)) == (2, before)


def test_a_name_that_is_taken_is_refused(house: House, server: ScriptedServer) -> None:
    said = house.run("feeds", "add", server.feed("/a.xml", FEED), "--name", "Old")
    assert said.code == 2
    assert (feeds_file(house), server.requests) == (YAML, [])


def test_a_site_without_a_feed_is_told_in_one_sentence(house: House, server: ScriptedServer) -> None:
    said = house.run("feeds", "add", html(server, "/", page()))
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "no feed was found" in said.err
    assert feeds_file(house) == YAML


def test_a_page_that_is_not_there_is_told_in_one_sentence(house: House, server: ScriptedServer) -> None:
    said = house.run("feeds", "add", server.url("/nothing"))
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "HTTP 404" in said.err


def test_private_addresses_are_not_looked_at(tmp_path: Path, server: ScriptedServer) -> None:
    house = House(tmp_path, polling={"allow_private_addresses": False})
    server.feed("/a.xml", FEED)
    for url in (server.url("/a.xml"), server.url("/a.xml").replace("127.0.0.1", "2130706433"), "file:///etc/passwd"):
        said = house.run("feeds", "add", url)
        assert (said.code, said.err.count("\n")) == (1, 1), url
    assert server.requests == []


def test_a_bad_configuration_is_told_before_anybody_is_asked(house: House, server: ScriptedServer) -> None:
    (house.config / "feeds.yaml").write_text("feeds:\n  - nonsense\n")
    said = house.run("feeds", "add", server.feed("/a.xml", FEED))
    assert (said.code, server.requests) == (2, [])


OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="Asia"><outline type="rss" text="Straits Post" xmlUrl="https://straits.example/rss"/>
<outline type="rss" text="Old again" xmlUrl="https://OLD.example/rss"/></outline>
<outline type="rss" text="Old" xmlUrl="https://second.example/rss"/>
<outline type="rss" text="${HOME}" xmlUrl="https://third.example/rss"/>
<outline type="rss" text="Straits twice" xmlUrl="https://straits.example:443/rss"/>
</body></opml>"""


def test_opml_adds_what_is_not_there_yet(house: House, tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_text(OPML)
    said = house.run("feeds", "import", str(file))
    assert (said.code, said.out) == (0, "3 feeds added, 2 there already.\n")
    assert feeds_file(house).startswith(YAML)
    listed = [(feed["url"], feed["name"]) for feed in house.run("feeds", "--json").records]
    assert listed == [
        ("https://old.example/rss", "Old"),
        ("https://straits.example/rss", "Straits Post"),
        ("https://second.example/rss", "https://second.example/rss"),
        ("https://third.example/rss", "${HOME}"),
    ]
    assert house.run("feeds", "import", str(file)).out == "0 feeds added, 5 there already.\n"


def test_what_is_exported_can_be_imported(house: House, tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_text(OPML)
    house.run("feeds", "import", str(file))
    exported = house.run("feeds", "export")
    outlines = {one.get("xmlUrl"): one.get("title") for one in ET.fromstring(exported.out).iter("outline")}
    assert outlines["https://straits.example/rss"] == "Straits Post"
    assert len(outlines) == 4
    other = House(tmp_path / "other")
    (tmp_path / "out.opml").write_text(exported.out)
    assert other.run("feeds", "import", str(tmp_path / "out.opml")).out == "4 feeds added, 0 there already.\n"


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><body>no</body></html>", b"<opml><body><outline", b"\x00\xff\xfe", b"{}"],
    ids=["empty", "page", "cut short", "bytes", "json"],
)
def test_a_file_that_is_no_opml_is_told_in_one_sentence(house: House, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list.opml"
    file.write_bytes(content)
    said = house.run("feeds", "import", str(file))
    assert said.code in (1, 2)
    assert said.err.count("\n") == 1
    assert feeds_file(house) == YAML


def test_a_file_that_is_not_there_is_told_in_one_sentence(house: House, tmp_path: Path) -> None:
    said = house.run("feeds", "import", str(tmp_path / "none.opml"))
    assert (said.code, said.err.count("\n")) == (2, 1)
