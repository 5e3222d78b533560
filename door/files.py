"""Files on their way out (下载和图片): with the session that made them, and a download only once.

The framework gives every file an address and answers whoever asks. Here the address of a download
is drawn by lot, lives a minute and is spent by the first who fetches it; a picture is answered as
often as its page draws it. Both only to the session they were made for, while it is open.
"""

import secrets
import time
from pathlib import PurePosixPath
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryFile, MemoryMediaFileStorage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from db import sessions
from door.asgi import refuse
from door.visitors import visitor

PATH = "/media/"
LIFE = 60.0  # seconds between the click and the browser's fetching
STRANGER = "请先登录，再下载。"
GONE = "这个地址已经用过了，请回到页面再点一次下载。"
UNKNOWN = "没有这个文件，请回到页面再点一次。"
READING = {"GET", "HEAD"}


class Made(bytes):
    """A file made for one session: whoever makes it outside a script's run says for whom."""

    session: str

    @classmethod
    def for_session(cls, content: bytes, token: str) -> "Made":
        made = cls(content)
        made.session = sessions.digest(token)
        return made


class HouseFiles(MemoryMediaFileStorage):
    """The framework's store of files, which remembers whose each is.

    The framework forgets a download as soon as two other pages were drawn, fetched or not; here
    it stays for its minute, whoever else is busy.
    """

    def __init__(self, media_endpoint: str) -> None:
        super().__init__(media_endpoint)
        self._owners: dict[str, set[str]] = {}
        self._made_at: dict[str, float] = {}  # of downloads only
        self._unspent: set[str] = set()

    def load_and_get_id(
        self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind,
        filename: str | None = None,
    ) -> str:  # fmt: skip
        self._drop_old()
        owner = path_or_data.session if isinstance(path_or_data, Made) else _session_of_the_run()
        if kind is MediaFileKind.DOWNLOADABLE:
            file_id = self._keep_download(path_or_data, mimetype, filename)
        else:
            file_id = super().load_and_get_id(path_or_data, mimetype, kind, filename)
        self._owners.setdefault(file_id, set()).add(owner)
        return file_id

    def _keep_download(self, data: str | bytes, mimetype: str, filename: str | None) -> str:
        content = self._read_file(data) if isinstance(data, str) else bytes(data)
        file_id = secrets.token_hex(28)
        kept = MemoryFile(content, mimetype, MediaFileKind.DOWNLOADABLE, filename)
        self._files_by_id[file_id] = kept
        self._made_at[file_id] = time.monotonic()
        self._unspent.add(file_id)
        return file_id

    def delete_file(self, file_id: str) -> None:
        if file_id not in self._made_at:
            super().delete_file(file_id)
            self._owners.pop(file_id, None)

    def belongs_to(self, file_id: str, session: str) -> bool:
        return session in self._owners.get(file_id, set())

    def is_download(self, file_id: str) -> bool:
        return file_id in self._made_at

    def spend(self, file_id: str) -> bool:
        """True for the first who fetches it in time."""
        self._drop_old()
        in_time = file_id in self._unspent
        self._unspent.discard(file_id)
        return in_time

    def empty(self, file_id: str) -> None:
        """Keep the address, which is spent, without its content."""
        if (held := self._files_by_id.get(file_id)) is not None:
            self._files_by_id[file_id] = held._replace(content=b"")

    def _drop_old(self) -> None:
        for file_id, made_at in list(self._made_at.items()):
            if time.monotonic() - made_at > LIFE:
                self._unspent.discard(file_id)
                self._made_at.pop(file_id, None)
                self.delete_file(file_id)


def _session_of_the_run() -> str:
    """The session whose script draws this; nobody's outside a run."""
    context = get_script_run_ctx(suppress_warning=True)
    client = runtime.get_instance().get_client(context.session_id) if context else None
    if client is None or client.client_context is None:
        return ""
    token = client.client_context.cookies.get(sessions.COOKIE, "")
    return sessions.digest(token) if token else ""


class Files:
    """Guard of the framework's media address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PATH):
            await self.app(scope, receive, send)
            return
        who = await visitor(scope)
        if who is None:
            await refuse(scope, receive, send, 403, STRANGER)
            return
        manager: Any = runtime.get_instance().media_file_mgr
        files: HouseFiles = manager._storage
        file_id = PurePosixPath(scope["path"]).stem
        if scope["method"] not in READING or not files.belongs_to(file_id, who.session):
            await refuse(scope, receive, send, 404, UNKNOWN)
        elif not files.is_download(file_id):
            await self.app(scope, receive, _never_kept(send))
        elif scope["method"] == "GET" and not files.spend(file_id):
            await refuse(scope, receive, send, 410, GONE)
        else:
            await self._hand_over(files, file_id, scope, receive, send)

    async def _hand_over(
        self, files: HouseFiles, file_id: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """The whole file: a part of it, asked for again and again, would not be once."""
        whole = [pair for pair in scope["headers"] if pair[0] not in {b"range", b"if-range"}]
        try:
            await self.app({**scope, "headers": whole}, receive, _never_kept(send))
        finally:
            if scope["method"] == "GET":
                files.empty(file_id)


def _never_kept(send: Send) -> Send:
    async def say(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message["headers"] if pair[0] != b"cache-control"]
            kept += [
                (b"cache-control", b"private, no-store"),
                (b"x-content-type-options", b"nosniff"),
            ]
            message = {**message, "headers": kept}
        await send(message)

    return say
