"""Sheds (非机动车棚): where there is still room, and saving one count."""

from typing import Any

import streamlit as st

from db import parameters
from db.shed_capacity import sheds as shed_capacity
from db.visit import Visit, permission_of
from domain.days import moment
from domain.errors import Invalid, NotFound
from domain.people import Permission
from domain.shed_capacity import Count, Load, Shed
from pages import asked, missing, shed_listing, shed_manage
from pages.acts import act, dialog, done_last, form
from pages.feature import Feature, Quick, Room
from pages.shed_board import SCENE, chart
from ui import drafts, forms, layout

TITLE = "非机动车棚"

CHOSEN = "count:shed"


def render(visit: Visit) -> None:
    sheds = shed_capacity.sheds(visit.db, visit.user.only_estate)
    tight = parameters.value_of(visit.db, "shed_tight_pct")
    full = parameters.value_of(visit.db, "shed_full_pct")
    times = [shed.counted_at for shed in sheds if shed.counted_at]
    latest = f"最近一次清点 {moment(max(times), visit.today)}。" if times else "还没有清点过。"
    with layout.page_head(TITLE, f"{len(sheds)} 处车棚。{latest}" if sheds else "哪里还停得下。"):
        if sheds:
            act(visit, "记一次清点", _count_dialog, icon="edit_note", primary=True)
    _undo(visit)
    if not sheds:
        shed_manage.first(visit)
        return
    may = visit.user.may(_count_dialog.permission)
    rows = shed_listing.rows(
        visit.today, tight, full, _count_this if may else None, shed_manage.button(visit)
    )
    if (one := asked.only("shed", "全部车棚")) is not None:
        named = [shed for shed in sheds if shed.id == one]
        if not named:
            raise NotFound("这个车棚")
        rows.show(named)
        return
    _figures(sheds, tight, full)
    shed_listing.pictures(visit, sheds, tight, full)
    layout.section("逐棚查看")
    rows.show(sheds)
    seen = [shed.abandoned for shed in sheds if shed.abandoned is not None]
    old = f"清点到的僵尸车一共 {sum(seen):,} 辆。" if seen else ""
    layout.second_line(old + ("点一行，记这个棚的清点。" if may else ""))
    shed_manage.below(visit)


def _count_this(shed: Shed) -> None:
    st.session_state[CHOSEN] = shed
    _count_dialog()


def _figures(sheds: list[Shed], tight: int, full: int) -> None:
    row = layout.figures()
    crowded = [shed for shed in sheds if shed.load(tight, full) is Load.FULL]
    counted = [shed for shed in sheds if shed.in_bays is not None]
    parked = sum(figure for s in counted for figure in (s.in_bays, s.outside_bays) if figure)
    open_ends = len(sheds) - sum(shed.outside_bays is not None for shed in counted)
    names = layout.escaped("、".join(shed.name for shed in crowded[:2]))
    if counted:
        missing = f"另有 {open_ends} 处没数全" if open_ends else ""
        free = sum(shed.free for shed in counted)
        layout.figure(row, "在停", f"{parked:,}", "辆", "pedal_bike", missing)
        layout.figure(row, "余位", f"{free:,}", "位", "local_parking")
        layout.figure(
            row, "已满车棚", str(len(crowded)), "处", "block", names, "red" if crowded else "gray"
        )
    else:  # nobody knows, which is not none
        for label, icon in (
            ("在停", "pedal_bike"),
            ("余位", "local_parking"),
            ("已满车棚", "block"),
        ):
            layout.figure(row, label, "—", "", icon, "还没数过")
    _ports(row, sheds)


def _ports(row: Any, sheds: list[Shed]) -> None:
    broken = sum(shed.ports_broken for shed in sheds)
    if not any(shed.ports_total for shed in sheds):
        layout.figure(row, "坏充电口", "—", "", "power_off", "没有充电口")
    elif broken:
        layout.figure(row, "坏充电口", str(broken), "个", "power_off", "待修", "orange")
    else:
        layout.figure(row, "坏充电口", "0", "个", "power_off", "全部正常", "green")


@dialog("记一次清点", shed_capacity.count_shed, beside=(CHOSEN,))
def _count_dialog(visit: Visit, slip: str) -> Count | None:
    paper = _counted(visit, slip)
    return _given(paper) if forms.save_button("保存清点", slip) else None


def quick(visit: Visit) -> None:
    """One count on the phone (快速登记里的车棚)."""
    if shed_capacity.sheds(visit.db, visit.user.only_estate):
        _quick(visit)
    else:
        missing.say("pedal_bike", "先要有车棚。请社工在“车棚”里加。")


@form(shed_capacity.count_shed, beside=(CHOSEN,))
def _quick(visit: Visit, slip: str) -> Count | None:
    """The button sticks below, under the thumb."""
    paper = _counted(visit, slip)
    with st.bottom:
        _undo(visit)
        sent = forms.save_button("保存清点", slip)
    return _given(paper) if sent else None


def _counted(visit: Visit, slip: str) -> Count | None:
    """Which shed, and how many; None while no shed is tapped."""
    sheds = shed_capacity.sheds(visit.db, visit.user.only_estate)
    drafts.settle(CHOSEN, sheds)
    chosen = st.pills(
        "哪个车棚", sheds, format_func=lambda s: layout.escaped(s.name), wrap=True, key=CHOSEN
    )
    # What was tapped is the row of an earlier run; its last count may be an older one.
    shed = next((now for now in sheds if chosen and now.id == chosen.id), None)
    return _fill_in(visit, slip, shed) if shed else None


def _given(paper: Count | None) -> Count | None:
    """Raises Invalid while no shed is tapped; the second of two clicks is no count."""
    if done_last(shed_capacity.count_shed) and (paper is None or paper.in_bays is None):
        return None  # the first one is told of
    if paper is None:
        raise Invalid("还没选车棚。先点一个车棚。")
    return paper


def _undo(visit: Visit) -> None:
    """The last count of one's own can be taken back for five minutes (撤销), also after a reload."""
    if not visit.user.may(permission_of(shed_capacity.undo_count)):
        return
    if last := shed_capacity.undoable(visit):
        label = f"撤销 {layout.escaped(last.shed)} 在位 {last.in_bays} 辆那一次"
        act(visit, label, shed_capacity.undo_count, last.id, icon="undo")


def _fill_in(visit: Visit, slip: str, shed: Shed) -> Count:
    """Nothing is preset: what nobody counts stays empty and is stored as unknown.

    The steppers are keyed by the slip and the shed, so the next count starts afresh.
    """
    key = f"{slip}:{shed.id}"
    _as_last_time(visit, shed, key)
    in_bays = _stepper(f"停在位子上几辆（共 {shed.bays_total} 位）", f"{key}:in", "数了再填")
    if in_bays is not None:
        left = shed.bays_total - in_bays
        if left > 0:
            st.markdown(f":green[:material/check_circle: 还余 **{left}** 位]")
        else:
            st.markdown(f":red[:material/block: **已满** {in_bays} / {shed.bays_total} 位]")
    outside = _stepper("停在棚外几辆（10 米以内）", f"{key}:out")
    charging = None
    if shed.ports_total:
        charging = _stepper(f"正在充电几个（能用 {shed.ports_ok} 个）", f"{key}:plug")
    abandoned = _stepper("其中僵尸车几辆", f"{key}:old")
    return Count(slip, shed.id, in_bays, outside, charging, abandoned, visit.now)


def _as_last_time(visit: Visit, shed: Shed, key: str) -> None:
    """和上次一样 is a tap of its own, and says the figures it fills in."""
    if shed.counted_at is None:
        return
    last = {
        f"{key}:in": shed.in_bays,
        f"{key}:out": shed.outside_bays,
        f"{key}:plug": shed.charging_now,
        f"{key}:old": shed.abandoned,
    }
    words = "，".join(
        f"{what} {'没数' if figure is None else figure}"
        for what, figure in zip(("在位", "棚外", "在充", "僵尸车"), last.values())
    )
    st.button(
        f"和上次一样（{moment(shed.counted_at, visit.today)}：{words}）", key=f"same:{key}",
        width="stretch", icon=":material/content_copy:", on_click=_fill, args=(last,),
    )  # fmt: skip


def _fill(last: dict[str, int | None]) -> None:
    """Before the fields are drawn: they show what was tapped, and it can still be changed."""
    for key, figure in last.items():
        st.session_state[key] = figure


def _stepper(label: str, key: str, hint: str = "没数就空着，是 0 就填 0") -> int | None:
    return st.number_input(
        label, min_value=0, max_value=9999, value=None, step=1, key=key, placeholder=hint
    )


FEATURE = Feature(
    rooms=(Room("sheds", TITLE, "pedal_bike", Permission.SEE_SHEDS, render),),
    quick=Quick("车棚", "pedal_bike", shed_capacity.count_shed, quick),
    scene=SCENE,
    glance=chart,
)
