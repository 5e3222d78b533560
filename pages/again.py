"""A visit made anew (重新核对): for what runs without pages/shell.py, and for downloads (下载).

A dialog, a fragment's tick and the maker of a file run after the page: the first run's connection
is closed by then, and the person may have been signed out. So each opens the database and asks
the session for itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import streamlit as st

from db import connection, pool, sessions
from db.visit import Visit
from domain.days import BEIJING
from domain.errors import NotAllowed
from domain.people import Permission
from door.files import Made


@contextmanager
def visit_again(needs: Permission | None, *, touch: bool = True) -> Iterator[Visit]:
    """Open the database, ask the session who it is, and whether they may still be here.

    Without a session the whole page runs again and shows the sign-in form. Raises NotAllowed
    when the role no longer carries `needs` (None: whoever is signed in), and Unusable when the file cannot be opened. A timer
    does not `touch`: only people keep a session awake.
    """
    with _visit(_token(), touch=touch) as visit:
        if visit is None:
            st.rerun(scope="app")
        if needs is not None:
            visit.user.must(needs)
        yield visit


def download(
    label: str,
    name: str,
    media_type: str,
    make: Callable[[Visit], bytes],
    needs: Permission,
    *,
    icon: str = "download",
    key: str | None = None,
) -> None:
    """A button that saves a file, made when it is clicked, for who is signed in at that moment.

    Streamlit calls the maker after the run, in another thread, without a script context.
    """
    token = _token()
    st.download_button(
        label,
        lambda: _made(token, make, needs),
        name,
        media_type,
        on_click="ignore",
        icon=f":material/{icon}:",
        key=key,
    )


def _made(token: str, make: Callable[[Visit], bytes], needs: Permission) -> bytes:
    """Raises NotAllowed when the session ended or the role lost the right since the page was drawn."""
    with _visit(token, touch=False) as visit:
        if visit is None or not visit.user.may(needs):
            raise NotAllowed(visit.user.role.label if visit else "没有登录", needs.label)
        return Made.for_session(make(visit), token)


def _token() -> str:
    return str(st.context.cookies.get(sessions.COOKIE, ""))


@contextmanager
def _visit(token: str, *, touch: bool) -> Iterator[Visit | None]:
    """Whoever this session belongs to now; None when it has ended."""
    with pool.borrowed(connection.database_path()) as db:
        now = datetime.now(BEIJING)
        user = sessions.resume(db, token, now, touch=touch) if token else None
        yield Visit(db, user, now) if user else None
