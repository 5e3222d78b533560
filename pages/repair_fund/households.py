"""One building's accounts (一栋楼的分户账) as a picture: what is left of each flat's first deposit."""

import streamlit as st

from db import parameters
from db.repair_fund import accounts
from db.visit import Visit
from domain.areas import area
from domain.money import column_yuan, percent, yuan
from domain.people import Permission
from domain.repair_fund.accounts import BuildingFund, HouseholdFund, left_said
from pages.dialogs import glance
from pages.repair_fund.money import room
from ui import floors, layout, tables
from ui.floors import Block, Look, Tile
from ui.tables import Column

HOUSEHOLD = [
    Column("房号", lambda h: room(h.code)),
    Column("余额（元）", lambda h: column_yuan(h.balance_fen), right=True),
    Column("状态", lambda h: _flags(h)),
    Column("首期（元）", lambda h: column_yuan(h.first_deposit_fen), right=True),
    Column("面积", lambda h: area(h.area_centi), right=True),
]
LEDGER = [
    Column("日期", lambda line: line.booked_on.isoformat()),
    Column("事由", lambda line: f"{line.kind.label} {line.project or line.note}".strip()),
    Column("金额（元）", lambda line: column_yuan(line.amount_fen), right=True),
    Column("余额（元）", lambda line: column_yuan(line.balance_fen), right=True),
]


def draw(visit: Visit, found: list[BuildingFund]) -> None:
    layout.section("一栋楼的分户账")
    building: BuildingFund | None = st.selectbox(
        "哪一栋", found, index=None, format_func=lambda f: f"{f.name}（{f.households} 户）",
        placeholder="选楼栋", key="accounts:building",
    )  # fmt: skip
    if building is None:
        return
    households = accounts.households(visit, building.building_id)
    ratio = parameters.value_of(visit.db, "topup_ratio")
    st.markdown(f"**{building.name}：{left_said(households, ratio)}**")
    layout.second_line(
        "一格一户，写的是余额占首期的百分之几，底色也照这个长短。点一格看这一户的账。"
    )
    looks = {
        "short": Look(f"不到 {ratio}%，要续交", "low", "orange"),
        "owed": Look("自付还没交", "warning", "red"),
        "fine": Look(f"{ratio}% 以上", "check", "green"),
    }
    picked = floors.picture(f"balances:{building.building_id}", _blocks(households), looks)
    chosen = next((h for h in households if h.unit_id == picked.opened), None)
    if chosen:
        _ledger(chosen)
    with st.expander("列成表", key="accounts:table", on_change="rerun") as table:
        if table.open:
            alt = f"{building.name}分户账"
            tables.show(households, HOUSEHOLD, alt=alt, empty="还没有分户账。")


def _blocks(households: list[HouseholdFund]) -> list[Block]:
    stairwells: dict[int | None, list[Tile]] = {}
    for household in households:
        stairwells.setdefault(household.stairwell, []).append(_tile(household))
    return [
        Block(f"{number}单元" if number else "其他", tiles)
        for number, tiles in sorted(stairwells.items(), key=lambda one: (one[0] is None, one[0]))
    ]


def _tile(household: HouseholdFund) -> Tile:
    look = "short" if household.short else "owed" if household.owed_fen > 0 else "fine"
    balance, first = household.balance_fen, household.first_deposit_fen
    told = f"余额 {yuan(balance)}，首期 {yuan(first)}，{_flags(household)}"
    level = max(0, min(100, balance * 100 // first)) if first > 0 else 0
    return Tile(
        household.unit_id, household.floor, household.room, household.code, look,
        percent(balance, first), told, opens=True, level=level,
    )  # fmt: skip


def _flags(household: HouseholdFund) -> str:
    words = ["要续交"] if household.short else []
    if household.owed_fen > 0:
        words.append(f"自付还差 {yuan(household.owed_fen)}")
    return "；".join(words) or "正常"


@glance("一户的账", needs=Permission.SEE_FUND_ACCOUNTS)
def _ledger(visit: Visit, household: HouseholdFund) -> None:
    left = percent(household.balance_fen, household.first_deposit_fen)
    st.markdown(f"{layout.bold(household.code)} 余额 **{yuan(household.balance_fen)}**")
    layout.second_line(
        f"首期 {yuan(household.first_deposit_fen)}，剩 {left} · {area(household.area_centi)}"
        f" · {_flags(household)}"
    )
    lines = accounts.ledger(visit, household.unit_id)
    tables.show(lines, LEDGER, alt=f"{household.code}明细", empty="还没有收支。")
