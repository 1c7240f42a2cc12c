"""The fast reader and feedparser agree, and the fast one knows what it must leave alone."""

import pytest

from watcher.feeds.decoding import read_document
from watcher.feeds.entries import parsed_feed
from watcher.feeds.parse import parse, read_with_feedparser
from watcher.feeds.xmlfeed import read_xml

URL = "https://wire.example/feed"
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://rdf.example/"><title>RDF &amp; co</title>
  <link>https://rdf.example/</link><items><rdf:Seq/></items></channel>
  <item rdf:about="https://rdf.example/1"><title>One &lt;i&gt;thing&lt;/i&gt;</title><link>https://rdf.example/1</link>
  <dc:date>2024-01-02T03:04:05+08:00</dc:date><description>Text.</description></item></rdf:RDF>"""
ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title>
  <link rel="alternate" type="text/html" href="https://old.example/"/>
  <entry><title mode="escaped" type="text/html">A &lt;b&gt;bold&lt;/b&gt; one</title><id>tag:old,1</id>
  <link rel="alternate" type="text/html" href="https://old.example/1"/><issued>2003-12-13T08:29:29-04:00</issued>
  <modified>2003-12-14T08:29:29-04:00</modified>
  <content type="text/html" mode="escaped">&lt;p&gt;Body&lt;/p&gt;</content>
  </entry></feed>"""
MEDIA = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>M</title>
  <item><media:group><media:title>Inside</media:title><media:description>About it</media:description></media:group>
  <link>https://m.example/1</link></item><item><title>Own</title><media:title>Other</media:title><guid>2</guid></item>
  </channel></rss>"""
PLANET = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title><id>p</id>
  <entry><title>Post</title><id>tag:p,1</id><link href="https://blog.example/1"/><updated>2024-01-01T00:00:00Z</updated>
  <source><title>The Blog</title><id>b</id><updated>2020-01-01T00:00:00Z</updated></source></entry></feed>"""


@pytest.mark.parametrize("text", [RDF, ATOM03, MEDIA, PLANET])
def test_both_readers_give_the_same_feed(text: str) -> None:
    document = read_document(text.encode())
    fast = read_xml(document.text)
    assert fast is not None
    assert parsed_feed(fast, URL) == parsed_feed(read_with_feedparser(document), URL)


def test_an_atom_source_is_the_outlet() -> None:
    assert parse(PLANET.encode(), URL).entries[0].outlet == "The Blog"


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><title>cut",
        "<rss><channel><title>no items</title></channel></rss>",
        "<rss><channel><item><title>a</title><item><title>b</title></item></item></channel></rss>",
        "<rss><channel><wrap><item><title>a</title></item></wrap></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="image/png">aGk=</content></entry></feed>',
        '<feed xmlns="http://purl.org/atom/ns#"><entry><title mode="base64">aGk=</title></entry></feed>',
    ],
)
def test_the_fast_reader_leaves_the_rest_to_feedparser(text: str) -> None:
    assert read_xml(text) is None


def test_feedparser_reads_what_is_cut_short() -> None:
    body = """<rss version="2.0"><channel><title>Cut</title><link>https://cut.example/</link><language>en</language>
      <item><title>Whole & sound</title><link>/1</link><guid>abc</guid><pubDate>Mon, 01 Jan 2024 10:00:00 EST</pubDate>
      <source url="https://o.example">Outlet</source><description>Text &lt;b&gt;one&lt;/b&gt;</description></item>
      <item><title>Half</title><description>And then"""
    feed = parse(body.encode(), URL)
    first = feed.entries[0]
    assert (first.title, first.url, first.guid, first.outlet) == (
        "Whole & sound",
        "https://cut.example/1",
        "abc",
        "Outlet",
    )
    assert first.text == "Text one"
    assert first.published_at is not None
    assert first.published_at.hour == 15
    assert [entry.title for entry in feed.entries] == ["Whole & sound", "Half"]


def test_a_channel_definition_of_old_is_read_by_feedparser() -> None:
    body = b'<CHANNEL HREF="https://cdf.example/"><TITLE>CDF</TITLE><ITEM HREF="https://cdf.example/1"><TITLE>One</TITLE></ITEM></CHANNEL>'
    assert parse(body, URL).entries[0].url == "https://cdf.example/1"


def test_half_a_surrogate_pair_in_a_json_feed_costs_one_character() -> None:
    body = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Quay \\ud83d", "items": ['
        '{"id": "a\\ud83d", "url": "https://quay.example/a\\ud83d", "title": "Cut \\ud83d",'
        ' "content_text": "cut \\ude00"},'
        '{"id": "b", "url": "https://quay.example/b", "title": "Whole \\ud83d\\ude00", "content_text": "ferry"}]}'
    )
    feed = parse(body.encode(), URL)
    assert [entry.title for entry in feed.entries] == ["Cut \ufffd", "Whole \U0001f600"]
    for entry in feed.entries:
        repr(entry).encode()
    repr(feed.title).encode()
