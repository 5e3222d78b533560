"""Survey (查勘), offers (报价), scope (列支范围) and plan (方案): what is voted on and who it concerns."""

from db.repair_fund.happened import event
from db.repair_fund.steps import estate_of, must_be, of_a_project, step_to
from db.rows import first, many, one, put, value
from db.visit import Visit
from db.writes import inside_gate, writes
from domain.areas import area
from domain.dates import after
from domain.errors import Invalid
from domain.money import yuan
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.eligibility import Survey, check_survey
from domain.repair_fund.plans import (
    NewPlan,
    NewQuotation,
    Plan,
    Quotation,
    Scope,
    ScopeList,
    check_plan,
    check_quotation,
)
from domain.repair_fund.projects import Category, Happening, ScopeType, State

MAY_PLAN = (State.SURVEYED, State.PLANNED, State.VOTE_FAILED)
PLANS = """
    select l.id, l.project_id, l.version, l.extent, l.budget_fen, l.subsidy_fen, q.company,
           l.chosen_how, l.accepted_how, l.made_on, a.name as made_by
      from plans l join accounts a on a.id = l.made_by
      left join quotations q on q.id = l.quotation_id
"""
# The units a project concerns today, as long as no plan of it froze them.
LIVE = """
    select u.id as unit_id, u.code, u.area_centi, u.owner_group_id
      from repair_projects p join units u on
           case p.scope_type when 'estate' then u.estate_id = p.estate_id
                when 'building' then u.building_id = p.building_id
                when 'unit_stack' then u.stairwell_id = p.stairwell_id
                else u.id in (select unit_id from listed_units where project_id = p.id) end
     where p.id = :id and u.estate_id = p.estate_id
       and (u.purpose <> 'parking' or p.scope_type = 'custom')
"""
FROZEN = "select unit_id, code, area_centi, owner_group_id from scope_units where plan_id = :plan"
SCOPE = """
    select count(*) as units, count(distinct s.owner_group_id) as owners,
           coalesce(sum(s.area_centi), 0) as area_centi,
           coalesce(sum(a.balance_fen), 0) as balance_fen, count(a.unit_id) as accounts,
           {frozen} as frozen
      from ({units}) s left join household_accounts a on a.unit_id = s.unit_id
"""


@of_a_project(Permission.SEE_FUND)
def survey(visit: Visit, project_id: int) -> Survey | None:
    """The survey of a project as it was filled in, without its slip."""
    return first(
        visit.db,
        Survey,
        "select '' as slip, project_id, surveyed_on, completed_on, warranty_years, common_part,"
        " null as excluded, lift_class, equipment_no, route, note"
        " from surveys where project_id = :id",
        id=project_id,
    )


@of_a_project(Permission.SEE_FUND)
def quotations(visit: Visit, project_id: int) -> list[Quotation]:
    """Offers, the lowest first."""
    return many(
        visit.db,
        Quotation,
        "select id, company, amount_fen, works_days, warranty_months, note from quotations"
        " where project_id = :id order by amount_fen, id",
        id=project_id,
    )


@of_a_project(Permission.SEE_FUND)
def plans(visit: Visit, project_id: int) -> list[Plan]:
    """The versions of a plan, the newest first."""
    return many(
        visit.db, Plan, f"{PLANS} where l.project_id = :id order by l.version desc", id=project_id
    )


@of_a_project(Permission.SEE_FUND)
def scope(visit: Visit, project_id: int) -> Scope:
    """How many units, owners and square metres a project concerns, and what they have saved."""
    plan = value(
        visit.db,
        "select max(l.id) from plans l where l.project_id = :id"
        "   and exists (select 1 from scope_units where plan_id = l.id)",
        id=project_id,
    )
    if plan is not None:
        return one(visit.db, Scope, "列支范围", SCOPE.format(units=FROZEN, frozen=1), plan=plan)
    return one(visit.db, Scope, "列支范围", SCOPE.format(units=LIVE, frozen=0), id=project_id)


@writes(Permission.ADVANCE_PROJECT)
def record_survey(visit: Visit, paper: Survey) -> Receipt:
    """Record what was found on site and take R02; refused where others must repair or pay."""
    must_be(visit, paper.project_id, State.PROPOSED)
    kind = value(
        visit.db, "select category from repair_projects where id = :id", id=paper.project_id
    )
    after(paper, "surveyed_on", visit.today, event(visit.db, paper.project_id, Happening.PROPOSED))
    paper = check_survey(paper, Category(kind), visit.today)
    put(
        visit.db, "surveys", project_id=paper.project_id, surveyed_on=paper.surveyed_on,
        completed_on=paper.completed_on, warranty_years=paper.warranty_years,
        common_part=paper.common_part, lift_class=paper.lift_class, equipment_no=paper.equipment_no,
        route=paper.route, note=paper.note, by_id=visit.user.id,
    )  # fmt: skip
    step_to(visit, paper.project_id, State.SURVEYED, paper.note)
    return Receipt(f"查勘已登记，按“{paper.route.label}”办。", paper.project_id)


@writes(Permission.PLAN_REPAIR)
def add_quotation(visit: Visit, offer: NewQuotation) -> Receipt:
    """Put a contractor's offer beside the others (比选)."""
    _must_plan(visit, offer.project_id)
    offer = check_quotation(offer)
    same = value(
        visit.db,
        "select 1 from quotations where project_id = :p and company = :c and amount_fen = :a",
        p=offer.project_id,
        c=offer.company,
        a=offer.amount_fen,
    )
    if same:
        raise Invalid(f"“{offer.company}”的这个报价已经有了。")
    made = put(
        visit.db, "quotations", project_id=offer.project_id, company=offer.company,
        amount_fen=offer.amount_fen, works_days=offer.works_days,
        warranty_months=offer.warranty_months, note=offer.note, by_id=visit.user.id,
        source="entered",
    )  # fmt: skip
    return Receipt(f"已加上{offer.company}的报价 {yuan(offer.amount_fen)}。", made)


@writes(Permission.PLAN_REPAIR)
def make_plan(visit: Visit, paper: NewPlan) -> Receipt:
    """Write a plan, or another version of it. What was voted on is never edited."""
    _must_plan(visit, paper.project_id)
    offers = quotations(visit, paper.project_id)
    paper = check_plan(paper, len(offers))
    if paper.quotation_id not in (None, *(offer.id for offer in offers)):
        raise Invalid("选的报价不是这个项目的。请重新选。")
    id, version = add_version(visit, paper)
    return Receipt(f"方案第 {version} 版已存，预算 {yuan(paper.budget_fen)}。", id)


@inside_gate
def add_version(visit: Visit, paper: NewPlan) -> tuple[int, int]:
    """The next version's number on file and its version; inside the gate."""
    sql = "select coalesce(max(version), 0) + 1 from plans where project_id = :id"
    version = int(value(visit.db, sql, id=paper.project_id))
    made = put(
        visit.db, "plans", project_id=paper.project_id, version=version, extent=paper.extent,
        budget_fen=paper.budget_fen, subsidy_fen=paper.subsidy_fen, quotation_id=paper.quotation_id,
        chosen_how=paper.chosen_how, accepted_how=paper.accepted_how, made_on=visit.today,
        made_by=visit.user.id, source="entered",
    )  # fmt: skip
    visit.db.execute(
        "update repair_projects set subsidy_fen = 0, budget_fen = ? where id = ?",
        [paper.budget_fen, paper.project_id],
    )
    visit.db.execute(
        "update repair_projects set subsidy_fen = ? where id = ?",
        [paper.subsidy_fen, paper.project_id],
    )
    return made, version


@writes(Permission.PLAN_REPAIR)
def list_scope(visit: Visit, paper: ScopeList) -> Receipt:
    """Say room by room whom a project concerns (指定范围); the list before is replaced."""
    _must_plan(visit, paper.project_id)
    kind, estate = visit.db.execute(
        "select scope_type, estate_id from repair_projects where id = ?", [paper.project_id]
    ).fetchone()
    if kind != ScopeType.CUSTOM:
        raise Invalid("这个项目的范围是整栋或单元，不用逐户勾选。")
    wanted = sorted(set(paper.unit_ids))
    if not wanted:
        raise Invalid("一户也没选。请至少选一户。")
    visit.db.execute("delete from listed_units where project_id = ?", [paper.project_id])
    for unit_id in wanted:
        visit.db.execute(
            "insert into listed_units select ?, id from units where id = ? and estate_id = ?",
            [paper.project_id, unit_id, estate],
        )
    found = scope(visit, paper.project_id)
    if found.units != len(wanted):
        raise Invalid("选的房号里有别的小区的，或者已经不在底册里。请重新选。")
    visit.db.execute(
        "update repair_projects set households = ? where id = ?", [found.units, paper.project_id]
    )
    return Receipt(f"范围定为 {found.units} 户，{area(found.area_centi)}。", paper.project_id)


def _must_plan(visit: Visit, project_id: int) -> None:
    must_be(visit, project_id, *MAY_PLAN)
    visit.user.must_cover(estate_of(visit.db, project_id))
