"""No paper is dated before what it announces, answers or pays for: asked in the write itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.points_ledger import awards
from db.repair_fund import booking, notices, payments, plans, settling, works
from db.visit import Visit
from domain.days import short_day
from domain.errors import Invalid
from domain.points_ledger.awards import NewAward
from domain.repair_fund.booking import Deposit, Interest, SelfPayment
from domain.repair_fund.eligibility import Route, Survey
from domain.repair_fund.notices import NewObjection, PuttingUp, TakingDown
from domain.repair_fund.payments import Approval, offer
from domain.repair_fund.works import Acceptance, Start, Warranty
from tests import community, fund_desk, fund_money
from tests.community import TODAY, visit_of
from tests.fund_money import K

BEFORE = date.fromisoformat(fund_desk.LONG_AGO)  # when all of a project at the desk happened
SOON = BEFORE + timedelta(days=30)
DAY = timedelta(days=1)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        fund_desk.deposits(db, 850_000, *range(1, 12), 21)
        yield db


def on(db: Database, who: str, day: date) -> Visit:
    return visit_of(db, who, datetime.combine(day, community.NOW.timetz()))


def due(db: Database, project: int) -> int:
    """What is to be paid next, in fen."""
    found = offer(payments.money(db, project), payments.paying_limits(db))
    assert found
    return found.amount_fen


def refused(db: Database, act, *days: date, today: date = TODAY) -> str:  # type: ignore[no-untyped-def]
    """The sentence of a refusal: it names these days, and nothing was stored."""
    before = db.execute("select count(*) from audit_log").fetchone()
    with pytest.raises(Invalid) as refusal:
        act()
    said = str(refusal.value)
    for day in days:
        assert short_day(day, today) in said, said
    assert said.endswith("。")
    assert db.execute("select count(*) from audit_log").fetchone() == before
    return said


@pytest.mark.parametrize(
    ("state", "event"),
    [("deliberated", "方案写成"), ("vote_passed", "表决结果确认"), ("settled", "决算登记")],
)
def test_a_notice_is_not_posted_before_what_it_announces_nor_tomorrow(
    db: Database, state: str, event: str
):
    project = fund_desk.project_at(db, state)
    clerk = on(db, "clerk", SOON)
    paper = PuttingUp("post", project, "公示内容在此", "单元门口", BEFORE - DAY)
    said = refused(
        db, lambda: notices.put_up_notice(clerk, paper), BEFORE - DAY, BEFORE, today=SOON
    )
    assert f"不能早于{event}的" in said
    late = replace(paper, posted_on=SOON + DAY)
    refused(db, lambda: notices.put_up_notice(clerk, late), SOON + DAY, SOON, today=SOON)


def test_a_plan_notice_hangs_from_the_meeting_that_discussed_the_plan(db: Database):
    project = fund_desk.project_at(db, "deliberated")
    met = BEFORE + timedelta(days=10)
    db.execute(
        "insert into meetings (id, kind, year, number, title, starts_at, minutes, place, chair,"
        " invited, state, source) values (9, 'joint', ?, 9, '联席会', ?, 60, '会议室', '李书记',"
        " 9, 'held', 'entered')",
        [met.year, f"{met}T09:00:00+08:00"],
    )
    db.execute(
        "insert into agenda_items (meeting_id, position, item_type, title, reporter, minutes,"
        " project_id, added_at) values (9, 1, 'consult', '外墙怎么修', '物业', 20, ?, ?)",
        [project, f"{BEFORE}T09:00:00+08:00"],
    )
    clerk = on(db, "clerk", SOON)
    paper = PuttingUp("post", project, "公示内容在此", "单元门口", met - DAY)
    said = refused(db, lambda: notices.put_up_notice(clerk, paper), met - DAY, met, today=SOON)
    assert "不能早于开会议过的" in said
    notices.put_up_notice(clerk, replace(paper, posted_on=met))
    (notice,) = notices.notices(clerk, project)
    assert notice.posted_on == met


def test_a_notice_comes_down_after_its_last_day_and_objections_fall_into_it(db: Database):
    project = fund_desk.project_at(db, "deliberated")
    clerk = on(db, "clerk", SOON)
    notices.put_up_notice(clerk, PuttingUp("post", project, "公示内容在此", "单元门口", BEFORE))
    (notice,) = notices.notices(clerk, project)
    for day in (notice.ends_on, SOON + DAY):
        down = TakingDown("down", notice.id, day)
        refused(db, lambda: notices.take_down_notice(clerk, down), day, today=SOON)
    for day in (BEFORE - DAY, notice.ends_on + DAY, SOON + DAY):
        paper = NewObjection("no", notice.id, "陈先生", "报价太高", day)
        refused(db, lambda: notices.record_objection(clerk, paper), day, today=SOON)


def test_a_survey_follows_its_proposal_and_what_was_built_came_before(db: Database):
    project = fund_desk.project_at(db, "proposed")
    clerk = visit_of(db, "clerk")
    paper = Survey("s", project, BEFORE - DAY, date(2014, 6, 30), 5, "外墙", None, None, "",
                   Route.BALLOT, "")  # fmt: skip
    refused(db, lambda: plans.record_survey(clerk, paper), BEFORE - DAY, BEFORE)
    for change in ({"surveyed_on": TODAY + DAY}, {"surveyed_on": TODAY, "completed_on": date(1900, 1, 1)},
                   {"surveyed_on": BEFORE, "completed_on": BEFORE + DAY}):  # fmt: skip
        wrong = replace(paper, **change)
        refused(db, lambda: plans.record_survey(clerk, wrong), *list(change.values())[-1:])
    plans.record_survey(clerk, replace(paper, surveyed_on=BEFORE))


def test_the_authority_answers_after_it_was_asked(db: Database):
    project = fund_desk.project_at(db, "applied")
    clerk = visit_of(db, "clerk")
    paper = Approval("a", project, 4_000_000, "武房维备〔2026〕18号", BEFORE - DAY)
    refused(db, lambda: settling.record_approval(clerk, paper), BEFORE - DAY, BEFORE)
    late = replace(paper, approved_on=TODAY + DAY)
    refused(db, lambda: settling.record_approval(clerk, late), TODAY + DAY, TODAY)
    settling.record_approval(clerk, replace(paper, approved_on=BEFORE))


def test_an_answer_after_a_suspension_is_still_held_against_the_application_only(db: Database):
    project = fund_desk.project_at(db, "applied")
    for before, to in (("applied", "suspended"), ("suspended", "applied")):
        db.execute(
            "insert into project_steps (project_id, from_state, to_state, happened_on, note, by_id,"
            " second_id) values (?, ?, ?, ?, '等文件', 2, 1)",
            [project, before, to, TODAY.isoformat()],
        )
    paper = Approval("a", project, 4_000_000, "武房维备〔2026〕18号", BEFORE + DAY)
    settling.record_approval(visit_of(db, "clerk"), paper)


def test_works_begin_after_the_approval_and_are_accepted_after_they_began(db: Database):
    project = fund_money.approved(db)
    fund_money.a_file(db, project, "contract")
    office = visit_of(db, "property")
    refused(db, lambda: works.record_start(office, Start("b", project, BEFORE - DAY)),
            BEFORE - DAY, BEFORE)  # fmt: skip
    refused(db, lambda: works.record_start(office, Start("b", project, TODAY + DAY)), TODAY + DAY)
    began = BEFORE + timedelta(days=20)
    works.record_start(office, Start("b", project, began))
    clerk = visit_of(db, "clerk")
    look = Acceptance("l", project, began - DAY, "陈明、单志强、解敏", False, "窗台还渗", TODAY)
    refused(db, lambda: works.record_acceptance(clerk, look), began - DAY, began)
    early = replace(look, looked_on=TODAY, due_on=TODAY - DAY)
    refused(db, lambda: works.record_acceptance(clerk, early), TODAY - DAY, TODAY)
    far = replace(look, looked_on=TODAY, due_on=TODAY + timedelta(days=400))
    refused(db, lambda: works.record_acceptance(clerk, far), TODAY + timedelta(days=400))
    works.record_acceptance(clerk, replace(look, looked_on=began))


def test_a_second_acceptance_is_not_before_the_first(db: Database):
    project = fund_money.approved(db)
    fund_money.a_file(db, project, "contract")
    works.record_start(visit_of(db, "property"), Start("b", project, BEFORE))
    clerk = visit_of(db, "clerk")
    first = BEFORE + timedelta(days=20)
    works.record_acceptance(
        clerk, Acceptance("l1", project, first, "陈明、单志强、解敏", False, "窗台还渗", TODAY)
    )
    fund_desk.step(db, project, "rectifying", "in_works")
    again = Acceptance("l2", project, first - DAY, "陈明、单志强、解敏", True, "", None)
    refused(db, lambda: works.record_acceptance(clerk, again), first - DAY, first)


def test_a_warranty_runs_from_its_acceptance_two_years_at_most(db: Database):
    project = fund_money.ready_for_final(db, 4_731_268)
    fund_money.pay(db, project, K.FINAL, due(db, project))
    clerk = visit_of(db, "clerk")
    two_years = BEFORE.replace(year=BEFORE.year + 2)
    for day, other in ((BEFORE, BEFORE), (two_years + DAY, two_years)):
        paper = Warranty("w", project, day)
        refused(db, lambda: works.record_warranty(clerk, paper), day, other)


def test_money_is_paid_after_what_it_waits_for(db: Database):
    project = fund_money.ready_for_final(db, 4_731_268)
    for needed in ("contract", "invoice"):
        fund_money.a_file(db, project, needed)
    fen = due(db, project)
    accountant = visit_of(db, "accountant")
    paper = fund_money.paper(project, K.FINAL, fen)
    said = refused(
        db, lambda: payments.record_payment(accountant, replace(paper, paid_on=BEFORE)), BEFORE
    )
    assert "要在决算分摊公示期满的" in said
    late = replace(paper, paid_on=TODAY + DAY)
    refused(db, lambda: payments.record_payment(accountant, late), TODAY + DAY, TODAY)
    payments.record_payment(accountant, replace(paper, paid_on=BEFORE + DAY))


def test_money_comes_in_on_a_day_that_can_have_been(db: Database):
    accountant = visit_of(db, "accountant")
    deposit = Deposit("d", community.PINE, 5_000, (), date(1998, 12, 31))
    refused(db, lambda: booking.record_deposit(accountant, deposit), date(1998, 12, 31))
    soon = replace(deposit, booked_on=TODAY + DAY)
    refused(db, lambda: booking.record_deposit(accountant, soon), TODAY + DAY, TODAY)
    early = Interest("i", community.PINE, 100_000, date(2019, 12, 31))
    said = refused(db, lambda: booking.record_interest(accountant, early), date(2019, 12, 31))
    assert "第一笔交存的2020年1月1日" in said


def test_an_owner_pays_his_share_after_it_was_charged(db: Database):
    project = fund_money.approved(db)
    fund_desk.paid(db, project, 1_000_000)
    unit = db.execute(
        "select unit_id from self_pay_owed where project_id = ?", [project]
    ).fetchone()
    accountant = visit_of(db, "accountant")
    paper = SelfPayment("p", project, unit[0], 100, TODAY - DAY)
    said = refused(db, lambda: booking.record_self_payment(accountant, paper), TODAY - DAY, TODAY)
    assert "不能早于首期款核准的" in said
    booking.record_self_payment(accountant, replace(paper, paid_on=TODAY))


@pytest.mark.parametrize("days", [-32, 1])
def test_an_award_is_of_the_last_month_and_never_of_tomorrow(db: Database, days: int):
    day = TODAY + timedelta(days=days)
    paper = NewAward("a", community.CHEN, community.PATROL, day, minutes=60)
    refused(db, lambda: awards.register_award(visit_of(db, "clerk"), paper), day, TODAY)
