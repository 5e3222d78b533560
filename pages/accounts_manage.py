"""Accounts in numbers (账号成批开): a list of names, then a sheet of sign-in slips, shown once."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from db import account_batches, registry
from db.visit import Visit
from domain.account_batches import (
    GOOD_FOR,
    IN_NUMBERS,
    MOST,
    AccountBatch,
    Login,
    first_password,
    read_lines,
)
from domain.asking import Asking
from domain.errors import Invalid
from domain.people import BOUND_TO_ESTATE, Role
from pages.acts import dialog, done_last
from ui import choices, forms, layout, press, qr, tables

SHEET = "accounts:sheet"  # of the session: what was opened last, until one turns away
ACROSS = 2
EXAMPLE = "王桂花 3-1-502\n李建国 5-2-1101\n赵新来"
LOCAL = "现在用的是本机网址，手机扫码打不开。用办公室的网址打开本页再开账号，二维码才有用。"
PREVIEW = [
    tables.Column("姓名", lambda login: login.name),
    tables.Column("用户名", lambda login: login.username),
    tables.Column("底册里", lambda login: "对上了" if login.resident_id else "没写房号"),
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the slips: only in this session, and only until it is put away."""

    role: Role
    logins: Sequence[Login]
    passwords: Sequence[str]


@dialog("账号成批开", account_batches.open_accounts, width="medium")
def many_dialog(visit: Visit, slip: str) -> AccountBatch | None:
    role = choices.one_of_many("角色", IN_NUMBERS, key=f"{slip}:role", placeholder="选一个角色")
    estates = registry.estates(visit.db)
    bound = role in BOUND_TO_ESTATE
    estate = None
    if bound and not estates:
        st.warning("物业账号只管一个小区，先要有小区。", icon=":material/home_work:")
        return None
    if bound:
        estate = choices.one_of_these(
            "哪个小区", estates, lambda e: e.short_name, key=f"{slip}:estate", placeholder="选小区",
        )  # fmt: skip
    text = st.text_area(
        f"一行一个人，先姓名，再房号（没有房号可以不写），最多 {MOST} 个", height=220,
        placeholder=EXAMPLE, key=f"{slip}:list",
    )  # fmt: skip
    estate_id = estate.id if estate else None
    logins = _preview(visit, text, estate_id)
    label = f"开这 {len(logins)} 个账号" if logins else "开账号"
    if not forms.save_button(label, slip):
        return None
    asking = Asking()
    is_now = asking.given(role, "角色")
    if bound:
        asking.given(estate, "哪个小区")
    asking.done()
    if not logins:
        read_lines(text)
        raise Invalid("名单里有要改的，请照上面的提示改好。")
    passwords = _passwords(slip, len(logins))
    st.session_state[SHEET] = Sheet(is_now, logins, passwords)
    return AccountBatch(slip, is_now, estate_id, tuple(logins), tuple(passwords))


def _preview(visit: Visit, text: str, estate_id: int | None) -> list[Login]:
    """Who would get which user name; what is wrong with the list is said instead."""
    if not text.strip():
        return []
    try:
        logins = account_batches.logins_for(visit, read_lines(text), estate_id)
    except Invalid as refusal:
        st.markdown(f":orange[:material/block: {layout.escaped(str(refusal))}]")
        return []
    tables.show(logins, PREVIEW, alt="要开的账号", empty="没有。")
    return logins


def _passwords(slip: str, count: int) -> list[str]:
    """The same for every click on one slip: a second click is no second set of passwords."""
    key = f"accounts:passwords {slip}"
    kept: list[str] = st.session_state.setdefault(key, [])
    kept += [first_password() for _ in range(count - len(kept))]
    return kept[:count]


def sheet(visit: Visit) -> bool:
    """The slips of what was opened last, alone on the page; whether there were any.

    They are there only while this is the last act: whoever turns away has seen them.
    """
    if done_last(account_batches.open_accounts) is None:
        for key in [k for k in st.session_state if str(k).startswith("accounts:passwords ")]:
            del st.session_state[key]
        st.session_state.pop(SHEET, None)
        return False
    found: Sheet | None = st.session_state.get(SHEET)
    if found is None:
        return False
    with st.container(key="noprint", gap="small"):
        layout.second_line(
            "按 Ctrl+P 打印，沿边剪开，当面交给本人。离开这一页就看不到了；丢了的，给他重设密码。"
        )
        if qr.only_here():
            layout.second_line(f":material/info: {LOCAL}")
        if press.button(
            "印好了，收起来", key="accounts:printed", icon=":material/check:", type="primary"
        ):
            forms.forget()
            st.session_state.pop(SHEET, None)
            st.rerun()
    with st.container(key="voucher-sheet"):
        pairs = list(zip(found.logins, found.passwords))
        for first in range(0, len(pairs), ACROSS):
            row = st.columns(ACROSS)
            for column, (login, password) in zip(row, pairs[first : first + ACROSS]):
                with column, st.container(gap="xxsmall", border=True):
                    _slip(visit, found.role, login, password)
    return True


def _slip(visit: Visit, role: Role, login: Login, password: str) -> None:
    community = registry.community(visit.db)
    hall = community.hall if community else "议事厅"
    st.markdown(f"{layout.escaped(hall)} 登录条")
    st.markdown(f"{layout.bold(login.name)} {role.label}")
    st.image(qr.picture(qr.link("/")), width=140, alt="登录网址的二维码")
    st.markdown(f"用户名 {layout.bold(login.username)}")
    st.markdown(f"第一个密码 {layout.bold(password)}")
    layout.second_line(
        f"手机扫码，或者打开 {layout.escaped(qr.link('/'))}。{GOOD_FOR.days} 天里用，登录后先改密码。"
    )
