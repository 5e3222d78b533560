"""The script of every visit: who is it, may they, and then the room.

All rooms are registered on every run, hidden or not, so that a deep link survives signing in and
the decision is always made here.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from db import connection, founding, pool, registry, sessions
from db.visit import Visit
from domain.days import BEIJING
from domain.drafts import Place
from domain.errors import NotAllowed
from domain.people import User
from domain.registry import Community
from pages import acts, dialogs, first_use, search, sign_in
from pages.feature import Room
from pages.own_account import ROOM as OWN_ROOM
from pages.rooms import ROOMS, landing
from ui import auth, brand, drafts, finder, forms, layout, press


def main() -> None:
    st.set_page_config(
        page_title=brand.FALLBACK,
        page_icon=layout.ASSETS / "logo.svg",
        layout="wide",
        initial_sidebar_state=248,
    )
    layout.house_style()
    if founding.asked_for(connection.database_path()):
        first_use.render(connection.database_path(), datetime.now(BEIJING))
        return
    with forms.refusals(), pool.borrowed(connection.database_path()) as db:
        now = datetime.now(BEIJING)
        community = registry.community(db)
        _named(community)
        token = st.context.cookies.get(sessions.COOKIE, "")
        user = sessions.resume(db, token, now) if token else None
        if user is None:
            _keep_address()
            sign_in.render(db, community, now, sessions.why_out(db, token) if token else None)
            return
        _visit(Visit(db, user, now), community, token)


def _named(community: Community | None) -> None:
    """The community's own name in the window's title and beside the mark."""
    if community:
        st.set_page_config(page_title=community.hall)
    brand.logo(community.name if community else brand.FALLBACK)


def _keep_address() -> None:
    """Know every address before sign-in too, so that a deep link leads there afterwards."""
    st.navigation([_page(room, st.stop, "hidden") for room in ROOMS], position="hidden")


def _visit(visit: Visit, community: Community | None, token: str) -> None:
    pages = {
        room.address: _page(
            room,
            partial(_enter, visit, room),
            "visible" if room.menu and visit.user.may(room.needs) else "hidden",
        )
        for room in ROOMS
    }
    layout.room_style()
    alone = st.context.is_embedded
    where: Literal["hidden", "sidebar"] = "hidden" if alone else "sidebar"
    page = st.navigation(list(pages.values()), position=where, expanded=True)
    start = landing(visit.user)
    if page is pages[""] and start:
        st.switch_page(pages[start])
    if visit.user.has_first_password and page is not pages[OWN_ROOM.address]:
        st.switch_page(pages[OWN_ROOM.address])
    if not alone:
        _sidebar(visit, community, token)
        search.button(visit)
    page.run()


def _page(
    room: Room, enter: Callable[[], None], visibility: Literal["visible", "hidden"]
) -> StreamlitPage:
    return st.Page(
        enter,
        title=room.title,
        icon=f":material/{room.icon}:",
        url_path=room.address or "home",
        default=room.address == "",
        visibility=visibility,
    )


def _enter(visit: Visit, room: Room) -> None:
    if not visit.user.may(room.needs):
        raise NotAllowed(visit.user.role.label, room.needs.label)
    _forget_others(visit)
    forms.settle()
    forms.begin_page()
    if st.session_state.get(dialogs.ROOM) != room.address:
        finder.clear_choices()
        forms.silence()
        st.session_state[dialogs.ROOM] = room.address
    with drafts.sheet(dialogs.sheet_of(visit, Place(dialogs.here()))):
        acts.news(visit)
        dialogs.offer_unsaved(visit)
        room.render(visit)
    press.forget()


def _forget_others(visit: Visit) -> None:
    """Whatever is on this screen was filled in by one person; it is no other's."""
    if st.session_state.get("whose", visit.user.id) != visit.user.id:
        st.session_state.clear()
    st.session_state["whose"] = visit.user.id


def _sidebar(visit: Visit, community: Community | None, token: str) -> None:
    user: User = visit.user
    with st.sidebar:
        if community and community.is_demo:
            st.badge("示例数据", icon=":material/science:", color="orange")
        st.markdown(f":gray[{user.role.label}]  \n{layout.bold(user.name)}")
        if press.button("退出登录", key="leave", icon=":material/logout:", width="stretch"):
            sessions.leave(visit.db, token, visit.now)
            auth.walk_out()
            st.stop()


main()
