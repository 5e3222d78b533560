"""维修资金 on a resident's page: the account of the flat, and the papers signed in ballots."""

import streamlit as st

from db.repair_fund import accounts
from db.repair_fund.papers_of import papers_of
from db.visit import Visit, reads
from domain.areas import area
from domain.money import column_yuan, yuan
from domain.own_sheet import Line
from domain.people import Permission
from domain.registry import Resident
from domain.repair_fund.accounts import HouseholdFund, LedgerLine
from domain.repair_fund.papers import SignedPaper
from pages.feature import ResidentPart
from ui import layout, tables

LATEST = 5
LINES = [
    tables.Column("日期", lambda line: line.booked_on.isoformat()),
    tables.Column("事由", lambda line: line.project or line.note or line.kind.label),
    tables.Column("金额（元）", lambda line: column_yuan(line.amount_fen), right=True),
]


@reads(Permission.SEE_FUND_ACCOUNTS)
def _account(visit: Visit, resident_id: int) -> tuple[HouseholdFund, list[LedgerLine]] | None:
    """The account of the flat with its latest entries; None where there is no account."""
    found = accounts.household_of(visit, resident_id)
    return (found, accounts.ledger(visit, found.unit_id)[:LATEST]) if found else None


def _draw_account(
    visit: Visit, who: Resident, told: tuple[HouseholdFund, list[LedgerLine]]
) -> None:
    fund, lines = told
    st.markdown(
        f"余额 **{yuan(fund.balance_fen)}**，首期 {yuan(fund.first_deposit_fen)}，"
        f"{area(fund.area_centi)}"
    )
    if fund.short:
        st.markdown(":orange-badge[:material/warning: 要续交]")
    if fund.owed_fen > 0:
        st.markdown(f":orange-badge[:material/warning: 自付还差 {yuan(fund.owed_fen)}]")
    tables.show(lines, LINES, alt=f"最近 {len(lines)} 笔收支", empty="还没有收支。")


def _draw_papers(visit: Visit, who: Resident, told: list[SignedPaper]) -> None:
    for paper in told:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            layout.link(layout.bold(paper.project), f"fund?project={paper.project_id}")
            st.markdown(
                f"{layout.escaped(paper.says)} :gray[{paper.recorded_at:%Y-%m-%d} · {paper.number} 号票]",
                width="content",
            )


def _account_words(told: tuple[HouseholdFund, list[LedgerLine]]) -> list[Line]:
    fund, lines = told
    found = [("余额", yuan(fund.balance_fen)), ("首期交存", yuan(fund.first_deposit_fen))]
    said = ((line.project or line.note or line.kind.label, line) for line in lines)
    found += [
        (f"{line.booked_on}", f"{words}，{column_yuan(line.amount_fen)} 元") for words, line in said
    ]
    return [*found, ("更早的收支", "看资金台账")]


def _paper_words(told: list[SignedPaper]) -> list[Line]:
    return [
        (paper.project, f"{paper.says}，{paper.recorded_at:%Y-%m-%d}，{paper.number} 号票")
        for paper in told
    ]


ACCOUNT = ResidentPart(
    "这一户的分户账", "account_balance_wallet", _account, _draw_account,
    "这一户没有分户账。", sensitive=True, words=_account_words,
)  # fmt: skip
PAPERS = ResidentPart(
    "这一户的表决票", "how_to_vote", papers_of, _draw_papers, "没有登记过表决票。", sensitive=True,
    words=_paper_words,
)  # fmt: skip
