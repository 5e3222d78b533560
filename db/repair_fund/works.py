"""Emergencies (紧急认定), works (施工), acceptance (验收) and warranty (质保) of a project."""

from db.repair_fund import ballots
from db.repair_fund.dossier import must_be_ready_for
from db.repair_fund.happened import event, events
from db.repair_fund.plans import add_version
from db.repair_fund.steps import estate_of, must_be, of_a_project, step_to
from db.rows import many, put, value
from db.visit import Visit
from db.writes import writes
from domain.dates import after
from domain.days import short_day
from domain.errors import Invalid, WrongState
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.eligibility import EmergencyPaper, Route, check_emergency
from domain.repair_fund.plans import NewPlan
from domain.repair_fund.projects import Happening, State
from domain.repair_fund.transitions import the_step
from domain.repair_fund.works import (
    Acceptance,
    Inspection,
    Start,
    Warranty,
    check_acceptance,
    check_start,
    check_warranty,
)

RUSHED_IN = (State.EMERGENCY_CONFIRMED, State.APPLIED, State.RETURNED, State.APPROVED)


@of_a_project(Permission.SEE_FUND)
def inspections(visit: Visit, project_id: int) -> list[Inspection]:
    """What every acceptance found, the latest first (验收记录)."""
    return many(
        visit.db,
        Inspection,
        "select c.id, c.outcome = 'accepted' as passed, c.looked_on, c.representatives, c.defects,"
        "       c.due_on, a.name as by from acceptances c join accounts a on a.id = c.by_id"
        " where c.project_id = :id order by c.id desc",
        id=project_id,
    )


@writes(Permission.ADVANCE_PROJECT)
def record_emergency(visit: Visit, paper: EmergencyPaper) -> Receipt:
    """Record who confirmed the danger, freeze who pays, and take R11. There is no vote then."""
    must_be(visit, paper.project_id, State.SURVEYED)
    route = value(visit.db, "select route from surveys where project_id = :id", id=paper.project_id)
    if route != Route.EMERGENCY:
        raise WrongState("查勘时定的是表决，不是紧急。请按表决办。")
    after(paper, "confirmed_on", visit.today, event(visit.db, paper.project_id, Happening.PROPOSED))
    paper = check_emergency(paper, visit.today)
    step = the_step(State.SURVEYED, State.EMERGENCY_CONFIRMED)
    must_be_ready_for(visit, paper.project_id, step)
    plan_id, _ = add_version(visit, _emergency_plan(paper))
    ballots.freeze_scope(visit, paper.project_id, plan_id, include_parking=False)
    put(
        visit.db, "emergencies", project_id=paper.project_id, kind=paper.kind,
        confirming_body=paper.confirming_body, confirmed_on=paper.confirmed_on,
        life_safety=paper.life_safety, note=paper.note, by_id=visit.user.id,
    )  # fmt: skip
    step_to(visit, paper.project_id, State.EMERGENCY_CONFIRMED, paper.confirming_body)
    return Receipt("紧急情况已认定，不用表决；预算、公示、审核和决算照常。", paper.project_id)


def _emergency_plan(paper: EmergencyPaper) -> NewPlan:
    """What an emergency is repaired by; its offers and acceptance are as in any plan."""
    return NewPlan(
        paper.slip,
        paper.project_id,
        paper.note or paper.kind.label,
        paper.budget_fen,
        0,
        None,
        "紧急使用，由认定单位确认的施工单位抢修",
        "业主代表到场验收",
    )


@writes(Permission.PLAN_REPAIR)
def record_start(visit: Visit, paper: Start) -> Receipt:
    """Record that works began: R17, or ahead of everything where life is in danger (R13)."""
    visit.user.must_cover(estate_of(visit.db, paper.project_id))
    state = must_be(visit, paper.project_id, State.FIRST_PAID, *RUSHED_IN)
    rushed, began = visit.db.execute(
        "select coalesce((select life_safety from emergencies where project_id = p.id), 0),"
        "       p.works_from from repair_projects p where p.id = ?",
        [paper.project_id],
    ).fetchone()
    if state in RUSHED_IN and state is not State.APPROVED and not rushed:
        raise WrongState("审核通过以前不能开工。只有危及人身安全的紧急项目可以先抢修。")
    check_start(
        paper,
        visit.today,
        rushed=bool(rushed),
        proposed=event(visit.db, paper.project_id, Happening.PROPOSED),
        approved=event(visit.db, paper.project_id, Happening.APPROVED),
    )
    if began is None:
        visit.db.execute(
            "update repair_projects set works_from = ? where id = ?",
            [paper.began_on.isoformat(), paper.project_id],
        )
    if state in (State.FIRST_PAID, State.APPROVED):
        must_be_ready_for(visit, paper.project_id, the_step(state, State.IN_WORKS))
        step_to(visit, paper.project_id, State.IN_WORKS)
    return Receipt(f"{short_day(paper.began_on, visit.today)}开工，已登记。", paper.project_id)


@writes(Permission.ADVANCE_PROJECT)
def record_acceptance(visit: Visit, paper: Acceptance) -> Receipt:
    """Record what was found on site: accepted (R18), or to be put right (R19)."""
    must_be(visit, paper.project_id, State.IN_WORKS)
    began = events(visit.db, paper.project_id, Happening.BEGAN, Happening.INSPECTED)
    if began[0] is None:
        raise Invalid("还没登记开工日期，不能验收。")
    paper = check_acceptance(paper, began, visit.today)
    to = State.ACCEPTED if paper.passed else State.RECTIFYING
    must_be_ready_for(visit, paper.project_id, the_step(State.IN_WORKS, to))
    put(
        visit.db, "acceptances", project_id=paper.project_id, outcome=to, looked_on=paper.looked_on,
        representatives=paper.representatives, defects=paper.defects, due_on=paper.due_on,
        by_id=visit.user.id, source="entered",
    )  # fmt: skip
    step_to(visit, paper.project_id, to, paper.defects or paper.representatives)
    return Receipt("验收合格。" if paper.passed else "要整改的已记下。", paper.project_id)


@writes(Permission.ADVANCE_PROJECT)
def record_warranty(visit: Visit, paper: Warranty) -> Receipt:
    """Record how long the contractor is liable, and enter the warranty (R23)."""
    state = must_be(visit, paper.project_id, State.FINAL_PAID)
    accepted = event(visit.db, paper.project_id, Happening.ACCEPTED)
    if accepted is None:
        raise WrongState("还没有验收合格，不能登记质保期。")
    check_warranty(paper, accepted, visit.today)
    must_be_ready_for(visit, paper.project_id, the_step(state, State.IN_WARRANTY))
    visit.db.execute(
        "update repair_projects set warranty_end = ? where id = ?",
        [paper.ends_on.isoformat(), paper.project_id],
    )
    step_to(visit, paper.project_id, State.IN_WARRANTY)
    return Receipt(f"质保期到{short_day(paper.ends_on, visit.today)}。", paper.project_id)
