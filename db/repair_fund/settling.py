"""The authority's answer (R15), the settlement (R20), and a final payment of nothing (R22)."""

from db import parameters
from db.repair_fund.happened import event
from db.repair_fund.payments import money, paying_limits, settle_notice
from db.repair_fund.steps import must_be, step_to
from db.rows import put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.errors import Invalid, WrongState
from domain.money import yuan
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.files import FileKind
from domain.repair_fund.payments import (
    Approval,
    Money,
    PaymentKind,
    Settlement,
    offer,
    waits_for,
)
from domain.repair_fund.projects import Happening, State
from domain.repair_fund.settling import check_approval, check_settled

AUDITED = "select 1 from files_in_force where project_id = :id and kind = :kind"


@writes(Permission.ADVANCE_PROJECT)
def record_approval(visit: Visit, approval: Approval) -> Receipt:
    """What the authority answered: 已申请列支 → 审核通过, or more for a settlement above it."""
    db = visit.db
    project = money(db, approval.project_id)
    visit.user.must_cover(project.estate_id)
    asked = event(
        db,
        project.project_id,
        Happening.APPLIED if project.state is State.APPLIED else Happening.SETTLED,
    )
    paper = check_approval(approval, project, asked, visit.today)
    made = put(
        db, "fund_approvals", project_id=paper.project_id, amount_fen=paper.amount_fen,
        filing_no=paper.filing_no, approved_on=paper.approved_on, by_id=visit.user.id,
        source="entered",
    )  # fmt: skip
    before = project.approved_fen or 0
    db.execute(
        "update repair_projects set approved_fen = ? where id = ?",
        [before + paper.amount_fen, paper.project_id],
    )
    told = f"审核通过 {yuan(paper.amount_fen)}，{paper.filing_no}。"
    if project.state is State.APPLIED:
        step_to(visit, paper.project_id, State.APPROVED, told)
    else:
        told = f"追加{told}一共 {yuan(before + paper.amount_fen)}。"
    return Receipt(told, made)


@writes(Permission.RECORD_PAYMENT)
def record_settlement(visit: Visit, settlement: Settlement) -> Receipt:
    """The settled amount and the grants in it: 验收合格 → 决算审价完成."""
    db, id = visit.db, settlement.project_id
    must_be(visit, id, State.ACCEPTED)
    project = money(db, id)
    visit.user.must_cover(project.estate_id)
    overrun = parameters.value_of(db, "overrun_bp")
    threshold = parameters.value_of(db, "audit_threshold_fen")
    paper = check_settled(settlement, project, overrun, threshold)
    if paper.audited and not value(db, AUDITED, id=id, kind=FileKind.AUDIT):
        raise Invalid("还没传“审价报告”。先在资料里传上，再登记决算。")
    db.execute(
        "update repair_projects set settled_fen = ?, subsidy_fen = ? where id = ?",
        [paper.settled_fen, paper.subsidy_fen, id],
    )
    audited = "，有审价报告" if paper.audited else ""
    note = f"。{paper.note}" if paper.note else ""
    told = f"决算 {yuan(paper.settled_fen)}，其中补助 {yuan(paper.subsidy_fen)}{audited}{note}"
    step_to(visit, id, State.SETTLED, told)
    return Receipt(f"{told.rstrip('。')}。", id)


@writes(Permission.RECORD_PAYMENT)
def ask_no_final(visit: Visit, project_id: int, *, slip: str) -> Receipt:
    """R22 where nothing is due: the first person says so (没有尾款要付)."""
    project = must_owe_nothing(visit, project_id)
    visit.db.execute(
        "insert into step_requests (project_id, to_state, note, asked_by, asked_on)"
        " values (?, ?, '没有尾款要付', ?, ?)"
        " on conflict (project_id) do update set to_state = excluded.to_state,"
        " note = excluded.note, asked_by = excluded.asked_by, asked_on = excluded.asked_on",
        [project_id, State.FINAL_PAID, visit.user.id, visit.today.isoformat()],
    )
    return Receipt(f"{project.code}没有尾款要付，等另一个人确认。", project_id)


@inside_gate
def must_owe_nothing(visit: Visit, project_id: int) -> Money:
    """Raises WrongState while a final payment is due or has to wait (R22)."""
    must_be(visit, project_id, State.SETTLE_NOTICE)
    project = money(visit.db, project_id)
    next_one = offer(project, paying_limits(visit.db))
    if next_one:
        raise WrongState(f"还有{next_one.kind.label} {yuan(next_one.amount_fen)} 要先登记。")
    notice = settle_notice(visit.db, project_id)
    for reason in waits_for(project, notice, PaymentKind.FINAL, visit.today):
        raise WrongState(reason)
    return project
