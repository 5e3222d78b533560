"""A real community begins (第一次使用): its name and its first administrator, and not one row more.

The same whether somebody asks on the command line (`python -m db init`) or in the browser on the
computer that runs the server.
"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from db import accounts, connection, heads, private, registry
from db.names import sounds
from db.rows import put
from db.writes import transaction
from domain.accounts import NewAccount, check_account
from domain.asking import Asking
from domain.days import stamp
from domain.errors import WrongState
from domain.founding import Founding
from domain.people import Role
from domain.registry import plain_text


def asked_for(path: Path) -> bool:
    """Whether the file was named for a real community (COMMUNITY_DB) and nothing is there yet.

    Where a list of heads lies beside it there was a database: that one is to be found again, and
    never silently begun anew.
    """
    named = bool(os.environ.get("COMMUNITY_DB"))
    return named and _nothing_there(path) and not heads.list_of(path).exists()


def _nothing_there(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True
    except OSError:
        return False


def found(path: Path, paper: Founding, now: datetime) -> str:
    """Make the file, the community and its administrator; what is to be told about the file.

    Raises Invalid with all that is wrong before anything is written, WrongState when somebody was
    first, and Unusable.
    """
    checked = _checked(paper)
    if path.exists() and path.stat().st_size == 0:
        path.unlink()
    with suppress(FileExistsError):  # somebody was first; whether he finished is asked below
        connection.create(path)
    with connection.opened(path) as db, transaction(db):
        _must_be_bare(db)
        put(db, "community", id=1, name=checked.name, address=checked.address, is_demo=0,
            created_at=now)  # fmt: skip
        accounts.add_account(db, _administrator(checked), stamp(now))
    return private.make_private(path) or ""


def _must_be_bare(db: Database) -> None:
    if registry.community(db) is not None:
        raise WrongState("社区刚才已经建好了。请用管理员账号登录。")


def _administrator(paper: Founding) -> NewAccount:
    return NewAccount("", paper.username, paper.admin_name, Role.ADMIN, paper.password)


def _checked(paper: Founding) -> Founding:
    """Everything is asked before the file is made, so that a refusal leaves none behind."""
    asking = Asking()
    name = asking.ask(plain_text, paper.name, "社区名称", most=40)
    address = asking.ask(plain_text, paper.address, "社区地址", least=0, most=100)
    words = [name, "".join(sounds(name)), paper.admin_name] if name else []
    asking.ask(check_account, _administrator(paper), words)
    asking.done()
    return Founding(name, address, paper.username, paper.admin_name, paper.password)
