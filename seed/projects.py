"""Repair projects (维修项目) with their history, ballots and payments, in the order they happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db.repair_fund import register_proposal
from domain.repair_fund import Category, Proposal, ScopeType
from seed import telling as deeds
from seed.plan import Plan, table
from seed.project_facts import Row, Telling, after, before

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
    days = {row["to_state"]: int(row["days"]) for row in table("steps")}
    stories = [_story(plan, row, days) for row in (*table("projects"), *_more(plan, rng))]
    stories.sort(key=lambda story: (story.steps[0][1], story.row["title"]))
    numbers: dict[int, int] = {}
    for story in stories:
        year = story.steps[0][1].year
        numbers[year] = numbers.get(year, 0) + 1
        _tell(plan, rng, story, f"WX-{year}-{numbers[year]:02d}")


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


def _tell(plan: Plan, rng: Random, story: Story, code: str) -> None:
    """Insert the project as proposed, then let each step move it."""
    row, accounts = story.row, plan.accounts()
    notes = {step["to_state"]: step for step in table("steps")}
    office = accounts[ESTATE_OFFICE.get(row["estate"], "grid")]
    id = _propose(plan, row, code, story.steps[0][1], office)
    telling = Telling(plan, rng, id, row, story.steps[-1][1])
    was: str | None = None
    for state, day in story.steps:
        before(telling, state, day)
        by = office if notes[state]["by"] == "property" else accounts[notes[state]["by"]]
        second = accounts.get(notes[state]["second"])
        note = notes[state]["note"] or row["need"]
        plan.insert(
            "project_steps",
            "project_id, from_state, to_state, happened_on, note, by_id, second_id",
            [(id, was, state, day.isoformat(), note, by, second)],
        )
        after(telling, state)
        was = state


def _propose(plan: Plan, row: Row, code: str, day: date, by: int) -> int:
    estate, building, stairwell = _place(plan, row)
    column = {"estate": "estate_id", "building": "building_id"}.get(row["scope_type"])
    scope = stairwell or building or estate
    households = plan.number(
        f"select count(*) from units where {column or 'stairwell_id'} = ?",
        scope,
    )
    plan.insert(
        "repair_projects",
        "code, title, need, category, estate_id, scope_type, building_id, stairwell_id,"
        " households, state, proposed_on, proposed_by, source",
        [
            (
                code,
                row["title"],
                row["need"],
                row["category"],
                estate,
                row["scope_type"],
                building,
                stairwell,
                households,
                "proposed",
                day.isoformat(),
                by,
                "demo",
            )
        ],
    )
    return plan.number("select last_insert_rowid()")


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


def tell(telling: deeds.Telling) -> None:
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


PART = deeds.Part((("维修项目", projects),), tell)
