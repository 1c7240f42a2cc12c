"""The full text of a linked page, and whether robots.txt lets us read it. Pure: bytes in, text or a reason out.

trafilatura finds the article among the furniture; it and protego are imported on first use (heavy).
A page that answers with a paywall, a consent form, a robot check or nothing is told as such: its words are
not the article's.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watcher.feeds.decoding import decode
from watcher.text import html_to_text, one_line, whole_characters

if TYPE_CHECKING:
    from protego import Protego

SHORTEST = 250  # characters under which a page has not given its article
_SUSPICIOUS = 1_500  # characters under which the signs of a wall are believed
_LONGEST = 200_000
MAX_PAGE = 5 * 1024 * 1024  # bytes
_MOST_TAGS = (
    60_000  # trafilatura takes 2 s and 170 MiB for so many, and ever more for more; articles have some hundreds
)

_LINKED_DATA = re.compile(
    r"<script\b[^<>]*application/ld\+json[^<>]*>(?P<data>.*?)(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_NOT_FREE = re.compile(
    r"[\"']?isAccessibleForFree[\"']?\s*:\s*[\"']?false"
    r"|<meta\b[^<>]*(?:article:content_tier|cXenseParse:\w*-?paywall)[^<>]*content\s*=\s*[\"']?(?:locked|metered|true)",
    re.IGNORECASE,
)
_NO_TEXT_KINDS = re.compile(r"<(script|style|template|svg)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_NO_SCRIPT = re.compile(r"</?noscript\b[^<>]*>", re.IGNORECASE)
_ITEM_MARK = re.compile(r"^(?:- |\| )|(?: \|)+$")  # what trafilatura adds to items of lists and cells of tables
# What stands on the page where the article should be; the first that is found names the problem.
_WALLS: dict[str, tuple[str, ...]] = {
    "the page asks to prove that no robot reads it": (
        r"checking (?:if the site connection|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human",
        r"are you a robot|enable javascript and cookies|complete the captcha|unusual traffic|access denied",
        r"attention required! \| cloudflare|just a moment\.\.\.|ddos protection by",
        r"request unsuccessful\. incapsula",
    ),
    "the page is behind a paywall": (
        r"subscribe (?:now )?to (?:continue|keep|read|unlock)|subscribers? only",
        r"only (?:available )?(?:for|to) subscribers",
        r"already a subscriber|for subscribers|become a (?:subscriber|member) to|to continue reading",
        r"continue reading (?:with|for)|unlock this article|remaining free articles|premium content",
        r"reached your (?:free )?(?:article )?limit|purchase (?:a )?subscription",
        r"start your (?:free trial|subscription)",
        r"(?:sign|log) in to (?:continue|read)|订阅后|付费阅读|仅限订阅",
    ),
    "the page shows a consent form": (
        r"before you continue to|we (?:and our \S+ partners )?(?:value|care about) your privacy",
        r"accept all(?: cookies)?",
        r"cookie (?:consent|settings|preferences)|manage (?:your )?(?:privacy|cookie) |we use cookies",
        r"consent to the use|privacy choices|reject all",
    ),
    "the page says that the article does not exist": (
        r"\b404\b|page (?:was )?not found|page (?:you .{0,40})?(?:does not|doesn['’]t|no longer) exists?",
        r"page cannot be found",
    ),
    "the page works with JavaScript alone": (
        r"(?:enable|requires?|turn on|need) javascript|javascript is (?:disabled|required)",
    ),
}
_WALL_SIGNS = tuple((reason, re.compile("|".join(signs), re.IGNORECASE)) for reason, signs in _WALLS.items())


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Paragraphs of the article, parted by newlines."""

    text: str


@dataclass(frozen=True, slots=True)
class PageProblem:
    """Why a page gave no article: one clause for a person ("the page is behind a paywall").

    ``final``: asking again will not help.
    """

    reason: str
    final: bool = True


def extract(page: bytes, url: str, content_type: str | None = None) -> ArticleText | PageProblem:
    """Find the article of a page that was fetched from ``url``."""
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind and not ("html" in kind or "xml" in kind or kind in {"text/plain", "application/octet-stream"}):
        return PageProblem(f"the link leads to {one_line(kind)[:60]}, not to a page")
    if len(page) > MAX_PAGE:
        return PageProblem(f"the page is larger than {MAX_PAGE // 1024 // 1024} MiB")
    markup = decode(page, content_type)
    if not markup.strip():
        return PageProblem("the page is empty")
    if markup.count("<") > _MOST_TAGS and _NO_TEXT_KINDS.sub(" ", markup).count("<") > _MOST_TAGS:
        return PageProblem(f"the page has more than {_MOST_TAGS:,} tags, which no article has")
    text = _article_text(markup, url)
    if len(text) < _SUSPICIOUS:
        problem = _wall(markup, text)
        if problem:
            return PageProblem(problem)
    if len(text) < SHORTEST:
        return PageProblem("no article text was found on the page")
    return ArticleText(text[:_LONGEST])


def allowed(robots: bytes, url: str, user_agent: str) -> bool:
    """Whether a site's robots.txt (RFC 9309) lets ``user_agent`` read ``url``. An unreadable file forbids nothing."""
    return bool(_rules(robots).can_fetch(url, _product(user_agent)))


def crawl_delay(robots: bytes, user_agent: str) -> float:
    """Seconds that a robots.txt asks to leave between two pages; 0 where it does not say (no part of RFC 9309)."""
    return max(0.0, float(_rules(robots).crawl_delay(_product(user_agent)) or 0))


def _rules(robots: bytes) -> "Protego":
    from protego import Protego

    return Protego.parse(decode(robots[: 512 * 1024]))


def _product(user_agent: str) -> str:
    return re.split(r"[/\s(]", user_agent, maxsplit=1)[0] or "*"


def _article_text(markup: str, url: str) -> str:
    """The longest of what trafilatura finds and what the page itself declares as its article's body."""
    import trafilatura

    found = trafilatura.extract(
        markup, url=url, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    paragraphs = [_ITEM_MARK.sub("", one_line(line)) for line in (found or "").splitlines()]
    text = "\n".join(line for line in paragraphs if line.strip("|-"))
    declared = max((html_to_text(body) for body in _declared_bodies(markup)), key=len, default="")
    return declared if len(declared) > len(text) else text


def _declared_bodies(markup: str) -> Iterator[str]:
    """``articleBody`` of schema.org's NewsArticle, as pages give it to search engines."""
    for found in _LINKED_DATA.finditer(markup):
        if "articleBody" not in found["data"]:
            continue
        try:
            pending = [
                json.loads(html.unescape(found["data"]) if "&quot;" in found["data"] else found["data"], strict=False)
            ]
        except (ValueError, RecursionError):
            continue  # broken linked data is common and no reason to give up the page
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                body = value.get("articleBody")
                if isinstance(body, str):
                    yield whole_characters(body)
                pending.extend(value.values())
            elif isinstance(value, list):
                pending.extend(value)


def _wall(markup: str, text: str) -> str | None:
    """What stands where the article should be; None where a short text is all there is."""
    if _NOT_FREE.search(markup):
        return "the page is behind a paywall"
    if len(text) >= 2 * SHORTEST and "paywall" not in markup.lower():
        return None
    if len(text) < SHORTEST:
        markup = _NO_SCRIPT.sub(" ", markup)  # beside an article it is mostly about comments
    words = one_line(html_to_text(_NO_TEXT_KINDS.sub(" ", markup)))[:20_000]
    title = re.search(r"<title[^<>]*>([^<]*)", markup, re.IGNORECASE)
    words = f"{title[1] if title else ''} {words}"
    return next((reason for reason, signs in _WALL_SIGNS if signs.search(words)), None)
