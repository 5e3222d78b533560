"""One project from the leak to the last fen, by the writes people use, on the days they would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.calendar import is_rest_day
from db.checks import report
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
from db.repair_fund.dossier import dossier
from db.visit import Visit
from domain.days import notice_end
from domain.errors import Invalid, NotAllowed, SamePerson, WrongState
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.eligibility import (
    EmergencyKind,
    EmergencyPaper,
    Excluded,
    NotForTheFund,
    Route,
    Survey,
    UnderWarranty,
)
from domain.repair_fund.files import FileKind, NewFile
from domain.repair_fund.moves import Answer, Move
from domain.repair_fund.notices import NewObjection, PuttingUp, Reply, TakingDown
from domain.repair_fund.papers import BallotPaper
from domain.repair_fund.payments import Approval, Payment, PaymentKind, Settlement
from domain.repair_fund.plans import NewPlan, NewQuotation, ScopeList
from domain.repair_fund.projects import Category, Proposal, ScopeType, State
from domain.repair_fund.votes import Choice
from domain.repair_fund.works import Acceptance, Start, Warranty
from tests import community, fund_desk
from tests.community import TODAY, account_id, visit_of
from tests.photographs import picture

slips = (f"slip-{number}" for number in count())
CONTRACTOR = "武汉防水工程公司"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        fund_desk.deposits(db, 850_000, *range(1, 12), 21)
        yield db


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


def test_a_leak_is_repaired_and_every_fen_is_accounted_for(small: Database):
    project = proposed(small)
    planned(small, project)
    with pytest.raises(WrongState):
        moves.take_step(visit_of(small, "clerk"), Move(next(slips), project, State.DELIBERATED))
    discussed(small, project)
    attach(small, project, FileKind.MINUTES)
    moves.take_step(visit_of(small, "clerk"), Move(next(slips), project, State.DELIBERATED))
    day = voted(small, project, posted(small, project, TODAY))
    assert state(small, project) is State.VOTE_PASSED
    day = posted(small, project, day)
    applied_and_approved(small, project, day, 4_900_000)
    pay(small, project, PaymentKind.FIRST, 3_430_000, day)
    assert state(small, project) is State.FIRST_PAID
    built_and_accepted(small, project, day)
    attach(small, project, FileKind.AUDIT)
    paper = Settlement(next(slips), project, 4_731_268, 0, True)
    settling.record_settlement(on(small, "accountant", day), paper)
    day = posted(small, project, day)
    pay(small, project, PaymentKind.FINAL, 4_731_268 - 141_938 - 3_430_000, day)
    attach(small, project, FileKind.WARRANTY)
    ends = day + timedelta(days=365)
    works.record_warranty(on(small, "clerk", day), Warranty(next(slips), project, ends))
    close = Move(next(slips), project, State.CLOSED)
    with pytest.raises(WrongState):
        moves.ask_step(on(small, "clerk", ends), close)
    after = ends + timedelta(days=1)
    pay(small, project, PaymentKind.RETENTION, 141_938, after)
    moves.ask_step(on(small, "clerk", after), close)
    moves.confirm_step(on(small, "secretary", after), Answer(next(slips), project, True))
    assert state(small, project) is State.CLOSED
    paid = "select sum(share_fen) from charges"
    assert small.execute(paid).fetchone() == (4_731_268,)
    left = "select sum(balance_fen) from household_accounts"
    assert small.execute(left).fetchone() == (12 * 850_000 - 4_731_268,)
    assert not [f for f in report.run(small) if not f.ok and f.code != "meeting_numbers"]


def test_an_emergency_skips_the_vote_and_nothing_else(small: Database):
    project = proposed(small, category=Category.DRAIN, title="排水主管破裂抢修")
    clerk = visit_of(small, "clerk")
    urgent = survey(project, warranty_years=2, common_part="排水主管", route=Route.EMERGENCY)
    plans.record_survey(clerk, urgent)
    with pytest.raises(WrongState):
        moves.take_step(clerk, Move(next(slips), project, State.PLANNED))
    paper = EmergencyPaper(
        next(slips), project, EmergencyKind.DRAIN, "关东街道", TODAY, True, 500_000, "污水倒灌"
    )
    with pytest.raises(WrongState):
        works.record_emergency(clerk, paper)  # no proof yet
    attach(small, project, FileKind.PROOF)
    works.record_emergency(clerk, paper)
    works.record_start(visit_of(small, "property"), Start(next(slips), project, TODAY))
    assert state(small, project) is State.EMERGENCY_CONFIRMED, "rushed works change no state"
    attach(small, project, FileKind.APPLICATION, FileKind.AUTHORITY, FileKind.CONTRACT)
    with pytest.raises(WrongState):
        moves.take_step(clerk, Move(next(slips), project, State.APPLIED))
    up = PuttingUp(next(slips), project, "紧急抢修公示", "单元门口", TODAY)
    notices.put_up_notice(clerk, up)
    moves.take_step(clerk, Move(next(slips), project, State.APPLIED))
    paper2 = Approval(next(slips), project, 480_000, "备2号", TODAY)
    settling.record_approval(clerk, paper2)
    pay(small, project, PaymentKind.FIRST, 336_000, TODAY)
    assert sum(row[0] for row in small.execute("select share_fen from charges")) == 336_000
    with pytest.raises(connection.Error):
        fund_desk.step(small, project, "first_paid", "voting")


def test_without_danger_to_life_nobody_rushes(small: Database):
    project = proposed(small, category=Category.DRAIN)
    clerk = visit_of(small, "clerk")
    plans.record_survey(clerk, survey(project, warranty_years=2, route=Route.EMERGENCY))
    attach(small, project, FileKind.PROOF)
    paper = EmergencyPaper(
        next(slips), project, EmergencyKind.DRAIN, "关东街道", TODAY, False, 500_000, "堵塞"
    )
    works.record_emergency(clerk, paper)
    with pytest.raises(WrongState):
        works.record_start(visit_of(small, "property"), Start(next(slips), project, TODAY))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"completed_on": date(2024, 1, 1)}, UnderWarranty),
        ({"excluded": Excluded.PERSON}, NotForTheFund),
        ({"surveyed_on": TODAY + timedelta(days=1)}, Invalid),
        ({"common_part": ""}, Invalid),
    ],
)
def test_a_survey_that_the_fund_may_not_pay_for_changes_nothing(small, change, refusal):
    project = proposed(small)
    with pytest.raises(refusal):
        plans.record_survey(visit_of(small, "clerk"), survey(project, **change))
    assert state(small, project) is State.PROPOSED


def test_fewer_than_three_offers_want_a_reason(small: Database):
    project = proposed(small)
    plans.record_survey(visit_of(small, "clerk"), survey(project))
    office = visit_of(small, "property")
    with pytest.raises(Invalid):
        plans.make_plan(office, plan(project, chosen_how="就这家"))
    plans.make_plan(office, plan(project, chosen_how="厂家唯一授权维保单位，别家没有配件"))


def test_a_property_company_plans_in_its_own_estate_only(small: Database):
    project = proposed(small)
    plans.record_survey(visit_of(small, "clerk"), survey(project))
    with pytest.raises(NotAllowed):
        plans.make_plan(visit_of(small, "property2"), plan(project))


def test_a_plan_is_never_edited_and_what_is_voted_on_is_fixed(small: Database):
    project = fund_desk.project_at(small, "voting")
    with pytest.raises(WrongState):
        plans.make_plan(visit_of(small, "property"), plan(project))
    for sql in ("update plans set budget_fen = 1", "delete from plans",
                "update repair_projects set budget_fen = 1"):  # fmt: skip
        with pytest.raises(connection.Error):
            small.execute(sql)


def test_a_list_of_rooms_is_a_scope_of_its_own(small: Database):
    project = proposed(small, scope_type=ScopeType.CUSTOM, building_id=None)
    plans.record_survey(visit_of(small, "clerk"), survey(project))
    office = visit_of(small, "property")
    with pytest.raises(Invalid):
        plans.list_scope(office, ScopeList(next(slips), project, ()))
    with pytest.raises(Invalid):
        plans.list_scope(office, ScopeList(next(slips), project, (1, 16)))  # another estate
    plans.list_scope(office, ScopeList(next(slips), project, (1, 2, 3)))
    scope = plans.scope(office, project)
    assert (scope.units, scope.owners, scope.area_centi, scope.frozen) == (3, 3, 27_000, False)
    assert scope.balance_fen == 3 * 850_000
    assert dossier(office, project).units == 3


@pytest.mark.parametrize(
    ("change", "days"),
    [({}, 7), ({"scope_type": ScopeType.ESTATE, "building_id": None}, 15)],
)
def test_a_whole_estate_hears_of_its_vote_fifteen_days_before(small: Database, change, days):
    project = proposed(small, **change)
    planned(small, project)
    discussed(small, project)
    attach(small, project, FileKind.MINUTES)
    moves.take_step(visit_of(small, "clerk"), Move(next(slips), project, State.DELIBERATED))
    up = PuttingUp(next(slips), project, "方案公示", "小区公告栏", TODAY)
    notices.put_up_notice(visit_of(small, "clerk"), up)
    (notice,) = notices.notices(visit_of(small, "clerk"), project)
    assert notice.ends_on == notice_end(TODAY, days, is_rest_day)


def test_a_project_stays_where_a_payment_of_it_waits(small: Database):
    """Begun meanwhile, the works would leave a first payment that nobody could approve."""
    project = fund_desk.project_at(small, "approved")
    voucher = attach(small, project, FileKind.CONTRACT, FileKind.INVOICE)
    first = Payment(next(slips), project, PaymentKind.FIRST, 1_000_000, 0, TODAY, CONTRACTOR,
                    voucher)  # fmt: skip
    id = payments.record_payment(visit_of(small, "accountant"), first).id
    begun = Start(next(slips), project, TODAY)
    with pytest.raises(WrongState, match="等核准"):
        works.record_start(visit_of(small, "property"), begun)
    payments.send_back_payment(visit_of(small, "secretary"), id, "发票抬头写错", slip=next(slips))
    works.record_start(visit_of(small, "property"), begun)


def test_nobody_closes_while_the_retention_waits_to_be_approved(small: Database):
    project = fund_desk.project_at(small, "final_paid")
    clerk, ends = visit_of(small, "clerk"), TODAY + timedelta(days=365)
    attach(small, project, FileKind.WARRANTY)
    works.record_warranty(clerk, Warranty(next(slips), project, ends))
    after = ends + timedelta(days=1)
    left = fund_desk.SETTLED
    last = Payment(next(slips), project, PaymentKind.RETENTION, left, 0, after, CONTRACTOR)
    id = payments.record_payment(on(small, "accountant", after), last).id
    close = Move(next(slips), project, State.CLOSED)
    with pytest.raises(WrongState, match="等核准"):
        moves.ask_step(on(small, "clerk", after), close)
    payments.approve_payment(on(small, "secretary", after), id, slip=next(slips))
    moves.ask_step(on(small, "clerk", after), close)


def test_an_objection_stops_the_project_until_it_is_answered(small: Database):
    project = fund_desk.project_at(small, "deliberated")
    clerk = visit_of(small, "clerk")
    up = PuttingUp(next(slips), project, "方案公示", "单元门口", TODAY - timedelta(days=20))
    notices.put_up_notice(clerk, up)
    (notice,) = notices.notices(clerk, project)
    early = NewObjection(next(slips), notice.id, "1-1-101", "报价太高了", notice.posted_on)
    notices.record_objection(clerk, early)
    terms = Opening(
        next(slips), project, Matter.USE, Channel.PAPER, TODAY, TODAY + timedelta(days=10)
    )
    with pytest.raises(WrongState):
        moves.ask_ballot(clerk, terms)
    (objection,) = notices.objections(clerk, project)
    notices.answer_objection(clerk, Reply(next(slips), objection.id, "三家报价都在，可以来看"))
    with pytest.raises(WrongState):
        notices.answer_objection(clerk, Reply(next(slips), objection.id, "再答复一次也一样"))
    moves.ask_ballot(clerk, terms)
    with pytest.raises(WrongState):
        moves.ask_ballot(clerk, replace(terms, slip="another"))


def test_a_file_is_told_by_its_content_and_stored_once(small: Database):
    project = proposed(small)
    clerk = visit_of(small, "clerk")
    attach(small, project, FileKind.PLAN, FileKind.PLAN)
    assert len(files.files(clerk, project)) == 1
    for name, content in (("木马.png", b"MZ\x90\x00" * 9), ("空.png", b""),
                          ("大.png", picture(1) + b"0" * 10_485_760),
                          ("脚本.svg", b"<svg onload='alert(1)'/>"), ("坏.docx", b"PK\x03\x04bad")):  # fmt: skip
        with pytest.raises(Invalid):
            new = NewFile(next(slips), project, FileKind.OTHER, name, content)
            files.attach_file(clerk, new)
    found, content = files.content(clerk, files.files(clerk, project)[0].id)
    assert content == picture(list(FileKind).index(FileKind.PLAN))
    assert (found.media_type, found.name) == ("image/png", "扫描件.png")


def test_a_file_keeps_its_true_ending(small: Database):
    project = proposed(small)
    new = NewFile(next(slips), project, FileKind.OTHER, "C:\\照片\\墙.exe", picture(3))
    files.attach_file(visit_of(small, "clerk"), new)
    assert files.files(visit_of(small, "clerk"), project)[0].name == "墙.exe.png"


def test_a_cancelled_project_moves_no_more(small: Database):
    project = proposed(small)
    head = visit_of(small, "secretary")
    moves.stop_project(head, Move(next(slips), project, State.CANCELLED, "居民自己修好了"))
    with pytest.raises(WrongState):
        plans.record_survey(visit_of(small, "clerk"), survey(project))
    assert account_id("secretary")
