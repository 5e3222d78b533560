"""When each repair project took its steps (项目经过): counted back from today, as the rules allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db import parameters
from db.calendar import is_rest_day
from domain.days import notice_end
from domain.repair_fund.notices import DAYS_PARAMETER, NoticeKind
from domain.repair_fund.projects import ScopeType
from seed.evenings import MONTHLY, Held, evenings
from seed.plan import Plan, table

MAIN = [
    "proposed",
    "surveyed",
    "planned",
    "deliberated",
    "plan_notice",
    "voting",
    "vote_passed",
    "result_notice",
    "applied",
    "approved",
    "first_paid",
    "in_works",
    "accepted",
    "settled",
    "settle_notice",
    "final_paid",
    "in_warranty",
    "closed",
]
EMERGENCY = ["proposed", "surveyed", "emergency_confirmed", "applied"]
NOTICES = {
    "plan_notice": NoticeKind.PLAN,
    "result_notice": NoticeKind.RESULT,
    "settle_notice": NoticeKind.SETTLE,
}
MOST_PROJECTS = 200

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class History:
    """One project with the days of its steps (办理记录), and the meeting its plan was talked at."""

    row: Row
    steps: dict[str, date]
    talk: Held | None


def histories(plan: Plan) -> list[History]:
    """All projects, the first proposed first."""
    rows = (*table("projects"), *_more(plan, plan.rng("projects")))
    told = [_history(plan, row) for row in rows]
    return sorted(told, key=lambda one: (one.steps["proposed"], one.row["title"]))


def path_to(state: str, route: str) -> list[str]:
    """The states a project went through (状态)."""
    if route == "emergency":
        return [*EMERGENCY, state]
    if state == "vote_failed":
        return [*MAIN[: MAIN.index("voting") + 1], state]
    return MAIN[: MAIN.index(state) + 1]


def _history(plan: Plan, row: Row) -> History:
    """From the last step back: a notice hung out its days, a plan was talked over."""
    lasted = {step["to_state"]: int(step["days"]) for step in table("steps")}
    states = path_to(row["state"], row["route"])
    day, talk = plan.ago(int(row["idle_days"])), None
    steps = {states[-1]: day}
    for to, state in zip(states[:0:-1], states[-2::-1], strict=True):
        after = day
        day -= timedelta(days=lasted[to])
        if to == "deliberated":
            talk = _last_evening(plan, after)
            day = min(day, talk.day)
        while state in NOTICES and not _over(plan, row, state, day, after):
            day -= timedelta(days=1)
        steps[state] = day
    return History(row, steps, talk)


def _last_evening(plan: Plan, before: date) -> Held:
    """The last monthly meeting before a day."""
    monthly = [one for one in evenings(plan.as_of) if one.kind in MONTHLY and one.day < before]
    return monthly[-1]


def _over(plan: Plan, row: Row, state: str, posted: date, after: date) -> bool:
    """Whether a notice posted one day is over on another."""
    whole = state == "plan_notice" and row["scope_type"] == ScopeType.ESTATE
    code = "estate_ballot_notice_days" if whole else DAYS_PARAMETER[NOTICES[state]]
    return notice_end(posted, parameters.value_of(plan.db, code), is_rest_day) < after


def _more(plan: Plan, rng: Random) -> Iterator[Row]:
    """A larger community has had more roofs and drains repaired, up to what one would look at."""
    wanted = min(MOST_PROJECTS, 11 * plan.scale) - 11
    for number in range(wanted):
        estate, start = (("鑫龙湾", 12), ("天祥尚府", 7))[number % 2]
        building = start + number // 2
        yield {
            "estate": estate,
            "category": "roof",
            "scope_type": "building",
            "building": str(building),
            "stairwell": "",
            "title": f"{building}栋屋面防水维修",
            "need": "顶层住户漏雨，防水层到了年限",
            "state": "closed",
            "route": "ballot",
            "idle_days": str(rng.randrange(20, 440)),
            "budget_yuan": str(rng.randrange(90, 190) * 1000),
            "source": "demo",
        }
