"""Charts of the fund (资金图表): what is left, where it went, how long it takes, what is repaired."""

from collections.abc import Sequence

import streamlit as st

from db import parameters
from db.repair_fund import accounts, figures
from db.visit import Visit
from domain.money import percent, wan
from domain.repair_fund.accounts import EstateFund, buildings_words
from domain.repair_fund.figures import Coverage, quarters_words
from ui import charts, fund_charts, fund_money_charts, layout


def draw_charts(visit: Visit) -> None:
    estates, spent = accounts.estate_funds(visit), figures.spent(visit)
    stages, covered = figures.stage_days(visit), figures.coverage(visit)
    if not (estates or spent or stages):
        layout.empty_state("bar_chart", "还画不出图", "登记交存、办完项目以后，图会自动出来。")
        return
    colors = charts.palette()
    if estates:
        _left(visit, estates, colors)
    _quarters(visit, colors)
    if spent:
        told = f"付得最多的是{spent[0].category.label}，{wan(spent[0].paid_fen)} 万元。"
        _picture("钱花在哪里", told, "", fund_charts.spent_bars(spent, colors))
    if stages:
        longest = max(stages, key=lambda row: row.days)
        _picture(
            "每个阶段从头到尾通常多久",
            f"最久的阶段是{longest.stage.label}，整个阶段通常 {longest.days} 天。",
            "一半的项目更快，一半更慢。没走完的阶段不算，一个阶段里的几步合在一起。",
            fund_charts.stage_bars(stages, colors),
        )
    if covered:
        note = "长条是全小区的电梯和楼栋，深色是修过的。"
        drawn = fund_charts.coverage_bars(covered, colors)
        _picture("修到了哪里", _covered_words(covered), note, drawn)


def _left(visit: Visit, estates: Sequence[EstateFund], colors: charts.Palette) -> None:
    first, left = (
        sum(row.first_deposit_fen for row in estates),
        sum(row.balance_fen for row in estates),
    )
    told = f"首期交存 {wan(first)} 万元，还剩 {wan(left)} 万元，是首期的 {percent(left, first)}。"
    note = "长条是首期交存的总额，深色是还剩下的。"
    _picture("各小区还剩多少", told, note, fund_charts.balance_bars(estates, colors))
    buildings = [
        one
        for estate in estates
        for one in accounts.building_funds(visit, estate.estate_id)
        if one.first_deposit_fen
    ]
    if buildings:
        ratio = parameters.value_of(visit.db, "topup_ratio")
        drawn = fund_money_charts.building_dots(buildings, ratio, colors)
        note = f"一个点是一栋楼；竖线是首期的 {ratio}%，低于它的是三角。"
        _picture("每栋楼还剩首期的多少", buildings_words(buildings, ratio), note, drawn)


def _quarters(visit: Visit, colors: charts.Palette) -> None:
    quarters = figures.quarters(visit)
    if any(one.approved_fen or one.paid_fen for one in quarters):
        drawn = fund_money_charts.quarter_bars(quarters, colors)
        note = "按审核通过和付款的日子算。"
        _picture("每个季度核定多少、付了多少", quarters_words(quarters), note, drawn)


def _covered_words(covered: Sequence[Coverage]) -> str:
    lifts = sum(row.lifts_done for row in covered), sum(row.lifts for row in covered)
    buildings = sum(row.buildings_done for row in covered), sum(row.buildings for row in covered)
    return (
        f"{lifts[1]} 部电梯修过 {lifts[0]} 部，{buildings[1]} 栋楼修过外墙屋面 {buildings[0]} 栋。"
    )


def _picture(title: str, told: str, note: str, drawn: charts.Spec) -> None:
    """The conclusion above the picture, how to read it in grey, and the same words to the blind."""
    layout.section(title)
    st.markdown(layout.escaped(told) + (f":gray[{note}]" if note else ""))
    charts.show(drawn, told)
