"""Real sessions and visits for tests, without a browser."""

from datetime import datetime
from pathlib import Path

from db import connection, sessions
from domain.days import BEIJING

BROWSER = "a browser of the tests"


def signed_in(path: Path, username: str) -> str:
    """The session token of a demonstration account that signed in a moment ago."""
    now = datetime.now(BEIJING)
    with connection.opened(path) as db:
        ticket = sessions.issue_ticket(db, username, BROWSER, now, None)
        token = sessions.redeem_ticket(db, ticket, BROWSER, "本机", now)
    assert token is not None
    return token
