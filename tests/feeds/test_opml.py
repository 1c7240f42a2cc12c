"""OPML in and out."""

import pytest

from watcher.errors import FeedError
from watcher.feeds import opml

NESTED = b"""<?xml version="1.0"?><opml version="1.1"><head><title>Mine</title></head><body>
  <outline text="Policy"><outline text="Asia">
    <outline type="rss" text="Harbour &amp; Sea" xmlUrl="https://harbour.example/rss" htmlUrl="https://harbour.example/"/>
    <outline title="Lion" text="x" xmlurl=" https://lion.example/atom "/></outline>
    <outline xmlUrl="https://harbour.example/rss" text="again"/></outline>
  <outline text="no feed"/><outline xmlUrl="javascript:x"/><outline xmlUrl="https://bare.example/"/></body></opml>"""


def test_folders_are_flattened_and_each_feed_stands_once() -> None:
    assert opml.read(NESTED) == (
        opml.OpmlFeed("Harbour & Sea", "https://harbour.example/rss"),
        opml.OpmlFeed("Lion", "https://lion.example/atom"),
        opml.OpmlFeed("https://bare.example/", "https://bare.example/"),
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"<rss/>", "no OPML file (its first element is <rss>)"),
        (b'{"a": 1}', "no OPML file"),
        (b"<opml><body><outline></body></opml>", "OPML file is broken"),
        (b"plain words", "neither XML nor JSON"),
    ],
)
def test_a_bad_file_is_named(data: bytes, said: str) -> None:
    with pytest.raises(FeedError) as error:
        opml.read(data)
    assert said in str(error.value)


def test_entities_of_an_opml_file_do_not_expand() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE opml [<!ENTITY a0 "ha">{levels}]><opml><body><outline text="&a9;"/></body></opml>'.encode()
    with pytest.raises(FeedError, match="broken"):
        opml.read(data)


def test_what_is_written_is_read_back() -> None:
    feeds = (
        opml.OpmlFeed('Say "hi" & <go>', "https://w.example/?a=1&b=2"),
        opml.OpmlFeed("新闻", "https://x.example/"),
    )
    written = opml.write(feeds, "Feeds & more")
    assert opml.read(written) == feeds
    assert b"<title>Feeds &amp; more</title>" in written
