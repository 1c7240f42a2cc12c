"""Which addresses may be asked, in every spelling, and which site a host belongs to."""

from ipaddress import ip_address

import pytest

from watcher.addresses import literal, refusal, site


@pytest.mark.parametrize(
    "spelled",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "2130706433",
        "0x7f000001",
        "0x7F.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "::ffff:127.0.0.1",
        "[::ffff:7f00:1]",
    ],
)
def test_every_spelling_of_loopback_is_refused(spelled: str) -> None:
    address = literal(spelled)
    assert address is not None
    assert refusal(address) == "a loopback address"


@pytest.mark.parametrize("host", ["example.org", "0x7f.example.org", "1.2.3.4.5", "999.1.1.1", "deadbeef", "", "::zz"])
def test_a_name_is_no_literal(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("127.8.9.10", "loopback"),
        ("::1", "loopback"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "private"),
        ("100.100.100.200", "private"),
        ("198.18.0.1", "private"),
        ("240.0.0.1", "private"),
        ("255.255.255.255", "private"),
        ("fd00:ec2::254", "private"),
        ("fec0::1", "reserved"),
        ("192.0.0.192", "local network"),
        ("168.63.129.16", "local network"),
        ("64:ff9b::7f00:1", "loopback"),
        ("64:ff9b::a9fe:a9fe", "link-local"),
        ("64:ff9b:1::a00:1", "private"),
        ("2002:7f00:1::", "loopback"),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", "private"),
        ("::7f00:1", "loopback"),
        ("4000::1", "reserved"),
    ],
)
def test_an_address_off_the_public_internet_is_refused_with_the_reason(address: str, why: str) -> None:
    assert why in (refusal(ip_address(address)) or "allowed")


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_a_public_address_may_be_asked(address: str) -> None:
    assert refusal(ip_address(address)) is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("feeds.paper.example.co.uk", "example.co.uk"),
        ("WWW.Example.Org.", "example.org"),
        ("a.tumblr.com", "tumblr.com"),
        ("one.github.io", "github.io"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
        ("192.0.2.7", "192.0.2.7"),
        ("3221225991", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_manners_count_by_registered_domain(host: str, expected: str) -> None:
    assert site(host) == expected
