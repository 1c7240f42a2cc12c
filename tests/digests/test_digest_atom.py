"""Digests as an Atom feed, read back by feedparser."""

from datetime import timedelta
from io import BytesIO

import feedparser
from digest_samples import NOON, full_digest, hostile_digest

from watcher.digests.atom import KeptDigest, atom
from watcher.digests.render import render, subject


def kept(number: int, **more: object) -> KeptDigest:
    digest = full_digest()
    made = NOON + timedelta(days=number)
    given = {"name": "daily", "subject": subject(digest), "html": render(digest, "html"), "generated_at": made, **more}
    return KeptDigest(id=number, **given)  # type: ignore[arg-type] # a test names the fields it means


def test_a_reader_finds_every_digest_newest_first_with_its_page() -> None:
    document = atom([kept(1), kept(2)], name="daily", now=NOON, public_url="https://w.example")
    read = feedparser.parse(BytesIO(document))
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title == "Watcher: daily"
    assert read.feed.updated == "2023-10-15T04:00:00Z"
    assert [entry.link for entry in read.entries] == ["https://w.example/digests/d2", "https://w.example/digests/d1"]
    assert len({entry.id for entry in read.entries} | {read.feed.id}) == 3
    assert "Washington and Singapore open a dialogue" in read.entries[0].content[0].value
    assert "@media" not in read.entries[0].content[0].value


def test_ids_do_not_depend_on_the_address() -> None:
    here, there = (
        feedparser.parse(BytesIO(atom([kept(1)], name="daily", now=NOON, public_url=url)))
        for url in (None, "https://w.example")
    )
    assert here.entries[0].id == there.entries[0].id
    assert "links" not in here.entries[0]


def test_a_feed_without_digests_is_a_feed() -> None:
    read = feedparser.parse(BytesIO(atom([], name="daily", now=NOON)))
    assert (read.bozo, read.feed.updated, read.entries) == (False, "2023-10-13T04:00:00Z", [])


def test_hostile_text_stays_text() -> None:
    html = render(hostile_digest(), "html")
    document = atom([kept(1, html=html, subject="a <b> & \x00\ufffe c")], name="<&>", now=NOON)
    read = feedparser.parse(BytesIO(document))
    assert not read.bozo
    assert "<script" not in read.entries[0].content[0].value


def test_a_page_without_a_body_is_taken_whole() -> None:
    read = feedparser.parse(BytesIO(atom([kept(1, html="<p>All quiet.</p>")], name="daily", now=NOON)))
    assert read.entries[0].content[0].value == "<p>All quiet.</p>"
