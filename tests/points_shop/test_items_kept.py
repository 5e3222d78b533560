"""An item of the shelf put right: what is reserved keeps its points."""

from dataclasses import replace

import pytest
from sqlite_utils import Database

from db.points_shop import reservations, shelf
from db.visit import Visit
from domain.errors import Invalid, WrongState
from domain.points_shop import ItemChange, NewItem
from tests.community import visit_of
from tests.demo import TODAY


@pytest.fixture
def rice(small: Database) -> int:
    return shelf.add_item(visit_of(small, "clerk"), NewItem("new", "大米 5 斤", 50, 2, 10)).id


def change(visit: Visit, id: int, slip: str = "change", **facts: object) -> str:
    was = shelf.facts_of(shelf.item(visit.db, id))
    paper = ItemChange(slip, id, was, replace(was, **facts))  # type: ignore[arg-type]
    return shelf.change_item(visit, paper).told


def test_an_item_is_put_right_and_its_stock_stays(small: Database, rice: int):
    clerk = visit_of(small, "clerk")
    told = change(clerk, rice, name="东北大米 5 斤", price=60, limit_each=3)
    assert told == (
        "“大米 5 斤”改好了：名称由“大米 5 斤”改为“东北大米 5 斤”，一件由 50 枚改为 60 枚，"
        "每人每年由 2 件改为 3 件。"
    )
    assert shelf.item(small, rice).stock == 10
    with pytest.raises(WrongState, match="没有改动"):
        change(clerk, rice, "same")
    with pytest.raises(Invalid, match="换一件要 1 到"):
        change(clerk, rice, "free", price=0)


def test_two_items_have_two_names(small: Database, rice: int):
    clerk = visit_of(small, "clerk")
    other = shelf.add_item(clerk, NewItem("b", "食用油", 80, 1, 1)).id
    with pytest.raises(Invalid, match="已经有“大米 5 斤”"):
        change(clerk, other, name="大米 5 斤")


def test_what_is_reserved_keeps_its_points(db: Database, visit):
    clerk = visit("clerk")
    held = [r for r in reservations.open_reservations(clerk) if not r.overdue(TODAY)]
    assert held, "the demonstration has something to be fetched"
    one = held[0]
    item = shelf.item(db, one.item_id)
    told = change(clerk, item.id, price=item.price + 7)
    assert "还按原来的枚数" in told
    sql = "select points from reservations where id = ?"
    assert db.execute(sql, [one.id]).fetchone() == (one.points,)
