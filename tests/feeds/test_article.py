"""Article pages in the shapes of real sites: the sentence at the end is found, walls are named."""

import pytest

from watcher.feeds.article import ArticleText, PageProblem, allowed, extract

URL = "https://harbour.example/news/dialogue"
BODY = [
    "The two governments opened their first dialogue on critical technologies in Washington, officials said.",
    "Delegations led by senior advisers went through six areas of work, from artificial intelligence to biotechnology.",
    "Officials agreed to map common standards for testing models and to let laboratories exchange staff for a year.",
    "A working group on supply chains will report to ministers, according to a statement released after the meeting.",
]
END = "The next dialogue is planned for 2024 in Singapore."
NAV = '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>'
RELATED = (
    '<aside class="related"><h3>Related</h3><ul><li><a href="/2">Ferry fares to rise next spring</a></li></ul></aside>'
)
FOOT = "<footer><p>Copyright Harbour Wire. All rights reserved.</p></footer>"


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


SHAPES = {
    "article": f"<article><h1>T</h1>{paragraphs([*BODY, END])}</article>{RELATED}",
    "story div": f'<div class="story-body">{paragraphs([*BODY, END])}</div>{RELATED}',
    "after a list": f'<div class="entry-content">{paragraphs(BODY)}<ul><li>AI</li><li>Bio</li></ul><p>{END}</p></div>',
    "line breaks": f'<div id="content">{"<br><br>".join([*BODY, END])}</div>',
    "related in the middle": f"<article>{paragraphs(BODY[:2])}{RELATED}{paragraphs([*BODY[2:], END])}</article>",
    "after an advertisement": f'<div>{paragraphs(BODY)}<div class="ad-slot">Ad</div><div><p>{END}</p></div></div>',
    "own section": f"<section>{paragraphs(BODY)}</section><section><h2>What is next</h2><p>{END}</p></section>",
    "quotation": f"<article>{paragraphs(BODY)}<blockquote>{END}</blockquote></article>",
    "table layout": f"<table><tr><td>{paragraphs([*BODY, END])}</td></tr></table>",
    "press release": f'<div class="press-release"><pre>{chr(10).join([*BODY, END])}</pre></div>',
    "emphasis": f"<main>{paragraphs(BODY)}<p><em>{END}</em></p></main>",
}


def page(inner: str, head: str = "") -> bytes:
    return f"<html><head><title>Dialogue</title>{head}</head><body>{NAV}{inner}{FOOT}</body></html>".encode()


@pytest.mark.parametrize("shape", SHAPES)
def test_the_sentence_at_the_end_is_found(shape: str) -> None:
    found = extract(page(SHAPES[shape]), URL, "text/html; charset=utf-8")
    assert isinstance(found, ArticleText)
    assert END in found.text
    assert BODY[0] in found.text
    assert "Ferry fares" not in found.text


@pytest.mark.parametrize("wrap", ["{}", '{{"@graph": [{{"x": 1}}, {}]}}', "[{}]"])
def test_a_body_declared_as_linked_data_is_taken(wrap: str) -> None:
    data = wrap.format('{"@type": "NewsArticle", "articleBody": "' + " ".join([*BODY, END]) + '"}')
    found = extract(page('<div id="app"></div>', f'<script type="application/ld+json">{data}</script>'), URL)
    assert isinstance(found, ArticleText)
    assert found.text.endswith(END)


def test_broken_linked_data_is_passed_over() -> None:
    head = '<script type="application/ld+json">{"articleBody": </script>'
    assert isinstance(extract(page(SHAPES["article"], head), URL), ArticleText)


TEASER = f"<article><p>{BODY[0]}</p>{{}}</article>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (page(TEASER.format("<div>Subscribe now to continue reading this story.</div>")), "paywall"),
        (
            page(TEASER.format(""), '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'),
            "paywall",
        ),
        (
            page(f"<article>{paragraphs(BODY)}</article><div class='paywall'>Already a subscriber? Sign in</div>"),
            "paywall",
        ),
        (page("<h1>We value your privacy</h1><button>Accept all</button>"), "consent form"),
        (page("<p>Checking your browser before accessing harbour.example</p>"), "no robot"),
        (page("<h1>Page not found</h1>"), "does not exist"),
        (page("<noscript>x</noscript><p>Please enable JavaScript to view this page.</p>"), "JavaScript alone"),
        (page("<p>Short note.</p>"), "no article text"),
        (b"  \n ", "empty"),
        (b"x" * (6 << 20), "larger than 5 MiB"),
    ],
)
def test_a_page_without_its_article_is_told_as_such(body: bytes, reason: str) -> None:
    found = extract(body, URL, "text/html")
    assert isinstance(found, PageProblem)
    assert reason in found.reason


def test_other_media_are_named_and_not_read() -> None:
    assert extract(b"%PDF-1.7", URL, "application/pdf") == PageProblem(
        "the link leads to application/pdf, not to a page"
    )


def test_an_article_about_paywalls_is_an_article() -> None:
    lines = [*BODY, "The paper will ask readers to subscribe to continue reading and to accept all cookies.", END]
    assert isinstance(extract(page(f"<article>{paragraphs(lines * 2)}</article>"), URL), ArticleText)


@pytest.mark.parametrize(
    ("rules", "may"),
    [
        (b"", True),
        (b"User-agent: *\nDisallow: /news/", False),
        (b"User-agent: *\nDisallow: /news/\nAllow: /news/dialogue", True),
        (b"User-agent: otherbot\nDisallow: /", True),
        (b"User-agent: watcher\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        (b"<html>not a robots file</html>", True),
        (b"\xff\xfe\x00broken", True),
    ],
)
def test_robots_rules_are_respected(rules: bytes, may: bool) -> None:
    assert allowed(rules, URL, "Watcher/1.0 (+mailto:desk@harbour.example)") is may


@pytest.mark.parametrize("tag", ["<p>t</p>", "<", '<div class="a">'])
def test_a_page_of_tags_without_end_is_not_read(tag: str) -> None:
    """Its reading could not be stopped, and would take half a minute and 600 MiB."""
    found = extract(page(tag * (4_000_000 // len(tag))), URL)
    assert found == PageProblem("the page has more than 60,000 tags, which no article has")


def test_tags_in_scripts_do_not_count() -> None:
    script = f"<script>var menu = '{'<li>' * 70_000}';</script>"
    found = extract(page(f"{script}<article>{paragraphs([*BODY, END])}</article>"), URL)
    assert isinstance(found, ArticleText)
    assert END in found.text
