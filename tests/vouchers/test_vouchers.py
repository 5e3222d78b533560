"""消费券: made by two people, given once, with points or in a campaign."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db import connection
from db.points_ledger import books
from db.vouchers import batches, disputes, giving, merchants
from db.vouchers import pieces as vouchers_pieces
from domain.errors import DomainError, Invalid, NotAllowed, NotFound, SamePerson, WrongState
from domain.points_ledger.lots import NotEnough
from domain.vouchers.batches import NewMerchant
from domain.vouchers.pieces import Gift, Redemption
from tests import community
from tests.community import BREAKFAST, CHEN, CHILD, TODAY
from tests.ledger import column, earn
from tests.voucher_desk import (
    CAMPAIGN,
    SPRING,
    approved,
    code_of,
    exchanged,
    handed_out,
    states,
    used,
)


def test_a_batch_is_made_with_all_its_codes_and_nothing_leaves_before_the_approval(db, at):
    told = batches.create_batch(at(), SPRING)
    assert "60 张" in told.told
    assert "300.00 元" in told.told
    assert states(db) == {"created": 60}
    earn(at(), CHEN, 40)
    with pytest.raises(WrongState):
        giving.redeem_for_voucher(at(), Redemption("x", told.id, CHEN))
    assert books.balance(db, CHEN) == 40, "nothing was taken for what was not given"


def test_the_maker_of_a_batch_cannot_let_it_out(db, at):
    id = batches.create_batch(at(), SPRING).id
    with pytest.raises(SamePerson):
        batches.approve_batch(at(), id)
    batches.approve_batch(at("secretary"), id)
    with pytest.raises(WrongState):
        batches.approve_batch(at("clerk2"), id)


@pytest.mark.parametrize(
    "change",
    [
        {"budget_fen": 299_99},
        {"face_fen": 0},
        {"face_fen": -5_00},
        {"face_fen": 500_01},
        {"pieces": 0},
        {"pieces": 10_001, "budget_fen": 10**9},
        {"points_price": -1},
        {"points_price": 2_001},
        {"title": " "},
        {"title": "5元早餐券"},
        {"title": "十 元早餐券"},
        {"title": "￥5 早餐券"},
        {"title": "五块早餐券"},
        {"title": "券" * 31},
        {"fund_source": ""},
        {"group_id": 99},
        {"valid_to": date(2026, 3, 17)},
        {"valid_from": date(2026, 7, 1)},
        {"valid_from": date(2025, 1, 1)},
        {"valid_to": date(2027, 3, 20)},
    ],
    ids=str,
)
def test_what_does_not_add_up_is_refused(db, at, change: dict[str, Any]):
    with pytest.raises(Invalid):
        batches.create_batch(at(), replace(SPRING, **change))
    assert states(db) == {}


def test_a_batch_may_be_named_after_the_lantern_festival(db, at):
    batches.create_batch(at(), replace(SPRING, title="元宵节便民券"))


def test_no_word_of_money_stands_beside_points(db, at):
    earn(at(), CHEN, 20)
    id = exchanged(db, approved(db, SPRING))
    reason = column(db, "select reason from point_entries order by id desc limit 1")
    told = column(db, f"select told from audit_log where made_id = {id} and action like '%issue%'")
    for words in [*reason, *told]:
        assert "元" not in str(words)
        assert "¥" not in str(words)
        assert "早点券" in str(words)


def test_the_file_itself_keeps_a_batch_as_it_was_approved(db):
    id = approved(db)
    for change in ("face_fen = 900", "budget_fen = 999999", "pieces = 1", "title = 'x'"):
        with pytest.raises(connection.IntegrityError):
            db.execute(f"update voucher_batches set {change} where id = {id}")
    with pytest.raises(connection.IntegrityError):
        db.execute("delete from vouchers")


def test_points_become_a_voucher_and_the_balance_is_told(db, at):
    batch = approved(db, SPRING)
    earn(at(), CHEN, 50)
    receipt = giving.redeem_for_voucher(at(), Redemption("s", batch, CHEN))
    assert receipt.told == "陈明用 20 枚换了 1 张“早点券”，现有 30 枚。"
    again = giving.redeem_for_voucher(at(), Redemption("s", batch, CHEN))
    assert again == receipt, "a second click is the same slip"
    assert states(db) == {"created": 59, "issued": 1}
    assert books.books(db).redeemed == 20
    assert books.books(db).balanced


def test_the_receipt_and_the_audit_never_hold_the_code_of_a_fresh_voucher(db, at):
    earn(at(), CHEN, 50)
    code = code_of(db, exchanged(db, approved(db, SPRING)))
    for line in column(db, "select detail || told from audit_log"):
        assert code not in str(line)
        assert code[:5] not in str(line)


def test_whoever_holds_too_little_gets_nothing(db, at):
    batch = approved(db, SPRING)
    earn(at(), CHEN, 19)
    with pytest.raises(NotEnough) as refusal:
        exchanged(db, batch)
    assert refusal.value.short == 1
    assert states(db) == {"created": 60}


def test_a_child_comes_with_the_guardian(db, at):
    batch = approved(db, SPRING)
    earn(at(), CHILD, 50)
    with pytest.raises(Invalid):
        giving.redeem_for_voucher(at(), Redemption("a", batch, CHILD))
    giving.redeem_for_voucher(at(), Redemption("b", batch, CHILD, guardian_agrees=True))


def test_a_campaign_takes_no_points_and_a_priced_voucher_is_not_given_away(db, at):
    campaign, priced = approved(db), approved(db, SPRING)
    with pytest.raises(Invalid):
        giving.redeem_for_voucher(at(), Redemption("a", campaign, CHEN))
    with pytest.raises(Invalid):
        giving.give_voucher(at(), Gift("b", priced))
    giving.give_voucher(at(), Gift("c", campaign, resident_id=CHEN))
    giving.give_voucher(at(), Gift("d", campaign, 12))
    assert states(db) == {"created": 107, "issued": 13}
    assert column(db, "select count(*) from point_entries") == [0]


def test_nobody_gives_a_campaign_voucher_to_the_own_household(db, at):
    campaign = approved(db)
    for own in (community.CLERK_AT_HOME, community.CLERKS_WIFE):
        with pytest.raises(NotAllowed):
            giving.give_voucher(at(), Gift("own", campaign, resident_id=own))
    giving.give_voucher(at("clerk2"), Gift("ok", campaign, resident_id=community.CLERK_AT_HOME))


def test_no_more_are_given_than_there_are(db, at):
    campaign = approved(db, replace(CAMPAIGN, pieces=3))
    for pieces in (4, 0, -1):
        with pytest.raises(DomainError):
            giving.give_voucher(at(), Gift(f"g{pieces}", campaign, pieces))
    giving.give_voucher(at(), Gift("all", campaign, 3))
    with pytest.raises(WrongState):
        giving.give_voucher(at(), Gift("one", campaign))


def test_nothing_is_given_after_the_last_day(db, at):
    campaign = approved(db)
    days = (CAMPAIGN.valid_to - TODAY).days
    giving.give_voucher(at(days=days), Gift("last day", campaign))
    with pytest.raises(WrongState):
        giving.give_voucher(at(days=days + 1), Gift("after", campaign))


def test_the_counts_of_a_batch_add_up(db, at):
    codes = handed_out(db, approved(db), 10)
    used(db, codes[:4])
    first = column(db, "select min(id) from vouchers where state = 'issued'")
    disputes.void_voucher(at(), int(str(first[0])), "印坏了")
    (found,) = batches.batches(at("supervisor"))
    assert (found.pieces, found.unissued, found.given) == (60, 50, 10)
    assert (found.used, found.settled, found.void) == (4, 0, 1)
    assert found.in_hand == len(vouchers_pieces.handed_out(at(), found.id, 99)) == 5


def test_groups_and_merchants_are_added_once(db, at):
    group = merchants.add_group(at(), "便利店").id
    paper = NewMerchant("m", group, " 小何便利店 ", "何记商贸")
    id = merchants.add_merchant(at(), paper).id
    shop = merchants.merchant(db, id)
    assert (shop.name, shop.group_name, shop.payee) == ("小何便利店", "便利店", "何记商贸")
    for wrong in (replace(paper, slip="n"), replace(paper, slip="o", name="另一家", group_id=99),
                  replace(paper, slip="p", name="另一家", payee="")):  # fmt: skip
        with pytest.raises(Invalid):
            merchants.add_merchant(at(), wrong)
    with pytest.raises(Invalid):
        merchants.add_group(at(), "便利店")
    assert [g.merchants for g in merchants.groups(db) if g.id == BREAKFAST] == [2]


def test_unknown_things_are_not_found(at):
    for deed in (
        lambda: batches.approve_batch(at(), 9),
        lambda: disputes.void_voucher(at(), 9, "没有这张"),
        lambda: merchants.close_merchant(at(), 9),
        lambda: giving.redeem_for_voucher(at(), Redemption("x", 9, CHEN)),
    ):
        with pytest.raises(NotFound):
            deed()
