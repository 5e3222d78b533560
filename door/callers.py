"""Who is calling (来访地址): the address of a request, never by a stranger's word.

`X-Forwarded-For` is a line anybody can write. It is believed only from the proxies named in
COMMUNITY_PROXIES, from right to left up to the first address that is not one of them.
"""

import os
from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from ipaddress import IPv4Network as Network4

from starlette.types import ASGIApp, Receive, Scope, Send

from domain.errors import DomainError

VARIABLE = "COMMUNITY_PROXIES"
UNKNOWN = "0.0.0.0"  # nobody's: what has no address is not this computer's own screen  # noqa: S104
TOLD_BY_PROXIES = {b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip", b"forwarded"}
CAME_THROUGH = b"x-came-through"  # ours: somebody stands between who is no proxy of this server

Address = IPv4Address | IPv6Address
Networks = tuple[Network4 | IPv6Network, ...]


class NotAnAddress(DomainError):
    """An entry of COMMUNITY_PROXIES is neither an address nor a network."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(
            f"环境变量 {VARIABLE} 里的“{word}”不是地址。请写成 10.0.0.5 或 10.0.0.0/24，用逗号隔开，再启动。"
        )


def trusted_proxies(words: str) -> Networks:
    """The networks of a comma-separated list. Raises NotAnAddress for anything else."""
    networks = []
    for word in filter(None, (part.strip() for part in words.split(","))):
        try:
            networks.append(ip_network(word, strict=False))
        except ValueError:
            raise NotAnAddress(word) from None
    return tuple(networks)


@cache
def named_proxies() -> Networks:
    """The proxies of this server. A list that cannot be read stops the start: guessing would
    believe or disbelieve the wrong ones.
    """
    try:
        return trusted_proxies(os.environ.get(VARIABLE, ""))
    except NotAnAddress as refusal:
        raise SystemExit(str(refusal)) from None


def among(address: Address | None, networks: Networks) -> bool:
    return address is not None and any(address in network for network in networks)


def parsed(word: str) -> Address | None:
    """An address as written, an IPv4 one in IPv6's clothes unwrapped; None for anything else."""
    try:
        address = ip_address(word.strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.scope_id:  # a zone is free text
            return None
        return address.ipv4_mapped or address
    return address


def caller(peer: str, told: Iterable[str], proxies: Networks) -> str:
    """The rightmost address no trusted proxy has; the peer itself when it is none of them.

    `told` are the X-Forwarded-For lines in order. What is not an address ends the search: beyond
    it anything may have been made up.
    """
    address = parsed(peer)
    if address is None:
        return ""
    for word in reversed([word for line in told for word in line.split(",")]):
        if not among(address, proxies):
            break
        before = parsed(word)
        if before is None:
            break
        address = before
    return str(address)


class Callers:
    """Guard: puts the real caller into the request and drops what strangers said about it."""

    def __init__(self, app: ASGIApp, proxies: Networks) -> None:
        self.app, self.proxies = app, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            scope = self._cleaned(scope)
        await self.app(scope, receive, send)

    def _cleaned(self, scope: Scope) -> Scope:
        peer, port = scope.get("client") or ("", 0)
        told = [v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for"]
        real = caller(peer, told, self.proxies)
        said = [pair for pair in scope["headers"] if pair[0] in TOLD_BY_PROXIES]
        dropped = TOLD_BY_PROXIES | {CAME_THROUGH}
        headers = [pair for pair in scope["headers"] if pair[0] not in dropped]
        if said and not among(parsed(peer), self.proxies):
            headers.append((CAME_THROUGH, b"1"))
        cleaned = {**scope, "headers": headers, "client": (real or UNKNOWN, port)}
        if among(parsed(peer), self.proxies):
            protocols = [v for k, v in scope["headers"] if k == b"x-forwarded-proto"]
            if protocols and protocols[-1].strip().lower() == b"https":
                cleaned["scheme"] = "wss" if scope["type"] == "websocket" else "https"
        return cleaned
