"""Accounts (账号管理): create, reset, lock, change role, see sessions, end them."""

import streamlit as st

from db import accounts, registry, sessions
from db.visit import Visit
from db.vouchers import merchants
from domain.accounts import MIN_PASSWORD, Account, NewAccount
from domain.asking import Asking
from domain.days import moment
from domain.people import BOUND_TO_ESTATE, BOUND_TO_MERCHANT, Permission, Role
from pages import accounts_manage
from pages.acts import act, dialog, form
from pages.feature import Room
from ui import choices, layout, whereabouts
from ui.rows import Column, Rows

TITLE = "账号管理"

OPENED = sorted(Role, key=lambda role: role is not Role.CLERK)  # the office asks most often


def render(visit: Visit) -> None:
    if accounts_manage.sheet(visit):
        return
    known = accounts.accounts(visit.db)
    with layout.page_head(TITLE, "一人一个账号，实名。离岗当天停用。"):
        act(visit, "开新账号", _create, icon="person_add", primary=True)
    act(visit, "账号成批开", accounts_manage.many_dialog, icon="group_add")
    names = {"accounts": f"账号 {len(known)}", "sessions": "现在登录着的"}
    whereabouts.tabs(
        names, lambda: _rows(visit).show(known), lambda: _sessions(visit), key="people:tab"
    )


def _rows(visit: Visit) -> Rows:
    shops = {shop.id: shop.name for shop in merchants.merchants(visit.db)}

    def bound(account: Account) -> str:
        where = account.estate or shops.get(account.merchant_id or 0)
        return layout.escaped(where) if where else ":gray[全社区]"

    def seen(account: Account) -> str:
        at = account.last_seen_at
        return moment(at, visit.today) if at else ":gray[还没登录过]"

    return Rows(
        "accounts",
        title=lambda account: account.name,
        title_label="姓名",
        state=Column("state", "状态", _state, 160, by=lambda account: account.open_sessions),
        columns=(
            Column("role", "角色", lambda account: account.role.label, 116,
                   by=lambda account: list(Role).index(account.role), least_first=True),
            Column("seen", "上次用", seen, 164, by=lambda account: account.last_seen_at),
            Column("login", "用户名", lambda account: layout.escaped(account.username), 148,
                   by=lambda account: account.username, least_first=True),
            Column("where", "管哪里", bound, 164),
        ),
        shows=lambda account: _manage(account.id),
        acts=lambda account: act(visit, "管理", _manage, account.id, key=f"manage:{account.id}"),
        acts_width=80,
    )  # fmt: skip


def _state(account: Account) -> str:
    if not account.is_active:
        return ":red-badge[:material/block: 已停用]"
    if account.first_until:
        return f":orange-badge[:material/key: 登录条{account.first_until:%m-%d}前用]"
    if account.open_sessions:
        return f":green-badge[{account.open_sessions} 处登录]"
    return ":gray-badge[没在用]"


@dialog("开新账号", accounts.create_account)
def _create(visit: Visit, slip: str) -> NewAccount | None:
    role = choices.one_of_many("角色", OPENED, key=f"{slip}:role", placeholder="选一个角色")
    if _nobody_to_bind(visit, role):
        return None
    with st.form(slip, border=False):
        name = st.text_input("姓名", placeholder="实名", max_chars=20)
        username = st.text_input("用户名", placeholder="小写字母或数字")
        password = st.text_input(
            f"先给一个密码（至少 {MIN_PASSWORD} 个字）", type="password",
            autocomplete="new-password",
        )  # fmt: skip
        estate, shop = _estate_field(visit, role, None), _merchant_field(visit, role, None)
        if not st.form_submit_button("开账号", type="primary", width="stretch"):
            return None
    asking = Asking()
    is_now, real = asking.given(role, "角色"), asking.given(name, "姓名")
    login = asking.given(username, "用户名").strip()
    asking.given(password, "密码")
    asking.done()
    return NewAccount(slip, login, real, is_now, password, estate, merchant_id=shop)


def _nobody_to_bind(visit: Visit, role: Role | None) -> bool:
    """Said when the role belongs to an estate or a merchant, and there is none yet."""
    if role in BOUND_TO_ESTATE and not registry.estates(visit.db):
        st.warning("物业账号只管一个小区，先要有小区。在“社区和小区”里加。",
                   icon=":material/home_work:")  # fmt: skip
        return True
    if role in BOUND_TO_MERCHANT and not merchants.merchants(visit.db):
        st.warning("商户账号只管一家店，先要有商户。请社工在“消费券”的“商户”里加。",
                   icon=":material/storefront:")  # fmt: skip
        return True
    return False


def _estate_field(visit: Visit, role: Role | None, present: int | None) -> int | None:
    if role not in BOUND_TO_ESTATE:
        return None
    estates = registry.estates(visit.db)
    ids = [estate.id for estate in estates]
    chosen = choices.one_of_these(
        "哪个小区", estates, lambda e: e.short_name, key="account:estate", placeholder="选小区",
        at=ids.index(present) if present in ids else None,
    )  # fmt: skip
    return chosen.id if chosen else None


def _merchant_field(visit: Visit, role: Role | None, present: int | None) -> int | None:
    if role not in BOUND_TO_MERCHANT:
        return None
    shops = {shop.id: shop.name for shop in merchants.merchants(visit.db)}
    return choices.one_of_these(
        "哪家商户", list(shops), shops.__getitem__, key="account:merchant", placeholder="选商户",
        at=list(shops).index(present) if present in shops else None,
    )  # fmt: skip


@dialog("管理账号", accounts.change_role)
def _manage(visit: Visit, slip: str, id: int) -> None:
    account = accounts.account(visit.db, id)
    st.markdown(f"{layout.bold(account.name)} {layout.escaped(account.username)}")
    layout.second_line("换角色")
    roles = list(Role)
    role = st.selectbox(
        "角色", roles, index=roles.index(account.role), format_func=lambda r: r.label,
        key=f"role:{id}", label_visibility="collapsed",
    )  # fmt: skip
    if not _nobody_to_bind(visit, role):
        estate = _estate_field(visit, role, account.estate_id)
        shop = _merchant_field(visit, role, account.merchant_id)
        act(visit, "改成这个角色", accounts.change_role, id, role, estate, shop, width="stretch")
    _reset(visit, account)
    _switches(visit, account)


@form(accounts.reset_password)
def _reset(visit: Visit, slip: str, account: Account) -> tuple[int, bytes] | None:
    with st.form(slip, border=False):
        password = st.text_input("当面重设密码", type="password", autocomplete="new-password")
        sent = st.form_submit_button("重设密码", width="stretch")
    return (account.id, password.encode()) if sent else None


def _switches(visit: Visit, account: Account) -> None:
    """Letting in and shutting out, the gravest last and only after it said what it does."""
    id, unlock = account.id, accounts.reopen_account
    if not account.is_active:
        act(visit, "重新启用", unlock, id, width="stretch", icon="lock_open")
        return
    act(visit, "解除输错等待", unlock, id, width="stretch", icon="key")
    if account.open_sessions:
        act(visit, "退出所有设备", accounts.end_account_sessions, id, width="stretch")
    with st.expander("停用这个账号"):
        out = f"正在登录的 {account.open_sessions} 处马上退出，" if account.open_sessions else ""
        layout.second_line(f"{out}以后不能登录。写过的单子和日志都留着，随时可以重新启用。")
        act(visit, "停用账号", accounts.close_account, id, width="stretch", icon="lock")


def _sessions(visit: Visit) -> None:
    Rows(
        "sessions",
        title=lambda session: session.name,
        title_label="谁",
        columns=(
            Column("opened", "登录", lambda session: moment(session.opened_at, visit.today), 180,
                   by=lambda session: session.opened_at),
            Column("seen", "最近", lambda session: moment(session.last_seen_at, visit.today), 180,
                   by=lambda session: session.last_seen_at),
            Column("address", "从哪里", lambda session: layout.escaped(session.address) or "本机", 220,
                   by=lambda session: session.address, least_first=True),
        ),
        acts=lambda session: act(visit, "请他退出", accounts.end_account_sessions,
                                 session.account_id, key=f"end:{session.id}"),
        acts_width=112,
    ).show(sessions.open_sessions(visit.db))  # fmt: skip


ROOM = Room("people", TITLE, "manage_accounts", Permission.MANAGE_ACCOUNTS, render)
