"""Signing in (登录): the form, slower after wrong tries, and the demonstration's one-click accounts."""

from datetime import datetime

import streamlit as st
from sqlite_utils import Database

from db import browsers, passwords, sessions, tries
from domain.errors import SignInRefused
from domain.people import Role
from domain.registry import Community
from domain.signed_out import SignedOut
from pages import first_use
from ui import auth, brand, press
from ui.chinese import BROWSER_COOKIE
from ui.layout import ASSETS
from ui.typed import escaped

LANDS_ON = {
    Role.ADMIN: "账号和参数",
    Role.SECRETARY: "全部工作",
    Role.CLERK: "日常登记、核准",
    Role.ACCOUNTANT: "维修资金",
    Role.SUPERVISOR: "只看，监督",
    Role.PROPERTY: "只看本小区",
    Role.GRID: "走访登记",
    Role.LEADER: "登记湾郡币",
    Role.VOLUNTEER: "手机快速登记",
    Role.TEACHER: "自己的班",
    Role.MERCHANT: "核销消费券",
    Role.DELEGATION: "展示大屏",
}


def render(
    db: Database, community: Community | None, now: datetime, out: SignedOut | None = None
) -> None:
    """No other row of the community is read before this succeeds. `out` is why one is here again."""
    _, middle, _ = st.columns([1, 1.4, 1])
    with middle:
        st.image(ASSETS / "logo.svg", width=72, alt="社区标志")
        st.title(community.hall if community else brand.FALLBACK, anchor=False)
        if community is None:
            st.error("这个数据库还没有建好社区。请管理员运行 python -m db init。")
            return
        if community.is_demo:
            st.badge("示例数据", icon=":material/science:", color="orange")
        first_use.tell_done()
        st.header("社区工作人员和志愿者", anchor=False)
        _by_password(db, now, out)
        st.markdown(":gray[忘了密码？找社区管理员，当面重设。]")
        if community.is_demo:
            _by_one_click(db, now)


def _by_password(db: Database, now: datetime, out: SignedOut | None) -> None:
    """What there is to say stands above the fields: on a phone the keyboard covers what is below."""
    above = st.empty()
    if out:
        above.info(out.told, icon=":material/info:")
    address = st.context.ip_address or tries.HERE
    known = st.context.cookies.get(browsers.COOKIE, "")
    tried: list[tuple[str, int]] = []

    def hash_of(username: str) -> str:
        tried.append((username, tries.begin_try(db, username, address, now, known)))
        return tries.password_hash(db, username, now.date()) or passwords.nobodys_hash()

    try:
        username = auth.sign_in_form(hash_of)
    except SignInRefused as refusal:
        opens = tries.open_from(db, tried[-1][0], address, now, known) if tried else now
        more = tries.waiting(opens, now)
        above.error(escaped(f"{refusal}{more}"), icon=":material/error:")
        return
    if username and tried:
        _hand_over(db, username, now, tried[-1][1])


def _by_one_click(db: Database, now: datetime) -> None:
    """The demonstration's accounts have no password anybody knows; a click opens them."""
    st.markdown("### 示例账号，点一下就进", anchors=False)
    grid = st.grid(2, min_column_width=200)
    for user in sessions.demo_users(db):
        with grid.cell():
            if press.button(
                f"**{user.role.label}** {LANDS_ON[user.role]}",
                key=f"demo:{user.username}",
                width="stretch",
            ):
                _hand_over(db, user.username, now, None)


def _hand_over(db: Database, username: str, now: datetime, attempt: int | None) -> None:
    browser = st.context.cookies.get(BROWSER_COOKIE, "")
    auth.hand_over(sessions.issue_ticket(db, username, browser, now, attempt))
    st.stop()
