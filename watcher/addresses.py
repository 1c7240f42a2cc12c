"""Which addresses may be asked, and which host belongs to which site. Pure; no name is resolved here.

Feeds, linked pages and webhooks are addresses that strangers can choose, so anything that is not on the
public internet is refused unless the configuration allows it (server-side request forgery).
"""

import functools
import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

Address = IPv4Address | IPv6Address

_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)

# Cloud metadata and control services that lie outside the ranges `ipaddress` knows as private:
# Oracle's 192.0.0.192 (its whole /24 is IETF protocol assignments, RFC 6890) and Azure's wire server.
_SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215
_V4_COMPATIBLE = IPv6Network("::/96")


def literal(host: str) -> Address | None:
    """The address that ``host`` spells, in any way a resolver accepts: dotted, decimal, hex, octal, short, IPv6."""
    host = host.strip("[]").rstrip(".")
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not _NUMERIC.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def refusal(address: Address) -> str | None:
    """Why ``address`` is not on the public internet ("a loopback address"), or None when it is."""
    if isinstance(address, IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return refusal(inner)
    if address.is_unspecified:
        return "the unspecified address"
    if address.is_loopback:
        return "a loopback address"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if isinstance(address, IPv4Address) and any(address in network for network in _SPECIAL):
        return "an address of the local network"
    if address.is_private or not address.is_global:
        return "a private address"
    if address.is_reserved or (isinstance(address, IPv6Address) and address.is_site_local):
        return "a reserved address"
    return None


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, compatible, 6to4, Teredo, NAT64."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    low = int(address) & 0xFFFFFFFF
    if any(address in network for network in _NAT64) or (address in _V4_COMPATIBLE and low > 1):
        return IPv4Address(low)
    return None


def site(host: str) -> str:
    """The registered domain of ``host``; an IP address and a name without a public suffix are their own.

    Only registries count: two blogs under one hosting company's domain are on that company's servers.
    """
    host = host.rstrip(".").lower()
    address = literal(host)
    if address is not None:
        return str(address)
    return _suffixes().privatesuffix(host) or host


@functools.cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)  # loaded at the first name: it costs a tenth of a second
