"""Which names this server answers to (认得的地址), and one address nobody needs.

A page elsewhere may let its own name point here (DNS rebinding) and would then be "the same site".
Known are this computer's own names, the very address a connection came in at, and the names listed
in COMMUNITY_HOSTS. The framework's figures about itself are closed.
"""

import os
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from door.asgi import header, refuse

VARIABLE = "COMMUNITY_HOSTS"
CLOSED = "/_stcore/metrics"
STRANGE = "这里不认得这个网址。请用管理员给的网址打开。"


def named_hosts() -> frozenset[str]:
    """The names in COMMUNITY_HOSTS, with commas between them."""
    return frozenset(filter(None, map(_name, os.environ.get(VARIABLE, "").split(","))))


class Hosts:
    """ASGI middleware: 421 for a Host that is not ours, 404 for what is closed."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = ()) -> None:
        self.app, self.hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            if not self._known(_name(header(scope, b"host")), scope):
                await refuse(scope, receive, send, 421, STRANGE)
                return
            if scope["path"].rstrip("/").endswith(CLOSED):
                await refuse(scope, receive, send, 404, "没有这一页。")
                return
        await self.app(scope, receive, send)

    def _known(self, name: str, scope: Scope) -> bool:
        if name == "localhost" or name in self.hosts:
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        here = (scope.get("server") or ("",))[0]
        return address.is_loopback or str(address) == here


def _name(host: str) -> str:
    """The name of a Host header in small letters, without port, brackets and final dot."""
    name = host.strip().casefold()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return (name.partition(":")[0] if name.count(":") == 1 else name).rstrip(".")
