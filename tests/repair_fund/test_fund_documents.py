"""The papers of the fund (公示、申请表、清册、对账单), opened again as Word and Excel would."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlite_utils import Database

from db import connection
from db.repair_fund import papers_out
from domain.errors import NotAllowed, WrongState
from domain.repair_fund.notices import NoticeKind
from tests import community, fund_desk, fund_money
from tests.community import visit_of
from tests.fund_money import PINE_1_FLATS, K, pay
from tests.word_files import words
from ui import fund_documents, fund_statements

NAMES = [who[1] for who in community.RESIDENTS]
PHONES = [who[2] for who in community.RESIDENTS if who[2]]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        fund_desk.deposits(db, 850_000, *PINE_1_FLATS)
        yield db


def everything(paper: bytes) -> str:
    """All text parts of the file, properties included."""
    with zipfile.ZipFile(io.BytesIO(paper)) as parts:
        return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


def settled(db: Database) -> int:
    return fund_money.ready_for_final(db, 4_731_268)


def paper_of(db: Database, project: int, kind: NoticeKind) -> bytes:
    sheet = papers_out.shares_paper(visit_of(db, "clerk"), project, kind)
    made = fund_documents.plan_docx if kind is NoticeKind.PLAN else fund_documents.settle_docx
    return made(sheet)


def test_a_plan_notice_tells_everything_but_who(db: Database):
    text = words(paper_of(db, fund_desk.project_at(db, "plan_notice"), NoticeKind.PLAN))
    for said in ("WX-2026-01", "青松园1栋", "11 户", "50,000.00 元", "伍万元整", "整栋外墙重做防水",
                 "公示期：2025年8月30日至2025年8月30日", "电话", "居民委员会（盖章）",
                 "1-1-101|90.00 m²|9.09%|4,545.46", "合计|990.00 m²|100%|50,000.00"):  # fmt: skip
        assert said in text, said


def test_an_estimate_stays_an_estimate_after_the_settlement(db: Database):
    project = settled(db)
    assert "合计|990.00 m²|100%|50,000.00" in words(paper_of(db, project, NoticeKind.PLAN))
    assert "合计|990.00 m²|100%|47,312.68" in words(paper_of(db, project, NoticeKind.SETTLE))


def test_a_settlement_notice_has_the_seven_columns_of_the_rule(db: Database):
    text = words(paper_of(db, settled(db), NoticeKind.SETTLE))
    assert "房号|专有面积|占比|分摊金额|扣前余额|扣后余额|自付" in text
    assert "1-1-101|90.00 m²|9.09%|4,301.16|8,500.00|4,198.84|" in text
    assert "1-0-1|90.00 m²|9.09%|4,301.16|0.00|0.00|4,301.16" in text, "the shop never paid in"
    assert "肆万柒仟叁佰壹拾贰元陆角捌分" in text


def test_no_paper_names_anybody(db: Database):
    project, clerk = settled(db), visit_of(db, "clerk")
    shares = papers_out.shares_paper(clerk, project, NoticeKind.SETTLE)
    statement = papers_out.statement(clerk, community.PINE_1, "2026-1")
    papers = [
        paper_of(db, project, NoticeKind.PLAN), paper_of(db, project, NoticeKind.SETTLE),
        fund_documents.shares_docx(shares), fund_documents.shares_xlsx(shares),
        fund_documents.vote_docx(papers_out.vote_paper(clerk, project)),
        fund_documents.application_docx(*papers_out.application(clerk, project)),
        fund_statements.statement_docx(statement), fund_statements.statement_xlsx(statement),
    ]  # fmt: skip
    for paper in papers:
        text = everything(paper)
        assert not [who for who in (*NAMES, *PHONES) if who in text]


def test_a_vote_result_is_totals_only(db: Database):
    project = fund_desk.project_at(db, "vote_passed")
    text = words(fund_documents.vote_docx(papers_out.vote_paper(visit_of(db, "grid"), project)))
    assert "表决结果：通过" in text
    assert "11 人" in text
    assert "1-1-101" not in text
    with pytest.raises(WrongState, match="还没有签过字"):
        other = fund_desk.project_at(db, "voting", code="WX-2026-02")
        papers_out.vote_paper(visit_of(db, "grid"), other)


def test_the_application_form_is_filled_in(db: Database):
    project = fund_desk.project_at(db, "applied")
    made = papers_out.application(visit_of(db, "clerk"), project)
    text = words(fund_documents.application_docx(*made))
    for said in ("住宅专项维修资金使用申请表", "居民委员会（代行业主委员会职责）", "11 户，990.00 m²",
                 "伍万元整", "通过", "主管部门审核"):  # fmt: skip
        assert said in text, said


def test_a_workbook_keeps_rooms_as_text_and_runs_nothing(db: Database):
    sheet = papers_out.shares_paper(visit_of(db, "clerk"), settled(db), NoticeKind.SETTLE)
    heading = replace(sheet.heading, title="=cmd|'/c calc'!A1", place="+1")
    evil = replace(sheet.shares[0], code="=1+1")
    made = fund_documents.shares_xlsx(replace(sheet, heading=heading, shares=(evil, *sheet.shares)))
    book = load_workbook(io.BytesIO(made))
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n", "inlineStr"}  # never a formula
                assert not str(cell.value).startswith(("=", "+", "-", "@"))
    first = book["分摊清册"]
    assert first.cell(2, 1).value == "'=1+1"
    assert (first.cell(3, 1).value, first.cell(3, 1).number_format) == ("1-0-1", "@")


def test_a_statement_adds_up_by_room(db: Database):
    pay(db, fund_money.approved(db), K.FIRST, 1_100_000)
    statement = papers_out.statement(visit_of(db, "supervisor"), community.PINE_1, "2026-1")
    text = words(fund_statements.statement_docx(statement))
    assert "青松园1栋　2026年上半年" in text
    assert "1-1-101|8,500.00|0.00|0.00|1,000.00|7,500.00" in text
    assert "合计|85,000.00|0.00|0.00|10,000.00|75,000.00" in text
    book = load_workbook(io.BytesIO(fund_statements.statement_xlsx(statement)))
    assert book["对账单"].max_row == 13  # the heading, eleven rooms, the sum


def test_papers_with_rooms_are_for_who_may_see_accounts(db: Database):
    project = fund_desk.project_at(db, "plan_notice")
    for who in ("property", "grid", "admin"):
        with pytest.raises(NotAllowed):
            papers_out.shares_paper(visit_of(db, who), project, NoticeKind.PLAN)
        with pytest.raises(NotAllowed):
            papers_out.statement(visit_of(db, who), community.PINE_1, "2026-1")
    with pytest.raises(NotAllowed):
        papers_out.application(visit_of(db, "property2"), project)


def test_a_list_of_thousands_is_made_in_seconds(db: Database):
    sheet = papers_out.shares_paper(visit_of(db, "clerk"), settled(db), NoticeKind.SETTLE)
    many = replace(sheet, shares=sheet.shares * 600)  # as many rooms as the whole community
    assert len(words(fund_documents.shares_docx(many))) > 100_000
    assert fund_documents.shares_xlsx(many)
