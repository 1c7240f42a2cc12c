"""The full text of a linked page, and whether robots.txt lets us read it. Pure: bytes in, text or a reason out.

trafilatura finds the article among the furniture; it and protego are imported on first use (heavy).
"""

import re
from dataclasses import dataclass

from watcher.feeds.decoding import decode
from watcher.text import one_line

SHORTEST = 200  # characters under which a page has not given its article
_LONGEST = 200_000
_MAX_PAGE = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Paragraphs of the article, parted by newlines."""

    text: str
    title: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PageProblem:
    """Why a page gave no article: one clause for a person ("the page is behind a paywall")."""

    reason: str


def extract(page: bytes, url: str, content_type: str | None = None) -> ArticleText | PageProblem:
    """Find the article of a page."""
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind and not ("html" in kind or "xml" in kind or kind in {"text/plain", "application/octet-stream"}):
        return PageProblem(f"the link leads to {kind}, not to a page")
    if len(page) > _MAX_PAGE:
        return PageProblem("the page is too large")
    if not page.strip():
        return PageProblem("the page is empty")
    import trafilatura

    text = trafilatura.extract(decode(page, content_type), url=url, include_comments=False, include_tables=True) or ""
    text = "\n".join(line for line in map(one_line, text.splitlines()) if line)[:_LONGEST]
    if len(text) < SHORTEST:
        return PageProblem("no article text was found on the page")
    return ArticleText(text)


def allowed(robots: bytes, url: str, user_agent: str) -> bool:
    """Whether a site's robots.txt (RFC 9309) lets ``user_agent`` read ``url``."""
    from protego import Protego

    rules = Protego.parse(robots[: 512 * 1024].decode("utf-8", "replace"))
    return bool(rules.can_fetch(url, re.split(r"[/\s]", user_agent, maxsplit=1)[0]))
