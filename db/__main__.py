"""The database from the command line (维护命令): init, migrate, check, head, restore, account.

`python -m db --help` lists them. Passwords are asked for and never taken from the command line,
where other programs could read them.
"""

import argparse
import getpass
import sys
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from db import (
    accounts,
    chain,
    connection,
    founding,
    heads,
    passwords,
    registry,
    rest_days,
    sessions,
    tries,
)
from db.backups import restoring
from db.checks import report
from db.rows import put
from db.vouchers import merchants
from db.writes import transaction
from domain.accounts import NewAccount, check_password
from domain.chain import typed_head
from domain.days import BEIJING, stamp
from domain.errors import DomainError, Invalid
from domain.founding import Founding
from domain.people import Role


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 with a Chinese sentence when it is not."""
    options = _parser().parse_args(arguments)
    path = Path(options.db) if options.db else connection.database_path()
    try:
        return int(options.run(path, options))
    except FileExistsError:
        print(f"{path} 已经存在，没有改动。换一个路径，或者先把它移走。", file=sys.stderr)
    except DomainError as refusal:
        print(str(refusal), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m db", description="社区数据库的维护命令")
    parser.add_argument("--db", help="数据库文件，默认取 COMMUNITY_DB，再默认 community.db")
    commands = parser.add_subparsers(required=True, metavar="命令")
    new = commands.add_parser("init", help="新建一个空的、真实使用的社区数据库")
    new.add_argument("--name", help="社区名称，不给就问")
    new.add_argument("--address", default="", help="社区地址")
    new.add_argument("--admin", default="admin", help="第一个管理员的用户名")
    new.add_argument("--admin-name", default="管理员", help="第一个管理员的姓名（实名）")
    new.set_defaults(run=_init)
    commands.add_parser("migrate", help="把数据库升级到这个版本").set_defaults(run=_migrate)
    look = commands.add_parser("check", help="核对数据库，有一条不对就返回 1")
    look.add_argument("--head", help="公示上印的链头，核对它还在不在链里，如 128:3fa1…")
    look.set_defaults(run=_check)
    commands.add_parser("head", help="现在的链头，抄下来以后可以核对").set_defaults(run=_head)
    back = commands.add_parser("restore", help="回到一份备份；先停下系统，现在的文件留在旁边")
    back.add_argument("copy", help="备份的文件")
    back.set_defaults(run=_restore)
    account = commands.add_parser(
        "account", help="账号：列出、新开、重设密码、停用、启用（unlock 不写用户名：谁都不用等）"
    )
    account.add_argument("deed", choices=["list", "create", "reset", "lock", "unlock"])
    account.add_argument("username", nargs="?", help="用户名")
    account.add_argument("--name", help="姓名（新开时）")
    account.add_argument("--role", choices=[role.value for role in Role], help="角色（新开时）")
    account.add_argument("--estate", help="小区简称（物业账号）")
    account.add_argument("--merchant", help="商户名称（商户账号）")
    account.set_defaults(run=_account)
    return parser


def _now() -> str:
    return stamp(datetime.now(BEIJING))


def _ask(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _ask_password(question: str) -> str:
    """Twice and unseen at a terminal; one line from a pipe, for scripts."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(question)
    if getpass.getpass("再写一遍：") != first:
        raise Invalid("两遍密码不一样，没有改动。")
    return first


def _init(path: Path, options: argparse.Namespace) -> int:
    """A real community: its name, one administrator, and not one demonstration row."""
    if path.exists():
        raise FileExistsError(path)
    name = options.name or _ask("社区名称：")
    password = _ask_password(f"管理员 {options.admin} 的密码（至少 10 个字）：")
    paper = Founding(name, options.address, options.admin, options.admin_name, password)
    founding.found(path, paper, datetime.now(BEIJING))
    print(f"建好了：{path}。用 {options.admin} 登录，首页的上线清单会带着一步一步办。")
    return 0


def _migrate(path: Path, _: argparse.Namespace) -> int:
    steps = connection.migrate(path)
    print("\n".join(f"已升级：{step}" for step in steps) or "已经是最新的，没有要升级的。")
    if steps:
        print(
            "升级前的文件留在旁边（文件名里带 .v 和版本号）。核对过没有问题再移走，它和数据库一样要保密。"
        )
    return 0


def _check(path: Path, options: argparse.Namespace) -> int:
    """One line per invariant, and whether kept heads are still in the chain; 1 when any fails."""
    asked = [typed_head(options.head)] if options.head else []
    with connection.opened(path) as db:
        findings = report.run(db)
        findings.append(
            report.of_heads(db, "kept_heads", "库外留下的链头都还在链里", heads.kept(path))
        )
        if asked:
            findings.append(report.of_heads(db, "asked_head", "给的链头还在链里", asked))
        differ = rest_days.differing(db)
        year = rest_days.unpublished(db, datetime.now(BEIJING).date())
    for finding in findings:
        print(
            f"{'通过' if finding.ok else '不对'}  {finding.words}{finding.detail and '：'}{finding.detail}"
        )
    failed = sum(not finding.ok for finding in findings)
    print(f"共 {len(findings)} 条，{f'{failed} 条不对' if failed else '全部通过'}。")
    if differ:
        named = "、".join(f"{day.year}年{day.month}月{day.day}日" for day in differ[:5])
        print(f"提醒：录入的放假安排有 {len(differ)} 天和公布的不一样：{named}。现在按录入的算。")
    if year:
        print(f"提醒：{year} 年的放假安排还没录入，公示的最后一天暂按法定假日推算。")
    return 1 if failed else 0


def _head(path: Path, _: argparse.Namespace) -> int:
    """The head as it stands, ready to be copied; kept beside the file as well."""
    with connection.opened(path) as db:
        last = chain.head(db)
        heads.start(db)
    print(last.told if last else "还没有写过东西，没有链头。")
    return 0


def _restore(path: Path, options: argparse.Namespace) -> int:
    """The file as a copy has it; what was there is kept beside it."""
    aside = restoring.restore(path, Path(options.copy), datetime.now(BEIJING))
    print(f"{path} 现在是备份 {options.copy} 的样子。")
    if aside:
        print(f"原来的留在 {aside}，核对过没有问题再移走，它和数据库一样要保密。")
    print("所有人都要重新登录。那份备份以后停用的账号、改的密码、登记的事，要再办一次。")
    return 0


def _account(path: Path, options: argparse.Namespace) -> int:
    """For the day nobody can sign in any more: whoever owns the file may open an account."""
    with connection.opened(path) as db:
        if options.deed == "list":
            for account in accounts.accounts(db):
                state = "" if account.is_active else "（停用）"
                print(f"{account.username}\t{account.name}\t{account.role.label}{state}")
            return 0
        if options.deed == "unlock" and not options.username:
            with transaction(db):
                tries.clear_every_try(db, datetime.now(BEIJING))
            print("所有人和所有地址输错的都不算了，现在就能登录。")
            return 0
        username = options.username or _ask("用户名：")
        if options.deed == "create":
            return _create(db, username, options)
        return _change(db, username, options.deed)


def _create(db: Database, username: str, options: argparse.Namespace) -> int:
    role = Role(options.role or "clerk")
    estate = _named("小区", options.estate, {e.short_name: e.id for e in registry.estates(db)})
    merchant = _named("商户", options.merchant, {m.name: m.id for m in merchants.merchants(db)})
    name = options.name or _ask("姓名：")
    password = _ask_password("密码（至少 10 个字）：")
    paper = NewAccount("", username, name, role, password, estate, merchant_id=merchant)
    with transaction(db):
        accounts.add_account(db, paper, _now())
    print(f"已开账号 {username}，{role.label}。")
    return 0


def _named(kind: str, name: str | None, known: dict[str, int]) -> int | None:
    """The id behind a name given on the command line; Invalid lists the names there are."""
    if name and name not in known:
        raise Invalid(f"没有“{name}”这个{kind}。有：{'、'.join(known) or f'还没有{kind}'}。")
    return known.get(name or "")


def _change(db: Database, username: str, deed: str) -> int:
    """Reset, lock or unlock; the audit log says it was done at the file itself."""
    user = accounts.user(db, username)
    now = datetime.now(BEIJING)
    if deed == "reset":
        password = _ask_password("新密码（至少 10 个字）：")
        check_password(password, username, passwords.names_on_the_door(db, user.name))
    with transaction(db):
        if deed == "reset":
            db.execute(
                "update accounts set password_hash = ?, password_epoch = password_epoch + 1"
                " where id = ?",
                [passwords.hashed(password), user.id],
            )
        else:
            active = deed == "unlock"
            db.execute("update accounts set is_active = ? where id = ?", [active, user.id])
        sessions.end_sessions(db, user.id, "password" if deed == "reset" else "closed", now)
        if deed == "unlock":
            tries.clear_tries(db, username, now)
        put(
            db, "audit_log", at=_now(), account_id=user.id, action=f"command_line.{deed}",
            detail="{}", told=f"{user.name}的账号：{DONE[deed]}。",
        )  # fmt: skip
    print(f"{user.name}的账号：{DONE[deed]}。")
    return 0


DONE = {"reset": "密码已重设", "lock": "已停用", "unlock": "可以登录了"}

if __name__ == "__main__":
    sys.exit(main())
