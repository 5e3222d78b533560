"""Tries at the door (登录尝试): counted before the password is looked at, slower after each wrong one.

Three lines, so that nobody waits for another's mistakes: a browser the account is known in, the
server's own screen, and strangers, who are counted by account and by address.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from sqlite_utils import Database

from db import browsers, parameters
from db.rows import first, put, value
from db.writes import transaction
from domain.days import stamp
from domain.errors import SignInRefused
from domain.slower import PER_ADDRESS, wait_after

HERE = "本机"  # the server's own screen, as the sign-in page calls it
KEPT = timedelta(days=184)  # who tried to get in is kept for six months (网络安全法 23)
AT_ONCE = 100  # so many old tries go with each new one
STRANGER, OWN_SCREEN = "", "here"


@dataclass(frozen=True, slots=True)
class _Wrong:
    tries: int
    last: str | None


def open_from(
    db: Database, username: str, address: str, now: datetime, secret: str = ""
) -> datetime:
    """From when a try is looked at; `now` when there is nothing to wait for.

    `secret` is the cookie of a known browser. An address is not blamed for a name that got in
    from there afterwards (an elder mistyping).
    """
    line = _line(db, username, address, now, secret)
    free = int(parameters.value_of(db, "lock_failures"))
    moments = [_after(_wrong(db, "username", username, line, now), free)]
    if line in {STRANGER, OWN_SCREEN}:
        at_address = _wrong(db, "address", address, line, now)
        moments.append(_after(at_address, free * PER_ADDRESS))
    return max([now, *(moment for moment in moments if moment)])


def _line(db: Database, username: str, address: str, now: datetime, secret: str) -> str:
    if found := browsers.known(db, secret, username, now):
        return found
    return OWN_SCREEN if address == HERE else STRANGER


def _wrong(db: Database, by: str, key: str, line: str, now: datetime) -> _Wrong:
    span = timedelta(minutes=parameters.value_of(db, "lock_minutes"))
    found = first(
        db,
        _Wrong,
        f"""
        select count(*) as tries, max(w.at) as last from sign_in_attempts w
         where w.outcome = 'wrong' and w.at > :since and w.{by} = :key and w.browser = :line
           and not exists (select 1 from sign_in_attempts ok
                where ok.username = w.username and ok.id > w.id
                  and (ok.outcome = 'cleared'
                       or (ok.outcome = 'accepted' and ok.browser = w.browser)))
        """,
        since=now - span,
        key=key,
        line=line,
    )
    return found or _Wrong(0, None)


def _after(wrong: _Wrong, free: int) -> datetime | None:
    if wrong.last is None:
        return None
    return datetime.fromisoformat(wrong.last) + wait_after(wrong.tries, free)


def begin_try(db: Database, username: str, address: str, now: datetime, secret: str = "") -> int:
    """Count a try before the password is looked at, so that parallel guesses all count.

    Raises SignInRefused while there is something to wait for, right password or not.
    """
    with transaction(db):
        opens = open_from(db, username, address, now, secret)
        line = _line(db, username, address, now, secret)
        _drop_old(db, now)
        attempt_id = put(
            db, "sign_in_attempts", at=now, username=username[:64], address=address, browser=line,
            outcome="locked" if opens > now else "wrong",
        )  # fmt: skip
    if opens > now:
        raise SignInRefused(f"刚才输错了好几次，{waiting(opens, now)}等的时候输对了也进不去。")
    return attempt_id


def _drop_old(db: Database, now: datetime) -> None:
    """The table does not grow for ever; the oldest stand first, so no more than them is read."""
    db.execute(
        "delete from sign_in_attempts where at < ?"
        " and id in (select id from sign_in_attempts order by id limit ?)",
        [stamp(now - KEPT), AT_ONCE],
    )


def waiting(opens: datetime, now: datetime) -> str:
    """How long to wait, as a sentence; empty when there is nothing to wait for."""
    seconds = ceil((opens - now).total_seconds())
    return f"请等 {seconds} 秒再试。" if seconds > 0 else ""


def clear_tries(db: Database, username: str, now: datetime) -> None:
    """Forget the wrong tries of a name (解除输错等待)."""
    put(db, "sign_in_attempts", at=now, username=username, address="", outcome="cleared")


def clear_every_try(db: Database, now: datetime) -> None:
    """Forget everybody's wrong tries, and with them those of every address."""
    db.execute(
        "insert into sign_in_attempts (at, username, address, outcome)"
        " select distinct :now, username, '', 'cleared' from sign_in_attempts"
        " where outcome = 'wrong'",
        {"now": stamp(now)},
    )


def password_hash(db: Database, username: str, today: date) -> str | None:
    """The hash of an open account; None when there is none, it is closed, or its first password
    was not used in time.
    """
    sql = (
        "select password_hash from accounts where username = :username and is_active = 1"
        " and coalesce(first_until, :today) >= :today"
    )
    found: str | None = value(db, sql, username=username, today=today)
    return found
