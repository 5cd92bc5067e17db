"""Which addresses are read from, and why the others are refused."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.intake.addresses import is_inside, why_refused


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "93.184.215.14",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "2a00::1",
    ],
)
def test_public_addresses_are_read(address: str) -> None:
    assert why_refused(address) is None
    assert not is_inside(address)


INSIDE = [
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("::1", "loopback"),
    ("10.0.0.1", "private"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.168.1.1", "private"),
    ("fc00::1", "private"),
    ("fd12:3456::1", "private"),
    ("169.254.169.254", "link-local"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("fec0::1", "site-local"),
    ("100.64.0.1", "shared by a carrier (CGNAT)"),
    ("100.100.100.200", "shared by a carrier (CGNAT)"),
    ("0.1.2.3", "of this network"),
    ("198.18.0.1", "for benchmarks only"),
    ("168.63.129.16", "a cloud's own service"),
]


@pytest.mark.parametrize(("address", "reason"), INSIDE)
def test_addresses_inside_a_network_are_read_only_when_allowed(address: str, reason: str) -> None:
    assert why_refused(address) == reason
    assert why_refused(address, allow_private=True) is None
    assert is_inside(address)


NEVER = [
    ("0.0.0.0", "unspecified"),
    ("::", "unspecified"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("ff02::1", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("192.0.2.1", "for documentation only"),
    ("2001:db8::1", "for documentation only"),
    ("192.88.99.1", "a 6to4 relay"),
    ("::ffff:127.0.0.1", "IPv4-mapped"),
    ("::ffff:8.8.8.8", "IPv4-mapped"),
    ("::ffff:0:127.0.0.1", "IPv4-translated"),
    ("::127.0.0.1", "IPv4-compatible"),
    ("64:ff9b::7f00:1", "NAT64"),
    ("64:ff9b:1::a00:1", "NAT64"),
    ("2002:7f00:1::1", "6to4"),
    ("2001:0:4136:e378::1", "Teredo"),
    ("2001:20::1", "for protocols only"),
    ("100::1", "discard-only"),
    ("5f00::1", "reserved"),
    ("4000::1", "reserved"),
]


@pytest.mark.parametrize(("address", "reason"), NEVER)
def test_some_addresses_are_refused_all_the_same(address: str, reason: str) -> None:
    assert why_refused(address) == reason
    assert why_refused(address, allow_private=True) == reason
    assert not is_inside(address)


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "1.2.3.4/8"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert why_refused(text, allow_private=True) == "not an IP address"


@given(st.ip_addresses())
def test_nothing_is_read_that_python_knows_to_be_not_public(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved:
        assert why_refused(str(ip))


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_gets_in_by_an_ipv6_spelling(ip: ipaddress.IPv4Address) -> None:
    number = int(ip)
    for prefix in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::"):
        spelled = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | number)
        assert why_refused(str(spelled))
    assert why_refused(str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80))))
