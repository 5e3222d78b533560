"""Repair fund (维修资金): projects by stage with their money, and registering a proposal."""

from datetime import date

from sqlite_utils import Database

from db.rows import many, one, put, value
from db.visit import Visit
from db.writes import writes
from domain.errors import Invalid, NotFound
from domain.people import Permission
from domain.receipts import Receipt
from domain.repair_fund.projects import (
    FINISHED,
    STAGE_OF,
    WORK_DONE,
    Project,
    Proposal,
    ScopeType,
    Stage,
    StageMoney,
    Step,
    check_proposal,
)

_STAGES = " ".join(f"when '{state}' then '{stage}'" for state, stage in STAGE_OF.items())
_FINISHED = ", ".join(f"'{state}'" for state in FINISHED)
_WORK_DONE = ", ".join(f"'{state}'" for state in WORK_DONE)

PROJECTS = f"""
    select p.id, p.code, p.title, p.category, p.estate_id, e.short_name as estate,
           c.name as company, p.scope_type,
           case p.scope_type when 'estate' then '全小区' when 'custom' then '指定范围'
                else b.label || '栋' || coalesce(s.number || '单元', '') end as place,
           p.households, p.state,
           (select case from_state {_STAGES} end from project_steps
             where project_id = p.id and to_state = p.state order by id desc limit 1)
           as stage_before,
           exists (select 1 from surveys where project_id = p.id and route = 'emergency')
           as emergency,
           p.budget_fen, p.approved_fen, p.settled_fen,
           (select coalesce(sum(fen), 0) from paid_out where project_id = p.id) as paid_fen,
           p.proposed_on,
           (select max(happened_on) from project_steps where project_id = p.id) as state_since
      from repair_projects p
      join estates e on e.id = p.estate_id
      left join bodies c on c.id = e.company_id
      left join buildings b on b.id = p.building_id
      left join stairwells s on s.id = p.stairwell_id
"""


def running(db: Database, estate_id: int | None = None, most: int = 40) -> list[Project]:
    """Projects not yet closed, the longest in their state first; those in warranty come last."""
    return many(
        db,
        Project,
        f"{PROJECTS} where p.state not in ({_FINISHED})"
        " and (:estate_id is null or p.estate_id = :estate_id)"
        " order by p.state = 'in_warranty', state_since, p.id limit :most",
        estate_id=estate_id,
        most=most,
    )


def finished(db: Database, estate_id: int | None = None, most: int = 20) -> list[Project]:
    """Projects closed or cancelled, the latest first."""
    return many(
        db,
        Project,
        f"{PROJECTS} where p.state in ({_FINISHED})"
        " and (:estate_id is null or p.estate_id = :estate_id)"
        " order by state_since desc, p.id desc limit :most",
        estate_id=estate_id,
        most=most,
    )


def project(db: Database, id: int) -> Project:
    return one(db, Project, "这个维修项目", f"{PROJECTS} where p.id = :id", id=id)


def steps_of(db: Database, project_id: int) -> list[Step]:
    """The history of a project, oldest first (办理记录)."""
    return many(
        db,
        Step,
        """
        select s.to_state, s.happened_on, s.note, a.name as by, b.name as second
          from project_steps s join accounts a on a.id = s.by_id
          left join accounts b on b.id = s.second_id
         where s.project_id = :id order by s.id
        """,
        id=project_id,
    )


def stage_money(db: Database, estate_id: int | None = None) -> list[StageMoney]:
    """Running projects and their money in fen per visible stage, all eight stages in order."""
    rows = db.execute(
        f"""
        select case iif(p.state <> 'suspended', p.state,
                        (select from_state from project_steps where project_id = p.id
                          order by id desc limit 1))
               {_STAGES} end as stage, count(*), coalesce(sum(p.budget_fen), 0),
               coalesce(sum((select sum(fen) from paid_out where project_id = p.id)), 0)
          from repair_projects p
         where p.state not in ({_FINISHED})
           and (:estate_id is null or p.estate_id = :estate_id)
         group by 1
        """,
        {"estate_id": estate_id},
    )
    found = {row[0]: row[1:] for row in rows}
    return [StageMoney(stage, *found.get(stage, (0, 0, 0))) for stage in Stage]


def paid_since(db: Database, day: date, estate_id: int | None = None) -> int:
    """What was paid out and approved since a day, repayments taken off, in fen (已付)."""
    return int(
        value(
            db,
            """
            select coalesce(sum(f.fen), 0) from paid_out f
              join repair_projects p on p.id = f.project_id
             where f.paid_on >= :day
               and (:estate_id is null or p.estate_id = :estate_id)
            """,
            day=day,
            estate_id=estate_id,
        )
    )


def repaired(db: Database) -> tuple[int, int, int]:
    """Lifts repaired, buildings cured of leaks, and the households of their scopes, each once."""
    row = db.execute(
        f"""
        with done as (select * from repair_projects where state in ({_WORK_DONE}))
        select (select count(distinct stairwell_id) from done where category = 'lift'),
               (select count(distinct building_id) from done where category = 'facade_leak'),
               (select count(*) from (
                   select u.id from units u join done d on u.building_id = d.building_id
                    where d.scope_type = 'building' and u.purpose <> 'parking'
                   union
                   select u.id from done d join units u
                       on u.building_id = d.building_id and u.stairwell_id = d.stairwell_id
                    where d.scope_type = 'unit_stack' and u.purpose <> 'parking'))
        """
    ).fetchone()
    return int(row[0]), int(row[1]), int(row[2])


@writes(Permission.REGISTER_PROPOSAL)
def register_proposal(visit: Visit, proposal: Proposal) -> Receipt:
    """Register a repair proposal (使用建议), R01: it stands at 提议, its scope counted."""
    db, proposal = visit.db, check_proposal(proposal)
    visit.user.must_cover(proposal.estate_id)
    stairwell_id = _stairwell(db, proposal)
    households = _households(db, proposal, stairwell_id)
    if households == 0 and proposal.scope_type is not ScopeType.CUSTOM:
        raise Invalid("这个范围里没有一户，算不出由谁表决、由谁分摊。请换一个范围。")
    code = _next_code(db, visit.today.year)
    id = put(
        db, "repair_projects", code=code, title=proposal.title, need=proposal.need,
        category=proposal.category, estate_id=proposal.estate_id, scope_type=proposal.scope_type,
        building_id=proposal.building_id, stairwell_id=stairwell_id, households=households,
        state="proposed", proposed_on=visit.today, proposed_by=visit.user.id, source="entered",
    )  # fmt: skip
    put(
        db, "project_steps", project_id=id, to_state="proposed",
        happened_on=visit.today, note=proposal.need, by_id=visit.user.id,
    )  # fmt: skip
    whom = f"涉及 {households:,} 户" if households else "范围等逐户勾选"
    return Receipt(f"已登记 {code}：{proposal.title}，{whom}。", id)


def _stairwell(db: Database, proposal: Proposal) -> int | None:
    if proposal.building_id is not None:
        lies = "select 1 from buildings where id = :b and estate_id = :e"
        if not value(db, lies, b=proposal.building_id, e=proposal.estate_id):
            raise NotFound("这栋楼")
    if proposal.stairwell is None:
        return None
    found: int | None = value(
        db,
        "select id from stairwells where building_id = :b and number = :n",
        b=proposal.building_id,
        n=proposal.stairwell,
    )
    if found is None:
        raise NotFound("这个单元")
    return found


def _households(db: Database, proposal: Proposal, stairwell_id: int | None) -> int:
    """The exclusive units inside the cost scope: who will vote, and who will pay."""
    if proposal.scope_type is ScopeType.CUSTOM:
        return 0
    if proposal.scope_type is ScopeType.ESTATE:
        sql = "select households from estates where id = :id"
        return int(value(db, sql, id=proposal.estate_id) or 0)
    column = "building_id" if stairwell_id is None else "stairwell_id"
    sql = f"select count(*) from units where {column} = :id and purpose <> 'parking'"
    return int(value(db, sql, id=stairwell_id or proposal.building_id))


def _next_code(db: Database, year: int) -> str:
    """WX-2026-03: the number restarts each year and is never used twice."""
    last = value(
        db,
        "select max(cast(substr(code, 9) as integer)) from repair_projects"
        " where code >= :low and code < :high",
        low=f"WX-{year}-",
        high=f"WX-{year}.",
    )
    return f"WX-{year}-{(last or 0) + 1:02d}"
