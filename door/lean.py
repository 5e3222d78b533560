"""The first load (第一次打开): the framework's files compressed once, and kept by the browser for good.

Streamlit sends 2.8 MB of programs and fonts as they are. The names of its static files carry a
hash of their content, so that a browser never has to ask for one twice; the page itself is asked
for each time and answered by its ETag alone when it has not changed.
"""

import gzip
import mimetypes
import re
import threading
from hashlib import sha256
from pathlib import Path

from anyio import to_thread
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from door.asgi import header
from ui.html_answer import HtmlAnswer

STATIC = "/static/"
WORTH_IT = {".js", ".css", ".svg", ".json", ".wasm", ".map"}  # fonts and pictures are compressed
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
LEVEL = 9  # once per file, so the smallest
KEPT_PAGES = 8


class Squeezed:
    """The compressed form of each static file, made when it is first asked for, and only then."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._made: dict[Path, bytes] = {}
        self._lock = threading.Lock()
        self.times = 0  # how often anything was compressed

    def file(self, address: str) -> Path | None:
        """The file behind an address below /static/; None for anything outside or not worth it."""
        path = (self.root / address.lstrip("/")).resolve()
        inside = path.is_relative_to(self.root / "static")
        return path if inside and path.suffix in WORTH_IT and path.is_file() else None

    def of(self, path: Path) -> bytes:
        if path not in self._made:
            with self._lock:
                if path not in self._made:
                    self.times += 1
                    self._made[path] = gzip.compress(path.read_bytes(), LEVEL, mtime=0)
        return self._made[path]

    def ahead(self) -> None:
        """What the page names itself, before the first visitor asks for it."""
        page = (self.root / "index.html").read_text(encoding="utf-8")
        for address in re.findall(r'(?:src|href)="\./(static/[^"]+)"', page):
            if path := self.file(address):
                self.of(path)


squeezed = Squeezed(Path(file_util.get_static_dir()))


class Lean:
    """Guard of nothing: what goes out is small, and not sent twice."""

    def __init__(self, app: ASGIApp, files: Squeezed = squeezed) -> None:
        self.app, self.files = app, files
        self.pages: dict[bytes, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
        elif scope["path"].startswith(STATIC):
            await self._static(scope, receive, send)
        elif "text/html" in header(scope, b"accept"):
            await self.app(scope, receive, _Page(self.pages, scope, send).send)
        else:
            await self.app(scope, receive, send)

    async def _static(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self.files.file(scope["path"]) if _takes_gzip(scope) else None
        if path is None:
            await self.app(scope, receive, send)
            return
        content = await to_thread.run_sync(self.files.of, path)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if path.suffix == ".js":  # Windows' registry may say text/plain, which browsers refuse
            kind = "text/javascript"
        answer = Response(content, media_type=kind)
        for name, value in _kept(FOR_GOOD):
            answer.headers[name.decode()] = value.decode()
        await answer(scope, receive, send)


def _kept(how: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-encoding", b"gzip"),
        (b"vary", b"accept-encoding"),
        (b"cache-control", how.encode()),
        (b"x-content-type-options", b"nosniff"),
    ]


class _Page(HtmlAnswer):
    """The page on its way out: its ETag alone to who has it, compressed once to who has not."""

    def __init__(self, pages: dict[bytes, bytes], scope: Scope, send: Send) -> None:
        super().__init__(send)
        self.pages, self.scope = pages, scope

    def keeps(self, start: Message) -> bool:
        plain = b"content-encoding" not in dict(start["headers"])
        return super().keeps(start) and start["status"] == 200 and plain

    async def finish(self, start: Message) -> None:
        print_of = sha256(self.body).digest()
        etag = f'"{print_of.hex()[:32]}"'
        dropped = {b"content-length", b"cache-control", b"etag", b"vary", b"last-modified"}
        headers = [pair for pair in start["headers"] if pair[0] not in dropped]
        headers += [
            (b"etag", etag.encode()),
            (b"cache-control", ASK_AGAIN.encode()),
            (b"vary", b"accept-encoding"),
        ]
        if etag in header(self.scope, b"if-none-match"):
            headers = [pair for pair in headers if pair[0] != b"content-type"]
            await self._send({**start, "status": 304, "headers": headers})
            await self._send({"type": "http.response.body", "body": b""})
            return
        body = self.body
        if _takes_gzip(self.scope):
            body = self._squeezed(print_of)
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**start, "headers": headers})
        sent = b"" if self.scope["method"] == "HEAD" else body
        await self._send({"type": "http.response.body", "body": sent})

    def _squeezed(self, print_of: bytes) -> bytes:
        if print_of not in self.pages:
            if len(self.pages) >= KEPT_PAGES:
                self.pages.clear()
            self.pages[print_of] = gzip.compress(self.body, LEVEL, mtime=0)
        return self.pages[print_of]


def _takes_gzip(scope: Scope) -> bool:
    """The client names gzip and does not set it to nothing."""
    for part in header(scope, b"accept-encoding").lower().split(","):
        name, _, quality = part.strip().partition(";")
        if name.strip() == "gzip":
            return not re.fullmatch(r"q=0(\.0*)?", quality.replace(" ", ""))
    return False
