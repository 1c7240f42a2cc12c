"""The other side of the polling benchmark: made-up feeds, the same at every run, and a plain server for them.

Feed ``n`` lives at an address of its own (127.1.x.y), as feeds of two hundred outlets do. The server runs in a process
of its own; ``POST /set`` with a JSON object tells it which edition to serve, with validators or without, how late.
"""

import asyncio
import gzip
import hashlib
import json
import pickle
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

SPAN = timedelta(days=25)  # over which a feed's entries are spread
NEW = 3  # entries that a changed feed shows first, having dropped as many at its end
_SYLLABLES = (
    "ba bel bor cas da den do fa fer ga gor hal jin ka kel ko lan lei lo ma mer mi na nor ong pa pel ra ren ri sa sol "
    "tan tor va vel wen yar zu"
).split()
_PLACES = (
    "Singapore Lisbon Jakarta Hanoi Canberra Tokyo Brussels Geneva Nairobi Lima Oslo Seoul Manila Ottawa Madrid "
    "Delhi Cairo Bogotá Zürich Tallinn Perth Dakar Penang Cebu Da-Nang Quito Helsinki Accra Porto Riga"
).split()
_VERBS = (
    "approves delays opens cuts expands reviews funds rejects signs tests audits sells buys launches halts extends "
    "questions doubles drops revives merges leases closes joins names moves blocks backs eases splits"
).split()
_SUBJECTS = (
    "quantum sensors|artificial intelligence rules|chip exports|subsea cables|harbour fees|vaccine trials|rice "
    "imports|school meals|tram lines|solar leases|data centres|bank charges|rental law|biotech grants|fishing "
    "quotas|grid batteries|water prices|border queues|film festivals|cancer screening|drone corridors|steel "
    "tariffs|satellite launches|pension rules|bridge repairs|museum loans|cyber drills|nurse pay|forest fires|"
    "ferry routes|visa fees|housing credits|airport slots|coffee harvests|football transfers|opera seasons|"
    "volcano alerts|bus strikes|court fees|road tolls"
).split("|")
_MANNERS = (
    "quietly|again|at last|after months of talks|despite doubts|by a narrow vote|for the first time|too late".split("|")
)


@dataclass(frozen=True, slots=True)
class Site:
    """Feeds as bytes, by edition: edition 1 has new entries in some of them."""

    editions: tuple[tuple[bytes, ...], ...]

    @property
    def size(self) -> int:
        return sum(map(len, self.editions[0]))


def urls(feeds: int, port: int, first: int = 0) -> list[str]:
    return [
        f"http://127.1.{number // 250}.{number % 250 + 1}:{port}/{number}" for number in range(first, first + feeds)
    ]


def make_site(
    feeds: int, entries: int, changed: float, now: datetime, *, first: int = 0, span: timedelta = SPAN
) -> Site:
    """``changed``: the share of the feeds that edition 1 has new entries in. ``first``: a multiple of ``feeds``."""
    every = round(1 / changed) if changed else 0
    before, after = [], []
    for number in range(first, first + feeds):
        writer = _Writer(number, now, span)
        told = [writer.entry(place, entries) for place in range(entries + NEW)]
        before.append(writer.document(told[NEW:]))
        moved = every and number % every == 0
        after.append(writer.document(told[:entries]) if moved else before[-1])
    return Site((tuple(before), tuple(after)))


class _Writer:
    """One outlet: three of four write RSS, one of five gives the full text."""

    def __init__(self, number: int, now: datetime, span: timedelta) -> None:
        self._random = random.Random(number)
        self._number, self._now, self._span = number, now, span
        self._atom = number % 4 == 3
        self._full = number % 5 == 2
        self._name = f"{self._word().title()} {self._random.choice(('Herald', 'Post', 'Wire', 'Review', 'Gazette'))}"

    def _word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4)))

    def _sentence(self, at: datetime) -> str:
        """One of forty tells a date ahead: of a full text about every other one does."""
        choose, number = self._random.choice, self._random.randint
        one, other, date = self._word(), self._word(), at + timedelta(days=number(3, 200))
        place, subject, further = choose(_PLACES), choose(_SUBJECTS), choose(_SUBJECTS)
        who = f"{one.title()} {other.title()}"
        if number(1, 40) == 1:
            return f"A hearing on {subject} in {place} is planned for {date.day} {date:%B %Y}, {who} wrote."
        return choose(
            (
                f"{who} of {place} said {subject} {choose(_MANNERS)} changed what {one.title()} & Sons had promised.",
                f"The office in {place} {choose(_VERBS)} {subject} worth {number(2, 999)} million {choose(_MANNERS)}.",
                f"Nobody at {one.title()} would say whether {subject} or {further} matter to {number(9, 9000)} people.",
                f"{who}, who has run {place}'s {other} society since {number(1980, 2020)}, puts {subject} first.",
                f"That is what {who} calls \u201ca {other} habit\u201d and {number(3, 70)} % agree with.",
                f"Prices of {one} rose to {number(2, 99)} euros last week as {further} grew scarce in {place}.",
                f"Critics, among them {who}, point to {further}, which the {other} inquiry {choose(_VERBS)} years ago.",
                f"It rained on those outside the {other} hall; some sang, some asked for {subject}, most left.",
            )
        )

    def entry(self, place: int, entries: int) -> str:
        """Newest first; ``place`` counts from the top of edition 1."""
        choose = self._random.choice
        at = self._now - self._span * ((place + self._random.random()) / (entries + NEW))
        title = f"{self._word().title()} {choose(_VERBS)} {choose(_SUBJECTS)} in {choose(_PLACES)} {choose(_MANNERS)}"
        if self._random.random() < 0.03:
            title = f"Singapore and United States {choose(_VERBS)} {choose(_SUBJECTS)} with {self._word().title()}"
        summary = " ".join(self._sentence(at) for _ in range(self._random.randint(2, 4)))
        link = f"https://news-{self._number}.example/{at:%Y/%m/%d}/{self._word()}-{self._word()}-{place}"
        shown = f'<p>{escape(summary)} <a href="{link}">Continue reading</a></p>'
        body = "".join(
            f"<p>{' '.join(escape(self._sentence(at)) for _ in range(3))} <em>{self._word()}</em></p>"
            for _ in range(14)
        )
        return self._in_atom(title, shown, body, link, at) if self._atom else self._in_rss(title, shown, body, link, at)

    def _in_rss(self, title: str, summary: str, body: str, link: str, at: datetime) -> str:
        full = f"<content:encoded><![CDATA[{body}]]></content:encoded>" if self._full else ""
        return (
            f'<item><title>{escape(title)}</title><link>{link}</link><guid isPermaLink="false">{link}#id</guid>'
            f"<pubDate>{format_datetime(at)}</pubDate><dc:creator>{self._word().title()}</dc:creator>"
            f"<category>{self._word()}</category><description><![CDATA[{summary}]]></description>{full}</item>\n"
        )

    def _in_atom(self, title: str, summary: str, body: str, link: str, at: datetime) -> str:
        when = at.isoformat(timespec="seconds")
        full = f'<content type="html">{escape(body)}</content>' if self._full else ""
        return (
            f'<entry><title>{escape(title)}</title><link rel="alternate" href="{link}"/><id>tag:{link}</id>'
            f"<published>{when}</published><updated>{when}</updated><author><name>{self._word().title()}</name></author>"
            f'<summary type="html">{escape(summary)}</summary>{full}</entry>\n'
        )

    def document(self, entries: Sequence[str]) -> bytes:
        head = '<?xml version="1.0" encoding="utf-8"?>\n'
        home = f"https://news-{self._number}.example/"
        if self._atom:
            head += f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{self._name}</title><id>{home}</id>'
            head += f'<link href="{home}"/><updated>{self._now.isoformat(timespec="seconds")}</updated>'
            return (head + "".join(entries) + "</feed>").encode()
        head += '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        head += 'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        head += f"<title>{self._name}</title><link>{home}</link><description>{self._name}</description>\n"
        return (head + "".join(entries) + "</channel></rss>").encode()


@dataclass(slots=True)
class _Served:
    body: bytes
    packed: bytes
    etag: bytes
    kind: bytes


class Server:
    """Keep-alive, gzip where it is accepted, 304 where a validator matches. No more HTTP than feed readers use."""

    def __init__(self, site: Site) -> None:
        self._editions = [[_served(body) for body in edition] for edition in site.editions]
        self._edition, self._validators, self._latency = 0, True, 0.0

    async def serve(self, port: int) -> None:
        server = await asyncio.start_server(self._connection, "0.0.0.0", port, backlog=2048)
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        async with server:
            await server.serve_forever()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                headers = dict(_headers(head))
                sent = await reader.readexactly(int(headers.get(b"content-length", b"0")))
                if self._latency and not sent:
                    await asyncio.sleep(self._latency)
                writer.write(self._answer(head.split(b" ", 2)[1], headers, sent))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has left
        finally:
            writer.close()

    def _answer(self, path: bytes, headers: dict[bytes, bytes], sent: bytes) -> bytes:
        if path == b"/set":
            told = json.loads(sent)
            self._edition, self._validators, self._latency = told["edition"], told["validators"], told["latency"]
            return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        edition = self._editions[self._edition]
        served = edition[int(path[1:]) % len(edition)]
        etag = b"ETag: " + served.etag + b"\r\n" if self._validators else b""
        if self._validators and headers.get(b"if-none-match") == served.etag:
            return b"HTTP/1.1 304 Not Modified\r\n" + etag + b"\r\n"
        packed = b"gzip" in headers.get(b"accept-encoding", b"")
        body = served.packed if packed else served.body
        coding = b"Content-Encoding: gzip\r\n" if packed else b""
        length = b"Content-Length: %d\r\n\r\n" % len(body)
        return b"HTTP/1.1 200 OK\r\nContent-Type: " + served.kind + b"\r\n" + etag + coding + length + body


def _headers(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        yield name.lower(), value.strip()


def _served(body: bytes) -> _Served:
    kind = b"application/atom+xml" if b"<feed " in body[:80] else b"application/rss+xml"
    etag = b'"' + hashlib.sha256(body).hexdigest()[:20].encode() + b'"'
    return _Served(body, gzip.compress(body, 6, mtime=0), etag, kind)


if __name__ == "__main__":
    stored: Site = pickle.loads(Path(sys.argv[1]).read_bytes())
    asyncio.run(Server(stored).serve(0))
