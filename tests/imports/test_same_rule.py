"""A list may not create what the form of the same noun refuses: one case, both ways in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlite_utils import Database

from db.academy_enrollment import seats
from db.house import INVARIANTS as HOUSE
from db.imports import batches
from db.places import units
from db.points_shop import shelf
from db.registry_book import homes, marks
from db.registry_book import units as book
from db.repair_fund import booking
from db.visit import Visit
from db.vouchers import merchants
from domain.academy_enrollment.seats import NewEnrollment
from domain.buildings import Holding
from domain.errors import DomainError
from domain.points_shop import NewItem
from domain.registry_book.homes import MovingIn, Relation
from domain.registry_book.marks import MarkKind, NewMark
from domain.registry_book.sales import Sale
from domain.registry_book.vehicles import read_frame
from domain.repair_fund.booking import Deposit
from domain.unit_kinds import AreaSource, Purpose
from domain.units import UnitPaper
from domain.vouchers.batches import NewMerchant
from tests.brought import bring, plan, told, xlsx
from tests.community import CHILD, PAINTING, PINE, PINE_1, TODAY, add_class, visit_of

TOMORROW = TODAY + timedelta(days=1)
THIRTEEN = "、".join(f"张{'一二三四五六七八九十甲乙丙'[at]}" for at in range(13))


def unit(**more: object) -> Callable[[Visit], object]:
    facts: dict[str, object] = {
        "purpose": Purpose.FLAT, "stairwell_id": 1, "floor": 9, "room": "901", "area": "90",
    }  # fmt: skip
    facts |= more
    return lambda visit: units.add_unit(
        visit, UnitPaper("u", PINE_1, area_source=AreaSource.CONTRACT, holding=Holding.OPEN, **facts)  # type: ignore[arg-type]
    )  # fmt: skip


@dataclass(frozen=True)
class Case:
    """The same thing as a row of a list and as the paper of its form."""

    code: str
    head: tuple[str, ...]
    row: tuple[object, ...]
    form: Callable[[Visit], object]
    who: str = "clerk"
    estate: int | None = PINE


UNIT, MOVE = ("房号", "用途", "建筑面积", "楼层"), ("房号", "姓名", "出生日期", "入住日期")
MARK = ("房号", "姓名", "身份", "起", "止")
OWNER, SHOP = ("房号", "业主姓名", "取得日期"), ("店名", "哪一类", "收款户名")
CASES = {
    "flat without a stairwell": Case("units", UNIT, ("1-0-901", "住宅", 90, 9), unit(stairwell_id=None)),
    "floor nobody stands on": Case("units", UNIT, ("1-1-901", "住宅", 90, 0), unit(floor=0)),
    "area of nothing": Case("units", UNIT, ("1-1-901", "住宅", 0, 9), unit(area="0")),
    "floor too deep": Case("units", UNIT, ("1-1-901", "住宅", 90, -9), unit(floor=-9)),
    "moving in tomorrow": Case(
        "residents", MOVE, ("1-1-101", "新来的", "", TOMORROW.isoformat()),
        lambda visit: homes.move_in(visit, MovingIn("m", 1, Relation.FAMILY, TOMORROW, name="新来的")),
    ),
    "born tomorrow": Case(
        "residents", MOVE, ("1-1-101", "周小满", TOMORROW.isoformat(), ""),
        lambda visit: seats.enroll(visit, NewEnrollment("e", PAINTING, CHILD, True, TOMORROW)),
    ),
    "sold tomorrow": Case(
        "owners", OWNER, ("1-1-101", "赵新", TOMORROW.isoformat()),
        lambda visit: book.sell(visit, Sale("s", 1, TOMORROW, "赵新")),
    ),
    "thirteen owners": Case(
        "owners", OWNER, ("1-1-101", THIRTEEN, "2026-01-01"),
        lambda visit: book.sell(visit, Sale("s", 1, date(2026, 1, 1), THIRTEEN)),
    ),
    "nobody's name": Case(
        "owners", OWNER, ("1-1-101", "李四转王五", "2026-01-01"),
        lambda visit: book.sell(visit, Sale("s", 1, date(2026, 1, 1), "李四转王五")),
    ),
    "mark of tomorrow": Case(
        "marks", MARK, ("1-1-101", "陈明", "楼栋长", TOMORROW.isoformat(), ""),
        lambda visit: marks.add_mark(visit, NewMark("m", 1, MarkKind.BUILDING_HEAD, TOMORROW)),
    ),
    "term that ends before it begins": Case(
        "marks", MARK, ("1-1-101", "陈明", "楼栋长", "2026-01-02", "2026-01-01"),
        lambda visit: marks.add_mark(
            visit, NewMark("m", 1, MarkKind.BUILDING_HEAD, date(2026, 1, 2), date(2026, 1, 1))
        ),
    ),
    "term of twenty years": Case(
        "marks", MARK, ("1-1-101", "陈明", "楼栋长", "2026-01-02", "2046-01-01"),
        lambda visit: marks.add_mark(
            visit, NewMark("m", 1, MarkKind.BUILDING_HEAD, date(2026, 1, 2), date(2046, 1, 1))
        ),
    ),
    "frame of three letters": Case(
        "vehicles", ("房号", "车主", "号牌", "车架后六位"), ("1-1-101", "陈明", "", "ABC"),
        lambda visit: read_frame("ABC"),
    ),
    "shop of one letter": Case(
        "merchants", SHOP, ("店", "早点", "张三"),
        lambda visit: merchants.add_merchant(visit, NewMerchant("m", 1, "店", "张三")), estate=None,
    ),
    "kind that was ended": Case(
        "merchants", SHOP, ("新店", "停了的", "张三"),
        lambda visit: merchants.add_group(visit, "停了的"), estate=None,
    ),
    "thing for nothing": Case(
        "goods", ("物品", "一件几枚", "每人每年几件"), ("抽纸", 0, 1),
        lambda visit: shelf.add_item(visit, NewItem("s", "抽纸", 0, 1, 0)), estate=None,
    ),
    "money of a parking space": Case(
        "openings", ("房号", "首期", "余额", "截止日"), ("P-A-1", 1, 1, TODAY.isoformat()),
        lambda visit: booking.record_deposit(visit, Deposit("d", PINE, 0, (("P-A-1", 100),), TODAY)),
        who="accountant",
    ),
    "money of tomorrow": Case(
        "openings", ("房号", "首期", "余额", "截止日"), ("1-1-101", 1, 1, TOMORROW.isoformat()),
        lambda visit: booking.record_deposit(visit, Deposit("d", PINE, 0, (("1-1-101", 100),), TOMORROW)),
        who="accountant",
    ),
    "learner too young": Case(
        "learners", ("姓名", "房号", "班次", "学期", "结果"), ("陈秀花", "1-1-102", "旧课", "旧学期", "结业"),
        lambda visit: seats.enroll(visit, NewEnrollment("e", 9, 2, True)),
    ),
    "child without a guardian": Case(
        "learners", ("姓名", "房号", "班次", "学期", "结果"), ("孤儿", "1-1-101", "旧课二", "旧学期", "结业"),
        lambda visit: seats.enroll(visit, NewEnrollment("e", 10, 99, True, guardian_agrees=True)),
    ),
}  # fmt: skip


@pytest.fixture
def community(small: Database) -> Database:
    """With a kind of shops that was ended, and a term in which one could enrol until yesterday."""
    small.execute("insert into merchant_groups (name, ended_on) values ('停了的', '2026-01-01')")
    small.execute(
        "insert into terms (id, name, starts_on, ends_on, enrol_from, enrol_to)"
        " values (2, '旧学期', '2026-01-01', '2026-03-17', '2025-12-01', '2026-03-17')"
    )
    add_class(small, 9, "旧课", term=2, starts_on="2026-01-07", ages=(60, None))
    add_class(
        small,
        10,
        "旧课二",
        term=2,
        starts_on="2026-01-07",
        ages=(4, None),
        hours=(4, "09:30", "11:00"),
    )
    small.execute("insert into residents (id, name, unit_id, birth_year, source) values (99, '孤儿', 1, 2015, 'entered')")  # fmt: skip
    return small


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_list_refuses_what_the_form_refuses(community: Database, case: Case):
    visit = visit_of(community, case.who)
    found = told(plan(visit, case.code, xlsx(case.head, case.row), estate=case.estate))
    assert found["2"].startswith("不能收："), found
    when = visit.now - timedelta(days=2) if case.code == "learners" else visit.now
    admin = "admin" if case.code == "units" else case.who
    with pytest.raises(DomainError):
        case.form(visit_of(community, admin, when))


def test_a_parking_space_of_a_list_is_one_of_the_form(small: Database):
    visit = visit_of(small, "clerk")
    bring(visit, "units", xlsx(("楼栋", *UNIT), ("1栋", "P-B-7", "车位", 12, -1)), estate=PINE)
    other = UnitPaper(
        "u", PINE_1, Purpose.PARKING, None, -1, "B-8", "12", AreaSource.CONTRACT, Holding.OPEN
    )
    units.add_unit(visit_of(small, "admin"), other)
    rows = small.execute("select code, room from units where code like 'P-B-%' order by code").fetchall()  # fmt: skip
    assert [tuple(row) for row in rows] == [("P-B-7", "B-7"), ("P-B-8", "B-8")]
    (places,) = [one for one in HOUSE if one.code == "units_in_place"]
    assert small.execute(places.sql).fetchall() == []


def test_whoever_came_by_a_list_taken_back_is_no_fault_of_the_search(small: Database):
    visit = visit_of(small, "clerk")
    receipt = bring(visit, "residents", xlsx(("房号", "姓名"), ("1-1-101", "新来的")), estate=PINE)
    batches.undo_import(visit, receipt.id)
    (found,) = [one for one in HOUSE if one.code == "residents_found"]
    assert small.execute(found.sql).fetchall() == []
    small.execute("delete from resident_keys where resident_id = 1")
    assert small.execute(found.sql).fetchall() == [("居民 1",)]
