"""Canonical addresses: every spelling of a page is one, and different pages stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.feeds.canonical import canonical_url, is_site_root

PAGE = "https://harbour.example/news/talks"


@pytest.mark.parametrize(
    "url",
    [
        "http://harbour.example/news/talks",
        "https://www.harbour.example/news/talks/",
        "https://m.harbour.example:443/news/talks",
        "http://amp.harbour.example:80/news//talks",
        "HTTPS://Harbour.Example./news/talks#comments",
        "https://user:secret@harbour.example/news/talks",
        "https://harbour.example/news/talks?utm_source=rss&utm_medium=feed&UTM_Campaign=x",
        "https://harbour.example/news/talks?fbclid=1&gclid=2&mc_cid=3&at_medium=RSS&cmpid=s&smid=t&ns_mchannel=rss",
        "https://harbour.example/news/talks?ref=rss&source=twitter&from=newsletter&traffic_source=rss",
        "https://harbour.example/news/talks/amp",
        "https://harbour.example/news/talks/amp/",
        "https://harbour.example/amp/news/talks",
        "https://harbour.example/news/talks?amp=1",
        "https://harbour.example/news/talks?outputType=amp",
        "https://harbour.example/news/talks/index.html",
        "https://harbour.example/news/talks/Default.aspx",
        "https://harbour.example/news/t%61lks",
        "https://harbour-example.cdn.ampproject.org/c/s/www.harbour.example/news/talks",
        "https://harbour-example.cdn.ampproject.org/v/s/harbour.example/news/talks?amp_js_v=0.1&usqp=x",
        "https://www.google.com/amp/s/harbour.example/news/talks",
        "https://www.bing-amp.com/c/s/harbour.example/news/talks",
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Fharbour.example%2Fnews%2Ftalks&usg=x",
    ],
)
def test_spellings_of_one_page_are_equal(url: str) -> None:
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://w.example/?p=1", "https://w.example/?p=2"),
        ("https://w.example/read?id=1&lang=en", "https://w.example/read?id=1&lang=zh"),
        ("https://w.example/file?ref=main", "https://w.example/file?ref=v2"),
        ("https://w.example/list?source=treasury", "https://w.example/list?source=labour"),
        ("https://w.example/a", "https://w.example/A"),
        ("https://w.example:8443/a", "https://w.example/a"),
        ("https://en.w.example/a", "https://zh.w.example/a"),
        ("https://w.example/#!/a", "https://w.example/#!/b"),
        ("https://w.example/ampere", "https://w.example/ere"),
        ("https://w.example/a%2Fb", "https://w.example/b"),
        ("https://news.google.com/rss/articles/AAA?oc=5", "https://news.google.com/rss/articles/BBB?oc=5"),
        ("https://m.example/a", "https://example/a"),
        ("https://cdn.ampproject.org/x", "https://w.example/x"),
        ("https://www.google.com/amp/guide", "https://w.example/guide"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_the_order_of_parameters_does_not_count() -> None:
    assert canonical_url("https://w.example/?b=2&a=1") == canonical_url("https://w.example?a=1&b=2")


def test_hosts_in_other_scripts_are_encoded() -> None:
    assert canonical_url("https://www.Bücher.example/a") == "https://xn--bcher-kva.example/a"
    assert canonical_url(f"https://{'é' * 80}.example/a") is not None


@pytest.mark.parametrize(
    "url", ["", "ftp://w.example/a", "mailto:a@w.example", "http://", "https://[", "/relative", "https://w.example:x/"]
)
def test_what_is_no_web_address_has_no_canonical_form(url: str) -> None:
    assert canonical_url(url) is None


def test_front_pages_are_known() -> None:
    assert is_site_root(canonical_url("https://www.w.example/index.php?utm_source=rss") or "")
    assert not is_site_root(canonical_url("https://www.w.example/?p=3") or "")
    assert not is_site_root(canonical_url("https://www.w.example/a") or "")


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_canonical_form_is_its_own_canonical_form(path: str, query: str) -> None:
    once = canonical_url(f"https://w.example/{path}?{query}")
    assert once is None or canonical_url(once) == once
