"""表格导入: every problem with its row, nothing guessed, all good rows in one transaction or none."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlite_utils import Database

from db import connection
from db.checks.report import _checked
from db.repair_fund import ballot_grid, ballots, paper_imports, papers
from db.repair_fund.checks.ballots import INVARIANTS
from domain.errors import DomainError, Invalid, WrongState
from domain.repair_fund.paper_import import PaperImport, Preview
from domain.repair_fund.paper_import import papers as papers_table
from domain.repair_fund.papers import BallotPaper
from domain.repair_fund.votes import Choice
from tests import community, fund_desk
from tests.community import visit_of
from ui.list_books import template_xlsx
from ui.sheets import read_rows

HEAD = ("房号", "意见", "备注")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Rooms 1-1-101 and 1-1-102 belong to one owner."""
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        db.execute("update units set owner_group_id = 1 where id = 2")
        fund_desk.project_at(db)
        yield db


def xlsx(*rows: tuple[object, ...], merge: str = "") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def seen(db: Database, content: bytes) -> Preview:
    return paper_imports.preview_import(visit_of(db, "clerk"), 1, read_rows(content))


def problems(db: Database, *rows: tuple[object, ...]) -> dict[int, str]:
    return {one.row: one.what for one in seen(db, xlsx(HEAD, *rows)).problems}


def paper(content: bytes, expected: int, slip: str = "import") -> PaperImport:
    return PaperImport(slip, 1, "票.xlsx", "0" * 64, expected, read_rows(content))


def prepared(db: Database) -> set[str]:
    return {row[0] for row in db.execute("select name from sqlite_temp_master")}


def stored(db: Database) -> int:
    return int(db.execute("select count(*) from ballot_papers").fetchone()[0])


# Reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_of_every_office_is_read(db: Database, encoding: str, mark: str):
    text = f"房号{mark}意见{mark}备注\r\n1-1-201{mark}同意{mark}\r\n1-1-202{mark}反对{mark}没空\r\n"
    found = seen(db, text.encode(encoding))
    assert [(e.row, e.room, e.choice) for e, _ in found.good] == [
        (2, "1-1-201", "yes"),
        (3, "1-1-202", "no"),
    ]


def test_full_width_and_spoken_rooms_are_the_same_rooms(db: Database):
    rows = [("１－１－２０１", " 同意 "), ("1栋1单元202室", "不同意"), ("1—1—301", "弃权")]
    assert problems(db, *rows) == {}
    found = seen(db, xlsx(HEAD, *rows))
    assert [entry.room for entry, _ in found.good] == ["1-1-201", "1-1-202", "1-1-301"]


def test_titles_above_the_headings_keep_the_row_numbers_of_the_file(db: Database):
    content = xlsx(
        ("1栋表决票",), (), HEAD, ("1-1-201", "同意"), ("9-9-999", "同意"), merge="A1:C1"
    )
    found = seen(db, content)
    assert [entry.row for entry, _ in found.good] == [4]
    assert [one.row for one in found.problems] == [5]


def test_merged_cells_are_named_and_left_out(db: Database):
    content = xlsx(
        HEAD, ("1-1-201", "同意"), ("1-1-202", "同意"), ("1-1-301", "同意"), merge="B2:B3"
    )
    found = seen(db, content)
    assert [entry.row for entry, _ in found.good] == [4]
    assert found.problems[0].row == 2
    assert "合并单元格" in found.problems[0].what


def test_a_room_that_became_a_day_is_told(db: Database):
    assert "变成了日期" in problems(db, (datetime(2001, 1, 2), "同意"))[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "老格式"),
        (b"PK\x03\x04 broken", "打不开"),
        (b"\x00\x01\x02\x03", "不是表格文件"),
        (b"\xff\xff\xff\xff\x80", "认不出来"),
        ("姓名,电话\n陈明,138".encode(), "没找到表头"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(db: Database, content: bytes, words: str):
    with pytest.raises(Invalid, match=words):
        seen(db, content)


def test_a_bare_room_number_is_enough_where_one_stairwell_votes(db: Database):
    fund_desk.project_at(db, building=community.PINE_3, stairwell=3, code="WX-2026-02")
    content = xlsx(HEAD, (101, "同意"), ("402", "反对"))
    found = paper_imports.preview_import(visit_of(db, "clerk"), 2, read_rows(content))
    assert [entry.room for entry, _ in found.good] == ["3-1-101", "3-1-402"]


# Judging -------------------------------------------------------------------------------------


def test_every_problem_is_told_with_its_row(db: Database):
    papers.record_paper(visit_of(db, "clerk"), BallotPaper("before", 1, 3, Choice.YES))
    told = problems(
        db,
        ("1-1-202", "同意"),
        ("1-1-202", "同意"),
        ("7-7-707", "同意"),
        ("3-1-101", "同意"),
        ("1-1-301", "随便"),
        ("1-1-201", "反对"),
        ("", "同意"),
        ("1-1-302", "同意", "长" * 101),
    )
    expected = {2: "写了 2 次（第 2、3 行）", 3: "写了 2 次", 4: "底册里没有", 5: "不在这次的列支范围",
                6: "看不懂“随便”", 7: "已经登记过“同意”", 8: "没有房号", 9: "备注最多 100 个字"}  # fmt: skip
    assert set(told) == set(expected)
    for row, words in expected.items():
        assert words in told[row]


def test_rows_left_blank_are_counted_and_no_problem(db: Database):
    found = seen(db, xlsx(HEAD, ("1-1-201", ""), (), ("1-1-202", "同意"), ("1-1-301",)))
    assert (len(found.good), found.unanswered, found.empty) == (1, 2, 1)
    assert found.problems == ()


def test_two_answers_of_one_owner_are_a_problem_in_the_file_and_with_what_was_recorded(
    db: Database,
):
    told = problems(db, ("1-1-101", "同意"), ("1-1-102", "反对"))
    assert "同一业主的意见不一样（1-1-101 同意、1-1-102 反对）" in told[2]
    assert set(told) == {2, 3}
    papers.record_paper(visit_of(db, "clerk"), BallotPaper("before", 1, 1, Choice.YES))
    assert "已登记的是“同意”" in problems(db, ("1-1-102", "反对"))[2]
    assert problems(db, ("1-1-102", "同意")) == {}


# Writing -------------------------------------------------------------------------------------


def test_only_the_good_rows_are_stored_and_the_receipt_says_so(db: Database):
    content = xlsx(HEAD, ("1-1-201", "同意", "家属送来"), ("7-7-707", "同意"), ("1-1-202", "弃权"))
    receipt = paper_imports.import_papers(visit_of(db, "grid"), paper(content, 2))
    assert "已导入 2 户，另有 1 行没有导入。" in receipt.told
    found = ballots.ballot(visit_of(db, "clerk"), 1)
    assert found
    assert (found.heads_in, found.heads_yes) == (2, 1)
    lines = ballot_grid.papers(visit_of(db, "clerk"), 1)
    assert {(line.came_by, line.reason) for line in lines} == {
        ("import", "家属送来"),
        ("import", ""),
    }
    assert [one.code for one in INVARIANTS if not _checked(db, one).ok] == []


def test_the_same_confirmation_twice_is_one_import(db: Database):
    content = xlsx(HEAD, ("1-1-201", "同意"))
    for _ in range(2):
        paper_imports.import_papers(visit_of(db, "grid"), paper(content, 1))
    assert stored(db) == 1


def test_what_changed_since_the_preview_stops_the_whole_import(db: Database):
    content = xlsx(HEAD, ("1-1-201", "同意"), ("1-1-202", "同意"))
    papers.record_paper(visit_of(db, "clerk"), BallotPaper("meanwhile", 1, 3, Choice.NO))
    with pytest.raises(WrongState, match="什么也没导入"):
        paper_imports.import_papers(visit_of(db, "grid"), paper(content, 2))
    assert stored(db) == 1


def test_a_table_without_one_good_row_is_refused(db: Database):
    with pytest.raises(Invalid, match="没有能导入的"):
        paper_imports.import_papers(visit_of(db, "grid"), paper(xlsx(HEAD, ("7-7-707", "同意")), 0))


def test_half_an_import_is_never_stored(db: Database):
    content = xlsx(HEAD, *((f"1-1-{room}", "同意") for room in (201, 202, 301)))
    db.execute(
        "create temp trigger third_fails before insert on ballot_papers"
        " when (select count(*) from ballot_papers) = 2 begin select raise(fail, 'third'); end"
    )
    with pytest.raises(connection.IntegrityError, match="third"):
        paper_imports.import_papers(visit_of(db, "grid"), paper(content, 3))
    assert stored(db) == 0


def test_the_rows_are_judged_before_the_lock_and_again_only_when_somebody_voted(
    db: Database, monkeypatch: pytest.MonkeyPatch
):
    """A paper that comes after the rows were judged is seen; what it changes stops the import."""
    real, locked = paper_imports._judged, []

    def judged(db: Database, *about: object) -> Preview:
        locked.append("judged" in prepared(db))
        return real(db, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(paper_imports, "_judged", judged)
    content = xlsx(HEAD, ("1-1-201", "同意"))
    paper_imports.import_papers(visit_of(db, "grid"), paper(content, 1))
    assert locked == [False]
    assert prepared(db) == set()
    sent = paper(xlsx(HEAD, ("1-1-202", "同意"), ("1-1-301", "同意")), 2, "second")
    with paper_imports.judged_ahead(db, sent):
        papers.record_paper(visit_of(db, "clerk"), BallotPaper("meanwhile", 1, 5, Choice.NO))
        with pytest.raises(WrongState, match="什么也没导入"):
            paper_imports.import_papers(visit_of(db, "grid"), sent)
    assert locked == [False, False, True], "judged again inside the lock"
    assert stored(db) == 2


def test_a_table_is_not_imported_into_a_ballot_of_the_city(db: Database):
    fund_desk.project_at(db, building=community.PINE_3, code="WX-2026-02", channel="wuhan_evote")
    with pytest.raises(DomainError, match="不登记纸票"):
        paper_imports.preview_import(visit_of(db, "clerk"), 2, [])


# The template --------------------------------------------------------------------------------


def test_the_template_lists_who_has_not_voted_and_comes_back_as_it_is_filled(db: Database):
    papers.record_paper(visit_of(db, "clerk"), BallotPaper("before", 1, 1, Choice.YES))
    rooms = paper_imports.rooms_to_fill(visit_of(db, "grid"), 1)
    assert (rooms[0], rooms[-1]) == ("1-1-201", "1-0-1")
    assert "1-1-102" not in rooms, "its owner has voted with another room"
    book = load_workbook(
        io.BytesIO(template_xlsx("表决票登记表", papers_table(), [(room,) for room in rooms]))
    )
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        assert sheet.cell(row, 1).number_format == "@"
        sheet.cell(row, 2).value = "同意"
    out = io.BytesIO()
    book.save(out)
    found = seen(db, out.getvalue())
    assert (len(found.good), found.problems) == (len(rooms), ())
