"""Repair projects (维修项目): each told from its proposal on, by the writes of those days."""

from db.repair_fund.projects import register_proposal
from seed.case import Case
from seed.histories import histories
from seed.project_deeds import proposal
from seed.telling import Part, Telling
from seed.works_deeds import DEEDS

THIS_WEEK = (
    (4, "property", {
        "estate": "安普顿小镇", "category": "lift", "scope_type": "unit_stack", "building": "15",
        "stairwell": "2", "title": "15栋2单元电梯大修", "need": "一周困人两次，维保单位建议更换控制系统",
    }),
    (2, "grid", {
        "estate": "天祥尚府", "category": "facade_leak", "scope_type": "building", "building": "9",
        "stairwell": "", "title": "9栋外墙渗水维修", "need": "连着下雨后四户墙面返潮，外墙有裂缝",
    }),
)  # fmt: skip


def tell(telling: Telling) -> None:
    """Three years of projects, and two repair proposals (使用建议) of this week."""
    plan = telling.plan
    for history in histories(plan):
        rng = plan.rng(f"project-{history.row['estate']}-{history.row['title']}")
        case = Case(telling, rng, history)
        for state, day in reversed(history.steps.items()):
            DEEDS[state](case, day)
    for days, who, row in THIS_WEEK:
        paper = proposal(plan, row, telling.slip())
        deed = lambda visit, paper=paper: register_proposal(visit, paper)  # noqa: E731
        telling.add(plan.ago(days), 14, 30, who, deed)


PART = Part((), tell)
