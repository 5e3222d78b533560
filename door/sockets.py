"""Sockets (长连接): a stranger's are few, small, slow and not for ever; a person's are many.

A page opens its socket with the cookies it has. Signing in reloads the page, so a socket that
began as a stranger's stays one; one that began with a session is asked again for big messages.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from door.asgi import address_of, refuse
from door.connections import ROOM, STRANGERS_MESSAGE
from door.pace import Pace
from door.visitors import Visitor, visitor

CROWDED = "连接太多了，请关掉几个页面，过一会儿再打开。"
LEFT_ALONE, TOO_BIG, TOO_FAST = 4000, 1009, 1008


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is allowed before and after signing in. Bytes, seconds, and numbers of sockets."""

    strangers_here: int = 30  # one address: an office opening its sign-in pages in the morning
    strangers_in_all: int = 300  # apart from the signed in, whom strangers cannot crowd out
    strangers_new: int = 240  # sockets one address opens in a minute
    strangers_messages: int = 120  # per socket and minute; a sign-in page sends a handful
    strangers_idle: float = 600.0
    persons: int = 40  # tabs of one person's browser
    persons_here: int = 300
    persons_in_all: int = 600
    persons_message: int = 4_000_000  # a pasted list of 6,549 households is below one tenth


class Sockets:
    """Guard of every websocket."""

    def __init__(self, app: ASGIApp, bounds: Bounds | None = None) -> None:
        self.app = app
        self.bounds = bounds or Bounds()
        self.open: Counter[str] = Counter()
        self.new = Pace(self.bounds.strangers_new, 60.0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        who = await visitor(scope)
        address = address_of(scope)
        lanes = self._lanes(who, address)
        full = any(self.open[lane] >= most for lane, most in lanes.items())
        if full or (who is None and not self.new.allows(address)):
            await refuse(scope, receive, send, 429, CROWDED)
            return
        self.open.update(lanes.keys())
        try:
            line = _Line(self.bounds, scope, receive, send, who)
            await self.app(scope, line.receive, send)
        finally:
            for lane in lanes:
                self.open[lane] -= 1
            self.open += Counter()  # forget what is at zero

    def _lanes(self, who: Visitor | None, address: str) -> dict[str, int]:
        b = self.bounds
        if who is None:
            return {"strangers": b.strangers_in_all, f"strangers {address}": b.strangers_here}
        return {
            "persons": b.persons_in_all,
            f"persons {address}": b.persons_here,
            f"person {who.session}": b.persons,
        }


class _Line:
    """What comes in on one socket."""

    def __init__(
        self, bounds: Bounds, scope: Scope, receive: Receive, send: Send, who: Visitor | None
    ) -> None:
        self.bounds, self.scope, self.who = bounds, scope, who
        self._receive, self._send = receive, send
        self.pace = Pace(bounds.strangers_messages, 60.0)
        widen: Callable[[int], None] | None = scope.get("extensions", {}).get(ROOM)
        if who is not None and widen is not None:
            widen(bounds.persons_message)

    async def receive(self) -> Message:
        if self.who is not None:
            message = await self._receive()
        else:
            try:
                async with asyncio.timeout(self.bounds.strangers_idle):
                    message = await self._receive()
            except TimeoutError:
                return await self._hang_up(LEFT_ALONE)
        if message["type"] != "websocket.receive":
            return message
        if self.who is None and not self.pace.allows(""):
            return await self._hang_up(TOO_FAST)
        size = len(message.get("bytes") or message.get("text") or b"")
        if size > STRANGERS_MESSAGE and not await self._still_signed_in():
            return await self._hang_up(TOO_BIG)
        return message

    async def _still_signed_in(self) -> bool:
        return self.who is not None and await visitor(self.scope) is not None

    async def _hang_up(self, code: int) -> Message:
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}
