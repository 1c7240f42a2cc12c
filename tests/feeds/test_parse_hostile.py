"""Documents made to hurt: nothing expands, nothing is fetched, nothing is deeper than the stack."""

import gzip
import pickle

import pytest

from watcher.errors import FeedError
from watcher.feeds.parse import parse

URL = "https://wire.example/feed"


def rss(inner: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>T</title>{inner}</channel></rss>'.encode()


def test_nested_entities_do_not_expand() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    feed = parse(rss("<item><title>&a11;</title></item>", f'<!DOCTYPE rss [<!ENTITY a0 "ha">{levels}]>'), URL)
    assert feed.entries[0].title == "&a11;"


def test_a_long_entity_used_often_does_not_expand() -> None:
    head = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 1000}">]>'
    assert len(parse(rss(f"<item><title>{'&a;' * 1000}</title></item>", head), URL).entries[0].title) <= 1000


def test_external_entities_are_never_read(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>'
    entry = parse(rss("<item><title>A &x; B</title><description>&x;</description></item>", head), URL).entries[0]
    assert "do not tell" not in entry.title + entry.text


def test_short_plain_entities_of_a_document_type_are_put_in_place() -> None:
    head = "<!DOCTYPE rss [<!-- ' --><!ENTITY outlet \"Harbour Wire\"><!ENTITY eur '&#8364;'>]>"
    assert (
        parse(rss("<item><title>&outlet;: 5 &eur;</title></item>", head), URL).entries[0].title == "Harbour Wire: 5 €"
    )


@pytest.mark.parametrize(
    "head", ["<!DOCTYPE rss PUBLIC '-//X//DTD' 'http://x.example/rss.dtd'>", "<!DOCTYPE rss [ <!ELEMENT"]
)
def test_any_other_document_type_is_cut(head: str) -> None:
    body = rss("<item><title>One</title></item>").replace(b"?>", b"?>" + head.encode(), 1)
    assert parse(body, URL).entries[0].title == "One"


@pytest.mark.parametrize(
    "inner",
    [
        f"<item><title>t</title><description><![CDATA[{'<' * 200_000}]]></description></item>",
        f"<item><title>t</title><description>{'<' * 20_000}</description></item>",
        f"<item><title>t</title><description>{'<div>' * 50_000}{'</div>' * 50_000}</description></item>",
        f"<item><title>t</title><description><![CDATA[{'<!--' * 50_000}{'<p ' * 50_000}]]></description></item>",
        f"<item><title>t</title><description>{'&x' * 20_000}</description></item>",
        "<item><title>t</title>" + "<item>" * 2_000,
    ],
)
def test_floods_of_markup_end(inner: str) -> None:
    assert parse(rss(inner), URL).entries[0].title == "t"


def test_a_gzip_bomb_stops_at_the_limit() -> None:
    with pytest.raises(FeedError, match="too large"):
        parse(gzip.compress(b"<rss>" + b" " * (70 << 20)), URL)


def test_deep_json_is_an_error_and_not_a_crash() -> None:
    with pytest.raises(FeedError, match="broken JSON"):
        parse(b'{"items": ' + b"[" * 200_000, URL)


def test_values_and_errors_cross_process_borders() -> None:
    feed = parse(rss("<item><title>One</title></item>"), URL)
    assert pickle.loads(pickle.dumps(feed)) == feed
    with pytest.raises(FeedError) as error:
        parse(b"", URL)
    assert str(pickle.loads(pickle.dumps(error.value))) == "the answer is empty"
