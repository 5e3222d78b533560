"""Display board (展示大屏): screens that turn by themselves, for the hall and for visitors.

Each turn asks the database afresh who is looking (pages/again.py). When it cannot be reached the
last good screen stays, with its time.
"""

from datetime import datetime, timedelta

import streamlit as st

from db.visit import Visit
from domain.days import day, moment
from domain.errors import Unusable
from domain.people import Permission, Role
from domain.showcase import Fact
from pages.again import visit_again
from pages.feature import Room
from pages.showcase_scenes import OVERVIEW, PATHS, SCENES, Path, Screen, read
from ui import board, charts, forms, layout, typed

TITLE = "展示大屏"

LABELS = {scene.key: f":material/{scene.icon}: {scene.label}" for scene in SCENES}
EVERY = timedelta(seconds=15)
HALL = "?embed=true&embed_options=dark_theme&embed_options=hide_loading_screen"  # alone, and dark
AT, SINCE, PAUSED, LAST, NAV = (f"board:{key}" for key in ("at", "since", "paused", "last", "nav"))


def render(visit: Visit) -> None:
    """The board. `?s=3` in the address begins with the third screen."""
    st.html(layout.ASSETS / "showcase.css")
    st.session_state.setdefault(AT, _asked_for())
    _stage([visit])


def _asked_for() -> int:
    asked = st.query_params.get("s", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    return number - 1 if 1 <= number <= len(SCENES) else 0


@st.fragment(run_every=EVERY)
def _stage(fresh: list[Visit]) -> None:
    """The first run is given its visit; every later one, tick or click, must make its own."""
    with forms.refusals():
        try:
            screen = _turned(fresh.pop()) if fresh else _read_again()
        except Unusable:
            if LAST not in st.session_state:
                raise
            _draw(st.session_state[LAST], stale=True)
        else:
            st.session_state[LAST] = screen
            _draw(screen, stale=False)


def _read_again() -> Screen:
    clicked = st.session_state.get(SINCE) is None
    with visit_again(Permission.SEE_SHOWCASE, touch=clicked) as visit:
        return _turned(visit)


def _turned(visit: Visit) -> Screen:
    """Turn to the next screen when it is time, and read it."""
    _turn(visit.now)
    size = charts.Size.SCREEN if st.context.is_embedded else charts.Size.DESK
    return read(visit, SCENES[st.session_state[AT]], charts.palette(), size)


def _turn(now: datetime) -> None:
    """A screen stays its full time after a click as well; a tick a little early still counts."""
    since = st.session_state.get(SINCE)
    if since is None:
        st.session_state[SINCE] = now
    elif not st.session_state.get(PAUSED) and now - since >= 0.9 * EVERY:
        _go(1)
        st.session_state[SINCE] = now


def _go(step: int) -> None:
    st.session_state[AT] = (st.session_state[AT] + step) % len(SCENES)
    st.session_state[SINCE] = None


def _toggle() -> None:
    st.session_state[PAUSED] = not st.session_state.get(PAUSED)
    st.session_state[SINCE] = None


def _jump() -> None:
    if chosen := st.session_state[NAV]:
        _go(list(LABELS).index(chosen) - st.session_state[AT])


# Drawing: from here on nothing touches the database ------------------------------------------


def _draw(screen: Screen, *, stale: bool) -> None:
    with st.container(
        key="board_head",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        _head(screen, stale)
    with st.container(key="board_body", gap="small"):
        if screen.scene is OVERVIEW:
            _overview(screen)
        else:
            _scene(screen)
    with st.container(key="board_foot", horizontal=True, vertical_alignment="center", gap="small"):
        _foot(screen)


def _head(screen: Screen, stale: bool) -> None:
    today = screen.at.date()
    place = screen.community
    with st.container(horizontal=True, width="content", vertical_alignment="center"):
        if st.context.is_embedded:  # elsewhere the sidebar shows it already
            st.image(layout.ASSETS / "logo.svg", width=76, alt="社区标志")
        with st.container(width="content", gap=None):
            st.markdown(f"# {screen.scene.headline}", anchors=False)
            where = f"{place.name} · {place.address}" if place else ""
            layout.second_line(f"{layout.escaped(where)}")
    with st.container(width="content", gap=None, horizontal_alignment="right"):
        st.markdown(f"**{day(today, today)}**", width="content", text_alignment="right")
        told = f"数据到{moment(screen.at, today)}"
        if stale:
            told = f":orange[:material/cloud_off: 暂时连不上，{told}]"
        st.markdown(told if stale else f":gray[{told}]", width="content", text_alignment="right")
        board.legend(is_demo=bool(place and place.is_demo))


def _scene(screen: Screen) -> None:
    _cards(screen)
    with st.container(key="board_grow"):
        picture, words = st.columns([3, 2], gap="medium")
    with picture:
        if screen.chart is None:
            layout.empty_state("bar_chart", "还没有可以画的数", "有了登记，图会出现在这里。")
        else:
            st.markdown(f"## {layout.escaped(screen.chart_title)}", anchors=False)
            charts.show(screen.chart, screen.conclusion, whole=bool(st.context.is_embedded))
    with words, st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown("**:material/verified: 怎么做到的**")
        st.markdown(screen.scene.how)
        if screen.aside:
            screen.aside()
        if screen.figures:
            st.markdown("**:material/calculate: 怎么算的**")
            board.how_counted(screen.figures, screen.more)


def _cards(screen: Screen) -> None:
    wall = st.grid(4, min_column_width=220)
    for fact in screen.facts:
        board.fact_card(wall, fact)
    for figure in screen.figures:
        board.figure_card(wall, figure, screen.at.date())


def _overview(screen: Screen) -> None:
    with st.container(key="board_grow"):
        wall = st.grid(4, min_column_width=220, height="stretch")
    for path in PATHS:
        told = [screen.every_fact[code] for code in path.facts if code in screen.every_fact]
        if told:
            with board.card(wall):
                _path(path, told)
    _cards(screen)
    with st.container(horizontal=True, gap="small"):
        for honour in screen.honours:
            typed.badge(honour.title, "workspace_premium", "yellow")
    with st.container(horizontal=True, gap="medium"):
        if screen.figures:
            st.markdown(":small[**怎么算的**]", width="content")
        for figure in screen.figures:
            board.how_counted([figure])


def _path(path: Path, told: list[Fact]) -> None:
    st.badge(path.trouble, icon=f":material/{path.icon}:", color="orange")
    st.markdown(f"## {path.way}", anchors=False)
    st.markdown(path.how)
    st.space("stretch")
    board.facts_line(told)


def _foot(screen: Screen) -> None:
    st.session_state[NAV] = screen.scene.key
    st.segmented_control(
        "栏目",
        list(LABELS),
        key=NAV,
        on_change=_jump,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        format_func=LABELS.__getitem__,
    )
    paused = st.session_state.get(PAUSED)
    st.button("上屏", icon=":material/chevron_left:", on_click=_go, args=(-1,), shortcut="PageUp")
    st.button(
        "继续" if paused else "暂停",
        icon=":material/play_arrow:" if paused else ":material/pause:",
        on_click=_toggle,
        shortcut="Space",
        key="board:pause",
    )
    st.button("下屏", icon=":material/chevron_right:", on_click=_go, args=(1,), shortcut="PageDown")
    if not st.context.is_embedded:
        st.link_button("全屏播放", HALL, icon=":material/fullscreen:")


ROOM = Room(
    "board", TITLE, "present_to_all", Permission.SEE_SHOWCASE, render, frozenset({Role.DELEGATION})
)
