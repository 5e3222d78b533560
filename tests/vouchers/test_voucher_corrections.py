"""Vouchers taken back, questioned or expired, and a table that moves them as the rule says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from db import connection
from db.points_ledger import books, corrections
from db.vouchers import batches, disputes, giving, pieces, using
from domain.errors import Invalid, NotAllowed, WrongState
from domain.vouchers.pieces import MOVES, AlreadyUsed, VoucherState
from tests.community import CHEN, NOW, TODAY
from tests.ledger import column, earn
from tests.voucher_desk import (
    SPRING,
    approved,
    code_of,
    exchanged,
    handed_out,
    states,
    used,
)


def test_a_void_voucher_gives_its_points_back(db, at):
    earn(at(), CHEN, 50)
    id = exchanged(db, approved(db, SPRING))
    assert books.balance(db, CHEN) == 30
    with pytest.raises(Invalid):
        disputes.void_voucher(at(), id, " ")
    told = disputes.void_voucher(at(), id, "换错了").told
    assert "换错了" in told
    assert "20 枚已退回" in told
    assert books.balance(db, CHEN) == 50
    with pytest.raises(WrongState):
        using.use_voucher(at("merchant"), code_of(db, id))
    with pytest.raises(WrongState):
        disputes.void_voucher(at(), id, "再作废一次")


def test_a_voucher_given_by_mistake_is_undone_soon_by_whoever_gave_it(db, at):
    earn(at(), CHEN, 50)
    id = exchanged(db, approved(db, SPRING))
    with pytest.raises(NotAllowed):
        disputes.undo_giving(at("clerk2"), id)
    soon = replace(at(), now=NOW + timedelta(minutes=5))
    late = replace(at(), now=NOW + timedelta(minutes=6))
    with pytest.raises(WrongState, match="5 分钟"):
        disputes.undo_giving(late, id)
    told = disputes.undo_giving(soon, id).told
    assert told == "“早点券”已撤销，那张券不能再用。20 枚已退回。"
    assert books.balance(db, CHEN) == 50
    for again in (lambda: disputes.undo_giving(soon, id),
                  lambda: using.use_voucher(at("merchant"), code_of(db, id))):  # fmt: skip
        with pytest.raises(WrongState):
            again()


def test_a_used_voucher_is_not_undone(db, at):
    (code,) = handed_out(db, approved(db), 1)
    used(db, [code])
    with pytest.raises(WrongState):
        disputes.undo_giving(at(), pieces.look_up(at(), code).id)


def test_the_points_of_a_voucher_are_not_reversed_behind_its_back(db, at):
    earn(at(), CHEN, 50)
    id = exchanged(db, approved(db, SPRING))
    entry = column(db, f"select entry_id from vouchers where id = {id}")
    with pytest.raises(WrongState):
        corrections.reverse_entry(at(), int(str(entry[0])), "绕过去")


def test_a_used_voucher_is_questioned_and_stands_or_is_void(db, at):
    earn(at(), CHEN, 50)
    batch = approved(db, SPRING)
    kept, undone = exchanged(db, batch), exchanged(db, batch)
    for id in (kept, undone):
        using.use_voucher(at("merchant"), code_of(db, id))
        with pytest.raises(WrongState):
            disputes.void_voucher(at(), id, "用过了再作废")
        disputes.dispute_voucher(at(), id, "居民说没去过")
    assert [v.id for v in disputes.disputed(at())] == [kept, undone]
    with pytest.raises(AlreadyUsed):
        using.use_voucher(at("merchant2"), code_of(db, kept))
    disputes.resolve_dispute(at(), kept, True, "店里有签名")
    disputes.resolve_dispute(at(), undone, False, "店里也找不到单子")
    assert states(db) == {"created": 58, "used": 1, "void": 1}
    assert books.balance(db, CHEN) == 30
    with pytest.raises(WrongState):
        disputes.resolve_dispute(at(), kept, False, "再来一次")


def test_what_is_past_its_last_day_expires_and_keeps_its_points(db, at):
    earn(at(), CHEN, 50)
    batch = approved(db, SPRING)
    first, _ = exchanged(db, batch), exchanged(db, batch)
    used(db, [code_of(db, first)])
    last = (SPRING.valid_to - TODAY).days
    with pytest.raises(WrongState):
        giving.expire_vouchers(at(days=last))
    assert giving.expire_vouchers(at(days=last + 1)).id == 59
    assert states(db) == {"expired": 59, "used": 1}
    assert books.balance(db, CHEN) == 10
    found = batches.batch(db, batch)
    assert (found.given, found.used, found.expired, found.unissued) == (2, 1, 59, 0)


@pytest.mark.parametrize("before", VoucherState)
@pytest.mark.parametrize("after", VoucherState)
def test_the_table_moves_a_voucher_exactly_as_the_rule_says(db, before, after):
    """Both say it: the rule for people, the trigger for whoever writes to the file by hand."""
    id = approved(db)
    db.execute("begin")
    db.execute("insert into settlements (id, merchant_id, month, vouchers, amount_fen, state,"
               " created_by, created_at) values (1, 1, '2026-03', 1, 500, 'draft', 3, 'x')")  # fmt: skip
    one = int(db.execute("select min(id) from vouchers where batch_id = ?", [id]).fetchone()[0])
    db.execute("update vouchers set issued_at = 'x', issued_by = 3, used_at = '2026-03-18T09:40:00+08:00', used_by = 3,"
               " merchant_id = 1 where id = ?", [one])  # fmt: skip
    for step in _way_to(before):
        _step(db, one, step)
    if after is not before:
        if after in MOVES[before]:
            _step(db, one, after)
        else:
            with pytest.raises(connection.IntegrityError):
                _step(db, one, after)
    db.execute("rollback")


def _way_to(state: VoucherState) -> list[VoucherState]:
    ways = {
        VoucherState.CREATED: [],
        VoucherState.ISSUED: ["issued"],
        VoucherState.USED: ["issued", "used"],
        VoucherState.SETTLED: ["issued", "used", "settled"],
        VoucherState.EXPIRED: ["expired"],
        VoucherState.VOID: ["issued", "void"],
        VoucherState.DISPUTED: ["issued", "used", "disputed"],
    }
    return [VoucherState(step) for step in ways[state]]


def _step(db: Database, id: int, state: VoucherState) -> None:
    """By hand, past every rule; a payment is put behind a settled one, an undo on file."""
    if state is VoucherState.ISSUED and _now(db, id) == "used":
        _undo(db, id)
        return
    if state is VoucherState.SETTLED:
        if _now(db, id) == "used":
            db.execute("update vouchers set settlement_id = 1 where id = ?", [id])
        for change in ("state = 'checked', checked_by = 4", "state = 'approved', approved_by = 2",
                       "state = 'paid', paid_on = '2026-03-18', payment_ref = 'x'"):  # fmt: skip
            db.execute(f"update settlements set {change} where id = 1")
    db.execute("update vouchers set state = ? where id = ?", [state, id])


def _now(db: Database, id: int) -> str:
    return str(db.execute("select state from vouchers where id = ?", [id]).fetchone()[0])


def _undo(db: Database, id: int) -> None:
    db.execute(
        "insert into voucher_undos (voucher_id, used_at, used_by, merchant_id, undone_at, undone_by)"
        " select id, used_at, used_by, merchant_id, used_at, used_by from vouchers where id = ?",
        [id],
    )
    db.execute("update vouchers set state = 'issued', used_at = null, used_by = null,"
               " merchant_id = null where id = ?", [id])  # fmt: skip


def test_a_voucher_keeps_its_past(db, at):
    (code,) = handed_out(db, approved(db), 1)
    used(db, [code])
    for change in ("code = 'ABCDEFGHJK'", "merchant_id = 2", "used_at = '2026-01-01'",
                   "resident_id = 1", "issued_by = 1"):  # fmt: skip
        with pytest.raises(connection.IntegrityError):
            db.execute(f"update vouchers set {change} where code = ?", [code])
