"""What is done at each step of a repair project (办理): the writes of those who did it that day.

From the proposal to the vote; what comes after it is in `works_deeds`.
"""

from collections.abc import Callable
from datetime import date, timedelta

from db.meeting_agenda.meetings import add_agenda_item
from db.repair_fund import moves, notices, plans, works
from db.repair_fund.projects import register_proposal
from db.rows import value
from db.visit import Visit
from domain.meeting_agenda.meetings import Category as Topic
from domain.meeting_agenda.meetings import ItemType, NewAgendaItem
from domain.receipts import Receipt
from domain.repair_fund.eligibility import (
    EmergencyKind,
    EmergencyPaper,
    LiftClass,
    Route,
    Survey,
    default_warranty_years,
)
from domain.repair_fund.files import FileKind
from domain.repair_fund.moves import Move
from domain.repair_fund.notices import NoticeKind, PuttingUp, TakingDown
from domain.repair_fund.plans import NewPlan, NewQuotation
from domain.repair_fund.projects import Category, Proposal, ScopeType, State
from seed import scans
from seed.case import Case, Told
from seed.histories import Row
from seed.plan import Plan, table

COMPLETED_ON = date(2014, 6, 30)
PARTS = {
    "lift": "电梯",
    "facade_leak": "外墙",
    "roof": "屋面",
    "fire": "消防设施",
    "pump": "二次供水泵房",
    "drain": "排水主管",
}
NOTICE_TEXT = {
    NoticeKind.PLAN: "维修方案、预算和每户预估分摊",
    NoticeKind.RESULT: "表决结果：参与和同意的面积、人数",
    NoticeKind.SETTLE: "决算金额和每户分摊",
    NoticeKind.EMERGENCY: "紧急维修的原因、方案和预算",
}
TOPICS = {"lift": Topic.LIFT, "facade_leak": Topic.FACADE_LEAK}
TALK_MINUTES = 15


def proposal(plan: Plan, row: Row, slip: str) -> Proposal:
    """The proposal of a row: where it is, and what is wrong there."""
    estate = plan.number("select id from estates where short_name = ?", row["estate"])
    building = stairwell = None
    if row["building"]:
        found = "select id from buildings where estate_id = ? and label = ?"
        building = plan.number(found, estate, row["building"])
    if row["stairwell"]:
        stairwell = int(row["stairwell"])
    return Proposal(
        slip, estate, Category(row["category"]), ScopeType(row["scope_type"]), building, stairwell,
        row["title"], row["need"],
    )  # fmt: skip


def propose(t: Case, day: date) -> None:
    def register(visit: Visit, slip: str) -> Receipt:
        receipt = register_proposal(visit, proposal(t.plan, t.row, slip))
        t.id = receipt.id
        return receipt

    t.add(day, 9, 30, t.proposer, register)
    t.photo(day, 5, FileKind.PHOTO_BEFORE, t.proposer)


def survey(t: Case, day: date) -> None:
    row, kind = t.row, Category(t.row["category"])
    size = LiftClass(row["lift_class"]) if t.is_lift else None
    t.add(day, 10, 20, "clerk", lambda visit, slip: plans.record_survey(visit, Survey(
        slip, t.id, day, COMPLETED_ON, default_warranty_years(kind), PARTS[kind], None,
        size, f"示例梯{t.id:03d}" if t.is_lift else "",
        Route(row["route"]), row["need"],
    )))  # fmt: skip


def draw_up(t: Case, day: date) -> None:
    """Three offers, the lowest chosen, a plan that names it, and its place on an agenda."""
    offers: list[int] = []
    _offers(t, day, offers)
    t.add(day, 9, 30, t.planner, lambda visit, slip: plans.make_plan(visit, NewPlan(
        slip, t.id, t.row["title"], t.budget, 0, offers[0], "三家比选，业主代表到场，取报价最低的一家",
        "业主代表三人以上到场验收，缺陷限期整改",
    )))  # fmt: skip
    t.add(day, 15, 0, "clerk", step(t, "planned"))
    if t.history.talk:
        t.add(day, 16, 0, t.planner, _on_the_agenda(t))


def _offers(t: Case, day: date, made: list[int]) -> None:
    def offer(place: int, company: str) -> Told:
        def put(visit: Visit, slip: str) -> Receipt:
            receipt = plans.add_quotation(visit, NewQuotation(
                slip, t.id, company, t.budget * (100 + 7 * place) // 100, 40 + 5 * place,
                24 if place == 2 else 12, "",
            ))  # fmt: skip
            made.append(receipt.id)
            return receipt

        return put

    for place, company in enumerate(t.contractors):
        t.add(day, 9, place * 5, t.planner, offer(place, company))


def _on_the_agenda(t: Case) -> Told:
    def put(visit: Visit, slip: str) -> Receipt:
        talk = t.history.talk
        meeting = t.plan.number(
            "select id from meetings where kind = ? and substr(starts_at, 1, 10) = ?",
            talk and talk.kind, talk and talk.day.isoformat(),
        )  # fmt: skip
        title, topic = f"{t.row['title']}的方案和预算", TOPICS.get(t.row["category"], Topic.OTHER)
        item = NewAgendaItem(
            slip, meeting, ItemType.CONSULT, title, visit.user.name, TALK_MINUTES, topic, t.id
        )
        return add_agenda_item(visit, item)

    return put


def step(t: Case, state: str) -> Told:
    """One step of the table that needs nothing but its guard."""
    return lambda visit, slip: moves.take_step(visit, move(t, slip, state))


def move(t: Case, slip: str, state: str) -> Move:
    """A step with the words of the story (data/steps.csv)."""
    note = next(row["note"] for row in table("steps") if row["to_state"] == state)
    return Move(slip, t.id, State(state), note)


def deliberate(t: Case, day: date) -> None:
    t.file(day, 40, FileKind.MINUTES)
    t.add(day, 10, 0, "secretary", step(t, "deliberated"))


def emergency(t: Case, day: date) -> None:
    """The danger confirmed by the street office: repaired without a vote, announced all the same."""
    _offers(t, day, [])
    t.file(day, 40, FileKind.PROOF)
    t.add(day, 10, 0, "clerk", lambda visit, slip: works.record_emergency(visit, EmergencyPaper(
        slip, t.id, EmergencyKind.DRAIN, "关东街道办事处", day, False, t.budget, t.row["need"],
    )))  # fmt: skip
    notice(NoticeKind.EMERGENCY)(t, day)


def notice(kind: NoticeKind) -> Callable[[Case, date], None]:
    """Posted with a photograph, and taken down with one when its days are over and have come."""

    def post(t: Case, day: date) -> None:
        def hang(visit: Visit, slip: str) -> Receipt:
            paper = PuttingUp(
                slip, t.id, f"{t.row['title']}：{NOTICE_TEXT[kind]}", "单元门口、小区公告栏", day,
                "张贴.jpg", scans.photograph(t.id, notice=True),
            )  # fmt: skip
            receipt = notices.put_up_notice(visit, paper)
            _take_down(t, visit, receipt.id)
            return receipt

        t.add(day, 11, 0, "clerk", hang)

    return post


def _take_down(t: Case, visit: Visit, id: int) -> None:
    ends = value(visit.db, "select ends_on from project_notices where id = :id", id=id)
    down = date.fromisoformat(ends) + timedelta(days=1)
    if down < t.plan.as_of:
        bare = scans.photograph(t.id)
        t.add(down, 8, 20, "clerk", lambda visit, slip: notices.take_down_notice(
            visit, TakingDown(slip, id, down, "撤下.jpg", bare)
        ))  # fmt: skip
