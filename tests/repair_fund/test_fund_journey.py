"""One project from the leak to the last fen, by the writes people use, on the days they would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.checks import report
from db.repair_fund import (
    files,
    moves,
    notices,
    payments,
    plans,
    settling,
    works,
)
from domain.errors import Invalid, WrongState
from domain.repair_fund.ballots import Channel, Matter, Opening
from domain.repair_fund.eligibility import (
    EmergencyKind,
    EmergencyPaper,
    Route,
)
from domain.repair_fund.files import FileKind, NewFile
from domain.repair_fund.moves import Answer, Move
from domain.repair_fund.notices import NewObjection, PuttingUp, Reply
from domain.repair_fund.payments import Approval, Payment, PaymentKind, Settlement
from domain.repair_fund.projects import Category, State
from domain.repair_fund.works import Start, Warranty
from tests import community, fund_desk
from tests.community import TODAY, account_id, visit_of
from tests.fund_journey import (
    CONTRACTOR,
    applied_and_approved,
    attach,
    built_and_accepted,
    discussed,
    on,
    pay,
    planned,
    posted,
    proposed,
    slips,
    state,
    survey,
    voted,
)
from tests.photographs import picture


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Database]:
    with connection.opened(community.settle(tmp_path / "community.db")) as db:
        fund_desk.deposits(db, 850_000, *range(1, 12), 21)
        yield db


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
