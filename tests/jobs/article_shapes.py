"""Small article pages in the shapes of real sites. Outlets, people and sentences are made up."""

import json
from collections.abc import Callable, Mapping
from html import escape

from scripted_server import Reply

LEAD = "Officials of both countries met for two days behind closed doors at a conference centre by the river."
MIDDLE = "A person close to the talks said that the mood was brisk and that nobody had expected so much on paper."
PARAGRAPHS = (
    LEAD,
    "The delegations were led by the two national security advisers, who opened the first session on Thursday.",
    "Six areas were on the table, among them artificial intelligence, quantum computing and biotechnology.",
    MIDDLE,
    "Laboratories of both sides will exchange staff, and a first call for joint projects is being drafted.",
    "Companies had asked for common rules on testing models before they are sold abroad, a spokesman added.",
    "Critics say that such meetings produce more paper than results, and they point to earlier rounds on trade.",
)
END = "The next CET Dialogue is planned for 2024 in Singapore."
TEASER = "The United States and Singapore have opened talks on artificial intelligence."
NAV = '<nav><ul><li><a href="/">Home</a><li><a href="/asia">Asia</a><li><a href="/tech">Technology</a></ul></nav>'
RELATED = (
    '<aside><h3>More stories</h3><ul><li><a href="/2">Ferry fares rise</a><li><a href="/3">Rain ahead</a></ul></aside>'
)
FOOT = '<footer><p>© Harbour Wire. <a href="/terms">Terms</a> <a href="/privacy">Privacy</a></p></footer>'
AD = '<div class="ad" data-slot="mid"><script>window.ads = window.ads || [];</script></div>'


def marked(tag: str = "p", **attributes: str) -> str:
    """All paragraphs and the end, each in its tag."""
    inside = "".join(f' {name.rstrip("_")}="{value}"' for name, value in attributes.items())
    return "".join(f"<{tag}{inside}>{text}</{tag}>" for text in (*PARAGRAPHS, END))


def page(body: str, head: str = "", frame: str = "<!doctype html><html lang=en>") -> bytes:
    title = "<meta charset=utf-8><title>Two capitals open talks | Harbour Wire</title>"
    return f"{frame}<head>{title}{head}</head><body>{NAV}{body}{FOOT}</body></html>".encode()


def linked_data(**more: object) -> str:
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Two capitals", **more}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


def _interleaved(between: str, tag: str = "p") -> str:
    return between.join(f"<{tag}>{text}</{tag}>" for text in (*PARAGRAPHS, END))


WHOLE = "\n\n".join((*PARAGRAPHS, END))
COOKIE_BAR = '<div id="cookie-bar"><p>We use cookies.</p><button>Accept all</button></div>'

# Pages whose article is there, each in another markup.
READABLE: Mapping[str, bytes] = {
    "blog": page(
        '<article class="post"><header><h1>Talks</h1><time>13 Oct</time></header>'
        f'<div class="entry-content">{marked()}</div>'
        '<div class="sharedaddy"><a href="#">Share</a></div></article>'
        f'{RELATED}<div id="comments"><ol><li><p>First! Nobody reads this far anyway.</p></li></ol></div>'
    ),
    "div soup": page(
        f"<div class=a><div class=b><div class=c>{marked('div', class_='txt')}</div></div></div>{RELATED}"
    ),
    "text blocks": page(
        "<main>"
        + "".join(
            f'<div data-component="text-block"><div class="x1"><p>{t}</p></div></div>' for t in (*PARAGRAPHS, END)
        )
        + f"</main>{RELATED}"
    ),
    "advertisements between": page(f"<article><h1>Talks</h1>{_interleaved(AD)}</article>{RELATED}"),
    "linked data alone": page('<div id="__next"></div><script src="/app.js"></script>', linked_data(articleBody=WHOLE)),
    "linked data in a graph": page(
        '<div id="root"></div>',
        '<script type="application/ld+json">'
        + json.dumps({"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "articleBody": escape(WHOLE)}]})
        + "</script>",
    ),
    "table layout": page(f"<table width=100%><tr><td width=20%>{RELATED}</td><td>{marked()}</td></tr></table>"),
    "ministry": page(
        '<ol class="breadcrumb"><li>Newsroom<li>2023</ol><div id="main-content"><h1>Joint statement</h1>'
        f'<p class="date">13 October 2023</p>{marked()}<ul class="share"><li>Print</ul></div>'
    ),
    "official statement": page(
        '<section class="body-content"><div class="container"><div class="row">'
        f"{marked()}<p>###</p></div></div></section>"
    ),
    "amp": page(
        f'<article amp-access="x">{marked()}</article>', "<script async src=v0.js></script>", "<html amp lang=en>"
    ),
    "subheadings and a box": page(
        f"<main><h1>Talks</h1><p>{LEAD}</p><h2>What was said</h2>{_interleaved('')}"
        "<aside class=factbox><h3>At a glance</h3><p>Two days, six areas.</p></aside></main>"
    ),
    "line breaks": page(f'<div id="story">{"<br><br>".join((*PARAGRAPHS, END))}</div>'),
    "microdata": page(f'<div itemscope><div itemprop="articleBody">{marked()}</div></div>{RELATED}'),
    "newsletter": page(f'<div class="available-content"><div class="body markup">{marked()}</div></div>'),
    "interview": page(
        f"<article><p><strong>What did you agree on?</strong></p>{_interleaved('<p><b>And then?</b></p>')}</article>"
    ),
    "cookie bar over the article": page(f"{COOKIE_BAR}<article>{marked()}</article>"),
    "subscribe box under the article": page(
        f"<article>{marked()}</article><div class=promo>Already a subscriber? Sign in. Subscribe now.</div>"
    ),
    "much script": page(f"<script>{'var x = 1; ' * 60_000}</script><article>{marked()}</article>"),
    "spans in a list": page(
        f"<article><ul>{''.join(f'<li><span>{t}</span>' for t in (*PARAGRAPHS, END))}</ul></article>"
    ),
    "in a table of dates": page(
        f"<article>{''.join(f'<p>{t}</p>' for t in PARAGRAPHS)}<table><tr><th>What is next</th><th>Who</th></tr>"
        f"<tr><td>{END}</td><td>Both</td></tr></table></article>"
    ),
    "unclosed tags": page("<div class=story><p>" + "<p>".join((*PARAGRAPHS, END)) + "<div class=story-end>"),
    "a second article below": page(
        f"<article class=main>{marked()}</article>"
        "<article class=teaser><h2>Ferry fares rise</h2><p>By a tenth.</p></article>"
    ),
}

SHUT = "<h1>Talks</h1><p>Officials of both countries met for two days.</p>"
ENDS = "The rest of this page is not for everybody."

# Pages that do not give their article, and what is said of each.
SHUT_PAGES: Mapping[str, tuple[Reply, str]] = {
    "paywall": (
        Reply(200, page(f"<article>{SHUT}<div class=gate>Subscribe to continue reading.</div></article>")),
        "paywall",
    ),
    "metered": (Reply(200, page(f"<article>{SHUT}</article>", linked_data(isAccessibleForFree=False))), "paywall"),
    "consent form": (
        Reply(200, page("<form><h1>Before you continue to Harbour Wire</h1><button>Accept all</button></form>")),
        "consent",
    ),
    "robot check": (
        Reply(200, b"<html><head><title>Just a moment...</title></head><body>Verify you are human</body></html>"),
        "robot",
    ),
    "scripts alone": (
        Reply(200, page("<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>")),
        "JavaScript",
    ),
    "nothing": (Reply(200, b""), "empty"),
    "soft 404": (Reply(200, page("<h1>Page not found</h1><p>It may have been moved.</p>")), "does not exist"),
    "picture page": (
        Reply(200, page("<figure><img src=a.jpg><figcaption>The river.</figcaption></figure>")),
        "no article",
    ),
    "pdf": (Reply(200, b"%PDF-1.7 ...", {"Content-Type": "application/pdf"}), "application/pdf"),
    "too large": (Reply(200, page("<article>" + "<p>word</p>" * 700_000 + "</article>")), "large"),
    "not there": (Reply(404, b"<html><body>no</body></html>"), "HTTP 404"),
    "forbidden": (Reply(403, b"<html><body>no</body></html>"), "HTTP 403"),
}


def reply(body: bytes) -> Callable[[object], Reply]:
    return lambda _: Reply(200, body, {"Content-Type": "text/html; charset=utf-8"})
