"""A visit made anew (重新核对): for what runs without pages/shell.py, such as a fragment's tick.

The connection of the first run is closed by then, and the person may have been signed out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import streamlit as st

from db import connection, pool, sessions
from db.visit import Visit
from domain.days import BEIJING
from domain.errors import NotAllowed
from domain.people import Permission


@contextmanager
def visit_again(needs: Permission, *, touch: bool = True) -> Iterator[Visit]:
    """Open the database, ask the session who it is, and whether they may still be here.

    Without a session the whole page runs again and shows the sign-in form. Raises NotAllowed
    when the role no longer carries `needs`, and Unusable when the file cannot be opened. A timer
    does not `touch`: only people keep a session awake.
    """
    with pool.borrowed(connection.database_path()) as db:
        now = datetime.now(BEIJING)
        token = st.context.cookies.get(sessions.COOKIE, "")
        user = sessions.resume(db, token, now, touch=touch) if token else None
        if user is None:
            st.rerun(scope="app")
        if not user.may(needs):
            raise NotAllowed(user.role.label, needs.label)
        yield Visit(db, user, now)
