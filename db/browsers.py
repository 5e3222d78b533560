"""Known browsers (认得的浏览器): who signed in here before is not slowed down by strangers.

The cookie is a long random secret that opens nothing by itself; the file keeps its SHA-256.
"""

import secrets
from datetime import datetime, timedelta

from sqlite_utils import Database

from db.rows import value
from db.sessions import digest
from db.writes import transaction
from domain.days import stamp

COOKIE = "wj_known"
LIFE = timedelta(days=180)  # since the last sign-in


def known(db: Database, secret: str, username: str, now: datetime) -> str:
    """The browser's hash when this account signed in with it before; empty otherwise."""
    if not secret:
        return ""
    found: str | None = value(
        db,
        """
        select b.browser_hash from known_browsers b join accounts a on a.id = b.account_id
         where b.browser_hash = :hash and a.username = :username and b.last_at > :since
        """,
        hash=digest(secret),
        username=username,
        since=now - LIFE,
    )
    return found or ""


def remember(db: Database, token: str, secret: str, now: datetime) -> str:
    """Know this browser for the account of a new session; the secret its cookie has to keep.

    A secret no account ever got from here is not taken over: a new one is drawn.
    """
    sql = "select count(*) from known_browsers where browser_hash = :hash"
    ours = value(db, sql, hash=digest(secret))
    kept = secret if ours else secrets.token_urlsafe(32)
    with transaction(db):
        db.execute("delete from known_browsers where last_at <= ?", [stamp(now - LIFE)])
        db.execute(
            "insert into known_browsers (browser_hash, account_id, first_at, last_at)"
            " select ?, account_id, ?, ? from sessions where token_hash = ?"
            " on conflict (browser_hash, account_id)"
            " do update set last_at = max(last_at, excluded.last_at)",
            [digest(kept), stamp(now), stamp(now), digest(token)],
        )
    return kept
