"""Values after parsing: titles, links, texts, languages, and items that lack nearly everything."""

import pytest

from watcher.feeds.discovery import feed_links
from watcher.feeds.links import resolve, unwrap
from watcher.feeds.parse import parse
from watcher.feeds.raw import Markup
from watcher.feeds.titles import plain_title

URL = "https://wire.example/feeds/all.xml"


@pytest.mark.parametrize(
    ("value", "kind", "plain"),
    [
        ("Plain  title\n here", "", "Plain title here"),
        ("Ports &amp; <b>ships</b>", "", "Ports & ships"),
        ("AT&amp;T &amp;amp; partners", "", "AT&T & partners"),
        ("Isn&amp;#8217;t it", "html", "Isn’t it"),
        ("History of the <blink> tag", "text", "History of the <blink> tag"),
        ("When to use &lt;a&gt; at all", "html", "When to use <a> at all"),
        ("When to use &lt;a&gt; at all", "", "When to use <a> at all"),
        ("Why <a> matters", "", "Why <a> matters"),
        ('<a href="x">Linked</a> headline', "text", "Linked headline"),
        ("&lt;b&gt;Twice&lt;/b&gt; escaped", "", "Twice escaped"),
        ("First<br/>second", "", "First second"),
        ("<p>One</p><p>Two</p>", "html", "One Two"),
        ("5 < 6 & 7 > 3", "text", "5 < 6 & 7 > 3"),
        ("<script>alert(1)</script>Clean", "", "Clean"),
        ("R&D at A&B;", "", "R&D at A&B;"),
        ("Zero\u200bwidth\x85", "text", "Zerowidth"),
    ],
)
def test_titles_become_plain_text(value: str, kind: str, plain: str) -> None:
    assert plain_title(Markup(value, kind)) == plain


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("<title>AT&T and R&D</title>", "AT&T and R&D"),
        ("<title>Trade&nbsp;talks &mdash; day&nbsp;2</title>", "Trade talks — day 2"),
        ("<title><![CDATA[Ships &amp; <em>ports</em>]]></title>", "Ships & ports"),
        ("<title>A &bogus; entity</title>", "A &bogus; entity"),
        ("<title>Smart &#147;quotes&#148;</title>", "Smart “quotes”"),
        ("<title>CafÃ© society</title>", "Café society"),
        ("<title>Cut off</title><description>and never closed", "Cut off"),
    ],
)
def test_broken_and_odd_titles_are_recovered(item, inner: str, title: str) -> None:
    assert item(inner).title == title


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>/story</link>", "https://wire.example/story"),
        ("<link>story?id=4&amp;p=2</link>", "https://wire.example/news/story?id=4&p=2"),
        ("<link>//cdn.example/x</link>", "https://cdn.example/x"),
        ("<link>HTTP://Other.example/X</link>", "http://Other.example/X"),
        ("<link> https://wire.example/with\n  break </link>", "https://wire.example/withbreak"),
        ("<link>https://wire.example/a b</link>", "https://wire.example/a%20b"),
        ("<link>https:///wire.example/three</link>", "https://wire.example/three"),
        ("<link>javascript:alert(1)</link><title>t</title>", None),
        ("<link>mailto:desk@wire.example</link><title>t</title>", None),
        ("<link>http://</link><title>t</title>", None),
        ("<link>http://[broken/</link><title>t</title>", None),
        ("<guid>https://wire.example/perma</guid>", "https://wire.example/perma"),
        ("<guid>urn:story:4</guid>", None),
        ('<enclosure url="https://wire.example/talk.mp3"/><title>t</title>', "https://wire.example/talk.mp3"),
        ('<link/><atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="/atom"/>', "https://wire.example/atom"),
        ("<title>no link</title>", None),
    ],
)
def test_links_are_absolute_http_or_nothing(item, inner: str, url: str | None) -> None:
    assert item(inner, head="<link>https://wire.example/news/</link>").url == url


def test_a_relative_channel_link_falls_back_to_the_feed_address(item) -> None:
    assert item("<link>a.html</link>", head="<link>/pages/</link>").url == "https://wire.example/pages/a.html"
    assert item("<link>a.html</link>", head="").url == "https://wire.example/feeds/a.html"


def test_stacked_bases_are_honoured(document) -> None:
    feed = parse(document("stacked_base.atom"), "https://elsewhere.example/")
    assert feed.site_url == "https://tide.example/news/"
    assert [entry.url for entry in feed.entries] == [
        "https://tide.example/news/2024/one.html",
        "https://tide.example/news/2024/march/two.html",
    ]
    assert [entry.guid for entry in feed.entries] == ["tag:tide.example,2024:1", "tag:tide.example,2024:2"]
    assert [entry.text for entry in feed.entries] == ["First paragraph.\nSecond paragraph.", "A < B.\nC."]
    assert [entry.language for entry in feed.entries] == ["en", "zh"]
    assert feed.entries[0].published_at == feed.entries[0].updated_at
    assert feed.entries[1].published_at != feed.entries[1].updated_at


def test_guids_are_kept_as_written(item) -> None:
    assert item("<guid>abc-123</guid><title>t</title>").guid == "abc-123"
    assert item("<guid>  </guid><title>t</title>").guid == ""
    assert item("<title>t</title>").guid == ""
    assert item("<guid>abc-123</guid><title>t & u</title><broken>").guid == "abc-123"


def test_the_longest_text_is_taken_and_the_summary_is_short(item) -> None:
    entry = item(
        "<title>t</title><description>Teaser.</description>"
        '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>'
        + "Long text. " * 100
        + "</p>]]></content:encoded>"
    )
    assert entry.text.startswith("Long text. Long")
    assert len(entry.text) > 1000
    assert len(entry.summary) <= 500


def test_markup_escaped_twice_is_shown_as_text_and_not_as_source(item) -> None:
    escaped = "&amp;lt;p&amp;gt;First.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Second.&amp;lt;/p&amp;gt;"
    assert item(f"<description>{escaped}</description>").text == "First.\nSecond."


def test_an_item_without_title_is_named_by_its_text_link_or_guid(item) -> None:
    title = item(f"<description>{'Words that go on ' * 10}</description>").title
    assert title.startswith("Words that go on")
    assert len(title) <= 80
    assert item("<link>https://wire.example/x</link>").title == "https://wire.example/x"
    assert item("<guid>g-1</guid>").title == "g-1"
    assert item("<author>desk@wire.example</author>").title == "(untitled)"


def test_an_item_that_says_nothing_is_dropped() -> None:
    body = (
        b'<rss version="2.0"><channel><item/><item><title> </title></item><item><title>x</title></item></channel></rss>'
    )
    assert [entry.title for entry in parse(body, URL).entries] == ["x"]


def test_language_comes_from_the_item_or_the_feed() -> None:
    body = """<rss version="2.0"><channel><language>en-us</language><item><title>a</title></item>
      <item xml:lang="ZH_CN"><title>b</title></item><item xml:lang="!"><title>c</title></item></channel></rss>"""
    feed = parse(body.encode(), URL)
    assert [entry.language for entry in feed.entries] == ["en", "zh", "en"]
    assert feed.language == "en"


def test_an_edit_changes_the_content_hash_and_nothing_else_does(item) -> None:
    inner = "<title>t</title><link>/x</link><description>one</description>"
    first = item(inner)
    assert item(inner + "<pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate>").content_hash == first.content_hash
    assert item(inner.replace("one", "two")).content_hash != first.content_hash
    assert len(first.content_hash) == 64


def test_aggregators_name_the_outlet_and_wrap_the_link(document) -> None:
    google, bing, burner = parse(document("aggregator.xml"), URL).entries
    assert (google.title, google.outlet) == ("Ministers weigh chip review", "Harbour Wire")
    assert google.url == "https://news.google.com/rss/articles/CBMiK0FVX3lxTE1vcGFxdWU?oc=5"
    assert (bing.outlet, bing.url) == ("Lion City Tech", "https://lion.example/fab?id=7")
    assert burner.url == "https://strait.example/cable?utm_source=feedburner"
    assert burner.canonical_url == "https://strait.example/cable"


def test_old_google_news_tokens_hold_the_address() -> None:
    wrapped = "https://news.google.com/rss/articles/CBMiGmh0dHBzOi8vaGFyYm91ci5leGFtcGxlL2HSAQA?oc=5"
    assert unwrap(wrapped) == "https://harbour.example/a"
    assert unwrap("https://news.google.com/articles/CBMi!!!") == "https://news.google.com/articles/CBMi!!!"


def test_a_search_engines_redirect_is_unwrapped_and_others_are_not() -> None:
    inner = "https://harbour.example/a?b=c"
    assert unwrap("https://www.google.com/url?rct=j&url=https%3A%2F%2Fharbour.example%2Fa%3Fb%3Dc&ct=ga") == inner
    assert unwrap("https://r.search.yahoo.com/_ylt=A/RU=https%3a%2f%2fharbour.example%2fa%3fb%3dc/RK=2/RS=x") == inner
    assert unwrap("https://r.search.yahoo.com/none") == "https://r.search.yahoo.com/none"
    assert unwrap("https://www.google.com/url?q=javascript:x") == "https://www.google.com/url?q=javascript:x"
    assert (
        unwrap("https://wire.example/url?url=https://x.example/") == "https://wire.example/url?url=https://x.example/"
    )
    assert unwrap("http://[bad") == "http://[bad"


def test_an_address_longer_than_any_real_one_is_refused() -> None:
    assert resolve("https://wire.example/" + "a" * 5000) is None


def test_json_feeds_are_read() -> None:
    body = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Tide", "home_page_url": "https://tide.example/",
      "language": "en-SG", "items": [
      {"id": 7, "url": "/a", "title": "A <b> c", "content_html": "<p>Longer than the summary.</p>", "summary": "Short.",
       "date_published": "2024-05-01T10:00:00+08:00", "date_modified": "2024-05-02T10:00:00Z"},
      {"id": "8", "external_url": "https://other.example/b", "content_text": "Two\\n\\nparagraphs.", "language": "zh"},
      {"id": "9", "attachments": [{"url": "https://tide.example/9.mp3"}, 5], "title": null}, "junk"]}"""
    feed = parse(body, URL)
    first, second, third = feed.entries
    assert (feed.title, feed.site_url, feed.language) == ("Tide", "https://tide.example/", "en")
    assert (first.guid, first.url, first.title) == ("7", "https://tide.example/a", "A <b> c")
    assert first.text == "Longer than the summary."
    assert first.published_at is not None
    assert first.published_at.isoformat() == "2024-05-01T02:00:00+00:00"
    assert (second.url, second.text, second.title) == ("https://other.example/b", "Two\nparagraphs.", "Two")
    assert third.url == "https://tide.example/9.mp3"


def test_hints_say_how_often_to_ask() -> None:
    body = b"""<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><ttl>15</ttl>
      <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
      <skipHours><hour>0</hour><hour>24</hour><hour>7</hour><hour>99</hour></skipHours>
      <skipDays><day>Sunday</day><day>Caturday</day></skipDays><item><title>x</title><ttl>1</ttl></item></channel></rss>"""
    hints = parse(body, URL).hints
    assert (hints.ttl, hints.update_period) == (900, 21600)
    assert hints.skip_hours == {0, 7}
    assert hints.skip_days == {"sunday"}


def test_discovery_lists_declared_feeds_first_and_comment_feeds_last() -> None:
    page = b"""<html><head><base href="https://tide.example/en/">
      <link rel="alternate" type="application/rss+xml" title="Comments" href="c.xml">
      <link rel="stylesheet" type="text/css" href="s.css"><link rel="alternate" hreflang="fr" href="/fr/">
      <link rel="alternate" type="application/feed+json" href="feed.json"></head>
      <body><a href="/rss">RSS</a><a href="/about">About</a></body></html>"""
    assert feed_links(page, "https://tide.example/") == (
        "https://tide.example/en/feed.json",
        "https://tide.example/en/c.xml",
        "https://tide.example/rss",
    )
