"""Vouchers taken back, questioned or expired, and a table that moves them as the rule says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db import connection
from db.points_ledger import books, corrections
from db.vouchers import batches, disputes, giving, pieces, using
from domain.errors import Invalid, NotAllowed, WrongState
from domain.vouchers.pieces import AlreadyUsed
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


def test_a_voucher_keeps_its_past(db, at):
    (code,) = handed_out(db, approved(db), 1)
    used(db, [code])
    for change in ("code = 'ABCDEFGHJK'", "merchant_id = 2", "used_at = '2026-01-01'",
                   "resident_id = 1", "issued_by = 1"):  # fmt: skip
        with pytest.raises(connection.IntegrityError):
            db.execute(f"update vouchers set {change} where code = ?", [code])
