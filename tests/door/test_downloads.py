"""Files people take home (下载): made at the click, from the database of that moment."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page

from domain.people import Role
from tests.browsing import settled, sign_in_as, visit_page
from tests.serving import Served

pytestmark = pytest.mark.looks


def saved(page: Page, label: str) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("button", name=label).click()
    return Path(coming.value.path()).read_bytes()


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    settled(page)


def test_the_months_notice_and_the_books_can_be_saved(page: Page):
    sign_in_as(page, Role.SECRETARY, "/points")
    open_tab(page, "月度")
    words = "\n".join(p.text for p in Document(io.BytesIO(saved(page, "公示文档"))).paragraphs)
    assert "湾郡币公示" in words
    book = load_workbook(io.BytesIO(saved(page, "公示表格")))
    assert book.sheetnames
    assert saved(page, "复式账本").decode().count("\n") > 100


@pytest.mark.parametrize("label", ["方案公示", "分摊清册", "使用申请表"])
def test_the_papers_of_a_project_can_be_saved(page: Page, served: Served, label: str):
    with served.opened() as db:
        sql = "select id, title from repair_projects where state = 'settle_notice'"
        id, title = db.execute(sql).fetchone()
    sign_in_as(page, Role.SECRETARY)
    visit_page(page, f"/fund?project={id}")
    open_tab(page, "资金")
    content = saved(page, label)
    assert ZipFile(io.BytesIO(content)).testzip() is None
    told = Document(io.BytesIO(content))
    words = "\n".join(p.text for p in told.paragraphs)
    words += "\n".join(cell.text for t in told.tables for row in t.rows[:9] for cell in row.cells)
    assert title in words


def test_a_session_that_ended_saves_nothing(page: Page, served: Served):
    sign_in_as(page, Role.SECRETARY, "/points")
    open_tab(page, "月度")
    page.get_by_role("button", name="公示文档").wait_for(timeout=30_000)
    with served.opened() as db:
        db.execute("update sessions set ended_at = '2026-01-01T00:00:00+08:00', ended_why = 'closed'"
                   " where ended_at is null")  # fmt: skip
    page.on("download", lambda _: pytest.fail("a file was saved without a session"))
    page.get_by_role("button", name="公示文档").click()
    page.wait_for_timeout(1500)
