"""One's own account (我的账号): who I am here, and changing the password."""

import streamlit as st

from db import accounts
from db.visit import Visit
from domain.errors import Invalid
from domain.people import MIN_PASSWORD, Permission
from domain.receipts import Receipt
from pages.feature import Room
from ui import forms, layout

TITLE = "我的账号"

FORM = "own_password"


def render(visit: Visit) -> None:
    user = visit.user
    with layout.page_head(TITLE, f"{layout.escaped(user.name)}，{user.role.label}"):
        pass
    layout.section("改密码")
    st.markdown(f":gray[至少 {MIN_PASSWORD} 个字，不能是用户名。改完所有设备都要重新登录。]")
    slip = forms.slip(FORM)
    with st.form(slip, width=520):
        old = st.text_input("原来的密码", type="password", autocomplete="current-password")
        new = st.text_input("新密码", type="password", autocomplete="new-password")
        again = st.text_input("新密码再写一遍", type="password", autocomplete="new-password")
        sent = st.form_submit_button("改密码", type="primary", width="stretch")
    if sent:
        forms.send(FORM, lambda: _change(visit, old, new, again, slip))


def _change(visit: Visit, old: str, new: str, again: str, slip: str) -> Receipt:
    if new != again:
        raise Invalid("两遍新密码不一样，请再写一遍。")
    return accounts.change_own_password(visit, old.encode(), new.encode(), slip=slip)


ROOM = Room("me", TITLE, "account_circle", Permission.OWN_ACCOUNT, render)
