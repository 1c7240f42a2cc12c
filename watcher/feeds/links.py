"""Links of feeds: absolute, http or https, without the wrapping of an aggregator. Pure string work, no request.

A link to open (this file) keeps its parameters; a link to compare is ``feeds.canonical``.
"""

import base64
import binascii
import re
from functools import lru_cache
from urllib.parse import parse_qs, quote, urljoin, urlsplit

_LONGEST = 4096
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b\ufeff]+\s*")
_UNCLEAN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\ufeff<>\"]")
_ENCODED = {ord(mark): quote(mark) for mark in ' <>"\xa0\u3000'}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_EXTRA_SLASHES = re.compile(r"^(https?:)/{3,}", re.IGNORECASE)
_EMBEDDED = re.compile(rb"https?://[\x21-\x7e]+")
# An address as nearly all are written: whatever is asked of it here, it is what it is.
PLAIN = re.compile(
    r"https?://(?P<host>[a-z0-9.-]+)(?P<path>/[\w.~+,@!:;=&%/-]*|)(?P<more>[?#][\w.~+,@!:;=&%/?#-]*)?", re.ASCII
)


# host (itself or its subdomains), path prefix, parameters that may hold the true address
_WRAPPERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("google", "/url", ("url", "q")),
    ("bing.com", "/news/apiclick.aspx", ("url",)),
    ("facebook.com", "/l.php", ("u",)),
    ("out.reddit.com", "/", ("url",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("duckduckgo.com", "/l/", ("uddg",)),
    ("slack-redir.net", "/link", ("url",)),
)


def resolve(href: str, *bases: str | None) -> str | None:
    """``href`` as an absolute http(s) address, resolved against ``bases`` from the nearest outwards.

    A base may be relative itself (stacked xml:base). None for any other scheme and for what is no address.
    """
    if PLAIN.fullmatch(href) and len(href) <= _LONGEST:
        return href
    address = _tidy(href)
    for base in bases:
        if is_web(address):
            break
        if _SCHEME.match(address):  # javascript:, mailto:, tag:, urn: ...
            return None
        if base:
            try:
                address = urljoin(_tidy(base), address)
            except ValueError:
                continue
    if not is_web(address):
        return None
    scheme, _, rest = address.partition(":")
    return f"{scheme.lower()}:{rest}"


def is_web(address: str) -> bool:
    """Whether this is an absolute http(s) address with a host, short enough to keep."""
    if not address[:8].lower().startswith(("http://", "https://")) or len(address) > _LONGEST:
        return False
    if PLAIN.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def unwrap(address: str) -> str:
    """The publisher's own address behind an aggregator's redirect, where the redirect spells it out.

    Google News tokens of 2024 and later are opaque: such an address stays as it is.
    """
    plain = PLAIN.fullmatch(address)
    if plain and not _redirects(plain["host"]):
        return address
    for _ in range(3):
        inner = _unwrapped(address)
        if inner is None:
            return address
        address = inner
    return address


def _unwrapped(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if host == "news.google.com":
        return _google_news(parts.path)
    if host.endswith("r.search.yahoo.com"):
        found = re.search(r"/RU=([^/]+)/", parts.path)
        return resolve(parse_qs("u=" + found[1])["u"][0]) if found else None
    for site, path, names in _WRAPPERS:
        if _on_site(host, site) and parts.path.startswith(path):
            values = parse_qs(parts.query)
            for name in names:
                inner = resolve(values[name][0]) if name in values else None
                if inner:
                    return inner
    return None


@lru_cache(maxsize=1024)
def _redirects(host: str) -> bool:
    """Whether an address on this host may be a redirect that ``unwrap`` can read."""
    host = host.removeprefix("www.")
    return host.endswith((".google.com", "r.search.yahoo.com")) or any(_on_site(host, site) for site, _, _ in _WRAPPERS)


def _on_site(host: str, site: str) -> bool:
    if site == "google":
        return host.startswith("google.")
    return host == site or host.endswith("." + site)


def _google_news(path: str) -> str | None:
    """The address inside an old "CBMi" token: base64 of a small protocol buffer with the address as text."""
    token = path.rstrip("/").rpartition("/")[2]
    if not token.startswith("CBM"):
        return None
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    found = _EMBEDDED.search(data)
    return resolve(found[0].decode("ascii")) if found else None


def _tidy(href: str) -> str:
    """Without white space at the ends or line breaks inside; what no address may hold is percent-encoded."""
    address = href.strip()
    if _UNCLEAN.search(address):
        address = _BREAKS.sub("", address).translate(_ENCODED)
    return _EXTRA_SLASHES.sub(r"\1//", address)
