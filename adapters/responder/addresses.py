"""Where the AI's address may lead (FAULTS X7): it is the operator's own setting, and still not every place is one for it."""

import ipaddress
import socket
from typing import Final
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from handoff.errors import Fatal

#: where EC2 serves credentials by IPv6; those by IPv4 are link-local
_METADATA: Final = ipaddress.ip_address("fd00:ec2::254")


def checked(url: str, setting: str, *, plain: bool = False) -> str:
    """
    The address, or Fatal naming `setting`: https, or http to this machine (`plain`: to any, as models in one's own network
    are served); never to link-local and other places that are nobody's service.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Fatal(f"{setting}: that is no web address: write https://HOST/PATH.") from None
    odd = "\\" in url or any(c.isspace() or not c.isprintable() for c in url)
    if parts.scheme not in ("https", "http") or not host or odd:
        raise Fatal(f"{setting}: the address must begin with https:// and name a host.")
    if "@" in parts.netloc or parts.fragment:
        raise Fatal(f"{setting}: the address must hold no name, password or fragment.")
    if parts.scheme == "http" and not plain and not _here(host):
        raise Fatal(
            f"{setting}: the address must begin with https://, since customers' words go there (http:// to localhost only)."
        )
    if not fit(host):
        raise Fatal(f"{setting}: the address is a cloud's own (link-local), or nobody's.")
    return url


def fit(host: str) -> bool:
    """False for an address that is link-local (clouds serve credentials there), multicast, or nobody's. True for names."""
    try:
        ip = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return True
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    reserved = ip.version == 4 and ip.is_reserved  # of IPv6 that includes NAT64
    return not (ip.is_link_local or ip.is_multicast or ip.is_unspecified or reserved or ip == _METADATA)


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Outward(AbstractResolver):
    """Names as the system resolves them, checked at each connection: what is connected to is what was checked."""

    def __init__(self) -> None:
        self._system = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        found = await self._system.resolve(host, port, family)
        if not found or not all(fit(each["host"]) for each in found):
            raise OSError(None, "the name leads where it must not")
        return found

    async def close(self) -> None:
        await self._system.close()
