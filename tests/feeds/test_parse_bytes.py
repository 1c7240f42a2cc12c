"""Bytes before parsing: charsets, compression, junk, and documents that are no feed."""

import gzip

import pytest

from watcher.errors import FeedError
from watcher.feeds.decoding import decode, inflate, read_document
from watcher.feeds.parse import parse

URL = "https://wire.example/feed"
RSS = (
    '<rss version="2.0"><channel><title>{title}</title><item><title>{item}</title><guid>1</guid></item></channel></rss>'
)


def rss(item: str = "Première étape à Québec", declaration: str = "") -> str:
    return declaration + RSS.format(title="Wire", item=item)


def title_of(body: bytes, content_type: str | None = None) -> str:
    return parse(body, URL, content_type).entries[0].title


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_every_unicode_encoding_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert title_of(rss().encode(encoding)) == "Première étape à Québec"


def test_valid_utf8_wins_over_what_header_and_declaration_say() -> None:
    body = rss(declaration='<?xml version="1.0" encoding="iso-8859-2"?>').encode()
    feed = parse(body, URL, "application/rss+xml; charset=windows-1251")
    assert feed.entries[0].title == "Première étape à Québec"
    assert any("UTF-8" in warning for warning in feed.warnings)


def test_the_http_charset_wins_over_the_declaration_where_bytes_are_not_utf8() -> None:
    body = rss("Новости порта", '<?xml version="1.0" encoding="iso-8859-1"?>').encode("windows-1251")
    assert title_of(body, 'text/xml; charset="windows-1251"') == "Новости порта"


def test_the_declaration_serves_where_nothing_better_is_known() -> None:
    assert title_of(rss("新加坡", '<?xml version="1.0" encoding="gb2312"?>').encode("gb18030")) == "新加坡"
    assert title_of(rss("東京", '<?xml version="1.0" encoding="ISO-2022-JP"?>').encode("iso-2022-jp")) == "東京"


@pytest.mark.parametrize("declared", ["no-such-charset", "zip", "utf-8"])
def test_latin_text_under_a_wrong_name_is_read_as_windows_1252(declared: str) -> None:
    body = rss("L’été", f'<?xml version="1.0" encoding="{declared}"?>').encode("cp1252")
    assert title_of(body) == "L’été"


def test_one_bad_byte_does_not_turn_utf8_into_mojibake() -> None:
    body = rss("été à la mer et au pôle").encode().replace(b"mer", b"m\xff\x65r")
    feed = parse(body, URL, "text/xml; charset=utf-8")
    assert feed.entries[0].title == "été à la m\ufffder et au pôle"
    assert feed.warnings == ("1 bytes are not valid UTF-8",)


def test_bytes_that_fit_no_named_charset_are_replaced() -> None:
    warnings: list[str] = []
    text = decode(b'<?xml version="1.0" encoding="gb2312"?><a>\x81\xff\x81</a>', None, warnings)
    assert text.endswith("</a>")
    assert warnings


def test_a_byte_order_mark_and_blank_lines_may_stand_before_the_declaration() -> None:
    body = b"\xef\xbb\xbf\r\n\n  " + rss(declaration='<?xml version="1.0"?>').encode()
    assert title_of(body) == "Première étape à Québec"


def test_php_warnings_around_the_feed_are_cut(document) -> None:
    feed = parse(document("php_warning.xml"), URL)
    assert [entry.title for entry in feed.entries] == ["Ferry terminal reopens", "New sea wall funded"]
    assert "there is other text before the feed" in feed.warnings


def test_text_after_the_root_is_cut() -> None:
    feed = parse(rss("One").encode() + b"<!-- served in 3 ms --><script>x()</script></html>", URL)
    assert feed.entries[0].title == "One"
    assert "there is other text after the feed" in feed.warnings


def test_control_characters_vanish_raw_and_as_references() -> None:
    assert title_of(rss("Ta\x00x\x0b re&#x1F;form&#8;s\x1b").encode()) == "Tax reforms"


def test_gzip_is_known_by_its_magic_even_twice() -> None:
    assert title_of(gzip.compress(gzip.compress(rss("Packed").encode()))) == "Packed"


def test_cut_gzip_gives_what_is_there() -> None:
    warnings: list[str] = []
    assert inflate(gzip.compress(b"a" * 1000)[:-4], 5000, warnings) == b"a" * 1000
    assert warnings == ["the gzip data ends too early"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x1f\x8bnot gzip at all", "broken gzip"),
        (b"Service unavailable, come back later", "neither XML nor JSON"),
        (b"<urlset><url/></urlset>", "no feed (its first element is <urlset>)"),
        (b'{"items": [', "broken JSON"),
        (b'{"error": "not found"}', "no JSON Feed"),
        (b"[1, 2]", "no JSON Feed"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, said: str) -> None:
    with pytest.raises(FeedError) as error:
        parse(body, URL)
    assert said in str(error.value)


def test_a_web_page_is_named_with_the_feed_it_points_to() -> None:
    page = b"""<!DOCTYPE html><html><head><title>Wire</title>
      <link rel="alternate" type="application/rss+xml" href="/comments/feed/" title="Comments">
      <link rel='alternate' type='application/rss+xml' href='/all.xml'></head><body></body></html>"""
    with pytest.raises(FeedError, match=r"got a web page instead of a feed; .* https://wire.example/all.xml"):
        parse(page, URL)


@pytest.mark.parametrize(
    "start", ["<html>", "<!doctype HTML><head>", "<!-- hi --><body>", "<title>Checking your browser"]
)
def test_pages_without_a_feed_are_named_too(start: str) -> None:
    with pytest.raises(FeedError, match=r"got a web page instead of a feed$"):
        parse(f"{start}<p>Please wait</p>".encode(), URL, "application/rss+xml")


def test_a_page_that_quotes_a_feed_stays_a_page() -> None:
    with pytest.raises(FeedError, match="web page"):
        parse(b"<html><body><pre>&lt;rss&gt; <rss><channel/></rss></pre></body></html>", URL)


def test_a_size_limit_is_its_own_error() -> None:
    with pytest.raises(FeedError, match="too large: more than 1 KiB"):
        read_document(b"<rss>" + b" " * 2000, limit=1024)


def test_the_content_type_is_not_believed() -> None:
    assert title_of(rss("Plain").encode(), "text/plain") == title_of(rss("Plain").encode(), "text/html; charset=utf-8")


def test_a_feed_without_items_is_a_feed() -> None:
    feed = parse(b'<rss version="2.0"><channel><title>Quiet</title><ttl>90</ttl></channel></rss>', URL)
    assert feed.entries == ()
    assert feed.title == "Quiet"
    assert feed.hints.ttl == 5400
