"""Accounts (账号): create, reset, lock, change role, end sessions. Closed, never removed."""

from datetime import date

from sqlite_utils import Database

from db import passwords, sessions, tries
from db.rows import many, one, put, value
from db.visit import Visit
from db.writes import writes
from domain.accounts import Account, NewAccount, check_account, check_bonds, check_password
from domain.errors import Invalid, WrongState
from domain.people import Permission, Role, User
from domain.receipts import Receipt

ACCOUNTS = """
    select a.id, a.username, a.name, a.role, a.estate_id, e.short_name as estate,
           a.merchant_id, a.is_active, a.first_until,
           (select count(*) from sessions s where s.account_id = a.id and s.ended_at is null
               and s.password_epoch = a.password_epoch) as open_sessions,
           (select max(s.last_seen_at) from sessions s where s.account_id = a.id) as last_seen_at
      from accounts a
      left join estates e on e.id = a.estate_id
     where :id is null or a.id = :id
     order by a.is_active desc, a.id
"""


def accounts(db: Database) -> list[Account]:
    return many(db, Account, ACCOUNTS, id=None)


def account(db: Database, id: int) -> Account:
    return one(db, Account, "这个账号", ACCOUNTS, id=id)


def user(db: Database, username: str) -> User:
    """The person behind a user name, for the command line and the story of the seed."""
    sql = f"{sessions.USER} where a.username = :username"
    return one(db, User, f"账号“{username}”", sql, username=username)


def add_account(
    db: Database,
    paper: NewAccount,
    at: str,
    *,
    is_demo: bool = False,
    kept: str | None = None,
    first_until: date | None = None,
) -> int:
    """Store a checked account, without a visit: for the first administrator and the seed.

    `kept` is the hash where it was made before; `first_until` the last day of a first password.
    """
    check_account(paper, passwords.names_on_the_door(db, paper.name))
    taken = "select 1 from accounts where username = :name"
    if value(db, taken, name=paper.username):
        raise Invalid(f"用户名“{paper.username}”已经有人用了。换一个，比如加上数字。")
    return put(
        db, "accounts", username=paper.username, name=paper.name.strip(), role=paper.role,
        estate_id=paper.estate_id, resident_id=paper.resident_id, merchant_id=paper.merchant_id,
        password_hash=kept or passwords.hashed(paper.password), is_demo=is_demo, created_at=at,
        first_until=first_until,
    )  # fmt: skip


@writes(Permission.MANAGE_ACCOUNTS)
def create_account(visit: Visit, paper: NewAccount) -> Receipt:
    """Open an account for a named person (实名账号)."""
    id = add_account(visit.db, paper, visit.at)
    return Receipt(f"已开账号“{paper.username}”：{paper.name.strip()}，{paper.role.label}。", id)


@writes(Permission.MANAGE_ACCOUNTS)
def change_role(
    visit: Visit,
    id: int,
    role: Role,
    estate_id: int | None,
    merchant_id: int | None = None,
    *,
    slip: str | None = None,
) -> Receipt:
    """Give an account another role; it is signed out everywhere at once."""
    target = account(visit.db, id)
    check_bonds(role, estate_id, merchant_id)
    if (target.role, target.estate_id, target.merchant_id) == (role, estate_id, merchant_id):
        raise WrongState(f"{target.name}现在就是{role.label}，没有改动。")
    _keep_an_admin(visit, target, still_admin=role is Role.ADMIN)
    visit.db.execute(
        "update accounts set role = ?, estate_id = ?, merchant_id = ? where id = ?",
        [role, estate_id, merchant_id, id],
    )
    sessions.end_sessions(visit.db, id, "role", visit.now)
    told = f"{target.name}由{target.role.label}改为{role.label}，要重新登录。"
    return Receipt(told, id)


@writes(Permission.MANAGE_ACCOUNTS)
def close_account(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Close an account (停用): out on its very next click."""
    target = account(visit.db, id)
    if not target.is_active:
        raise WrongState(f"{target.name}的账号已经停用了。")
    _keep_an_admin(visit, target, still_admin=False)
    visit.db.execute("update accounts set is_active = 0 where id = ?", [id])
    sessions.end_sessions(visit.db, id, "closed", visit.now)
    return Receipt(f"{target.name}的账号已停用，所有设备都已退出。", id)


@writes(Permission.MANAGE_ACCOUNTS)
def reopen_account(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Open an account again, and forget its wrong tries (解锁)."""
    target = account(visit.db, id)
    visit.db.execute("update accounts set is_active = 1 where id = ?", [id])
    tries.clear_tries(visit.db, target.username, visit.now)
    return Receipt(f"{target.name}的账号可以登录了。", id)


@writes(Permission.MANAGE_ACCOUNTS)
def reset_password(visit: Visit, id: int, password: bytes, *, slip: str | None = None) -> Receipt:
    """Set a new password face to face (当面重设). Bytes, so that no log can print it by chance."""
    target = account(visit.db, id)
    _set_password(visit, target.id, target.username, password.decode())
    return Receipt(f"{target.name}的密码已重设，原来登录的设备都已退出。", id)


@writes(Permission.OWN_ACCOUNT)
def change_own_password(
    visit: Visit, old: bytes, new: bytes, *, slip: str | None = None
) -> Receipt:
    """Change one's own password; every device, this one too, signs in again."""
    if not old:
        raise Invalid("原来的密码还没填。")
    held = value(visit.db, "select password_hash from accounts where id = :id", id=visit.user.id)
    if len(old) > 72 or not passwords.matches(old.decode(), held):
        raise Invalid("原来的密码不对，请再试一次。")
    if old == new:
        raise Invalid("新密码和原来的一样。请换一个。")
    _set_password(visit, visit.user.id, visit.user.username, new.decode())
    return Receipt("密码已改，请用新密码重新登录。", visit.user.id)


@writes(Permission.MANAGE_ACCOUNTS)
def end_account_sessions(visit: Visit, id: int, *, slip: str | None = None) -> Receipt:
    """Sign an account out on every device (全部退出)."""
    target = account(visit.db, id)
    ended = sessions.end_sessions(visit.db, id, "admin", visit.now)
    return Receipt(f"{target.name}的 {ended} 处登录都已退出。", id)


def _set_password(visit: Visit, id: int, username: str, password: str) -> None:
    name = str(value(visit.db, "select name from accounts where id = :id", id=id))
    check_password(password, username, passwords.names_on_the_door(visit.db, name))
    visit.db.execute(
        "update accounts set password_hash = ?, password_epoch = password_epoch + 1,"
        " first_until = null where id = ?",
        [passwords.hashed(password), id],
    )
    sessions.end_sessions(visit.db, id, "password", visit.now)


def _keep_an_admin(visit: Visit, target: Account, *, still_admin: bool) -> None:
    """Somebody must be able to open accounts tomorrow."""
    if target.role is not Role.ADMIN or still_admin or not target.is_active:
        return
    admins = "select count(*) from accounts where role = 'admin' and is_active = 1"
    if value(visit.db, admins) <= 1:
        raise WrongState("这是最后一个管理员账号，不能停用或改成别的角色。先另开一个管理员。")
