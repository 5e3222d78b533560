"""The first visit to a file that is not there yet (第一次使用): asked on this computer only.

Behind a proxy nobody is on this computer for certain, so there the command line is the way.
"""

from datetime import datetime
from pathlib import Path

import streamlit as st

from db import founding
from domain.accounts import MIN_PASSWORD
from domain.asking import Asking
from domain.errors import DomainError, Invalid
from domain.founding import Founding
from door import callers, hosts
from ui import brand
from ui.layout import ASSETS, second_line
from ui.typed import escaped

TITLE = "第一次使用"
DONE = "first_use:done"  # the name of the community that was made just now


def render(path: Path, now: datetime) -> None:
    """The form, or for everybody who calls from elsewhere where it is to be found."""
    _, middle, _ = st.columns([1, 1.4, 1])
    with middle:
        st.image(ASSETS / "logo.svg", width=72, alt="社区标志")
        st.title(brand.FALLBACK, anchor=False)
        st.header(TITLE, anchor=False)
        if not _on_this_computer():
            st.warning(
                "这里还没有建社区。请在装系统的那台电脑上打开，或者在那里运行 python -m db init。",
                icon=":material/computer:",
            )
            return
        second_line("建一个真实的社区，里面一条示例也没有。建好以后用管理员账号登录。")
        _form(path, now)


def _on_this_computer() -> bool:
    """Only whoever sits here: no other address, and nobody in between who could hide one."""
    between = callers.named_proxies() or hosts.named_hosts()
    return (
        st.context.ip_address is None
        and not between
        and callers.CAME_THROUGH.decode() not in st.context.headers
    )


def _form(path: Path, now: datetime) -> None:
    with st.form("first_use"):
        name = st.text_input("社区名称", placeholder="例如：某某社区", max_chars=40)
        address = st.text_input("社区地址（可以以后再填）", max_chars=100)
        admin = st.text_input("管理员姓名", placeholder="实名", max_chars=20)
        username = st.text_input(
            "管理员的用户名", placeholder="小写字母或数字", max_chars=32, autocomplete="username"
        )
        password = st.text_input(
            f"密码（至少 {MIN_PASSWORD} 个字）", type="password", autocomplete="new-password"
        )
        again = st.text_input("密码再写一遍", type="password", autocomplete="new-password")
        above = st.container()
        sent = st.form_submit_button("建好社区", type="primary", width="stretch")
    if not sent:
        return
    try:
        founding.found(path, _paper(name, address, username, admin, password, again), now)
    except DomainError as refusal:
        above.error(escaped(str(refusal)), icon=":material/error:")
        return
    st.session_state[DONE] = True
    st.rerun()


def _paper(
    name: str, address: str, username: str, admin: str, password: str, again: str
) -> Founding:
    asking = Asking()
    for typed, what in (
        (name, "社区名称"), (admin, "管理员姓名"), (username, "管理员的用户名"), (password, "密码"),
    ):  # fmt: skip
        asking.given(typed, what)
    asking.done()
    if password != again:
        raise Invalid("两遍密码不一样，请再写一遍。")
    return Founding(name, address, username.strip(), admin.strip(), password)


def tell_done() -> None:
    """Above the sign-in form, once, for who has just made the community."""
    if st.session_state.pop(DONE, False):
        st.success("社区建好了。现在用管理员账号登录。", icon=":material/check_circle:")
