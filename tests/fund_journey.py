"""A project taken from the leak to the last fen (一个项目走到底), each step by the write people use, on its day."""

from datetime import date, datetime, timedelta
from itertools import count

import pytest
from sqlite_utils import Database

from db.repair_fund import (
    ballots,
    counts,
    files,
    moves,
    notices,
    papers,
    payments,
    plans,
    projects,
    settling,
    works,
)
from db.visit import Visit
from domain.errors import SamePerson, WrongState
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.eligibility import (
    Route,
    Survey,
)
from domain.repair_fund.files import FileKind, NewFile
from domain.repair_fund.moves import Answer, Move
from domain.repair_fund.notices import PuttingUp, TakingDown
from domain.repair_fund.papers import BallotPaper
from domain.repair_fund.payments import Approval, Payment, PaymentKind
from domain.repair_fund.plans import NewPlan, NewQuotation
from domain.repair_fund.projects import Category, Proposal, ScopeType, State
from domain.repair_fund.votes import Choice
from domain.repair_fund.works import Acceptance, Start
from tests import community
from tests.community import TODAY, visit_of
from tests.photographs import picture

slips = (f"slip-{number}" for number in count())


CONTRACTOR = "武汉防水工程公司"


def on(db: Database, who: str, day: date) -> Visit:
    return visit_of(db, who, datetime.combine(day, community.NOW.timetz()))


def attach(db: Database, project: int, *kinds: FileKind) -> int:
    for kind in kinds:
        shade = list(FileKind).index(kind)
        new = NewFile(next(slips), project, kind, "扫描件.png", picture(shade))
        receipt = files.attach_file(visit_of(db, "clerk"), new)
    return receipt.id


def proposed(db: Database, **change: object) -> int:
    asked: dict[str, object] = {
        "slip": next(slips), "estate_id": community.PINE, "category": Category.FACADE_LEAK,
        "scope_type": ScopeType.BUILDING, "building_id": community.PINE_1, "stairwell": None,
        "title": "一栋外墙渗水", "need": "一下雨墙面就渗水，好几户发霉",
    }  # fmt: skip
    paper = Proposal(**(asked | change))  # type: ignore[arg-type]
    return projects.register_proposal(visit_of(db, "grid"), paper).id


def survey(project: int, **change: object) -> Survey:
    asked: dict[str, object] = {
        "slip": next(slips), "project_id": project, "surveyed_on": TODAY,
        "completed_on": date(2014, 6, 30), "warranty_years": 5, "common_part": "外墙",
        "excluded": None, "lift_class": None, "equipment_no": "", "route": Route.BALLOT,
        "note": "西山墙渗水",
    }  # fmt: skip
    return Survey(**(asked | change))  # type: ignore[arg-type]


def plan(project: int, **change: object) -> NewPlan:
    asked: dict[str, object] = {
        "slip": next(slips), "project_id": project, "extent": "西山墙铲除重做防水",
        "budget_fen": 5_000_000, "subsidy_fen": 0, "quotation_id": None,
        "chosen_how": "三家比选，取最低价，业主代表在场", "accepted_how": "淋水试验不渗漏",
    }  # fmt: skip
    return NewPlan(**(asked | change))  # type: ignore[arg-type]


def planned(db: Database, project: int) -> None:
    clerk, office = visit_of(db, "clerk"), visit_of(db, "property")
    plans.record_survey(clerk, survey(project))
    for number, company in enumerate((CONTRACTOR, "汉口建筑修缮公司", "光谷防水公司")):
        offer = NewQuotation(
            next(slips), project, company, 5_000_000 + number * 100_000, 30, 12, ""
        )
        plans.add_quotation(office, offer)
    chosen = plans.quotations(office, project)[0]
    plans.make_plan(office, plan(project, quotation_id=chosen.id))
    moves.take_step(clerk, Move(next(slips), project, State.PLANNED))


def discussed(db: Database, project: int) -> None:
    """The joint meeting of today had it on its agenda, and its minutes are attached."""
    db.execute(
        "insert into meetings (id, kind, year, number, title, starts_at, minutes, place, chair,"
        " invited, state, source) values (9, 'joint', 2026, 9, '联席会', ?, 60, '会议室', '李书记',"
        " 9, 'planned', 'entered')",
        [community.NOW.replace(hour=8).isoformat(timespec="seconds")],
    )
    db.execute(
        "insert into agenda_items (meeting_id, position, item_type, title, reporter, minutes,"
        " project_id, added_at) values (9, 1, 'consult', '外墙怎么修', '物业', 20, ?, ?)",
        [project, community.NOW.isoformat(timespec="seconds")],
    )


def posted(db: Database, project: int, day: date) -> date:
    """Posted that day and taken down; the day after its end."""
    clerk = on(db, "clerk", day)
    notices.put_up_notice(
        clerk,
        PuttingUp(next(slips), project, "公示内容在此", "单元门口", day, "墙上.png", picture(9)),
    )
    notice = notices.notices(clerk, project)[0]
    after = notice.ends_on + timedelta(days=1)
    down = TakingDown(next(slips), notice.id, after, "撤下.png", picture(8))
    notices.take_down_notice(on(db, "clerk", after), down)
    return after


def voted(db: Database, project: int, day: date) -> date:
    """A ballot of ten days in which everybody agrees, counted by three people."""
    terms = Opening(next(slips), project, Matter.USE, Channel.PAPER, day, day + timedelta(days=10))
    moves.ask_ballot(on(db, "clerk", day), terms)
    with pytest.raises(SamePerson):
        moves.confirm_step(on(db, "clerk", day), Answer(next(slips), project, True))
    moves.confirm_step(on(db, "clerk2", day), Answer(next(slips), project, True))
    ballot = ballots.ballot(on(db, "clerk", day), project)
    assert ballot
    sql = "select unit_id from scope_units where plan_id = ?"
    for (unit,) in db.execute(sql, [ballot.plan_id]).fetchall():
        paper = BallotPaper(next(slips), ballot.id, unit, Choice.YES)
        papers.record_paper(on(db, "grid", day), paper)
    counts.sign_count(on(db, "clerk", day), ballot.id, slip=next(slips))
    counts.verify_count(on(db, "grid", day), ballot.id, slip=next(slips))
    counts.confirm_count(on(db, "supervisor", day), ballot.id, slip=next(slips))
    return day


def pay(db: Database, project: int, kind: PaymentKind, fen: int, day: date) -> None:
    voucher = attach(db, project, FileKind.INVOICE, FileKind.VOUCHER)
    paper = Payment(next(slips), project, kind, fen, 0, day, CONTRACTOR, voucher)
    id = payments.record_payment(on(db, "accountant", day), paper).id
    payments.approve_payment(on(db, "secretary", day), id, slip=next(slips))


def applied_and_approved(db: Database, project: int, day: date, fen: int) -> None:
    attach(db, project, FileKind.APPLICATION, FileKind.CONTRACT, FileKind.AUTHORITY)
    clerk = on(db, "clerk", day)
    moves.take_step(clerk, Move(next(slips), project, State.APPLIED))
    moves.take_step(clerk, Move(next(slips), project, State.RETURNED, "合同缺一页"))
    moves.take_step(clerk, Move(next(slips), project, State.APPLIED, "合同补齐了"))
    paper = Approval(next(slips), project, fen, "武房维备〔2026〕18号", day)
    settling.record_approval(clerk, paper)


def built_and_accepted(db: Database, project: int, day: date) -> None:
    works.record_start(on(db, "property", day), Start(next(slips), project, day))
    clerk = on(db, "clerk", day)
    bad = Acceptance(next(slips), project, day, "陈明、单志强、解敏", False, "窗台还渗", day)
    works.record_acceptance(clerk, bad)
    moves.take_step(clerk, Move(next(slips), project, State.IN_WORKS, "改好了"))
    good = Acceptance(next(slips), project, day, "陈明、单志强、解敏", True, "", None)
    with pytest.raises(WrongState):
        works.record_acceptance(clerk, good)  # no form, no photographs
    attach(db, project, FileKind.ACCEPTANCE, FileKind.PHOTO_AFTER)
    works.record_acceptance(clerk, good)


def state(db: Database, project: int) -> State:
    return projects.project(db, project).state
