"""How long things usually take (通常几天), from the histories of all projects."""

from collections import defaultdict
from statistics import median

from db.visit import Visit, reads
from domain.people import Permission
from domain.repair_fund.projects import State

STAYS = """
    select from_state, julianday(happened_on) - julianday(began) from (
        select from_state, happened_on,
               lag(happened_on) over (partition by project_id order by id) as began
          from project_steps)
     where began is not null and from_state <> 'suspended'
"""


@reads(Permission.SEE_FUND)
def usual_days(visit: Visit) -> dict[State, int]:
    """The median of whole days projects stayed in each state they have left."""
    stays: dict[State, list[float]] = defaultdict(list)
    for state, days in visit.db.execute(STAYS):
        stays[State(state)].append(days)
    return {state: round(median(days)) for state, days in stays.items()}
