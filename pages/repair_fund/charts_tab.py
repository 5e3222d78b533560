"""Charts of the fund (资金图表): what is left, where it went, how long it takes, what is repaired."""

from functools import partial

import streamlit as st

from db.repair_fund import accounts, figures
from db.visit import Visit
from domain.money import wan
from ui import charts, fund_charts, layout


def draw_charts(visit: Visit) -> None:
    estates, spent = accounts.estate_funds(visit), figures.spent(visit)
    stages, covered = figures.stage_days(visit), figures.coverage(visit)
    if not (estates or spent or stages):
        layout.empty_state("bar_chart", "还画不出图", "登记交存、办完项目以后，图会自动出来。")
        return
    colors = charts.palette()
    show = partial(st.vega_lite_chart, theme=None)
    if estates:
        layout.section("各小区还剩多少")
        layout.second_line("长条是首期交存的总额，深色是还剩下的。")
        show(spec=fund_charts.balance_bars(estates, colors), alt="各小区维修资金余额。")
    if spent:
        layout.section("钱花在哪里")
        show(
            spec=fund_charts.spent_bars(spent, colors),
            alt=f"付得最多的是{spent[0].category.label}，{wan(spent[0].paid_fen)} 万元。",
        )
    if stages:
        longest = max(stages, key=lambda row: row.days)
        layout.section("每个阶段从头到尾通常多久")
        layout.second_line("一半的项目更快，一半更慢。没走完的阶段不算，一个阶段里的几步合在一起。")
        show(
            spec=fund_charts.stage_bars(stages, colors),
            alt=f"最久的阶段是{longest.stage.label}，整个阶段通常 {longest.days} 天。",
        )
    if covered:
        layout.section("修到了哪里")
        layout.second_line("长条是全小区的电梯和楼栋，深色是修过的。")
        show(spec=fund_charts.coverage_bars(covered, colors), alt="各小区修过的电梯和楼栋。")
