"""Tries at the door (登录尝试): counted before the password is looked at, locked after too many."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from db import parameters
from db.rows import value
from db.writes import transaction
from domain.days import clock, stamp
from domain.errors import SignInRefused


def locked_until(db: Database, username: str, address: str, now: datetime) -> datetime | None:
    """The end of a lock-out, by account or by address, whichever is later; None when open.

    An address is not blamed for a name that got in from there afterwards (an elder mistyping).
    """
    failures = parameters.value_of(db, "lock_failures")
    span = timedelta(minutes=parameters.value_of(db, "lock_minutes"))
    last = value(
        db,
        """
        with wrong as (
            select w.* from sign_in_attempts w
             where w.outcome = 'wrong' and w.at > :since
               and (w.username = :username or w.address = :address)
               and not exists (select 1 from sign_in_attempts ok where ok.username = w.username
                    and ok.outcome in ('accepted', 'cleared') and ok.id > w.id))
        select max(at) from (
            select max(at) as at from wrong where username = :username having count(*) >= :most
            union all
            select max(at) from wrong where address = :address having count(*) >= :most)
        """,
        username=username,
        address=address,
        since=stamp(now - span),
        most=failures,
    )
    return datetime.fromisoformat(last) + span if last else None


def begin_try(db: Database, username: str, address: str, now: datetime) -> int:
    """Count a try before the password is looked at, so that parallel guesses all count.

    Raises SignInRefused during a lock-out.
    """
    with transaction(db):
        until = locked_until(db, username, address, now)
        attempt = {"at": stamp(now), "username": username[:64], "address": address}
        db.table("sign_in_attempts").insert(attempt | {"outcome": "locked" if until else "wrong"})
        attempt_id: int = value(db, "select last_insert_rowid()")
    if until:
        failures = parameters.value_of(db, "lock_failures")
        raise SignInRefused(
            f"输错 {failures} 次，先锁住了。{clock(until)} 以后再试，急用就找管理员解锁。"
        )
    return attempt_id


def tries_left(db: Database, username: str, address: str, now: datetime) -> int:
    """How many wrong tries remain before the lock, for this name."""
    span = timedelta(minutes=parameters.value_of(db, "lock_minutes"))
    used = value(
        db,
        """
        select count(*) from sign_in_attempts w
         where username = :username and outcome = 'wrong' and at > :since and not exists (
               select 1 from sign_in_attempts ok where ok.username = w.username
                  and ok.outcome in ('accepted', 'cleared') and ok.id > w.id)
        """,
        username=username,
        since=stamp(now - span),
    )
    return max(0, int(parameters.value_of(db, "lock_failures")) - int(used))


def clear_tries(db: Database, username: str, now: datetime) -> None:
    """Forget the wrong tries of a name (解除输错锁定)."""
    db.execute(
        "insert into sign_in_attempts (at, username, address, outcome) values (?, ?, '', 'cleared')",
        [stamp(now), username],
    )


def password_hash(db: Database, username: str) -> str | None:
    """The hash of an open account; None when there is no such account or it is closed."""
    sql = "select password_hash from accounts where username = :username and is_active = 1"
    found: str | None = value(db, sql, username=username)
    return found
