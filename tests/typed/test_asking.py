"""All that is wrong with a paper is said at once, in the order of its fields."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.accounts import NewAccount, check_account
from domain.asking import Asking
from domain.days import BEIJING
from domain.errors import Invalid
from domain.people import Role
from domain.points_shop import NewItem, check_item
from domain.registry import plain_text
from domain.vouchers.batches import NewBatch, check_batch

NOW = datetime(2026, 3, 18, 10, tzinfo=BEIJING)


def test_a_paper_that_is_right_is_answered_field_by_field():
    asking = Asking()
    assert asking.ask(plain_text, " 王芳 ", "姓名") == "王芳"
    asking.must(True, "不会说的话。")
    asking.done()


def test_every_wrong_field_is_named_in_the_order_of_the_form():
    asking = Asking()
    asking.ask(plain_text, "", "姓名")
    asking.must(False, "张数要大于 0。")
    asking.ask(plain_text, "一二三", "原因", most=2)
    with pytest.raises(Invalid, match=r"^姓名还没填。张数要大于 0。原因最多 2 个字，现在是 3 个。"):
        asking.done()


def test_an_account_of_nothing_hears_all_of_it():
    with pytest.raises(Invalid) as said:
        check_account(NewAccount("s", "A b", "", Role.PROPERTY, "short"))
    for words in ("用户名用 2 到 32 个", "用户名用小写", "姓名还没填", "要选一个小区", "密码至少"):
        assert words in str(said.value)


def test_an_item_of_the_shop_hears_all_of_it():
    with pytest.raises(Invalid) as said:
        check_item(NewItem("s", "米", 0, 0, -1))
    for words in (
        "物品名称至少写 2 个字",
        "换一件要 1 到",
        "每人每年至少能换 1 件",
        "不能少于 0 件",
    ):
        assert words in str(said.value)


def test_a_batch_hears_of_its_name_its_sums_and_its_days():
    today = NOW.date()
    until = today + timedelta(days=30)
    fine = NewBatch("s", "便民早餐券", 1, 500, 0, 10, 5000, "社区基金", today, until)
    check_batch(fine, today)
    wrong = replace(fine, title="5元券", pieces=0, valid_to=today - timedelta(1))
    with pytest.raises(Invalid) as said:
        check_batch(wrong, today)
    for words in ("券名里不写钱数", "张数要在 1 到", "截止日期不能早于开始日期"):
        assert words in str(said.value)
