"""The only file that knows streamlit-authenticator: its password check behind our form.

The package draws fields whose memory it turns off; ours say to a password manager what they are.

The package is built on the sign-in screen only, with its own cookie switched off. Who somebody
is afterwards is decided by our table of sessions (db/sessions.py), never by the package.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import streamlit as st
import streamlit_authenticator as stauth
from streamlit_authenticator.models import AuthenticationModel, cookie_model

from domain.accounts import MAX_PASSWORD_BYTES
from domain.errors import SignInRefused

HashOf = Callable[[str], str]
# The package's cookie component is an iframe that reads every cookie and runs the page twice.
cookie_model.stx = SimpleNamespace(CookieManager=lambda: None)


class _Door(AuthenticationModel):  # type: ignore[misc]  # the package ships no types
    """The package's model with one step replaced: where the hash comes from."""

    def __init__(self, hash_of: HashOf) -> None:
        super().__init__({"usernames": {}}, auto_hash=False)
        self.hash_of = hash_of

    def check_credentials(self, username: str, password: str) -> bool:
        held = self.hash_of(username)  # raises SignInRefused during a lock-out
        if len(password.encode()) > MAX_PASSWORD_BYTES:
            return False
        if not stauth.Hasher.check_pw(password, held):
            return False
        self.credentials["usernames"][username] = {"name": username}
        return True


def sign_in_form(hash_of: HashOf) -> str | None:
    """Draw the form; the user name when name and password are right. Raises SignInRefused.

    `hash_of` counts the try, refuses during a lock-out, and answers for unknown names too.
    """
    st.session_state["authentication_status"] = None  # never believed from an earlier run
    gate = stauth.Authenticate(
        {"usernames": {}}, cookie_expiry_days=0, auto_hash=False, login_sleep_time=0
    )
    gate.authentication_controller.authentication_model = _Door(hash_of)
    with st.form("sign_in"):
        st.subheader("登录", anchor=False)
        typed = st.text_input("用户名", autocomplete="username", max_chars=64)
        password = st.text_input("密码", type="password", autocomplete="current-password")
        sent = st.form_submit_button("登录", type="primary", width="stretch")
    if sent:
        gate.authentication_controller.login(typed, password)
    status: Any = st.session_state["authentication_status"]
    name: str | None = st.session_state["username"]
    if status is False:
        raise SignInRefused("用户名或密码不对。")
    return name if status else None


def hand_over(ticket: str) -> None:
    """Let the browser exchange its ticket for the cookie, then load the page it asked for."""
    _run(f"door('enter', '{ticket}')")


def walk_out() -> None:
    """Let the browser drop its cookie and show the sign-in page."""
    _run("door('leave', '')")


def _run(call: str) -> None:
    st.html(
        "<script>function door(way, ticket) {"
        " fetch('/door/' + way, {method: 'POST', headers: {'X-Ticket': ticket}})"
        ".then(() => location.reload()).catch(() => location.reload());}"
        f"{call}</script>",
        unsafe_allow_javascript=True,
    )
