"""消费券: made by two people, given once, used once, taken back with a reason."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlite_utils import Database

from db import connection, points_ledger, vouchers
from domain.errors import DomainError, Invalid, NotAllowed, NotFound, SamePerson, WrongState
from domain.points_ledger import NotEnough
from domain.vouchers import MOVES, AlreadyUsed, Gift, Issue, NewMerchant, VoucherState
from tests import community
from tests.community import BARBER, BREAKFAST, BUNS, CHEN, CHILD, NOODLES, NOW, TODAY, visit_of
from tests.ledger import column, earn
from tests.voucher_desk import (
    CAMPAIGN,
    SPRING,
    approved,
    broken,
    code_of,
    exchanged,
    handed_out,
    states,
    used,
)
from tests.writer import started

THREADS, CODES = 50, 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return community.settle(tmp_path / "community.db")


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with connection.opened(path) as db:
        yield db
        assert broken(db) == [], "whatever a test did, the invariants hold"


@pytest.fixture
def at(db: Database) -> Callable[..., Any]:
    """`at("clerk")`, this morning; `at("clerk", 8)`, eight days later."""
    return lambda who="clerk", days=0: visit_of(db, who, NOW + timedelta(days=days))


# Batches -------------------------------------------------------------------------------------


def test_a_batch_is_made_with_all_its_codes_and_nothing_leaves_before_the_approval(db, at):
    told = vouchers.create_batch(at(), SPRING)
    assert "60 张" in told.told
    assert "300.00 元" in told.told
    assert states(db) == {"created": 60}
    earn(at(), CHEN, 40)
    with pytest.raises(WrongState):
        vouchers.issue_voucher(at(), Issue("x", told.id, CHEN))
    assert points_ledger.balance(db, CHEN) == 40, "nothing was taken for what was not given"


def test_the_maker_of_a_batch_cannot_let_it_out(db, at):
    id = vouchers.create_batch(at(), SPRING).id
    with pytest.raises(SamePerson):
        vouchers.approve_batch(at(), id)
    vouchers.approve_batch(at("secretary"), id)
    with pytest.raises(WrongState):
        vouchers.approve_batch(at("clerk2"), id)


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
        vouchers.create_batch(at(), replace(SPRING, **change))
    assert states(db) == {}


def test_a_batch_may_be_named_after_the_lantern_festival(db, at):
    vouchers.create_batch(at(), replace(SPRING, title="元宵节便民券"))


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


# Giving --------------------------------------------------------------------------------------


def test_points_become_a_voucher_and_the_balance_is_told(db, at):
    batch = approved(db, SPRING)
    earn(at(), CHEN, 50)
    receipt = vouchers.issue_voucher(at(), Issue("s", batch, CHEN))
    assert receipt.told == "陈明用 20 枚换了 1 张“早点券”，现有 30 枚。"
    again = vouchers.issue_voucher(at(), Issue("s", batch, CHEN))
    assert again == receipt, "a second click is the same slip"
    assert states(db) == {"created": 59, "issued": 1}
    assert points_ledger.books(db).redeemed == 20
    assert points_ledger.books(db).balanced


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
        vouchers.issue_voucher(at(), Issue("a", batch, CHILD))
    vouchers.issue_voucher(at(), Issue("b", batch, CHILD, guardian_agrees=True))


def test_a_campaign_takes_no_points_and_a_priced_voucher_is_not_given_away(db, at):
    campaign, priced = approved(db), approved(db, SPRING)
    with pytest.raises(Invalid):
        vouchers.issue_voucher(at(), Issue("a", campaign, CHEN))
    with pytest.raises(Invalid):
        vouchers.give_voucher(at(), Gift("b", priced))
    vouchers.give_voucher(at(), Gift("c", campaign, resident_id=CHEN))
    vouchers.give_voucher(at(), Gift("d", campaign, 12))
    assert states(db) == {"created": 107, "issued": 13}
    assert column(db, "select count(*) from point_entries") == [0]


def test_nobody_gives_a_campaign_voucher_to_the_own_household(db, at):
    campaign = approved(db)
    for own in (community.CLERK_AT_HOME, community.CLERKS_WIFE):
        with pytest.raises(NotAllowed):
            vouchers.give_voucher(at(), Gift("own", campaign, resident_id=own))
    vouchers.give_voucher(at("clerk2"), Gift("ok", campaign, resident_id=community.CLERK_AT_HOME))


def test_no_more_are_given_than_there_are(db, at):
    campaign = approved(db, replace(CAMPAIGN, pieces=3))
    for pieces in (4, 0, -1):
        with pytest.raises(DomainError):
            vouchers.give_voucher(at(), Gift(f"g{pieces}", campaign, pieces))
    vouchers.give_voucher(at(), Gift("all", campaign, 3))
    with pytest.raises(WrongState):
        vouchers.give_voucher(at(), Gift("one", campaign))


def test_nothing_is_given_after_the_last_day(db, at):
    campaign = approved(db)
    days = (CAMPAIGN.valid_to - TODAY).days
    vouchers.give_voucher(at(days=days), Gift("last day", campaign))
    with pytest.raises(WrongState):
        vouchers.give_voucher(at(days=days + 1), Gift("after", campaign))


# Using ---------------------------------------------------------------------------------------


def test_a_merchant_uses_a_voucher_once_and_is_told_when_it_was(db, at):
    (code,) = handed_out(db, approved(db), 1)
    receipt = vouchers.use_voucher(at("merchant"), code, slip="s")
    assert receipt.told == "核销好了：“敬老早点券”，面值 5.00 元。"
    assert vouchers.use_voucher(at("merchant"), code, slip="s") == receipt
    for who in ("merchant", "merchant2"):
        with pytest.raises(AlreadyUsed, match="这张券 3月18日 9:40 已经用过") as refusal:
            vouchers.use_voucher(at(who, 3), code)
        assert refusal.value.at == NOW
    assert column(db, "select merchant_id from vouchers where state = 'used'") == [BUNS]


def test_the_office_names_the_merchant_and_a_merchant_names_no_other(db, at):
    one, other = handed_out(db, approved(db), 2)
    with pytest.raises(Invalid):
        vouchers.use_voucher(at(), one)
    vouchers.use_voucher(at(), one, NOODLES)
    with pytest.raises(NotAllowed):
        vouchers.use_voucher(at("merchant"), other, NOODLES)
    vouchers.use_voucher(at("merchant"), other, BUNS)
    assert [v.code for v in vouchers.used_at(at("merchant"), BUNS, TODAY)] == [other]
    assert [v.code for v in vouchers.used_at(at(), NOODLES, TODAY)] == [one]


def test_a_merchant_sees_its_own_list_and_no_other(at):
    assert vouchers.used_at(at("merchant"), BUNS, TODAY) == []
    for read in (lambda v: vouchers.used_at(v, NOODLES, TODAY),
                 lambda v: vouchers.own_settlements(v, NOODLES),
                 lambda v: vouchers.batches(v), lambda v: vouchers.settlements(v),
                 lambda v: vouchers.unsettled(v, "2026-03"), lambda v: vouchers.disputed(v),
                 lambda v: vouchers.handed_out(v, 1, 10), lambda v: vouchers.piece(v, 1),
                 lambda v: vouchers.settlement_lines(v, 1),
                 lambda v: vouchers.look_up(v, "x")):  # fmt: skip
        with pytest.raises(NotAllowed):
            read(at("merchant"))


def test_the_reader_of_the_books_sees_no_code_that_is_still_worth_something(at):
    for who in ("accountant", "supervisor"):
        for read in (vouchers.piece, lambda v, _: vouchers.handed_out(v, 1, 10)):
            with pytest.raises(NotAllowed):
                read(at(who), 1)


def test_a_voucher_is_used_between_its_dates_in_its_group_and_when_given_out(db, at):
    later = replace(CAMPAIGN, valid_from=TODAY + timedelta(days=2))
    first, second, third = handed_out(db, approved(db, later), 3)
    with pytest.raises(WrongState, match="3月20日起"):
        vouchers.use_voucher(at("merchant", 1), first)
    vouchers.use_voucher(at("merchant", 2), first)
    last = (CAMPAIGN.valid_to - TODAY).days
    vouchers.use_voucher(at("merchant", last), second)
    with pytest.raises(WrongState, match="到期"):
        vouchers.use_voucher(at("merchant", last + 1), third)
    with pytest.raises(WrongState, match="早点"):
        vouchers.use_voucher(at("clerk", 5), third, BARBER)
    unissued = column(db, "select code from vouchers where state = 'created' limit 1")
    with pytest.raises(WrongState, match="还没发"):
        vouchers.use_voucher(at("merchant", 2), str(unissued[0]))


def test_weighing_changes_nothing_and_gives_the_same_reason(db, at):
    (code,) = handed_out(db, approved(db), 1)
    before = db.conn.total_changes
    assert vouchers.weigh(at("merchant"), code).face_fen == 5_00
    assert db.conn.total_changes == before
    used(db, [code])
    with pytest.raises(AlreadyUsed):
        vouchers.weigh(at("merchant"), code)


def test_a_closed_shop_uses_nothing_and_is_open_again_when_reopened(db, at):
    (code,) = handed_out(db, approved(db), 1)
    vouchers.close_merchant(at(), BUNS)
    with pytest.raises(WrongState):
        vouchers.use_voucher(at("merchant"), code)
    with pytest.raises(WrongState):
        vouchers.close_merchant(at(), BUNS)
    vouchers.reopen_merchant(at(), BUNS)
    vouchers.use_voucher(at("merchant"), code)


def test_a_merchants_account_moved_to_another_shop_serves_the_old_one_no_more(db, at):
    (code,) = handed_out(db, approved(db), 1)
    before = at("merchant")
    db.execute("update accounts set merchant_id = ? where username = 'merchant'", [NOODLES])
    with pytest.raises(NotAllowed):
        vouchers.use_voucher(before, code)
    assert vouchers.use_voucher(at("merchant"), code)
    assert column(db, "select merchant_id from vouchers where state = 'used'") == [NOODLES]


# Taking back, questioning, and the end -------------------------------------------------------


def test_a_void_voucher_gives_its_points_back(db, at):
    earn(at(), CHEN, 50)
    id = exchanged(db, approved(db, SPRING))
    assert points_ledger.balance(db, CHEN) == 30
    with pytest.raises(Invalid):
        vouchers.void_voucher(at(), id, " ")
    told = vouchers.void_voucher(at(), id, "换错了").told
    assert "换错了" in told
    assert "20 枚已退回" in told
    assert points_ledger.balance(db, CHEN) == 50
    with pytest.raises(WrongState):
        vouchers.use_voucher(at("merchant"), code_of(db, id))
    with pytest.raises(WrongState):
        vouchers.void_voucher(at(), id, "再作废一次")


def test_the_points_of_a_voucher_are_not_reversed_behind_its_back(db, at):
    earn(at(), CHEN, 50)
    id = exchanged(db, approved(db, SPRING))
    entry = column(db, f"select entry_id from vouchers where id = {id}")
    with pytest.raises(WrongState):
        points_ledger.reverse_entry(at(), int(str(entry[0])), "绕过去")


def test_a_used_voucher_is_questioned_and_stands_or_is_void(db, at):
    earn(at(), CHEN, 50)
    batch = approved(db, SPRING)
    kept, undone = exchanged(db, batch), exchanged(db, batch)
    for id in (kept, undone):
        vouchers.use_voucher(at("merchant"), code_of(db, id))
        with pytest.raises(WrongState):
            vouchers.void_voucher(at(), id, "用过了再作废")
        vouchers.dispute_voucher(at(), id, "居民说没去过")
    assert [v.id for v in vouchers.disputed(at())] == [kept, undone]
    with pytest.raises(AlreadyUsed):
        vouchers.use_voucher(at("merchant2"), code_of(db, kept))
    vouchers.settle_dispute(at(), kept, True, "店里有签名")
    vouchers.settle_dispute(at(), undone, False, "店里也找不到单子")
    assert states(db) == {"created": 58, "used": 1, "void": 1}
    assert points_ledger.balance(db, CHEN) == 30
    with pytest.raises(WrongState):
        vouchers.settle_dispute(at(), kept, False, "再来一次")


def test_what_is_past_its_last_day_expires_and_keeps_its_points(db, at):
    earn(at(), CHEN, 50)
    batch = approved(db, SPRING)
    first, _ = exchanged(db, batch), exchanged(db, batch)
    used(db, [code_of(db, first)])
    last = (SPRING.valid_to - TODAY).days
    with pytest.raises(WrongState):
        vouchers.expire_vouchers(at(days=last))
    assert vouchers.expire_vouchers(at(days=last + 1)).id == 59
    assert states(db) == {"expired": 59, "used": 1}
    assert points_ledger.balance(db, CHEN) == 10
    found = vouchers.batch(db, batch)
    assert (found.given, found.used, found.expired, found.unissued) == (2, 1, 59, 0)


def test_the_counts_of_a_batch_add_up(db, at):
    codes = handed_out(db, approved(db), 10)
    used(db, codes[:4])
    first = column(db, "select min(id) from vouchers where state = 'issued'")
    vouchers.void_voucher(at(), int(str(first[0])), "印坏了")
    (found,) = vouchers.batches(at("supervisor"))
    assert (found.pieces, found.unissued, found.given) == (60, 50, 10)
    assert (found.used, found.settled, found.void) == (4, 0, 1)
    assert found.in_hand == len(vouchers.handed_out(at(), found.id, 99)) == 5


@pytest.mark.parametrize("before", VoucherState)
@pytest.mark.parametrize("after", VoucherState)
def test_the_table_moves_a_voucher_exactly_as_the_rule_says(db, before, after):
    """Both say it: the rule for people, the trigger for whoever writes to the file by hand."""
    id = approved(db)
    db.execute("begin")
    db.execute("insert into settlements (id, merchant_id, month, vouchers, amount_fen, state,"
               " created_by, created_at) values (1, 1, '2026-03', 1, 500, 'draft', 3, 'x')")  # fmt: skip
    one = int(db.execute("select min(id) from vouchers where batch_id = ?", [id]).fetchone()[0])
    db.execute("update vouchers set issued_at = 'x', issued_by = 3, used_at = 'x', used_by = 3,"
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
    """By hand, past every rule; a payment is put behind a settled one."""
    if state is VoucherState.SETTLED:
        now = db.execute("select state from vouchers where id = ?", [id]).fetchone()[0]
        if now == "used":
            db.execute("update vouchers set settlement_id = 1 where id = ?", [id])
        for change in ("state = 'checked', checked_by = 4", "state = 'approved', approved_by = 2",
                       "state = 'paid', paid_on = '2026-03-18', payment_ref = 'x'"):  # fmt: skip
            db.execute(f"update settlements set {change} where id = 1")
    db.execute("update vouchers set state = ? where id = ?", [state, id])


def test_a_voucher_keeps_its_past(db, at):
    (code,) = handed_out(db, approved(db), 1)
    used(db, [code])
    for change in ("code = 'ABCDEFGHJK'", "merchant_id = 2", "used_at = '2026-01-01'",
                   "resident_id = 1", "issued_by = 1"):  # fmt: skip
        with pytest.raises(connection.IntegrityError):
            db.execute(f"update vouchers set {change} where code = ?", [code])


# Merchants -----------------------------------------------------------------------------------


def test_groups_and_merchants_are_added_once(db, at):
    group = vouchers.add_group(at(), "便利店").id
    paper = NewMerchant("m", group, " 小何便利店 ", "何记商贸")
    id = vouchers.add_merchant(at(), paper).id
    shop = vouchers.merchant(db, id)
    assert (shop.name, shop.group_name, shop.payee) == ("小何便利店", "便利店", "何记商贸")
    for wrong in (replace(paper, slip="n"), replace(paper, slip="o", name="另一家", group_id=99),
                  replace(paper, slip="p", name="另一家", payee="")):  # fmt: skip
        with pytest.raises(Invalid):
            vouchers.add_merchant(at(), wrong)
    with pytest.raises(Invalid):
        vouchers.add_group(at(), "便利店")
    assert [g.merchants for g in vouchers.groups(db) if g.id == BREAKFAST] == [2]


def test_unknown_things_are_not_found(at):
    for deed in (
        lambda: vouchers.approve_batch(at(), 9),
        lambda: vouchers.void_voucher(at(), 9, "没有这张"),
        lambda: vouchers.close_merchant(at(), 9),
        lambda: vouchers.issue_voucher(at(), Issue("x", 9, CHEN)),
    ):
        with pytest.raises(NotFound):
            deed()


# Together ------------------------------------------------------------------------------------


def redeem_all(path: Path, name: str, tell: Connection) -> None:
    """Fifty threads, all with every code, at once; sent: (code, won, what was said)."""
    together = Barrier(THREADS)
    with connection.opened(path) as db:
        codes = column(db, "select code from vouchers where state <> 'created' order by id")

    def one(thread: int) -> list[tuple[str, bool, str]]:
        with connection.opened(path) as db:
            who = "merchant" if thread % 2 else "merchant2"
            visit = visit_of(db, who, NOW + timedelta(seconds=thread))
            together.wait()
            return [_try(visit, str(code)) for code in codes]

    with ThreadPoolExecutor(THREADS) as pool:
        tell.send([line for lines in pool.map(one, range(THREADS)) for line in lines])


def _try(visit: Any, code: str) -> tuple[str, bool, str]:
    try:
        return code, True, vouchers.use_voucher(visit, code).told
    except AlreadyUsed as refusal:
        return code, False, str(refusal)


def test_fifty_threads_in_each_of_two_processes_use_every_voucher_once(path: Path):
    with connection.opened(path) as db:
        codes = handed_out(db, approved(db), CODES)
    both = [started(redeem_all, path, name) for name in ("left", "right")]
    told: list[tuple[str, bool, str]] = []
    for process, pipe in both:
        told += pipe.recv()
        process.join()
        assert process.exitcode == 0
    assert len(told) == 2 * THREADS * CODES
    assert sorted(code for code, won, _ in told if won) == sorted(codes)
    for _, won, said in told:
        assert won or "3月18日 9:40 已经用过" in said
    with connection.opened(path) as db:
        assert states(db) == {"created": 60 - CODES, "used": CODES}
        assert column(db, "select count(*) from audit_log where action like '%use_voucher'") == [
            CODES
        ]
        assert broken(db) == []
        assert column(db, "pragma integrity_check") == ["ok"]


def test_the_last_voucher_is_given_to_one_of_many(path: Path):
    with connection.opened(path) as db:
        batch = approved(db, replace(CAMPAIGN, pieces=1))

    def give(number: int) -> bool:
        with connection.opened(path) as db:
            try:
                vouchers.give_voucher(visit_of(db, "clerk"), Gift(f"slip-{number}", batch))
            except WrongState:
                return False
            return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(give, range(16))) == 1


def test_the_moment_of_a_use_carries_its_offset(db, at):
    (code,) = handed_out(db, approved(db), 1)
    used(db, [code])
    (stored,) = column(db, "select used_at from vouchers where used_at is not null")
    assert datetime.fromisoformat(str(stored)) == NOW
