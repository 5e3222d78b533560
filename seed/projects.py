"""Repair projects (维修项目) with their history, ballots and payments, in the order they happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db.repair_fund.projects import register_proposal
from db.repair_fund.steps import step_to
from db.rows import put
from domain.repair_fund.projects import Category, Proposal, ScopeType, State
from seed.case import Case, Row
from seed.plan import Plan, table
from seed.project_facts import after, before
from seed.telling import Part, Telling

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
MOST_PROJECTS = 200
ESTATE_OFFICE = {"安普顿小镇": "property", "鑫龙湾": "property2"}


@dataclass(frozen=True, slots=True)
class Story:
    """One project with the days of its steps (办理记录)."""

    row: Row
    steps: list[tuple[str, date]]


def path_to(state: str, route: str) -> list[str]:
    """The states a project went through (状态)."""
    if route == "emergency":
        return [*EMERGENCY, state]
    if state == "vote_failed":
        return [*MAIN[: MAIN.index("voting") + 1], state]
    return MAIN[: MAIN.index(state) + 1]


def projects(plan: Plan) -> None:
    """All projects, numbered by year in the order they were proposed."""
    rng = plan.rng("projects")
    told = {row["to_state"]: row for row in table("steps")}
    days = {state: int(row["days"]) for state, row in told.items()}
    stories = [_story(plan, row, days) for row in (*table("projects"), *_more(plan, rng))]
    stories.sort(key=lambda story: (story.steps[0][1], story.row["title"]))
    numbers: dict[int, int] = {}
    for story in stories:
        year = story.steps[0][1].year
        numbers[year] = numbers.get(year, 0) + 1
        _tell(plan, rng, story, f"WX-{year}-{numbers[year]:02d}", told)


def _story(plan: Plan, row: Row, days: dict[str, int]) -> Story:
    states = path_to(row["state"], row["route"])
    before = int(row["idle_days"]) + sum(days[state] for state in states[1:])
    day, steps = plan.ago(before), []
    for state in states:
        day += timedelta(days=days[state])
        steps.append((state, day))
    return Story(row, steps)


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


def _tell(plan: Plan, rng: Random, story: Story, code: str, told: dict[str, Row]) -> None:
    """Insert the project as proposed, then take one step after the other."""
    row = story.row
    office = ESTATE_OFFICE.get(row["estate"], "grid")
    (_, proposed), *steps = story.steps
    id = _propose(plan, row, code, proposed, plan.accounts()[office])
    case = Case(plan, rng, id, row)
    for state, day in steps:
        before(case, state, day)
        step = told[state]
        by = office if step["by"] == "property" else step["by"]
        asked_by = plan.accounts()[by] if step["second"] else None
        visit = plan.visit(step["second"] or by, day)
        step_to(visit, id, State(state), step["note"] or row["need"], asked_by=asked_by)
        after(case, state)


def _propose(plan: Plan, row: Row, code: str, day: date, by: int) -> int:
    estate, building, stairwell = _place(plan, row)
    column = {"estate": "estate_id", "building": "building_id"}.get(row["scope_type"])
    scope = stairwell or building or estate
    households = plan.number(
        f"select count(*) from units where {column or 'stairwell_id'} = ?",
        scope,
    )
    id = put(
        plan.db, "repair_projects", code=code, title=row["title"], need=row["need"],
        category=row["category"], estate_id=estate, scope_type=row["scope_type"],
        building_id=building, stairwell_id=stairwell, households=households, state="proposed",
        proposed_on=day, proposed_by=by, source="demo",
    )  # fmt: skip
    put(
        plan.db, "project_steps", project_id=id, to_state="proposed", happened_on=day,
        note=row["need"], by_id=by,
    )  # fmt: skip
    return id


def _place(plan: Plan, row: Row) -> tuple[int, int | None, int | None]:
    """(estate, building, stairwell) ids of the cost scope (列支范围)."""
    estate = plan.number("select id from estates where short_name = ?", row["estate"])
    if not row["building"]:
        return estate, None, None
    building = plan.number(
        "select id from buildings where estate_id = ? and number = ?", estate, int(row["building"])
    )
    if not row["stairwell"]:
        return estate, building, None
    stairwell = plan.number(
        "select id from stairwells where building_id = ? and number = ?",
        building,
        int(row["stairwell"]),
    )
    return estate, building, stairwell


def tell(telling: Telling) -> None:
    """Two repair proposals (使用建议) of this week."""
    plan = telling.plan
    for days, who, estate, category, building, stairwell, title, need in (
        (4, "property", "安普顿小镇", Category.LIFT, 15, 2, "15栋2单元电梯大修",
         "一周困人两次，维保单位建议更换控制系统"),
        (2, "grid", "天祥尚府", Category.FACADE_LEAK, 9, None, "9栋外墙渗水维修",
         "连着下雨后四户墙面返潮，外墙有裂缝"),
    ):  # fmt: skip
        estate_id = plan.number("select id from estates where short_name = ?", estate)
        building_id = plan.number(
            "select id from buildings where estate_id = ? and number = ?", estate_id, building
        )
        scope = ScopeType.BUILDING if stairwell is None else ScopeType.UNIT_STACK
        paper = Proposal(
            telling.slip(), estate_id, category, scope, building_id, stairwell, title, need
        )
        deed = lambda visit, paper=paper: register_proposal(visit, paper)  # noqa: E731
        telling.add(plan.ago(days), 14, 30, who, deed)


PART = Part((("维修项目", projects),), tell)
