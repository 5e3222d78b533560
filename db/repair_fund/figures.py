"""Figures of the fund for charts (图): where the money went, how long stages take, what is covered."""

from statistics import median

from db.rows import many
from db.visit import Visit, reads
from domain.people import Permission
from domain.repair_fund.figures import (
    Coverage,
    QuarterMoney,
    Spent,
    StageAge,
    StageDays,
    quarters_until,
)
from domain.repair_fund.notices import NoticeKind
from domain.repair_fund.projects import STAGE_OF, WORK_DONE, Stage, State
from domain.repair_fund.transitions import NEXT_NOTICE

DUE = ", ".join(f"'{state}'" for state in NEXT_NOTICE)
NOT_WAITING = (State.SUSPENDED, State.IN_WARRANTY)
QUARTERS = 8  # two years
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
    return _usual(*_days_in_stages(visit))


@reads(Permission.SEE_FUND)
def stage_ages(visit: Visit) -> list[StageAge]:
    """The project that stands longest in each stage now, beside what is usual there.

    Who is stopped does not wait, and a warranty runs its time: neither is counted.
    """
    took, still = _days_in_stages(visit)
    usual = {row.stage: row.days for row in _usual(took, still)}
    waits = [key for key, state in still.items() if state not in NOT_WAITING]
    found = []
    for stage in Stage:
        days = [took[key] for key in waits if key[1] is stage]
        if days:
            found.append(StageAge(stage, len(days), max(days), usual.get(stage)))
    return found


InStage = tuple[int, Stage]  # a project's id and one of its stages


def _usual(took: dict[InStage, int], still: dict[InStage, State]) -> list[StageDays]:
    found = []
    for stage in Stage:
        days = [n for key, n in took.items() if key[1] is stage and key not in still]
        if days:
            found.append(StageDays(stage, round(median(days)), len(days)))
    return found


def _days_in_stages(visit: Visit) -> tuple[dict[InStage, int], dict[InStage, State]]:
    """Days every project spent in each of its stages, until today where it still is there.

    The second says where each one is now. All its times in a stage count as one.
    """
    rows = visit.db.execute(
        """
        select project_id, to_state, lead(to_state) over chain is null,
               julianday(coalesce(lead(happened_on) over chain, ?2)) - julianday(happened_on)
          from project_steps s join repair_projects p on p.id = s.project_id
         where ?1 is null or p.estate_id = ?1 window chain as (partition by project_id order by s.id)
         order by project_id, s.id
        """,
        [visit.user.only_estate, visit.today.isoformat()],
    )
    took: dict[InStage, int] = {}
    still: dict[InStage, State] = {}
    stage: Stage | None = None
    for project, code, last, days in rows:
        state = State(code)
        stopped = state is State.SUSPENDED  # where it was, and none of the days
        stage = stage if stopped else STAGE_OF.get(state)
        if stage is None or state is State.CLOSED:
            continue
        if last:
            still[project, stage] = state
        took[project, stage] = took.get((project, stage), 0) + (0 if stopped else int(days))
    return took, still


@reads(Permission.SEE_FUND)
def quarters(visit: Visit) -> list[QuarterMoney]:
    """Approved on the day the authority said so, paid on the day of the payment, by quarter.

    Repayments are taken off; what waits for its approval is not paid. The oldest comes first.
    """
    rows = visit.db.execute(
        f"""
        select substr(day, 1, 4) || '-' || ((cast(substr(day, 6, 2) as integer) + 2) / 3),
               sum(approved), sum(paid)
          from (select p.estate_id, min(s.happened_on) as day, p.approved_fen as approved,
                       0 as paid
                  from repair_projects p join project_steps s on s.project_id = p.id
                 where s.to_state = '{State.APPROVED}' and p.approved_fen is not null
                 group by p.id
                union all
                select p.estate_id, f.paid_on, 0, f.fen
                  from paid_out f join repair_projects p on p.id = f.project_id)
         where ?1 is null or estate_id = ?1 group by 1
        """,
        [visit.user.only_estate],
    )
    found = {quarter: (approved, paid) for quarter, approved, paid in rows}
    return [
        QuarterMoney(quarter, *found.get(quarter, (0, 0)))
        for quarter in quarters_until(visit.today, QUARTERS)
    ]


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
