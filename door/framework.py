"""What is changed of the framework's own server, all in one place.

`streamlit run` has bound its socket and configured uvicorn before it imports app.py, so what is
changed is what uvicorn looks up afterwards. Each change is held by a test that speaks to the real
server, because a new version may move it.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import uvicorn.config
from starlette.types import ASGIApp
from streamlit.runtime import memory_media_file_storage

from door import connections
from door.files import HouseFiles

Protocol = type[asyncio.Protocol]


def settle() -> None:
    """Once, while app.py is imported: before the first connection is taken."""
    server: Any = uvicorn.config
    server.ProxyHeadersMiddleware = _believing_nobody
    server.Config.http_protocol_class = _Ours("http_protocol_class", connections.patient)
    files: Any = memory_media_file_storage  # looked up when the runtime is made, after this
    files.MemoryMediaFileStorage = HouseFiles
    server.Config.ws_protocol_class = _Ours("ws_protocol_class", lambda _: connections.Measured)


def _believing_nobody(app: ASGIApp, trusted_hosts: object = None) -> ASGIApp:
    """uvicorn believes X-Forwarded-For from anybody on this computer; door/callers.py decides."""
    return app


class _Ours:
    """An attribute of uvicorn's configuration: what it chose, with our bounds around it."""

    def __init__(self, name: str, wrap: Callable[[Protocol], Protocol]) -> None:
        self.name, self.wrap = name, wrap
        self.made: dict[Protocol, Protocol] = {}

    def __get__(self, config: Any, _owner: type) -> Protocol:
        stock: Protocol = config.__dict__[self.name]
        if stock not in self.made:
            self.made[stock] = self.wrap(stock)
        return self.made[stock]

    def __set__(self, config: Any, value: Protocol) -> None:
        config.__dict__[self.name] = value
