"""The accounts of the fund (资金台账): estate, building, household; half-years, bookings."""

import streamlit as st

from db.repair_fund import accounts
from db.visit import Visit
from domain.days import short_day
from domain.money import column_yuan, percent, short_wan, yuan
from domain.people import Permission
from domain.repair_fund.accounts import (
    Booked,
    BuildingFund,
    EstateFund,
    half_name,
    halves_until,
    total,
)
from pages.acts import act
from pages.repair_fund import account_forms, households, papers_out
from ui import layout, tables, whereabouts
from ui.tables import Column

BUILDINGS, HALVES, BOOKS = "楼栋", "半年对账", "入账"
BUILDING = [
    Column("楼栋", lambda f: f.name),
    Column("余额（元）", lambda f: column_yuan(f.balance_fen), right=True),
    Column("剩首期的", lambda f: percent(f.balance_fen, f.first_deposit_fen), right=True),
    Column("要续交", lambda f: f"{f.short:,} / {f.households:,} 户"),
]
PERIOD = [  # as it adds up: 期初＋交存＋收益－支出＝期末
    Column("楼栋", lambda p: p.name),
    Column("期初（元）", lambda p: column_yuan(p.opening_fen), right=True),
    Column("交存", lambda p: column_yuan(p.in_fen) if p.in_fen else "—", right=True),
    Column("收益", lambda p: column_yuan(p.interest_fen) if p.interest_fen else "—", right=True),
    Column("支出", lambda p: column_yuan(p.out_fen) if p.out_fen else "—", right=True),
    Column("期末（元）", lambda p: column_yuan(p.closing_fen), right=True),
]


def draw_accounts(visit: Visit) -> None:
    estates = accounts.estate_funds(visit)
    if not estates:
        layout.empty_state(
            "account_balance_wallet", "还没有分户账", "登记交存以后，这里有每栋楼、每一户的余额。"
        )
        account_forms.buttons(visit, None)
        return
    _figures(estates)
    by_code = {str(fund.estate_id) if at else "": fund for at, fund in enumerate(estates)}
    views = [BUILDINGS, HALVES]
    if visit.user.may(Permission.SEE_FUND_ACCOUNTS):
        views.append(BOOKS)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        names = {code: layout.escaped(fund.estate) for code, fund in by_code.items()}
        chosen = whereabouts.pills("哪个小区", "estate", names, key="accounts:estate")
        view = st.segmented_control(
            "看什么", views, default=BUILDINGS, required=True, key="accounts:view",
            label_visibility="collapsed", bind="query-params",
        )  # fmt: skip
    draws = {BUILDINGS: _buildings, HALVES: _halves, BOOKS: _books}
    draws[view or BUILDINGS](visit, by_code[chosen])


def _figures(estates: list[EstateFund]) -> None:
    row = layout.figures()
    balance = sum(fund.balance_fen for fund in estates)
    deposits = sum(fund.first_deposit_fen for fund in estates)
    short = sum(fund.short for fund in estates)
    households = sum(fund.households for fund in estates)
    layout.figure(row, "余额", short_wan(balance), "", "account_balance", "万元")
    layout.figure(row, "首期", short_wan(deposits), "", "savings", "万元")
    layout.figure(row, "分户账", f"{households:,}", "户", "home")
    color: layout.Color = "orange" if short else "green"
    layout.figure(row, "要续交", f"{short:,}", "户", "warning", "余额太少", color)


def _buildings(visit: Visit, fund: EstateFund) -> None:
    found = accounts.building_funds(visit, fund.estate_id)
    tables.show(found, BUILDING, alt=f"{fund.estate}各栋余额", empty="还没有分户账。")
    if visit.user.may(Permission.SEE_FUND_ACCOUNTS):
        households.draw(visit, found)


def _halves(visit: Visit, fund: EstateFund) -> None:
    half = st.selectbox(
        "哪半年", halves_until(visit.today), format_func=half_name, key="accounts:half"
    )
    found = accounts.estate_periods(visit, fund.estate_id, half)
    rows = [*found, total(found)] if found else []
    tables.show(rows, PERIOD, alt=f"{fund.estate}{half_name(half)}对账", empty="这半年没有收支。")
    if found:
        layout.second_line("期初＋交存＋收益－支出＝期末。")
    if visit.user.may(Permission.SEE_FUND_ACCOUNTS):
        buildings = accounts.building_funds(visit, fund.estate_id)
        chosen: BuildingFund | None = st.selectbox(
            "要贴到哪一栋", buildings, format_func=lambda f: f.name, key="accounts:statement"
        )
        if chosen:
            papers_out.statement_buttons(
                visit, chosen.building_id, f"{fund.estate}{chosen.name}", half
            )


def _books(visit: Visit, fund: EstateFund) -> None:
    account_forms.buttons(visit, fund.estate_id)
    found = accounts.bookings(visit, fund.estate_id)
    if not found:
        layout.second_line("还没有在这里登记过入账。")
    for booked in found:
        _booking(visit, booked)


def _booking(visit: Visit, booked: Booked) -> None:
    with layout.card_row():
        with st.container(width="content", gap=None):
            st.markdown(
                f"**{booked.kind.label} {yuan(booked.amount_fen)}**，{booked.households:,} 户"
            )
            day = short_day(booked.booked_on, visit.today)
            layout.second_line(f"{day} · {layout.escaped(booked.by)}登记")
        if booked.taken_back:
            st.badge("已更正", icon=":material/undo:", color="red")
        else:
            act(visit, "登记错了", account_forms.correct_dialog, booked.slip,
                booked.households, booked.amount_fen)  # fmt: skip
