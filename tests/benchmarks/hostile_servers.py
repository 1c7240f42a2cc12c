"""Figures for docs/polling.md: what hostile servers cost, alone and beside good feeds.

Run: python tests/benchmarks/hostile_servers.py
The servers run in a process of their own, so the memory told is the client's.
"""

import asyncio
import gzip
import itertools
import os
import resource
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import brotli
import zstandard
from scripted_server import Connection, Recorded, Reply, ScriptedServer

from watcher.errors import HttpFailure
from watcher.http_client import HttpClient
from watcher.settings import Polling

MIB = bytes(1024 * 1024)
GOOD = 400
HOSTILE = ("gzip", "br", "zstd", "spin", "header", "reset", "flood", "drip")


def bombs() -> dict[str, bytes]:
    """A GiB of zeros in each coding."""
    br, zstd = brotli.Compressor(quality=5), zstandard.ZstdCompressor().compressobj()
    return {
        "gzip": gzip.compress(MIB * 16) * 64,
        "br": b"".join(br.process(MIB) for _ in range(1024)) + br.finish(),
        "zstd": b"".join(zstd.compress(MIB) for _ in range(1024)) + zstd.flush(),
    }


def serve() -> None:
    turn = itertools.count()

    def flood(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while connection.send(b"x" * 65536):
            pass

    def header(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n")
        while connection.send(b"X-A: " + b"y" * 4000 + b"\r\n"):
            pass

    def spin(_: Recorded) -> Reply:
        return Reply(302, b"", {"Location": f"/spin?{next(turn)}"})

    with ScriptedServer("0.0.0.0") as server, ScriptedServer() as garbage:
        for coding, body in bombs().items():
            server.feed(f"/{coding}", body, headers={"Content-Encoding": coding})
        server.handler("/spin", spin)
        server.raw("/header", header)
        server.raw("/flood", flood)
        server.raw("/reset", lambda connection: connection.reset())
        server.drip("/drip", b"<", every=1.0)
        garbage.greet(os.urandom(4096))
        for number in range(GOOD):
            server.feed(f"/{number}.xml", b"<rss>" + b"x" * 8000 + b"</rss>")
        sys.stdout.write(f"{server.port} {garbage.port}\n")
        sys.stdout.flush()
        threading.Event().wait()


def peak() -> str:
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB"


async def ask(client: HttpClient, url: str) -> str:
    try:
        return f"read {len((await client.get(url)).body)} bytes"
    except HttpFailure as failure:
        return str(failure)[:80]


async def measure(port: int, garbage: int) -> None:
    polling = Polling(allow_private_addresses=True, timeout=timedelta(seconds=5))
    good = [f"http://127.1.{n // 200}.{n % 200 + 1}:{port}/{n}.xml" for n in range(GOOD)]
    bad = [f"http://127.2.0.{n + 1}:{port}/{name}" for n, name in enumerate(HOSTILE * 2)]
    say = sys.stdout.write
    async with HttpClient(polling) as client:
        await ask(client, good[0])
        say(f"start: {peak()}\n")
        for url in [*bad[: len(HOSTILE)], f"https://127.0.0.1:{garbage}/tls"]:
            began = time.perf_counter()
            told = await ask(client, url)
            say(f"{url.rpartition('/')[2]:7} {time.perf_counter() - began:5.2f} s  {peak()}  {told}\n")
        for name, urls in (("alone", good), (f"beside {len(bad)} hostile", bad + good)):
            began = time.perf_counter()
            tasks = [asyncio.create_task(ask(client, url)) for url in urls]
            told = await asyncio.gather(*tasks[-GOOD:])
            read = time.perf_counter() - began
            await asyncio.gather(*tasks)
            count = sum(words.startswith("read") for words in told)
            say(f"{count} good {name}: {read:.2f} s, all over after {time.perf_counter() - began:.2f} s, {peak()}\n")


def main() -> None:
    with subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True) as servers:
        assert servers.stdout is not None
        port, garbage = map(int, servers.stdout.readline().split())
        try:
            asyncio.run(measure(port, garbage))
        finally:
            servers.terminate()


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
