"""积分超市 on the screen: one resident on top, then one tap on an item reserves it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import connection
from db.points_ledger import books
from db.points_shop import shelf
from domain.points_shop import NewItem
from tests import community
from tests.ledger import column, earn
from tests.screens import door, press, said


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        clerk = community.visit_of(db, "clerk")
        earn(clerk, community.CHEN, 50)
        earn(clerk, community.CHILD, 50)
        shelf.add_item(clerk, NewItem("a", "大米 5 斤", 30, 2, 5))
        shelf.add_item(clerk, NewItem("b", "洗衣液", 40, 1, 0))
    return path


@pytest.fixture
def shop(path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return door(path, monkeypatch)("clerk", "shop")


def choose(screen: AppTest, typed: str, resident_id: int) -> None:
    screen.text_input[0].set_value(typed).run()
    screen.button(key=f"pick:reservation:{resident_id}").click().run()


def view(screen: AppTest, name: str) -> None:
    screen.button_group(key="shop:view").set_value(name).run()
    assert not screen.exception


def test_a_name_and_an_item_reserve_and_the_same_person_stays_chosen(shop: AppTest, path: Path):
    choose(shop, "陈明", community.CHEN)
    assert "现有 50 枚" in said(shop)
    press(shop, "预约 1 件，扣 30 枚")
    assert shop.success[0].value.startswith("陈明约了“大米 5 斤”1 件，扣 30 枚，还有 20 枚。")
    assert "现有 20 枚" in said(shop)
    press(shop, "撤销")
    assert shop.success[0].value == "第 1 号取消了，30 枚退给陈明。"
    with connection.opened(path) as db:
        assert books.balance(db, community.CHEN) == 50


def test_a_refusal_says_how_much_is_missing_and_keeps_what_was_filled_in(shop: AppTest):
    choose(shop, "陈明", community.CHEN)
    shop.number_input[0].set_value(2).run()
    press(shop, "预约 2 件，扣 60 枚")
    assert shop.error[0].value == "还差 10 枚。陈明现有 50 枚，要 60 枚。"
    assert shop.number_input[0].value == 2


def test_pressing_before_choosing_says_what_is_missing(shop: AppTest):
    press(shop, "预约 1 件，扣 30 枚")
    assert shop.error[0].value == "还没选是谁。在最上面点一个名字。"


def test_what_has_run_out_is_shown_without_a_button(shop: AppTest):
    assert "换完了" in said(shop)
    starts = [button.label for button in shop.button if button.label.startswith("预约")]
    assert starts == ["预约 1 件，扣 30 枚"]


def test_for_a_child_the_guardian_is_asked_for(shop: AppTest, path: Path):
    choose(shop, "陈小禾", community.CHILD)
    press(shop, "预约 1 件，扣 30 枚")
    assert "监护人" in shop.error[0].value
    shop.checkbox[0].check().run()
    press(shop, "预约 1 件，扣 30 枚")
    assert shop.success[0].value.startswith("陈小禾约了")


def test_the_queue_hands_over_and_the_shelf_takes_deliveries(shop: AppTest, path: Path):
    choose(shop, "陈明", community.CHEN)
    press(shop, "预约 1 件，扣 30 枚")
    view(shop, "待取")
    press(shop, "取走")
    assert shop.success[0].value == "陈明取走了“大米 5 斤”1 件。"
    view(shop, "管货架")
    next(text for text in shop.text_input if text.label == "叫什么").set_value("雨伞").run()
    press(shop, "上架")
    assert "一件几枚还没填" in shop.error[0].value
    assert "先进几件还没填" in shop.error[0].value
    for label, count in (("一件几枚", 20), ("每人每年最多几件", 2), ("先进几件", 10)):
        next(n for n in shop.number_input if n.label == label).set_value(count).run()
    press(shop, "上架")
    assert shop.success[0].value == "“雨伞”上架了：20 枚一件，现有 10 件。"
    with connection.opened(path) as db:
        assert column(db, "select name from shop_items") == ["大米 5 斤", "洗衣液", "雨伞"]


def test_what_is_taken_along_at_once_needs_no_other_view(shop: AppTest):
    reserve_rice(shop)
    press(shop, "当场取走")
    assert shop.success[0].value == "陈明取走了“大米 5 斤”1 件。"


def test_a_mistaken_handing_over_is_undone_in_one_tap(shop: AppTest, path: Path):
    reserve_rice(shop)
    view(shop, "待取")
    press(shop, "取走")
    press(shop, "撤销")
    assert shop.success[0].value == "第 1 号没有取走，陈明的“大米 5 斤”还在待取。"
    assert "取走" in [button.label for button in shop.button]
    assert "撤销" not in [button.label for button in shop.button]


def reserve_rice(shop: AppTest) -> None:
    choose(shop, "陈明", community.CHEN)
    press(shop, "预约 1 件，扣 30 枚")
