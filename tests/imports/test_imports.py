"""One way in for every list: the preview is the write, one transaction, and it can be taken back."""

import json
from datetime import timedelta

import pytest
from sqlite_utils import Database

from db.imports import batches, previews
from db.imports.feature import INVARIANTS
from db.imports.lists import brought
from db.points_shop import shelf
from db.vouchers import merchants
from db.writes import inside_gate
from domain.errors import Invalid, NotAllowed, WrongState
from domain.imports.batches import Import, before_words
from domain.imports.mapping import chosen, kept
from domain.imports.reading import read_entries
from domain.points_shop import NewItem
from tests.brought import bring, heads, plan, told, xlsx
from tests.community import NOW, account_id, visit_of
from ui.list_books import template_xlsx

SHOPS = ("店名", "哪一类", "收款户名")
NEW_SHOPS = xlsx(
    SHOPS,
    ("老王热干面", "早点", "王建国"),
    ("春和书店", "文具", "李芳"),
    ("理发店", "理发", "张三"),
)


@pytest.fixture
def clerk(small: Database):
    return visit_of(small, "clerk")


def shops(db: Database) -> dict[str, tuple[str, str]]:
    return {shop.name: (shop.group_name, shop.payee) for shop in merchants.merchants(db)}


# What a preview says ---------------------------------------------------------------------------


def test_a_preview_says_of_each_row_what_it_would_do_and_stores_nothing(small: Database, clerk):
    there = next(iter(shops(small)))
    kind, payee = shops(small)[there]
    content = xlsx(
        ("2026年商户名单",), SHOPS,
        ("老王热干面", kind, "王建国"), (there, kind, payee), (there[::-1], "文具", "李芳"),
        ("缺类别的店", "", "赵六"), ("合计", "", "3"),
    )  # fmt: skip
    before = shops(small)
    made = plan(clerk, "merchants", content)
    assert told(made) == {
        "3": "新增", "4": "一样", "5": "看一眼：还没有“文具”这一类，会新建", "6": "不能收：没有哪一类。",
    }  # fmt: skip
    assert "合计和签名没有读：第 7（合计） 行" in "".join(made.table.notes)
    assert shops(small) == before and not small.conn.in_transaction
    assert not small.execute("select count(*) from merchant_groups where name = '文具'").fetchone()[
        0
    ]


def test_what_is_there_stays_unless_its_column_follows_the_file(small: Database, clerk):
    there = next(iter(shops(small)))
    kind, _ = shops(small)[there]
    content = xlsx(SHOPS, (there, kind, "新的户名"))
    old = shops(small)[there][1]
    assert told(plan(clerk, "merchants", content)) == {"2": f"一样：收款户名 还是{old}"}
    made = plan(clerk, "merchants", content, "收款户名")
    assert told(made) == {"2": f"更新：收款户名 {old}→新的户名"}
    bring(clerk, "merchants", content, made=made)
    assert shops(small)[there] == (kind, "新的户名")


def test_an_empty_cell_never_erases(small: Database, clerk):
    shelf.add_item(visit_of(small, "clerk"), NewItem("s", "抽纸", 20, 3, 9))
    content = xlsx(("物品", "一件几枚", "每人每年几件", "库存几件"), ("抽纸", 20, 3, None))
    assert told(plan(clerk, "goods", content, "库存几件")) == {"2": "一样"}


def test_the_same_thing_in_two_rows_is_a_problem_of_both(clerk):
    content = xlsx(SHOPS, ("老王热干面", "早点", "王建国"), ("老王热干面", "早点", "王小二"))
    assert set(told(plan(clerk, "merchants", content))) == {"2", "3"}
    assert "写了 2 次（第 2、3 行）" in told(plan(clerk, "merchants", content))["2"]


def test_what_the_write_would_refuse_is_known_in_the_preview(clerk):
    """The preview is the write, rolled back: a rule that only the write has is not missed."""
    plainly = brought("merchants").write

    @inside_gate
    def strict(visit, estate_id, rows):
        if any("书店" in row.entry.named for row in rows):
            raise Invalid("书店不收。")
        return plainly(visit, estate_id, rows)

    object.__setattr__(brought("merchants"), "write", strict)
    try:
        assert told(plan(clerk, "merchants", NEW_SHOPS)) == {
            "2": "新增", "3": "不能收：书店不收。", "4": "新增",
        }  # fmt: skip
    finally:
        object.__setattr__(brought("merchants"), "write", plainly)


# Writing ----------------------------------------------------------------------------------------


def test_a_list_is_written_once_with_its_rows_and_a_receipt(small: Database, clerk):
    first = bring(clerk, "merchants", NEW_SHOPS)
    assert first.told == "“名单.xlsx”写好了：新增 3 行。"
    assert shops(small)["春和书店"] == ("文具", "李芳")
    rows = small.execute("select number, decision, raw from import_rows order by number").fetchall()
    assert [(n, d) for n, d, _ in rows] == [(2, "new"), (3, "new"), (4, "new")]
    assert json.loads(rows[0][2]) == {"店名": "老王热干面", "哪一类": "早点", "收款户名": "王建国"}


def test_a_second_click_on_the_same_slip_writes_nothing_twice(small: Database, clerk):
    made = plan(clerk, "merchants", NEW_SHOPS)
    first = bring(clerk, "merchants", NEW_SHOPS, slip="s1", made=made)
    assert bring(clerk, "merchants", NEW_SHOPS, slip="s1", made=made) == first
    with pytest.raises(WrongState):
        bring(clerk, "merchants", NEW_SHOPS, slip="s2", made=made)
    assert small.execute("select count(*) from import_batches").fetchone()[0] == 1


def test_a_row_that_waits_is_written_only_when_somebody_took_it(small: Database, clerk):
    receipt = bring(clerk, "merchants", NEW_SHOPS, answers={})
    assert receipt.told == "“名单.xlsx”写好了：新增 2 行，1 行没选，没写。"
    assert "春和书店" not in shops(small)


def test_the_second_of_two_previews_goes_stale_and_says_so(small: Database, clerk):
    mine = plan(clerk, "merchants", NEW_SHOPS)
    other = visit_of(small, "clerk2")
    bring(other, "merchants", xlsx(SHOPS, ("别人的店", "早点", "钱七")))
    with pytest.raises(WrongState, match="预览以后这里有人改过，什么也没写"):
        bring(clerk, "merchants", NEW_SHOPS, made=mine)
    assert "老王热干面" not in shops(small)
    bring(clerk, "merchants", NEW_SHOPS)
    assert "老王热干面" in shops(small)


def test_a_file_that_came_before_says_when(small: Database, clerk):
    receipt = bring(clerk, "merchants", NEW_SHOPS)
    batch = batches.batches(clerk, 5)[0]
    before = batches.brought_before(clerk, "merchants", batch.sha256)
    assert before is not None and before.id == receipt.id
    said = before_words(before, NOW.date() + timedelta(days=40))
    assert said.startswith("这个文件 3月18日 9:40 由") and "导过：新增 3" in said
    assert set(told(plan(clerk, "merchants", NEW_SHOPS)).values()) == {"一样"}


def test_a_mapping_somebody_confirmed_is_known_for_that_heading_row_alone(clerk):
    twice = ("店名", "户名", "户名", "类别")
    content = xlsx(twice, ("老王热干面", "错的", "王建国", "早点"))
    rows, found = heads(clerk, "merchants", content)
    assert found[0].asked == ("收款户名",)
    places = {**found[0].places, "收款户名": (2,)}
    listing = brought("merchants").listing
    table = read_entries(rows, listing, [chosen(found[0], places)])
    made = previews.preview(clerk, "merchants", None, table, ())
    paper = Import("s", "merchants", "店.xlsx", "0" * 64, None, made.facts, 1, made, {},
                   {found[0].print: kept(places)})  # fmt: skip
    batches.import_list(clerk, paper)
    assert heads(clerk, "merchants", xlsx(twice, ("二店", "x", "y", "早点")))[1][0].asked == ()
    other = xlsx(("序号", *twice), (1, "二店", "x", "y", "早点"))
    assert heads(clerk, "merchants", other)[1][0].asked == ("收款户名",)


def test_nothing_to_write_is_refused(clerk):
    bring(clerk, "merchants", NEW_SHOPS)
    with pytest.raises(Invalid, match="没有要写的"):
        bring(clerk, "merchants", NEW_SHOPS, slip="again")


def test_a_write_that_fails_in_the_middle_leaves_nothing(small: Database, clerk, monkeypatch):
    made = plan(clerk, "merchants", NEW_SHOPS)
    before = shops(small)
    monkeypatch.setattr(batches, "_forget_old_rows", lambda visit: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring(clerk, "merchants", NEW_SHOPS, made=made)
    assert shops(small) == before
    assert not small.execute("select count(*) from import_batches").fetchone()[0]


def test_only_who_may_do_the_rows_may_bring_them(small: Database):
    with pytest.raises(NotAllowed):
        plan(visit_of(small, "grid"), "merchants", NEW_SHOPS)


# Taking it back ---------------------------------------------------------------------------------


def test_a_batch_is_taken_back_whole_while_nothing_was_used(small: Database, clerk):
    before = shops(small)
    receipt = bring(clerk, "merchants", NEW_SHOPS)
    assert batches.undo_import(clerk, receipt.id).told == "“名单.xlsx”撤销了 3 行。"
    assert shops(small) == before
    with pytest.raises(WrongState, match="已经撤销过"):
        batches.undo_import(clerk, receipt.id)
    bring(clerk, "merchants", NEW_SHOPS, slip="once more")
    assert "春和书店" in shops(small)


def test_what_was_used_stays_and_is_named(small: Database, clerk):
    receipt = bring(clerk, "merchants", NEW_SHOPS)
    shop = next(s for s in merchants.merchants(small) if s.name == "春和书店")
    small.execute(
        "update accounts set merchant_id = ? where id = ?", [shop.id, account_id("merchant")]
    )
    told_ = batches.undo_import(clerk, receipt.id).told
    assert told_ == "“名单.xlsx”撤销了 2 行。1 行留着：第 3 行已经开了账号。"
    assert "春和书店" in shops(small) and "老王热干面" not in shops(small)
    assert small.execute("select stays from import_rows where number = 3").fetchone()[0]


def test_a_cell_that_was_changed_again_stays(small: Database, clerk):
    there = next(iter(shops(small)))
    kind, old = shops(small)[there]
    receipt = bring(clerk, "merchants", xlsx(SHOPS, (there, kind, "甲甲")), "收款户名")
    bring(clerk, "merchants", xlsx(SHOPS, (there, kind, "乙乙")), "收款户名")
    assert "第 2 行后来又改过" in batches.undo_import(clerk, receipt.id).told
    assert shops(small)[there][1] == "乙乙"
    batches.undo_import(clerk, receipt.id + 1)
    assert shops(small)[there][1] == "甲甲" != old


def test_somebody_elses_batch_is_taken_back_by_the_secretary_alone(small: Database, clerk):
    receipt = bring(clerk, "merchants", NEW_SHOPS)
    assert not batches.may_undo(visit_of(small, "clerk2"), receipt.id)
    with pytest.raises(NotAllowed, match="撤销别人的导入"):
        batches.undo_import(visit_of(small, "clerk2"), receipt.id)
    batches.undo_import(visit_of(small, "secretary"), receipt.id)


def test_rows_are_purged_after_ninety_days_and_the_line_stays(small: Database, clerk):
    old = bring(clerk, "merchants", NEW_SHOPS)
    later = visit_of(small, "clerk", NOW + timedelta(days=91))
    bring(later, "merchants", xlsx(SHOPS, ("新店", "早点", "钱七")))
    assert (
        small.execute("select count(*) from import_rows where batch_id = ?", [old.id]).fetchone()[0]
        == 0
    )
    assert [batch.id for batch in batches.batches(later, 5)] == [old.id + 1, old.id]
    with pytest.raises(WrongState, match="过了 90 天"):
        batches.undo_import(later, old.id)


# Goods: numbers, and a stock book that only grows ----------------------------------------------

GOODS = ("品名", "积分", "限量", "库存")


def test_goods_come_with_their_stock_and_leave_the_shelf_empty(small: Database, clerk):
    receipt = bring(clerk, "goods", xlsx(GOODS, ("抽纸", "20", 3, "12 件"), ("香皂", "8.5", 3, 1)))
    one = next(item for item in shelf.items(small) if item.name == "抽纸")
    assert (one.price, one.limit_each, one.stock) == (20, 3, 12)
    assert "1 行不能收" in receipt.told
    batches.undo_import(clerk, receipt.id)
    gone = shelf.item(small, one.id)
    assert (gone.stock, gone.is_offered) == (0, False)
    made = plan(clerk, "goods", xlsx(GOODS, ("抽纸", "25", 3, 10)))
    assert told(made) == {"2": "看一眼：“抽纸”已经下架，收了就重新上架"}
    bring(clerk, "goods", xlsx(GOODS, ("抽纸", "25", 3, 10)), made=made)
    again = shelf.item(small, one.id)
    assert (again.price, again.stock, again.is_offered) == (25, 10, True)


def test_a_thing_somebody_reserved_stays(small: Database, clerk):
    receipt = bring(clerk, "goods", xlsx(GOODS, ("抽纸", 1, 3, 12)))
    one = next(item for item in shelf.items(small) if item.name == "抽纸")
    small.execute("insert into stock_moves (item_id, pieces, reason, moved_at, moved_by) values (?, 5, '进货', ?, 3)", [one.id, clerk.at])  # fmt: skip
    assert "第 2 行后来又进过货" in batches.undo_import(clerk, receipt.id).told
    assert shelf.item(small, one.id).stock == 17


@pytest.mark.parametrize("code", ["merchants", "goods"])
def test_what_was_exported_and_comes_back_changes_nothing(small: Database, clerk, code: str):
    shelf.add_item(clerk, NewItem("s", "抽纸", 20, 3, 9))
    listing = brought(code).listing
    there = previews.rows_there(clerk, code, None)
    made = plan(clerk, code, template_xlsx(listing.title, listing.template, there))
    assert len(made.table.good) == len(there) > 0
    assert set(told(made).values()) == {"一样"}


def test_the_counts_of_a_batch_are_held_against_its_rows(small: Database, clerk):
    bring(clerk, "merchants", NEW_SHOPS)
    assert small.execute(INVARIANTS[0].sql).fetchall() == []
    small.execute("delete from import_rows where number = 2")
    assert small.execute(INVARIANTS[0].sql).fetchall() == [("导入 1",)]
