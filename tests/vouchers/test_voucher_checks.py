"""The invariants of vouchers and settlements: each notices the wrong it is there for."""

from dataclasses import replace
from pathlib import Path

import pytest

from db import connection
from db.vouchers import settling, using
from db.vouchers.checks import INVARIANTS
from tests import community
from tests.community import visit_of
from tests.ledger import earn
from tests.voucher_desk import (
    CAMPAIGN,
    MARCH,
    SPRING,
    approved,
    broken,
    code_of,
    drafted,
    exchanged,
    handed_out,
    let_out,
    used,
)

WRONGS = {
    "voucher_pieces": "delete from vouchers where id = (select max(id) from vouchers)",
    "voucher_states": "update vouchers set used_at = '2026-03-18' where state = 'created'",
    "voucher_budget": "update voucher_batches set budget_fen = 499",
    "voucher_approval": "update voucher_batches set approved_by = null",
    "voucher_points": "update vouchers set entry_id = null",
    "voucher_refunds": "update vouchers set state = 'void' where entry_id is not null",
    "voucher_uses": "update vouchers set used_at = '2027-01-01' where state = 'used'",
    "voucher_undos": "insert into voucher_undos (voucher_id, used_at, used_by, merchant_id,"
    " undone_at, undone_by) select id, used_at, used_by, merchant_id,"
    " '2026-03-18T09:50:00+08:00', used_by from vouchers where state = 'used' limit 1",
    "settlement_sums": "update settlements set amount_fen = amount_fen + 1",
    "settled_faces": "update vouchers set state = 'used' where state = 'settled'",
    "settlement_vouchers": "update vouchers set state = 'used' where state = 'settled'",
    "settlement_hands": "update settlements set approved_by = created_by",
}


def test_every_invariant_has_a_wrong_it_notices():
    assert set(WRONGS) == {one.code for one in INVARIANTS}
    assert len({one.words for one in INVARIANTS}) == len(INVARIANTS)


@pytest.mark.parametrize("code", WRONGS)
def test_an_invariant_notices_what_is_wrong(path: Path, code: str):
    with connection.opened(path) as db:
        earn(visit_of(db, "clerk"), community.CHEN, 100)
        priced = approved(db, SPRING)
        using.use_voucher(visit_of(db, "merchant"), code_of(db, exchanged(db, priced)))
        exchanged(db, priced)
        let_out(db, drafted(db, 3))
        settling.pay_settlement(visit_of(db, "accountant"), 1, "转账 4")
        used(db, handed_out(db, approved(db, replace(CAMPAIGN, slip="c2")), 2))
        settling.draft_settlement(visit_of(db, "clerk"), replace(MARCH, slip="open"))
        assert broken(db) == []
    db = connection.connect(path, guarded=False)
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f"drop trigger {name}")
    db.execute("pragma ignore_check_constraints = on")
    db.execute(WRONGS[code])
    assert code in broken(db)
    db.conn.close()
