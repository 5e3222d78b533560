"""An HTML page on its way out (网页送出): gathered, so that it is changed and sent as a whole."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class HtmlAnswer:
    """An ASGI `send` that keeps an HTML page until it is whole; anything else goes on at once."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.start: Message | None = None
        self.body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self.keeps(message):
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self.finish(self.start)
            return
        await self._send(message)

    def keeps(self, start: Message) -> bool:
        """Whether an answer that begins so is a page to be gathered."""
        return dict(start["headers"]).get(b"content-type", b"").startswith(b"text/html")

    async def finish(self, start: Message) -> None:
        """Send the whole page, whose `body` is complete now."""
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self.body})
