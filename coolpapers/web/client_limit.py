"""How often one client may ask for something that costs others: a count in the cache for each fixed stretch of time.

With COOLPAPERS_CACHE_URL all web processes share the counts; without it each keeps its own.
"""

import time
from ipaddress import IPv6Address, ip_address
from typing import Final

import structlog
from django.core.cache import cache
from django.http import HttpRequest

log = structlog.get_logger("coolpapers.client_limit")

UNKNOWN: Final = "unknown"
IPV6_NETWORK_BITS: Final = 64  # one line's network: its holder has all the addresses in it


def wait_s(request: HttpRequest, purpose: str, *, most: int, per_s: int) -> int:
    """0 when this client may go on, counted as done; else the seconds until it may again.

    A cache that is away lets everybody pass: what costs something has a bound for all clients together besides.
    """
    now = int(time.time())
    stretch = now // per_s
    key = f"limit:{purpose}:{stretch}:{client_of(request)}"
    try:
        cache.add(key, 0, timeout=2 * per_s)
        done = cache.incr(key)
    except ValueError as fault:
        log.warning("limit not counted", purpose=purpose, fault=str(fault))
        return 0
    return (stretch + 1) * per_s - now if done > most else 0


def client_of(request: HttpRequest) -> str:
    """The network of who asks: the peer's, or what a server in front on a private address says it saw.

    Only the last entry of X-Forwarded-For is that server's own; the others anybody can write.
    """
    peer = _network(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
    return (_network(forwarded) or peer or UNKNOWN) if _is_private(request) else (peer or UNKNOWN)


def _is_private(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_private
    except ValueError:  # a Unix socket has no address: only a server in front speaks there
        return True


def _network(text: str) -> str:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Address(int(address) >> (128 - IPV6_NETWORK_BITS) << (128 - IPV6_NETWORK_BITS)))
    return str(address)
