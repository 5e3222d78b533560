"""What a project's steps rest on (办理依据): survey, plan, notices, ballot, approval, acceptance."""

from collections.abc import Callable
from datetime import date, timedelta

from db.calendar import is_rest_day
from db.repair_fund.ballots import freeze_scope
from db.repair_fund.plans import add_version
from domain.days import notice_end
from domain.repair_fund.plans import NewPlan
from domain.repair_fund.votes import Result
from seed import ballots, fund_accounts
from seed.case import Case

COMPLETED_ON = "2014-06-30"
WARRANTY_YEARS = {"facade_leak": 5, "roof": 5}  # the rest: two years
PARTS = {
    "lift": "电梯",
    "facade_leak": "外墙",
    "roof": "屋面",
    "fire": "消防设施",
    "pump": "二次供水泵房",
    "drain": "排水主管",
}
NOTICE_DAYS = {"plan": 7, "result": 7, "settle": 10, "emergency": 5}
NOTICE_TEXT = {
    "plan": "维修方案、预算和每户预估分摊",
    "result": "表决结果：参与和同意的面积、人数",
    "settle": "决算金额和每户分摊",
    "emergency": "紧急维修的原因、方案和预算",
}


def before(case: Case, state: str, day: date) -> None:
    """What must be on file before a step to `state`."""
    tell = BEFORE.get(state)
    if tell:
        tell(case, day)


def after(case: Case, state: str) -> None:
    """Papers of a ballot that is still running come in up to today."""
    if state == "voting" and case.row["state"] == "voting":
        plan = case.plan
        ballots.papers(plan, case.rng, case.ballot_id, case.opened, plan.as_of, None)


def _survey(t: Case, day: date) -> None:
    lift = t.row["category"] == "lift"
    t.put(
        "surveys",
        project_id=t.id,
        surveyed_on=day.isoformat(),
        completed_on=COMPLETED_ON,
        warranty_years=WARRANTY_YEARS.get(t.row["category"], 2),
        common_part=PARTS[t.row["category"]],
        lift_class=("medium" if "中修" in t.row["title"] else "major") if lift else None,
        equipment_no=f"示例梯{t.id:03d}" if lift else "",
        route=t.row["route"],
        note=t.row["need"],
        by_id=t.by("clerk"),
    )


def _plan(t: Case, day: date) -> None:
    """Three offers, the lowest chosen, and a plan that names it."""
    offers = [
        t.put(
            "quotations",
            project_id=t.id,
            company=company,
            amount_fen=t.budget * (100 + 7 * place) // 100,
            works_days=40 + 5 * place,
            warranty_months=24 if place == 2 else 12,
            by_id=t.by("property"),
            source="demo",
        )
        for place, company in enumerate(t.contractors)
    ]
    paper = NewPlan(
        "",
        t.id,
        t.row["title"],
        t.budget,
        0,
        offers[0],
        "三家比选，业主代表到场，取报价最低的一家",
        "业主代表三人以上到场验收，缺陷限期整改",
    )
    add_version(t.plan.visit("property", day), paper)


def _emergency(t: Case, day: date) -> None:
    _plan(t, day)
    freeze_scope(t.plan.visit("clerk", day), t.id, _plan_id(t), include_parking=False)
    t.put(
        "emergencies",
        project_id=t.id,
        kind="drain",
        confirming_body="关东街道办事处",
        confirmed_on=day.isoformat(),
        life_safety=0,
        note=t.row["need"],
        by_id=t.by("clerk"),
    )
    _notice("emergency")(t, day)


def _plan_id(t: Case) -> int:
    return t.plan.number("select max(id) from plans where project_id = ?", t.id)


def _notice(kind: str) -> Callable[[Case, date], None]:
    def post(t: Case, day: date) -> None:
        """Posted today; taken down the day after it ended, if that has come."""
        ends = notice_end(day, NOTICE_DAYS[kind], is_rest_day)
        down = ends + timedelta(days=1)
        t.put(
            "project_notices",
            project_id=t.id,
            kind=kind,
            plan_id=_plan_id(t),
            text=f"{t.row['title']}：{NOTICE_TEXT[kind]}",
            places="单元门口、小区公告栏",
            posted_on=day.isoformat(),
            ends_on=ends.isoformat(),
            removed_on=down.isoformat() if down <= t.plan.as_of else None,
            by_id=t.by("clerk"),
            source="demo",
        )

    return post


def _open(t: Case, day: date) -> None:
    t.opened = day
    t.ballot_id = ballots.open_ballot(t.plan, t.id, day)


def _count(said: Result) -> Callable[[Case, date], None]:
    def count(t: Case, day: date) -> None:
        ballots.papers(t.plan, t.rng, t.ballot_id, t.opened, day - timedelta(days=1), said)
        ballots.sign(t.plan, t.ballot_id, day, said)

    return count


def _approve(t: Case, day: date) -> None:
    t.put(
        "fund_approvals",
        project_id=t.id,
        amount_fen=t.approved,
        filing_no=f"示例备字〔{day.year}〕{t.id}号",
        approved_on=day.isoformat(),
        by_id=t.by("clerk"),
        source="demo",
    )
    t.set("approved_fen", t.approved)


def _accept(t: Case, day: date) -> None:
    t.put(
        "acceptances",
        project_id=t.id,
        outcome="accepted",
        looked_on=day.isoformat(),
        representatives="业主代表三人",
        by_id=t.by("clerk"),
        source="demo",
    )


def _pay(kind: str) -> Callable[[Case, date], None]:
    def pay(t: Case, day: date) -> None:
        amounts = {
            "first": t.first,
            "final": t.settled - t.kept - t.first,
            "retention": t.kept,
        }
        fund_accounts.pay(t.plan, t.id, kind, amounts[kind], t.contractors[0], day)

    return pay


def _warranty(t: Case, day: date) -> None:
    t.set("warranty_end", (day + timedelta(days=365)).isoformat())


BEFORE: dict[str, Callable[[Case, date], None]] = {
    "surveyed": _survey,
    "planned": _plan,
    "emergency_confirmed": _emergency,
    "plan_notice": _notice("plan"),
    "voting": _open,
    "vote_passed": _count(Result.PASS),
    "vote_failed": _count(Result.NO_QUORUM),
    "result_notice": _notice("result"),
    "approved": _approve,
    "first_paid": _pay("first"),
    "in_works": lambda t, day: t.set("works_from", day.isoformat()),
    "accepted": _accept,
    "settled": lambda t, _: t.set("settled_fen", t.settled),
    "settle_notice": _notice("settle"),
    "final_paid": _pay("final"),
    "in_warranty": _warranty,
    "closed": _pay("retention"),
}
