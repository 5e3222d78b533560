"""The month's notice and the printed statement: masked on the server, and provable figures."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlite_utils import Database

from db import connection, parameters
from db.points_ledger import awards, books, corrections
from db.points_ledger.notices import month_notice, printed_statement
from db.points_shop import reservations, shelf
from db.visit import Visit
from domain.errors import Invalid, NotAllowed
from domain.parameters import TextChange
from domain.points_ledger.awards import NewAward
from domain.points_ledger.notices import (
    MonthNotice,
    NoticeLine,
    PrintedStatement,
    public_names,
    public_words,
)
from domain.points_shop import NewItem, NewReservation
from domain.registry import Resident
from tests import community
from tests.community import CHEN, CHILD, CLERK_AT_HOME, CLERKS_WIFE, DEED, NOW, PATROL, TODAY
from tests.ledger import earn
from tests.word_files import words
from ui import documents

NOTE = "送迷路的王淑芬和陈小禾回3-1-502，家人电话13800001012"
PERSON = Resident(1, "", "青松园", "3栋", "3-1-502", "", 1970, None, None, None)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory):
    """March: seven awards, one of them reversed, one redeemed; April: one more, and its purchase."""
    path = community.settle(tmp_path_factory.mktemp("notices") / "community.db")
    with connection.opened(path) as db:
        _live(db)
        yield db


def _live(db: Database) -> None:
    clerk, later = community.visit_of(db, "clerk"), NOW + timedelta(days=9)
    _award(db, CHEN, DEED, points=20, note=NOTE)
    awards.post_awards(community.visit_of(db, "clerk2", later))  # 27 March
    for who, points in ((CHILD, 15), (CLERK_AT_HOME, 30), (CLERKS_WIFE, 40)):
        earn(clerk, who, points)
    corrections.reverse_entry(clerk, earn(clerk, CHEN, 25), "应当记给王淑芬")
    shelf.add_item(clerk, NewItem("i", "大米", 10, 9, 9))
    reservations.reserve(clerk, NewReservation("r1", 1, CHEN))
    _award(db, 19, PATROL, minutes=60)  # stays in its notice
    april = community.visit_of(db, "clerk", datetime.fromisoformat("2026-04-02T09:00:00+08:00"))
    earn(april, CHEN, 50, date(2026, 3, 31))  # earned in March, posted in April
    reservations.reserve(april, NewReservation("r2", 1, CLERKS_WIFE))


def _award(db: Database, who: int, rule: int, **more: object) -> None:
    paper = NewAward(f"slip-{who}", who, rule, TODAY, **more)
    id = awards.register_award(community.visit_of(db, "clerk2"), paper).id
    awards.approve_award(community.visit_of(db, "secretary"), id)


@pytest.fixture
def on(db: Database) -> Callable[..., Visit]:
    """The clerk in the middle of April."""
    return lambda who="clerk", day="2026-04-15": community.visit_of(
        db, who, datetime.fromisoformat(f"{day}T09:00:00+08:00")
    )


@pytest.fixture
def march(on) -> MonthNotice:
    return month_notice(on(), "2026-03")


def test_the_figures_of_a_month_prove_each_other(on, march: MonthNotice):
    assert (march.issued, march.redeemed, march.expired) == (20 + 15 + 30 + 40, 10, 0)
    assert (march.held_before, march.held) == (0, 95)
    april = month_notice(on(), "2026-04")
    assert (april.issued, april.redeemed) == (50, 10)
    assert april.held_before == march.held
    assert april.held == books.books(on().db).held


def test_what_is_posted_later_does_not_change_a_published_month(on, march: MonthNotice):
    """An entry earned in March and posted in April stands on April's paper."""
    assert [line.points for line in march.lines] == [20, 15, 30, 40, 25, -25]
    assert [line.points for line in month_notice(on(), "2026-04").lines] == [50]


def test_the_chain_head_is_that_of_the_months_last_entry(db, on, march: MonthNotice):
    assert march.head
    sql = "select max(id), max(posted_at) from point_entries where posted_at < '2026-04-01'"
    assert march.head.id == db.execute(sql).fetchone()[0]
    (chain,) = db.execute(
        "select chain from point_entries where id = ?", [march.head.id]
    ).fetchone()
    assert march.head.groups.replace(" ", "") == chain.hex()
    assert len(march.head.groups.split()) == 8


def test_people_appear_masked_children_without_a_name_and_equal_masks_with_a_serial(march):
    assert [line.who for line in march.lines] == [
        "陈*", "少儿01", "赵*（1）", "赵*（2）", "陈*", "陈*",
    ]  # fmt: skip
    assert [line.place for line in march.lines[:3]] == ["青松园 1栋", "青松园", "白云里 1栋"]
    assert march.lines[-1].reason == "冲正第 5 笔"


def test_what_was_typed_is_masked_as_well(march: MonthNotice):
    assert march.lines[0].reason == ("好人好事：送迷路的王*芬和一名少儿回***，家人电话138****1012")


def test_awards_in_their_notice_stand_apart_and_do_not_count(march: MonthNotice):
    assert [(line.who, line.points, line.reason) for line in march.waiting] == [
        ("刘*远", 10, "值班巡逻")
    ]
    assert (march.posted_on, march.ends_on) == (date(2026, 4, 15), date(2026, 4, 20))


def test_a_month_to_come_or_misspelt_is_refused(on):
    for wrong in ("2026-05", "2026-13", "202603", "2026-3", "../x"):
        with pytest.raises(Invalid):
            month_notice(on(), wrong)
    with pytest.raises(NotAllowed):
        month_notice(on("volunteer"), "2026-03")


def test_a_month_without_entries_is_a_notice_too(on):
    empty = month_notice(on(), "2025-12")
    assert (empty.lines, empty.head, empty.held) == ((), None, 0)
    assert "没有。" in words(documents.notice_docx(empty))
    assert documents.notice_xlsx(empty)


def test_the_word_file_carries_every_figure_and_no_full_name(db, march: MonthNotice):
    paper = words(documents.notice_docx(march))
    for figure in ("2026年3月", "105", "95", "赵*（2）", "少儿01", march.head.groups,
                   "2026年4月15日至2026年4月20日", "居民委员会（盖章）"):  # fmt: skip
        assert figure in paper
    nobody_is_named(db, paper)


def test_the_phone_for_objections_is_printed_or_left_blank_to_fill_in(march: MonthNotice, on):
    blank = words(documents.notice_docx(march))
    assert f"告诉居委会，电话 {documents.BLANK}。" in blank
    filled = replace(march, phone="027-87654321")
    assert "告诉居委会，电话 027-87654321。" in words(documents.notice_docx(filled))
    sums = dict(sheet_rows(filled))
    assert sums["意见电话"] == "027-87654321"
    statement = replace(printed_statement(on(), CHEN), phone="12345")
    assert "哪一笔对不上，请打 12345。" in words(documents.statement_docx(statement))


def test_the_notice_takes_the_phone_of_the_parameters(db, on):
    change = TextChange("phone", "objection_phone", "12345", "试")
    parameters.change_text(on("admin"), change)
    assert month_notice(on(), "2026-03").phone == "12345"
    assert printed_statement(on(), CHEN).phone == "12345"


def test_the_word_file_is_a4_with_headings_that_repeat(march: MonthNotice):
    paper = Document(io.BytesIO(documents.notice_docx(march)))
    assert (round(paper.sections[0].page_width.cm), round(paper.sections[0].page_height.cm, 1)) == (
        21, 29.7,
    )  # fmt: skip
    waiting, posted, totals = paper.tables
    assert len(posted.rows) == 1 + len(march.lines)
    assert [cell.text for cell in posted.rows[1].cells][:3] == ["1", "2026-03-18", "陈*"]
    assert [cell.text for cell in totals.rows[1].cells] == ["0", "105", "10", "0", "95"]
    assert [round(column.width.cm, 1) for column in posted.columns] == [
        1.6,
        2.4,
        2.6,
        3.4,
        1.5,
        5.5,
    ]
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in (waiting, posted, totals))


def test_the_workbook_counts_and_names_nobody(db, march: MonthNotice):
    book = load_workbook(io.BytesIO(documents.notice_xlsx(march)))
    assert book.sheetnames == ["入账", "公示中", "合计"]
    points = [cell.value for cell in book["入账"]["E"][1:]]
    assert points == [20, 15, 30, 40, 25, -25], "numbers, so that they can be added up"
    assert sum(points) == march.issued
    sums = dict(book["合计"].iter_rows(min_row=2, values_only=True))
    assert (sums["本月发放"], sums["本月末持有"]) == (105, 95)
    nobody_is_named(db, " ".join(cells(book)))


@pytest.mark.parametrize("typed", ["=1+1", "+86", "-5", "@cmd", "\t=1", "=HYPERLINK(1)"])
def test_a_workbook_runs_nothing_that_was_typed(march: MonthNotice, typed: str):
    line = NoticeLine(1, TODAY, typed, "青松园", 5, typed)
    book = load_workbook(io.BytesIO(documents.notice_xlsx(replace(march, lines=(line,)))))
    for cell in (book["入账"]["C2"], book["入账"]["F2"]):
        assert cell.data_type == "s"
        assert cell.value == f"'{typed}"
        assert cell.number_format == "@"


def test_a_thousand_lines_make_both_papers_in_seconds(march: MonthNotice):
    many = replace(march, lines=march.lines * 170)
    start = datetime.now()
    documents.notice_docx(many)
    documents.notice_xlsx(many)
    assert datetime.now() - start < timedelta(seconds=10)


def test_a_statement_shows_the_own_name_each_balance_and_until_when(on):
    statement = printed_statement(on(), CHEN)
    assert isinstance(statement, PrintedStatement)
    paper = words(documents.statement_docx(statement))
    for part in ("陈明", "R000001", "现有 60 枚", "2027年12月31日以前用", "−10", "冲正", "+25"):
        assert part in paper
    assert "2-1-101" not in paper
    table = Document(io.BytesIO(documents.statement_docx(statement))).tables[0]
    balances = [int(row.cells[5].text) for row in table.rows[1:]]
    assert balances == [60, 10, 20, 45, 20]


def test_a_statement_without_a_line_says_so(on):
    empty = printed_statement(on(), 4)
    assert "还没有流水。" in words(documents.statement_docx(empty))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("帮李大爷搬家", "帮李大爷搬家"),
        ("2026-03-18 那天", "2026-03-18 那天"),
        ("住3栋1单元502室的", "住3栋的"),
        ("电话 027-87651234", "电话 ***-******34"),
        ("陈明扶起陈明远", "陈*扶起陈*远"),
        ("巡逻 120 分钟", "巡逻 120 分钟"),
    ],
)
def test_typed_words_lose_names_phones_and_rooms_only(typed: str, shown: str):
    assert public_words(typed, {"陈明": "陈*", "陈明远": "陈*远"}) == shown


def test_serials_follow_the_number_of_the_resident():
    people = [replace(PERSON, id=id, name=name) for id, name in ((9, "李强"), (2, "李梅"))]
    child = replace(PERSON, id=5, name="李小", birth_year=2020)
    shown = public_names([*people, child], TODAY)
    assert shown == {2: "李*（1）", 9: "李*（2）", 5: "少儿01"}


def sheet_rows(notice: MonthNotice) -> list[tuple[str, object]]:
    book = load_workbook(io.BytesIO(documents.notice_xlsx(notice)))
    return list(book["合计"].iter_rows(min_row=2, values_only=True))


def cells(book) -> list[str]:
    return [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    ]


def nobody_is_named(db: Database, paper: str) -> None:
    for name, phone in db.execute("select name, phone from residents").fetchall():
        assert name not in paper
        assert not phone or phone not in paper
    for (room,) in db.execute("select code from units").fetchall():
        assert room not in paper.replace("2026-", "")
