"""撤销搬走、撤销过户、认作居民: taken back the same day, as if it had not been; one human is one row."""

from datetime import timedelta

import pytest
from sqlite_utils import Database

from db.registry_book import gaps, homes, owners, reading, undoing, units
from db.registry_book.checks import INVARIANTS
from db.registry_book.door import check_unit
from db.visit import Visit
from domain.errors import Invalid, NotAllowed, WrongState
from domain.registry_book.door import Found
from domain.registry_book.homes import MovingOut
from domain.registry_book.sales import Sale
from domain.registry_book.undoing import MoveUndone, OwnerTie, SaleUndone
from tests.community import CHEN, ELDER, NOW, TODAY, visit_of

TOMORROW = NOW + timedelta(days=1)
SALE = Sale("s", 1, TODAY, "李四、王五", "13900007777")


@pytest.fixture
def clerk(small: Database) -> Visit:
    yield visit_of(small, "clerk")
    assert [rule.code for rule in INVARIANTS if small.execute(rule.sql).fetchone()] == []


def one(db: Database, sql: str, *given: object) -> object:
    (found,) = db.execute(sql, given).fetchone()
    return found


def move_out(clerk: Visit) -> int:
    home = int(one(clerk.db, "select id from residencies where resident_id = ?", CHEN))
    homes.move_out(clerk, MovingOut("o", home, TODAY))
    return home


def test_who_did_not_move_out_lives_there_as_before(clerk: Visit):
    before = reading.people(clerk, 1)
    home = move_out(clerk)
    assert [gone.name for gone in undoing.gone_today(clerk, 1)] == ["陈明"]
    paper = MoveUndone("u", home, "点错了一户")
    assert (
        undoing.undo_move_out(clerk, paper).told == "撤销了：陈明还住在 1-1-101。原因：点错了一户。"
    )
    after = reading.people(clerk, 1)
    assert [(line.name, line.role, line.from_on) for line in after] == [
        (line.name, line.role, line.from_on) for line in before
    ]
    assert one(clerk.db, "select unit_id from residents where id = ?", CHEN) == 1
    keys = "select count(*) from resident_keys where resident_id = ? and key = '1-1-101'"
    assert one(clerk.db, keys, CHEN) == 1
    assert [(line.what, line.why) for line in reading.past(clerk, 1)] == [
        ("居住由“陈明搬走”改为“还住在这里”", "点错了一户")]  # fmt: skip
    assert undoing.gone_today(clerk, 1) == []
    with pytest.raises(WrongState, match="现在就登记住在"):
        undoing.undo_move_out(clerk, MoveUndone("u2", home, "再来一次"))


def test_the_next_day_the_opposite_is_done(clerk: Visit):
    home = move_out(clerk)
    later = visit_of(clerk.db, "clerk", TOMORROW)
    assert undoing.gone_today(later, 1) == []
    with pytest.raises(WrongState, match="当天撤销。现在请按“搬进来”登记陈明"):
        undoing.undo_move_out(later, MoveUndone("u", home, "点错了一户"))
    units.sell(clerk, SALE)
    assert undoing.sold_today(clerk, 1) and not undoing.sold_today(later, 1)
    with pytest.raises(WrongState, match="再登记一次过户"):
        undoing.undo_sale(later, SaleUndone("v", 1, "点错了一户"))
    with pytest.raises(Invalid, match="为什么撤销"):
        undoing.undo_sale(clerk, SaleUndone("w", 1, " "))


def test_a_sale_that_was_none_leaves_the_owners_with_their_numbers(clerk: Visit):
    db = clerk.db
    db.execute("insert into owner_members (owner_group_id, name, share) values (1, '张三', '1/2')")
    db.execute(
        "insert into contacts (owner_member_id, number, kind) values (1, '13900002222', 'mobile')"
    )
    before = [(line.name, line.share) for line in reading.owners(clerk, 1)]
    numbers = [(line.who, line.number) for line in reading.numbers(clerk, 1)]
    since = reading.unit(clerk, 1).since
    units.sell(clerk, SALE)
    told = undoing.undo_sale(clerk, SaleUndone("u", 1, "点错了一户")).told
    assert told == "1-1-101 的过户撤销了，产权人还是原来的。原因：点错了一户。"
    assert [(line.name, line.share) for line in reading.owners(clerk, 1)] == before
    assert [(line.who, line.number) for line in reading.numbers(clerk, 1)] == numbers
    assert reading.unit(clerk, 1).since == since
    assert one(db, "select owner_group_id from units where id = 1") == 1
    assert [line.what for line in reading.past(clerk, 1)] == ["产权人由“过户”改为“没有过户”"]
    with pytest.raises(WrongState, match="没有可以撤销的过户"):
        undoing.undo_sale(clerk, SaleUndone("u2", 1, "再来一次"))
    units.sell(clerk, Sale("again", 1, TODAY, "赵六"))
    assert [line.name for line in reading.owners(clerk, 1)] == ["赵六"]
    assert "产权人：张三" in [line.what for line in reading.past(clerk, 1)]


def test_what_the_developer_did_not_sell_is_unsold_again(clerk: Visit):
    clerk.db.execute("update owner_groups set kind = 'developer' where id = 1")
    clerk.db.execute("update units set sale = 'unsold' where id = 1")
    units.sell(clerk, SALE)
    undoing.undo_sale(clerk, SaleUndone("u", 1, "点错了一户"))
    assert reading.unit(clerk, 1).developer
    assert one(clerk.db, "select sale from units where id = 1") == "unsold"


def tied(clerk: Visit, name: str = "陈明", tail: str | None = "1231") -> int:
    return int(
        one(
            clerk.db,
            "insert into owner_members (owner_group_id, name, id_tail, share)"
            " values (1, ?, ?, '1/2') returning id",
            name,
            tail,
        )
    )


def test_an_owner_by_name_is_the_resident_with_all_numbers(clerk: Visit):
    member = tied(clerk)
    clerk.db.execute(
        "insert into contacts (owner_member_id, number, kind) values (?, '13800001001', 'mobile'),"
        " (?, '027-87654321', 'landline')",
        [member, member],
    )
    told = owners.tie_owner(clerk, OwnerTie("t", member, CHEN)).told
    assert told == "1-1-101 的产权人陈明，就是居民陈明。"
    assert [(line.resident_id, line.name, line.share) for line in reading.owners(clerk, 1)] == [
        (CHEN, "陈明", "1/2")]  # fmt: skip
    assert [line.number for line in reading.numbers(clerk, 1)] == ["13800001001", "027-87654321"]
    assert one(clerk.db, "select id_tail from residents where id = ?", CHEN) == "1231"
    with pytest.raises(WrongState, match="刚改过"):
        owners.tie_owner(clerk, OwnerTie("t2", member, CHEN))
    again = tied(clerk)
    with pytest.raises(WrongState, match="已经是这套房的产权人"):
        owners.tie_owner(clerk, OwnerTie("t3", again, CHEN))


def test_another_name_and_another_last_four_are_other_people(clerk: Visit):
    member = tied(clerk)
    with pytest.raises(Invalid, match="产权人叫陈明，这位居民叫王淑芬"):
        owners.tie_owner(clerk, OwnerTie("t", member, ELDER))
    clerk.db.execute("update residents set id_tail = '9999' where id = ?", [CHEN])
    with pytest.raises(WrongState, match="后四位不一样"):
        owners.tie_owner(clerk, OwnerTie("t2", member, CHEN))


def test_what_nobody_confirmed_for_a_year_is_named(clerk: Visit):
    assert len(gaps.unconfirmed(clerk)) == 20, "flats; neither the shop nor the parking space"
    check_unit(clerk, 1, Found.SAME, slip="a")
    check_unit(clerk, 2, Found.NOBODY, slip="b")
    assert 1 not in [gap.unit_id for gap in gaps.unconfirmed(clerk)]
    assert 2 in [gap.unit_id for gap in gaps.unconfirmed(clerk)]
    later = visit_of(clerk.db, "clerk", NOW + timedelta(days=365))
    assert len(gaps.unconfirmed(later)) == 20


@pytest.mark.parametrize("who", ["grid", "property", "supervisor", "leader"])
def test_only_the_office_takes_back_and_ties(clerk: Visit, who: str):
    home, other, member = move_out(clerk), visit_of(clerk.db, who), tied(clerk)
    units.sell(clerk, SALE)
    for write, paper in ((undoing.undo_move_out, MoveUndone("u", home, "点错了")),
                         (undoing.undo_sale, SaleUndone("v", 1, "点错了")),
                         (owners.tie_owner, OwnerTie("t", member, CHEN))):  # fmt: skip
        with pytest.raises(NotAllowed):
            write(other, paper)
    with pytest.raises(NotAllowed):
        undoing.gone_today(other, 1)
