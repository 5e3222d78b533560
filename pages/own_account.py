"""One's own account (我的账号): who I am here, and changing the password."""

import streamlit as st

from db import accounts
from db.visit import Visit
from domain.accounts import MIN_PASSWORD
from domain.errors import Invalid
from domain.people import Permission
from pages.acts import form
from pages.feature import Room
from ui import layout

TITLE = "我的账号"


def render(visit: Visit) -> None:
    user = visit.user
    layout.page_head(TITLE, f"{layout.escaped(user.name)}，{user.role.label}")
    if user.has_first_password:
        st.warning(
            "这是登录条上的第一个密码，只能用来进这一页。先改成自己的密码，再用新密码登录。",
            icon=":material/key:",
        )
    layout.section("改密码")
    layout.second_line(f"至少 {MIN_PASSWORD} 个字，不能是用户名。改完所有设备都要重新登录。")
    _change(visit)


@form(accounts.change_own_password)
def _change(visit: Visit, slip: str) -> tuple[bytes, bytes] | None:
    with st.form(slip, width=520):
        old = st.text_input("原来的密码", type="password", autocomplete="current-password")
        new = st.text_input("新密码", type="password", autocomplete="new-password")
        again = st.text_input("新密码再写一遍", type="password", autocomplete="new-password")
        sent = st.form_submit_button("改密码", type="primary", width="stretch")
    if not sent:
        return None
    if new != again:
        raise Invalid("两遍新密码不一样，请再写一遍。")
    return old.encode(), new.encode()


ROOM = Room("me", TITLE, "account_circle", Permission.OWN_ACCOUNT, render)
