"""Find the feed behind an address that a person gives: the address itself, what its page names, then common places."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from watcher.errors import FeedError
from watcher.feeds.discovery import feed_links
from watcher.feeds.fetch import fetch
from watcher.feeds.parse import parse
from watcher.http_client import HttpClient
from watcher.model.fetching import Fetched, NotModified
from watcher.model.parsing import ParsedFeed

MOST_NAMED = 6  # feeds that a page names and that are looked at
# Where common software keeps a feed; asked only where the page names none, until one answers.
COMMON = ("feed/", "feed.xml", "rss.xml", "rss", "atom.xml", "index.xml", "feed.json", "?feed=rss2")


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """``url`` is the address to poll; ``how`` says where it was found; ``others`` are further feeds of the page."""

    url: str
    feed: ParsedFeed
    how: str
    others: tuple[str, ...] = ()


async def find_feed(http: HttpClient, address: str) -> FoundFeed:
    """Raises ``FeedError`` with one sentence where there is none, or nobody answers."""
    page = await _page(http, address)
    try:
        return FoundFeed(_lasting(address, page), _parsed(page), "this address is a feed")
    except FeedError as error:
        reason = str(error)
    named = feed_links(page.body, page.url)[:MOST_NAMED]
    found = await _first(http, named)
    if found is not None:
        url, feed = found
        return FoundFeed(url, feed, f"named by {page.url}", tuple(other for other in named if other != url))
    found = await _first(http, _common(page.url))
    if found is not None:
        return FoundFeed(*found, "found where many sites keep theirs; the page names none")
    tried = f"; it names {len(named)}, of which none could be read" if named else ", and it names none"
    raise FeedError(f"no feed was found at {page.url}: {reason.partition(';')[0]}{tried}")


async def _page(http: HttpClient, address: str) -> Fetched:
    """The answer of the address; one without a scheme is asked over https, then http."""
    tries = [address] if "://" in address else [f"https://{address}", f"http://{address}"]
    problem = ""
    for url in tries:
        answer = await fetch(http, url, None)
        if isinstance(answer, Fetched):
            return answer
        problem = problem or ("not modified" if isinstance(answer, NotModified) else answer.error)
    raise FeedError(f"{tries[0]} gave nothing: {problem}")


async def _first(http: HttpClient, addresses: Iterable[str]) -> tuple[str, ParsedFeed] | None:
    """The first of these that is a feed with entries, else the first that is a feed; one after the other."""
    empty = None
    for url in addresses:
        answer = await fetch(http, url, None)
        if not isinstance(answer, Fetched):
            continue
        try:
            feed = _parsed(answer)
        except FeedError:
            continue
        if feed.entries:
            return _lasting(url, answer), feed
        empty = empty or (_lasting(url, answer), feed)
    return empty


def _common(page: str) -> list[str]:
    """Beside the page, then at the top of its site."""
    top = "{0.scheme}://{0.netloc}/".format(urlsplit(page))
    beside = urljoin(page, "./")
    folders = [beside] if beside == top else [beside, top]
    return [folder + place for folder in folders for place in COMMON]


def _lasting(asked: str, answer: Fetched) -> str:
    """The address to keep: where permanent redirects lead, else the one that was asked."""
    if answer.moved_to:
        return answer.moved_to
    return asked if "://" in asked else answer.url


def _parsed(answer: Fetched) -> ParsedFeed:
    return parse(answer.body, answer.url, answer.headers.get("content-type"))
