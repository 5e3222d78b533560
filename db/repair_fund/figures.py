"""Figures of the fund for charts (图): where the money went, how long stages take, what is covered."""

from statistics import median

from db.rows import many
from db.visit import Visit, reads
from domain.people import Permission
from domain.repair_fund.figures import Coverage, Spent, StageDays
from domain.repair_fund.notices import NoticeKind
from domain.repair_fund.projects import STAGE_OF, WORK_DONE, Stage, State
from domain.repair_fund.transitions import NEXT_NOTICE

DUE = ", ".join(f"'{state}'" for state in NEXT_NOTICE)
DONE = ", ".join(f"'{state}'" for state in WORK_DONE)


@reads(Permission.SEE_FUND)
def to_notify(visit: Visit) -> list[int]:
    """The projects whose next step is to post a notice (待公示), by their ids."""
    rows = visit.db.execute(
        f"""
        select p.id from repair_projects p
         where p.state in ({DUE}) and (?1 is null or p.estate_id = ?1)
           and not (p.state = '{State.EMERGENCY_CONFIRMED}' and exists (
               select 1 from project_notices
                where project_id = p.id and kind = '{NoticeKind.EMERGENCY}'))
         order by p.id
        """,
        [visit.user.only_estate],
    )
    return [id for (id,) in rows]


@reads(Permission.SEE_FUND)
def spent(visit: Visit) -> list[Spent]:
    """What was paid for each kind of repair, the largest first; repayments taken off."""
    return many(
        visit.db,
        Spent,
        """
        select p.category, count(distinct p.id) as projects,
               sum(f.fen) as paid_fen
          from paid_out f join repair_projects p on p.id = f.project_id
         where :only is null or p.estate_id = :only
         group by p.category order by paid_fen desc
        """,
        only=visit.user.only_estate,
    )


@reads(Permission.SEE_FUND)
def stage_days(visit: Visit) -> list[StageDays]:
    """How many days each stage took, half of the projects less and half more; closed stages only."""
    rows = visit.db.execute(
        """
        select project_id, to_state, julianday(lead(happened_on) over chain)
               - julianday(happened_on)
          from project_steps s join repair_projects p on p.id = s.project_id
         where ?1 is null or p.estate_id = ?1 window chain as (partition by project_id order by s.id)
        """,
        [visit.user.only_estate],
    )
    took: dict[tuple[int, Stage], int] = {}
    open_stages: set[tuple[int, Stage]] = set()
    for project, state, days in rows:
        stage = STAGE_OF.get(State(state))
        if stage is None or state == State.CLOSED:
            continue
        if days is None:
            open_stages.add((project, stage))
        took[project, stage] = took.get((project, stage), 0) + int(days or 0)
    found = []
    for stage in Stage:
        days = [n for key, n in took.items() if key[1] is stage and key not in open_stages]
        if days:
            found.append(StageDays(stage, round(median(days)), len(days)))
    return found


@reads(Permission.SEE_FUND)
def coverage(visit: Visit) -> list[Coverage]:
    """Of each estate's lifts and buildings, how many were repaired (电梯、外墙)."""
    return many(
        visit.db,
        Coverage,
        f"""
        with done as (select * from repair_projects where state in ({DONE}))
        select e.short_name as estate,
               (select count(*) from stairwells s join buildings b on b.id = s.building_id
                 where b.estate_id = e.id and s.has_lift = 1) as lifts,
               (select count(distinct stairwell_id) from done
                 where category = 'lift' and estate_id = e.id) as lifts_done,
               (select count(*) from buildings where estate_id = e.id) as buildings,
               (select count(distinct building_id) from done
                 where category in ('facade_leak', 'roof') and estate_id = e.id) as buildings_done
          from estates e where e.delivered = 1 and (:only is null or e.id = :only) order by e.id
        """,
        only=visit.user.only_estate,
    )
