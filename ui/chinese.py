"""Built-in English (内置英文) in Chinese: the page's language, and a small dictionary for the browser.

Streamlit has no setting for either. The middleware edits index.html on its way out.
"""

import json
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from ui.brand import FALLBACK
from ui.html_answer import HtmlAnswer, Message, Send

ASSETS = Path(__file__).parent / "assets"
BROWSER_COOKIE = "wj_browser"
SCRIPTS = ("once.js", "rest.js", "forms.js", "keep.js", "search.js")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# A font fetched before the programs keeps a phone white for longer; the text can wait for it.
FONT_FIRST = re.compile(rb'<link\s+rel="preload"[^>]*as="font"[^>]*>')
_SKIPPED_ASKING = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
_SKIPPED_ANSWER = {b"content-length", b"etag", b"last-modified", b"cache-control"}


def dictionary_script() -> bytes:
    """The browser's dictionary with its words put in."""
    words = json.loads((ASSETS / "zh.json").read_text(encoding="utf-8"))
    return code("zh.js").replace("WORDS", json.dumps(words, ensure_ascii=False)).encode()


@cache
def code(name: str) -> str:
    """A script of ours without comment lines and indents: they are for us, every page carries it."""
    text = (ASSETS / name).read_text(encoding="utf-8")
    return re.sub(
        r"^ +", "", re.sub(r"^ *//.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    )


class ChinesePage:
    """ASGI middleware: `lang="zh-CN"`, our title, our dictionary, and a cookie naming the browser.

    The browser's cookie binds a sign-in ticket to the browser that asked for it.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        more = "".join(map(code, SCRIPTS)).encode()
        self.script = b"<script>" + dictionary_script() + more + b"</script></head>"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = scope.get("headers") or []
        asked = dict(headers)
        if scope["type"] != "http" or b"text/html" not in asked.get(b"accept", b""):
            await self.app(scope, receive, send)
            return
        plain = [pair for pair in headers if pair[0] not in _SKIPPED_ASKING]
        page = _Page(self.script, send, named=_has_browser_cookie(asked), scheme=scope["scheme"])
        await self.app({**scope, "headers": plain}, receive, page.send)


class _Page(HtmlAnswer):
    """One answer on its way out, rewritten if it is HTML."""

    def __init__(self, script: bytes, send: Send, *, named: bool, scheme: str) -> None:
        super().__init__(send)
        self.script, self.named, self.scheme = script, named, scheme

    async def finish(self, start: Message) -> None:
        body = self.body.replace(b'<html lang="en"', b'<html lang="zh-CN"', 1)
        body = body.replace(b"<title>Streamlit</title>", f"<title>{FALLBACK}</title>".encode(), 1)
        body = body.replace(b"</head>", self.script, 1)
        body = FONT_FIRST.sub(b"", body, count=1)
        headers = [pair for pair in start["headers"] if pair[0] not in _SKIPPED_ANSWER]
        headers += [
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-frame-options", b"SAMEORIGIN"),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
        ]
        if not self.named:
            secure = "; Secure" if self.scheme == "https" else ""
            cookie = f"{BROWSER_COOKIE}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Lax"
            headers.append((b"set-cookie", (cookie + secure).encode()))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _has_browser_cookie(asked: dict[bytes, bytes]) -> bool:
    return BROWSER_COOKIE in SimpleCookie(asked.get(b"cookie", b"").decode("latin-1"))
