"""Paying the contractor through the gate (拨付): who, when and how much."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.repair_fund import moves, payments, settling
from domain.errors import Invalid, NotAllowed, NotFound, SamePerson, WrongState
from domain.repair_fund.moves import Answer
from domain.repair_fund.payments import Approval
from tests import community, fund_desk, fund_money
from tests.community import visit_of
from tests.fund_money import (
    FIRST,
    PINE_1_FLATS,
    K,
    at,
    balances,
    charged,
    next_offer,
    paper,
    pay,
    record,
    state,
)

UNITS = (*PINE_1_FLATS, 21)


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with connection.opened(path) as db:
        fund_desk.deposits(db, 850_000, *UNITS)
        yield db


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
