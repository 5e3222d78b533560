"""The front door (大门): the server, its two routes for signing in and out, and what runs at start.

`streamlit run app.py` serves `app`. The script that runs per visit is pages/shell.py: it has no
`pages/` folder beside it, so no page file can ever be run on its own.
"""

import gc
import logging
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from db import (
    browsers,
    connection,
    features,  # noqa: F401  # a write asks what they tell
    founding,
    heads,
    pool,
    private,
    sessions,
)
from domain.days import BEIJING
from domain.errors import DomainError
from door import framework
from door.guards import GUARDS
from door.lean import squeezed
from ui.chinese import ASSETS, BROWSER_COOKIE

HERE = Path(__file__).parent
SESSION_COOKIE = sessions.COOKIE
log = logging.getLogger("community")


def say(words: str) -> None:
    """One line for whoever started the server."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def make_ready() -> None:
    """Once per start: create the demonstration, or bring the file up to this version.

    A file that cannot be used is told of here and on every screen; nothing in it is changed.
    """
    path = connection.database_path()
    try:
        if founding.asked_for(path):
            say(f"{path} 还没有建社区。请在这台电脑上打开网页，照“第一次使用”填好。")
            return
        if not path.exists():
            from seed.build import build  # only a first start needs the generator

            say(f"第一次启动：正在建立示例社区 {path}，大约几秒钟…")
            with suppress(FileExistsError):  # another process was first
                build(path, tell=lambda line: None)
            say("示例社区建好了。真实使用请改用 python -m db init。")
        elif steps := connection.migrate(path):
            say(f"数据库已升级 {len(steps)} 步。")
        with connection.opened(path) as db:
            heads.start(db)
        if words := private.make_private(path):
            say(words)
    except DomainError as refusal:
        say(str(refusal))
    if words := connection.risky_version():
        say(words)


def import_ahead() -> None:
    """What the first visitor would otherwise wait for; then nothing of it is ever collected."""
    import pages.rooms
    import pages.sign_in  # noqa: F401

    threading.Thread(target=squeezed.ahead, daemon=True).start()
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def at_start(_: st.App) -> AsyncIterator[None]:
    make_ready()
    import_ahead()
    with kept_open():
        yield


@contextmanager
def kept_open() -> Iterator[None]:
    """Hold one idle connection while the server runs.

    The last connection to close checkpoints and drops the log; with this one it is never a
    visitor's, who would wait for it.
    """
    try:
        keeper = connection.connect(connection.database_path())
    except connection.Error:  # told of in make_ready, and on every screen
        yield
        return
    try:
        yield
    finally:
        keeper.conn.close()


def enter(request: Request) -> Response:
    """Redeem a ticket for the session cookie, which no script on a page can read."""
    browser = request.cookies.get(BROWSER_COOKIE, "")
    ticket = request.headers.get("x-ticket", "")
    address = request.client.host if request.client else ""
    try:
        with pool.borrowed(connection.database_path()) as db:
            now = datetime.now(BEIJING)
            token = sessions.redeem_ticket(db, ticket, browser, address, now)
            if token is None:
                return Response(status_code=403)
            known = browsers.remember(db, token, request.cookies.get(browsers.COOKIE, ""), now)
    except DomainError:
        return Response(status_code=503)
    answer = Response(status_code=204)
    secure = request.url.scheme == "https"
    for name, kept, days in (
        (SESSION_COOKIE, token, None),
        (browsers.COOKIE, known, browsers.LIFE),
    ):
        age = int(days.total_seconds()) if days else None
        answer.set_cookie(name, kept, age, httponly=True, samesite="lax", secure=secure)
    return answer


def leave(request: Request) -> Response:
    """End the session behind the cookie and drop the cookie. A foreign form lacks the header."""
    if "x-ticket" not in request.headers:
        return Response(status_code=403)
    if token := request.cookies.get(SESSION_COOKIE):
        try:
            with pool.borrowed(connection.database_path()) as db:
                sessions.leave(db, token, datetime.now(BEIJING))
        except DomainError:
            return Response(status_code=503)
    answer = Response(status_code=204)
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    return answer


def rest(_: Request) -> Response:
    """Where a sign-in page goes that was left alone: without a line to the server, back by a tap."""
    return HTMLResponse((ASSETS / "rest.html").read_text(encoding="utf-8"))


def went_wrong(error: Exception) -> bool:
    """A bug: the trace goes to the log, the person gets a sentence, the transaction is gone."""
    log.error("a page failed", exc_info=error)
    st.error("系统出了点问题，已经记下来了。请刷新再试，不行就找管理员。", icon=":material/error:")
    return True


framework.settle()
app = st.App(
    HERE / "pages" / "shell.py",
    routes=[
        Route("/door/enter", enter, methods=["POST"]),
        Route("/door/leave", leave, methods=["POST"]),
        Route("/door/rest", rest, methods=["GET"]),
    ],
    middleware=GUARDS,
    lifespan=at_start,
    on_script_error=went_wrong,
)
