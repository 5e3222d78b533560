"""Downloads (下载): the file is made when it is clicked, for who is signed in at that moment.

Streamlit calls the maker after the run, in another thread, without a script context: the run's
connection is closed by then. So the maker opens its own and asks the session again.
"""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from db import connection, pool, sessions
from db.visit import Visit
from domain.days import BEIJING
from domain.errors import NotAllowed
from domain.people import Permission
from door.files import Made


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
    """A button that saves a file; nothing is read or written before it is pressed."""
    token = st.context.cookies.get(sessions.COOKIE, "")
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
    with pool.borrowed(connection.database_path()) as db:
        now = datetime.now(BEIJING)
        user = sessions.resume(db, token, now, touch=False) if token else None
        if user is None or not user.may(needs):
            raise NotAllowed(user.role.label if user else "没有登录", needs.label)
        return Made.for_session(make(Visit(db, user, now)), token)
