"""The door (登录): tries, tickets and sessions. Tokens are kept as SHA-256 only.

A password is right → a ticket of thirty seconds, for this browser, once → the server redeems it
for a session token in a cookie no script can read → every run asks the table.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from db import parameters
from db.rows import first, many, value
from db.writes import transaction
from domain.days import stamp
from domain.errors import SignInRefused
from domain.people import KIOSK, User
from domain.signed_out import SignedOut

COOKIE = "wj_session"
TICKET_LIFE = timedelta(seconds=30)
TOUCH_EVERY = timedelta(seconds=60)  # last_seen_at is written at most once a minute
AHEAD = timedelta(minutes=5)  # two clocks may differ by so much
LONGEST = timedelta(hours=12)  # even a busy session, even the hall's screen, ends some day

USER = (
    "select a.id, a.username, a.name, a.role, a.estate_id, a.resident_id, a.merchant_id,"
    " a.first_until is not null as has_first_password from accounts a"
)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_ticket(
    db: Database, username: str, browser: str, now: datetime, attempt_id: int | None
) -> str:
    """A one-time ticket for this browser, after the password was right.

    `attempt_id` is the counted try; without one, only a demonstration account gets a ticket.
    Raises SignInRefused for a browser that keeps no cookies.
    """
    if not browser:
        raise SignInRefused("浏览器没有接受 Cookie。请刷新页面，或者换一个浏览器再登录。")
    ticket = secrets.token_urlsafe(32)
    with transaction(db):
        if attempt_id is not None:
            sql = "update sign_in_attempts set outcome = 'accepted' where id = ?"
            db.execute(sql, [attempt_id])
        db.execute("delete from tickets where expires_at < ?", [stamp(now - timedelta(days=1))])
        db.execute(
            "insert into tickets (ticket_hash, browser_hash, account_id, expires_at)"
            " select ?, ?, id, ? from accounts where username = ? and is_active = 1"
            " and (is_demo = 1 or ?)",
            [
                digest(ticket),
                digest(browser),
                stamp(now + TICKET_LIFE),
                username,
                attempt_id is not None,
            ],
        )
    return ticket


def redeem_ticket(
    db: Database, ticket: str, browser: str, address: str, now: datetime
) -> str | None:
    """Exchange a ticket for a session token; None when late, used, or from another browser."""
    token = secrets.token_urlsafe(32)
    with transaction(db):
        used = db.execute(
            "update tickets set used_at = ? where ticket_hash = ? and browser_hash = ?"
            " and used_at is null and expires_at >= ?",
            [stamp(now), digest(ticket), digest(browser), stamp(now)],
        )
        if used.rowcount != 1:
            return None
        opened = db.execute(
            """
            insert into sessions (token_hash, account_id, password_epoch, address,
                                  opened_at, last_seen_at)
            select ?, a.id, a.password_epoch, ?, ?, ? from tickets t
              join accounts a on a.id = t.account_id
             where t.ticket_hash = ? and a.is_active = 1
            """,
            [digest(token), address, stamp(now), stamp(now), digest(ticket)],
        )
        return token if opened.rowcount == 1 else None


@dataclass(frozen=True, slots=True)
class _Open:
    id: int
    opened_at: datetime
    last_seen_at: datetime


def resume(db: Database, token: str, now: datetime, *, touch: bool = True) -> User | None:
    """Who this cookie is, right now. None: ended, idle too long, closed, or password changed.

    A timer that asks by itself does not `touch`: a forgotten screen idles out all the same.
    """
    named = {"hash": digest(token)}
    session = first(
        db,
        _Open,
        """
        select s.id, s.opened_at, s.last_seen_at from sessions s
          join accounts a on a.id = s.account_id
         where s.token_hash = :hash and s.ended_at is null and a.is_active = 1
           and a.password_epoch = s.password_epoch
        """,
        **named,
    )
    if session is None:
        return None
    user = first(
        db,
        User,
        f"{USER} join sessions s on s.account_id = a.id where s.token_hash = :hash",
        **named,
    )
    if user is None:
        return None
    idle = timedelta(minutes=parameters.value_of(db, "idle_minutes"))
    if why := _over(session, user, idle, now):
        _end(db, "id = ?", session.id, why, now)
        return None
    if touch and now - session.last_seen_at > TOUCH_EVERY:
        with transaction(db):
            db.execute(
                "update sessions set last_seen_at = ? where id = ?", [stamp(now), session.id]
            )
    return user


def _over(session: _Open, user: User, idle: timedelta, now: datetime) -> SignedOut | None:
    """Why a session is over at this moment. One from the future is none: a clock was turned."""
    if max(session.opened_at, session.last_seen_at) - now > AHEAD:
        return SignedOut.LAPSED
    if now - session.opened_at > LONGEST:
        return SignedOut.TOO_LONG
    if user.role not in KIOSK and now - session.last_seen_at > idle:
        return SignedOut.IDLE
    return None


def why_out(db: Database, token: str) -> SignedOut | None:
    """Why this cookie opens nothing any more; None when it is still good, or was never ours."""
    why = value(
        db,
        """
        select case when s.ended_at is not null then coalesce(s.ended_why, 'lapsed')
                    when a.is_active = 0 then 'closed'
                    when a.password_epoch <> s.password_epoch then 'password' end
          from sessions s join accounts a on a.id = s.account_id where s.token_hash = :hash
        """,
        hash=digest(token),
    )
    return SignedOut(why) if why else None


def leave(db: Database, token: str, now: datetime) -> None:
    """Sign out (退出): the token opens nothing from now on, in any tab."""
    _end(db, "token_hash = ?", digest(token), "left", now)


def end_sessions(db: Database, account_id: int, why: str, now: datetime) -> int:
    """End every open session of an account; how many there were."""
    return _end(db, "account_id = ?", account_id, why, now)


def _end(db: Database, where: str, key: int | str, why: str, now: datetime) -> int:
    with transaction(db):
        ended = db.execute(
            f"update sessions set ended_at = ?, ended_why = ? where {where} and ended_at is null",
            [stamp(now), why, key],
        )
        return int(ended.rowcount)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """An open session as the administrator sees it."""

    id: int
    account_id: int
    name: str
    address: str
    opened_at: datetime
    last_seen_at: datetime


def open_sessions(db: Database) -> list[OpenSession]:
    """Every session not ended, the most recently used first."""
    return many(
        db,
        OpenSession,
        """
        select s.id, s.account_id, a.name, s.address, s.opened_at, s.last_seen_at
          from sessions s join accounts a on a.id = s.account_id
         where s.ended_at is null and a.is_active = 1 and a.password_epoch = s.password_epoch
         order by s.last_seen_at desc limit 200
        """,
    )


def demo_users(db: Database) -> list[User]:
    """The demonstration accounts; an empty list in a real community, whatever is in the table."""
    return many(
        db,
        User,
        f"{USER} join community c on c.is_demo = 1 where a.is_demo = 1 and a.is_active = 1"
        " order by a.id",
    )
