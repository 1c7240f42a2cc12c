"""The canonical form of an address: two spellings of one page become equal, two pages never do.

It is compared and stored, never opened. Stories and entries are recognised by it: change it only
with a migration, or everything arrives twice.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from watcher.feeds.links import PLAIN, is_web, unwrap

_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|touch|wap)\.(?=[^.]+\.[^.])")
_AMP_CACHE = re.compile(r"^/(?:[a-z]/)?(?:s/)?(?P<rest>[^/]+\.[^/]+/.*)$")
_GOOGLE_AMP = re.compile(r"^/amp/(?:s/)?(?P<rest>[^/]+\.[^/]+/.*)$")
_INDEX = re.compile(r"/(?:index|default)\.(?:x?html?|php\d?|aspx?|jsp|cfm)$", re.IGNORECASE)
_AMP_TAIL = re.compile(r"(?:/amp|\.amp|/amp\.html?|/\?amp)$|\.amp(?=\.html?$)", re.IGNORECASE)
_AMP_HEAD = re.compile(r"^/amp(?=/[^/]+/?[^/]*)", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_UNRESERVED = "-._~!$&'()*+,;=:@"

# Parameters that only say where a reader came from, whatever their value.
_TRACKING = re.compile(
    r"(?:utm|at|mc|ns|pk|mtm|matomo|piwik|hsa|vero|oly|wt|cm|itm|gaa|stm)_\w+"
    r"|utm\w*|_hs\w+|__hs\w+|_ga|_gl|_ke|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh"
    r"|li_fat_id|mkt_tok|mbid|ftag|cmpid|cmp|cid_source|smid|smtyp|icid|ncid|ocid|ito|xtor|xtref|s_cid|s_kwcid|spm|scid"
    r"|traffic_source|traffic_medium|traffic_campaign|rss_id|rssid|feedref|partner_id|sr_share|sh_kit|soc_src|soc_trk"
    r"|ns_\w+|intcmp|int_cmp|intcid|wtmc|cmpgn|campaign_id|campaignid|campaign|guccounter|guce_\w+|tpcc|taid|__twitter_impression"
    r"|share_id|shareid|sharetype|share_token|share_from|fb_ref|fb_source|action_object_map|action_type_map|action_ref_map"
    r"|_branch_match_id|_branch_referrer|__cf_chl_\w+|_x_tr_\w+|usqp|amp_js_v|amp_gsa|amp_latest_update_time|ueid",
    re.IGNORECASE,
)
# Parameters that may also choose the page: dropped only with a value that names a way of arriving.
_MAYBE_TRACKING = frozenset(
    "ref ref_src ref_url referrer referer refsrc source src from via medium origin feed feedname feedtype partner "
    "channel cid emc social share sharing rss mod wpsrc output outputtype amp".split()
)
_ARRIVAL = re.compile(
    r"(?:rss\W?\w*|\w*[\W_]rss\d*|atom|feed\w*|e?mail\w*|newsletters?|twitter\w*|facebook\w*|fb|linkedin\w*|reddit|whatsapp"
    r"|telegram|social\w*|shar(?:e|ing)\w*|syndication|syndicated|push|app|google\w*|gnews|msn|yahoo\w*|flipboard|pocket"
    r"|smartnews|feedburner|feedly|inoreader|home\w*|amp(?:html)?|1|true|t|tw|tco|hp|sidebar|related|rec\w*|apple\w*|bing\w*)",
    re.IGNORECASE,
)
_ONLY_TRUE = frozenset({"amp", "output", "outputtype", "rss", "share", "social"})
_GOOGLE_NEWS_NOISE = frozenset({"oc", "hl", "gl", "ceid"})


def canonical_url(url: str) -> str | None:
    """One spelling for all addresses of a page, or None where ``url`` is no http(s) address.

    Gone are scheme, port, www/mobile/AMP hosts, AMP paths and caches, redirect wrappers, tracking
    parameters, index files, the fragment (a "#!" route stays) and the order of the parameters.
    """
    address = unwrap(url.strip())
    if not is_web(address):
        return None
    plain = PLAIN.fullmatch(address)
    if plain and not plain["more"]:
        host, path = _off_amp_cache(_plain_host(plain["host"]), plain["path"])
        return f"https://{host}{_plain_path(path)}"
    parts = urlsplit(address)
    host, path = _off_amp_cache(_plain_host(parts.hostname or ""), parts.path)
    query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
    kept = sorted((name, value) for name, value in query if not _is_tracking(name, value, host))
    route = "#" + quote(parts.fragment, safe=_UNRESERVED + "/!?%") if parts.fragment.startswith("!") else ""
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"https://{host}{port}{_plain_path(path)}{'?' + urlencode(kept) if kept else ''}{route}"


def is_site_root(canonical: str) -> bool:
    """Whether a canonical address is a site's front page: a link there identifies nothing."""
    return canonical.count("/") == 2 and "?" not in canonical and "#" not in canonical


@lru_cache(maxsize=1024)
def _plain_host(host: str) -> str:
    host = host.rstrip(".").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return host
    return _HOST_PREFIX.sub("", host)


def _off_amp_cache(host: str, path: str) -> tuple[str, str]:
    """The publisher's host and path behind an AMP cache or viewer."""
    if host.endswith("cdn.ampproject.org"):
        cached = _AMP_CACHE.match(path)
    elif host.startswith("google.") or host == "bing-amp.com":
        cached = _GOOGLE_AMP.match(path) or (_AMP_CACHE.match(path) if host == "bing-amp.com" else None)
    else:
        return host, path
    if not cached:
        return host, path
    host, _, path = cached["rest"].partition("/")
    return _plain_host(host), "/" + path


def _plain_path(path: str) -> str:
    if "%" in path or " " in path or not (path.isascii() and path.isprintable()):
        path = quote(unquote_to_bytes(path), safe=_UNRESERVED + "/")
    path = (_SLASHES.sub("/", path) if "//" in path else path).rstrip("/")
    if "." in path or "amp" in path.lower():
        path = _AMP_HEAD.sub("", _INDEX.sub("", _AMP_TAIL.sub("", path))).rstrip("/")
    return path


def _is_tracking(name: str, value: str, host: str) -> bool:
    if _TRACKING.fullmatch(name):
        return True
    name = name.lower()
    if name in _MAYBE_TRACKING:
        return bool(_ARRIVAL.fullmatch(value)) or (name in _ONLY_TRUE and not value)
    return host == "news.google.com" and name in _GOOGLE_NEWS_NOISE
