"""The state machine (办理流程): every pair of states, second people, and what each step lacks."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import connection
from db.repair_fund import moves
from db.repair_fund.dossier import dossier
from domain.errors import DomainError, NotAllowed, SamePerson, WrongState
from domain.people import Permission
from domain.repair_fund.eligibility import LiftClass, Route
from domain.repair_fund.files import FileKind
from domain.repair_fund.guards import missing, offered
from domain.repair_fund.moves import Answer, Move, check_move, check_stop
from domain.repair_fund.notices import Notice, NoticeKind
from domain.repair_fund.projects import FINISHED, Category, State
from domain.repair_fund.transitions import (
    MAY_CANCEL,
    MOVES,
    STEPS,
    Dossier,
    Todo,
    step_between,
)
from tests import fund_desk
from tests.community import account_id, visit_of
from tests.state_machines import moves_of_the_file

TODAY = date(2026, 3, 18)
READY = Dossier(
    state=State.SURVEYED, before_suspension=None, today=TODAY, category=Category.FACADE_LEAK,
    for_committee=True, route=Route.BALLOT, lift_class=None, plan_version=1, budget_fen=5_000_000,
    plan_is_new=True, offers=3, units=11, discussed=True, files=frozenset(FileKind),
    approved_fen=4_900_000, settled_fen=4_700_000,
    warranty_end=TODAY - timedelta(days=1),
)  # fmt: skip


def table_of(db: Database) -> set[tuple[str, str]]:
    return set(db.execute("select from_state, to_state from fund_transitions").fetchall())


def test_the_file_holds_the_same_table_as_the_rules(small: Database):
    assert table_of(small) == MOVES.pairs
    two = "select from_state, to_state from fund_transitions where two_people = 1"
    assert set(small.execute(two).fetchall()) == {(s.origin, s.to) for s in STEPS if s.two_people}


def test_the_eight_stages_have_twenty_six_rules():
    assert {step.rule for step in STEPS} == {
        f"R{number:02d}" for number in (*range(1, 13), *range(14, 25))
    }  # R13 changes no state, R25 and R26 are suspending and cancelling


@pytest.mark.parametrize("now", list(State))
def test_the_rules_refuse_every_step_that_is_not_in_the_table(now: State):
    for to in State:
        move = Move("slip", 1, to, "情况说明写在这里")
        if step_between(now, to):
            assert check_move(move, now)[0].to is to
        else:
            with pytest.raises(WrongState):
                check_move(move, now)


def test_the_file_refuses_every_pair_that_is_not_in_the_table(small: Database):
    """By hand, with every other trigger of the history and of the facts out of the way."""
    id = fund_desk.project_at(small, "proposed")
    raw = connection.connect(Path(_file_of(small)), guarded=False)
    for trigger in ("steps_follow_each_other", "steps_rest_on_facts", "the_project_follows",
                    "steps_are_never_removed"):  # fmt: skip
        raw.execute(f"drop trigger {trigger}")
    back = {(State.SUSPENDED, State.DRAFT)}  # where it was suspended
    taken = moves_of_the_file(
        raw, MOVES, State.DRAFT,
        lambda before, after: raw.execute(
            "insert into project_steps (project_id, from_state, to_state, happened_on, by_id,"
            " second_id) values (?, ?, ?, '2026-03-18', 3, 2)",
            [id, before, after],
        ),
    )  # fmt: skip
    assert taken == MOVES.pairs | back
    raw.conn.close()


def _file_of(db: Database) -> str:
    return str(db.execute("pragma database_list").fetchone()[2])


@pytest.mark.parametrize("step", [step for step in STEPS if step.two_people], ids=str)
def test_the_file_refuses_a_step_of_two_people_taken_by_one(small: Database, step):
    id = fund_desk.project_at(small, "proposed")
    raw = connection.connect(Path(_file_of(small)), guarded=False)
    for trigger in ("steps_follow_each_other", "steps_rest_on_facts", "the_project_follows"):
        raw.execute(f"drop trigger {trigger}")
    for second in (None, 3):
        with pytest.raises(connection.Error):
            raw.execute(
                "insert into project_steps (project_id, from_state, to_state, happened_on, by_id,"
                " second_id) values (?, ?, ?, '2026-03-18', 3, ?)",
                [id, step.origin, step.to, second],
            )
    raw.conn.close()


def test_no_state_is_set_by_hand(small: Database):
    id = fund_desk.project_at(small, "planned")
    with pytest.raises(connection.Error):
        small.execute("update repair_projects set state = 'approved' where id = ?", [id])


def test_a_step_without_its_facts_is_refused_by_the_file(small: Database):
    id = fund_desk.project_at(small, "deliberated")
    with pytest.raises(connection.Error):
        fund_desk.step(small, id, "deliberated", "plan_notice")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.origin}-{step.to}")
def test_every_step_lacks_nothing_when_everything_is_on_file(step):
    notices = {kind: _notice(kind, TODAY - timedelta(days=1)) for kind in NoticeKind}
    route = Route.EMERGENCY if step.rule in ("R11", "R12") else Route.BALLOT
    assert missing(step, replace(READY, state=step.origin, notices=notices, route=route)) == []


@pytest.mark.parametrize(
    ("origin", "to", "change", "todo"),
    [
        (State.SURVEYED, State.PLANNED, {"units": 0}, Todo.SCOPE),
        (State.SURVEYED, State.PLANNED, {"plan_version": 0}, Todo.PLAN),
        (State.SURVEYED, State.PLANNED, {"plan_version": 0, "offers": 2}, Todo.QUOTE),
        (State.VOTE_FAILED, State.PLANNED, {"plan_is_new": False}, Todo.PLAN),
        (State.PLANNED, State.DELIBERATED, {"discussed": False}, Todo.MEETING),
        (State.RESULT_NOTICE, State.APPLIED, {"files": frozenset({FileKind.APPLICATION,
                                              FileKind.CONTRACT})}, Todo.FILE),
        (State.SURVEYED, State.EMERGENCY_CONFIRMED, {"files": frozenset()}, Todo.FILE),
        (State.EMERGENCY_CONFIRMED, State.APPLIED, {"notices": {}}, Todo.NOTICE),
        (State.APPROVED, State.FIRST_PAID, {"files": frozenset()}, Todo.FILE),
        (State.FIRST_PAID, State.IN_WORKS, {"category": Category.LIFT, "files": frozenset()},
         Todo.FILE),
        (State.IN_WORKS, State.ACCEPTED, {"lift_class": LiftClass.MAJOR, "files": frozenset(
            {FileKind.ACCEPTANCE, FileKind.PHOTO_AFTER})}, Todo.FILE),
        (State.SETTLE_NOTICE, State.FINAL_PAID, {"approved_fen": 4_000_000}, Todo.APPROVAL),
        (State.SETTLE_NOTICE, State.FINAL_PAID, {"refund_due_fen": 1}, Todo.PAYMENT),
        (State.IN_WARRANTY, State.CLOSED, {"warranty_end": TODAY}, Todo.WAIT),
        (State.IN_WARRANTY, State.CLOSED, {"warranty_end": None}, Todo.WARRANTY),
        (State.IN_WARRANTY, State.CLOSED, {"held_fen": 1}, Todo.PAYMENT),
    ],
)  # fmt: skip
def test_what_a_step_lacks_comes_with_what_to_do(origin, to, change, todo):
    step = step_between(origin, to)
    assert step
    facts = replace(READY, **{"state": origin, **change})
    assert todo in {lack.todo for lack in missing(step, facts)}


@pytest.mark.parametrize("state", [State.PLAN_NOTICE, State.RESULT_NOTICE, State.SETTLE_NOTICE])
def test_a_running_notice_or_an_open_objection_blocks_the_next_step(state: State):
    kind = NoticeKind(state.removesuffix("_notice"))
    (step,) = [step for step in STEPS if step.origin is state]
    running = replace(READY, state=state, notices={kind: _notice(kind, TODAY)})
    assert [lack.todo for lack in missing(step, running)] == [Todo.WAIT]
    disputed = replace(_notice(kind, TODAY - timedelta(days=1)), open_objections=2)
    assert [lack.todo for lack in missing(step, replace(running, notices={kind: disputed}))] == [
        Todo.ANSWER
    ]


def _notice(kind: NoticeKind, ends: date) -> Notice:
    return Notice(1, 1, kind, "公示", "门口", ends - timedelta(days=7), ends, None, 0)


def test_the_route_decides_which_way_leads_on():
    assert [s.to for s in offered(READY)] == [State.PLANNED]
    urgent = replace(READY, route=Route.EMERGENCY)
    assert [s.to for s in offered(urgent)] == [State.EMERGENCY_CONFIRMED]
    paid = replace(READY, state=State.FINAL_PAID)
    assert [s.to for s in offered(paid)] == [State.CLOSED]
    assert [s.to for s in offered(replace(paid, held_fen=5))] == [State.IN_WARRANTY]


@pytest.mark.parametrize("now", list(State))
def test_whatever_is_running_may_be_suspended_and_only_the_unpaid_cancelled(now: State):
    for to in (State.SUSPENDED, State.CANCELLED):
        move = Move("slip", 1, to, "法院要求暂停")
        if MOVES.may(now, to):
            assert check_stop(move, now) == move
        else:
            with pytest.raises(DomainError):
                check_stop(move, now)
    assert MOVES.may(now, State.SUSPENDED) == (now not in (*FINISHED, State.SUSPENDED))
    assert MOVES.may(now, State.CANCELLED) == (now in MAY_CANCEL)


def test_a_suspended_project_goes_back_exactly_where_it_was(small: Database):
    id = fund_desk.project_at(small, "voting")
    boss = visit_of(small, "secretary")
    moves.stop_project(boss, Move("s1", id, State.SUSPENDED, "业主起诉，先停下"))
    assert dossier(boss, id).before_suspension is State.VOTING
    with pytest.raises(WrongState):
        moves.take_step(visit_of(small, "clerk"), Move("s2", id, State.APPLIED))
    moves.resume_project(boss, Move("s3", id, State.PROPOSED, "撤诉了"))
    assert dossier(boss, id).state is State.VOTING


def test_the_file_lets_a_suspended_project_go_nowhere_else(small: Database):
    id = fund_desk.project_at(small, "planned")
    fund_desk.step(small, id, "planned", "suspended")
    with pytest.raises(connection.Error):
        fund_desk.step(small, id, "suspended", "approved")
    fund_desk.step(small, id, "suspended", "planned")


def test_closing_takes_two_people(small: Database):
    id = fund_desk.project_at(small, "deliberated")
    clerk = visit_of(small, "clerk")
    small.execute(
        "insert into step_requests (project_id, to_state, asked_by, asked_on)"
        " values (?, 'plan_notice', ?, '2026-03-18')",
        [id, account_id("clerk")],
    )
    with pytest.raises(SamePerson):
        moves.confirm_step(clerk, Answer("s1", id, True))
    moves.confirm_step(visit_of(small, "clerk2"), Answer("s2", id, False, "材料还没齐"))
    assert moves.request(clerk, id) is None


def test_only_the_head_of_the_committee_stops_a_project(small: Database):
    id = fund_desk.project_at(small, "planned")
    with pytest.raises(NotAllowed):
        moves.stop_project(visit_of(small, "clerk"), Move("s", id, State.CANCELLED, "不办了吧"))
    assert visit_of(small, "secretary").user.may(Permission.STOP_PROJECT)
