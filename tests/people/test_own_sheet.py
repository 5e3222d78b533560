"""个人信息查询单: everything held of one resident on one paper, by permission and on record."""

import io
from pathlib import Path

import pytest
from docx import Document
from sqlite_utils import Database

from db import own_sheet, readings
from db.points_ledger import awards
from domain.errors import NotAllowed, NotFound
from domain.own_sheet import OwnSheet, Section
from domain.points_ledger.awards import NewAward
from pages import own_sheet as page
from pages.features import FEATURES
from tests import community
from tests.community import CHEN, visit_of
from tests.screens import door
from ui.own_sheet import own_sheet_docx

PARTS = [part for feature in FEATURES for part in feature.resident]


def words_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return " ".join([*(line.text for line in paper.paragraphs), *cells])


def logged(db: Database, action: str) -> list[str]:
    sql = "select told from audit_log where action = ? order by id"
    return [row[0] for row in db.execute(sql, [action])]


def test_the_paper_tells_what_is_held_and_who_has_looked(small: Database):
    clerk = visit_of(small, "clerk")
    awards.register_award(clerk, NewAward("a", CHEN, community.PATROL, community.TODAY, minutes=60))
    readings.record_reading(visit_of(small, "accountant"), CHEN, "这一户的分户账", slip="r1")
    told = words_of(page._made(clerk, CHEN, PARTS))
    for words in ("陈明", "13800001001", "1-1-101", "1970", "会计", "看了陈明的这一户的分户账",
                  "打印了陈明的个人信息查询单", "值班巡逻", "湾郡币", "这一户的表决票"):  # fmt: skip
        assert words in told, words


def test_every_printing_is_written_down_before_the_paper_is_there(small: Database):
    clerk = visit_of(small, "clerk")
    page._made(clerk, CHEN, PARTS)
    page._made(clerk, CHEN, PARTS)
    assert logged(small, "own_sheet.record_print") == ["打印了陈明的个人信息查询单。"] * 2


@pytest.mark.parametrize("who", ["grid", "accountant", "supervisor", "volunteer"])
def test_only_the_office_prints_it(small: Database, path: Path, monkeypatch, who: str):
    with pytest.raises(NotAllowed):
        own_sheet.held(visit_of(small, who), CHEN)
    with pytest.raises(NotAllowed):
        own_sheet.record_print(visit_of(small, who), CHEN, slip="p")
    screen = door(path, monkeypatch)(who, "resident", id=str(CHEN))
    assert not screen.get("download_button")


def test_nobody_of_that_number_has_no_paper_and_no_line(small: Database):
    with pytest.raises(NotFound):
        page._made(visit_of(small, "clerk"), 999_999, PARTS)
    assert logged(small, "own_sheet.record_print") == []


def test_another_residents_lines_are_not_on_it(small: Database):
    clerk = visit_of(small, "clerk")
    readings.record_reading(clerk, community.MOTHER, "住处", slip="r1")
    mother = small.execute("select name from residents where id = ?", [community.MOTHER]).fetchone()
    assert f"看了{mother[0]}" not in words_of(page._made(clerk, CHEN, PARTS))


def test_every_part_of_the_page_has_its_words():
    told_by_the_house = {"登记的资料", "身份"}  # db/own_sheet.py
    assert {part.title for part in PARTS if part.words is None} == told_by_the_house


def test_what_a_printer_may_not_read_is_said_and_not_printed(small: Database):
    grid = visit_of(small, "grid")
    account = next(part for part in PARTS if part.title == "这一户的分户账")
    (section,) = page._sections(grid, CHEN, [account])
    assert section.lines[0][0] == "没有打印"


def test_a_part_of_which_nothing_is_held_says_so():
    sheet = OwnSheet("桂花园", "陈明", community.NOW, "某人", (Section("消费券", ()),))
    assert "没有。" in words_of(own_sheet_docx(sheet))


def test_the_readings_are_found_by_their_index(small: Database):
    sql = (
        "explain query plan select count(*) from audit_log where made_id = ? and action in"
        " ('readings.record_reading', 'own_sheet.record_print')"
    )
    assert "audit_of_readings" in str(small.execute(sql, [1]).fetchall())
