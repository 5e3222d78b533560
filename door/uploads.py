"""Uploads (上传): nothing comes in before sign-in, and afterwards only so much per person.

The framework keeps every uploaded file in memory until its page is closed.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

from db import sessions
from door.asgi import address_of, cookie, header, refuse
from door.pace import Pace
from door.visitors import Visitor, visitor

PATH = "/_stcore/upload_file/"
STRANGER = "请先登录，再传文件。"
FOREIGN = "这个页面已经换人登录了，请刷新再传。"
UNSAID = "没有说文件多大，没有收。"
TOO_MUCH = "这一会儿传得太多了，过几分钟再传。"
SILENT = "等了半分钟没有收到，请再传一次。"
FULL = "正在用的文件太多了，关掉几个页面再传。"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Files and bytes within ten minutes, per person and address, and what memory may hold."""

    seconds: float = 600.0
    files: int = 60
    bytes_: int = 120_000_000
    files_here: int = 300
    bytes_here: int = 400_000_000
    held: int = 300_000_000
    silence: float = 30.0  # seconds between two pieces of a file


class Uploads:
    """Guard of the framework's upload address."""

    def __init__(self, app: ASGIApp, bounds: Bounds | None = None) -> None:
        self.app = app
        self.bounds = b = bounds or Bounds()
        self.files, self.bytes = Pace(b.files, b.seconds), Pace(b.bytes_, b.seconds)
        self.files_here = Pace(b.files_here, b.seconds)
        self.bytes_here = Pace(b.bytes_here, b.seconds)
        self.coming = 0  # bytes of uploads under way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PATH):
            await self.app(scope, receive, send)
            return
        who = await visitor(scope)
        if who is None:
            await refuse(scope, receive, send, 403, STRANGER)
        elif not _is_of(scope, scope["path"].removeprefix(PATH).split("/")[0]):
            await refuse(scope, receive, send, 403, FOREIGN)
        elif scope["method"] == "PUT":
            await self._put(scope, receive, send, who)
        else:
            await self.app(scope, receive, send)

    async def _put(self, scope: Scope, receive: Receive, send: Send, who: Visitor) -> None:
        said = header(scope, b"content-length")
        if not said.isascii() or not said.isdecimal():
            await refuse(scope, receive, send, 411, UNSAID)
            return
        size, address = int(said), address_of(scope)
        if self.coming + size + _held() > self.bounds.held:
            await refuse(scope, receive, send, 507, FULL)
            return
        if not (
            self.files.allows(who.account_id)
            and self.bytes.allows(who.account_id, size)
            and self.files_here.allows(address)
            and self.bytes_here.allows(address, size)
        ):
            await refuse(scope, receive, send, 429, TOO_MUCH)
            return
        self.coming += size
        try:
            await self.app(scope, self._impatient(receive), send)
        except ClientDisconnect:
            await refuse(scope, receive, send, 408, SILENT)
        finally:
            self.coming -= size

    def _impatient(self, receive: Receive) -> Receive:
        """A sender who falls silent is gone."""

        async def hear() -> Message:
            try:
                async with asyncio.timeout(self.bounds.silence):
                    return await receive()
            except TimeoutError:
                return {"type": "http.disconnect"}

        return hear


def _is_of(scope: Scope, page: str) -> bool:
    """The page (a session of the framework's) was opened with the very cookie that asks now."""
    client = runtime.get_instance().get_client(page)
    if client is None or client.client_context is None:
        return False
    opened_with = client.client_context.cookies.get(sessions.COOKIE, "")
    return opened_with == cookie(scope, sessions.COOKIE)


def _held() -> int:
    """Bytes of all files the framework keeps."""
    manager: Any = runtime.get_instance().uploaded_file_mgr
    return sum(len(f.data) for files in list(manager.file_storage.values()) for f in files.values())
