"""Rest days on the screen (放假和调休): what each year rests on, entering the published notice."""

import streamlit as st

from db import rest_days
from db.visit import Visit
from domain.days import moment, short_day
from domain.errors import Invalid
from domain.people import Permission
from domain.rest_days import Arrangement, Basis, EndYear, NewYear, RestYear
from pages.dialogs import room_dialog
from ui import forms, layout

FORM = "rest_year"
COLORS: dict[Basis, layout.Color] = {
    Basis.ENTERED: "green",
    Basis.PUBLISHED: "green",
    Basis.COMPUTED: "orange",
}
EXAMPLE = "1月1日（周五）至3日（周日）放假，共3天。\n2月20日（周六）上班。"


def draw(visit: Visit) -> None:
    """This year and the next two; the administrator enters one when it is published."""
    layout.second_line("公示的最后一天碰上休息日就顺延。每年十一月前后国务院公布下一年的放假安排。")
    for year in rest_days.rest_years(visit):
        _year(visit, year)


def _year(visit: Visit, year: RestYear) -> None:
    with layout.card_row():
        with st.container(width="content", gap="xxsmall"):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.markdown(f"**{year.year} 年**", width="content")
                icon = ":material/help:" if year.basis is Basis.COMPUTED else ":material/check:"
                st.badge(year.basis.label, icon=icon, color=COLORS[year.basis])
            worked = f"，周末上班 {year.work} 天" if year.work else ""
            off = "放假" if year.basis is Basis.ENTERED else "周一到周五放假"
            layout.second_line(f"{off} {year.off} 天{worked}")
            if year.entered_at and year.entered_by:
                when = moment(year.entered_at, visit.today)
                layout.second_line(f"{when} {layout.escaped(year.entered_by)}录入")
        if visit.user.may(Permission.CHANGE_PARAMETER):
            with st.container(horizontal=True, width="content"):
                label = "改" if year.basis is Basis.ENTERED else "录入放假安排"
                if st.button(label, key=f"rest:{year.year}"):
                    _enter(year.year, year.text)
                if year.basis is Basis.ENTERED and st.button("撤回", key=f"end:{year.year}"):
                    _take_back(year.year)


@room_dialog("放假和调休", Permission.CHANGE_PARAMETER, "medium")
def _enter(visit: Visit, year: int, text: str) -> None:
    slip = forms.slip(FORM)
    layout.second_line(
        "把国务院办公厅的放假通知粘进来，一行一个节日。正在公示的会重新算，只延不缩。"
    )
    typed = st.text_area(
        f"{year} 年的放假通知", text, height=240, placeholder=EXAMPLE, key=f"{slip}:text",
        max_chars=3000,
    )  # fmt: skip
    paper = NewYear(slip, year, typed)
    if typed.strip():
        try:
            _seen(visit, rest_days.preview(visit, paper))
        except Invalid as refusal:
            forms.refuse(str(refusal))
            return
    sent = st.button(
        f"存为 {year} 年的放假安排", type="primary", width="stretch", icon=":material/check:",
        key=f"{slip}:send", disabled=not typed.strip(),
    )  # fmt: skip
    if sent:
        forms.send(FORM, lambda: rest_days.enter_year(visit, paper))


def _seen(visit: Visit, found: Arrangement) -> None:
    """What was read, in days, before anything is stored."""
    off = "、".join(short_day(day, visit.today) for day in sorted(found.off))
    work = "、".join(short_day(day, visit.today) for day in sorted(found.work)) or "没有"
    st.markdown(f"**放假 {len(found.off)} 天**：{off}")
    st.markdown(f"**周末上班 {len(found.work)} 天**：{work}")


@room_dialog("撤回放假安排", Permission.CHANGE_PARAMETER)
def _take_back(visit: Visit, year: int) -> None:
    slip = forms.slip(FORM)
    layout.second_line(f"撤回以后，{year} 年按公布的日历或者法定假日算。已经顺延的公示不缩短。")
    why = st.text_input("为什么撤回", key=f"{slip}:why", max_chars=100)
    if st.button("撤回", type="primary", width="stretch", key=f"{slip}:send"):
        forms.send(FORM, lambda: rest_days.take_back_year(visit, EndYear(slip, year, why)))
