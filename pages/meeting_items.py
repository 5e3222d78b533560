"""The items of a meeting as it is held (议题): the one in hand large, the agenda beside it."""

from collections.abc import Callable

import streamlit as st

from db.meeting_agenda import sittings
from db.visit import Visit
from domain.meeting_agenda.deciding import Outcome, Way
from domain.meeting_agenda.meetings import AgendaItem
from domain.meeting_agenda.speaking import SPEAKING
from pages import asked, meeting_item_promises, meeting_outcome, meeting_words
from pages.acts import act
from pages.meeting_now import Now
from ui import layout, whereabouts
from ui.rows import Column, Rows

ITEM = "item"  # in the address: the item one looks at, where it is not the running one
TABS = "live:tab"


def in_hand(at: Now) -> AgendaItem | None:
    """The item asked for, else the running one, else the first without an outcome."""
    named = next((item for item in at.items if item.id == asked.number(ITEM)), None)
    left = (item for item in at.items if item.id not in at.outcomes)
    return named or at.running or next(left, None) or next(iter(at.items), None)


def following(at: Now) -> AgendaItem | None:
    """What comes next: the first after the running one that has no outcome, else the first such."""
    left = [item for item in at.items if item.id not in at.outcomes and item != at.running]
    place = at.running.position if at.running else 0
    return next((item for item in left if item.position > place), next(iter(left), None))


def items(visit: Visit, at: Now) -> None:
    item = in_hand(at)
    if item is None:
        layout.empty_state("list", "这次会没有议题", "可以直接散会。")
        return
    large, beside = st.columns([3, 2], gap="medium")
    with large:
        _large(visit, at, item)
        meeting_outcome.outcome(visit, at, item)
        meeting_item_promises.promises(visit, at, item)
    with beside:
        layout.section("议程")
        timeline(at).show(at.items)
        meeting_words.words(visit, at, item)


def _large(visit: Visit, at: Now, item: AgendaItem) -> None:
    running = at.running is not None and at.running.id == item.id
    with st.container(border=True, key="item-in-hand"):
        state = ":green-badge[:material/play_arrow: 正在议]" if running else ""
        planned = f"排了 {item.minutes} 分钟，已用 {at.used(item.id)} 分钟"
        st.markdown(f"第 {item.position} 项 · {item.item_type.label} · "
                    f"{layout.escaped(item.reporter)}讲 · {planned} {state}")  # fmt: skip
        st.markdown(f"## {layout.escaped(item.title)}", anchors=False)
        if warning := SPEAKING.warning(item.minutes, len(at.here)):
            st.markdown(f":orange[:material/timer: {warning}]")
        if at.over or at.final:
            return
        with st.container(horizontal=True):
            if not running:
                act(visit, "议这一项", sittings.begin_item, item.id, icon="play_arrow",
                    primary=True, key="begin_this", after=_back_to_running)  # fmt: skip
            after = following(at)
            if after is not None and after.id != item.id:
                act(visit, f"下一项（第 {after.position} 项）", sittings.begin_item, after.id,
                    icon="skip_next", key="begin_next", after=_back_to_running)  # fmt: skip


def _back_to_running() -> None:
    st.query_params.pop(ITEM, None)


def timeline(at: Now, also: Callable[[], None] | None = None) -> Rows:
    def look(item: AgendaItem) -> None:
        st.query_params[ITEM] = str(item.id)
        if also:
            also()

    return Rows(
        "live-items",
        title=lambda item: f"{item.position}. {item.title}",
        title_label="议什么",
        state=Column("state", "怎样了", lambda item: state(at, item), 104),
        columns=(
            Column("used", "已用", lambda item: f"{at.used(item.id)} / {item.minutes} 分钟", 110,
                   right=True),
        ),
        opens=look,
    )  # fmt: skip


def state(at: Now, item: AgendaItem) -> str:
    """Where an item is, as a badge."""
    if outcome := at.outcomes.get(item.id):
        return f":{color_of(outcome)}-badge[{short(outcome)}]"
    if at.running is not None and at.running.id == item.id:
        return ":blue-badge[:material/play_arrow: 正在议]"
    return ":gray-badge[还没结果]"


def short(outcome: Outcome) -> str:
    if outcome.way is Way.VOTE:
        return "表决通过" if outcome.passed else "没通过"
    return outcome.way.label


def color_of(outcome: Outcome) -> layout.Color:
    if outcome.decided:
        return "green"
    return "orange" if outcome.way in {Way.CARRIED, Way.VOTE} else "gray"


def to_items(started: bool) -> None:
    """Open the tab of the items: a callback of a button on another tab."""
    st.session_state[f"{TABS}:{started}"] = "议题"
    whereabouts.keep(whereabouts.TAB, "" if started else "items")
