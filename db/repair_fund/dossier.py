"""A project's dossier (项目情况): everything its next step may ask, read in one moment."""

from datetime import date

from db import parameters
from db.repair_fund.happened import talks_since
from db.repair_fund.notices import current_notices
from db.repair_fund.steps import of_a_project, state_of
from db.rows import value
from db.visit import Visit
from db.writes import inside_gate
from domain.people import Permission
from domain.repair_fund.eligibility import LiftClass, Route
from domain.repair_fund.files import FileKind
from domain.repair_fund.guards import must_be_ready
from domain.repair_fund.money import payable
from domain.repair_fund.projects import Category, State
from domain.repair_fund.transitions import Dossier, Transition

FACTS = """
    select p.category, p.applicant, s.route, s.lift_class,
           coalesce(l.version, 0) as version, coalesce(p.budget_fen, 0) as budget_fen,
           coalesce(l.id > coalesce((select max(b.plan_id) from ballots b
                                      where b.project_id = p.id), 0), 0) as plan_is_new,
           (select count(*) from quotations where project_id = p.id) as offers,
           p.households, l.made_on,
           coalesce((select :today > closes_on from ballots where project_id = p.id
                      order by id desc limit 1), 0) as ballot_closed,
           coalesce(p.approved_fen, 0), coalesce(p.settled_fen, 0),
           coalesce((select fen from paid_so_far where project_id = p.id), 0),
           exists (select 1 from fund_payments where project_id = p.id and approved_by is null
                      and refused_by is null),
           p.warranty_end,
           (select from_state from project_steps where project_id = p.id
             order by id desc limit 1)
      from repair_projects p
      left join surveys s on s.project_id = p.id
      left join plans l on l.id = (select max(id) from plans where project_id = p.id)
     where p.id = :id
"""


@of_a_project(Permission.SEE_FUND)
def dossier(visit: Visit, project_id: int) -> Dossier:
    """What is on file about a project now. Raises NotFound."""
    state = state_of(visit.db, project_id)
    named = {"id": project_id, "today": visit.today.isoformat()}
    (category, applicant, route, lift, version, budget, is_new, offers, households, made_on, closed,
     approved, settled, paid, waits, warranty, before,
     ) = visit.db.execute(FACTS, named).fetchone()  # fmt: skip
    files = _kinds(visit, project_id)
    owed = payable(settled, paid, parameters.value_of(visit.db, "retention_bp"))
    return Dossier(
        state=state,
        before_suspension=State(before) if state is State.SUSPENDED else None,
        today=visit.today,
        category=Category(category),
        for_committee=applicant == "residents_committee",
        route=Route(route) if route else None,
        lift_class=LiftClass(lift) if lift else None,
        plan_version=version,
        budget_fen=budget,
        plan_is_new=bool(is_new),
        offers=offers,
        units=households,
        discussed=_discussed(visit, project_id, made_on, minutes=FileKind.MINUTES in files),
        notices=current_notices(visit.db, project_id),
        files=files,
        ballot_closed=bool(closed),
        approved_fen=approved,
        settled_fen=settled,
        held_fen=owed.held if settled else 0,
        refund_due_fen=owed.refund if settled else 0,
        payment_waits=bool(waits),
        warranty_end=date.fromisoformat(warranty) if warranty else None,
    )


@inside_gate
def must_be_ready_for(visit: Visit, project_id: int, step: Transition) -> None:
    """Raises WrongState with everything the step still lacks."""
    must_be_ready(step, dossier(visit, project_id))


def _discussed(visit: Visit, project_id: int, made_on: str | None, *, minutes: bool) -> bool:
    """Whether the plan was talked over by now, with minutes on file or confirmed by the meeting."""
    talks = talks_since(visit.db, project_id, made_on)
    return any(talk.at <= visit.now and (talk.confirmed or minutes) for talk in talks)


def _kinds(visit: Visit, project_id: int) -> frozenset[FileKind]:
    kinds = value(
        visit.db,
        "select group_concat(distinct kind) from files_in_force where project_id = :id",
        id=project_id,
    )
    return frozenset(FileKind(kind) for kind in (kinds or "").split(",") if kind)
