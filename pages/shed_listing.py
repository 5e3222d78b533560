"""The sheds as rows (逐棚查看) and in two pictures: how full each is, and at which hour."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from db.shed_capacity import sheds as shed_capacity
from db.visit import Visit
from domain.days import moment
from domain.money import percent
from domain.shed_capacity import HOURS_OVER, HourLoad, Load, Shed
from ui import charts, layout, shed_charts
from ui.rows import Column, Rows

LOOKS: dict[Load, tuple[str, layout.Color]] = {
    Load.FREE: ("check_circle", "green"),
    Load.TIGHT: ("warning", "orange"),
    Load.FULL: ("block", "red"),
    Load.UNKNOWN: ("help", "gray"),
}


def rows(
    today: date,
    tight: int,
    full: int,
    shows: Callable[[Shed], None] | None,
    acts: Callable[[Shed], None] | None,
) -> Rows:
    """A row a shed, with its latest count; thresholds in whole percent."""

    def state(shed: Shed) -> str:
        load = shed.load(tight, full)
        icon, color = LOOKS[load]
        return f":{color}-badge[:material/{icon}: {load.label}]"

    def counted(shed: Shed) -> str:
        if shed.counted_at is None:
            return ":gray[还没有清点过]"
        return f"{moment(shed.counted_at, today)} {layout.escaped(shed.counted_by or '')}"

    return Rows(
        "sheds",
        title=lambda shed: shed.name,
        title_label="车棚",
        state=Column("state", "状态", state, 116, by=_share),
        columns=(
            Column("place", "在哪里", lambda s: layout.escaped(f"{s.estate} {s.position}"), 176,
                   by=lambda s: (s.estate, s.number), least_first=True),
            Column("free", "余位", _free, 64, by=lambda s: s.free if s.counted else None,
                   right=True, least_first=True),
            Column("fill", "停了 / 车位", _fill, 132, by=_share, right=True),
            Column("outside", "棚外", _outside, 56, by=lambda s: s.outside_bays, right=True),
            Column("ports", "充电口", _ports, 140, by=lambda s: s.ports_broken, right=True),
            Column("counted", "最近清点", counted, 176, by=lambda s: s.counted_at, right=True),
        ),
        shows=shows,
        acts=acts,
        acts_width=56,
    )  # fmt: skip


def pictures(visit: Visit, sheds: Sequence[Shed], tight: int, full: int) -> None:
    """Side by side at a desk, one below the other on a phone."""
    hours = shed_capacity.hours(visit.db, visit.today, visit.user.only_estate)
    if not hours:
        _occupancy(sheds, tight, full)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _occupancy(sheds, tight, full)
    with right:
        _by_hour(hours)


def _occupancy(sheds: Sequence[Shed], tight: int, full: int) -> None:
    counted = [shed for shed in sheds if shed.counted]
    if not counted:
        return
    crowded = sum(shed.load(tight, full) is Load.FULL for shed in counted)
    words = f"{len(counted)} 处车棚里有 {crowded} 处已满。"
    layout.section("各棚占用")
    layout.second_line(f"{words}虚线是 {full}%：过线就劝导车主停到邻近车棚。")
    spec = shed_charts.shed_bars(counted, charts.palette(), tight=tight, full=full)
    charts.show(spec, words)


def _by_hour(hours: Sequence[HourLoad]) -> None:
    layout.section("一天里什么时候满")
    most = max(hours, key=lambda load: load.share)
    words = f"{most.hour} 时最满的是{most.shed}，平均停了 {round(most.share * 100)}%。"
    layout.second_line(f"{layout.escaped(words)}近 {HOURS_OVER.days} 天平均，没数过的钟点空着。")
    spec = shed_charts.by_hour(hours, charts.palette())
    charts.show(spec, words)


def _share(shed: Shed) -> float | None:
    return None if shed.in_bays is None else shed.in_bays / max(1, shed.bays_total)


def _free(shed: Shed) -> str:
    return f"余 {layout.strong(str(shed.free))} 位" if shed.counted else ":gray[没数]"


def _fill(shed: Shed) -> str:
    if shed.in_bays is None:
        return f"— / {shed.bays_total:,}"
    rate = percent(shed.in_bays, shed.bays_total)
    return f"{shed.in_bays:,} / {shed.bays_total:,}（{rate}）"


def _outside(shed: Shed) -> str:
    if shed.outside_bays is None:
        return ":gray[没数]"
    return f":red[**{shed.outside_bays}** 辆]" if shed.outside_bays else "0 辆"


def _ports(shed: Shed) -> str:
    if not shed.ports_total:
        return ":gray[没有]"
    charging = "没数" if shed.charging_now is None else shed.charging_now
    broken = f"，:red[**坏 {shed.ports_broken}**]" if shed.ports_broken else ""
    return f"在充 {charging} / {shed.ports_total}{broken}"
