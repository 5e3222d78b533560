"""Accounts (账号): what is asked of a new one, and the rules of passwords."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.asking import Asking
from domain.errors import Invalid
from domain.people import BOUND_TO_ESTATE, BOUND_TO_MERCHANT, Role
from domain.weak_passwords import check_not_common


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the accounts page."""

    id: int
    username: str
    name: str
    role: Role
    estate_id: int | None
    estate: str | None
    merchant_id: int | None
    is_active: bool
    first_until: date | None  # the last day of a first password, on a slip of paper
    open_sessions: int
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A new account as filled in by the administrator."""

    slip: str
    username: str
    name: str
    role: Role
    password: str = field(repr=False)
    estate_id: int | None = None
    resident_id: int | None = None
    merchant_id: int | None = None


MIN_PASSWORD = 10
MAX_PASSWORD_BYTES = 72  # bcrypt reads no further, and raises


def check_password(password: str, username: str, names: Iterable[str] = ()) -> None:
    """At least 10 characters, at most 72 bytes, and none that anybody would try first.

    `names` are those of the person, the community and its estates.
    """
    if len(password) < MIN_PASSWORD:
        raise Invalid(f"密码至少 {MIN_PASSWORD} 个字，现在是 {len(password)} 个。")
    if len(password.encode()) > MAX_PASSWORD_BYTES:
        raise Invalid("密码太长了。字母数字最多 72 个，汉字最多 24 个。")
    if password != password.strip():
        raise Invalid("密码的开头和末尾不能是空格。")
    if password.casefold().strip("0123456789") == username.casefold().strip("0123456789"):
        raise Invalid("密码不能和用户名一样，也不能只是用户名加几个数字。")
    if len(set(password)) < 4:
        raise Invalid("密码里至少要有 4 个不同的字。")
    check_not_common(password, (username, *names))


def check_account(paper: NewAccount, names: Iterable[str] = ()) -> None:
    """User names are ASCII, since the sign-in library folds and compares them as such."""
    name, asking = paper.username, Asking()
    asking.must(
        2 <= len(name) <= 32 and name.isascii() and name.isalnum(),
        "用户名用 2 到 32 个英文字母或数字，不用空格和符号。",
    )
    asking.must(name == name.lower(), "用户名用小写字母。")
    asking.must(1 <= len(paper.name.strip()) <= 20, "姓名还没填，或者超过了 20 个字。")
    asking.ask(check_bonds, paper.role, paper.estate_id, paper.merchant_id)
    asking.ask(check_password, paper.password, name, names)
    asking.done()


def check_bonds(role: Role, estate_id: int | None, merchant_id: int | None) -> None:
    """Property names its estate, a merchant its shop: such accounts see nothing else."""
    if role in BOUND_TO_ESTATE and estate_id is None:
        raise Invalid("物业账号要选一个小区，它只看得到本小区的事。")
    if role in BOUND_TO_MERCHANT and merchant_id is None:
        raise Invalid("商户账号要选一家商户，它只看得到自家的券。先在“消费券”里登记商户。")
