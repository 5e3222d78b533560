"""Promises (承诺): kept, claimed, verified by another, carried over and counted, given up by decision."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from db import connection
from db.meeting_agenda import action_dues, actions, deciding, promising
from db.meeting_agenda.actions import ActionFilter
from db.visit import Visit
from domain.errors import Invalid, NotAllowed, NotFound, SamePerson, WrongState
from domain.meeting_agenda.actions import (
    Action,
    ActionState,
    Cancelling,
    Carry,
    NewAction,
    Progress,
    Verdict,
    in_order,
)
from domain.meeting_agenda.deciding import Way
from domain.meeting_agenda.meetings import Kind
from tests import meetings
from tests.community import account_id, visit_of
from tests.meetings import COMMITTEE, EVENING, PINE_COMPANY, Evening, noted, that_evening
from tests.photographs import picture

DUE = (EVENING + timedelta(days=14)).date()


@pytest.fixture
def evening(small: Database) -> Evening:
    meetings.seat(visit_of(small, "clerk"), "王主任", Kind.JOINT)
    return meetings.opened(small, Kind.JOINT)


def paper(evening: Evening, **other: object) -> NewAction:
    new = NewAction("a", evening.meeting_id, evening.talk, "七点前收摊，物业巡查", PINE_COMPANY,
                    "周经理", DUE, account_id("property"))  # fmt: skip
    return replace(new, **other)  # type: ignore[arg-type]


@pytest.fixture
def promised(small: Database, evening: Evening) -> int:
    return promising.promise(that_evening(small), paper(evening)).id


def days_after(db: Database, who: str, days: int) -> Visit:
    return visit_of(db, who, EVENING + timedelta(days=days))


def now(db: Database, id: int) -> Action:
    return actions.action(db, id)


def claim(db: Database, id: int, who: str = "property", days: int = 3) -> None:
    said = Progress(f"done-{who}-{days}", id, "每天两次", now(db, id).seen)
    promising.claim_done(days_after(db, who, days), said)


def verify(db: Database, id: int, who: str = "supervisor", days: int = 5) -> None:
    said = Verdict(f"yes-{who}-{days}", id, "去看过", now(db, id).seen)
    promising.verify(days_after(db, who, days), said)


def carry(db: Database, id: int, meeting_id: int, to: date, days: int = 5) -> None:
    moved = Carry(f"carry-{meeting_id}", id, to, "雨天没法施工", meeting_id, now(db, id).seen)
    promising.carry_over(days_after(db, "clerk", days), moved)


def test_a_promise_has_one_lead_one_person_one_day(small: Database, evening: Evening):
    clerk = that_evening(small)
    for wrong, kind in (
        ({"content": "收"}, Invalid),
        ({"person": " "}, Invalid),
        ({"due_on": EVENING.date() - timedelta(days=1)}, Invalid),
        ({"lead_body_id": 99}, NotFound),
        ({"account_id": 99}, NotFound),
        ({"item_id": 1}, NotFound),
        ({"assisting": (PINE_COMPANY,)}, Invalid),
        ({"assisting": (99,)}, NotFound),
    ):
        with pytest.raises(kind):
            promising.promise(clerk, paper(evening, **wrong))
    id = promising.promise(clerk, paper(evening, assisting=(COMMITTEE,))).id
    known = now(small, id)
    assert (known.state, known.due_on, known.number) == (ActionState.OPEN, DUE, "本次-1")
    assert actions.assisting(small, id) == ["春和社区居委会"]


def test_it_is_numbered_with_the_minutes_and_may_be_added_after_them(
    small: Database, evening: Evening, promised: int
):
    meetings.closed(small, evening)
    later = promising.promise(days_after(small, "clerk", 2), paper(evening, slip="b")).id
    assert [now(small, id).number for id in (promised, later)] == [
        "〔2026〕第 1 号-1",
        "〔2026〕第 1 号-2",
    ]


def test_nothing_is_promised_before_people_met(small: Database):
    planned = meetings.planned(visit_of(small, "clerk"))
    with pytest.raises(WrongState, match="还没有开"):
        promising.promise(that_evening(small), paper(planned))


def test_from_open_to_verified_with_every_step_on_file(small: Database, promised: int):
    promising.begin(days_after(small, "property", 1), Progress("b", promised, "", 1))
    claim(small, promised)
    sent = Verdict("no", promised, "东门还有两家", now(small, promised).seen)
    promising.send_back_action(days_after(small, "secretary", 4), sent)
    assert now(small, promised).state is ActionState.IN_PROGRESS
    claim(small, promised, days=6)
    verify(small, promised, days=7)
    found = now(small, promised)
    assert found.state is ActionState.VERIFIED and found.on_time
    assert [step.to_state.value for step in actions.steps(small, promised)] == [
        "open", "in_progress", "done_claimed", "in_progress", "done_claimed", "verified",
    ]  # fmt: skip


def test_a_photograph_comes_with_what_was_done(small: Database, promised: int):
    said = Progress("p", promised, "收好了", 1, picture(9), "现场.jpg")
    with pytest.raises(Invalid):
        wrong = replace(said, slip="q", photo=b"%PDF-1.4 no picture", photo_name="a.pdf")
        promising.claim_done(days_after(small, "property", 1), wrong)
    promising.claim_done(days_after(small, "property", 1), said)
    print_of = actions.steps(small, promised)[-1].photo
    kept = small.execute("select length(content) from file_contents where sha256 = ?", [print_of])
    assert kept.fetchone()[0] > 0


@pytest.mark.parametrize("who", ["secretary", "supervisor"])
def test_nobody_verifies_his_own(small: Database, evening: Evening, who: str):
    mine = promising.promise(that_evening(small), paper(evening, account_id=account_id(who))).id
    claim(small, mine, "clerk")
    with pytest.raises(SamePerson):
        verify(small, mine, who)
    named = paper(evening, slip="n", account_id=None, person=f"{visit_of(small, who).user.name}")
    other = promising.promise(that_evening(small), named).id
    claim(small, other, "clerk", days=4)
    with pytest.raises(SamePerson):
        verify(small, other, who)


def test_who_reported_it_done_does_not_verify_it(small: Database, promised: int):
    claim(small, promised, "secretary")
    with pytest.raises(SamePerson):
        verify(small, promised, "secretary")
    with pytest.raises(SamePerson):
        back = Verdict("b", promised, "没做好", now(small, promised).seen)
        promising.send_back_action(days_after(small, "secretary", 4), back)
    verify(small, promised)


def test_others_report_their_own_promises_alone(small: Database, promised: int):
    with pytest.raises(NotAllowed, match="报别人的承诺"):
        claim(small, promised, "grid")
    with pytest.raises(NotAllowed, match="报别人的承诺"):
        claim(small, promised, "property2")
    claim(small, promised, "property")
    with pytest.raises(NotAllowed, match="销号"):
        verify(small, promised, "clerk")


def test_overdue_is_computed_and_a_later_day_is_decided_at_a_meeting_and_counted(
    small: Database, evening: Evening, promised: int
):
    assert not now(small, promised).overdue(DUE)
    assert now(small, promised).overdue(DUE + timedelta(days=1))
    later = DUE + timedelta(days=30)
    with pytest.raises(Invalid, match="新的时限要在"):
        carry(small, promised, evening.meeting_id, DUE)
    carry(small, promised, evening.meeting_id, later)
    found = now(small, promised)
    assert (found.due_on, found.first_due_on, found.carried) == (later, DUE, 1)
    assert not found.overdue(DUE + timedelta(days=1))
    with pytest.raises(WrongState, match="已经顺延过一次"):
        again = Carry(
            "x", promised, later + timedelta(days=9), "再等", evening.meeting_id, found.seen
        )
        promising.carry_over(days_after(small, "clerk", 6), again)


def three_times(db: Database, id: int) -> None:
    for n in range(3):
        other = meetings.opened(db, Kind.JOINT, slip=f"again{n}")
        carry(db, id, other.meeting_id, DUE + timedelta(days=30 * (n + 1)))


def test_the_third_time_it_stands_on_top_and_on_the_first_page_of_the_secretary(
    small: Database, evening: Evening, promised: int
):
    earlier = paper(evening, slip="c", due_on=DUE - timedelta(days=5), account_id=None)
    promising.promise(that_evening(small), earlier)
    three_times(small, promised)
    top, *_ = actions.actions(small)
    assert (top.id, top.carried) == (promised, 3)
    dues = action_dues.dues(days_after(small, "secretary", 6))
    assert any(due.urgent and "顺延了 3 次" in due.title for due in dues)
    assert not any("顺延了" in due.title for due in action_dues.dues(days_after(small, "grid", 6)))


def test_my_promises_stand_on_my_first_page_and_on_my_companys(small: Database, promised: int):
    def titles(who: str) -> list[str]:
        return [due.title for due in action_dues.dues(days_after(small, who, 8))]

    assert any("收摊" in title for title in titles("property"))
    assert not any("收摊" in title for title in titles("property2"))
    claim(small, promised)
    assert not any("收摊" in title for title in titles("property"))
    assert any("等核实" in title for title in titles("supervisor"))
    waits = [
        d.waits_for for d in action_dues.dues(days_after(small, "clerk", 6)) if "核实" in d.title
    ]
    assert waits == ["书记/主任、监督"]


def test_it_is_given_up_by_a_decision_alone(small: Database, evening: Evening, promised: int):
    clerk = that_evening(small)
    note = deciding.record_outcome(clerk, noted(evening.standing)).id
    for outcome in (note, 999):
        no = Cancelling("no", promised, outcome, "不做了", now(small, promised).seen)
        with pytest.raises(WrongState, match="要有会议的决定"):
            promising.cancel_action(clerk, no)
    meetings.come(clerk, evening, 1)
    agreed = deciding.record_outcome(clerk, noted(evening.talk, Way.CONSENSUS, "改由城管来管")).id
    yes = Cancelling("yes", promised, agreed, "改由城管", now(small, promised).seen)
    promising.cancel_action(clerk, yes)
    assert now(small, promised).state is ActionState.CANCELLED
    with pytest.raises(WrongState, match="已取消"):
        claim(small, promised)


def test_two_who_report_at_once_are_told_of_each_other(small: Database, promised: int):
    seen = now(small, promised).seen
    promising.begin(days_after(small, "property", 1), Progress("b", promised, "今天开始", seen))
    with pytest.raises(WrongState, match="已经记了“今天开始”"):
        late = Progress("c", promised, "收好了", seen)
        promising.claim_done(days_after(small, "clerk", 1), late)


def test_what_is_open_is_reported_at_the_next_meeting_of_its_kind_by_itself(
    small: Database, evening: Evening, promised: int
):
    council = meetings.planned(visit_of(small, "clerk"), Kind.COUNCIL, "council")
    assert actions.to_report(small, council.meeting_id) == []
    small.execute(
        "insert into meetings (id, kind, year, number, title, starts_at, minutes, place, chair,"
        " invited, state, source) values (90, 'joint', 2026, 9, '下次会', '2026-05-01T19:00:00+08:00',"
        " 60, '', '', 1, 'planned', 'entered')"
    )
    assert [one.id for one in actions.to_report(small, 90)] == [promised]
    claim(small, promised)
    verify(small, promised)
    assert actions.to_report(small, 90) == []


def test_the_rate_of_an_organisation_counts_the_first_day_promised(
    small: Database, evening: Evening, promised: int
):
    clerk = that_evening(small)
    late = promising.promise(clerk, paper(evening, slip="late")).id
    promising.promise(clerk, paper(evening, slip="open"))
    carry(small, late, evening.meeting_id, DUE + timedelta(days=30))
    claim(small, promised)
    verify(small, promised)
    claim(small, late, days=20)
    verify(small, late, days=21)
    (rate,) = actions.on_time(small, DUE, DUE)
    assert (rate.body_id, rate.month, rate.due, rate.on_time) == (
        PINE_COMPANY, DUE.isoformat()[:7], 3, 1,
    )  # fmt: skip


def test_promises_are_found_by_meeting_body_and_person(
    small: Database, evening: Evening, promised: int
):
    other = paper(evening, slip="o", lead_body_id=COMMITTEE, account_id=account_id("clerk2"))
    second = promising.promise(that_evening(small), other).id
    for which, found in (
        (ActionFilter(meeting_id=evening.meeting_id), [promised, second]),
        (ActionFilter(lead_body_id=COMMITTEE), [second]),
        (ActionFilter(account_id=account_id("property")), [promised]),
        (ActionFilter(item_id=evening.vote), []),
    ):
        assert [one.id for one in actions.actions(small, which)] == found
    claim(small, promised)
    verify(small, promised)
    assert [one.id for one in actions.actions(small, ActionFilter(only_open=True))] == [second]


BASE = Action(1, 1, "会", 1, "题", 1, 2026, None, "事", 1, "物业", "周", None, DUE, DUE, 0,
              ActionState.OPEN, None, None, False, 1)  # fmt: skip


@settings(database=None, deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 40)), max_size=12))
def test_what_was_carried_over_three_times_always_comes_first(told: list[tuple[int, int]]):
    every = [
        replace(BASE, id=n, carried=carried, due_on=DUE + timedelta(days=days))
        for n, (carried, days) in enumerate(told)
    ]
    found = in_order(every)
    assert sorted(one.id for one in found) == [one.id for one in every]
    often = [one.carried >= 3 for one in found]
    assert often == sorted(often, reverse=True)
    rest = [one.due_on for one in found if one.carried < 3]
    assert rest == sorted(rest)


@pytest.mark.parametrize(
    "sql",
    [
        "update actions set due_on = '2027-01-01'",
        "update actions set person = '别人'",
        "delete from actions",
        "update action_steps set words = '改了'",
        "delete from action_steps",
        "insert into action_steps (action_id, from_state, to_state, words, at, by_id, seen)"
        f" select action_id, 'done_claimed', 'verified', '', at, {account_id('property')}, max(id)"
        " from action_steps",
    ],
)
def test_the_file_keeps_a_promise_as_it_was_made(path: Path, sql: str):
    with connection.opened(path) as db:
        meetings.seat(visit_of(db, "clerk"), "王主任", Kind.JOINT)
        id = promising.promise(that_evening(db), paper(meetings.opened(db, Kind.JOINT))).id
        claim(db, id)
        with pytest.raises(connection.IntegrityError):
            db.execute(sql)
