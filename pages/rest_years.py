"""Rest days on the screen (放假和调休): what each year rests on, entering the published notice."""

import streamlit as st

from db import rest_days
from db.visit import Visit
from domain.days import moment, short_day
from domain.rest_days import Arrangement, Basis, NewYear, RestYear, YearWithdrawal
from pages.acts import act, dialog
from ui import forms, layout
from ui.rows import Column, Rows

COLORS: dict[Basis, layout.Color] = {
    Basis.ENTERED: "green",
    Basis.PUBLISHED: "green",
    Basis.COMPUTED: "orange",
}
EXAMPLE = "1月1日（周五）至3日（周日）放假，共3天。\n2月20日（周六）上班。"


def draw(visit: Visit) -> None:
    """This year and the next two; the administrator enters one when it is published."""
    layout.second_line("公示的最后一天碰上休息日就顺延。每年十一月前后国务院公布下一年的放假安排。")
    _rows(visit).show(rest_days.rest_years(visit))


def _rows(visit: Visit) -> Rows:
    def entered(year: RestYear) -> str:
        if not year.entered_at or not year.entered_by:
            return ":gray[没有录入]"
        return f"{moment(year.entered_at, visit.today)} {layout.escaped(year.entered_by)}录入"

    def acts(year: RestYear) -> None:
        own = year.basis is Basis.ENTERED
        act(visit, "改" if own else "录入放假安排", _enter, year.year, key=f"rest:{year.year}")
        if own:
            act(visit, "撤回", _withdraw, year.year, key=f"end:{year.year}")

    return Rows(
        "years",
        title=lambda year: f"{year.year} 年",
        title_label="哪一年",
        state=Column("basis", "按什么算", _basis, 236),
        columns=(
            Column("days", "放几天", _days, 300),
            Column("entered", "谁录的", entered, 220),
        ),
        acts=acts if visit.user.may(_enter.permission) else None,
        acts_width=172,
        number=lambda year: year.year,
    )  # fmt: skip


def _basis(year: RestYear) -> str:
    icon = "help" if year.basis is Basis.COMPUTED else "check"
    return f":{COLORS[year.basis]}-badge[:material/{icon}: {year.basis.label}]"


def _days(year: RestYear) -> str:
    off = "放假" if year.basis is Basis.ENTERED else "周一到周五放假"
    return f"{off} {year.off} 天{f'，周末上班 {year.work} 天' if year.work else ''}"


@dialog("放假和调休", rest_days.enter_year, width="medium")
def _enter(visit: Visit, slip: str, year: int) -> NewYear | None:
    text = next((known.text for known in rest_days.rest_years(visit) if known.year == year), "")
    layout.second_line(
        "把国务院办公厅的放假通知粘进来，一行一个节日。正在公示的会重新算，只延不缩。"
    )
    typed = st.text_area(
        f"{year} 年的放假通知", text, height=240, placeholder=EXAMPLE, key=f"{slip}:text",
        max_chars=3000,
    )  # fmt: skip
    paper, label = NewYear(slip, year, typed), f"存为 {year} 年的放假安排"
    if not typed.strip():
        st.button(label, type="primary", width="stretch", icon=":material/check:", disabled=True)
        return None
    _seen(visit, rest_days.preview(visit, paper))
    return paper if forms.save_button(label, slip) else None


def _seen(visit: Visit, found: Arrangement) -> None:
    """What was read, in days, before anything is stored."""
    off = "、".join(short_day(day, visit.today) for day in sorted(found.off))
    work = "、".join(short_day(day, visit.today) for day in sorted(found.work)) or "没有"
    st.markdown(f"**放假 {len(found.off)} 天**：{off}")
    st.markdown(f"**周末上班 {len(found.work)} 天**：{work}")


@dialog("撤回放假安排", rest_days.withdraw_year)
def _withdraw(visit: Visit, slip: str, year: int) -> YearWithdrawal | None:
    layout.second_line(f"撤回以后，{year} 年按公布的日历或者法定假日算。已经顺延的公示不缩短。")
    why = forms.why("撤回", slip)
    return None if why is None else YearWithdrawal(slip, year, why)
