"""Addresses off the public internet are refused on the way to the connection, however one gets there."""

import asyncio
import errno
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator

import httpcore
import pytest
from asking import failure, get, loopback
from scripted_server import Recorded, Reply, ScriptedServer

from watcher import connecting, wires
from watcher.connecting import system_resolve
from watcher.errors import HttpFailure
from watcher.http_client import HttpClient
from watcher.settings import Polling, Secret

pytestmark = pytest.mark.usefixtures("impatient")
PUBLIC = Polling()
Resolve = Callable[[str, int], Awaitable[list[str]]]


def names(**known: list[str]) -> Resolve:
    async def resolve(host: str, port: int) -> list[str]:
        answer = known.get(host.replace(".", "_"))
        if answer is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return answer

    return resolve


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "2130706433",
        "0x7f000001",
        "127.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "0.0.0.0",
    ],
)
def test_this_machine_is_not_asked_in_any_spelling(server: ScriptedServer, host: str) -> None:
    server.feed("/a", "<rss/>")
    told = failure(server.url("/a", host), polling=PUBLIC)
    assert told.kind == "address"
    assert "allow_private_addresses" in str(told)
    assert server.connections == 0


@pytest.mark.parametrize("host", ["１２７.0.0.1", "0177.0.0.1", "127。0。0。1", "[::ffff:7f00:1%25lo]"])
def test_stranger_spellings_of_this_machine_do_not_reach_it_either(server: ScriptedServer, host: str) -> None:
    assert failure(server.url("/a", host), polling=PUBLIC).kind in {"address", "url", "dns"}
    assert server.connections == 0


def test_the_message_names_what_the_name_leads_to(server: ScriptedServer) -> None:
    told = failure("http://intranet.example/", polling=PUBLIC, resolve=names(intranet_example=["10.1.2.3"]))
    assert str(told) == (
        "refused: intranet.example leads to 10.1.2.3, a private address (polling.allow_private_addresses permits it)"
    )


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/a", "http://2130706433:{port}/a", "//localhost:{port}/a"])
def test_a_redirect_to_this_machine_is_refused(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """The redirecting server's address, 127.0.0.2, is declared public."""
    real = connecting.refusal
    monkeypatch.setattr(connecting, "refusal", lambda address: None if str(address) == "127.0.0.2" else real(address))
    server.feed("/a", "<rss/>")
    with ScriptedServer("127.0.0.2") as public:
        public.redirect("/a", target.format(port=server.port), 302)
        public.redirect("/b", "http://169.254.169.254/latest/meta-data/", 301)
        assert failure(public.url("/a", "127.0.0.2"), polling=PUBLIC).kind == "address"
        assert "link-local" in str(failure(public.url("/b", "127.0.0.2"), polling=PUBLIC))
        assert len(public.requests) == 2
    assert server.connections == 0


def test_the_address_judged_is_the_address_connected_to(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that gives a public address to the check and this machine to the connection (DNS rebinding) gains
    nothing: it is resolved once, and what was judged is what is dialled."""
    answers = iter([["203.0.113.7"], ["127.0.0.1"], ["127.0.0.1"]])
    dialled: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        return next(answers)

    async def dial(host: str, *args: object, **options: object) -> object:
        dialled.append(host)
        raise ConnectionRefusedError

    monkeypatch.setattr("watcher.connecting.refusal", lambda address: "a loopback" if address.is_loopback else None)
    monkeypatch.setattr(wires, "connect", dial)
    with pytest.raises(ConnectionRefusedError):
        get(server.url("/a", "rebind.example"), polling=PUBLIC, resolve=rebinding)
    assert dialled == ["203.0.113.7"]


def test_of_several_addresses_only_public_ones_are_tried(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This test takes 127.0.0.1 for public; nothing listens at 10.0.0.1."""
    monkeypatch.setattr("watcher.connecting.refusal", lambda address: None if address.is_loopback else "a private one")
    server.feed("/a", "<rss/>")
    mixed = names(mixed_example=["10.0.0.1", "127.0.0.1"])
    assert get(server.url("/a", "mixed.example"), polling=PUBLIC, resolve=mixed).body == b"<rss/>"


def test_the_next_address_is_tried_when_one_does_not_answer(server: ScriptedServer) -> None:
    server.feed("/a", "<rss/>")
    two = names(two_example=["127.0.0.9", "127.0.0.1"])
    answer = get(server.url("/a", "two.example"), resolve=two)
    assert answer.body == b"<rss/>"
    assert server.requests[0].headers["host"] == f"two.example:{server.port}"


def test_a_connection_made_where_private_is_allowed_is_not_used_where_it_is_not(server: ScriptedServer) -> None:
    async def ask() -> str:
        async with HttpClient(PUBLIC) as client:
            await client.post(server.url("/a"), b"", {}, timeout=2, allow_private=True)
            with pytest.raises(HttpFailure) as refused:
                await client.get(server.url("/a"))
            return refused.value.kind

    assert asyncio.run(ask()) == "address"
    assert [request.method for request in server.requests] == ["POST"]


@pytest.mark.parametrize(("refusals", "answered"), [(1, True), (2, False)])
def test_a_connection_refused_is_tried_twice(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, refusals: int, answered: bool
) -> None:
    """A server that is being restarted; nothing was asked yet, so nothing is asked twice."""
    dial = wires.connect
    left = [ConnectionRefusedError(errno.ECONNREFUSED, "refused") for _ in range(refusals)]

    async def restarting(*args: object, **options: object) -> object:
        if left:
            raise httpcore.ConnectError("all attempts failed") from left.pop()
        return await dial(*args, **options)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(wires, "connect", restarting)
    server.feed("/a", "<rss/>")
    if answered:
        assert get(server.url("/a")).body == b"<rss/>"
    else:
        assert failure(server.url("/a")).kind == "connect"
    assert len(server.requests) == answered


# ---------------------------------------------------------------- names


def test_an_unknown_name_is_told_in_words() -> None:
    told = failure("http://nowhere.invalid/feed")
    assert (told.kind, str(told)) == ("dns", "the name nowhere.invalid is not known (DNS)")


@pytest.mark.parametrize("host", ["a..b.example", "x" * 64 + ".example", "-.example"])
def test_a_name_that_cannot_be_one_fails_like_any_other(host: str) -> None:
    assert failure(f"http://{host}/").kind in {"dns", "url"}


def test_a_resolver_out_of_order_is_tried_twice() -> None:
    tries: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        tries.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    told = failure("http://paper.example/", resolve=resolve)
    assert str(told) == "the name paper.example cannot be looked up just now (DNS)"
    assert tries == ["paper.example"] * 2


def test_a_name_without_an_address_is_told_in_words() -> None:
    assert str(failure("http://empty.example/", resolve=names(empty_example=[]))) == (
        "the name empty.example has no address (DNS)"
    )


def test_an_international_name_is_looked_up_in_its_ascii_form() -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["10.0.0.1"]

    failure("http://zürich.example/", polling=PUBLIC, resolve=resolve)
    assert asked == ["xn--zrich-kva.example"]


def test_a_resolver_that_hangs_meets_the_deadline() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    told = failure("http://slow.example/", polling=loopback(timeout=loopback().timeout / 10), resolve=resolve)
    assert (told.kind, str(told)) == ("timeout", "no connection to slow.example within 0.2 s (timeout)")


def test_the_systems_resolver_gives_each_address_once() -> None:
    found = asyncio.run(system_resolve("localhost", 80))
    assert "127.0.0.1" in found or "::1" in found
    assert len(found) == len(set(found))


def test_an_answer_that_comes_after_the_request_was_given_up_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    release, done = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> list[object]:
        release.wait(5)
        done.set()
        return []

    monkeypatch.setattr("socket.getaddrinfo", slow)

    async def give_up() -> bool:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await system_resolve("slow.example", 80)
        release.set()
        return await asyncio.to_thread(done.wait, 5)

    assert asyncio.run(give_up())


# ---------------------------------------------------------------- proxy


def proxied(proxy: ScriptedServer, user: str = "", **changes: object) -> Polling:
    return loopback(proxy=Secret(proxy.url("").replace("//", f"//{user}")), **changes)


@pytest.fixture
def proxy() -> Iterator[ScriptedServer]:
    """A proxy that answers plain requests itself and refuses tunnels."""

    def answer(request: Recorded) -> Reply:
        return Reply(200, b"through the proxy") if request.method == "GET" else Reply(403, b"no tunnels")

    with ScriptedServer() as running:
        running.otherwise(answer)
        yield running


def test_requests_go_through_the_configured_proxy(proxy: ScriptedServer) -> None:
    public = names(paper_example=["93.184.215.14"])
    polling = proxied(proxy, "desk:s3cret@", allow_private_addresses=False)
    assert get("http://paper.example/feed", polling=polling, resolve=public).body == b"through the proxy"
    (request,) = proxy.requests
    assert request.path == "http://paper.example/feed"
    assert request.headers["proxy-authorization"].startswith("Basic ")
    assert request.headers["host"] == "paper.example"


def test_environment_proxies_are_not_used(
    server: ScriptedServer, proxy: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url(""))
    assert get(server.feed("/a", "<rss/>")).body == b"<rss/>"
    assert proxy.requests == []


@pytest.mark.parametrize("host", ["10.0.0.1", "intranet.example", "[::1]", "2130706433"])
def test_a_proxy_is_not_asked_for_private_addresses(proxy: ScriptedServer, host: str) -> None:
    polling = proxied(proxy, allow_private_addresses=False)
    private = names(intranet_example=["192.168.7.7"])
    assert failure(f"http://{host}/a", polling=polling, resolve=private).kind == "address"
    assert proxy.requests == []


def test_a_name_that_only_the_proxy_knows_is_left_to_it(proxy: ScriptedServer) -> None:
    polling = proxied(proxy, allow_private_addresses=False)
    assert get("http://known-there.example/", polling=polling, resolve=names()).body == b"through the proxy"


def test_a_tunnel_that_the_proxy_refuses_is_told_in_words(proxy: ScriptedServer) -> None:
    told = failure("https://paper.example/feed", polling=proxied(proxy), resolve=names(paper_example=["93.184.215.14"]))
    assert told.kind == "connect"
    assert "the proxy did not connect to paper.example" in str(told)


def test_a_proxy_that_is_down_is_told_as_such() -> None:
    told = failure("http://paper.example/", polling=loopback(proxy=Secret("http://127.0.0.1:1")), resolve=names())
    assert str(told) == "the proxy refused the connection"
