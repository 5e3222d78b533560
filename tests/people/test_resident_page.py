"""One resident's page (居民): each part for who may see it, and every opening written down once."""

from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from db import connection, readings
from db.academy_enrollment import seats
from db.points_ledger import awards
from db.repair_fund import papers
from db.repair_fund.papers_of import papers_of
from domain.academy_enrollment.seats import NewEnrollment
from domain.errors import NotAllowed, NotFound
from domain.people import GRANTS, Permission, Role
from domain.points_ledger.awards import NewAward
from domain.repair_fund.papers import BallotPaper, Correction
from domain.repair_fund.votes import Choice
from pages.features import FEATURES
from tests import community, fund_desk, voucher_desk
from tests.community import CHEN, CHILD, HOMELESS, visit_of
from tests.ledger import column, earn
from tests.screens import door, press, said

ACCOUNT, PAPERS, POINTS = "这一户的分户账", "这一户的表决票", "湾郡币"
VOUCHERS, CLASSES = "消费券", "学苑"
EVERYTHING = [ACCOUNT, PAPERS, POINTS, VOUCHERS, CLASSES]
OFFICE = [*EVERYTHING, "登记的资料", "身份"]
SEES = {
    "secretary": OFFICE,
    "clerk": OFFICE,
    "accountant": [ACCOUNT, POINTS, VOUCHERS],
    "supervisor": EVERYTHING,
    "grid": [PAPERS],
    "leader": [POINTS],
    "volunteer": [],
}
# What stands in a part and nowhere else on the page.
SAID_IN = {
    ACCOUNT: "8,642.00 元", PAPERS: "外墙渗水维修", POINTS: "值班巡逻", VOUCHERS: "5.00 元",
    CLASSES: "摄影",
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        clerk = visit_of(db, "clerk")
        fund_desk.deposits(db, 8_642_00, 1)
        earn(clerk, CHEN, 60)
        voucher_desk.exchanged(db, voucher_desk.approved(db, voucher_desk.SPRING))
        seats.enroll(clerk, NewEnrollment("e", community.PHOTOGRAPHY, CHEN, True))
        awards.register_award(
            clerk, NewAward("a", CHEN, community.PATROL, community.TODAY, minutes=60)
        )
        vote(db)
    return path


def vote(db: Database) -> None:
    ballot = fund_desk.ballot_of(db, fund_desk.project_at(db))
    made = papers.record_paper(visit_of(db, "clerk"), BallotPaper("p", ballot, 1, Choice.NO))
    papers.correct_paper(
        visit_of(db, "clerk"), Correction("c", made.id, Choice.YES, True, "", "点错了")
    )


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch):
    return door(path, monkeypatch)


def everything_on(screen: AppTest) -> str:
    tables = " ".join(table.value.to_string() for table in screen.table)
    links = " ".join(link.proto.label for link in screen.get("page_link"))
    return f"{said(screen)} {tables} {links} {screen._tree}".replace("\\", "")


def headers(screen: AppTest) -> list[str]:
    return [header.value for header in screen.header]


def readings_in(path: Path) -> list[object]:
    with connection.opened(path) as db:
        return column(
            db, "select told from audit_log where action = 'readings.record_reading' order by id"
        )


@pytest.mark.parametrize("who", SEES)
def test_each_part_is_for_who_may_see_it_and_nothing_else_of_it_is_sent(enter, who: str):
    screen = enter(who, "resident", id=str(CHEN))
    assert not screen.exception
    assert screen.title[0].value == "陈明"
    assert set(headers(screen)) == set(SEES[who])
    words = everything_on(screen)
    for part, told in SAID_IN.items():
        assert (told in words) is (part in SEES[who]), (part, told)
    finds = Permission.FIND_RESIDENT in GRANTS[Role(who)]
    for home in ("138****1001", "1-1-101", "1970 年生"):
        assert (home in words) is finds, home
    assert "13800001001" not in words
    if not SEES[who]:
        assert "要有看它们的权限" in words


@pytest.mark.parametrize("who", [r.value for r in Role if r.value not in SEES])
def test_who_may_not_open_the_page_is_told_so_and_nothing_is_sent_or_written(
    enter, path: Path, who: str
):
    screen = enter(who, "resident", id=str(CHEN))
    assert "没有“看居民的一页”的权限" in screen.error[0].value
    assert "陈明" not in everything_on(screen)
    assert readings_in(path) == []


def test_the_parts_together_are_those_of_the_features_and_their_reads_carry_the_permissions():
    parts = [part for feature in FEATURES for part in feature.resident]
    assert [part.title for part in parts] == OFFICE
    assert [part.title for part in parts if part.sensitive] == [ACCOUNT, PAPERS, "登记的资料"]
    for part in parts:
        permission: Permission = part.read.permission  # type: ignore[attr-defined]
        for who, titles in SEES.items():
            assert (permission in GRANTS[Role(who)]) is (part.title in titles), (who, part.title)


def test_an_opening_is_written_down_once_with_what_was_read_and_the_next_one_again(
    enter, path: Path
):
    screen = enter("grid", "resident", id=str(CHEN))
    screen.run()
    press(screen, "搜索")
    once = ["看了陈明的住处、电话、家人、这一户的表决票。"]
    assert readings_in(path) == once
    screen.query_params["id"] = str(CHILD)
    screen.run()
    assert screen.title[0].value == "陈小禾"
    assert len(readings_in(path)) == 2
    enter("grid", "resident", id=str(CHEN))
    assert readings_in(path)[2:] == once


@pytest.mark.parametrize(
    ("who", "read"), [("accountant", ACCOUNT), ("supervisor", f"{ACCOUNT}、{PAPERS}")]
)
def test_who_may_not_find_residents_reads_no_home_and_what_is_read_is_written_down(
    enter, path: Path, who: str, read: str
):
    enter(who, "resident", id=str(CHEN))
    assert readings_in(path) == [f"看了陈明的{read}。"]


@pytest.mark.parametrize("who", ["clerk", "supervisor"])
def test_a_name_in_the_lists_of_points_leads_to_the_page(enter, who: str):
    """Past the desk, where one has it; by the row itself, where one has none."""
    screen = enter(who, "points", tab="balances")
    links = [link.proto.query_string for link in screen.get("page_link")]
    assert (f"id={CHEN}" in links) is (who == "clerk")
    if who == "supervisor":
        next(b for b in screen.button if b.key == f"open:balances:{CHEN}").click().run()
        assert screen.title[0].value == "陈明"


def test_a_reading_sent_twice_on_its_slip_is_one_line(small: Database):
    grid = visit_of(small, "grid")
    for _ in range(2):
        readings.record_reading(grid, CHEN, "住处", slip="opening")
    assert len(column(small, "select id from audit_log where slip = 'opening'")) == 1
    with pytest.raises(NotAllowed):
        readings.record_reading(visit_of(small, "property"), CHEN, "住处", slip="other")
    with pytest.raises(NotFound):
        readings.record_reading(grid, 9999, "住处", slip="nobody")


@pytest.mark.parametrize("id", ["", "0", "9999", "-1", "abc", "1 or 1=1", "²", "9" * 40])
def test_an_unknown_number_is_a_sentence_and_no_reading(enter, path: Path, id: str):
    screen = enter("clerk", "resident", id=id)
    assert not screen.exception
    assert screen.title[0].value == "没有这个人"
    assert readings_in(path) == []


def test_who_has_nothing_anywhere_gets_a_sentence_for_each_part(enter):
    words = everything_on(enter("clerk", "resident", id=str(HOMELESS)))
    for nothing in ("没有登记住处", "没有分户账", "没有登记过表决票", "还没有湾郡币",
                    "手里没有消费券", "没有报过班"):  # fmt: skip
        assert nothing in words


def test_a_child_leads_to_the_guardian_and_the_family_to_each_other(enter):
    screen = enter("volunteer", "resident", id=str(CHILD))
    links = [link.proto for link in screen.get("page_link")]
    assert [(link.page, link.query_string) for link in links] == [("resident", "id=2")] * 2
    assert "监护人" in said(screen) and "同一户" in said(screen)


def test_the_statement_of_the_points_page_is_reached_and_somebody_else_can_be_chosen(enter):
    page = enter("clerk", "resident", id=str(CHEN))
    links = [link.proto for link in page.get("page_link")]
    assert ("points", f"resident={CHEN}") in [(link.page, link.query_string) for link in links]
    screen = enter("clerk", "points", resident=str(CHEN))
    assert "流水" in headers(screen)
    press(screen, "换人")
    assert "流水" not in headers(screen)
    assert "流水" not in headers(enter("clerk", "points", resident="9999"))


def test_a_replaced_paper_is_not_shown_and_the_code_of_a_voucher_is_not_sent(enter, path: Path):
    with connection.opened(path) as db:
        (paper,) = papers_of(visit_of(db, "grid"), CHEN)
        assert (paper.says, paper.number) == ("同意", 2)
        (code,) = column(db, f"select code from vouchers where resident_id = {CHEN}")
    assert str(code) not in everything_on(enter("clerk", "resident", id=str(CHEN)))
