"""Whose failed sign-ins are counted together: one IPv4 address, or one network of IPv6.

A subscriber is given a whole /64 of IPv6, so that counting single addresses would count nothing.
"""

import ipaddress

from axes.conf import settings
from django.http import HttpRequest
from ipware.ip import get_client_ip


def client_address(request: HttpRequest) -> str | None:
    """The sender's address as the trusted proxies tell it; of IPv6 the first address of its /64."""
    found, _ = get_client_ip(
        request,
        proxy_order=settings.AXES_IPWARE_PROXY_ORDER,
        proxy_count=settings.AXES_IPWARE_PROXY_COUNT,
        proxy_trusted_ips=settings.AXES_IPWARE_PROXY_TRUSTED_IPS,
        request_header_order=settings.AXES_IPWARE_META_PRECEDENCE_ORDER,
    )
    if not found:
        return None
    address = ipaddress.ip_address(str(found))
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
