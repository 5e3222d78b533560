"""What 全部搜索 opens: the address shows that one thing, with a way back to all of them."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import connection
from db.points_shop import shelf
from domain.points_shop import NewItem
from tests.community import visit_of
from tests.screens import Go, door, labels, press, said


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    with connection.opened(path) as db:
        for number, name in enumerate(("大米 5 斤", "洗衣液"), 1):
            shelf.add_item(visit_of(db, "clerk"), NewItem(f"item-{number}", name, 30, 2, 5))
    return door(path, monkeypatch)


def shown(screen: AppTest) -> str:
    assert not screen.exception
    return f"{said(screen)} {' '.join(labels(screen))}".replace("\\", "")


@pytest.mark.parametrize(
    ("address", "parameter", "here", "not_here", "back"),
    [
        ("academy", "class", "书法", "摄影", "全部班"),
        ("sheds", "shed", "1号棚", "2号棚", "全部车棚"),
        ("shop", "item", "大米 5 斤", "洗衣液", "全部东西"),
        ("vouchers", "merchant", "老街包子铺", "阿美理发店", "全部消费券"),
    ],
)
def test_an_address_shows_one_thing_and_the_way_back(
    enter: Go, address: str, parameter: str, here: str, not_here: str, back: str
):
    screen = enter("clerk", address, **{parameter: "1"})
    assert here in shown(screen) and not_here not in shown(screen)
    press(screen, back)
    assert back not in labels(screen)


@pytest.mark.parametrize(
    ("address", "parameter"),
    [("academy", "class"), ("sheds", "shed"), ("shop", "item"), ("vouchers", "merchant"),
     ("agenda", "meeting"), ("fund", "project")],
)  # fmt: skip
def test_a_number_of_nothing_is_a_sentence(enter: Go, address: str, parameter: str):
    screen = enter("clerk", address, **{parameter: "99999"})
    assert not screen.exception
    assert any("找不到" in error.value for error in screen.error)


def test_goods_that_were_taken_off_the_shelf_are_shown_and_not_given(enter: Go, path: Path):
    with connection.opened(path) as db:
        shelf.take_off_shelf(visit_of(db, "clerk"), 1, slip="off")
    screen = enter("clerk", "shop", item="1")
    assert "大米 5 斤" in shown(screen)
    assert not [label for label in labels(screen) if label.startswith("预约")]


def test_a_property_company_opens_no_shed_of_another_estate(enter: Go):
    screen = enter("property", "sheds", shed="2")
    assert "2号棚" not in shown(screen)
    assert "找不到这个车棚" in screen.error[0].value


def test_a_teacher_opens_no_class_of_another(enter: Go):
    screen = enter("teacher", "academy", **{"class": "3"})
    assert "儿童绘画" not in shown(screen)
    assert "找不到这个班" in screen.error[0].value
