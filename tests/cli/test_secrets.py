"""What the environment gives for an address is printed nowhere, and leaves the house in no digest."""

import json
from pathlib import Path

import pytest
from house import House, Item, rss
from scripted_server import ScriptedServer

TOKEN = "s3cr3t-token"
COMMANDS = [
    ["poll", "--all"],
    ["poll", "--all", "--json"],
    ["poll", "--feed", "Private Wire", "--json"],
    ["feeds"],
    ["feeds", "--json"],
    ["feeds", "export"],
    ["entries", "--json"],
    ["coverage"],
    ["coverage", "--json"],
    ["explain", "e1"],
    ["digest", "daily", "--format", "json"],
    ["digest", "daily", "--format", "html"],
    ["check"],
]


@pytest.fixture
def house(server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Three feeds whose addresses hold a token: one good, one in a circle, one whose page is no feed."""
    monkeypatch.setenv("TOKEN", TOKEN)
    server.feed(f"/a.xml?key={TOKEN}", rss(Item("U.S. and Singapore on AI", "", "https://wire.example/1", "1")))
    server.redirect(f"/circle.xml?key={TOKEN}", f"/circle.xml?key={TOKEN}", 302)
    server.fail(f"/gone.xml?key={TOKEN}", 404)
    base = server.url("/").rstrip("/")
    return House(
        tmp_path,
        feeds=[
            {"url": f"{base}/a.xml?key=${{TOKEN}}", "name": "Private Wire"},
            {"url": f"{base}/circle.xml?key=${{TOKEN}}"},
            {"url": f"{base}/gone.xml?key=${{TOKEN}}"},
        ],
        digests=[{"name": "daily"}],
    )


def test_no_command_prints_a_token_of_a_feed_s_address(house: House) -> None:
    told = {" ".join(command): house.run(*command) for command in COMMANDS}
    assert [name for name, said in told.items() if TOKEN in said.out + said.err] == []
    assert {name: said.code for name, said in told.items() if said.code} == {}
    polled = [feed["url"] for feed in json.loads(told["poll --all --json"].out)["feeds"]]
    assert all(url.endswith("?key=•••") for url in polled)
    assert [entry["feed"] for entry in told["entries --json"].records] == polled[:1]


def test_a_login_in_an_address_is_not_shown(server: ScriptedServer, tmp_path: Path) -> None:
    server.feed("/a.xml", rss(Item("U.S. and Singapore on AI", "", "https://wire.example/1", "1")))
    address = server.url("/a.xml").replace("http://", "http://reader:pass-word@")
    house = House(tmp_path, feeds=[{"url": address}])
    said = [house.run("poll", "--all", "--json"), house.run("feeds", "--json"), house.run("entries", "--json")]
    assert [one.code for one in said] == [0, 0, 0]
    assert "pass-word" not in "".join(one.out + one.err for one in said)


def test_private_addresses_allowed_for_polling_are_allowed_for_webhooks(server: ScriptedServer, tmp_path: Path) -> None:
    server.fail("/hook", 204)
    house = House(
        tmp_path,
        channels=[{"name": "hook", "type": "webhook", "url": server.url("/hook")}],
    )
    assert house.run("channels", "test", "hook").code == 0
    assert [request.method for request in server.requests] == ["POST"]


def test_a_signing_secret_that_is_no_base64_is_a_fault(tmp_path: Path) -> None:
    hook = {"name": "hook", "type": "webhook", "url": "https://hook.example/", "secret": "whsec_%%"}
    said = House(tmp_path, channels=[hook]).run("check")
    assert said.code == 2
    assert "whsec_" in said.err
    assert "%%" not in said.err
