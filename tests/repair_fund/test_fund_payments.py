"""Paying the contractor through the gate (拨付): who, when, how much, and what it costs each household."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.repair_fund import booking, moves, payments, settling, shares
from domain.errors import DomainError, Invalid, NotAllowed, NotFound, SamePerson, WrongState
from domain.repair_fund.apportion import apportion
from domain.repair_fund.booking import SelfPayment
from domain.repair_fund.moves import Answer
from domain.repair_fund.payments import Approval, offer
from tests import community, fund_desk, fund_money
from tests.community import visit_of
from tests.fund_money import FIRST, PINE_1_FLATS, K, a_file, at, balances, charged, paper, pay

UNITS = (*PINE_1_FLATS, 21)


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *UNITS)
        yield db


def state(db: Database, project: int) -> str:
    sql = "select state from repair_projects where id = ?"
    return str(db.execute(sql, [project]).fetchone()[0])


def record(db: Database, project: int, kind: K, fen: int, **more: object) -> int:
    for needed in ("contract", "invoice"):
        a_file(db, project, needed)
    sheet = paper(project, kind, fen, **more)  # type: ignore[arg-type]
    return payments.record_payment(visit_of(db, "accountant"), sheet).id


def next_offer(db: Database, project: int) -> tuple[str, int] | None:
    found = offer(payments.money(db, project), payments.paying_limits(db))
    return (found.kind.value, found.amount_fen) if found else None


def the_d1_scope(db: Database) -> None:
    """Eight flats of the worked example: 89.52 and 118.36 m² in turn; the others do not share."""
    db.execute("update units set area_centi = iif(id % 2 = 1, 8952, 11836)")
    db.execute("update units set purpose = 'parking' where id in (9, 10, 21)")


# ── who and when ─────────────────────────────────────────────────────────────────────────────


def test_a_first_payment_takes_two_people_and_moves_the_project(db: Database):
    project = fund_money.approved(db)
    id = record(db, project, K.FIRST, FIRST - 30_000)
    assert state(db, project) == "approved", "nothing moves before the second person"
    assert balances(db)["1-1-101"] == 850_000
    told = payments.approve_payment(visit_of(db, "secretary"), id, slip="ok")
    assert told.told == "已核准首期款 34,000.00 元，分摊到 11 户。"
    assert state(db, project) == "first_paid"
    step = db.execute("select by_id, second_id from project_steps order by id desc").fetchone()
    assert step == (community.account_id("accountant"), community.account_id("secretary"))


def test_only_the_accountant_records_and_only_the_secretary_approves(db: Database):
    project = fund_money.approved(db)
    with pytest.raises(NotAllowed):
        payments.record_payment(visit_of(db, "secretary"), paper(project, K.FIRST, 100))
    id = record(db, project, K.FIRST, 100_000)
    for who in ("accountant", "clerk", "supervisor", "admin"):
        with pytest.raises(NotAllowed):
            payments.approve_payment(visit_of(db, who), id, slip=f"ok-{who}")


def test_nobody_approves_what_they_recorded_whatever_their_role_became(db: Database):
    project = fund_money.approved(db)
    id = record(db, project, K.FIRST, 100_000)
    db.execute("update accounts set role = 'secretary' where username = 'accountant'")
    with pytest.raises(SamePerson):
        payments.approve_payment(visit_of(db, "accountant"), id, slip="ok")


@pytest.mark.parametrize(
    ("fen", "said"),
    [(3_430_001, "最多 34,300.00 元"), (0, "大于 0"), (-5, "大于 0"), (10**15, "最多")],
)
def test_a_first_payment_stays_within_its_share_of_what_was_approved(
    db: Database, fen: int, said: str
):
    project = fund_money.approved(db)
    with pytest.raises(Invalid, match=said):
        record(db, project, K.FIRST, fen)
    assert payments.payments(db, project) == []


def test_all_that_is_wrong_with_a_payment_is_said_at_once(db: Database):
    project = fund_money.approved(db)
    record(db, project, K.FIRST, 100)
    payments.send_back_payment(visit_of(db, "secretary"), 1, "写错了", slip="no")
    wrong = replace(paper(project, K.FIRST, 3_430_001), paid_on=date(2020, 1, 1))
    with pytest.raises(Invalid) as refusal:
        payments.record_payment(visit_of(db, "accountant"), wrong)
    for words in ("最多 34,300.00 元", "不能早于审核通过"):
        assert words in str(refusal.value)


def test_a_payment_waits_for_contract_and_invoice(db: Database):
    project = fund_money.approved(db)
    with pytest.raises(WrongState, match="施工合同”。还没传“发票"):
        payments.record_payment(visit_of(db, "accountant"), paper(project, K.FIRST, 100))
    missing = payments.still_missing(visit_of(db, "accountant"), project, K.FIRST)
    assert missing == ["还没传“施工合同”。", "还没传“发票”。"]


def test_one_payment_waits_at_a_time(db: Database):
    project = fund_money.approved(db)
    record(db, project, K.FIRST, 100_000)
    with pytest.raises(WrongState, match="上一笔还没核准"):
        record(db, project, K.FIRST, 200_000)


def test_a_refused_payment_counts_nowhere_and_stays_on_file(db: Database):
    project = fund_money.approved(db)
    id = record(db, project, K.FIRST, 3_000_000)
    payments.send_back_payment(visit_of(db, "secretary"), id, "发票抬头写错", slip="no")
    assert payments.money(db, project).paid_fen == 0
    assert charged(db, project) == {}
    with pytest.raises(WrongState, match="已经有人核准或退回"):
        payments.approve_payment(visit_of(db, "secretary"), id, slip="ok")
    pay(db, project, K.FIRST, 3_430_000)
    assert [paid.refused_why for paid in payments.payments(db, project)] == ["发票抬头写错", ""]


def test_the_same_slip_twice_is_one_payment_and_one_approval(db: Database):
    project = fund_money.approved(db)
    assert record(db, project, K.FIRST, 9_900) == record(db, project, K.FIRST, 9_900)
    id = payments.payments(db, project)[0].id
    for _ in range(2):
        payments.approve_payment(visit_of(db, "secretary"), id, slip="ok")
    assert sum(charged(db, project).values()) == 9_900


def test_the_payee_is_the_contractor_of_the_plan(db: Database):
    project = fund_money.approved(db)
    clerk = community.account_id("clerk")
    offer_id = fund_desk._insert(
        db, "quotations", project_id=project, company="甲公司", amount_fen=1, works_days=1,
        warranty_months=12, by_id=clerk, source="entered",
    )  # fmt: skip
    old = fund_desk.plan_of(db, project)
    db.execute(
        "insert into plans select null, project_id, 2, extent, budget_fen, subsidy_fen, ?,"
        " chosen_how, accepted_how, made_on, made_by, source from plans where id = ?",
        [offer_id, old],
    )
    with pytest.raises(Invalid, match="甲公司"):
        record(db, project, K.FIRST, 100_000)
    record(db, project, K.FIRST, 100_000, payee="甲公司", slip="right")


def test_a_day_to_come_or_before_the_approval_is_no_day_of_payment(db: Database):
    project = fund_money.approved(db)
    with pytest.raises(Invalid, match="还没到"):
        record(db, project, K.FIRST, 100, paid_on=community.TODAY + timedelta(days=1))
    with pytest.raises(Invalid, match="不能早于审核通过"):
        record(db, project, K.FIRST, 100, paid_on=community.TODAY - timedelta(days=300))


# ── the worked examples P1 to P4, ten times smaller ──────────────────────────────────────────


def test_p1_final_retention_and_the_last_fen(db: Database):
    project = fund_money.ready_for_final(db, 4_860_000)
    assert next_offer(db, project) == ("final", 1_284_200)  # 97 % less what was paid first
    with pytest.raises(Invalid, match=r"正好是 12,842\.00 元"):
        record(db, project, K.FINAL, 1_284_199)
    pay(db, project, K.FINAL, 1_284_200)
    assert state(db, project) == "final_paid"
    fund_money.walk(db, project, "in_warranty")
    assert next_offer(db, project) == ("retention", 145_800)
    pay(db, project, K.RETENTION, 145_800)
    assert sum(charged(db, project).values()) == 4_860_000
    assert next_offer(db, project) is None


def test_p2_nothing_is_due_now_and_two_people_say_so(db: Database):
    project = fund_money.ready_for_final(db, 3_460_000)
    assert next_offer(db, project) is None
    with pytest.raises(NotFound, match="这件等确认的事"):
        moves.confirm_step(visit_of(db, "secretary"), Answer("early", project, True))
    settling.ask_no_final(visit_of(db, "accountant"), project, slip="ask")
    moves.confirm_step(visit_of(db, "secretary"), Answer("yes", project, True))
    assert state(db, project) == "final_paid"
    fund_money.walk(db, project, "in_warranty")
    assert next_offer(db, project) == ("retention", 30_000)


def test_that_nothing_is_due_is_confirmed_by_who_approves_payments_at_every_door(db: Database):
    project = fund_money.ready_for_final(db, 3_460_000)
    settling.ask_no_final(visit_of(db, "accountant"), project, slip="ask")
    for agrees in (True, False):
        with pytest.raises(NotAllowed):
            moves.confirm_step(
                visit_of(db, "clerk"), Answer(f"c{agrees}", project, agrees, "不行不行")
            )
    assert state(db, project) == "settle_notice"
    moves.confirm_step(visit_of(db, "secretary"), Answer("yes", project, True))
    assert state(db, project) == "final_paid"


def test_a_request_that_nothing_is_due_is_asked_again_when_it_is_confirmed(db: Database):
    project = fund_money.ready_for_final(db, 3_460_000)
    settling.ask_no_final(visit_of(db, "accountant"), project, slip="ask")
    db.execute("update parameters set value = 0 where code = 'retention_bp'")
    with pytest.raises(WrongState, match="要先登记"):
        moves.confirm_step(visit_of(db, "secretary"), Answer("yes", project, True))


def test_p3_the_contractor_pays_back_first(db: Database):
    project = fund_money.ready_for_final(db, 3_400_000)
    before = charged(db, project)
    assert next_offer(db, project) == ("repayment", 30_000)
    with pytest.raises(WrongState, match="施工单位退款"):
        settling.ask_no_final(visit_of(db, "accountant"), project, slip="ask")
    pay(db, project, K.REPAYMENT, 30_000)
    assert sum(charged(db, project).values()) == 3_400_000
    assert all(after < before[room] for room, after in charged(db, project).items())
    settling.ask_no_final(visit_of(db, "accountant"), project, slip="ask2")
    moves.confirm_step(visit_of(db, "secretary"), Answer("yes", project, True))
    assert state(db, project) == "final_paid"


def test_p4_a_settlement_ten_percent_above_the_vote_is_refused(db: Database):
    project = fund_money.accepted(db)
    with pytest.raises(Invalid, match="另立新项目"):
        fund_money.settle(db, project, 5_500_000)
    assert state(db, project) == "accepted"
    fund_money.settle(db, project, 5_499_999)
    assert state(db, project) == "settled"


def test_above_what_was_approved_the_authority_answers_once_more(db: Database):
    project = fund_money.ready_for_final(db, 5_000_000)
    with pytest.raises(WrongState, match="追加审核"):
        record(db, project, K.FINAL, 1_420_000)
    more = Approval("more", project, 100_001, "备〔2026〕9号", community.TODAY)
    with pytest.raises(Invalid, match=r"只差 1,000\.00 元"):
        settling.record_approval(visit_of(db, "clerk"), more)
    settling.record_approval(visit_of(db, "clerk"), replace(more, amount_fen=100_000))
    pay(db, project, K.FINAL, next_offer(db, project)[1])  # type: ignore[index]
    assert state(db, project) == "final_paid"


def test_an_answer_takes_the_application_to_approved_within_the_budget(db: Database):
    project = fund_desk.project_at(db, "applied")
    answer = Approval("a", project, 5_000_001, "备〔2026〕1号", community.TODAY)
    with pytest.raises(Invalid, match="比表决的预算"):
        settling.record_approval(visit_of(db, "clerk"), answer)
    told = settling.record_approval(visit_of(db, "clerk"), replace(answer, amount_fen=4_800_000))
    assert told.told == "审核通过 48,000.00 元，备〔2026〕1号。"
    assert (state(db, project), payments.money(db, project).approved_fen) == ("approved", 4_800_000)


def test_a_large_settlement_wants_its_audit_on_file(db: Database):
    project = fund_money.accepted(db)
    with pytest.raises(Invalid, match="审价报告"):
        fund_money.settle(db, project, 4_000_000, audited=False)
    small = fund_money.accepted(db, 1_000_000, code="WX-2026-02", budget=3_000_000)
    fund_money.settle(db, small, 3_000_000, audited=False)
    assert state(db, small) == "settled"


def test_the_final_payment_waits_for_its_notice_and_for_answers(db: Database):
    project = fund_money.ready_for_final(db, 4_731_268)
    notice = db.execute("select max(id) from project_notices where kind = 'settle'").fetchone()[0]
    fund_desk._insert(
        db, "objections", notice_id=notice, raised_by="陈明", words="面积不对",
        raised_on=fund_desk.LONG_AGO, recorded_by=community.account_id("clerk"),
    )  # fmt: skip
    with pytest.raises(WrongState, match="1 条异议"):
        record(db, project, K.FINAL, next_offer(db, project)[1])  # type: ignore[index]


def test_the_retention_waits_for_the_day_after_the_warranty(db: Database):
    project = fund_money.ready_for_final(db, 4_731_268)
    pay(db, project, K.FINAL, next_offer(db, project)[1])  # type: ignore[index]
    fund_money.walk(db, project, "in_warranty")
    early = at(visit_of(db, "accountant"), fund_money.WARRANTY_END)
    sheet = paper(project, K.RETENTION, 141_938, paid_on=fund_money.WARRANTY_END)
    with pytest.raises(WrongState, match="第二天起才能付质保金"):
        payments.record_payment(early, sheet)


# ── what it costs each household ─────────────────────────────────────────────────────────────


def test_d1_every_payment_takes_what_the_worked_example_says(db: Database):
    the_d1_scope(db)
    project = fund_money.approved(db)
    db.execute("update repair_projects set approved_fen = 5000000 where id = ?", [project])
    taken = [balances(db)]
    pay(db, project, K.FIRST, 3_500_000)
    taken.append(balances(db))
    fund_money.walk(db, project, "in_works", "accepted")
    fund_money.settle(db, project, 4_731_268)
    fund_money.walk(db, project, "settle_notice")
    pay(db, project, K.FINAL, 1_089_330)
    taken.append(balances(db))
    fund_money.walk(db, project, "in_warranty")
    pay(db, project, K.RETENTION, 141_938)
    taken.append(balances(db))
    for room, right in (
        ("1-1-101", [376_804, 117_276, 15_280]),
        ("1-1-301", [376_804, 117_275, 15_281]),
        ("1-1-102", [498_196, 155_057, 20_204]),
    ):
        assert [a[room] - b[room] for a, b in pairwise(taken)] == right
    areas = dict(db.execute("select code, area_centi from scope_units").fetchall())
    assert charged(db, project) == apportion(4_731_268, areas)


def test_a5_an_account_never_goes_below_zero_and_the_rest_is_paid_in(db: Database):
    project = fund_money.approved(db, stairwell=2)  # four flats of 90 m²
    poor = 7
    fund_desk._insert(  # what another project had already taken from this account
        db, "household_entries", unit_id=poor, kind="correct", amount_fen=-845_000,
        booked_on="2025-01-01", by_id=community.account_id("accountant"), note="测试",
        slip="another", source="entered",
    )  # fmt: skip
    pay(db, project, K.FIRST, 1_000_000)
    row = db.execute("select share_fen, taken_fen, self_pay_fen from charges where unit_id = ?",
                     [poor]).fetchone()  # fmt: skip
    assert row == (250_000, 5_000, 245_000)
    assert balances(db)["1-2-101"] == 0
    accountant = visit_of(db, "accountant")
    owed = SelfPayment("s1", project, poor, 245_001, community.TODAY)
    with pytest.raises(Invalid, match=r"还要自付 2,450\.00 元"):
        booking.record_self_payment(accountant, owed)
    told = booking.record_self_payment(accountant, replace(owed, amount_fen=200_000))
    assert told.told == "已登记自付 2,000.00 元，还差 450.00 元。"
    with pytest.raises(Invalid):
        booking.record_self_payment(accountant, replace(owed, slip="s2", amount_fen=45_001))


def test_grants_are_not_shared(db: Database):
    project = fund_money.accepted(db)
    fund_money.settle(db, project, 4_000_000, subsidy=300_000)
    fund_money.walk(db, project, "settle_notice")
    with pytest.raises(Invalid, match="补助"):
        record(db, project, K.FINAL, 450_000)
    pay(db, project, K.FINAL, 450_000, subsidy=300_000)
    assert sum(charged(db, project).values()) == FIRST + 150_000


def test_the_estimate_is_on_the_budget_and_the_final_share_on_the_settlement(db: Database):
    clerk = visit_of(db, "clerk")
    project = fund_desk.project_at(db, "planned")
    estimated = shares.shares(clerk, project)
    assert sum(line.share_fen for line in estimated) == fund_desk.BUDGET
    assert [line.code for line in estimated][:2] == ["1-0-1", "1-1-101"]
    other = fund_money.ready_for_final(db, 4_731_268, code="WX-2026-02")
    final = shares.shares(clerk, other)
    assert sum(line.share_fen for line in final) == 4_731_268
    for line in final:
        assert line.before_fen - line.share_fen == line.after_fen - line.self_pay_fen


# ── the file itself ──────────────────────────────────────────────────────────────────────────

MAY = {
    "first": {"approved"}, "progress": {"first_paid", "in_works", "rectifying"},
    "final": {"settle_notice"}, "repayment": {"settled", "settle_notice"},
    "retention": {"in_warranty"},
}  # fmt: skip


def test_the_file_refuses_every_payment_in_a_wrong_state(db: Database):
    project = fund_money.ready_for_final(db, 4_731_268)
    db.conn.set_authorizer(None)
    db.execute("drop trigger state_changes_only_by_a_step")  # every state, without its history
    db.execute("update repair_projects set warranty_end = '2026-01-01' where id = ?", [project])
    row = (
        "insert into fund_payments (project_id, kind, amount_fen, paid_on, payee, recorded_by, slip,"
        " source) values (?, ?, 1, '2026-03-18', '甲', 5, ?, 'entered')"
    )
    for where in [*fund_desk.ROUTE, "draft", "returned", "rectifying", "suspended", "cancelled"]:
        db.execute("update repair_projects set state = ? where id = ?", [where, project])
        for kind, states in MAY.items():
            db.execute("savepoint one")
            try:
                db.execute(row, [project, kind, f"{where}-{kind}"])
                allowed = True
            except connection.IntegrityError:
                allowed = False
            db.execute("rollback to one")
            db.execute("release one")
            blocked = kind == "repayment" or (kind == "first")  # paid too little, or paid once
            assert allowed is (where in states and not blocked), f"{kind} in {where}"


@pytest.mark.parametrize(
    "sql",
    [
        "update fund_payments set amount_fen = 1",
        "delete from fund_payments",
        "update charges set share_fen = 0, taken_fen = 0",
        "delete from charges",
        "update household_entries set amount_fen = -1",
        "delete from household_entries",
        "update household_accounts set balance_fen = balance_fen + 1",
        "delete from household_accounts",
        "insert into charges select payment_id, 20, 0, 0, 0 from charges limit 1",
        "insert into self_payments (project_id, unit_id, amount_fen, paid_on, by_id, slip, source)"
        " values (1, 1, 1, '2026-03-18', 5, 'x', 'entered')",
    ],
)
def test_the_file_refuses_what_was_never_posted(db: Database, sql: str):
    fund_money.accepted(db)
    with pytest.raises(connection.IntegrityError):
        db.execute(sql)


def test_an_approval_without_its_charges_is_refused_by_the_file(db: Database):
    project = fund_money.approved(db)
    id = record(db, project, K.FIRST, 100)
    with pytest.raises(connection.IntegrityError, match="to the last fen"):
        db.execute("update fund_payments set approved_by = 2, approved_on = '2026-03-18'"
                   " where id = ?", [id])  # fmt: skip


# ── all at once ──────────────────────────────────────────────────────────────────────────────


def test_sixteen_at_once_never_pay_beyond_the_approved_amount(path: Path, db: Database):
    project = fund_money.approved(db)
    pay(db, project, K.FIRST, 1_000_000)
    together = Barrier(16)

    def one(thread: int) -> int:
        with connection.opened(path) as own:
            together.wait()
            done = 0
            for turn in range(6):
                try:
                    sheet = paper(project, K.PROGRESS, 150_000, slip=f"t{thread}-{turn}")
                    made = payments.record_payment(visit_of(own, "accountant"), sheet)
                    payments.approve_payment(
                        visit_of(own, "secretary"), made.id, slip=f"ok{thread}-{turn}"
                    )
                    done += 1
                except DomainError:
                    continue
            return done

    with ThreadPoolExecutor(16) as pool:
        done = sum(pool.map(one, range(16)))
    paid = 1_000_000 + done * 150_000
    assert done > 0
    assert payments.money(db, project).paid_fen == paid <= fund_desk.APPROVED
    assert sum(charged(db, project).values()) == paid
    assert charged(db, project) == apportion(paid, dict.fromkeys(charged(db, project), 9000))
    assert min(balances(db).values()) >= 0
    sql = "select count(*) from household_accounts a where balance_fen <> (select sum(amount_fen)" \
          " from household_entries e where e.unit_id = a.unit_id)"  # fmt: skip
    assert db.execute(sql).fetchone()[0] == 0


# ── any history ──────────────────────────────────────────────────────────────────────────────


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_history_of_payments_ends_with_everybodys_exact_share(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    path = community.settle(tmp_path_factory.mktemp("history") / "c.db")
    with connection.opened(path) as db:
        areas = data.draw(st.lists(st.integers(1, 20_000), min_size=10, max_size=10))
        deposits = data.draw(st.lists(st.integers(0, 900_000), min_size=10, max_size=10))
        for unit, area, fen in zip(PINE_1_FLATS, areas, deposits):
            db.execute("update units set area_centi = ? where id = ?", [area, unit])
            if fen:
                fund_desk.deposits(db, fen, unit)
        project = fund_money.approved(db)
        pay(db, project, K.FIRST, data.draw(st.integers(1, 3_430_000)))
        fund_money.walk(db, project, "in_works")
        for number in range(data.draw(st.integers(0, 3))):
            left = next_offer(db, project)
            if left:
                fen = data.draw(st.integers(1, left[1]))
                made = record(db, project, K.PROGRESS, fen, slip=f"p{number}")
                payments.approve_payment(visit_of(db, "secretary"), made, slip=f"ok{number}")
        fund_money.walk(db, project, "accepted")
        settled = data.draw(st.integers(1, 4_900_000))
        fund_money.settle(db, project, settled)
        fund_money.walk(db, project, "settle_notice")
        _to_the_end(db, project)
        _everybody_bore_the_share(db, project, settled, dict(zip(PINE_1_FLATS, deposits)))


def _to_the_end(db: Database, project: int) -> None:
    for where in ("final", "retention"):
        found = next_offer(db, project)
        if found:
            pay(db, project, K(found[0]), found[1])
        if where == "final":
            if state(db, project) == "settle_notice":
                settling.ask_no_final(visit_of(db, "accountant"), project, slip="ask")
                moves.confirm_step(visit_of(db, "secretary"), Answer("yes", project, True))
            fund_money.walk(db, project, "in_warranty")


def _everybody_bore_the_share(
    db: Database, project: int, settled: int, deposits: dict[int, int]
) -> None:
    scope = db.execute("select unit_id, code, area_centi from scope_units").fetchall()
    whole = sum(area for _, _, area in scope)
    right = {code: settled * area // whole for _, code, area in scope}
    rest = sorted(scope, key=lambda row: (-(settled * row[2] % whole), row[1]))
    for row in rest[: settled - sum(right.values())]:
        right[row[1]] += 1
    assert charged(db, project) == right
    owed = dict(db.execute("select unit_id, sum(fen) from self_pay_owed group by 1").fetchall())
    after = dict(db.execute("select unit_id, balance_fen from household_accounts").fetchall())
    for unit, code, _ in scope:
        assert owed.get(unit, 0) >= 0
        assert deposits.get(unit, 0) - after[unit] + owed.get(unit, 0) == right[code]
