"""Accounts in numbers (账号成批开): read off a list, opened together, each with a first password."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from sqlite_utils import Database

from db import accounts, passwords
from db.ahead import is_prepared, prepared
from db.names import sounds
from db.visit import Visit, reads
from db.writes import writes
from domain.account_batches import (
    GOOD_FOR,
    AccountBatch,
    Listed,
    Login,
    check_batch,
    usernames,
)
from domain.accounts import NewAccount
from domain.errors import Invalid
from domain.people import Permission
from domain.receipts import Receipt

HASHES = "first_hashes"
LIVES = """
    select r.id from residents r join units u on u.id = r.unit_id
     where r.name = ? and u.code = ? and (? is null or u.estate_id = ?)
"""


@reads(Permission.MANAGE_ACCOUNTS)
def logins_for(visit: Visit, listed: Sequence[Listed], estate_id: int | None) -> list[Login]:
    """A user name for each, none in use; the resident where name and room name exactly one.

    Raises Invalid for a room in which nobody of that name lives.
    """
    taken = {str(row[0]) for row in visit.db.execute("select username from accounts")}
    found = []
    for line in listed:
        username = usernames(sounds(line.name), taken)
        taken.add(username)
        found.append(Login(line.name, username, _resident(visit.db, line, estate_id)))
    return found


def _resident(db: Database, line: Listed, estate_id: int | None) -> int | None:
    if line.room is None:
        return None
    ids = [row[0] for row in db.execute(LIVES, [line.name, line.room, estate_id, estate_id])]
    if len(ids) != 1:
        why = "没有这个人" if not ids else f"有 {len(ids)} 位同名的，分不清是谁"
        raise Invalid(f"底册里 {line.room} {why}：{line.name}。核对房号，或者只写姓名。")
    return int(ids[0])


def hashed_ahead(db: Database, paper: AccountBatch) -> AbstractContextManager[None]:
    """A hash takes a quarter of a second: all are made before the lock."""
    return prepared(db, lambda: _lay_down(db, paper), HASHES)


def _lay_down(db: Database, paper: AccountBatch) -> None:
    db.execute(f"create temp table {HASHES} (place integer primary key, hash text not null)")
    check_batch(paper)
    for password in paper.passwords:
        kept = passwords.hashed(password)
        db.execute(f"insert into temp.{HASHES} (hash) values (?)", [kept])


@writes(Permission.MANAGE_ACCOUNTS, ahead=hashed_ahead)
def open_accounts(visit: Visit, paper: AccountBatch) -> Receipt:
    """All accounts of a list, or none; each has to give itself another password at first."""
    check_batch(paper)
    if not is_prepared(visit.db, HASHES):
        _lay_down(visit.db, paper)
    hashes = [row[0] for row in visit.db.execute(f"select hash from temp.{HASHES} order by place")]
    until = visit.today + GOOD_FOR
    for login, password, kept in zip(paper.logins, paper.passwords, hashes):
        new = NewAccount(
            paper.slip, login.username, login.name, paper.role, password, paper.estate_id,
            login.resident_id,
        )  # fmt: skip
        accounts.add_account(visit.db, new, visit.at, kept=kept, first_until=until)
    count = len(paper.logins)
    told = f"开了 {count} 个{paper.role.label}账号。登录条只显示这一次，现在就打印。"
    return Receipt(told, count)
