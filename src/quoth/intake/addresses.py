"""Which network addresses quoth reads from: public unicast ones, nothing inside a network.

The ranges are those of IANA's special-purpose address registries (RFC 6890 and its updates), with
the mechanisms that carry an IPv4 address inside an IPv6 one. They are listed here, and not asked
of ``ipaddress.is_global``, because that answer differs between Python versions.
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Network, IPv6Network
from typing import NamedTuple


class _Range(NamedTuple):
    network: IPv4Network | IPv6Network
    name: str
    inside: bool


# What lies inside a network: refused, unless the user allows private addresses.
_INSIDE = {
    "0.0.0.0/8": "of this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by a carrier (CGNAT)",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "a cloud's own service",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "for protocols only",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "for benchmarks only",
    "::1/128": "loopback",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
}

# What no article can come from, or what hides another address: always refused.
_NEVER = {
    "0.0.0.0/32": "unspecified",
    "192.0.2.0/24": "for documentation only",
    "192.88.99.0/24": "a 6to4 relay",
    "198.51.100.0/24": "for documentation only",
    "203.0.113.0/24": "for documentation only",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
    "::/128": "unspecified",
    "::ffff:0:0/96": "IPv4-mapped",
    "::ffff:0:0:0/96": "IPv4-translated",
    "::/96": "IPv4-compatible",
    "64:ff9b::/96": "NAT64",
    "64:ff9b:1::/48": "NAT64",
    "100::/64": "discard-only",
    "2001::/32": "Teredo",
    "2001::/23": "for protocols only",
    "2001:db8::/32": "for documentation only",
    "2002::/16": "6to4",
    "3fff::/20": "for documentation only",
    "ff00::/8": "multicast",
}

# The only IPv6 range out of which public addresses are given.
_GLOBAL_UNICAST = IPv6Network("2000::/3")


def _ranges() -> tuple[_Range, ...]:
    """Both tables, the narrowest network first: the closest name decides."""
    ranges = [
        _Range(ipaddress.ip_network(text), name, inside)
        for table, inside in ((_INSIDE, True), (_NEVER, False))
        for text, name in table.items()
    ]
    return tuple(sorted(ranges, key=lambda one: -one.network.prefixlen))


_RANGES = _ranges()


def why_refused(address: str, *, allow_private: bool = False) -> str | None:
    """Why nothing is read from ``address``, in a few words, or None when it is a public address.

    ``allow_private`` permits what lies inside a network (loopback, private, link-local, CGNAT);
    multicast, unspecified and reserved addresses, and those that carry an IPv4 address inside an
    IPv6 one, are refused all the same. What is not an IP address at all is refused as such.

    >>> why_refused("10.1.2.3")
    'private'
    """
    try:
        # A zone ("fe80::1%eth0") names an interface of this machine; the address stays the same.
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "not an IP address"
    for known in _RANGES:
        if ip in known.network:
            return None if known.inside and allow_private else known.name
    if ip.version == 6 and ip not in _GLOBAL_UNICAST:
        return "reserved"
    return None


def is_inside(address: str) -> bool:
    """True when ``allow_private`` is what would permit ``address``."""
    return bool(why_refused(address)) and not why_refused(address, allow_private=True)
