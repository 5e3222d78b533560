"""Settling with merchants (商户结算): three people, one payment, every voucher at most once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from db import connection
from db.vouchers import disputes, pieces, settling
from domain.days import BEIJING
from domain.errors import Invalid, NotAllowed, SamePerson, WrongState
from domain.vouchers.settlements import NewSettlement, SettlementState
from tests.community import BUNS, NOODLES, NOW, visit_of
from tests.ledger import column
from tests.voucher_desk import (
    MARCH,
    approved,
    broken,
    drafted,
    handed_out,
    let_out,
    states,
    used,
)


def test_thirty_seven_vouchers_of_five_yuan_are_185_yuan(db, at):
    used(db, handed_out(db, approved(db), 37))
    (due,) = settling.unsettled(at("accountant"), "2026-03")
    assert (due.merchant, due.vouchers, due.amount_fen) == ("老街包子铺", 37, 185_00)
    told = settling.draft_settlement(at(), MARCH)
    assert "37 张，共 185.00 元" in told.told
    assert settling.unsettled(at(), "2026-03") == []
    let_out(db, told.id)
    paid = settling.pay_settlement(at("accountant"), told.id, " 转账 2026-0318-7 ")
    assert "185.00 元" in paid.told
    found = settling.settlement(db, told.id)
    assert (found.state, found.vouchers, found.amount_fen) == (SettlementState.PAID, 37, 185_00)
    assert (found.paid_on, found.payment_ref) == (NOW.date(), "转账 2026-0318-7")
    assert states(db) == {"created": 23, "settled": 37}
    assert len(settling.settlement_lines(at("supervisor"), told.id)) == 37


def test_three_different_people_sign(db, at):
    id = drafted(db)
    with pytest.raises(WrongState):
        settling.approve_settlement(at("accountant"), id)
    with pytest.raises(SamePerson):
        settling.verify_settlement(at("clerk"), id)
    settling.verify_settlement(at("secretary"), id)
    with pytest.raises(SamePerson):
        settling.approve_settlement(at("secretary"), id)
    with pytest.raises(WrongState):
        settling.pay_settlement(at("accountant"), id, "转账 1")
    settling.approve_settlement(at("accountant"), id)
    assert len(settling.settlement(db, id).hands()) == 3


def test_whoever_made_the_paper_approves_it_in_no_place(db, at):
    used(db, handed_out(db, approved(db), 3))
    id = settling.draft_settlement(at("secretary"), MARCH).id
    settling.verify_settlement(at("clerk"), id)
    with pytest.raises(SamePerson):
        settling.approve_settlement(at("secretary"), id)


def test_a_clerk_does_not_let_money_out_and_an_accountant_makes_no_paper(db, at):
    id = drafted(db)
    settling.verify_settlement(at("clerk2"), id)
    for who in ("clerk", "clerk2", "merchant", "supervisor"):
        with pytest.raises(NotAllowed):
            settling.approve_settlement(at(who), id)
        with pytest.raises(NotAllowed):
            settling.pay_settlement(at(who), id, "转账 1")
    with pytest.raises(NotAllowed):
        settling.draft_settlement(at("accountant"), replace(MARCH, slip="x"))


def test_the_file_refuses_the_same_hand_twice_and_a_step_left_out(db):
    id = drafted(db)
    for change in ("state = 'approved', checked_by = 4, approved_by = 5",
                   "state = 'checked', checked_by = 3", "amount_fen = 1", "vouchers = 36",
                   "state = 'paid', paid_on = '2026-03-18', payment_ref = 'x'"):  # fmt: skip
        with pytest.raises(connection.IntegrityError):
            db.execute(f"update settlements set {change} where id = {id}")
    db.execute(f"update settlements set state = 'checked', checked_by = 4 where id = {id}")
    for hand in (3, 4):
        with pytest.raises(connection.IntegrityError):
            db.execute(
                f"update settlements set state = 'approved', approved_by = {hand} where id = {id}"
            )
    with pytest.raises(connection.IntegrityError):
        db.execute(f"delete from settlements where id = {id}")
    with pytest.raises(connection.IntegrityError, match="is paid"):
        db.execute(f"update vouchers set state = 'settled' where settlement_id = {id}")


def test_a_voucher_is_on_one_settlement_at_most(db, at):
    first = drafted(db)
    with pytest.raises(WrongState):
        settling.draft_settlement(at(), replace(MARCH, slip="again"))
    used(db, handed_out(db, 1, 2))
    second = settling.draft_settlement(at(), replace(MARCH, slip="late ones")).id
    assert settling.settlement(db, second).vouchers == 2
    with pytest.raises(connection.IntegrityError):
        db.execute(f"update vouchers set settlement_id = {second} where settlement_id = {first}")


def test_a_month_takes_what_is_left_of_earlier_ones_and_nothing_later(db, at):
    codes = handed_out(db, approved(db), 6)
    used(db, codes[:2], now=datetime(2026, 3, 31, 23, 59, 59, tzinfo=BEIJING))
    used(db, codes[2:5], now=datetime(2026, 4, 1, 0, 0, tzinfo=BEIJING))
    used(db, codes[5:], now=datetime(2026, 4, 30, 23, 59, 59, tzinfo=BEIJING))
    with pytest.raises(Invalid):
        settling.draft_settlement(at(), replace(MARCH, month="2026-04"))
    april = settling.unsettled(at(days=30), "2026-04")
    assert [(due.vouchers, due.amount_fen) for due in april] == [(6, 30_00)]
    march = settling.draft_settlement(at(days=30), MARCH).id
    assert settling.settlement(db, march).vouchers == 2
    rest = settling.draft_settlement(at(days=30), NewSettlement("a", BUNS, "2026-04")).id
    assert settling.settlement(db, rest).vouchers == 4


@pytest.mark.parametrize("month", ["", "2026-3", "2026-13", "1999-01", "2026-00", "三月"])
def test_a_month_that_is_none_is_refused(at, month: str):
    with pytest.raises(Invalid):
        settling.draft_settlement(at(), replace(MARCH, month=month))


def test_each_merchant_is_settled_alone_and_sees_only_its_own(db, at):
    codes = handed_out(db, approved(db), 5)
    used(db, codes[:3])
    used(db, codes[3:], "merchant2")
    buns = settling.draft_settlement(at(), MARCH).id
    noodles = settling.draft_settlement(at(), NewSettlement("n", NOODLES, "2026-03")).id
    assert [s.id for s in settling.own_settlements(at("merchant"), BUNS)] == [buns]
    assert [s.id for s in settling.own_settlements(at("merchant2"), NOODLES)] == [noodles]
    with pytest.raises(NotAllowed):
        settling.own_settlements(at("merchant"), NOODLES)


def test_the_file_puts_no_voucher_on_another_merchants_paper(db, at):
    used(db, handed_out(db, approved(db), 1), "merchant2")
    db.execute("begin")
    db.execute(
        "insert into settlements (id, merchant_id, month, vouchers, amount_fen, state, created_by,"
        " created_at) values (9, 1, '2026-03', 1, 500, 'draft', 3, 'x')"
    )
    with pytest.raises(connection.IntegrityError, match="its merchant"):
        db.execute("update vouchers set settlement_id = 9 where state = 'used'")
    db.execute("rollback")


def test_a_withdrawn_settlement_frees_its_vouchers(db, at):
    id = drafted(db)
    let_out(db, id)
    with pytest.raises(Invalid):
        settling.withdraw_settlement(at(), id, "")
    told = settling.withdraw_settlement(at(), id, "面值看错了").told
    assert "37 张券可以重新结算" in told
    assert column(db, "select count(*) from vouchers where settlement_id is not null") == [0]
    again = settling.draft_settlement(at(), replace(MARCH, slip="again")).id
    let_out(db, again)
    settling.pay_settlement(at("secretary"), again, "转账 2")
    for deed in (lambda: settling.withdraw_settlement(at(), again, "已经付了"),
                 lambda: settling.withdraw_settlement(at(), id, "再撤一次"),
                 lambda: settling.pay_settlement(at("secretary"), again, "再付一次"),
                 lambda: settling.verify_settlement(at("clerk2"), again)):  # fmt: skip
        with pytest.raises(WrongState):
            deed()


def test_a_payment_needs_its_number_and_is_booked_once(db, at):
    id = drafted(db, 2)
    let_out(db, id)
    for ref in ("", " ", "\n", "x"):
        with pytest.raises(Invalid):
            settling.pay_settlement(at("accountant"), id, ref)
    first = settling.pay_settlement(at("accountant"), id, "转账 3", slip="s")
    assert settling.pay_settlement(at("accountant"), id, "转账 3", slip="s") == first


def test_a_questioned_voucher_is_left_out_and_one_on_a_paper_is_not_questioned(db, at):
    codes = handed_out(db, approved(db), 3)
    used(db, codes)
    one = pieces.look_up(at(), codes[0])
    disputes.dispute_voucher(at(), one.id, "居民说没去过")
    id = settling.draft_settlement(at(), MARCH).id
    assert settling.settlement(db, id).vouchers == 2
    other = pieces.look_up(at(), codes[1])
    with pytest.raises(WrongState, match=f"第 {id} 号结算单"):
        disputes.dispute_voucher(at(), other.id, "也有问题")
    disputes.resolve_dispute(at(), one.id, True, "有签名")
    assert settling.unsettled(at(), "2026-03")[0].vouchers == 1


def test_two_people_settling_at_once_put_no_voucher_on_two_papers(path: Path):
    with connection.opened(path) as db:
        used(db, handed_out(db, approved(db), 9))

    def draft(number: int) -> bool:
        with connection.opened(path) as db:
            try:
                paper = replace(MARCH, slip=f"slip-{number}")
                settling.draft_settlement(visit_of(db, "clerk"), paper)
            except WrongState:
                return False
            return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(draft, range(12))) == 1
    with connection.opened(path) as db:
        assert column(db, "select sum(vouchers) from settlements") == [9]
        assert broken(db) == []


def test_a_settlement_says_its_date(db, at):
    id = drafted(db, 1)
    assert settling.settlement(db, id).created_at.date() == date(2026, 3, 18)
