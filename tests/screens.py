"""Screens without a browser: the real script of a visit, a real session, a small real community."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db import connection, sessions, tries
from domain.days import BEIJING
from tests import ROOT
from tests.visits import BROWSER

SHELL = ROOT / "pages" / "shell.py"
Go = Callable[..., AppTest]


def door(path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    """`enter("merchant", "use", c=code)`: that person opens that link after signing in."""

    def enter(who: str, address: str, **query: str) -> AppTest:
        cookies = {sessions.COOKIE: signed_in(path, who)}
        monkeypatch.setenv("COMMUNITY_DB", str(path))
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
        screen = AppTest.from_file(str(SHELL), default_timeout=60)
        screen._page_hash = calc_hash(address) if address else ""
        for name, value in query.items():
            screen.query_params[name] = value
        return screen.run()

    return enter


def signed_in(path: Path, who: str, now: datetime | None = None) -> str:
    """A real community has no accounts of one click: the right password is counted as a try."""
    now = now or datetime.now(BEIJING)
    with connection.opened(path) as db:
        right = tries.begin_try(db, who, "本机", now)
        ticket = sessions.issue_ticket(db, who, BROWSER, now, right)
        token = sessions.redeem_ticket(db, ticket, BROWSER, "本机", now)
    assert token is not None
    return token


def press(screen: AppTest, label: str) -> AppTest:
    """One tap on the first button whose label begins so."""
    next(button for button in screen.button if button.label.startswith(label)).click().run()
    assert not screen.exception
    return screen


def labels(screen: AppTest) -> list[str]:
    return [button.label for button in screen.button]


def said(screen: AppTest) -> str:
    """Everything the screen says, as people read it."""
    parts = [*screen.markdown, *screen.header, *screen.title, *screen.success, *screen.error]
    return " ".join(str(part.value) for part in parts).replace("\\", "")
