"""Who is behind a cookie (来访的人), asked anew of the table of sessions each time it matters."""

from dataclasses import dataclass
from datetime import datetime

from anyio import to_thread
from starlette.types import Scope

from db import connection, pool, sessions
from domain.days import BEIJING
from domain.errors import DomainError
from door.asgi import cookie


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in: the key of the session (a digest, never the token), and whose it is."""

    session: str
    account_id: int


async def visitor(scope: Scope) -> Visitor | None:
    """Who asks, right now; None for strangers, ended sessions and a file that cannot be read."""
    token = cookie(scope, sessions.COOKIE)
    return await to_thread.run_sync(_visitor, token) if token else None


def _visitor(token: str) -> Visitor | None:
    try:
        with pool.borrowed(connection.database_path()) as db:
            user = sessions.resume(db, token, datetime.now(BEIJING), touch=False)
    except DomainError:
        return None
    return Visitor(sessions.digest(token), user.id) if user else None
