"""What every guard shares: reading a request's headers, and saying no in one plain answer."""

from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send


def header(scope: Scope, name: bytes) -> str:
    """The first header of this (lower-case) name; empty when there is none."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def cookie(scope: Scope, name: str) -> str:
    """The cookie of this name; empty when there is none."""
    return cookie_parser(header(scope, b"cookie")).get(name, "")


def address_of(scope: Scope) -> str:
    """Where a request comes from, after door/callers.py looked at it."""
    client = scope.get("client")
    return str(client[0]) if client else ""


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: int, words: str, *, hang_up: bool = True
) -> None:
    """Answer no, before a byte of the body is read; `hang_up` closes the connection after it."""
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    if hang_up and scope["type"] == "http":
        headers["connection"] = "close"
    await PlainTextResponse(words, status, headers)(scope, receive, send)
