"""The visitor's network address, as far as the installation can be sure of it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# A placeholder: nothing listens on it.
UNKNOWN = "0.0.0.0"  # noqa: S104  # nosec B104


def client_address(request: HttpRequest) -> str:
    """Return the address of the visitor.

    `X-Forwarded-For` can be written by anyone: only the entry added by the outermost of our own proxies is
    believed (setting ALLAUTH_TRUSTED_PROXY_COUNT, 0 without a proxy), which allauth reads in the same way.
    """
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    address = request.META.get("REMOTE_ADDR") or UNKNOWN
    if trusted > 0:
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        if len(hops) >= trusted:
            address = hops[-trusted]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return UNKNOWN


def address_block(address: str) -> str:
    """Return what counts as one visitor: the address itself, or the /64 that one subscriber holds in IPv6."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return address
