"""A voucher is shown, then spent, and for five minutes whoever spent it can take it back (撤销核销)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from db import connection
from db.vouchers import settling, using
from domain.errors import DomainError, NotAllowed, WrongState
from domain.vouchers.codes import grouped
from domain.vouchers.pieces import AlreadyUsed, SameUse
from tests import community
from tests.community import BUNS, CHEN, NOW, TODAY, visit_of
from tests.ledger import column, earn
from tests.voucher_desk import (
    MARCH,
    SPRING,
    approved,
    broken,
    code_of,
    exchanged,
    handed_out,
    states,
    used,
)

MINUTE = timedelta(minutes=1)


def test_it_is_shown_with_its_value_shop_last_day_and_a_masked_holder(db, at):
    earn(at(), CHEN, 60)
    code = code_of(db, exchanged(db, approved(db, SPRING)))
    typed = f" {grouped(code).lower().replace('-', ' ')} "
    shown = using.show(at("merchant"), typed)
    assert (shown.voucher.face_fen, shown.voucher.valid_to) == (5_00, SPRING.valid_to)
    assert (shown.shop, shown.holder) == ("老街包子铺", "陈*")
    (bearer,) = handed_out(db, approved(db), 1)
    assert using.show(at("merchant"), bearer).holder == ""
    assert states(db)["issued"] == 2, "looking spends nothing"


def test_what_was_spent_by_mistake_is_taken_back_and_can_be_spent_again(db, at):
    (code,) = handed_out(db, approved(db), 1)
    id = using.use_voucher(at("merchant"), code).id
    receipt = using.undo_use(visit_of(db, "merchant", NOW + 5 * MINUTE), id, slip="u")
    assert "还能再用" in receipt.told
    assert using.undo_use(visit_of(db, "merchant", NOW + 5 * MINUTE), id, slip="u") == receipt
    assert using.used_at(at("merchant"), BUNS, TODAY) == []
    assert column(db, "select used_by from voucher_undos") == [community.account_id("merchant")]
    using.use_voucher(visit_of(db, "merchant2", NOW + 6 * MINUTE), code)
    assert states(db)["used"] == 1


def test_after_five_minutes_and_for_others_there_is_no_undo(db, at):
    (code,) = handed_out(db, approved(db), 1)
    id = using.use_voucher(at("merchant"), code).id
    with pytest.raises(WrongState, match="5 分钟"):
        using.undo_use(visit_of(db, "merchant", NOW + 6 * MINUTE), id)
    with pytest.raises(NotAllowed):
        using.undo_use(at("merchant2"), id)
    with pytest.raises(NotAllowed):
        using.undo_use(at("clerk"), id)
    assert using.undoable(visit_of(db, "merchant", NOW + 6 * MINUTE), BUNS) is None
    found = using.undoable(at("merchant"), BUNS)
    assert found is not None and found.code == code


def test_a_second_tap_says_it_was_that_same_use_and_a_strangers_is_refused(db, at):
    (code,) = handed_out(db, approved(db), 1)
    using.use_voucher(at("merchant"), code, slip="a")
    with pytest.raises(SameUse, match="就是刚才那一次"):
        using.use_voucher(at("merchant"), code, slip="b")
    for who, later in (("merchant2", MINUTE), ("merchant", 6 * MINUTE)):
        with pytest.raises(AlreadyUsed) as refusal:
            using.use_voucher(visit_of(db, who, NOW + later), code)
        assert not isinstance(refusal.value, SameUse)


def test_what_is_on_a_settlement_is_not_undone_and_what_is_undone_is_on_none(db, at):
    first, second = handed_out(db, approved(db), 2)
    used(db, [first, second])
    id = int(db.execute("select id from vouchers where code = ?", [first]).fetchone()[0])
    using.undo_use(at("merchant"), id)
    paper = settling.draft_settlement(at("clerk"), MARCH).id
    assert [line.code for line in settling.settlement_lines(at("clerk"), paper)] == [second]
    other = int(db.execute("select id from vouchers where code = ?", [second]).fetchone()[0])
    with pytest.raises(WrongState, match=f"第 {paper} 号结算单"):
        using.undo_use(at("merchant"), other)


def test_by_hand_no_use_disappears_from_the_file(db, at):
    (code,) = handed_out(db, approved(db), 1)
    id = using.use_voucher(at("merchant"), code).id
    gone = (
        "update vouchers set state = 'issued', used_at = null, used_by = null, merchant_id = null"
    )
    late = (NOW + 6 * MINUTE).isoformat()
    for sql in (
        f"{gone} where id = {id}",
        "insert into voucher_undos (voucher_id, used_at, used_by, merchant_id, undone_at, undone_by)"
        f" select id, used_at, used_by, merchant_id, '{late}', used_by from vouchers where id = {id}",
        "insert into voucher_undos (voucher_id, used_at, used_by, merchant_id, undone_at, undone_by)"
        f" select id, used_at, 1, 2, used_at, 1 from vouchers where id = {id}",
    ):
        with pytest.raises(connection.IntegrityError):
            db.execute(sql)
    using.undo_use(at("merchant"), id)
    for sql in ("delete from voucher_undos", "update voucher_undos set used_by = 1, undone_by = 1"):
        with pytest.raises(connection.IntegrityError):
            db.execute(sql)


def test_undoing_and_settling_at_once_never_pays_for_what_was_undone(path: Path):
    """Sixteen threads: eight undo a use each, eight draft the settlement, in any order."""
    with connection.opened(path) as db:
        codes = handed_out(db, approved(db), 8)
        used(db, codes)
        ids = column(db, "select id from vouchers where state = 'used' order by id")
    gate = Barrier(16)

    def act(number: int) -> str:
        with connection.opened(path) as db:
            gate.wait()
            try:
                if number % 2:
                    using.undo_use(visit_of(db, "merchant"), int(str(ids[number // 2])))
                else:
                    settling.draft_settlement(visit_of(db, "clerk"), MARCH)
            except DomainError as refusal:
                return str(refusal)
        return "undone" if number % 2 else "drafted"

    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(act, range(16)))
    with connection.opened(path) as db:
        undone = told.count("undone")
        assert undone + sum("号结算单" in words for words in told) == 8, told
        on_paper = column(db, "select count(*) from vouchers where settlement_id is not null")
        assert on_paper == [8 - undone]
        assert states(db).get("used", 0) == 8 - undone
        assert broken(db) == []
