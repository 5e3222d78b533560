"""Accounts in numbers (账号成批开): a list of names, and a slip of paper (登录条) for each.

The first password on a slip is good for thirty days and is changed at its first use; the file has
only its hash, and the sheet of slips is shown once.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from domain.asking import Asking
from domain.errors import Invalid
from domain.people import Role
from domain.registry import plain_text
from domain.rooms import read_room

MOST = 60
GOOD_FOR = timedelta(days=30)
IN_NUMBERS = (
    Role.VOLUNTEER, Role.LEADER, Role.GRID, Role.CLERK, Role.TEACHER, Role.PROPERTY,
    Role.ACCOUNTANT, Role.SUPERVISOR,
)  # fmt: skip
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another on paper
GROUPS, GROUP = 3, 4


@dataclass(frozen=True, slots=True)
class Listed:
    """One line as typed: a name, and the room where the person is in the register."""

    name: str
    room: str | None


@dataclass(frozen=True, slots=True)
class Login:
    """One account of a batch; `resident_id` where name and room were found in the register."""

    name: str
    username: str
    resident_id: int | None


@dataclass(frozen=True, slots=True)
class AccountBatch:
    """Accounts of one role as they are opened; a password for each login, in their order."""

    slip: str
    role: Role
    estate_id: int | None
    logins: tuple[Login, ...]
    passwords: tuple[str, ...] = field(repr=False)


def read_lines(text: str) -> list[Listed]:
    """`王桂花 3-1-502` a line; the room may be left out. Raises Invalid naming each bad line."""
    asking = Asking()
    found = [
        asking.ask(_read_line, number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    asking.must(bool(found), "名单还是空的，一行写一个人。")
    asking.must(len(found) <= MOST, f"一次最多开 {MOST} 个账号，现在是 {len(found)} 个。分两次开。")
    asking.done()
    return found


def _read_line(number: int, line: str) -> Listed:
    name, *rest = line.replace("，", " ").replace(",", " ").split()
    name = plain_text(name, f"第 {number} 行的姓名", most=20)
    if any(letter.isdecimal() for letter in name):
        raise Invalid(f"第 {number} 行“{name}”不像姓名。先写姓名，空一格，再写房号。")
    if not rest:
        return Listed(name, None)
    room = read_room("".join(rest))
    if room is None:
        raise Invalid(f"第 {number} 行的房号“{' '.join(rest)}”看不懂，写成 3-1-502 这样。")
    return Listed(name, room)


def usernames(syllables: list[str], taken: set[str]) -> str:
    """`wangguihua`, or with the next number that is free."""
    whole = "".join(
        letter for letter in "".join(syllables) if letter.isascii() and letter.isalnum()
    )
    base = (whole.lower() or "user")[:28]
    return next(
        name for name in _numbered(base if len(base) > 1 else f"{base}0") if name not in taken
    )


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1


def first_password() -> str:
    """`kfm7-2wtp-x9hd`: easy to type from paper, and nobody's guess (59 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def check_batch(paper: AccountBatch) -> None:
    """One password for each, no user name twice, and a role that is opened in numbers."""
    if paper.role not in IN_NUMBERS:
        raise Invalid(f"{paper.role.label}账号要一个一个开。")
    if not paper.logins or len(paper.logins) != len(paper.passwords):
        raise Invalid("名单还是空的，一行写一个人。")
    if len(paper.logins) > MOST:
        raise Invalid(f"一次最多开 {MOST} 个账号。分两次开。")
    if len({login.username for login in paper.logins}) < len(paper.logins):
        raise Invalid("名单里有两个一样的用户名，请再看一遍。")
