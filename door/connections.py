"""Connections (连接): how long and how much a stranger may say before anybody listens.

uvicorn waits for ever for the end of a request's headers, httptools takes headers of any size,
and a socket may send messages of 200 MB. Here a request's headers come within seconds and 64 kB,
an address holds so many connections, and a new socket starts with small messages until the guard
in door/sockets.py has seen who it is (`ROOM`).
"""

import asyncio
import socket
from collections import Counter
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from door.callers import among, named_proxies, parsed

HEADER_SECONDS = 20.0
HEADER_BYTES = 64 * 1024
PER_ADDRESS = 400  # a whole office behind one address, each with a few tabs
TOTAL = 900  # below the 1,024 files a process may open on most systems
STRANGERS_MESSAGE = 64 * 1024
ROOM = "community.room"  # in the scope's extensions: widens the size of one message, in bytes

_held: Counter[str] = Counter()


class Patient(asyncio.Protocol):
    """Goes in front of uvicorn's HTTP protocol, whichever it chose, with the bounds above."""

    transport: Any
    cycle: Any
    client: Any

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        # Streamlit's listening socket leaves Nagle's delay of 40 ms on.
        if (raw := transport.get_extra_info("socket")) is not None:
            if raw.family in {socket.AF_INET, socket.AF_INET6}:
                raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.waiting: asyncio.TimerHandle | None = None
        self.heard = 0
        self.address = str(self.client[0]) if self.client else ""
        _held[self.address] += 1
        if _too_many(self.address):
            transport.abort()
            return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._listening()
        _let_go(self.address)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if (
            self.transport.is_closing()
            or self.transport.get_protocol() is not self
            or (self.cycle is not None and not self.cycle.response_complete)
        ):
            self._listening()
        else:  # still in the middle of the headers
            self.heard += len(data)
            if self.heard > HEADER_BYTES:
                self.transport.abort()
            elif self.waiting is None:
                self._wait()

    def handle_websocket_upgrade(self, *args: Any) -> None:
        stock: Any = super()
        stock.handle_websocket_upgrade(*args)
        self._listening()
        _let_go(self.address)

    def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        self.waiting = loop.call_later(HEADER_SECONDS, self.transport.abort)

    def _listening(self) -> None:
        self.heard = 0
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None


def patient(stock: type[asyncio.Protocol]) -> type[asyncio.Protocol]:
    """This protocol of uvicorn's with our bounds in front."""
    return type(f"Patient{stock.__name__}", (Patient, stock), {})


class Measured(WebSocketsSansIOProtocol):
    """uvicorn's websocket protocol, whose messages start small."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.conn.max_message_size = STRANGERS_MESSAGE
        self.address = str(self.client[0]) if self.client else ""
        _held[self.address] += 1

    def connection_lost(self, exc: Exception | None) -> None:
        _let_go(self.address)
        super().connection_lost(exc)

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            extensions: Any = self.scope["extensions"]
            extensions[ROOM] = self._widen

    def _widen(self, bytes_: int) -> None:
        self.conn.max_message_size = bytes_


def _too_many(address: str) -> bool:
    """A named proxy speaks for many addresses; it is held by the total alone."""
    if _held.total() > TOTAL:
        return True
    return _held[address] > PER_ADDRESS and not among(parsed(address), named_proxies())


def _let_go(address: str) -> None:
    _held[address] -= 1
    if _held[address] <= 0:
        del _held[address]
