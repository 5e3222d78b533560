"""The classes of a term as rows (选一个班), which of them to see, and how full they are."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from domain.academy_enrollment.seats import AUDIENCE, ClassOffering, Series
from domain.days import short_day
from domain.money import column_yuan
from ui import academy_charts, charts, layout, whereabouts
from ui.rows import Column, Rows

COLORS: dict[Series, layout.Color] = {
    Series.WANQING: "green",
    Series.QINGGE: "violet",
    Series.QINGGUO: "blue",
    Series.QINGMIAO: "orange",
}
FEW_SEATS = 3


def chosen(classes: list[ClassOffering]) -> list[ClassOffering]:
    """The classes for one kind of people, or those with a seat; both stand in the address."""
    there = {"": "全部"} | {series.value: AUDIENCE[series] for series in Series}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        series = whereabouts.pills("给谁报", "series", there, key="academy:series")
        free = whereabouts.switch("只看还有席的", "free", key="academy:free")
    return [
        offering
        for offering in classes
        if (not series or offering.series is Series(series)) and not (free and offering.full)
    ]


def picture(classes: list[ClassOffering]) -> None:
    """How full every class is, its conclusion first."""
    seats = sum(offering.capacity for offering in classes)
    seated = sum(offering.seated for offering in classes)
    full = [offering for offering in classes if offering.free == 0]
    waiting = sum(offering.waiting for offering in classes)
    words = (
        f"{len(classes)} 个班共 {seats:,} 席，报了 {seated:,} 席；"
        f"{len(full)} 个班满了，候补 {waiting:,} 位。"
    )
    st.markdown(f"{layout.strong(words)} :gray[虚线是满员，线上面是候补。]")
    with st.container(key="desk-academy-fill"):
        spec = academy_charts.fill(classes, charts.palette())
        charts.show(spec, words)


def rows(
    shows: Callable[[ClassOffering], None] | None,
    acts: Callable[[ClassOffering], None] | None,
    *,
    called: str = "classes",
) -> Rows:
    """A row a class; a tap `shows` who is in it, `acts` is how one comes in."""
    return Rows(
        called,
        title=name,
        title_label="班",
        state=Column("for", "给谁", _audience, 64),
        columns=(
            Column("when", "什么时候", lambda c: c.hours, 140,
                   by=lambda c: (c.weekday, c.begins), least_first=True),
            Column("free", "还有席吗", _seats, 140, by=lambda c: 0 if c.full else c.free),
            Column("room", "在哪里", lambda c: layout.escaped(c.room), 96,
                   by=lambda c: c.room, least_first=True),
            Column("teacher", "老师", lambda c: layout.escaped(c.teacher), 72,
                   by=lambda c: c.teacher, least_first=True),
            Column("fee", "收费（元）", _fee, 92, by=lambda c: c.fee_fen, right=True),
            Column("fill", "已报 / 席位", lambda c: f"{c.seated:,} / {c.capacity:,}", 96,
                   by=lambda c: c.seated / c.capacity, right=True),
        ),
        shows=shows,
        acts=acts,
        acts_width=104,
    )  # fmt: skip


def name(offering: ClassOffering) -> str:
    return f"{offering.series.label} · {offering.course}"


def about(offering: ClassOffering, today: date) -> str:
    """When it is, from which day, for which ages, and what it costs."""
    fee = "公益，不收费" if offering.fee_fen == 0 else f"{column_yuan(offering.fee_fen)} 元（低偿）"
    starts = short_day(offering.starts_on, today)
    return f"{offering.hours}，{starts}开课，共 {offering.sessions} 次；{_ages(offering)}；{fee}。"


def _audience(offering: ClassOffering) -> str:
    return f":{COLORS[offering.series]}-badge[{offering.audience}]"


def _seats(offering: ClassOffering) -> str:
    if offering.full:
        waiting = f"，候补 {offering.waiting}" if offering.waiting else ""
        return f":red-badge[:material/block: 已满{waiting}]"
    if offering.free <= FEW_SEATS:
        return f":orange-badge[:material/warning: 只剩 {offering.free} 席]"
    return f":green-badge[:material/check_circle: 余 {offering.free} 席]"


def _fee(offering: ClassOffering) -> str:
    return ":gray[公益]" if offering.fee_fen == 0 else column_yuan(offering.fee_fen)


def _ages(offering: ClassOffering) -> str:
    if offering.age_max is None:
        return f"{offering.age_min} 周岁以上"
    return f"{offering.age_min} 到 {offering.age_max} 周岁"
