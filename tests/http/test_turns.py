"""Manners: how many requests run at once, and the pause between two to one site."""

import asyncio
import itertools
import threading
from datetime import timedelta

from asking import loopback
from scripted_server import Recorded, Reply, ScriptedServer

from watcher import turns
from watcher.http_client import HttpClient
from watcher.settings import Polling
from watcher.turns import Turns


class Crowd:
    """A handler that keeps each request until nobody more comes, and knows how many were inside at once."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self._lock = threading.Lock()
        self._never = threading.Event()

    def __call__(self, _: Recorded) -> Reply:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self._never.wait(0.03)  # a slow server: what counts is how many wait in it together
        with self._lock:
            self.inside -= 1
        return Reply(200, b"x")


def ask_all(urls: list[str], polling: Polling) -> None:
    async def ask() -> None:
        async with HttpClient(polling) as client:
            await asyncio.gather(*map(client.get, urls))

    asyncio.run(ask())


def test_no_more_than_per_host_requests_are_at_one_host_at_once(server: ScriptedServer) -> None:
    crowd = Crowd()
    ask_all([server.handler("/a", crowd)] * 10, loopback(per_host=2))
    assert crowd.most == 2
    assert len(server.requests) == 10


def test_each_address_is_a_site_of_its_own() -> None:
    crowd = Crowd()
    with ScriptedServer("0.0.0.0") as server:
        server.handler("/a", crowd)
        ask_all([server.url("/a", f"127.0.0.{number}") for number in range(1, 9)], loopback(per_host=1))
    assert crowd.most > 1


def test_concurrency_bounds_all_hosts_together() -> None:
    crowd = Crowd()
    with ScriptedServer("0.0.0.0") as server:
        server.handler("/a", crowd)
        ask_all([server.url("/a", f"127.0.0.{number}") for number in range(1, 13)], loopback(concurrency=3))
    assert crowd.most == 3


def test_names_of_one_registered_domain_share_its_turns() -> None:
    crowd = Crowd()

    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def ask(server: ScriptedServer) -> None:
        async with HttpClient(loopback(per_host=1), resolve=here) as client:
            hosts = [f"{name}.paper.co.uk" for name in "abcdef"]
            await asyncio.gather(*(client.get(server.url("/a", host)) for host in hosts))

    with ScriptedServer() as server:
        server.handler("/a", crowd)
        asyncio.run(ask(server))
        assert {request.headers["host"] for request in server.requests} >= {f"a.paper.co.uk:{server.port}"}
    assert crowd.most == 1


def test_host_delay_lies_between_any_two_requests_to_a_host(server: ScriptedServer) -> None:
    server.redirect("/old", "/a", 302)
    server.feed("/a", "<rss/>")
    ask_all([server.url("/old")] * 3, loopback(host_delay=timedelta(seconds=0.05), per_host=2))
    times = sorted(request.time for request in server.requests)
    assert len(times) == 6
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.04


def test_waiting_for_a_turn_is_not_held_against_a_request(server: ScriptedServer) -> None:
    """Ten requests of 0.05 s one after the other take longer than the timeout of each."""
    crowd = Crowd()
    ask_all([server.handler("/a", crowd)] * 12, loopback(per_host=1, timeout=timedelta(seconds=0.3)))
    assert len(server.requests) == 12


def test_sites_at_rest_are_forgotten() -> None:
    async def visit() -> int:
        queue = Turns(concurrency=4, per_host=1, pause=0)
        for number in range(turns._MOST_SITES + 10):
            async with queue.turn(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"):
                pass
        return len(queue._sites)

    assert asyncio.run(visit()) <= 10
