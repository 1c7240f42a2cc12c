"""``feeds.yaml``: the feeds, each known by its address."""

from typing import Any
from urllib.parse import urlsplit

from watcher.config.addresses import masked, parse_web
from watcher.config.environment import is_dynamic, without_defaults
from watcher.config.readers import (
    SECOND,
    address,
    choice,
    define,
    duration,
    line_of_text,
    refer,
    user_agent,
    word,
    yes_or_no,
    zone,
)
from watcher.config.values import Reader, RefusedError, Section, Value, distinct, listing
from watcher.settings import FeedSettings


def _url(value: Value) -> str:
    url: str = address(parse_web)(value)
    lines = value.source.names.defined.setdefault("feed address", {})
    same = comparable(url)
    if same in lines:
        raise RefusedError(
            "an address that no other feed has", f"{value.shown()} again, first given in line {lines[same]}"
        )
    lines[same] = value.node.line
    return url


def comparable(url: str) -> str:
    """The address with the case of its scheme and host, and a default port, out of the way."""
    parts = urlsplit(url)
    default = {"http": ":80", "https": ":443"}[parts.scheme.lower()]
    host = parts.netloc.casefold().removesuffix(default)
    return parts._replace(scheme=parts.scheme.lower(), netloc=host, path=parts.path or "/", fragment="").geturl()


FEED: dict[str, Reader] = {
    "url": _url,
    "name": define("feed", word(line_of_text)),
    "interval": duration(SECOND),
    "implies": distinct(refer("relevance group"), "a list of relevance groups"),
    "full_text": choice("auto", "always", "never"),
    "timezone": zone,
    "user_agent": user_agent,
    "enabled": yes_or_no,
}


def feed(value: Value) -> FeedSettings:
    section = Section(value, FEED, required=("url",))
    section.require("url")
    return FeedSettings(**section.given, shown=_shown(section.values["url"].node.text))


def _shown(written: str) -> str:
    """The address as it may be shown, where it holds what may not: a login, a token, a value of the environment."""
    shown = masked(without_defaults(written)) if is_dynamic(written) else masked(written)
    return "" if shown == written and not is_dynamic(written) else shown


def read(root: Value) -> dict[str, Any]:
    """What the file gives, as keyword arguments of ``Settings``."""
    return Section(root, {"feeds": listing(feed, "a list of feeds, each with its url")}, required=("feeds",)).given
