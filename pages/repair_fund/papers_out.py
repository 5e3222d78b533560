"""Downloads of the fund (公示、申请表、清册、对账单): one tap each, made when it is pressed."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from db.repair_fund import papers_offered, papers_out
from db.visit import Visit
from domain.days import short_day
from domain.kept_papers import PaperKind
from domain.people import Permission
from domain.repair_fund.accounts import half_name, half_of
from domain.repair_fund.notices import NoticeKind
from domain.repair_fund.printed import Printable
from domain.repair_fund.projects import Project
from pages.acts import act
from pages.again import download
from ui import fund_documents, fund_statements, layout
from ui.paper import DOCX, XLSX

ROOMS = Permission.SEE_FUND_ACCOUNTS


def buttons(visit: Visit, project: Project) -> None:
    """Every paper whose facts are on file; what names rooms only for who may see accounts."""
    there = [
        paper for paper in papers_offered.printable(visit, project.id)
        if visit.user.may(MAKERS[paper.kind][1])
    ]  # fmt: skip
    if not there:
        return
    layout.section("打印")
    with st.container(horizontal=True):
        for paper in there:
            make, needs = MAKERS[paper.kind]
            _word(paper.kind.label, project.code, partial(make, project_id=project.id), needs)
            if paper.kind is PaperKind.LIST:
                sheet = partial(_list_sheet, project_id=project.id)
                download("分摊表格", f"分摊清册-{project.code}.xlsx", XLSX, sheet, ROOMS,
                         icon="table_view")  # fmt: skip
    _kept(visit, there)
    _earlier(visit, project)


def _earlier(visit: Visit, project: Project) -> None:
    """What went out before and was followed by another version: it prints as it was."""
    found = [
        kept for kept in papers_offered.earlier(visit, project.id)
        if visit.user.may(MAKERS[kept.kind][1])
    ]  # fmt: skip
    if not found:
        return
    with st.expander(f"以前发出去的 {len(found)} 份"), st.container(horizontal=True):
        for kept in found:
            day = short_day(kept.kept_at.date(), visit.today)
            name = f"{kept.kind.label}-{project.code}-{kept.kept_at:%Y%m%d}.docx"
            make = partial(
                _as_it_went_out, project_id=project.id, kind=kept.kind, version=kept.version
            )
            download(f"{kept.kind.label}（{day}）", name, DOCX, make, MAKERS[kept.kind][1],
                     icon="history", key=f"kept:{kept.kind}:{kept.version}")  # fmt: skip


def _as_it_went_out(visit: Visit, project_id: int, kind: PaperKind, version: int) -> bytes:
    paper: Any = papers_offered.as_it_went_out(visit, project_id, kind, version)
    if kind is PaperKind.APPLICATION:
        return fund_documents.application_docx(*paper)
    draws: dict[PaperKind, Callable[[Any], bytes]] = {
        PaperKind.PLAN: fund_documents.plan_docx,
        PaperKind.SETTLE: fund_documents.settle_docx,
        PaperKind.LIST: fund_documents.shares_docx,
        PaperKind.RESULT: fund_documents.vote_docx,
    }
    return draws[kind](paper)


def _kept(visit: Visit, there: list[Printable]) -> None:
    """Which of them print as they went out, whatever was booked since."""
    days = [
        f"{paper.kind.label}（{short_day(paper.kept_on, visit.today)}）"
        for paper in there if paper.kept_on
    ]  # fmt: skip
    if days:
        layout.second_line(f"已经发出去、照存底打印的：{'、'.join(days)}。以后记的账不会改它们。")


def statement_buttons(visit: Visit, building_id: int, where: str, half: str) -> None:
    """A building's half-year to put on its door; once it hangs, it prints as it was."""
    name = f"对账单-{where}-{half_name(half)}"
    with st.container(horizontal=True):
        make = partial(_statement, building_id=building_id, half=half)
        download("对账单文档", f"{name}.docx", DOCX, make, ROOMS, icon="description")
        make = partial(_statement_sheet, building_id=building_id, half=half)
        download("对账单表格", f"{name}.xlsx", XLSX, make, ROOMS, icon="table_view")
    posted = papers_out.posted_statement(visit, building_id, half)
    if posted:
        day = short_day(posted.kept_at.date(), visit.today)
        layout.second_line(f"{day}已登记张贴，打印的就是那一份。账更正过的，可以再贴一份、再登记。")
    if half < half_of(visit.today):
        act(visit, "登记张贴", papers_out.put_up_statement, building_id, half, icon="push_pin")


def _word(label: str, code: str, make: partial[bytes], needs: Permission) -> None:
    download(label, f"{label}-{code}.docx", DOCX, make, needs, icon="description")


def _plan(visit: Visit, project_id: int) -> bytes:
    return fund_documents.plan_docx(papers_out.shares_paper(visit, project_id, NoticeKind.PLAN))


def _settle(visit: Visit, project_id: int) -> bytes:
    return fund_documents.settle_docx(papers_out.shares_paper(visit, project_id, NoticeKind.SETTLE))


def _list(visit: Visit, project_id: int) -> bytes:
    return fund_documents.shares_docx(papers_out.list_paper(visit, project_id))


def _list_sheet(visit: Visit, project_id: int) -> bytes:
    return fund_documents.shares_xlsx(papers_out.list_paper(visit, project_id))


def _vote(visit: Visit, project_id: int) -> bytes:
    return fund_documents.vote_docx(papers_out.vote_paper(visit, project_id))


def _application(visit: Visit, project_id: int) -> bytes:
    return fund_documents.application_docx(*papers_out.application(visit, project_id))


def _statement(visit: Visit, building_id: int, half: str) -> bytes:
    return fund_statements.statement_docx(papers_out.statement(visit, building_id, half))


def _statement_sheet(visit: Visit, building_id: int, half: str) -> bytes:
    return fund_statements.statement_xlsx(papers_out.statement(visit, building_id, half))


MAKERS: dict[PaperKind, tuple[Callable[..., bytes], Permission]] = {
    PaperKind.PLAN: (_plan, ROOMS),
    PaperKind.SETTLE: (_settle, ROOMS),
    PaperKind.LIST: (_list, ROOMS),
    PaperKind.RESULT: (_vote, Permission.SEE_FUND),
    PaperKind.APPLICATION: (_application, Permission.SEE_FUND),
}
