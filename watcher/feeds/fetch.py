"""One conditional GET of a feed: what came is a value (``Fetched``, ``NotModified``, ``Failed``), never an exception.

Judges statuses and empty or barred answers; whether the body is a feed is the parser's to say.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from watcher.errors import HttpFailure
from watcher.feeds.dates import parse_date
from watcher.http_client import HttpClient, Response
from watcher.model.fetching import Failed, Fetched, NotModified, Validators

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)


_FOREVER = 366 * 86400.0


async def fetch(
    client: HttpClient, url: str, validators: Validators | None, *, user_agent: str | None = None
) -> Fetched | NotModified | Failed:
    """Ask ``url``. ``validators`` go to the address that gave them and to no other, word for word (RFC 9110, 13.1).

    ``Failed`` carries no validators: what was stored stays. ``validators`` None asks unconditionally.
    """
    conditions = _conditions(validators)
    try:
        response = await client.get(
            url,
            headers={"Accept": ACCEPT},
            headers_at={validators.url: conditions} if validators and validators.url else None,
            user_agent=user_agent,
        )
    except HttpFailure as failure:
        return Failed(str(failure), failure.status, kind=failure.kind, url=failure.url or url)
    if response.status == 304:
        if not conditions or validators is None or response.url != validators.url:
            return Failed("answered 304 (not modified) to a request without conditions", 304, kind="status")
        kept = _validators(response, validators)
        return NotModified(response.url, response.headers, kept, response.moved_to)
    answer = _taken(response) if response.status in {200, 203} else _refused(response)
    return replace(answer, url=response.url) if isinstance(answer, Failed) else answer


def _conditions(validators: Validators | None) -> dict[str, str]:
    if validators is None:
        return {}
    given = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in given.items() if value}


def _validators(response: Response, before: Validators | None = None) -> Validators:
    """Each for itself: a 200 states both anew, a 304 may restate one and leaves the other as it was."""
    return Validators(
        etag=response.headers.get("etag") or (before.etag if before else None),
        last_modified=response.headers.get("last-modified") or (before.last_modified if before else None),
        url=response.url,
    )


def _taken(response: Response) -> Fetched | Failed:
    if not response.body.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return Failed("answered with an empty body", response.status, kind="empty")
    wall = bot_wall(response.headers, response.body)
    if wall is not None:
        return Failed(f"blocked by bot protection ({wall})", response.status, kind="blocked")
    return Fetched(
        response.url, response.status, response.headers, response.body, _validators(response), response.moved_to
    )


def _refused(response: Response) -> Failed:
    status = response.status
    wait = retry_after(response.headers)
    wall = bot_wall(response.headers, response.body)
    if wall is not None:
        words = f"blocked by bot protection ({wall}, HTTP {status}); a feed address elsewhere may help"
        return Failed(words, status, wait, kind="blocked")
    if status in {429, 503}:
        told = "too many requests, the server asks for a pause" if status == 429 else "not available just now"
        pause = f", ask again in {_duration(wait)}" if wait else ""
        kind = "rate-limited" if status == 429 or wait is not None else "status"
        return Failed(f"{told} (HTTP {status}){pause}", status, wait, kind=kind)
    words, kind = _WORDS.get(status, (_family(status), "status"))
    return Failed(f"{words} (HTTP {status})", status, wait, gone=status == 410, kind=kind)


_WORDS = {
    204: ("answered with an empty body", "empty"),
    304: ("not modified", "status"),
    401: ("asks for a user and a password", "blocked"),
    402: ("asks for payment", "blocked"),
    403: ("the server forbids access, perhaps to programs like this one", "blocked"),
    404: ("there is nothing at this address", "not-found"),
    406: ("the server has no form of it that is accepted here", "status"),
    410: ("the feed is gone for good", "gone"),
    451: ("withheld for legal reasons", "blocked"),
    500: ("the server has a fault of its own", "status"),
    502: ("the server behind the gateway does not answer", "status"),
    504: ("the server behind the gateway does not answer in time", "status"),
}


def _family(status: int) -> str:
    if status < 300:
        return "answered with something that is no feed"
    if status < 400:
        return "redirected without saying where to"
    return "the server refuses the request" if status < 500 else "the server has a fault of its own"


_HTML = re.compile(rb"^[\xef\xbb\xbf\s]*<(?:!doctype\s+html|html|head|title)\b", re.IGNORECASE)
_WALLS = (
    (
        "Cloudflare",
        re.compile(
            rb"just a moment\.\.\.|challenge-platform|cf[-_]chl|attention required! \| cloudflare", re.IGNORECASE
        ),
    ),
    ("Sucuri", re.compile(rb"sucuri website firewall|sucuri_cloudproxy", re.IGNORECASE)),
    ("Akamai", re.compile(rb"errors\.edgesuite\.net|_abck|sec-if-cpt", re.IGNORECASE)),
    ("Imperva", re.compile(rb"_incapsula_resource|incapsula incident", re.IGNORECASE)),
    ("DataDome", re.compile(rb"captcha-delivery\.com", re.IGNORECASE)),
    ("HUMAN", re.compile(rb"px-captcha|perimeterx", re.IGNORECASE)),
    ("AWS", re.compile(rb"awswafcookiedomainlist|awswafintegration|x-amzn-waf", re.IGNORECASE)),
    ("Anubis", re.compile(rb"making sure you(?:'|&#39;|\xe2\x80\x99)re not a bot|anubis_challenge", re.IGNORECASE)),
    ("a captcha", re.compile(rb"(?:g-recaptcha|h-captcha|cf-turnstile)[\"']", re.IGNORECASE)),
)


def bot_wall(headers: Mapping[str, str], body: bytes) -> str | None:
    """Whose challenge page this is, or None. Only pages count: a feed may write about captchas."""
    if "challenge" in headers.get("cf-mitigated", "").lower():
        return "Cloudflare"
    if headers.get("x-amzn-waf-action"):
        return "AWS"
    start = body[:65536]
    if not _HTML.match(start):
        return None
    return next((name for name, marks in _WALLS if marks.search(start)), None)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from now, 0 included; dates are measured by the server's own clock. None: it does not say.

    Where Retry-After is missing, the seconds that Reddit and others put into X-RateLimit-Reset serve.
    """
    told = headers.get("retry-after", "").strip()
    if not told and headers.get("x-ratelimit-remaining", "").strip() in {"0", "0.0"}:
        told = headers.get("x-ratelimit-reset", "").strip()
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", told):
        return min(float(told), _FOREVER)
    when = parse_date(told)
    if when is None:
        return None
    now = parse_date(headers.get("date", ""))
    return min(max(0.0, (when[0] - (now[0] if now else datetime.now(UTC))).total_seconds()), _FOREVER)


def _duration(seconds: float) -> str:
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = round(seconds / size)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds:.0f} s"
