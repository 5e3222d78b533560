"""Downloads of the fund (公示、申请表、清册、对账单): one tap each, made when it is pressed."""

from functools import partial

import streamlit as st

from db.repair_fund import papers_out
from db.visit import Visit
from domain.people import Permission
from domain.repair_fund import Project, State
from domain.repair_fund.accounts import half_name
from domain.repair_fund.notices import NoticeKind
from pages.downloads import download
from ui import fund_documents, layout
from ui.paper import DOCX, XLSX

ROOMS = Permission.SEE_FUND_ACCOUNTS
BEFORE_A_COUNT = (State.DRAFT, State.PROPOSED, State.SURVEYED, State.PLANNED, State.DELIBERATED,
                  State.PLAN_NOTICE, State.VOTING)  # fmt: skip


def buttons(visit: Visit, project: Project) -> None:
    """Every paper that makes sense by now; what names rooms only for who may see accounts."""
    layout.section("打印")
    settled = project.settled_fen is not None
    with st.container(horizontal=True):
        if visit.user.may(ROOMS):
            _rooms(project, settled)
        if project.state not in BEFORE_A_COUNT:
            make = partial(_vote, project_id=project.id)
            _word("表决结果公示", project.code, make, Permission.SEE_FUND)
            make = partial(_application, project_id=project.id)
            _word("使用申请表", project.code, make, Permission.SEE_FUND)


def _rooms(project: Project, settled: bool) -> None:
    _word("方案公示", project.code, partial(_plan, project_id=project.id), ROOMS)
    if settled:
        _word("决算分摊公示", project.code, partial(_settle, project_id=project.id), ROOMS)
    kind = NoticeKind.SETTLE if settled else NoticeKind.PLAN
    _word("分摊清册", project.code, partial(_list, project_id=project.id, kind=kind), ROOMS)
    download("分摊表格", f"分摊清册-{project.code}.xlsx", XLSX,
             partial(_list_sheet, project_id=project.id, kind=kind), ROOMS, icon="table_view")  # fmt: skip


def statement_buttons(building_id: int, where: str, half: str) -> None:
    """A building's half-year to put on its door."""
    name = f"对账单-{where}-{half_name(half)}"
    with st.container(horizontal=True):
        make = partial(_statement, building_id=building_id, half=half)
        download("对账单文档", f"{name}.docx", DOCX, make, ROOMS, icon="description")
        make = partial(_statement_sheet, building_id=building_id, half=half)
        download("对账单表格", f"{name}.xlsx", XLSX, make, ROOMS, icon="table_view")


def _word(label: str, code: str, make: partial[bytes], needs: Permission) -> None:
    download(label, f"{label}-{code}.docx", DOCX, make, needs, icon="description")


def _plan(visit: Visit, project_id: int) -> bytes:
    return fund_documents.plan_docx(papers_out.shares_paper(visit, project_id, NoticeKind.PLAN))


def _settle(visit: Visit, project_id: int) -> bytes:
    return fund_documents.settle_docx(papers_out.shares_paper(visit, project_id, NoticeKind.SETTLE))


def _list(visit: Visit, project_id: int, kind: NoticeKind) -> bytes:
    return fund_documents.shares_docx(papers_out.shares_paper(visit, project_id, kind))


def _list_sheet(visit: Visit, project_id: int, kind: NoticeKind) -> bytes:
    return fund_documents.shares_xlsx(papers_out.shares_paper(visit, project_id, kind))


def _vote(visit: Visit, project_id: int) -> bytes:
    return fund_documents.vote_docx(papers_out.vote_paper(visit, project_id))


def _application(visit: Visit, project_id: int) -> bytes:
    return fund_documents.application_docx(*papers_out.application(visit, project_id))


def _statement(visit: Visit, building_id: int, half: str) -> bytes:
    return fund_documents.statement_docx(papers_out.statement(visit, building_id, half))


def _statement_sheet(visit: Visit, building_id: int, half: str) -> bytes:
    return fund_documents.statement_xlsx(papers_out.statement(visit, building_id, half))
