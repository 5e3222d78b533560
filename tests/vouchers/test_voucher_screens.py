"""The vouchers' screens through the real script: who sees what, how many taps, what is said."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db import accounts, connection
from db.points_ledger import books
from db.vouchers import batches, codes, giving, settling
from domain.accounts import NewAccount
from domain.days import BEIJING
from domain.errors import Invalid
from domain.people import Role
from domain.vouchers.codes import grouped
from domain.vouchers.pieces import Gift
from domain.vouchers.settlements import NewSettlement
from tests import community
from tests.community import BUNS, CHEN, CHILD, NOODLES, visit_of
from tests.ledger import column, earn
from tests.screens import Go, door, labels, press, said
from tests.voucher_desk import CAMPAIGN, SPRING, broken

NOW = datetime.now(BEIJING)
TODAY = NOW.date()
SOON = {"valid_from": TODAY, "valid_to": TODAY + timedelta(days=60)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """One batch for points and one of a campaign, both let out; two codes handed out."""
    path = community.settle(tmp_path / "community.db")
    with connection.opened(path) as db:
        for paper in (replace(SPRING, **SOON), replace(CAMPAIGN, **SOON)):
            id = batches.create_batch(visit_of(db, "clerk", NOW), paper).id
            batches.approve_batch(visit_of(db, "clerk2", NOW), id)
        giving.give_voucher(visit_of(db, "clerk", NOW), Gift("two", 2, 2))
        earn(visit_of(db, "clerk", NOW), CHEN, 50)
    return path


@pytest.fixture
def enter(path: Path, monkeypatch: pytest.MonkeyPatch) -> Go:
    return door(path, monkeypatch)


def ask(path: Path, sql: str) -> list[object]:
    with connection.opened(path) as db:
        assert broken(db) == []
        return column(db, sql)


def code(path: Path, at: int = 0) -> str:
    return str(ask(path, "select code from vouchers where state = 'issued' order by id")[at])


def open_tab(enter: Go, who: str, name: str) -> AppTest:
    """The tap on a tab, as the page remembers it."""
    screen = enter(who, "vouchers")
    screen.session_state["vouchers:tab"] = name
    return screen.run()


# The merchant --------------------------------------------------------------------------------


def test_a_merchant_lands_on_its_own_page_and_enters_no_other(enter: Go):
    assert "老街包子铺" in said(enter("merchant", "use"))
    for address in ("vouchers", "points", "people", "academy", "fund", "agenda"):
        assert "没有“" in enter("merchant", address).error[0].value


def test_the_link_of_a_scanned_code_takes_one_tap(enter: Go, path: Path):
    screen = enter("merchant", "use", c=code(path))
    assert "能用" in said(screen)
    assert "5.00 元" in said(screen)
    press(screen, "核销")
    assert screen.success[0].value == "核销好了：“敬老早点券”，面值 5.00 元。"
    assert screen.text_input[0].value == "", "ready for the next one"
    assert "c" not in screen.query_params
    assert "今天 1 张，5.00 元" in said(screen)
    assert ask(path, "select merchant_id from vouchers where state = 'used'") == [BUNS]


def test_a_code_is_typed_as_people_type(enter: Go, path: Path):
    screen = enter("merchant", "use")
    screen.text_input[0].set_value(f" {grouped(code(path)).lower()} ").run()
    press(screen, "核销")
    assert "核销好了" in screen.success[0].value


def test_a_slip_of_the_hand_is_told_before_the_button(enter: Go, path: Path):
    right = code(path)
    wrong = codes.swapped(right)[0]
    screen = enter("merchant", "use", c=wrong)
    assert screen.error[0].value == f"券码不对，请再看一遍：{grouped(wrong)}"
    press(screen, "核销")
    assert screen.text_input[0].value == wrong, "what was typed is kept"
    assert ask(path, "select count(*) from vouchers where state = 'used'") == [0]


def test_pressing_too_early_says_what_is_missing(enter: Go):
    assert press(enter("merchant", "use"), "核销").error[0].value == "券码还没填。"


def test_a_used_code_says_when(enter: Go, path: Path):
    one = code(path)
    press(enter("merchant", "use", c=one), "核销")
    day = f"{TODAY.month}月{TODAY.day}日"
    assert f"这张券 {day}" in enter("merchant2", "use", c=one).error[0].value
    again = enter("merchant", "use", c=one)
    assert "已经用过：就是刚才那一次" in again.info[0].value
    assert not again.error, "what one did oneself a moment ago is no fault"


def test_the_list_of_a_merchant_holds_nothing_of_another(enter: Go, path: Path):
    one, other = code(path), code(path, 1)
    press(enter("merchant", "use", c=one), "核销")
    press(enter("merchant2", "use", c=other), "核销")
    with connection.opened(path) as db:
        month = f"{TODAY:%Y-%m}"
        paper = NewSettlement("noodles", NOODLES, month)
        settling.draft_settlement(visit_of(db, "clerk", NOW), paper)
    screen = enter("merchant", "use")
    shown = said(screen) + " ".join(str(table.value.to_dict()) for table in screen.table)
    assert grouped(one) in shown
    assert grouped(other) not in shown
    assert "待复核" not in shown
    assert "巷口" not in shown


def test_the_office_uses_one_for_a_merchant_it_names(enter: Go, path: Path):
    screen = enter("clerk", "use", c=code(path))
    press(screen, "核销")
    assert screen.error[0].value == "还没选在哪家商户用。"
    screen.button_group(key="use:merchant").set_value(NOODLES).run()
    press(screen, "核销")
    assert "核销好了" in screen.success[0].value
    assert ask(path, "select merchant_id from vouchers where state = 'used'") == [NOODLES]


# The office ----------------------------------------------------------------------------------


def opened(screen: AppTest, row: str) -> AppTest:
    """The tap on a row, which tells more of it."""
    return screen.button(key=f"open:{row}").click().run()


def test_the_batches_are_rows_that_tell_their_counts_when_tapped(enter: Go):
    screen = open_tab(enter, "clerk", "批次")
    rows = [b.label for b in screen.button if str(b.key).startswith("open:batches:")]
    assert {"早点券", "敬老早点券"} == {label.split("**")[1] for label in rows}
    shown = said(opened(screen, "batches:1")) + said(opened(screen, "batches:2"))
    for words in ("早点类商户", "预算 300.00 元", "已用 **0**", "过期 **0**"):
        assert words in shown, words


def test_a_batch_waits_for_the_second_person(enter: Go, path: Path):
    with connection.opened(path) as db:
        paper = replace(CAMPAIGN, slip="third", title="端午券", **SOON)
        id = batches.create_batch(visit_of(db, "clerk", NOW), paper).id
    assert "核准，可以发" not in labels(open_tab(enter, "clerk", "批次"))
    for who in ("accountant", "supervisor"):
        assert "核准，可以发" not in labels(enter(who, "vouchers"))
        assert "新批次" not in labels(enter(who, "vouchers"))
    screen = press(open_tab(enter, "clerk2", "批次"), "核准，可以发")
    assert "“端午券”已核准" in screen.success[0].value
    assert ask(path, f"select approved_by from voucher_batches where id = {id}") == [
        community.account_id("clerk2")
    ]


def test_points_become_a_voucher_shown_with_its_code(enter: Go, path: Path):
    screen = enter("clerk", "vouchers")
    screen.text_input(key="search:voucher").set_value("陈明").run()
    screen.button(key=f"pick:voucher:{CHEN}").click().run()
    press(screen, "换 1 张，扣 20 枚")
    assert screen.success[0].value == "陈明用 20 枚换了 1 张“早点券”，现有 30 枚。"
    fresh = str(ask(path, "select code from vouchers where entry_id is not null")[0])
    assert grouped(fresh) in said(screen)
    with connection.opened(path) as db:
        assert books.balance(db, CHEN) == 30


def test_a_voucher_given_by_mistake_is_undone_in_one_tap(enter: Go, path: Path):
    screen = enter("clerk", "vouchers")
    for _ in ("the wrong person", "and once more"):
        screen.text_input(key="search:voucher").set_value("陈明").run()
        screen.button(key=f"pick:voucher:{CHEN}").click().run()
        press(screen, "换 1 张，扣 20 枚")
        press(screen, "撤销")
        assert screen.success[0].value == "“早点券”已撤销，那张券不能再用。20 枚已退回。"
        assert "撤销" not in labels(screen)
    assert ask(path, "select count(*) from vouchers where state = 'void'") == [2]
    with connection.opened(path) as db:
        assert books.balance(db, CHEN) == 50


def test_a_child_is_asked_for_the_guardian_before_points_are_taken(enter: Go, path: Path):
    with connection.opened(path) as db:
        earn(visit_of(db, "clerk", NOW), CHILD, 50)
    screen = enter("clerk", "vouchers")
    screen.text_input(key="search:voucher").set_value("陈小禾").run()
    screen.button(key=f"pick:voucher:{CHILD}").click().run()
    press(screen, "换 1 张")
    assert "监护人" in screen.error[0].value
    screen.checkbox[0].check().run()
    press(screen, "换 1 张")
    assert "陈小禾用 20 枚换了 1 张" in screen.success[0].value


def test_the_statistics_of_a_batch_name_each_merchant(enter: Go, path: Path):
    press(enter("merchant", "use", c=code(path)), "核销")
    for who in ("clerk", "accountant"):
        screen = opened(open_tab(enter, who, "批次"), "batches:2")
        assert "在手里 **1** · 已用 **1** · 已结 **0**" in said(screen)
        assert "用掉 5.00 元，其中已结 0.00 元；手里的都用完是 10.00 元" in said(screen)
    with connection.opened(path) as db:
        (line,) = batches.batch_uses(visit_of(db, "accountant", NOW), 2)
    assert (line.merchant, line.used, line.settled, line.used_fen) == ("老街包子铺", 1, 0, 5_00)


def test_giving_to_nobody_says_what_is_missing(enter: Go):
    screen = enter("clerk", "vouchers")
    press(screen, "换 1 张")
    assert "还没选是谁" in screen.error[0].value


def test_a_campaign_is_handed_out_without_names_and_printed(enter: Go, path: Path):
    screen = enter("clerk", "vouchers")
    press(screen, "发出")
    assert "发几张还没填" in screen.error[0].value
    screen.number_input[0].set_value(12).run()
    press(screen, "发出 12 张")
    assert "发出 12 张，还剩 46 张" in screen.success[0].value
    sheet = enter("clerk", "vouchers", print="2")
    shown = said(sheet)
    for each in ask(path, "select code from vouchers where state = 'issued'"):
        assert grouped(str(each)) in shown
    assert "现在用的是本机网址" in shown


def test_the_sheet_of_codes_is_for_those_who_manage_them(enter: Go, path: Path):
    for who in ("accountant", "supervisor"):
        screen = enter(who, "vouchers", print="2")
        assert "没有“管消费券”" in screen.error[0].value
        assert grouped(code(path)) not in said(screen)
    assert "print" in enter("clerk", "vouchers", print="x").query_params
    assert "找不到这批券" in enter("clerk", "vouchers", print="999").error[0].value


def test_a_voucher_is_looked_up_and_taken_back_with_a_reason(enter: Go, path: Path):
    screen = open_tab(enter, "clerk", "发券")
    screen.text_input(key="voucher:code").set_value(code(path)).run()
    assert "不记名" in said(screen)
    press(screen, "作废")
    assert screen.error[0].value == "作废原因还没填。"
    next(t for t in screen.text_input if t.label == "为什么作废").set_value("印坏了").run()
    press(screen, "作废")
    assert "已作废：印坏了" in screen.success[0].value
    assert ask(path, "select count(*) from vouchers where state = 'void'") == [1]


def test_a_settlement_goes_through_three_hands_and_is_paid(enter: Go, path: Path):
    for at in range(2):
        press(enter("merchant", "use", c=code(path)), "核销")
    screen = open_tab(enter, "clerk", "商户结算")
    assert "点一下结到哪个月" in said(screen) and "做结算单" not in labels(screen)
    months = screen.button_group(key="settle:month")
    months.set_value(f"{TODAY.replace(day=1) - timedelta(days=1):%Y-%m}").run()
    assert "没有要结算的券" in said(screen), "last month had none"
    screen.button_group(key="settle:month").set_value(f"{TODAY:%Y-%m}").run()
    assert "2 张" in said(screen) and "共 10.00 元" in said(screen)
    press(screen, "做结算单")
    assert "第 1 号结算单做好了" in screen.success[0].value
    assert "复核，数目对" not in labels(screen)
    press(open_tab(enter, "clerk2", "商户结算"), "复核，数目对")
    assert "批准付款" not in labels(open_tab(enter, "clerk", "商户结算"))
    assert "发券" not in [tab.label for tab in enter("accountant", "vouchers").tabs]
    screen = press(open_tab(enter, "accountant", "商户结算"), "批准付款")
    press(screen, "已经付了")
    assert screen.error[0].value == "付款凭证号还没填。"
    next(t for t in screen.text_input if t.label == "付款凭证号").set_value("转账 88").run()
    press(screen, "已经付了")
    assert "已付给老街包子铺，凭证 转账 88" in screen.success[0].value
    assert ask(path, "select state, count(*) from vouchers where settlement_id = 1") == ["settled"]
    assert "已付款" in said(enter("merchant", "use"))
    screen = open_tab(enter, "clerk", "商户结算")
    assert "付给老街包子铺，凭证 转账 88" in said(screen)
    table = opened(screen, "settlements:1").table[0]
    assert len(table.value) == 2, "the vouchers of a paid one are a tap away"


def test_a_shop_is_added_and_closed(enter: Go, path: Path):
    screen = open_tab(enter, "clerk", "商户")
    next(t for t in screen.text_input if t.label == "店名").set_value("城南米粉").run()
    next(t for t in screen.text_input if t.label == "收款户名").set_value("城南米粉店").run()
    press(screen, "加这家店")
    assert screen.error[0].value == "还没填：哪一类。"
    (group,) = ask(path, "select min(id) from merchant_groups")
    next(g for g in screen.button_group if g.label == "哪一类").set_value(group).run()
    press(screen, "加这家店")
    assert "商户“城南米粉”记好了" in screen.success[0].value
    press(screen, "停用")
    assert "“老街包子铺”已停用" in screen.success[0].value
    assert "停用" not in labels(open_tab(enter, "supervisor", "商户"))


# The account of a merchant -------------------------------------------------------------------


def test_a_merchants_account_names_its_shop(path: Path):
    paper = NewAccount("m", "baozi", "包子铺老板", Role.MERCHANT, community.PASSWORD)
    with connection.opened(path) as db:
        admin = visit_of(db, "admin", NOW)
        with pytest.raises(Invalid, match="商户"):
            accounts.create_account(admin, paper)
        id = accounts.create_account(admin, replace(paper, merchant_id=BUNS)).id
        assert accounts.account(db, id).merchant_id == BUNS
        with pytest.raises(Invalid):
            accounts.change_role(admin, id, Role.MERCHANT, None)
        accounts.change_role(admin, id, Role.MERCHANT, None, NOODLES)
        assert accounts.user(db, "baozi").only_merchant == NOODLES
        accounts.change_role(admin, id, Role.VOLUNTEER, None)
        assert accounts.user(db, "baozi").merchant_id is None
        assert accounts.user(db, "baozi").only_merchant is None


def test_the_accounts_page_shows_whose_shop_it_is(enter: Go):
    assert "老街包子铺" in said(enter("admin", "people"))
