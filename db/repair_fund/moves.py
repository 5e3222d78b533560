"""Moving a project on (办理): single steps, steps of two people, stopping and resuming."""

import json
from dataclasses import asdict, replace
from datetime import date

from db.parameters import value_of
from db.repair_fund import ballots
from db.repair_fund.dossier import dossier, must_be_ready_for
from db.repair_fund.papers_out import keep_application
from db.repair_fund.settling import must_owe_nothing
from db.repair_fund.steps import must_be, of_a_project, state_of, step_to
from db.rows import first, many, put, value
from db.visit import Visit, reads
from db.writes import writes
from domain.errors import Invalid, NotFound, WrongState
from domain.people import Permission, check_second_person
from domain.receipts import Receipt
from domain.registry import plain_text
from domain.repair_fund.ballots import Channel, Matter, Opening, check_opening
from domain.repair_fund.moves import Answer, Move, Request, check_move, check_stop
from domain.repair_fund.projects import State
from domain.repair_fund.transitions import Transition, the_step

REQUESTS = """
    select r.project_id, r.to_state as "to", r.note, r.terms, r.asked_by, a.name as asked_by_name,
           r.asked_on
      from step_requests r join accounts a on a.id = r.asked_by
      join repair_projects p on p.id = r.project_id
"""
REQUEST = f"{REQUESTS} where r.project_id = :id"


@of_a_project(Permission.SEE_FUND)
def request(visit: Visit, project_id: int) -> Request | None:
    """What one person asked for and another has not confirmed yet."""
    return first(visit.db, Request, REQUEST, id=project_id)


@reads(Permission.SEE_FUND)
def requests(visit: Visit) -> list[Request]:
    """Every step that waits for a second person, in the estates one may see."""
    sql = f"{REQUESTS} where :only is null or p.estate_id = :only order by r.project_id"
    return many(visit.db, Request, sql, only=visit.user.only_estate)


@writes(Permission.ADVANCE_PROJECT)
def take_step(visit: Visit, move: Move) -> Receipt:
    """Take one step of the table that needs nothing but its guard."""
    step, move = _checked(visit, move)
    if step.by is not None or step.two_people:
        raise WrongState(f"“{step.verb}”要在登记那件事的时候一起办。")
    must_be_ready_for(visit, move.project_id, step)
    step_to(visit, move.project_id, move.to, move.note)
    if move.to is State.APPLIED:
        keep_application(visit, move.project_id)
    return Receipt(f"已到“{move.to.label}”。", move.project_id)


@writes(Permission.ADVANCE_PROJECT)
def ask_step(visit: Visit, move: Move) -> Receipt:
    """Ask a second person for a step that takes two and has no other form: closing (R24)."""
    step, move = _checked(visit, move)
    if not step.two_people or step.by is not None:
        raise WrongState(f"“{step.verb}”不用这样办。")
    must_be_ready_for(visit, move.project_id, step)
    _ask(visit, move, {})
    return Receipt(f"已提请“{step.verb}”，等另一个人确认。", move.project_id)


@writes(Permission.ADVANCE_PROJECT)
def ask_ballot(visit: Visit, opening: Opening) -> Receipt:
    """Lay down how the vote is held and ask a second person to open it (R06)."""
    must_be(visit, opening.project_id, State.PLAN_NOTICE)
    step = the_step(State.PLAN_NOTICE, State.VOTING)
    must_be_ready_for(visit, opening.project_id, step)
    least, most = (value_of(visit.db, f"vote_{end}_days") for end in ("min", "max"))
    opening = replace(opening, basis_text=check_opening(opening, visit.today, least, most))
    terms = {name: _plain(part) for name, part in asdict(opening).items()}
    _ask(visit, Move(opening.slip, opening.project_id, State.VOTING), terms)
    return Receipt("表决办法已定好，等另一个人确认后开始表决。", opening.project_id)


@writes(Permission.ADVANCE_PROJECT)
def confirm_step(visit: Visit, answer: Answer) -> Receipt:
    """The second person says yes and the step is taken, or no and the request is gone."""
    asked = first(visit.db, Request, REQUEST, id=answer.project_id)
    if asked is None:
        raise NotFound("这件等确认的事")
    if asked.asked_by != visit.user.id:
        visit.user.must(asked.answered_by)
    if not answer.agrees:
        mine = asked.asked_by == visit.user.id
        why = plain_text(answer.why_not, f"为什么{'撤回' if mine else '退回'}", least=4, most=200)
        visit.db.execute("delete from step_requests where project_id = ?", [answer.project_id])
        told = "已撤回" if mine else f"已退给{asked.asked_by_name}"
        return Receipt(f"{told}：{why}", answer.project_id)
    step = the_step(state_of(visit.db, answer.project_id), asked.to)
    check_second_person(asked.asked_by, visit.user.id, f"“{step.verb}”")
    must_be_ready_for(visit, answer.project_id, step)
    if asked.to is State.FINAL_PAID:
        must_owe_nothing(visit, answer.project_id)
    if asked.to is State.VOTING:
        ballots.open_ballot(visit, opening_of(asked), asked.asked_by)
    step_to(visit, answer.project_id, asked.to, asked.note, asked_by=asked.asked_by)
    return Receipt(f"已确认，到“{asked.to.label}”。", answer.project_id)


def opening_of(asked: Request) -> Opening:
    """The terms of the ballot that was asked for."""
    told = json.loads(asked.terms)
    return Opening(
        told["slip"],
        asked.project_id,
        Matter(told["matter"]),
        Channel(told["channel"]),
        date.fromisoformat(told["opens_on"]),
        date.fromisoformat(told["closes_on"]),
        told["include_parking"],
        told["basis_text"],
    )


@writes(Permission.STOP_PROJECT)
def stop_project(visit: Visit, move: Move) -> Receipt:
    """Suspend a project (R25) or cancel it (R26), with the reason people will read."""
    move = check_stop(move, state_of(visit.db, move.project_id))
    paid = value(
        visit.db,
        "select 1 from fund_payments where project_id = :id and refused_by is null",
        id=move.project_id,
    )
    if move.to is State.CANCELLED and paid:
        raise Invalid("已经登记过拨付，不能终止。请先退回那笔拨付，或者中止。")
    step_to(visit, move.project_id, move.to, move.note)
    return Receipt(f"项目已{move.to.label}。", move.project_id)


@writes(Permission.STOP_PROJECT)
def resume_project(visit: Visit, move: Move) -> Receipt:
    """Take a suspended project up again, exactly where it was left."""
    must_be(visit, move.project_id, State.SUSPENDED)
    before = dossier(visit, move.project_id).before_suspension
    if before is None:
        raise NotFound("中止以前的那一步")
    step_to(visit, move.project_id, before, plain_text(move.note, "说明", least=0, most=300))
    return Receipt(f"项目恢复办理，回到“{before.label}”。", move.project_id)


def _checked(visit: Visit, move: Move) -> tuple[Transition, Move]:
    step, move = check_move(move, state_of(visit.db, move.project_id))
    visit.user.must(step.needs)
    return step, move


def _ask(visit: Visit, move: Move, terms: dict[str, object]) -> None:
    if value(visit.db, "select 1 from step_requests where project_id = :id", id=move.project_id):
        raise WrongState("已经提请过了，等另一个人确认。")
    put(
        visit.db, "step_requests", project_id=move.project_id, to_state=move.to, note=move.note,
        terms=json.dumps(terms, ensure_ascii=False), asked_by=visit.user.id, asked_on=visit.today,
    )  # fmt: skip


def _plain(part: object) -> object:
    return part.isoformat() if isinstance(part, date) else part
